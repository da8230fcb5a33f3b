"""Areas whose colour runs from one shade to another, painted as many strips thinner than a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyokasho.parsers.model import BBox, Fill

_HAIR = 0.3
"""Strips of one area lie at most so far apart, and end within so much of each other, in points."""
_LEAST = 4
"""Strips that make an area; two or three are a double rule."""
_SIZE = 5.0
"""Points that an area measures across its strips at least."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A filled rectangle as thin as a rule and not dark, and how many areas were painted before it."""

    box: BBox
    colour: tuple[float, ...]
    place: int


def told_apart(strips: Sequence[Strip]) -> tuple[list[tuple[int, Fill]], list[Strip]]:
    """The areas that strips make side by side, each with its place among those painted, and the strips that stand
    alone."""
    areas: list[tuple[int, Fill]] = []
    alone: list[Strip] = []
    for across in (0, 1):
        along = 1 - across
        thin = [s for s in strips if (s.box[2] - s.box[0] <= s.box[3] - s.box[1]) == (across == 0)]
        thin.sort(key=lambda s: (round(s.box[along]), round(s.box[along + 2]), s.box[across]))
        pile: list[Strip] = []
        for strip in thin:
            if pile and not _goes_on(pile[-1].box, strip.box, across):
                _settle(pile, across, areas, alone)
                pile = []
            pile.append(strip)
        if pile:
            _settle(pile, across, areas, alone)
    return areas, alone


def _goes_on(one: BBox, other: BBox, across: int) -> bool:
    along = 1 - across
    ends = abs(one[along] - other[along]) <= _HAIR and abs(one[along + 2] - other[along + 2]) <= _HAIR
    return ends and other[across] - one[across + 2] <= _HAIR


def _settle(pile: Sequence[Strip], across: int, areas: list[tuple[int, Fill]], alone: list[Strip]) -> None:
    first, last = pile[0].box, pile[-1].box
    if len(pile) < _LEAST or last[across + 2] - first[across] < _SIZE:
        alone += pile
        return
    box = (min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3]))
    areas.append((min(strip.place for strip in pile), Fill(box, pile[len(pile) // 2].colour)))
