"""Headings among record items in the cells of one row."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.tables.record_heads import head_rows_apart, headings_apart
from hyokasho.parsers.sources.dumps.tables.record_lines import parted_lines


@pytest.mark.parametrize(
    ("cells", "parted"),
    [
        pytest.param(
            ["67.負担履歴\n◆減免情報\n70.還付件数", "68.通知状態", "71.金額"],
            [["67.負担履歴", "68.通知状態", ""], ["◆減免情報"], ["70.還付件数", "", "71.金額"]],
            id="between two items",
        ),
        pytest.param(
            ["◆世帯情報\n74.資格金額", "75.医療状態"], [["◆世帯情報"], ["74.資格金額", "75.医療状態"]], id="above a row"
        ),
        pytest.param(
            ["80.宛名終了日\n◆通知書管理", "81.控除終了日"],
            [["80.宛名終了日", "81.控除終了日"], ["◆通知書管理"]],
            id="below a row",
        ),
        pytest.param(
            ["3．住宅管理ファイル\n＜基本情報＞", "", ""],
            [["3．住宅管理ファイル"], ["＜基本情報＞"]],
            id="two headings alone",
        ),
        pytest.param(["2．住宅台帳ファイル", "", ""], [["2．住宅台帳ファイル"]], id="the numbered name of a file"),
        pytest.param(["●氏名", "●住所"], [["●氏名", "●住所"]], id="bullets"),
        pytest.param(["24 異動", "■ 86 督促料"], [["24 異動", "■ 86 督促料"]], id="a ghost of OCR"),
        pytest.param(["1 氏名", "2 住所\n（現在）"], [["1 氏名", "2 住所\n（現在）"]], id="no heading"),
    ],
)
def test_headings_get_rows_of_their_own(cells: list[str], parted: list[list[str]]) -> None:
    assert [row.cells for row in headings_apart([RawRow(cells, 1)])] == parted


def _lines(*texts: str) -> list[tuple[str, bool]]:
    rows = parted_lines([RawRow(["69", "資格", "70", "給付"], 1), *(RawRow([text]) for text in texts)])
    return [(row.text, row.heading) for row in rows[1:]]


def test_a_numbered_heading_before_items_that_count_on_from_those_above() -> None:
    assert _lines("2．通知書管理 71．給付状態 72．証明書区分 73．通知日時") == [
        ("2．通知書管理", True), ("71．給付状態", False), ("72．証明書区分", False), ("73．通知日時", False),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["71．給付状態 81．証明書区分 82．通知日時 83．氏名", "2．給付 3．証明書 4．通知"])
def test_an_item_before_others_is_no_heading(line: str) -> None:
    assert not any(heading for _, heading in _lines(line))


@pytest.mark.parametrize(
    ("rows", "parted"),
    [
        pytest.param([RawRow(["番号\n1", "項目名\n氏名"], 1)], [["番号", "項目名"], ["1", "氏名"]], id="with an item"),
        pytest.param([RawRow(["項目名"]), RawRow(["番号"])], [["項目名", "番号"]], id="a line for each column"),
        pytest.param([RawRow(["備考"]), RawRow(["氏名"])], [["備考"], ["氏名"]], id="names"),
    ],
)
def test_head_rows_stand_alone(rows: list[RawRow], parted: list[list[str]]) -> None:
    assert [row.cells for row in head_rows_apart(rows)] == parted
