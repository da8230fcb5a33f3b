"""The cheapest way through a series of decisions, and how close the next best one is at each of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)


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
) -> tuple[list[WayStep[C]], float]:
    """The decisions of the cheapest way of `count` steps from a state on, and its cost.

    `moves` gives what may be chosen at a step in a state: the choice, the state behind it, its cost; `end` the cost of
    the state at the end. At most `width` states of one `kin` are followed per step. No decisions where no way leads to
    the end.
    """
    layers = [{start: 0.0}]
    edges: list[list[tuple[S, C, S, float]]] = []
    for step in range(count):
        reached: dict[S, float] = {}
        made = [(state, *move) for state in layers[-1] for move in moves(step, state)]
        for state, _, after, cost in made:
            reached[after] = min(reached.get(after, math.inf), layers[-1][state] + cost)
        layers.append(_best(reached, kin, width))
        edges.append([edge for edge in made if edge[2] in layers[-1]])
    to_end = {state: end(state) for state in layers[-1]}
    behind = [to_end]
    for made in reversed(edges):
        ways: dict[S, float] = {}
        for state, _, after, cost in made:
            ways[state] = min(ways.get(state, math.inf), cost + behind[0].get(after, math.inf))
        behind.insert(0, ways)
    if behind[0].get(start, math.inf) == math.inf:
        return [], math.inf
    return list(_followed(start, layers, edges, behind)), behind[0][start]


def _best(reached: dict[S, float], kin: Callable[[S], Hashable], width: int) -> dict[S, float]:
    groups: dict[Hashable, list[tuple[S, float]]] = {}
    for state, cost in reached.items():
        groups.setdefault(kin(state), []).append((state, cost))
    return dict(item for group in groups.values() for item in nsmallest(width, group, key=lambda item: item[1]))


def _followed(
    state: S,
    layers: Sequence[dict[S, float]],
    edges: Sequence[Sequence[tuple[S, C, S, float]]],
    behind: Sequence[dict[S, float]],
) -> Iterable[WayStep[C]]:
    total = behind[0][state]
    for before, step, rest in zip(layers, edges, behind[1:], strict=False):
        best: dict[C, float] = {}
        taken: tuple[float, C, S] | None = None
        for begin, choice, after, cost in step:
            way = cost + rest.get(after, math.inf)
            best[choice] = min(best.get(choice, math.inf), before[begin] + way)
            if begin == state and (taken is None or way < taken[0]):
                taken = way, choice, after
        if taken is None:
            raise ValueError("the way ends before its last step")
        _, chosen, state = taken
        rivals = [(choice, cost - total) for choice, cost in best.items() if choice != chosen and cost < math.inf]
        yield WayStep(chosen, rivals)
