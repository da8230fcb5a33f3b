"""Ruling lines of which a scan of two colours has left a row of specks: told by where specks lie level over a long way.

A thin or grey line comes out of a fax as one pixel in ten. Nothing short tells it from dirt, but over the way of a few
words the dirt of a page makes one speck in a hundred. Ways are looked at outside of type, whose strokes lie level too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.raster import Mask

Segment = tuple[float, float, float]
"""Position, start and end of a line, in points."""
Line = tuple[int, int, int]
"""The same in pixels."""

_WAY = 50.0
"""Length (points) over which specks are counted together."""
_SEED, _WEAK = 0.15, 0.06
"""Share of its way that a line's specks cover somewhere, and where it goes on."""
_STANDS_OUT, _TOPS = 2.0, 1.2
"""So many times the share beside a line on its clearer side, and on the other one, which may be an edge of shading."""
_BESIDE = 2.6
"""That far beside it (points)."""
_HALF = 1.2
"""Half of the width of a line."""
_APART = 1.9
"""Ink this far (points) above or below a level line belongs to something else."""
_FREE = 0.5
"""Share of its way that must be free of type and of other ink to be looked at."""
_IN_TYPE = 0.35
"""More of a line than this does not run through type."""
_LEAST = (60.0, 36.0)
"""Shortest line, level and upright."""
_GAP = (24.0, 8.0)
"""Longest gap between two pieces of a level line, and of an upright one."""
_LONE = 8.0
"""A speck further (points) from the others of its line lies beyond the line's end."""
_STROKE = (12.0, 14.0)
"""Straight strokes of this length, level and upright, are no type."""
_TYPE = (1.2, 1.5)
"""A spot at least this high and wide, and of this area (square points), is type."""
_SPECKS = 2
"""So many specks a piece of a line between two crossing ones has at least."""
_UPON = 0.4
"""Share of the height of a text on which it has ink where a letter of it stands."""
_ENDS = 0.3
"""Share of such a piece that is near to one of its ends."""
_BEGINS, _PARTED = 9.0, 3.0
"""Texts begin this near behind the wall of their cell, and end so far before it at least (points, both gaps)."""
_OFF, _CLOSE, _SIDES = 1.0, 2.4, 0.3
"""So far (points, from and to) beside an upright that runs through letters there is ink, on this share of its way."""
_MANY, _CUT = 2, 0.25
"""So many lines of text are cut at least, or they take up this share of its way: one may have run over a wall."""
_SAME, _MOST = 1.4, 0.5
"""A piece lies on a line where it differs by no more in its position, and this share of it at least is on its way."""
_WORD = 5.0
"""A word is at least this wide and high."""
_HIGH = 16.0
"""A text of one line is no higher."""
_LETTER_GAP = 6.0
"""Type this near on one level is one text."""


@dataclass(frozen=True, slots=True)
class Traces:
    """The level and upright lines of a page that their traces tell, in points.

    `text` is where texts stand, `runs` their boxes in points."""

    level: tuple[Segment, ...] = ()
    upright: tuple[Segment, ...] = ()
    ink: Mask | None = None
    text: Mask | None = None
    runs: tuple[tuple[float, float, float, float], ...] = ()
    scale: float = 1.0

    def hold(self, line: Segment) -> bool:
        """Does this stretch of an upright lie on a traced one for most of its way, and has traces of its own?"""
        return self.leads(line) and self._shown(line)

    def leads(self, line: Segment) -> bool:
        """Does this stretch of an upright lie on a traced one for most of its way?"""
        at, start, end = line
        on = [min(end, other[2]) - max(start, other[1]) for other in self.upright if abs(other[0] - at) <= _SAME]
        return sum(length for length in on if length > 0) >= _MOST * (end - start)

    def _shown(self, line: Segment) -> bool:
        """Are there specks near both ends of a stretch of an upright, where no text covers it?

        Brackets and figures that stand below each other are in the middle of their rows."""
        if self.ink is None or self.text is None:
            return False
        at, start, end = line
        reach = _ENDS * (end - start)
        column, found, free = round(at * self.scale), 0, 0
        for low, high in ((start + _HALF, start + reach), (end - reach, end - _HALF)):
            rows = slice(round(low * self.scale), max(0, round(high * self.scale)))
            bare = self.text[rows, column] == 0
            found += int(((self.ink[rows, max(0, column - 1) : column + 2] > 0).any(axis=1) & bare).sum())
            free += int(bare.sum())
        return found >= max(_SPECKS, _WEAK * free)

    def crossed(self, line: Segment) -> bool:
        """Does text run across this stretch of an upright: is there ink of a text upon it, not only beside it?"""
        at, start, end = line
        level = [box for box in self.runs if box[0] < at < box[2] and start < (box[1] + box[3]) / 2 < end]
        return any(self._upon(at, box[1], box[3]) >= _UPON for box in level)

    def _upon(self, at: float, start: float, end: float) -> float:
        """The share of a stretch of an upright on which there is ink."""
        if self.ink is None:
            return 0.0
        column, rows = round(at * self.scale), slice(round(start * self.scale), round(end * self.scale))
        strip = self.ink[rows, max(0, column - 1) : column + 2]
        return float((strip > 0).any(axis=1).mean()) if strip.size else 0.0

    def cut(self, line: Segment) -> bool:
        """Does this stretch of an upright run through letters, more lines of them than end before or begin behind it?
        A wall has paper beside it on one side at least."""
        at, start, end = line
        level = [box for box in self.runs if start < (box[1] + box[3]) / 2 < end]
        through = [box for box in level if box[0] < at - _CLOSE and at + _CLOSE < box[2]]
        cut = [y1 - y0 for _, y0, _, y1 in through if self._beside(at, y0, y1)]
        parted = sum(0 <= box[0] - at <= _BEGINS or 0 <= at - box[2] <= _BEGINS for box in level)
        return len(cut) > parted and (len(cut) >= _MANY or sum(cut) >= _CUT * (end - start))

    def _beside(self, at: float, start: float, end: float) -> bool:
        """Is there ink close to both sides of a stretch of an upright, on much of its way?"""
        if self.ink is None:
            return False
        rows = slice(round(start * self.scale), round(end * self.scale))
        strips = (
            self.ink[rows, round((at + low) * self.scale) : round((at + high) * self.scale) + 1]
            for low, high in ((-_CLOSE, -_OFF), (_OFF, _CLOSE))
        )
        return all(strip.size and float((strip > 0).any(axis=1).mean()) >= _SIDES for strip in strips)

    def parts(self, line: Segment) -> bool:
        """Does text stand on both sides of a stretch of an upright, none across it, and that behind it begin there?"""
        at, start, end = line
        level = [(x0, x1) for x0, y0, x1, y1 in self.runs if start < (y0 + y1) / 2 < end]
        before, behind = max((x1 for x0, x1 in level if x0 < at), default=None), [x0 for x0, _ in level if x0 >= at]
        if before is None or not behind or before > at or min(behind) - before < _PARTED:
            return False
        return min(behind) - at <= _BEGINS


def traced_lines(ink: Mask, scale: float) -> Traces:
    """The lines of which traces lie on an upright, level page."""
    strokes = cv2.bitwise_or(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(_STROKE[0] * scale))), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(3, round(_STROKE[1] * scale)), 1), np.uint8)),
    )
    runs = _runs(cv2.subtract(ink, cv2.dilate(strokes, np.ones((3, 3), np.uint8))), scale)
    text = np.zeros_like(ink)
    for x0, y0, x1, y1 in runs:
        text[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = 255
    words = [box for box in runs if min(box[2] - box[0], box[3] - box[1]) >= _WORD * scale]
    level = [line for line in _traced(ink, text, scale, upright=False) if not _cuts(line, words, scale)]
    upright = _traced(np.ascontiguousarray(ink.T), np.ascontiguousarray(text.T), scale, upright=True)
    boxes = tuple((x0 / scale, y0 / scale, x1 / scale, y1 / scale) for x0, y0, x1, y1 in words)
    return Traces(tuple(level), tuple(upright), ink, text, boxes, scale)


def _cuts(line: Segment, words: Sequence[PixelBox], scale: float) -> bool:
    """Does a level line run through the middle of a text?"""
    at, start, end = (v * scale for v in line)
    return any(
        x0 < end and x1 > start and y0 + (y1 - y0) / 4 < at < y1 - (y1 - y0) / 4 and y1 - y0 <= _HIGH * scale
        for x0, y0, x1, y1 in words
    )


def _runs(ink: Mask, scale: float) -> list[PixelBox]:
    """Texts and words: spots too large for specks and for pieces of lines, and the gaps between them.

    Points, commas and voicing marks lie in the boxes."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least, area = _TYPE[0] * scale, _TYPE[1] * scale * scale
    sides = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = (sides >= least) & (stats[:, cv2.CC_STAT_AREA] >= area)
    large[0] = False
    letters = (large[labels] * np.uint8(255)).astype(np.uint8)
    gap = np.ones((1, max(3, round(_LETTER_GAP * scale))), np.uint8)
    joined = cv2.connectedComponentsWithStats(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, gap), connectivity=8)[2]
    return [(x, y, x + width, y + height) for x, y, width, height, _ in joined[1:].tolist()]


def _traced(ink: Mask, text: Mask, scale: float, *, upright: bool) -> list[Segment]:
    """The level lines of a picture; for upright ones give it turned over."""
    gap, least = _GAP[upright] * scale, _LEAST[upright] * scale
    share = _shares(ink, text, scale)
    beside = max(3, round(_BESIDE * scale))
    above, below = np.roll(share, beside, 0), np.roll(share, -beside, 0)
    ground = np.maximum(above, below)
    clear = (share >= _STANDS_OUT * np.minimum(above, below)) & (share >= _TOPS * ground)
    peak = (share >= np.roll(share, 1, 0)) & (share >= np.roll(share, -1, 0))
    weak = (clear & peak & (share >= _WEAK) & (text == 0)).astype(np.uint8)
    joined = cv2.morphologyEx(weak, cv2.MORPH_CLOSE, np.ones((3, max(3, round(gap * scale))), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    seeds = np.zeros(count, np.bool_)
    seeds[np.unique(labels[(weak > 0) & (share >= _SEED)])] = True
    seeds[0] = False
    found: list[Segment] = []
    for i in np.flatnonzero(seeds & (stats[:, cv2.CC_STAT_WIDTH] >= least)):
        left, width = int(stats[i, cv2.CC_STAT_LEFT]), int(stats[i, cv2.CC_STAT_WIDTH])
        at = round(float(centres[i][1]))
        line = _between_ends(ink, text, (at, left, left + width), least, _LONE * scale)
        if line is not None:
            found.append(((line[0] + 0.5) / scale, line[1] / scale, line[2] / scale))
    return found


def _shares(ink: Mask, text: Mask, scale: float) -> NDArray[np.float32]:
    """For each place the share of the way around it on which there is ink, what is covered by type apart, and what has
    ink above or below it: lines that cross."""
    way, apart = max(3, round(_WAY * scale)) | 1, max(4, round(_APART * scale))
    inked = cv2.dilate(ink, np.ones((3, 1), np.uint8)) > 0
    free = (text == 0) & ~np.roll(inked, apart, 0) & ~np.roll(inked, -apart, 0)
    counted, hit = (
        cv2.boxFilter(places.view(np.uint8), cv2.CV_16U, (way, 1), normalize=False) for places in (free, free & inked)
    )
    share: NDArray[np.float32] = np.zeros(ink.shape, np.float32)
    np.divide(hit, counted, out=share, where=counted >= _FREE * way, dtype=np.float32)
    return share


def _between_ends(ink: Mask, text: Mask, line: tuple[int, int, int], least: float, lone: float) -> Line | None:
    """The line cut back to its outermost specks, as far as the ways looked at reach over its ends; None for one that
    runs through type. A speck further than `lone` from all others is dirt beyond the end."""
    at, start, end = line
    rows = slice(max(0, at - 1), at + 2)
    places = np.flatnonzero((ink[rows, start:end] > 0).any(axis=0) & (text[rows, start:end] == 0).all(axis=0))
    if not len(places) or float((text[at, start:end] > 0).mean()) > _IN_TYPE:
        return None
    first, last = 0, len(places) - 1
    while first < last and places[first + 1] - places[first] > lone:
        first += 1
    while last > first and places[last] - places[last - 1] > lone:
        last -= 1
    low, high = start + int(places[first]), start + int(places[last]) + 1
    return (at, low, high) if high - low >= least else None
