"""The page numbers that a document prints: do they leave a page out?

A gap is believed only where the numbers run on at both sides of it: bodies print odd numbers on single pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Line, Severity

_NUMBERS = re.compile(r"(\d{1,4})(?:\D{1,6}(\d{1,4}))?")
_LARGEST_GAP = 30
"""A larger step is no lost page: another document begins, or the number was misread."""

Printed = tuple[int, int, int | None]
"""Page of the file (or how-manieth number of a dump), the printed number, the printed number of all pages."""


def read_page_number(text: str) -> tuple[int, int | None] | None:
    """Number and count of all pages that a line like `- 3 -` or `3/27 ページ` prints; None where it is none."""
    match = _NUMBERS.search("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None:
        return None
    total = int(match[2]) if match[2] else None
    return int(match[1]), total if total is not None and total >= int(match[1]) else None


def numbers_of(lines: Sequence[Line]) -> list[Printed]:
    """The numbers that pages print in their margins, in order; none where a page prints two (two pages on a sheet)."""
    found = []
    for line in lines:
        number = read_page_number(line.text)
        if number is not None and line.page is not None:
            found.append((line.page, *number))
    return found if len({page for page, _, _ in found}) == len(found) else []


def page_gaps(printed: Sequence[Printed], severity: Severity | None = None) -> list[Issue]:
    """An issue per place where the numbers leave pages out, within the document or, where they count them, at its end.

    `severity` as for `make_issue`: a dump may have lost the number alone.
    """
    issues = []
    for at in range(1, len(printed)):
        (page, before, _), (next_page, after, _) = printed[at - 1], printed[at]
        gap = (after - before) - (next_page - page)
        if 0 < gap <= _LARGEST_GAP and _runs_on(printed, at):
            missing = f"{before + 1}" if gap == 1 else f"{before + 1} to {before + gap}"
            issues.append(make_issue("page-missing", f"printed page {missing} is not there", next_page, severity))
    if len(printed) > 1 and _at_end(printed):
        _, last, total = printed[-1]
        issues.append(make_issue("page-missing", f"the last printed page is {last} of {total}", None, severity))
    return issues


def _runs_on(printed: Sequence[Printed], at: int) -> bool:
    """Do the numbers count on before and behind the gap (or is there nothing more)?"""
    sides = ((at - 2, at - 1), (at, at + 1))
    steps = [_steps(printed[a], printed[b]) for a, b in sides if a >= 0 and b < len(printed)]
    return bool(steps) and all(steps)


def _steps(one: Printed, two: Printed) -> bool:
    return two[1] - one[1] == two[0] - one[0]


def _at_end(printed: Sequence[Printed]) -> bool:
    totals = {total for _, _, total in printed}
    _, last, total = printed[-1]
    return totals == {total} and total is not None and last < total and _steps(printed[-2], printed[-1])
