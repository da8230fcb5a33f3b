"""Walls between labels and answers of a scanned table that have left no ink."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.worn.lost_walls import with_lost_walls
from hyokasho.parsers.model import Page, Rule, Word

_FRAME = (*(Rule(40, y, 540, y) for y in (100, 150, 180)), *(Rule(x, 100, x, 180) for x in (40, 540)))
_LABEL = ((44, 110, "評価対象の事務の対象人"), (44, 120, "数は何人か"))
_ANSWER = ((168, 115, "1万人以上10万人未満"), (340, 115, "＜選択肢＞"))


def _page(*texts: tuple[float, float, str], rules: tuple[Rule, ...] = _FRAME) -> Page:
    words = tuple(Word(text, (x, y, x + 9 * len(text), y + 9), 9.0, "ocr", 0.95) for x, y, text in texts)
    return Page(1, 595, 842, words, rules, witness="ocr")


def _cells(page: Page) -> list[int]:
    return [len(row.cells) for row in with_lost_walls(lay_out(page)).rows]


def test_a_label_and_its_answer_in_one_cell_are_two() -> None:
    page = _page(*_LABEL, *_ANSWER)
    assert [len(row.cells) for row in lay_out(page).rows] == [1, 1]
    rows = with_lost_walls(lay_out(page)).rows
    assert rows[0].cells[0].text.replace("\n", "") == "評価対象の事務の対象人数は何人か"
    assert len(rows[0].cells) == 2


def test_the_wall_stands_where_it_is_seen_in_other_rows() -> None:
    seen = Rule(160, 150, 160, 180)
    page = with_lost_walls(lay_out(_page(*_LABEL, *_ANSWER, rules=(*_FRAME, seen)))).page
    assert Rule(160, 100, 160, 150) in page.rules


@pytest.mark.parametrize(
    "texts",
    [
        (*_LABEL, *_ANSWER, (60, 130, "この行は欄の全体に及ぶ文である。")),  # a text runs over the space
        ((44, 110, "町の担当課"), *_ANSWER),  # no label of the form
        _LABEL,  # no answer beside it
        ((44, 115, "いつ時点の計数か"), (118, 115, "令和六年")),  # one text
    ],
)
def test_other_rows_of_one_cell_stay(texts: tuple[tuple[float, float, str], ...]) -> None:
    assert _cells(_page(*texts)) == [1, 1]
