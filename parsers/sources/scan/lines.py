"""Ruling lines and shaded areas from pixels: solid, grey, dotted, dashed, thick and broken ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.model import BBox, Fill, Rule, Word
from hyokasho.parsers.sources.scan.ink import Ink
from hyokasho.parsers.sources.scan.net import beyond_streaks, whole, without_type
from hyokasho.parsers.sources.scan.raster import Gray, Mask, Raster
from hyokasho.parsers.sources.scan.traces import Segment, Traces, traced_lines
from hyokasho.parsers.sources.scan.worn_lines import without_brackets, worn_strokes

_STROKE = 12.0
"""A straight stroke of this length (points) is longer than most of a character's."""
_LINE = 24.0
"""Shortest ruling line of which one end may be free (a table cut by the end of the page)."""
_SURE = 50.0
"""A line of this length is no character, whatever it meets."""
_BREAK = 7.0
"""Gaps up to this long are breaks of one line."""
_HAIR = 1.0
"""Gap up to which two strokes in one line are one from the start, be they ever so short."""
_BORDER = 4.0
"""Shortest of such strokes."""
_DASH = (15.0, 2.1)
"""Longest and thickest dash (or dashes that ran together)."""
_STRAIGHT = 1.5
"""Thickest long dash; what is thicker is a bent stroke, such as a round bracket."""
_DASH_GAP = 4.5
_PERIOD = 4.8
"""Dashes of a line begin at least this near to each other."""
_DASH_RUN = 10.0
"""Shortest run of dashes between two crossing lines."""
_DASHED_LINE = 14.0
"""Shortest line of dashes, the lines that cross it included."""
_WAVER = 0.32
"""The pixels of a line stray less than this from its middle (points)."""
_THICK = 3.2
"""Thickest line."""
_TRACE = 0.7
"""Half of the width (points) in which the specks of a line lie."""
_CORNER = 12.0
"""A dashed line may be lost this far (both ways together) around a corner."""
_JOIN = 6.0
"""A line's end this close to a crossing line belongs on it."""
_FAINT = 16
"""A line is at least this many greys darker than the paper."""
_PIECE = 30.0
"""Widest column beside a line in which its dashes may have been too few to be found."""
_SPECKS = 18.0
"""Specks may draw out a worn line so far."""
_LOST = 36.0
"""Longest piece of a worn wall that may be lost."""
_SAME_WALL = 2.0
"""Uprights this near (points across) are one wall of a table."""
_INKED = 0.68
"""Share of a short upright that is ink, at least: strokes of type have up to 0.55 (fax), walls 0.8 and more."""
_STUB = 14.0
"""A wall goes on no further (points) beyond all other lines of the page."""
_FAR = 60.0
"""A wall that goes on so far beyond them has texts on both sides."""
_SLANT = 2.5
"""Pieces of one streak, which is not quite upright on a levelled page, are this near (points)."""
_ENDING = 2
"""So many level lines that end at an upright one make it a wall of their table."""
_EDGE = 5.0
"""Lines this close to the edge of the page are the scanner's shadow."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The ruling lines of a page: as rules in points, and their pixels.

    `mask` is to be wiped before text is read: the lines, and streaks of the scanner, which part no text as `walls` do.
    """

    rules: tuple[Rule, ...]
    mask: Mask
    walls: Mask


def find_lines(raster: Raster, ink: Ink) -> Lines:
    """All ruling lines of an upright, level page."""
    nothing = np.zeros_like(ink.text)
    faint = _thin_dark(raster.gray, raster.scale)
    across = _straight(faint, _dashes(ink.text, raster.scale), nothing, raster.scale, worn=raster.hard)
    if raster.hard:
        across = cv2.bitwise_or(across, worn_strokes(ink.text, raster.scale))
    rest = cv2.bitwise_and(ink.text, cv2.bitwise_not(cv2.dilate(across, np.ones((3, 1), np.uint8))))
    crossing = cv2.dilate(across, np.ones((1, _size(_CORNER, raster.scale)), np.uint8))
    beyond = cv2.bitwise_or(_thin_dark(np.ascontiguousarray(raster.gray.T), raster.scale), crossing.T)
    down = _straight(beyond, _dashes(rest, raster.scale).T, crossing.T, raster.scale, worn=raster.hard).T
    if raster.hard:
        turned = np.ascontiguousarray(without_brackets(ink.text, raster.scale).T)
        down = cv2.bitwise_or(down, worn_strokes(turned, raster.scale, upright=True).T)
    rows = _segments(across, faint, raster.scale)
    columns = _segments(np.ascontiguousarray(down.T), beyond, raster.scale)
    streaks = [Rule(at, start, at, end) for at, start, end in columns if end - start >= _SURE]
    traces, solid = traced_lines(ink.text, raster.scale) if raster.hard else Traces(), columns
    rows, columns = _clean([*rows, *traces.level], [*columns, *traces.upright], raster)
    columns = _without_type(columns, traces, ink.text, raster.scale) if raster.hard else columns
    rows = [_prolonged(row, columns, ink.text, raster.scale) for row in rows]
    if raster.hard:
        at_columns = [at for at, _, _ in columns]
        streaks = [it for it in streaks if all(abs(it.x0 - at) > _JOIN for at in at_columns)]
        rows, columns = whole(rows, columns, ink.text, raster.scale, traces)
        gone = _streaks(columns, rows, traces, solid)
        streaks += [Rule(at, start, at, end) for at, start, end in gone]
        columns = [column for column in columns if column not in gone]
        rows = beyond_streaks(rows, columns, gone, ink.text, raster.scale)
    else:
        columns = without_type(columns, rows, ink.text, raster.scale)
    rules = [Rule(start, at, end, at) for at, start, end in rows]
    rules += [Rule(at, start, at, end) for at, start, end in columns]
    drawn = cv2.dilate(cv2.bitwise_or(across, np.ascontiguousarray(down)), np.ones((3, 3), np.uint8))
    wiped, barriers = (cv2.bitwise_and(drawn, _around(lines, raster)) for lines in ([*rules, *streaks], rules))
    if raster.hard:  # (of a line that its traces tell hardly a pixel is drawn)
        traced = _around(rules, raster, _TRACE)
        wiped, barriers = cv2.bitwise_or(wiped, traced), cv2.bitwise_or(barriers, traced)
    return Lines(tuple(rules), wiped, barriers)


def _around(rules: Sequence[Rule], raster: Raster, slack: float = _THICK) -> Mask:
    """The places of the rules, a little wider than a line."""
    mask = np.zeros_like(raster.gray)
    scale = raster.scale
    for rule in rules:
        corner = (int((rule.x0 - slack) * scale), int((rule.y0 - slack) * scale))
        opposite = (int((rule.x1 + slack) * scale), int((rule.y1 + slack) * scale))
        cv2.rectangle(mask, corner, opposite, (255,), cv2.FILLED)
    return mask


def _thin_dark(gray: Gray, scale: float) -> Mask:
    """What is darker than the paper both above and below it, even a little: thin lines, not the edges of shading.

    What is looked through is odd in height: it has a middle, or a pale seam is set off by a row and leaves a dark one.
    """
    across = np.ones((_size(_THICK, scale) + 2 | 1, 1), np.uint8)
    depth = cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, across)
    return ((depth > _FAINT) * np.uint8(255)).astype(np.uint8)


def _size(points: float, scale: float) -> int:
    return max(1, round(points * scale))


def _dashes(ink: Mask, scale: float) -> Mask:
    """Spots that may be the dots and dashes of a line: thin in one direction, short in the other."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    longest, thickest = _DASH
    length, thickness = np.maximum(width, height), np.minimum(width, height)
    thin = (thickness <= max(2.0, thickest * scale)) & ((length < 3 * thickness) | (thickness <= _STRAIGHT * scale))
    short = length <= longest * scale
    chosen = thin & short
    chosen[0] = False
    return (chosen[labels] * np.uint8(255)).astype(np.uint8) if count > 1 else np.zeros_like(ink)


def _straight(ink: Mask, dashes: Mask, crossing: Mask, scale: float, *, worn: bool) -> Mask:
    """Pixels of long horizontal strokes, and of rows of dashes (which go on beyond the lines that cross them).

    `worn`: the page was of black and white before it was levelled, so that a thin line has steps.
    """
    ink = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8)) if worn else np.ascontiguousarray(ink)
    solid = _open(_without_hairs(ink, crossing, scale), _size(_STROKE, scale))
    solid = _not_thick(solid, scale)
    level = cv2.dilate(np.ascontiguousarray(dashes), np.ones((3, 1), np.uint8))
    rows = _close(level, _size(_DASH_GAP, scale))
    rows = _open(rows, _size(_DASH_RUN, scale))
    rows = _close(cv2.bitwise_or(rows, np.ascontiguousarray(crossing)), _size(_DASH_GAP, scale))
    rows = _open(rows, _size(_DASHED_LINE, scale))
    solid = _close(solid, _size(_BREAK, scale))
    return cv2.bitwise_or(solid, rows)


def _without_hairs(ink: Mask, crossing: Mask, scale: float) -> Mask:
    """The ink with strokes that stand on a crossing line drawn on over hair gaps to others that do: printers part the
    border of each cell by such."""
    pieces = _open(ink, _size(_BORDER, scale))
    labels = cv2.connectedComponents(pieces, connectivity=8)[1]
    standing = np.zeros(int(labels.max()) + 1, np.bool_)
    standing[labels[crossing > 0]] = True
    standing[0] = False
    if not standing.any():
        return ink
    return cv2.bitwise_or(ink, _close((standing[labels] * np.uint8(255)).astype(np.uint8), _size(_HAIR, scale)))


def _open(mask: Mask, length: int) -> Mask:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)


def _close(mask: Mask, length: int) -> Mask:
    padded = cv2.copyMakeBorder(mask, 0, 0, length, length, cv2.BORDER_CONSTANT, value=(0,))
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((1, length), np.uint8))
    return np.asarray(closed[:, length:-length], np.uint8)


def _not_thick(mask: Mask, scale: float) -> Mask:
    """Without areas too thick for a line: shading, pictures, black edges."""
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((_size(_THICK, scale) + 1, 1), np.uint8))
    if not thick.any():
        return mask
    return cv2.bitwise_and(mask, cv2.bitwise_not(cv2.dilate(thick, np.ones((3, 3), np.uint8))))


def _segments(mask: Mask, ink: Mask, scale: float) -> list[tuple[float, float, float]]:
    """(position, start, end) in points of every horizontal line of the mask."""
    joined = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for i in range(1, count):
        left, top, width, height = (int(v) for v in stats[i, :4])
        if width < _STROKE * scale or not _even(ink[top : top + height, left : left + width], scale):
            continue
        found.append((float(centres[i][1] + 0.5) / scale, left / scale, (left + width) / scale))
    return found


def _even(strip: Mask, scale: float) -> bool:
    """Does the ink of this strip keep to one level? A column of round brackets (...) does not."""
    weight = strip.sum(axis=0, dtype=np.float64)
    places = np.flatnonzero(weight)
    if len(places) < 8 or _strokes(places, strip.shape[1], scale):
        return False
    level = (strip[:, places] * np.arange(len(strip))[:, None]).sum(axis=0) / weight[places]
    step = max(1, len(places) // 4)
    slope = (np.median(level[-step:]) - np.median(level[:step])) / max(1, places[-step // 2 - 1] - places[step // 2])
    rest = level - slope * places
    return float(np.median(np.abs(rest - np.median(rest)))) <= _WAVER * scale


def _strokes(places: NDArray[Any], width: int, scale: float) -> bool:
    """A short run with few and long dashes is made of strokes of characters that happen to stand in line."""
    if len(places) >= 0.85 * width or width >= _SURE * scale:
        return False
    dashes = 1 + int((np.diff(places) > 1).sum())
    return dashes * _PERIOD * scale < width


def _clean(rows: Sequence[Segment], columns: Sequence[Segment], raster: Raster) -> tuple[list[Segment], list[Segment]]:
    """Without the scanner's shadows and streaks, ends drawn to the lines they meet."""
    rows = [row for row in rows if _EDGE < row[0] < raster.height - _EDGE]
    columns = [column for column in columns if _EDGE < column[0] < raster.width - _EDGE]
    rows, columns = _long(rows, columns), _long(columns, rows)
    columns = _mended(columns, rows)
    walls = [column for column in columns if _holds(column, rows)]
    columns = [column for column in columns if column in walls or _level_with(column, walls)]
    rows = [_drawn_to(row, columns) for row in rows]
    columns = [_drawn_to(column, rows) for column in columns]
    return rows, columns


def _long(lines: Sequence[Segment], crossing: Sequence[Segment]) -> list[Segment]:
    """Lines too long for a character's stroke, and shorter ones that meet long lines with one end or both."""
    walls = [line for line in crossing if line[2] - line[1] >= _SURE]
    kept = []
    for line in lines:
        length = line[2] - line[1]
        meets = sum(_meets(line[0], end, walls) for end in line[1:])
        if length >= _SURE or meets == 2 or (meets == 1 and length >= _LINE):
            kept.append(line)
    return kept


def _meets(at: float, end: float, walls: Sequence[Segment]) -> bool:
    return any(abs(c - end) <= _JOIN and low - _JOIN <= at <= high + _JOIN for c, low, high in walls)


def _prolonged(row: Segment, columns: Sequence[Segment], ink: Mask, scale: float) -> Segment:
    """The line drawn on to the next wall where traces of it lead there: a dashed piece too short to be found."""
    at, start, end = row
    left = max((x for x, _, _ in columns if start - _PIECE <= x < start - _JOIN), default=None)
    right = min((x for x, _, _ in columns if end + _JOIN < x <= end + _PIECE), default=None)
    if left is not None and _traced(ink, at, left, start, scale):
        start = left
    if right is not None and _traced(ink, at, end, right, scale):
        end = right
    return (at, start, end)


def _traced(ink: Mask, at: float, start: float, end: float, scale: float) -> bool:
    """Does ink lie along most of this stretch, and little above and below it?"""
    x0, x1, y = round((start + _THICK) * scale), round((end - _THICK) * scale), round(at * scale)
    reach = max(1, round(scale))
    strip = ink[max(0, y - reach) : y + reach + 1, x0:x1] > 0
    around = ink[max(0, y - 3 * reach) : y + 3 * reach + 1, x0:x1] > 0
    if not strip.size:
        return False
    return float(strip.any(axis=0).mean()) >= 0.4 and strip.sum() >= 0.6 * around.sum()


def _streaks(
    columns: Sequence[Segment], rows: Sequence[Segment], traces: Traces, solid: Sequence[Segment]
) -> list[Segment]:
    """Uprights that are no walls: streaks of the scanner, which stick out of all tables of the page and run through
    texts, their pieces, and what runs through letters. `solid`: uprights before their ends were drawn to the lines that
    they meet."""
    lines = (*columns, *(line for line in solid if line[2] - line[1] >= _SURE))
    gone = [line for line in lines if _is_streak(line, columns, rows, traces)]
    gone += [column for column in columns if column not in gone and traces.cut(column)]
    for streak in gone:  # (the list grows by its pieces)
        gone += [
            it
            for it in columns
            if it not in gone and abs(it[0] - streak[0]) <= _SLANT and _touch(it, streak) and not traces.parts(it)
        ]
    return gone


def _is_streak(column: Segment, columns: Sequence[Segment], rows: Sequence[Segment], traces: Traces) -> bool:
    """Does an upright stick out of all tables, and run through texts or part none for a long way beyond them?"""
    beyond = _beyond(column, columns, rows)
    if beyond and traces.crossed(column):
        return True
    return any(it[2] - it[1] >= _FAR and not traces.parts(it) for it in beyond)


def _beyond(column: Segment, columns: Sequence[Segment], rows: Sequence[Segment]) -> list[Segment]:
    """The ends of an upright that begins at lines of the page, as far as they lie beyond all other lines."""
    at, start, end = column
    others = [it for it in columns if abs(it[0] - at) > _SLANT]
    levels = [y for y, _, _ in rows]
    if not others or not levels:
        return []
    low, high = min([*levels, *(it[1] for it in others)]), max([*levels, *(it[2] for it in others)])
    above = [(at, start, low)] if start < low - _STUB < end else []
    return above + ([(at, high, end)] if start < high + _STUB < end else [])


def _touch(line: Segment, other: Segment) -> bool:
    return line[1] <= other[2] + _JOIN and other[1] <= line[2] + _JOIN


def _holds(column: Segment, rows: Sequence[Segment]) -> bool:
    """Is this vertical line part of a table: does it end at a horizontal line, or several of them end at it?"""
    at, start, end = column
    ending = 0
    for y, left, right in rows:
        near = left - _JOIN <= at <= right + _JOIN
        if near and (min(abs(y - start), abs(y - end)) <= _JOIN):
            return True
        ending += start - _JOIN <= y <= end + _JOIN and min(abs(left - at), abs(right - at)) <= _JOIN
    return ending >= _ENDING


def _without_type(columns: Sequence[Segment], traces: Traces, ink: Mask, scale: float) -> list[Segment]:
    """Without short uprights that strokes of type made between two lines: alone where they stand, and mostly white."""
    return [
        column
        for column in columns
        if column[2] - column[1] >= _LINE
        or any(other is not column and abs(other[0] - column[0]) <= _SAME_WALL for other in columns)
        or _inked(column, ink, scale) >= _INKED
        or traces.hold(column)
    ]


def _inked(column: Segment, ink: Mask, scale: float) -> float:
    """Share of the way of an upright line, but for its ends, along which there is ink."""
    x, y0, y1 = (round(v * scale) for v in column)
    strip = ink[y0 + 2 : y1 - 1, max(0, x - 1) : x + 2]
    return float((strip > 0).any(axis=1).mean()) if strip.size else 1.0


def _mended(columns: Sequence[Segment], rows: Sequence[Segment]) -> list[Segment]:
    """Uprights with their pieces joined where a worn one is lost for a while; at a level line it ends."""
    found: list[Segment] = []
    for at, start, end in sorted(columns, key=lambda column: (round(column[0] / _SAME_WALL), column[1])):
        last = found[-1] if found else None
        lost = last is not None and abs(at - last[0]) <= _SAME_WALL and 0 < start - last[2] <= _LOST
        if last is not None and lost and not any(_at_row(at, y, rows) for y in (last[2], start)):
            found[-1] = (last[0], last[1], end)
        else:
            found.append((at, start, end))
    return found


def _at_row(at: float, y: float, rows: Sequence[Segment]) -> bool:
    return any(abs(level - y) <= _JOIN and left - _JOIN <= at <= right + _JOIN for level, left, right in rows)


def _level_with(column: Segment, walls: Sequence[Segment]) -> bool:
    """Does an upright begin and end level with walls of a table, as inner ones do where the page cuts a table off?"""
    _, start, end = column
    begins = any(-_JOIN <= wall[1] - start <= _SPECKS for wall in walls)
    return begins and any(-_JOIN <= end - wall[2] <= _SPECKS for wall in walls)


def _drawn_to(line: Segment, crossing: Sequence[Segment]) -> Segment:
    """Ends that stop just short of (or run just past) a crossing line end on it."""
    at, start, end = line
    met = [c for c, low, high in crossing if low - _JOIN <= at <= high + _JOIN]
    near_start = [c for c in met if abs(c - start) <= _JOIN]
    near_end = [c for c in met if abs(c - end) <= _JOIN]
    return (
        at,
        min(near_start, key=lambda c: abs(c - start)) if near_start else start,
        max(near_end, key=lambda c: -abs(c - end)) if near_end else end,
    )


def find_fills(raster: Raster, ink: Ink, rules: Sequence[Rule] = (), words: Sequence[Word] = ()) -> tuple[Fill, ...]:
    """Shaded areas in points: the paper is darker there than elsewhere on the page. They end at `rules` near their
    edges: the paper is seen coarsely, and in layers (MRC) it is kept so. None is seen of a few letters of one of the
    `words`: that is bold type that has run together."""
    step = max(1, round(raster.scale))
    paper = ink.paper[::step, ::step]
    white = float(np.percentile(paper, 90))
    dark: Mask = ((paper < white - 10) & (paper > white * 0.35)).astype(np.uint8) * np.uint8(255)
    shaded = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 12), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(shaded, connectivity=4)
    fills = []
    for i in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[i])
        if width * height * 0.8 <= area < paper.size * 0.8:
            box = raster.points(left * step, top * step, (left + width) * step, (top + height) * step)
            if not any(_is_type(box, word.bbox) for word in words):
                fills.append(Fill(_up_to_rules(box, rules)))
    return tuple(fills)


def _is_type(area: BBox, word: BBox) -> bool:
    """Does a dark area reach over letters of a word only, and not over all of them?"""
    x0, y0, x1, y1 = area
    if not y0 < (word[1] + word[3]) / 2 < y1 or x0 < word[0] - _COARSE or x1 > word[2] + _COARSE:
        return False
    return x0 > word[0] + _COARSE or x1 < word[2] - _COARSE


_COARSE = 6.0
"""Points by which the edge of a shaded area may be seen beside the line at which it ends."""


def _up_to_rules(box: BBox, rules: Sequence[Rule]) -> BBox:
    """The box with each of its edges at the line near to it that runs along most of it."""
    x0, y0, x1, y1 = box
    level = [r.y0 for r in rules if r.horizontal and min(x1, r.x1) - max(x0, r.x0) >= 0.5 * (x1 - x0)]
    upright = [r.x0 for r in rules if not r.horizontal and min(y1, r.y1) - max(y0, r.y0) >= 0.5 * (y1 - y0)]
    left, top, right, bottom = (
        min((line for line in lines if abs(line - at) <= _COARSE), key=lambda line: abs(line - at), default=at)
        for at, lines in ((x0, upright), (y0, level), (x1, upright), (y1, level))
    )
    return (left, top, right, bottom) if right - left > _COARSE and bottom - top > _COARSE else box
