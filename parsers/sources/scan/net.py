"""The net of ruling lines of a worn page made whole: in a form, lines end on lines.

A scan of two colours leaves pieces of its lines, and where shading became dots, uprights that nobody drew. Both are
told by the page itself: a line of a table does not end in the air, so an end that does is drawn on to the next line
that crosses its way; and a piece of an upright between two rows is a line only where its own ink shows there, text
that runs across it and the dots around it apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.raster import Mask
from hyokasho.parsers.sources.scan.traces import Segment, Traces

_ON = 3.0
"""A line's end this close (points) to a crossing line lies on it."""
_LEVEL = 1.4
"""Pieces of one line differ by no more in their position."""
_HALF = 0.6
"""Half of the width (points) in which the ink of a line lies."""
_NEAR, _FAR = 1.8, 6.0
"""Between so many points beside an upright, text that runs across it has ink."""
_SHOWN, _OVER = 0.25, 0.1
"""Share of its way on which an upright shows ink at least, and by how much it tops the ways beside it."""
_TRACED = 0.12
"""The same beyond the last row that crosses it, and where the column shows elsewhere in the table."""
_LASTING = 24.0
"""A column of which less shows nowhere else is looked for between no other rows."""
_MANY, _WHOLE = 6, 0.4
"""So many uprights, of each of which this share of the table's height is seen, part columns that go through it."""
_FEW = 0.1
"""Share of its rows in which text may run across a wall: a title between two parts of a table."""
_PLAINLY = 40.0
"""A column of which so much shows is also where only text on both sides tells it."""
_ALONG = (1.0, 3.2)
"""Between so many points beside a column, text that begins or ends there has ink."""
_DOUBLE, _NARROW = 2.5, 10.0
"""Two uprights so far apart (points) are no column of a table: less are the two edges of one line."""
_TYPE = (0.85, 0.5, 0.3)
"""An upright is made of strokes of type where at most so much of its way is clear of text, so little of that has its
ink, and so much more of the rest. A worn line wears alike in both.

Of 44 uprights that nobody drew, on 120 made-up pages of 200 dpi, 38 are such, of 4,000 walls of tables three."""
_CLEAR = 3.0
"""Points of its way that must be clear of text for that to be told."""
_PLAIN = 0.3
"""Share of a band that must be free of text for its ink to be judged."""
_ABOVE, _TALL = 1.2, 3.2
"""Between so many points above and below a level line, text that runs across it has ink."""
_WINDOW, _FULL = 9.0, 0.3
"""Text fills at least this share of the columns of a stretch as long as a character."""
_TAIL, _TAIL_DOWN = 30.0, 12.0
"""A level line or an upright that runs on by no more than this (points) ends at the last line it crosses."""
_SHORT, _SOLID = 200.0, 0.5
"""A trace of a level line shorter than this, and with ink on less than this share of it, begins or ends at a wall."""
_BEGUN = 0.4
"""So much of the way to the next line it must have gone to be drawn on to it."""

_NO_TRACES = Traces()


@dataclass(frozen=True, slots=True)
class _Told:
    """What traces and texts say of pieces of uprights; `plain`: where uprights stand of which much is drawn, `through`:
    where they part columns all through a table."""

    traces: Traces
    plain: tuple[float, ...]
    through: tuple[float, ...]

    def holds(self, line: Segment) -> bool:
        return self.traces.hold(line) or self.parts(line)

    def parts(self, line: Segment) -> bool:
        if any(abs(at - line[0]) <= _LEVEL for at in self.through):
            return not self.traces.crossed(line)
        return any(abs(at - line[0]) <= _LEVEL for at in self.plain) and self.traces.parts(line)


def _through(columns: Sequence[Segment], rows: Sequence[Segment], traces: Traces) -> tuple[float, ...]:
    """Where the walls of a table of many columns stand: its columns go on through all of its rows, as in 変更箇所.

    Walls that many rows have and text of others crosses are those of cells for brackets and options."""
    top, bottom = min((c[1] for c in columns), default=0.0), max((c[2] for c in columns), default=0.0)
    shown: dict[float, float] = {}
    for at, low, high in columns:
        near = next((known for known in shown if abs(known - at) <= _LEVEL), at)
        shown[near] = shown.get(near, 0.0) + high - low
    tall = sorted(at for at, length in shown.items() if length >= _WHOLE * (bottom - top))
    through = tuple(at for at in tall if not _is_crossed(at, (top, bottom), columns, rows, traces))
    return through if len(through) >= _MANY else ()


def _is_crossed(
    at: float, way: tuple[float, float], columns: Sequence[Segment], rows: Sequence[Segment], traces: Traces
) -> bool:
    """Does text run across this place in more than one, or few, of the rows in which no upright is seen there?"""
    met = [y for y in _crossings((at, *way), rows) if way[0] - _ON <= y <= way[1] + _ON]
    bands = [(at, low, high) for low, high in pairwise(met) if high - low > _ON]
    bare = [band for band in bands if not any(_within(band, other) for other in columns)]
    return sum(traces.crossed(band) for band in bare) > max(1.0, _FEW * len(bands))


def whole(
    rows: Sequence[Segment], columns: Sequence[Segment], ink: Mask, scale: float, traces: Traces = _NO_TRACES
) -> tuple[list[Segment], list[Segment]]:
    """Rows and uprights without what the ink does not show, their breaks closed and their free ends drawn on.

    `traces`: lines told by their traces over a long way; of them the ink shows less."""
    turned = np.ascontiguousarray(ink.T)
    columns = _apart(_shown(columns, rows, traces, turned, scale))
    columns = _joined(columns, rows, turned, scale)
    plain = tuple(at for at, low, high in columns if high - low >= _PLAINLY)
    told = _Told(traces, plain, _through(columns, rows, traces))
    columns = _with_lost(columns, rows, told, turned, scale)
    columns = [_ended(column, rows, turned, scale, _TAIL_DOWN) for column in columns]
    rows = [row for row in _joined(rows, columns, ink, scale) if not _hangs(row, columns, ink, scale)]
    rows = [_ended(row, columns, ink, scale) for row in rows]
    columns = [_ended(column, rows, turned, scale, _TAIL_DOWN) for column in columns]
    return _once(rows), _drawn(_once(columns), rows, told, turned, scale)


def beyond_streaks(
    rows: Sequence[Segment], columns: Sequence[Segment], streaks: Sequence[Segment], ink: Mask, scale: float
) -> list[Segment]:
    """The rows; those that end at a streak of the scanner, which is no wall, go on to the next of `columns`."""
    ends = [any(not _free(row[0], end, streaks) for end in row[1:]) for row in rows]
    drawn = [_ended(row, columns, ink, scale) if at else row for row, at in zip(rows, ends, strict=True)]
    return _once(drawn) if any(ends) else drawn


def without_type(columns: Sequence[Segment], rows: Sequence[Segment], ink: Mask, scale: float) -> list[Segment]:
    """The uprights of a page of greys without pieces between two rows that strokes of type below each other made."""
    return _drawn(columns, rows, _Told(_NO_TRACES, (), ()), np.ascontiguousarray(ink.T), scale)


def _shown(
    columns: Sequence[Segment], rows: Sequence[Segment], traces: Traces, turned: Mask, scale: float
) -> list[Segment]:
    """The uprights, each cut at the rows that cross it, without the bands in which no line shows."""
    kept: list[Segment] = []
    sides = (min((c[0] for c in columns), default=0.0), max((c[0] for c in columns), default=0.0))
    for at, start, end in columns:
        ends = [start, *(y for y in _crossings((at, start, end), rows) if start + _ON < y < end - _ON), end]
        run: list[float] = []
        for low, high in pairwise(ends):
            last = low == start or high == end
            least = _TRACED if last else _SHOWN
            piece = (at, low, high)
            held = traces.hold(piece) or (traces.leads(piece) and _closes(piece, rows, sides))
            if held or _is_line(turned, at, low, high, scale, least):
                run = [run[0], high] if run else [low, high]
            elif run:
                kept.append((at, run[0], run[1]))
                run = []
        if run:
            kept.append((at, run[0], run[1]))
    return kept


def _closes(line: Segment, rows: Sequence[Segment], sides: tuple[float, float]) -> bool:
    """Do level lines at both ends of a stretch of an outermost upright end there, or run over it a little: is it the
    border of their table? `sides`: where the outermost uprights stand."""
    at, low, high = line
    left, right = (abs(at - side) <= _LEVEL for side in sides)
    met = [[row for row in rows if abs(row[0] - y) <= _ON] for y in (low, high)]
    return (left and all(any(-_TAIL <= row[1] - at <= _ON for row in level) for level in met)) or (
        right and all(any(-_ON <= row[2] - at <= _TAIL for row in level) for level in met)
    )


def _apart(columns: Sequence[Segment]) -> list[Segment]:
    """The uprights without columns of brackets: between two lines so near no text has room, the longer is one."""
    return [line for line in columns if not any(_crowds(line, other) for other in columns if other is not line)]


def _crowds(line: Segment, other: Segment) -> bool:
    length = line[2] - line[1]
    overlap = min(line[2], other[2]) - max(line[1], other[1])
    near = _DOUBLE < abs(line[0] - other[0]) < _NARROW and overlap >= length / 2
    return near and other[2] - other[1] >= 0.8 * length


def _with_lost(
    columns: Sequence[Segment], rows: Sequence[Segment], told: _Told, turned: Mask, scale: float
) -> list[Segment]:
    """The uprights with those between two rows of which less is left, or which only the text on both sides tells, where
    the same column shows elsewhere."""
    found = list(columns)
    for at in sorted({at for at, low, high in columns if high - low >= _LASTING}):
        met = _crossings((at, 0.0, 0.0), rows)
        for low, high in pairwise(met):
            covered = any(_within((at, low, high), other) for other in found)
            if covered or high - low <= _ON:
                continue
            if told.parts((at, low, high)) or _is_traced(turned, at, low, high, scale):
                found.append((at, low, high))
    return found


def _drawn(
    columns: Sequence[Segment], rows: Sequence[Segment], told: _Told, turned: Mask, scale: float
) -> list[Segment]:
    """The uprights without the bands between two rows in which strokes of type stand below each other."""
    kept: list[Segment] = []
    for at, start, end in columns:
        ends = [start, *(y for y in _crossings((at, start, end), rows) if start + _ON < y < end - _ON), end]
        runs = [
            (low, high)
            for low, high in pairwise(ends)
            if told.holds((at, low, high))
            or not _is_type(turned, at, low, high, scale, crossed=told.traces.crossed((at, low, high)))
        ]
        for low, high in runs:
            if kept and kept[-1][0] == at and kept[-1][2] == low:
                kept[-1] = (at, kept[-1][1], high)
            else:
                kept.append((at, low, high))
    return kept


def _is_type(turned: Mask, at: float, low: float, high: float, scale: float, *, crossed: bool) -> bool:
    """Does this stretch of an upright have ink where text stands beside or across it, and little between the lines?

    `crossed`: text runs across it, so that a lone stroke of a slim letter may be all of its ink."""
    clear, own = _along(turned, at, low, high, scale)
    most, inked, more = _TYPE
    if crossed and clear.any() and own[clear].mean() < inked:
        return True
    if not clear.size or clear.mean() >= most or clear.sum() < _CLEAR * scale:
        return False
    between, beside = float(own[clear].mean()), float(own[~clear].mean())
    return between < inked and beside - between >= more


def _along(
    turned: Mask, at: float, low: float, high: float, scale: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each pixel along a stretch of an upright: is there no ink close beside it (of text), and has it ink? Nothing
    for a stretch that is too short to tell."""
    first, last = round((low + 2 * _HALF) * scale), round((high - 2 * _HALF) * scale)
    if last - first < 3:
        return np.zeros(0, bool), np.zeros(0, bool)
    left = _inked(turned, at - _ALONG[1], at - _ALONG[0], first, last, scale)
    right = _inked(turned, at + _ALONG[0], at + _ALONG[1], first, last, scale)
    return ~(left | right), _inked(turned, at - _HALF, at + _HALF, first, last, scale)


def _is_line(turned: Mask, at: float, low: float, high: float, scale: float, shown: float) -> bool:
    """Does the ink of this stretch of an upright stand out from the dots around it and from text across it?"""
    first, last = round((low + _HALF) * scale), round((high - _HALF) * scale)
    if last - first < 3:
        return True
    own = _inked(turned, at - _HALF, at + _HALF, first, last, scale)
    left = _inked(turned, at - _FAR, at - _NEAR, first, last, scale)
    right = _inked(turned, at + _NEAR, at + _FAR, first, last, scale)
    plain = ~(left & right)
    if plain.mean() < _PLAIN:
        return True
    beside = [
        float(_inked(turned, at + shift - _HALF, at + shift + _HALF, first, last, scale)[plain].mean())
        for shift in (-6.0, -4.5, -3.0, 3.0, 4.5, 6.0)
    ]
    return float(own[plain].mean()) >= max(shown, float(np.median(beside)) + _OVER)


def _is_traced(turned: Mask, at: float, low: float, high: float, scale: float) -> bool:
    """Is there ink of an upright where no text stands beside it? Text that begins at a column lies along it."""
    bare, own = _along(turned, at, low, high, scale)
    return bool(bare.size and bare.mean() >= _PLAIN and own[bare].mean() >= _TRACED)


def _inked(mask: Mask, low: float, high: float, first: int, last: int, scale: float) -> NDArray[np.bool_]:
    """For each pixel along the way: is there ink between these two distances (points) across it?"""
    top, bottom = max(0, round(low * scale)), max(0, round(high * scale)) + 1
    return np.asarray((mask[top:bottom, max(0, first) : max(0, last)] > 0).any(axis=0))


def _crossings(line: Segment, others: Sequence[Segment]) -> list[float]:
    """Where other lines cross or touch the way of this one, wherever along it, in order."""
    return sorted({other[0] for other in others if other[1] - _ON <= line[0] <= other[2] + _ON})


def _joined(lines: Sequence[Segment], others: Sequence[Segment], ink: Mask, scale: float) -> list[Segment]:
    """Pieces of one line with free ends towards each other, and no text across the way between, are one."""
    found: list[Segment] = []
    for line in sorted(lines, key=lambda it: it[1]):
        before = [it for it in found if abs(it[0] - line[0]) <= _LEVEL and it[2] <= line[1] + _ON]
        last = max(before, key=lambda it: it[2]) if before else None
        if last is not None and _free(last[0], last[2], others) and _free(line[0], line[1], others):
            at = max((last, line), key=lambda it: it[2] - it[1])[0]
            if not _text_across(ink, at, last[2], line[1], scale):
                found[found.index(last)] = (at, last[1], line[2])
                continue
        found.append(line)
    return found


def _free(at: float, end: float, others: Sequence[Segment]) -> bool:
    """Does no other line meet this end?"""
    return not any(abs(o - end) <= _ON and low - _ON <= at <= high + _ON for o, low, high in others)


def _hangs(row: Segment, columns: Sequence[Segment], ink: Mask, scale: float) -> bool:
    """Is this short trace of a level line, that reaches no wall, made of dashes and dirt that lie level in a cell?"""
    at, start, end = row
    if end - start >= _SHORT or not (_free(at, start, columns) and _free(at, end, columns)):
        return False
    return float(_inked(ink, at - _HALF, at + _HALF, round(start * scale), round(end * scale), scale).mean()) < _SOLID


def _ended(line: Segment, others: Sequence[Segment], ink: Mask, scale: float, tail: float = _TAIL) -> Segment:
    """The line with each free end drawn on to the next line on its way, or cut back to the last it crosses.

    It is cut back where it runs on by no more than `tail` points and none follows, or the next is far.
    """
    at, start, end = line
    crossings = _crossings(line, others)
    if not crossings:
        return line
    if _free(at, start, others):
        drawn = _drawn_end((-end, -start), [-c for c in reversed(crossings)], tail)
        start = start if _text_across(ink, at, -drawn, start, scale) else -drawn
    if _free(at, end, others):
        drawn = _drawn_end((start, end), crossings, tail)
        end = end if _text_across(ink, at, end, drawn, scale) else drawn
    return (at, start, end)


def _drawn_end(way: tuple[float, float], crossings: Sequence[float], tail: float) -> float:
    """Where a line that goes this way should end, seen from its lower end to the higher."""
    start, end = way
    following = next((c for c in crossings if c > end), None)
    last = max((c for c in crossings if start + _ON < c < end), default=None)
    if last is not None and end - last <= tail and (following is None or end - last < _BEGUN * (following - last)):
        return last
    return end if following is None else following


def _text_across(ink: Mask, at: float, start: float, end: float, scale: float) -> bool:
    """Does text stand across this stretch of the way of a level line?"""
    first, last = round((start + 1) * scale), round((end - 1) * scale)
    if last - first < 2:
        return False
    above = _inked(ink, at - _TALL, at - _ABOVE, first, last, scale)
    below = _inked(ink, at + _ABOVE, at + _TALL, first, last, scale)
    both = (above & below).astype(np.float32)[None, :]
    window = min(both.shape[1], max(3, round(_WINDOW * scale)))
    share = cv2.blur(both, (window, 1), borderType=cv2.BORDER_REFLECT)
    return float(share.max()) >= _FULL


def _once(lines: Sequence[Segment]) -> list[Segment]:
    """Lines without those that lie within another of the same position."""
    kept: list[Segment] = []
    for line in sorted(lines, key=lambda it: it[1] - it[2]):
        if not any(_within(line, other) for other in kept):
            kept.append(line)
    return kept


def _within(line: Segment, other: Segment) -> bool:
    return abs(line[0] - other[0]) <= _LEVEL and other[1] - _ON <= line[1] and line[2] <= other[2] + _ON
