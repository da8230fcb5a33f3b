"""Rows of the table of changes that a tool cut into strips: the date stands in a middle strip, the texts in the first
one or a line in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..notation.raw import RawRow

_EVIDENCE = 2
"""So many dates that stand alone below a row without one before a table is believed to be cut so."""
_BEGINS = 3
"""A row with so many cells begins a new row of the table where the one above has all that it needs."""


def whole_rows(rows: Sequence[RawRow], is_head: Callable[[Sequence[str]], bool]) -> list[RawRow]:
    """The rows with the strips of each put together; as they are where dates do not stand alone."""
    if _evidence(rows) < _EVIDENCE:
        return list(rows)
    result: list[RawRow] = []
    block: list[RawRow] = []
    for row in rows:
        apart = row.table is None or is_head(row.cells)
        if apart or (block and (row.table != block[0].table or _begins(row, block))):
            result += _whole(block)
            block = []
        if apart:
            result.append(row)
        else:
            block.append(row)
    return [*result, *_whole(block)]


def _evidence(rows: Sequence[RawRow]) -> int:
    """How many dates stand in a row without item, below a row that has no date, or in a table with empty rows (those
    count twice)."""
    count = 0
    above: RawRow | None = None
    empty = {row.table for row in rows if not _filled(row)}
    for row in rows:
        filled = _filled(row)
        if 0 in filled and 1 not in filled and above is not None and above.table == row.table:
            count += (0 not in _filled(above)) * (2 if row.table in empty else 1)
        if filled:
            above = row
    return count


def _filled(row: RawRow) -> list[int]:
    return [n for n, cell in enumerate(row.cells) if cell.strip()]


def _begins(row: RawRow, block: Sequence[RawRow]) -> bool:
    """Does this row begin the next change? It has many cells, or a date, and the one above has its own already; or it
    has an item, and the texts above, which have none, end their sentences: the end of a row before the page end."""
    filled = _filled(row)
    had = [_filled(one) for one in block]
    if 0 in filled and any(0 in one for one in had):
        return True
    if len(filled) < _BEGINS:
        return False
    return any(len(one) >= _BEGINS for one in had) or (1 in filled and _ended(block))


def _ended(block: Sequence[RawRow]) -> bool:
    """Rows of texts without an item, whose last texts end their sentences."""
    cells = [row.cells for row in block if _filled(row)]
    if not cells or any(row[1].strip() for row in cells):
        return False
    texts = [[row[at] for row in cells if row[at : at + 1] and row[at].strip()] for at in (2, 3)]
    return all(column[-1].rstrip().endswith("。") for column in texts if column)


def _whole(block: Sequence[RawRow]) -> list[RawRow]:
    filled = [row for row in block if _filled(row)]
    if len(filled) < 2:
        return filled
    width = max(len(row.cells) for row in filled)
    cells = ["\n".join(c for row in filled for c in row.cells[at : at + 1] if c.strip()) for at in range(width)]
    return [RawRow(cells, filled[0].table, filled[0].page, source=filled[0])]
