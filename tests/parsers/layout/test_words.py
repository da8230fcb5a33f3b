"""Words become lines; what was printed twice or across the page is told from text."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.words import (
    build_lines,
    is_sideways,
    numbers_at_edge,
    spaced_text,
    without_duplicates,
    without_tiny,
    without_watermarks,
)
from hyokasho.parsers.model import Page, Word
from tests.factories import word


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        pytest.param(
            [word("太字", dx, 100 + dy) for dx, dy in [(0, 0), (0.4, 0), (0, 0.4), (0.4, 0.4)]],
            1,
            id="bold, four times",
        ),
        pytest.param([word("同じ", 0), word("同じ", 30)], 2, id="same word further on"),
        pytest.param([word("同じ", 0, 100), word("同じ", 0, 112)], 2, id="same word below"),
        pytest.param([word("甲"), word("乙")], 2, id="different words at one place"),
    ],
)
def test_duplicates(words: list[Word], kept: int) -> None:
    assert without_duplicates(words) == words[:kept]


@pytest.mark.parametrize(
    ("gap", "text"),
    [(0.0, "甲乙"), (2.0, "甲乙"), (4.0, "甲 乙"), (8.0, "甲\u3000乙"), (90.0, "甲\u3000乙"), (-1.0, "甲乙")],
)
def test_gaps_become_spaces(gap: float, text: str) -> None:
    assert spaced_text([word("甲"), word("乙", 10 + gap)]) == text


def test_lines_go_down_the_page_and_words_to_the_right() -> None:
    words = [word("三", 0, 112), word("二", 50), word("一", 0), word("小", 62, 103, size=6)]
    assert ["".join(w.text for w in made.words) for made in build_lines(words, 1)] == ["一二小", "三"]


@pytest.mark.parametrize(("right", "wrapped"), [(None, None), (104.0, True), (160.0, False)])
def test_a_line_that_ends_at_its_cells_border_is_wrapped(right: float | None, wrapped: bool | None) -> None:
    (made,) = build_lines([word("あいうえおかきくけこ")], 1, right)
    assert made.wrapped is wrapped


def test_no_words_no_lines() -> None:
    assert build_lines([], 1) == ()


TEXT = [word("本文", 30 * k, 40 * j) for j in range(8) for k in range(6)]


@pytest.mark.parametrize(
    ("large", "is_watermark"),
    [
        pytest.param(word("案", 20, 30, size=120), True, id="across the text"),
        pytest.param(Word("見本", (20, 330, 160, 470), 99), True, id="slanted, beside the text"),
        pytest.param(word("案", 300, 330, size=40), False, id="large, but across nothing"),
        pytest.param(word("表題", 0, 400, size=20), False, id="a heading"),
    ],
)
def test_watermarks(large: Word, is_watermark: bool) -> None:
    kept, marks = without_watermarks([*TEXT, large])
    assert marks == ([large] if is_watermark else [])
    assert len(kept) == len(TEXT) + (not is_watermark)


def test_specks_of_a_scan_do_not_make_a_watermark_of_its_text() -> None:
    specks = [Word("-", (50.0 + 30 * i, 300.0, 53.0 + 30 * i, 302.0), 9.0, "ocr") for i in range(6)]
    text = [word("しきい値判断結果", 40, 100), word("結果", 40, 130), word("-", 40, 160)]
    assert without_watermarks([*text, *specks]) == ([*text, *specks], [])


@pytest.mark.parametrize(
    ("text", "width", "height", "expected"),
    [
        ("1", 5, 12, False), ("1", 12, 5, True), ("12", 10, 12, False), ("12", 12, 10, False), ("1)", 8, 13, False),
        ("1234", 24, 12, False), ("1234", 12, 24, True),
        ("123", 15, 12, False), ("事務", 20, 12, False), ("事務", 12, 20, True), ("事", 10, 12, False),
        ("事務の名称", 50, 12, False), ("事務の名称", 12, 50, True),
    ],
)  # fmt: skip
def test_words_set_on_their_side_are_told_by_their_shape(
    text: str, width: float, height: float, expected: bool
) -> None:
    assert is_sideways(Word(text, (0.0, 0.0, width, height), min(width, height))) is expected


def test_print_that_nobody_can_read_is_told_from_the_text() -> None:
    text = [*(word("固定資産税", x, 100) for x in (50, 200, 300, 400)), word("※1", 120, 96, size=5)]
    slug = [word("評価書.indd", 50, 105, size=2), word("4", 75, 105, size=2)]
    assert without_tiny([*text, *slug]) == (text, slug)
    assert without_tiny(text) == (text, [])


@pytest.mark.parametrize(
    ("below", "edge", "wrapped"),
    [
        pytest.param("ファイル記録項目", 124.0, True, id="a small kana may not begin a line"),
        pytest.param("システム", 124.0, False, id="one more character would have fitted"),
        pytest.param("ファイル記録項目", 140.0, False, id="two more characters would have fitted"),
    ],
)
def test_a_line_is_wrapped_where_two_characters_had_to_go_down_together(below: str, edge: float, wrapped: bool) -> None:
    lines = build_lines([word("特定個人情報の一覧と", 0, 100), word(below, 0, 112)], 1, edge)
    assert lines[0].wrapped is wrapped


def test_a_number_alone_at_the_edge_counts_pages_and_many_are_those_of_a_list() -> None:
    text = word("記録項目", 40, 100)
    one = [word("12", 5, 300), text]
    assert numbers_at_edge(one, Page(1, 600, 800, (), ())) == one[:1]
    many = [*(word(str(k), 2, 100 + 20 * k) for k in range(8)), text]
    assert numbers_at_edge(many, Page(1, 600, 800, (), ())) == []


def test_pages_of_a_sheet_are_counted_beside_their_text() -> None:
    number = [Word("13", (94, 300, 112, 310), 9.0), Word("本文", (130, 300, 150, 310), 9.0)]
    assert numbers_at_edge(number, Page(1, 600, 800, (), ())) == []
    assert numbers_at_edge(number, Page(1, 600, 800, (), (), sheet=(1200, 1600))) == number[:1]
    near = [number[0], Word("本文", (118, 300, 138, 310), 9.0)]
    assert numbers_at_edge(near, Page(1, 600, 800, (), (), sheet=(1200, 1600))) == []


def spread(text: str, gap: float) -> list[Word]:
    """Each letter a word, `gap` points from the next; a blank is as wide as a letter."""
    return [word(c, k * (10 + gap), 100) for k, c in enumerate(text) if c != " "]


@pytest.mark.parametrize("gap", [4.0, 12.0, 30.0])
@pytest.mark.parametrize("text", ["評価書番号", "令和2年8月28日", "10 所得種別", "3.氏名"])
def test_a_line_spread_over_its_cell_has_no_blanks_but_its_own(text: str, gap: float) -> None:
    assert "".join(" " if c.isspace() else c for c in spaced_text(spread(text, gap))) == text


@pytest.mark.parametrize("text", ["○ × ○", "氏 名", "1 2 3 4"])
def test_signs_numbers_and_two_letters_are_not_taken_for_spread(text: str) -> None:
    assert spaced_text(spread(text, 0.0)).replace("\u3000", " ") == text
