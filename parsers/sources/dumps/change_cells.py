"""Which cell of the table of changes each piece of a torn page belongs to.

The pieces of a page come in an order in which each column keeps its own. The cheapest way through them gives each piece
a row and a column: pieces of a row stand near its item, or in runs of one column; cells left empty cost, so does a
piece that is too wide for its column. How close the next best place of a piece is says whether the cell is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .ways import WayStep, cheapest

DATE, ITEM, BEFORE, AFTER, TIMING, WHY = range(6)
TEXTS = (BEFORE, AFTER)

_WIDTH = 50
"""States that are followed."""
_EMPTY = (0.8, 0.0, 1.6, 1.6, 0.9, 0.3)
"""A cell of a column without anything in it."""
_BEHIND = 0.5
"""A piece behind the item of the next row, and for each row more."""
_AHEAD = 1.0
"""A piece before the item of its row, and for each row more; a day stands there."""
_BESIDE = 0.1
"""A piece to the right of the piece before it, in its row."""
_RUN = 0.4
"""A piece of the row below that of the piece before it, not to the right of that."""
_CARRIED = 0.8
"""A piece of the row that the page before began."""
_TURNED = 1.6
"""A piece behind one that stands to the right of it in its row."""
_MORE = 2.0
"""A block more in the same cell."""
_GOES_ON = 3.0
"""A new cell in mid-sentence."""
_LOST = 4.0
"""A piece of no cell."""
_REACH = 2, 5
"""Rows before and behind the last item at most."""


@dataclass(frozen=True, slots=True)
class ChangePiece:
    """Lines of one cell. `columns` are those it may stand in, each with its cost; `inside`: no blank line stands above,
    and `parted` is what a new cell costs there; `goes_on`: it is the rest of what stands above; `item`: what it costs
    as more lines of the item above."""

    text: str
    columns: tuple[tuple[int, float], ...]
    inside: bool = False
    parted: float = 0.0
    goes_on: bool = False
    item: float = math.inf


CellPlace = tuple[int, int]
"""A row (0: the last one of the page before) and a column."""
NOBODYS: CellPlace = (-1, -1)
"""No cell."""
_FAR = {0: -1000, NOBODYS[0]: -2000}
"""What stands for rows that are not counted from the last item: that of the page before, and none."""


class _State(NamedTuple):
    """Rows begun, the row of the last piece of each column, the column of the last piece (-1: none)."""

    rows: int = 0
    last: tuple[int, ...] = (0,) * 6
    column: int = -1


def cells_of(segments: Sequence[ChangePiece], *, carried: bool) -> tuple[list[WayStep[CellPlace]], float]:
    """The cell of each segment of a page, and the cost of it all. `carried`: there is a row on the page before."""
    most = sum(any(column == ITEM for column, _ in segment.columns) for segment in segments)

    def moves(step: int, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
        for (row, column), after, cost in _moves(segments[step], state, carried=carried):
            if row <= most:
                yield (row - state.rows if row > 0 else _FAR[row], column), after, cost

    decisions, cost = cheapest(_State(), len(segments), moves, _end, lambda state: state.rows, _WIDTH)
    return list(_absolute(decisions)), cost


def _moves(segment: ChangePiece, state: _State, *, carried: bool) -> Iterator[tuple[CellPlace, _State, float]]:
    yield from _more(segment, state)
    yield from _new(segment, state, carried=carried)
    if segment.columns[0][0] != ITEM:
        yield NOBODYS, state, _LOST


def _absolute(decisions: Sequence[WayStep[CellPlace]]) -> Iterator[WayStep[CellPlace]]:
    """The decisions with rows counted from the first of the page, not from the last one whose item came before."""
    rows = 0

    def cell(near: CellPlace) -> CellPlace:
        row, column = near
        return next((far for far, sign in _FAR.items() if sign == row), rows + row), column

    for decision in decisions:
        yield WayStep(cell(decision.chosen), [(cell(near), more) for near, more in decision.rivals])
        rows += decision.chosen[1] == ITEM and decision.chosen[0] == 1


def _end(state: _State) -> float:
    """No piece stands in a row whose item is not on the page."""
    return math.inf if max(state.last) > state.rows else 0.0


def _more(segment: ChangePiece, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
    """The segment in the cell of the one before."""
    column = state.column
    costs = dict(segment.columns)
    cost = segment.item if column == ITEM else costs.get(column, math.inf) if column in (*TEXTS, WHY) else math.inf
    if cost < math.inf:
        cost += 0.0 if segment.inside or segment.goes_on else _MORE
        yield (state.last[column], column), state, cost


def _new(segment: ChangePiece, state: _State, *, carried: bool) -> Iterator[tuple[CellPlace, _State, float]]:
    """The segment in a cell of its own."""
    parted = _GOES_ON if segment.goes_on else segment.parted if segment.inside else 0.0
    for column, cost in segment.columns:
        rows = [state.rows + 1] if column == ITEM else _rows(state, column)
        for row in (0, *rows) if carried and column != ITEM and not state.last[column] else rows:
            last = (*state.last[:column], row, *state.last[column + 1 :])
            begun = row if column == ITEM else state.rows
            yield (row, column), _State(begun, last, column), cost + parted + _place(state, row, column)


def _rows(state: _State, column: int) -> Sequence[int]:
    ahead, behind = _REACH
    return range(max(state.last[column] + 1, state.rows - behind), state.rows + ahead + 1)


def _place(state: _State, row: int, column: int) -> float:
    """The cost of a cell where the page is as far as `state`: a row that is reached pays for its cells, until they are
    filled."""
    if column == ITEM:
        return sum(cost for cost, last in zip(_EMPTY, state.last, strict=True) if last < row)
    if row == 0:
        return _CARRIED + _BEHIND * state.rows
    late = state.rows - row + (column == DATE)
    near = _BEHIND * late if late >= 0 else -_AHEAD * late
    before = state.last[state.column]
    if state.column >= 0 and before and row == before + (column <= state.column) and (late >= 0 or column == DATE):
        near = min(near, _RUN if row > before else _BESIDE)
    turned = _TURNED * any(last >= row for last in state.last[column + 1 :]) if column != DATE else 0.0
    ahead = row - max(state.rows, state.last[column]) - 1
    return near + turned + _EMPTY[column] * (ahead if ahead >= 0 else -1)
