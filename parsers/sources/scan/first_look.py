"""A quick look at the picture of a text page: may there be walls of a table that are not drawn as lines?

`lines.find_lines` sees what a person sees, at a price of many such looks. This one may be wrong in one direction only:
it takes for a wall what is none, and overlooks nothing that `find_lines` takes for one.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import pymupdf

from hyokasho.parsers.model import BBox, Rule

_DPI = 100
_FAINT = 3
"""Greys by which a wall is darker than what stands beside it: of the 16 that `find_lines` asks for, what is left of a
thin line at half its resolution, shared by two pixels."""
_THICK = 3.2
"""Thickest wall (points)."""
_BREAK = 14.0
"""Breaks up to this long (points) are overlooked: between dashes, and where text stands on a wall."""
_LEAST = 10.0
"""A wall is longer (points)."""


def possible_walls(mupage: pymupdf.Page, text: Iterable[BBox]) -> list[Rule]:
    """Upright rules that the picture may show outside the boxes of the text, whose strokes are no walls."""
    scale = _DPI / 72
    pixmap = mupage.get_pixmap(dpi=_DPI, colorspace=pymupdf.csGRAY, alpha=False)
    gray = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    across = np.ones((1, round(_THICK * scale) + 2 | 1), np.uint8)
    dark = (cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, across) > _FAINT).astype(np.uint8)
    for box in text:
        x0, y0, x1, y1 = (max(0, round(side * scale)) for side in box)
        dark[y0:y1, x0:x1] = 0
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((round(_BREAK * scale), 1), np.uint8))
    upright = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((round(_LEAST * scale), 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(upright, connectivity=8)[2]
    return [
        Rule((x + width / 2) / scale, y / scale - 1, (x + width / 2) / scale, (y + height) / scale + 1)
        for x, y, width, height, _ in stats[1:].tolist()
    ]
