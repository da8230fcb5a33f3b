"""A page's words find their cells."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.model import Rule
from tests.factories import lattice, layout, page, rule, word

TABLE = lattice((0, 100, 300), (100, 130, 160))


def texts(made: object) -> list[list[str]]:
    return [[c.text for c in r.cells] for r in made.rows]  # type: ignore[attr-defined]


def test_words_stand_in_the_cell_around_their_middle() -> None:
    made = layout(
        [word("見出し", 10, 110), word("答え", 110, 110), word("続き", 110, 122), word("下", 110, 140)], TABLE
    )
    assert texts(made) == [["見出し", "答え\n続き"], ["", "下"]]


def test_a_text_that_runs_over_its_cell_belongs_to_the_cell_where_it_begins() -> None:
    made = layout([word("はみ出した長いことばがここまで続いている", 4, 110)], TABLE)
    assert texts(made)[0] == ["はみ出した長いことばがここまで続いている", ""]


def test_a_text_centred_over_its_cell_belongs_to_the_cell_of_its_middle() -> None:
    made = layout([word("中央にそろえた長いことばであり両側にはみ出す", 80, 110)], TABLE)
    assert texts(made)[0] == ["", "中央にそろえた長いことばであり両側にはみ出す"]


def test_text_outside_tables_is_rows_of_its_own_in_reading_order() -> None:
    made = layout([word("後", 0, 200), word("前", 0, 50), word("中", 10, 110)], TABLE)
    assert texts(made) == [["前"], ["中", ""], ["", ""], ["後"]]
    assert [r.table for r in made.rows] == [None, 0, 0, None]


@pytest.mark.parametrize(("gap", "cells"), [(12, ["甲\u3000乙"]), (40, ["甲", "乙"])])
def test_a_wide_gap_parts_a_free_line_into_columns(gap: float, cells: list[str]) -> None:
    assert texts(layout([word("甲"), word("乙", 10 + gap)])) == [cells]


def test_a_merged_cell_stands_in_its_first_row_only() -> None:
    made = layout([word("日付", 10, 125)], [r for r in TABLE if r != rule(0, 130, 100)])
    assert [len(r.cells) for r in made.rows] == [2, 1]
    assert texts(made) == [["日付", ""], [""]]


def test_shade_is_not_known_on_a_page_without_any() -> None:
    plain, shaded = (lay_out(page([], TABLE, fills=f)) for f in ((), ((0.0, 100.0, 100.0, 130.0),)))
    assert [c.shaded for r in plain.rows for c in r.cells] == [None] * 4
    assert [c.shaded for r in shaded.rows for c in r.cells] == [True, False, False, False]


def test_a_label_below_an_empty_cell_is_the_label_of_the_answer_beside_both() -> None:
    rules = [r for r in lattice((0.0, 100.0, 300.0), (60, 70, 100)) if not (r.horizontal and r.y0 == 70)]
    made = layout([word("見出し", 10, 85), word("答え", 110, 66)], [*rules, rule(0, 70, 100, 70)])
    assert texts(made) == [["見出し", "答え"]]


def test_remarks_in_the_margin_part_no_label_from_its_answer() -> None:
    rules = lattice((60, 200, 500), (100, 130, 160, 190))
    label, answer = word("宣言の見出しである語", 70, 110), word("答えの文がここにかなり長く書いてある", 70, 140)
    more = [word("別の見出し", 70, 170), word("別の答えの文がある", 210, 170)]
    made = layout([label, word("修正", 510, 112, size=8), answer, *more], rules)
    assert texts(made) == texts(layout([label, answer, *more], rules))
    assert [note.text for note in made.notes] == ["修正"]


def test_answers_beside_labels_that_alone_have_borders_stay_in_their_rows() -> None:
    rules = lattice((60, 200), (100, 130, 160))
    words = [
        word("見出し一", 70, 110),
        word("答えの文一", 260, 110),
        word("見出し二", 70, 140),
        word("答えの文二", 260, 140),
    ]
    made = layout(words, rules)
    assert [row[0] for row in texts(made)] == ["見出し一", "答えの文一", "見出し二", "答えの文二"]


@pytest.mark.parametrize("bar", [rule(30, 105, y1=120), rule(30, 95, y1=165), rule(540, 105, y1=185)])
def test_bars_in_the_margin_are_no_walls(bar: Rule) -> None:
    rules = lattice((60, 200, 500), (100, 130, 160, 190))
    made = layout([word("見出し", 70, 110), word("答え", 210, 110)], [*rules, bar])
    assert texts(made)[0] == ["見出し", "答え"]


def test_a_wall_with_text_before_the_table_of_its_rules_is_one() -> None:
    rules = [*lattice((200, 500), (100, 130, 160)), rule(60, 100, y1=160)]
    made = layout([word("見出し", 70, 125), word("答え一", 210, 110), word("答え二", 210, 140)], rules)
    assert made.grids[0].xs[0] == 60
