"""`hyokasho compare DOC_A DOC_B`: what a body changed between two versions of a statement, and what it says it changed.

What it says stands in 変更箇所 of the newer version: the rows that the older one does not have. A difference and a row
belong together where the row's `item_path` names the section, entity and item of the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hyokasho.pipeline.language import say
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.output import OutputError
from hyokasho.pipeline.stages import process_file
from hyokasho.pipeline.versions.cells import Difference, Row, differences

_COMPARED = ("documents", "files", "choices", "checkboxes", "fields", "record_items")
"""The tables that hold each answer once; the wide ones gather what stands in these."""

_ALSO_IN_FIELDS = ("choices", "value")


@dataclass(frozen=True, slots=True)
class Told:
    """A difference with the rows of 変更箇所 (their seq) that name its place; none: the body does not say so."""

    difference: Difference
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions: what differs, told or not, and what is told but does not differ (rows of 変更箇所)."""

    older: Row
    newer: Row
    differences: Sequence[Told]
    only_told: Sequence[Row]


def compare_statements(older: Path, newer: Path) -> Comparison:
    """Read and compare two files. Raises OutputError where one cannot be read or they are of different forms."""
    a, b = _read(older), _read(newer)
    old, new = a["documents"][0], b["documents"][0]
    if old["form"] != new["form"]:
        raise OutputError(
            say("{older} is a {old_form}, {newer} a {new_form}: two forms cannot be compared",
                older=older, newer=newer, old_form=old["form"], new_form=new["form"])
        )  # fmt: skip
    told = _new_changes(a["changes"], b["changes"])
    found = [one for one in differences(newer.name, a, b, _COMPARED) if (one.table, one.column) != _ALSO_IN_FIELDS]
    by_path: dict[str, list[int]] = {}
    for row in told:
        by_path.setdefault(str(row["item_path"]), []).append(int(row["seq"]))
    joined = [Told(one, tuple(by_path.get(one.place or "", ()))) for one in found]
    used = {seq for one in joined for seq in one.rows}
    return Comparison(old, new, joined, [row for row in told if row["seq"] not in used])


def _read(path: Path) -> Mapping[str, Sequence[Row]]:
    tables = process_file(path, str(path))
    document = tables["documents"][0]
    if document["status"] == "failed":
        worst = tables["issues"][-1]
        raise OutputError(f"{path}: {issue_told(worst['code'], worst['message'])}")
    key = document["document_id"]
    return {name: [row for row in rows if row["document_id"] == key] for name, rows in tables.items()}


def _new_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The rows of 変更箇所 that the older version does not have."""
    known = {_said(row) for row in old}
    return [row for row in new if _said(row) not in known]


def _said(row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in ("changed_on", "item", "before", "after"))
