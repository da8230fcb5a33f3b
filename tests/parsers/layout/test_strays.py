"""Lines that are no rules: a frame, an underline or a call-out cuts no cell, and its words stand in one place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.model import Outline, Page, Rule, Word
from tests.factories import HEIGHT, WIDTH, lattice, letters, rule, word

XS, YS = (40.0, 160.0, 560.0), (100.0, 140.0, 180.0, 300.0)
LABELS = [word("事務の名称", 50, 115), word("事務の内容", 50, 155), word("根拠", 50, 235)]
VALUES = [word("固定資産税に関する事務", 170, 115), word("法令の規定により次を行う", 170, 155)]


def box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [rule(x0, y0, x1), rule(x0, y1, x1), rule(x0, y0, y1=y1), rule(x1, y0, y1=y1)]


def outline(x0: float, y0: float, x1: float, y1: float, filled: bool = True) -> Outline:
    return Outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), filled, plain=True)


def page_layout(words: Sequence[Word], rules: Sequence[Rule], outlines: Sequence[Outline] = ()) -> PageLayout:
    made = Page(1, WIDTH, HEIGHT, tuple(words), tuple(rules), outlines=tuple(outlines))
    return lay_out(made, lambda: letters(*words))


def texts(layout: PageLayout) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in layout.rows]


PLAIN = [["事務の名称", "固定資産税に関する事務"], ["事務の内容", "法令の規定により次を行う"], ["根拠", ""]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([rule(170, 125.5, 280)], id="underline of an answer"),
        pytest.param([rule(190, 125.5, 220)], id="underline of three characters"),
        pytest.param([rule(170, 120, 280)], id="struck through"),
        pytest.param([rule(170, 126.5, 280), rule(170, 128.2, 280)], id="double underline"),
        pytest.param(box(168, 113, 282, 127), id="frame round an answer"),
        pytest.param(box(168, 113, 200, 127), id="frame round three characters"),
        pytest.param([*box(168, 113, 282, 127), *box(168, 153, 292, 167)], id="two frames"),
    ],
)
def test_lines_round_and_below_words_cut_no_cell(lines: list[Rule]) -> None:
    assert texts(page_layout([*LABELS, *VALUES], [*lattice(XS, YS), *lines])) == PLAIN


@pytest.mark.parametrize("more", [[], [word("関する事務", 162, 126)]], ids=["alone", "of two lines"])
def test_a_frame_round_words_of_one_cell_that_reaches_over_its_wall_is_no_note(more: list[Word]) -> None:
    words = [*LABELS, word("固定資産税に", 162, 112), *more]
    made = page_layout(words, [*lattice(XS, YS), *box(158, 110, 224, 123)])
    assert made.notes == ()
    assert texts(made)[0] == ["事務の名称", "\n".join(w.text for w in words[3:])]


def test_lines_that_join_walls_are_rules() -> None:
    rules = [*lattice(XS, YS), rule(160, 168, 560)]
    assert len(page_layout([*LABELS, *VALUES], rules).rows) == 4


def test_a_cell_drawn_as_a_frame_is_a_cell() -> None:
    cells = [(x0, y0, x1, y1) for x0, x1 in ((40, 160), (160, 560)) for y0, y1 in ((100, 140), (140, 180), (180, 300))]
    rules = [line for cell in cells for line in box(*cell)]
    assert texts(page_layout([*LABELS, *VALUES], rules, [outline(*cell) for cell in cells])) == PLAIN


def test_cells_with_space_between_their_frames_stay_cells() -> None:
    frames = [
        (x0 + 1.5, y0 + 1.5, x1 - 1.5, y1 - 1.5)
        for x0, x1 in ((40, 160), (160, 560)) for y0, y1 in ((100, 140), (140, 180), (180, 300))
    ]  # fmt: skip
    rules = [*box(40, 100, 560, 300), *(line for frame in frames for line in box(*frame))]
    found = texts(page_layout([*LABELS, *VALUES], rules, [outline(*frame) for frame in frames]))
    assert [row for row in found if any(row)] == PLAIN


def test_a_table_inside_a_cell_stays_a_table() -> None:
    inner = [*box(200, 200, 400, 260), rule(200, 230, 400), rule(300, 200, y1=260)]
    found = page_layout([*LABELS, word("甲", 210, 210), word("乙", 310, 210)], [*lattice(XS, YS), *inner])
    assert ["甲", "乙"] in [[t for t in row if t in "甲乙" and t] for row in texts(found)]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(outline(300, 170, 460, 190), id="across two cells"),
        pytest.param(outline(300, 220, 460, 240), id="inside one cell, with a ground of its own"),
        pytest.param(outline(120, 220, 280, 240), id="across a wall"),
        pytest.param(outline(400, 150, 550, 172), id="level with the answer of its cell, far behind it"),
        pytest.param(
            Outline(((300, 220), (460, 220), (460, 240), (330, 240), (320, 250), (310, 240), (300, 240)), True, False),
            id="balloon with a tail",
        ),
        pytest.param(outline(300, 290, 460, 310), id="over the lower edge of the table"),
        pytest.param(outline(300, 298, 460, 318), id="against the lower edge of the table"),
    ],
)
def test_a_call_out_is_a_note_and_the_cells_below_it_stay_whole(note: Outline) -> None:
    x, y = note.points[0]
    words = [*LABELS, *VALUES, word("前回から変更した箇所", x + 5, y + 5)]
    rules = [*lattice(XS, YS), *(box(*note.points[0], *note.points[2]) if note.plain else ())]
    found = page_layout(words, rules, [note])
    assert texts(found) == PLAIN
    assert [cell.text for cell in found.notes] == ["前回から変更した箇所"]
    issues = [issue for issue in join_pages([found]).issues if issue.code == "unclaimed-text"]
    assert [issue.message for issue in issues] == ["前回から変更した箇所"]


def test_a_frame_beside_the_table_that_holds_words_of_the_form_is_part_of_it() -> None:
    note = outline(300, 400, 460, 420)
    words = [*LABELS, *VALUES, word("公表日", 310, 405)]
    found = page_layout(words, [*lattice(XS, YS), *box(300, 400, 460, 420)], [note])
    assert texts(found) == [*PLAIN, ["公表日"]]
    assert not found.notes


def test_every_text_of_a_busy_page_stands_in_exactly_one_cell() -> None:
    """A form with framed words, call-outs across its cells, an underlined name and a header in the shape of an L."""
    head = [rule(160, 140, 360), rule(360, 100, y1=180)]
    table = [r for r in lattice((40, 160, 560), (100, 180, 220)) if r != rule(160, 140, 560)]
    frames = [*box(168, 190, 232, 206), *box(300, 210, 420, 232)]
    words = [
        word("番号", 50, 135), word("入院した者", 170, 115), word("重症の者", 250, 155), word("退院した者", 400, 135),
        word("七十八件", 170, 193), word("見本である", 310, 214), word("氏名の欄", 100, 60),
    ]  # fmt: skip
    found = page_layout(words, [*table, *head, *frames, rule(100, 70.5, 140)], [outline(300, 210, 420, 232)])
    placed = [cell.text for row in found.rows for cell in row.cells if cell.text] + [n.text for n in found.notes]
    assert sorted(placed) == sorted(w.text for w in words)


def test_frames_that_stand_alone_side_by_side_are_cells_of_their_own() -> None:
    rules = [*box(40, 60, 180, 90), *box(400, 66, 540, 96)]
    found = page_layout([word("記載例", 50, 70), word("出納簿", 240, 74), word("別の枠", 410, 76)], rules)
    assert texts(found) == [["記載例"], ["別の枠"], ["出納簿"]]


FRAMES = {"one": [box(10, 10, 590, 790)], "double": [box(10, 10, 590, 790), box(13, 13, 587, 787)]}


@pytest.mark.parametrize("frames", FRAMES.values(), ids=FRAMES)
def test_a_frame_round_the_page_is_no_cell(frames: list[list[Rule]]) -> None:
    table = lattice((60, 200, 500), (100, 130, 160, 190))
    words = [word("見出し", 70, 110), word("答え", 210, 110), word("3", 300, 770)]
    made = page_layout(words, [*table, *(side for frame in frames for side in frame)])
    assert [grid.bbox for grid in made.grids] == [(60, 100, 500, 190)]


def test_a_cell_as_large_as_the_page_is_one() -> None:
    made = page_layout([word("文の続き", 70, 110), word("そして終わり", 70, 700)], box(40, 40, 560, 760))
    assert len(made.grids) == 1
    assert [row.table for row in made.rows] == [0]


def test_the_borders_of_a_table_round_all_words_stay() -> None:
    made = page_layout([word("見出し", 70, 110), word("答え", 210, 110)], lattice((60, 200, 500), (100, 130, 700)))
    assert made.grids[0].bbox == (60, 100, 500, 700)


def test_a_marking_drawn_as_a_filled_frame_is_no_note() -> None:
    inside, beside = word("次を行う", 260, 155), word("[令和６年10月 様式２]", 400, 320)
    words = [*LABELS, VALUES[0], word("法令の規定により", 170, 155), inside, beside]
    marks = [w.bbox for w in (VALUES[0], inside, beside)]
    rules = [*lattice(XS, YS), *(side for frame in marks for side in box(*frame))]
    made = page_layout(words, rules, [outline(*frame) for frame in marks])
    assert made.notes == ()
    assert texts(made)[0] == ["事務の名称", VALUES[0].text]
    assert "次を行う" in texts(made)[1][1]
    assert "様式２]" in texts(made)[-1][-1]


def test_a_comment_below_a_table_of_one_cell_is_a_note() -> None:
    words = [word("宛名番号、氏名、住所", 50, 115), word("前回から変更した箇所", 150, 306)]
    made = page_layout(
        words, [*lattice((40.0, 560.0), (100.0, 140.0)), *box(140, 300, 260, 320)], [outline(140, 300, 260, 320)]
    )
    assert [note.text for note in made.notes] == ["前回から変更した箇所"]
    assert texts(made) == [["宛名番号、氏名、住所"]]
