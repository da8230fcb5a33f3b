"""Lists of record items whose headings a tool lost, told by their numbers."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.annexes import lists_without_headings
from hyokasho.parsers.sources.dumps.given.cut_cells import whole_cells
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead
from hyokasho.parsers.sources.dumps.tables.item_tables import item_table
from hyokasho.parsers.sources.dumps.tables.record_mend import mend_record_rows


@pytest.mark.parametrize(
    ("table", "items"),
    [
        pytest.param(
            [["1 宛名番号", "3 氏名"], ["2 世帯番号", ""]],
            [["1", "宛名番号"], ["2", "世帯番号"], ["3", "氏名"]],
            id="two columns, in the order of the numbers",
        ),
        pytest.param(
            [["1.宛名番号", "3.氏名"], ["2.世帯番号", "4.4情報"]],
            [["1", "宛名番号"], ["2", "世帯番号"], ["3", "氏名"], ["4", "4情報"]],
            id="a sign behind the number",
        ),
        pytest.param(
            [["番号", "項目名", "番号", "項目名"], ["5", "宛名番号", "7", "氏名"], ["6", "世帯番号", "", ""]],
            [["5", "宛名番号"], ["6", "世帯番号"], ["7", "氏名"]],
            id="numbers in cells of their own, the first ones lost with their page",
        ),
        pytest.param([["1 宛名番号", "2 氏名"], ["4 世帯番号", ""]], None, id="a number is missing"),
        pytest.param([["1 宛名番号", "備考あり"], ["2 氏名", ""], ["3 住所", ""]], None, id="a cell that is no item"),
        pytest.param([["1 申請を受け付け、審査する。"], ["2 通知する。"], ["3 保管する。"]], None, id="sentences"),
        pytest.param([["1 宛名番号", "2 氏名"]], None, id="too few to tell"),
    ],
)
def test_a_table_that_counts_on_in_all_its_cells_is_one(table: list[list[str]], items: list[list[str]] | None) -> None:
    found = item_table([RawRow(cells, 4) for cells in table], 0, another=False)
    assert (None if found is None else [row.cells for row in found.rows]) == items


def _columns(*columns: range) -> list[list[str]]:
    """A table of items in columns, each with a number and a name."""
    return [
        [cell for number in row for cell in (str(number), f"{number % 9}情報")] for row in zip(*columns, strict=True)
    ]


@pytest.mark.parametrize(
    ("tables", "numbers"),
    [
        pytest.param(
            [_columns(range(1, 5), range(7, 11)), _columns(range(5, 7), range(11, 13))],
            [*range(1, 13)],
            id="over pages",
        ),
        pytest.param(
            [_columns(range(1, 7), range(7, 13)), _columns(range(1, 7), range(7, 13))], [*range(1, 13)], id="two lists"
        ),
        pytest.param(
            [_columns(range(1, 6), range(12, 17)), _columns(range(6, 11), range(17, 22))],
            [*range(1, 11), *range(12, 22)],
            id="one number is missing of many",
        ),
        pytest.param([_columns(range(1, 3)), _columns(range(7, 9)), [["7.備考", ""]]], None, id="few items, many gaps"),
    ],
)
def test_a_list_whose_columns_go_on_over_pages_is_one(tables: list[list[list[str]]], numbers: list[int] | None) -> None:
    found = item_table(_rows(*tables), 0, another=False)
    assert (None if found is None else [int(row.cells[0]) for row in found.rows]) == numbers


@pytest.mark.parametrize("name", ["4情報", "2 以上の口座", "12月分"])
def test_a_name_behind_its_number_is_whole_whatever_it_begins_with(name: str) -> None:
    rows = [
        RawRow(cells, 1) for cells in (["1", "氏名", "4", "住所"], ["2", name, "5", "納付額"], ["3", "電話", "", ""])
    ]
    assert [name in row.cells for row in mend_record_rows(rows)[0]] == [False, True, False]


def test_a_number_that_stands_again_beside_others_is_kept() -> None:
    rows = [RawRow(cells, 1) for cells in (["1 氏名", "3 住所"], ["2 電話", "1 納付額"], ["", "1 氏 名"])]
    assert [row.cells for row in mend_record_rows(rows)[0]] == [["1 氏名", "3 住所"], ["2 電話", "1 納付額"]]


def _rows(*tables: list[list[str]]) -> list[RawRow]:
    return [RawRow(cells, number) for number, table in enumerate(tables, 1) for cells in table]


_BEFORE = [["7.備考", ""], ["-", ""]]
_AFTER = [["1.特定個人情報ファイル名", ""], ["住民税ファイル", ""]]


def test_the_annex_is_set_up_around_the_lists_and_what_is_lost_is_told() -> None:
    lists = [["1 宛名番号", "3 氏名"], ["2 世帯番号", ""]], [["1 口座番号", "2 口座名義"]]
    read = lists_without_headings(RowsRead(_rows(_BEFORE, *lists, _AFTER)), "様式3")
    assert [row.text for row in read.rows] == [
        "7.備考", "-", "(別添1) 特定個人情報ファイル記録項目", "1 宛名番号", "2 世帯番号", "3 氏名",
        "1 口座番号", "2 口座名義", "III リスク対策", "1.特定個人情報ファイル名", "住民税ファイル",
    ]  # fmt: skip
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


def test_printed_headings_are_left_as_they_are() -> None:
    rows = _rows(_BEFORE, [["(別添1) 特定個人情報ファイル記録項目", ""], ["1 宛名番号", "2 氏名"]], _AFTER)
    read = RowsRead(rows)
    assert lists_without_headings(read, "様式3") is read


def test_a_file_that_stands_behind_the_heading_of_the_annex_gets_its_row() -> None:
    heading, file, item = "（別添２） 特定個人情報ファイル記録項目", "１．住民税ファイル", "1 宛名番号"
    rows = whole_cells(RowsRead(_rows([[f"{heading} {file}", ""], [item, "2 氏名"]]))).rows
    assert [row.cells[0] for row in rows] == [heading, file, item]
