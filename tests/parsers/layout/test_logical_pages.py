"""Two pages on one sheet are told apart by their gutter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.layout.sheets.logical_pages import rows_of_pages, split_logical_pages
from hyokasho.parsers.layout.sheets.moves import moved_boxes
from hyokasho.parsers.layout.sheets.turn import USUAL, on_sheet
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import Fill, Outline, Page, Rule, Word, page_in_file
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.write import Printing, print_statement
from tests.factories import page, rule, word


def _corner(part: Page) -> tuple[float, float]:
    return (part.place.x, part.place.y) if part.place is not None else (0.0, 0.0)


WORDS = [word("本文", x, 20 * k) for k in range(20) for x in (50, 550)]


@pytest.mark.parametrize(
    ("width", "count", "rules", "pages"),
    [
        pytest.param(1000, 40, [], 2, id="two pages"),
        pytest.param(600, 40, [], 1, id="upright sheet"),
        pytest.param(1000, 20, [], 1, id="few words: a title or drawing"),
        pytest.param(1000, 40, [rule(50, 100, 950)], 1, id="a wide table runs across the middle"),
        pytest.param(1000, 40, [rule(40, 0, y1=700), rule(540, 0, y1=700)], 1, id="one row longer than the page"),
    ],
)
def test_sheets(width: float, count: int, rules: list[Rule], pages: int) -> None:
    sheet = page(WORDS[:count], rules, width=width, height=700)
    made = split_logical_pages(sheet)
    assert len(made) == pages
    placed = [box for p in made for box in moved_boxes((w.bbox for w in p.words), *_corner(p))]
    assert sorted(placed) == sorted(w.bbox for w in sheet.words)


@pytest.mark.parametrize(
    ("across", "parts"),
    [
        pytest.param([word("本文" * 20, 300, 20 * k) for k in range(20)], 1, id="columns of a table as wide"),
        pytest.param([], 2, id="two pages as before"),
        pytest.param([word("見本" * 20, 300, 300)], 2, id="a mark over the sheet before"),
    ],
)
def test_a_sheet_is_one_page_where_the_texts_of_the_one_before_leave_no_gutter(across: list[Word], parts: int) -> None:
    finder = Unruled()
    first = [word(text, x, 20 * k) for k in range(20) for text, x in (("本文", 50), ("本文", 850))]
    finder.pages(page([*first, *across], width=1000, height=700))
    assert len(finder.pages(page(WORDS, width=1000, height=700, number=2))) == parts


def test_pages_with_their_numbers_are_two_whatever_the_sheet_before() -> None:
    finder = Unruled()
    finder.pages(page([word("本文" * 20, 300, 20 * k) for k in range(40)], width=1000, height=700))
    numbered = [*WORDS, word("3", 250, 680), word("4", 750, 680)]
    assert len(finder.pages(page(numbered, width=1000, height=700, number=2))) == 2


def test_a_shape_round_each_page_of_a_sheet_is_none_of_them() -> None:
    """Of two pages put beside each other it would hold the texts of one."""
    shapes = [Outline(((x, 8), (x + 484, 8), (x + 484, 692), (x, 692)), True, True) for x in (8, 508)]
    note = Outline(((60, 60), (160, 60), (160, 100), (60, 100)), True, True)
    made = split_logical_pages(replace(page(WORDS, width=1000, height=700), outlines=(*shapes, note)))
    assert [one.outlines for one in made] == [(note,), ()]


def test_the_frame_of_the_only_page_on_the_last_sheet_is_no_table() -> None:
    frame = [rule(8, 8, 492), rule(8, 692, 492), rule(8, 8, y1=692), rule(492, 8, y1=692)]
    made = split_logical_pages(page([word("本文", 50, 20 * k) for k in range(1, 30)], frame, width=1000, height=700))
    assert [(one.width, one.rules) for one in made] == [(500, ())]


@pytest.mark.parametrize(
    ("fills", "pages"),
    [
        pytest.param(
            [Fill((40, 20, 480, 60), (0.96, 0.98, 1.0)), Fill((480, 20, 960, 60), (0.96, 0.98, 1.0))], 1, id="cells"
        ),
        pytest.param(
            [Fill((40, 20, 460, 60), (0.9, 0.9, 0.9)), Fill((540, 20, 960, 60), (0.9, 0.9, 0.9))], 2, id="two"
        ),
        pytest.param([Fill((0, 0, 1000, 700), (0.9, 0.9, 0.9))], 2, id="the ground of the sheet"),
        pytest.param([Fill((0, 20, 1000, 60), (1.0, 1.0, 1.0))], 2, id="white"),
    ],
)
def test_areas_of_cells_across_the_middle_are_of_one_table(fills: list[Fill], pages: int) -> None:
    sheet = replace(page(WORDS, [], width=1000, height=700), painted=tuple(fills))
    assert len(split_logical_pages(sheet)) == pages


def test_the_left_page_comes_first() -> None:
    left, right = split_logical_pages(page(WORDS, [rule(40, 10, 400), rule(540, 10, 900)], width=1000, height=700))
    assert {w.bbox[0] for w in left.words} == {50} and {w.bbox[0] for w in right.words} == {50}
    assert len(left.rules) == len(right.rules) == 1


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [(("17/33", "18/33"), 2), (("17/33", "19/33"), 1), (("", ""), 1), (("", "18/33"), 1)],
)
def test_a_page_of_one_line_is_told_by_its_number(numbers: tuple[str, str], pages: int) -> None:
    feet = [word(text, x, 660) for text, x in zip(numbers, (230, 730), strict=True) if text]
    sheet = page([word("7.備考", 50, 40), *(w for w in WORDS if w.bbox[0] == 550), *feet], width=1000, height=700)
    assert len(split_logical_pages(sheet)) == pages


COUNTS = [(2, 8979000), (4, 8979002), (6, 8979003), (8, 8979004), (9, 8979005), (9, 9005006), (16, 9293602)]
TURNED = [(4, 9310514)]
"""With pages that lie, turned to fill their places."""


@pytest.mark.parametrize(("count", "seed"), COUNTS + TURNED)
def test_pages_printed_several_to_a_sheet_are_read(count: int, seed: int) -> None:
    statement = make_statement(seed, "様式2")
    printing = Printing(per_sheet=count)
    tables = stages.process_bytes(print_statement(statement, printing)[0], "made.pdf")
    found = compare(printing.golden_of(statement, "made.pdf"), tables)
    assert (found.mean_f1, found.wrong_share) == (pytest.approx(1.0), 0.0)
    assert max(row["page"] for row in tables["fields"]) <= tables["documents"][0]["pages"]
    width, height = (595, 842) if count in (4, 9, 16) else (842, 595)
    places = [row["bbox"] for row in tables["fields"] if row["bbox"]]
    assert all(0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height for x0, y0, x1, y1 in places)
    assert any(box[0] > width / 2 for box in places)


TEXT = "本文" * 20
FOUR = ((0, 0), (595, 0), (0, 842), (595, 842))


def _four(*numbers: int) -> list[Page]:
    """The pages of a sheet of four small pages of text, with a number at the foot of each, as it is laid out."""
    words = [word(TEXT, x + 40, y + 40 + 30 * k) for x, y in FOUR for k in range(20)]
    feet = [word(f"- {n} -", x + 200, y + 800) for n, (x, y) in zip(numbers, FOUR, strict=False)]
    return rows_of_pages(replace(page([*words, *feet], [], width=1190, height=1684), scale=2.0))


@pytest.mark.parametrize(
    ("numbers", "second"),
    [
        pytest.param((1, 2, 3, 4), (595.0, 0.0), id="by rows"),
        pytest.param((1, 3, 2, 4), (0.0, 842.0), id="by columns"),
        pytest.param((), (595.0, 0.0), id="no numbers"),
    ],
)
def test_numbers_say_in_which_order_pages_stand(numbers: tuple[int, ...], second: tuple[float, float]) -> None:
    found = _four(*numbers)
    assert len(found) == 4 and _corner(found[1]) == second
    assert [page_in_file(part.number) for part in found] == [1] * 4 and len({part.number for part in found}) == 4


def test_numbers_beside_the_text_count_pages_too() -> None:
    words = [word(TEXT, x + 60, y + 40 + 30 * k) for x, y in FOUR for k in range(20)]
    aside = [word(str(n), x + 20, y + 205) for n, (x, y) in zip((1, 3, 2, 4), FOUR, strict=True)]
    found = rows_of_pages(replace(page([*words, *aside], [], width=1190, height=1684), scale=2.0))
    assert [_corner(part) for part in found] == [(0.0, 0.0), (0.0, 842.0), (595.0, 0.0), (595.0, 842.0)]


def _framed(across: int, down: int, filled: int, *, width: float, height: float, scale: float) -> Page:
    """A sheet with a frame round each of the first places, row by row, and a few lines in it."""
    words, rules = [], []
    for n in range(filled):
        x, y = (n % across) * width / across + 12, (n // across) * height / down + 12
        right, low = x + width / across - 24, y + height / down - 24
        words += [word("本文", x + 40, y + 40 + 30 * k) for k in range(8)]
        rules += [rule(x, at, right) for at in (y, low)] + [rule(at, y, y1=low) for at in (x, right)]
    return replace(page(words, rules, width=width, height=height), scale=scale)


@pytest.mark.parametrize(
    ("across", "down", "filled", "scale"),
    [
        pytest.param(4, 2, 6, 2.2, id="letters that fit four pages as well"),
        pytest.param(2, 2, 4, 5.4, id="letters of sixteen pages"),
    ],
)
def test_frames_say_how_many_pages_stand_on_a_sheet(across: int, down: int, filled: int, scale: float) -> None:
    width, height = (595, 842) if across == down else (842, 595)
    found = rows_of_pages(_framed(across, down, filled, width=width * scale, height=height * scale, scale=scale))
    assert len(found) == filled and not any(part.rules for part in found)


def test_a_framed_half_of_a_sheet_is_a_page_whatever_it_holds() -> None:
    sheet = _framed(2, 1, 2, width=842, height=595, scale=1.0)
    sheet = replace(sheet, words=tuple(w for w in sheet.words if w.bbox[0] < 421 or w.bbox[1] < 60))
    assert [len(part.words) for part in split_logical_pages(sheet)] == [8, 1]


def test_the_last_sheet_may_hold_one_framed_page() -> None:
    found = split_logical_pages(_framed(2, 1, 1, width=842, height=595, scale=1.0))
    assert [(part.width, part.rules) for part in found] == [(421.0, ())]


def test_lines_where_the_pages_of_a_worksheet_end_cut_a_sheet_of_two_pages_nowhere() -> None:
    sheet = _framed(2, 1, 2, width=842, height=595, scale=1.0)
    ends = (rule(0, 300, 421), rule(421, 300, 842))
    assert len(split_logical_pages(replace(sheet, rules=(*sheet.rules, *ends)))) == 2
    assert len(split_logical_pages(replace(sheet, rules=(*sheet.rules, rule(20, 300, 842))))) == 1


def test_the_number_of_a_page_right_of_its_table_is_no_page() -> None:
    words = [word("本文", 50, 40 + 14 * k) for k in range(34)] + [
        word(part, 500 + 9 * k, 560) for k, part in enumerate("-84-")
    ]
    assert len(split_logical_pages(page(words, [rule(40, 10, 400)], width=1000, height=595))) == 1


def test_numbers_of_all_pages_say_more_than_titles_printed_once_for_each_file() -> None:
    words = [word(TEXT, x + 40, y + 60 + 30 * k) for x, y in FOUR for k in range(20)]
    titles = ("Ⅲ リスク対策", "Ⅳ 開示請求、問合せ", "Ⅴ 評価実施手続", "Ⅲ リスク対策")
    for n, title, (x, y) in zip((1, 3, 2, 4), (titles[0], titles[2], titles[1], titles[3]), FOUR, strict=True):
        words += [word(title, x + 40, y + 30), word(f"- {n} -", x + 200, y + 800)]
    found = rows_of_pages(replace(page(words, [], width=1190, height=1684), scale=2.0))
    assert [_corner(part) for part in found] == [(0.0, 0.0), (0.0, 842.0), (595.0, 0.0), (595.0, 842.0)]


@pytest.mark.parametrize("by_columns", [False, True])
def test_numbers_of_items_say_in_which_order_pages_without_numbers_stand(by_columns: bool) -> None:
    signs = ("①②③", "④⑤⑥", "⑦⑧", "⑨⑩")
    at = [(x, y) for x in (0, 595) for y in (0, 842)] if by_columns else list(FOUR)
    words = [word(TEXT, x + 40, y + 200 + 30 * k) for x, y in FOUR for k in range(15)]
    words += [
        word(f"{c}項目", x + 40, y + 40 + 30 * k)
        for some, (x, y) in zip(signs, at, strict=True)
        for k, c in enumerate(some)
    ]
    found = rows_of_pages(replace(page(words, [], width=1190, height=1684), scale=2.0))
    assert [_corner(part) for part in found] == at


def _sideways(text: str, x: float, y: float) -> Word:
    """A word whose text runs upwards from (x, y), in letters of 10 points."""
    return Word(text, (x - 10, y - 10 * len(text), x, y), 10.0 * len(text))


@pytest.mark.parametrize("last_is_full", [True, False])
def test_a_page_that_was_turned_on_its_sheet_is_turned_back(last_is_full: bool) -> None:
    words = [word(TEXT, x + 40, y + 40 + 30 * k) for x, y in FOUR[:3] for k in range(20)]
    aside = [_sideways(f"変更前の記載{k:02}", 595 + 60 + 25 * k, 842 + 600) for k in range(20 if last_is_full else 4)]
    found = rows_of_pages(replace(page([*words, *aside], [], width=1190, height=1684), scale=2.0))
    *_, last = found
    assert [p.place.degrees for p in found if p.place] == [0, 0, 0, 90] and (last.width, last.height) == (842, 595)
    assert [w.text for w in sorted(last.words, key=lambda w: w.bbox[1])] == [w.text for w in aside]
    assert {w.size for w in last.words} == {10.0} and last.place is not None
    assert [on_sheet(w.bbox, last.place) for w in last.words] == [w.bbox for w in aside]


def test_sheets_of_turned_pages_are_read_in_the_order_of_the_sheets_as_displayed() -> None:
    """Turned by 90 degrees, what stood first stands above right."""
    words = [word(TEXT, x + 40, y + 40 + 30 * k) for x, y in FOUR for k in range(20)]
    feet = [word(f"- {n} -", x + 200, y + 800) for n, (x, y) in zip((3, 1, 4, 2), FOUR, strict=True)]
    found = rows_of_pages(replace(page([*words, *feet], [], width=1190, height=1684), scale=2.0, turn=90))
    assert [_corner(part) for part in found] == [(595.0, 0.0), (595.0, 842.0), (0.0, 0.0), (0.0, 842.0)]


def test_a_sheet_as_large_as_the_one_before_needs_not_be_full_nor_turned_as_it_was() -> None:
    before = _four(1, 2, 3, 4)
    words = [word(TEXT, 40, 40 + 30 * k) for k in range(10)] + [word(TEXT, 40 + 842, 40 + 30 * k) for k in range(10)]
    sheet = replace(page(words, [], width=1684, height=1190), scale=2.0, turn=90)
    assert len(rows_of_pages(sheet, before)) == 2 and not rows_of_pages(sheet)


@pytest.mark.parametrize(("turn", "found"), [(90, 2), (0, 0)], ids=["turned", "as it was"])
def test_a_sheet_of_two_pages_is_known_where_its_texts_on_their_side_turned_it(turn: int, found: int) -> None:
    """On a sheet as the one before, the columns of a table over all of it may leave such a space too."""
    before = split_logical_pages(_framed(2, 1, 2, width=842, height=595, scale=1.0))
    words = [word(TEXT, 40 + x, 40 + 30 * k) for k in range(8) for x in ((0,) if turn else (0, 450))]
    words += [word(TEXT, 40, 460 + 30 * k) for k in range(8 * bool(turn))]
    across, down = (595, 842) if turn else (842, 595)
    assert len(rows_of_pages(replace(page(words, [], width=across, height=down), turn=turn), before)) == found


def test_pages_without_numbers_stand_as_on_the_sheet_before() -> None:
    """Alone, the numbers of their sections say that pages are read by columns."""
    words = [word(TEXT, x + 40, y + 100 + 30 * k) for x, y in FOUR for k in range(15)]
    for titles, (x, y) in zip(
        (("1.方法", "2.連絡先"), ("1.実施日", "4.結果"), ("3.対応",), ("5.時期",)), FOUR, strict=True
    ):
        words += [word(title, x + 40, y + 30 + 30 * k) for k, title in enumerate(titles)]
    sheet = replace(page(words, [], width=1190, height=1684), scale=2.0)
    by_rows, by_columns = _four(1, 2, 3, 4), _four(1, 3, 2, 4)
    assert [_corner(part) for part in rows_of_pages(sheet)] == [_corner(part) for part in by_columns]
    assert [_corner(part) for part in rows_of_pages(sheet, by_rows)] == [_corner(part) for part in by_rows]


def test_a_page_that_was_made_to_fit_is_brought_to_its_usual_size() -> None:
    words = [word(TEXT, x + 40, y + 40 + 30 * k) for x, y in FOUR[:3] for k in range(20)]
    small = [Word(f"変更前の記載{k:02}", (700, 900 + 10 * k, 740, 905 + 10 * k), 5.0) for k in range(20)]
    *_, last = rows_of_pages(replace(page([*words, *small], [], width=1190, height=1684), scale=2.0))
    assert {round(w.size, 1) for w in last.words} == {USUAL} and last.place is not None
    assert [on_sheet(w.bbox, last.place) for w in last.words] == [pytest.approx(w.bbox) for w in small]
