"""Rows of 変更箇所, their dates and what cannot be read of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hyokasho.parsers.align.confidence import Levels
from hyokasho.parsers.forms.load import load_form
from hyokasho.parsers.model import Cell, Doubt, Issue, Line, Row
from hyokasho.parsers.sections.changes import changes
from tests.factories import cell, content, line, row

HEAD = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
DATE = "令和3年4月1日"
DAY = dt.date(2021, 4, 1)


def read(*rows: Row, form: str = "zen") -> tuple[list[dict[str, Any]], list[Issue]]:
    return changes([content("changes", row(*HEAD, y=0), *rows)], load_form(form), None)


def change(*texts: str, y: float = 20.0, page: int = 1) -> Row:
    return row(*texts, y=y, page=page)


def part(columns: dict[int, str | Line], *, page: int = 1, y: float = 20.0) -> Row:
    """A row whose other columns have no cell."""
    return row(*(cell(t, x=100.0 * k, y=y, page=page) for k, t in columns.items()), y=y, page=page)


def values(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(r[name] for name in names) for r in rows]


def test_a_row_is_read_by_its_columns() -> None:
    made, issues = read(change(DATE, "Ⅰ２", "旧", "新", "事後", "重要でない"))
    assert values(made, "seq", "changed_on", "item", "before", "after", "timing", "explanation") == [
        (1, DAY, "Ⅰ2", "旧", "新", "事後", "重要でない")
    ]
    assert issues == []


@pytest.mark.parametrize("placed", [True, False])
def test_a_table_without_one_of_the_first_columns_is_read_by_the_names_of_the_others(placed: bool) -> None:
    rows = [row(HEAD[0], *HEAD[2:], y=0), row(DATE, "旧", "新", "事後", "重要でない", y=20)]
    if not placed:
        rows = [replace(one, cells=tuple(replace(c, bbox=None) for c in one.cells)) for one in rows]
    made, _ = changes([content("changes", *rows)], load_form("zen"), None)
    assert values(made, "changed_on", "item", "before", "after", "timing", "explanation") == [
        (DAY, None, "旧", "新", "事後", "重要でない")
    ]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("平成28年4月1日", dt.date(2016, 4, 1)),
        ("R3.4.1", DAY),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("2021/4/1", DAY),
    ],
)
def test_dates(printed: str, found: dt.date) -> None:
    made, issues = read(change(printed, "甲", "旧", "新", "事後", ""))
    assert (made[0]["changed_on"], issues) == (found, [])


@pytest.mark.parametrize("printed", ["令和3年2月30日", "平成33年4月1日", "未定"])
def test_an_impossible_date_is_null_and_an_issue(printed: str) -> None:
    made, issues = read(change(printed, "甲", "旧", "新", "事後", ""))
    assert made[0]["changed_on"] is None
    assert made[0]["confidence"] < 0.7
    assert [i.code for i in issues] == ["impossible-date"]


def test_an_empty_date_is_null_without_issue() -> None:
    made, issues = read(change(DATE, "甲", "旧", "新", "事後", ""), change("", "乙", "旧", "新", "事後", "", y=40))
    assert values(made, "changed_on", "item") == [(DAY, "甲"), (None, "乙")]
    assert issues == []


def test_a_merged_date_is_the_date_of_each_of_its_rows() -> None:
    rest = part({1: "乙", 2: "旧", 3: "新", 4: "事前"}, y=40)
    made, _ = read(change(DATE, "甲", "旧", "新", "事後", ""), rest)
    assert values(made, "changed_on", "item", "timing") == [(DAY, "甲", "事後"), (DAY, "乙", "事前")]


def test_a_merged_date_runs_on_below_the_rest_of_a_row_that_was_joined() -> None:
    nothing = part({0: "", 1: "", 2: "", 3: "", 4: "", 5: ""}, page=2)
    rest = part({1: "乙", 2: "旧", 3: "新", 4: "事前"}, page=2, y=40)
    made, _ = read(change(DATE, "甲", "旧", "新", "事後", ""), nothing, rest)
    assert values(made, "changed_on", "item") == [(DAY, "甲"), (DAY, "乙")]


@pytest.mark.parametrize(
    ("printed", "timing", "codes"),
    [("事前", "事前", []), (" 事 後 ", "事後", []), ("", None, []), ("随時", None, ["not-a-timing"])],
)
def test_timing_is_one_of_two(printed: str, timing: str | None, codes: list[str]) -> None:
    made, issues = read(change(DATE, "甲", "旧", "新", printed, "説明"))
    assert made[0]["timing"] == timing
    assert [i.code for i in issues] == codes


@pytest.mark.parametrize(
    ("timing", "explanation", "given"), [("", "事後", None), ("事前", "事後", "事後"), ("", "事後に行う", "事後に行う")]
)
def test_a_timing_in_the_next_column_is_no_explanation(timing: str, explanation: str, given: str | None) -> None:
    made, issues = read(change(DATE, "甲", "旧", "新", timing, explanation))
    assert made[0]["explanation"] == given
    assert [i.code for i in issues] == ["not-a-timing"] * (given is None)


def test_a_row_cut_by_the_page_end_is_one() -> None:
    rest = change("", "", "の続き", "の続き", "", "", page=2)
    made, _ = read(change(DATE, "甲", "旧", "新", "事後", "説明", y=700), rest)
    assert values(made, "item", "before", "after", "timing") == [("甲", "旧の続き", "新の続き", "事後")]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("", "", "旧の", "新の", "", ""), (DATE, "甲", "続き", "続き", "事後", "")),
        (("令和3年4月", "甲", "旧の", "新の", "事後", ""), ("1日", "", "続き", "続き", "", "")),
        (("令和3年4月", "", "旧の", "新の", "", ""), ("1日", "甲", "続き", "続き", "事後", "")),
    ],
)
def test_a_row_whose_short_cells_stand_on_the_page_of_its_other_part_is_one(
    above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    made, issues = read(change(*above, y=700), change(*below, page=2))
    found = values(made, "changed_on", "item", "before", "after", "timing")
    assert found == [(DAY, "甲", "旧の続き", "新の続き", "事後")]
    assert issues == []


def test_a_row_with_a_date_and_timing_of_its_own_is_not_joined() -> None:
    made, _ = read(
        change(DATE, "甲", "旧", "新", "事後", "", y=700), change(DATE, "乙", "旧", "新", "事前", "", page=2)
    )
    assert [r["item"] for r in made] == ["甲", "乙"]


def test_the_head_printed_again_is_no_row() -> None:
    first = change(DATE, "甲", "旧", "新", "事後", "")
    made, _ = read(first, row(*HEAD, y=0, page=2), change(DATE, "乙", "旧", "新", "事後", "", page=2))
    assert [r["item"] for r in made] == ["甲", "乙"]


def test_empty_rows_are_none() -> None:
    assert read(change(*[""] * 6))[0] == []


def test_a_table_with_other_columns_behind_it_is_no_part_of_it() -> None:
    other = row(cell("別紙", x=30, width=140, y=60), cell("内容", x=170, width=50, y=60), y=60)
    made, _ = read(change(DATE, "甲", "旧", "新", "事後", ""), other)
    assert len(made) == 1


@pytest.mark.parametrize(("wrong", "told"), [(2, False), (3, True)])
def test_a_page_on_which_many_dates_can_be_none_is_read_badly(wrong: int, told: bool) -> None:
    dates = ["令和3年41月1日"] * wrong + [DATE] * 4
    _, issues = read(*(change(d, "甲", "旧", "新", "事後", "", y=20.0 * k) for k, d in enumerate(dates, 1)))
    assert ("table-not-read" in {issue.code for issue in issues}) is told


@pytest.mark.parametrize(("doubted", "day"), [(3, DAY), (2, None)])
def test_a_speck_in_a_day_leaves_it_as_sure_as_its_figures(doubted: int, day: dt.date | None) -> None:
    text = "令和0.3年4月1日"
    doubt = Doubt(doubted, text[doubted], 0.4, "")
    printed = by_ocr(cell(text, x=0, y=20))
    words = tuple(replace(w, sure=1 - 0.6 / len(text), doubts=(doubt,)) for w in printed.lines[0].words)
    days = replace(printed, lines=(replace(printed.lines[0], words=words),))
    cells = [days, *(cell(t, x=100.0 * k, y=20) for k, t in enumerate(("甲", "旧", "新", "事後", ""), 1))]
    found = [content("changes", row(*HEAD, y=0), row(*cells, y=20))]
    assert values(changes(found, load_form("zen"), None, Levels())[0], "changed_on") == [(day,)]


@pytest.mark.parametrize(("sure", "before"), [(0.88, None), (0.92, "旧い文")])
def test_a_cell_that_was_read_too_badly_is_null(sure: float, before: str | None) -> None:
    doubtful = cell("旧い文", x=200, y=20)
    words = tuple(replace(w, origin="ocr", confidence=0.7, sure=sure) for w in doubtful.lines[0].words)
    doubtful = replace(doubtful, lines=(replace(doubtful.lines[0], words=words),))
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate((DATE, "甲", "", "新", "事後", ""))]
    found = [content("changes", row(*HEAD, y=0), row(*cells[:2], doubtful, *cells[3:], y=20))]
    made, issues = changes(found, load_form("zen"), None, Levels())
    assert values(made, "changed_on", "before", "after") == [(DAY, before, "新")]
    assert [issue.code for issue in issues] == ["text-not-readable"] * (before is None)


@pytest.mark.parametrize(
    ("read", "item"),
    [
        ("1-3-①", "Ⅰ-3-①"), ("1 -3-①", "Ⅰ-3-①"), ("Ⅱ-3-①", "Ⅱ-3-①"), ("1-①", "1-①"), ("11-3-①", "11-3-①"),
        ("Ⅳ 1,請求先", "Ⅳ 1.請求先"), ("Ⅲ 3、リスク2", "Ⅲ 3.リスク2"), ("(別添↑)", "(別添1)"), ("Ⅰ-1、Ⅰ-2", "Ⅰ-1、Ⅰ-2"),
    ],
)
def test_signs_that_no_item_has_are_put_right_where_ocr_read_it(read: str, item: str) -> None:
    printed = cell(read, x=100, y=20)
    seen = replace(printed.lines[0], words=tuple(replace(w, origin="ocr") for w in printed.lines[0].words))
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate((DATE, "", "旧", "新", "事後", ""))]
    by_ocr, _ = read_cells(cells[0], replace(printed, lines=(seen,)), *cells[2:])
    assert values(by_ocr, "item") == [(item,)]
    assert values(read_cells(cells[0], printed, *cells[2:])[0], "item") == [(read,)]


def read_cells(*cells: Cell) -> tuple[list[dict[str, Any]], list[Issue]]:
    return read(row(*cells, y=20))


def test_a_line_that_parts_one_cell_costs_that_cell_alone() -> None:
    parted = [cell(t, x=x, width=w, y=40) for t, x, w in (("新た", 300, 40), ("な文", 340, 60))]
    whole = {0: DATE, 1: "乙", 2: "旧", 4: "事前", 5: ""}
    torn = row(*(cell(t, x=100.0 * k, y=40) for k, t in whole.items() if k < 3), *parted,
               *(cell(t, x=100.0 * k, y=40) for k, t in whole.items() if k > 3), y=40)  # fmt: skip
    made, issues = read(
        change(DATE, "甲", "旧", "新", "事後", ""), torn, change(DATE, "丙", "旧", "新", "事後", "", y=60)
    )
    assert values(made, "item", "after", "timing") == [("甲", "新", "事後"), ("乙", None, "事前"), ("丙", "新", "事後")]
    assert [issue.code for issue in issues] == ["answer-not-known"]


def by_ocr(printed: Cell) -> Cell:
    lines = tuple(replace(one, words=tuple(replace(w, origin="ocr") for w in one.words)) for one in printed.lines)
    return replace(printed, lines=lines)


@pytest.mark.parametrize(
    ("read_as", "timing"), [("慕後", "事後"), ("学前", "事前"), (",事後", "事後"), ("理由", None), ("後", None)]
)
def test_a_timing_misread_in_one_character_is_told_by_the_other(read_as: str, timing: str | None) -> None:
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate((DATE, "甲", "旧", "新", read_as, ""))]
    assert values(read_cells(*cells[:4], by_ocr(cells[4]), cells[5])[0], "timing") == [(timing,)]
    assert values(read_cells(*cells)[0], "timing") == [(None,)]


@pytest.mark.parametrize(
    ("read_as", "day"),
    [("令和3年4月1白", DAY), (":令和3年4月1日.", DAY), ("令和0.3年4月1日", DAY), ("令和3年4月", None)],
)
def test_the_last_sign_of_a_day_is_told_by_the_others(read_as: str, day: dt.date | None) -> None:
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate((read_as, "甲", "旧", "新", "事後", ""))]
    assert values(read_cells(by_ocr(cells[0]), *cells[1:])[0], "changed_on") == [(day,)]


def test_a_text_of_a_scan_over_two_columns_is_not_known() -> None:
    wide = cell("旧い文新しい文", x=200, width=200, y=20)
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate((DATE, "甲", "", "", "事後", ""))]
    made, issues = read_cells(*cells[:2], by_ocr(wide), *cells[4:])
    assert values(made, "item", "before", "after", "timing") == [("甲", None, None, "事後")]
    assert [issue.code for issue in issues] == ["answer-not-known"]
    assert values(read_cells(*cells[:2], wide, *cells[4:])[0], "before") == [("旧い文新しい文",)]


@pytest.mark.parametrize(("column", "text"), [(4, "事後\n事前"), (0, f"{DATE}\nR3.5.1")])
def test_a_row_of_a_scan_that_says_two_timings_or_dates_is_several_and_not_known(column: int, text: str) -> None:
    texts = [DATE, "甲", "旧", "新", "事後", ""]
    texts[column] = text
    cells = [by_ocr(cell(*t.split("\n"), x=100.0 * k, y=20)) for k, t in enumerate(texts)]
    made, issues = read_cells(*cells)
    assert made == []
    assert [issue.code for issue in issues] == ["answer-not-known"]


def test_a_text_alone_over_two_columns_is_no_row() -> None:
    made, issues = read(
        change(DATE, "甲", "旧", "新", "事後", ""),
        row(cell("端末の画面は見えない向きに置く。", x=100, width=200, y=40), y=40),
    )
    assert [r["item"] for r in made] == ["甲"]
    assert [issue.code for issue in issues] == ["unclaimed-text"]


def test_a_text_beside_the_table_ends_it_not() -> None:
    note = row(cell("修正済", x=640, width=30, y=40), y=40)
    made, issues = read(
        change(DATE, "甲", "旧", "新", "事後", ""), note, change(DATE, "乙", "旧", "新", "事後", "", y=60)
    )
    assert [r["item"] for r in made] == ["甲", "乙"]
    assert [issue.code for issue in issues] == ["unclaimed-text"]


@pytest.mark.parametrize(("day", "kept"), [(DATE, ["甲", "乙"]), ("別紙", ["甲"])])
def test_rows_in_the_same_columns_go_on_behind_one_that_a_streak_has_torn(day: str, kept: list[str]) -> None:
    torn = row(cell("", x=0, width=130, y=40), cell("", x=130, width=470, y=40), y=40)
    made, _ = read(change(DATE, "甲", "旧", "新", "事後", ""), torn, change(day, "乙", "旧", "新", "事後", "", y=60))
    assert [r["item"] for r in made] == kept


@pytest.mark.parametrize(("text", "code"), [("事後", "table-not-read"), ("備考", "unclaimed-text")])
def test_rows_with_a_timing_that_stand_in_other_columns_are_a_table_not_read(text: str, code: str) -> None:
    other = [row(cell("旧", x=30, width=140, y=y), cell(text, x=170, width=50, y=y), y=y) for y in (60, 80)]
    made, issues = read(change(DATE, "甲", "旧", "新", "事後", ""), *other)
    assert len(made) == 1
    assert [issue.code for issue in issues] == [code]


def test_the_item_is_resolved_to_its_place_in_the_form() -> None:
    place = "Ⅰ 基本情報 ２．特定個人情報ファイルを取り扱う事務において使用するシステム"
    known, unknown = change(DATE, place, "旧", "新", "事後", ""), change(DATE, "どこか", "旧", "新", "事後", "", y=40)
    made, _ = read(known, unknown)
    assert str(made[0]["item_path"]).startswith("I-2")
    assert made[1]["item_path"] is None


def test_cells_of_a_dump_are_columns_by_their_order() -> None:
    def bare(*texts: str) -> Row:
        return Row(tuple(Cell((Line(t),) if t else ()) for t in texts), None, 0)

    made, issues = changes(
        [content("changes", bare(*HEAD), bare(DATE, "甲", "", "新", "事後", "説明"))], load_form("zen"), None
    )
    assert values(made, "changed_on", "item", "before", "after", "timing", "page", "bbox") == [
        (DAY, "甲", None, "新", "事後", None, None)
    ]
    assert issues == []


def test_lines_wrapped_by_their_cell_are_joined() -> None:
    after = cell(line("住民に関する", 300, 20, wrapped=True), line("事務", 300, 32, wrapped=False), x=300, y=20)
    cells = [cell(t, x=100.0 * k, y=20) for k, t in enumerate([DATE, "甲", "旧"])]
    made, _ = read(row(*cells, after, cell("事後", x=400, y=20), cell("", x=500, y=20), y=20))
    assert made[0]["after"] == "住民に関する事務"


def test_rows_take_no_date_from_above_where_dates_of_their_page_stand_in_no_column() -> None:
    """A scan that has lost the left wall: its dates stand outside the table."""
    head = row(*(cell(text, x=100.0 * k, y=0) for k, text in enumerate(HEAD)), y=0)
    first = row(*(cell(t, x=100.0 * k, y=20) for k, t in enumerate((DATE, "甲", "旧", "新", "事後", "軽微"))), y=20)
    lost = row(cell("令和5年6月3日", x=-60.0, y=40, width=50, page=2), y=40, page=2)
    later = part({1: "乙", 2: "旧", 3: "新", 4: "事後", 5: "軽微"}, page=2, y=60)
    made, _ = changes([content("changes", head, first, lost, later)], load_form("zen"), None)
    assert values(made, "changed_on", "item") == [(DAY, "甲"), (None, "乙")]


def _by_ocr(made: Row) -> Row:
    def read_line(one: Line) -> Line:
        return replace(one, words=tuple(replace(w, origin="ocr") for w in one.words))

    cells = (replace(c, lines=tuple(read_line(one) for one in c.lines)) for c in made.cells)
    return replace(made, cells=tuple(cells))


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ("Ⅲ リスク対策 1.リスク2", True),
        ("リスク対策 1.リスク2", False),
        ("同上", True),
        ("1-7-D", False),
        ("Ⅱ-8- 委託先名", False),
        ("Ⅱ 7.委託事項1 O.委託内容", False),
    ],
)
def test_an_item_of_a_bad_scan_that_begins_as_none_does_is_not_known(item: str, kept: bool) -> None:
    found = [content("changes", row(*HEAD, y=0), _by_ocr(change(DATE, item, "旧", "新、", "事後", "軽微")))]
    made, issues = changes(found, load_form("zen"), None, Levels(read=0.9))
    assert (made[0]["item"] is not None, made[0]["after"]) == (kept, "新")
    assert ("text-not-readable" in [issue.code for issue in issues]) is not kept
    good = changes(found, load_form("zen"), None, Levels(read=0.99))[0]
    assert good[0]["item"] is not None


@pytest.mark.parametrize(("read", "rows"), [("－", 0), ("I.", 0), ("軽微", 1)])
def test_a_speck_in_an_empty_row_of_a_scan_is_no_row(read: str, rows: int) -> None:
    printed = _by_ocr(change("", "", "", "", "", read))
    made, _ = changes([content("changes", row(*HEAD, y=0), printed)], load_form("zen"), None, Levels(read=0.99))
    assert len(made) == rows


@pytest.mark.parametrize(
    ("item", "sure", "kept"),
    [
        ("Ⅰ 基本情報 6. 法令上の根拠", 0.9, False),
        ("Ⅰ 基本情報 6.②法令上の根拠", 0.9, True),
        ("Ⅰ 基本情報 6. 公表日", 0.9, True),
        ("Ⅰ 基本情報 6. 法令上の根拠", 0.99, True),
    ],
)
def test_an_item_of_a_bad_scan_without_the_number_that_others_have_is_not_known(
    item: str, sure: float, kept: bool
) -> None:
    texts = ("Ⅰ 基本情報 4.②法令上の根拠", "Ⅰ 基本情報 9.②法令上の根拠", item)
    printed = [_by_ocr(change(DATE, text, "旧", "新", "事後", "軽微", y=20.0 * k)) for k, text in enumerate(texts, 1)]
    made, _ = changes([content("changes", row(*HEAD, y=0), *printed)], load_form("zen"), None, Levels(read=sure))
    assert [one["item"] is not None for one in made] == [True, True, kept]


@pytest.mark.parametrize(
    ("read", "item"),
    [
        ("リスク対策 1.リスク2", "Ⅲ リスク対策 1.リスク2"),
        ("上 リスク対策 1.リスク2", "Ⅲ リスク対策 1.リスク2"),
        ("基本情報 1.リスク2", "基本情報 1.リスク2"),
        ("Ⅱ リスク対策 1.リスク2", "Ⅱ リスク対策 1.リスク2"),
    ],
)
def test_the_number_of_a_part_that_ocr_lost_is_that_of_other_items(read: str, item: str) -> None:
    printed = [_by_ocr(change(DATE, "Ⅲ リスク対策 4.リスク3", "旧", "新", "事後", "軽微", y=y)) for y in (20.0, 40.0)]
    last = _by_ocr(change(DATE, read, "旧", "新", "事後", "軽微", y=60))
    made, _ = changes([content("changes", row(*HEAD, y=0), *printed, last)], load_form("zen"), None, Levels(read=0.99))
    assert made[-1]["item"] == item
