"""Circles of which a fax has left dots."""

from __future__ import annotations

import numpy as np
import pytest

from hyokasho.parsers.sources.scan.brackets import Look, Pair, look_between
from hyokasho.parsers.sources.scan.raster import Mask
from hyokasho.parsers.sources.scan.rings import is_half, look_for_ring, room_about, usual_room

PAIR = Pair((10, 20, 14, 36), (34, 20, 38, 36))
"""Brackets 16 pixels high, 20 apart: the middle of a circle lies at (24, 26)."""


def _ink(*dots: tuple[int, int]) -> Mask:
    ink = np.zeros((60, 60), np.uint8)
    for x, y in dots:
        ink[y, x] = 255
    return ink


def _circle(*sides: int, radius: float = 4.0) -> list[tuple[int, int]]:
    """Dots of a circle at so many of its twelve hours."""
    return [(round(23.5 + radius * np.cos(np.pi * h / 6)), round(25.5 + radius * np.sin(np.pi * h / 6))) for h in sides]


@pytest.mark.parametrize(
    ("dots", "mark"),
    [
        ([], "empty"),
        ([(24, 26)], "empty"),
        ([(17, 21), (31, 34)], "empty"),  # dirt
        (_circle(*range(12)), "circle"),
        (_circle(0, 1, 3, 4, 5, 7, 8, 10), "circle"),
        (_circle(0, 1, 4, 7), "other"),  # a piece of one, or dirt: not known
        ([*_circle(*range(12)), *((x, y) for x in range(21, 28) for y in range(23, 30))], "other"),  # not hollow
    ],
)
def test_dots_about_one_middle_are_a_circle(dots: list[tuple[int, int]], mark: str) -> None:
    look = Look("empty", PAIR.inside, 0.97)
    assert look_for_ring(look, PAIR, _ink(*dots), 0.0).mark == mark


def test_what_a_shape_tells_stays() -> None:
    look = Look("disc", PAIR.inside, 0.95)
    assert look_for_ring(look, PAIR, _ink(*_circle(*range(12))), 0.0) == look


@pytest.mark.parametrize(("right", "mark"), [(34, "empty"), (20, "other")])
def test_half_a_box_is_not_seen_as_empty(right: int, mark: str) -> None:
    pairs = [PAIR] * 4
    pair = Pair(PAIR.left, (right, 20, right + 4, 36))
    look = look_between(pair, _ink())
    assert look_for_ring(look, pair, _ink(), usual_room(pairs)).mark == mark
    assert look_for_ring(look, pair, _ink(), usual_room(pairs[:2])).mark == "empty"


@pytest.mark.parametrize(("narrow", "half"), [(1, True), (4, False)])
def test_boxes_as_narrow_as_several_others_are_whole(narrow: int, half: bool) -> None:
    pair = Pair(PAIR.left, (20, 20, 24, 36))
    assert is_half(pair, room_about(pair, [*[PAIR] * 6, *[pair] * narrow])) == half


def test_pages_of_many_dots_lose_no_circles() -> None:
    high = Pair((10, 2, 14, 42), (34, 2, 38, 42))
    assert look_for_ring(Look("empty", high.inside, 0.97), high, _ink(*_circle(*range(12))), 0.0).mark == "empty"
