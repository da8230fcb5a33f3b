"""The dates of the table of changes (変更箇所) on a page without walls: which rows share one.

Where the borders of rows are seen, one that ends before the column of the dates says that its two rows have one date.
Where none are seen, dates off the middle of every row say that dates are merged, each in the middle of its rows
(`merged_dates.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.parsers.layout.rules import covered
from hyokasho.parsers.layout.unruled.bands import LEAST_DRAWN, Borders
from hyokasho.parsers.layout.unruled.change_costs import DATE
from hyokasho.parsers.layout.unruled.row_cuts import Columns
from hyokasho.parsers.layout.unruled.text_rows import TextLine
from hyokasho.parsers.model import Rule

_SAME = 2.0
"""Points between two borders that are one."""
_COVERED = 0.5
"""Share of the column's width from which a border runs through it."""
_NEAR = 3.0
"""Line heights between the texts of the page and a border above or below them."""
DAY, TIMING = fold(CHANGE_COLUMNS[0]), fold(CHANGE_COLUMNS[4])

Run = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DayColumn:
    """What is known of the rows' dates. `walls`: left and right border of the table, and of its column of dates (None:
    it has none); `dates`: top and bottom of each date; `levels`: y of the borders that are seen, `open_at` of those
    that leave the column out; `ruled`: as in `Borders`."""

    walls: Run
    column: Run | None
    dates: tuple[Run, ...]
    levels: tuple[float, ...]
    open_at: tuple[float, ...]
    ruled: bool

    def inside(self, levels: Sequence[float]) -> frozenset[int]:
        """The borders between rows (counted from 0; y in points) that are seen to leave the dates out."""
        return frozenset(i for i, y in enumerate(levels) if any(abs(y - other) <= _SAME for other in self.open_at))

    def ends(self, y: float, *, torn: bool) -> bool:
        """Does the last row of a page end where its texts end, at y? `torn`: a piece of a date stands in it."""
        return any(other >= y - _SAME for other in self.levels) or not (self.ruled or torn)

    def runs_on(self, y: float) -> bool:
        """Does the border below y, where the texts of the page end, leave the dates out?"""
        return any(other >= y - _SAME for other in self.open_at)

    def border(self, y: float, *, merged: bool) -> list[Rule]:
        """The border between two rows, a gap in it where one date is theirs."""
        left, right = self.walls
        if not merged or self.column is None:
            return [Rule(left, y, right, y)]
        return [Rule(a, y, b, y) for a, b in ((left, self.column[0]), (self.column[1], right)) if a < b]


def day_column(columns: Columns, names: Sequence[str], walls: Sequence[float], borders: Borders) -> DayColumn:
    """What the dates of a page and the borders that are seen say."""
    ends, levels = (walls[0], walls[-1]), _levels(columns, borders.rules)
    ruled, seen = borders.ruled and len(levels) >= LEAST_DRAWN, tuple(y for y, _ in levels)
    if DAY not in names:
        return DayColumn(ends, None, (), seen, (), ruled)
    day = names.index(DAY)
    column = (walls[day], walls[day + 1])
    least = _COVERED * (column[1] - column[0])
    open_at = tuple(y for y, rules in levels if covered(((r.x0, r.x1) for r in rules), *column) < least)
    return DayColumn(ends, column, tuple(dates_of(columns[day])), seen, open_at, ruled)


def _levels(columns: Columns, borders: Sequence[Rule]) -> list[tuple[float, list[Rule]]]:
    """The borders around and between the texts of a page, those of one height together."""
    lines = [line for column in columns for line in column]
    if not lines:
        return []
    air = _NEAR * min(line.height for line in lines)
    top, bottom = min(line.y0 for line in lines) - air, max(line.y1 for line in lines) + air
    found: list[tuple[float, list[Rule]]] = []
    for rule in borders:
        if not top <= rule.y0 <= bottom:
            continue
        if found and rule.y0 - found[-1][0] <= _SAME:
            found[-1][1].append(rule)
        else:
            found.append((rule.y0, [rule]))
    return found


def dates_of(lines: Sequence[TextLine]) -> list[Run]:
    """Top and bottom of each date of a column; a date may be written in two lines."""
    found: list[Run] = []
    for line in lines:
        if found and not DATE.match(line.key):
            found[-1] = (found[-1][0], line.y1)
        else:
            found.append((line.y0, line.y1))
    return found
