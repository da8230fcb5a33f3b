"""What a page shows of its tables' sides: how far they reach, whether they are open there, at what heights rows end.

Asked of every page of a document, so it looks at the rules once and as drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, TypeVar

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.lines.shading import areas_of
from hyokasho.parsers.layout.rules import join_rules
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.sheets.torn_lines import (
    FEW_LABELS,
    LABELS,
    lines_go_on,
    pieces_go_on,
    placed_lines,
    reach,
    rows_go_on,
    rows_surely_go_on,
    titles_go_on,
    torn_titles,
)
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS, find_heads
from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox, Cell, Line, Page, Rule, Word

_NEAR = 2.0
"""Points within which borders of two pages are at one place."""
_NEAR_SCANNED = 5.0
_MOST = 0.5
"""Share of the text's width that some border of a table reaches along at least."""
_OPEN = 0.25
"""Less than this share of a table's height has a wall at its side: the side is open."""
_SHARED = 0.9
"""Share of the row edges of the page that has fewer which the other has too."""
_HALF = 0.6
"""The same of the page that has more (cells merged over rows have fewer)."""
_LEAST_HEADS = 5
"""A table of 変更箇所 has so many columns at least (提出時期に係る説明 is left out here and there)."""
_LEAST_EDGES = 3
"""So many edges of rows two pages share that only their texts say to belong together."""
_FEW_EDGES, _MANY_EDGES = 4, 6
"""So many ends of areas that two pages share, where only one of them has more: at least, and to be sure."""
_WIDER = 0.1
"""By this share of its width the table of one of two pages is wider at least, if they are not two of one form."""
_TORN = 2
"""So many words reach the open side of a table: they are torn there."""

_LEAST_AREAS, _FEW_AREAS = 6, 3
"""Areas of colour that draw a table at least, and one that ends in the middle of words."""
_TORN_AREAS = 3
"""So many words reach the end of the areas: they are torn there."""
_REACH = 12.0
"""Points by which a word may be drawn beyond the end of the areas that clips it."""

Span = tuple[float, float]
Levels = tuple[float, ...]
Answers = dict[str, dict[int, tuple["Sides", Any]]]


@dataclass
class Sides:
    """A page by what its rules say. Lengths in points.

    `levels`: heights of the level rules that reach a side of its tables, `walls`: places of the upright ones, each
    ascending; `left` to `right`, `top` to `bottom`: how far all reach. 0 or () where there are none. `of_areas`: said
    by areas of colour, where no rules are drawn. `lines`: those of a page that has neither, or level rules only.
    `coarse`: places are lines and columns of a text, where all lines stand level. `again`: columns of another page that
    were printed again are left out. `edges`: heights at which the few areas end that stand behind some `lines`.
    """

    layout: PageLayout
    levels: Levels = ()
    walls: Levels = ()
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    open_left: bool = False
    open_right: bool = False
    near: float = field(default=_NEAR)
    of_areas: bool = False
    lines: tuple[Line, ...] = ()
    coarse: bool = False
    again: bool = False
    edges: Levels = ()
    answers: Answers = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was asked of this page and one right of it, by the question and the other page (`asked_once`)."""

    @property
    def drawn(self) -> Page:
        """The page with the rules that it draws."""
        return self.layout.page.drawn or self.layout.page

    def same_sheet(self, other: Sides) -> bool:
        """Do the tables of both reach equally far, and are they open at the same sides?"""
        return (
            self.layout.page.turn == other.layout.page.turn
            and len(self.layout.page.joints) == len(other.layout.page.joints)
            and (self.open_left, self.open_right) == (other.open_left, other.open_right)
            and abs(self.left - other.left) <= self.near
            and abs(self.right - other.right) <= self.near
        )

    @property
    def unruled(self) -> bool:
        """Does no upright rule divide a table of the page?"""
        return not self.coarse and (self.of_areas or bool(self.lines))

    @cached_property
    def ruled(self) -> Span | None:
        """Where all rules that the page draws begin and end, from left to right; None where it draws none."""
        rules = self.drawn.rules
        return (min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)) if rules else None

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the page as its rows have them."""
        return tuple(word for row in self.layout.rows for word in words_of(row.cells))

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """The words by where they begin, in whole points."""
        return {(round(w.bbox[0]), round(w.bbox[1])): w.text for w in self.words}

    @cached_property
    def placed(self) -> tuple[Line, ...]:
        """The lines of the page that have a place, whatever it draws."""
        return placed_lines(self.layout.rows)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """Which columns of 変更箇所 a row of the page heads (0 to 5, as it prints them); () where none does."""
        for row in self.layout.rows:
            columns: list[int] = []
            for cell in row.cells:
                text = fold(cell.text) if cell.lines else ""
                if text and text not in ALL_COLUMNS:
                    break
                columns += [ALL_COLUMNS.index(text)] if text else []
            else:
                if columns:
                    return tuple(columns)
        return ()

    @cached_property
    def heads_seen(self) -> tuple[int, ...]:
        """The same, also by lines that stand beside each other in no row that is known yet."""
        return self.heads or (_heads_of_lines(self.placed) if self.unruled else ())

    @property
    def lacks_heads(self) -> bool:
        """Does a row head the first columns of 変更箇所 and not all those that say what was changed, and when?"""
        return bool(self.heads) and len(self.heads) < _LEAST_HEADS

    @cached_property
    def label_share(self) -> float:
        """The share (0-1) of the texts in its tables that are labels or headings of the form."""
        texts = [fold(cell.text) for row in self.layout.rows if row.table is not None for cell in row.cells]
        found = [is_label(text) for text in texts if text]
        return sum(found) / len(found) if found else 0.0

    @property
    def is_torn(self) -> bool:
        """Does the table end in the middle of words, where no wall stands?"""
        if not self.open_right or not self.levels:
            return False
        words = (word for row in self.layout.rows if row.table is not None for word in words_of(row.cells))
        return sum(self.right - _NEAR / 4 <= word.bbox[2] for word in words) >= _TORN


Answer = TypeVar("Answer")


def asked_once(question: Callable[[Sides, Sides], Answer]) -> Callable[[Sides, Sides], Answer]:
    """A question about a page and one right of it, answered once for each two: they are asked for every number of pages
    that may stand beside as many others."""

    @wraps(question)
    def ask(left: Sides, right: Sides) -> Answer:
        known = left.answers.setdefault(question.__name__, {})
        if id(right) not in known:
            known[id(right)] = (right, question(left, right))  # (kept, so that no other page gets its id)
        found: Answer = known[id(right)][1]
        return found

    return ask


def _heads_of_lines(lines: Sequence[Line]) -> tuple[int, ...]:
    """The columns of 変更箇所 that lines about one height head, two at least, from left to right."""
    heads = find_heads([word for line in lines for word in line.words], least=2)
    columns = tuple(ALL_COLUMNS.index(name) for name, _ in heads if name in ALL_COLUMNS)
    return columns if len(columns) > 1 and columns == tuple(sorted(set(columns))) else ()


def is_label(key: str) -> bool:
    """Is a folded text wholly a label or a heading of the form?"""
    return form_words.is_known_label(key) or form_words.is_heading(key, answered=False)


def words_of(cells: Sequence[Cell]) -> Iterator[Word]:
    """The words of some cells."""
    return (word for cell in cells for line in cell.lines for word in line.words)


Extents = dict[float, list[float]]
"""Of the rules at one place: their length in all, where the first begins and the last ends."""


def sides_of(layout: PageLayout, *, coarse: bool = False) -> Sides:
    """The sides of a page. `coarse`: of a text whose places are lines and columns."""
    drawn = layout.page.drawn
    framed = drawn is not None and not _spans_text(drawn)  # (frames round words of a page whose rows its text tells)
    level, upright = map(_long, _extents(() if framed else (drawn or layout.page).rules))
    found = _sides_of_walls(layout, level, upright) if upright else _sides_of_areas(layout, _of_table(level))
    return replace(found, coarse=coarse)


def _extents(rules: Iterable[Rule]) -> tuple[Extents, Extents]:
    """Of the level rules by their heights, and of the upright ones by their places."""
    level: Extents = {}
    upright: Extents = {}
    for rule in rules:  # (every rule of every page: no call for each)
        x0, y0, x1, y1 = rule.x0, rule.y0, rule.x1, rule.y1
        found, at, start, end = (level, y0, x0, x1) if y0 == y1 else (upright, x0, y0, y1)
        at = int(at * 10.0 + 0.5) / 10.0
        extent = found.get(at)
        if extent is None:
            found[at] = [end - start, start, end]
            continue
        extent[0] += end - start
        extent[1], extent[2] = min(start, extent[1]), max(end, extent[2])
    return level, upright


def _sides_of_walls(layout: PageLayout, level: Extents, upright: Extents) -> Sides:
    """The sides of a page whose tables have upright rules; level ones that meet none of them are no part of a table."""
    top, bottom = min(e[1] for e in upright.values()), max(e[2] for e in upright.values())
    beside = top - _NEAR, bottom + _NEAR
    level = {y: e for y, e in level.items() if beside[0] <= y <= beside[1] and _touches(e[1], e[2], upright)}
    left = min([*upright, *(e[1] for e in level.values())])
    right = max([*upright, *(e[2] for e in level.values())])
    near = _NEAR_SCANNED if layout.page.witness == "ocr" else _NEAR
    height = bottom - top
    return Sides(
        layout,
        levels=tuple(sorted(at for at, e in level.items() if e[1] <= left + near or e[2] >= right - near)),
        walls=tuple(sorted(upright)),
        left=left, right=right, top=top, bottom=bottom,
        open_left=_length_at(upright, left) < _OPEN * height,
        open_right=_length_at(upright, right) < _OPEN * height,
        near=near,
    )  # fmt: skip


def _sides_of_areas(layout: PageLayout, rules: Sequence[BBox]) -> Sides:
    """The sides of a page whose table is drawn by areas of colour, and by level rules. It is open where words reach the
    end of the areas: a cell has air around its text."""
    page = layout.page.drawn or layout.page
    boxes = [f.bbox for f in areas_of(page)]
    boxes = [box for box in boxes if box[2] - box[0] >= _NEAR and box[3] - box[1] >= SETTINGS.min_table_rule]
    if len(boxes) < _FEW_AREAS:
        return _sides_of_lines(layout, rules, boxes)
    left, top, right, bottom = union((*boxes, *rules))
    words = [w.bbox for w in page.words if top <= w.bbox[1] <= bottom]
    torn = max(sum(box[0] <= left + _NEAR / 4 for box in words), sum(box[2] >= right - _NEAR / 4 for box in words))
    if len(boxes) < _LEAST_AREAS and torn < _TORN_AREAS:
        return _sides_of_lines(layout, rules, boxes)
    if any(box[0] > right + _REACH or box[2] < left - _REACH for box in words):
        return _sides_of_lines(layout, rules)  # (the areas are not all of the table)
    return Sides(
        layout,
        levels=tuple(sorted({round(y, 1) for box in (*boxes, *rules) for y in (box[1], box[3])})),
        walls=tuple(sorted({round(x, 1) for box in boxes for x in (box[0], box[2])})),
        left=left, right=right, top=top, bottom=bottom,
        open_left=sum(box[0] <= left + _NEAR / 4 for box in words) >= _TORN_AREAS,
        open_right=sum(box[2] >= right - _NEAR / 4 for box in words) >= _TORN_AREAS,
        of_areas=True,
    )  # fmt: skip


def _sides_of_lines(layout: PageLayout, rules: Sequence[BBox], boxes: Sequence[BBox] = ()) -> Sides:
    """The sides of a page by its lines, its level rules, and the few areas that stand behind some lines."""
    lines = placed_lines(layout.rows)
    ends = [*([reach(lines)] if lines else []), *((box[0], box[2]) for box in (*rules, *boxes))] or [(0.0, 0.0)]
    return Sides(
        layout,
        levels=tuple(box[1] for box in rules),
        left=min(x for x, _ in ends), right=max(x for _, x in ends),
        lines=lines,
        edges=tuple(sorted({y for box in boxes for y in (box[1], box[3])})),
    )  # fmt: skip


def _of_table(level: Extents) -> list[BBox]:
    """The level rules that part the rows of a table without walls: those as long as the longest."""
    longest = max((extent[2] - extent[1] for extent in level.values()), default=0.0)
    found = [(e[1], at, e[2], at) for at, e in sorted(level.items()) if e[2] - e[1] >= longest - _NEAR]
    return found if len(found) >= _LEAST_EDGES else []


def _spans_text(page: Page) -> bool:
    """Does a level rule reach along most of the text of a page?"""
    if not page.words:
        return True
    width = max(w.bbox[2] for w in page.words) - min(w.bbox[0] for w in page.words)
    return any(end - start >= _MOST * width for one in join_rules(page.rules)[0] for start, end in one.spans)


def _touches(start: float, end: float, upright: Iterable[float]) -> bool:
    """Does a level rule meet an upright or cross it? An underline that the paper cuts does not."""
    return any(start - _NEAR <= x <= end + _NEAR for x in upright)


def _long(found: Extents) -> Extents:
    return {at: extent for at, extent in found.items() if extent[0] >= SETTINGS.min_table_rule}


def _length_at(upright: Extents, at: float) -> float:
    return sum(extent[0] for x, extent in upright.items() if abs(x - at) <= _NEAR)


@asked_once
def agree(left: Sides, right: Sides) -> bool:
    """May two pages of one paper stand beside each other: have they the edges of their rows at the same heights, and
    columns at other places? Not with all columns of a table on the right one."""
    if left.layout.page.turn != right.layout.page.turn or right.heads_seen[:_LEAST_HEADS] == tuple(range(_LEAST_HEADS)):
        return False
    if abs(left.layout.page.height - right.layout.page.height) > max(left.near, right.near):
        return False
    if text_goes_on(left, right):
        return True
    if left.unruled and right.unruled and (rows_go_on(left.placed, right.placed) or heads_go_on(left, right)):
        return True
    return levels_agree(left, right) or _shares_edges(left, right)


def levels_agree(left: Sides, right: Sides) -> bool:
    """Have the tables of two pages the edges of their rows at the same heights, and other columns?"""
    near = max(left.near, right.near)
    if not left.levels or not right.levels:
        return False
    whole = not (left.of_areas and right.of_areas)  # (the last rows of a table may have no colour on one of them)
    if whole and (abs(left.top - right.top) > near or abs(left.bottom - right.bottom) > near):
        return False
    fewer, more = sorted((left.levels, right.levels), key=len)
    if _shared(fewer, more, near) < _SHARED or _shared(more, fewer, near) < _HALF:
        return False
    return not _same_columns(left, right, near)


def _shares_edges(left: Sides, right: Sides) -> bool:
    """Stand all ends of the few areas of a page at edges of rows of one that areas draw?"""
    few = left.of_areas and len(right.edges) >= (2 if left.open_right else _FEW_EDGES) and not right.heads_seen
    return few and _shared(right.edges, left.levels, max(left.near, right.near)) == 1.0


@asked_once
def text_goes_on(left: Sides, right: Sides) -> bool:
    """Are the lines of the right page, if it has no table, the ends of lines of the left one?"""
    if not right.lines:
        return False
    go_on = lines_go_on(left.lines, right.lines) if left.lines else pieces_go_on(left.placed, right.lines)
    return go_on or titles_go_on(left.placed, right.lines)


def _shared(levels: Levels, others: Levels, near: float) -> float:
    """The share of some heights that stand among others too."""
    found = 0
    for level in levels:
        at = bisect_left(others, level - near)
        found += at < len(others) and others[at] <= level + near
    return found / len(levels)


def _same_columns(left: Sides, right: Sides, near: float) -> bool:
    """Two pages of one form: all that stands upright stands at the same places."""
    if abs((left.right - left.left) - (right.right - right.left)) > near:
        return False
    moved = tuple(wall - right.left + left.left for wall in right.walls)
    return all(_shared(a, b, near) == 1.0 for a, b in ((left.walls, moved), (moved, left.walls)) if a)


@asked_once
def belong(left: Sides, right: Sides) -> bool:
    """Does what two pages show say that the columns of one table go on from the left one to the right one?"""
    return _texts_belong(left, right) or _edges_belong(left, right) or _tables_belong(left, right)


def _texts_belong(left: Sides, right: Sides) -> bool:
    """Do lines or titles of the left page surely go on on the right one?"""
    if text_goes_on(left, right):
        return True
    if left.unruled and right.unruled and rows_surely_go_on(left.placed, right.placed):
        return True
    return left.of_areas and right.of_areas and bool(torn_titles(left.placed, right.placed))


def _edges_belong(left: Sides, right: Sides) -> bool:
    """Do so many rows end at the same heights on two pages, one at least without walls, that it is no chance?"""
    if left.unruled and right.unruled and _have_rows_alike(left, right):
        return True
    many = left.open_right and len(right.edges) >= _MANY_EDGES and right.label_share <= FEW_LABELS
    return many and _shares_edges(left, right)


def _tables_belong(left: Sides, right: Sides) -> bool:
    """Do open sides, heads, or labels on one page and answers on the other say that two tables are one?"""
    if left.open_right and right.open_left:
        return right.label_share <= left.label_share or left.label_share < LABELS
    if left.open_right or right.open_left:
        return False
    if left.heads_seen or right.heads_seen:
        return heads_go_on(left, right)
    if len(right.levels) < _LEAST_EDGES or (left.unruled and not levels_agree(left, right)):
        return False  # (lines that stand level are none)
    return left.label_share >= LABELS and right.label_share <= FEW_LABELS


def _have_rows_alike(left: Sides, right: Sides) -> bool:
    """Have tables of other widths all edges of rows at the same heights, beyond chance: rows of many heights?"""
    near = max(left.near, right.near)
    if abs((left.right - left.left) - (right.right - right.left)) <= _WIDER * (left.right - left.left):
        return False
    if not left.levels or len(left.levels) != len(right.levels) or _shared(left.levels, right.levels, near) < 1.0:
        return False
    heights = [b - a for a, b in pairwise(left.levels)]
    return sum(abs(b - a) > near for a, b in pairwise(heights)) >= _LEAST_EDGES


def heads_go_on(left: Sides, right: Sides) -> bool:
    """Are the heads of the right page those that follow the heads of the left one?"""
    begun, more = left.heads_seen, right.heads_seen
    if not begun or not more or begun[0] != 0:
        return False
    rest = more[repeated_columns(left, right) :]
    return (*begun, *rest) == tuple(range(len(begun) + len(rest))) and bool(rest)


def repeated_columns(left: Sides, right: Sides) -> int:
    """How many columns at the left of the right page are those at the left of the left page, printed again."""
    count = 0
    for k in range(1, min(len(left.walls), len(right.walls)) - 1):
        wall, other = left.walls[k], right.walls[k]
        if abs((wall - left.left) - (other - right.left)) > max(left.near, right.near):
            break
        texts = _text_before(left, wall), _text_before(right, other)
        if texts[0] != texts[1] or not texts[0]:
            break
        count = k
    return count


def _text_before(side: Sides, wall: float) -> str:
    """The text of the table left of a wall."""
    cells = (cell for row in side.layout.rows if row.table is not None for cell in row.cells)
    return "".join(fold(c.text) for c in cells if c.bbox is not None and c.bbox[2] <= wall + side.near)
