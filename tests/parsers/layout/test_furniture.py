"""Page numbers and running heads are not swallowed into answers."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest
import yaml

from hyokasho.parsers.layout.sheets.furniture import find_furniture, is_page_number
from hyokasho.parsers.model import Word
from tests.factories import HEIGHT, lattice, layout, word

PATTERNS = yaml.safe_load((files("hyokasho.parsers.layout.sheets") / "furniture.yaml").read_text(encoding="utf-8"))[
    "page_numbers"
]


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda e: e["example"])
def test_every_pattern_takes_its_example(entry: dict[str, str]) -> None:
    assert is_page_number(entry["example"])
    squeezed = "".join(entry["example"].split())
    assert re.fullmatch(entry["pattern"], squeezed)


@pytest.mark.parametrize("text", ["－　３　－", "3／27", "３頁", "― 12 ―"])
def test_page_numbers_in_full_width(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["12人", "令和3年", "平成27年1月1日", "", "3件", "10万人以上"])
def test_answers_are_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


FOOT = HEIGHT - 40


def test_a_page_number_counts_only_in_the_margin() -> None:
    pages = [layout([word("3", 300, 400), word("3", 300, FOOT)])]
    assert find_furniture(pages) == [{1}]


@pytest.mark.parametrize(("text", "number"), [("-5.", True), (".-3", True), ("-4:", True), ("5人", False)])
def test_dashes_beside_a_number_that_ocr_misread_count_on_its_pages_only(text: str, number: bool) -> None:
    found = layout([word("本文", 300, 400), word(text, 300, FOOT)])
    assert find_furniture([found]) == [set()]
    assert find_furniture([replace(found, page=replace(found.page, witness="ocr"))]) == [{1} if number else set()]


def test_page_numbers_of_a_sheet_larger_than_its_print_are_known_by_counting() -> None:
    pages = [layout([word("本文", 50, 300), word(str(n + 2), 300, 400)], number=n) for n in range(1, 5)]
    assert find_furniture(pages) == [{1}] * 4


def test_numbers_that_do_not_count_the_pages_are_kept() -> None:
    pages = [layout([word("本文", 50, 300), word(str(n * n), 300, 400)], number=n) for n in range(1, 5)]
    assert find_furniture(pages) == [set()] * 4


def test_a_running_head_is_known_by_coming_back() -> None:
    pages = [layout([word(f"住民基本台帳事務{n}", 50, 20), word("本文", 50, 300)], number=n) for n in range(1, 5)]
    assert find_furniture(pages) == [{0}] * 4


@pytest.mark.parametrize(("below", "expected"), [(715, {0, 1}), (780, {1})])
def test_a_foot_above_the_number_is_known_in_no_margin(below: float, expected: set[int]) -> None:
    pages = [layout([word("評価書", 50, 700), word(str(n), 300, below)], number=n) for n in range(1, 5)]
    assert find_furniture(pages) == [expected] * 4


def test_a_heading_that_stands_on_one_page_only_is_kept() -> None:
    pages = [layout([word(f"{'あいうえ'[n - 1]}の章", 50, 20), word("本文", 50, 300)], number=n) for n in range(1, 5)]
    assert find_furniture(pages) == [set()] * 4


def sideways(text: str, x: float, y: float) -> list[Word]:
    """Characters set on their side, one below the other: as wide as type is high, as high as a digit is wide."""
    return [Word(c, (x, y + 5 * i, x + 10, y + 5 * i + 5), 5) for i, c in enumerate(text)]


@pytest.mark.parametrize("text", ["7", "12", "-3-"])
def test_a_page_number_set_sideways_beside_the_table_is_furniture(text: str) -> None:
    table = lattice((60, 200, 500), (100, 300, 500))
    made = layout([*sideways(text, 20, 300), word("本文", 70, 303), word("値", 210, 303)], table)
    (dropped,) = find_furniture([made])
    assert "".join(cell.text for i in sorted(dropped) for cell in made.rows[i].cells) == text


def test_a_page_number_set_sideways_stands_apart_from_the_lines_beside_it() -> None:
    made = layout([*sideways("7", 20, 303), word("本文", 70, 300)])
    assert [cell.text for row in made.rows for cell in row.cells] == ["本文", "7"]
    assert find_furniture([made]) == [{1}]


def test_a_note_beside_the_table_is_kept() -> None:
    made = layout([word("注", 20, 300), word("本文", 70, 300)], lattice((60, 200, 500), (100, 300, 500)))
    assert find_furniture([made]) == [set()]


@pytest.mark.parametrize(("said", "framed"), [("住民基本台帳事務", True), ("答え", False)])
def test_a_foot_in_an_empty_last_row_of_a_table_is_known_by_the_feet_of_other_pages(said: str, framed: bool) -> None:
    pages = [layout([word("住民基本台帳事務", 50, FOOT), word("本文", 50, 300)], number=n) for n in range(1, 5)]
    table = lattice((40, 300, 500), (100, 120, HEIGHT - 10))
    pages.append(layout([word("頭", 50, 105), word("頭", 310, 105), word(said, 50, 130)], table, number=5))
    assert find_furniture(pages)[-1] == ({1} if framed else set())
