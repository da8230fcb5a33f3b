"""Dates of 変更箇所 that are merged over rows: whose they are by their places alone, and what is not known."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled.merged_dates import deal_out
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import Page, Word

ROWS = [(0.0, 20.0), (20.0, 40.0), (40.0, 80.0), (80.0, 100.0), (100.0, 120.0)]


def _date(middle: float) -> tuple[float, float]:
    return (middle - 5, middle + 5)


@pytest.mark.parametrize(
    ("middles", "inside"),
    [
        pytest.param([20, 60, 100], {0, 3}, id="two runs of two"),
        pytest.param([40, 90, 110], {0, 1}, id="three rows, their middle in none of them"),
        pytest.param([50, 100], {1}, id="what another parting explains nearly as well is left out"),
        pytest.param([10, 30, 70, 110], {2}, id="one run"),
    ],
)
def test_a_date_off_the_middle_of_every_row_is_that_of_rows_around_it(
    middles: list[float], inside: set[int]
) -> None:
    dealt = deal_out(ROWS, [_date(m) for m in middles], 10.0)
    assert dealt is not None and dealt.inside == inside


@pytest.mark.parametrize("middles", [[10, 30, 60, 90, 110], [10, 60, 110], [60], []])
def test_a_date_in_the_middle_of_a_row_may_be_its_own(middles: list[float]) -> None:
    assert deal_out(ROWS, [_date(m) for m in middles], 10.0) is None


def test_where_rows_have_no_date_none_is_given_to_rows_that_may_have_none() -> None:
    rows = [(20.0 * n, 20.0 * n + 20) for n in range(8)]
    dealt = deal_out(rows, [_date(m) for m in (10, 50, 140)], 10.0)  # (the second may be that of one row or of three)
    assert dealt is not None and dealt.inside == {6}


def test_texts_at_the_top_of_their_rows_have_their_dates_there() -> None:
    rows = [(0.0, 10.0), (20.0, 60.0), (70.0, 110.0)]
    tops = [(0.0, 10.0), (20.0, 30.0), (70.0, 80.0)]
    assert deal_out(rows, tops, 10.0, top=True) is None


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 9.0 * len(text), y + 9), 9.0, "text", 1.0)


def test_a_page_without_lines_gives_a_merged_date_to_each_of_its_rows() -> None:
    heads = (("変更日", 60), ("項目", 160), ("変更前の記載", 290), ("変更後の記載", 470), ("提出時期", 620))
    words = [_word(text, x, 60) for text, x in heads]
    for row, place in enumerate(("Ⅰ－３－①", "表紙 公表日", "Ⅳ－５－②", "Ⅱ－１－②", "全体")):
        y = 90 + 40 * row
        words += [_word(place, 130, y), _word("旧い記載である", 260, y), _word("新しい記載である", 440, y)]
        words += [_word("事後", 630, y)]
    words += [_word("R6.4.1", 45, 110), _word("R6.5.1", 45, 170), _word("R6.6.1", 45, 230)]
    page = Unruled().look(Page(1, 800, 560, tuple(words), ()))
    rows = [[cell.text for cell in row.cells] for row in join_pages([lay_out(page)]).rows][1:]
    assert [row[0] for row in rows] == ["R6.4.1", "表紙 公表日", "R6.5.1", "R6.6.1", "全体"]
