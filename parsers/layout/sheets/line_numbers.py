"""Numbers in the margin that count the lines of a page, as word processors and drafts print them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from hyokasho.parsers.layout.spread import height_of
from hyokasho.parsers.layout.words import numbers_beside
from hyokasho.parsers.model import Page, Word

_FEWEST = 3
_SMALL = 0.85
"""Height of the numbers over that of the text beside them at most: the numbers of a list are as large as its items."""
_STEP = 2
"""Lines from one number to the next on average: of those printed over each other digits are not seen."""
_MOST = 0.8
"""Share of the numbers that rise, and of the lines that have one."""


def without_line_numbers(page: Page) -> Page:
    """The page without the numbers of its lines: small ones in a margin where no text begins, which count up from line
    to line, of headings and page numbers too. Where most lines have none, they are those of a list."""
    found: set[int] = set()
    for side in numbers_beside(page.words, page):
        aside = set(map(id, side))
        texts = [word for word in page.words if id(word) not in aside]
        if len(side) >= _FEWEST and _counts_up(side) and _numbers_lines(side, texts):
            found |= aside
    return replace(page, words=tuple(word for word in page.words if id(word) not in found)) if found else page


def _counts_up(numbers: Sequence[Word]) -> bool:
    """Do most of the numbers, from top to bottom, rise to about as many as there are?"""
    rising: list[int] = []  # (the least number at which so many rising ones end)
    for word in sorted(numbers, key=lambda word: word.bbox[1]):
        number = int(word.text) if word.text.isdecimal() else 0
        at = bisect_left(rising, number)
        rising[at : at + 1] = [number]
    return len(rising) >= _MOST * len(numbers) and rising[-1] - rising[0] < _STEP * len(numbers)


def _numbers_lines(numbers: Sequence[Word], texts: Sequence[Word]) -> bool:
    """Are the numbers smaller than the texts, and is nearly every text level with one?"""
    if not texts or median(map(height_of, numbers)) > _SMALL * median(map(height_of, texts)):
        return False
    levels = [(word.bbox[1] + word.bbox[3]) / 2 for word in numbers]
    level = sum(any(text.bbox[1] <= y <= text.bbox[3] for y in levels) for text in texts)
    return level >= _MOST * len(texts)
