"""The heading of the record items that a tool lost because it stood outside the tables, put back where they show it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, label_key
from hyokasho.parsers.forms.lexicon.order import PrintedSection, form_sections
from hyokasho.parsers.issues import make_issue

from ..notation.raw import RawRow, RowsRead
from ..tables.changes import is_head
from ..tables.item_tables import item_table


def lists_without_headings(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with the annex of record items set up where a tool kept its lists and lost every heading.

    What file and what group the items belong to is lost with them, and told."""
    annex = next((s for s in form_sections(form or "") if label_key(s.title) == RECORDS_TITLE), None)
    end = next((at for at, row in enumerate(read.rows) if is_head(row.cells)), len(read.rows))
    rows = read.rows[:end]
    if annex is None or any(_prints_records(rows, at) for at in range(end)):
        return read
    result: list[RawRow] = []
    begun = False
    at = 0
    while at < end:
        items = item_table(rows, at, another=begun)
        if items is None:
            if begun and _starts_part(rows[at]):
                result.append(_part_after(form, rows[at]))
                break
            result.append(rows[at])
            at += 1
            continue
        if not begun:
            result.append(_heading(annex, rows[at]))
        result += items.rows
        begun, at = True, items.stop
    if not begun:
        return read
    lost = "the headings of the lists are lost: what file and what group the items belong to is not known"
    issues = [*read.issues, make_issue("answer-not-known", f"{RECORDS_TITLE}: {lost}")]
    return RowsRead([*result, *read.rows[at:]], issues, read.aside)


def _prints_records(rows: Sequence[RawRow], at: int) -> bool:
    """Is this the heading of the record items, and not its line in the list of contents?"""
    filled = rows[at].filled
    if len(filled) != 1 or heading_key(filled[0]) != RECORDS_TITLE or label_key(filled[0]) == RECORDS_TITLE:
        return False
    after = next((c for row in rows[at + 1 : at + 2] for c in row.cells if c.strip()), "")
    return not (is_heading(after) and re.match(r"[IV(]", fold(after)))


def _heading(section: PrintedSection, row: RawRow) -> RawRow:
    number = "" if section.code == ANNEX else f"({section.code}) "
    return RawRow([f"{number}{section.title}"], None, row.page, heading=True)


def _starts_part(row: RawRow) -> bool:
    return bool(re.match(r"^1[.．]", fold(row.first))) and is_heading(row.first)


def _part_after(form: str | None, row: RawRow) -> RawRow:
    """The part heading that follows the record items on the form."""
    parts = [section for section in form_sections(form or "") if section.is_part]
    at = next(i for i, s in enumerate(parts) if label_key(s.title) == RECORDS_TITLE)
    return RawRow([f"{parts[at + 1].code} {parts[at + 1].title}"], None, row.page, heading=True)
