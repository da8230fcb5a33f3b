"""`status` and `quality` of a statement: the one place where it is decided how well it was read."""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.forms.editions import is_edition_tag
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Line
from hyokasho.parsers.sections.coverage import LEAST, Coverage

PARTIAL = frozenset(
    {"page-failed", "page-damaged", "page-missing", "timeout", "table-not-read", "marks-lost", "text-lost",
     "columns-lost", "scan-read-badly", "false-characters", "old-text"}
)
"""Issues that say that a part of the statement was not read (not as mere information)."""

UNREAD, FEWEST_UNREAD = 0.03, 3
"""Share (and number) of texts that OCR could not read, of all answers, from which the statement was read in part; so
many marks that are not known may be single ones."""


def status_of(covered: Coverage, answers: Sequence[Answer], issues: Sequence[Issue]) -> str:
    """`ok`, or `partial` where a page, a section, a table or a group of marks was not read, or too few places or marks
    were: of both the same share must be known."""
    lost_group = any(a.boxes and all(box.checked is None for box in a.boxes) for a in answers)
    marks = [box.checked is not None for answer in answers for box in answer.boxes]
    lost_marks = marks.count(False) >= FEWEST_UNREAD and sum(marks) < LEAST * len(marks)
    lost = any(issue.code in PARTIAL and issue.severity != "info" for issue in issues)
    unread = sum(issue.code == "text-not-readable" for issue in issues)
    worn = unread >= FEWEST_UNREAD and unread > UNREAD * len(answers)
    return "partial" if covered.partial or lost_group or lost_marks or lost or worn else "ok"


def quality_of(covered: Coverage, answers: Sequence[Answer], strays: Sequence[Line], failed: float) -> float:
    """0-1: the share of all cells, those that should be there included, that is expected to be right.

    What was not covered is not right; of what was read the confidences say how much is; text that no answer claims and
    pages that failed (`failed`: their share) hold cells too.
    """
    if not answers:
        return 0.0
    mean = sum(a.confidence for a in answers) / len(answers)
    return round(covered.share * mean * (1.0 - stray_share(answers, strays)) * (1.0 - failed), 4)


def stray_share(answers: Sequence[Answer], strays: Sequence[Line]) -> float:
    """The share (0-1) of the statement's text that no answer claims."""
    claimed = sum(len(a.raw) for a in answers) + 1
    lost = sum(len(line.text) for line in strays)
    return lost / (claimed + lost)


def unclaimed(strays: Sequence[Line]) -> list[Issue]:
    """One issue per page that has text which belongs to no answer."""
    pages: dict[int | None, list[str]] = {}
    for line in strays:
        if is_edition_tag(line.text):
            continue
        pages.setdefault(line.page, []).append(line.text)
    issues = []
    for page, texts in pages.items():
        shown = " / ".join(texts)
        issues.append(make_issue("unclaimed-text", shown if len(shown) <= 200 else shown[:200] + "…", page))
    return issues
