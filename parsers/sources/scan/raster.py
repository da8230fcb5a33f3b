"""A page as a grey picture standing upright, and the way back to points.

The page is drawn once, at the resolution of the scan it carries. Everything that later looks at pixels works on this
picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.model import BBox

Gray = NDArray[Any]
"""8-bit grey, as OpenCV gives and takes it."""
Mask = NDArray[Any]
"""8 bit, 255 where the picture has what the mask stands for, else 0."""

DEFAULT_DPI = 200
"""For pages that carry no scan: text drawn as curves, or text whose characters cannot be believed."""
DPI_LIMITS = (150, 300)
_MAX_PIXELS = 40_000_000
_MIN_SKEW = math.radians(0.06)
_MAX_SKEW = math.radians(4.0)


@dataclass(frozen=True, slots=True)
class Raster:
    """The upright picture of a page: `scale` is pixels per point, `turned` the degrees it was turned clockwise."""

    gray: Gray
    scale: float
    turned: int = 0

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.gray.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.gray.shape[0] / self.scale)

    def points(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """A box of pixels in points."""
        return (x0 / self.scale, y0 / self.scale, x1 / self.scale, y1 / self.scale)

    def turn(self, degrees: int) -> Raster:
        """The same page turned clockwise by a multiple of 90 degrees."""
        quarters = degrees // 90 % 4
        if not quarters:
            return self
        gray = np.ascontiguousarray(np.rot90(self.gray, -quarters))
        return Raster(gray, self.scale, (self.turned + degrees) % 360)


def draw_page(mupage: pymupdf.Page) -> Raster:
    """Draw the page as displayed, grey, at the resolution of its largest picture (within DPI_LIMITS)."""
    dpi = _resolution(mupage)
    area = mupage.rect.width * mupage.rect.height
    scale = min(dpi / 72, math.sqrt(_MAX_PIXELS / max(area, 1.0)))
    pixmap = mupage.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    gray = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    return Raster(np.ascontiguousarray(gray), scale)


def _resolution(mupage: pymupdf.Page) -> float:
    """Dots per inch of the scan on the page, DEFAULT_DPI where pictures cover little of it."""
    best = 0.0
    page_area = abs(mupage.rect)
    for image in mupage.get_image_info():
        box = pymupdf.Rect(image["bbox"])
        if abs(box) < page_area * 0.3 or box.is_empty:
            continue
        pixels = math.sqrt(image["width"] * image["height"])
        best = max(best, pixels / math.sqrt(abs(box)) * 72)
    if not best:
        return DEFAULT_DPI
    return min(max(best, DPI_LIMITS[0]), DPI_LIMITS[1])


def without_shadows(raster: Raster) -> Raster:
    """The page without the black edges of the scanner and without punch holes near its margins."""
    step = max(1, round(raster.scale))
    small = raster.gray[::step, ::step]
    dark = (small < 110).astype(np.uint8)
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((4, 4), np.uint8), borderType=cv2.BORDER_REPLICATE)
    if not thick.any():
        return raster
    height, width = small.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    gone = [i for i in range(1, count) if _shadow(stats[i], width, height)]
    if not gone:
        return raster
    mask = cv2.dilate(np.isin(labels, gone).astype(np.uint8), np.ones((5, 5), np.uint8))
    gray = raster.gray.copy()
    full = cv2.resize(mask, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
    gray[full > 0] = 255
    return Raster(gray, raster.scale, raster.turned)


def _shadow(stats: NDArray[np.int32], width: int, height: int) -> bool:
    """Is this dark area (in points) a black edge, or a round hole in the margin?"""
    x, y, wide, high, area = (int(v) for v in stats)
    outer = min(x, y, width - x - wide, height - y - high)
    if outer <= 2 and max(wide, high) >= 12:
        return True
    hole = 8 <= wide <= 30 and 8 <= high <= 30 and area >= 0.65 * wide * high
    return hole and (x + wide < 0.09 * width or x > 0.91 * width or y + high < 0.06 * height or y > 0.94 * height)


_DITHER = 0.33
"""Share of pixels unlike the next one, across and down, from which an area is dithered shading, not text."""
_DITHER_SIZE = (30.0, 8.0)
"""Least width and height of dithered shading in points."""
_DITHER_GAP = 150.0
"""Type of this length may hide the dots between two stretches of shading."""


def without_dither(raster: Raster) -> Raster:
    """The page with the dots of dithered shading smoothed away, so that the text on it can be seen.

    A black-and-white scan renders grey as a storm of dots; type on it is where the dots close up.
    """
    dark = (raster.gray < 128).astype(np.float32)
    across, down = np.zeros_like(dark), np.zeros_like(dark)
    across[:, 1:] = dark[:, 1:] != dark[:, :-1]
    down[1:] = dark[1:] != dark[:-1]
    side = max(5, round(7 * raster.scale)) | 1
    window = (side, max(5, side // 2) | 1)
    change = np.minimum(cv2.boxFilter(across, -1, window), cv2.boxFilter(down, -1, window))
    busy: Mask = (change > _DITHER).astype(np.uint8)
    least = np.ones((round(_DITHER_SIZE[1] * raster.scale), round(_DITHER_SIZE[0] * raster.scale)), np.uint8)
    busy = cv2.morphologyEx(busy, cv2.MORPH_CLOSE, np.ones((1, round(_DITHER_GAP * raster.scale)), np.uint8))
    area = cv2.dilate(cv2.morphologyEx(busy, cv2.MORPH_OPEN, least), np.ones((side, side // 2), np.uint8))
    if not area.any():
        return raster
    smooth = cv2.GaussianBlur(dark, (0, 0), 0.42 * raster.scale)
    type_ink = ((smooth > _TYPE) * np.uint8(255)).astype(np.uint8)
    parts = cv2.connectedComponentsWithStats(type_ink, connectivity=8)
    small = parts[2][:, cv2.CC_STAT_AREA] < _CLUSTER * raster.scale * raster.scale
    small[0] = True
    shade = np.where(small[parts[1]], 255, np.clip(255 * (1 - smooth), 0, 255)).astype(np.uint8)
    return Raster(np.where(area > 0, shade, raster.gray), raster.scale, raster.turned)


_TYPE = 0.74
"""Share of dark dots around a place from which there is type, not shading."""
_CLUSTER = 3.0
"""Dots that close up over less than this (square points) do so by chance."""
_STAMP = (25.0, 110.0)
"""Diameter of a stamp in points."""


def without_stamps(raster: Raster, ink: Mask) -> Raster:
    """The page without round stamps and what they hold."""
    low, high = (limit * raster.scale for limit in _STAMP)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    gray = raster.gray
    for i in range(1, len(stats)):
        x, y, width, height = (int(v) for v in stats[i, :4])
        if not (low <= width <= high and low <= height <= high and 0.85 <= width / height <= 1.18):
            continue
        if _round(labels[y : y + height, x : x + width] == i):
            gray = gray.copy() if gray is raster.gray else gray
            middle, axes = (x + width // 2, y + height // 2), (width // 2 + 3, height // 2 + 3)
            cv2.ellipse(gray, middle, axes, 0, 0, 360, (255,), cv2.FILLED)
    return raster if gray is raster.gray else Raster(gray, raster.scale, raster.turned)


def _round(shape: NDArray[np.bool_]) -> bool:
    """A ring: ink at the middle of each side of its box, none in the corners."""
    rows, columns = shape.shape
    r, c = max(1, rows // 8), max(1, columns // 8)
    corners = shape[:r, :c].any() or shape[:r, -c:].any() or shape[-r:, :c].any() or shape[-r:, -c:].any()
    third = slice(columns // 3, 2 * columns // 3)
    upright = slice(rows // 3, 2 * rows // 3)
    ends = shape[:r, third].any() and shape[-r:, third].any()
    return bool(ends and shape[upright, :c].any() and shape[upright, -c:].any() and not corners)


def lies_on_side(raster: Raster, ink: Mask) -> bool:
    """Do the text lines run down the page? Whether it stands on its head their shape cannot tell.

    Characters stand closer to their neighbours in the line than to the next line, so closing small gaps along the
    lines leaves fewer pieces than closing them across.
    """
    step = max(1, round(raster.scale / 2))
    small = cv2.resize(ink, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    small = ((small > 40) * np.uint8(255)).astype(np.uint8)
    unit = raster.scale / step
    long = max(8, round(24 * unit))
    lines = cv2.bitwise_or(
        cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)),
        cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)),
    )
    small = cv2.subtract(small, lines)
    gap = max(2, round(2.2 * unit))
    across = _pieces(small, (1, gap), unit)
    down = _pieces(small, (gap, 1), unit)
    return down < 0.85 * across


def _pieces(ink: Mask, closing: tuple[int, int], unit: float) -> int:
    """Number of spots larger than dirt after closing gaps in one direction."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(closing, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    return int((stats[1:, cv2.CC_STAT_AREA] >= 6 * unit * unit).sum())


_TILT = math.radians(0.4)
"""On a page tilted this much no line of a table is upright for long; what is comes from the scanner."""
_DRIFT = 3.0
"""A line of a table leaves its upright by this much (points) over the shortest streak."""


def _without_streaks(raster: Raster, angle: float) -> Raster:
    """The page, tilted by `angle`, without the upright lines that a fax leaves on it."""
    dark = ((raster.gray < 128) * np.uint8(255)).astype(np.uint8)
    gaps = np.ones((max(3, round(4 * raster.scale)), 1), np.uint8)
    length = np.ones((round(_DRIFT / math.tan(abs(angle)) * raster.scale), 1), np.uint8)
    streaks = cv2.morphologyEx(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gaps), cv2.MORPH_OPEN, length)
    thick = cv2.morphologyEx(streaks, cv2.MORPH_OPEN, np.ones((1, max(4, round(2 * raster.scale))), np.uint8))
    streaks = cv2.dilate(cv2.subtract(streaks, thick), np.ones((1, 3), np.uint8))
    if not streaks.any():
        return raster
    gray = raster.gray.copy()
    gray[streaks > 0] = 255
    return Raster(gray, raster.scale, raster.turned)


def deskew(raster: Raster, ink: Mask) -> Raster:
    """Turn the page by the angle at which its ink gathers most sharply in rows; unchanged where it is level."""
    angle = skew(ink)
    if abs(angle) < _MIN_SKEW:
        return raster
    if abs(angle) >= _TILT:
        raster = _without_streaks(raster, angle)
    height, width = raster.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    gray = cv2.warpAffine(
        raster.gray, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,)
    )
    return Raster(np.asarray(gray, np.uint8), raster.scale, raster.turned)


def skew(ink: Mask) -> float:
    """Angle of the text lines in radians, positive where they fall to the right."""
    ys, xs = np.nonzero(ink)
    if len(ys) < 200:
        return 0.0
    step = max(1, len(ys) // 60_000)
    y, x = ys[::step].astype(np.float32), xs[::step].astype(np.float32)
    best = 0.0
    for reach, count in ((_MAX_SKEW, 33), (_MAX_SKEW / 16, 17), (_MAX_SKEW / 128, 17)):
        angles = [best + reach * (2 * i / (count - 1) - 1) for i in range(count)]
        best = max(angles, key=lambda angle: _sharpness(y, x, angle))
    return best


def _sharpness(y: NDArray[np.float32], x: NDArray[np.float32], angle: float) -> float:
    rows = (y - x * math.tan(angle)).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float((counts * counts).sum())
