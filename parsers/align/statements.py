"""A file may hold several statements, or pages that belong to none: the sheet is cut at every cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.identify import Identity, identify
from hyokasho.parsers.forms.lexicon import title_of
from hyokasho.parsers.forms.load import forms
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Row, Sheet

LONGEST_TITLE = 200
"""Characters of a row with a statement's title at most, blanks between its letters among them."""
COVER_DEPTH = 14
"""Within so many rows below its title a cover prints the labels of its first answers."""
LEAST_OF_A_STATEMENT = 16
"""A part with fewer labels of a form is no statement: a summary, or a cover of an older date."""


def split_statements(sheet: Sheet) -> list[tuple[Sheet, Identity]]:
    """The statements of a sheet in their order, each with its form; one with `form` None if there is none at all.

    What stands before the first cover stays with the first statement; a part that is only a cover or a summary is left
    out with an issue of the statement it stands next to.
    """
    starts = list(_covers(sheet.rows))
    if len(starts) < 2:
        return [(sheet, identify(sheet))]
    bounds = [0, *starts[1:], len(sheet.rows)]
    parts = [replace(sheet, rows=sheet.rows[a:b]) for a, b in pairwise(bounds)]
    known = [(part, identify(part)) for part in parts]
    statements = [(p, i) for p, i in known if i.form is not None and i.labels >= LEAST_OF_A_STATEMENT]
    if not statements:
        return [(sheet, identify(sheet))]
    left_out = [_foreign(p) for p, i in known if i.form is None or i.labels < LEAST_OF_A_STATEMENT]
    return [
        (replace(p, issues=(*_own_issues(p, first=k == 0), *(left_out if k == 0 else ()))), i)
        for k, (p, i) in enumerate(statements)
    ]


_DRAFT = pattern("cover", "draft_before_title")


def _covers(rows: Sequence[Row]) -> Iterator[int]:
    """Rows with the title of a statement, the labels of a cover below."""
    titles = {fold(title_of(form)) for form in forms()}
    labels = {fold(item.label) for form in forms() for item in form.cover[:2]}
    for r, row in enumerate(rows):
        printed = "".join([cell.run for cell in row.cells])
        if len(printed) > LONGEST_TITLE:
            continue
        text = _DRAFT.sub("", fold(printed))
        if text in titles:
            below = "".join(fold(c.text) for later in rows[r + 1 : r + COVER_DEPTH] for c in later.cells)
            if all(label in below for label in labels):
                yield r


def _pages(sheet: Sheet) -> set[int]:
    return {row.page for row in sheet.rows if row.page is not None}


def _own_issues(sheet: Sheet, *, first: bool) -> list[Issue]:
    pages = _pages(sheet)
    return [i for i in sheet.issues if i.page in pages or (i.page is None and first)]


def _foreign(sheet: Sheet) -> Issue:
    pages = sorted(_pages(sheet))
    shown = f"pages {pages[0]}-{pages[-1]}" if pages else "a part of the file"
    return make_issue("foreign-page", f"{shown}: a cover or summary without a statement", pages[0] if pages else None)
