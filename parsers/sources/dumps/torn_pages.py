"""Where the pages of a torn text end: form feeds, or what became of them in the hands of other tools."""

from __future__ import annotations

import re
from collections import Counter

from hyokasho.normalizers.text import fold

from .prefixes import starts
from .rows import PAGE_LINE

_BLANKS = 2
_MIN_LABELS = 20


def split_torn_pages(text: str) -> list[list[str]]:
    """The lines of each page. Page ends are form feeds; else the places with two blank lines, if there are about as
    many as page numbers; else page numbers; and a first line set off by one more blank than its like."""
    if text.count("\f") > 1:
        pages = [part.split("\n") for part in text.split("\f")]
        return without_furniture([_without_numbers(page) for page in pages])
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
    return without_furniture(pages)


def without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines that most of them print (a running title) and without a bare page number that
    counts them; pages with nothing left are dropped."""
    seen = Counter(key for page in pages for key in {fold(line) for line in page if line.strip()})
    least = max(4, len(pages) * 0.6)
    often = {k for k, n in seen.items() if len(k) > 1 and len(pages) > 4 and n > least and starts(k) is None}
    ahead, counted = _counting(pages, often)
    drop = len(pages) > 4 and counted > len(pages) * 0.6
    result = []
    for at, page in enumerate(pages, start=1):
        kept = [line for line in page if fold(line) not in often]
        if drop:
            edges = set(_edges(kept, set()))
            kept = [t for t in kept if not (t in edges and fold(t).isdigit() and abs(int(fold(t)) - at - ahead) < 2)]
        if any(line.strip() for line in kept):
            result.append(kept)
    return result


def _counting(pages: list[list[str]], often: set[str]) -> tuple[int, int]:
    """By how much the bare numbers at the edges of pages are ahead of the count of pages, and how many agree on it."""
    ahead = Counter(int(number) - at for at, number in _numbered_edges(pages, often))
    if not ahead:
        return 0, 0
    best = max(ahead, key=lambda n: (ahead[n], -n))
    return best, sum(count for n, count in ahead.items() if abs(n - best) < 2)


def _edges(page: list[str], often: set[str]) -> list[str]:
    """The first and last lines of a page that hold text."""
    lines = [line for line in page if line.strip() and fold(line) not in often]
    return [*lines[:2], *lines[-2:]]


def _numbered_edges(pages: list[list[str]], often: set[str]) -> list[tuple[int, str]]:
    """Page index (from 1) and number of pages that have a bare number at an edge."""
    found = []
    for at, page in enumerate(pages, start=1):
        number = next((n for t in _edges(page, often) if (n := fold(t)).isdigit() and len(n) < 4), None)
        if number is not None:
            found.append((at, number))
    return found


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
