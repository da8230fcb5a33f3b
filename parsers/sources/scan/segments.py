"""Where the lines of text are: runs of ink between ruling lines, brackets and wide gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.components import Components, PixelBox, components
from hyokasho.parsers.sources.scan.raster import Mask

_GAP = 12.0
"""Ink of one line may lie this far apart (points); wider gaps part two runs."""
_SPECK = 1.6
"""A run smaller than this in both directions (points) is dirt; a narrow dash is no shorter (`lone`)."""
_PICTURE = 36.0
"""A spot of ink larger than this both ways is a picture, a stamp or a frame."""
MOST_RUNS = 4000
"""A page of close type has 800 runs of text."""
_WORD_GAP = 0.6
"""Gap in line heights from which two words may be told apart."""


_TALL, _WIDE = 1.55, 4.0
"""A run is as high as two lines from so many line heights; as wide as its height so many times, it is no large type."""
_LEAST_LINE, _MOST_INK = 0.6, 0.9
"""Line heights of a line of text at least; share of a run's ink in it where the rest is specks."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: its box and the gaps (x0, x1) inside it, in pixels; `em` is the height of its line."""

    box: PixelBox
    gaps: tuple[tuple[int, int], ...]
    em: float


def without_pictures(ink: Mask, parts: Components, scale: float) -> Mask:
    """The ink without stamps and pictures: spots far larger than a character, and what a round one encloses."""
    wide, high = parts.stats[:, cv2.CC_STAT_WIDTH], parts.stats[:, cv2.CC_STAT_HEIGHT]
    big = (np.minimum(wide, high) > _PICTURE * scale) & (parts.stats[:, cv2.CC_STAT_AREA] > 0)
    big[0] = False
    if not big.any():
        return ink
    clean = ink.copy()
    clean[parts.mask(big)] = 0
    for i in np.flatnonzero(big):
        x, y, width, height = (int(v) for v in parts.stats[i, :4])
        if 0.8 <= width / height <= 1.25 and max(width, height) <= 110 * scale:
            middle = (x + width // 2, y + height // 2)
            cv2.ellipse(clean, middle, (width // 2, height // 2), 0, 0, 360, (0,), cv2.FILLED)
    return clean


def find_segments(ink: Mask, barriers: Mask, scale: float, brackets: Sequence[PixelBox] = ()) -> list[Segment]:
    """Runs of text of an upright page. `barriers` (ruling lines, brackets) part runs that lie close.

    No run goes on over one of the `brackets`, also where marks and options stand higher than it.

    None at all where there are more than MOST_RUNS: that is a photograph, a plan or noise, and would take for ever.
    """
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(_GAP * scale))), np.uint8))
    joined[barriers > 0] = 0
    runs = components(np.asarray(joined, np.uint8))
    boxes = [_box(s) for s in runs.stats[1:]]
    if len(boxes) > MOST_RUNS:
        return []
    em = _typical_height(boxes, scale)
    pieces: list[PixelBox] = []
    for i, box in enumerate(boxes, start=1):
        if box[3] - box[1] > _TALL * em:
            pieces += _split(ink, runs, i, box, em)
        else:
            pieces.append(box)
    pieces = [part for piece in pieces for part in _parts(piece, brackets)]
    merged = _merge(pieces, barriers, em, scale)
    found = [segment for box in merged for segment in [_tight(ink, box, em)] if segment is not None]
    speck = _SPECK * scale
    return [s for s in found if max(s.box[2] - s.box[0], s.box[3] - s.box[1]) >= speck]


def _box(stats: Iterable[int]) -> PixelBox:
    x, y, width, height, *_ = (int(v) for v in stats)
    return (x, y, x + width, y + height)


def _typical_height(boxes: Sequence[PixelBox], scale: float) -> float:
    """Height of the page's ordinary lines in pixels."""
    lines = [b[3] - b[1] for b in boxes if b[2] - b[0] > 3 * (b[3] - b[1]) and b[3] - b[1] > 4 * scale]
    return float(np.median(lines)) if lines else 9.0 * scale


def _split(ink: Mask, runs: Components, label: int, box: PixelBox, em: float) -> list[PixelBox]:
    """Cut a run that is several lines high where its rows have least ink; large type stays whole."""
    x0, y0, x1, y1 = box
    own = (runs.labels[y0:y1, x0:x1] == label) & (ink[y0:y1, x0:x1] > 0)
    bands = _bands(own, em)
    if not bands:
        return []
    lines = _lines(own, bands) if len(bands) > 1 else _lines_beside(own, em)
    return [(x0 + left, y0 + top, x0 + right, y0 + bottom) for left, top, right, bottom in lines] or [box]


def _bands(own: NDArray[np.bool_], em: float) -> list[tuple[int, int]]:
    """The rows (first, behind the last) that hold a line each; none where there is no ink."""
    profile = own.sum(axis=1).astype(np.float64)
    if not profile.any():
        return []
    low = 0.12 * float(np.percentile(profile, 80))
    return _join_thin(_runs_of(profile > low), 0.45 * em)


def _lines(own: NDArray[np.bool_], bands: Sequence[tuple[int, int]]) -> list[PixelBox]:
    """The boxes of the ink in these bands, cut half-way between them."""
    edges = [0, *((above[1] + below[0]) // 2 for above, below in pairwise(bands)), len(own)]
    found = []
    for top, bottom in pairwise(edges):
        columns = np.flatnonzero(own[top:bottom].any(axis=0))
        if len(columns):
            found.append((int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return found


def _lines_beside(own: NDArray[np.bool_], em: float) -> list[PixelBox]:
    """The lines on both sides of the widest gap that parts several lines from text on another level: two cells that
    have lost their wall. None where no gap does."""
    gaps = [(a[1], b[0]) for a, b in pairwise(_runs_of(own.any(axis=0))) if b[0] - a[1] >= _WORD_GAP * em]
    for start, end in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
        sides = [(own[:, :start], 0), (own[:, end:], end)]
        bands = [_bands(side, em) for side, _ in sides]
        if max(map(len, bands)) < 2:
            continue
        found: list[PixelBox] = []
        for (side, shift), its in zip(sides, bands, strict=True):
            for x0, y0, x1, y1 in _lines(side, its):
                rows = y0 + np.flatnonzero(side[y0:y1].any(axis=1))
                found.append((shift + x0, int(rows[0]), shift + x1, int(rows[-1]) + 1))
        return found
    return []


def _parts(box: PixelBox, brackets: Sequence[PixelBox]) -> list[PixelBox]:
    """The pieces of a run between the brackets that stand in it, on its line."""
    x0, y0, x1, y1 = box
    own = [b for b in brackets if x0 < b[0] and b[2] < x1 and min(y1, b[3]) - max(y0, b[1]) >= 0.5 * (b[3] - b[1])]
    edges = [x0, *(x for b in sorted(own) for x in (b[0], b[2])), x1]
    return [(start, y0, stop, y1) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop]


def _runs_of(flags: Any) -> list[tuple[int, int]]:
    """(start, end) of each run of true values."""
    steps = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def _join_thin(bands: list[tuple[int, int]], least: float) -> list[tuple[int, int]]:
    """Bands too thin for a line belong to the nearer neighbour."""
    bands = list(bands)
    while len(bands) > 1:
        k = min(range(len(bands)), key=lambda i: bands[i][1] - bands[i][0])
        if bands[k][1] - bands[k][0] >= least:
            break
        above = bands[k][0] - bands[k - 1][1] if k else 10**6
        below = bands[k + 1][0] - bands[k][1] if k + 1 < len(bands) else 10**6
        other = k - 1 if above <= below else k + 1
        first, second = sorted((k, other))
        bands[first : second + 1] = [(bands[first][0], bands[second][1])]
    return bands


def _merge(boxes: list[PixelBox], barriers: Mask, em: float, scale: float) -> list[PixelBox]:
    """Join pieces of one line: strokes that the search by rows left apart."""
    reach = _GAP * scale
    boxes = sorted(boxes)
    changed = True
    while changed:
        changed = False
        result: list[PixelBox] = []
        for box in boxes:
            for k in range(len(result) - 1, -1, -1):
                if _same_line(result[k], box, em, reach) and not _parted(result[k], box, barriers):
                    result[k] = _union(result[k], box)
                    changed = True
                    break
            else:
                result.append(box)
        boxes = sorted(result)
    return boxes


def _union(a: PixelBox, b: PixelBox) -> PixelBox:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _same_line(a: PixelBox, b: PixelBox, em: float, reach: float) -> bool:
    apart = max(a[0], b[0]) - min(a[2], b[2])
    if apart > reach:
        return False
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    small, tall = sorted((a[3] - a[1], b[3] - b[1]))
    height = max(a[3], b[3]) - min(a[1], b[1])
    if overlap >= 0.55 * small:
        return height <= 1.35 * max(em, tall)
    return apart < 0 and overlap > -0.4 * em and small < 0.55 * em and height <= 1.15 * em


def _parted(a: PixelBox, b: PixelBox, barriers: Mask) -> bool:
    """Does a ruling line or a bracket stand between the two?"""
    left, right = sorted((a, b))
    x0, x1 = min(left[2], right[0]), max(left[2], right[0])
    y0, y1 = max(a[1], b[1]), min(a[3], b[3])
    if y1 <= y0:
        y0, y1 = min(y0, y1), max(y0, y1) + 1
    return bool(barriers[y0:y1, x0 : x1 + 1].any())


def _without_specks(picture: NDArray[np.bool_], rows: tuple[int, int], em: float) -> tuple[int, int]:
    """The rows of a line of text, those above and below it left out that hold nothing but specks of a fax."""
    bands = _bands(picture, em)
    ink = [int(picture[top:bottom].sum()) for top, bottom in bands]
    most = max(range(len(bands)), key=lambda k: ink[k])
    top, bottom = bands[most]
    if bottom - top < _LEAST_LINE * em or ink[most] < _MOST_INK * picture.sum():
        return rows
    return max(rows[0], top - 1), min(rows[1], bottom + 1)


def _tight(ink: Mask, box: PixelBox, em: float) -> Segment | None:
    """The run drawn tight around its ink, with its gaps; None where it has no ink."""
    x0, y0, x1, y1 = box
    picture = ink[y0:y1, x0:x1] > 0
    rows = np.flatnonzero(picture.any(axis=1))
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    if bottom - top > _TALL * em and x1 - x0 > _WIDE * (bottom - top):
        top, bottom = _without_specks(picture, (top, bottom), em)
        picture = picture[top:bottom]
    y0, y1 = y0 + top, y0 + bottom
    height = max(float(y1 - y0), 0.75 * em)
    bands = _runs_of(picture.any(axis=0))
    between = [(x0 + a[1], x0 + b[0]) for a, b in pairwise(bands)]
    gaps = tuple(gap for gap in between if gap[1] - gap[0] >= _WORD_GAP * height)
    return Segment((x0 + bands[0][0], y0, x0 + bands[-1][1], y1), gaps, height)
