"""Words that reach over a rule, and long lists."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cuts import cut_at_rules, cut_at_walls, cut_behind_dates, cut_lists
from hyokasho.parsers.layout.grid import find_grids
from hyokasho.parsers.model import Word
from tests.factories import lattice, letters, word

GRIDS = find_grids(lattice((0, 50, 150), (95, 115)))


def spread(text: str, *starts: float) -> tuple[Word, list[Word]]:
    """A word whose characters stand at `starts`, and the characters."""
    chars = [word(c, x) for c, x in zip(text, starts, strict=True)]
    return Word(text, (starts[0], 100, starts[-1] + 10, 110), 10), chars


@pytest.mark.parametrize(
    ("starts", "pieces"),
    [
        pytest.param((20, 30, 60, 70), ["甲乙", "丙丁"], id="gap at the wall: two cells' texts"),
        pytest.param((35, 45, 55, 65), ["甲乙丙丁"], id="a character across the wall: one text runs over its cell"),
        pytest.param((30, 40, 50, 60), ["甲乙丙丁"], id="no gap at the wall"),
        pytest.param((10, 20, 30, 40), ["甲乙丙丁"], id="within its cell"),
        pytest.param((60, 70, 90, 100), ["甲乙丙丁"], id="gap, but no wall there"),
    ],
)
def test_a_word_is_cut_only_where_it_has_a_gap_at_a_wall(starts: tuple[float, ...], pieces: list[str]) -> None:
    whole, chars = spread("甲乙丙丁", *starts)
    assert [w.text for w in cut_at_rules([whole], GRIDS, lambda: chars)] == pieces
    assert [w.text for w in cut_at_walls([whole], [50], lambda: chars)] == pieces
    assert cut_at_walls([whole], [50], None) == [whole]


@pytest.mark.parametrize(
    ("wall", "pieces"),
    [
        pytest.param(80, ["令和2年5月8日", "全体"], id="a wall right behind the date"),
        pytest.param(95, ["令和2年5月8日全体"], id="a text that runs over its cell"),
    ],
)
def test_a_date_that_fills_its_column_is_cut_at_the_wall_behind_it(wall: float, pieces: list[str]) -> None:
    whole, chars = spread("令和2年5月8日全体", *range(0, 100, 10))
    assert [w.text for w in cut_at_walls([whole], [wall], lambda: chars)] == pieces


@pytest.mark.parametrize("width", [90, 100, 140])
def test_a_word_of_which_no_letters_are_known_is_cut_behind_its_date(width: float) -> None:
    """What follows stands behind the wall at 80, wherever the letters would be that share the box."""
    whole = Word("令和２年５月８日全体", (0, 100, width, 110), 10)
    found = cut_behind_dates([whole], 80, None)
    assert [w.text for w in found] == ["令和２年５月８日", "全体"]
    assert found[1].bbox[0] >= 80


def test_a_word_that_begins_with_a_wide_space_is_cut_as_well() -> None:
    _, chars = spread("甲乙丙丁", 20, 30, 60, 70)
    whole = Word("　甲乙丙丁", (10, 100, 80, 110), 10)
    assert [w.text for w in cut_at_rules([whole], GRIDS, lambda: chars)] == ["甲乙", "丙丁"]


def test_a_bracket_that_touches_the_label_before_the_wall_is_cut_off() -> None:
    whole, chars = spread("甲乙[", 30, 40, 50)
    assert [w.text for w in cut_at_rules([whole], GRIDS, lambda: chars)] == ["甲乙", "["]


def test_a_narrow_bracket_set_higher_than_the_text_before_the_wall_is_cut_off() -> None:
    chars = [word("甲", 30), word("乙", 40), Word("[", (51, 93, 54, 103), 10)]
    whole = Word("甲乙[", (30, 93, 54, 110), 17)
    assert [w.text for w in cut_at_rules([whole], GRIDS, lambda: chars)] == ["甲乙", "["]


def test_characters_are_not_asked_for_where_no_word_crosses() -> None:
    def never() -> list[Word]:
        raise AssertionError("asked for")

    inside = [word("甲乙", 10)]
    assert cut_at_rules(inside, GRIDS, never) == inside


def test_a_word_whose_characters_are_not_found_stays_whole() -> None:
    whole, _ = spread("甲乙丙丁", 20, 30, 60, 70)
    assert cut_at_rules([whole], GRIDS, lambda: []) == [whole]


LISTS = [word(f"{n}．氏名、住所", 0, 20 * n) for n in range(1, 9)]


def test_lists_are_cut_behind_numbers_and_separators_with_exact_boxes() -> None:
    cut = cut_lists(LISTS, lambda: letters(*LISTS))
    assert [w.text for w in cut[:3]] == ["1．", "氏名、", "住所"]
    assert [w.bbox[0] for w in cut[:3]] == [0, 20, 50]
    assert "".join(w.text for w in cut) == "".join(w.text for w in LISTS)


def test_a_page_with_few_numbers_is_left_alone() -> None:
    few = LISTS[:7]
    assert cut_lists(few, lambda: letters(*few)) == few
