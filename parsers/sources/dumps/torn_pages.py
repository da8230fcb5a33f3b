"""Where the pages of a torn text end: form feeds, or what became of them in the hands of other tools."""

from __future__ import annotations

import re

from .prefixes import starts
from .rows import PAGE_LINE

_BLANKS = 2
_MIN_LABELS = 20


def split_torn_pages(text: str) -> list[list[str]]:
    """The lines of each page. Page ends are form feeds; else the places with two blank lines, if there are about as
    many as page numbers; else page numbers; and a first line set off by one more blank than its like."""
    if text.count("\f") > 1:
        pages = [part.split("\n") for part in text.split("\f")]
        return [p for p in (_without_numbers(page) for page in pages) if any(line.strip() for line in p)]
    lines = text.split("\n")
    numbers = sum(bool(PAGE_LINE.match(line)) for line in lines)
    runs = _blank_runs(lines)
    at_blanks = len(runs) >= 3 and len(runs) >= numbers * 0.7
    indented = _indents_tell(lines)
    pages = [[]]
    blank = 0
    for line in lines:
        number = bool(PAGE_LINE.match(line))
        ends = (at_blanks and blank >= _BLANKS) or (number and not at_blanks) or (indented and _set_off(line))
        if ends and line.strip() and any(x.strip() for x in pages[-1]):
            pages.append([])
        blank = blank + 1 if not line.strip() else 0
        if not number:
            pages[-1].append(line)
    return [p for p in pages if any(line.strip() for line in p)]


def _without_numbers(lines: list[str]) -> list[str]:
    return [line for line in lines if not PAGE_LINE.match(line)]


def _blank_runs(lines: list[str]) -> list[int]:
    """Places of two and more blank lines."""
    runs, blank = [], 0
    for at, line in enumerate(lines):
        if line.strip():
            if blank >= _BLANKS:
                runs.append(at)
            blank = 0
        else:
            blank += 1
    return runs


def _indents_tell(lines: list[str]) -> bool:
    """Labels stand behind one blank as a rule, so that two (or one before other text) show a page's first line."""
    one = sum(bool(re.match(r"^ \S", line)) and starts(line.split()[0]) is not None for line in lines)
    return one >= _MIN_LABELS


def _set_off(line: str) -> bool:
    if line.startswith("  "):
        return True
    return bool(re.match(r"^ \S", line)) and starts(line.split()[0]) is None
