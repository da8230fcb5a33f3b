"""Shading as printers paint it: strips of one colour are one area, their seams are no rules."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.lines.shading import edges_of_fills, joined_fills
from hyokasho.parsers.layout.rules import Ruling, join_rules
from hyokasho.parsers.model import BBox, Fill, Rule
from tests.factories import rule, word

GREEN, BLUE, WHITE = (0.8, 0.9, 0.8), (0.8, 0.8, 1.0), (1.0, 1.0, 1.0)


def strips(*tops: float, x: float = 0.0, width: float = 80.0, colour: tuple[float, ...] = GREEN) -> list[Fill]:
    """Fills 20 high, a dot too large each."""
    return [Fill((x, top, x + width + 0.12, top + 20.12), colour) for top in tops]


@pytest.mark.parametrize(
    ("painted", "seen"),
    [
        pytest.param(strips(100, 120, 140), [(0, 100, 80.12, 160.12)], id="one below the other, overlapping"),
        pytest.param(strips(140, 100, 120), [(0, 100, 80.12, 160.12)], id="in any order"),
        pytest.param(strips(100, 120.8, 141.5), [(0, 100, 80.12, 161.62)], id="a hair between them"),
        pytest.param(strips(100, 123), [(0, 100, 80.12, 120.12), (0, 123, 80.12, 143.12)], id="a gap that is seen"),
        pytest.param(
            [*strips(100, 120), *strips(100, 120, x=80)], [(0, 100, 160.12, 140.12)], id="side by side as well"
        ),
        pytest.param(
            [*strips(100), *strips(120, colour=BLUE)],
            [(0, 100, 80.12, 120.12), (0, 120, 80.12, 140.12)],
            id="another colour",
        ),
        pytest.param(
            [*strips(100, 120), *strips(120, colour=(0.81, 0.89, 0.8))],
            [(0, 100, 80.12, 140.12)],
            id="a colour that was rounded",
        ),
        pytest.param(
            [*strips(100, 120), Fill((0, 99.5, 81, 141), BLUE)], [(0, 99.5, 81, 141)], id="painted over by another"
        ),
        pytest.param([*strips(100, 120), Fill((0, 99.5, 81, 141), WHITE)], [], id="painted over with white"),
        pytest.param([Fill((0, 0, 500, 500), WHITE), *strips(100)], [(0, 100, 80.12, 120.12)], id="white below"),
    ],
)
def test_fills_are_joined_to_what_is_seen(painted: list[Fill], seen: list[BBox]) -> None:
    assert [tuple(round(v, 2) for v in fill.bbox) for fill in joined_fills(painted)] == seen


def table() -> tuple[list[Ruling], list[Ruling]]:
    """An outer frame of 300 by 40, with a wall at 80."""
    return join_rules(
        [rule(0, 100, 300), rule(0, 140, 300), *(rule(x, 100, y1=140) for x in (0, 80, 300))]
    )


def frame() -> tuple[list[Ruling], list[Ruling]]:
    """An outer frame of 300 by 20 without a wall."""
    return join_rules([rule(0, 100, 300), rule(0, 120, 300), rule(0, 100, y1=120), rule(300, 100, y1=120)])


def test_edges_of_a_shaded_cell_stand_in_for_missing_walls_only() -> None:
    assert edges_of_fills([Fill((0, 100, 80, 120))], *frame()) == [Rule(80, 100, 80, 120)]


def test_a_shaded_area_that_fills_no_cell_makes_no_rule() -> None:
    assert edges_of_fills([Fill((20, 106, 80, 113))], *frame()) == []


def test_a_change_of_colour_is_a_border_and_a_seam_is_none() -> None:
    two_colours = [Fill((0, 100, 80, 120), GREEN), Fill((0, 120, 80, 140), BLUE)]
    assert Rule(0, 120, 80, 120) in edges_of_fills(two_colours, *table())
    seam = [Fill((0, 100, 80, 120), GREEN), Fill((0, 120.12, 300, 140), GREEN)]
    assert Rule(0, 120, 80, 120) not in edges_of_fills(seam, *table())


def test_an_edge_is_a_border_only_where_the_colour_changes() -> None:
    corner = [Fill((0, 100, 300, 120), GREEN), Fill((0, 120, 80, 140), GREEN)]
    assert edges_of_fills(corner, *table()) == [Rule(80, 120, 300, 120)]


def test_an_edge_through_the_middle_of_a_word_divides_nothing() -> None:
    fills = [Fill((0, 100, 80, 120), GREEN), Fill((0, 120, 80, 140), BLUE)]
    assert edges_of_fills(fills, *table(), [word("事務の名称", 10, 115)]) == []
    assert edges_of_fills(fills, *table(), [word("事務の名称", 10, 106)]) != []


def test_a_ground_as_large_as_its_words_is_a_marking_and_no_cell() -> None:
    marked = word("特定個人情報の入手", 1.5, 108)
    x0, y0, x1, y1 = marked.bbox
    ground = Fill((x0 - 1, y0 - 1, x1 + 1, y1 + 1), GREEN)
    walls = join_rules([rule(0, 90, 300), rule(0, 180, 300), rule(0, 90, y1=180), rule(x1 + 2, 90, y1=180)])
    assert edges_of_fills([ground], *walls) != []
    assert edges_of_fills([ground], *walls, [marked]) == []
