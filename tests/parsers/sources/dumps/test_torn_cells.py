"""Cells that a tool cut or ran together."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.raw import RawRow
from hyokasho.parsers.sources.dumps.torn_cells import (
    joined_lines,
    numbers_with_names,
    whole_cells,
)


def test_lines_that_a_border_cut_are_whole_again() -> None:
    left = "計算：台帳に登録された内容から額を算出し\nす。\n照会：窓口の職員が氏名又は番号から対象者"
    assert joined_lines(left, "、結果を台帳に書き戻\nを探し、画面に表示する。") == (
        "計算：台帳に登録された内容から額を算出し、結果を台帳に書き戻\nす。\n"
        "照会：窓口の職員が氏名又は番号から対象者を探し、画面に表示する。"
    )


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


def test_a_number_left_behind_begins_the_next_cell() -> None:
    rows = numbers_with_names([RawRow(["1 番号\n2", "氏名\n3", "住所"], 1), RawRow(["4 電話"], 1)])
    assert [row.cells for row in rows] == [["1 番号", "2 氏名", "3 住所"], ["4 電話"]]


def test_headings_on_one_line_are_two_rows() -> None:
    annex = whole_cells([RawRow(["（別添1） 特定個人情報ファイル記録項目 ＜福祉台帳ファイル＞"])])
    assert [row.cells for row in annex] == [["（別添1） 特定個人情報ファイル記録項目"], ["＜福祉台帳ファイル＞"]]
