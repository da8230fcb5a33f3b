"""A line under areas painted later is not seen, so it divides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf
import pytest

from hyokasho.parsers.model import BBox, Rule
from hyokasho.parsers.sources.drawn.covered import Cover, covered
from hyokasho.parsers.sources.drawn.drawings import read_drawings

LEVEL, UPRIGHT = Rule(0, 100, 600, 100), Rule(300, 0, 300, 800)
CELL: BBox = (50, 80, 550, 120)


@pytest.mark.parametrize(
    ("rule", "covers", "gone"),
    [
        pytest.param(LEVEL, [(1, CELL)], True, id="under a cell"),
        pytest.param(LEVEL, [(0, CELL)], False, id="drawn upon a cell"),
        pytest.param(LEVEL, [(1, (50, 80, 550, 100)), (1, (50, 100, 550, 120))], True, id="under the seam of strips"),
        pytest.param(LEVEL, [(1, (50, 80, 550, 100))], False, id="at the edge of a cell"),
        pytest.param(LEVEL, [(1, (50, 80, 200, 120)), (1, (200, 80, 550, 120))], True, id="under several cells"),
        pytest.param(LEVEL, [(1, (250, 80, 350, 120))], False, id="partly under what lies upon a table"),
        pytest.param(LEVEL, [(1, (0, 80, 600, 120))], False, id="a border of the cell's own length"),
        pytest.param(
            Rule(151, 154, 151, 186), [(1, (100, 154, 156, 185)), (1, (100, 215, 156, 246))], False,
            id="a border half under the shading of its cell",
        ),
        pytest.param(UPRIGHT, [(1, (280, 100, 320, 780))], True, id="upright"),
        pytest.param(UPRIGHT, [(1, CELL)], False, id="upright across a cell"),
        pytest.param(Rule(10, 100, 10, 100), [(1, CELL)], False, id="a point"),
    ],
)  # fmt: skip
def test_lines_are_covered(rule: Rule, covers: Sequence[Cover], gone: bool) -> None:
    assert covered([rule], covers) == ({0} if gone else set())


@pytest.mark.parametrize(
    ("opacity", "again", "seen"), [(1.0, False, False), (0.4, False, True), (0.0, False, True), (1.0, True, True)],
    ids=["opaque", "transparent", "not to be seen", "drawn again"],
)  # fmt: skip
def test_a_page_shows_what_is_not_covered(opacity: float, again: bool, seen: bool) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_line((50, 100), (500, 100))
        page.draw_rect((60, 80, 490, 120), color=None, fill=(0.8, 0.9, 1), fill_opacity=opacity)
        if again:
            page.draw_line((50, 100), (500, 100))
        lines = [rule for rule in read_drawings(page, None).rules if rule.y0 == 100]
    assert bool(lines) is seen


@pytest.mark.parametrize(("opacity", "count"), [(0.0, 0), (0.2, 1), (1.0, 1)], ids=["none", "faint", "opaque"])
def test_what_is_wholly_transparent_shades_and_divides_nothing(opacity: float, count: int) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_rect((60, 80, 490, 120), color=None, fill=(0.8, 0.9, 1), fill_opacity=opacity)
        page.draw_line((50, 200), (500, 200), stroke_opacity=opacity)
        found = read_drawings(page, None)
    assert (len(found.painted), len(found.rules)) == (count, count)


@pytest.mark.parametrize(
    ("state", "area", "seen"),
    [
        pytest.param("", "0.8 0.9 1 rg 60 722 430 40 re f", False, id="area"),
        pytest.param("/BM /Multiply", "0.8 0.9 1 rg 60 722 430 40 re f", True, id="area that blends"),
        pytest.param("", "0.8 0.9 1 RG 40 w 60 742 m 490 742 l S", False, id="broad stroke"),
        pytest.param("/CA 0.4", "0.8 0.9 1 RG 40 w 60 742 m 490 742 l S", True, id="broad stroke, transparent"),
        pytest.param("/BM /Multiply", "0 0 9 9 re f Q 0.8 0.9 1 rg 60 722 430 40 re f q", False, id="area behind it"),
    ],
)
def test_what_shows_through_covers_nothing(state: str, area: str, seen: bool) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_line((50, 100), (500, 100))
        document.xref_set_key(page.xref, "Resources", f"<</ExtGState <</Look <<{state}>>>>>>")
        content = document.get_new_xref()
        document.update_object(content, "<<>>")
        document.update_stream(content, f"q /Look gs {area} Q".encode())
        drawn = (*page.get_contents(), content)
        document.xref_set_key(page.xref, "Contents", f"[{' '.join(f'{xref} 0 R' for xref in drawn)}]")
        lines = [rule for rule in read_drawings(document.reload_page(page), None).rules if abs(rule.y0 - 100) < 1]
    assert bool(lines) is seen
