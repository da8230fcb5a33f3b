"""A digital page that stands askew is known by its long lines."""

from __future__ import annotations

import math

import pytest

from hyokasho.parsers.sources.tilt import Tilt, tilt_of


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
    assert tilt.skew() == 0.0


def test_a_diagonal_is_neither_level_nor_upright() -> None:
    assert tilt_of((0, 0), (100, 60)) is None
