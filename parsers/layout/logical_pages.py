"""Two pages of a statement printed on one sheet: told apart and read one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hyokasho.parsers.layout.moves import moved_fills, moved_outlines, moved_words
from hyokasho.parsers.model import Fill, Page, Rule, Word

LANDSCAPE = 1.2
"""Sheets at least this much wider than high may carry two pages side by side."""
MIDDLE = (0.4, 0.6)
"""The gutter lies in this part of the sheet's width."""
GUTTER = 10.0
"""Least width of the gutter in points."""
WHITE = 0.995
"""Share of red, green and blue from which a colour is the paper's."""
LEAST_WORDS = 3
LEAST_TOGETHER = 30
"""A sheet with fewer words is taken as one page (a title, a drawing)."""

Placed = TypeVar("Placed", Word, Rule)


def split_logical_pages(page: Page) -> list[Page]:
    """The logical pages of a sheet in reading order; the page itself where it is one.

    A table of a wide sheet runs across its middle, two pages leave a gutter there. Both keep the sheet's coordinates.
    """
    if page.width < LANDSCAPE * page.height or len(page.words) < LEAST_TOGETHER:
        return [page]
    gutter = None if _is_one_cut_row(page) else _gutter(page)
    if gutter is None:
        return [page]
    middle = (gutter[0] + gutter[1]) / 2
    left, right = _half(page, 0.0, middle), replace(_half(page, middle, page.width), issues=())
    if min(len(left.words), len(right.words)) < LEAST_WORDS:
        return [page]
    return [left, right]


def _is_one_cut_row(page: Page) -> bool:
    """A row so long that the page shows neither its top nor its bottom: only the walls between its cells."""
    level = any(rule.horizontal and rule.x1 - rule.x0 > GUTTER for rule in page.rules)
    return bool(page.rules) and not level


def _gutter(page: Page) -> tuple[float, float] | None:
    """The widest stretch around the middle that no word, no rule and no coloured area of a cell reaches into."""
    low, high = MIDDLE[0] * page.width, MIDDLE[1] * page.width
    spans = [(word.bbox[0], word.bbox[2]) for word in page.words]
    spans += [(rule.x0, rule.x1) for rule in page.rules]
    spans += [(fill.bbox[0], fill.bbox[2]) for fill in page.painted if _is_seen(fill, page)]
    free: list[tuple[float, float]] = []
    at = low
    for start, end in sorted(span for span in spans if span[1] > low and span[0] < high):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if at < high:
        free.append((at, high))
    widest = max(free, key=lambda gap: gap[1] - gap[0], default=None)
    return widest if widest is not None and widest[1] - widest[0] >= GUTTER else None


def _is_seen(fill: Fill, page: Page) -> bool:
    """Is an area no ground of a page: neither white nor as high?"""
    return bool(fill.colour) and min(fill.colour or ()) < WHITE and fill.bbox[3] - fill.bbox[1] < page.height / 2


def _half(page: Page, start: float, end: float) -> Page:
    """What of the sheet lies between two places."""
    return replace(
        page,
        words=_between(page.words, start, end),
        rules=_between(page.rules, start, end),
        fills=_fills_between(page.fills, start, end),
        painted=_fills_between(page.painted, start, end),
        outlines=tuple(outline for outline in page.outlines if start <= outline.points[0][0] < end),
    )


def _fills_between(fills: tuple[Fill, ...], start: float, end: float) -> tuple[Fill, ...]:
    return tuple(fill for fill in fills if start <= (fill.bbox[0] + fill.bbox[2]) / 2 < end)


def _between(things: tuple[Placed, ...], start: float, end: float) -> tuple[Placed, ...]:
    return tuple(thing for thing in things if start <= _centre(thing) < end)


def _centre(thing: Word | Rule) -> float:
    if isinstance(thing, Word):
        return (thing.bbox[0] + thing.bbox[2]) / 2
    return (thing.x0 + thing.x1) / 2


def moved_page(page: Page, by: float, width: float) -> Page:
    """The page `by` points further to the right, and `width` points wide."""
    return replace(
        page,
        width=width,
        words=tuple(moved_words(page.words, by)),
        rules=tuple(Rule(r.x0 + by, r.y0, r.x1 + by, r.y1) for r in page.rules),
        fills=moved_fills(page.fills, by),
        painted=moved_fills(page.painted, by),
        outlines=moved_outlines(page.outlines, by),
    )
