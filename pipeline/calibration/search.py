"""Coordinate search: each value varied in turn, kept where the half that is fitted on gains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from hyokasho.parsers.costs import Bounds

LEAST_GAIN = 1e-4
"""A gain of the goal that is smaller is noise."""
_STEPS = (0.2, 0.08)
"""Shares of the range of a value by which it is varied, round by round."""

Goal = Callable[[Mapping[str, float]], float]


def search(
    start: Mapping[str, float], bounds: Mapping[str, Bounds], goal: Goal, steps: Sequence[float] = _STEPS
) -> Iterator[tuple[dict[str, float], float]]:
    """Better and better values of those in `start`, each with its goal (more is better), the start first.

    `goal` is asked for the values that differ from `start` only.
    """
    best: dict[str, float] = {}
    reached = goal(best)
    yield dict(start), reached
    for step in steps:
        for name in start:
            for tried in _around(best.get(name, start[name]), bounds[name], step):
                values = {**best, name: tried}
                found = goal(values)
                if found > reached + LEAST_GAIN:
                    best, reached = values, found
                    yield {**start, **best}, reached


def _around(value: float, bound: Bounds, step: float) -> Iterator[float]:
    """The values a step below and above, within bounds."""
    far = step * (bound.most - bound.least)
    for tried in (value - far, value + far):
        kept = round(min(bound.most, max(bound.least, tried)), 3)
        if kept != value:
            yield kept
