"""Rows of changes of a layout text that are given, and those that are left out because a cell holds another's text."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.unruled.change_columns import _is_place
from hyokasho.parsers.model import Cell, Line, Row, Word
from hyokasho.parsers.sources.dumps.layout.changes import told_changes

HEAD = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
FULL = "一" * 20
"""A line as wide as the column."""


def _row(*cells: str) -> Row:
    lines = (tuple(Line(line) for line in cell.split("\n") if line) for cell in cells)
    return Row(tuple(map(Cell, lines)), None, 0)


def _change(before: str, after: str = "－") -> Row:
    return _row("令和6年1月1日", "Ⅰ 1", before, after, "事後", "")


USUAL = [_change(f"{FULL}\n{FULL}\n{FULL}。", f"{FULL}\n{FULL}\n終わり") for _ in range(5)]


@pytest.mark.parametrize(
    ("row", "given"),
    [
        pytest.param(_change(f"{FULL}\n終わり。"), True, id="a text that ends"),
        pytest.param(_change(f"{FULL}\n{FULL}。"), True, id="a full line that ends a sentence"),
        pytest.param(_change("終わり"), True, id="a short text"),
        pytest.param(_change(f"{FULL}\n{FULL}"), False, id="a full line that goes on nowhere"),
        pytest.param(_change(f"{FULL} {'二' * 12}\n終わり。"), False, id="a line of two columns"),
        pytest.param(_change("－", f"{FULL}\n{FULL}"), False, id="the same of the text after"),
        pytest.param(_row("Ⅰ 1", "甲", "乙"), False, id="a row of fewer cells than the table has"),
    ],
)
def test_a_row_with_a_text_of_which_a_part_stands_elsewhere_is_left_out(row: Row, given: bool) -> None:
    rows, issues = told_changes([_row(*HEAD), *USUAL, row])
    assert (row in rows) is given
    assert bool(issues) is not given
    assert list(rows)[1:6] == USUAL


@pytest.mark.parametrize(("loose", "read"), [(1, True), (4, False)])
def test_a_table_of_which_much_is_no_row_was_not_read(loose: int, read: bool) -> None:
    lines = [_row("Ⅰ 1", f"甲{n}", "乙") for n in range(loose)]
    _, issues = told_changes([_row(*HEAD), *USUAL, *lines])
    told = [issue.message for issue in issues if issue.code == "table-not-read"]
    assert told == ([] if read else [f"変更箇所: {loose} lines cannot be told"])


def test_a_place_with_a_line_wider_than_its_column_is_left_out() -> None:
    places = [_row("令和6年1月1日", "Ⅱ 9．委託事\n項１ ①委託内\n容", "－", "－", "事後", "") for _ in range(3)]
    torn = _row("令和6年1月1日", "Ⅱ 9．委託事 記載なし\n項１ ①委託内\n容", "", "－", "事後", "")
    rows, issues = told_changes([_row(*HEAD), *places, torn])
    assert list(rows)[1:] == places and sum(issue.lost for issue in issues) == 1


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            ("変更日", "項目", "変更前の記載", "変更後の記載　提出時期", "提出時期に係る", "説明"), id="level"
        ),
        pytest.param(
            ("変更日", "項目", "変更前の記載", "提出時\n変更後の記載\n期　係る説明", "提出時期に", ""), id="lines"
        ),
    ],
)
def test_heads_that_run_into_each_other_are_those_of_six_columns(head: tuple[str, ...]) -> None:
    rows, issues = told_changes([_row(*head), *USUAL])
    assert list(rows) == [_row(*HEAD), *USUAL] and not issues


@pytest.mark.parametrize(
    ("before", "word", "goes_on"),
    [
        (["Ⅰ 基本情報"], "１．②事務の内容", True),
        (["平成27年5月1日", "Ⅱ", "しきい値判断項目"], "１．対", True),
        (["Ⅱ", "しきい値判断項目"], "（2）マスタ管理機能", False),
        (["平成27年5月1日", "Ⅱ－３"], "１．対", False),
        (["Ⅱ", "7．委託事項１"], "①", True),
        (["Ⅱ", "7．委託事項１"], "①委", True),
        (["Ⅱ", "7．委託事項１"], "①窓口で受け付ける。", False),
        (["2015年4月4日", "Ⅱ"], "特定個人情報ファイ", True),
        (["ルの概要"], "7．③使用目的", True),
        (["Ⅱ-1-④"], "委託先名", True),
        (["Ⅱ-1-④"], "福祉課", False),
        (["全体"], "①", False),
        (["2021年4月1日"], "時点", False),
    ],
)
def test_a_place_of_the_form_goes_on_behind_its_part(before: list[str], word: str, goes_on: bool) -> None:
    words = [Word(text, (0.0, 0.0, 1.0, 1.0), 10.0, "dump") for text in [*before, word]]
    assert _is_place(words) is goes_on
