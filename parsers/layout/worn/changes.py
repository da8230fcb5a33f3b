"""The table of 変更箇所 on pages of a scan: its columns are the same on all, so that what one lost others show.

The row of heads gives the walls. A page that goes on in them has all of them from its first line to its last; uprights
elsewhere are specks in a row. A level line that is seen for a part of the way parts the rows across the table; whether
it leaves the date out (one date for several rows) is told by the dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.cuts import cut_at_walls
from hyokasho.parsers.layout.lines.strips import crossed
from hyokasho.parsers.layout.rules import Ruling, covered, join_rules
from hyokasho.parsers.layout.sheets.furniture import is_page_number
from hyokasho.parsers.layout.unruled.change_dates import dates_of
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS, find_heads, fits
from hyokasho.parsers.layout.unruled.merged_dates import deal_out
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.layout.worn.head_walls import letters_of, with_heads_read
from hyokasho.parsers.layout.worn.merged_changes import with_merged_changes_apart
from hyokasho.parsers.model import Page, Rule, Word

_ON = 3.0
"""Points between a rule and the wall that it is."""
_SHIFT = 15.0
"""Points by which a page of the scan may lie further left or right."""
_FEWEST = 3
"""Walls that a page shows where it goes on in the columns."""
_WHOLE = 0.97
"""Share of its way that is seen of a rule that has lost nothing."""
_SEEN = 0.4
"""Share of the columns behind the date that a level line runs through, to part rows."""
_CROSSING = 0.05
"""No more of the words than this share stand on walls."""
_FEW_LEVELS = 2
_LONG_HEADS = 4
"""Heads of one line, which are read first: 変更日, 項目, 変更前の記載, 変更後の記載."""
_LONG = 0.75
"""Share of the longest upright of a page from which another one is a wall, though no page behind shows it."""
_RIM = 3.0
"""Points between the texts of a page without lines and the ends of its walls."""
_ABOVE = 24.0
"""Points above the heads within which the first line of the table is."""

Span = tuple[float, float]


def with_columns_of_changes(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages, those of a scan that hold 変更箇所 laid out again where walls or lines are lost or strange."""
    scanned = [layout for layout in layouts if layout.page.witness == "ocr"]
    found: list[PageLayout] = []
    walls = _walls(scanned) if scanned else ()
    begun = False
    for layout in layouts:
        table = None
        if walls and layout.page.witness == "ocr":
            heads = _row_of_heads(layout)
            table = _table(layout.page, walls, heads) if begun or heads else None
            if table is None and begun and heads is None and fits(_body(layout.page), walls):
                table = _Table(walls, (), ())
        begun = table is not None
        found.append(with_merged_changes_apart(_laid_out(layout, table), table.walls) if table is not None else layout)
    return found


def _walls(layouts: Sequence[PageLayout]) -> tuple[float, ...]:
    """x of the walls of the row of heads that agrees with the most uprights of all pages; () where there is none."""
    uprights = [join_rules(layout.page.rules)[1] for layout in layouts]
    heads = [walls for layout in layouts if (walls := _walls_of_head(layout))]
    if not heads:
        heads = [walls for k, one in enumerate(layouts) if (walls := _walls_between(one.page, uprights[k:]))]
    if not heads:
        return ()
    return max(heads, key=lambda walls: sum(_matched(upright, _moved(upright, walls)) for upright in uprights))


def _walls_between(page: Page, uprights: Sequence[Sequence[Ruling]]) -> tuple[float, ...]:
    """The walls that this page and those behind it show together, between the first heads and right of them; () where
    they are not one between two heads, and three behind the last of the long ones.

    `uprights`: of the pages from this one on.
    """
    heads = find_heads(page.words)
    if tuple(name for name, _ in heads[:_LONG_HEADS]) != ALL_COLUMNS[:_LONG_HEADS]:
        return ()
    level = [r for r in join_rules(page.rules)[0] if r.end - r.start >= _SEEN * page.width]
    longest = max((covered(u.spans, 0, page.height) for u in uprights[0]), default=0.0)
    long = [u.at for u in uprights[0] if covered(u.spans, 0, page.height) >= _LONG * longest]
    seen = _often([*long, *(u.at for found in uprights for u in found)])
    middles = [(box[0] + box[2]) / 2 for _, box in heads[:_LONG_HEADS]]
    inner = [[x for x in seen if a < x < b] for a, b in pairwise(middles)]
    right = [x for x in seen if x > middles[-1]]
    left = [r.start for r in level if r.start < heads[0][1][0]]
    if not left or any(len(found) != 1 for found in inner) or len(right) != len(ALL_COLUMNS) - _LONG_HEADS + 1:
        return ()
    return (min(left), *(x for found in inner for x in found), *right)


def _often(places: Sequence[float]) -> list[float]:
    """The x at which uprights stand twice or more, on two pages or as long as any on the first."""
    groups: list[list[float]] = []
    for x in sorted(places):
        if groups and x - groups[-1][-1] <= _ON:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(group) / len(group) for group in groups if len(group) > 1]


def _walls_of_head(layout: PageLayout) -> tuple[float, ...]:
    for row in layout.rows:
        if tuple(fold(cell.text) for cell in row.cells) == ALL_COLUMNS:
            boxes = [cell.bbox for cell in row.cells if cell.bbox is not None]
            if len(boxes) == len(ALL_COLUMNS):
                return (*(box[0] for box in boxes), boxes[-1][2])
    return ()


def _row_of_heads(layout: PageLayout) -> Span | None:
    """y at which the row of heads of a page begins, and at which the texts in it end; None where it shows none."""
    for row in layout.rows:
        if tuple(fold(cell.text) for cell in row.cells) == ALL_COLUMNS and row.cells[0].bbox is not None:
            lines = [line.bbox for cell in row.cells for line in cell.lines if line.bbox is not None]
            return (row.cells[0].bbox[1], max(box[3] for box in lines))
    heads = find_heads(layout.page.words)
    if not heads:
        return None
    top = min(box[1] for _, box in heads)
    above = [rule.y0 for rule in layout.page.rules if rule.horizontal and top - _ABOVE <= rule.y0 <= top + _ON]
    return (max(above, default=top - _ON), max(box[3] for _, box in heads))


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of one page: x of its walls, its rulings, and the row of its heads (its top and the end of its texts;
    None: the table begins with the page)."""

    walls: tuple[float, ...]
    level: Sequence[Ruling]
    upright: Sequence[Ruling]
    heads: Span | None = None

    @property
    def top(self) -> float | None:
        return self.heads[0] if self.heads is not None else None

    @property
    def own(self) -> list[Ruling]:
        """The uprights that are its walls."""
        return [u for u in self.upright if _wall_near(u.at, self.walls) is not None and self._reaches(u)]

    def _reaches(self, upright: Ruling) -> bool:
        return self.top is None or upright.end > self.top + _ON

    def levels(self) -> list[Ruling]:
        """The level lines in it that run through enough of its columns."""
        start, end = self.walls[1], self.walls[-1]
        low = self.top - _ON if self.top is not None else 0.0
        return [r for r in self.level if r.at >= low and covered(r.spans, start, end) >= _SEEN * (end - start)]

    def extent(self) -> Span:
        """Where its first line or wall begins and its last one ends."""
        ends = [y for r in self.own for y in (r.start, r.end)] + [r.at for r in self.levels()]
        return (self.top if self.top is not None else min(ends), max(ends))


def _table(page: Page, walls: tuple[float, ...], heads: Span | None) -> _Table | None:
    """The table of a page that stands in these walls."""
    level, upright = join_rules(page.rules)
    own = _moved(upright, walls)
    if not page.words or _matched(upright, own) < _FEWEST:
        return None
    crossing = sum(any(w.bbox[0] + 2 < x < w.bbox[2] - 2 for x in own) for w in page.words if len(w.text) > 1)
    table = _Table(own, level, upright, heads)
    return table if crossing <= _CROSSING * len(page.words) or _has_levels(table) else None


def _moved(upright: Sequence[Ruling], walls: tuple[float, ...]) -> tuple[float, ...]:
    """The walls, moved to where the uprights of a page are."""
    shifts = [u.at - wall for u in upright for wall in walls if abs(u.at - wall) <= _SHIFT]
    best = max((0.0, *shifts), key=lambda by: (_matched(upright, [wall + by for wall in walls]), -abs(by)))
    return tuple(wall + best for wall in walls)


def _has_levels(table: _Table) -> bool:
    """Do lines part rows across these columns?"""
    return len(table.levels()) >= _FEW_LEVELS


def _matched(upright: Sequence[Ruling], walls: Sequence[float]) -> int:
    return len({_wall_near(u.at, walls) for u in upright} - {None})


def _wall_near(x: float, walls: Sequence[float]) -> int | None:
    return next((k for k, wall in enumerate(walls) if abs(x - wall) <= _ON), None)


def _laid_out(layout: PageLayout, table: _Table) -> PageLayout:
    """The page with its walls and level lines whole; as it was where nothing is lost and nothing strange."""
    page, body = layout.page, _body(layout.page)
    bare = not table.level and not table.upright
    if not body or not (bare or (table.levels() and _is_worn(table))):
        return layout
    top, bottom = (body[0].bbox[1] - _RIM, body[-1].bbox[3] + _RIM) if bare else table.extent()
    others = [rule for rule in page.rules if not _is_of(rule, table, top, bottom)]
    words = [part for word in page.words for part in _heads_apart(word, table)]
    words = cut_at_walls(words, table.walls[1:-1], lambda: list(letters_of(words)))
    made = [Rule(x, top, x, bottom) for x in table.walls]
    made += [Rule(start, y, table.walls[-1], y) for y, start in _borders(table, words)]
    if table.heads is not None and all(abs(rule.y0 - top) > _ON for rule in made if rule.horizontal):
        made.append(Rule(table.walls[0], top, table.walls[-1], top))
    return with_heads_read(lay_out(replace(page, rules=(*others, *made), words=tuple(words))))


def _body(page: Page) -> list[Word]:
    """The words of a page, top to bottom, without its number."""
    lines = [line for line in lines_of(page.words) if not is_page_number(line.text)]
    return sorted((w for line in lines for w in line.words), key=lambda w: (w.bbox[1] + w.bbox[3]) / 2)


def _is_worn(table: _Table) -> bool:
    """Is a wall or a line seen in part alone, or an upright where the table has none?"""
    top, bottom = table.extent()
    for wall in table.walls:
        spans = [s for u in table.own if abs(u.at - wall) <= _ON for s in u.spans]
        if covered(spans, top, bottom) < _WHOLE * (bottom - top):
            return True
    left, right = table.walls[1], table.walls[-1]
    if any(covered(r.spans, left, right) < _WHOLE * (right - left) for r in table.levels()):
        return True
    return any(_is_strange(u.at, u.start, u.end, table, top, bottom) for u in table.upright)


def _is_strange(x: float, start: float, end: float, table: _Table, top: float, bottom: float) -> bool:
    inside = table.walls[0] + _ON < x < table.walls[-1] - _ON and min(end, bottom) - max(start, top) > _ON
    return inside and _wall_near(x, table.walls) is None


def _heads_apart(word: Word, table: _Table) -> Iterator[Word]:
    """A word, that of two heads of columns cut at the wall between them."""
    x0, y0, x1, y1 = word.bbox
    key = fold(word.text)
    for head, after, wall in zip(ALL_COLUMNS, ALL_COLUMNS[1:], table.walls[1:], strict=False):
        rest = key.removeprefix(head)
        if x0 < wall < x1 and len(key) == len(word.text) and rest not in ("", key) and after.startswith(rest):
            yield replace(word, text=head, bbox=(x0, y0, wall - 1, y1))
            yield replace(word, text=rest, bbox=(wall + 1, y0, x1, y1))
            return
    yield word


def _is_of(rule: Rule, table: _Table, top: float, bottom: float) -> bool:
    """Is a rule a part of the table or strange in it?"""
    if rule.horizontal:
        inside = top - _ON <= rule.y0 <= bottom + _ON
        return inside and rule.x1 > table.walls[0] - _ON and rule.x0 < table.walls[-1] + _ON
    if min(rule.y1, bottom) - max(rule.y0, top) <= _ON:  # (a streak of the scanner begins and ends anywhere)
        return False
    return table.walls[0] - _ON <= rule.x0 <= table.walls[-1] + _ON


def _borders(table: _Table, words: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """y of each line between rows, and the x from which it runs: behind the date where one date is that of both."""
    left, behind = table.walls[:2]
    day = (behind - left) * _SEEN
    whole = {r.at for r in table.levels() if covered(r.spans, left, behind) >= day}
    levels = [r.at for r in table.levels() if not _cut_through(r, table, words)]
    if table.heads is not None:
        whole |= set([y for y in levels if y >= table.heads[1] - _ON][:1])
    lines = lines_of([w for w in words if left - _ON <= (w.bbox[0] + w.bbox[2]) / 2 < behind])
    ends = [k for k, y in enumerate(levels) if y in whole or k in (0, len(levels) - 1)]
    parted = {k for a, b in pairwise(ends) for k in _parted(levels, a, b, lines)}
    for k, y in enumerate(levels):
        yield y, left if y in whole or k in parted else behind


def _parted(levels: Sequence[float], first: int, last: int, lines: Sequence[TextLine]) -> Iterator[int]:
    """The lines between two whole ones that part dates as well, although that part of them is lost."""
    top, bottom = levels[first], levels[last]
    dates = dates_of([line for line in lines if top < line.middle < bottom])
    if len(dates) < 2:
        return
    rows = [(levels[k], levels[k + 1]) for k in range(first, last)]
    height = min(line.height for line in lines)
    dealt = deal_out(rows, dates, height)
    yield from (first + 1 + n for n in range(len(rows) - 1) if dealt is None or n not in dealt.inside)


def _cut_through(ruling: Ruling, table: _Table, words: Sequence[Word]) -> bool:
    """Does a line that is seen in part alone run through texts? It is a row of specks."""
    start, end = table.walls[1], table.walls[-1]
    if covered(ruling.spans, start, end) >= 0.7 * (end - start):
        return False
    inside = [w for w in words if w.bbox[2] > start and w.bbox[0] < end]
    return any(crossed(w.bbox, ruling.at) for w in inside)
