"""Columns of 変更箇所 without walls that are printed again at the left of the page with its other columns.

Excel repeats the columns that are its print titles. Where walls stand, the cells left of one say so; here it is the
words, which stand at the same places with the same texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import find_dates
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.lines.shading import areas_of
from hyokasho.parsers.layout.sheets.page_sides import Sides, asked_once, sides_of
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS
from hyokasho.parsers.model import Fill, Page, Word

_NEAR = 1.0
"""Points within which a word stands at the same place on both pages."""
_LEAST = 2
"""So many heads and dates, at other heights each, stand on both."""
_PAD = 2.0
"""Points between the end of a column and the text of the next one, where nothing is drawn."""


@asked_once
def without_repeated(left: Sides, right: Sides) -> Sides:
    """The right page without the columns at its left that the left page has too; as it is where it has none."""
    if not (left.unruled and right.unruled and left.placed and right.placed):
        return right
    words = sorted(right.words, key=lambda word: word.bbox[0])
    count = next((k for k, word in enumerate(words) if not _stands_there(word, left.texts)), 0)
    again, rest = words[:count], words[count:]
    told = [word for word in again if _is_of_changes(word)] if rest else []
    ends = [word.bbox[2] for word in told if word.bbox[2] <= rest[0].bbox[0]]
    if len({round(word.bbox[1]) for word in told}) < _LEAST or len(told) * 2 < len(again) or len(ends) < len(told):
        return right
    start = _start(max(ends), rest[0].bbox[0], right.drawn)
    shown = lay_out(replace(_behind(right.drawn, start), words=tuple(rest)))
    shown = replace(shown, watermarks=right.layout.watermarks, notes=right.layout.notes)
    return replace(sides_of(shown), again=True)


def _is_of_changes(word: Word) -> bool:
    """Is a word a date or the head of a column of 変更箇所? Pages of one form have their labels at the same places."""
    return fold(word.text) in ALL_COLUMNS or bool(find_dates(word.text))


def _stands_there(word: Word, there: dict[tuple[int, int], str]) -> bool:
    """Does a page have a word, at its place, that is the same or (a title that is cut) begins so?"""
    x, y = round(word.bbox[0]), round(word.bbox[1])
    return any(there.get((x + a, y + b), "").startswith(word.text) for a in (0, -1, 1) for b in (0, -1, 1))


def _start(end: float, text: float, page: Page) -> float:
    """Where the columns behind those printed again begin: at an edge drawn between them, else before their text."""
    edges = [x for area in areas_of(page) for x in (area.bbox[0], area.bbox[2]) if end <= x <= text]
    return max(edges, default=max(end, text - _PAD))


def _behind(page: Page, start: float) -> Page:
    """What a page draws behind a place."""
    rules = [replace(rule, x0=max(rule.x0, start)) for rule in page.rules if rule.x1 > start and rule.horizontal]
    return replace(
        page,
        rules=tuple(rules),
        fills=_fills_behind(page.fills, start),
        painted=_fills_behind(page.painted, start),
        drawn=None,
    )


def _fills_behind(fills: Sequence[Fill], start: float) -> tuple[Fill, ...]:
    boxes = ((fill, fill.bbox) for fill in fills if fill.bbox[2] > start + _NEAR)
    return tuple(replace(fill, bbox=(max(start, x0), y0, x1, y1)) for fill, (x0, y0, x1, y1) in boxes)
