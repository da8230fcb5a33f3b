"""Square brackets found by their shape, and what stands between them: a mark, an answer or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.components import Components, PixelBox
from hyokasho.parsers.sources.scan.raster import Mask

_HEIGHT = (6.0, 22.0)
"""Height of a bracket in points."""
_SLIM = 1.9
"""A bracket is at least this many times as high as wide."""
_STROKE = 0.72
"""A row of a round bracket reaches over this share of its width at most; a nought is hollow and reaches over all."""
BOX_WIDTH = 3.2
"""Brackets closer than this many of their heights may be a box for a mark; wider ones hold an answer."""
_WIDE_BOX = 6.0
"""As `BOX_WIDTH`, of brackets with blanks around a mark whose shape tells it: else an answer stands there."""

_HEAVY = 0.55
"""Share of their place that the ink of lenticular brackets fills at least."""
_CURVE, _CURVE_SEEN = 0.1, 24
"""Lenticular brackets are thinner at their middle by so much of their width; seen on brackets of so many pixels."""

EDGE = 0.15
"""Share of the place between two brackets at each side into which letters beside, above and below reach."""

_CELL = 6.0
"""The cell of a lone bracket reaches at most so many of its heights to either side."""
_OWN_WALLS = 2
"""Walls between two brackets that stand in cells of their own: those of the cell with the answer."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening and a closing bracket of one line, in pixels."""

    left: PixelBox
    right: PixelBox

    @property
    def inside(self) -> PixelBox:
        """The place between the two."""
        spare = round(0.15 * self.height)
        top, bottom = min(self.left[1], self.right[1]), max(self.left[3], self.right[3])
        return (self.left[2], max(0, top - spare), self.right[0], bottom + spare)

    @property
    def height(self) -> int:
        return max(self.left[3] - self.left[1], self.right[3] - self.right[1])

    @property
    def narrow(self) -> bool:
        """Near enough for a box that holds a single mark."""
        return self.right[0] - self.left[2] <= BOX_WIDTH * self.height


Wall = tuple[float, float, float]
"""x, y0, y1 of a vertical ruling line in pixels."""


def find_brackets(parts: Components, scale: float) -> tuple[list[PixelBox], list[PixelBox]]:
    """The opening and the closing square brackets of a page, by their shapes alone."""
    left: list[PixelBox] = []
    right: list[PixelBox] = []
    low, high = _HEIGHT
    for i in range(1, len(parts.stats)):
        x, y, width, height = (int(v) for v in parts.stats[i, :4])
        if not (low * scale <= height <= high * scale and width >= 2 and height >= _SLIM * width):
            continue
        if not _alone(parts, i, (x, y, x + width, y + height)):
            continue
        shape = parts.labels[y : y + height, x : x + width] == i
        side = None if round_side(shape) else _side(shape)
        if side is not None:
            (left if side == "left" else right).append((x, y, x + width, y + height))
    return left, right


def find_pairs(parts: Components, scale: float, walls: Sequence[Wall] = ()) -> list[Pair]:
    """All pairs of square brackets. None reaches over one of the `walls`, unless either half has a cell of its own.

    Heavy brackets set tight around their text (lenticular ones in free text) are left to the engine.
    """
    left, right = find_brackets(parts, scale)
    pairs = _paired(left, right, walls, parts)
    return [pair for pair in pairs if pair.narrow or not _lenticular(parts, pair)]


def _lenticular(parts: Components, pair: Pair) -> bool:
    """Filled brackets, thinner at their middle or with text close behind the one and close before the other."""
    halves = pair.left, pair.right
    if max(_filled(parts, box) for box in halves) < _HEAVY:
        return False
    if pair.height >= _CURVE_SEEN and min(_thinner(parts, box) for box in halves) >= _CURVE:
        return True
    near = round(0.25 * pair.height)
    x0, y0, x1, y1 = pair.left[2], pair.left[1], pair.right[0], pair.left[3]
    behind, before = parts.labels[y0:y1, x0 : x0 + near], parts.labels[y0:y1, x1 - near : x1]
    return bool(behind.any() and before.any())


def _filled(parts: Components, box: PixelBox) -> float:
    x0, y0, x1, y1 = box
    return float((parts.labels[y0:y1, x0:x1] > 0).mean())


def _thinner(parts: Components, box: PixelBox) -> float:
    """By how much of its width a bracket is thinner at its middle than at its quarters."""
    x0, y0, x1, y1 = box
    cover = (parts.labels[y0:y1, x0:x1] > 0).mean(axis=1)
    quarter, half, spare = len(cover) // 4, len(cover) // 2, len(cover) // 16
    places = quarter, half, len(cover) - 1 - quarter
    above, middle, below = (cover[at - spare : at + spare + 1].mean() for at in places)
    return float((above + below) / 2 - middle)


def _alone(parts: Components, label: int, box: PixelBox) -> bool:
    """Strokes of a character have other strokes close beside them, brackets have not."""
    x0, y0, x1, y1 = box
    spare = max(2, round(0.09 * (y1 - y0)))
    around = parts.labels[y0:y1, max(0, x0 - spare) : x1 + spare]
    return not ((around != 0) & (around != label)).any()


def _side(shape: NDArray[np.bool_]) -> Literal["left", "right"] | None:
    """Is this the shape of an opening (spine at the left) or of a closing bracket?"""
    rows, columns = shape.shape
    cover = shape.mean(axis=0)
    if cover.max() < 0.8:
        return None
    spine = np.flatnonzero(cover >= 0.36)
    ragged = max(1, round(0.12 * columns))
    if len(spine) > max(2, 0.75 * columns):
        return None
    if spine[0] <= ragged and spine[-1] < columns - 1:
        arms, left = shape[:, spine[-1] + 1 :], True
    elif spine[-1] >= columns - 1 - ragged and spine[0] > 0:
        arms, left = shape[:, : spine[0]], False
    else:
        return None
    reach = np.asarray(arms.any(axis=1))
    end = max(1, round(rows * 0.2))
    if not (reach[:end].any() and reach[-end:].any()) or reach[end:-end].mean() > 0.25:
        return None
    return "left" if left else "right"


def round_side(shape: NDArray[np.bool_]) -> Literal["(", ")"] | None:
    """Is this lone spot of ink a round bracket: slim, with an outer edge bowed all along, not only at its ends?"""
    rows, columns = shape.shape
    if rows < _SLIM * columns or columns < 3 or not shape.any(axis=1).all():
        return None
    reach = columns - shape.argmax(axis=1) - shape[:, ::-1].argmax(axis=1)
    if float(reach.mean()) > _STROKE * columns:
        return None
    least = max(0.8, 0.14 * columns)
    if _bow(shape) >= least:
        return "("
    if _bow(shape[:, ::-1]) >= least:
        return ")"
    return None


def _bow(shape: NDArray[np.bool_]) -> float:
    """How far (pixels) the left edge stands out at mid-height against near either end, whichever is less."""
    rows = len(shape)
    edge = shape.argmax(axis=1).astype(np.float64)
    near, far = round(rows * 0.1), max(round(rows * 0.2), round(rows * 0.1) + 1)
    middle = float(edge[round(rows * 0.4) : round(rows * 0.6)].mean())
    return min(float(edge[near:far].mean()), float(edge[-far : -near or None].mean())) - middle


def _paired(left: list[PixelBox], right: list[PixelBox], walls: Sequence[Wall], parts: Components) -> list[Pair]:
    """Pairs level with each other first; then narrow ones of which one half slid to a line of its own."""
    own = {box for box in (*left, *right) if _fills_cell(box, walls, parts)}
    pairs = _match(left, right, walls, 0.6, None, own)
    rest = [box for box in left if all(box != pair.left for pair in pairs)]
    spare = [box for box in right if all(box != pair.right for pair in pairs)]
    pairs += _match(rest, spare, walls, 0.2, BOX_WIDTH, own)
    return sorted(pairs, key=lambda pair: (pair.left[1], pair.left[0]))


def _fills_cell(box: PixelBox, walls: Sequence[Wall], parts: Components) -> bool:
    """Has the bracket a cell of its own: a wall near either side, and no other ink at its level between them?"""
    middle, near = (box[1] + box[3]) / 2, _CELL * (box[3] - box[1])
    level = [x for x, y0, y1 in walls if y0 <= middle <= y1]
    before = [x for x in level if box[0] - near <= x <= box[0]]
    behind = [x for x in level if box[2] <= x <= box[2] + near]
    if not (before and behind):
        return False
    between = parts.labels[box[1] : box[3], round(max(before)) : round(min(behind)) + 1]
    inside = parts.labels[box[1] : box[3], box[0] : box[2]]
    return bool(np.count_nonzero(between) == np.count_nonzero(inside))


def _match(
    left: list[PixelBox],
    right: list[PixelBox],
    walls: Sequence[Wall],
    overlap: float,
    reach: float | None,
    own: Collection[PixelBox],
) -> list[Pair]:
    pairs: list[Pair] = []
    free = list(right)
    for opening in sorted(left, key=lambda box: -box[0]):
        level = [closing for closing in free if _level(opening, closing, overlap)]
        if not level:
            continue
        closing = min(level, key=lambda box: box[0])
        gap = closing[0] - opening[2]
        if reach is not None and gap > reach * (opening[3] - opening[1]):
            continue
        if _walls_between(opening, closing, walls) > (_OWN_WALLS if opening in own and closing in own else 0):
            continue
        if any(_level(opening, other, 0.6) and other[0] < closing[0] for other in left):
            continue
        free.remove(closing)
        pairs.append(Pair(opening, closing))
    return pairs


def _walls_between(opening: PixelBox, closing: PixelBox, walls: Sequence[Wall]) -> int:
    middle = (opening[1] + opening[3]) / 2
    return sum(opening[2] < x < closing[0] and y0 <= middle <= y1 for x, y0, y1 in walls)


def _level(opening: PixelBox, other: PixelBox, least: float) -> bool:
    """Does the other bracket stand to the right on this one's line?"""
    tall, short = opening[3] - opening[1], other[3] - other[1]
    overlap = min(opening[3], other[3]) - max(opening[1], other[1])
    return other[0] > opening[2] and overlap >= least * max(tall, short)


Mark = Literal["empty", "circle", "disc", "square", "other"]


@dataclass(frozen=True, slots=True)
class Look:
    """What the ink between a pair of brackets looks like: `other` is ink that no shape explains."""

    mark: Mark
    box: PixelBox
    confidence: float


def look_between(pair: Pair, ink: Mask) -> Look:
    """Tell the mark of a box by its ink: by shape, not only by amount."""
    x0, y0, x1, y1 = pair.inside
    inside = ink[y0:y1, x0:x1]
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    spot = max(2.0, 0.2 * pair.height)
    parts = [s for s in stats[1:count] if max(s[cv2.CC_STAT_WIDTH], s[cv2.CC_STAT_HEIGHT]) >= spot]
    parts = [s for s in parts if not _reaches_in(s[cv2.CC_STAT_TOP], s[cv2.CC_STAT_HEIGHT], len(inside))]
    if not parts:
        filled = float((inside > 0).mean()) if inside.size else 0.0
        return Look("empty", pair.inside, 0.97 if filled < 0.02 else 0.8)
    left, top = min(s[0] for s in parts), min(s[1] for s in parts)
    right, bottom = max(s[0] + s[2] for s in parts), max(s[1] + s[3] for s in parts)
    box = (x0 + int(left), y0 + int(top), x0 + int(right), y0 + int(bottom))
    mark, confidence = _shape(inside[top:bottom, left:right], pair.height)
    return Look(mark, box, confidence)


def look_for_mark(pair: Pair, ink: Mask) -> Look | None:
    """The mark between brackets that stand too far apart for a plain box; None where no shape tells one."""
    if pair.right[0] - pair.left[2] > _WIDE_BOX * pair.height:
        return None
    look = look_between(pair, ink)
    return look if look.mark in ("circle", "disc", "square") else None


def _reaches_in(top: int, high: int, height: int) -> bool:
    """Is a spot of ink the end of a stroke of the line above or below?"""
    edge = EDGE * height
    return (top == 0 and high <= edge) or (top + high == height and high <= edge)


def _shape(picture: Mask, bracket: int) -> tuple[Mark, float]:
    """Circle, disc or square by the convex hull of the ink and how much of it is filled."""
    height, width = picture.shape
    if not (0.3 * bracket <= max(width, height) <= 1.35 * bracket and 0.62 <= width / height <= 1.6):
        return "other", 0.5
    points = cv2.findNonZero(picture)
    if points is None or len(points) < 8:
        return "other", 0.5
    hull = np.zeros_like(picture)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), (255,))
    extent = float((hull > 0).mean())
    filled = float((picture > 0).sum() / max(1, (hull > 0).sum()))
    core = picture[round(height * 0.35) : round(height * 0.65) + 1, round(width * 0.35) : round(width * 0.65) + 1]
    hollow = float((core > 0).mean()) < 0.2
    if extent <= 0.88 and extent >= 0.68:
        if hollow and _ring(picture):
            return "circle", 0.97
        if filled >= 0.88:
            return "disc", 0.95
    if extent > 0.9 and filled >= 0.85:
        return "square", 0.9
    return "other", 0.5


def _ring(picture: Mask) -> bool:
    """Is there ink in (nearly) every direction around the middle?"""
    ys, xs = np.nonzero(picture)
    height, width = picture.shape
    angle = np.arctan2((ys - height / 2 + 0.5) / height, (xs - width / 2 + 0.5) / width)
    sectors = np.unique(((angle + np.pi) / (2 * np.pi) * 16).astype(int) % 16)
    radius = np.hypot((ys - height / 2 + 0.5) / height, (xs - width / 2 + 0.5) / width)
    return len(sectors) >= 14 and float(np.median(radius)) > 0.33
