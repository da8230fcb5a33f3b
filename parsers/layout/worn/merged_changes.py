"""Rows of 変更箇所 between which a scan has left no ink: a row holds one timing and one date.

Hair lines are gone from pages of black and white as a whole, so that two rows stand between two lines. Where a row
shows two timings or two dates, it is parted as on pages that draw no lines at all (`change_table`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hyokasho.parsers.forms.heads import TIMINGS
from hyokasho.parsers.layout.cells import PageLayout, laid_out_anew
from hyokasho.parsers.layout.unruled.bands import Borders
from hyokasho.parsers.layout.unruled.change_costs import DATE
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS, change_rules
from hyokasho.parsers.layout.unruled.row_cuts import usual_distance
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import Cell, Row, Rule

_ON = 4.0
"""Points between a border of a cell and the wall that it is."""
_FOLLOWS = 1.15
"""Usual distances of two lines of one text from which the lower one may be of another row."""
_DAY, _TIMING = 0, 4
"""The columns that say one thing a row."""


def with_merged_changes_apart(layout: PageLayout, walls: tuple[float, ...]) -> PageLayout:
    """The page, rows that hold several timings or dates parted; as it was where none is or how they part is not seen.

    `walls`: x of the borders of the six columns.
    """
    return laid_out_anew(layout, [rule for row in layout.rows for rule in _lost(row, walls)])


def _lost(row: Row, walls: tuple[float, ...]) -> Iterator[Rule]:
    """The lines between the rows that one row holds."""
    cells = [cell for cell in row.cells if cell.bbox is not None]
    if len(cells) != len(ALL_COLUMNS) or not all(_stands_in(cell, k, walls) for k, cell in enumerate(cells)):
        return
    words = [word for cell in cells for line in cell.lines for word in line.words]
    columns = [_lines(cell) for cell in cells]
    timings = [line for line in columns[_TIMING] if line.key in TIMINGS]
    dates = [line for line in columns[_DAY] if DATE.match(line.key)]
    if max(len(timings), len(dates)) < 2:
        return
    rules, _, _ = change_rules(ALL_COLUMNS, walls, None, words, Borders())
    middles = [line.middle for column in columns for line in column]
    inner = [rule for rule in rules if rule.horizontal and min(middles) < rule.y0 < max(middles)]
    borders = sorted({rule.y0 for rule in inner})
    if _once(timings, borders) and _once(dates, borders) and not _tears(columns, borders):
        yield from inner


def _stands_in(cell: Cell, k: int, walls: Sequence[float]) -> bool:
    """Are the borders of a cell the walls of its column?"""
    return cell.bbox is not None and abs(cell.bbox[0] - walls[k]) <= _ON and abs(cell.bbox[2] - walls[k + 1]) <= _ON


def _lines(cell: Cell) -> list[TextLine]:
    return lines_of([word for line in cell.lines for word in line.words])


def _once(lines: Sequence[TextLine], borders: Sequence[float]) -> bool:
    """Does each line stand in a row of its own?"""
    return len({sum(y < line.middle for y in borders) for line in lines}) == len(lines)


def _tears(columns: Sequence[Sequence[TextLine]], borders: Sequence[float]) -> bool:
    """Does a border part lines that follow each other as those of one text do?"""
    usual = usual_distance(columns)
    return usual is not None and any(
        above.middle < y < below.middle and below.middle - above.middle < _FOLLOWS * usual
        for column in columns
        for above, below in pairwise(column)
        for y in borders
    )
