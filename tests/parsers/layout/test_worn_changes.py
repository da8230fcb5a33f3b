"""変更箇所 on pages of a scan that has lost walls and lines: all pages have the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.worn.changes import with_columns_of_changes
from hyokasho.parsers.model import Page, Rule, Word

HEADS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
WALLS = (40.0, 120.0, 240.0, 400.0, 560.0, 620.0, 760.0)
DAYS = ("R3.4.1", "R4.5.2", "R5.6.3")


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 8.0 * len(text), y + 9), 9.0, "ocr", 0.9)


def _row(day: str, y: float) -> list[Word]:
    texts = (day, "全体", "旧の記載", "新の記載", "事後", "軽微")
    return [_word(text, wall + 4, y) for text, wall in zip(texts, WALLS, strict=False) if text]


def _page(number: int, words: Sequence[Word], walls: Sequence[Rule], levels: Sequence[Rule]) -> PageLayout:
    return lay_out(Page(number, 842, 595, tuple(words), (*walls, *levels), witness="ocr"))


def _whole(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(x, ys[0], x, ys[-1]) for x in xs], [Rule(xs[0], y, xs[-1], y) for y in ys]


def _first() -> PageLayout:
    heads = [_word(head, wall + 3, 66) for head, wall in zip(HEADS, WALLS, strict=False)]
    return _page(1, [*heads, *_row("R2.3.1", 96)], *_whole(WALLS, (60.0, 90.0, 120.0)))


def _cells(layout: PageLayout) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in layout.rows if row.table is not None]


def _second(walls: Sequence[Rule], levels: Sequence[Rule], *, days: Sequence[str] = DAYS) -> list[list[str]]:
    words = [word for k, day in enumerate(days) for word in _row(day, 66 + 30 * k)]
    return _cells(with_columns_of_changes([_first(), _page(2, words, walls, levels)])[1])


YS = (60.0, 90.0, 120.0, 150.0)
RIGHT = [[day, "全体", "旧の記載", "新の記載", "事後", "軽微"] for day in DAYS]


@pytest.mark.parametrize("lost", range(len(WALLS)))
def test_a_wall_that_one_page_lost_stands_where_the_others_have_it(lost: int) -> None:
    walls, levels = _whole(WALLS, YS)
    assert _second([w for k, w in enumerate(walls) if k != lost], levels) == RIGHT


def test_specks_in_a_row_are_no_wall() -> None:
    walls, levels = _whole(WALLS, YS)
    assert _second([*walls, Rule(450, 60, 450, 150)], levels) == RIGHT


def test_a_streak_that_runs_out_of_the_table_is_no_wall() -> None:
    walls, levels = _whole(WALLS, YS)
    assert _second([*walls, Rule(180, 100, 180, 300)], levels) == RIGHT


def test_texts_of_two_cells_that_ocr_ran_together_are_cut_at_the_gap_it_saw() -> None:
    walls, levels = _whole(WALLS, YS)
    day, item, *others = [word for k in range(3) for word in _row(DAYS[k], 66 + 30 * k)]
    seen = [w.bbox[0] + 8 * k + 4 for w in (day, item) for k in range(len(w.text))]
    run = replace(day, text=day.text + item.text, bbox=(*day.bbox[:2], *item.bbox[2:]), places=tuple(seen))
    page = _page(2, [run, *others], [w for k, w in enumerate(walls) if k != 1], levels)
    assert _cells(with_columns_of_changes([_first(), page])[1]) == RIGHT


def test_a_page_that_lies_further_left() -> None:
    walls, levels = _whole([x - 9 for x in WALLS], YS[:2])
    words = [replace(w, bbox=(w.bbox[0] - 9, w.bbox[1], w.bbox[2] - 9, w.bbox[3])) for w in _row(DAYS[0], 66)]
    page = _page(2, words, walls[1:], levels)
    assert _cells(with_columns_of_changes([_first(), page])[1]) == RIGHT[:1]


def test_a_line_seen_in_part_runs_across_the_table() -> None:
    walls, levels = _whole(WALLS, YS)
    assert _second(walls, [*levels[:1], Rule(240, 90, 560, 90), *levels[2:]]) == RIGHT


def test_a_date_over_two_rows_stays_one() -> None:
    walls, levels = _whole(WALLS, YS)
    words = [w for k in range(3) for w in _row("", 66 + 30 * k)] + [_word("R3.4.1", 44, 81), _word("R4.5.2", 44, 126)]
    levels[1] = Rule(120, 90, 700, 90)
    page = with_columns_of_changes([_first(), _page(2, words, walls, levels)])[1]
    assert [len(row) for row in _cells(page)] == [6, 5, 6]


def test_a_page_without_any_line_goes_on_in_the_columns() -> None:
    assert _second([], [], days=DAYS[:1]) == RIGHT[:1]


def test_heads_that_no_page_shows_whole_and_two_read_as_one() -> None:
    """Every page has lost another wall, the first line under the date, and two heads are one word."""
    heads = [_word(head, wall + 3, 66) for head, wall in zip(HEADS[:4], WALLS, strict=False)]
    heads.append(Word(HEADS[4] + HEADS[5], (563, 66, 700, 75), 9.0, "ocr", 0.9))
    walls, levels = _whole(WALLS, (60.0, 90.0, 120.0))
    levels[1] = Rule(240, 90, 760, 90)
    pages = [_page(1, [*heads, *_row("R2.3.1", 96)], walls[1:5], levels)]
    assert [row[:2] for row in _cells(pages[0])[:1]] != [list(HEADS[:2])]
    walls, levels = _whole(WALLS, YS)
    for number, gone in ((2, 3), (3, 4)):
        words = [word for k, day in enumerate(DAYS) for word in _row(day, 66 + 30 * k)]
        pages.append(_page(number, words, [w for k, w in enumerate(walls) if k not in (0, gone)], levels))
    found = [_cells(page) for page in with_columns_of_changes(pages)]
    assert found[0] == [list(HEADS), ["R2.3.1", *RIGHT[0][1:]]]
    assert found[1:] == [RIGHT, RIGHT]


def _merged(*texts: tuple[int, float, str]) -> list[list[str]]:
    """The cells of a page whose one row holds texts, each by its column and its y."""
    words = [_word(text, WALLS[k] + 4, y) for k, y, text in texts]
    return _cells(with_columns_of_changes([_first(), _page(2, words, *_whole(WALLS, (60.0, 150.0)))])[1])


_UPPER = ((1, 76.0, "全体"), (2, 70.0, "旧の記載を"), (2, 81.0, "改める。"), (4, 76.0, "事後"))
_NEW = ((3, 111.0, "新の記載を"), (3, 122.0, "改めて"), (3, 133.0, "定める。"))
_LOWER = ((1, 122.0, "表紙"), *_NEW, (4, 122.0, "事前"))
_APART = [["全体", "旧の記載を\n改める。", "", "事後", ""], ["表紙", "", "新の記載を\n改めて\n定める。", "事前", ""]]


def test_two_rows_between_which_no_ink_is_left_are_parted_by_their_timings() -> None:
    found = _merged((0, 76.0, "R3.4.1"), *_UPPER, *_LOWER)
    assert found == [["R3.4.1", *_APART[0]], ["", *_APART[1]]]


def test_a_date_in_the_middle_of_such_rows_is_that_of_both() -> None:
    assert _merged((0, 100.0, "R3.4.1"), *_UPPER, *_LOWER) == [["R3.4.1", *_APART[0]], _APART[1]]


def test_rows_of_two_timings_that_no_level_parts_stay_one() -> None:
    texts = ((2, 70.0 + 11 * k, "途切れない文が続く") for k in range(7))
    assert len(_merged((0, 100.0, "R3.4.1"), (1, 76.0, "全体"), *texts, (4, 76.0, "事後"), (4, 133.0, "事前"))) == 1


def test_pages_that_have_all_their_lines_stay_as_they_are() -> None:
    pages = [_first(), _page(2, _row(DAYS[0], 66), *_whole(WALLS, YS[:2]))]
    found = with_columns_of_changes(pages)
    assert all(one is other for one, other in zip(found, pages, strict=True))


def test_pages_of_another_table_stay_as_they_are() -> None:
    other = _page(2, [_word("①部署", 60, 66), _word("市民課", 220, 66)], *_whole((50.0, 210.0, 500.0), YS[:2]))
    assert with_columns_of_changes([_first(), other])[1] is other
