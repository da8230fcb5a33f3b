"""The head of a list of options is told by its place."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.model import Word
from hyokasho.parsers.sources.scan.list_heads import with_list_heads


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 6.0 * len(text), y + 7.0), 7.0, "ocr", 0.6)


def _texts(*words: Word) -> list[str]:
    return [word.text for word in with_list_heads(words)]


@pytest.mark.parametrize("read", ["<游折校>", "<.択核>", "APR>", "<通投表", "＜退R15＞"])
@pytest.mark.parametrize("option", ["1)特に力を入れている", "ジ十分である", "10人未満", "1）実施する"])
def test_what_stands_above_the_first_option(read: str, option: str) -> None:
    first = _word(option, 320, 111)
    texts = _texts(_word(read, 319, 100), first)
    assert texts == ["<選択肢>" if option != "ジ十分である" else read, option]


def test_a_head_in_the_column_of_heads() -> None:
    words = [_word("<游折校>", 319, 100), _word("1)定めている", 319, 111), _word("<道択v>", 320, 300)]
    assert _texts(*words) == ["<選択肢>", "1)定めている", "<選択肢>"]


@pytest.mark.parametrize(
    ("read", "below", "x"),
    [
        ("<窓口における措置>", "1)実施する", 319),  # no four characters
        ("<照会者>", "1)端末の管理を行う", 319),  # a list of a free text
        ("<照会者>", "1)実施する", 250),  # beside it
        ("選択する", "1)実施する", 319),
    ],
)
def test_other_texts_stay(read: str, below: str, x: float) -> None:
    assert _texts(_word(read, x, 100), _word(below, 319, 111)) == [read, below]


def test_a_text_layer_is_not_touched() -> None:
    word = Word("<照会者>", (319, 100, 340, 107), 7.0, "glyph")
    assert _texts(word, _word("1)実施する", 319, 111)) == ["<照会者>", "1)実施する"]
