"""Doubtful marks told by the sure circles of their page, and by the widths of its boxes."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.brackets import Look, Mark, Pair
from hyokasho.parsers.sources.scan.raster import Mask
from hyokasho.parsers.sources.scan.usual_marks import settled

RADIUS, HIGH = 4.0, 16


def _pair(y: int, wide: int) -> Pair:
    return Pair((10, y, 14, y + HIGH), (10 + wide - 4, y, 10 + wide, y + HIGH))


def _dots(ink: Mask, pair: Pair, sides: range | list[int], radius: float = RADIUS) -> None:
    """Dots of a circle about the middle of a box at so many of its twelve hours."""
    x0, y0, x1, y1 = pair.inside
    for hour in sides:
        x = (x0 + x1) / 2 - 0.5 + radius * np.cos(np.pi * hour / 6)
        y = (y0 + y1) / 2 - 0.5 + radius * np.sin(np.pi * hour / 6)
        ink[round(y), round(x)] = 255


def _settled(seen: Mark, sides: list[int], *, wide: int, marked: int, circles: int = 4, dirt: int = 0) -> Mark:
    """What a box of this width with dots at some hours is, after `circles` sure ones of width `marked` and as many
    empty ones of width 30. `dirt`: pixels of ink in it besides."""
    ink = np.zeros((400, 80), np.uint8)
    pairs = [_pair(20 * row + 10, marked if row < circles else 30) for row in range(2 * circles)]
    looks = [Look("circle" if row < circles else "empty", pair.inside, 0.95) for row, pair in enumerate(pairs)]
    for pair in pairs[:circles]:
        _dots(ink, pair, range(12))
    pair = _pair(340, wide)
    _dots(ink, pair, sides)
    ink[342, 16 : 16 + dirt] = 255
    look = settled([*pairs, pair], [*looks, Look(seen, pair.inside, 0.5)], ink)[-1]
    assert look is not None
    return look.mark


@pytest.mark.parametrize(
    ("seen", "sides", "mark"),
    [
        ("other", [0, 1, 3, 4, 7, 8], "circle"),
        ("empty", [0, 1, 3, 4, 7, 8], "circle"),
        ("other", [0, 1, 4, 7], "other"),
        ("other", [0, 4], "empty"),
        ("empty", [0], "empty"),
    ],
)
def test_dots_on_the_usual_circle_tell(seen: Mark, sides: list[int], mark: Mark) -> None:
    assert _settled(seen, sides, wide=30, marked=30) == mark


@pytest.mark.parametrize(
    ("seen", "sides", "wide", "mark"),
    [
        ("other", [0, 1, 4, 7], 24, "circle"),
        ("other", [0, 1, 4, 7], 30, "empty"),
        ("other", [0, 1, 4, 7], 27, "other"),
        ("empty", [], 24, "other"),  # as wide as those with a mark, and none is seen
        ("empty", [], 30, "empty"),
    ],
)
def test_the_width_of_a_box_tells_too(seen: Mark, sides: list[int], wide: int, mark: Mark) -> None:
    assert _settled(seen, sides, wide=wide, marked=24) == mark


def test_much_ink_is_no_dirt() -> None:
    assert _settled("other", [], wide=30, marked=30, dirt=10) == "other"


def test_few_circles_tell_nothing() -> None:
    assert _settled("other", [0], wide=30, marked=30, circles=2) == "other"


def test_half_a_box_stays_unknown() -> None:
    assert _settled("other", [], wide=18, marked=30) == "other"
