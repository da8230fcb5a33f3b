"""Tables of changes whose columns a tool parted or ran together, put into the six columns of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise, zip_longest

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import find_dates, parse_date
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, TIMINGS

from ..notation.raw import RawRow

_WIDTH = len(CHANGE_COLUMNS)
_TIMING = 4


def six_columns(rows: Sequence[RawRow], is_head: Callable[[Sequence[str]], bool]) -> tuple[list[RawRow], list[str]]:
    """The rows with a column for each head, and the rows that have none: a column without a head is part of the next
    one, its lines go on there; where the first column of a table without heads holds date and item, they are parted,
    and so are item and text below two heads in one cell, where the lines show which is which. A table below a page end
    whose dates are all blank may lack their column. More columns than heads that nothing tells are not known."""
    rows = [row for _, table in groupby(rows, key=lambda row: row.table) for row in _with_dates(list(table), is_head)]
    width = _item_width(rows, is_head)
    result: list[RawRow] = []
    lost: list[str] = []
    shared: int | None = None
    heads: list[list[int]] = []
    parted: set[int] = {row.table for row in rows if row.table is not None and _date_and_item(row) is not None}
    wide = _of_wide_tables(rows)
    headed = {row.table for row in rows if is_head(row.cells)}
    for row in rows:
        if is_head(row.cells):
            heads, shared = _columns(row.cells), _shared_head(row.cells)
        if shared is not None and len(row.cells) == _WIDTH - 1:
            parts = CHANGE_COLUMNS[shared : shared + 2] if is_head(row.cells) else _item_and_text(row, shared, width)
            if parts is None:
                lost.append(row.text)
            else:
                cells = [*row.cells[:shared], *parts, *row.cells[shared + 1 :]]
                result.append(RawRow(cells, row.table, row.page, row.heading, row))
        elif heads and len(row.cells) == sum(map(len, heads)) > _WIDTH:
            cells = [_joined([row.cells[at] for at in columns]) for columns in heads]
            result.append(RawRow(cells, row.table, row.page, row.heading, row))
        elif row.table in parted - headed and len(row.cells) == _WIDTH - 1:
            first = _date_and_item(row) or ("", row.cells[0])
            result.append(RawRow([*first, *row.cells[1:]], row.table, row.page, row.heading, row))
        elif row.table in wide and not is_head(row.cells):
            columns = wide[row.table]
            if columns is None:
                lost.append(row.text)
            else:
                result.append(RawRow([row.cells[at] for at in columns], row.table, row.page, row.heading, row))
        else:
            result.append(row)
    return result, lost


def _of_wide_tables(rows: Sequence[RawRow]) -> dict[int | None, Sequence[int] | None]:
    """The six columns of each table that has more: the first ones where its timings stand in theirs, else those that
    hold any text; None where these are not six."""
    found: dict[int | None, Sequence[int] | None] = {}
    for number, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        if number is None or len({len(row.cells) for row in table}) > 1 or len(table[0].cells) <= _WIDTH:
            continue
        filled = [at for at in range(len(table[0].cells)) if any(row.cells[at].strip() for row in table)]
        timed = {at for row in table for at, cell in enumerate(row.cells) if fold(cell) in TIMINGS}
        own = timed == {_TIMING} and max(filled) < _WIDTH
        found[number] = range(_WIDTH) if own else filled if len(filled) == _WIDTH else None
    return found


def _with_dates(rows: Sequence[RawRow], is_head: Callable[[Sequence[str]], bool]) -> list[RawRow]:
    """The rows of a table, with an empty date where its timings stand a column too far left and no cell is a date."""
    if any(len(row.cells) != _WIDTH - 1 or is_head(row.cells) for row in rows):
        return list(rows)
    told = [[fold(row.cells[at]) in TIMINGS for at in (_TIMING - 1, _TIMING)] for row in rows]
    dated = any(leading_day(row.cells[0].split("\n")[0]) for row in rows)
    if dated or sum(here for here, _ in told) < _FEWEST or any(there for _, there in told):
        return list(rows)
    return [RawRow(["", *row.cells], row.table, row.page, row.heading, row) for row in rows]


_FEWEST = 2
"""Timings that show where their column is."""


def _shared_head(head: Sequence[str]) -> int | None:
    """The first of two columns whose heads stand in one cell; None where each has its own."""
    keys = [fold(cell) for cell in head]
    both = ["".join(map(fold, pair)) for pair in pairwise(CHANGE_COLUMNS)]
    return next((keys.index(pair) for pair in both if pair in keys), None)


def _item_width(rows: Sequence[RawRow], is_head: Callable[[Sequence[str]], bool]) -> int:
    """Letters of the longest line of an item, in the tables whose items have their own column; 0: there is none."""
    whole = {row.table for row in rows if is_head(row.cells) and all(map(str.strip, row.cells))}
    cells = [row.cells[1] for row in rows if row.table in whole and len(row.cells) == _WIDTH and not is_head(row.cells)]
    return max((len(line) for cell in cells for line in cell.split("\n")), default=0)


def _item_and_text(row: RawRow, shared: int, width: int) -> tuple[str, str] | None:
    """Item and text of a cell that holds both: the item's lines are no longer than other items', the first line of
    the text is. None where it is not sure."""
    lines = row.cells[shared].split("\n")
    if not row.cells[shared].strip():
        return "", ""
    wide = next((at for at, line in enumerate(lines) if len(line) > width), None)
    if shared != 1 or not width or not wide:
        return None
    return "\n".join(lines[:wide]), "\n".join(lines[wide:])


def _columns(head: Sequence[str]) -> list[list[int]]:
    """The columns below each head: those without one go with the next; [] where there are not six heads."""
    groups: list[list[int]] = [[]]
    for at, cell in enumerate(head):
        groups[-1].append(at)
        if cell.strip():
            groups.append([])
    if len(groups) != _WIDTH + 1 or groups[-1]:
        return []
    return groups[:-1]


def _joined(cells: Sequence[str]) -> str:
    """The text of cells that a border parted: level lines go on in the next cell."""
    filled = [cell.split("\n") for cell in cells if cell.strip()]
    return "\n".join("".join(level) for level in zip_longest(*filled, fillvalue=""))


def _date_and_item(row: RawRow) -> tuple[str, str] | None:
    """Date and item of a first cell that holds both, on a line each or on one; None for any other row."""
    if len(row.cells) != _WIDTH - 1:
        return None
    first, _, rest = row.cells[0].partition("\n")
    end = leading_day(first)
    item = "\n".join(text for text in (first[end:].strip(), rest) if text.strip())
    return (first[:end], item) if end and item and parse_date(row.cells[0]) is None else None


def leading_day(line: str) -> int:
    """Where the day ends with which a line begins; 0 where it begins with none."""
    if re.search(r"\d", line) is not None and parse_date(line) is not None:
        return len(line)
    found = next(iter(find_dates(line)), None)
    return found.end if found is not None and found.value is not None and not line[: found.start].strip() else 0
