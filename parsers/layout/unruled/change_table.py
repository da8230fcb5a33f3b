"""The table of changes (変更箇所) without lines: its columns by their heads, its rows by what stands level.

Each row's texts stand in its middle (or at its top), so texts of one row are level with each other; a row holds one
date and one timing at most. A page that repeats no heads goes on in the columns of the page before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, TIMINGS
from hyokasho.parsers.forms.load import forms
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.bands import LEAST_DRAWN, Borders
from hyokasho.parsers.layout.unruled.change_costs import ITEM, MODES, ChangeCosts, Mode
from hyokasho.parsers.layout.unruled.change_dates import DAY, TIMING, DayColumn, day_column
from hyokasho.parsers.layout.unruled.merged_dates import are_level, deal_out, moved_dates
from hyokasho.parsers.layout.unruled.row_cuts import Columns, Cut, best_rows, cuts_between, usual_distance
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of, text_line
from hyokasho.parsers.layout.unruled.wraps import wrap_costs
from hyokasho.parsers.model import BBox, Rule, Word

_LEAST_HEADS = 4
HEAD_LINES = 3
ALL_COLUMNS = tuple(map(fold, CHANGE_COLUMNS))
_PLACE = ALL_COLUMNS[1]
_SAME = 4.0
"""Points within which the texts of a column begin."""
_COARSE, _SURE = 0.5, 0.5
"""Line heights by which the places of a layout text are not known, and by which rows without their dates must be
better for dates to be merged."""
_PAD = 2.0
"""Points between the border of a column and its text."""

Walls = tuple[float, ...]
Heads = tuple[tuple[str, BBox], ...]
Stretch = tuple[float, float]


def find_heads(words: Sequence[Word], least: int = _LEAST_HEADS) -> Heads:
    """The heads of the table's columns, left to right, with their boxes; a head may have several lines. () if there are
    not `least` of them."""
    if not _may_show_heads(words, least):
        return ()
    lines = lines_of(words)
    for i, line in enumerate(lines):
        if _beginnings().isdisjoint(fold(w.text) for w in line.words):
            continue
        for count in range(1, HEAD_LINES + 1):
            for start in range(max(0, i - count + 1), i + 1):
                heads = _heads_of([w for part in lines[start : start + count] for w in part.words])
                if len(heads) >= least:
                    return _widest(lines, start, heads)
    return ()


def _may_show_heads(words: Sequence[Word], least: int) -> bool:
    """Quick look, for every page: is there a word for enough heads to begin with?"""
    begun: set[str] = set()
    for key in {fold(word.text) for word in words} & _beginnings():
        begun |= {name for name in _names() if key and name.startswith(key)}
        if len(begun) >= least:
            return True
    return False


def is_part_of_head(key: str) -> bool:
    """Does the head of a column begin with this word?"""
    return len(key) > 1 and key in _beginnings()


def _widest(lines: Sequence[TextLine], start: int, heads: Heads) -> Heads:
    """The most heads that the lines around show. Heads of two and of three lines, each in the middle, stand level with
    no line of each other."""
    best = heads
    for first in range(max(0, start - HEAD_LINES + 1), start + 1):
        for count in range(1, 2 * HEAD_LINES):
            found = _heads_of([w for part in lines[first : first + count] for w in part.words])
            if len(found) > len(best):
                best = found
    return best


def _heads_of(words: Sequence[Word]) -> Heads:
    """Words that stand one below another, joined, where they spell the head of a column."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.bbox[0]):
        beside = [g for g in groups if word.bbox[0] < max(w.bbox[2] for w in g) + 0.3 * word.size]
        if beside:
            beside[-1].append(word)
        else:
            groups.append([word])
    found = []
    for group in groups:
        key = "".join(line.key for line in lines_of(group))
        if key in _names():
            line = text_line(group)
            found.append((key, (line.x0, line.y0, line.x1, line.y1)))
    return tuple(found)


@cache
def _names() -> frozenset[str]:
    return frozenset(fold(column) for form in forms() for item in form.items() for column in item.columns)


@cache
def _beginnings() -> frozenset[str]:
    """All that a head may begin with, the empty text among them."""
    return frozenset(name[:end] for name in _names() for end in range(len(name) + 1))


def change_walls(heads: Heads, body: Sequence[Word], left: float, right: float) -> Walls:
    """x of the borders of the columns: in the middle of what is free between two heads."""
    inner = [(start + end) / 2 for start, end in free_stretches(heads, body)]
    return (min(left, heads[0][1][0] - 2), *inner, max(right, heads[-1][1][2] + 2))


def free_stretches(heads: Heads, body: Sequence[Word]) -> tuple[Stretch, ...]:
    """Where the border between each two heads may lie: the widest stretch of x between them that cuts fewest words."""
    boxes = [word.bbox for word in body]
    middles = [(round((a[0] + a[2]) / 2), round((b[0] + b[2]) / 2)) for (_, a), (_, b) in pairwise(heads)]
    return tuple(
        _freest((low, high), boxes, (heads[k][1], heads[k + 1][1])) for k, (low, high) in enumerate(middles)
    )


def narrowed(stretches: Sequence[Stretch], body: Sequence[Word]) -> tuple[Stretch, ...]:
    """The stretches as far as the words of another page leave them free."""
    boxes = [word.bbox for word in body]
    return tuple(_freest(stretch, boxes) for stretch in stretches)


def walls_before(walls: Walls, stretches: Sequence[Stretch]) -> Walls:
    """The walls, inner ones right before the text of the column behind them: it begins at one place on every page, what
    is before it ends where its words end."""
    return (walls[0], *(max((start + end) / 2, end - _PAD) for start, end in stretches), walls[-1])


def _freest(stretch: Stretch, boxes: Sequence[BBox], heads: Sequence[BBox] = ()) -> Stretch:
    """The part of a stretch of x in which the fewest boxes (of texts and heads) are cut; steps of a point.

    Of several parts the one behind which most texts begin (a short text may end left of the head above it), then the
    widest.
    """
    low, high = stretch
    if high - low < 2 or not boxes:
        return stretch
    starts, _, ends, _ = np.array([*boxes, *heads]).T
    places = np.arange(low, high)[:, None]
    cuts = ((starts < places) & (places < ends)).sum(axis=1)
    free = np.flatnonzero(np.diff(np.concatenate(([0], cuts == cuts.min(), [0]))))
    parts = [(low + a, low + b) for a, b in free.reshape(-1, 2).tolist()]
    begins = starts[: len(boxes)]
    return max(parts, key=lambda part: (_beginning(begins, part[1]), part[1] - part[0], part[0]))


def _beginning(starts: NDArray[np.float64], end: float) -> int:
    """How many texts begin right behind the end of a stretch."""
    return int(((starts >= end - 1) & (starts < end + _SAME)).sum())


def fits(words: Sequence[Word], walls: Walls, *, least: int = 3) -> bool:
    """Do the words of a page stand in these columns, in so many of them at `least`?"""
    if not words:
        return False
    crossing = sum(any(w.bbox[0] + 2 < x < w.bbox[2] - 2 for x in walls[1:-1]) for w in words)
    columns = {sum((w.bbox[0] + w.bbox[2]) / 2 >= x for x in walls) for w in words}
    dates = lines_of([w for w in words if w.bbox[0] < walls[1]])
    headings = sum(form_words.is_heading(line.key, answered=False) for line in dates)
    return crossing * 20 <= len(words) and len(columns) >= least and not headings


def change_rules(
    names: Sequence[str],
    walls: Walls,
    head: tuple[float, float] | None,
    body: Sequence[Word],
    borders: Borders,
    *,
    coarse: bool = False,
    before: Entries | None = None,
) -> tuple[list[Rule], Entries | None, Sequence[Word]]:
    """The rules of the table on one page, what its last row says, which may run on below (None: no rows), and its words
    (`coarse`: dates moved to the level of their rows).

    `head`: top and bottom of the heads, None on a page that goes on without. `before`: what the last row of the page
    before says, as it was given. `borders`: what is seen of the borders of rows; `coarse`: as for
    `label_table.label_rules`.
    """
    columns = [
        lines_of([w for w in body if a <= (w.bbox[0] + w.bbox[2]) / 2 < b])
        for a, b in zip((walls[0] - 50, *walls[1:-1]), (*walls[1:-1], walls[-1] + 50), strict=True)
    ]
    cuts = cuts_between(columns, [rule.y0 for rule in borders.rules])
    if not cuts:
        return (_blank(walls, head) if head is not None else []), None, body
    dates = day_column(columns, names, walls, borders)
    table = _table(columns, names, borders, dates, before=before, coarse=coarse)
    says, levels = table.says, _levels(table.rows, table.columns)
    first = head[1] + 1 if head is not None else cuts[0].y - 2
    inside = frozenset(levels[n] for n in table.inside if n < len(levels))
    levels = [y for y in levels if y > first + 1]
    last = cuts[-1].y + 4
    top = head[0] - 2 if head else first
    rules = [Rule(x, top, x, last) for x in walls]
    if head is not None or says[0].begins_behind(before):
        rules += dates.border(first, merged=head is None and before is not None and before.merged)
    if head is not None:
        rules.append(Rule(walls[0], top, walls[-1], top))
    ends = dates.ends(last, torn=says[1].torn)
    below = dates.runs_on(last)
    if ends:
        rules += dates.border(last, merged=below)
    for y in levels:
        rules += dates.border(y, merged=y in inside)
    return rules, replace(says[1], ends=ends, merged=below), table.moved(body)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a page, the columns that told them, the borders between rows (counted from 0) that leave the dates
    out, and what the first and the last row say."""

    rows: list[tuple[Cut, Cut]]
    columns: Columns
    inside: frozenset[int]
    says: tuple[Entries, Entries]
    dates: Sequence[Word] = ()

    def moved(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words of the page, those of the dates where they belong."""
        if not self.dates:
            return words
        rest = {id(w) for column in self.columns for line in column for w in line.words}
        return [*(w for w in words if id(w) in rest), *self.dates]


def _table(
    columns: list[list[TextLine]],
    names: Sequence[str],
    borders: Borders,
    dates: DayColumn,
    *,
    before: Entries | None,
    coarse: bool,
) -> _Table:
    """The rows of a page: by all that stands level, or, where dates are merged over several rows, by all but them."""
    drawn = [rule.y0 for rule in borders.rules]
    short = [k for k, name in enumerate(names) if name in (DAY, TIMING)]
    said = frozenset(k for k in short if not coarse and (before is None or before.says(names[k])))
    place = names.index(_PLACE) if _PLACE in names else None
    cost, rows, _ = _rows(columns, cuts_between(columns, drawn), short, place, coarse, said)
    level = _Table(rows, columns, frozenset(), (_entries(rows[0], columns, short), _entries(rows[-1], columns, short)))
    rest = [[] if name == DAY else column for name, column in zip(names, columns, strict=True)]
    if DAY not in names or (
        not dates.open_at and (dates.ruled or cost <= _SURE or _all_level(rows, dates, rest, place, coarse))
    ):
        return level
    cuts = cuts_between(rest, drawn)
    if not cuts:
        return level
    apart, found, mode = _rows(rest, cuts, short, place, coarse, said, dated=True)
    levels = _levels(found, rest)
    inside = dates.inside(levels)
    days, moved = columns[names.index(DAY)], list[Word]()
    if not dates.open_at:
        extents = [_extent(row, rest) for row in found]
        slack = _COARSE if coarse else 0.0
        dealt = deal_out(extents, dates.dates, _height(columns), slack=slack, top=mode == "top")
        if dealt is None or apart + dealt.cost + _SURE > cost:
            return level
        inside = dealt.inside
        moved = moved_dates(dealt, extents, dates.dates, days) if coarse else []
    blocks = [y for n, y in enumerate(levels) if n not in inside]
    first = [line.key for line in days if not blocks or line.middle < blocks[0]]
    last = [line.key for line in days if not blocks or line.middle > blocks[-1]]
    begins = replace(_entries(found[0], rest, short), day="".join(first))
    return _Table(found, rest, inside, (begins, replace(_entries(found[-1], rest, short), day="".join(last))), moved)


def _blank(walls: Walls, head: tuple[float, float]) -> list[Rule]:
    """The rules of a table that has its heads and a row without texts."""
    top, first = head[0] - 2, head[1] + 1
    ys = (top, first, 2 * first - top)
    return [Rule(walls[0], y, walls[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in walls]


def _levels(rows: Sequence[tuple[Cut, Cut]], columns: Columns) -> list[float]:
    """y of the borders between rows: as drawn, or between the texts above and below."""
    return [bottom.y if bottom.drawn else _between(columns, bottom.above) for _, bottom in rows[:-1]]


def _all_level(
    rows: Sequence[tuple[Cut, Cut]], dates: DayColumn, rest: Columns, place: int | None, coarse: bool
) -> bool:
    """Does each date stand in the middle of a row that is one (quick look: then none is seen to be merged)?"""
    filled = [row for row in rows if any(b > a for k, (a, b) in enumerate(_spans(row)) if rest[k])]
    extents = [_extent(row, rest) for row in filled]
    for row in filled:
        items = [rest[place][n].key for n in range(*_spans(row)[place])] if place is not None else []
        timings = [line.key for k, (a, b) in enumerate(_spans(row)) for line in rest[k][a:b] if line.key in TIMINGS]
        if len(timings) > 1 or sum(ITEM.match(key) is not None for key in items) > 1:
            return False
    return are_level(extents, dates.dates, _height(rest), slack=_COARSE if coarse else 0.0)


def _spans(row: tuple[Cut, Cut]) -> list[tuple[int, int]]:
    """First and end of a row's lines in each column."""
    return list(zip(row[0].above, row[1].above, strict=True))


def _extent(row: tuple[Cut, Cut], columns: Columns) -> Stretch:
    """Top and bottom of a row: its borders where both are drawn, else its texts."""
    top, bottom = row
    if top.drawn and bottom.drawn:
        return (top.y, bottom.y)
    lines = [line for k, column in enumerate(columns) for line in column[top.above[k] : bottom.above[k]]]
    return (min(line.y0 for line in lines), max(line.y1 for line in lines))


def _height(columns: Columns) -> float:
    """The height of a line."""
    return min(line.height for column in columns for line in column)


def _rows(
    columns: Columns,
    cuts: Sequence[Cut],
    short: Sequence[int],
    place: int | None,
    coarse: bool,
    said: frozenset[int],
    *,
    dated: bool = False,
) -> tuple[float, list[tuple[Cut, Cut]], Mode]:
    """The rows and their cost, their texts in the middle or at the top, whichever costs less."""
    strict = sum(cut.drawn for cut in cuts) >= LEAST_DRAWN
    usual = None if coarse else usual_distance(columns)
    steps = [[(0.0, 0.0)] * len(c) if k in short else wrap_costs(c) for k, c in enumerate(columns)] if coarse else None
    costs = ChangeCosts(columns, short, place, coarse=coarse, said=said, dated=dated)
    manners = [costs.by(mode) for mode in MODES]
    found = best_rows(columns, cuts, manners, usual, only_drawn=strict, steps=steps, places=place)
    return min(((*way, mode) for way, mode in zip(found, MODES, strict=True)), key=itemgetter(0))


@dataclass(frozen=True, slots=True)
class Entries:
    """What a row says once: its date and its timing, as folded text ("" where it says none).

    `ends`: nothing of the row stands on the next page; `merged`: its date is that of the next row too.
    """

    day: str
    timing: str
    ends: bool = False
    merged: bool = False

    @property
    def torn(self) -> bool:
        """Is the date a piece of one?"""
        return bool(self.day) and parse_date(self.day) is None

    def says(self, column: str) -> bool:
        """Is a whole date (a timing) said?"""
        return bool(self.timing) if column == TIMING else bool(self.day) and not self.torn

    def begins_behind(self, before: Entries | None) -> bool:
        """Does this first row of a page begin there, and not with the last row of the page before?"""
        if before is None or before.ends:
            return bool(self.day or self.timing)
        if self.torn or before.torn:
            return not (self.torn and before.torn) and parse_date(before.day + self.day) is None
        return bool(self.day and before.day) or bool(self.timing and before.timing)


def _entries(row: tuple[Cut, Cut], columns: Columns, short: Sequence[int]) -> Entries:
    said = ["".join(line.key for line in columns[k][row[0].above[k] : row[1].above[k]]) for k in short]
    timing = "".join(text for text in said if text in TIMINGS)
    return Entries("".join(text for text in said if text not in TIMINGS), timing)


def _between(columns: Columns, above: Sequence[int]) -> float:
    upper = max(column[n - 1].y1 for column, n in zip(columns, above, strict=True) if n)
    lower = min(column[n].y0 for column, n in zip(columns, above, strict=True) if n < len(column))
    return (upper + lower) / 2
