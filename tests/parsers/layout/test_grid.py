"""Rules become tables of cells, also where some are missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyokasho.parsers.layout.grid import find_grids
from hyokasho.parsers.model import Rule, Word
from tests.factories import lattice, rule, word

XS, YS = (0.0, 150.0, 300.0), (100.0, 130.0, 160.0)


def without(*gone: Rule) -> list[Rule]:
    """The table of XS and YS less some of its rules."""
    return [r for r in lattice(XS, YS) if r not in gone]


def boxes(rules: list[Rule]) -> list[tuple[float, ...]]:
    (grid,) = find_grids(rules)
    return [c.bbox for c in grid.cells]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param(
            without(),
            [(0, 100, 150, 130), (150, 100, 300, 130), (0, 130, 150, 160), (150, 130, 300, 160)],
            id="all",
        ),
        pytest.param(
            without(rule(150, 100, y1=130)),
            [(0, 100, 300, 130), (0, 130, 150, 160), (150, 130, 300, 160)],
            id="merged across",
        ),
        pytest.param(
            without(rule(0, 130, 150)),
            [(0, 100, 150, 160), (150, 100, 300, 130), (150, 130, 300, 160)],
            id="merged down",
        ),
        pytest.param(
            without(rule(0, 100, y1=130), rule(0, 130, y1=160)),
            [(0, 100, 150, 130), (150, 100, 300, 130), (0, 130, 150, 160), (150, 130, 300, 160)],
            id="no left border",
        ),
    ],
)
def test_cells(rules: list[Rule], expected: list[tuple[float, ...]]) -> None:
    assert boxes(rules) == expected


def test_a_cell_cut_by_the_page_end_is_open_there() -> None:
    (grid,) = find_grids(without(rule(0, 160, 150), rule(150, 160, 300)))
    assert [c.open_bottom for c in grid.cells] == [False, False, True, True]
    assert not any(c.open_top for c in grid.cells)


def test_a_cell_that_comes_from_the_page_before_is_open_at_its_top() -> None:
    (grid,) = find_grids(without(rule(0, 100, 150), rule(150, 100, 300)))
    assert [c.open_top for c in grid.cells] == [True, True, False, False]


def test_tables_one_below_the_other_are_two() -> None:
    assert [g.bbox for g in find_grids(lattice(XS, YS) + lattice(XS, (200, 230)))] == [
        (0, 100, 300, 160),
        (0, 200, 300, 230),
    ]


def test_a_single_line_is_no_table() -> None:
    assert find_grids([rule(0, 100, 300)]) == []


def test_cell_at_a_point() -> None:
    (grid,) = find_grids(without())
    assert [grid.cell_at(*p) for p in [(10, 110), (200, 110), (10, 150), (200, 150), (-1, 110), (10, 161)]] == [
        0, 1, 2, 3, None, None,
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(15, 60), min_size=1, max_size=4),
    st.lists(st.integers(15, 60), min_size=1, max_size=4),
    st.data(),
)
def test_cells_cover_the_table_once_whatever_rules_are_missing(
    widths: list[int], heights: list[int], data: st.DataObject
) -> None:
    xs = [float(sum(widths[:k])) for k in range(len(widths) + 1)]
    ys = [float(sum(heights[:k])) for k in range(len(heights) + 1)]
    rules = lattice(xs, ys)
    gone = data.draw(st.sets(st.integers(0, len(rules) - 1)))
    for grid in find_grids([r for k, r in enumerate(rules) if k not in gone]):
        area = sum((c.bbox[2] - c.bbox[0]) * (c.bbox[3] - c.bbox[1]) for c in grid.cells)
        assert area == pytest.approx((grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
        assert {k for row in grid.owner for k in row} == set(range(len(grid.cells)))


def test_a_row_of_one_cell_belongs_to_a_table_that_is_open_at_both_sides() -> None:
    level = [rule(30, y, 530) for y in (100, 130, 160, 190, 220)]
    walls = [rule(150, 100, y1=130), rule(150, 190, y1=220)]
    words = [word(text, 40, y) for text, y in (("名称", 110), ("見出し", 140), ("答え", 170), ("備考", 200))]
    (grid,) = find_grids([*level, *walls], (), words)
    assert [cell.bbox for cell in grid.cells] == [
        (30, 100, 150, 130), (150, 100, 530, 130), (30, 130, 530, 160), (30, 160, 530, 190), (30, 190, 150, 220),
        (150, 190, 530, 220),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [None, word("表の外の文", 5, 145)])
def test_white_and_text_beside_part_two_tables_that_are_open(text: Word | None) -> None:
    level = [rule(30, y, 530) for y in (100, 130, 160, 190)]
    walls = [rule(150, 100, y1=130), rule(150, 160, y1=190)]
    words = [word("名称", 40, 110), word("備考", 40, 170), *([text] if text else [])]
    assert len(find_grids([*level, *walls], (), words)) == 2
