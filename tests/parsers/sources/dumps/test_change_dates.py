"""Dates that stand for several rows of a torn table of changes."""

import datetime as dt

from hyokasho.parsers.sources.dumps.torn.change_dates import dates_of_rows


def dates(shown: str) -> list[int | None]:
    """The days of the rows of a table: `r` a row, `|` a page end, another letter a date (its day: its place in the
    alphabet)."""
    rows = iter(range(len(shown)))
    events = [next(rows) if sign == "r" else "page" if sign == "|" else None for sign in shown]
    said = {at: dt.date(2020, 1, 1 + ord(sign) - ord("a")) for at, sign in enumerate(shown) if sign not in "r|"}
    found = dates_of_rows(events, said, in_rows=True)
    return [said[found[row]].day if row in found else None for row in range(shown.count("r"))]


def test_dates_before_their_rows() -> None:
    assert dates("arrrbrrcrdrr") == [1, 1, 1, 2, 2, 3, 4, 4]


def test_dates_before_their_rows_over_a_page_end() -> None:
    assert dates("arrrbr|rrcrdrr") == [1, 1, 1, 2, 2, 2, 3, 4, 4]


def test_dates_behind_their_rows() -> None:
    assert dates("rrabrrrrcrrdrrre") == [1, 1, 2, 3, 3, 3, 4, 4, 5, 5, 5]


def test_a_row_without_a_date_beside_rows_of_its_day_that_have_it() -> None:
    assert dates("arararrarbrrcrrrdrrerr") == [1, 1, 1, None, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]


def test_empty_cells_of_dates_are_no_merged_ones() -> None:
    assert dates("arrarbrrcrrcrdrrdrerr") == [1, None, 1, 2, None, 3, None, 3, 4, None, 4, 5, None]


def test_dates_in_the_middle_of_their_rows_are_nobodys() -> None:
    assert set(dates("rrarrrrbrrrcrdrrer")) == {None}


def test_rows_of_a_date_that_stands_on_the_page_before() -> None:
    """The first rows of a page are not those of the next date where no date is printed again on the next page."""
    assert dates("rrabrrrc|rrdrrerrrf") == [1, 1, 2, 3, 3, None, None, 5, 5, 6, 6, 6]
    assert dates("rrabrrrc|rrcrrerrrf") == [1, 1, 2, 3, 3, 3, 3, 5, 5, 6, 6, 6]
