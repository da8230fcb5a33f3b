"""Answers whose lines a border cut: whole again where it is sure which halves belong together."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.dumps.given.cut_cells import whole_cells
from hyokasho.parsers.sources.dumps.given.cut_lines import joined_boxes, joined_lines
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        (
            "計算：台帳に登録された内容から額を算出し\nす。\n照会：窓口の職員が氏名又は番号から対象者",
            "、結果を台帳に書き戻\nを探し、画面に表示する。",
            "計算：台帳に登録された内容から額を算出し、結果を台帳に書き戻\nす。\n"
            "照会：窓口の職員が氏名又は番号から対象者を探し、画面に表示する。",
        ),
        (
            "＜窓口における措置＞\n・紙の申請書等は、施錠できる書庫に\n＜庁内における措置＞\n・端末には覗き見を防ぐ板をそれぞ",
            "年度ごとに納めて保管する。\nれ取り付けている。",
            "＜窓口における措置＞\n・紙の申請書等は、施錠できる書庫に年度ごとに納めて保管する。\n"
            "＜庁内における措置＞\n・端末には覗き見を防ぐ板をそれぞれ取り付けている。",
        ),
        (
            "(1) 宛名情報ファイル\n(2) 予防接種収納ファイ\n(3) 予防接種給付記録デ",
            "ル\nータベース",
            "(1) 宛名情報ファイル\n(2) 予防接種収納ファイル\n(3) 予防接種給付記録データベース",
        ),
    ],
)
def test_halves_are_whole_again(left: str, right: str, whole: str) -> None:
    assert joined_lines(left, right) == whole


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("①事務の名称", "福祉に関する事務"),
        ("窓口で申請を受け、審査する。\n結果を本人に知らせている。", "変更後の文である。\n同じ行の数である。"),
        ("[ ○ ] 紙\n[ ] 専用線", "[ ] 電子メール\n[ ] その他"),
        ("短い\n行の", "並び\nだけ"),
    ],
)
def test_other_cells_stay_as_they_are(left: str, right: str) -> None:
    assert joined_lines(left, right) is None


def test_three_cells_of_an_answer_are_one() -> None:
    left = "○システ\nけない。\n○人事異"
    middle = "ム間の連携は、決められた項目だけを\n動の都度、権限を付与し、又は抹消す"
    read = whole_cells(RowsRead([RawRow(["判断の根拠", left, middle, "送り、ほかの項目は受\nる。"], 1)]))
    whole = "○システム間の連携は、決められた項目だけを送り、ほかの項目は受\nけない。"
    assert read.rows[0].cells == ["判断の根拠", "", "", f"{whole}\n○人事異動の都度、権限を付与し、又は抹消する。"]
    assert not read.issues


def test_where_it_is_not_sure_which_lines_go_on_none_is_given() -> None:
    left = "(1) 転入、転出、死亡などの異動\n(2) 所得の情報をほかの市に照会\n(3) 審査の結果に基づく決定を対"
    read = whole_cells(RowsRead([RawRow(["②事務の内容", left, "を直す\n象者に通知する"], 1)]))
    assert read.rows[0].cells == ["②事務の内容", "", f"{left}\nを直す\n象者に通知する\n{UNKNOWN_MARK}"]
    assert [issue.code for issue in read.issues] == ["answer-not-known"]


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        (
            "[ ] 電子記録媒体（フラッシュメモリ\n[○] 紙\n[ ] その他 （ 窓口",
            "を除く。）\n）",
            "[ ] 電子記録媒体（フラッシュメモリを除く。）\n[○] 紙\n[ ] その他 （ 窓口）",
        ),
        ("[ ] 電子記録媒体（フラッシュメモリ\n[ ] その他 （", "を除く。）", None),
        ("[ ] 紙\n[ ] その他 （", "[ ] 専用線 ）", None),
        ("紙 （台帳", "を含む。）", None),
    ],
)
def test_boxes_whose_parentheses_a_border_cut_are_whole_again(left: str, right: str, whole: str | None) -> None:
    assert joined_boxes(left, right) == whole


def test_a_heading_goes_on_in_no_other_cell_where_another_line_is_in_mid_sentence() -> None:
    left = "≪クラウドにおける措置≫\n中間サーバーでは、照会の\n年度の初めに自己点検票を\n利者ごとに番号と生体"
    right = "許可を確かめてから回答を送る。\n配り、結果を取りまとめて改善に生かす。\n報認証し共番号は作らない"
    whole = joined_lines(left, right)
    assert whole is not None
    assert whole.split("\n")[0] in ("≪クラウドにおける措置≫", "")


def test_a_name_alone_beside_another_is_no_half_of_it() -> None:
    assert joined_lines("以納1", "情報ファイル") is None
