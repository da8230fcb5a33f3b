"""The cheapest way through a series of decisions, against all ways tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.sources.dumps.torn.ways import cheapest

_COSTS = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4)
_TURN = 4


def _cost(costs: Sequence[Sequence[int]], way: Sequence[int]) -> int:
    turns = sum(one != other for one, other in pairwise(way))
    return sum(step[choice] for step, choice in zip(costs, way, strict=True)) + _TURN * turns


@given(_COSTS)
def test_the_way_and_its_rivals_are_the_cheapest_of_all(costs: list[list[int]]) -> None:
    def moves(step: int, state: int) -> Iterator[tuple[int, int, float]]:
        yield from ((k, k, costs[step][k] + (_TURN if step and k != state else 0)) for k in range(3))

    decisions, total = cheapest(0, len(costs), moves, lambda _: 0.0, lambda _: 0, 9)
    ways = list(product(range(3), repeat=len(costs)))
    assert total == min(_cost(costs, way) for way in ways)
    for step, decision in enumerate(decisions):
        for choice, more in [(decision.chosen, 0.0), *decision.rivals]:
            assert total + more == min(_cost(costs, way) for way in ways if way[step] == choice)


def test_no_way_to_the_end_is_no_decision() -> None:
    decisions, _ = cheapest(0, 1, lambda _, __: [], lambda _: 0.0, lambda _: 0, 1)
    assert decisions == []
