"""Record items of torn pages: which number has which name, and which headings are believed."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.torn.pages import split_torn_pages, without_furniture
from hyokasho.parsers.sources.dumps.torn.record_pieces import lines_whole, pieces_of
from hyokasho.parsers.sources.dumps.torn.records import torn_record_pages
from hyokasho.parsers.sources.dumps.torn.text import torn_rows


def _cells(*pages: list[str]) -> list[str]:
    """Headings and items, in order, number and name parted by a blank."""
    return [row.text for row in torn_record_pages(list(enumerate(pages, 1)))[0]]


@pytest.mark.parametrize(
    ("pages", "cells"),
    [
        pytest.param(
            [["(別添1) 特定個人情報ファイル記録項目", "1 氏名", "2 住所", "【履歴】", "1 異動日", "2 異動理由"]],
            ["(別添1) 特定個人情報ファイル記録項目", "1 氏名", "2 住所", "【履歴】", "1 異動日", "2 異動理由"],
            id="in order: headings stay",
        ),
        pytest.param(
            [["【住民ファイル】", "番号", "項目名", "番号", "項目名", "1", "氏名", "3", "住所", "2", "性別"]],
            ["【住民ファイル】", "1 氏名", "2 性別", "3 住所"],
            id="numbers of two columns on lines before their names",
        ),
        pytest.param(
            [["＜基本情報＞ 終了日 世帯種別 情報（氏名、 性別） 所得年月日"]],
            ["＜基本情報＞", "終了日", "世帯種別", "情報（氏名、 性別）", "所得年月日"],
            id="names without numbers behind their heading on one line",
        ),
        pytest.param(
            [["【給付ファイル】", "", "1. 給付情報", "", "氏名,支給1,000円未満の別,口座番号,減免", "", "事由,金額"]],
            ["【給付ファイル】", "1. 給付情報", "氏名,支給1,000円未満の別,口座番号,減免", "事由,金額"],
            id="names between commas under a counted heading",
        ),
        pytest.param(
            [["1．宛名ファイル ■基本情報 ・4情報（氏名、性別） ・予備 2 ・口座 ■税情報 ・期間"]],
            ["1．宛名ファイル", "■基本情報", "・4情報（氏名、性別）", "・予備 2", "・口座", "■税情報", "・期間"],
            id="items with bullets on one line, the digits at an end their own",
        ),
        pytest.param(
            [["＜基本情報＞ 番号 項目名 1 医療コード 2 4情報 ○減免情報 1 枝番 2 メモ１ 3 予備 2 4 金額"]],
            ["＜基本情報＞", "1 医療コード", "2 4情報", "○減免情報", "1 枝番", "2 メモ１", "3 予備 2", "4 金額"],
            id="items on one line count on",
        ),
        pytest.param(
            [["◆宛名ファイル 番号 項目名 番号 項目名 1 4情報（氏名 性別） 2 納付フラグ"]],
            ["◆宛名ファイル", "1 4情報（氏名 性別）", "2 納付フラグ"],
            id="heads of columns part a heading from an item whose name begins with a number",
        ),
        pytest.param(
            [["1．給付ファイル ■世帯情報番号項目名番号項目名 1 期間 2 予備 2 ■収納情報番号項目名番号項目名 3 理由"]],
            ["1．給付ファイル", "■世帯情報", "1 期間", "2 予備 2", "■収納情報", "3 理由"],
            id="heads of columns without blanks, and a heading behind a name that ends with a number",
        ),
        pytest.param(
            [["◆宛名ファイル 1．世帯情報 番号 項目名 1 状態 ◆税ファイル 2．世帯情報 番号 項目名 2 履歴 3 金額"]],
            ["◆宛名ファイル", "1．世帯情報", "1 状態", "◆税ファイル", "2．世帯情報", "2 履歴", "3 金額"],
            id="a counted heading behind that of a file",
        ),
        pytest.param(
            [["【住民ファイル】 ○基本情報番号項目名 1 氏名 2 住所"]],
            ["【住民ファイル】", "○基本情報", "1 氏名", "2 住所"],
            id="heads of columns right behind the name of a heading",
        ),
        pytest.param(
            [["1．賦課情報", "・氏名", "・予備 2", "・住所", "2．口座情報", "・備考"]],
            ["1．賦課情報", "・氏名", "・予備 2", "・住所", "2．口座情報", "・備考"],
            id="a number at the end of an item behind a bullet is its own",
        ),
        pytest.param(
            [["＜甲ファイル＞ (1)賦課情報 1 氏名，2 住所 ＜乙ファイル＞ (2)口座情報 1 状態，2 金額"]],
            ["＜甲ファイル＞", "(1)賦課情報", "1 氏名，2 住所", "＜乙ファイル＞", "(2)口座情報", "1 状態，2 金額"],
            id="headings on the line of paragraphs",
        ),
        pytest.param(
            [["【住民ファイル】 番号 項目名", "1 氏名", "番号項目名 2 番号"]],
            ["【住民ファイル】", "1 氏名", "2 番号"],
            id="heads of columns are no part of a heading",
        ),
        pytest.param(
            [["(1)住民ファイル 番号 項目名 1 氏名 (2)税ファイル 番号 項目名 2 税額 3 期別"]],
            ["(1)住民ファイル", "1 氏名", "(2)税ファイル", "2 税額", "3 期別"],
            id="the counted name of a file behind an item is a heading",
        ),
        pytest.param(
            [["1．住民ファイル", "1 氏名", "2 住所", "2．税ファイル", "3 税額", "4 期別"]],
            ["1．住民ファイル", "1 氏名", "2 住所", "2．税ファイル", "3 税額", "4 期別"],
            id="headings that are counted beside items that count on",
        ),
        pytest.param(
            [["1．住民ファイル", *(f"{n}.項目{n}" for n in range(1, 250))]],
            ["1．住民ファイル", *(f"{n} 項目{n}" for n in range(1, 250))],
            id="items counted beyond 99 as headings are",
        ),
        pytest.param(
            [["◆住民ファイル", "◆住民ファイル", "1 氏名", "", "◆税ファイル", "◆税ファイル", "1 税額"]],
            ["◆住民ファイル", "1 氏名", "◆税ファイル", "1 税額"],
            id="a heading in bold type is said once",
        ),
        pytest.param(
            [["1", "3", "", "氏名", "", "4情報（氏名、性別、生年月日、住所）", "", "2", "", "性別"]],
            ["1 氏名", "2 性別", "3 4情報（氏名、性別、生年月日、住所）"],
            id="a name with a list in parentheses is no running list",
        ),
        pytest.param(
            [["住民データベース", "", "1 氏名", "2 住所", "", "滞納管理ファイル", "", "1 税額", "2 期別"]],
            ["住民データベース", "1 氏名", "2 住所", "滞納管理ファイル", "1 税額", "2 期別"],
            id="the name of a database is a heading as that of a file is",
        ),
        pytest.param(
            [
                ["◆住民ファイル ＜基本＞ 1 氏名 2 住所 3 生年月日 4 電話番号 5 続柄 6 性別 ◆滞納管理ファイル"],
                ["＜税＞", "7 税額", "8 期別"],
            ],
            [
                *["◆住民ファイル", "＜基本＞", "1 氏名", "2 住所", "3 生年月日", "4 電話番号", "5 続柄", "6 性別"],
                *["◆滞納管理ファイル", "＜税＞", "7 税額", "8 期別"],
            ],
            id="headings among the items of one line, two of them together",
        ),
        pytest.param(
            [["【基本】", "【履歴】", "1 氏名", "1 異動日", "2 異動理由", "2 住所"]],
            ["【基本】", "1 氏名", "2 住所", "【履歴】", "1 異動日", "2 異動理由"],
            id="a list whose heading stands above: in turn",
        ),
        pytest.param(
            [["＜基本＞", "＜履歴＞", "番号", *"12123", "項目名", "氏名", "住所", "異動日", "理由", "担当"]],
            ["＜基本＞", "1 氏名", "2 住所", "＜履歴＞", "1 異動日", "2 理由", "3 担当"],
            id="columns: stacked headings go to the lists in turn",
        ),
        pytest.param(
            [["【基本】", "1 氏名", "", "1 異動日", "", "2 性別", "", "【履歴】", "【税】", "1 税額"]],
            ["1 氏名", "1 異動日", "2 性別", "1 税額"],
            id="a list without a heading above: none is believed",
        ),
        pytest.param(
            [["【基本】", "1 氏名", "3 住所", "5 続柄", "", "2 性別", "4 電話", "", "【履歴】", "1 異動日"]],
            ["【基本】", "1 氏名", "2 性別", "3 住所", "4 電話", "5 続柄", "【履歴】", "1 異動日"],
            id="columns that come row by row",
        ),
        pytest.param(
            [["【基本】", "1 氏名", "2 住所", "", "5 電話", "", "【履歴】", "6 異動日", "", "3 続柄", "4 性別"]],
            ["【基本】", "1 氏名", "2 住所", "3 続柄", "4 性別", "5 電話", "【履歴】", "6 異動日"],
            id="columns of a list that counts on over its headings",
        ),
        pytest.param(
            [
                [
                    *[
                        "【甲】",
                        "1 氏名",
                        "2 住所",
                        "",
                        "4 電話",
                        "5 続柄",
                        "",
                        "7 性別",
                        "8 年度",
                        "",
                        "【乙】",
                        "3 税",
                    ],
                    *["", "6 額", "", "9 期", "10 納付", "11 口座"],
                ]
            ],
            ["【甲】", "1 氏名", "2 住所", "【乙】", "10 納付", "11 口座"],
            id="a heading before the first column of rows, which is printed behind the others: above them or below",
        ),
        pytest.param(
            [["【基本】", "1 氏名", "", "5 電話", "", "【履歴】", "3 続柄", "4 性別", "", "2 住所", "6 税額"]],
            ["1 氏名", "2 住所", "3 続柄", "4 性別", "5 電話", "6 税額"],
            id="a heading behind items that come later is not believed",
        ),
        pytest.param(
            [["【基本】", "1 氏名", "【履歴】", "1", "2", "", "日", "理由", "担当", "", "【税】", "1 税額"]],
            ["【基本】", "1 氏名", "【履歴】", "【税】", "1 税額"],
            id="what cannot be paired is left out, and its heading heads nothing else",
        ),
        pytest.param(
            [["1", "2", "3"], ["氏名", "4情報（氏名、性別、", "住所）", "続柄"]],
            ["1 氏名", "2 4情報（氏名、性別、住所）", "3 続柄"],
            id="a page end between numbers and names",
        ),
        pytest.param(
            [["1 氏名", "国民健康保険の記号と番", "号", "2", "3 住所"]],
            ["1 氏名", "2 国民健康保険の記号と番号", "3 住所"],
            id="a name of two lines before its number",
        ),
        pytest.param(
            [["1．氏名　2．住所　3．続", "柄　4．生年月日　5．性", "別"]],
            ["1．氏名　2．住所　3．続", "柄　4．生年月日　5．性", "別"],
            id="a running list stays as it is",
        ),
        pytest.param(
            [["◆住民ファイル", "1.氏名 2.住所 3.続柄", "4.性別", "", "5.方書 6.備考"]],
            ["◆住民ファイル", "1 氏名", "2 住所", "3 続柄", "4 性別", "5 方書", "6 備考"],
            id="two items on a line whose numbers have signs",
        ),
        pytest.param(
            [["【基本】", "1 子，2 丑，3 寅，4 卯", "辰，5 巳，6 午，7 未", "【履歴】", "1 申", "2 酉"]],
            ["【基本】", "1 子，2 丑，3 寅，4 卯", "辰，5 巳，6 午，7 未", "【履歴】", "1 申", "2 酉"],
            id="a running list ends at a heading",
        ),
        pytest.param(
            [["(1)住民ファイル", "氏名、住所、続柄、性別", "(2)税ファイル", "税額、期別、納期限、年度"]],
            ["(1)住民ファイル", "氏名、住所、続柄、性別", "(2)税ファイル", "税額、期別、納期限、年度"],
            id="a running list ends at the counted name of a file",
        ),
        pytest.param(
            [["◆甲", "1 子", "3 予備", "", "2 丑", "4 寅", "◆乙", "5 卯", "7 予備", "2 8 辰", "6 巳"]],
            ["◆甲", "1 子", "2 丑", "3 予備", "4 寅", "◆乙", "5 卯", "6 巳", "7 予備\n2", "8 辰"],
            id="the number that a name ends with, before the number of the next item",
        ),
        pytest.param(
            [["1 氏名 4 住所", "2 性別 5 続柄", "3 電話"]],
            ["1 氏名", "2 性別", "3 電話", "4 住所", "5 続柄"],
            id="two items on a line",
        ),
        pytest.param(
            [
                [
                    "◆税ファイル",
                    "番号",
                    "項目名",
                    "1 氏名 4 住所 7",
                    "続柄",
                    "2 性別 5 電話 8 組合",
                    "3 区分 6 等級 9 年度",
                ]
            ],
            ["◆税ファイル", "1 氏名", "2 性別", "3 区分", "4 住所", "5 電話", "6 等級", "7 続柄", "8 組合", "9 年度"],
            id="the number of the next column behind a name",
        ),
        pytest.param(
            [["1 氏名", "2", "住所", "3 続柄", "電話", "4 性別", "5", "6", "区分", "7", "等級", "年度", "8", "9 組合"]],
            ["1 氏名", "2 住所", "3 続柄", "4 性別", "9 組合"],
            id="names that have moved: what stands beside them is lost",
        ),
        pytest.param(
            [["1 氏名", "2", "住所", "3 続柄", "電話", "4 性別", "5", "6 区分"]],
            ["1 氏名", "2 住所", "3 続柄", "4 性別", "5 電話", "6 区分"],
            id="the one name without a number near the one number without a name",
        ),
        pytest.param(
            [
                [
                    "◆税ファイル",
                    "番号",
                    "項目名",
                    "1 氏名",
                    "2 住所",
                    "◆宛名ファイル",
                    "3 続柄",
                    "番号",
                    "項目名",
                    "4 性別",
                ]
            ],
            ["◆税ファイル", "1 氏名", "2 住所", "3 続柄", "◆宛名ファイル", "4 性別"],
            id="a heading stands before the heads of its columns",
        ),
        pytest.param(
            [
                [
                    "◆税",
                    *(f"{n} 甲{n}" for n in range(1, 10)),
                    "11 乙11",
                    "◆宛名",
                    "10 乙10",
                    *(f"{n} 乙{n}" for n in range(12, 22)),
                ]
            ],
            ["◆税", *(f"{n} 甲{n}" for n in range(1, 10)), "◆宛名", *(f"{n} 乙{n}" for n in range(12, 22))],
            id="items on the wrong side of a heading, and those that may be, are lost",
        ),
        pytest.param(
            [["○甲", "1 子", "2 丑", "○乙", *(f"{n} 寅" for n in (*range(8, 20), *range(3, 8), *range(20, 30)))]],
            ["○甲", "1 子", "2 丑", *(f"{n} 寅" for n in range(3, 8)), "○乙", *(f"{n} 寅" for n in range(8, 30))],
            id="a column that is printed behind the heading below it",
        ),
        pytest.param(
            [["1．基本", "", "1 氏名", "2 住所", "", "2．履歴", "", "3 異動日", "4 理由"]],
            ["1．基本", "1 氏名", "2 住所", "2．履歴", "3 異動日", "4 理由"],
            id="headings that are counted in another way than the items",
        ),
    ],
)
def test_items_of_torn_pages(pages: list[list[str]], cells: list[str]) -> None:
    assert _cells(*pages) == cells


def test_items_that_cannot_be_paired_are_left_out_and_told() -> None:
    rows, issues = torn_record_pages([(1, ["1 氏名", "2", "3", "住所"])])
    assert [row.text for row in rows] == ["1 氏名"]
    assert [issue.code for issue in issues] == ["table-not-read"]


def test_a_page_number_goes_wherever_the_text_has_it_and_also_set_downwards() -> None:
    pages = [["前", "", *str(number), "", "後"] for number in range(8, 14)]
    assert without_furniture(pages) == [["前", "", "", "後"]] * 6


def test_a_number_that_does_not_count_the_pages_stays() -> None:
    pages = [["前", "", "3", "", "後"], *([["前", "", "後"]] * 5)]
    assert ["前", "", "3", "", "後"] in without_furniture(pages)


def test_a_list_that_begins_within_a_page_takes_its_heading() -> None:
    first = ["【口座情報】", "1 氏名", "3 住所", "2 続柄", "4 性別"]
    second = ["5 電話", "7 備考", "9 組合", "8 区分", "【収納情報】", "6 等級", "1 年度", "3 期別", "2 税目"]
    cells = _cells(first, second)
    assert cells[:2] == ["【口座情報】", "1 氏名"]
    assert cells[cells.index("【収納情報】") :] == ["【収納情報】", "1 年度", "2 税目", "3 期別"]
    assert "6 等級" in cells[: cells.index("【収納情報】")]


def test_items_parted_by_wide_commas_run_on() -> None:
    lines = ["1．氏名，2．住所，3．続柄，4．性別，5．電話番", "号，6．年度，7．期別，8．税目"]
    assert [row.table for row in torn_record_pages([(1, lines)])[0]] == [None, None]


def test_headings_that_are_not_believed_are_told() -> None:
    lines = ["【基本】", "1 氏名", "", "5 電話", "", "【履歴】", "3 続柄", "4 性別", "", "2 住所", "6 税額"]
    assert [issue.code for issue in torn_record_pages([(1, lines)])[1]] == ["table-not-read"]


def test_the_title_of_the_statement_on_every_page_is_no_text() -> None:
    pages = [[f"{page}の文である。", "特定個人情報保護評価書"] for page in range(8)]
    assert without_furniture(pages) == [page[:1] for page in pages]


def test_bare_numbers_that_count_on_end_pages() -> None:
    pages = [[f"{page}の{n}を行う。" for n in range(15)] for page in range(1, 8)]
    lines = [line for number, page in enumerate(pages, 1) for line in (*page, str(number))]
    assert split_torn_pages("\n".join(lines)) == pages


def test_items_count_on_from_the_page_before() -> None:
    rows, _ = torn_record_pages([(1, ["1 氏名 3 番号"]), (2, ["2 予備 2 4 4情報"])])
    assert sorted(row.cells for row in rows) == [["1", "氏名"], ["2", "予備 2"], ["3", "番号"], ["4", "4情報"]]


def test_a_group_named_like_a_part_does_not_end_the_list() -> None:
    cover, form = "特定個人情報保護評価書\n評価書名\n税の事務", "Ⅰ 基本情報\n1. 事務"
    lists = ["(別添1) 特定個人情報ファイル記録項目\n1 区分\n2 枝番\n3 備考", "2．基本情報\n4 氏名\n5 住所", "6 性別"]
    rows = torn_rows("\f".join([cover, form, *lists]), "様式3").rows
    assert [row.text for row in rows][-4:] == ["3 備考", "4 氏名", "5 住所", "6 性別"]


_COVER = ["特定個人情報保護評価書(重点項目評価書)", "Ⅰ 基本情報", "1．特定個人情報ファイルを取り扱う事務"]
_TITLE = "(別添1) 特定個人情報ファイル記録項目"


@pytest.mark.parametrize(
    ("above", "below", "items"),
    [
        pytest.param(["【台帳】", "1 氏名", "2 住所", "3 続柄"], ["4 性別", "5 区分"], 5, id="a list that goes on"),
        pytest.param(["【台帳】", "番号 項目名", "1 氏名"], ["2 住所"], 2, id="the heads of its columns"),
        pytest.param(["1 氏名", "2 住所", "3 続柄"], ["9 性別", "10 区分"], 2, id="a list of the answer above"),
        pytest.param(["1 氏名", "2 住所", "3 続柄"], ["40 性別", "41 区分"], 2, id="a number that begins alike"),
        pytest.param(["1 窓口で使う。", "2 住所", "3 続柄"], ["4 性別", "5 区分"], 2, id="two items are few"),
    ],
)
def test_items_right_above_the_title_of_their_annex_are_its_own(above: list[str], below: list[str], items: int) -> None:
    rows = torn_rows("\n".join([*_COVER, "7．備考", *above, _TITLE, *below]), "様式3").rows
    at = next(n for n, row in enumerate(rows) if row.first in (_TITLE, "【台帳】"))
    assert sum(row.first.isdigit() for row in rows[at:]) == items


@pytest.mark.parametrize(
    ("line", "items"),
    [
        pytest.param("1 予備 2 2 種別 3 名義", ["1 予備 2", "2 種別", "3 名義"], id="the number again ends a name"),
        pytest.param("1 メモ１ 42 番号", ["1 メモ１", "42 番号"], id="a digit of its own name"),
    ],
)
def test_items_on_one_line_part_before_a_number_that_ends_no_name(line: str, items: list[str]) -> None:
    assert [piece.lines[0] for piece in pieces_of([(1, [line])])] == items


def test_lines_that_a_tool_tore_within_words_are_whole_again() -> None:
    lines = ["1．宛名ファ", "イル", "1 氏", "名，2 住所，3 区分，4 期", "間，5", "口座，6 税，1", "0 履歴", "■証明"]
    whole = ["1．宛名ファイル", "1 氏名，2 住所，3 区分，4 期間，5 口座，6 税，10 履歴", "■証明", "1", "年金"]
    assert lines_whole([*lines, *whole[3:]]) == whole
    columns = ["1", "4情報（氏名、性別、生年月日、住所）", "2", "口座"]
    assert lines_whole(columns) == columns


def test_a_title_on_two_lines_begins_its_table() -> None:
    text = "Ⅰ　基本情報\n\n1．特定個人情報ファイルを取り扱う事務\n\n7．備考\n\n特になし\n\n施錠する\n\n"
    title = "（別添1）　特定個人情報ファイル\n\n記録項目"
    rows = torn_rows(f"{text}{title}\n\n◆宛名ファイル\n\n1 氏名\n\n2 住所\n", "様式3").rows
    assert [row.text for row in rows][-4:] == [
        "（別添1）　特定個人情報ファイル記録項目", "◆宛名ファイル", "1 氏名", "2 住所",
    ]  # fmt: skip


def test_separators_in_parentheses_that_go_on_over_lines_make_no_paragraph() -> None:
    inside = ["1 氏名（漢字、", "カナ、英字、", "旧字）", "2 住所"]
    assert lines_whole(inside) == inside
    never_closed = ["1 氏名（漢字、英字、", "カナ、（旧字）、期間"]
    assert lines_whole(never_closed) == never_closed
    assert lines_whole([*never_closed, "番号、口座、税、年"]) == [
        never_closed[0],
        "".join((never_closed[1], "番号、口座、税、年")),
    ]


def test_a_paragraph_that_tears_words_on_all_its_lines_grows_to_its_end() -> None:
    lines = ["1．宛名ファイル", "氏名、住所、番号、期", *("間（開始、終了）、氏",) * 50, "名"]
    assert lines_whole(lines) == [lines[0], "".join(lines[1:])]
