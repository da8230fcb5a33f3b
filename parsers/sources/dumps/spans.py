"""Where the lines of a dump's sheet stand in its text.

The same words stand in many places (a form repeats its blocks), and some lines stand nowhere (labels that were put
back). So the lines are not looked for one by one: of all ways through the text that is taken which jumps least.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from hyokasho.normalizers.text import fold
from hyokasho.parsers.model import Cell, Line, Row, Sheet
from hyokasho.parsers.source_text import SourceText, Span

_WAYS = 4
"""So many ways are followed at a time."""
_STEP = 8
"""Letters that may lie between two lines for nothing much: brackets, numbers, the tool's notation."""
_BACK = 2.0
"""What it costs to go back, besides the way."""
_ABSENT, _ABSENT_LETTER = 1.0, 0.25
"""What it costs that a line stands nowhere though its words do, and each letter of it: short ones are soon others'."""
_ONLY = 2
"""So many times as much where they stand once."""
_TELLING = 12
"""Texts of so many letters are believed to stand where their words do, be it far away."""
_FAR = 100.0
_AFTER = 1500
"""Characters behind the line before in which a line is looked for whose words the text does not hold as a whole."""


def with_spans(sheet: Sheet, text: SourceText) -> Sheet:
    """The sheet with the place of each line, as far as the text holds it, and with the text."""
    lines = [line for row in sheet.rows for cell in row.cells for line in cell.lines]
    spans = iter(_filled(lines, _best_way([fold(line.text) for line in lines], text), text))

    def placed(cell: Cell) -> Cell:
        return replace(cell, lines=tuple(_with_span(line, next(spans)) for line in cell.lines))

    rows = tuple(Row(tuple(placed(cell) for cell in row.cells), row.page, row.table) for row in sheet.rows)
    return replace(sheet, rows=rows, text=text)


def _with_span(line: Line, span: Span | None) -> Line:
    return Line(line.text, line.words, line.page, line.bbox, line.wrapped, span)


_Found = tuple[int, int, Any]
"""A line that stands somewhere: which one, at which letter, and the one found before it."""
_Way = tuple[float, _Found | None]
"""A way through the text up to some line: what it cost, and the last line that it found."""


def _best_way(keys: Sequence[str], text: SourceText) -> list[Span | None]:
    """Where each of these folded lines stands on the way that costs least; None: nowhere."""
    ways: dict[int, _Way] = {0: (0.0, None)}
    for n, key in enumerate(keys):
        if places := text.places(key):
            ways = _further(ways, n, len(key), places)
    spans: list[Span | None] = [None] * len(keys)
    found = min(ways.values(), key=lambda way: way[0])[1]
    while found is not None:
        n, at, found = found
        spans[n] = text.span_of(at, len(keys[n]))
    return spans


def _further(ways: Mapping[int, _Way], n: int, length: int, places: Sequence[int]) -> dict[int, _Way]:
    """The best ways on, by the letter behind them: to the next place of the n-th line ahead, to the next one back, or
    past it, as it stands nowhere."""
    absent = (_ABSENT + _ABSENT_LETTER * length) * (_ONLY if len(places) == 1 else 1) if length < _TELLING else _FAR
    best: dict[int, _Way] = {}
    for cursor, (cost, found) in ways.items():
        k = bisect_left(places, cursor)
        tried = [(cursor, cost + absent, found)]
        for at in places[max(0, k - 1) : k + 1]:
            tried.append((at + length, cost + _jump(at - cursor), (n, at, found)))
        for behind, more, last in tried:
            if behind not in best or more < best[behind][0]:
                best[behind] = more, last
    return best if len(best) <= _WAYS else dict(sorted(best.items(), key=lambda one: one[1][0])[:_WAYS])


@lru_cache(maxsize=1 << 14)
def _jump(far: int) -> float:
    """What it costs to leave out so many letters, or to go back over them (below 0)."""
    return 0.5 * math.log2(1 + abs(far) / _STEP) + (_BACK if far < 0 else 0.0)


def _filled(lines: Sequence[Line], spans: Sequence[Span | None], text: SourceText) -> Iterator[Span | None]:
    """The spans, those of lines that stand nowhere as a whole by their parts, as far as these stand between the lines
    around them."""
    cursor = 0
    for line, span, end in zip(lines, spans, _starts_behind(spans), strict=True):
        if span is None:
            near = cursor, end if cursor < end < cursor + _AFTER else cursor + _AFTER
            parts = text.slices(line.text, near, cursor, only=True)
            span = (parts[0][0], parts[-1][1]) if parts and parts[0][0] < parts[-1][1] else None
        if span is not None:
            cursor = span[1]
        yield span


def _starts_behind(spans: Sequence[Span | None]) -> list[int]:
    """Of each line, where the next one starts that was found, it or one behind it; 0: none is."""
    starts, start = [], 0
    for span in reversed(spans):
        start = span[0] if span is not None else start
        starts.append(start)
    return starts[::-1]
