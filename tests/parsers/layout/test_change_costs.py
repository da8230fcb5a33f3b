"""What a row of the table of changes costs."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.unruled.change_costs import ChangeCosts
from hyokasho.parsers.layout.unruled.row_cuts import best_rows, cuts_between
from hyokasho.parsers.layout.unruled.text_rows import TextLine, text_line
from hyokasho.parsers.model import Word


def _line(text: str, x: float, y: float) -> TextLine:
    return text_line([Word(text, (x, y, x + 40, y + 10), 10.0)])


# Two rows of date, item, text, timing: the second one's text has three lines, the rest stands in its middle.
ROWS = (
    [_line("令和6年4月1日", 0, 100), _line("令和6年5月1日", 0, 142)],
    [_line("Ⅰ-1", 60, 100), _line("Ⅰ-2", 60, 142)],
    [_line("旧", 120, 100), _line("甲", 120, 130), _line("乙", 120, 142), _line("丙", 120, 154)],
    [_line("事前", 180, 100), _line("事後", 180, 142)],
)


def test_rows_with_one_date_and_one_timing_cost_least() -> None:
    cuts = cuts_between(ROWS)
    costs = ChangeCosts(ROWS, short=(0, 3), place=1).by("middle")
    ((_, found),) = best_rows(ROWS, cuts, [costs], usual=12.0)
    assert [bottom.above for _, bottom in found] == [(1, 1, 1, 1), (2, 2, 4, 2)]


@pytest.mark.parametrize(
    ("low", "end", "cost"),
    [
        (0, 1, 0.0),  # the first row whole
        (0, -1, 3 * 8.0),  # both rows in one: two dates, timings and items
    ],
)
def test_costs_of_single_rows(low: int, end: int, cost: float) -> None:
    cuts = cuts_between(ROWS)
    end = end % len(cuts)
    assert ChangeCosts(ROWS, (0, 3), 1).by("middle")(cuts, end)(low, 100.0) == pytest.approx(cost)
    together = ChangeCosts(ROWS, (0, 3), 1).by("top")(cuts, end)
    alone = [ChangeCosts(ROWS, (0, 3), 1).by("top")([cuts[0], *cuts[k:]], end - k + 1)(1, 100.0) for k in range(1, end)]
    assert [together(k, 100.0) for k in range(1, end)] == alone


CUT = (
    [_line("令和6年4月1日", 0, 178)],
    [_line("Ⅰ-1", 60, 178)],
    [_line(c, 120, 100 + 12 * i) for i, c in enumerate("甲乙丙丁戊己庚辛")],
)
"""A text of eight lines, the rest of its row below its middle."""


@pytest.mark.parametrize(
    ("below", "cost"),
    [
        (0, 0.4),  # the only row: the page may have cut it below
        (1, 2.2),  # the first of two: what was cut off stood above, so the middle would be further up
    ],
)
def test_the_middle_of_a_row_that_its_page_cuts_lies_towards_what_was_cut_off(below: int, cost: float) -> None:
    more = [[*column, *[_line("x", column[0].x0, 300)] * below] for column in CUT]
    cuts = cuts_between(more)
    end = len(cuts) - 1 - below
    assert ChangeCosts(more, (0,), 1).by("middle")(cuts, end)(0, 100.0) == pytest.approx(cost)
