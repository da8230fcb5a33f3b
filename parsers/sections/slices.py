"""The raw texts of a dump's rows as slices of its text, with where they start and end."""

from __future__ import annotations

from collections.abc import Iterable

from hyokasho.parsers.sections.rows import CELLS, NEAR, TableRow
from hyokasho.parsers.source_text import SourceText, Span, is_inside, joint_span


def take_slices(rows: Iterable[TableRow], text: SourceText | None) -> None:
    """Set `raw`, `start` and `end` of rows of one table and of their cells, in the order of the text; take out `NEAR`.

    `text` None: the rows were read from pages. What the text does not hold leaves `raw`: nothing stands there that the
    source never held.
    """
    behind: Span | None = None
    for row in rows:
        for cells in row.get(CELLS, {}).values():
            take_slices(cells, text)
        near = row.pop(NEAR, None)
        if not row.get("raw"):
            if "raw" in row:
                row["raw"] = None
            continue
        if text is None:
            continue
        cursor = behind[0] if behind is not None and is_inside(behind, near) else None
        spans = text.slices(row["raw"], near or behind, cursor)
        joint = joint_span(spans)
        row["raw"] = "\n".join(text.slice(span) for span in spans) or None
        row["start"], row["end"] = joint if joint is not None else (None, None)
        behind = (joint[1], len(text.text)) if joint is not None else behind
