"""Pages that hold the columns right of a page break are put beside those left of it, or told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.sheets.beside import Seams, on_its_page, put_beside
from hyokasho.parsers.layout.sheets.page_sides import Sides, asked_once, sides_of
from hyokasho.parsers.layout.sheets.torn_lines import moved_by, placed_lines, torn_texts
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import Fill, Joint, Page, Rule, Sheet, Word
from tests.factories import lattice, layout, rule, word

YS = (100.0, 120.0, 160.0, 190.0, 250.0)
HEADS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")


def table(xs: Sequence[float], rows: Sequence[Sequence[str]], number: int, ys: Sequence[float] = YS) -> PageLayout:
    """A page with a table; a text stands at the left of its cell."""
    words = [
        word(t, x + 2, y + 4) for y, row in zip(ys, rows, strict=False) for x, t in zip(xs, row, strict=False) if t
    ]
    return layout(words, lattice(xs, ys), number=number)


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def codes(sheet: Sheet) -> list[str]:
    return [issue.code for issue in sheet.issues]


def test_two_pages_are_asked_once_in_each_order() -> None:
    asked: list[tuple[int, int]] = []

    @asked_once
    def question(left: Sides, right: Sides) -> bool:
        asked.append((left.layout.page.number, right.layout.page.number))
        return left is right

    a, b = (sides_of(table((50, 100, 200), (HEADS[:2],), number)) for number in (1, 2))
    assert [question(a, b), question(a, b), question(b, a), question(a, a)] == [False, False, False, True]
    assert asked == [(1, 2), (2, 1), (1, 1)]


DATES = (HEADS[:3], ("令和元年", "全体", "前"), ("令和二年", "表紙", "元"))
TIMES = (HEADS[3:], ("後", "事後", "様式"), ("新", "事前", ""))
LEFT, RIGHT = (20.0, 100.0, 200.0, 420.0), (20.0, 120.0, 200.0, 400.0)


def test_columns_on_a_later_page_are_joined() -> None:
    made = join_pages([table(LEFT, DATES, 1, YS[:4]), table(RIGHT, TIMES, 2, YS[:4])])
    assert texts(made) == [[*a, *b] for a, b in zip(DATES, TIMES, strict=True)]
    assert codes(made) == ["columns-joined"]


def test_underlines_that_the_paper_cuts_are_no_borders_of_rows() -> None:
    left, right = table((20.0, 100.0, 200.0), [row[:2] for row in DATES], 1, YS[:4]), table(RIGHT, TIMES, 2, YS[:4])
    open_right = [r for r in left.page.rules if r.horizontal or r.x0 < 200] + [rule(160, 150, 420)]
    open_left = [r for r in right.page.rules if r.horizontal or r.x0 > 20] + [rule(20, 135, 90), rule(20, 180, 90)]
    made = join_pages([layout(list(left.page.words), open_right), layout(list(right.page.words), open_left, number=2)])
    assert codes(made) == ["columns-joined"]


def test_down_then_over_goes_with_the_pages_as_far_on() -> None:
    second, rest = (("令和三年", "全体", "旧"), ("令和四年", "別添", "古")), (("新", "事後", ""), ("今", "事前", ""))
    ys = (60.0, 90.0, 140.0)
    pages = [table(LEFT, DATES, 1, YS[:4]), table(LEFT, second, 2, ys)]
    pages += [table(RIGHT, TIMES, 3, YS[:4]), table(RIGHT, rest, 4, ys)]
    made = join_pages(pages)
    assert texts(made)[3:] == [[*a, *b] for a, b in zip(second, rest, strict=True)]
    assert [row.page for row in made.rows] == [1, 1, 1, 2, 2]


def test_columns_printed_again_at_the_left_stand_once() -> None:
    again = [(a[0], *b) for a, b in zip(DATES, TIMES, strict=True)]
    made = join_pages([table(LEFT, DATES, 1, YS[:4]), table((20, 100, 200, 280, 480), again, 2, YS[:4])])
    assert texts(made) == [[*a, *b] for a, b in zip(DATES, TIMES, strict=True)]


def open_at(rules: Sequence[Rule], x: float) -> list[Rule]:
    """The rules of a table without the wall at x."""
    return [rule for rule in rules if rule.horizontal or rule.x0 != x]


LABELS = ("①事務の名称", "②事務の概要", "③システムの名称", "③対象人数")


def halves(*right: Word, ys: Sequence[float] = YS) -> list[PageLayout]:
    """Two pages that cut a table of labels and answers through its answers, at x 400 and x 20."""
    words = [word(label, 22, y + 4) for label, y in zip(LABELS, YS, strict=False)]
    words += [word("予防接種に関する事", 312, 104), word("台帳を作り、記録を", 312, 124), word("台帳", 312, 164)]
    left = layout(words, open_at(lattice((20, 300, 400), YS), 400), number=1)
    return [left, layout(right, open_at(lattice((20, 300), ys), 20), number=2)]


def test_a_box_that_the_page_cuts_is_one_again() -> None:
    """The letter that the cut goes through is drawn by both pages, and stands once."""
    made = join_pages(halves(word("事務", 12, 104), word("とる。", 22, 124)))
    assert [row[1] for row in texts(made)] == ["予防接種に関する事務", "台帳を作り、記録をとる。", "台帳", ""]


@pytest.mark.parametrize("ys", [(100.0, 118.0, 175.0, 230.0, 250.0), (300.0, 320.0, 360.0)])
def test_half_a_box_is_no_answer_where_rows_do_not_agree(ys: tuple[float, ...]) -> None:
    made = join_pages(halves(word("務", 22, ys[0] + 4), ys=ys))
    assert [row[0] for row in texts(made)] == list(LABELS)
    assert {text for row in texts(made) for text in row[1:]} == {""}
    assert set(codes(made)) == {"columns-lost"}


def test_a_table_cut_on_the_last_page_is_told() -> None:
    made = join_pages([layout(number=1), halves()[0]])
    assert [row[0] for row in texts(made)] == list(LABELS)
    assert "columns-lost" in codes(made)


def test_the_right_columns_alone_are_no_rows() -> None:
    made = join_pages([layout(number=1), table(RIGHT, TIMES, 2, YS[:4])])
    assert texts(made) == []
    assert "columns-lost" in codes(made)


def test_two_pages_of_one_form_are_two_pages() -> None:
    """The part of a second file has its rows at the same heights, and its columns at the same places."""
    one = [(label, "はい") for label in LABELS]
    two = [(label, "いいえ") for label in LABELS]
    made = join_pages([table((20, 300, 560), one, 1), table((20, 300, 560), two, 2)])
    assert texts(made) == [*map(list, one), *map(list, two)]
    assert codes(made) == []


def test_labels_and_answers_on_two_pages_are_joined() -> None:
    answers = [("予防接種",), ("台帳を作る",), ("健康管理",), ("一万人",)]
    made = join_pages([table((20, 200), [(label,) for label in LABELS], 1), table((20, 520), answers, 2)])
    assert texts(made) == [[label, *answer] for label, answer in zip(LABELS, answers, strict=True)]


def test_pages_of_another_turn_are_not_joined() -> None:
    right = table(RIGHT, TIMES, 2, YS[:4])
    turned = replace(right, page=replace(right.page, turn=90))
    assert "columns-joined" not in codes(join_pages([table(LEFT, DATES, 1, YS[:4]), turned]))


@pytest.mark.parametrize(
    ("box", "page", "there"),
    [
        ((20.0, 100.0, 90.0, 120.0), 1, (20.0, 100.0, 90.0, 120.0)),
        ((410.0, 100.0, 450.0, 120.0), 5, (30.0, 98.0, 70.0, 118.0)),
        ((390.0, 100.0, 450.0, 120.0), 1, (390.0, 100.0, 400.0, 120.0)),
        ((800.0, 100.0, 850.0, 120.0), 9, (20.0, 100.0, 70.0, 120.0)),
    ],
)
def test_a_box_goes_back_to_the_page_that_it_begins_on(
    box: tuple[float, float, float, float], page: int, there: tuple[float, float, float, float]
) -> None:
    joints = (Joint(5, 400.0, 380.0, 2.0), Joint(9, 790.0, 780.0, 0.0))
    assert on_its_page(1, box, joints) == (page, there)


AREA_LABELS = ("①事務の名称", "②事務の内容", "③対象人数", "①部署", "②所属長", "備考")


def _area_page(
    number: int, left: float, right: float, shown: list[tuple[str, float, float]], rows: int = len(AREA_LABELS)
) -> Page:
    """A page of so many rows drawn by areas of colour; texts with x and y."""
    levels = [100.0 + 30 * k for k in range(rows + 1)]
    walls = (left, 150.0, right) if number == 1 else (left, right)
    fills = [Fill((a, y0, b, y1), (0.9, 0.9, 0.9)) for y0, y1 in pairwise(levels) for a, b in pairwise(walls)]
    words = [Word(text, (x, y, x + 9.0 * len(text), y + 9.0), 9.0, "text", 1.0) for text, x, y in shown]
    return Page(number, 595.0, 842.0, tuple(words), (), tuple(fills))


@pytest.mark.parametrize(("rows", "coloured"), [(6, 6), (6, 4), (3, 3)])
def test_tables_of_areas_that_the_paper_cuts_are_joined(rows: int, coloured: int) -> None:
    """The last rows may have no colour on the right page; a short table has few areas."""
    first = [(label, 50.0, 110.0 + 30 * k) for k, label in enumerate(AREA_LABELS[:rows])]
    first += [("あ" * 16, 156.0, 110.0 + 30 * k) for k in range(rows)]
    second = [("続きの文", 40.0, 110.0 + 30 * k) for k in range(coloured)]
    finder = Unruled()
    pages = [_area_page(1, 45.0, 300.0, first, rows), _area_page(2, 40.0, 260.0, second, coloured)]
    sheet = join_pages([lay_out(page) for one in pages for page in finder.pages(one)])
    found = [cell.text.replace(" ", "") for row in sheet.rows for cell in row.cells[1:2]]
    assert found[:coloured] == ["あ" * 16 + "続きの文"] * coloured
    assert {issue.code for issue in sheet.issues} == {"columns-joined"}


def test_a_text_that_the_paper_cuts_is_not_taken_for_whole() -> None:
    shown = [(label, 50.0, 110.0 + 30 * k) for k, label in enumerate(AREA_LABELS)]
    shown += [("あ" * 16, 156.0, 110.0 + 30 * k) for k in range(6)]
    other = Word("別の頁", (50.0, 400.0, 77.0, 409.0), 9.0, "text", 1.0)
    finder = Unruled()
    pages = [_area_page(1, 45.0, 300.0, shown), Page(2, 595.0, 842.0, (other,), ())]
    sheet = join_pages([lay_out(page) for one in pages for page in finder.pages(one)])
    assert not any("あ" in cell.text for row in sheet.rows for cell in row.cells)
    assert "columns-lost" in {issue.code for issue in sheet.issues}


def _text_page(number: int, lines: Sequence[tuple[str, float, float]]) -> PageLayout:
    return layout([word(text, x, y) for text, x, y in lines], [], number=number)


CUT = [("（別添１）", 50.0, 40.0), *(("宛名番号、氏名、住", 50.0, y) for y in (60.0, 72.0, 84.0)), ("備考", 50.0, 96.0)]


def test_lines_that_the_paper_cuts_go_on_on_the_next_page() -> None:
    ends = [("所、生年月日、", 40.0, y) for y in (60.0, 72.0, 84.0)]
    made = join_pages([_text_page(1, CUT), _text_page(2, ends)])
    assert codes(made) == ["columns-joined"]
    assert "宛名番号、氏名、住所、生年月日、" in "".join(text for row in texts(made) for text in row)


@pytest.mark.parametrize(
    "ys", [(40.0, 52.0, 64.0), (60.0, 72.0, 84.0, 96.0)], ids=["other heights", "beside a short line"]
)
def test_the_next_page_of_a_text_is_no_right_half_of_it(ys: tuple[float, ...]) -> None:
    made = join_pages([_text_page(1, CUT), _text_page(2, [("生年月日、性別、", 50.0, y) for y in ys])])
    assert codes(made) == []


def test_pieces_of_texts_that_run_over_the_end_of_the_paper_are_joined() -> None:
    xs, ys = (50.0, 120.0, 190.0), (50.0, 70.0, 90.0)
    left = layout(
        [word("口座名", 55, 56), word("氏名コー", 152, 56), word("割合", 55, 76), word("送付先割", 152, 76)],
        lattice(xs, ys),
    )
    made = join_pages([left, _text_page(2, [("ード", 40.0, 56.0), ("割合", 40.0, 76.0)])])
    assert codes(made) == ["columns-joined"]
    assert [row[-1] for row in texts(made)] == ["氏名コード", "送付先割合"]


def test_a_title_wider_than_its_list_is_one_again() -> None:
    listed = [("（別添2）　特定個人情報", 50.0, 40.0), ("宛名番号", 50.0, 60.0), ("氏名", 50.0, 72.0)]
    made = join_pages([_text_page(1, listed), _text_page(2, [("ファイル記録項目", 40.0, 40.0)])])
    assert codes(made) == ["columns-joined"]
    assert "（別添2）　特定個人情報ファイル記録項目" in "".join(text for row in texts(made) for text in row)
    for text, y in (("ファイル記録項目", 90.0), ("番号", 60.0)):
        assert codes(join_pages([_text_page(1, listed), _text_page(2, [(text, 40.0, y)])])) == []


APART_LABELS = ["1.　特定個人情報ファイルを取り扱", "①事務の名称", "②事務の内容　※", "③対象人数", "①システムの名称"]
APART_ANSWERS = ["う事務", "生活保護に関する事務", "保護の決定及び実施", "［　1万人以上　］", "宛名システム"]


def test_labels_without_lines_have_their_answers_on_another_page() -> None:
    ys = [60.0 + 30 * k for k in range(5)]
    pages = [_text_page(1, [(t, 40.0, y) for t, y in zip(APART_LABELS, ys, strict=True)])]
    pages += [_text_page(2, [(t, 38.0, y) for t, y in zip(APART_ANSWERS, ys, strict=True)])]
    made = join_pages(pages)
    assert codes(made) == ["columns-joined"]
    assert ["②事務の内容　※", "保護の決定及び実施"] in texts(made)
    assert "1.　特定個人情報ファイルを取り扱う事務" in [row[0] for row in texts(made)]


def test_answers_at_other_heights_are_no_answers_to_the_labels_of_a_page() -> None:
    pages = [_text_page(1, [(t, 40.0, 60.0 + 30 * k) for k, t in enumerate(APART_LABELS)])]
    pages += [_text_page(2, [(t, 38.0, 75.0 + 24 * k) for k, t in enumerate(APART_ANSWERS)])]
    assert codes(join_pages(pages)) == []


def test_heads_of_changes_without_lines_go_on_on_another_page() -> None:
    xs, ys = (40.0, 120.0, 200.0), (60.0, 90.0, 120.0)
    first = [(t, x, y) for y, row in zip(ys, DATES, strict=True) for t, x in zip(row, xs, strict=True)]
    first += [("前の記載の全文である。", 200.0, 132.0)]
    second = [(t, x, y) for y, row in zip(ys, TIMES, strict=True) for t, x in zip(row, xs, strict=True) if t]
    made = join_pages([_text_page(1, first), _text_page(2, second)])
    assert codes(made) == ["columns-joined"]
    assert list(HEADS) in texts(made)


def test_lines_of_a_text_stand_level_and_say_nothing() -> None:
    ys = [60.0 + 30 * k for k in range(5)]
    pages = [_text_page(1, [(t, 40.0, y) for t, y in zip(APART_LABELS, ys, strict=True)])]
    pages += [_text_page(2, [(t, 38.0, y) for t, y in zip(APART_ANSWERS, ys, strict=True)])]
    assert codes(join_pages(pages, coarse=True)) == []


def test_a_heading_at_the_top_of_the_next_page_ends_no_line_of_this_one() -> None:
    first = [("①事務の名称", 40.0, 60.0), ("[　]その他（　　）", 160.0, 90.0), ("②事務の内容", 40.0, 120.0)]
    second = [("5.特定個人情報の提供・移転（委託に伴うものを除く。）", 40.0, 90.0), ("宛名システム", 40.0, 120.0)]
    assert codes(join_pages([_text_page(1, first), _text_page(2, second)])) == []


def test_a_letter_of_a_middle_column_is_not_the_one_that_the_cut_goes_through() -> None:
    left = _text_page(1, [("旧い記事", 200.0, 90.0), ("古い記事", 200.0, 120.0)])
    right = _text_page(2, [("後", 40.0, 90.0), ("事後", 120.0, 90.0), ("新", 40.0, 120.0)])
    assert moved_by(placed_lines(left.rows), placed_lines(right.rows)) is None


def _areas(number: int, walls: Sequence[float], shown: Sequence[tuple[str, float, float]]) -> PageLayout:
    """A page of rows of many heights, every other one drawn by areas of colour; texts with x and y."""
    levels = [100.0, 120.0, 155.0, 170.0, 210.0, 228.0, 280.0, 300.0]
    fills = [Fill((a, y0, b, y1), (0.9, 0.9, 0.9)) for y0, y1 in pairwise(levels) for a, b in pairwise(walls)]
    words = [word(text, x, y) for text, x, y in shown]
    return lay_out(Page(number, 595.0, 842.0, tuple(words), (), tuple(fills)))


@pytest.mark.parametrize(("width", "found"), [(140.0, ["columns-joined"]), (260.0, [])])
def test_areas_with_rows_of_the_same_many_heights_belong_together(width: float, found: list[str]) -> None:
    """Not those of two pages of one width, which may be of one form."""
    first = [("令和元年", 45.0, 104.0), ("全体", 145.0, 104.0), ("令和二年", 45.0, 125.0), ("表紙", 145.0, 125.0)]
    pages = [_areas(1, (40.0, 140.0, 300.0), first), _areas(2, (40.0, 40.0 + width), [("事後", 60.0, 104.0)])]
    assert codes(join_pages(pages)) == found


def test_letters_that_both_pages_show_at_the_cut_join_lines() -> None:
    ends = ("用の回線に限る", "者を生体認証で", "年に一回は点検", "日に見直し不要")
    begun = ("通信は専用", "機器に触れる者", "次の年", "人事異動の日")
    ys = (60.0, 75.0, 110.0, 150.0)
    left = [(text, 300.0 - 10 * len(text), y) for text, y in zip(begun, ys, strict=True)]
    left += [("令和元年", 40.0, 60.0), ("全体", 100.0, 60.0), ("令和二年", 40.0, 110.0), ("表紙", 100.0, 110.0)]
    right = [(text, 36.0, y) for text, y in zip(ends, ys, strict=True)] + [("事後", 200.0, 60.0)]
    assert codes(join_pages([_text_page(1, left), _text_page(2, right)])) == ["columns-joined"]
    apart = [("本" + text[1:], x, y) if x < 100 else (text, x, y) for text, x, y in right]
    assert codes(join_pages([_text_page(1, left), _text_page(2, apart)])) == []


def test_heads_of_a_list_that_stand_on_the_next_page_alone_are_of_this_one() -> None:
    listed = [("番号", 50.0, 40.0), ("１", 55.0, 60.0), ("宛名番号", 90.0, 60.0), ("番号", 50.0, 90.0)]
    pages = [_text_page(1, listed), _text_page(2, [("項目名", 60.0, 40.0), ("項目名", 60.0, 90.0)])]
    assert codes(join_pages(pages)) == ["columns-joined"]
    other = _text_page(2, [("項目名", 60.0, 40.0), ("氏名", 60.0, 75.0)])
    assert codes(join_pages([pages[0], other])) == []


def test_a_letter_of_a_title_that_the_cut_goes_through_stands_once() -> None:
    listed = [("（別添2）　特定個人情報フ", 50.0, 40.0), ("宛名番号", 50.0, 60.0), ("氏名", 50.0, 72.0)]
    made = join_pages([_text_page(1, listed), _text_page(2, [("ファイル記録項目", 40.0, 40.0)])])
    assert "（別添2）　特定個人情報ファイル記録項目" in "".join(text for row in texts(made) for text in row)


def _parts(cut: Sequence[Sequence[str]], rest: Sequence[Sequence[str]], number: int, ys: Sequence[float]) -> list:
    """Two pages of 変更箇所 without lines: columns at 40, 120 and 200, and those that the cut parts from them."""
    xs = (40.0, 120.0, 200.0)
    shown = [[(t, x, y) for y, row in zip(ys, rows, strict=True) for t, x in zip(row, xs, strict=True) if t]
             for rows in (cut, rest)]  # fmt: skip
    return [_text_page(number, shown[0]), _text_page(number + 1, shown[1])]


def test_a_head_of_which_both_pages_show_a_letter_goes_on() -> None:
    cut = [(*HEADS[:2], "変更前"), ("令和元年", "全体", "旧い記載"), ("令和二年", "表紙", "古い記載")]
    rest = [("前の記載", "変更後の記載", "提出時期"), ("", "新しい記載", "事後"), ("", "別の記載", "事前")]
    made = join_pages(_parts(cut, rest, 1, (60.0, 90.0, 120.0)))
    assert codes(made) == ["columns-joined"]
    assert "変更前の記載" in {text for row in texts(made) for text in row}


def test_a_head_on_two_lines_goes_on_on_another_page() -> None:
    cut = [
        (*HEADS[:2], "変更後の記載"),
        ("", "", ""),
        ("令和元年", "全体", "新しい記載"),
        ("令和二年", "表紙", "別の記載"),
    ]
    rest = [
        ("提出時期", "提出時期に", ""),
        ("", "係る説明", ""),
        ("事後", "組織の改正", ""),
        ("事前", "様式の変更", ""),
    ]
    cut[0] = ("変更日", "項目変更前の記載", "変更後の記載")
    pages = _parts(cut, rest, 1, (60.0, 72.0, 102.0, 132.0))
    assert sides_of(pages[1]).heads_seen == (4, 5)


def test_pages_that_stand_level_by_chance_do_not_part_those_that_belong_together() -> None:
    ys = (60.0, 90.0, 120.0)
    first = _text_page(1, [("特になし", 40.0, y) for y in ys])
    (a, b), (c, d) = _parts(DATES, TIMES, 2, ys), _parts(DATES, TIMES, 4, ys)
    made = join_pages([first, a, c, b, d])
    assert codes(made) == ["columns-joined", "columns-joined"]
    assert sorted(made.joints) == [2, 4]


@pytest.mark.parametrize(("drawn", "joined"), [(True, []), (False, ["表紙の公表日"])])
def test_a_text_that_ends_before_the_wall_at_the_cut_does_not_go_on(drawn: bool, joined: list[str]) -> None:
    left = [(t, 40.0, 60.0 + 30 * k) for k, t in enumerate(AREA_LABELS)] + [("表紙の公表日", 120.0, 250.0)]
    lines = [placed_lines(_text_page(1, shown).rows) for shown in (left, [("六月一日", 40.0, 250.0)])]
    assert [a.text for a, _ in torn_texts(*lines, 183.0, drawn=drawn)] == joined


def _level(number: int, right: float, shown: Sequence[tuple[str, float, float]], ys: Sequence[float]) -> PageLayout:
    """A page of rows with level rules between them only; texts with x and y."""
    return layout([word(*one) for one in shown], [rule(30, y, right) for y in ys], number=number)


@pytest.mark.parametrize(
    ("ys", "found"),
    [(YS, ["columns-joined"] * 2), ((100.0, 130.0, 170.0, 250.0), ["columns-joined", "columns-lost", "columns-lost"])],
)
def test_rows_between_level_rules_go_on_where_those_of_the_other_page_have_their_heights(
    ys: Sequence[float], found: list[str]
) -> None:
    """Their texts may stand level nowhere: a short one stands in the middle of its row."""
    left = [
        ("令和元年", 35, 104),
        ("全体", 105, 104),
        *((t, 205, 122 + 11 * k) for k, t in enumerate("甲乙丙丁戊己庚辛")),
    ]
    heads = [*((name, x, 80) for name, x in zip(HEADS[:3], (35, 105, 205), strict=True))]
    times = [("事後", 40, y) for y in (127.5, 138.5, 149.5, 171.5, 215.0)]
    more = [(name, x, 80) for name, x in zip(HEADS[3:], (35, 195, 285), strict=True)]
    pages = [_level(1, 500, heads, YS), _level(2, 500, left, YS)]
    pages += [_level(3, 480, more, YS), _level(4, 480, times, ys)]
    assert codes(join_pages(pages)) == found


def _striped(number: int, walls: Sequence[float], rows: int, shown: Sequence[tuple[str, float, float]]) -> PageLayout:
    """A page without lines of so many rows, areas of colour behind every other one; texts with x and y."""
    levels = [100.0 + 20 * k for k in range(rows + 1)]
    fills = [Fill((a, y, b, y + 20), (0.9, 0.9, 0.9)) for y in levels[1::2] for a, b in pairwise(walls)]
    return lay_out(Page(number, 595.0, 842.0, tuple(word(*one) for one in shown), (), tuple(fills)))


def test_pages_of_one_group_are_cut_at_one_place_though_some_have_hardly_any_areas() -> None:
    """Six areas draw a table; the second pages have fewer, so that only their texts tell of it."""
    pages = []
    left, right = (1, HEADS[:3], (32.0, 112.0, 192.0), 300.0), (3, HEADS[3:], (32.0, 152.0, 222.0), 330.0)
    for number, heads, xs, end in (left, right):
        walls = (*(x - 2 for x in xs), end)
        for n, rows in enumerate((8, 2)):
            shown = [(name, x, 84.0) for name, x in zip(heads, xs, strict=True)]
            shown += [(text, x, 104.0 + 20 * k) for k in range(rows) for text, x in zip("甲乙丙", xs, strict=True)]
            pages.append(_striped(number + n, walls, rows, shown))
    made = join_pages(pages)
    assert {number: joints[0].at for number, joints in made.joints.items()} == {1: 300.0, 2: 300.0}


def test_a_piece_of_a_column_no_wider_than_a_letter_is_none_of_its_own() -> None:
    walls, shown = {}, {}
    walls[1], shown[1] = (30.0, 110.0, 190.0, 300.0), zip(HEADS[:3], (32.0, 112.0, 192.0), strict=True)
    walls[2], shown[2] = (30.0, 36.0, 150.0, 330.0), zip(HEADS[3:5], (40.0, 155.0), strict=True)
    pages = []
    for number in (1, 2):
        fills = [Fill((a, y, b, y + 20), (0.9, 0.9, 0.9)) for y in (100, 120, 140) for a, b in pairwise(walls[number])]
        words = [word(text, x, 104) for text, x in shown[number]]
        words += [word(text, walls[number][-2] + 5, y) for y, text in ((124, "甲"), (144, "乙"))]
        pages.append(lay_out(Page(number, 595.0, 842.0, tuple(words), (), tuple(fills))))
    made = join_pages(pages)
    assert codes(made) == ["columns-joined"]
    assert {len(row.cells) for row in made.rows} == {5}


def test_columns_printed_again_stand_once_where_no_walls_are() -> None:
    """The title is cut where the columns end that are printed again; page by page, the second pair without heads."""
    days, ys = ("令和元年5月1日", "令和2年6月1日"), (100.0, 180.0)
    pages = []
    for number, headed in ((1, True), (3, False)):
        titles = (
            [("（別添）変更箇所", 40, 40), *zip(HEADS[:3], (40, 140, 260), (70,) * 3, strict=True)] if headed else []
        )
        left = [
            *titles,
            *((text, x, y) for y, day in zip(ys, days, strict=True) for x, text in ((40, day), (140, "全体"))),
        ]
        pages.append(_text_page(number, [*left, *(("氏名", 260, y + 12 * k) for y in ys for k in range(2))]))
        heads = [("（別添）変更", 40, 40), *zip((HEADS[0], *HEADS[3:]), (40, 140, 300, 380), (70,) * 4, strict=True)]
        right = [*(heads if headed else []), *((day, 40, y) for y, day in zip(ys, days, strict=True))]
        right += [(text, x, y + 12 * k) for y in ys for x, text in ((140, "住所"), (300, "事後")) for k in range(2)]
        pages.append(_text_page(number + 1, right))
    made = join_pages(pages)
    assert codes(made) == ["columns-joined"] * 2
    assert sum("令和元年" in cell.text for row in made.rows for cell in row.cells) == 2


@pytest.mark.parametrize(
    ("right", "ys", "found"),
    [
        pytest.param(500, YS, ["columns-joined"], id="rows of the same heights in a wider table"),
        pytest.param(190, YS, [], id="two pages of one form"),
        pytest.param(500, (100.0, 120.0, 160.0, 195.0, 250.0), [], id="rows of other heights"),
    ],
)
def test_level_rules_at_the_same_many_heights_belong_together(right: float, ys: Sequence[float], found: list) -> None:
    left = [("名称", 35, 104), ("概要", 35, 124), ("根拠", 35, 164), ("部署", 35, 194)]
    answers = [("福祉の事務", 35, y + 4) for y in ys[:4]]
    assert codes(join_pages([_level(1, 190, left, YS), _level(2, right, answers, ys)])) == found


def test_stripes_over_whole_rows_are_whole_again_and_part_no_labels_from_answers() -> None:
    """They would end at the cut as areas of labels do before their answers."""
    labels = ("名称", "概要", "根拠", "部署", "連絡先", "請求先")
    left = [(text, x, 105.0 + 20 * k) for k, label in enumerate(labels) for x, text in ((40, label), (140, "福祉課"))]
    right = [("＜選択肢＞", 60, 105.0 + 20 * k) for k in range(6)]
    ys = [100.0, 120.0, 155.0, 170.0, 210.0, 228.0, 280.0]
    pages = []
    for number, end, shown in ((1, 300.0, left), (2, 380.0, right)):
        fills = [Fill((30.0, a, end, b), (0.9, 0.9, 0.9)) for a, b in [*pairwise(ys)][::2]]
        fills += [Fill((30.0, a, end, b), (0.8, 0.9, 0.9)) for a, b in [*pairwise(ys)][1::2]]
        pages.append(lay_out(Page(number, 595.0, 842.0, tuple(word(*one) for one in shown), (), tuple(fills))))
    left_side, right_side = map(sides_of, pages)
    joined = put_beside(left_side, right_side, 0, _seams(left_side, right_side))
    assert {(round(f.bbox[0]), round(f.bbox[2])) for f in (joined.page.drawn or joined.page).fills} == {(30, 650)}


def test_that_lines_go_on_without_air_is_said_of_one_group() -> None:
    seams = Seams(in_texts=True)
    seams.of_group([])
    assert not seams.in_texts


def _seams(left: Sides, right: Sides) -> Seams:
    seams = Seams()
    seams.of_group([(left, right)])
    return seams


@pytest.mark.parametrize(("fall", "found"), [(0.0, ["columns-joined"]), (7.0, [])])
def test_the_few_areas_of_a_page_tell_of_its_rows_where_the_other_page_has_all(fall: float, found: list[str]) -> None:
    """Headings are areas on both, labels on the left one alone; the texts of the right one stand level with none."""
    levels = [100.0, 120.0, 155.0, 170.0, 210.0, 228.0, 280.0, 300.0]
    fills = [Fill((30.0, a, 300.0, b), (0.5, 0.5, 0.5)) for a, b in [*pairwise(levels)][::3]]
    labels = [Fill((30.0, a, 120.0, b), (0.8, 0.8, 0.8)) for k, (a, b) in enumerate(pairwise(levels)) if k % 3]
    left = [*(("名称", 35, y + 3) for y in levels[:7]), *(("あ" * 17, 130, y + 3) for y in levels[1:6])]
    right = [Fill((30.0, f.bbox[1] + fall, 420.0, f.bbox[3] + fall), f.colour) for f in fills]
    texts = [("＜選択肢＞", 60, y) for y in (139.0, 187.0, 197.0, 243.0)]
    pages = [Page(1, 595.0, 842.0, tuple(word(*one) for one in left), (), (*fills, *labels))]
    pages.append(Page(2, 595.0, 842.0, tuple(word(*one) for one in texts), (), tuple(right)))
    assert codes(join_pages([lay_out(page) for page in pages])) == found


@pytest.mark.parametrize(("over", "text"), [(0.0, "50人以上100人未満"), (6.0, "50人以上10人未満")])
def test_a_letter_at_the_cut_is_shown_twice_where_it_stands_out_of_the_rules_of_both_pages(
    over: float, text: str
) -> None:
    """Else two letters are alike by chance."""
    ys, labels = (100.0, 120.0, 155.0, 170.0, 210.0), ("名称", "概要", "根拠", "部署")
    left = [*((label, 35, y + 4) for y, label in zip(ys, labels, strict=False)), ("50人以上10", 100 + over, 124)]
    right = [("0人未満", 30 - over, 124), *(("福祉の事務", 60, y + 4) for y in ys[:1] + ys[2:4])]
    made = join_pages([_level(1, 170, left, ys), _level(2, 500, right, ys)])
    assert codes(made) == ["columns-joined"]
    assert any(text in cell.text.replace(" ", "") for row in made.rows for cell in row.cells)
