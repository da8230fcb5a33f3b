"""Tables of changes whose columns a tool parted or ran together."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.tables.changes import is_head
from hyokasho.parsers.sources.dumps.tables.six_columns import six_columns

_HEAD = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]
_PARTED = ["変更日", "", *_HEAD[1:]]


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        pytest.param(
            [_PARTED, ["R5.4.1", "Ⅲ\n具体\n法", " リスク対策\n的な管理方", "旧", "新", "事後", ""]],
            [_HEAD, ["R5.4.1", "Ⅲ リスク対策\n具体的な管理方\n法", "旧", "新", "事後", ""]],
            id="a column without a head goes with the next",
        ),
        pytest.param(
            [_PARTED, ["R5.4.1", "全体", "", "旧", "新", "事後", ""]],
            [_HEAD, ["R5.4.1", "全体", "旧", "新", "事後", ""]],
            id="a text in one of the two",
        ),
        pytest.param(
            [_HEAD, ["R5.4.1", "全体", "旧", "新", "事後", ""]],
            [_HEAD, ["R5.4.1", "全体", "旧", "新", "事後", ""]],
            id="six columns stay",
        ),
    ],
)
def test_each_head_has_its_column(rows: list[list[str]], whole: list[list[str]]) -> None:
    assert [row.cells for row in six_columns([RawRow(cells, 1) for cells in rows], is_head)[0]] == whole


def test_date_and_item_in_one_cell_are_parted_below_a_page_end() -> None:
    rows = [
        RawRow(_HEAD, 1),
        RawRow(["", "査をする。", "", "", "う文言の整理"], 2),
        RawRow(["2018年2月1日\nⅠ－2－①", "旧", "新", "事前", ""], 2),
        RawRow(["2018年2月1日同上", "旧", "新", "事前", ""], 2),
    ]
    assert [row.cells for row in six_columns(rows, is_head)[0][1:]] == [
        ["", "", "査をする。", "", "", "う文言の整理"],
        ["2018年2月1日", "Ⅰ－2－①", "旧", "新", "事前", ""],
        ["2018年2月1日", "同上", "旧", "新", "事前", ""],
    ]


def test_a_table_of_five_columns_without_dates_stays() -> None:
    rows = [RawRow(_HEAD, 1), RawRow(["Ⅰ－2－①", "旧", "新", "事前", ""], 2)]
    assert [row.cells for row in six_columns(rows, is_head)[0]] == [row.cells for row in rows]


def test_item_and_text_below_two_heads_in_one_cell_are_parted_by_their_width() -> None:
    shared = [_HEAD[0], f"{_HEAD[1]}\n{_HEAD[2]}", *_HEAD[3:]]
    rows = [
        RawRow(_HEAD, 1),
        RawRow(["R5.4.1", "Ⅱ 4．委託事項\n１ ①委託内容", "旧", "新", "事後", ""], 1),
        RawRow(shared, 2),
        RawRow(["", "Ⅰ 基本情報\n3．①名称\n窓口の職員が氏名から対象者\nを探す。", "新", "事前", ""], 2),
        RawRow(["", "Ⅰ 基本情報\n削除", "新", "事前", ""], 2),
    ]
    read, lost = six_columns(rows, is_head)
    assert [row.cells for row in read[2:]] == [
        _HEAD,
        ["", "Ⅰ 基本情報\n3．①名称", "窓口の職員が氏名から対象者\nを探す。", "新", "事前", ""],
    ]
    assert lost == ["Ⅰ 基本情報\n削除 新 事前"]


@pytest.mark.parametrize(
    ("dates", "lacks"), [((), True), (("令和5年4月1日", "令和5年4月2日"), False)], ids=["no date", "dates"]
)
def test_a_table_below_a_page_end_may_lack_the_column_of_its_dates(dates: tuple[str, ...], lacks: bool) -> None:
    first = [*dates, "全体", "同上"][:2]
    table = [RawRow([start, "旧", f"新{n}", "事前", "理由"], 2) for n, start in enumerate(first)]
    found = [row.cells for row in six_columns([RawRow(_HEAD, 1), *table], is_head)[0]]
    assert found[1:] == [[""] * lacks + row.cells for row in table]


def test_more_columns_than_heads_are_known_where_the_others_are_blank() -> None:
    head = RawRow(_HEAD, 1)
    cut = RawRow(["", "Ⅰ\n１", "－8－①\n委託先名", "甲", "乙", "事後", ""], 2)
    blank = RawRow(["", "Ⅰ－8－①", "甲", "乙", "事後", "", ""], 3)
    rows, lost = six_columns([head, cut, blank], is_head)
    assert [row.cells for row in rows[1:]] == [["", "Ⅰ－8－①", "甲", "乙", "事後", ""]]
    assert len(lost) == 1
