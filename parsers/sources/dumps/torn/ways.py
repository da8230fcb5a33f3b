"""The cheapest way through a series of decisions, and how close the next best one is at each of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)
_Edge = tuple[int, C, int, float]
"""From a state (its number among those followed) by a choice to a state behind it, and the cost."""


@dataclass(frozen=True, slots=True)
class WayStep(Generic[C]):
    """What the cheapest way chose at one step, and how much more the cheapest way with each other choice costs."""

    chosen: C
    rivals: Sequence[tuple[C, float]]


def cheapest(
    start: S,
    count: int,
    moves: Callable[[int, S], Iterable[tuple[C, S, float]]],
    end: Callable[[S], float],
    kin: Callable[[S], Hashable],
    width: int,
    reach: float = math.inf,
) -> tuple[list[WayStep[C]], float]:
    """The decisions of the cheapest way of `count` steps from a state on, and its cost.

    `moves` gives what may be chosen at a step in a state: the choice, the state behind it, its cost; `end` the cost of
    the state at the end. At most `width` states of one `kin` are followed per step, and none that costs `reach` more
    than the cheapest. No decisions where no way leads to the end.
    """
    states, layers, edges = [start], [[0.0]], list[list[_Edge[C]]]()
    for step in range(count):
        states, costs, made = _step(states, layers[-1], partial(moves, step), kin, width, reach)
        layers.append(costs)
        edges.append(made)
    behind = [[end(state) for state in states]]
    for before, made in zip(layers[-2::-1], reversed(edges), strict=True):
        rest, ways = behind[-1], [math.inf] * len(before)
        for begin, _, after, cost in made:
            if (way := cost + rest[after]) < ways[begin]:
                ways[begin] = way
        behind.append(ways)
    behind.reverse()
    if behind[0][0] == math.inf:
        return [], math.inf
    return list(_followed(layers, edges, behind)), behind[0][0]


def _step(
    states: Sequence[S],
    costs: Sequence[float],
    moves: Callable[[S], Iterable[tuple[C, S, float]]],
    kin: Callable[[S], Hashable],
    width: int,
    reach: float,
) -> tuple[list[S], list[float], list[_Edge[C]]]:
    """The states that are followed behind one step, what it costs to reach each, and the moves to them."""
    numbers: dict[S, int] = {}
    reached: list[float] = []
    made: list[_Edge[C]] = []
    for begin, (state, before) in enumerate(zip(states, costs, strict=True)):
        for choice, after, cost in moves(state):
            number = numbers.setdefault(after, len(reached))
            if number == len(reached):
                reached.append(math.inf)
            if before + cost < reached[number]:
                reached[number] = before + cost
            made.append((begin, choice, number, cost))
    found = list(numbers)
    groups: dict[Hashable, list[int]] = {}
    most = min(reached, default=0.0) + reach
    for number, state in enumerate(found):
        if reached[number] > most:
            continue
        groups.setdefault(kin(state), []).append(number)
    kept = [number for group in groups.values() for number in nsmallest(width, group, key=reached.__getitem__)]
    place = {number: at for at, number in enumerate(kept)}
    edges = [(begin, choice, place[after], cost) for begin, choice, after, cost in made if after in place]
    return [found[number] for number in kept], [reached[number] for number in kept], edges


def _followed(
    layers: Sequence[Sequence[float]], edges: Sequence[Sequence[_Edge[C]]], behind: Sequence[Sequence[float]]
) -> Iterable[WayStep[C]]:
    state, total = 0, behind[0][0]
    for before, step, rest in zip(layers, edges, behind[1:], strict=False):
        best: dict[C, float] = {}
        taken: tuple[float, C, int] | None = None
        for begin, choice, after, cost in step:
            way = cost + rest[after]
            if choice not in best or before[begin] + way < best[choice]:
                best[choice] = before[begin] + way
            if begin == state and (taken is None or way < taken[0]):
                taken = way, choice, after
        if taken is None:
            raise ValueError("the way ends before its last step")
        _, chosen, state = taken
        rivals = [(choice, cost - total) for choice, cost in best.items() if choice != chosen and cost < math.inf]
        yield WayStep(chosen, rivals)
