"""Walls of which a scan has left no ink: a row that holds a label of the form and, apart from it, its answer.

Thin dotted lines are gone from faxes in pieces. Where the wall between labels and answers is lost, both stand in one
cell. The label is one that the form prints, and no text of the cell runs over the space behind it: there is the wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.parsers.layout.cells import PageLayout, laid_out_anew
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.text_rows import lines_of
from hyokasho.parsers.model import Rule, Word

_APART = 1.0
"""A label and its answer stand so far apart at least, in type heights."""
_PAD = 2.0
"""Points between a wall and the texts behind it."""
_RIM = 20.0
"""A wall seen elsewhere on the page stands this far (points) behind the left edge of the cell at least."""


def with_lost_walls(layout: PageLayout) -> PageLayout:
    """A page of a scan, walls added in rows of one cell that hold a label and its answer."""
    return laid_out_anew(layout, [*_lost(layout, [rule.x0 for rule in layout.page.rules if not rule.horizontal])])


def _lost(layout: PageLayout, seen: Sequence[float]) -> Iterator[Rule]:
    """The walls between labels and answers in cells that are a row each; where one is `seen` (x) elsewhere, there."""
    for row in layout.rows:
        if row.table is None or len(row.cells) != 1 or row.cells[0].bbox is None:
            continue
        left, top, _, bottom = row.cells[0].bbox
        space = _space([word for line in row.cells[0].lines for word in line.words])
        if space is not None:
            low, high = space
            known = [x for x in seen if low <= x <= high and x - left >= _RIM]
            x = max(known, default=max((low + high) / 2, high - _PAD))
            yield Rule(x, top, x, bottom)


def _space(words: Sequence[Word]) -> tuple[float, float] | None:
    """The space (x of its sides) behind the label with which a cell begins, free of other texts; None if none is."""
    ordered = sorted(words, key=lambda word: word.bbox[0])
    for k in range(1, len(ordered)):
        before, start = ordered[:k], ordered[k].bbox[0]
        end = max(word.bbox[2] for word in before)
        if start - end >= _APART * ordered[k].size and _is_label(before):
            return end, start
    return None


def _is_label(words: Sequence[Word]) -> bool:
    """Do the lines of these words spell a label of the form, perhaps misread?"""
    return form_words.label_cost(tuple(line.key for line in lines_of(words))) <= form_words.LIKELY
