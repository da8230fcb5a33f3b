"""Lines of an answer as the eye sees them, and the place of a value on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.align.visual import box_of_text, place_of, raw_of, visual_lines, word_spans, words_between
from hyokasho.parsers.model import Cell, Line, Row
from tests.factories import cell, line, pieces, row


def test_brackets_and_mark_in_three_cells_are_one_line() -> None:
    made = visual_lines(pieces(row(cell("["), cell("○", x=100), cell("] 専用線", x=200))))
    assert ["".join(m.text.split()) for m in made] == ["[○]専用線"]


def test_a_single_cell_keeps_its_lines() -> None:
    made = cell("甲", "乙")
    assert visual_lines(pieces(row(made))) == list(made.lines)


def test_pages_come_one_after_the_other() -> None:
    made = visual_lines(pieces(row(cell("後", y=700)), row(cell("前", y=50, page=2), page=2)))
    assert [(m.text, m.page) for m in made] == [("後", 1), ("前", 2)]


def test_cells_of_one_line_each_in_a_dump_are_read_as_one() -> None:
    cells = tuple(Cell((Line(t),)) for t in ("[", "○", "]専用線"))
    assert [m.text for m in visual_lines(pieces(Row(cells)))] == ["[ ○ ]専用線"]


@pytest.mark.parametrize(
    ("value", "box"),
    [
        ("住所", (30, 100, 50, 110)),
        ("氏名 住所", (0, 100, 50, 110)),
        ("所地", (40, 100, 60, 122)),
        ("氏", (0, 100, 10, 110)),
        ("電話", None),
        ("", None),
    ],
)
def test_the_box_of_a_value(value: str, box: tuple[float, ...] | None) -> None:
    assert box_of_text([line("氏名 住所"), line("地番", 50, 112)], value) == box


def test_the_place_of_lines_is_that_on_their_first_page() -> None:
    assert place_of([line("甲", 0, 700), line("乙", 20, 712), line("丙", 0, 50, page=2)]) == (1, (0, 700, 30, 722))
    assert place_of([]) == (None, None)
    assert place_of([Line("甲")]) == (None, None)


def test_raw_is_what_stood_there() -> None:
    assert raw_of([line("甲"), line("乙")]) == "甲\n乙"


@given(st.lists(st.text("甲乙a1", min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_words_between_spell_the_stretch(parts: list[str], data: st.DataObject) -> None:
    made = line(" ".join(parts))
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    found = words_between(word_spans(made), start, end)
    assert "".join(w.text for w in found) == made.text[start:end].replace(" ", "")
    assert all(0 <= w.bbox[0] <= w.bbox[2] <= made.words[-1].bbox[2] + 1e-6 for w in found)
