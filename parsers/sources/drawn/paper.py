"""What the paper shows of the ruling lines drawn on it: a crop box or the paper's end may cut a table's borders off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import Rule

_EDGE = 0.5
"""A rule that stands so far outside the page (points) is still seen, and one that ends so near its end reaches it."""
_LEAST = 3
"""So many level rules that reach the paper's side are those of a table whose border is cut off."""


def on_paper(rules: Iterable[Rule], width: float, height: float) -> list[Rule]:
    """What a page of this size (points) shows of the rules, and the sides of tables that its left or right end cuts:
    there the paper's end is the border of their cells."""
    shown = []
    left: list[Rule] = []
    right: list[Rule] = []
    for rule in rules:
        if rule.x0 >= _EDGE and rule.y0 >= 0 and rule.x1 <= width - _EDGE and rule.y1 <= height:
            shown.append(rule)
            continue
        x0, x1 = max(rule.x0, 0.0), min(rule.x1, width)
        y0, y1 = max(rule.y0, 0.0), min(rule.y1, height)
        if x0 <= x1 + _EDGE and y0 <= y1 + _EDGE:
            seen = Rule(x0, y0, x1, y1)
            shown.append(seen)
            if seen.horizontal and x1 - x0 >= SETTINGS.min_table_rule:
                left += [seen] if rule.x0 < _EDGE else []
                right += [seen] if rule.x1 > width - _EDGE else []
    cut = [(x, found) for x, found in ((0.0, left), (width, right)) if len(found) >= _LEAST]
    walls = [rule for rule in shown if not rule.horizontal] if cut else []
    if not walls:
        return shown  # (where rows are parted by level lines alone, no side is missing)
    return [*shown, *(side for x, found in cut for side in _sides(x, found, walls if len(cut) == 1 else None))]


def _sides(x: float, cut: Sequence[Rule], walls: Sequence[Rule] | None) -> Iterator[Rule]:
    """The cut side of tables, between the level rules that run over it: where other walls stand, if the other side is
    seen (`walls`)."""
    for above, below in pairwise(sorted({rule.y0 for rule in cut})):
        middle = (above + below) / 2
        if walls is None or any(wall.y0 <= middle <= wall.y1 for wall in walls):
            yield Rule(x, above, x, below)
