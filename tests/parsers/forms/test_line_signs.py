"""How lines are counted and closed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number


@pytest.mark.parametrize(
    ("line", "manner", "number"),
    [("②届出", "circled", 2), ("（３）届出", "bracketed", 3), ("１．届出", "dotted", 1), ("イ 届出", "kana", 2)],
)
def test_the_number_of_an_item(line: str, manner: str, number: int) -> None:
    found = list_number(line)
    assert found is not None
    assert (found.manner, found.number) == (manner, number)


@pytest.mark.parametrize("line", ["・届出", "3.5倍", "アプリ", "1) 10人未満", ""])
def test_lines_that_are_not_counted(line: str) -> None:
    assert list_number(line) is None


def test_only_the_next_number_of_the_same_manner_follows() -> None:
    numbers = [list_number(line) for line in ("1. 甲", "2. 乙", "(3) 丙", "4. 丁")]
    assert all(number is not None for number in numbers)
    assert [b.follows(a) for a, b in pairwise(numbers) if b is not None] == [True, False, False]


@pytest.mark.parametrize(("text", "closed"), [("行う。", True), ("＜窓口＞ ", True), ("行", False), ("", False)])
def test_what_closes_a_text(text: str, closed: bool) -> None:
    assert is_closed(text) is closed
