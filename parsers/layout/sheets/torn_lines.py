"""Lines cut where the paper ends, whose ends stand on another page without a table.

All lines that reach the cut go on at their height, and none that ends before it: so it is for a text without a table.
The next page of a text has lines at other heights, or beside a line that ended before. Of texts that run over the wall
of a table only pieces stand on the other page, a letter that the cut goes through on both. The rows of a table of
white space go on where titles do, or where one page has nearly nothing but labels, the other none, at their heights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import RECORD_COLUMNS
from hyokasho.parsers.layout.sheets.furniture import lines_of
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS
from hyokasho.parsers.layout.unruled.form_words import (
    ends_heading,
    is_heading,
    is_label,
    is_torn_heading,
    is_torn_label,
    may_be_of_label,
)
from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox, Line, Row

_LEAST = 3
"""So many lines go on on the other page at least."""
_PIECES = 2
"""So many pieces of lines, each with a letter that both pages show."""
_ENDED = 1
"""So many end before the cut, and have nothing beside them."""
_GO_ON = 0.9
"""Share of the lines at the cut that go on at least: one may end just there."""
LABELS, FEW_LABELS = 0.6, 0.1
"""Share of the lines that are labels or headings: of a page of labels at least, of a page of their answers at most."""
_SOME_LABELS = 0.15
"""Share of the lines of a page with a table of labels and answers that are labels, at least."""
_LEAST_LABELS = 5
"""So many lines of labels say that their answers are on another page."""
_LEVEL, _SOME_LEVEL = 0.3, 0.25
"""Share of the lines of a page beside which a line of the other stands: of labels, at least; of any page."""
_MOSTLY = 0.6
_NEAR = 1.0
"""Points within which two pages have lines at one height."""
_LIST_HEADS = frozenset(map(fold, RECORD_COLUMNS))
_AIR = 1.5
"""Heights of a line between the end of one and the cut, if that goes through it."""
_AT = 0.15
"""The same where the cut is known: a cell has air around its text."""


def placed_lines(rows: Sequence[Row]) -> tuple[Line, ...]:
    """The lines of a page that have a place, from top to bottom."""
    return tuple(sorted((line for line in lines_of(rows) if line.bbox is not None), key=lambda line: box_of(line)[1]))


def lines_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Are the lines of the right page the ends of those that the paper's end cuts on the left one?"""
    if len(right) < _LEAST:
        return False
    at_cut = _reaching(reach(left)[1])
    torn, ended, begun = (
        [box_of(line)[1] for line in lines]
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
    """Are the lines of the right page, all that stands there, the ends of titles of the forms that the left one begins,
    or heads of a list of which others stand level there? The title of an annex may be wider than the list below it, and
    the column of its names than the names.
    """
    begun = _at_cut(left)
    at_edge = _standing_at(reach(right)[0])

    def ends(line: Line) -> bool:
        first = _begin(line) if at_edge(line) else None
        return first is not None and first.bbox == line.bbox and any(_is_torn_title(a, first) for a in begun)

    heads = [line for line in left if fold(line.text) in _LIST_HEADS]
    return bool(right) and all(ends(b) or _is_head_beside(b, heads) for b in right)


def _is_head_beside(line: Line, heads: Sequence[Line]) -> bool:
    return fold(line.text) in _LIST_HEADS and any(_are_level(head, line) for head in heads)


def torn_titles(left: Sequence[Line], right: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Of the lines of the right page those that end a title which one of the left page begins, with that one."""
    begun = _at_cut(left)
    pairs = ((next((a for a in begun if _is_torn_title(a, b)), None), b) for b in _at_edge(right))
    return [(a, b) for a, b in pairs if a is not None]


def torn_texts(
    left: Sequence[Line], right: Sequence[Line], cut: float, *, drawn: bool = False
) -> list[tuple[Line, Line]]:
    """Of the lines of the right page those that go on a line of the left one, with that one: titles, labels and, among
    the labels of a form, texts that run across the table to the cut (x, points). `drawn`: the page shows just where."""
    at_cut = _reaching(cut, _AT) if drawn else _reaching(max(cut, reach(left)[1]))
    begun = list(filter(at_cut, left)) if left and _label_share(left) >= _SOME_LABELS else []
    texts = [line for line in begun if not may_be_of_label(fold(line.text))]
    level = ((next((a for a in texts if _are_level(a, b)), None), b) for b in _at_edge(right))
    return [*torn_titles(left, right), *((a, b) for a, b in level if a is not None)]


def _at_edge(lines: Sequence[Line]) -> list[Line]:
    """The lines that begin where those of a page do, as far as no wide space parts their words: there ends a column."""
    return [_begin(b) for b in filter(_standing_at(reach(lines)[0]), lines)]


def _standing_at(edge: float) -> Callable[[Line], bool]:
    """Asks whether a line begins at the left edge (x, points) of a page's lines, but for a letter."""

    def at_edge(line: Line) -> bool:
        x0, y0, _, y1 = box_of(line)
        return x0 <= edge + _AIR * (y1 - y0)

    return at_edge


def _begin(line: Line) -> Line:
    words = line.words
    count = next((k for k, (a, b) in enumerate(pairwise(words), 1) if b.bbox[0] - a.bbox[2] > _AIR * b.size), 0)
    if not count:
        return line
    first = words[:count]
    return replace(line, text="".join(word.text for word in first), words=first, bbox=union(w.bbox for w in first))


def _is_torn_title(begun: Line, end: Line) -> bool:
    if not _are_level(begun, end):
        return False
    first, second = fold(begun.text), fold(end.text)
    if is_heading(second, answered=False):
        return False
    ends = [second, *([second[1:]] if second[:1] == first[-1:] else [])]  # (both may show the letter at the cut)
    return any(first + rest in ALL_COLUMNS or is_torn_heading(first, rest) for rest in ends) or (
        ends_heading(first, second) or is_torn_label(first, second)
    )


def rows_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """May the lines of the right page go on in the rows that the left one has? Tall rows have their lines apart, and a
    line or two may stand in the middle of any."""
    if not left or not right or not _reach_down(left, right):
        return False
    return len(right) < _LEAST or _level_share(left, right) >= _SOME_LEVEL


def _reach_down(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Do two pages end at about one height? A label may stand in the middle of its row, which the page's end cuts."""
    top, bottom = box_of(left[0])[1], max(box_of(line)[3] for line in left)
    return len(left) < _LEAST or max(box_of(line)[3] for line in right) - bottom <= bottom - top


def rows_mostly_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Does a line of the right page stand beside most of the left one's?"""
    return _level_share(left, right) >= _MOSTLY


def rows_surely_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Do they, beyond doubt: does the cut go through a title or through letters that both pages show, or stand nearly
    all labels left of it, and none right?"""
    if not rows_go_on(left, right):
        return False
    if torn_titles(left, right) or _letters_go_on(left, right):
        return True
    apart = _label_share(left) >= LABELS and _label_share(right) <= FEW_LABELS
    return apart and len(left) >= _LEAST_LABELS and _level_share(left, right) >= _LEVEL


def _letters_go_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Do most lines at the edge of the right page begin with the letter with which one beside them ends at the cut?"""
    twice = len(_shown_twice(left, right))
    return twice >= _LEAST and twice >= _MOSTLY * len(_at_edge(right))


def _label_share(lines: Sequence[Line]) -> float:
    keys = [fold(line.text) for line in lines]
    return sum(is_label(key) or is_heading(key, answered=False) for key in keys) / len(keys)


def _level_share(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Of the lines of the left page: beside how many does one of the right page stand."""
    heights = sorted(box_of(line)[1] for line in right)
    return sum(_has(heights, box_of(line)[1]) for line in left) / len(left)


def moved_by(left: Sequence[Line], right: Sequence[Line]) -> float | None:
    """By how much (points) the lines of the right page stand further right where they end those of the left one, by the
    letters that both show; None where they show none."""
    twice = _shown_twice(left, right)
    moves = [box_of(a)[2] - box_of(b)[0] - (box_of(b)[2] - box_of(b)[0]) / len(b.text) for a, b in twice]
    return sum(moves) / len(moves) if moves else None


def _shown_twice(left: Sequence[Line], right: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Lines of both pages that stand level, the one at the left edge of its page beginning with the letter with which
    the other ends at the cut."""
    ends: dict[str, list[Line]] = {}
    for line in _at_cut(left):
        ends.setdefault(line.text[-1:], []).append(line)
    return [(a, b) for b in _at_edge(right) if b.text for a in ends.get(b.text[0], ()) if _are_level(a, b)]


def reach(lines: Iterable[Line]) -> tuple[float, float]:
    """How far lines reach to the left and to the right (points); 0 where there are none."""
    found = [box_of(line) for line in lines]
    return (min(b[0] for b in found), max(b[2] for b in found)) if found else (0.0, 0.0)


def _at_cut(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page that reach as far to the right as any."""
    return list(filter(_reaching(reach(lines)[1]), lines))


def _reaching(cut: float, air: float = _AIR) -> Callable[[Line], bool]:
    """Asks whether a line reaches as far to the right as the cut (x, points), but for a letter (`air`: its heights)."""

    def at_cut(line: Line) -> bool:
        _, y0, x1, y1 = box_of(line)
        return x1 >= cut - air * (y1 - y0)

    return at_cut


def box_of(line: Line) -> BBox:
    """The box of a line that has a place."""
    return line.bbox or (0.0, 0.0, 0.0, 0.0)


def _are_level(a: Line, b: Line) -> bool:
    return abs(box_of(a)[1] - box_of(b)[1]) <= _NEAR


def _has(heights: Sequence[float], y: float) -> bool:
    at = bisect_left(heights, y - _NEAR)
    return at < len(heights) and heights[at] <= y + _NEAR
