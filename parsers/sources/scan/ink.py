"""Where a picture has ink: text and lines told from paper, shading and dirt."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hyokasho.parsers.sources.scan.raster import Gray, Mask, Raster

_TEXT_CONTRAST = 0.72
"""Ink of text is darker than this share of the paper around it."""
_DIRT = 0.4
"""Area in square points up to which a spot is dirt."""
_SPOT = 1.2
_REACH = 7.0
"""A spot of up to _SPOT square points is a full stop only this near (points) to a character."""


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
    """The mask without spots too small for a full stop, and without larger ones far from any character."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA]
    area[0] = 0
    if count < 2:
        return mask
    tiny, small = area <= _DIRT * scale * scale, area <= _SPOT * scale * scale
    clean = mask.copy()
    clean[tiny[labels]] = 0
    characters = ((~small)[labels] * np.uint8(255)).astype(np.uint8)
    reach = 2 * max(1, round(_REACH * scale)) + 1
    near = cv2.dilate(characters, np.ones((reach, reach), np.uint8))
    clean[small[labels] & (near == 0)] = 0
    return clean
