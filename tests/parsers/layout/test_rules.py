"""Rules as drawn become one ruling each."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.rules import join_rules, nearest
from hyokasho.parsers.model import Rule
from tests.factories import rule

WHOLE = [(100.0, ((0.0, 200.0),))]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param([rule(0, x1=200)], WHOLE, id="once"),
        pytest.param([rule(0, x1=200), rule(0, x1=200)], WHOLE, id="twice at one place"),
        pytest.param([rule(0, 99.5, 200), rule(0, 100.5, 200)], WHOLE, id="twice, a point apart"),
        pytest.param([rule(x, x1=x + 3) for x in range(0, 198, 6)], [(100.0, ((0.0, 195.0),))], id="dashed"),
        pytest.param([rule(0, x1=80), rule(83, x1=200)], WHOLE, id="broken"),
        pytest.param(
            [rule(0, x1=80), rule(100, x1=200)], [(100.0, ((0.0, 80.0), (100.0, 200.0)))], id="two of a level"
        ),
        pytest.param([rule(0, x1=150), rule(50, x1=200)], WHOLE, id="overlapping"),
        pytest.param([rule(0, x1=200), rule(10, x1=20)], WHOLE, id="one inside another"),
        pytest.param([rule(0, x1=8)], [], id="underline of a mark"),
        pytest.param(
            [rule(0, x1=100), rule(120, x1=130)],
            [(100.0, ((0.0, 100.0), (120.0, 130.0)))],
            id="a short piece of a rule",
        ),
        pytest.param(
            [rule(0, 100, 200), rule(0, 106, 200)], [(100.0, ((0.0, 200.0),)), (106.0, ((0.0, 200.0),))], id="two"
        ),
        pytest.param([rule(0, 100, 200), rule(0, 103, 200)], [(101.5, ((0.0, 200.0),))], id="a double rule"),
        pytest.param(
            [rule(0, 100, 100), rule(90, 103, 200)],
            [(100.0, ((0.0, 100.0),)), (103.0, ((90.0, 200.0),))],
            id="two that follow one another at different places",
        ),
        pytest.param(
            [rule(0, x1=200), *(rule(x, 102, x + 0.5) for x in range(0, 40, 8))],
            [(100.02, ((0.0, 200.0),))],
            id="crumbs beside a rule hardly move it",
        ),
        pytest.param([], [], id="none"),
    ],
)
def test_horizontal_rules_are_joined(rules: list[Rule], expected: list[tuple[float, object]]) -> None:
    horizontal, vertical = join_rules(rules)
    assert [(round(r.at, 2), r.spans) for r in horizontal] == expected
    assert vertical == []


def test_vertical_rules_are_kept_apart_from_horizontal_ones() -> None:
    horizontal, vertical = join_rules([rule(50, 0, y1=300), rule(0, 100, 200)])
    assert [(r.at, r.start, r.end) for r in vertical] == [(50, 0, 300)]
    assert [(r.at, r.start, r.end) for r in horizontal] == [(100, 0, 200)]


@pytest.mark.parametrize(("value", "index"), [(-5, 0), (4, 0), (6, 1), (19, 2), (99, 2)])
def test_nearest_position(value: float, index: int) -> None:
    assert nearest([0.0, 10.0, 20.0], value) == index
