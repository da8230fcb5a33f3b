"""Cells that a tool cut or ran together."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.raw import RawRow, RowsRead
from hyokasho.parsers.sources.dumps.torn_cells import numbers_with_names, whole_cells


def test_a_number_left_behind_begins_the_next_cell() -> None:
    rows = numbers_with_names([RawRow(["1 番号\n2", "氏名\n3", "住所"], 1), RawRow(["4 電話"], 1)])
    assert [row.cells for row in rows] == [["1 番号", "2 氏名", "3 住所"], ["4 電話"]]


def test_headings_on_one_line_are_two_rows() -> None:
    annex = whole_cells(RowsRead([RawRow(["（別添1） 特定個人情報ファイル記録項目 ＜福祉台帳ファイル＞"])]))
    assert [row.cells for row in annex.rows] == [["（別添1） 特定個人情報ファイル記録項目"], ["＜福祉台帳ファイル＞"]]


def test_the_first_lines_of_an_answer_above_its_label_go_to_it() -> None:
    rows = [
        RawRow(["①システムの名称", "福祉システム"], 1),
        RawRow(["", "照会：窓口の職員が氏名から対象者を探し、画面に表示す\nる"], 1),
        RawRow(["②システムの機能", "。\n台帳：事項を登録する。"], 1),
        RawRow(["", "税務システム"], 1),
        RawRow(["③他のシステムとの接続", "なし"], 1),
    ]
    read = whole_cells(RowsRead(rows))
    assert [row.cells for row in read.rows] == [
        ["①システムの名称", "福祉システム"],
        ["②システムの機能", "照会：窓口の職員が氏名から対象者を探し、画面に表示す\nる\n。\n台帳：事項を登録する。"],
        ["", "税務システム"],
        ["③他のシステムとの接続", "なし"],
    ]
