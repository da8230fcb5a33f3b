"""The annexes with long lists as tables: record items in their notations, and 変更箇所."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hyokasho.pipeline.samples.model import ChangeGroup, ChangeRow, RecordGroup, RecordNotation, Statement
from hyokasho.pipeline.samples.sheet import Cell, Element, Gap, Role, Table, Text, Title
from hyokasho.pipeline.samples.style import Style

_CHANGE_WIDTHS = (0.1, 0.15, 0.3, 0.28, 0.07, 0.1)
CHANGE_EDGES = tuple(sum(_CHANGE_WIDTHS[:i]) for i in range(1, len(_CHANGE_WIDTHS)))
"""Where the columns of 変更箇所 meet, as shares of the table's width."""
_NUMBER_SHARE = 0.07
_HEADING_SCALE = 1.0
_ACROSS = 0.4
"""Share of the lists abreast that are counted across, not down."""


def with_items_abreast(statement: Statement, style: Style, columns: int) -> tuple[Statement, Style]:
    """The statement with all its record items so many abreast, in tables or without lines, and the style for it."""
    rng = random.Random(f"abreast-{statement.seed}")
    notation: RecordNotation = rng.choice(("table", "table", "columns"))
    groups = tuple(replace(group, notation=None) for group in statement.records)
    across = rng.random() < _ACROSS
    style = replace(style, record_columns=columns, record_grid=columns, record_across=across)
    return replace(statement, records=groups, record_notation=notation), style


def record_elements(statement: Statement, style: Style) -> Iterator[Element]:
    """The record items in the statement's notation."""
    two_levels = any(g.file_name and g.group for g in statement.records)
    outer, previous, number = style.ornaments[0], None, 0
    for index, group in enumerate(statement.records, 1):
        if group.file_name and group.file_name != previous:
            number += 1
            yield Title(outer.format(group.file_name, n=number), _HEADING_SCALE)
            previous = group.file_name
        if group.group:
            inner = style.ornaments[1] if two_levels else outer
            yield Title(inner.format(group.group, n=index), _HEADING_SCALE)
        yield _record_block(group, group.notation or statement.record_notation, style)
        yield Gap(0.5)


def _record_block(group: RecordGroup, notation: str, style: Style) -> Table:
    match notation:
        case "table":
            return _record_table(group, style)
        case "paragraph":
            sign = style.record_separator
            return _boxed(sign.join(_numbered(no, name, style) for no, name in group.items), style)
        case "columns":
            return _record_grid(group, style)
    bullet = "・" if style.record_across else ""
    lines = (_numbered(no, name, style) if no is not None else f"{bullet}{name}" for no, name in group.items)
    return _boxed("\n".join(lines), style)


def _numbered(number: int | None, name: str, style: Style) -> str:
    return name if number is None else f"{number}{style.record_sign}{name}"


def _boxed(text: str, style: Style) -> Table:
    return Table(((Cell(Text(text), "value", 0, 1),),), ruled=style.record_boxed)


def _record_table(group: RecordGroup, style: Style) -> Table:
    """A table of number and name, several such pairs side by side, counted across or down."""
    columns = style.record_columns
    items = list(group.items)
    depth = -(-len(items) // columns)
    rows = [tuple(c for k in range(columns) for c in _pair("番号", "項目名", k, columns, "head"))]
    for line in range(depth):
        at = [line * columns + k if style.record_across else k * depth + line for k in range(columns)]
        shown = [items[i] if i < len(items) else (None, "") for i in at]
        cells = [_pair(str(no or ""), name, k, columns, "value") for k, (no, name) in enumerate(shown)]
        rows.append(tuple(c for pair in cells for c in pair))
    return Table(tuple(rows), head_rows=1, width=min(1.0, 0.5 + 0.25 * (columns - 1)))


def _pair(number: str, name: str, index: int, columns: int, role: Role) -> tuple[Cell, Cell]:
    left, right = index / columns, (index + 1) / columns
    middle = left + max(0.3 / columns, _NUMBER_SHARE) * 0.6
    return (
        Cell(Text(number, "center"), role, left, middle),
        Cell(Text(name, "center" if role == "head" else "left"), role, middle, right),
    )


def _record_grid(group: RecordGroup, style: Style) -> Table:
    """Some items to a line without rules, read across."""
    rows, abreast = [], style.record_grid
    for start in range(0, len(group.items), abreast):
        items = group.items[start : start + abreast]
        texts = [Text(_numbered(no, name, style)) for no, name in items]
        rows.append(tuple(Cell(text, "value", k / abreast, (k + 1) / abreast) for k, text in enumerate(texts)))
    return Table(tuple(rows), ruled=False)


def change_table(statement: Statement, columns: Sequence[str]) -> Table:
    """The table of 変更箇所; where nothing has changed it has a blank row."""
    edges = [0.0, *CHANGE_EDGES, 1.0]
    head = tuple(Cell(Text(c, "center"), "head", edges[i], edges[i + 1]) for i, c in enumerate(columns))
    rows = [row for group in statement.changes for row in _change_rows(group, edges)]
    blank = tuple(Cell(Text(""), "value", edges[i], edges[i + 1]) for i in range(len(columns)))
    return Table((head, *(rows or [blank])), head_rows=1)


def _change_rows(group: ChangeGroup, edges: Sequence[float]) -> Iterator[tuple[Cell, ...]]:
    for index, row in enumerate(group.rows):
        cells = _change_cells(row, edges)
        if not group.merged:
            yield cells
        elif index == 0:
            date = cells[0]
            yield (Cell(date.content, date.role, date.x0, date.x1, len(group.rows)), *cells[1:])
        else:
            yield cells[1:]


def _change_cells(row: ChangeRow, edges: Sequence[float]) -> tuple[Cell, ...]:
    texts = (row.printed_date, row.item, row.before, row.after, row.timing, row.explanation)
    align = ("center", "left", "left", "left", "center", "left")
    return tuple(
        Cell(Text(text or "", "center" if a == "center" else "left"), "value", edges[i], edges[i + 1])
        for i, (text, a) in enumerate(zip(texts, align, strict=True))
    )
