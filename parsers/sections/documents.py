"""Table `documents`: the cover's answers, form and edition."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import find_dates, parse_date
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.content import Found, lines_in
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.forms.editions import known_editions
from hyokasho.parsers.forms.heads import FORM, STATEMENT_WORD
from hyokasho.parsers.forms.load import Form
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Line, Sheet
from hyokasho.parsers.sections.rows import CELLS, TableRow, columns_of, evidence, joint_evidence, line_evidence

_EDITION = pattern("edition_tag", "tag")
_DATES = ("published_on", "approved_on", "evaluated_on")
_TEXTS = ("evaluation_number", "title", "agency", "declaration", "special_notes")
COVER_ROWS = 80
_ENDED = pattern("cover", "ended")


def document(
    answers: Sequence[Answer], form: Form, sheet: Sheet, found: Sequence[Found]
) -> tuple[TableRow, list[Issue]]:
    """The statement's own columns of `documents` (not those of its file), and doubts about them."""
    cover = columns_of("documents", answers)
    issues: list[Issue] = []
    edition = printed_edition(sheet, form)
    if edition is None:
        issues.append(make_issue("edition-not-printed", f"no edition of {form.number} is printed"))
    elif edition not in {known.name for known in known_editions()}:
        issues.append(make_issue("edition-unknown", f"{edition} {form.number}"))
    row: TableRow = {"form": form.name, "form_edition": edition}
    row |= {name: cover[name].value if name in cover else None for name in _TEXTS}
    for name in _DATES:
        row[name] = _date(cover.get(name), issues)
    for name in ("evaluation_number", "title", "agency"):
        if row[name]:
            row[name] = row[name].replace("\n", "")
    row["ended_on"] = _ended_on(row["title"])
    says_draft = _draft_lines(cover.get("title"), sheet, found)
    row["draft"] = bool(says_draft) if says_draft is not None else None
    cells = {name: [evidence(answer)] for name, answer in cover.items()}
    cells |= {
        "form": [line_evidence(one.own.lines) for one in found if one.node.kind == "title"][:1],
        "form_edition": [line_evidence(_edition_lines(sheet, form))],
        "ended_on": cells.get("title", []),
        "draft": [line_evidence(says_draft or ())],
    }
    return row | joint_evidence(list(cover.values())) | {CELLS: cells}, issues


def _ended_on(title: str | None) -> dt.date | None:
    """The day in the title's bracket 【令和6年3月31日終了】; None where there is none, or no one day in it."""
    brackets = _ENDED.findall(title or "")
    days = {date.value for bracket in brackets for date in find_dates(bracket)}
    return days.pop() if len(days) == 1 else None


def _draft_lines(title: Answer | None, sheet: Sheet, found: Sequence[Found]) -> list[Line] | None:
    """The lines of the cover that say 案 or 素案: its title, or a line of its own. None where no cover was read."""
    cover = [one for one in found if one.node.kind == "cover"]
    if not cover:
        return None
    behind = next((one.own for one in found if one.node.kind not in ("title", "cover")), None)
    taken = {id(line) for one in cover for line in lines_in(one.pieces)}
    lines: list[Line] = []
    for row in sheet.rows:
        if any(cell is behind for cell in row.cells):
            break
        lines += [line for cell in row.cells for line in cell.lines if id(line) not in taken]
    first = min((one.page for one in cover if one.page is not None), default=None)
    lines += [line for line in sheet.furniture if line.page == first]
    saying = [[line] for line in lines if _draft().fullmatch(fold(line.text))]
    if title is not None and title.value and title.found and _draft().fullmatch(fold(title.value)):
        saying.append(lines_in(title.found.pieces))
    return saying[0] if saying else []


@cache
def _draft() -> re.Pattern[str]:
    """A line that says 案: one of the words alone or in brackets, behind something or not, or behind 評価書."""
    data = read_yaml(__package__, "draft_words.yaml")
    word = "|".join(re.escape(fold(entry["word"])) for entry in data)
    return re.compile(rf"(?:{word})|.*[(【〔<\[](?:{word})[)】〕>\]]|.*{STATEMENT_WORD}\)?(?:{word})")


def printed_edition(sheet: Sheet, form: Form) -> str | None:
    """The edition printed on the cover (`[令和6年10月 様式4]`), None where it is not there or of another form."""
    lines = _edition_lines(sheet, form)
    match = _EDITION.search(fold("".join(line.text for line in lines)))
    return match["edition"] if match else None


def _edition_lines(sheet: Sheet, form: Form) -> list[Line]:
    """The lines of the row of the cover that prints the edition of this form; empty where there is none."""
    for row in sheet.rows[:COVER_ROWS]:
        match = _EDITION.search(fold("".join(cell.text for cell in row.cells)))
        if match and f"{FORM}{match['number']}" == form.number:
            lines = [line for cell in row.cells for line in cell.lines]
            return next(([line] for line in lines if _EDITION.search(fold(line.text))), lines)
    return []


def _date(answer: Answer | None, issues: list[Issue]) -> dt.date | None:
    if answer is None or answer.value is None:
        return None
    found = parse_date(answer.value.replace("\n", ""))
    if found is None:
        issues.append(make_issue("impossible-date", f"{answer.item}: {answer.value}", answer.page))
    return found
