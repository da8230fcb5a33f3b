"""Values with a character that nobody could read, or that only one body's font can tell.

Cells of wide tables with an unknown one: null, and an issue; `raw` keeps what was read. Answers are looked at where
they are read (`parsers/align/answers.py`). Rows with one of private use (外字): as they are, with a lower confidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue
from hyokasho.parsers.sources.glyphs.gaiji import CONFIDENCE, holds_private
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


def doubt_private(rows: Tables) -> None:
    """Lower the confidence (calibrated) of rows of which a value holds a character of private use, in place."""
    for table, found in rows.items():
        columns = VALUES.get(table, ("raw",))
        rated = [row for row in found if row.get("confidence") is not None]
        texts = [_BREAK.join([part for column in columns for part in _texts(row.get(column))]) for row in rated]
        if not holds_private(_BREAK.join(texts)):  # (as nearly always)
            continue
        for row, text in zip(rated, texts, strict=True):
            if holds_private(text):
                row["confidence"] = min(row["confidence"], CONFIDENCE)


_BREAK = "\0"
"""Between texts that are looked through at once: no bracket of one is closed in another."""


def _texts(value: object) -> list[str]:
    """The texts of a value: itself, or the members of a list."""
    if isinstance(value, str):
        return [value]
    return [member for member in value if isinstance(member, str)] if isinstance(value, list) else []
