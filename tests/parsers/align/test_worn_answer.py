from __future__ import annotations

import pytest

from hyokasho.parsers.align.worn_answer import worn_answer, worn_text
from hyokasho.parsers.model import Line, Word

_OPTIONS = ("500人以上", "500人未満")


def _line(y: float, *texts: tuple[str, float]) -> Line:
    words = tuple(Word(text, (x, y, x + 9 * len(text), y + 9), 9.0, "ocr", 0.9) for text, x in texts)
    return Line(" ".join(word.text for word in words), words, 1, (words[0].bbox[0], y, words[-1].bbox[2], y + 9))


_LIST = (_line(100, ("1)500人以上", 200)), _line(112, ("2}500人未滴", 200)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_line(106, ("1", 20), ("500人未満", 60), ("]", 150)), "500人未満"),
        (_line(106, ("[500人未満", 30), ("J", 150)), "500人未満"),
        (_line(106, ("C", 20), ("500人未満", 60), ("]", 150)), "500人未満"),
        (_line(106, ("500人未満", 60)), "500人未満"),
        (_line(106, ("l", 20), ("]", 150)), None),  # blank
        (_line(106, ("[", 20), ("500人末", 60)), None),
        (_line(106, ("500人未満", 320)), None),  # behind the list
    ],
)
def test_the_text_before_the_options_is_the_answer(answer: Line, said: str | None) -> None:
    found = worn_answer((answer, *_LIST), _OPTIONS)
    assert [line.text for line in found] == ([said] if said else [])


def test_two_answers_are_none() -> None:
    lines = (_line(100, ("500人以上", 20)), _line(112, ("500人未満", 20)), *_LIST)
    assert worn_answer(lines, _OPTIONS) == []


def test_nothing_is_told_without_a_list() -> None:
    assert worn_answer((_line(106, ("500人未満", 60)),), _OPTIONS) == []


def test_a_note_on_options_does_not_begin_their_list() -> None:
    note = _line(130, ("2)又は3)を選択した評価実施機関については、", 10))
    found = worn_answer((_line(106, ("500人未満", 60)), *_LIST, note), _OPTIONS)
    assert [line.text for line in found] == ["500人未満"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("[1)税務システム\n{3)申請", "(1)税務システム\n(3)申請"),
        (".15", "15"),
        ("[窓口]で受ける。", "[窓口]で受ける。"),
        ("1)税務システム", "1)税務システム"),
    ],
)
def test_signs_before_a_text_are_what_is_printed_there(read: str, text: str) -> None:
    assert worn_text(read) == text
