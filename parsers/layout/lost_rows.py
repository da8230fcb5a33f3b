"""Level lines of which a scan has left no ink: a cell that holds several labels of the form is several rows.

Thin grey lines are gone from pages of black and white while the walls stay. Then labels that the form prints below each
other stand in one cell, and their answers in the cell beside it. Where each of its parts spells a label of the form,
the rows are parted as on pages that draw no lines at all (`label_table`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout import form_words
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.label_costs import LabelCosts
from hyokasho.parsers.layout.label_table import MODES
from hyokasho.parsers.layout.row_cuts import BARRED, Cut, RowCosts, best_rows, cuts_between, usual_distance
from hyokasho.parsers.layout.text_rows import TextLine, lines_of
from hyokasho.parsers.model import BBox, Cell, Page, Row, Rule

_ON = 3.0
"""Points between borders that are one."""


def with_lost_rows(page: Page) -> Page:
    """The page of a scan, cells that hold several labels parted into the rows of these labels."""
    lost = [rule for row in lay_out(page).rows if row.table is not None for rule in _lost(row)]
    return replace(page, rules=(*page.rules, *lost)) if lost else page


def _lost(row: Row) -> Iterator[Rule]:
    """The lines between the rows that the cells of one row hold."""
    for label, answer in pairwise(row.cells):
        left, right = label.bbox, answer.bbox
        if left is None or right is None or not label.lines or abs(left[2] - right[0]) > _ON:
            continue
        level = abs(left[1] - right[1]) <= _ON and abs(left[3] - right[3]) <= _ON
        if level and form_words.label_cost(_keys(label, left[1], left[3])) >= form_words.MIXED:
            yield from _between(label, answer, left, right)


def _between(label: Cell, answer: Cell, left: BBox, right: BBox) -> Iterator[Rule]:
    """The lines that part a cell of labels and that of their answers; none unless each part is a label."""
    columns = [lines_of([word for line in cell.lines for word in line.words]) for cell in (label, answer)]
    cuts = cuts_between(columns)
    costs = LabelCosts(*columns, first=False, coarse=False)
    ways = best_rows(
        columns, cuts, [_of_one_label(costs.by(mode), columns[0]) for mode in MODES], usual_distance(columns)
    )
    ends = [bottom.y for _, bottom in min(ways, key=lambda way: way[0])[1][:-1]]
    edges = [left[1], *ends, left[3]]
    parts = [_keys(label, top, bottom) for top, bottom in pairwise(edges)]
    if ends and all(keys and form_words.label_cost(keys) < form_words.UNKNOWN for keys in parts):
        yield from (Rule(left[0], y, right[2], y) for y in ends)


def _of_one_label(known: RowCosts, labels: Sequence[TextLine]) -> RowCosts:
    """The costs, rows of two labels barred."""

    def costs(cuts: Sequence[Cut], end: int) -> Callable[[int, float], float]:
        cost = known(cuts, end)

        def of(start: int, limit: float) -> float:
            keys = tuple(line.key for line in labels[cuts[start].above[0] : cuts[end].above[0]])
            return BARRED if keys and form_words.label_cost(keys) >= form_words.MIXED else cost(start, limit)

        return of

    return costs


def _keys(cell: Cell, top: float, bottom: float) -> tuple[str, ...]:
    """The folded lines of a cell between two levels."""
    lines = (line for line in cell.lines if line.bbox is not None)
    return tuple(fold(line.text) for line in lines if line.bbox and top < _middle(line.bbox) < bottom)


def _middle(box: Sequence[float]) -> float:
    return (box[1] + box[3]) / 2
