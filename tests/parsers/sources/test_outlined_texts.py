"""Lines of text whose letters are shapes."""

from __future__ import annotations

import math

import pymupdf
import pytest

from hyokasho.parsers.sources.pdf_text import text_of
from hyokasho.parsers.sources.seen.visibility import Seeing, SeenPage
from hyokasho.parsers.sources.witness import OUTLINES, Witnesses


def letter(page: pymupdf.Page, x: float, y: float, corners: int = 10, size: float = 9) -> None:
    """A filled shape with so many corners."""
    turn = 2 * math.pi / corners
    points = [
        (
            x + size / 2 * (1 + math.sin(k * turn) * (1 - k % 2 / 2)),
            y + size / 2 * (1 - math.cos(k * turn) * (1 - k % 2 / 2)),
        )
        for k in range(corners)
    ]
    page.draw_polyline(points, closePath=True, fill=(0, 0, 0), color=None)


def framed(wall: float | None = None) -> pymupdf.Page:
    page = pymupdf.open().new_page()
    page.draw_rect((50, 50, 500, 150), width=0.5)
    if wall is not None:
        page.draw_line((wall, 50), (wall, 150), width=0.5)
    return page


def seen(page: pymupdf.Page) -> SeenPage:
    return Seeing().read(page, 1, text_of(page))


def test_a_line_of_shapes_is_a_picture_of_text_and_its_strokes_no_rules() -> None:
    page = framed()
    for x in (60, 70, 90):
        letter(page, x, 60)
    page.draw_rect((80, 64, 89, 65), fill=(0, 0, 0), color=None)  # (the kanji for one)
    found = seen(page)
    assert found.outlined == 3
    assert [tuple(map(round, box)) for box in found.page.pictures] == [(59, 59, 100, 69)]
    assert not [rule for rule in found.page.rules if rule.x1 - rule.x0 < 20 and rule.horizontal]


def test_a_wall_parts_lines_of_shapes() -> None:
    page = framed(wall=80)
    for x in (56, 66, 84, 94):
        letter(page, x, 60)
    assert [tuple(map(round, box)) for box in seen(page).page.pictures] == [(55, 59, 76, 69), (83, 59, 104, 69)]


@pytest.mark.parametrize("corners", [4, 6])
def test_ticks_and_arrows_are_no_letters(corners: int) -> None:
    page = framed()
    for x in (60, 70, 80):
        letter(page, x, 60, corners)
    assert seen(page).outlined == 0


def test_shapes_behind_a_word_are_its_ornament() -> None:
    page = framed()
    for x in (60, 70, 80):
        letter(page, x, 60)
    page.insert_text((58, 68), "ABCDE")
    assert seen(page).outlined == 0


@pytest.mark.parametrize(("letters", "witness"), [(2, "text"), (12, "ocr")])
def test_a_page_with_many_letters_as_shapes_is_read_from_its_picture(letters: int, witness: str) -> None:
    page = framed()
    page.insert_text((60, 120), "the words of the text layer of the page")
    for k in range(letters):
        letter(page, 60 + 10 * k, 60)
    found = seen(page)
    decision = Witnesses().choose(page, found.page, found.text, 0, found.outlined)
    assert decision.witness == witness
    assert (decision.reason == OUTLINES) == (witness == "ocr")
