"""The order in which pages of one sheet are read, told by the numbers that they print and by the sheet before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.parsers.layout.sheets.furniture import printed_page
from hyokasho.parsers.layout.sheets.turn import turn_of_sheet
from hyokasho.parsers.layout.unruled.form_words import is_part
from hyokasho.parsers.layout.unruled.text_rows import lines_of
from hyokasho.parsers.layout.words import numbers_at_edge
from hyokasho.parsers.model import BBox, Page

CONTENTS = 3
"""A page with the titles of so many parts lists what the statement holds."""
_ROMAN = re.compile("^[IV]+")
_SECTION, _ITEM = re.compile(r"^(\d{1,2})\.\D"), re.compile("^([①-⑳])")
_NUMBERED = 2
"""So many printed numbers of pages say in which order they stand."""


def ordered(parts: Sequence[Page], before: Sequence[Page]) -> Sequence[Page]:
    """The pages of a sheet in reading order: row by row, or as on the sheet before, if numbers that they print say of
    no other order that it is the one."""
    if len(parts) < 2:
        return parts
    orders = _orders(parts)
    best = orders[_order_before(before, turned=len(orders) > 2)]
    for other in orders:
        if _in_order(other) and (not _in_order(best) or (not before and _reads_better(other, best))):
            best = other
    return best


def _orders(parts: Sequence[Page]) -> list[list[Page]]:
    """Pages of a sheet row by row and column by column, then both as the sheet is displayed where it was turned."""
    first, places = parts[0], [part.place.box for part in parts if part.place is not None]
    orders = _by_rows_and_columns(places, parts)
    if first.turn and first.sheet is not None:
        turn = replace(turn_of_sheet(first), skew=0.0)  # (rows of a levelled sheet stay level)
        orders += _by_rows_and_columns([turn.displayed(place) for place in places], parts)
    return orders


def _by_rows_and_columns(places: Sequence[BBox], parts: Sequence[Page]) -> list[list[Page]]:
    by_rows = [(round(y), round(x)) for x, y, _, _ in places]
    by_columns = [(x, y) for y, x in by_rows]
    return [[parts[k] for k in sorted(range(len(parts)), key=keys.__getitem__)] for keys in (by_rows, by_columns)]


def _order_before(before: Sequence[Page], *, turned: bool) -> int:
    """Which of the orders of a sheet is that of the sheet before, as far as it says so."""
    orders = _orders(before) if len(before) > 1 else []
    found = next((k for k, order in enumerate(orders) if [p.place for p in order] == [p.place for p in before]), 0)
    as_displayed = bool(orders) and (found > 1 or len(orders) == 2)
    return found % 2 + (2 if turned and as_displayed else 0)


def _in_order(parts: Sequence[Page]) -> bool:
    """Do the numbers rise that pages print at their head or foot, and, where some print none, those of the form's parts
    that begin on them? (Part III may be printed once for each file.)"""
    numbers = numbers_printed(parts)
    titles: list[str] = []
    for part in parts:
        begun = titles_printed(part)
        titles += begun if len(begun) < CONTENTS else ()
    if numbers != sorted(set(numbers)):
        return False
    return len(numbers) == len(parts) or titles == sorted(titles)  # (I to VIII sort as they are written)


def _reads_better(one: Sequence[Page], other: Sequence[Page]) -> bool:
    """Without numbers of pages: do those of sections and items go on from page to page in this order more often?"""
    return len(numbers_printed(one)) < _NUMBERED and _breaks(one) < _breaks(other)


def _breaks(parts: Sequence[Page]) -> int:
    """From how many pages to the next the numbers of sections, or of items, neither go on nor begin again."""
    count = 0
    for counted in (_SECTION, _ITEM):
        numbers = [[_number(m) for line in lines_of(part.words) if (m := counted.match(line.key))] for part in parts]
        count += sum(bool(a and b) and b[0] not in (1, a[-1], a[-1] + 1) for a, b in pairwise(numbers))
    return count


def _number(match: re.Match[str]) -> int:
    return int(unicodedata.numeric(match[1])) if len(match[1]) == 1 else int(match[1])


def titles_printed(part: Page) -> list[str]:
    """The Roman numbers of the form's parts whose titles a page prints."""
    found = (_ROMAN.match(line.key) for line in lines_of(part.words) if is_part(line.key))
    return list(dict.fromkeys(number[0] for number in found if number))


def numbers_printed(parts: Sequence[Page]) -> list[int]:
    """The numbers that pages print at their foot or head, or beside all else."""
    numbers: list[int] = []
    for part in parts:
        lines = lines_of(part.words)
        said = (printed_page(line.text) for line in (*lines[-1:], *lines[:1]))
        beside = (printed_page(word.text) for word in numbers_at_edge(part.words, part))
        numbers += [number for number in (*said, *beside) if number is not None][:1]
    return numbers
