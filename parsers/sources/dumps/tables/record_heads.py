"""Headings of record items that a tool ran into the cells of a row of items: each in a row of its own.

    67.負担履歴       | 68.状態 | 69.金額
    ◆減免情報        |         |
    70.還付件数       |         |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hyokasho.parsers.forms.heads import names_file

from ..notation.raw import RawRow
from .item_tables import is_item_head

NUMBERED = re.compile(r"^(\d{1,4})[┃│|\s.．、)）]+(\S.*)$")
HEADING = re.compile(r"^[◆◇■□▼●【<＜〈≪]")
GHOST = re.compile(r"^[│┃|■□◆\s]+(?=\d)")


def headings_apart(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows of tables with the headings among their items in rows of their own. Where a heading stands between two
    numbered items of a cell, the numbers of the other cells tell on which side they are."""
    result: list[RawRow] = []
    for row in rows:
        heads = [line for cell in row.cells for line in _lines(cell) if _is_heading(line)]
        items = [line for cell in row.cells for line in _lines(cell) if NUMBERED.match(line) and not _is_heading(line)]
        filled = [_lines(cell) for cell in row.cells if cell.strip()]
        alone = len(filled) == 1 and len(heads) == len(filled[0])
        if row.table is None or len(row.cells) < 2 or not heads or not (items or alone):
            result.append(row)
        else:
            result += _parted(row, heads)
    return result


def head_rows_apart(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with head rows (番号, 項目名) that a tool ran into the first item, or gave a loose line for each column,
    in rows of their own."""
    result: list[RawRow] = []
    for row in rows:
        lines = [_lines(cell) for cell in row.cells]
        heads = [cell[0] if cell else "" for cell in lines]
        if row.table is None and result and result[-1].table is None and is_item_head([*result[-1].cells, *row.cells]):
            result[-1] = RawRow([*result[-1].cells, *row.cells], None, row.page, True, row)
        elif max(map(len, lines), default=0) > 1 and is_item_head(heads):
            items = ["\n".join(cell[1:]) for cell in lines]
            result += [RawRow(heads, row.table, row.page, True, row), RawRow(items, row.table, row.page, source=row)]
        else:
            result.append(row)
    return result


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _is_heading(line: str) -> bool:
    """A line with an ornament (before a number it is a ghost of OCR), or the numbered name of a file."""
    if HEADING.match(line):
        return GHOST.match(line) is None
    return NUMBERED.match(line) is not None and names_file(line)


def _parted(row: RawRow, heads: Sequence[str]) -> Iterator[RawRow]:
    sides: list[tuple[list[str], list[str]]] = []
    for cell in row.cells:
        lines = _lines(cell)
        own = [at for at, line in enumerate(lines) if _is_heading(line)]
        sides.append((lines[: own[0]], lines[own[-1] + 1 :]) if own else ([], []))
    first = min((n for _, behind in sides for n in _numbers(behind)), default=None)
    nothing_above = not any(before for before, _ in sides)
    for at, cell in enumerate(row.cells):
        if any(map(_is_heading, _lines(cell))):
            continue
        numbers = _numbers(_lines(cell))
        below = nothing_above or (first is not None and bool(numbers) and min(numbers) > first)
        sides[at] = ([], _lines(cell)) if below else (_lines(cell), [])
    yield from _with_items(row, [before for before, _ in sides])
    yield from (RawRow([head], None, row.page, True, row) for head in heads)
    yield from _with_items(row, [behind for _, behind in sides])


def _with_items(row: RawRow, cells: Sequence[Sequence[str]]) -> Iterator[RawRow]:
    if any(cells):
        yield RawRow(["\n".join(lines) for lines in cells], row.table, row.page, source=row)


def _numbers(lines: Sequence[str]) -> list[int]:
    return [int(match[1]) for line in lines if (match := NUMBERED.match(line)) is not None]
