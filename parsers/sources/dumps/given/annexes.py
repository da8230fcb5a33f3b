"""Headings of annexes that a tool lost because they stood outside the tables, put back where the tables show them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGES_TITLE, RECORD_COLUMNS, RECORD_NAMES, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, label_key
from hyokasho.parsers.forms.lexicon.order import PrintedSection, form_sections
from hyokasho.parsers.issues import make_issue

from ..notation.raw import RawRow, RowsRead
from ..tables.changes import is_head
from ..tables.item_tables import item_table

_NUMBER = re.compile(r"^\d{1,4}$")
_MIN_ITEMS = 3


def restore_annex_headings(rows: Sequence[RawRow], form: str | None) -> list[RawRow]:
    """`rows` with the headings of the record items and of the changes before their tables, where none is printed.
    `form` (様式4): the number of the form, which tells the number of the annex; None: nothing is done."""
    annexes = _annexes(form)
    result: list[RawRow] = []
    have_records = have_changes = in_records = False
    for at, row in enumerate(rows):
        key = _annex_key(row)
        have_records = have_records or key == RECORDS_TITLE or _prints_records(rows, at)
        have_changes = have_changes or key == CHANGES_TITLE
        if not have_changes and is_head(row.cells) and CHANGES_TITLE in annexes:
            if result and label_key(result[-1].text) == CHANGES_TITLE:  # (a heading without its number)
                result.pop()
            result.append(_heading(annexes[CHANGES_TITLE], row))
            have_changes = True
        elif not have_records and RECORDS_TITLE in annexes and not have_changes and _starts_items(rows, at):
            result.append(_heading(annexes[RECORDS_TITLE], row))
            have_records = in_records = True
        elif in_records and _starts_part(row):
            in_records = False
            part = _part_after(form, row)
            result += [part] if not result or result[-1].cells != part.cells else []
        result.append(row)
    return [r for r in result if any(c.strip() for c in r.cells) or len(r.cells) > 1]


def lists_without_headings(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with the annex of record items set up where a tool kept its lists and lost every heading.

    What file and what group the items belong to is lost with them, and told."""
    annex = _annexes(form).get(RECORDS_TITLE)
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


def _annexes(form: str | None) -> dict[str, PrintedSection]:
    return {label_key(s.title): s for s in form_sections(form or "") if s.code.startswith(ANNEX)}


def _annex_key(row: RawRow) -> str | None:
    """The title of an annex if this row is its heading (its line in the list of contents does not count)."""
    if len(row.filled) != 1 or (row.table is not None and "\n" in row.text):
        return None
    text = row.text
    key = heading_key(text)
    return key if key in (RECORDS_TITLE, CHANGES_TITLE) and is_heading(text) and row.page > 1 else None


def _heading(section: PrintedSection, row: RawRow) -> RawRow:
    number = "" if section.code == ANNEX else f"({section.code}) "
    return RawRow([f"{number}{section.title}"], None, row.page, heading=True)


def _starts_items(rows: Sequence[RawRow], at: int) -> bool:
    """A head row of a list of items, with rows of numbers and names below."""
    heads = {fold(c) for c in rows[at].cells if c.strip()}
    names = {fold(h) for h in RECORD_NAMES}
    if not heads & names or not heads <= {fold(h) for h in RECORD_COLUMNS}:
        return False
    return sum(_numbered(r) for r in rows[at + 1 : at + 6]) >= _MIN_ITEMS


def _numbered(row: RawRow) -> bool:
    return len(row.cells) > 1 and any(_NUMBER.match(fold(c)) for c in row.cells[:3])


def _starts_part(row: RawRow) -> bool:
    return bool(re.match(r"^1[.．]", fold(row.first))) and is_heading(row.first)


def _part_after(form: str | None, row: RawRow) -> RawRow:
    """The part heading that follows the record items on the form."""
    parts = [section for section in form_sections(form or "") if section.is_part]
    at = next(i for i, s in enumerate(parts) if label_key(s.title) == RECORDS_TITLE)
    return RawRow([f"{parts[at + 1].code} {parts[at + 1].title}"], None, row.page, heading=True)
