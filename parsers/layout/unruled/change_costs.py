"""What a row of the table of changes (変更箇所) costs: one date, one timing, texts level with each other.

Asked for every two cuts of a page, so the rows between all of them are reckoned together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers import costs
from hyokasho.parsers.forms.heads import TIMINGS
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.unruled.row_cuts import Columns, Cut, RowCosts

DATE = pattern("dates", "beginning")

ITEM = pattern("changes", "item")
"""How the item of a change begins, folded: a part of the form, an annex, the cover."""

_AT_ONCE = 100_000
"""Numbers that are reckoned together at most, for each column of the table."""

Numbers = NDArray[Any]


Mode = Literal["middle", "top"]
"""Where the texts of a row stand level."""
MODES: tuple[Mode, ...] = ("middle", "top")


class ChangeCosts:
    """What rows of the table's columns cost. `short`: those of dates and timings, `place`: that of the items (None:
    none). `coarse`: places are lines of a text. `said`: the short columns that the last row of the page before has
    filled; what says them too is another row. `dated`: every row has a date, wherever it stands."""

    def __init__(
        self,
        columns: Columns,
        short: Sequence[int],
        place: int | None,
        *,
        coarse: bool = False,
        said: frozenset[int] = frozenset(),
        dated: bool = False,
    ) -> None:
        self._short, self._place, self._coarse, self._said = short, place, coarse, said
        self._dated = dated
        longest = max(map(len, columns), default=0) + 1
        self._y0, self._y1 = np.zeros((len(columns), longest)), np.zeros((len(columns), longest))
        self._timings, self._dates = np.zeros((len(columns), longest), int), np.zeros((len(columns), longest), int)
        for k, column in enumerate(columns):
            size = len(column)
            self._y0[k, :size], self._y1[k, :size] = [c.y0 for c in column], [c.y1 for c in column]
            if k in short:
                self._timings[k, 1 : size + 1] = np.cumsum([line.key in TIMINGS for line in column])
                self._dates[k, 1 : size + 1] = np.cumsum([DATE.match(line.key) is not None for line in column])
        self._items, self._begins = np.zeros(longest, int), np.zeros(longest, bool)
        if place is not None:
            begins = [ITEM.match(line.key) is not None for line in columns[place]]
            self._items[1 : len(begins) + 1], self._begins[: len(begins)] = np.cumsum(begins), begins
        self._cuts: Sequence[Cut] = ()
        self._tables: dict[Mode, Numbers] = {}

    def by(self, mode: Mode) -> RowCosts:
        """The costs where texts stand level in this manner."""

        def costs(cuts: Sequence[Cut], end: int) -> Callable[[int, float], float]:
            if cuts is not self._cuts:
                reckoned = self._reckoned(np.array([cut.above for cut in cuts]))
                self._cuts, self._tables = cuts, dict(zip(MODES, reckoned, strict=True))
            found: list[float] = self._tables[mode][:end, end].tolist()
            return lambda start, limit: found[start]

        return costs

    def _reckoned(self, above: Numbers) -> Numbers:
        """By mode, cost of the row from each cut (by row) to each later one (by column), some columns at a time."""
        count = len(above)
        step = max(1, _AT_ONCE // above.size)
        with np.errstate(invalid="ignore", divide="ignore"):  # (of the rows that end before they begin)
            parts = [self._rows(above, np.arange(low, min(low + step, count))) for low in range(0, count, step)]
        return np.concatenate(parts, axis=2)

    def _rows(self, above: Numbers, ends: Numbers) -> Numbers:
        starts, stops = above[:, None, :], above[None, ends, :]
        filled = starts < stops
        last = np.broadcast_to(ends[None, :] == len(above) - 1, filled.shape[:2])
        first = np.zeros_like(last)
        first[0] = True
        total, entries = np.zeros(filled.shape[:2]), np.zeros(filled.shape[:2], int)
        for k in self._short:
            counted = self._entries(k, starts[..., k], stops[..., k])
            entries += counted > 0
            first &= (counted == 0) | (k not in self._said)
            total += costs.NOW.changes.two * np.maximum(0, counted - 1)
        at_end = first | last
        share = np.where(at_end, 0.3, 1.0)
        if not self._dated:
            total += np.where(entries == 0, costs.NOW.changes.no_entry * share, 0.0)
        if self._place is not None:
            total += np.where(filled[..., self._place], 0.0, costs.NOW.changes.no_place * share)
            begin, behind = starts[..., self._place], stops[..., self._place]
            total += costs.NOW.changes.two * np.maximum(0, self._items[behind] - self._items[begin] - 1)
            strange = filled[..., self._place] & ~self._begins[begin]
            strange[0] = False
            total += np.where(strange, costs.NOW.changes.no_beginning, 0.0)
        places, heights, height = self._places(above, ends, filled)
        offs = [_off(places[0], _tallest(places[0], heights), height), _off(places[1], places[1].min(2), height)]
        cut = np.minimum(*offs)  # (of a row that its page cuts)
        if not self._coarse:
            cut = np.minimum(cut, costs.NOW.changes.cut + _off_cut(places[0], heights, height, first, last))
        return np.array([total + np.where(at_end, 0.5 * cut, off) for off in offs])

    def _entries(self, k: int, starts: Numbers, stops: Numbers) -> Numbers:
        """Dates or timings in a column: a date may be written in two lines."""
        timings = self._timings[k, stops] - self._timings[k, starts]
        dates = self._dates[k, stops] - self._dates[k, starts]
        return np.where(timings > 0, timings, np.where(dates > 0, dates, stops > starts))

    def _places(
        self, above: Numbers, ends: Numbers, filled: Numbers
    ) -> tuple[tuple[Numbers, Numbers], Numbers, Numbers]:
        """Of the texts of each row: middles, middles of their first lines (inf where a column is empty), heights (0
        there), and the height of the least of the first lines."""
        columns = np.arange(above.shape[1])
        y0, first_y1 = self._y0[columns, above][:, None, :], self._y1[columns, above][:, None, :]
        y1 = self._y1[columns, np.maximum(above[ends] - 1, 0)][None, :, :]
        middles, tops = np.where(filled, (y0 + y1) / 2, np.inf), np.where(filled, (y0 + first_y1) / 2, np.inf)
        heights = np.where(filled, y1 - y0, 0.0)
        return (middles, tops), heights, np.where(filled, first_y1 - y0, np.inf).min(axis=2)


def _tallest(middles: Numbers, heights: Numbers) -> Numbers:
    """The middle of the tallest text of each row."""
    level: Numbers = np.take_along_axis(middles, heights.argmax(axis=2)[..., None], 2)[..., 0]
    return level


def _off(places: Numbers, level: Numbers, height: Numbers) -> Numbers:
    """How far the texts of a row stand from its level (columns that are empty: not at all), in line heights."""
    worth = costs.NOW.changes
    off = np.minimum(worth.off_level * np.abs(places - level[..., None]) / height[..., None], worth.worst)
    total: Numbers = np.where(np.isfinite(places), off, 0.0).sum(axis=2)
    return total


def _off_cut(middles: Numbers, heights: Numbers, height: Numbers, first: Numbers, last: Numbers) -> Numbers:
    """How far the texts of a row that its page cuts stand from each other, the tallest apart: that one is cut, so that
    the middle of the row is further up if the row is the `first` one, further down if it is the `last`."""
    others = middles.copy()
    np.put_along_axis(others, heights.argmax(axis=2)[..., None], np.inf, 2)
    there = np.isfinite(others)
    level = np.where(there, others, 0.0).sum(axis=2) / np.maximum(there.sum(axis=2), 1)
    below = np.where(there.any(axis=2), level - _tallest(middles, heights), 0.0)
    beyond = np.where(first & last, 0.0, np.where(last, -below, below))
    return _off(others, level, height) + np.minimum(np.maximum(beyond, 0.0) / height, costs.NOW.changes.worst)
