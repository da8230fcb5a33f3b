"""Texts in rows of their own between two labels: the end of the answer above, or the beginning of the one below."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.given.between_labels import shared_out
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead

_ZEN = "様式4"
_ABOVE = ["その他の措置の内容", "記録を点検する。"]


def _read(*rows: list[str]) -> tuple[list[list[str]], RowsRead]:
    read = shared_out(RowsRead([RawRow(list(cells), 1) for cells in rows]), _ZEN)
    return [row.cells for row in read.rows], read


@pytest.mark.parametrize(
    ("above", "between", "below", "parted"),
    [
        pytest.param(
            ["①システムの名称", "福祉システム"],
            ["照会：窓口の職員が対象者を探し、画面に詳しく表示す\nる"],
            ["②システムの機能", "。\n台帳：事項を登録する。"],
            [["①システムの名称", "福祉システム"],
             ["②システムの機能",
              "照会：窓口の職員が対象者を探し、画面に詳しく表示す\nる\n。\n台帳：事項を登録する。"]],
            id="in mid-sentence",
        ),
        pytest.param(
            ["再発防止策の内容", "研修を行う。"], ["1. 記録を点検する。\n2. 画面を施錠する。"],
            ["その他の措置の内容", "3. 書類を裁断する。"],
            [["再発防止策の内容", "研修を行う。"],
             ["その他の措置の内容", "1. 記録を点検する。\n2. 画面を施錠する。\n3. 書類を裁断する。"]],
            id="the list counts on below",
        ),
        pytest.param(
            ["その他の措置の内容", "ア 記録を点検する。"], ["イ 画面を施錠する。"],
            ["具体的な管理方法", "ア 書類を裁断する。"],
            [["その他の措置の内容", "ア 記録を点検する。"], ["", "イ 画面を施錠する。"],
             ["具体的な管理方法", "ア 書類を裁断する。"]],
            id="the list counts on from above",
        ),
        pytest.param(
            ["提供先2", "都道府県知事等"], ["番号法第9条第1項"], ["①法令上の根拠", "条例第4条"],
            [["提供先2", "都道府県知事等"], ["①法令上の根拠", "番号法第9条第1項\n条例第4条"]],
            id="the one above is a name",
        ),
        pytest.param(
            ["その他の措置の内容", "記録を点検する。"], ["＜窓口における措置＞"],
            ["具体的な管理方法", "① 書類を裁断する。"],
            [["その他の措置の内容", "記録を点検する。"],
             ["具体的な管理方法", "＜窓口における措置＞\n① 書類を裁断する。"]],
            id="a heading has its text behind it",
        ),
    ],
)  # fmt: skip
def test_a_text_goes_to_the_label_that_it_fits(
    above: list[str], between: list[str], below: list[str], parted: list[list[str]]
) -> None:
    rows, read = _read(above, *(["", text] for text in between), below)
    assert rows == parted
    assert not read.issues


def test_a_text_that_fits_both_is_given_to_none_and_the_answers_are_marked() -> None:
    rows, read = _read(
        ["その他の措置の内容", "記録を点検する。"], ["", "画面を施錠する。"], ["具体的な管理方法", "書類を裁断する。"]
    )
    assert rows == [
        ["その他の措置の内容", f"記録を点検する。\n{UNKNOWN_MARK}"],
        ["具体的な管理方法", f"書類を裁断する。\n{UNKNOWN_MARK}"],
    ]
    assert [issue.code for issue in read.issues] == ["answer-not-known"]
    assert read.aside == ["画面を施錠する。"]


def _over_a_page_end(above: list[str], strips: list[str], below: list[str], page_of_strips: int) -> list[list[str]]:
    tables = [(above, 1), *((["", strip], page_of_strips) for strip in strips), (below, 2)]
    read = shared_out(RowsRead([RawRow(list(cells), table) for cells, table in tables]), _ZEN)
    return [row.cells for row in read.rows]


def test_the_last_row_of_a_page_belongs_to_the_label_on_the_next_page() -> None:
    below = ["具体的な管理方法", "書類を裁断する。"]
    rows = _over_a_page_end(_ABOVE, ["画面を施錠する。"], below, 1)
    assert rows == [_ABOVE, ["具体的な管理方法", "画面を施錠する。\n書類を裁断する。"]]


def test_the_first_row_of_a_page_belongs_to_the_label_on_the_page_before() -> None:
    below = ["具体的な管理方法", "書類を裁断する。"]
    rows = _over_a_page_end(_ABOVE, ["画面を施錠する。"], below, 2)
    assert rows == [_ABOVE, ["", "画面を施錠する。"], below]


def test_a_heading_goes_on_with_no_text_that_begins_without_one() -> None:
    below = ["具体的な管理方法", "〈庁内における措置〉\n書類を裁断する。"]
    rows, read = _read(_ABOVE, ["", "＜窓口における措置＞\n画面を施錠する。"], below)
    assert rows[0] == _ABOVE
    assert rows[1][-1].startswith("＜窓口における措置＞")
    assert not read.issues


@pytest.mark.parametrize("piece", ["＜選択肢＞", "3) 未定", "（ 2 ）件", "[ ○ ] 紙", "対象となる本人の"])
def test_pieces_of_choices_boxes_and_labels_stay_where_they_are(piece: str) -> None:
    rows, read = _read(["その他の措置の内容", "記録を点検する。"], ["", piece], ["具体的な管理方法", "裁断する。"])
    assert rows[1] == ["", piece]
    assert not read.issues
