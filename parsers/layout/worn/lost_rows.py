"""Level lines of which a scan has left no ink: a cell that holds several labels of the form is several rows.

Thin grey lines are gone from pages of black and white while the walls stay. Then labels that the form prints below each
other stand in one cell, and their answers in the cell beside it. Where each of its parts spells a label of the form,
the rows are parted as on pages that draw no lines at all (`label_table`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf

from hyokasho.parsers.forms.lexicon import misread
from hyokasho.parsers.layout.cells import PageLayout, laid_out_anew
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.label_costs import LabelCosts
from hyokasho.parsers.layout.unruled.label_table import MODES
from hyokasho.parsers.layout.unruled.row_cuts import BARRED, Cut, RowCosts, best_rows, cuts_between, usual_distance
from hyokasho.parsers.layout.unruled.side_labels import find_sides
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import BBox, Cell, Row, Rule

_ON = 3.0
"""Points between borders that are one."""


def with_lost_rows(layout: PageLayout) -> PageLayout:
    """A page of a scan, cells that hold several labels parted into the rows of these labels."""
    lost = [rule for row in layout.rows if row.table is not None for rule in _lost(row)]
    return laid_out_anew(layout, [*lost, *_broken_off(layout.rows)])


def _broken_off(rows: Sequence[Row]) -> Iterator[Rule]:
    """The lines that part answers and end at the wall before them: in one cell beside them stand a label for each."""
    for k, row in enumerate(rows):
        for cell in row.cells if row.table is not None else ():
            if cell.bbox is None or not cell.lines:
                continue
            levels = sorted(_levels_beside(cell.bbox, rows[k:]))
            parts = _parts(_lines(cell), levels)
            if len(parts) > 1 and all(_is_label(keys) for keys in parts) and _holds_several(sum(parts, ())):
                yield from (Rule(cell.bbox[0], y, cell.bbox[2], y) for y in levels)


def _levels_beside(box: BBox, rows: Sequence[Row]) -> set[float]:
    """Where the cells beside a cell, right of it, are parted (y)."""
    boxes = (cell.bbox for row in rows if row.table is not None for cell in row.cells if cell.bbox is not None)
    return {other[1] for other in boxes if abs(other[0] - box[2]) <= _ON and box[1] + _ON < other[1] < box[3] - _ON}


def _parts(lines: Sequence[TextLine], levels: Sequence[float]) -> list[tuple[str, ...]]:
    """The folded lines between these levels."""
    ends = [*levels, inf]
    return [
        tuple(line.key for line in lines if top <= line.middle < end) for top, end in pairwise([-inf, *ends])
    ]


def _is_label(keys: tuple[str, ...]) -> bool:
    return bool(keys) and form_words.label_cost(keys) < form_words.UNKNOWN


def _lost(row: Row) -> Iterator[Rule]:
    """The lines between the rows that the cells of one row hold."""
    for label, answer in pairwise(row.cells):
        left, right = label.bbox, answer.bbox
        if left is None or right is None or not label.lines or abs(left[2] - right[0]) > _ON:
            continue
        if abs(left[1] - right[1]) <= _ON and abs(left[3] - right[3]) <= _ON:
            yield from _between(label, answer, left, right)


def _between(label: Cell, answer: Cell, left: BBox, right: BBox) -> Iterator[Rule]:
    """The lines that part a cell of labels and that of their answers; none unless each part is a label."""
    sides, labels = find_sides(_lines(label), left[2])
    answers = _lines(answer)
    if not _holds_several(tuple(line.key for line in labels)):
        return
    costs = LabelCosts(labels, answers, first=False, last=False, coarse=False)
    columns, ways = (labels, answers), [_of_one_label(costs.by(mode), labels) for mode in MODES]
    found = best_rows(columns, cuts_between(columns), ways, usual_distance(columns))
    rows = min(found, key=lambda way: way[0])[1]
    parts = [tuple(line.key for line in labels[top.above[0] : bottom.above[0]]) for top, bottom in rows]
    inner = all(line.x0 >= side.inner - _ON for side in sides for line in labels)
    if len(parts) > 1 and inner and all(map(_is_label, parts)):
        walls = [(side.right + side.inner) / 2 for side in sides]
        yield from (Rule(x, left[1], x, left[3]) for x in walls)
        yield from (Rule(max([left[0], *walls]), bottom.y, right[2], bottom.y) for _, bottom in rows[:-1])


def _holds_several(keys: tuple[str, ...]) -> bool:
    """Are these lines more than one label, and not one that was misread?"""
    return form_words.label_cost(keys) >= form_words.MIXED and misread(form_words.bare_key("".join(keys))) is None


def _lines(cell: Cell) -> list[TextLine]:
    return lines_of([word for line in cell.lines for word in line.words])


def _of_one_label(known: RowCosts, labels: Sequence[TextLine]) -> RowCosts:
    """The costs, rows of two labels barred."""

    def costs(cuts: Sequence[Cut], end: int) -> Callable[[int, float], float]:
        cost = known(cuts, end)

        def of(start: int, limit: float) -> float:
            keys = tuple(line.key for line in labels[cuts[start].above[0] : cuts[end].above[0]])
            return BARRED if keys and form_words.label_cost(keys) >= form_words.MIXED else cost(start, limit)

        return of

    return costs
