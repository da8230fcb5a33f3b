"""Shaded areas of a scan of two colours: grounds that became dots, strewn evenly, and the seams between them.

Where no line is drawn, they are all that is seen of the cells: grey of labels and headings becomes more or less dots,
the hair of white between two cells a level row without any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.raster import Mask, Raster

Row = NDArray[Any]

_WINDOW = (12.0, 6.0)
"""Width and height (points) of the stretch in which dots are counted."""
_STREWN, _ABOVE_DIRT = 0.02, 5.0
"""Share of the pixels of paper that are dots where it is shaded, at least, and how many times that of the page's dirt
(0.002 on a fax)."""
_CHANGING = 0.33
"""Share of pixels unlike the next one, across and down, where dots are dense."""
_BLACKENED, _LEFT_WHITE = 0.6, 0.05
"""Share of black, and of lone white dots, of a dark ground: more dots than paper."""
_DOT, _NEAR_TYPE = 1.2, 0.8
"""Area of a dot in square points, at most; points around type that are not counted."""
_PAPER = 0.15
"""Share of paper that a stretch must have to tell by its dots."""
_LEAST = (30.0, 8.0)
"""Least width and height of an area, in points."""
_LINE = (16.0, 11.0)
"""Width and height (points) of what a line of type hides of light shading."""
_TYPE_GAP = 150.0
"""Type of this length may hide the dots between two stretches of shading."""
_STEP = 2.0
"""Points between two places along the height at which the ends of an area are looked for."""
_SAME_END = 8.0
"""Ends of one area differ by less (points)."""
_HIGH = 24.0
"""Height of shading (points) from which a column of cells tells its borders."""
_MAIN = 0.5
"""Share of the height of the column shaded most from which another one has a border of its own."""
_BESIDE = 60.0
"""Width (points) of what stands beside a label at least."""
_CLEAR, _CROSSED = 0.02, 0.15
"""Share of its height that type takes of a border more than of the most free place, and of any border at most."""
_INKED = 0.35
"""Share of a row or column of pixels that is black in a dark ground."""
_SEAM_FREE = 0.6
"""Share of a seam's length that is free of type: it runs between two lines of text."""
_SURE = 4.4
"""How sure a row has too few dots for its place: standard deviations."""


def with_grounds(raster: Raster) -> Raster:
    """The page with what it shows of grounds that became dots, kept while it is cleaned, turned and levelled."""
    if not raster.hard:
        return raster
    ink = (raster.gray < 128).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= _DOT * raster.scale * raster.scale
    small[0] = False
    dots = small[labels].astype(np.uint8)
    near = 2 * round(_NEAR_TYPE * raster.scale) + 1
    body = cv2.dilate(cv2.subtract(ink, dots), np.ones((near, near), np.uint8))
    dots[body > 0] = 0
    return replace(raster, dots=np.stack((dots, np.asarray(body, np.uint8), ink), axis=2))


def _busy(ink: Mask, scale: float) -> Mask:
    """Where black and white change as nowhere in type, or lone white dots lie in black: many dots."""
    lone = (cv2.absdiff(ink, cv2.medianBlur(ink, 3))).astype(np.float32)
    across, down = np.zeros(ink.shape, np.float32), np.zeros(ink.shape, np.float32)
    across[:, 1:], down[1:] = ink[:, 1:] != ink[:, :-1], ink[1:] != ink[:-1]
    window = (round(_WINDOW[0] * scale), round(_WINDOW[1] * scale))
    change = np.minimum(cv2.blur(across, window), cv2.blur(down, window))
    black = cv2.blur(ink.astype(np.float32), window)
    busy = (change > _CHANGING) | ((black > _BLACKENED) & (cv2.blur(lone, window) > _LEFT_WHITE))
    return np.asarray(busy, np.uint8)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What grounds say of the cells of a page, in pixels: the `borders` between rows (y), from `left` to `right`,
    where labels on a ground end beside their answers, `walls` (x, top, bottom), the columns of these, `labels`, and the
    dark grounds of headings, `bands`."""

    borders: tuple[int, ...] = ()
    left: int = 0
    right: int = 0
    walls: tuple[tuple[int, int, int], ...] = ()
    labels: tuple[PixelBox, ...] = ()
    bands: tuple[PixelBox, ...] = ()


def stands_on(box: PixelBox, grounds: Sequence[PixelBox]) -> bool:
    """Does a run of text stand on one of these grounds?"""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in grounds)


NO_GROUNDS = Grounds()


def find_grounds(raster: Raster) -> Grounds:
    """The borders that the page shows by its grounds alone; none where nothing is shaded."""
    if raster.dots is None:
        return NO_GROUNDS
    shade, scale = _shade(raster.dots, raster.scale), raster.scale
    bands = [_fitted(raster.dots[:, :, 2], box, scale) for box in _boxes(shade[_DARK], scale)]
    columns = [_column(raster.dots, boxes, scale) for boxes in _columns(list(_boxes(shade[_LIGHT], scale)), scale)]
    found = [*bands, *(column.box for column in columns)]
    if not found:
        return NO_GROUNDS
    left, right = min(box[0] for box in found), max(box[2] for box in found)
    seams = [y for column in columns if column.high(scale) for y in column.seams]
    borders = {*seams, *(y for band in bands for y in (band[1], band[3]))}
    type_ = raster.dots[:, :, 1]
    most = max((column.shaded for column in columns), default=0)
    main = [column for column in columns if column.high(scale) and column.shaded >= _MAIN * most]
    beside = [column for column in columns if column.box[2] < right - _BESIDE * scale]
    walls = tuple(wall for column in main if column in beside for wall in column.walls(type_, scale))
    labels = tuple(column.box for column in beside if column.high(scale))
    return Grounds(tuple(sorted(borders)), left, right, walls, labels, tuple(bands))


@dataclass(frozen=True, slots=True)
class _Column:
    """Cells one below the other, in pixels: the box around them and the seams between them."""

    box: PixelBox
    seams: tuple[int, ...]
    shaded: int

    def high(self, scale: float) -> bool:
        """Is enough of it shaded to tell?"""
        return self.shaded >= _HIGH * scale

    def walls(self, type_: Mask, scale: float) -> Iterator[tuple[int, int, int]]:
        """The border to the right of its cells, as far as no type runs over it: of the places near where the dots end
        the one that is most free."""
        _, top, x, bottom = self.box
        reach = round(_SAME_END * scale)
        low = max(0, x - reach)
        strip = type_[top:bottom, low : x + reach]
        inked = strip.sum(axis=0, dtype=np.int64)
        places = np.flatnonzero(inked <= inked.min() + _CLEAR * (bottom - top))
        at = int(places[np.abs(places + low - x).argmin()])
        if inked[at] <= _CROSSED * (bottom - top):
            for start, end in _runs((strip[:, at] == 0).astype(np.uint8)):
                if end - start >= _LEAST[1] * scale:
                    yield (low + at, top + start, top + end)


_LIGHT, _DARK = "light", "dark"


def _shade(dots: Mask, scale: float) -> dict[str, Mask]:
    """Where the paper is shaded: with few dots, and with many."""
    window = (round(_WINDOW[0] * scale), round(_WINDOW[1] * scale))
    paper = cv2.blur((dots[:, :, 1] == 0).astype(np.float32), window)
    strewn = cv2.blur(dots[:, :, 0].astype(np.float32), window)
    tells = paper > _PAPER
    share = strewn[tells] / paper[tells]
    dirt = float(np.median(share)) if share.size else 0.0
    light = tells & (strewn > max(_STREWN, _ABOVE_DIRT * dirt) * paper)
    dark = _solid(_busy(np.ascontiguousarray(dots[:, :, 2]), scale), (_TYPE_GAP, 1.0), scale)
    return {_DARK: dark, _LIGHT: _solid(np.asarray(light & (dark == 0), np.uint8), _LINE, scale)}


def _solid(mask: Mask, gap: tuple[float, float], scale: float) -> Mask:
    """The mask with gaps of type closed, without what is too small for a cell."""
    wide, high = (round(size * scale) for size in gap)
    padded = cv2.copyMakeBorder(mask, high, high, wide, wide, cv2.BORDER_CONSTANT, value=(0,))
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((high, wide), np.uint8))
    closed = closed[high : high + mask.shape[0], wide : wide + mask.shape[1]]
    least = np.ones((round(_LEAST[1] * scale), round(_LEAST[0] * scale)), np.uint8)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, least), np.uint8)


def _boxes(mask: Mask, scale: float) -> Iterator[PixelBox]:
    """Boxes that cover the mask: rows whose runs end at the same places."""
    step, near = max(1, round(_STEP * scale)), _SAME_END * scale
    open_: list[list[int]] = []
    for y in [*range(0, mask.shape[0], step), -1]:
        runs = _runs(mask[y]) if y >= 0 else []
        going = []
        for box in open_:
            same = [r for r in runs if abs(r[0] - box[0]) <= near and abs(r[1] - box[2]) <= near]
            if same:
                runs.remove(same[0])
                going.append([box[0], box[1], box[2], y + step])
            elif box[3] - box[1] >= _LEAST[1] * scale / 2:
                yield (box[0], box[1], box[2], box[3])
        open_ = going + [[x0, y, x1, y + step] for x0, x1 in runs]


def _runs(row: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row > 0, [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _fitted(ink: Mask, box: PixelBox, scale: float) -> PixelBox:
    """The box of a dark ground drawn on to where its ink ends."""
    reach = round(_SAME_END * scale)
    x0, y0, x1, y1 = box
    top, left = max(0, y0 - reach), max(0, x0 - reach)
    rows = np.flatnonzero(ink[top : y1 + reach, x0:x1].mean(axis=1) > _INKED) + top
    columns = np.flatnonzero(ink[y0:y1, left : x1 + reach].mean(axis=0) > _INKED) + left
    if not len(rows) or not len(columns):
        return box
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _columns(boxes: Sequence[PixelBox], scale: float) -> list[list[PixelBox]]:
    """The boxes of light shading by the column of cells that they are of, top to bottom; a piece beside type, which
    hides the dots of the rest, is of none."""
    near = 2 * _SAME_END * scale
    columns: list[list[PixelBox]] = []
    for box in sorted(boxes, key=lambda b: (b[0] - b[2], b[1])):
        for column in columns:
            if abs(column[0][0] - box[0]) <= near and abs(column[0][2] - box[2]) <= near:
                column.append(box)
                break
        else:
            columns.append([box])
    return [sorted(column, key=lambda b: b[1]) for column in columns]


def _column(dots: Mask, boxes: Sequence[PixelBox], scale: float) -> _Column:
    """The column of some boxes, with the seams that lie in them or at their ends."""
    weight = [b[3] - b[1] for b in boxes]
    x0, x1 = (round(float(np.average([b[side] for b in boxes], weights=weight))) for side in (0, 2))
    strewn, paper = dots[:, x0:x1, 0].sum(axis=1, dtype=np.float64), (dots[:, x0:x1, 1] == 0).sum(axis=1)
    near = _SAME_END * scale
    seams = [y for y in _seams(strewn, paper, x1 - x0, scale) if any(b[1] - near <= y <= b[3] + near for b in boxes)]
    return _Column((x0, boxes[0][1], x1, boxes[-1][3]), tuple(seams), sum(weight))


def _seams(strewn: Row, paper: Row, width: int, scale: float) -> list[int]:
    """Places between two rows of pixels at which dots are missing, but neither above nor below."""
    side = round(_LEAST[1] * scale)
    total, free = (np.concatenate(([0], np.cumsum(one))) for one in (strewn, paper))
    rows = np.arange(side + 1, len(strewn) - side - 1)
    if not len(rows):
        return []
    usual = np.minimum(
        *(
            (total[b] - total[a]) / np.maximum(1, free[b] - free[a])
            for a, b in ((rows - 1 - side, rows - 1), (rows + 1, rows + 1 + side))
        )
    )
    pair = free[rows + 1] - free[rows - 1]
    lack = 2 * (np.sqrt(usual * pair) - np.sqrt(total[rows + 1] - total[rows - 1]))
    lack[pair < 2 * _SEAM_FREE * width] = 0.0
    return [
        int(rows[i])
        for i in np.flatnonzero(lack > _SURE)
        if lack[i] == lack[max(0, i - side // 2) : i + side // 2 + 1].max()
    ]
