"""Cells of a letter-spaced table of changes, told by their words."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.stream import without_blanks, without_spacing
from hyokasho.parsers.sources.dumps.torn.change_seams import with_seams
from hyokasho.parsers.sources.dumps.torn.changes import torn_changes
from hyokasho.parsers.sources.dumps.torn.record_pieces import with_names_apart

_ROWS = "平成27年2月13日Ⅰ－1－①住民課事後組織の改正によるもの 令和2年4月1日全体税務課事前組織の改正によるもの"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("平成28年6月10日Ⅱ-7-④委託先名住民課事後", ["平成28年6月10日", "Ⅱ-7-④委託先名", "住民課", "事後"]),
        (
            "R2.4.1 Ⅲ リスク対策 5．リスク２ 具体的な管理方法 記録する。 事後",
            ["R2.4.1", "Ⅲ リスク対策 5．リスク２ 具体的な管理方法", "記録する。", "事後"],
        ),
        ("R2.4.1 同上 通知するため記載なし事後", ["R2.4.1", "同上", "通知するため", "記載なし", "事後"]),
        (
            "R2.4.1 Ⅰ-1-① 住民課事後組織の改正によるもの全体税務課",
            ["R2.4.1", "Ⅰ-1-①", "住民課", "事後", "組織の改正によるもの", "全体", "税務課"],
        ),
        ("R2.4.1 全体 記載なし事後", ["R2.4.1", "全体", "記載なし", "事後"]),
        (
            "R2.4.1 表紙公表日 福祉部住民課福祉部住民課税務係事前組織の改正によるもの",
            ["R2.4.1", "表紙公表日", "福祉部住民課", "福祉部住民課税務係", "事前", "組織の改正によるもの"],
        ),
        (
            "R2.4.1 Ⅰ-1-① 事前の届出を行うため組織の改正によるもの",
            ["R2.4.1", "Ⅰ-1-①", "事前の届出を行うため", "組織の改正によるもの"],
        ),
    ],
)
def test_cells_are_told_by_their_words(line: str, cells: list[str]) -> None:
    assert with_seams([[_ROWS], [line]])[1] == [" ".join(cells)]


_SPACED = (
    "庁 内 のデータを 運 ぶための 手 続 をする。 次 の 事 務 をするもの とめる 人 の 届 出。"
    "次 の 手 続 をする。人 の 届 出。"
)


def test_a_blank_stays_where_seldom_one_stands() -> None:
    text, was_spaced = without_spacing(_SPACED * 3)
    assert was_spaced
    assert text.startswith("庁内のデータを運ぶための手続をする。 次の事務をするもの とめる人の届出。次の手続をする。")
    assert " " not in without_blanks(_SPACED)


def test_a_name_of_a_file_ends_before_the_first_item() -> None:
    lines = ["◆宛名情報ファイル氏名、住所、電話番号", "◆宛名情報ファイル 氏名", "1 宛名ファイル番号"]
    assert with_names_apart(lines) == ["◆宛名情報ファイル 氏名、住所、電話番号", *lines[1:]]
    lines = ["■基本情報・氏名・住所コード ・期間", "・金額"]
    assert with_names_apart(lines) == ["■基本情報 ・氏名 ・住所コード ・期間", "・金額"]
    assert with_names_apart([*lines, "滅失・きき・漏えい"])[0] == lines[0]


_HEADS = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]
_BEFORE = ["＜窓口における措置＞", "施錠する。", "＜委託先＞", "研修を受ける。"]
_AFTER = ["＜窓口における措置＞", "記録する。"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_BEFORE, _AFTER),
        (["①届出を受ける者の範囲を定める。"], ["①届出を受ける者の範囲を毎年定める。", "②公表する。"]),
        (["記載なし"], ["＜窓口における措置＞", "施錠する。", "＜委託先＞", "研修を受ける。"]),
        (["＜委託先＞", "研修を受ける。", "＜窓口における措置＞", "施錠する。"], ["削除"]),
    ],
)
def test_the_text_after_a_change_begins_as_the_one_before(before: list[str], after: list[str]) -> None:
    row = ["令和2年4月1日", "Ⅰ-1-①", *before, *after, "事後", "組織の改正によるもの"]
    rows, issues = torn_changes([[*_HEADS, *row, "令和3年4月1日", "全体", "届出", "申請", "事前", "－"]])
    assert rows[2].cells[2:5] == ["\n".join(before), "\n".join(after), "事後"]
    assert not issues
