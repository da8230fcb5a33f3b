"""Cells that a tool filled with the text of the cell beside them, or with names of its own."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.notation.repeated import without_repeats

_SHOWN = [["2．基本情報"] * 3, ["3．特定個人情報の入手・使用"] * 3]
"""Headings in all cells: the tool repeats cells."""
_HEAD = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]


def _read(rows: list[list[str]]) -> list[list[str]]:
    return [row.cells for row in without_repeats([RawRow(list(cells), 1) for cells in rows])]


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (["⑤保有開始日", "⑤保有開始日", "令和6年4月1日"], ["⑤保有開始日", "", "令和6年4月1日"]),
        (["児童手当ファイル"] * 3, ["児童手当ファイル", "", ""]),
        (["", "その必要性", "その必要性", "台帳に記録する。"], ["", "その必要性", "", "台帳に記録する。"]),
        (["使用部署", "税務課", "使用部署"], ["使用部署", "税務課", "使用部署"]),
    ],
)
def test_a_repeated_cell_is_read_once(row: list[str], read: list[str]) -> None:
    assert _read([*_SHOWN, row])[2] == read


def test_without_repeated_headings_cells_stay() -> None:
    rows = [["2．基本情報", "", ""], ["対象者", "対象者", ""]]
    assert _read(rows) == rows


def test_the_table_of_changes_may_say_the_same_twice() -> None:
    change = ["令和6年4月1日", "Ⅰ-1", "なし", "なし", "事後", "事後"]
    assert _read([*_SHOWN, _HEAD, change])[3] == change


def test_names_of_columns_without_one_are_the_tools_own() -> None:
    assert _read([["②対象となる本人の数", "Col2", "Col3"], ["Col2", "x", "Col30"]]) == [
        ["②対象となる本人の数", "", ""],
        ["Col2", "x", "Col30"],
    ]
