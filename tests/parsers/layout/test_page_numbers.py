"""Printed page numbers and the gaps in them."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.sheets.page_numbers import page_gaps, read_page_number


@pytest.mark.parametrize(
    ("text", "number"),
    (("- 3 -", (3, None)), ("3/27", (3, 27)), ("１２ / ７６ ページ", (12, 76)), ("第3頁", (3, None)), ("表紙", None)),
)
def test_a_page_number_is_read(text: str, number: tuple[int, int | None] | None) -> None:
    assert read_page_number(text) == number


@pytest.mark.parametrize(
    ("printed", "missing"),
    (
        ([(1, 1, None), (2, 2, None), (3, 3, None)], []),
        ([(1, 1, None), (2, 2, None), (3, 4, None), (4, 5, None)], ["printed page 3 is not there"]),
        ([(2, 2, None), (3, 3, None), (4, 6, None), (5, 7, None)], ["printed page 4 to 5 is not there"]),
        ([(1, 1, None), (3, 3, None), (4, 4, None)], []),  # a page that prints no number
        ([(1, 1, None), (2, 2, None), (3, 30, None), (4, 4, None)], []),  # one number misread
        ([(1, 1, None), (2, 2, None), (3, 1, None), (4, 2, None)], []),  # the next document
        ([(1, 1, 3), (2, 2, 3)], ["the last printed page is 2 of 3"]),
        ([(1, 1, 2), (2, 2, 2)], []),
    ),
)
def test_a_gap_is_told_where_the_numbers_run_on_around_it(
    printed: list[tuple[int, int, int | None]], missing: list[str]
) -> None:
    assert [issue.message for issue in page_gaps(printed)] == missing
