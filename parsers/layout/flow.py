"""Pages -> one Sheet: furniture off, cells that a page end has cut joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.issues import make_issue
from parsers.layout.cells import PageLayout
from parsers.layout.furniture import find_furniture, lines_of
from parsers.layout.settings import SETTINGS
from parsers.model import Cell, Issue, Line, Page, Row, Sheet


def join_pages(layouts: Sequence[PageLayout]) -> Sheet:
    """One sheet of rows in reading order. Tables are numbered through the document."""
    rows: list[Row] = []
    furniture: list[Line] = []
    issues: list[Issue] = []
    tables = 0
    for layout, dropped in zip(layouts, find_furniture(layouts), strict=True):
        kept = [row for i, row in enumerate(layout.rows) if i not in dropped]
        furniture += lines_of([layout.rows[i] for i in sorted(dropped)])
        kept = _join_cut_rows(rows, kept, tables - 1)
        rows += [replace(row, table=row.table + tables) if row.table is not None else row for row in kept]
        tables += len(layout.grids)
        issues += layout.page.issues
        if layout.watermarks:
            texts = " ".join(dict.fromkeys(w.text for w in layout.watermarks))
            issues.append(make_issue("watermark", texts, layout.page.number))
    visible = {layout.page.number: layout.page.marks_visible for layout in layouts}
    turned = {lay.page.number: _display(lay.page) for lay in layouts if lay.page.turn}
    return Sheet(tuple(rows), visible, tuple(furniture), tuple(issues), turned=turned)


def _display(page: Page) -> tuple[int, float, float]:
    """Turn, width and height of a turned page as displayed."""
    sideways = page.turn in (90, 270)
    return (page.turn, page.height, page.width) if sideways else (page.turn, page.width, page.height)


def _join_cut_rows(done: list[Row], fresh: list[Row], table: int) -> list[Row]:
    """Append the open-topped cells that begin `fresh` to the open-bottomed cells that end table `table` in `done`."""
    if not fresh or fresh[0].table is None:
        return fresh
    ends = _open_ends(done, table)
    if not ends:
        return fresh
    if len(fresh) > 1 and _repeats_head(done, fresh[0], table):
        fresh = [replace(fresh[1], cells=tuple(replace(c, open_top=True) for c in fresh[1].cells)), *fresh[2:]]
    if not any(c.open_top for c in fresh[0].cells):
        return fresh
    places = [_place(ends, cell) if cell.open_top else None for cell in fresh[0].cells]
    if any(cell.lines and place is None for cell, place in zip(fresh[0].cells, places, strict=True)):
        return fresh  # a label that continues nothing: a new row begins here, whatever borders are missing
    rest: list[Cell] = []
    for cell, place in zip(fresh[0].cells, places, strict=True):
        if place is None:
            rest.append(cell)
            continue
        i, j = place
        cells = list(done[i].cells)
        cells[j] = replace(cells[j], lines=cells[j].lines + cell.lines, open_bottom=cell.open_bottom)
        done[i] = replace(done[i], cells=tuple(cells))
    if not rest:
        return fresh[1:]
    return [replace(fresh[0], cells=tuple(rest)), *fresh[1:]]


def _repeats_head(done: Sequence[Row], row: Row, table: int) -> bool:
    """Is `row` the head of the table before, printed again on the new page?"""
    text = [cell.text for cell in row.cells]
    if len(text) < 2 or not all(text):
        return False
    return any([c.text for c in old.cells] == text for old in reversed(done) if old.table is not None and old.table <= table)


def _open_ends(rows: Sequence[Row], table: int) -> list[tuple[int, int, Cell]]:
    found = []
    for i in range(len(rows) - 1, -1, -1):
        if rows[i].table != table:
            if found or rows[i].table is not None:
                break
            continue
        found += [(i, j, cell) for j, cell in enumerate(rows[i].cells) if cell.open_bottom]
    return found


def _place(ends: Sequence[tuple[int, int, Cell]], cell: Cell) -> tuple[int, int] | None:
    """The open cell above that has the same left and right border."""
    for i, j, end in ends:
        if end.bbox is None or cell.bbox is None:
            continue
        if all(abs(end.bbox[k] - cell.bbox[k]) <= SETTINGS.row_level for k in (0, 2)):
            return i, j
    return None
