"""A page without what was put upon its text: underlines, frames round words, highlights, watermarks, tiny print.

Where a table has no walls, its rows are told by the lines, areas and words of the page, so these would part them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.parsers.layout.lines.strays import sort_lines
from hyokasho.parsers.layout.words import union, without_tiny, without_watermarks
from hyokasho.parsers.model import BBox, Fill, Page, Word

_OVER = 2.5
"""Points by which a highlight reaches over the words that it lies on."""
_TOUCH = 1.5
"""Points between two areas that touch."""
_HIGH = 1.7
"""Height of a highlight, at most, in heights of the words: it lies on one line."""


def without_marking(page: Page) -> Page:
    """The page with the words of its text, and the lines and areas that may belong to a table."""
    words, _ = without_watermarks(page.words)
    words, _ = without_tiny(words)
    return replace(
        page,
        words=tuple(words),
        rules=sort_lines(page.rules, page.outlines, words).rules,
        fills=_without_highlights(page.fills, words),
        painted=_without_highlights(page.painted, words),
    )


def _without_highlights(fills: Sequence[Fill], words: Sequence[Word]) -> tuple[Fill, ...]:
    found = [fill for fill in fills if _is_highlight(fill.bbox, words)]
    rows = _rows(fills) if found else {}
    gone = {id(fill) for fill in found if _is_highlight(rows[id(fill)], words)}
    return tuple(fill for fill in fills if id(fill) not in gone)


def _rows(fills: Sequence[Fill]) -> dict[int, BBox]:
    """For each area the box of all of its colour that stand beside each other without a gap: a cell whose end the
    paper cuts may go on on another page."""
    rows: list[list[Fill]] = []
    for fill in sorted(fills, key=lambda f: (str(f.colour), round(f.bbox[1]), round(f.bbox[3]), f.bbox[0])):
        last = rows[-1][-1] if rows else None
        if last is not None and last.colour == fill.colour and _stands_beside(last.bbox, fill.bbox):
            rows[-1].append(fill)
        else:
            rows.append([fill])
    return {id(fill): union(f.bbox for f in row) for row in rows for fill in row}


def _stands_beside(left: BBox, right: BBox) -> bool:
    level = abs(left[1] - right[1]) <= _TOUCH and abs(left[3] - right[3]) <= _TOUCH
    return level and abs(right[0] - left[2]) <= _TOUCH


def _is_highlight(box: BBox, words: Sequence[Word]) -> bool:
    """Does an area of colour lie closely upon the words of one line?"""
    x0, y0, x1, y1 = box
    held = [w for w in words if y0 <= (w.bbox[1] + w.bbox[3]) / 2 <= y1 and w.bbox[0] < x1 and w.bbox[2] > x0]
    if not held or y1 - y0 > _HIGH * max(w.bbox[3] - w.bbox[1] for w in held):
        return False
    return x0 >= min(w.bbox[0] for w in held) - _OVER and x1 <= max(w.bbox[2] for w in held) + _OVER
