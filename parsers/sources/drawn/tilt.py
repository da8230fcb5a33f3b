"""How far a digital page stands askew: by the long lines that are drawn on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from hyokasho.parsers.layout.sheets.turn import weighted_median

_LONG = 30.0
"""Shorter lines (in points) say little about an angle."""
_LEAST, _MOST = 0.03, 1.2
"""Degrees between which a page is askew; less does no harm, more is a drawing."""


def tilt_of(start: Sequence[float], end: Sequence[float]) -> float | None:
    """Degrees by which a line falls to the right of level, or of upright; None for a slope that is neither."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if abs(dx) >= abs(dy):
        degrees = math.degrees(math.atan2(dy, dx)) if dx > 0 else math.degrees(math.atan2(-dy, -dx))
    else:
        degrees = math.degrees(math.atan2(-dx, dy)) if dy > 0 else math.degrees(math.atan2(dx, -dy))
    return degrees if abs(degrees) <= _MOST else None


class Tilt:
    """Gathers the slopes of the long lines of one page."""

    def __init__(self) -> None:
        self.slopes: list[tuple[float, float]] = []
        self.straight = 0.0

    def look_at(self, items: Iterable[Any]) -> None:
        """Take in the lines and rectangles of a path."""
        for item in items:
            if item[0] == "qu":
                ul, ur, ll, _ = item[1]
                self._line(ul, ur)
                self._line(ul, ll)
            elif item[0] == "l":
                self._line(item[1], item[2])
            elif item[0] == "re":
                x0, y0, x1, y1 = item[1]
                self.straight += max(abs(x1 - x0), abs(y1 - y0))

    def add_straight(self, length: float) -> None:
        """Take in a line that is level or upright."""
        self.straight += length if length >= _LONG else 0.0

    def _line(self, start: Sequence[float], end: Sequence[float]) -> None:
        if start[0] == end[0] or start[1] == end[1]:  # nearly all: level or upright
            self.add_straight(abs(end[0] - start[0]) + abs(end[1] - start[1]))
            return
        length = math.dist(start, end)
        degrees = tilt_of(start, end) if length >= _LONG else None
        if degrees is None:
            return
        if abs(degrees) < _LEAST:
            self.straight += length
        else:
            self.slopes.append((degrees, length))

    def skew(self) -> float | None:
        """The slope (in degrees) that most of the drawn length has, 0 where most of it is level and upright; None where
        nothing long is drawn (rules may be dots)."""
        total = sum(length for _, length in self.slopes)
        if total <= self.straight:
            return 0.0 if self.straight else None
        return weighted_median(self.slopes, 0.0)


def slope_of_text(lines: Iterable[tuple[Sequence[float], int]]) -> float:
    """The slope (in degrees) of the lines of a page's text; 0 where they are level, upright, or run in many directions.

    `lines`: the direction of each (y downwards) and the number of its characters.
    """
    slopes = [(tilt_of((0.0, 0.0), direction), count) for direction, count in lines]
    told = [(degrees, float(count)) for degrees, count in slopes if degrees is not None]
    if sum(weight for _, weight in told) * 2 <= sum(count for _, count in slopes):
        return 0.0
    found = weighted_median(told, 0.0)
    return found if abs(found) >= _LEAST else 0.0
