"""The pieces that the paths of a PDF page are made of: rectangles, lines, curves, and what they look like."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.tilt import tilt_of

Point = tuple[float, float]

_CURVES_OF_A_CIRCLE = 4
LEVEL = 0.5
"""Lines that rise by less (in points) are level. A page that lies askew is levelled before it is read."""
_STRAIGHT = 0.1
"""Points by which the middle of a straight curve may be off the line."""
_SIDES, _SQUARE = 4, 1.1
"""A square has so many sides, none of them so many times longer than another."""
_TILT, _LARGE = 0.2, 30.0
"""Degrees between the sides of one rectangle at most, and points of its longest side where that shows them."""
_WAVER = 0.2
"""Share of its way by which a line drawn by hand strays; waves and zigzags stray further."""


@dataclass(slots=True)
class Rectangle:
    """A rectangle of a path."""

    box: BBox


@dataclass(slots=True)
class Strokes:
    """A connected piece of a path: its corners (those of its curves too) and straight lines.

    `plain`: nothing but level and upright lines, or a single line of any slope.
    """

    points: list[Point]
    lines: list[tuple[Point, Point]]
    curved: bool = False

    @property
    def plain(self) -> bool:
        if self.curved:
            return False
        return len(self.lines) == 1 or all(
            abs(a[0] - b[0]) <= LEVEL or abs(a[1] - b[1]) <= LEVEL for a, b in self.lines
        )


def pieces_of(items: Iterable[Any]) -> Iterator[Rectangle | Strokes]:
    """The rectangles and connected pieces of a path."""
    path = Strokes([], [])
    for item in items:
        if item[0] == "re":
            yield Rectangle(item[1])
        elif item[0] == "qu":
            yield from _quad(item[1])
        else:
            start, end = item[1], item[-1]
            if path.points and path.points[-1] != start:
                yield path
                path = Strokes([], [])
            if not path.points:
                path.points.append(start)
            path.points += item[2:]
            if item[0] == "l" or _is_straight(item[1:]):
                path.lines.append((start, end))
            else:
                path.curved = True
    if path.points:
        yield path


def levelled(piece: Rectangle | Strokes) -> Rectangle | Strokes:
    """The piece; an outline of four lines that stands a little askew, as thin as a rule, as the rule that it is."""
    if isinstance(piece, Rectangle) or piece.plain or piece.curved or len(piece.lines) != 4:
        return piece
    a, b, c, d = (start for start, _ in piece.lines)  # (a straight curve has points between its ends too)
    return next(iter(_quad((a, b, d, c)))) if piece.lines[-1][1] == a else piece


def straightened(box: BBox, half: float) -> BBox:
    """The box of the level or upright line, `half` points to each side of it, that runs a little askew through `box`:
    however long it is, it is no thicker."""
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        return (x0, (y0 + y1) / 2 - half, x1, (y0 + y1) / 2 + half)
    return ((x0 + x1) / 2 - half, y0, (x0 + x1) / 2 + half, y1)


def _is_straight(points: Sequence[Point]) -> bool:
    """Is a curve a straight line from its first point to its last?"""
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.dist(points[0], points[-1])
    return length > 0 and all(
        abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) <= _STRAIGHT * length for x, y in points[1:-1]
    )


def is_by_hand(points: Sequence[Point]) -> bool:
    """Does a line waver a little, as one drawn by hand, but run on level or upright and as thin as a rule?"""
    x0, y0, x1, y1 = around(points)
    along = 0 if x1 - x0 >= y1 - y0 else 1
    if min(x1 - x0, y1 - y0) > SETTINGS.thin_rect or max(x1 - x0, y1 - y0) < SETTINGS.min_piece:
        return False
    steps = [(b[along] - a[along], abs(b[1 - along] - a[1 - along])) for a, b in pairwise(points)]
    return all(off <= _WAVER * forth for forth, off in steps) or all(off <= -_WAVER * forth for forth, off in steps)


def is_rounded_square(piece: Strokes) -> bool:
    """Is it a square of the size of a mark with round corners, most of whose sides are straight?"""
    if len(piece.points) <= _SIDES + 1 or math.dist(piece.points[0], piece.points[-1]) > _STRAIGHT:
        return False
    x0, y0, x1, y1 = around(piece.points)
    short, long = sorted((x1 - x0, y1 - y0))
    low, high = SETTINGS.mark_size
    if not low <= short <= long <= min(high, _SQUARE * short):
        return False
    sides = [(abs(a - c), abs(b - d)) for (a, b), (c, d) in piece.lines]
    return sum(min(side) <= LEVEL and max(side) >= short / 2 for side in sides) == _SIDES


def _quad(quad: Any) -> Iterator[Rectangle | Strokes]:
    """A rectangle; one that stands a little askew, as thin as a rule, comes out level where its middle is."""
    ul, ur, ll, lr = (tuple(point) for point in quad)
    corners = [ul, ur, lr, ll, ul]
    lines = list(pairwise(corners))
    width, height = math.dist(ul, ur), math.dist(ul, ll)
    x0, y0, x1, y1 = around(corners)
    level = all(abs(a[0] - b[0]) <= LEVEL or abs(a[1] - b[1]) <= LEVEL for a, b in lines)
    slope = tilt_of(ul, ur)
    if not level and slope is not None and min(width, height) <= SETTINGS.thick_rule:
        if abs(ur[0] - ul[0]) < abs(ur[1] - ul[1]):  # (drawn on a page that is shown turned)
            width, height = height, width
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        yield Rectangle((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    elif level or slope is not None:
        yield Rectangle((x0, y0, x1, y1))
    else:
        yield Strokes(corners, lines)


def _is_askew(outline: Strokes) -> bool:
    """Is an outline of four lines a large rectangle on a page that lies askew a little?"""
    sides = [(tilt_of(*line), math.dist(*line)) for line in outline.lines]
    tilts = [tilt for tilt, _ in sides if tilt is not None]
    alike = len(tilts) == _SIDES and max(tilts) - min(tilts) <= _TILT
    return alike and min(length for _, length in sides) >= SETTINGS.thick_rule and max(s[1] for s in sides) >= _LARGE


def filled_boxes(pieces: Iterable[Rectangle | Strokes]) -> Iterator[BBox]:
    """The rectangles among the pieces of a filled path: drawn as such, or as outlines of level and upright lines.

    An outline as thin as a rule is one whatever its ends are like (mitred, round).
    """
    for piece in pieces:
        level = levelled(piece)
        if isinstance(level, Rectangle) and (isinstance(piece, Rectangle) or _is_thin(level.box) or _is_askew(piece)):
            yield level.box
            continue
        assert isinstance(piece, Strokes)  # (a rectangle is level)
        box = around(piece.points)
        width, height = box[2] - box[0], box[3] - box[1]
        bar = min(width, height) <= SETTINGS.thick_rule and max(width, height) >= 4 * min(width, height)
        if bar or (piece.plain and len(piece.lines) in (3, 4)):
            yield box


def _is_thin(box: BBox) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= SETTINGS.thick_rule


def frame_of(boxes: Sequence[BBox]) -> tuple[BBox, ...] | None:
    """The four rules of a frame drawn as one rectangle inside another; None where two boxes are no frame."""
    if len(boxes) != 2:
        return None
    outer, inner = sorted(boxes, key=lambda b: (b[0] - b[2]) * (b[3] - b[1]))
    margins = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    if not all(0 < margin <= SETTINGS.thick_rule for margin in margins):
        return None
    x0, y0, x1, y1 = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
    return ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def shapes_of(path: Any) -> Iterator[BBox]:
    """The box of a path, or of each of its connected pieces where it has curves: all marks may be one path."""
    items = path["items"]
    if len(items) <= _CURVES_OF_A_CIRCLE or all(item[0] != "c" for item in items):
        yield path["rect"]
        return
    piece: list[Any] = []
    for item in items:
        points = item[1:] if item[0] in "lc" else None
        if piece and (points is None or points[0] != piece[-1]):
            yield around(piece)
            piece = []
        piece += points or ()
    if piece:
        yield around(piece)


def around(points: Sequence[Any]) -> BBox:
    """The box around some points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))
