"""Tables drawn by areas of colour: the areas' edges are the cells' borders."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import BBox, Fill, Page, Word
from tests.factories import letters, word

LABEL, VALUE = (40.0, 150.0), (150.0, 500.0)


def _texts(words: list[Word], fills: list[BBox]) -> list[list[str]]:
    page = Page(1, 595.0, 842.0, tuple(words), (), tuple(Fill(box) for box in fills))
    return [[cell.text for cell in row.cells] for row in lay_out(Unruled().look(page)).rows]


def _row(y0: float, y1: float, *, answer: bool) -> list[BBox]:
    label = (LABEL[0], y0, LABEL[1], y1)
    return [label, (VALUE[0], y0, VALUE[1], y1)] if answer else [label]


WORDS = [
    word("①部署", 45, 110), word("市民課", 155, 110),
    word("②事務の概要", 45, 140), word("一行目の説明", 155, 133), word("二行目の説明", 155, 147),
    word("③備考", 45, 170),
]  # fmt: skip


def test_areas_of_labels_and_answers_make_cells() -> None:
    fills = [*_row(105, 125, answer=True), *_row(125, 160, answer=True), *_row(160, 185, answer=True)]
    assert _texts(WORDS, fills) == [
        ["①部署", "市民課"], ["②事務の概要", "一行目の説明\n二行目の説明"], ["③備考", ""]
    ]  # fmt: skip


def test_areas_of_labels_alone_part_the_answers_beside_them() -> None:
    heading = (LABEL[0], 90.0, VALUE[1], 105.0)
    fills = [heading, *_row(105, 125, answer=False), *_row(125, 160, answer=False), *_row(160, 185, answer=False)]
    assert _texts([word("１．担当部署", 45, 92), *WORDS], fills)[1:3] == [
        ["①部署", "市民課"], ["②事務の概要", "一行目の説明\n二行目の説明"]
    ]  # fmt: skip


def test_areas_of_brackets_and_marks_are_pieces_of_one_answer() -> None:
    words = [word("②入手方法", 45, 120)]
    fills = [(LABEL[0], 105.0, LABEL[1], 135.0)]
    for y, text in ((105.0, "紙"), (120.0, "電子メール")):
        words += [word("[", 154, y + 2), word("○", 170, y + 2), word(f"]{text}", 184, y + 2)]
        fills += [(150.0, y, 166.0, y + 15), (166.0, y, 180.0, y + 15), (180.0, y, 500.0, y + 15)]
    assert _texts(words, fills) == [["②入手方法", "[ ○ ]紙\n[ ○ ]電子メール"]]


def test_stripes_behind_whole_rows_are_no_cells() -> None:
    stripes: list[BBox] = [(40.0, 105.0, 500.0, 125.0), (40.0, 160.0, 500.0, 185.0)]
    assert all(len(row) < 2 or row[0] for row in _texts(WORDS, stripes))


EDGES = (40.0, 110.0, 200.0, 330.0, 450.0, 510.0, 560.0)


def _changes(number: int, *rows: tuple[float, float, tuple[str, ...]]) -> Page:
    """A page of changes whose cells are areas: top and bottom of each row, and its texts, each line at its place."""
    words: list[Word] = []
    fills: list[Fill] = []
    for y0, y1, texts in rows:
        fills += [Fill((a, y0, b, y1)) for a, b in pairwise(EDGES)]
        for x, text in zip(EDGES, texts, strict=False):
            lines = text.split("/") if text else []
            start = (y0 + y1) / 2 - 6 * len(lines)
            words += [word(part, x + 4, start + 12 * k) for k, part in enumerate(lines)]
    return Page(number, 595.0, 842.0, tuple(words), (), tuple(fills))


def test_a_row_of_changes_that_a_page_end_cuts_goes_on_on_a_page_of_one_row() -> None:
    first = _changes(
        1,
        (60, 100, ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "説明")),
        (100, 400, ("R6.4.1", "全体", "旧記載", "新記載", "事後", "－")),
        (400, 720, ("", "", "", "／".join("一" * 3) + "/二行目の文", "", "")),
    )
    second = _changes(2, (60, 700, ("R6.5.1", "表紙", "旧い記載", "/".join(["続きの文"] * 40), "事前", "")))
    finder = Unruled()
    layouts = [lay_out(page) for sheet in (first, second) for page in finder.pages(sheet)]
    rows = [[cell.text for cell in row.cells] for row in join_pages(layouts).rows]
    assert len(layouts) == 2 and len(rows) == 3
    assert rows[2][0] == "R6.5.1" and rows[2][3].startswith("一") and rows[2][3].count("続きの文") == 40


def test_rows_of_one_colour_that_go_on_with_a_table_of_changes_are_no_stripes() -> None:
    first = _changes(1, (60, 100, ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "説明")))
    texts = ("/".join(["旧い記載の文"] * 12), "/".join(["新しい記載"] * 9))
    rows = [("" if n % 2 else "R6.5.1", "表紙", *texts, "事前", "") for n in range(6)]
    second = _changes(2, *((60.0 + 110 * n, 170.0 + 110 * n, row) for n, row in enumerate(rows)))
    painted = tuple(Fill(f.bbox, (0.9, 0.9, 0.9)) for f in second.fills)
    finder = Unruled()
    finder.look(first)
    found = finder.look(replace(second, fills=painted, painted=painted))
    assert len([row for row in lay_out(found).rows if row.table is not None]) == 6


HEADING: BBox = (LABEL[0], 185.0, VALUE[1], 200.0)
LABELS = [*_row(105, 125, answer=False), *_row(125, 160, answer=False), *_row(160, 185, answer=False)]


def _pages(*pages: tuple[list[Word], list[BBox]]) -> list[list[str]]:
    unruled = Unruled()
    made = [
        unruled.look(Page(n, 595.0, 842.0, tuple(words), (), tuple(map(Fill, fills))))
        for n, (words, fills) in enumerate(pages, 1)
    ]
    return [
        [cell.text for cell in row.cells]
        for row in join_pages([lay_out(page) for page in made]).rows
        if row.table is not None
    ]


def test_one_label_among_headings_goes_on_with_the_table_of_the_page_before() -> None:
    headings = [(LABEL[0], y, VALUE[1], y + 15) for y in (40.0, 90.0, 105.0, 120.0)]
    texts = [word(text, 45, y) for text, y in (("３．事故", 42), ("Ⅲ 結果", 92), ("判断結果", 107), ("義務", 122))]
    row = [word("④件数", 45, 62), word("発生なし", 155, 62)]
    page = ([texts[0], *row, *texts[1:]], [*headings, *_row(55, 75, answer=True)])
    assert ["④件数", "発生なし"] in _pages((WORDS, LABELS), page)


def test_the_last_answer_stands_below_all_areas() -> None:
    words = [
        *WORDS,
        word("７．備考", 45, 187),
        word("別紙参照", 45, 206),
        word("次の行", 45, 219),
        word("- 3 -", 280, 800),
    ]
    assert _pages((words, [*LABELS, HEADING]))[-2:] == [["７．備考"], ["別紙参照\n次の行"]]


def test_the_last_answer_stands_on_the_next_page() -> None:
    words = [*WORDS, word("７．備考", 45, 187)]
    assert _pages((words, [*LABELS, HEADING]), ([word("別紙参照", 45, 50)], []))[-2:] == [["７．備考"], ["別紙参照"]]
    begun = ([*words, word("別紙参照", 45, 206)], [*LABELS, HEADING])
    for rest in ("次の行", "①紙に印刷した一覧"):
        assert [rest] in _pages(begun, ([word(rest, 45, 90), *WORDS], LABELS))


def test_an_answer_written_close_behind_its_label_is_cut_off_at_the_end_of_the_area() -> None:
    pieces = [word("②移転先における用途", 48, 190, size=10), word("負担区分", 152, 190, size=10)]
    whole = Word("②移転先における用途負担区分", (48.0, 190.0, 192.0, 200.0), 10, "glyph")
    fills = tuple(map(Fill, [*LABELS, *_row(185, 205, answer=False)]))
    page = Page(1, 595.0, 842.0, (*WORDS, whole), (), fills)
    found = Unruled().pages(page, lambda: letters(*WORDS, *pieces))[0]
    assert [w.text for w in found.words if w.bbox[1] == 190] == [w.text for w in pieces]


def test_short_lines_of_a_text_across_the_table_are_no_labels_without_an_area() -> None:
    lines = [word(f"（{n}）短い文。", 45, 206 + 12 * n) for n in range(1, 9)]
    words = [*WORDS, word("７．備考", 45, 187), *lines]
    assert _pages((words, [*LABELS, HEADING]))[:2] == [
        ["①部署", "市民課"],
        ["②事務の概要", "一行目の説明\n二行目の説明"],
    ]


def test_an_area_of_a_label_that_the_page_end_tears_is_one_again() -> None:
    first = [*WORDS, word("６．事故", 45, 187), word("対象となる本人の", 42, 770), word("発生", 160, 770)]
    second = [
        word("範囲", 42, 45),
        word("なし", 160, 45),
        word("①部署", 45, 75),
        word("市民課", 160, 75),
        word("７．備考", 45, 92),
    ]
    rows = _pages(
        (first, [*LABELS, HEADING, (40.0, 200.0, 150.0, 790.0)]),
        (second, [(40.0, 40.0, 150.0, 65.0), (40.0, 65.0, 150.0, 90.0), (40.0, 90.0, 500.0, 105.0)]),
    )
    assert ["対象となる本人の\n範囲", "発生\nなし"] in rows


def test_the_number_of_a_page_is_no_answer_that_an_area_should_stand_beside() -> None:
    words = [
        word("①部署", 45, 45),
        word("市民課", 160, 45),
        word("７．備考", 45, 65),
        *(word(c, 280 + 9 * k, 800) for k, c in enumerate("5/52")),
    ]
    assert _pages((words, [(40.0, 40.0, 150.0, 60.0), (40.0, 60.0, 500.0, 80.0)]))[0] == ["①部署", "市民課"]


def test_stripes_behind_every_other_label_are_not_the_cells_of_a_table() -> None:
    """However many lines the answers in the stripes have."""
    labels = ("①法令上の根拠", "②移転先における用途", "③移転する情報", "⑦時期・頻度", "①部署", "②所属長")
    words = [word(text, 45, 110 + 30 * k) for k, text in enumerate(labels)]
    words += [
        word("別表の項", 155 + 60 * m, 107 + 60 * k + 12 * n) for k in range(3) for n in range(2) for m in range(3)
    ]
    words += [word("保険料", 155, 140), word("日次", 155, 200), word("課長", 155, 260)]
    fills = [box for k in (0, 2, 4) for box in _row(105 + 30 * k, 135 + 30 * k, answer=True)]
    assert [row[0] for row in _texts(words, fills)] == list(labels)
