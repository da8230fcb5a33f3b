"""Lines that end in the open: a fold or a bar across a table, crop marks, lines to write on inside a cell.

A rule divides cells: it ends at other rules, at a shaded area, or with its neighbours where the page cuts a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from hyokasho.parsers.layout.lines.drawn_lines import DrawnLine, drawn_lines
from hyokasho.parsers.layout.lines.underlines import lies_on
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import Fill, Page

_MEETS = 1.7
"""Points within which the lines of most tables meet."""
_SHORT = 60.0
"""Shorter uprights that end with others and meet nothing are crop marks, not the sides of a cell that the page cuts."""
_ROOM = 12.0
"""A line to write on ends at most so far from the walls of its cell."""
_MOST = 0.6
"""Share of the ends of uprights that meet a level line closely, of those that meet one, from which lines all do."""
_LEAST = 2
"""Level lines of a page on which lines are told apart by how they end; so many end at the side of a table."""

_PITCH, _ENDS = 4.0, 2.0
"""Lines of a hatching lie at most so far apart, and end within so much of each other."""

_at = attrgetter("at")


class _Lines:
    """The lines of a page by their place."""

    def __init__(self, lines: Sequence[DrawnLine], fills: Sequence[Fill]) -> None:
        self.level = sorted((line for line in lines if line.level), key=_at)
        self.upright = sorted((line for line in lines if not line.level), key=_at)
        self._heights = [line.at for line in self.level]
        long = [line for line in lines if line.end - line.start >= _SHORT]
        self._starts = sorted(line.start if line.level else line.at for line in long)[:2]
        self._ends = sorted((line.end if line.level else line.at for line in long), reverse=True)[:2]
        self.fills = fills
        ends = [(line, y) for line in self.upright for y in (line.start, line.end)]
        close, about = (sum(self.level_at(line.at, y, n) for line, y in ends) for n in (_MEETS, SETTINGS.dash_gap))
        self.near = _MEETS if close >= _MOST * about else SETTINGS.dash_gap

    def level_at(self, x: float, y: float, near: float) -> bool:
        """Does a level line pass this point?"""
        first, last = bisect_left(self._heights, y - near), bisect_right(self._heights, y + near)
        return first < last and any(line.start - near <= x <= line.end + near for line in self.level[first:last])

    def is_free(self, line: DrawnLine, y: float) -> bool:
        """Does an upright end in the open, and no other with it?"""
        if self.level_at(line.at, y, self.near) or any(_on_edge(fill, line.at, y, self.near) for fill in self.fills):
            return False
        if line.end - line.start < _SHORT:
            return True
        return not any(o is not line and min(abs(o.start - y), abs(o.end - y)) <= self.near for o in self.upright)

    def is_side(self, line: DrawnLine) -> bool:
        """Do level lines end at an upright, on one side of it? So they do at the side of a table that the page cuts
        above and below; a bar across a table they cross."""
        met = [o for o in self.level if line.start < o.at < line.end]
        ending = [o for o in met if min(abs(o.start - line.at), abs(o.end - line.at)) <= _MEETS]
        return len(ending) >= _LEAST and 2 * len(ending) > len(met)

    def runs_over(self, line: DrawnLine) -> bool:
        """Does a level line run on over the walls on both sides, as no other does, and no upright end at it?"""
        own = int(line.end - line.start >= _SHORT)  # (reaching furthest it is the first of both, if it counts)
        if len(self._starts) <= own or line.start > self._starts[0] or line.end < self._ends[0]:
            return False
        if line.start > self._starts[own] - self.near or line.end < self._ends[own] + self.near:
            return False
        return not any(min(abs(o.start - line.at), abs(o.end - line.at)) <= self.near for o in self.upright)

    def stops_short(self, line: DrawnLine) -> bool:
        """Does a level line end a little before a wall on both sides?"""
        return self._short_of_wall(line, line.start, -1) and self._short_of_wall(line, line.end, 1)

    def _short_of_wall(self, line: DrawnLine, x: float, side: int) -> bool:
        low, high = (x - _ROOM, x) if side < 0 else (x, x + _ROOM)
        first, last = (
            bisect_left(self.upright, low - self.near, key=_at),
            bisect_right(self.upright, high + self.near, key=_at),
        )
        walls = [wall.at for wall in self.upright[first:last] if wall.start < line.at < wall.end]
        return bool(walls) and all(abs(wall - x) > self.near for wall in walls)


def _on_edge(fill: Fill, x: float, y: float, near: float) -> bool:
    if not fill.bbox[0] - near <= x <= fill.bbox[2] + near:
        return False
    return min(abs(fill.bbox[1] - y), abs(fill.bbox[3] - y)) <= near


def without_loose_lines(page: Page) -> Page:
    """The page without lines that end in the open on both sides: uprights that meet nothing there, level ones that stop
    short of the walls on both sides, and short ones beside all tables."""
    lines = drawn_lines(page.rules)
    long = [line for line in lines if line.level and line.end - line.start >= SETTINGS.min_border]
    if len(long) < _LEAST:
        return page
    walls = [line.at for line in lines if not line.level and line.end - line.start >= _SHORT]
    left, right = min(*walls, *(line.start for line in long)), max(*walls, *(line.end for line in long))
    found = _loose(_Lines(lines, page.fills), left, right)
    if not found:
        return page
    return replace(page, rules=tuple(rule for rule in page.rules if not any(lies_on(rule, line) for line in found)))


def _loose(lines: _Lines, left: float, right: float) -> list[DrawnLine]:
    """The lines that end in the open; `left` and `right`: how far the tables reach."""
    free = (line for line in lines.upright if lines.is_free(line, line.start) and lines.is_free(line, line.end))
    found = [line for line in free if not lines.is_side(line)]
    for line in lines.level:
        length = line.end - line.start
        beside = length < _SHORT and (line.end < left or line.start > right)
        short = lines.near == _MEETS and length >= SETTINGS.min_table_rule and lines.stops_short(line)
        if beside or short or lines.runs_over(line):
            found.append(line)
    return [*found, *_hatching(lines.level), *_hatching(lines.upright)]


def _hatching(lines: Sequence[DrawnLine]) -> Iterator[DrawnLine]:
    """Lines so close between others of the same ends that no text stands between any of them."""
    alike: dict[tuple[int, int], list[DrawnLine]] = {}
    for line in lines:
        alike.setdefault((round(line.start / _ENDS), round(line.end / _ENDS)), []).append(line)
    for group in alike.values():
        for before, line, after in zip(group, group[1:], group[2:], strict=False):
            if line.at - before.at <= _PITCH and after.at - line.at <= _PITCH and after.at - before.at > _MEETS:
                yield line
