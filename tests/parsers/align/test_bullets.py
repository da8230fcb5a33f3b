"""Points before the lines of a list that OCR read as other small signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.bullets import with_bullets
from hyokasho.parsers.align.confidence import probably_misread
from hyokasho.parsers.model import Cell, Doubt, Line
from tests.factories import cell, line, row, sheet


def _read(text: str, sure: float = 0.1, origin: str = "ocr") -> Line:
    """A line of one word, of whose first sign OCR was so sure."""
    made = line(text)
    (word,) = made.words
    doubts = (Doubt(0, text[0], sure, ".,"),) if sure < 0.9 else ()
    return replace(made, words=(replace(word, origin=origin, sure=1 - (1 - sure) / len(text), doubts=doubts),))


def _cell(*lines: Line) -> Cell:
    return replace(cell(""), lines=lines)


def test_points_of_a_list_are_all_the_same() -> None:
    found = with_bullets(sheet(row(_cell(_read(".庁内連携基盤"), _read("・滞納管理", 0.95), _read(",税務総合")))))
    lines = found.rows[0].cells[0].lines
    assert [one.text for one in lines] == ["・庁内連携基盤", "・滞納管理", "・税務総合"]
    assert not any(probably_misread([one]) for one in lines)
    assert lines[0].words[0].read_as == ".庁内連携基盤" and not lines[0].words[0].doubts


@pytest.mark.parametrize(
    "lines",
    [
        (_read(".庁内連携基盤"), _read(",税務総合")),  # none was read as a point
        (_read("・庁内連携基盤", 0.5), _read("税務総合", 0.95)),  # no list
        (_read("・庁内連携基盤", 0.95), _read(".5人", 0.5)),  # a number
        (_read(".庁内", 0.5, "glyph"), _read("・税務", 0.95, "glyph")),  # of a text layer
    ],
)
def test_other_signs_stay(lines: tuple[Line, ...]) -> None:
    made = sheet(row(_cell(*lines)))
    assert with_bullets(made) is made
