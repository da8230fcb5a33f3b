"""The dates of a torn table of changes where one date stands for several rows.

A text prints such a date before the first of its rows, or behind the last one; a row with a date of its own has it at
its beginning. Which of both a table does is told by which of them reads all of it: two dates without a row between,
rows before the first date or behind the last one are left over where it is the other. Where neither does, as in texts
that print a date in the middle of its rows, no date is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from .ways import WayStep, cheapest

Event = int | None | Literal["page"]
"""A row stands (its number), a date stands (None), or a page ends."""

_LEFT = 1.0
"""Cost of a row without a date, or a date without a row."""
_LEFT_BEFORE = 2.0
"""The same of a date where dates stand before their rows."""
_FIRST_LEFT = 5.0
"""Cost of rows above the first date where dates stand before their rows."""
_LONELY = 0.9
"""Cost of a date behind a single row that is no other date's."""
_CUT = 0.3
"""The same of the first row of a page: the others stand on the page before."""
_MORE, _FEW = 1.5, 0.12
"""The other way costs so much more, and the cheapest one so much for each row at most, where a way is known."""
_SURE = 0.6
"""The next best choice costs so much more where a date is known."""
_FEW_MERGED, _RARE = 3, 4
"""Dates of several rows that show that they are merged over them, and how many of them there are for each with a row
without a date between two of its day."""
_FOLLOWED = 16

_Choice = Literal["own", "more", "waits", "none", "opens", "ends", "nothing", "page"]
"""Of a row: it has the date before it, as the first row or a further one; it waits for the date behind it; it has none.
Of a date: the next row is its first, it ends the rows that wait for it, it is of no row."""


class _State(NamedTuple):
    """What the date before is still open for, how many rows wait for the next one (two at most), and whether no row of
    the page stands before them."""

    open: Literal["", "first", "more"] = ""
    waiting: int = 0
    fresh: bool = True
    begun: bool = False


@dataclass(slots=True)
class _Group:
    """The rows of a date, which stands before them or behind; `fresh`: they are the first of a page; `doubted`: another
    date may be theirs."""

    date: int
    rows: list[int] = field(default_factory=list)
    before: bool = False
    fresh: bool = False
    doubted: bool = False


def dates_of_rows(events: Sequence[Event], days: Mapping[int, dt.date | None], *, in_rows: bool) -> dict[int, int]:
    """The event that is each row's date, for the rows whose date is known.

    `days`: what each date says, by its event; `in_rows`: the rows are read in their order, as where dates stand before
    them.
    """
    early, late = (_Way(events, behind=behind) for behind in (False, True))
    best, other = (early, late) if early.cost <= late.cost else (late, early)
    rows = sum(isinstance(event, int) for event in events)
    if other.cost - best.cost < _MORE or best.cost > _FEW * rows or (best is early and not in_rows):
        return {}
    return {row: group.date for group in _believed(best.groups(), days) for row in group.rows}


def _believed(groups: Sequence[_Group], days: Mapping[int, dt.date | None]) -> Iterator[_Group]:
    """The groups that are not in doubt, and whose days are in the order of their neighbours'.

    The first rows of a page may be those of the last date of the page before, unless such a date is printed again on
    the next page. Where a row without a date stands between two of the same day, its cell is empty; where that is seen
    often, or dates that run over rows are few, those behind the row of each date may be so as well.
    """
    again = any(group.fresh and days[group.date] == days[above.date] for above, group in pairwise(groups))
    each = [
        any(
            one.before and days[one.date] == days[group.date]
            for one in groups[max(0, at - 1) : at + 2]
            if one is not group
        )
        for at, group in enumerate(groups)
    ]
    empty = [one for one, group in zip(each, groups, strict=True) if group.before and len(group.rows) > 1]
    merged = len(empty) >= _FEW_MERGED and sum(empty) * _RARE <= len(empty)
    for at, group in enumerate(groups):
        order = [day for one in groups[max(0, at - 1) : at + 2] if (day := days[one.date]) is not None]
        if group.doubted or days[group.date] is None or order != sorted(order) or (group.fresh and at and not again):
            continue
        whole = not each[at] and (merged or not group.before)
        yield _Group(group.date, group.rows if whole else group.rows[: int(group.before)])


class _Way:
    """The cheapest way to give rows their dates, where dates of several rows stand `behind` them or before them."""

    def __init__(self, events: Sequence[Event], *, behind: bool) -> None:
        self._events, self._behind = events, behind
        self._steps: Sequence[WayStep[_Choice]]
        self._steps, self.cost = cheapest(_State(), len(events), self._moves, self._left, lambda _: 0, _FOLLOWED)

    def groups(self) -> list[_Group]:
        """The rows of each date, in doubt where a choice is, or beside a date without a row."""
        groups: list[_Group] = []
        waiting: list[int] = []
        doubted = fresh = False
        for at, (event, step) in enumerate(zip(self._events, self._steps, strict=True)):
            doubted |= any(more < _SURE for _, more in step.rivals) or step.chosen == "nothing"
            if isinstance(event, int):
                if step.chosen == "waits":
                    fresh = fresh if waiting else self._events[at - 1] == "page"
                    waiting.append(event)
                elif step.chosen != "none" and groups:
                    groups[-1].rows.append(event)
                    groups[-1].doubted |= doubted
            elif event is None and step.chosen != "nothing":
                before = step.chosen == "opens"
                groups.append(_Group(at, [] if before else waiting, before, fresh and not before, doubted))
                waiting, doubted = [], False
        return groups

    def _moves(self, step: int, state: _State) -> Iterator[tuple[_Choice, _State, float]]:
        event = self._events[step]
        if event is None:
            yield from self._date(state)
        elif event == "page":
            kept = state if not self._behind else _State()
            yield "page", kept._replace(fresh=True, begun=True), self._left(state) if self._behind else 0.0
        else:
            yield from self._row(state)

    def _date(self, state: _State) -> Iterator[tuple[_Choice, _State, float]]:
        yield "opens", _State("first", 0, False, True), self._left(state)
        if state.waiting:
            few = state.waiting < 2
            yield "ends", _State("", 0, False, True), few * (_CUT if state.fresh else _LONELY)
        yield "nothing", state._replace(begun=True), _LEFT if self._behind else _LEFT_BEFORE

    def _row(self, state: _State) -> Iterator[tuple[_Choice, _State, float]]:
        if state.open == "first":
            yield "own", _State("" if self._behind else "more", 0, False, True), 0.0
            return
        if state.open == "more":
            yield "more", state, 0.0
        if self._behind:
            yield "waits", _State("", min(2, state.waiting + 1), state.fresh, state.begun), 0.0
        if not state.waiting:
            left = _LEFT if self._behind or state.begun else _FIRST_LEFT
            yield "none", state._replace(open="", fresh=False, begun=True), left * 0.9

    def _left(self, state: _State) -> float:
        """The cost of what is left over where nothing follows."""
        return _LEFT * state.waiting + (_LEFT if self._behind else _LEFT_BEFORE) * (state.open == "first")
