"""Tables of changes that are wider than their paper: some of the columns on each page."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.given.build import build_sheet
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.notation.rows import read_rows
from hyokasho.parsers.sources.dumps.tables.changes import mend_changes, rows_of_others

_LEFT, _RIGHT = ["変更日", "項目", "変更前の記載"], ["変更後の記載", "提出時期", "提出時期に係る説明"]
_LAW = "番号法第19条第8号に基づく主務省令第2条の表"


def _rows(*pages: list[list[str]], first: int = 1) -> list[RawRow]:
    return [RawRow(cells, n, n) for n, page in enumerate(pages, first) for cells in page]


def _mended(*pages: list[list[str]]) -> list[list[str]]:
    return [row.cells for row in mend_changes(_rows(*pages))[0]][1:]


def test_pages_of_the_left_and_the_right_columns_go_together_in_order() -> None:
    left = [[_LEFT, ["R4.4.1", "Ⅰ－1－①", "（新規）"]], [_LEFT, ["R5.4.1", "同上", "税務課"]]]
    right = [[_RIGHT, ["追加する", "事後", ""]], [_RIGHT, ["市民課", "事前", "同上"]]]
    expected = [
        ["R4.4.1", "Ⅰ－1－①", "（新規）", "追加する", "事後", ""],
        ["R5.4.1", "同上", "税務課", "市民課", "事前", "同上"],
    ]
    assert _mended(*left, *right) == expected
    assert _mended(left[0], right[0], left[1], right[1]) == expected


def test_rows_are_counted_from_those_whose_texts_are_alike() -> None:
    left = [_LEFT, ["R4.4.1", "全体", "（新規）"], ["R4.5.1", "同上", "税務課"], ["R5.4.1", "Ⅱ－1", f"{_LAW}60の項"]]
    right = [_RIGHT, ["追加する", "事後", ""], [f"{_LAW}61の項", "事前", ""]]
    assert _mended(left, right) == [
        ["R4.4.1", "全体", "（新規）", "", "", ""],
        ["R4.5.1", "同上", "税務課", "", "", ""],
        ["R5.4.1", "Ⅱ－1", f"{_LAW}60の項", f"{_LAW}61の項", "事前", ""],
    ]


def test_rows_without_the_other_columns_are_told_of() -> None:
    right = [["変更前の記載", *_RIGHT], ["税務課", "市民課", "事後", ""], ["税務課", "", "事後", ""]]
    rows, issues = mend_changes(_rows(right))
    assert [row.cells for row in rows[1:]] == [["", "", "税務課", "市民課", "事後", ""]]
    assert {issue.code for issue in issues} == {"answer-not-known"}


def test_a_column_that_the_paper_cuts_is_whole_where_all_its_lines_go_on() -> None:
    left = [[*_LEFT, ""], ["R4.4.1", "全体", "", "令和3年\nことと"], ["R4.5.1", "同上", "", "税務課を\n市"]]
    right = [_RIGHT, ["4月1日から\nする。", "事後", ""], ["民課とする", "事後", ""]]
    assert [cells[3] for cells in _mended(left, right)] == ["令和3年4月1日から\nこととする。", ""]


def test_days_and_items_of_a_page_that_is_a_picture_are_told() -> None:
    lines = "変更日 項目<br>R4.4.1 全体<br>Ⅰ 基本情報 5．②法令上の根<br>R5.4.1<br>拠<br>同上"
    picture = f"<!-- Start of picture text -->\n{lines}<br><!-- End of picture text -->\n\n-1-\n\n"
    head = "|変更前の記載|変更後の記載|提出時期|提出時期に係る説明|\n|---|---|---|---|\n"
    rows = "|甲|乙|事後||\n|丙|丁|事前||\n|戊|己|事後||\n\n-2-\n"
    sheet = build_sheet(read_rows(f"## （別添2） 変更箇所\n\n{picture}{head}{rows}"))
    cells = [[cell.text for cell in row.cells] for row in sheet.rows if len(row.cells) == len(_LEFT + _RIGHT)][1:]
    assert [row[:4] for row in cells] == [
        ["R4.4.1", "全体", "甲", "乙"],
        ["R5.4.1", "Ⅰ 基本情報 5．②法令上の根\n拠", "丙", "丁"],
        ["", "同上", "戊", "己"],
    ]


def test_a_narrow_table_below_its_own_head_is_one_of_changes() -> None:
    rows = _rows([["変更前の記載", *_RIGHT], ["甲", "乙", "事後", ""]])
    assert [other for _, other in rows_of_others(rows)] == [False, False]
