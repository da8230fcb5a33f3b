"""Dotted rules: rows of specks, each drawn for itself, as rules."""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox, Rule

_LEAST = 6
"""Specks in a row that make a rule."""
_LEVEL = 0.35
"""Specks of one rule differ by less than this across it, in points."""
_HATCHED = 0.5
"""Where a greater share of the specks stands in rows both ways, they are shading made of dots."""


def chained(specks: Sequence[BBox]) -> list[Rule]:
    """The level and upright rules that specks make; all in points."""
    if len(specks) < _LEAST:
        return []
    level, upright = _chains(specks, 0), _chains(specks, 1)
    in_both = sum(map(len, level)) + sum(map(len, upright)) - len({i for chain in (*level, *upright) for i in chain})
    if in_both > _HATCHED * len(specks):
        return []
    rules = []
    for chain in level:
        first, last = specks[chain[0]], specks[chain[-1]]
        y = (first[1] + first[3]) / 2
        rules.append(Rule(first[0], y, last[2], y))
    for chain in upright:
        first, last = specks[chain[0]], specks[chain[-1]]
        x = (first[0] + first[2]) / 2
        rules.append(Rule(x, first[1], x, last[3]))
    return rules


def _chains(specks: Sequence[BBox], along: int) -> list[list[int]]:
    """Rows of specks (their numbers) that stand close behind one another along an axis (0: level, 1: upright)."""
    across = 1 - along
    middles = [(box[across] + box[across + 2]) / 2 for box in specks]
    bands: list[list[int]] = []
    for i in sorted(range(len(specks)), key=middles.__getitem__):
        if bands and middles[i] - middles[bands[-1][-1]] <= _LEVEL / 4 and middles[i] - middles[bands[-1][0]] <= _LEVEL:
            bands[-1].append(i)
        else:
            bands.append([i])
    chains = []
    for band in bands:
        band.sort(key=lambda i: specks[i][along])
        chain = [band[0]]
        for i in band[1:]:
            if specks[i][along] - specks[chain[-1]][along + 2] <= SETTINGS.dot_gap:
                chain.append(i)
            else:
                chains.append(chain)
                chain = [i]
        chains.append(chain)
    return [chain for chain in chains if len(chain) >= _LEAST]
