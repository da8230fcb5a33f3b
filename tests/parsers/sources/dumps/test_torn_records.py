"""Record items of torn pages: which number has which name, and which headings are believed."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.torn_pages import without_furniture
from hyokasho.parsers.sources.dumps.torn_records import torn_record_pages


def _cells(*pages: list[str]) -> list[str]:
    return [cell for row in torn_record_pages(list(enumerate(pages, 1))) for cell in row.cells]


@pytest.mark.parametrize(
    ("pages", "cells"),
    [
        pytest.param(
            [["(別添1) 特定個人情報ファイル記録項目", "1 氏名", "2 住所", "【履歴】", "1 異動日", "2 異動理由"]],
            ["(別添1) 特定個人情報ファイル記録項目", "1 氏名", "2 住所", "【履歴】", "1 異動日", "2 異動理由"],
            id="in order: headings stay",
        ),
        pytest.param(
            [["【基本】", "【履歴】", "1 氏名", "1 異動日", "2 異動理由", "2 住所"]],
            ["1 氏名", "1 異動日", "2 異動理由", "2 住所"],
            id="not in order: no heading is believed",
        ),
        pytest.param(
            [["＜基本＞", "＜履歴＞", "番号", *"12123", "項目名", "氏名", "住所", "異動日", "理由", "担当"]],
            ["＜基本＞", "1 氏名", "2 住所", "＜履歴＞", "1 異動日", "2 理由", "3 担当"],
            id="columns: a heading for each number one",
        ),
        pytest.param(
            [["1", "2", "3"], ["氏名", "4情報（氏名、性別、", "住所）", "続柄"]],
            ["1 氏名", "2 4情報（氏名、性別、住所）", "3 続柄"],
            id="a page end between numbers and names",
        ),
        pytest.param(
            [["1．氏名　2．住所　3．続", "柄　4．生年月日　5．性", "別"]],
            ["1．氏名　2．住所　3．続", "柄　4．生年月日　5．性", "別"],
            id="a running list stays as it is",
        ),
    ],
)
def test_items_of_torn_pages(pages: list[list[str]], cells: list[str]) -> None:
    assert _cells(*pages) == cells


def test_a_page_number_goes_wherever_the_text_has_it_and_also_set_downwards() -> None:
    pages = [["前", "", *str(number), "", "後"] for number in range(8, 14)]
    assert without_furniture(pages) == [["前", "", "", "後"]] * 6


def test_a_number_that_does_not_count_the_pages_stays() -> None:
    pages = [["前", "", "3", "", "後"], *([["前", "", "後"]] * 5)]
    assert ["前", "", "3", "", "後"] in without_furniture(pages)


def test_a_list_that_begins_within_a_page_leaves_no_heading_sure() -> None:
    first = ["【口座情報】", "1 氏名", "3 住所", "2 続柄", "4 性別"]
    second = ["5 電話", "7 備考", "9 組合", "8 区分", "【収納情報】", "6 等級", "1 年度", "3 期別", "2 税目"]
    rows = torn_record_pages([(1, first), (2, second)])
    assert not any(row.text.startswith("【") for row in rows)
    assert any(row.text.startswith("【") for row in torn_record_pages([(1, first)]))


def test_items_parted_by_wide_commas_run_on() -> None:
    lines = ["1．氏名，2．住所，3．続柄，4．性別，5．電話番", "号，6．年度，7．期別，8．税目"]
    assert [row.table for row in torn_record_pages([(1, lines)])] == [None, None]
