"""Cells that a tool cut or ran together."""

from __future__ import annotations

from hyokasho.parsers.sources.dumps.given.cut_cells import numbers_with_names, whole_cells, whole_headings
from hyokasho.parsers.sources.dumps.notation.raw import RawRow, RowsRead


def test_a_number_left_behind_begins_the_next_cell() -> None:
    rows = numbers_with_names([RawRow(["1 番号\n2", "氏名\n3", "住所"], 1), RawRow(["4 電話"], 1)])
    assert [row.cells for row in rows] == [["1 番号", "2 氏名", "3 住所"], ["4 電話"]]


def test_headings_on_one_line_are_two_rows() -> None:
    annex = whole_cells(RowsRead([RawRow(["（別添1） 特定個人情報ファイル記録項目 ＜福祉台帳ファイル＞"])]))
    assert [row.cells for row in annex.rows] == [["（別添1） 特定個人情報ファイル記録項目"], ["＜福祉台帳ファイル＞"]]


def test_the_heading_of_a_list_that_a_border_cut_stands_above_its_head_row() -> None:
    table = [["27", "登録者"], ["(2)宛名", "ファイル"], ["番号", "項目名"], ["28", "名称"]]
    rows = [RawRow(cells, 1) for cells in table]
    whole = whole_headings(rows)
    assert [row.cells for row in whole] == [["27", "登録者"], ["(2)宛名ファイル"], ["番号", "項目名"], ["28", "名称"]]
    assert whole[1].heading


def test_two_headings_in_the_row_of_which_a_border_cut_the_first_are_two() -> None:
    rows = [RawRow(["【収納管理\n○連絡先", "ファイル】", ""], 1), RawRow(["番号", "項目名"], 1)]
    assert [row.cells for row in whole_headings(rows)][:2] == [["【収納管理ファイル】"], ["○連絡先"]]


def test_an_item_above_a_repeated_head_row_is_no_heading() -> None:
    rows = [RawRow(["27", "登録者"], 1), RawRow(["番号", "項目名"], 1)]
    assert [row.cells for row in whole_headings(rows)] == [["27", "登録者"], ["番号", "項目名"]]


def test_an_answer_whose_middle_column_is_narrow_is_whole() -> None:
    parts = ["・機関からの照会に対し\n・転入、転出などの異", "て、法\n動があ", "令が認める範囲で答える\nったときに直す"]
    whole = whole_cells(RowsRead([RawRow(["⑤使用方法", *parts], 1)])).rows[0].cells
    assert whole[-1] == "・機関からの照会に対して、法令が認める範囲で答える\n・転入、転出などの異動があったときに直す"
    assert [cell for cell in whole if cell] == ["⑤使用方法", whole[-1]]


def test_the_answer_beside_a_label_of_two_lines_goes_on_behind_its_border() -> None:
    row = RawRow(["個人番号の真正性確認の措置の\n内容", "1. 媒体は原則\n可する。", "として使えず、申請を受けて許"], 1)
    answer = whole_cells(RowsRead([row])).rows[0].cells[-1]
    assert answer == "1. 媒体は原則として使えず、申請を受けて許\n可する。"


def test_a_text_without_a_label_goes_on_behind_its_border() -> None:
    row = RawRow(["内部監査の計画に基づき、\n速やかに適用する。", "３年で全ての課を一巡する。基本ソフトの修正を"], 1)
    answer = whole_cells(RowsRead([row])).rows[0].cells[-1]
    assert answer == "内部監査の計画に基づき、３年で全ての課を一巡する。基本ソフトの修正を\n速やかに適用する。"
