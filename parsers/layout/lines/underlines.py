"""Lines under or through words, drawn by hand or by the program: they part no cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from hyokasho.parsers.layout.lines.drawn_lines import APART, GAP, DrawnLine
from hyokasho.parsers.layout.rules import covered
from hyokasho.parsers.model import Rule, Word

_CORNER = 1.3
"""Lines meet walls within this distance."""
_COVERED = 0.8
"""Share of a line above which words stand."""
_DOUBLE = 2.6
"""Points between the lines of a double underline at most."""


def underlines(lines: Sequence[DrawnLine], words: Sequence[Word]) -> list[DrawnLine]:
    """Level lines that reach no further than the text they run under (or through), and do not join two walls; each may
    have a second one below it."""
    walls = Walls(lines)
    found: list[DrawnLine] = []
    for line in sorted((line for line in lines if line.level), key=attrgetter("at")):
        if line.end - line.start < _CORNER or walls.join(line):
            continue
        if _hugs(line, words) or any(_is_second(line, first) for first in found):
            found.append(line)
    return found


class Walls:
    """The upright lines of a page from left to right."""

    def __init__(self, lines: Sequence[DrawnLine]) -> None:
        self._walls = sorted((line for line in lines if not line.level), key=attrgetter("at"))
        self._places = [wall.at for wall in self._walls]

    def join(self, line: DrawnLine) -> bool:
        """Ends a level line at a wall on either side?"""
        return all(self._meet(x, line.at) for x in (line.start, line.end))

    def _meet(self, x: float, y: float) -> bool:
        first, last = bisect_left(self._places, x - _CORNER), bisect_right(self._places, x + _CORNER)
        return any(wall.start - _CORNER <= y <= wall.end + _CORNER for wall in self._walls[first:last])


def _is_second(line: DrawnLine, first: DrawnLine) -> bool:
    """Is this the lower line of a double underline?"""
    ends = abs(line.start - first.start) <= _CORNER and abs(line.end - first.end) <= _CORNER
    return ends and 0 < line.at - first.at <= _DOUBLE


def _hugs(line: DrawnLine, words: Sequence[Word]) -> bool:
    beside = []
    for word in words:
        x0, y0, x1, y1 = word.bbox
        height = y1 - y0
        if y0 + 0.3 * height <= line.at <= y1 + 0.2 * height and x0 < line.end and x1 > line.start:
            beside.append((x0, x1))
    if not beside:
        return False
    start, end = min(x0 for x0, _ in beside), max(x1 for _, x1 in beside)
    if covered(beside, line.start, line.end) < _COVERED * (line.end - line.start):
        return False
    return start - GAP <= line.start and line.end <= end + GAP


def lies_on(rule: Rule, line: DrawnLine) -> bool:
    """Is a rule a piece of a line?"""
    if rule.horizontal != line.level:
        return False
    at, start, end = (rule.y0, rule.x0, rule.x1) if line.level else (rule.x0, rule.y0, rule.y1)
    return abs(at - line.at) <= APART and line.start - APART <= start and end <= line.end + APART
