"""Turned pages: boxes go there and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.layout.sheets.turn import (
    Scales,
    Turn,
    looks_sideways,
    looks_upside_down,
    turn_from_direction,
    turned_upright,
    usual_scale,
)
from hyokasho.parsers.model import Fill, Rule, Word
from tests.factories import page, word

DEGREES = st.sampled_from([0, 90, 180, 270])
NUMBER = st.integers(0, 800)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    x, y = sorted((draw(NUMBER), draw(NUMBER))), sorted((draw(NUMBER), draw(NUMBER)))
    return (x[0], y[0], x[1], y[1])


@given(DEGREES, boxes())
def test_displayed_is_the_inverse_of_upright(degrees: int, box: tuple[float, float, float, float]) -> None:
    turn = Turn(degrees, 800, 800)
    upright = turn.upright(box)
    assert turn.displayed(upright) == box
    assert upright[0] <= upright[2] and upright[1] <= upright[3]


@given(DEGREES, st.integers(100, 900), st.integers(100, 900))
def test_the_whole_page_stays_the_whole_page(degrees: int, width: int, height: int) -> None:
    upright = Turn(degrees, width, height).upright((0, 0, width, height))
    assert upright == ((0, 0, height, width) if degrees in (90, 270) else (0, 0, width, height))


@pytest.mark.parametrize(
    ("direction", "degrees"), [((1, 0), 0), ((-1, 0), 180), ((0, -1), 90), ((0, 1), 270), ((0.99, 0.02), 0)]
)
def test_turn_from_writing_direction(direction: tuple[float, float], degrees: int) -> None:
    made = turn_from_direction(direction, page())
    assert (made.degrees, made.width, made.height) == (degrees, 600, 800)


def upwards(text: str, x: float, y: float) -> Word:
    """A word that is written upwards, its lower end at y."""
    return Word(text, (x, y - 10 * len(text), x + 10, y), 10 * len(text))


def test_text_written_upwards_is_turned_into_lines_to_the_right() -> None:
    sideways = page(
        [upwards("先に", 20, 700), upwards("後に", 60, 700)], [Rule(15, 100, 15, 700)], fills=[(0, 0, 10, 20)]
    )
    assert looks_sideways(sideways)
    made = turned_upright(sideways, turn_from_direction((0, -1), sideways))
    assert (made.width, made.height, made.turn) == (800, 600, 90)
    assert [w.bbox for w in made.words] == [(100, 20, 120, 30), (100, 60, 120, 70)]
    assert [w.size for w in made.words] == [10, 10]
    assert made.rules == (Rule(100, 15, 700, 15),)
    assert made.rules[0].horizontal
    assert made.fills == (Fill((780, 0, 800, 10)),)


@pytest.mark.parametrize(
    "words", [[], [word("横書き")], [word("一")], [word("左"), word("右", 50), word("下", 0, 120)]]
)
def test_upright_pages_do_not_look_turned(words: list[Word]) -> None:
    assert not looks_sideways(page(words))
    assert not looks_upside_down(page(words))


def test_words_from_the_bottom_up_look_upside_down() -> None:
    assert looks_upside_down(page([word("一", 50, 120), word("二", 0, 120), word("三", 50)]))


@pytest.mark.parametrize("skew", [-0.4, 0.15, 0.4])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_box_of_a_page_askew_comes_back_where_it_was(degrees: int, skew: float) -> None:
    turn = Turn(degrees, 600, 800, skew)
    level = (100.0, 200.0, 400.0, 212.0)
    assert turn.upright(turn.displayed(level)) == pytest.approx(level, abs=0.01)


def test_words_and_rules_of_a_page_askew_are_level_after_it_is_turned() -> None:
    skewed = Turn(0, 600, 800, 0.4)
    words = [Word("い", skewed.displayed((x, 300, x + 10, 310)), 10) for x in (50, 300, 540)]
    made = turned_upright(page(words, [Rule(50, 402, 550, 402)]), skewed)
    assert [round(w.bbox[1], 2) for w in made.words] == [300, 300, 300]
    assert (made.rules[0].horizontal, made.skew) == (True, 0.4)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_box_of_a_page_printed_small_comes_back_where_it_was(degrees: int) -> None:
    turn = Turn(degrees, 600, 800, scale=2.0)
    assert turn.displayed(turn.upright((100.0, 200.0, 400.0, 212.0))) == pytest.approx((100.0, 200.0, 400.0, 212.0))


@pytest.mark.parametrize(("height", "scale"), [(4.75, 2.0), (9.0, 1.0), (12.0, 1.0), (38.0, 0.25)])
def test_a_page_is_laid_out_at_its_usual_size(height: float, scale: float) -> None:
    small = page([Word("本文の文字", (100, 100, 100 + 5 * height, 100 + height), height)], [Rule(90, 95, 90, 120)])
    assert usual_scale(small) == scale
    made = turned_upright(small, Turn(0, small.width, small.height, scale=scale))
    assert (made.width, made.height, made.scale) == (600 * scale, 800 * scale, scale)
    assert made.words[0].size == height * scale
    assert made.rules == (Rule(90 * scale, 95 * scale, 90 * scale, 120 * scale),)


@pytest.mark.parametrize(
    ("sizes", "scales"),
    [((4.75, 5.0), (2.0, 2.0)), ((4.75, 3.8), (2.0, 2.5)), ((9.0, 4.75), (1.0, 2.0)), ((4.75, 9.0), (2.0, 1.0)),
     ((4.75, 4.1), (2.0, 9.5 / 4.1))],
)  # fmt: skip
def test_sheets_of_one_size_and_about_the_same_letters_are_enlarged_alike(
    sizes: tuple[float, float], scales: tuple[float, float]
) -> None:
    made = Scales()
    pages = [page([Word("本文の文字", (100, 100, 100 + 5 * high, 100 + high), high)]) for high in sizes]
    pages = [replace(one, number=k) for k, one in enumerate(pages)]
    assert tuple(map(made.of, pages)) == pytest.approx(scales)
    assert tuple(map(made.of, pages)) == pytest.approx(scales), "pages that are read again keep their scale"


def test_a_page_without_words_keeps_its_size() -> None:
    assert usual_scale(page([])) == 1.0


def test_small_lists_of_options_make_no_page_small() -> None:
    shown = [word("リスクへの対策は十分か", 50, 100), word("１）特に力を入れている２）十分である", 200, 100, size=7.0)]
    assert usual_scale(page(shown)) == 1.0
