"""Which members of a sequence stand against the order that the others follow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

MOST_AGAINST = 0.1
"""Share of members against the order above which the sequence is taken to follow none."""


def out_of_order(days: Sequence[date]) -> list[int]:
    """Indices of the dates that stand against the order, rising or falling; empty where there is no clear order."""
    numbers = [day.toordinal() for day in days]
    rising, falling = _against(numbers), _against([-number for number in numbers])
    fewest = min(rising, falling, key=len)
    return fewest if len(fewest) <= MOST_AGAINST * len(days) else []


def _against(numbers: Sequence[int]) -> list[int]:
    """The indices that are not part of a longest rising (not falling) run through the numbers."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for k, number in enumerate(numbers):
        place = bisect_right(ends, number)
        before.append(at[place - 1] if place else -1)
        if place == len(ends):
            ends.append(number)
            at.append(k)
        else:
            ends[place], at[place] = number, k
    kept = set()
    k = at[-1] if at else -1
    while k >= 0:
        kept.add(k)
        k = before[k]
    return [k for k in range(len(numbers)) if k not in kept]
