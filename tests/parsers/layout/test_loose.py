"""Lines that end in the open divide no cells."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.lines.loose import without_loose_lines
from hyokasho.parsers.model import Fill, Page, Rule

WIDTH, HEIGHT = 595.0, 842.0


def _upright(x: float, y0: float, y1: float) -> Rule:
    return Rule(x, y0, x, y1)


def _level(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y, x1, y)


TABLE = (
    *(_level(y, 60, 535) for y in (100, 130, 200, 260, 300)),
    *(_upright(x, 100, 300) for x in (60, 535)),
    _upright(180, 130, 260),
)


def _page(*rules: Rule, table: tuple[Rule, ...] = TABLE, fills: tuple[Fill, ...] = ()) -> Page:
    return Page(1, WIDTH, HEIGHT, (), (*table, *rules), fills)


LOOSE = {
    "fold": _upright(297, 0, 842),
    "bar in a cell": _upright(185, 140, 152),
    "bar across two cells": _upright(400, 110, 290),
    "crop mark above": _upright(20, 0, 25),
    "crop mark beside": _level(20, 0, 25),
    "line to write on": _level(165, 182, 533),
    "dashed end of a sheet": _level(165, 0, 595),
}


@pytest.mark.parametrize("line", LOOSE.values(), ids=LOOSE)
def test_a_line_that_ends_in_the_open_is_no_rule(line: Rule) -> None:
    assert without_loose_lines(_page(line)).rules == TABLE


KEPT = {
    "wall between rows": (TABLE, _upright(300, 200, 260)),
    "border from wall to wall": (TABLE, _level(165, 180, 535)),
    "border that ends at one wall": (TABLE, _level(165, 180, 500)),
    "rule as long as the table": (TABLE, _level(320, 60, 535)),
    "short line below words": (TABLE, _level(165, 300, 340)),
}


@pytest.mark.parametrize(("table", "line"), KEPT.values(), ids=KEPT)
def test_a_line_that_meets_others_is_a_rule(table: tuple[Rule, ...], line: Rule) -> None:
    assert without_loose_lines(_page(line, table=table)).rules == (*table, line)


def test_walls_that_the_page_cuts_are_kept() -> None:
    cut = (*(_level(y, 60, 535) for y in (100, 118)), *(_upright(x, 100, 780) for x in (60, 180, 535)))
    assert without_loose_lines(_page(table=cut)).rules == cut
    whole = tuple(_upright(x, 60, 780) for x in (60, 180, 535))
    assert without_loose_lines(_page(table=whole)).rules == whole


def test_the_only_side_of_a_table_that_the_page_cuts_above_and_below_is_kept() -> None:
    half = (*(_level(y, 45, 370) for y in (62, 95, 190, 250)), _upright(370, 45, 700))
    assert without_loose_lines(_page(table=half)).rules == half


def test_lines_of_a_page_whose_lines_stop_short_of_each_other_are_kept() -> None:
    short = (
        *(_level(y, 63, 532) for y in (100, 130, 200, 260, 300)),
        *(_upright(x, y, z) for x in (60, 535) for y, z in ((103, 127), (133, 197), (203, 257), (263, 297))),
    )
    assert without_loose_lines(_page(table=short)).rules == short


def test_a_wall_between_areas_of_colour_is_kept() -> None:
    fills = (Fill((60, 310, 180, 360), (0.8, 0.8, 0.8)), Fill((60, 400, 535, 420), (0.8, 0.8, 0.8)))
    wall = _upright(180, 310, 360)
    assert wall in without_loose_lines(_page(wall, fills=fills)).rules


def test_hatching_is_no_row_of_rules() -> None:
    hatched = [_level(y, 60, 180) for y in range(133, 260, 2)]
    left = without_loose_lines(_page(*hatched)).rules
    assert [rule for rule in left if rule not in TABLE] == [hatched[0], hatched[-1]]


def test_a_triple_rule_keeps_its_outer_lines() -> None:
    triple = [_level(y, 60, 535) for y in (229.0, 230.5, 232.0)]
    left = without_loose_lines(_page(*triple)).rules
    assert [rule for rule in left if rule not in TABLE] == [triple[0], triple[-1]]
