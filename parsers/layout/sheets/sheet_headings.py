"""Row numbers and column letters of a worksheet, printed round it (行列番号): no part of what the sheet says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.parsers.model import Fill, Page, Rule, Word

_LEAST_ROWS = 3
_LEVEL = 2.0
"""Points by which the letters of a row differ in height, and lines stand off their place."""
_LETTERS = 26


def without_sheet_headings(page: Page) -> Page:
    """The page without them: a row of letters in the order of the alphabet above all else, and numbers that count on
    left of all else. Record items are counted too, but below no such letters."""
    letters = _letters(page.words)
    if not letters:
        return page
    numbers = _numbers(page.words, letters)
    if not numbers:
        return page
    gone = {id(word) for word in (*letters, *numbers)}
    words = tuple(word for word in page.words if id(word) not in gone)
    low, right = max(word.bbox[3] for word in letters), max(word.bbox[2] for word in numbers)
    top = min((r.y0 for r in page.rules if r.horizontal and r.y0 >= low - _LEVEL), default=low)
    left = min((r.x0 for r in page.rules if not r.horizontal and r.x0 >= right - _LEVEL), default=right)
    return replace(
        page,
        words=words,
        rules=tuple(_clipped(page.rules, left, top)),
        fills=tuple(fill for fill in page.fills if not _is_outside(fill, left, top)),
        painted=tuple(fill for fill in page.painted if not _is_outside(fill, left, top)),
        outlines=tuple(o for o in page.outlines if all(x >= left - 1 and y >= top - 1 for x, y in o.points)),
    )


def _letters(words: Sequence[Word]) -> list[Word]:
    """The words of the topmost line, where these are letters in the order of the alphabet."""
    if not words:
        return []
    first = min(word.bbox[1] for word in words)
    row = sorted((w for w in words if w.bbox[1] - first <= _LEVEL), key=lambda word: word.bbox[0])
    places = [_place(word.text) for word in row]
    alphabet = all(after - before == 1 for before, after in pairwise(places))
    return row if min(places) > 0 and alphabet and (len(row) > 1 or places == [1]) else []


def _place(letters: str) -> int:
    """The number of a column of a worksheet: A is 1, AA 27; 0 where it is none."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper()) or len(letters) > 2:
        return 0
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _numbers(words: Sequence[Word], letters: Sequence[Word]) -> list[Word]:
    """The numbers left of all other words, from top to bottom, where each is one more than that above it."""
    others = [word for word in words if not word.text.isdecimal() and word not in letters]
    left = min((word.bbox[0] for word in (*others, *letters)), default=0.0)
    found = sorted((w for w in words if w.text.isdecimal() and w.bbox[2] <= left), key=lambda word: word.bbox[1])
    counted = all(int(below.text) - int(above.text) == 1 for above, below in pairwise(found))
    return found if len(found) >= _LEAST_ROWS and counted else []


def _clipped(rules: Iterable[Rule], left: float, top: float) -> Iterable[Rule]:
    """The rules of the sheet itself, those that run on between the headings cut off."""
    for rule in rules:
        x0, y0 = max(rule.x0, left), max(rule.y0, top)
        if rule.horizontal and rule.y0 >= top - _LEVEL and rule.x1 > left + _LEVEL:
            yield Rule(x0, rule.y0, rule.x1, rule.y1)
        elif not rule.horizontal and rule.x0 >= left - _LEVEL and rule.y1 > top + _LEVEL:
            yield Rule(rule.x0, y0, rule.x1, rule.y1)


def _is_outside(fill: Fill, left: float, top: float) -> bool:
    x0, y0, x1, y1 = fill.bbox
    return (x0 + x1) / 2 < left or (y0 + y1) / 2 < top
