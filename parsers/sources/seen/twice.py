"""Characters that are printed again close by: the shadow of a letter, bold made by hand. MuPDF makes one word of narrow
ones (`[[`), so they are told by their characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import pymupdf

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import without_duplicates
from hyokasho.parsers.model import Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import Hidden, lines_of_characters

_WIDTH = 0.6
"""Part of its own width by which a character stands beside itself at most: two equal letters in a row stand farther."""


def printed_again(mupage: pymupdf.Page, text: pymupdf.TextPage, words: Sequence[Word], hidden: Hidden) -> Hidden:
    """The characters of the page that stand (nearly) where an equal one is seen. Only a page on which a whole word does
    so, or a word ends where another begins, or holds another, is looked at."""
    if len(without_duplicates(words)) == len(words) and not _go_on_twice(words) and not _hold_others(words):
        return frozenset()
    return frozenset(_again(mupage, text, hidden))


def _go_on_twice(words: Sequence[Word]) -> bool:
    """Ends a word with the letter with which another begins at its place? Pages that are stored in pieces, each cut out
    of the whole, show a letter at a cut in two halves."""
    begun: dict[str, list[tuple[float, float]]] = {}
    for word in words:
        begun.setdefault(word.text[0], []).append(word.bbox[:2])
    for word in words:
        if len(word.text) > 1 and (known := begun.get(word.text[-1])):
            x0, y0, x1, y1 = word.bbox
            last, near = x1 - (x1 - x0) / len(word.text), SETTINGS.duplicate * (y1 - y0)
            if any(abs(last - x) <= near and abs(y0 - y) <= near for x, y in known):
                return True
    return False


def _hold_others(words: Sequence[Word]) -> bool:
    """Stands a word within a longer one that holds its letters? Of two equal runs MuPDF may take the second in part."""
    ordered = sorted(words, key=lambda word: (round(word.bbox[1], 1), word.bbox[0], -len(word.text)))
    return any(
        other.bbox[2] <= one.bbox[2] + 1
        and round(one.bbox[1], 1) == round(other.bbox[1], 1)
        and len(other.text) < len(one.text)
        and other.text in one.text
        for one, other in pairwise(ordered)
    )


def _again(mupage: pymupdf.Page, text: pymupdf.TextPage, hidden: Hidden) -> Iterator[int]:
    places: dict[str, list[tuple[float, float]]] = {}
    lines = sorted(lines_of_characters(mupage, text), key=len, reverse=True)  # (what is said in full is kept)
    for number, char in chain.from_iterable(lines):
        if char["c"].isspace() or number in hidden:
            continue
        x0, y0, x1, y1 = displayed_box(char["bbox"], None)
        known = places.setdefault(char["c"], [])
        near, high = min(SETTINGS.duplicate * (y1 - y0), _WIDTH * (x1 - x0)), SETTINGS.duplicate * (y1 - y0)
        if any(abs(x0 - x) <= near and abs(y0 - y) <= high for x, y in known):
            yield number
        else:
            known.append((x0, y0))
