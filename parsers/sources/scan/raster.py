"""A page as a grey picture standing upright, and the way back to points.

The page is drawn once, at the resolution of the scan it carries. Everything that later looks at pixels works on this
picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.scan.seals import without_seals

Gray = NDArray[Any]
"""8-bit grey, as OpenCV gives and takes it."""
Mask = NDArray[Any]
"""8 bit, 255 where the picture has what the mask stands for, else 0."""

DEFAULT_DPI = 200
"""For pages that carry no scan: text drawn as curves, or text whose characters cannot be believed."""
DPI_LIMITS = (144, 300)
_DPI_STEP = 5
"""Pictures whose resolutions round to the same multiple of this belong together."""
_UNEVEN = 0.01
"""Resolutions across and down that differ by more are those of another kind of picture (a fax has two)."""
_COVERED = 0.15
"""Share of the page that pictures of one resolution cover at least to be its scan."""
_PIECES = 0.002
"""The same for pieces that lie over a picture too coarse for text."""
_MAX_PIXELS = 40_000_000
_COLOURS = 3
"""Channels of a picture in colours."""
_BETWEEN = (40, 216)
"""Greys that a page of black and white does not have."""
_FEW_BETWEEN = 0.12
"""Share of greys among all that is not white: drawing a page of black and white makes a few along the edges."""
_MIN_SKEW = math.radians(0.06)
_MAX_SKEW = math.radians(5.5)


@dataclass(frozen=True, slots=True)
class Raster:
    """The upright picture of a page: `scale` is pixels per point, `turned` the degrees it was turned clockwise.

    `hard`: every pixel is black or white, so that slanting strokes have steps. `dots`: what `dotted` saw on the page
    before it was cleaned, in three layers; None where it looked for nothing.
    """

    gray: Gray
    scale: float
    turned: int = 0
    hard: bool = False
    dots: Mask | None = None

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

    def pixels(self, box: BBox) -> tuple[int, int, int, int]:
        """A box of points in pixels, as far as the page has it."""
        high, wide = self.gray.shape
        x0, y0, x1, y1 = (max(0, round(at * self.scale)) for at in box)
        return min(x0, wide), min(y0, high), min(x1, wide), min(y1, high)

    def turn(self, degrees: int) -> Raster:
        """The same page turned clockwise by a multiple of 90 degrees."""
        quarters = degrees // 90 % 4
        if not quarters:
            return self
        gray = np.ascontiguousarray(np.rot90(self.gray, -quarters))
        dots = None if self.dots is None else np.ascontiguousarray(np.rot90(self.dots, -quarters))
        return replace(self, gray=gray, dots=dots, turned=(self.turned + degrees) % 360)


def draw_page(mupage: pymupdf.Page) -> Raster:
    """Draw the page as displayed, grey, at the resolution of its finest picture (within DPI_LIMITS).

    Drawn at exactly its resolution and on its own pixels, a scan is not made anew from between them.
    """
    scan = _finest_scan(mupage)
    across, down = _limited(*scan.resolution) if scan else (DEFAULT_DPI, DEFAULT_DPI)
    area = mupage.rect.width * mupage.rect.height
    most = math.sqrt(_MAX_PIXELS / max(area, 1.0))
    across, down = min(across / 72, most), min(down / 72, most)
    x, y = (scan.box.x0 * across, scan.box.y0 * down) if scan else (0.0, 0.0)
    matrix = pymupdf.Matrix(across, 0, 0, down, round(x) - x, round(y) - y)
    pixmap = mupage.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False)
    gray = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    raster = Raster(np.ascontiguousarray(gray), across, hard=_is_hard(gray))
    if scan is None or not scan.coloured:
        return raster
    pixmap = mupage.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    colours = rows[:, : 3 * pixmap.width].reshape(pixmap.height, pixmap.width, 3)
    return replace(raster, gray=without_seals(colours, raster.gray, raster.scale))


def _is_hard(gray: Gray) -> bool:
    """Is there (nearly) nothing between black and white?"""
    counts = cv2.calcHist([np.ascontiguousarray(gray)], [0], None, [256], [0, 256]).ravel()
    return bool(counts[_BETWEEN[0] : _BETWEEN[1]].sum() < _FEW_BETWEEN * counts[: _BETWEEN[1]].sum())


@dataclass(frozen=True, slots=True)
class _Scan:
    """A picture on a page: its place in points, its size in pixels as displayed, has it more than greys."""

    box: pymupdf.Rect
    columns: int
    rows: int
    coloured: bool = False

    @property
    def resolution(self) -> tuple[float, float]:
        """Dots per inch across and down; the same where they differ too much for one scanner's."""
        across, down = self.columns / self.box.width * 72, self.rows / self.box.height * 72
        if abs(across - down) > _UNEVEN * down:
            across = down = math.sqrt(across * down)
        return across, down


def _finest_scan(mupage: pymupdf.Page) -> _Scan | None:
    """The largest picture of the finest resolution of which pictures cover enough of the page; None without any.

    A scan may lie there in strips, or in layers (MRC): the paper as a coarse picture, the text as a fine mask over it
    or as the soft mask of a picture of few pixels. What a person sees is as fine as the finest of them.
    """
    scans: dict[int, list[_Scan]] = {}
    for image in mupage.get_image_info(xrefs=True):
        box = pymupdf.Rect(image["bbox"])
        if box.is_empty:
            continue
        shape = max((image["width"], image["height"]), _soft_mask_size(mupage.parent, image["xref"]), key=math.prod)
        columns, rows = sorted(shape, reverse=box.width > box.height)
        scan = _Scan(box, columns, rows, image["colorspace"] >= _COLOURS)
        scans.setdefault(round(scan.resolution[0] / _DPI_STEP), []).append(scan)
    area = abs(mupage.rect)
    share = {dpi: sum(abs(scan.box & mupage.rect) for scan in found) / area for dpi, found in scans.items()}
    finest = max((dpi for dpi in share if share[dpi] >= _COVERED), default=0)
    if 0 < finest * _DPI_STEP < DPI_LIMITS[0]:  # the paper of a page whose text lies over it in pieces
        finest = max(dpi for dpi in share if share[dpi] >= _PIECES or dpi == finest)
    return max(scans[finest], key=lambda scan: scan.columns * scan.rows) if finest else None


def _limited(across: float, down: float) -> tuple[float, float]:
    """The resolution within DPI_LIMITS, its proportion kept."""
    limited = min(max(across, DPI_LIMITS[0]), DPI_LIMITS[1])
    return limited, down * limited / across


def _soft_mask_size(document: pymupdf.Document, xref: int) -> tuple[int, int]:
    """Width and height of the soft mask that a picture is seen through, 0 without one."""
    kind, mask = document.xref_get_key(xref, "SMask") if xref else ("null", "")
    if kind != "xref":
        return (0, 0)
    sides = [document.xref_get_key(int(mask.split()[0]), key) for key in ("Width", "Height")]
    width, height = (int(value) if kind == "int" else 0 for kind, value in sides)
    return (width, height)


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
    size = (gray.shape[1], gray.shape[0])
    full = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST) > 0
    gray[full] = cv2.resize(_paper_in(small, labels, gone, mask), size, interpolation=cv2.INTER_NEAREST)[full]
    return replace(raster, gray=gray)


_WHITE = 225
"""Paper of this grey and lighter counts as white: against it the grey that a page is filled up with is no ink."""


def _paper_in(small: Gray, labels: NDArray[Any], gone: Sequence[int], mask: Mask) -> Gray:
    """What to paint dark areas (those `gone`, which `mask` covers) with: white, or the grey of the paper around each,
    where light lay unevenly: white in it would have an edge like a line."""
    paper = np.full_like(small, 255)
    for i in gone:
        area = cv2.dilate((labels == i).astype(np.uint8), np.ones((5, 5), np.uint8))
        around = small[(cv2.dilate(area, np.ones((9, 9), np.uint8)) > 0) & (mask == 0)]
        level = float(np.median(around)) if around.size else 255.0
        if level < _WHITE:
            paper[area > 0] = round(level)
    return paper


def _shadow(stats: NDArray[np.int32], width: int, height: int) -> bool:
    """Is this dark area (in points) a black edge, or a round hole in the margin?"""
    x, y, wide, high, area = (int(v) for v in stats)
    outer = min(x, y, width - x - wide, height - y - high)
    if outer <= 2 and max(wide, high) >= 12:
        return True
    hole = 8 <= wide <= 30 and 8 <= high <= 30 and area >= 0.65 * wide * high
    return hole and (x + wide < 0.09 * width or x > 0.91 * width or y + high < 0.06 * height or y > 0.94 * height)


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
    return replace(raster, gray=gray)


_THICK = 5.0
"""Ink as thick as this (points, on a page as high as A4) is no stroke of a letter and no line."""


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
    if not raster.hard:
        _fill_corners(gray, raster.gray, matrix)
    dots = raster.dots
    if dots is not None:
        dots = np.asarray(cv2.warpAffine(dots, matrix, (width, height), flags=cv2.INTER_NEAREST), np.uint8)
    return replace(raster, gray=np.asarray(gray, np.uint8), dots=dots)


_COARSE = 8
"""The paper at the rim of a page is seen on a copy so many times smaller."""


def _fill_corners(turned: Gray, page: Gray, matrix: NDArray[Any]) -> None:
    """Paint the corners that a page does not reach any more, when turned, with the grey of its rim, if that is not
    white: light lay unevenly, and white beside it would have an edge like a line."""
    small = cv2.resize(page, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), 9)
    rim = np.concatenate([paper[0], paper[-1], paper[:, 0], paper[:, -1]])
    if rim.min() >= _WHITE:
        return
    height, width = page.shape
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_NEAREST)
    filled = cv2.warpAffine(whole, matrix, (width, height), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full_like(page, 255), matrix, (width, height), flags=cv2.INTER_LINEAR)
    beyond = inside < 255
    turned[beyond] = filled[beyond]


def skew(ink: Mask) -> float:
    """Angle of the text lines in radians, positive where they fall to the right."""
    ys, xs = np.nonzero(cv2.subtract(ink, _edges(ink)))
    if len(ys) < 200:
        return 0.0
    step = max(1, len(ys) // 60_000)
    y, x = ys[::step].astype(np.float32), xs[::step].astype(np.float32)
    best = 0.0
    for reach, count in ((_MAX_SKEW, 45), (_MAX_SKEW / 20, 17), (_MAX_SKEW / 128, 17)):
        angles = [best + reach * (2 * i / (count - 1) - 1) for i in range(count)]
        best = max(angles, key=lambda angle: _sharpness(y, x, angle))
    return best


def _edges(ink: Mask) -> Mask:
    """The black that a scanner left at the ends of the paper: level with the glass, however the page lay on it."""
    point = max(ink.shape) / 842
    rim, side = math.ceil(point), math.ceil(_THICK * point)
    wide = rim + side
    paper = ink[rim:-rim, rim:-rim]
    framed = cv2.copyMakeBorder(paper, wide, wide, wide, wide, cv2.BORDER_CONSTANT, value=(255,))
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    edges = cv2.floodFill(thick, None, (0, 0), (1,))[1] == 1
    near = cv2.dilate(edges.astype(np.uint8) * np.uint8(255), np.ones((5, 5), np.uint8))
    return np.asarray(near[side:-side, side:-side], np.uint8)


def _sharpness(y: NDArray[np.float32], x: NDArray[np.float32], angle: float) -> float:
    rows = (y - x * math.tan(angle)).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float((counts * counts).sum())
