"""Areas of colour painted in strips: a spreadsheet fills a cell anew for every row of the sheet that it covers.

Where no lines are drawn, the pieces of a page would be its cells; pieces that end in the middle of a word, or that hold
none in a column of labels, are strips. Their seams divide nothing, so that borders are only where the colour changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.parsers.layout.lines.shading import areas_of, same_ground
from hyokasho.parsers.layout.words import has_middle
from hyokasho.parsers.model import BBox, Fill, Page, Word

_TOUCH = 1.6
"""Points between two areas that touch."""
_BODY = 0.25
"""Share of a word's height above and below its body."""
_FEWEST, _CUTTING = 2, 0.1
"""So many seams of a page, and this share of them, cut words where areas are strips."""
_BARE = 0.4
"""Share of the areas in the column furthest left, where labels and dates stand, that hold no text."""


def without_strips(page: Page, *, known: bool = False) -> tuple[Page, bool]:
    """The page, strips of one colour as the area that is seen, and whether it has any. `known`: a page before has."""
    areas = areas_of(page) if page.painted else ()
    seams = list(_seams(areas))
    if not seams or not (known or _are_strips(seams, page.words)):
        return page, False
    return replace(page, painted=()), True  # (`fills` are the areas joined)


def crossed(box: BBox, y: float) -> bool:
    """Does a level line run through the body of a word?"""
    margin = _BODY * (box[3] - box[1])
    return box[1] + margin < y < box[3] - margin


def adjoining(above: Fill, below: Fill) -> bool:
    """Are two areas of one colour pieces of one that go on without a gap?"""
    if above.framed and below.framed:
        return False
    a, b = above.bbox, below.bbox
    near = max(abs(a[0] - b[0]), abs(a[2] - b[2]), abs(a[3] - b[1])) <= _TOUCH
    return near and same_ground(above.colour, below.colour)


def cuts_word(below: Fill, words: Sequence[Word]) -> bool:
    """Does the upper edge of an area run through a word above it?"""
    x0, y0, x1, _ = below.bbox
    return any(crossed(w.bbox, y0) and x0 < (w.bbox[0] + w.bbox[2]) / 2 < x1 for w in words)


def _seams(areas: Sequence[Fill]) -> Iterator[tuple[Fill, Fill]]:
    """Two areas each that go on without a gap."""
    ordered = sorted(areas, key=lambda f: (f.bbox[0], f.bbox[1]))
    yield from ((above, below) for above, below in pairwise(ordered) if adjoining(above, below))


def _are_strips(seams: Sequence[tuple[Fill, Fill]], words: Sequence[Word]) -> bool:
    cutting = sum(cuts_word(below, words) for _, below in seams)
    if cutting >= max(_FEWEST, _CUTTING * len(seams)):
        return True
    left = min(above.bbox[0] for above, _ in seams)
    first = {fill.bbox for seam in seams for fill in seam if fill.bbox[0] - left <= _TOUCH}
    bare = sum(not any(has_middle(box, word) for word in words) for box in first)
    return bare >= max(_FEWEST, _BARE * len(first))
