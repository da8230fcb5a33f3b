"""Which cell of the table of changes each piece of a torn page belongs to.

The pieces of a page come in an order in which each column keeps its own. The cheapest way through them gives each piece
a row and a column: pieces of a row stand near its item, or in runs of one column; cells left empty cost, so does a
piece that is too wide for its column. How close the next best place of a piece is says whether the cell is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hyokasho.parsers import costs

from .change_chunks import DATE, ITEM, TEXTS
from .change_pieces import ChangePiece
from .ways import WayStep, cheapest

_WIDTH = 24
"""States that are followed."""
_REACH = 2, 5
"""Rows before and behind the last item at most."""
_FAR_ROWS = 30.0
"""Where rows are read in their order, no way is followed that costs so much more than the cheapest."""
_OPEN = 4
"""Rows whose text before a change is remembered."""

CellPlace = tuple[int, int]
"""A row (0: the last one of the page before) and a column."""
NOBODYS: CellPlace = (-1, -1)
"""No cell."""
_FAR = {0: -1000, NOBODYS[0]: -2000}
"""What stands for rows that are not counted from the last item: that of the page before, and none."""


class _State(NamedTuple):
    """Rows begun, the row of the last piece of each column, the column of the last piece (-1: none), how many pieces
    its cell has, and the rows and pieces of texts that have their like further on and none yet in their row."""

    rows: int = 0
    last: tuple[int, ...] = (0,) * 6
    column: int = -1
    size: int = 0
    open: tuple[tuple[int, int], ...] = ()


def cells_of(
    segments: Sequence[ChangePiece], *, carried: bool, strict: float = 1.0
) -> tuple[list[WayStep[CellPlace]], float]:
    """The cell of each segment of a page, and the cost of it all. `carried`: there is a row on the page before;
    `strict`: how much more than elsewhere it costs to leave the order of rows and their columns."""
    most = sum(ITEM in segment.columns for segment in segments)

    search = _Search(carried, strict)

    def moves(step: int, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
        for (row, column), after, cost in search.moves(step, segments[step], state):
            if row <= most:
                yield (row - state.rows if row > 0 else _FAR[row], column), after, cost

    reach = _FAR_ROWS if strict > 1 else math.inf
    decisions, cost = cheapest(_State(), len(segments), moves, _end, lambda state: state.rows, _WIDTH, reach)
    return list(_absolute(decisions)), cost


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


class _Search:
    """Where each piece of a page may go on from a state, and what that costs with the costs in use."""

    def __init__(self, carried: bool, strict: float) -> None:
        self._carried, self._strict = carried, strict
        self._torn = torn = costs.NOW.torn
        self._empty = torn.no_date, 0.0, torn.no_text, torn.no_text, torn.no_timing, torn.no_why
        """What a cell without anything in it costs, by column."""

    def moves(self, step: int, piece: ChangePiece, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
        """The cells of a piece, the state behind each, and its cost."""
        yield from self._more(step, piece, state)
        yield from self._new(step, piece, state)
        if piece.kind != "item":
            yield NOBODYS, state._replace(size=0), self._torn.lost

    def _more(self, step: int, piece: ChangePiece, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
        """The piece in the cell of the one before."""
        column = state.column
        cost = piece.stays.get(column, math.inf)
        cost += piece.columns.get(column, math.inf) if column != ITEM else 0.0
        cost += self._torn.repeats * any(n >= step - state.size for n in piece.like)
        if cost < math.inf:
            yield (state.last[column], column), state._replace(size=state.size + 1), cost

    def _new(self, step: int, piece: ChangePiece, state: _State) -> Iterator[tuple[CellPlace, _State, float]]:
        """The piece in a cell of its own."""
        ended = piece.ends.get(state.column, 0.0)
        begins = self._torn.mid_sentence * piece.torn
        for column, cost in piece.columns.items():
            rows = [state.rows + 1] if column == ITEM else _rows(state, column)
            for row in (0, *rows) if self._carried and column != ITEM and not state.last[column] else rows:
                last = (*state.last[:column], row, *state.last[column + 1 :])
                begun = row if column == ITEM else state.rows
                cost_there = cost + ended + self._place(state, row, column) + begins * (row > 0)
                if piece.gap == "space" and not (column > state.column and row >= state.last[state.column]):
                    cost_there += self._torn.not_beside
                texts, likeness = self._compared(step, piece, state, row, column)
                yield (row, column), _State(begun, last, column, 1, texts), cost_there + likeness

    def _compared(
        self, step: int, piece: ChangePiece, state: _State, row: int, column: int
    ) -> tuple[tuple[tuple[int, int], ...], float]:
        """The texts that wait for their like behind a new cell, and what its likeness to its row's other one costs."""
        if column not in TEXTS or row == 0:
            return state.open, 0.0
        other = next((n for of, n in state.open if of == row), None)
        kept = tuple(one for one in state.open if one[0] != row)
        if other is not None:
            return kept, -self._torn.like if other in piece.like else self._torn.unlike
        if piece.has_like:
            return (*kept, (row, step))[-_OPEN:], 0.0
        return kept, 0.0

    def _place(self, state: _State, row: int, column: int) -> float:
        """The cost of a cell where the page is as far as `state`: a row that is reached pays for its cells, until they
        are filled."""
        torn = self._torn
        if column == ITEM:
            return sum(cost for cost, last in zip(self._empty, state.last, strict=True) if last < row)
        if row == 0:
            return torn.carried + torn.behind * (state.rows + (column == DATE)) * self._strict
        late = state.rows - row + (column == DATE)
        near = torn.behind * late if late >= 0 else -torn.ahead * late
        before = state.last[state.column]
        if state.column >= 0 and before and row == before + (column <= state.column) and (late >= 0 or column == DATE):
            near = min(near, torn.run if row > before else torn.beside)
        late_cell = any(last >= row for last in state.last[column + 1 :])
        turned = (torn.turned_day if column == DATE else torn.turned) * late_cell
        ahead = row - max(state.rows, state.last[column]) - 1
        return (near + turned) * self._strict + self._empty[column] * (ahead if ahead >= 0 else -1)


def _rows(state: _State, column: int) -> Sequence[int]:
    ahead, behind = _REACH
    return range(max(state.last[column] + 1, state.rows - behind), state.rows + ahead + 1)
