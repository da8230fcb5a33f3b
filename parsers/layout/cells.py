"""Page -> rows of cells with their text, still page by page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hyokasho.parsers.layout.cuts import cut_at_rules, cut_lists
from hyokasho.parsers.layout.grid import Grid, GridCell
from hyokasho.parsers.layout.lines.strays import Note, sort_lines
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import (
    build_lines,
    is_sideways,
    numbers_at_edge,
    parted_at_wide_spaces,
    union,
    without_tiny,
    without_watermarks,
)
from hyokasho.parsers.model import BBox, Cell, Fill, Line, Page, Row, Rule, Word


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The rows of one page in reading order (`Row.table` counts on this page), and its grids for those who look.

    `notes` are cells that are no part of them: call-outs and comment boxes that lie on the tables, words in the margin
    beside these, tiny print.
    """

    page: Page
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    watermarks: tuple[Word, ...] = ()
    notes: tuple[Cell, ...] = ()


def lay_out(page: Page, characters: Callable[[], Sequence[Word]] | None = None) -> PageLayout:
    """Sort the words of a page into the cells of its tables; what stands outside tables becomes rows of their own.

    `characters` gives every character of the page as a word; it is asked only where a word reaches over a rule.
    """
    words, watermarks = without_watermarks(page.words)
    words, tiny = without_tiny(words)
    lines = sort_lines(page.rules, page.outlines, words)
    notes = tuple(_note(note, words, page.number) for note in lines.notes)
    if tiny:
        notes += (Cell(build_lines(tiny, page.number), page.number, union(word.bbox for word in tiny)),)
    if lines.notes:
        words = [word for word in words if not any(note.holds(word) for note in lines.notes)]
    grids = [grid for grid in lines.grids(page.fills, words) if not _in_margin(grid, page)]
    if characters is not None:
        characters = cache(characters)  # asked for by either step, read once
        words = cut_lists(cut_at_rules(words, grids, characters), characters)
    if characters is not None and page.drawn is not None and page.drawn.rules:
        drawn = sort_lines(page.drawn.rules, (), words).grids((), words)  # (of use where it is joined)
        words = cut_at_rules(words, drawn, characters)
    words = parted_at_wide_spaces(words)
    inside: list[list[list[Word]]] = [[[] for _ in grid.cells] for grid in grids]
    outside: list[Word] = []
    for word in words:
        y = (word.bbox[1] + word.bbox[3]) / 2
        for k, grid in enumerate(grids):
            cell = _cell_of(word, y, grid) if grid.ys[0] <= y <= grid.ys[-1] else None
            if cell is not None:
                inside[k][cell].append(word)
                break
        else:
            outside.append(word)
    rows: list[Row] = []
    for k, grid in enumerate(grids):
        rows += _table_rows(grid, inside[k], page, k)
    free = [_free_row(line, page.number) for line in _free_lines(outside, page)]
    remarks = _remarks(free, grids, inside)
    rows += [row for row in free if row not in remarks]
    rows.sort(key=_row_top)
    rows += [row for row in remarks if _COUNTS.fullmatch(row.cells[0].text)]
    notes += tuple(row.cells[0] for row in remarks if not _COUNTS.fullmatch(row.cells[0].text))
    return PageLayout(page, tuple(rows), tuple(grids), tuple(watermarks), notes)


def laid_out_anew(layout: PageLayout, rules: Sequence[Rule]) -> PageLayout:
    """The page laid out with some more rules; the same layout where there are none."""
    return lay_out(replace(layout.page, rules=(*layout.page.rules, *rules))) if rules else layout


def _note(note: Note, words: Sequence[Word], page: int) -> Cell:
    """A note as a cell of its own."""
    held = [word for word in words if note.holds(word)]
    return Cell(build_lines(held, page, note.bbox[2]), page, note.bbox)


def _in_margin(grid: Grid, page: Page) -> bool:
    """A frame in the page's margin: round its number. One that is open, or as broad as a table, is the rest of a cell
    that the page has cut."""
    margin = SETTINGS.margin * page.height
    if len(grid.cells) != 1 or grid.cells[0].open_top or grid.cells[0].open_bottom:
        return False
    if grid.xs[-1] - grid.xs[0] >= SETTINGS.broad_frame * page.width:
        return False
    return grid.ys[-1] <= margin or grid.ys[0] >= page.height - margin


def _cell_of(word: Word, y: float, grid: Grid) -> int | None:
    """The cell around a word's middle; text that begins at a cell's left border and runs over it is that cell's."""
    x0, _, x1, _ = word.bbox
    middle = grid.cell_at((x0 + x1) / 2, y)
    if middle is not None and x0 + 1 >= grid.cells[middle].bbox[0]:
        return middle
    start = grid.cell_at(x0 + 1, y)
    if start is not None and start != middle and x0 - grid.cells[start].bbox[0] <= SETTINGS.padding * word.size:
        return start
    return middle


def _free_lines(words: Sequence[Word], page: Page) -> list[Line]:
    """Lines outside tables; what is set sideways or stands in the side margin (a page number) is no part of one.

    Of pages that were joined the margins have been looked at before.
    """
    edge = [] if page.joints else numbers_at_edge(words, page)
    apart = [w for w in words if is_sideways(w) or w in edge]
    lines = list(build_lines([word for word in words if word not in apart] if apart else words, page.number))
    return lines + [line for word in apart for line in build_lines([word], page.number)]


def _free_row(line: Line, page: int) -> Row:
    """A line outside tables: one cell, or several where wide gaps part it."""
    runs: list[list[Word]] = [[]]
    for word in line.words:
        if runs[-1] and word.bbox[0] - runs[-1][-1].bbox[2] > SETTINGS.column_gap * word.size:
            runs.append([])
        runs[-1].append(word)
    lines = [line] if len(runs) == 1 else [build_lines(run, page)[0] for run in runs]
    return Row(tuple(Cell((piece,), page, piece.bbox) for piece in lines), page)


_COUNTS = re.compile(r"[\d\s/-]+")
"""What stands beside tables and may count the pages, which `furniture.py` knows; else it is a note."""
_REMARKS = 0.1
"""Share of the characters of tables that what stands beside them may have and be remarks, no column without borders."""


def _remarks(free: Sequence[Row], grids: Sequence[Grid], inside: Sequence[Sequence[Sequence[Word]]]) -> list[Row]:
    """Rows level with a table and left or right of all tables: few words in the margin part none of its rows."""
    if not free or not grids:
        return []
    left, right = min(grid.xs[0] for grid in grids), max(grid.xs[-1] for grid in grids)
    alone = ((row, row.cells[0].bbox) for row in free if len(row.cells) == 1)
    beside = ((row, (b[1] + b[3]) / 2) for row, b in alone if b is not None and (b[2] <= left or b[0] >= right))
    found = [row for row, y in beside if any(grid.ys[0] < y < grid.ys[-1] for grid in grids)]
    if not found:
        return []
    held = sum(len(word.text) for texts in inside for words in texts for word in words)
    return found if sum(len(row.cells[0].text) for row in found) <= _REMARKS * held else []


def _row_top(row: Row) -> float:
    first = row.cells[0].bbox
    return first[1] if first else 0.0


def _table_rows(grid: Grid, texts: Sequence[Sequence[Word]], page: Page, table: int) -> list[Row]:
    groups: dict[float, list[Cell]] = {}
    for grid_cell, words in zip(grid.cells, texts, strict=True):
        groups.setdefault(grid_cell.bbox[1], []).append(_cell(grid_cell, words, page))
    return [Row(tuple(cells), page.number, table) for cells in _with_labels([c for _, c in sorted(groups.items())])]


def _with_labels(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The rows; a label below an empty cell, both level with one answer, is the label of that answer's row."""
    kept: list[list[Cell]] = []
    for cells in rows:
        above = kept[-1] if kept else []
        if len(cells) == 1 and len(above) == 2 and not above[0].lines and _below_in(cells[0], above):
            box = union([above[0].bbox or (0, 0, 0, 0), cells[0].bbox or (0, 0, 0, 0)])
            kept[-1] = [replace(cells[0], bbox=box, open_top=above[0].open_top), above[1]]
        else:
            kept.append(cells)
    return kept


def _below_in(cell: Cell, row: Sequence[Cell]) -> bool:
    """Does a cell stand right below the first one of a row, within the height of the second?"""
    box, first, second = cell.bbox, row[0].bbox, row[1].bbox
    if box is None or first is None or second is None or not cell.lines or not row[1].lines:
        return False
    same = abs(box[0] - first[0]) <= 1 and abs(box[2] - first[2]) <= 1 and abs(box[1] - first[3]) <= 1
    return same and box[3] <= second[3] + 1 and first[2] <= second[0] + 1


def _cell(grid_cell: GridCell, words: Sequence[Word], page: Page) -> Cell:
    box = grid_cell.bbox
    lines = build_lines(words, page.number, box[2])
    shaded = _shaded(box, page.fills)
    return Cell(lines, page.number, box, shaded, grid_cell.open_top, grid_cell.open_bottom)


def _shaded(box: BBox, fills: Sequence[Fill]) -> bool | None:
    """Does a shaded area lie behind the cell's middle? None where the page has no shaded areas at all."""
    if not fills:
        return None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    slack = SETTINGS.snap
    for fill in fills:
        x0, y0, x1, y1 = fill.bbox
        if x0 - slack <= x <= x1 + slack and y0 - slack <= y <= y1 + slack:
            return True
    return False
