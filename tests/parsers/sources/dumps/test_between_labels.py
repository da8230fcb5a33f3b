"""Texts in rows of their own between two labels: the end of the answer above, or the beginning of the one below."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.between_labels import shared_out
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead

_ZEN = "様式4"


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


def test_a_text_that_fits_both_is_given_to_none() -> None:
    rows, read = _read(
        ["その他の措置の内容", "記録を点検する。"], ["", "画面を施錠する。"], ["具体的な管理方法", "書類を裁断する。"]
    )
    assert rows == [["その他の措置の内容"], ["具体的な管理方法"]]
    assert [issue.code for issue in read.issues] == ["answer-not-known"]
    assert read.aside == ["記録を点検する。\n画面を施錠する。\n書類を裁断する。"]


@pytest.mark.parametrize("piece", ["＜選択肢＞", "3) 未定", "（ 2 ）件", "[ ○ ] 紙", "対象となる本人の"])
def test_pieces_of_choices_boxes_and_labels_stay_where_they_are(piece: str) -> None:
    rows, read = _read(["その他の措置の内容", "記録を点検する。"], ["", piece], ["具体的な管理方法", "裁断する。"])
    assert rows[1] == ["", piece]
    assert not read.issues
