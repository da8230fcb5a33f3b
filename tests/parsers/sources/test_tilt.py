"""A digital page that stands askew is known by its long lines."""

from __future__ import annotations

import math
from itertools import pairwise

import pymupdf
import pytest

from hyokasho.parsers.sources.drawn.pieces import filled_boxes, pieces_of
from hyokasho.parsers.sources.drawn.tilt import Tilt, slope_of_text, tilt_of


def lines(degrees: float, count: int = 3) -> list[tuple[object, ...]]:
    """Level and upright strokes turned by so many degrees."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    level = [("l", (50.0, y), (50 + 400 * cos, y + 400 * sin)) for y in range(100, 100 + count * 20, 20)]
    return [*level, ("l", (300.0, 100.0), (300 - 200 * sin, 100 + 200 * cos))]


@pytest.mark.parametrize("degrees", [-0.4, -0.15, 0.15, 0.4])
def test_the_slope_of_level_and_upright_lines_is_that_of_the_page(degrees: float) -> None:
    tilt = Tilt()
    tilt.look_at(lines(degrees))
    assert tilt.skew() == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(lines(0.0), id="level"),
        pytest.param(lines(5.0), id="a drawing"),
        pytest.param([*lines(0.0, 5), *lines(0.3, 2)], id="two lines of many"),
        pytest.param([], id="nothing"),
    ],
)
def test_other_pages_stand_straight(items: list[tuple[object, ...]]) -> None:
    tilt = Tilt()
    tilt.look_at(items)
    assert not tilt.skew()


def test_a_diagonal_is_neither_level_nor_upright() -> None:
    assert tilt_of((0, 0), (100, 60)) is None


def test_dots_tell_no_slope() -> None:
    tilt = Tilt()
    tilt.look_at([("l", (40.0 + 3 * k, 100.0 + 0.02 * k), (40.5 + 3 * k, 100.003 + 0.02 * k)) for k in range(100)])
    assert tilt.skew() is None


@pytest.mark.parametrize(
    ("lines", "degrees"),
    [
        pytest.param([((1.0, 0.006), 30), ((1.0, 0.0061), 20)], 0.344, id="askew"),
        pytest.param([((0.0061, -1.0), 20), ((1.0, 0.006), 30)], 0.344, id="some of it upright"),
        pytest.param([((1.0, 0.0), 50)], 0.0, id="level"),
        pytest.param([((0.7, 0.7), 50), ((1.0, 0.006), 30)], 0.0, id="a slanting watermark"),
        pytest.param([], 0.0, id="no text"),
    ],
)
def test_the_slope_of_a_page_without_long_lines_is_that_of_its_text(
    lines: list[tuple[tuple[float, float], int]], degrees: float
) -> None:
    assert slope_of_text(lines) == pytest.approx(degrees, abs=0.01)


@pytest.mark.parametrize(
    ("degrees", "width", "whole"),
    [
        pytest.param(0.25, 200.0, True, id="an area on a page askew"),
        pytest.param(4.0, 200.0, False, id="a drawing"),
    ],
)
def test_a_wide_area_of_a_page_askew_is_one(degrees: float, width: float, whole: bool) -> None:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    level = ((0.0, 0.0), (width, 0.0), (width, 60.0), (0.0, 60.0), (0.0, 0.0))
    corners = [pymupdf.Point(50 + x * cos - y * sin, 50 + x * sin + y * cos) for x, y in level]
    items = [("l", start, end) for start, end in pairwise(corners)]
    assert bool(list(filled_boxes(pieces_of(items)))) == whole
