"""Two pages on one sheet are told apart by their gutter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.layout.logical_pages import split_logical_pages
from hyokasho.parsers.model import Fill, Rule
from tests.factories import page, rule, word

WORDS = [word("本文", x, 20 * k) for k in range(20) for x in (50, 550)]


@pytest.mark.parametrize(
    ("width", "count", "rules", "pages"),
    [
        pytest.param(1000, 40, [], 2, id="two pages"),
        pytest.param(600, 40, [], 1, id="upright sheet"),
        pytest.param(1000, 20, [], 1, id="few words: a title or drawing"),
        pytest.param(1000, 40, [rule(50, 100, 950)], 1, id="a wide table runs across the middle"),
        pytest.param(1000, 40, [rule(40, 0, y1=700), rule(540, 0, y1=700)], 1, id="one row longer than the page"),
    ],
)
def test_sheets(width: float, count: int, rules: list[Rule], pages: int) -> None:
    sheet = page(WORDS[:count], rules, width=width, height=700)
    made = split_logical_pages(sheet)
    assert len(made) == pages
    assert sorted(w.bbox for p in made for w in p.words) == sorted(w.bbox for w in sheet.words)


@pytest.mark.parametrize(
    ("fills", "pages"),
    [
        pytest.param(
            [Fill((40, 20, 480, 60), (0.96, 0.98, 1.0)), Fill((480, 20, 960, 60), (0.96, 0.98, 1.0))], 1, id="cells"
        ),
        pytest.param(
            [Fill((40, 20, 460, 60), (0.9, 0.9, 0.9)), Fill((540, 20, 960, 60), (0.9, 0.9, 0.9))], 2, id="two"
        ),
        pytest.param([Fill((0, 0, 1000, 700), (0.9, 0.9, 0.9))], 2, id="the ground of the sheet"),
        pytest.param([Fill((0, 20, 1000, 60), (1.0, 1.0, 1.0))], 2, id="white"),
    ],
)
def test_areas_of_cells_across_the_middle_are_of_one_table(fills: list[Fill], pages: int) -> None:
    sheet = replace(page(WORDS, [], width=1000, height=700), painted=tuple(fills))
    assert len(split_logical_pages(sheet)) == pages


def test_the_left_page_comes_first() -> None:
    left, right = split_logical_pages(page(WORDS, [rule(40, 10, 400), rule(540, 10, 900)], width=1000, height=700))
    assert {w.bbox[0] for w in left.words} == {50} and {w.bbox[0] for w in right.words} == {550}
    assert len(left.rules) == len(right.rules) == 1
