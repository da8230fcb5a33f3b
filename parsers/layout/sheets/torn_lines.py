"""Lines cut where the paper ends, whose ends stand on another page without a table.

All lines that reach the cut go on at their height, and none that ends before it: so it is for a text without a table.
The next page of a text has lines at other heights, or beside a line that ended before. Of texts that run over the wall
of a table only pieces stand on the other page, a letter that the cut goes through on both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.sheets.furniture import lines_of
from hyokasho.parsers.layout.unruled.form_words import ends_heading
from hyokasho.parsers.model import BBox, Line, Row

_LEAST = 3
"""So many lines go on on the other page at least."""
_PIECES = 2
"""So many pieces of lines, each with a letter that both pages show."""
_ENDED = 1
"""So many end before the cut, and have nothing beside them."""
_GO_ON = 0.9
"""Share of the lines at the cut that go on at least: one may end just there."""
_NEAR = 1.0
"""Points within which two pages have lines at one height."""
_AIR = 1.5
"""Heights of a line between the end of one and the cut, if that goes through it."""


def placed_lines(rows: Sequence[Row]) -> tuple[Line, ...]:
    """The lines of a page that have a place, from top to bottom."""
    return tuple(sorted((line for line in lines_of(rows) if line.bbox is not None), key=lambda line: _box(line)[1]))


def lines_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Are the lines of the right page the ends of those that the paper's end cuts on the left one?"""
    if len(right) < _LEAST:
        return False
    at_cut = _reaching(left)
    torn, ended, begun = (
        [_box(line)[1] for line in lines]
        for lines in (filter(at_cut, left), (line for line in left if not at_cut(line)), right)
    )
    apart = [y for y in ended if not _has(torn, y)]
    if len(apart) < _ENDED or any(not _has(torn, y) for y in begun):
        return False
    return sum(_has(begun, y) for y in torn) >= _GO_ON * len(torn)


def pieces_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Are the lines of the right page, all that stands there, pieces that run over the paper's end on the left one?"""
    return len(right) >= _PIECES and len(_shown_twice(left, right)) == len(right)


def titles_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Are the lines of the right page, all that stands there, the ends of titles of the forms that the left one begins?

    The title of an annex may be wider than the list below it.
    """
    return bool(right) and all(
        any(abs(_box(a)[1] - _box(b)[1]) <= _NEAR and ends_heading(fold(a.text), fold(b.text)) for a in left)
        for b in right
    )


def moved_by(left: Sequence[Line], right: Sequence[Line]) -> float:
    """By how much (points) the lines of the right page stand further right where they end those of the left one."""
    twice = _shown_twice(left, right)
    if not twice:
        return reach(left)[1] - reach(right)[0]
    moves = [_box(a)[2] - _box(b)[0] - (_box(b)[2] - _box(b)[0]) / len(b.text) for a, b in twice]
    return sum(moves) / len(moves)


def _shown_twice(left: Sequence[Line], right: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Lines of both pages that stand level, the one beginning with the letter at the cut with which the other ends."""
    ends: dict[str, list[Line]] = {}
    for line in filter(_reaching(left), left):
        ends.setdefault(line.text[-1:], []).append(line)
    return [(a, b) for b in right if b.text for a in ends.get(b.text[0], ()) if abs(_box(a)[1] - _box(b)[1]) <= _NEAR]


def reach(lines: Iterable[Line]) -> tuple[float, float]:
    """How far lines reach to the left and to the right (points); 0 where there are none."""
    found = [_box(line) for line in lines]
    return (min(b[0] for b in found), max(b[2] for b in found)) if found else (0.0, 0.0)


def _reaching(lines: Sequence[Line]) -> Callable[[Line], bool]:
    """Asks whether a line reaches as far to the right as any, but for a letter."""
    cut = reach(lines)[1]

    def at_cut(line: Line) -> bool:
        _, y0, x1, y1 = _box(line)
        return x1 >= cut - _AIR * (y1 - y0)

    return at_cut


def _box(line: Line) -> BBox:
    return line.bbox or (0.0, 0.0, 0.0, 0.0)


def _has(heights: Sequence[float], y: float) -> bool:
    at = bisect_left(heights, y - _NEAR)
    return at < len(heights) and heights[at] <= y + _NEAR
