"""White lines drawn on areas of colour: gaps that show another ground part cells as dark lines do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.layout.lines.shading import is_white
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox, Fill, Rule
from hyokasho.parsers.sources.drawn.gradients import Strip

_BESIDE = 1.5
"""Points from the middle of a white line to the area that it parts from another, or from the paper."""
_ALONG = 0.8
"""Share of the width of an area along which a line runs that frames it."""
_MOST = 4000
"""No page has so many lines; what has is not looked at one by one."""
_TOGETHER = 256
"""Lines held against all areas at once; more would only take memory."""


def lines_on_areas(white: Sequence[Strip], painted: Sequence[Fill]) -> list[Rule]:
    """The white lines that a person sees: those with an area of colour on a side, painted before them."""
    places = [place for place, fill in enumerate(painted) if not is_white(fill)]
    if not places or len(white) > _MOST:
        return []
    areas = np.array([painted[place].bbox for place in places])
    lines = [(rule, strip.place) for strip in white if (rule := _rule(strip.box)) is not None]
    return [
        rule
        for first in range(0, len(lines), _TOGETHER)
        for rule in _seen(lines[first : first + _TOGETHER], areas, np.array(places))
    ]


def _rule(box: BBox) -> Rule | None:
    """The line along a thin box; None for a point."""
    x0, y0, x1, y1 = box
    if max(x1 - x0, y1 - y0) < SETTINGS.min_rule:
        return None
    if x1 - x0 >= y1 - y0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _seen(lines: Sequence[tuple[Rule, int]], areas: NDArray[Any], places: NDArray[Any]) -> list[Rule]:
    """Those of the lines, each with how many areas were painted before it, on a side of which such an area lies."""
    middles = np.array([((rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2) for rule, _ in lines])
    aside = np.array([(0.0, _BESIDE) if rule.horizontal else (_BESIDE, 0.0) for rule, _ in lines])
    before = places < np.array([place for _, place in lines])[:, None]
    x0, y0, x1, y1 = areas.T
    found = np.zeros(len(lines), np.bool_)
    for side in (middles - aside, middles + aside):
        x, y = side[:, 0, None], side[:, 1, None]
        found |= (before & (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any(axis=1)
    return [rule for (rule, _), seen in zip(lines, found.tolist(), strict=True) if seen]


def with_frames(painted: Sequence[Fill], lines: Sequence[Rule]) -> list[Fill]:
    """The areas, `framed` where such a line runs along their upper or lower edge."""
    level = sorted((line for line in lines if line.horizontal), key=_height)
    return [replace(fill, framed=True) if _has_line(fill.bbox, level) else fill for fill in painted]


def _has_line(box: BBox, level: Sequence[Rule]) -> bool:
    """Does one of the lines, top to bottom, run along the upper or lower edge?"""
    x0, y0, x1, y1 = box
    return any(
        min(line.x1, x1) - max(line.x0, x0) >= _ALONG * (x1 - x0)
        for y in (y0, y1)
        for line in level[bisect_left(level, y - _BESIDE, key=_height) : bisect_right(level, y + _BESIDE, key=_height)]
    )


def _height(line: Rule) -> float:
    return line.y0
