"""Checkboxes: which are printed, what is marked, what their parentheses hold."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from hyokasho.parsers.align.boxes import Box, read_boxes
from hyokasho.parsers.forms.load import Option, OptionSet
from hyokasho.parsers.forms.signs import box_pattern, is_checked
from hyokasho.parsers.model import UNKNOWN_MARK, Line, Word
from tests.factories import line, word

SET = OptionSet(
    "test",
    True,
    (Option("専用線"), Option("電子メール"), Option("紙"), Option("庁内連携システム"), Option("その他", "text")),
)
SIGNS = yaml.safe_load(files("hyokasho.parsers.forms").joinpath("marks.yaml").read_text(encoding="utf-8"))


def read(*lines: Line, visible: bool = True) -> list[Box]:
    return read_boxes(lines, SET, {1: visible, None: visible}, ())


def said(boxes: list[Box]) -> list[tuple[str, bool | None]]:
    return [(b.option, b.checked) for b in boxes]


@pytest.mark.parametrize("made", [line, lambda t: Line(t)], ids=["page", "dump"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[ ○ ]専用線", [("専用線", True)], id="marked"),
        pytest.param("[ ]専用線", [("専用線", False)], id="empty"),
        pytest.param("［　○　］専用線", [("専用線", True)], id="full width"),
        pytest.param("[○] 専用線 [ ] 紙", [("専用線", True), ("紙", False)], id="two in a row"),
        pytest.param(f"[ {UNKNOWN_MARK} ]専用線", [("専用線", None)], id="a mark that cannot be read"),
        pytest.param("[ 7 ]専用線", [("専用線", None)], id="a sign that is no mark"),
        pytest.param("☑専用線 ☐紙", [("専用線", True), ("紙", False)], id="box and mark in one sign"),
        pytest.param("■ 専用線 □ 紙", [("専用線", True), ("紙", False)], id="squares"),
    ],
)
def test_boxes(made: object, text: str, expected: list[tuple[str, bool | None]]) -> None:
    assert said(read(made(text))) == expected  # type: ignore[operator]


@pytest.mark.parametrize("mark", SIGNS["marked"])
def test_every_mark_of_the_list_is_a_mark(mark: str) -> None:
    match = box_pattern().match(f"[ {mark} ]")
    assert match is not None
    assert is_checked(match, marks_visible=False) is True


@pytest.mark.parametrize("sign", SIGNS["box_marked"] + SIGNS["box_empty"])
def test_every_sign_that_is_a_box(sign: str) -> None:
    match = box_pattern().match(sign)
    assert match is not None
    assert is_checked(match, marks_visible=True) is (sign in SIGNS["box_marked"])


@pytest.mark.parametrize(("text", "expected"), [("[ ]専用線", None), ("☐専用線", None), ("[ ○ ]専用線", True)])
def test_an_empty_box_proves_nothing_where_marks_may_be_lost(text: str, expected: bool | None) -> None:
    assert said(read(line(text), visible=False)) == [("専用線", expected)]


def test_brackets_and_mark_in_three_cells_are_one_box() -> None:
    words = (word("["), word("○", 30), word("]", 60), word("専用線", 90))
    assert said(read(Line("[ ○ ] 専用線", words, 1, (0, 100, 120, 110)))) == [("専用線", True)]


def test_the_parentheses_of_other_are_its_detail() -> None:
    boxes = read(line("[ ]専用線 [○]その他 （ USBメモリ、DVD ）"))
    assert [(b.option, b.detail) for b in boxes] == [("専用線", None), ("その他", "USBメモリ、DVD")]


def test_numbers_in_brackets_within_parentheses_are_no_boxes() -> None:
    boxes = read(line("[○]その他（[1]基本台帳、[2]戸籍） [ ]紙"))
    assert [(b.option, b.checked, b.detail) for b in boxes] == [
        ("その他", True, "[1]基本台帳、[2]戸籍"),
        ("紙", False, None),
    ]


@pytest.mark.parametrize("text", ["[ ]その他 （ ）", "[ ]その他", "[ ]その他 （　　　）"])
def test_blank_parentheses_are_no_detail(text: str) -> None:
    (box,) = read(line(text))
    assert (box.checked, box.detail) == (False, None)


def test_parentheses_behind_an_option_that_has_none_are_no_detail() -> None:
    (box,) = read(line("[○]専用線 （LGWAN）"))
    assert (box.option, box.detail) == ("専用線", None)


def test_tall_parentheses_run_over_lines_above_and_below_their_box() -> None:
    boxes = read(
        line("[○]専用線 [ ]紙", 0, 88),
        line("住基ネット、", 70, 100),
        line("[○]その他（庁内連携、）", 0, 112),
        line("DVD", 70, 124),
    )
    assert [b.option for b in boxes] == ["専用線", "紙", "その他"]
    assert boxes[-1].detail == "住基ネット、庁内連携、DVD"


def test_parentheses_that_close_on_the_next_line() -> None:
    boxes = read(line("[○]その他 （USBメモリ、"), line("DVD）", 60, 112))
    assert [(b.option, b.detail) for b in boxes] == [("その他", "USBメモリ、DVD")]


@pytest.mark.parametrize(
    ("first", "second", "detail"),
    [
        ("[○]その他 （　庁内連携基盤、中間　　　）", "サーバーコネクタ", "庁内連携基盤、中間サーバーコネクタ"),
        ("[○]その他 （ USB", "memory ）", "USB memory"),
        ("[○]その他 （ 庁内連携 、", "　税務", "庁内連携 、税務"),
        ("[○]その他 （ 中間（端末を含む。）、基盤シス", "テム ）", "中間(端末を含む。)、基盤システム"),
    ],
)
def test_lines_of_a_parenthesis_leave_no_blank_inside_a_word(first: str, second: str, detail: str) -> None:
    (box,) = read(line(first), line(second, 90, 112))
    assert box.detail == detail


def test_a_misread_option_is_known_with_doubt() -> None:
    (box,) = read(line("[○]庁内蓮携システム"))
    assert (box.option, box.exact) == ("庁内連携システム", False)
    assert box.confidence < 1.0


def test_an_option_nobody_knows_is_given_as_printed() -> None:
    (box,) = read(line("[○]伝書鳩"))
    assert (box.option, box.exact) == ("伝書鳩", False)


def test_subheads_are_no_part_of_an_option() -> None:
    made = read_boxes(
        [line("識別情報"), line("[○]紙", y=112), line("連絡先等情報", y=124)],
        SET,
        {1: True},
        ("識別情報", "連絡先等情報"),
    )
    assert said(made) == [("紙", True)]


def test_each_box_has_its_own_place() -> None:
    one, two = read(line("[○] 専用線 [ ] 紙"))
    assert one.bbox is not None and two.bbox is not None
    assert one.bbox[2] <= two.bbox[0]


def test_lines_without_boxes_make_none() -> None:
    assert read(line("専用線"), line("")) == []


def test_the_vector_mark_between_brackets_is_a_mark() -> None:
    words = (word("["), Word("○", (12, 100, 20, 110), 10, "vector"), word("]", 22), word("紙", 40))
    assert said(read(Line("[○] 紙", words, 1, (0, 100, 50, 110)))) == [("紙", True)]


@pytest.mark.parametrize(
    ("text", "option", "detail"),
    [
        ("[ ○ ]電子記録媒体(フラッシュ", "電子記録媒体(フラッシュメモリを除く。)", None),
        ("[ ○ ]その他(フラッシュ", "その他", "フラッシュ"),
        ("[ ○ ]電子記録", "電子記録", None),
    ],
)
def test_an_option_that_a_border_cut_off_is_that_of_the_list(text: str, option: str, detail: str | None) -> None:
    options = OptionSet("test", True, (Option("電子記録媒体(フラッシュメモリを除く。)"), Option("その他", "text")))
    (box,) = read_boxes([line(text)], options, {1: True, None: True}, ())
    assert (box.option, box.detail, box.exact) == (option, detail, option == "その他")


@pytest.mark.parametrize(
    ("lines", "boxes"),
    [
        pytest.param(["[ ○ ]庁内連携シ", "[ ]紙"], [("庁内連携システム", None), ("紙", None)], id="a beginning alone"),
        pytest.param(
            ["[ ○ ]庁内連携シ", "[ ]その他 （", "ステム", "）"],
            [("庁内連携システム", None), ("その他", None)],
            id="an end below another box",
        ),
        pytest.param(["[ ]その他 （ 住民からの電話 ））"], [("その他", "住民からの電話")], id="a parenthesis too many"),
        pytest.param(["[ ]その他 （ 窓口）( 県 ）"], [("その他", None)], id="the parentheses of another box"),
    ],
)
def test_boxes_of_a_dump_that_a_border_cut(lines: list[str], boxes: list[tuple[str, str | None]]) -> None:
    assert [(box.option, box.detail) for box in read(*map(Line, lines))] == boxes


def _drawn(sign: str, y: float) -> Line:
    return Line(sign, (Word(sign, (80, y, 90, y + 10), 10, "vector"),), 1, (80, y, 90, y + 10))


def _below(text: str, y: float) -> Line:
    box = (80.0, y, 80 + 10.0 * len(text), y + 10)
    return Line(text, (Word(text, box, 10),), 1, box)


def test_a_drawn_box_alone_on_its_line_belongs_to_the_option_that_begins_below_it() -> None:
    found = read(_drawn("☑", 0), _below("専用線", 10), _drawn("☐", 20), _below("紙", 30))
    assert said(found) == [("専用線", True), ("紙", False)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (_below("専用線", 0), _drawn("☑", 10), _below("紙", 20), _drawn("☐", 30)), id="below their options"
        ),
        pytest.param((_drawn("☑", 0), _drawn("☐", 10), _below("紙", 20)), id="more boxes than options"),
        pytest.param((_drawn("☑", 0), _below("専用線", 10), _below("紙", 20)), id="fewer boxes than options"),
    ],
)
def test_drawn_boxes_alone_that_do_not_pair_off_with_options_say_nothing(lines: tuple[Line, ...]) -> None:
    assert read(*lines) == []
