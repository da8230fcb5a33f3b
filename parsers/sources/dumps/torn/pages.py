"""Where the pages of a torn text end: form feeds, or what became of them in the hands of other tools."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import STATEMENT_WORD

from ..layout.pages import counted_numbers
from ..notation.prefixes import is_printed, starts
from ..notation.rows import is_page_line

_BLANKS = 2
_MIN_LABELS = 20
_PARENTHESES = late(r"^\((\d{1,3})\)$")
_FEWEST = 3
_BARE = 5
"""Bare numbers that count on and end pages at least."""


def split_torn_pages(text: str) -> list[list[str]]:
    """The lines of each page. Page ends are form feeds; else the places with two blank lines, if there are about as
    many as page numbers; else page numbers, bare ones that count on where no line says more; and a first line set off
    by one more blank than its like."""
    if text.count("\f") > 1:
        pages = [part.split("\n") for part in text.split("\f")]
        return without_furniture([_without_numbers(page) for page in pages])
    lines = text.split("\n")
    ends = {at for at, line in enumerate(lines) if is_page_line(line)}
    bare = counted_numbers(lines) if len(ends) < _BARE else frozenset()
    ends |= bare if len(bare) >= _BARE else set()
    ends |= _in_parentheses(lines) if not ends else set()
    numbers = len(ends)
    runs = _blank_runs(lines)
    at_blanks = len(runs) >= 3 and len(runs) >= numbers * 0.7
    indented = _indents_tell(lines)
    pages = [[]]
    blank = 0
    for at, line in enumerate(lines):
        number = at in ends
        begins = (at_blanks and blank >= _BLANKS) or (number and not at_blanks) or (indented and _set_off(line))
        if begins and line.strip() and any(x.strip() for x in pages[-1]):
            pages.append([])
        blank = blank + 1 if not line.strip() else 0
        if not number:
            pages[-1].append(line)
    return without_furniture(pages)


def _in_parentheses(lines: Sequence[str]) -> set[int]:
    """The lines that hold the number of their page in parentheses and nothing else: all such lines, one after the
    other, count the pages."""
    found = {at: int(match[1]) for at, line in enumerate(lines) if (match := _PARENTHESES.match(fold(line)))}
    numbers = [*found.values()]
    counts = len(numbers) >= _FEWEST and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    return {*found} if counts and numbers[0] <= _FEWEST else set()


def without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines that most of them print (a running title) and without a bare page number that
    counts them; pages with nothing left are dropped."""
    kept = [[page[at] for at in places] for page, places in zip(pages, lines_of_text(pages), strict=True)]
    return [page for page in kept if any(line.strip() for line in page)]


def lines_of_text(pages: Sequence[Sequence[str]]) -> list[list[int]]:
    """The places of the lines of each page that are no furniture: neither what most pages print nor a bare number that
    counts them."""
    often = running_lines(pages)
    kept = [[at for at, line in enumerate(page) if fold(line) not in often] for page in pages]
    numbers = _page_numbers([[page[at] for at in places] for page, places in zip(pages, kept, strict=True)])
    return [[at for k, at in enumerate(places) if k not in drop] for places, drop in zip(kept, numbers, strict=True)]


def running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """What most pages print, once each, and the form does not (folded), but on its cover: running titles."""
    once = [{key for key, n in Counter(fold(x) for x in page if x.strip()).items() if n == 1} for page in pages]
    seen = Counter(key for keys in once for key in keys)
    least = max(4, len(pages) * 0.6)
    running = {k for k, n in seen.items() if len(k) > 1 and len(pages) > 4 and n >= least}
    return {key for key in running if key.endswith(STATEMENT_WORD) or not is_printed(key)}


def _page_numbers(pages: list[list[str]]) -> list[tuple[int, ...]]:
    """The lines of each page that are its bare number: one that counts the pages, by as much ahead on most of them."""
    found = [{int(number) - at: lines for number, lines in _bare_numbers(page)} for at, page in enumerate(pages, 1)]
    ahead = Counter(difference for numbers in found for difference in numbers)
    best = max(ahead, key=lambda n: (sum(ahead[m] for m in (n - 1, n, n + 1)), ahead[n], -n), default=0)
    near = (best, best - 1, best + 1)
    if len(pages) <= 4 or sum(any(n in numbers for n in near) for numbers in found) <= len(pages) * 0.6:
        return [() for _ in pages]
    return [next((numbers[n] for n in near if n in numbers), ()) for numbers in found]


def _bare_numbers(page: list[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The bare numbers of a page that may be its own, with their lines: those at its edges, and those that stand alone
    between empty lines, also set downwards (a digit on each line)."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    for at in [*filled[:2], *filled[-2:]]:
        if _is_number(page[at]):
            yield fold(page[at]), (at,)
    for is_blank, group in groupby(range(len(page)), key=lambda at: not page[at].strip()):
        lines = tuple(group)
        digits = "".join(fold(page[at]) for at in lines)
        downwards = len(lines) == len(digits) > 1
        if not is_blank and _is_number(digits) and (len(lines) == 1 or downwards):
            yield digits, lines


def _is_number(line: str) -> bool:
    return fold(line).isdigit() and len(fold(line)) < 4


def _without_numbers(lines: list[str]) -> list[str]:
    return [line for line in lines if not is_page_line(line)]


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
