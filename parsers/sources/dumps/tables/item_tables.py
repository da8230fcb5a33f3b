"""Lists of record items whose headings a tool lost, told by their numbers: a table that counts on in all its cells.

What file and what group of items such a list belongs to stood above it, outside the table: nobody knows it now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import RECORD_COLUMNS

from ..notation.raw import RawRow

_ITEM = re.compile(r"^(\d{1,4})(?:[\s.．、)）]+)(?=\S)(.*)$", re.DOTALL)
_NUMBER = re.compile(r"^(\d{1,4})[.．)）]?$")
_FEWEST = 3
"""So many items before a table is taken for the first list."""
_FEWEST_OF_TABLES = 10
"""So many items before several tables are taken for one list, or one that leaves out numbers for a list."""
_COUNTED = 0.9
"""Share of the numbers between the first and the last that such a list has."""
_LONGEST = 60
"""A name of more letters is a sentence of an answer."""


@dataclass(frozen=True, slots=True)
class ItemTable:
    """Tables that are nothing but a list of items: a row (number, name) for each in their order, and where they end."""

    rows: list[RawRow]
    stop: int


def item_table(rows: Sequence[RawRow], at: int, *, another: bool) -> ItemTable | None:
    """The list that the table at `at` is, with those below it where its columns go on over pages; None if it is none.
    `another`: lists stand above it, so few items are enough."""
    found: dict[int, RawRow] = {}
    counted: ItemTable | None = None
    stop, tables = at, 0
    while stop < len(rows) and (items := _table_items(rows, stop)) is not None:
        if found.keys() & items.rows.keys():
            break
        found.update(items.rows)
        stop, tables = items.stop, tables + 1
        numbers = sorted(found)
        fewest = _FEWEST_OF_TABLES if tables > 1 else 1 if another else _FEWEST
        if len(numbers) < fewest:
            continue
        counted = ItemTable([found[number] for number in numbers], stop)
        if numbers[-1] - numbers[0] + 1 == len(numbers):
            return counted
    numbers = sorted(found)
    few = len(numbers) < _FEWEST_OF_TABLES or len(numbers) < _COUNTED * (numbers[-1] - numbers[0] + 1)
    return None if few else counted


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of one table by their numbers, and where it ends."""

    rows: dict[int, RawRow]
    stop: int


def _table_items(rows: Sequence[RawRow], at: int) -> _Items | None:
    """The items of the table that begins at `at`; None where none begins there or it holds anything else."""
    table = rows[at].table
    if table is None or (at and rows[at - 1].table == table):
        return None
    stop = next((n for n in range(at, len(rows)) if rows[n].table != table), len(rows))
    found: dict[int, RawRow] = {}
    for row in rows[at:stop]:
        items = _items(row) if not is_item_head(row.cells) else []
        if items is None or any(number in found for number, _ in items):
            return None
        found.update(items)
    return _Items(found, stop) if found else None


def _items(row: RawRow) -> list[tuple[int, RawRow]] | None:
    """The items of a row by their numbers; None where a cell is none."""
    items: list[tuple[int, RawRow]] = []
    waiting: tuple[int, str] | None = None
    for cell in (cell for cell in row.cells if cell.strip()):
        text = fold(cell)
        if waiting is not None:
            items.append((waiting[0], RawRow([waiting[1], cell], row.table, row.page, source=row)))
            waiting = None
        elif (alone := _NUMBER.match(text)) is not None:
            waiting = int(alone[1]), cell
        elif (item := _ITEM.match(cell.strip())) is not None and len(text) <= _LONGEST and "。" not in cell:
            items.append((int(fold(item[1])), RawRow([item[1], item[2].strip()], row.table, row.page, source=row)))
        else:
            return None
    return items if waiting is None else None


def is_item_head(cells: Sequence[str]) -> bool:
    """The head row of a list of record items, wherever it is repeated."""
    texts = [fold(part) for c in cells for part in re.split(r"[\s>＞]+", c) if part.strip()]
    heads = {fold(h) for h in RECORD_COLUMNS}
    return len(texts) > 1 and all(t in heads for t in texts)
