"""Rules of a page come out in displayed coordinates, however they were drawn."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.model import Rule
from hyokasho.parsers.sources.pdf_text import read_text_page


def page_with(content: bytes, rotation: int = 0) -> pymupdf.Page:
    """A page of 300 x 200 points with this content stream (origin bottom left) and /Rotate."""
    page = pymupdf.open().new_page(width=300, height=200)
    page.draw_line((0, 0), (1, 1))
    page.parent.update_stream(page.get_contents()[0], content)
    page.set_rotation(rotation)
    return page


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, Rule(50, 99.5, 250, 99.5)),
        (180, Rule(50, 100.5, 250, 100.5)),
        (90, Rule(100.5, 50, 100.5, 250)),
        (270, Rule(99.5, 50, 99.5, 250)),
    ],
)
@pytest.mark.parametrize("drawn", [b"50 100 200 1 re f", b"250 100 -200 1 re f", b"250 101 -200 -1 re f"])
def test_a_thin_rectangle_is_a_rule_from_whatever_corner_it_was_drawn(
    drawn: bytes, rotation: int, expected: Rule
) -> None:
    mupage = page_with(drawn, rotation)
    (rule,) = read_text_page(mupage, 1).rules
    found = (rule.x0, rule.y0, rule.x1, rule.y1)
    assert found == pytest.approx((expected.x0, expected.y0, expected.x1, expected.y1), abs=0.01)


@pytest.mark.parametrize("one_path", [True, False])
@pytest.mark.parametrize("gap", [14, 30])
def test_drawn_marks_are_found_in_one_path_or_many(one_path: bool, gap: int) -> None:
    page = pymupdf.open().new_page()
    shape = page.new_shape()
    for y in (100, 130, 160):
        page.insert_text((50, y), "[")
        page.insert_text((50 + gap, y), "] A")
        if y != 130:
            shape.draw_circle((52 + gap / 2, y - 4), 4)
            if not one_path:
                shape.finish()
    if one_path:
        shape.finish()
    shape.commit()
    marks = [w for w in read_text_page(page, 1).words if w.origin == "vector"]
    assert [round((m.bbox[1] + m.bbox[3]) / 2) for m in marks] == [96, 156]


def test_a_mark_drawn_over_a_wide_space_is_found() -> None:
    page = pymupdf.open().new_page()
    page.insert_text((50, 100), "[　]紙", fontname="japan", fontsize=10)
    page.draw_circle((65, 96), 3)
    page.insert_text((50, 130), "[　]専用線", fontname="japan", fontsize=10)
    marks = [w for w in read_text_page(page, 1).words if w.origin == "vector"]
    assert [round(m.bbox[1]) for m in marks] == [93]
