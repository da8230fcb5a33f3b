"""Characters stand where a person sees them, whatever way their font says the pen goes."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from hyokasho.parsers.sources.glyphs.boxes import with_true_boxes
from hyokasho.parsers.sources.pdf_text import read_words, text_of

Box = tuple[float, float, float, float]


def _line(char: str, box: Box, *, downwards: bool = False, turned: bool = False) -> dict[str, Any]:
    direction = (0.0, 1.0) if downwards or turned else (1.0, 0.0)
    span = {"size": 10.0, "chars": [{"c": char, "bbox": box}]}
    return {"dir": direction, "wmode": int(downwards), "spans": [span]}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(_line("評", (50, 90, 60, 102)), (50, 90, 60, 102), id="as wide as its type"),
        pytest.param(_line("評", (50, 90, 55, 102)), (50, 90, 55, 102), id="condensed"),
        pytest.param(_line("評", (50, 90, 80, 102)), (50, 90, 60, 102), id="as wide as three"),
        pytest.param(_line("1", (50, 90, 80, 102)), (50, 90, 55, 102), id="a digit as wide as three letters"),
        pytest.param(_line("゛", (50, 90, 50, 102)), (50, 90, 50, 102), id="of one glyph with the letter before it"),
        pytest.param(_line("一", (50, 99, 150, 100)), (50, 99, 150, 100), id="stretched to a line"),
        pytest.param(_line("i", (50, 90, 51, 102)), (50, 90, 51, 102), id="a narrow letter"),
        pytest.param(_line(" ", (50, 90, 50, 102)), (50, 90, 50, 102), id="a blank of no width"),
        pytest.param(_line("評", (50, 100, 60, 110), downwards=True), (50, 91.2, 60, 101.2), id="written downwards"),
        pytest.param(_line("評", (50, 90, 62, 100), turned=True), (50, 90, 62, 100), id="on its side"),
    ],
)
def test_a_character_has_the_box_that_a_person_sees(line: dict[str, Any], expected: Box) -> None:
    (char,) = with_true_boxes(line)
    assert char["bbox"] == pytest.approx(expected)


def _letters(said_width: int | None) -> list[tuple[str, list[int]]]:
    """The words of a page of letters, each set in its place, in a font that says that all are so wide."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="J", fontbuffer=pymupdf.Font("cjk").buffer)
    for row in range(3):
        for column, char in enumerate("特定個人情報保護評価書"):
            page.insert_text((80 + 10 * column, 100 + 20 * row), char, fontname="J", fontsize=10)
    document.subset_fonts()
    for xref in range(1, document.xref_length()):
        if said_width is not None and document.xref_get_key(xref, "Subtype")[1] == "/CIDFontType2":
            document.xref_set_key(xref, "W", "[]")
            document.xref_set_key(xref, "DW", str(said_width))
    page = pymupdf.open(stream=document.tobytes())[0]
    found = read_words(page, text_of(page))
    return sorted((word.text, [round(value) for value in word.bbox]) for word in found)


def test_letters_that_a_font_says_to_be_as_wide_as_three_stand_alone() -> None:
    boxes = dict(_letters(3000))
    assert sorted(boxes) == sorted("特定個人情報保護評価書")
    assert all(x1 - x0 == 10 for x0, _, x1, _ in boxes.values())
