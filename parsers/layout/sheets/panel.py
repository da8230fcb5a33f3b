"""Comments printed beside the page: Word, Acrobat and others make it smaller and list them in a panel right of it.

Nothing of the panel is part of the statement. It stands right of all tables, where a page has no room otherwise, and
holds no word that the forms print (a column without borders, or the next page of a sheet, would).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.lines.strays import printed_texts
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import around
from hyokasho.parsers.model import BBox, Page, Word

_ROOM = 1.8
"""Room right of the tables in margins left of them, at least."""
_LEAST, _BEGINS = 0.15, 0.57
"""Shares of the page's width: room for a panel, and where its words begin at the earliest. The second page of a sheet
begins in the middle."""
_NEAR = 6.0
"""Points by which the tables of two pages end apart."""
_LETTERS = 6
"""Fewer letters beside the tables are no comment."""
_LABEL = 3
"""Letters of a word of the forms that is no chance."""
_WORD = re.compile(r"[^\W\d_]")

Size = tuple[int, int]


@dataclass
class Panels:
    """Takes the panels off the pages of one document, in order; remembers where those of each size have theirs."""

    _edges: dict[Size, float] = field(default_factory=dict)
    _columns: set[Size] = field(default_factory=set)
    """Sizes of pages of which one had a column of the form there."""

    def take_off(self, page: Page) -> Page:
        """The page without the words and lines of a panel beside it, which become an issue."""
        size = (round(page.width), round(page.height))
        edge = _edge(page)
        if edge is None:
            edge = self._edges.get(size)
        if edge is None or size in self._columns:
            return page
        beside = [word for word in page.words if word.bbox[0] > edge]
        if not beside or min(word.bbox[0] for word in beside) < _BEGINS * page.width:
            return page
        if any(word.bbox[0] < edge - 1 and word.bbox[2] > edge + 1 for word in page.words):
            return page
        if any(_is_of_form(word) for word in beside):
            self._columns.add(size)
            return page
        if size not in self._edges and sum(len(_WORD.findall(word.text)) for word in beside) < _LETTERS:
            return page
        self._edges[size] = edge
        return _without(page, beside, edge)


def _edge(page: Page) -> float | None:
    """Where the tables of a page end that leave room for a panel; None where they do not."""
    ends = Counter[int]()
    level = [line for line in _level_lines(page) if line[1] - line[0] >= SETTINGS.min_border]
    for start, end in level:
        ends[round(end / _NEAR)] += round(end - start)
    if not ends:
        return None
    most = max(ends, key=lambda end: ends[end])
    lines = [line for line in level if abs(line[1] / _NEAR - most) <= 1]
    left = min(start for start, _ in lines)
    right = max(end for start, end in level if start <= left + _NEAR)  # (a shorter table may end before the others)
    room = page.width - right
    return right if room >= _LEAST * page.width and room >= _ROOM * left else None


def _level_lines(page: Page) -> list[tuple[float, float]]:
    """Start and end of the level lines, those drawn in pieces joined."""
    found: list[tuple[float, float]] = []
    at = -1
    for y, x0, x1 in sorted((round(rule.y0), rule.x0, rule.x1) for rule in page.rules if rule.horizontal):
        if y == at and x0 - found[-1][1] <= SETTINGS.dash_gap:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
        at = y
    return found


def _is_of_form(word: Word) -> bool:
    key = fold(word.text)
    return len(key) >= _LABEL and key in printed_texts()


def _without(page: Page, beside: Sequence[Word], edge: float) -> Page:
    """The page without what stands or ends right of its tables."""

    def stays(box: BBox) -> bool:
        return box[2] <= edge + _NEAR

    said = " ".join(word.text for word in sorted(beside, key=lambda word: (round(word.bbox[3]), word.bbox[0])))
    issue = make_issue("unclaimed-text", said, page.number)
    return replace(
        page,
        words=tuple(word for word in page.words if word.bbox[0] <= edge),
        rules=tuple(rule for rule in page.rules if stays((rule.x0, rule.y0, rule.x1, rule.y1))),
        fills=tuple(fill for fill in page.fills if stays(fill.bbox)),
        painted=tuple(fill for fill in page.painted if stays(fill.bbox)),
        outlines=tuple(o for o in page.outlines if stays(around(o))),
        pictures=tuple(box for box in page.pictures if stays(box)),
        issues=(*page.issues, issue),
    )
