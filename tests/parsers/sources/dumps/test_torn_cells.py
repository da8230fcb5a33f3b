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


def test_an_item_above_a_repeated_head_row_is_no_heading() -> None:
    rows = [RawRow(["27", "登録者"], 1), RawRow(["番号", "項目名"], 1)]
    assert [row.cells for row in whole_headings(rows)] == [["27", "登録者"], ["番号", "項目名"]]
