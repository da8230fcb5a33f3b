"""The tables of record items and of changes."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.tables.changes import mend_changes, whole_heads
from hyokasho.parsers.sources.dumps.tables.record_mend import mend_record_rows
from hyokasho.parsers.sources.dumps.torn.change_chunks import Chunk
from hyokasho.parsers.sources.dumps.torn.change_pieces import ChangePiece
from hyokasho.parsers.sources.dumps.torn.changes import _Change, torn_changes

HEAD = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]


def test_a_row_cut_by_a_page_end_is_one_row() -> None:
    rows = [
        RawRow(HEAD, 1),
        RawRow(["令和6年1月1日", "Ⅰ 1", "・甲", "・乙", "事後", ""], 1),
        RawRow(HEAD, 2),
        RawRow(["", "", "・丙", "・丁", "", ""], 2),
        RawRow(["", "Ⅱ 2", "戊", "己", "", ""], 2),
    ]
    mended, lost = mend_changes(rows)
    assert [r.cells[2:4] for r in mended[1:]] == [["・甲\n・丙", "・乙\n・丁"], ["戊", "己"]]
    assert not lost


def test_the_end_of_a_lost_row_is_not_given_to_its_neighbour() -> None:
    rows = [
        RawRow(HEAD, 1),
        RawRow(["令和6年1月1日", "Ⅰ 1", "課長", "部長", "事後", ""], 1),
        RawRow(HEAD, 2),
        RawRow(["", "", "", "を防止する。", "", ""], 2),
    ]
    mended, lost = mend_changes(rows)
    assert mended[-1].cells[3] == "部長"
    assert len(lost) == 1


def test_torn_changes_keep_what_is_sure() -> None:
    page = "令和6年1月1日\nⅠ 基本情報\n\n甲\n\n乙\n\n事後\n記載の整理\n\nⅡ 2\n\n丙\n\n丁\n\n戊\n\n事前".splitlines()
    rows, issues = torn_changes([page])
    assert [r.cells for r in rows[2:]] == [["令和6年1月1日", "Ⅰ 基本情報", "甲", "乙", "事後", "記載の整理"]]
    assert len(issues) == 1


def test_ghosts_of_record_items_go() -> None:
    rows = [
        RawRow(["No.", "項目名"], 1),
        RawRow(["1 氏名", "│ 3 住所"], 1),
        RawRow(["", "3 住戸"], 1),
        RawRow(["2生年月日", "4 続柄 5 性別"], 1),
    ]
    kept, issues = mend_record_rows(rows)
    assert [r.cells for r in kept] == [["1 氏名", "3 住所"], ["2 生年月日", "4 続柄"]]
    assert [(issue.lost, issue.message.split(": ")[-1]) for issue in issues] == [(1, "5 性別")]
    assert mend_record_rows([*rows, RawRow(["5 性別"], 1)])[1] == []


def test_torn_changes_do_not_take_explanations_for_texts() -> None:
    page = ["令和4年5月6日", "表紙 公表日", "令和4年1月1日", "", "組織の改正によるもの", "", "事後", ""]
    rows, issues = torn_changes([page])
    assert [row.cells for row in rows if row.cells[0].startswith("令和")] == []
    assert issues


def test_timings_at_the_end_of_a_page_are_given_in_order() -> None:
    rows_of = "令和6年1月1日\n\nⅠ 1．①事務の名称\n\n甲\n\n乙\n\n令和6年2月2日\n\nⅡ 2．①ファイルの種類\n\n丙\n\n丁\n\n"
    page = f"{rows_of}事前\n\n記載を改\nめる\n\n事後\n\n字句の修\n正".splitlines()
    rows, issues = torn_changes([page])
    assert [[fold(cell) for cell in row.cells] for row in rows[2:]] == [
        ["令和6年1月1日", "I1.①事務の名称", "甲", "乙", "事前", "記載を改める"],
        ["令和6年2月2日", "II2.①ファイルの種類", "丙", "丁", "事後", "字句の修正"],
    ]
    assert not issues


def test_fewer_timings_at_the_end_of_a_page_than_rows_are_nobodys() -> None:
    rows_of = [[f"令和6年{at}月1日", f"Ⅱ {at}", f"前{at}の課", f"後{at}の課"] for at in range(1, 9)]
    rows, _ = torn_changes(["\n\n".join([*(cell for row in rows_of for cell in row), *["事前"] * 6]).splitlines()])
    assert [row.cells for row in rows[2:]] == [[*cells, "", ""] for cells in rows_of]


def test_a_row_whose_item_alone_is_in_doubt_is_given_without_it() -> None:
    cells = ["令和6年1月1日", "Ⅰ 1．①事務の名称", "甲の課", "乙の課", "事前", "－"]
    pieces = {column: [ChangePiece([Chunk(text, "blank", "text")])] for column, text in enumerate(cells)}
    change = _Change(pieces, {1}, plain=True)
    assert change.known
    assert change.row().cells == [cells[0], "", *cells[2:]]
    assert not _Change(pieces, {1, 2}, plain=True).known


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ("<市における措置>\n記録を残す。", "<市における措置>\n記録を毎月見る。", True),
        ("<市における措置>\n記録を残す。", "<委託先における措置>\n鍵を掛ける。", False),
        ("定義を毎日更新し", "修正を速やかに適用する。", False),
    ],
    ids=["an edit of the text", "its next heading", "the rest of its sentence"],
)
def test_two_texts_that_may_be_one_are_not_told_apart(before: str, after: str, known: bool) -> None:
    cells = ["令和6年1月1日", "Ⅰ 1．①事務の名称", before, after]
    pieces = {column: [ChangePiece([Chunk(text, "blank", "text")])] for column, text in enumerate(cells)}
    assert _Change(pieces, plain=True).known is known


def test_a_text_that_ends_with_a_heading_is_no_whole_one() -> None:
    rows_of = [["平成28年4月17日", "Ⅱ　4．委託事項１　①委託内容", "保険課", "総務課", "事後", "同上"]]
    rows_of += [["平成28年4月18日", "Ⅳ　3．請求先", "保険課", "＜税務システムにおける措置＞", "事後", "－"]]
    rows, issues = torn_changes([[cell for row in rows_of for cell in row]])
    assert [row.cells for row in rows[2:]] == rows_of[:1]
    assert [issue.code for issue in issues] == ["table-not-read"]


def test_a_place_ends_with_the_name_of_an_item_and_two_texts_in_order_are_before_and_after() -> None:
    expected = [
        ["平成28年4月17日", "Ⅱ　特定個人情報ファイルの概要　1．③使用目的", "－", "評価を行うため", "事後", "同上"],
        ["平成28年4月18日", "Ⅱ　4．委託事項１　①委託内容", "保険課", "一覧は枚数を数える。", "事前", "同上"],
        ["平成28年4月19日", "Ⅳ　3．請求先", "保険課", "総務課", "事後", "－"],
    ]
    rows, _ = torn_changes([[cell for row in expected for cell in row]])
    assert [row.cells for row in rows[2:]] == expected


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        (["（新規）", "係長が内容を審査する。"], ["（新規）", "係長が内容を審査する。"]),
        (["係長が内容を審査する。", "削除"], ["係長が内容を審査する。", "削除"]),
    ],
    ids=["before", "after"],
)
@pytest.mark.parametrize("joint", ["\n", " "], ids=["lines", "joined lines"])
def test_a_word_that_says_no_text_is_all_its_cell_says(texts: list[str], known: list[str], joint: str) -> None:
    head = ["令和6年1月1日", "Ⅱ　特定個人情報ファイルの概要　4．③使用目的"]
    other = ["令和6年2月1日", "Ⅰ－1－②", "毎年見直す。", "毎月見直す。", "事後", "－"]
    rows, _ = torn_changes([joint.join([*other, *head, *texts, "事後", "同上", *other]).split("\n")])
    assert [*head, *known, "事後", "同上"] in [row.cells for row in rows]


def test_paragraphs_that_come_again_are_before_and_after() -> None:
    before = ["1 窓口で申請を受け付ける。", "2 内容を審査する。", "3 結果を通知する。"]
    after = ["1 窓口で申請を受け付ける。", "2 内容を係長が審査する。", "3 結果を通知する。"]
    page = "\n\n".join(["令和6年1月1日", "Ⅰ 1", *before, *after, "事後"]).splitlines()
    rows, _ = torn_changes([page])
    assert [row.cells[2:4] for row in rows[2:]] == [["\n".join(before), "\n".join(after)]]


def test_names_in_a_loose_line_with_blanks_between_are_items() -> None:
    lines = ["<宛名>", "宛名番号 世帯番号 続柄", "氏名 住所 性別", "資格日 資格区分 喪失日", "国籍 通称", "1 特記事項"]
    rows = mend_record_rows([RawRow([line], None, 1) for line in lines])[0]
    assert [r.cells[0] for r in rows] == [
        "<宛名>",
        *("宛名番号", "世帯番号", "続柄", "氏名", "住所", "性別", "資格日", "資格区分", "喪失日", "国籍", "通称"),
        "1 特記事項",
    ]
    two = ["宛名番号 世帯番号", "氏名"]
    assert [r.cells[0] for r in mend_record_rows([RawRow([line], None, 1) for line in two])[0]] == two


def test_rows_left_out_of_the_changes_say_that_the_table_was_not_read() -> None:
    page = "令和6年1月1日\n\nⅠ 1\n\n甲\n\n乙\n\n事後\n\nⅡ 2\n\n丙".splitlines()
    _, issues = torn_changes([page])
    assert [issue.code for issue in issues] == ["table-not-read"]


@pytest.mark.parametrize(
    ("blocks", "items"),
    [
        (["Ⅰ 1", "甲", "乙", "Ⅰ 2", "丙", "丁", "Ⅰ 3", "戊", "己"], ["Ⅰ 1", "Ⅰ 2", "Ⅰ 3"]),
        (["Ⅰ 1", "Ⅰ 2", "甲", "乙", "Ⅰ 3", "丙"], []),
        (["Ⅰ 1", "甲", "Ⅰ 2", "乙", "丙"], []),
        (["Ⅰ 1", "甲", "乙", "Ⅰ 2", "丙"], ["Ⅰ 1"]),
        (["Ⅰ 1", "甲", "乙", "令和4.4.1", "Ⅰ 2"], ["Ⅰ 1"]),
    ],
    ids=["all have two", "behind another item", "the last of a page", "the next has one", "the next has none"],
)
def test_two_texts_behind_an_item_are_believed_by_their_neighbours(blocks: list[str], items: list[str]) -> None:
    rows, _ = torn_changes(["\n\n".join(blocks).splitlines()])
    assert [row.cells[1] for row in rows[2:]] == items


def test_a_head_that_was_parted_line_by_line_is_one_row() -> None:
    upper = ["", "", "", "", "", "提出時期に"]
    lower = [*HEAD[:5], "係る説明"]
    rows = [RawRow(["結果", "意見なし"], 1), RawRow(upper, 2), RawRow(lower, 2), RawRow([*"abcdef"], 2)]
    assert [row.cells for row in whole_heads(rows)] == [rows[0].cells, HEAD, rows[3].cells]
    other = [RawRow(["", "", "", "", "", "市の"], 2), RawRow(HEAD, 2)]
    assert whole_heads(other) == other


@pytest.mark.parametrize(
    ("below", "before"),
    [
        # The date is merged over rows of both pages, so it is printed again.
        (["令和6年1月1日", "", "２．次を行う。", "", "", ""], "１．これを行う。\n２．次を行う。"),
        (["", "", "", "（新しい記載）", "", ""], None),
        (["", "", "を行う。", "", "", ""], None),
        (["", "", "３．次を行う。", "", "", ""], None),
    ],
)
def test_a_row_goes_on_behind_a_page_end_where_nothing_speaks_against_it(below: list[str], before: str | None) -> None:
    first = ["令和6年1月1日", "Ⅰ 1", "１．これを行う。", "部長", "事後", ""]
    mended, lost = mend_changes([RawRow(HEAD, 1), RawRow(first, 1), RawRow(HEAD, 2), RawRow(below, 2)])
    assert mended[-1].cells == [*first[:2], before or first[2], *first[3:]]
    assert bool(lost) == (before is None)


def test_half_a_text_is_not_given_for_the_whole() -> None:
    first = ["令和6年1月1日", "Ⅰ 1", "これを行い、その後で\n次のことを行うものと", "同上", "事後", ""]
    below = ["", "", "（３）を行う。", "", "", ""]
    mended, lost = mend_changes([RawRow(HEAD, 1), RawRow(first, 1), RawRow(HEAD, 2), RawRow(below, 2)])
    assert mended[-1].cells == ["令和6年1月1日", "Ⅰ 1", "", "同上", "事後", ""] and len(lost) == 1


def test_widths_and_likeness_part_cells_that_no_blank_line_parts() -> None:
    before = ["外部の媒体は原則として使えない", "設定とし、使うときは申請を受け", "て許可する。"]
    after = ["外部の媒体は原則として使えな", "い設定とし、使うときは届出を", "受けて許可する。"]
    rows = [
        ["令和6年4", f"月{day}日", f"Ⅰ {day}．①事務", *before, *after, "事後", "重要な変", "更でない"]
        for day in range(1, 9)
    ]
    found, _ = torn_changes([[line for row in rows[at : at + 4] for line in row] for at in (0, 4)])
    assert [row.cells for row in found[3:6]] == [
        [f"令和6年4月{day}日", f"Ⅰ {day}．①事務", "\n".join(before), "\n".join(after), "事後", "重要な変\n更でない"]
        for day in (2, 3, 4)
    ]


def test_a_row_whose_text_after_the_change_comes_first_is_left_out() -> None:
    before = "委託先には契約書で秘密の保持\n、目的外の利用の禁止、立入検\n査を求める。\n課長が確かめ、記録を残すこと"
    after = "委託先には契約書で秘密の\n保持、再委託の禁止、立入\n検査を求める。\n課長が確かめ、記録を残す"
    texts = [(after, before) if at == 3 else (before, after) for at in range(8)]
    blocks = [
        block for at, pair in enumerate(texts, 1) for block in (f"令和6年4月{at}日", f"Ⅰ {at}．①事務", *pair, "事後")
    ]
    found, _ = torn_changes(["\n\n".join(blocks).splitlines()])
    assert [row.cells[2:4] for row in found[2:]] == [[before, after]] * 7


@pytest.mark.parametrize(
    "lines", [["平成29年4", "月17日"], ["2017/4/1", "7"], ["2015年4月21", "日"], ["2015年4月2", "1日"]]
)
def test_a_date_that_its_column_wrapped_is_one(lines: list[str]) -> None:
    found, _ = torn_changes([[*lines, "", "Ⅰ 1．①事務", "", "甲", "", "乙", "", "事後"]])
    assert found[2].cells[0] == "".join(lines)


def test_cells_that_no_blank_line_parts_are_told_as_lost() -> None:
    row = "令和6年1月1日\nⅠ 1\n甲\n乙\n事後\n"
    rows, issues = torn_changes([(row * 3).splitlines()])
    assert rows[2:] == []
    assert [issue.code for issue in issues] == ["table-not-read"]


_FULL = "番号と生体情報で認証し、共用の番号は作"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [["2016/5/28\n2016/5/29", "Ⅰ－6－①\n（別添1）", "課長\n部長", "甲\n・乙", "事後\n事前", ""]],
            [["2016/5/28", "Ⅰ－6－①", "課長", "", "事後", ""], ["2016/5/29", "（別添1）", "部長", "", "事前", ""]],
            id="two changes: the texts of which there is one for each are known",
        ),
        pytest.param(
            [["2016/5/28\n2016/5/29", "Ⅰ－6－①\n（別添1）", "課長", "・甲\n・乙", "", ""]], [], id="no text is known"
        ),
        pytest.param(
            [["令和6年\n1月1日", "Ⅰ 1\nⅡ 2", "課長\n部長", "甲", "事後", ""]],
            [["令和6年\n1月1日", "Ⅰ 1\nⅡ 2", "課長\n部長", "甲", "事後", ""]],
            id="one change of two places",
        ),
        pytest.param(
            [["令和6年1月1日\n42", "Ⅰ 1", "甲", "乙", "", ""], ["43", "Ⅱ 2", "丙", "丁", "", ""]],
            [["令和6年1月1日", "Ⅰ 1", "甲", "乙", "", ""], ["", "Ⅱ 2", "丙", "丁", "", ""]],
            id="numbers of pages are no days",
        ),
        pytest.param(
            [["2017.12.1\n7", "Ⅰ 1", "甲", "乙", "", ""]],
            [["2017.12.1\n7", "Ⅰ 1", "甲", "乙", "", ""]],
            id="a day that the cell wrapped",
        ),
        pytest.param(
            [["", "Ⅰ 1", _FULL + "ってな", "乙", "事後", ""], ["", "", "らない。", "", "", ""]],
            [["", "Ⅰ 1", _FULL + "ってな\nらない。", "乙", "事後", ""]],
            id="a row that goes on in the middle of the table",
        ),
        pytest.param(
            [["", "Ⅰ 1", _FULL + "ってな", "乙", "", ""], ["", "Ⅱ 2", "らない。\n部長", "丁", "", ""]],
            [["", "Ⅰ 1", "", "乙", "", ""], ["", "Ⅱ 2", "", "丁", "", ""]],
            id="a row that begins with the end of the one above",
        ),
        pytest.param(
            [["変更日\n令和6年1月1日", "項目\nⅠ 1", "変更前の記載\n甲", "変更後の記載\n乙", "", ""]],
            [["令和6年1月1日", "Ⅰ 1", "甲", "乙", "", ""]],
            id="the first row in the row of heads",
        ),
        pytest.param(
            [["", "Ⅱ 6．委託事項1\n託内容", "①委\n課長", "部長", "", ""], ["", "Ⅰ 1\n氏名", "①\n甲", "乙", "", ""]],
            [["", "Ⅱ 6．委託事項1①委\n託内容", "課長", "部長", "", ""], ["", "Ⅰ 1\n氏名", "①\n甲", "乙", "", ""]],
            id="the end of a line of the item above the text",
        ),
    ],
)
def test_changes_that_a_tool_ran_together(rows: list[list[str]], expected: list[list[str]]) -> None:
    wide = ["", "Ⅲ 3", _FULL + "らない。", _FULL + "らない。", "", ""]
    mended, issues = mend_changes([RawRow(HEAD, 1), *(RawRow(row, 1) for row in rows), RawRow(wide, 1)])
    assert [row.cells for row in mended[1:-1]] == expected
    told = {issue.code for issue in issues}
    assert told <= {"answer-not-known"}
    assert bool(told) == any(a and not b for a, b in zip(rows[0], (expected or [[""] * 6])[0], strict=True))
