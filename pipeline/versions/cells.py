"""What differs between two sets of tables: by table, row and column.

Rows with a `row_id` of their own words are paired by it. Rows that are only counted (record items, changes: `#3`) are
paired by what they hold, so that one row put in between is one difference and not a hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from hyokasho.pipeline.cell_texts import text_of
from hyokasho.pipeline.schema.load import tables

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Kind = Literal["added", "removed", "changed"]

_READING = frozenset({
    "document_id", "row_id", "item_id", "page", "bbox", "confidence", "raw", "start", "end", "evidence", "corrected",
    "source_path", "other_paths", "sha256", "bytes", "pages", "pipeline_version", "seq", "quality", "coverage",
    "status", "source_kind",
})  # fmt: skip
"""Columns that say how a row was read, not what stands there."""

_COUNTED = ("record_items", "changes")
_LIKE = 50
"""Likeness (of 100) from which two counted rows are versions of one another."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs, as texts; None: null, or the row is not there (`kind` tells)."""

    document: str
    table: str
    row_id: str
    column: str
    kind: Kind
    before: str | None
    after: str | None
    place: str | None = None
    """section/entity/item of the row, where the table has them: what `item_path` of a change names."""


def differences(document: str, before: Tables, after: Tables, names: Sequence[str]) -> Iterator[Difference]:
    """All differences of one document between two sets of tables, in the order of the schema."""
    for table in names:
        columns = [name for name in tables()[table].column_names if name not in _READING]
        old, new = before.get(table, ()), after.get(table, ())
        pair = _pairs_in_order if table in _COUNTED else _pairs_by_id
        for was, now in pair(old, new, columns):
            yield from _row(document, table, columns, was, now)


def _row(document: str, table: str, columns: Sequence[str], was: Row | None, now: Row | None) -> Iterator[Difference]:
    row = was if now is None else now
    if row is None:
        return
    kind: Kind = "added" if was is None else "removed" if now is None else "changed"
    key = str(row.get("row_id"))
    keys = set(tables()[table].key)
    for column in columns:
        a, b = (_text(one, column) if one else None for one in (was, now))
        if a != b and (kind == "changed" or column not in keys):
            yield Difference(document, table, key, column, kind, a, b, _place(row))


def _text(row: Row, column: str) -> str | None:
    value = row.get(column)
    return None if value is None else text_of(value)


def _place(row: Row) -> str | None:
    if "section" not in row:
        return None
    return "/".join(str(row.get(part) or "") for part in ("section", "entity", "item"))


def _pairs_by_id(old: Sequence[Row], new: Sequence[Row], _: Sequence[str]) -> Iterator[tuple[Row | None, Row | None]]:
    known: dict[Any, list[Row]] = defaultdict(list)
    for row in new:
        known[row["row_id"]].append(row)
    for row in old:
        same = known[row["row_id"]]
        yield row, same.pop(0) if same else None
    yield from ((None, row) for rows in known.values() for row in rows)


def _pairs_in_order(
    old: Sequence[Row], new: Sequence[Row], columns: Sequence[str]
) -> Iterator[tuple[Row | None, Row | None]]:
    a, b = ([_signature(row, columns) for row in rows] for rows in (old, new))
    for op in LCSseq.opcodes(a, b):
        if op.tag == "equal":
            continue
        gone, come = list(range(op.src_start, op.src_end)), list(range(op.dest_start, op.dest_end))
        for i in gone:
            best = max(come, key=lambda j: ratio(a[i], b[j]), default=None)
            if best is not None and ratio(a[i], b[best]) >= _LIKE:
                come.remove(best)
                yield old[i], new[best]
            else:
                yield old[i], None
        yield from ((None, new[j]) for j in come)


def _signature(row: Row, columns: Sequence[str]) -> str:
    return "|".join(text_of(row.get(column)) for column in columns)


def by_document(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by their document_id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["document_id"])].append(row)
    return found
