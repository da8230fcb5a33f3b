"""Record items whose numbers, blanks or headings a page without cells, or OCR, does not show as they were written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hyokasho.parsers.model import Cell, Row
from hyokasho.parsers.sections.record_items import lost_record_items, read_record_lists, record_items
from tests.factories import cell, content, line, row


def read(*rows: Row) -> list[dict[str, Any]]:
    return record_items(read_record_lists([content("record_items", *rows)], ()))


def numbered(rows: list[dict[str, Any]]) -> list[tuple[int | None, str]]:
    return [(r["item_no"], r["name"]) for r in rows]


def at(*texts: tuple[str, float], y: float) -> Row:
    """Texts on one line outside tables, each at its x."""
    return row(*(cell(line(text, x, y), x=x, y=y) for text, x in texts), table=None, y=y)


def from_ocr(*texts: str) -> list[Row]:
    def read_cell(text: str, y: float) -> Cell:
        made = cell(line(text, 0, y), width=400, y=y)
        lines = (replace(one, words=tuple(replace(w, origin="ocr") for w in one.words)) for one in made.lines)
        return replace(made, lines=tuple(lines))

    return [row(read_cell(text, 20 * k), table=None, y=20 * k) for k, text in enumerate(texts)]


def test_a_number_in_the_middle_of_two_lines_is_that_of_both() -> None:
    rows = read(
        at(("1", 0), ("氏名", 30), ("4", 200), ("期間", 230), y=100),
        at(("４情報（氏名、性別、", 30), y=120),
        at(("2", 0), ("5", 200), ("金額", 230), y=126),
        at(("住所）", 30), y=132),
        at(("3", 0), ("続柄", 30), ("6", 200), ("区分", 230), y=152),
    )
    assert numbered(rows) == [
        (1, "氏名"), (2, "4情報(氏名、性別、住所)"), (3, "続柄"), (4, "期間"), (5, "金額"), (6, "区分"),
    ]  # fmt: skip


def test_a_number_without_any_name_gives_it_to_no_other_item() -> None:
    rows = read(
        at(("1", 0), ("氏名", 30), ("4", 200), ("期間", 230), y=100),
        at(("2", 0), ("5 金額", 200), y=120),
        at(("3", 0), ("続柄", 30), ("6", 200), ("区分", 230), y=140),
    )
    assert numbered(rows) == [(1, "氏名"), (3, "続柄"), (4, "期間"), (5, "金額"), (6, "区分")]


def test_a_line_below_the_name_of_an_item_goes_on_with_it() -> None:
    rows = read(at(("1 氏名", 0), y=100), at(("2 ４情報（氏名、", 0), y=120), at(("住所）", 20), y=132))
    assert numbered(rows) == [(1, "氏名"), (2, "4情報(氏名、住所)")]


def test_numbers_of_two_items_from_which_ocr_lost_the_blanks() -> None:
    texts = ("1.申請情報", "1.氏名、2.住所", "2.滞納経過", "1相続人件数,2賦課氏名", "3.通知書管理", "1.等級、2.理由")
    rows = read(*from_ocr(*texts))
    assert [(r["group"], r["item_no"], r["name"]) for r in rows] == [
        ("申請情報", 1, "氏名"), ("申請情報", 2, "住所"), ("滞納経過", 1, "相続人件数"), ("滞納経過", 2, "賦課氏名"),
        ("通知書管理", 1, "等級"), ("通知書管理", 2, "理由"),
    ]  # fmt: skip


def test_a_heading_that_was_missed_does_not_hide_those_behind_it() -> None:
    rows = read(*from_ocr("1.申請情報", "1.氏名、2.住所", "8.滞納経過", "相続人件数", "3.通知書管理", "1.等級、2.理由"))
    assert [r["name"] for r in rows if r["group"] == "通知書管理"] == ["等級", "理由"]


def test_an_item_that_holds_other_items_is_none() -> None:
    lists = read_record_lists([content("record_items", *from_ocr("氏名", "住所1.等級2.理由3.番号"))], ())
    assert [r["name"] for r in record_items(lists)] == ["氏名"]
    assert "table-not-read" in [issue.code for issue in lost_record_items(lists)]
