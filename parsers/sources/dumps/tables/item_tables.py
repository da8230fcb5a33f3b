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
_LONGEST = 60
"""A name of more letters is a sentence of an answer."""


@dataclass(frozen=True, slots=True)
class ItemTable:
    """A table that is nothing but a list of items: a row (number, name) for each in their order, and where it ends."""

    rows: list[RawRow]
    stop: int


def item_table(rows: Sequence[RawRow], at: int, *, another: bool) -> ItemTable | None:
    """The list that the table at `at` is, if it is one. `another`: lists stand above it, so few items are enough."""
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
    numbers = sorted(found)
    if len(numbers) < (1 if another else _FEWEST) or numbers[-1] - numbers[0] + 1 != len(numbers):
        return None
    return ItemTable([found[number] for number in numbers], stop)


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
