"""Cells of wide tables with a character that nobody could read: null, and an issue. `raw` keeps what was read.

Answers are looked at where they are read (`parsers/align/answers.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue
from hyokasho.pipeline.calibration.evidence import VALUES

_TABLES = ("changes", "record_items")
Tables = Mapping[str, list[dict[str, Any]]]


def without_unknown(rows: Tables) -> list[Issue]:
    """Set cells that hold U+FFFD to null and leave out items without a name; an issue for each."""
    issues = []
    for table in _TABLES:
        for row in rows[table]:
            for column in VALUES[table]:
                value = row.get(column)
                if isinstance(value, str) and UNKNOWN_MARK in value:
                    row[column] = None
                    issues.append(make_issue("text-not-readable", f"{table}.{column}", row.get("page")))
    rows["record_items"][:] = [row for row in rows["record_items"] if row["name"] is not None]
    return issues
