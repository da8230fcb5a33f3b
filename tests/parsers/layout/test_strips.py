"""Areas of colour painted in strips: their seams divide no cells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.layout.lines.shading import joined_fills
from hyokasho.parsers.layout.lines.strips import without_strips
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import Fill, Page, Word

_BLUE = (0.85, 0.88, 0.95)


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 9 * len(text), y + 9), 9.0)


def _page(pieces: list[tuple[float, float]], *words: Word) -> Page:
    """A column of pieces of one colour (top and bottom of each) with words on and beside it."""
    painted = tuple(Fill((40, top, 150, bottom), _BLUE) for top, bottom in pieces)
    return Page(1, 600, 800, words, (), tuple(joined_fills(painted)), painted)


_CELLS = [(100.0, 120.0), (120.0, 140.0), (140.0, 160.0)]
_STRIPS = [(100 + 12.0 * i, 112 + 12.0 * i) for i in range(9)]


@pytest.mark.parametrize(
    "pieces, at, striped",
    [
        (_CELLS, (105, 125, 145), False),  # each its label: cells
        (_STRIPS, (108, 132, 180), True),  # seams at 112, 136 and 184 cut words
        (_STRIPS, (101, 137, 173), True),  # no word is cut, but most pieces hold none
        ([(100.0, 120.0), (128.0, 148.0)], (105, 133), False),  # nothing adjoins
    ],
)
def test_strips_are_told_from_cells(pieces: list[tuple[float, float]], at: tuple[float, ...], striped: bool) -> None:
    words = [_word("事務の名称", 50, y) for y in at]
    assert without_strips(_page(pieces, *words))[1] is striped


def test_pieces_between_white_lines_are_cells() -> None:
    page = _page(_STRIPS, _word("事務の名称", 50, 108), _word("その他", 50, 180))
    framed = replace(page, painted=tuple(replace(fill, framed=True) for fill in page.painted))
    assert without_strips(page)[1] is True
    assert without_strips(framed)[1] is False


def test_pages_behind_one_with_strips_have_them_too() -> None:
    page = _page(_CELLS, *(_word("事務の名称", 50, y) for y in (105, 125, 145)))
    seen, striped = without_strips(page, known=True)
    assert striped and not seen.painted and len(seen.fills) == 1


def test_rows_of_a_page_in_strips_follow_from_its_labels() -> None:
    lines = [
        ("1.特定個人情報ファイルを取り扱う事務", "", 103),
        ("①事務の名称", "国民年金に関する事務", 127),
        ("②事務の内容", "申請の受付", 157),
        ("③備考", "特になし。", 187),
    ]
    words = [_word(label, 50, y) for label, _, y in lines] + [_word(text, 190, y) for _, text, y in lines if text]
    words += [_word("及び審査", 190, 169)]
    page = _page(_STRIPS, *words)
    levels = sorted({rule.y0 for rule in Unruled().look(page).rules if rule.horizontal})
    assert len([y for y in levels if 112 < y < 187]) == 3
    assert not any(157 < y < 178 for y in levels)


def test_a_number_at_the_edge_of_the_paper_is_no_part_of_an_unruled_table() -> None:
    labels = ("①事務の名称", "②事務の内容", "③備考", "①部署", "②所属長の役職名")
    words = [_word(label, 60, 127 + 30 * i) for i, label in enumerate(labels)]
    words += [_word("市民課", 190, 127 + 30 * i) for i in range(len(labels))]
    number = Word("12", (14, 160, 24, 170), 9.0)
    rules = Unruled().look(Page(1, 600, 800, (*words, number), ())).rules
    assert rules and min(rule.x0 for rule in rules) > number.bbox[2]
