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
