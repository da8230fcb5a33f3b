"""Column `row_id`: a name for each row that is unique within document and table, and the same in every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hyokasho.parsers.forms.heads import DOCUMENT, FILE, JOB, SYSTEM
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.rows import TableRow

_NUMBERED: Mapping[str, Callable[[TableRow], tuple[Any, ...]]] = {
    "documents": lambda row: (DOCUMENT,),
    "files": lambda row: (f"{FILE}{row['file_no']}",),
    "systems": lambda row: (f"{SYSTEM}{row['system_no']}",),
    "outsourcing": lambda row: (row["file_no"], f"{JOB}{row['no']}"),
    "recipients": lambda row: (row["file_no"], f"{row['kind']}{row['no']}"),
    "record_items": lambda row: (f"#{row['seq']}",),
    "changes": lambda row: (f"#{row['seq']}",),
}
_PLACE = ("file_no", "section", "entity", "under", "item", "option")
_PLACED = frozenset({"fields", "choices", "checkboxes", "risks"})


def with_row_ids(table: str, rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows of one document in reading order, each with its `row_id`; as they are in a table that has none."""
    if table in _NUMBERED:
        parts = _NUMBERED[table]
    elif table in _PLACED:
        parts = _place
    else:
        return list(rows)
    taken: set[str] = set()
    return [{**row, "row_id": _unused(_joined(parts(row)), taken)} for row in rows]


_AGAIN = re.compile(r"~\d+$")


def doubled_keys(tables: Mapping[str, Sequence[TableRow]]) -> Iterator[Issue]:
    """One issue per table of numbered things of which several have one number (their `row_id` had to be counted on)."""
    for table in _NUMBERED:
        rows = tables.get(table, ())
        again = [row for row in rows if _AGAIN.search(str(row.get("row_id") or ""))]
        if again:
            names = ", ".join(dict.fromkeys(_AGAIN.sub("", row["row_id"]) for row in again[:_SHOWN]))
            yield make_issue("duplicate-key", f"{table}: {len(again)} rows, among them {names}", again[0].get("page"))


_SHOWN = 3


def _place(row: TableRow) -> tuple[Any, ...]:
    return tuple(row.get(part) for part in _PLACE)


def _joined(parts: Sequence[Any]) -> str:
    return "/".join(str(part).replace("/", "／") for part in parts if part is not None)


def _unused(name: str, taken: set[str]) -> str:
    """`name`, or from the second row of that name on `name~2`, `name~3`."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}~{number}"
    taken.add(unused)
    return unused
