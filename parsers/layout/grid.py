"""Rulings -> tables of cells. A cell is the largest rectangle of grid boxes with no rule between them.

This way of building cells needs no closed corners: broken rules, missing outer borders and tables cut by the
end of the page still give their cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from hyokasho.parsers.layout.lines.shading import edges_of_fills
from hyokasho.parsers.layout.rules import TYPE_SIZE, Ruling, join_rules
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox, Fill, Rule, Word


@dataclass(slots=True, unsafe_hash=True)
class GridCell:
    """A cell without its text. `open_top`/`open_bottom`: no rule is drawn there (the page cut the cell)."""

    bbox: BBox
    open_top: bool
    open_bottom: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: its outer box, grid positions, and which cell each grid box belongs to."""

    bbox: BBox
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell around a point, None outside the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None


def find_grids(rules: Sequence[Rule], fills: Sequence[Fill] = (), words: Sequence[Word] = ()) -> list[Grid]:
    """All ruled tables of a page, top to bottom. Edges of shaded areas stand in for rules that are missing."""
    heights = sorted(word.bbox[3] - word.bbox[1] for word in words)
    size = heights[len(heights) // 2] if heights else TYPE_SIZE
    horizontal, vertical = join_rules(rules, size)
    missing = [*edges_of_fills(fills, horizontal, vertical, words), *_open_sides(horizontal, vertical, words)]
    if missing:
        horizontal, vertical = join_rules([*rules, *missing], size)
    vertical = _without_bars(horizontal, vertical, words)
    grids = []
    for top, bottom in _bands(horizontal, vertical):
        rows = [h for h in horizontal if top - 1 <= h.at <= bottom + 1]
        walls = _with_outer_borders(_walls(vertical, top, bottom), rows, top, bottom)
        if len(walls) >= 2:
            grids.append(_grid(rows, walls, top, bottom))
    return grids


def _bands(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[tuple[float, float]]:
    """Ranges of y that vertical rules bridge: each is one table."""
    spans = sorted(span for v in vertical for span in v.spans)
    bands: list[tuple[float, float]] = []
    for start, end in spans:
        if bands and start <= bands[-1][1] + SETTINGS.snap:
            if end > bands[-1][1]:
                bands[-1] = (bands[-1][0], end)
        else:
            bands.append((start, end))
    return bands


def _walls(vertical: Sequence[Ruling], top: float, bottom: float) -> list[Ruling]:
    walls = []
    for v in vertical:
        spans = tuple((max(s, top), min(e, bottom)) for s, e in v.spans if e > top and s < bottom)
        if spans:
            walls.append(Ruling(v.at, spans))
    return walls


def _without_bars(horizontal: Sequence[Ruling], vertical: Sequence[Ruling], words: Sequence[Word]) -> list[Ruling]:
    """Without bars in the margin (signs of a change, braces): no level rule comes near one, nothing stands between."""
    found = []
    for wall in vertical:
        spans = tuple(span for span in wall.spans if not _is_bar(wall.at, span, horizontal, words))
        if spans:
            found.append(wall if len(spans) == len(wall.spans) else Ruling(wall.at, spans))
    return found


_at = attrgetter("at")


def _is_bar(x: float, span: tuple[float, float], horizontal: Sequence[Ruling], words: Sequence[Word]) -> bool:
    top, bottom = span
    above = bisect_left(horizontal, top - SETTINGS.snap, key=_at)
    below = bisect_right(horizontal, bottom + SETTINGS.snap, key=_at)
    rows = horizontal[max(0, above - 1) : below + 1]  # those that it passes, and the next ones
    if not rows:
        return False
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    if left - SETTINGS.beside <= x <= right + SETTINGS.beside:
        return False
    between = (x, left) if x < left else (right, x)
    return not any(
        between[0] < (word.bbox[0] + word.bbox[2]) / 2 < between[1] and word.bbox[3] > top and word.bbox[1] < bottom
        for word in words
    )


_FEWEST = 4
"""So many level rules with the same ends make a table that is open at both sides."""


def _open_sides(horizontal: Sequence[Ruling], vertical: Sequence[Ruling], words: Sequence[Word]) -> list[Rule]:
    """Walls at the ends of level rules, where a table has none at either side: they hold rows of one cell, which no
    wall bridges, together with the others."""
    if not words or not vertical:
        return []
    long = [rule for rule in horizontal if len(rule.spans) == 1 and rule.end - rule.start > SETTINGS.min_border]
    if len(long) < _FEWEST:
        return []
    left, right = (sorted(ends)[len(long) // 2] for ends in ([r.start for r in long], [r.end for r in long]))
    alike = [r for r in long if abs(r.start - left) <= SETTINGS.snap and abs(r.end - right) <= SETTINGS.snap]
    inner = left + SETTINGS.min_table_rule < vertical[0].at and vertical[-1].at < right - SETTINGS.min_table_rule
    if len(alike) < _FEWEST or not inner:
        return []
    rows = [(above.at, below.at) for above, below in pairwise(alike) if _is_row(above, below, words)]
    return [Rule(x, top, x, bottom) for top, bottom in rows for x in (left, right)]


def _is_row(above: Ruling, below: Ruling, words: Sequence[Word]) -> bool:
    """Does text stand between two level rules, and none of it beside them?"""
    held = [w.bbox for w in words if above.at < (w.bbox[1] + w.bbox[3]) / 2 < below.at]
    start, end = above.start - 1, above.end + SETTINGS.min_table_rule
    return bool(held) and all(start <= box[0] and box[2] <= end for box in held)


def _with_outer_borders(walls: list[Ruling], rows: Sequence[Ruling], top: float, bottom: float) -> list[Ruling]:
    """Where horizontal rules reach further than the outermost walls, the table does too: its border is missing."""
    long = [span for row in rows for span in row.spans if span[1] - span[0] > SETTINGS.min_border]
    if len(long) < 3 or not walls:
        return walls
    left = sorted(span[0] for span in long)[len(long) // 2]
    right = sorted(span[1] for span in long)[len(long) // 2]
    if walls[0].at - left > SETTINGS.min_table_rule:
        walls = [Ruling(left, ((top, bottom),)), *walls]
    if right - walls[-1].at > SETTINGS.min_table_rule:
        walls = [*walls, Ruling(right, ((top, bottom),))]
    return walls


def _grid(rows: Sequence[Ruling], walls: Sequence[Ruling], top: float, bottom: float) -> Grid:
    xs = [w.at for w in walls]
    ys = [h.at for h in rows]
    if not ys or ys[0] - top > SETTINGS.snap * 1.5:
        ys.insert(0, top)
    if bottom - ys[-1] > SETTINGS.snap * 1.5:
        ys.append(bottom)
    by_y = {h.at: h for h in rows}
    floors = [_floor(by_y.get(y), xs) for y in ys]
    sides = [[w.covers((ys[i] + ys[i + 1]) / 2) for w in walls] for i in range(len(ys) - 1)]
    cells, owner = _merge_boxes(xs, ys, floors, sides)
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owner)))


def _floor(ruling: Ruling | None, xs: Sequence[float]) -> list[bool]:
    """Per column: is a rule drawn along this grid line?"""
    if ruling is None:
        return [False] * (len(xs) - 1)
    return [ruling.covers((xs[j] + xs[j + 1]) / 2) for j in range(len(xs) - 1)]


def _merge_boxes(
    xs: Sequence[float], ys: Sequence[float], floors: Sequence[Sequence[bool]], sides: Sequence[Sequence[bool]]
) -> tuple[list[GridCell], list[list[int]]]:
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for i in range(rows):
        for j in range(columns):
            if owner[i][j] >= 0:
                continue
            right = j + 1
            while right < columns and not sides[i][right] and owner[i][right] < 0:
                right += 1
            below = i + 1
            while below < rows and _open_below(floors[below], sides[below], j, right) and owner[below][j] < 0:
                below += 1
            for row in owner[i:below]:
                row[j:right] = [len(cells)] * (right - j)
            cells.append(
                GridCell(
                    (xs[j], ys[i], xs[right], ys[below]),
                    not any(floors[i][j:right]),
                    not any(floors[below][j:right]),
                )
            )
    return cells, owner


def _open_below(floor: Sequence[bool], sides: Sequence[bool], left: int, right: int) -> bool:
    """The cell goes on below where most of its width has no floor and no wall begins inside it."""
    width = right - left
    if sum(floor[left:right]) * 2 > width:
        return False
    return not any(sides[left + 1 : right]) or not any(floor[left:right])
