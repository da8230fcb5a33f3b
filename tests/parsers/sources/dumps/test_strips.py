"""Label cells that a tool cut into strips: answers stand in the row of the first strip, labels in a later one."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.strips import whole_strips
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead

_JUTEN = "様式3"
_LIST = "＜選択肢＞ 1) 1万人未満 2) 1万人以上10万人未満 [ 1万人未満 ]"
_BOXES = "[ ○ ] 庁内連携システム [ ] 宛名システム等"
_SHOWN: list[list[str]] = [
    ["", _BOXES], ["", ""], ["③他のシステムとの接続", ""], ["", ""],
    ["", _LIST], ["", ""], ["②対象となる本人の数", ""], ["", ""],
]  # fmt: skip
"""Strips enough to believe in them."""


def _read(rows: list[list[str]], tables: list[int] | None = None) -> tuple[list[list[str]], RowsRead]:
    numbers = [9] * len(rows) if tables is None else tables
    made = [RawRow(cells, 1) for cells in _SHOWN] + [RawRow(c, n) for c, n in zip(rows, numbers, strict=True)]
    read = whole_strips(RowsRead(made), _JUTEN)
    kept = [[c for c in row.cells if c] for row in read.rows]
    return kept[2:], read


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        pytest.param(
            [["", "税額を計算する機能"], ["", ""], ["②システムの機能", ""], ["", ""]],
            [["②システムの機能", "税額を計算する機能"]],
            id="an answer above its label",
        ),
        pytest.param(
            [["", _LIST], ["④提供する情報の対象となる", ""], ["本人の数", ""], ["", ""]],
            [["④提供する情報の対象となる本人の数", _LIST]],
            id="a label of two lines in two strips",
        ),
        pytest.param(
            [["⑤提供する情報の対象となる", "同上"], ["本人の範囲", ""], ["⑦時期・頻度", "毎月"]],
            [["⑤提供する情報の対象となる本人の範囲", "同上"], ["⑦時期・頻度", "毎月"]],
            id="the first strip holds the first line of the label",
        ),
        pytest.param(
            [["", "", "[ ○ ] 紙 [ ] 専用線"], ["", "", ""], ["②入手方法", "", ""], ["", "その妥当性", "必要なため"]],
            [["②入手方法", "[ ○ ] 紙 [ ] 専用線"], ["その妥当性", "必要なため"]],
            id="a column of labels inside another",
        ),
        pytest.param(
            [["①システムの名称", "台帳システム"], ["②システムの機能", ""], ["", ""], ["", _BOXES],
             ["③他のシステムとの接続", ""]],
            [["①システムの名称", "台帳システム"], ["②システムの機能"], ["③他のシステムとの接続", _BOXES]],
            id="a label without an answer takes none of the next label's",
        ),
        pytest.param(
            [["", "[ 再委託しない ]"], ["", ""], ["④再委託の有無 ※", ""]],
            [["④再委託の有無 ※", "[ 再委託しない ]"]],
            id="a choice whose list is lost",
        ),
    ],
)  # fmt: skip
def test_answers_stand_beside_their_labels_again(rows: list[list[str]], whole: list[list[str]]) -> None:
    assert _read(rows)[0] == whole


def test_an_answer_that_goes_on_at_the_head_of_a_table_stays_with_the_table_before() -> None:
    rows = [["", "（前の頁の続き）"], ["", _BOXES], ["", ""], ["③他のシステムとの接続", ""]]
    assert _read(rows)[0] == [["（前の頁の続き）"], ["③他のシステムとの接続", _BOXES]]


def test_an_answer_that_no_label_asks_for_is_told_and_given_to_none() -> None:
    kept, read = _read([["①システムの名称", "台帳システム"], ["", "どこの答えか"], ["３．特定個人情報ファイル名", ""]])
    assert kept == [["①システムの名称", "台帳システム"], ["３．特定個人情報ファイル名"]]
    assert read.aside == ["どこの答えか"]
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


def test_rows_without_such_strips_stay_as_they_are() -> None:
    rows = [
        RawRow(["②システムの機能", "計算する機能"], 1), RawRow(["", "照会する機能"], 1),
        RawRow(["③他のシステムとの接続", ""], 1), RawRow(["", ""], 1),
    ]  # fmt: skip
    read = RowsRead(list(rows))
    assert whole_strips(read, _JUTEN).rows == rows


def test_rows_stay_as_they_are_where_the_form_is_not_known() -> None:
    read = RowsRead([RawRow(cells, 1) for cells in _SHOWN])
    assert whole_strips(read, None) is read
