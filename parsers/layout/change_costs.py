"""What a row of the table of changes (変更箇所) costs: one date, one timing, texts level with each other.

Asked for every two cuts of a page, so all rows that end at a cut are reckoned together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.forms.heads import TIMINGS
from hyokasho.parsers.layout.row_cuts import Columns, Cut

DATE = re.compile(r"(?:令和|平成|[HRhr]|20)[\d元]{1,4}[年./-]")

_TWO = 8.0
"""Cost of a row with two dates or two timings."""
_NO_ENTRY = 2.0
"""Cost of a row with neither a date nor a timing; less at the ends of a page, where a row may be cut."""
_NO_PLACE = 1.5
"""Cost of a row that names no item."""
_OFF = 1.0
"""Cost of a text that stands a line's height off the middle of its row."""
_WORST = 4.0

Numbers = NDArray[Any]


class ChangeCosts:
    """`RowCosts` of the table's columns. `short`: those of dates and timings, `place`: that of the items (None: none).

    `top`: the texts of a row stand level at its top, else in its middle.
    """

    def __init__(self, columns: Columns, short: Sequence[int], place: int | None, *, top: bool) -> None:
        self._short, self._place, self._top = short, place, top
        longest = max(map(len, columns), default=0) + 1
        self._y0, self._y1 = np.zeros((len(columns), longest)), np.zeros((len(columns), longest))
        self._timings, self._dates = np.zeros((len(columns), longest), int), np.zeros((len(columns), longest), int)
        for k, column in enumerate(columns):
            size = len(column)
            self._y0[k, :size], self._y1[k, :size] = [c.y0 for c in column], [c.y1 for c in column]
            if k in short:
                self._timings[k, 1 : size + 1] = np.cumsum([line.key in TIMINGS for line in column])
                self._dates[k, 1 : size + 1] = np.cumsum([DATE.match(line.key) is not None for line in column])
        self._columns = np.arange(len(columns))
        self._cuts: Sequence[Cut] = ()
        self._above: Numbers = np.zeros((0, len(columns)), int)

    def __call__(self, cuts: Sequence[Cut], low: int, end: int) -> list[float]:
        if cuts is not self._cuts:
            self._cuts, self._above = cuts, np.array([cut.above for cut in cuts])
        starts, stop = self._above[low:end], self._above[end]
        filled = starts < stop
        at_end = np.full(end - low, end == len(cuts) - 1)
        at_end[:1] |= low == 0
        total, entries = np.zeros(end - low), np.zeros(end - low, int)
        for k in self._short:
            count = self._entries(k, starts[:, k], int(stop[k]))
            entries += count > 0
            total += _TWO * np.maximum(0, count - 1)
        ends = np.where(at_end, 0.3, 1.0)
        total += np.where(entries == 0, _NO_ENTRY * ends, 0.0)
        if self._place is not None:
            total += np.where(filled[:, self._place], 0.0, _NO_PLACE * ends)
        found: list[float] = (total + self._off(starts, stop, filled) * np.where(at_end, 0.5, 1.0)).tolist()
        return found

    def _entries(self, k: int, starts: Numbers, stop: int) -> Numbers:
        """Dates or timings in a column: a date may be written in two lines."""
        timings = self._timings[k, stop] - self._timings[k, starts]
        dates = self._dates[k, stop] - self._dates[k, starts]
        return np.where(timings > 0, timings, np.where(dates > 0, dates, stop > starts))

    def _off(self, starts: Numbers, stop: Numbers, filled: Numbers) -> Numbers:
        """How far the texts of a row stand from its middle (or top), in line heights."""
        y0, first_y1 = self._y0[self._columns, starts], self._y1[self._columns, starts]
        height = np.where(filled, first_y1 - y0, np.inf).min(axis=1)
        if self._top:
            places = (y0 + first_y1) / 2
            level = np.where(filled, places, np.inf).min(axis=1)
        else:
            y1 = self._y1[self._columns, np.maximum(stop - 1, 0)]
            tallest = np.where(filled, y1 - y0, -np.inf).argmax(axis=1)
            rows = np.arange(len(starts))
            places = (y0 + y1) / 2
            level = (y0[rows, tallest] + y1[tallest]) / 2
        off = np.minimum(_OFF * np.abs(places - level[:, None]) / height[:, None], _WORST)
        total = np.zeros(len(starts))
        for k in self._columns:
            total += np.where(filled[:, k], off[:, k], 0.0)
        return total
