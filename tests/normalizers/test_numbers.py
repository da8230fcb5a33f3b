"""Counts and circled numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers.numbers import circled_number, kanji_number, parse_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 3),
        ("（ ３ ）件", 3),
        ("( 0 ) 件", 0),
        ("(3件)", 3),
        ("十二件", 12),
        ("1,234", 1234),
        ("１，２３４人", 1234),
        ("10万人", 100000),
        ("2万5,000人", 25000),
        ("二百五", 205),
        ("５７項目", 57),
        ("", None),
        ("（　）件", None),
        ("約3件", None),
        ("2～5", None),
        ("①", None),
        ("3.5", None),
        ("1,23", None),
        ("三四十", None),
        ("－", None),
        ("なし", None),
        ("-3", None),
    ],
)
def test_count(text: str, count: int | None) -> None:
    assert parse_count(text) == count


@given(st.integers(0, 10**9))
def test_counts_read_back(number: int) -> None:
    assert parse_count(str(number)) == parse_count(f"（ {number:,} ）件") == number


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert parse_count(text) is None or parse_count(text) >= 0  # type: ignore[operator]
    kanji_number(text)


@pytest.mark.parametrize(
    ("char", "number"),
    [
        ("①", 1),
        ("⑳", 20),
        ("㉑", 21),
        ("㊿", 50),
        ("❸", 3),
        ("⓪", 0),
        ("⓴", 20),
        ("1", None),
        ("", None),
        ("①②", None),
        ("(1)", None),
    ],
)
def test_circled_number(char: str, number: int | None) -> None:
    assert circled_number(char) == number
