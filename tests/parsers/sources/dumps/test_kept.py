"""What a reader of dumps drops is told."""

from __future__ import annotations

from dataclasses import replace

from hyokasho.parsers.sources.dumps.kept import lost_text
from tests.factories import row, sheet

TEXT = (
    "事務の内容\t住民の異動に関する届出を受け付け、記録を作る事務である。\n"
    "事務の名称\t住民基本台帳に関する事務の取扱い\n"
)
WHOLE = sheet(
    row("事務の内容", "住民の異動に関する届出を受け付け、記録を作る事務である。"),
    row("事務の名称", "住民基本台帳に関する事務の取扱い"),
)


def test_a_text_that_is_all_on_the_sheet_is_not_lost() -> None:
    assert lost_text(TEXT, WHOLE) == []


def test_a_row_that_is_not_on_the_sheet_is_named() -> None:
    (issue,) = lost_text(TEXT, replace(WHOLE, rows=WHOLE.rows[:1]))
    assert (issue.code, issue.severity) == ("text-lost", "warning")
    assert "住民基本台帳に関する事務の取扱い" in issue.message


def test_lines_that_a_reader_cuts_in_another_way_are_not_lost() -> None:
    cut = sheet(
        row("事務の内容", "住民の異動に関する届出を受け付け、\n記録を作る事務である。"),
        row("事務の名称住民基本台帳に関する事務"),
        row("の取扱い"),
    )
    assert lost_text(TEXT, cut) == []


def test_markup_and_numbers_are_no_text() -> None:
    marked = "<b>1</b> ☐ 住民の異動に関する届出を受け付け <br> 12345678901234567890"
    assert lost_text(marked, WHOLE) == []
