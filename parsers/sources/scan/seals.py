"""Seals and date stamps in a colour of their own on a scan in colours: lifted off, so that the print below is read.

Their ink is pale in the channel of its own colour, and black print is dark in every channel.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Colours = NDArray[np.uint8]
"""Rows, columns, three channels."""

_COLOURED, _TINGED = 40, 14
"""Difference of the channels from which ink is coloured, and at the edges of its strokes."""
_SIDES = (16.0, 110.0)
"""Least and greatest side of a seal in points; type is smaller."""
_SQUARE = (0.7, 1.43)
"""Width to height: seals are round or square, lines of coloured type and frames around them are not."""
_HOLLOW = 0.6
"""An area of colour has ink on more of its box."""
_MARGIN = 2.0
"""Ink that has run, around it (points)."""
_STEP = 2
"""Seals are looked for on so coarse a copy."""


def without_seals(colours: Colours, gray: Gray, scale: float) -> Gray:
    """The grey picture of a page with the ink of seals lifted off; itself where it has none."""
    coarse = colours[::_STEP, ::_STEP]
    spread = coarse.max(axis=2) - coarse.min(axis=2)
    inked = (spread > _COLOURED).astype(np.uint8)
    if not inked.any():
        return gray
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    low, high = (side * scale / _STEP for side in _SIDES)
    lifted = gray
    for i, (x, y, width, height, area) in enumerate(stats.tolist()):
        if i == 0 or not (low <= min(width, height) and max(width, height) <= high):
            continue
        if not _SQUARE[0] <= width / height <= _SQUARE[1] or area > _HOLLOW * width * height:
            continue
        lifted = lifted.copy() if lifted is gray else lifted
        own = coarse[y : y + height, x : x + width][labels[y : y + height, x : x + width] == i]
        edge = round(_MARGIN * scale)
        rows = slice(max(0, _STEP * y - edge), _STEP * (y + height) + edge)
        columns = slice(max(0, _STEP * x - edge), _STEP * (x + width) + edge)
        _lift(colours[rows, columns], lifted[rows, columns], np.median(own, axis=0))
    return lifted


def _lift(colours: Colours, gray: Gray, ink: NDArray[np.float64]) -> None:
    """Make what has the colour of the seal as light as its ink lets the paper through, in place."""
    channel = int(ink.argmax())
    own = colours[..., channel]
    others = np.delete(colours, channel, axis=2).max(axis=2)
    tinged = own > others.astype(np.int16) + _TINGED
    light = np.clip(own.astype(np.float32) * (255.0 / max(float(ink[channel]), 1.0)), 0, 255).astype(np.uint8)
    gray[tinged] = np.maximum(gray[tinged], light[tinged])
