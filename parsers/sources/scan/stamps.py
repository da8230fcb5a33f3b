"""Stamps on scans of one colour: wiped off with what they hold.

A text that runs up to one goes on below it: what it says there is not known (`with_hidden`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Word
from hyokasho.parsers.sources.scan.raster import Mask, Raster

_STAMP = (25.0, 110.0)
"""Diameter of a stamp in points."""
_SQUARE = (0.85, 1.18)
"""Width to height of one."""
_UP_TO = 0.6
"""A text goes on below a stamp where it ends so near to it, in type heights."""
_SIDE, _RIM = 0.85, 0.06
"""Share of each side of a seal's frame that is ink, within this share of its width from the edge."""
_LETTERS = (0.24, 0.6)
"""Height of the letters in a seal, as shares of its side; type in the boxes of a drawing is smaller."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The place of a stamp in points."""

    box: BBox
    round: bool

    def chord(self, y: float) -> tuple[float, float] | None:
        """From where to where it covers the line at this height, None where it does not."""
        x0, y0, x1, y1 = self.box
        across = abs(2 * y - y0 - y1) / (y1 - y0)
        if across >= 1.0:
            return None
        half = (x1 - x0) / 2 * (math.sqrt(1 - across * across) if self.round else 1.0)
        return (x0 + x1) / 2 - half, (x0 + x1) / 2 + half


def without_stamps(raster: Raster, ink: Mask) -> tuple[Raster, tuple[Stamp, ...]]:
    """The page without round stamps, square seals and what they hold, and where they were."""
    low, high = (limit * raster.scale for limit in _STAMP)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    gray, found = raster.gray, []
    for i, (x, y, width, height, _) in enumerate(stats.tolist()):
        if not (i and low <= min(width, height) and max(width, height) <= high):
            continue
        if not _SQUARE[0] <= width / height <= _SQUARE[1]:
            continue
        part = slice(y, y + height), slice(x, x + width)
        shape = labels[part] == i
        ring = _round(shape)
        if not ring and not _is_seal(shape, ink[part] > 0):
            continue
        gray = gray.copy() if gray is raster.gray else gray
        if ring:
            middle, axes = (x + width // 2, y + height // 2), (width // 2 + 3, height // 2 + 3)
            cv2.ellipse(gray, middle, axes, 0, 0, 360, (255,), cv2.FILLED)
        else:
            cv2.rectangle(gray, (x - 3, y - 3), (x + width + 2, y + height + 2), (255,), cv2.FILLED)
        found.append(Stamp(raster.points(x, y, x + width, y + height), ring))
    return (replace(raster, gray=gray), tuple(found)) if found else (raster, ())


_SHOWN = 3
"""Of four diagonals, so many show the ring of a stamp, which may be worn."""


def _diagonal(size: int) -> tuple[slice, slice]:
    """Where, from either side, a ring in a box of this size crosses a diagonal."""
    return slice(size // 8, size // 3), slice(size - size // 3, size - size // 8)


def _round(shape: NDArray[np.bool_]) -> bool:
    """A ring: ink at the middle of each side of its box and between those, none in the corners. Where two lines cross
    there is none between."""
    rows, columns = shape.shape
    r, c = max(1, rows // 8), max(1, columns // 8)
    corners = shape[:r, :c].any() or shape[:r, -c:].any() or shape[-r:, :c].any() or shape[-r:, -c:].any()
    third = slice(columns // 3, 2 * columns // 3)
    upright = slice(rows // 3, 2 * rows // 3)
    ends = shape[:r, third].any() and shape[-r:, third].any()
    if corners or not ends or not shape[upright, :c].any() or not shape[upright, -c:].any():
        return False
    between = [shape[up, across] for up in _diagonal(rows) for across in _diagonal(columns)]
    return sum(bool(one.any()) for one in between) >= _SHOWN


def _is_seal(shape: NDArray[np.bool_], ink: NDArray[np.bool_]) -> bool:
    """A square frame that meets no other line, with large letters in it. `ink`: all ink in its box."""
    rim = max(2, round(_RIM * len(shape)))
    sides = (shape[:rim].any(axis=0), shape[-rim:].any(axis=0), shape[:, :rim].any(axis=1), shape[:, -rim:].any(axis=1))
    if min(float(one.mean()) for one in sides) < _SIDE:
        return False
    inside = ink[rim:-rim, rim:-rim].astype(np.uint8)
    if not inside.size or not inside.any():
        return False
    heights = cv2.connectedComponentsWithStats(inside, connectivity=8)[2][1:, cv2.CC_STAT_HEIGHT]
    least, most = (share * len(shape) for share in _LETTERS)
    return bool(((heights >= least) & (heights <= most)).any())


def with_hidden(words: Sequence[Word], stamps: Sequence[Stamp]) -> list[Word]:
    """The words, and what cannot be read below stamps in the lines of those that run up to one."""
    return [*words, *(hidden for stamp in stamps for hidden in _hidden(words, stamp))]


def _hidden(words: Sequence[Word], stamp: Stamp) -> Iterator[Word]:
    levels: list[float] = []
    for word in words:
        x0, y0, x1, y1 = word.bbox
        chord = stamp.chord((y0 + y1) / 2)
        if chord is None or any(abs(level - (y0 + y1) / 2) < (y1 - y0) / 2 for level in levels):
            continue
        if min(abs(x1 - chord[0]), abs(x0 - chord[1])) > _UP_TO * word.size:
            continue
        levels.append((y0 + y1) / 2)
        count = max(1, round((chord[1] - chord[0]) / word.size))
        yield Word(UNKNOWN_MARK * count, (chord[0], y0, chord[1], y1), word.size, "ocr", 0.0)
