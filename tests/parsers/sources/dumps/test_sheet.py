"""Whole dumps in several notations give the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyokasho.parsers.model import Sheet
from hyokasho.parsers.sources.dumps.read import read_dump

SAMPLES = Path(__file__).resolve().parents[4].parent / "shared" / "samples"

HEAD = "特定個人情報保護評価書(基礎項目評価書)\n評価書番号\t評価書名\n3\t見本事務 基礎項目評価書\n"


def cells(sheet: Sheet) -> list[list[str]]:
    return [[c.text for c in row.cells if c.lines] for row in sheet.rows]


def read(text: str) -> Sheet:
    return read_dump(text.encode(), "x.txt")[0]


def test_tabs() -> None:
    sheet = read(
        HEAD
        + "５．評価実施機関における担当部署\t\n①部署\t見本市 市民課\n②所属長の役職名\t課長\n"
        + "８．監査\t\n実施の有無\t[○] 自己点検 [ ] 内部監査 [ ] 外部監査\n"
    )
    rows = cells(sheet)
    assert ["①部署", "見本市 市民課"] in rows
    assert ["実施の有無", "[ ○ ] 自己点検\n[ ] 内部監査\n[ ] 外部監査"] in rows
    assert sheet.marks_visible == {None: True}


def test_labels_cut_by_columns_are_joined() -> None:
    cut = "②所属長\tの役職名\t課長\n対象と\tなる本人の範囲\t市民\n４．特定個人情報\tファイルの取扱いの委託\n"
    rows = cells(read(HEAD + cut))
    assert ["②所属長の役職名", "課長"] in rows
    assert ["対象となる本人の範囲", "市民"] in rows
    assert ["４．特定個人情報ファイルの取扱いの委託"] in rows


def test_layout_text_puts_labels_into_the_middle_of_their_rows() -> None:
    text = """
          特定個人情報保護評価書(基礎項目評価書)
I    関連情報
１．特定個人情報ファイルを取り扱う事務
    ①事務の名称         見本の事務
                   見本の申請を受け付ける。
    ②事務の概要         ・審査
                   ・決定
    ③システムの名称       見本システム
"""
    rows = cells(read(text))
    assert ["①事務の名称", "見本の事務"] in rows
    assert ["②事務の概要", "見本の申請を受け付ける。\n・審査\n・決定"] in rows
    assert ["③システムの名称", "見本システム"] in rows


def test_torn_text_goes_back_into_the_order_of_the_form() -> None:
    text = """特定個人情報保護評価書(全項目評価書)

\f項目一覧

Ⅰ 基本情報

\fシステム2

①システムの名称

乙システム

②システムの機能

乙の機能

２．特定個人情報ファイルを取り扱う事務において使用するシステム

システム1

①システムの名称 甲システム

②システムの機能

甲の機能
"""
    rows = cells(read(text))
    names = [r for r in rows if r[0] == "①システムの名称"]
    assert names == [["①システムの名称", "甲システム"], ["①システムの名称", "乙システム"]]
    assert rows.index(["システム1"]) < rows.index(["システム2"])


def test_the_order_is_reported_as_lost() -> None:
    sheet = read("特定個人情報保護評価書(全項目評価書)\n\n項目一覧\n\n\nⅠ 基本情報\n\n８．他の評価実施機関\n\nなし\n")
    assert not sheet.ordered
    assert "text-order-lost" in {i.code for i in sheet.issues}


@pytest.mark.parametrize("name", ["texts", "dumps"])
def test_samples_are_read(name: str) -> None:
    folder = SAMPLES / name
    if not folder.is_dir():
        pytest.skip("no samples here")
    for path in sorted(folder.iterdir()):
        sheet, kind = read_dump(path.read_bytes(), path.name)
        assert kind == "text"
        assert len(sheet.rows) > 60
