"""Values with a character that nobody could read: null, and an issue. `raw` keeps what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue
from hyokasho.pipeline.calibration.evidence import VALUES

Tables = Mapping[str, list[dict[str, Any]]]


def without_unknown(rows: Tables) -> list[Issue]:
    """Set values that hold U+FFFD to null; an issue for each. Columns that name a row's place in the form stay."""
    issues = []
    for table, columns in VALUES.items():
        for row in rows.get(table, ()):
            for column in columns:
                if UNKNOWN_MARK in _said(row.get(column)):
                    row[column] = None
                    issues.append(make_issue("text-not-readable", f"{table}.{column}", row.get("page")))
    return issues


def _said(value: object) -> str:
    """All text of a value."""
    if isinstance(value, str):
        return value
    return "".join(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else ""
