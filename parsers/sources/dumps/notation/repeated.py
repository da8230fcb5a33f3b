"""Cells that a tool filled itself: the text of a cell that goes over several columns again in each of them, and names
for columns that have none.

    |2．基本情報|Col2|Col3|
    |①ファイルの種類|①ファイルの種類|1) システム用ファイル|
    |3．入手・使用|3．入手・使用|3．入手・使用|

A heading that stands in all cells of its row shows that the tool does so. In the table of changes two columns may say
the same, so its rows are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.parsers.forms.lexicon.labels import is_heading

from ..tables.changes import rows_of_others
from .raw import RawRow

_NAMED = re.compile(r"Col(\d{1,3})")
_EVIDENCE = 2
"""So many headings in all cells of their rows before a tool is believed to repeat cells."""


def without_repeats(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with only the first of the cells that repeat one, and without the tool's own names of columns."""
    for row in rows:
        row.cells = [cell if not _is_own_name(cell, n) else "" for n, cell in enumerate(row.cells, 1)]
    if sum(map(_is_repeated_heading, rows)) >= _EVIDENCE:
        for row, of_another in rows_of_others(rows):
            if of_another and row.table is not None:
                row.cells = [
                    cell if cell != left else "" for left, cell in zip(["", *row.cells], row.cells, strict=False)
                ]
    return list(rows)


def _is_own_name(cell: str, column: int) -> bool:
    named = _NAMED.fullmatch(cell)
    return named is not None and int(named[1]) == column


def _is_repeated_heading(row: RawRow) -> bool:
    return len(row.cells) > 1 and len(set(row.cells)) == 1 and is_heading(row.cells[0])
