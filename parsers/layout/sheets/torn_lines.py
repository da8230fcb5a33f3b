"""Pages of lines without a table, cut where the paper ends: the ends of their lines stand on another page.

All lines that reach the cut go on at their height, and none that ends before it. The next page of a text has lines at
other heights, or beside a line that ended before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from hyokasho.parsers.layout.sheets.furniture import lines_of
from hyokasho.parsers.model import BBox, Row

_LEAST = 3
"""So many lines go on on the other page at least."""
_ENDED = 1
"""So many end before the cut, and have nothing beside them."""
_GO_ON = 0.9
"""Share of the lines at the cut that go on at least: one may end just there."""
_NEAR = 1.0
"""Points within which two pages have lines at one height."""
_AIR = 1.5
"""Heights of a line between the end of one and the cut, if that goes through it."""


def line_boxes(rows: Sequence[Row]) -> tuple[BBox, ...]:
    """The places of the lines of a page (points), from top to bottom."""
    boxes = (line.bbox for line in lines_of(rows))
    return tuple(sorted((box for box in boxes if box is not None), key=lambda box: box[1]))


def lines_go_on(left: Sequence[BBox], right: Sequence[BBox]) -> bool:
    """Are the lines of the right page the ends of those that the paper's end cuts on the left one?"""
    if len(right) < _LEAST:
        return False
    cut = max((box[2] for box in left), default=0.0)
    torn = [box[1] for box in left if box[2] >= cut - _AIR * (box[3] - box[1])]
    ended = [box[1] for box in left if box[2] < cut - _AIR * (box[3] - box[1])]
    begun = [box[1] for box in right]
    apart = [y for y in ended if not _has(torn, y)]
    if len(apart) < _ENDED or any(not _has(torn, y) for y in begun):
        return False
    return sum(_has(begun, y) for y in torn) >= _GO_ON * len(torn)


def _has(heights: Sequence[float], y: float) -> bool:
    at = bisect_left(heights, y - _NEAR)
    return at < len(heights) and heights[at] <= y + _NEAR


def reach(boxes: Iterable[BBox]) -> tuple[float, float]:
    """How far lines reach to the left and to the right; 0 where there are none."""
    found = list(boxes)
    return (min(b[0] for b in found), max(b[2] for b in found)) if found else (0.0, 0.0)
