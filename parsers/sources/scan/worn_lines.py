"""Thin ruling lines of which a scan of two colours has left pieces only: told by how few other ink is near them.

Pieces shorter than a character's strokes may be a line where they lie on one level over a long way with white above and
below it. A line of text has ink there.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.brackets import find_pairs
from hyokasho.parsers.sources.scan.components import components
from hyokasho.parsers.sources.scan.raster import Mask

_WAY = 50.0
"""Length (points) over which pieces are looked at together."""
_FULL, _FULL_UPRIGHT = 0.5, 0.6
"""Share of the way that the pieces cover at least."""
_THIN = 1.6
"""Thickest piece, in points."""
_NEAR, _CLEAR = 2.6, 0.03
"""Up to so far (points) above and below a line there is white: this share of ink at most."""
_BESIDE = 0.4
"""Share of ink on the side of an upright line on which text stands close, at most."""
_LEAST = 24.0
"""Shortest upright line; what is shorter may be dots of shading."""
_GAP = 16.0
"""Longest gap between two pieces."""


def worn_strokes(ink: Mask, scale: float, *, upright: bool = False) -> Mask:
    """The level ways on which pieces of a worn line lie, drawn through; for upright ones give the page turned over.

    Text may stand close to an `upright` line on one side, as lines of text do that begin there.
    """
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(2, round(_THIN * scale)) + 1, 1), np.uint8))
    thin = cv2.subtract(ink, cv2.dilate(thick, np.ones((3, 3), np.uint8)))
    level = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    way = max(3, round(_WAY * scale)) | 1
    covered = cv2.blur(level, (way, 1)) >= 255 * (_FULL_UPRIGHT if upright else _FULL)
    if not covered.any():
        return np.zeros_like(ink)
    near = max(3, round(_NEAR * scale))
    sides = [_beside(ink, way, shift) for shift in ((-near, -2), (3, near + 1))]
    least, most = np.minimum(*sides), np.maximum(*sides)
    clear = most <= _CLEAR
    if upright:
        clear |= (least <= _CLEAR) & (most <= _BESIDE)
    sure: Mask = (covered & clear).astype(np.uint8) * np.uint8(255)
    reach = cv2.dilate(sure, np.ones((1, way), np.uint8))
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * scale)), np.uint8))
    found = np.asarray(cv2.bitwise_and(reach, joined), np.uint8)
    if upright:
        found = np.asarray(cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, round(_LEAST * scale)), np.uint8)))
    return found


def without_brackets(ink: Mask, scale: float) -> Mask:
    """The ink without pairs of square brackets: those of boxes stand below each other like pieces of a line."""
    clean = ink.copy()
    for pair in find_pairs(components(ink), scale):
        for x0, y0, x1, y1 in (pair.left, pair.right):
            clean[y0:y1, x0:x1] = 0
    return clean


def _beside(ink: Mask, way: int, rows: tuple[int, int]) -> NDArray[np.float32]:
    """Share of ink along the way, in the rows from the first to (not including) the second, counted from each place."""
    first, last = rows
    kernel = np.zeros((2 * max(abs(first), abs(last)) + 1, 1), np.float32)
    middle = len(kernel) // 2
    kernel[middle + first : middle + last] = 1 / (last - first) / 255
    along = cv2.blur(ink.astype(np.float32), (way, 1))
    return np.asarray(cv2.filter2D(along, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT), np.float32)
