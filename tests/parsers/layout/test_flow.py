"""Pages become one sheet: cells cut over a page end are one again."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.model import Rule, Sheet, Word
from tests.factories import HEIGHT, lattice, layout, page, rule, word

XS = (0.0, 100.0, 300.0)


def open_below(ys: tuple[float, ...]) -> list[Rule]:
    """A table whose last row runs on over the page end."""
    return [r for r in lattice(XS, ys) if not (r.horizontal and r.y0 == ys[-1])]


def open_above(ys: tuple[float, ...], xs: tuple[float, ...] = XS) -> list[Rule]:
    """A table whose first row comes from the page before."""
    return [r for r in lattice(xs, ys) if not (r.horizontal and r.y0 == ys[0])]


def texts(made: Sheet) -> list[list[str]]:
    return [[c.text for c in r.cells] for r in made.rows]


def first(*words: Word) -> PageLayout:
    return layout([word("見出し", 10, 680), word("前半", 110, 690), *words], open_below((640, 670, 700)))


def test_a_cell_cut_by_the_page_end_is_joined() -> None:
    second = layout([word("後半", 110, 80), word("次", 10, 110)], open_above((70, 100, 130)), number=2)
    assert texts(join_pages([first(), second])) == [["", ""], ["見出し", "前半\n後半"], ["次", ""]]


def test_it_is_joined_over_page_numbers_too() -> None:
    second = layout([word("- 2 -", 280, HEIGHT - 30), word("後半", 110, 80)], open_above((70, 100)), number=2)
    made = join_pages([first(word("- 1 -", 280, HEIGHT - 30)), second])
    assert texts(made)[-1] == ["見出し", "前半\n後半"]
    assert [line.text for line in made.furniture] == ["- 1 -", "- 2 -"]


def test_a_cell_over_three_pages_is_one() -> None:
    middle = [r for r in open_above((70, 700)) if r.horizontal is False]
    pages = [
        first(),
        layout([word("中", 110, 80)], middle, number=2),
        layout([word("終", 110, 80)], open_above((70, 100)), number=3),
    ]
    assert texts(join_pages(pages))[-1] == ["見出し", "前半\n中\n終"]


def test_closed_tables_on_two_pages_are_not_joined() -> None:
    one = layout([word("甲", 110, 80)], lattice(XS, (70, 100)))
    two = layout([word("乙", 110, 80)], lattice(XS, (70, 100)), number=2)
    assert texts(join_pages([one, two])) == [["", "甲"], ["", "乙"]]
    assert [r.table for r in join_pages([one, two]).rows] == [0, 1]


def test_a_text_that_continues_nothing_begins_a_row() -> None:
    second = layout([word("別の表", 60, 80)], open_above((70, 100), (50.0, 130.0, 280.0)), number=2)
    assert texts(join_pages([first(), second]))[-1] == ["別の表", ""]


HEAD = [word("日付", 10, 0), word("内容", 110, 0)]


def at(y: float, words: list[Word]) -> list[Word]:
    return [word(w.text, w.bbox[0], y) for w in words]


def test_a_table_head_printed_again_is_left_out_and_the_row_behind_it_continues() -> None:
    ys = (600.0, 640.0, 700.0)
    one = layout([*at(610, HEAD), word("1月", 10, 650), word("前半", 110, 680)], open_below(ys))
    again = [*at(75, HEAD), word("後半", 110, 110), word("2月", 10, 140), word("乙", 110, 140)]
    two = layout(again, lattice(XS, (70, 100, 130, 160)), number=2)
    assert texts(join_pages([one, two])) == [["日付", "内容"], ["1月", "前半\n後半"], ["2月", "乙"]]


def test_a_date_cell_merged_over_rows_of_two_pages_is_one() -> None:
    ys = (640.0, 670.0, 700.0)
    merged = rule(0, 670, 100)
    one = layout([word("1月", 10, 650), word("甲", 110, 650), word("乙", 110, 680)],
                 [r for r in lattice(XS, ys) if r not in (merged, rule(0, 700, 100))])  # fmt: skip
    two = layout([word("丙", 110, 80)], [r for r in lattice(XS, (70, 100)) if r != rule(0, 70, 100)], number=2)
    assert texts(join_pages([one, two])) == [["1月", "甲"], ["乙"], ["丙"]]


def test_a_shifted_page_is_joined_too() -> None:
    second = layout([word("後半", 150, 80)], open_above((70, 100), (40.0, 140.0, 340.0)), number=2)
    assert texts(join_pages([first(), second]))[-1] == ["見出し", "前半\n後半"]


def test_a_watermark_is_an_issue_of_its_page() -> None:
    words = [word("本文", 30 * k, 40 * j) for j in range(8) for k in range(6)]
    made = join_pages([layout([*words, word("案", 20, 30, size=120)])])
    assert [(i.code, i.page, i.message) for i in made.issues] == [("watermark", 1, "案")]
    assert "案" not in "".join(t for r in texts(made) for t in r)


def test_turned_pages_say_how_they_are_displayed() -> None:
    made = join_pages([PageLayout(page(width=800, height=600, turn=90), (), ())])
    assert made.turned == {1: (90, 600, 800, 0.0, 1.0)}


def test_an_answer_given_twice_is_no_repeated_head() -> None:
    row = [word("時期", 10, 650), word("日次", 110, 650)]
    closed = layout([word("名", 10, 620), *row], open_below((610, 640, 700)))
    below = [word("時期", 10, 80), word("日次", 110, 80), word("次", 10, 110)]
    again = layout(below, lattice(XS, (70, 100, 130)), number=2)
    assert texts(join_pages([closed, again]))[-2:] == [["時期", "日次"], ["次", ""]]


@pytest.mark.parametrize("answer", ["同上", "［ １万人未満 ］＜選択肢＞"])
def test_a_label_answered_alike_at_the_top_of_two_pages_is_no_repeated_head(answer: str) -> None:
    rules = [r for r in lattice(XS, (70, 100, 130)) if not (r.horizontal and r.y0 == 130)]
    first = [word("⑤対象となる本人の範囲", 10, 80), word(answer, 110, 80), word("⑦時期・頻度", 10, 110)]
    pages = [layout([*first, word(end, 110, 110)], rules, number=n) for n, end in enumerate(("毎月末", "日次"), 1)]
    assert texts(join_pages(pages))[2:] == [["⑤対象となる本人の範囲", answer], ["⑦時期・頻度", "日次"]]


def test_the_rest_of_a_group_label_cut_by_the_page_end_begins_no_repeated_head() -> None:
    xs = (0.0, 30.0, 100.0, 300.0)
    rest = [word("託", 10, 80), word("方法", 40, 80), word("書面で許諾する", 110, 80), word("機器の修理", 110, 110)]
    above = [word("再委", 10, 680), word("有無", 40, 680), word("再委託する", 110, 680)]
    groups = [r for r in lattice(xs, (660.0, 700.0)) if r != rule(0, 700, 30)]
    below = [r for r in lattice(xs, (70.0, 100.0, 130.0)) if r not in (rule(0, 70, 30), rule(0, 100, 30))]
    pages = [layout(words, rules, number=n) for n, (words, rules) in enumerate([(above, groups), (rest, below)] * 2, 1)]
    made = [row for row in texts(join_pages(pages)) if "書面で許諾する" in row]
    assert len(made) == 2


def test_an_item_at_the_head_of_a_page_is_no_rest_of_the_item_above_beside_the_same_group() -> None:
    xs = (0.0, 30.0, 150.0, 300.0)
    first = [word("再委", 4, 680), word("④再委託の有無", 40, 680), word("再委託しない", 160, 680)]
    second = [word("託", 4, 80), word("⑤再委託の許諾方法", 40, 80)]
    ends = [
        [r for r in lattice(xs, ys) if not (r.horizontal and r.y0 == y)]
        for ys, y in (((660, 700), 700), ((70, 100), 70))
    ]
    pages = [
        layout(words, rules, number=n) for n, (words, rules) in enumerate(zip((first, second), ends, strict=True), 1)
    ]
    assert texts(join_pages(pages)) == [["再委\n託", "④再委託の有無", "再委託しない"], ["⑤再委託の許諾方法", ""]]


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        ((600, "事後"), "事後", [["1月", "前半", "事後"], ["", "後半", "事後"]]),
        ((620, "事後"), "事前", [["1月", "前半", "事後"], ["", "後半", "事前"]]),
        ((684, "改正による"), "もの", [["1月", "前半\n後半", "改正による\nもの"]]),
    ],
)
def test_below_a_text_that_stands_whole_above_the_page_end_a_row_begins(
    above: tuple[float, str], below: str, rows: list[list[str]]
) -> None:
    xs, head = (0.0, 100.0, 300.0, 400.0), [*HEAD, word("時期", 310, 0)]
    words = [*at(560, head), word("1月", 10, 600), word("前半", 110, 684), word(above[1], 310, above[0])]
    one = layout(words, [r for r in lattice(xs, (550.0, 590.0, 700.0)) if not (r.horizontal and r.y0 == 700)])
    two = layout([*at(75, head), word("後半", 110, 110), word(below, 310, 110)], lattice(xs, (70, 100, 130)), number=2)
    made = [[c.text for c in r.cells] for r in join_pages([one, two]).rows[1:]]
    assert made == [row if row[0] else row[1:] for row in rows]


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        ("令和元年8月9", "日", [["日付", "内容"], ["令和元年8月9\n日", "前半\n後半"]]),
        ("令和元年8月9日", "令和2年1月1日", [["日付", "内容"], ["令和元年8月9日", "前半"], ["令和2年1月1日", "後半"]]),
    ],
)
def test_below_a_repeated_head_a_date_torn_in_two_is_one(above: str, below: str, rows: list[list[str]]) -> None:
    words = [*at(620, HEAD), word(above, 10, 650), word("前半", 110, 650)]
    one = layout(words, open_below((610, 640, 700)))
    again = [*at(75, HEAD), word(below, 10, 110), word("後半", 110, 110)]
    two = layout(again, open_above((70, 100, 130)), number=2)
    assert texts(join_pages([one, two])) == rows


def test_an_answer_that_begins_above_its_label_joins_the_label_on_the_next_page() -> None:
    above = layout([word("上", 10, 650), word("随時", 110, 650), word("選択肢", 110, 690)], open_below((640, 670, 700)))
    below = layout([word("本人の数", 10, 80), word("1万人", 110, 80)], lattice(XS, (70, 100)), number=2)
    assert texts(join_pages([above, below])) == [["上", "随時"], ["本人の数", "選択肢\n1万人"]]


def test_a_row_without_an_answer_above_the_page_end_joins_nothing() -> None:
    above = layout([word("上", 10, 650), word("随時", 110, 650)], open_below((640, 670, 700)))
    below = layout([word("本人の数", 10, 80), word("1万人", 110, 80)], lattice(XS, (70, 100)), number=2)
    assert texts(join_pages([above, below]))[-1] == ["本人の数", "1万人"]


def test_a_last_line_alone_at_the_head_of_the_next_page_is_joined() -> None:
    above = layout(
        [word("前半", 10, 690)], [r for r in lattice((0.0, 300.0), (670, 700)) if r.y0 != 700 or not r.horizontal]
    )
    below = layout([word("後半", 10, 40)], [rule(0, 36, 0, 56), rule(300, 36, 300, 56), rule(0, 56, 300, 56)], number=2)
    assert texts(join_pages([above, below])) == [["前半\n後半"]]


def test_a_broad_frame_that_every_page_repeats_in_its_margin_is_furniture() -> None:
    head = [word("評価書（全項目）", 20, 40)], lattice((10.0, 560.0), (36, 56))
    pages = [
        layout([*head[0], word(f"答え{n}", 110, 80)], [*head[1], *lattice(XS, (70, 100))], number=n)
        for n in range(1, 7)
    ]
    made = join_pages(pages)
    assert [row[1] for row in texts(made)] == [f"答え{n}" for n in range(1, 7)]
    assert len(made.furniture) == 6


def test_a_broad_closed_frame_with_a_text_of_its_own_at_the_head_of_a_page_is_kept() -> None:
    first_page = layout([word("答え", 110, 80)], lattice(XS, (70, 100)))
    rest = layout([word("続き", 20, 40)], lattice((10.0, 560.0), (36, 56)), number=2)
    assert texts(join_pages([first_page, rest]))[-1] == ["続き"]
