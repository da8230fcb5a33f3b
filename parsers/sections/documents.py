"""Table `documents`: the cover's answers, form and edition."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.forms.load import Form
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Sheet
from hyokasho.parsers.sections.rows import TableRow, columns_of, joint_evidence

_EDITION = re.compile(r"(?P<edition>(?:平成|令和)(?:元|\d{1,2})年\d{1,2}月)[,.]?様式(?P<number>\d)")
_DATES = ("published_on", "approved_on")
_TEXTS = ("evaluation_number", "title", "agency", "declaration", "special_notes")
COVER_ROWS = 80


def document(answers: Sequence[Answer], form: Form, sheet: Sheet) -> tuple[TableRow, list[Issue]]:
    """The statement's own columns of `documents` (not those of its file), and doubts about them."""
    cover = columns_of("documents", answers)
    issues: list[Issue] = []
    edition = printed_edition(sheet, form)
    if edition is None:
        issues.append(make_issue("edition-not-printed", f"no edition of {form.number} is printed"))
    row: TableRow = {"form": form.name, "form_edition": edition}
    row |= {name: cover[name].value if name in cover else None for name in _TEXTS}
    for name in _DATES:
        row[name] = _date(cover.get(name), issues)
    for name in ("evaluation_number", "title", "agency"):
        if row[name]:
            row[name] = row[name].replace("\n", "")
    return row | joint_evidence(list(cover.values())), issues


def printed_edition(sheet: Sheet, form: Form) -> str | None:
    """The edition printed on the cover (`[令和6年10月 様式4]`), None where it is not there or of another form."""
    for row in sheet.rows[:COVER_ROWS]:
        text = fold("".join(cell.text for cell in row.cells))
        match = _EDITION.search(text)
        if match and f"様式{match['number']}" == form.number:
            return match["edition"]
    return None


def is_edition_tag(text: str) -> bool:
    """Is the line nothing but the printed edition?"""
    return _EDITION.fullmatch(fold(text).strip("[]()")) is not None


def _date(answer: Answer | None, issues: list[Issue]) -> dt.date | None:
    if answer is None or answer.value is None:
        return None
    found = parse_date(answer.value.replace("\n", ""))
    if found is None:
        issues.append(make_issue("impossible-date", f"{answer.item}: {answer.value}", answer.page))
    return found
