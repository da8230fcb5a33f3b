"""Columns of `changes` that say what a change is: its kind, the words that changed, and what 同上 stands for."""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.normalizers.change_kinds import NOT_TOLD, cell_says, change_kind, difference
from hyokasho.parsers.sections.rows import CELLS, TableRow

RESOLVED = ("item", "before", "after", "explanation")


def add_change_columns(rows: Sequence[TableRow]) -> None:
    """Fill change_kind, difference and the resolved_ columns, and the item_path of a row whose 項目 is 同上."""
    above: TableRow | None = None
    for row in rows:
        for column in RESOLVED:
            row[f"resolved_{column}"] = _resolved(row, column, above)
        if row["resolved_item"] is not None and above is not None and row["item_path"] is None:
            row["item_path"] = above["item_path"]
        before, after = (row[f"resolved_{column}"] or row[column] for column in ("before", "after"))
        unread = any(_is_unread(row, column) for column in ("before", "after"))
        found = NOT_TOLD if unread else change_kind(row["resolved_item"] or row["item"], before, after)
        row["change_kind"], row["change_kind_score"] = found.kind, found.score
        texts = [None if cell_says(text) == "nothing" else text for text in (before, after)]
        row["difference"] = list(difference(*texts)) if found.kind is not None else None
        above = row


def _is_unread(row: TableRow, column: str) -> bool:
    """Does this cell have a text that is not known? It was not empty."""
    return row[column] is None and any(cell["raw"] for cell in row.get(CELLS, {}).get(column, ()))


def _resolved(row: TableRow, column: str, above: TableRow | None) -> str | None:
    """The text that 同上 or 同左 in this cell stands for; None where the cell has a text of its own."""
    said = cell_says(row[column])
    if said == "above" and above is not None:
        text: str | None = above[f"resolved_{column}"] or above[column]
        return text if cell_says(text) not in ("above", "left") else None
    if said == "left" and column == "after":
        left: str | None = row["resolved_before"] or row["before"]
        return left
    return None
