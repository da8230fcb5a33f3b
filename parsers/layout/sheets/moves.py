"""Parts of a page put elsewhere: `right` and `down` are points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hyokasho.parsers.model import BBox, Fill, Outline, Rule, Word


def moved_box(box: BBox, right: float, down: float = 0.0) -> BBox:
    """A box at its new place, in points."""
    return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)


def moved_words(words: Iterable[Word], right: float, down: float = 0.0) -> list[Word]:
    """Words at their new place."""
    return [replace(word, bbox=moved_box(word.bbox, right, down)) for word in words]


def moved_boxes(boxes: Iterable[BBox], right: float, down: float = 0.0) -> tuple[BBox, ...]:
    """Boxes at their new place."""
    return tuple(moved_box(box, right, down) for box in boxes)


def moved_rules(rules: Iterable[Rule], right: float, down: float = 0.0) -> tuple[Rule, ...]:
    """Rules at their new place."""
    return tuple(Rule(r.x0 + right, r.y0 + down, r.x1 + right, r.y1 + down) for r in rules)


def moved_fills(fills: Iterable[Fill], right: float, down: float = 0.0) -> tuple[Fill, ...]:
    """Areas at their new place."""
    return tuple(replace(fill, bbox=moved_box(fill.bbox, right, down)) for fill in fills)


def moved_outlines(outlines: Iterable[Outline], right: float, down: float = 0.0) -> tuple[Outline, ...]:
    """Outlines at their new place."""
    return tuple(replace(o, points=tuple((x + right, y + down) for x, y in o.points)) for o in outlines)
