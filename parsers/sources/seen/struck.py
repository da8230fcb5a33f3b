"""Words that are struck out (見え消し): old text that is shown as such. What is in force is what stands beside it.

A line through words runs in the height of their middle and reaches no further than they do. An underline runs below
them, a rule further than them or from wall to wall.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from operator import attrgetter

import pymupdf

from hyokasho.parsers.layout.lines.drawn_lines import DrawnLine, drawn_lines
from hyokasho.parsers.layout.lines.underlines import Walls, lies_on
from hyokasho.parsers.layout.rules import covered
from hyokasho.parsers.model import Page, Rule
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import Hidden, blocks_of_characters, read_words

_HIGH = (0.12, 0.64)
"""Heights (of the type size) above the baseline in which a line goes through words."""
_BEYOND = 0.6
"""Share of the type size by which a line may be longer than its words."""
_COVERED = 0.8
"""Share of a line that goes through words."""
_EDGE = 0.15
"""Share of a word's height at its top and foot where no line goes through it."""
_LEVEL = 0.02
"""Rise of a line of text that is level."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character of the text layer by its number, on the page as displayed; `base`: its baseline, `size`: of type."""

    number: int
    x0: float
    x1: float
    base: float
    size: float
    blank: bool


def struck_out(mupage: pymupdf.Page, text: pymupdf.TextPage, page: Page, hidden: Hidden) -> tuple[Page, Hidden]:
    """The page without words that are struck out and the lines through them, and the numbers of their characters."""
    if not _may_be_struck(page):
        return page, frozenset()
    through = _lines_through(page, list(_characters(mupage, text, hidden)))
    found = frozenset(number for _, numbers in through for number in numbers)
    if not found:
        return page, found
    words = read_words(mupage, text, hidden, found)
    drawn = [word for word in page.words if word.origin != "glyph"]
    rules = [rule for rule in page.rules if not any(lies_on(rule, line) for line, _ in through)]
    return replace(page, words=(*words, *drawn), rules=tuple(rules)), found


def _may_be_struck(page: Page) -> bool:
    """Goes a level rule that stands between no walls through the middle of a word? Asked of every page, so written for
    speed: nearly no rule goes through a word."""
    level = sorted([rule for rule in page.rules if rule.y0 == rule.y1], key=attrgetter("y0"))
    heights = [rule.y0 for rule in level]
    through: list[Rule] = []
    for word in page.words if level else ():
        x0, y0, x1, y1 = word.bbox
        edge = _EDGE * (y1 - y0)
        first, last = bisect_left(heights, y0 + edge), bisect_right(heights, y1 - edge)
        through += [rule for rule in level[first:last] if rule.x0 < x1 and rule.x1 > x0]
    return bool(through) and bool(_between_no_walls(through, page.rules))


def _between_no_walls(level: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """Those of the level rules of a page that do not stand between upright ones, as nearly all do."""
    walls: dict[int, tuple[float, float]] = {}
    for rule in rules:
        if rule.x0 == rule.x1:
            for place in {int(rule.x0 - 1) // 2, int(rule.x0 + 1) // 2}:
                top, foot = walls.get(place, (rule.y0, rule.y1))
                walls[place] = min(top, rule.y0), max(foot, rule.y1)
    return [rule for rule in level if not (_is_wall(walls, rule.x0, rule.y0) and _is_wall(walls, rule.x1, rule.y0))]


def _is_wall(walls: Mapping[int, tuple[float, float]], x: float, y: float) -> bool:
    top, foot = walls.get(int(x) // 2, (0.0, -1.0))
    return top - 1 <= y <= foot + 1


def _lines_through(page: Page, characters: Sequence[_Char]) -> list[tuple[DrawnLine, list[int]]]:
    """The lines that strike out characters, with the numbers of these."""
    lines = drawn_lines(page.rules)
    walls = Walls(lines)
    found = []
    for line in lines:
        if not line.level or walls.join(line):
            continue
        struck = [c for c in characters if _goes_through(line, c)]
        inside = [c for c in struck if line.start < (c.x0 + c.x1) / 2 < line.end]
        shown = [c for c in inside if not c.blank]
        if not shown:
            continue
        beyond = _BEYOND * max(c.size for c in shown)
        start, end = min(c.x0 for c in struck), max(c.x1 for c in struck)
        held = covered([(c.x0, c.x1) for c in struck], line.start, line.end)
        if start - beyond <= line.start and line.end <= end + beyond and held >= _COVERED * (line.end - line.start):
            found.append((line, [c.number for c in inside]))
    return found


def _goes_through(line: DrawnLine, char: _Char) -> bool:
    if not char.x0 < line.end or not char.x1 > line.start:
        return False
    return _HIGH[0] * char.size <= char.base - line.at <= _HIGH[1] * char.size


def _characters(mupage: pymupdf.Page, text: pymupdf.TextPage, hidden: Hidden) -> Iterator[_Char]:
    """The characters of level lines of the page as displayed, without those that nobody sees."""
    matrix, numbers = mupage.rotation_matrix, count()
    for block in blocks_of_characters(mupage, text):
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            level = abs(dx * matrix.b + dy * matrix.d) < _LEVEL and dx * matrix.a + dy * matrix.c > 0
            for span in line["spans"]:
                for char in span["chars"]:
                    number = next(numbers)
                    if level and number not in hidden:
                        x0, _, x1, _ = displayed_box(char["bbox"], matrix)
                        base = (pymupdf.Point(char["origin"]) * matrix).y
                        yield _Char(number, x0, x1, base, span["size"], char["c"].isspace())
