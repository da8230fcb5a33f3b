"""Tables of changes whose columns a tool parted or ran together, put into the six columns of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS

from .raw import RawRow

_WIDTH = len(CHANGE_COLUMNS)


def six_columns(rows: Sequence[RawRow], is_head: Callable[[Sequence[str]], bool]) -> list[RawRow]:
    """The rows with a column for each head: a column without a head is part of the next one, its lines go on there;
    where the first column of a table without heads holds date and item, they are parted."""
    result: list[RawRow] = []
    heads: list[list[int]] = []
    parted: set[int] = {row.table for row in rows if row.table is not None and _date_and_item(row) is not None}
    headed = {row.table for row in rows if is_head(row.cells)}
    for row in rows:
        if is_head(row.cells):
            heads = _columns(row.cells)
        if heads and len(row.cells) == sum(map(len, heads)) > _WIDTH:
            cells = [_joined([row.cells[at] for at in columns]) for columns in heads]
            result.append(RawRow(cells, row.table, row.page, row.heading, row))
        elif row.table in parted - headed and len(row.cells) == _WIDTH - 1:
            first = _date_and_item(row) or ("", row.cells[0])
            result.append(RawRow([*first, *row.cells[1:]], row.table, row.page, row.heading, row))
        else:
            result.append(row)
    return result


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
    """Date and item of a first cell that holds both, a line each; None for any other row."""
    if len(row.cells) != _WIDTH - 1:
        return None
    first, _, rest = row.cells[0].partition("\n")
    known = re.search(r"\d", first) is not None and parse_date(first) is not None
    return (first, rest) if known and rest.strip() and parse_date(row.cells[0]) is None else None
