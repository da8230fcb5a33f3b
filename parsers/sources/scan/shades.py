"""Shaded cells of black-and-white scans: storms of dots, and areas that became black with the type left white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.scan.raster import Gray, Mask, Raster

_DITHER = 0.33
"""Share of pixels unlike the next one, across and down, from which an area is dithered shading, not text."""
_BLACKENED, _LEFT_WHITE, _OPEN = 0.6, 0.05, 0.01
"""Share of black, of lone white dots in it, and of paper (white all around) of a ground that became nearly black."""
_UNDER_TYPE = 0.8
"""Share of black from which there is a ground whose dots of white are hidden by type."""
_BLACK_WINDOW = (16.0, 4.0)
"""Width and height (points) of the stretch looked at for it."""
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
    busy: Mask = ((change > _DITHER) | _blackened(dark, raster.scale)).astype(np.uint8)
    least = np.ones((round(_DITHER_SIZE[1] * raster.scale), round(_DITHER_SIZE[0] * raster.scale)), np.uint8)
    busy = cv2.morphologyEx(busy, cv2.MORPH_CLOSE, np.ones((1, round(_DITHER_GAP * raster.scale)), np.uint8))
    sure = cv2.morphologyEx(busy, cv2.MORPH_OPEN, least)
    if not sure.any():
        return raster
    whole = _to_the_ends(sure, change > _DITHER_UNDER_TYPE, raster.scale)
    area = cv2.dilate(whole, np.ones((side, side // 2), np.uint8))
    share = _share(dark, area, raster.scale)
    edge = 2 * round(_EDGE * raster.scale) + 1
    dense = (share > _DENSE) & (cv2.dilate(whole, np.ones((edge, edge), np.uint8)) > 0)
    smooth = cv2.GaussianBlur(dark, (0, 0), 0.42 * raster.scale)
    smooth = np.where(dense, cv2.GaussianBlur(dark, (0, 0), _SMOOTHER * raster.scale), smooth)
    level = np.where(dense, share + _OF_THE_REST * (1 - share), _TYPE)
    type_ink = ((smooth > level) * np.uint8(255)).astype(np.uint8)
    parts = cv2.connectedComponentsWithStats(type_ink, connectivity=8)
    area_of = parts[2][:, cv2.CC_STAT_AREA] / (raster.scale * raster.scale)
    by_chance = np.full(len(area_of), _CLUSTER)
    by_chance[np.unique(parts[1][dense])] = _CLUSTER_ON_DENSE
    small = area_of < by_chance
    small[0] = True
    ground = np.where(dense, share, 0.0)
    seen = cv2.dilate((~small[parts[1]]).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    seen = np.where(dense, seen, ~small[parts[1]])
    stretched = np.clip((smooth - ground) / (1 - ground), 0.0, 1.0)
    shade = np.where(seen, 255 * (1 - stretched), 255).astype(np.uint8)
    return replace(raster, gray=np.where(area > 0, shade, raster.gray))


def _blackened(dark: NDArray[np.float32], scale: float) -> NDArray[np.bool_]:
    """Where nearly all is black and what is white lies alone: a ground, not bold type, which has paper in it."""
    window = (round(_BLACK_WINDOW[0] * scale), round(_BLACK_WINDOW[1] * scale))
    lone = np.abs(dark - cv2.medianBlur(dark, 3))
    paper = cv2.erode(1 - dark, np.ones((3, 3), np.uint8))
    black, white, open_ = (cv2.blur(one, window) for one in (dark, lone, paper))
    covered = (white > _LEFT_WHITE) | (black > _UNDER_TYPE)
    return np.asarray((black > _BLACKENED) & covered & (open_ < _OPEN), np.bool_)


def _share(dark: NDArray[np.float32], area: Mask, scale: float) -> NDArray[np.float32]:
    """How dark the ground is around each place of a shaded area: the mean of what is no darker than the mean of all."""
    window = (round(_GROUND[0] * scale), round(_GROUND[1] * scale))
    near = cv2.blur(dark, (max(5, round(7 * scale)), max(5, round(3.5 * scale))))
    weight = ((area > 0) & (near > _HALF_SHADED)).astype(np.float32)
    share = np.zeros_like(dark)
    for _ in range(2):
        whole = np.maximum(cv2.boxFilter(weight, -1, window), np.float32(1e-3))
        share = np.asarray(cv2.boxFilter(near * weight, -1, window) / whole, np.float32)
        weight = (weight * (near <= share)).astype(np.float32)
    return share


def _to_the_ends(area: Mask, weak: NDArray[np.bool_], scale: float) -> Mask:
    """Strips of shading, drawn on to both sides over type that hides nearly all of their dots."""
    whole = area.copy()
    near, longest = round(40 * scale), round(_DITHER_GAP * scale)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(area, connectivity=8)
    for i in range(1, len(stats)):
        left, _, width, _, _ = (int(v) for v in stats[i])
        for end, step in ((left, -1), (left + width - 1, 1)):
            first, last = sorted((end, end - step * near))
            rows = np.flatnonzero((labels[:, max(0, first) : last + 1] == i).any(axis=1))
            shaded = weak[rows[0] : rows[-1] + 1].mean(axis=0) >= 0.3
            at, gap = end, 0
            reach = end
            while 0 <= at + step < len(shaded) and gap < 14 * scale and abs(at - end) < 2 * longest:
                at += step
                gap = 0 if shaded[at] else gap + 1
                reach = at if shaded[at] else reach
            first, last = sorted((end, reach))
            whole[rows[0] : rows[-1] + 1, first : last + 1] = 1
    return whole


_DITHER_UNDER_TYPE = 0.16
"""The same share where type stands on the shading and hides most of it."""
_TYPE = 0.74
"""Share of dark dots around a place from which there is type, not shading."""
_GROUND = (120.0, 10.0)
"""Width and height (points) of the stretch that tells how dark a ground is."""
_EDGE = 0.5
"""Points by which a dark ground reaches over what is found of it."""
_HALF_SHADED = 0.5
"""Share of dark dots around a place from which it is no paper beside the ground."""
_DENSE, _SMOOTHER, _OF_THE_REST = 0.58, 0.6, 0.6
"""Share of dark dots from which a ground is smoothed more (points), and how far they must close up to be type."""
_CLUSTER = 3.0
"""Dots that close up over less than this (square points) do so by chance."""
_CLUSTER_ON_DENSE = 7.0
"""The same where most of the ground is dark."""


_BLACK = 0.75
"""Share of an area's pixels that are black where it is black paper with white type."""
_DARK_GROUND = 128
"""Grey below which the type of an area is lighter than its ground."""
_BLACK_RIM = 0.92
"""The same share along its rim, where bold type that has run together has white between its strokes."""
_BLACK_SIZE = (24.0, 8.0)
"""Least width and height of black paper in points."""
_WHITE_STROKE = 2.4
"""White strokes up to this wide (points) are type on black paper."""


def without_black_paper(raster: Raster) -> Raster:
    """The page with areas of black paper turned to white, their white type to black.

    A scanner of two colours makes black of what is darker than its threshold: dark heads of tables.
    """
    step = max(1, round(raster.scale / 2))
    small = cv2.resize(raster.gray, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    unit = raster.scale / step
    dark = (small < 110).astype(np.uint8)
    stroke = round(_WHITE_STROKE * unit)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((stroke, stroke), np.uint8))
    wide, high = (round(size * unit) for size in _BLACK_SIZE)
    blocks = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    if not blocks.any():
        return raster
    _, labels, stats, _ = cv2.connectedComponentsWithStats(blocks, connectivity=4)
    gray = raster.gray.copy()
    found = False
    for i in range(1, len(stats)):
        inside = labels == i
        outer, inner = (cv2.erode(inside.astype(np.uint8), np.ones((n, n), np.uint8)) for n in (5, 7))
        rim = (outer > 0) & (inner == 0)
        if float(dark[inside].mean()) < _BLACK or not rim.any() or float(dark[rim].mean()) < _BLACK_RIM:
            continue
        found = True
        whole = cv2.resize(inside.astype(np.uint8), (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
        edge = max(1, round(0.8 * raster.scale))
        core = cv2.erode(whole, np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)) > 0
        around = (cv2.dilate(whole, np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)) > 0) & ~core
        ground = min(float(np.median(gray[core])), _DARK_GROUND - 1)  # (a dark colour, where the scan knows colours)
        gray[core] = _on_paper(gray[core], ground)
        gray[around] = 255
    return replace(raster, gray=gray) if found else raster


_PAPER, _PALE = 250, 200
"""Grey from which a pixel is white paper, and from which an area is so pale that it hides no text."""
_RIM, _INKED = 1.2, 0.8
"""The edge of an area is seen within so many points of its place, and so much of a line of pixels there is its ink."""


def without_grounds(raster: Raster, areas: Sequence[BBox]) -> Raster:
    """The page with areas of colour that are known (points, those painted first before others) turned to white paper,
    light type on dark ones to black; the lines between them go with them."""
    if not areas:
        return raster
    gray = raster.gray.copy()
    boxes = []
    for x0, y0, x1, y1 in map(raster.pixels, areas):
        area = gray[y0:y1, x0:x1]
        if area.size and (ground := float(np.median(area))) < _PALE:
            area[:] = _on_paper(area, ground)
            boxes.append((x0, y0, x1, y1))
    near = round(_RIM * raster.scale)
    for x0, y0, x1, y1 in boxes:
        for x in (x0, x1):
            _wipe_lines(gray[y0:y1, max(0, x - near) : x + near + 1])
        for y in (y0, y1):
            _wipe_lines(gray[max(0, y - near) : y + near + 1, x0:x1].T)
    return replace(raster, gray=gray)


def _on_paper(area: Gray, ground: float) -> Gray:
    """An area with its ground made white, inverted where that is dark."""
    level = area.astype(np.float32)
    if ground < _DARK_GROUND:
        level, ground = 255.0 - level, 255.0 - ground
    return np.asarray(np.minimum(level * (255.0 / ground), 255.0), np.uint8)


def _wipe_lines(strip: Gray) -> None:
    """Take lines along a strip (its columns) off the page."""
    if strip.size:
        strip[:, np.count_nonzero(strip < _PAPER, axis=0) >= _INKED * strip.shape[0]] = 255


_SPOT = 1.2
"""Area of a speck in square points, at most."""
_AROUND, _SWARM = 20.0, 45
"""So many specks within so many points (both ways) are no points of text and no dotted lines, which have 20 at most."""
_DOT = 0.8
"""Area of a dot of light shading; the dots of characters are larger."""
_SPREAD, _LEVEL, _STREWN = (24.0, 14.0), 3.0, 9
"""So many dots within this width and height, those level with or upright above each other not counted, lie strewn over
an area: two dotted lines that cross have none, dirt of a fax has 1 or 2."""


def without_swarms(raster: Raster) -> Raster:
    """The page without specks where they swarm: light shading of a scan of two colours, like dotted lines to see."""
    if not raster.hard:
        return raster
    mask = (raster.gray < 128).astype(np.uint8)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA] / (raster.scale * raster.scale)
    area[0] = np.inf
    places = np.asarray(centres, np.float64)
    gone = np.zeros(count, np.bool_)
    side = round(_AROUND * raster.scale)
    specks = np.flatnonzero(area <= _SPOT)
    gone[specks[_around(places[specks], mask.shape, (side, side)) >= _SWARM]] = True
    dots = np.flatnonzero(area <= _DOT)
    gone[dots[_strewn(places[dots], mask.shape, raster.scale) >= _STREWN]] = True
    return replace(raster, gray=np.where(gone[labels], np.uint8(255), raster.gray)) if gone.any() else raster


def _strewn(places: NDArray[np.float64], shape: tuple[int, ...], scale: float) -> NDArray[np.float32]:
    """How many dots lie around each place but neither level with it nor above or below it."""
    wide, high, level = round(_SPREAD[0] * scale), round(_SPREAD[1] * scale), round(_LEVEL * scale)
    whole, row, column, middle = (
        _around(places, shape, window) for window in ((wide, high), (wide, level), (level, high), (level, level))
    )
    return whole - row - column + middle


def _around(places: NDArray[np.float64], shape: tuple[int, ...], window: tuple[int, int]) -> NDArray[np.float32]:
    """How many of the places (x, y) lie within a window (width, height) about each of them."""
    columns, rows = np.round(places).astype(int).T
    seeds = np.zeros(shape, np.float32)
    seeds[rows, columns] = 1.0
    return np.asarray(cv2.boxFilter(seeds, -1, window, normalize=False)[rows, columns], np.float32)
