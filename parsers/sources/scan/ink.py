"""Where a picture has ink: text and lines told from paper, shading and dirt."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.sources.scan.raster import Gray, Mask, Raster

_TEXT_CONTRAST = 0.72
"""Ink of text is darker than this share of the paper around it."""
_DIRT = 0.4
"""Area in square points up to which a lone spot is dirt."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Ink of a page (`text`), and the grey of the paper around each place (`paper`)."""

    text: Mask
    paper: Gray


def find_ink(raster: Raster) -> Ink:
    """Ink of the page against the grey of the paper around it, so that shaded cells do not count as ink."""
    gray = raster.gray
    paper = _paper(raster)
    level = paper.astype(np.uint16)
    text = ((gray < level * _TEXT_CONTRAST) * np.uint8(255)).astype(np.uint8)
    return Ink(text, paper)


def _paper(raster: Raster) -> Gray:
    """Grey of the background: the median of what surrounds each place, seen on a small copy."""
    factor = max(1, round(raster.scale * 72 / 50))
    height, width = raster.gray.shape
    small = cv2.resize(raster.gray, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    lightest = cv2.dilate(small, np.ones((3, 3), np.uint8))
    median = cv2.medianBlur(lightest, 9)
    paper = cv2.resize(median, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.maximum(paper, np.uint8(96))


def without_dirt(mask: Mask, scale: float) -> Mask:
    """The mask without lone spots too small for a full stop."""
    limit = _DIRT * scale * scale
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= limit
    small[0] = False
    if count < 2 or not small.any():
        return mask
    clean = mask.copy()
    clean[small[labels]] = 0
    return clean
