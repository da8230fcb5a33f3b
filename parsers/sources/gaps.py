"""White lines drawn on areas of colour: gaps that show another ground part cells as dark lines do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.shading import is_white
from hyokasho.parsers.model import BBox, Fill, Rule
from hyokasho.parsers.sources.gradients import Strip

_BESIDE = 1.5
"""Points from the middle of a white line to the area that it parts from another, or from the paper."""
_ALONG = 0.8
"""Share of the width of an area along which a line runs that frames it."""
_MOST = 4000
"""No page has so many lines; what has is not looked at one by one."""


def lines_on_areas(white: Sequence[Strip], painted: Sequence[Fill]) -> list[Rule]:
    """The white lines that a person sees: those with an area of colour on a side, painted before them."""
    areas = [(place, fill.bbox) for place, fill in enumerate(painted) if not is_white(fill)]
    if not areas or len(white) > _MOST:
        return []
    return [rule for strip in white if (rule := _rule(strip.box)) is not None and _is_seen(rule, strip.place, areas)]


def _rule(box: BBox) -> Rule | None:
    """The line along a thin box; None for a point."""
    x0, y0, x1, y1 = box
    if max(x1 - x0, y1 - y0) < SETTINGS.min_rule:
        return None
    if x1 - x0 >= y1 - y0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _is_seen(rule: Rule, place: int, areas: Sequence[tuple[int, BBox]]) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    dx, dy = (0.0, _BESIDE) if rule.horizontal else (_BESIDE, 0.0)
    sides = ((x - dx, y - dy), (x + dx, y + dy))
    return any(at < place and any(b[0] <= u <= b[2] and b[1] <= v <= b[3] for u, v in sides) for at, b in areas)


def with_frames(painted: Sequence[Fill], lines: Sequence[Rule]) -> list[Fill]:
    """The areas, `framed` where such a line runs along their upper or lower edge."""
    level = [line for line in lines if line.horizontal]
    return [replace(fill, framed=True) if _has_line(fill.bbox, level) else fill for fill in painted]


def _has_line(box: BBox, level: Sequence[Rule]) -> bool:
    x0, y0, x1, y1 = box
    return any(
        min(abs(line.y0 - y0), abs(line.y0 - y1)) <= _BESIDE
        and min(line.x1, x1) - max(line.x0, x0) >= _ALONG * (x1 - x0)
        for line in level
    )
