"""Dates of 変更箇所 that are merged over several rows, dealt out by their places where no border says whose they are.

Each date stands in the middle of its rows, and a row has one date or none; so the rows are parted into runs with a date
in the middle of each. What another parting explains nearly as well is not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hyokasho.parsers.layout.unruled.text_rows import TextLine
from hyokasho.parsers.model import Word

Run = tuple[float, float]
"""Top and bottom, in points."""
Group = tuple[int, int, float]
"""Some rows (first, end), and how far off its place among them a date stands, in line heights."""

_BLANK, _RARE = 0.3, 1.2
"""Cost, in line heights, of a row without a date: where the page has such rows, and where it needs none."""
_OPEN = 0.1
"""Cost of a row without a date above the first one: its date may stand on the page before."""
_WELL = 0.3
"""Line heights that a date stands off the middle of its rows, on the average, where the rows are well dealt out."""
_OFF = 0.4
"""Line heights off the middle of every row from which a date is merged over several."""
_FAR = 6.0
"""A date further off the middle of some rows is not theirs."""
_APART = 0.5
"""Points between lines that were moved closely together."""
_MARGIN = 1.0
"""What the best parting without a merged date must cost more than the best one with it."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """How dates are dealt out to rows: `cost` in line heights, the borders between rows (counted from 0) that surely
    run through the rows of one date, and for each date its rows (first, end)."""

    cost: float
    inside: frozenset[int]
    rows: tuple[tuple[int, int], ...]


def are_level(rows: Sequence[Run], dates: Sequence[Run], height: float, *, slack: float = 0.0) -> bool:
    """Does each date stand in the middle of a row?"""
    near = 2 * (_OFF + slack) * height
    return all(any(abs(row[0] + row[1] - date[0] - date[1]) < near for row in rows) for date in dates)


def deal_out(
    rows: Sequence[Run], dates: Sequence[Run], height: float, *, slack: float = 0.0, top: bool = False
) -> Dealt | None:
    """The dates dealt out to rows (`rows`, `dates` top to bottom); None where no date is seen to be merged.

    `height`: that of a line, `slack`: line heights by which places are not known, for pages of coarse places. `top`:
    texts stand at the top of their rows; a date at the top of several is told from one of the first by nothing.
    """
    groups = [_groups(rows, date, height, slack, top) for date in dates]
    if not rows or not dates or all(any(end == start + 1 and off < _OFF for start, end, off in g) for g in groups):
        return None
    deals = [_Deals(len(rows), groups, blank) for blank in (math.inf, _RARE, _BLANK)]
    chosen = deals[1] if deals[0].cost <= _WELL * len(dates) else deals[2]
    if math.isinf(chosen.cost):
        return None
    borders = range(len(rows) - 1)
    inside = frozenset(n for n in borders if chosen.merged[n] + _MARGIN <= chosen.parted(n))
    return Dealt(deals[1].cost, inside, chosen.path)


def moved_dates(dealt: Dealt, rows: Sequence[Run], dates: Sequence[Run], lines: Sequence[TextLine]) -> list[Word]:
    """The words of the dates (`lines`: those of a column) moved to the level of their rows, for a page of coarse
    places, on which a date of two lines may reach over the lines beside it."""
    moved: list[Word] = []
    for date, (start, end) in zip(dates, dealt.rows, strict=True):
        parted = [n for n in range(start, end - 1) if n not in dealt.inside]
        blocks = list(zip([start, *(n + 1 for n in parted)], [*parted, end - 1], strict=True))
        a, b = min(blocks, key=lambda block: abs(rows[block[0]][0] + rows[block[1]][1] - date[0] - date[1]))
        top, bottom = rows[a][0], rows[b][1]
        shown = [line for line in lines if date[0] <= line.middle <= date[1]]
        step = min((bottom - top) / len(shown), date[1] - date[0])
        y0 = (top + bottom - step * len(shown)) / 2
        for line in shown:
            moved += [replace(w, bbox=(w.bbox[0], y0, w.bbox[2], y0 + step - _APART)) for w in line.words]
            y0 += step
    return moved


class _Deals:
    """The costs of all partings of rows into runs with a date each and rows without."""

    def __init__(self, size: int, groups: Sequence[Sequence[Group]], blank: float) -> None:
        self._size, self._dates = size, len(groups)
        blanks = [[_OPEN if k == 0 else blank] * self._size for k in range(self._dates + 1)]
        self._first = self._table()
        self._first[0][0] = 0.0
        for k, costs in enumerate(self._first):
            for i in range(self._size):
                costs[i + 1] = min(costs[i + 1], costs[i] + blanks[k][i])
            for start, end, off in groups[k] if k < self._dates else ():
                self._first[k + 1][end] = min(self._first[k + 1][end], costs[start] + off)
        self._last = self._table()
        self._last[-1][-1] = 0.0
        for k in range(self._dates, -1, -1):
            costs = self._last[k]
            for start, end, off in groups[k] if k < self._dates else ():
                costs[start] = min(costs[start], self._last[k + 1][end] + off)
            for i in range(self._size - 1, -1, -1):
                costs[i] = min(costs[i], costs[i + 1] + blanks[k][i])
        self.cost = self._first[-1][-1]
        totals = [
            [(self._first[k][start] + off + self._last[k + 1][end], start, end) for start, end, off in found]
            for k, found in enumerate(groups)
        ]
        self.path = tuple(min(found)[1:] for found in totals) if not math.isinf(self.cost) else ()
        self.merged = [math.inf] * self._size
        for found in totals:
            for total, start, end in found:
                for n in range(start, end - 1):
                    self.merged[n] = min(self.merged[n], total)

    def _table(self) -> list[list[float]]:
        return [[math.inf] * (self._size + 1) for _ in range(self._dates + 1)]

    def parted(self, border: int) -> float:
        """The least cost of a parting in which the rows above and below a border have no date in common."""
        return min(first[border + 1] + last[border + 1] for first, last in zip(self._first, self._last, strict=True))


def _groups(rows: Sequence[Run], date: Run, height: float, slack: float, top: bool) -> list[Group]:
    """The runs of rows to which a date may belong by its place, and how far off it stands."""
    found = []
    for start, (upper, _) in enumerate(rows):
        for end in range(start + 1, len(rows) + 1):
            off = abs(upper + rows[end - 1][1] - date[0] - date[1]) / 2
            if top and end == start + 1:
                off = min(off, abs(upper - date[0]))
            if off <= _FAR * height:
                found.append((start, end, max(0.0, off / height - slack)))
    return found
