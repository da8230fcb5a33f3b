"""Lines that areas painted after them cover: nobody sees them, so they divide nothing.

An area covers only what does not show through it: `Opacity` and `is_opaque` say of a path whether anything does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from hyokasho.parsers.layout.rules import covered as covered_length
from hyokasho.parsers.model import BBox, Rule

_ASIDE = 0.3
"""Points on either side of a line at which it is asked: a border lies on the edge of an area, with half of it seen."""
_APART, _WITHIN = 4.0, 40.0
"""Points by which a line runs out of an area on both sides that has nothing to do with it, or ends within it: the cells
of a row may be painted as one."""
_MOST = 0.6
"""A line of which a larger share is covered is none; what lies upon a table may hide less of its rules."""

_OPAQUE, _UNSEEN = 0.95, 0.01
"""Opacity from which nothing shows through, and below which nothing is seen."""

Cover = tuple[int, BBox]
"""An area that nothing shows through, and how many lines were drawn before it."""


def is_opaque(path: Mapping[str, Any]) -> bool:
    """Is a path of MuPDF painted so that nothing shows through it, as far as it says so itself?"""
    opacity = path.get("fill_opacity" if "f" in path["type"] else "stroke_opacity")
    return opacity is None or opacity >= _OPAQUE


def is_unseen(path: Mapping[str, Any]) -> bool:
    """Is all that a path of MuPDF paints wholly transparent? Nobody sees it, so it divides and shades nothing."""
    opacities = [path.get(name) for name in ("fill_opacity", "stroke_opacity")]
    painted = [opacity for opacity in opacities if opacity is not None]
    return bool(painted) and max(painted) < _UNSEEN


class Opacity:
    """Which paths of a page nothing shows through, the groups that they are painted in considered (a text marker blends
    with what is below it). To be asked of every path, in the order of drawing."""

    def __init__(self) -> None:
        self._group: int | None = None
        """Level of the outermost group around the path through which something shows."""

    def enter(self, path: Mapping[str, Any]) -> bool:
        """Note a path, or group; does nothing show through it?"""
        if self._group is not None and path["level"] <= self._group:
            self._group = None
        if self._group is None and path["type"] == "group" and _shows_through(path):
            self._group = path["level"]
        return self._group is None and is_opaque(path)


def _shows_through(group: Mapping[str, Any]) -> bool:
    return bool(group["blendmode"] != "Normal" or group["opacity"] < _OPAQUE)


def covered(rules: Sequence[Rule], covers: Sequence[Cover]) -> set[int]:
    """The lines (their places in `rules`, which are in the order of drawing) most of which is covered by areas that end
    elsewhere; points. Borders that shading painted later covers a little end with their cells."""
    later = [(before, box) for before, box in covers if before]
    if not later:
        return set()
    return _of_direction(rules, later, level=True) | _of_direction(rules, later, level=False)


def _of_direction(rules: Sequence[Rule], covers: Iterable[Cover], *, level: bool) -> set[int]:
    """The covered ones of the level lines, or of the upright ones."""
    lines = sorted((rule.y0 if level else rule.x0, i) for i, rule in enumerate(rules) if rule.horizontal == level)
    order = np.array([i for _, i in lines], dtype=int)
    spans = np.array([_ends(rules[i]) for _, i in lines]).reshape(-1, 2)
    hidden: dict[float, dict[int, list[tuple[float, float]]]] = {side: defaultdict(list) for side in (-_ASIDE, _ASIDE)}
    for before, (x0, y0, x1, y1) in covers:
        low, high, start, end = (y0, y1, x0, x1) if level else (x0, x1, y0, y1)
        for side, parts in hidden.items():
            first, last = bisect_left(lines, (low - side, -1)), bisect_right(lines, (high - side, len(rules)))
            near, ends = order[first:last], spans[first:last]
            for i in near[(near < before) & (start < ends[:, 1]) & (end > ends[:, 0])].tolist():
                parts[i].append((start, end))
    most = [i for _, i in lines if all(_share(rules[i], parts.get(i, ())) > _MOST for parts in hidden.values())]
    return {i for i in most if all(_ends_elsewhere(rules[i], parts[i]) for parts in hidden.values())}


def _ends(rule: Rule) -> tuple[float, float]:
    return (rule.x0, rule.x1) if rule.horizontal else (rule.y0, rule.y1)


def _ends_elsewhere(rule: Rule, parts: Sequence[tuple[float, float]]) -> bool:
    """Does a line run out of the areas on both sides, or end far within them?"""
    start, end = _ends(rule)
    low, high = min(part[0] for part in parts), max(part[1] for part in parts)
    return max(start - low, high - end) < -_APART or min(start - low, high - end) > _WITHIN


def _share(rule: Rule, parts: Iterable[tuple[float, float]]) -> float:
    """The share of a line that lies in any of the parts."""
    start, end = _ends(rule)
    return covered_length(parts, start, end) / (end - start) if end > start else 0.0
