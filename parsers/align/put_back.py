"""Labels that stand nowhere in a dump: its tool lost them, its reader put them back where the form leaves no doubt."""

from __future__ import annotations

from hyokasho.parsers.model import Cell, Row, Sheet
from hyokasho.parsers.source_text import Span, joint_span


def is_put_back(sheet: Sheet, at: int, label: Cell) -> bool:
    """Do the letters of this label of the `at`-th row stand nowhere between the rows above and below it?

    False where the row or one of those two has no known place, or the text has lost its order: then a label may stand
    elsewhere. Pages, and text that nobody looked for in its source, have no labels that were put back.
    """
    if sheet.text is None or any(line.span for line in label.lines):
        return False
    above, own, below = (_span(sheet.rows[n]) if 0 <= n < len(sheet.rows) else None for n in (at - 1, at, at + 1))
    if above is None or own is None or below is None or not above[1] <= own[0] <= own[1] <= below[0]:
        return False
    return not sheet.text.has_letters(label.text, (above[1], below[0]))


def _span(row: Row) -> Span | None:
    return joint_span([line.span for cell in row.cells for line in cell.lines if line.span is not None])
