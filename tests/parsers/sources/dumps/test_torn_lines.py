"""Lines joined by a tool, and the running heads and feet of pages."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.parsers.sources.dumps.notation.stream import without_line_gaps
from hyokasho.parsers.sources.dumps.tables.changes import printed_heads
from hyokasho.parsers.sources.dumps.torn.joined import part_lines
from hyokasho.parsers.sources.dumps.torn.pages import split_torn_pages
from hyokasho.parsers.sources.dumps.torn.running import without_running_lines
from hyokasho.parsers.sources.dumps.torn.text import torn_rows


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("①事務の名称 福祉 ②事務の概要 台帳", "①事務の名称\n福祉\n②事務の概要\n台帳"),
        ("1 事務の名称 福祉 2 事務の概要 台帳", "①事務の名称\n福祉\n②事務の概要\n台帳"),
        ("①事務の名称 福祉\n②事務の概要 台帳", "①事務の名称 福祉\n②事務の概要 台帳"),
        ("法令上の根拠 という語がある", "法令上の根拠 という語がある"),
    ],
)
def test_lines_with_several_labels_are_parted(text: str, parted: str) -> None:
    assert [line for line in part_lines(text).split("\n") if line] == parted.split("\n")


def test_a_running_foot_of_several_lines_goes() -> None:
    text = "\n".join(f"{answer}\n福祉の事務\n{n} / 9\n市民部" for n, answer in enumerate("甲乙丙", 1))
    kept, _ = without_running_lines(text)
    assert [line.strip() for line in kept.split("\n") if line.strip()] == ["甲", "乙", "丙"]
    assert kept.count("\f") == 3


def test_a_running_foot_right_before_a_form_feed_goes() -> None:
    kept, _ = without_running_lines("\f".join(f"{answer}\n{n}\n福祉の事務" for n, answer in enumerate("甲乙丙", 1)))
    assert [line.strip() for line in kept.split("\n") if line.strip()] == ["甲", "乙", "丙"]


def test_answers_that_come_again_are_no_running_lines() -> None:
    text = "リスク1\n十分である\nリスク2\n十分である\nリスク3\n十分である"
    assert without_running_lines(text) == (text, [])


def test_pages_of_one_line_lose_their_number_and_their_end() -> None:
    pages = [f"{n} {word * 300} 市民部 {n} / 9" for n, word in enumerate("甲乙丙", 1)]
    kept, _ = without_running_lines("\n\n".join(pages))
    assert [line.strip("\f ") for line in kept.split("\n") if line.strip()] == [word * 300 for word in "甲乙丙"]


def test_bold_labels_of_the_body_are_read_once() -> None:
    text = "特定個人情報保護評価書(基礎項目評価書)\nⅠ 関連情報\n" + "①事務の名称\n" * 4 + "福祉に関する事務\n"
    rows = torn_rows(text, "様式2").rows
    assert [row.cells for row in rows if "①事務の名称" in row.cells] == [["①事務の名称", "福祉に関する事務"]]


@pytest.mark.parametrize(
    ("lines", "heads"),
    [
        (["変更日 項目", "変更前の記載 変更後の記載"], {"変更日", "項目", "変更前の記載", "変更後の記載"}),
        (["提出時期に係る説明"], {"提出時期に係る説明"}),
        (["変更前の記載は 次のとおり", "項目を変更"], set()),
    ],
)
def test_lines_of_heads_alone_print_heads(lines: list[str], heads: set[str]) -> None:
    assert printed_heads(lines) == heads


@pytest.mark.parametrize(
    "page",
    [
        ["変更箇所", "変更日", "項目 変更前の記載", "変更後の記載 提出時期", "提出時期に係る", "説明"],
        ["提出時期に係る", "説明", "変更日 項目", "変更前の記載 変更後の記載 提出時期"],
        ["①実施日", "令和4年5月6日", "②方法", "なし", "変更箇所", "変更日 項目 変更前の記載", "変更後の記載"],
    ],
)
def test_a_table_of_changes_is_told_by_its_heads_in_whatever_lines(page: list[str]) -> None:
    cells = ["平成30年4月1日", "", "Ⅰ－1－①", "", "市民課", "", "住民課", "", "事後"]
    text = "\f".join(["特定個人情報保護評価書", "Ⅰ 関連情報\n1. 事務", "\n".join([*page, "", *cells])])
    rows = torn_rows(text, "様式2").rows
    assert list(CHANGE_COLUMNS) in [row.cells for row in rows]
    assert not any("住民課" in row.text for row in rows if len(row.cells) == 2)


def test_an_empty_line_between_all_lines_parts_nothing() -> None:
    lines = [f"第{n}の行" for n in range(30)]
    assert without_line_gaps("\n\n".join(lines)) == "\n".join(lines)
    assert without_line_gaps("\n\n\n".join(["\n\n".join(lines), "次"])) == "\n".join(lines) + "\n\n\n次"
    blocks = "\n\n".join("\n".join(lines[n : n + 2]) for n in range(0, 30, 2))
    assert without_line_gaps(blocks) == blocks


def test_numbers_in_parentheses_alone_on_lines_end_pages_where_they_count_on() -> None:
    text = "甲\n(1)\n乙\n丙\n(2)\n丁\n(3)\n戊"
    assert ["".join(page) for page in split_torn_pages(text)] == ["甲", "乙丙", "丁", "戊"]
    listed = "甲\n(1)\n乙\n(2)\n丙\n(1)\n丁"
    assert split_torn_pages(listed) == [listed.split("\n")]


def test_numbers_before_pages_that_are_a_line_each_go_also_behind_a_line_of_the_site() -> None:
    pages = [f"{n} {letter * 400}" for n, letter in enumerate("甲乙丙丁", 1)]
    kept, aside = without_running_lines("\n\n".join(["全項目評価書;pdf", *pages]))
    assert aside[0] == "全項目評価書;pdf"
    assert [page.strip() for page in kept.split("\f")] == [letter * 400 for letter in "甲乙丙丁"]
