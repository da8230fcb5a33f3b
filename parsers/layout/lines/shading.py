"""Shaded areas: the fills a printer paints, joined to what a person sees, and the edges that can stand in for rules.

A spreadsheet paints a merged, shaded cell as one fill for every row of the sheet it covers, some a dot too large, some
with a hair between them. Fills that touch and have one colour are one area: their seams divide nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter

from hyokasho.parsers.layout.rules import Ruling, nearest
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import air_around, middle
from hyokasho.parsers.model import BBox, Fill, Page, Rule, Word

_COLOUR = 0.02
"""Colours that differ by less in each part are one (printers round them)."""
_MARKING = 1.6
"""Points by which a marking is larger than its words on any side."""
_WHITE = 0.985


def joined_fills(painted: Sequence[Fill]) -> list[Fill]:
    """The shaded areas that are seen of fills in the order they were painted, white ones among them."""
    upright = _joined(painted, 1)
    return seen_fills(_joined(upright, 0))


def seen_fills(painted: Sequence[Fill]) -> list[Fill]:
    """The fills, in the order they were painted, that are neither white nor painted over."""
    return [fill for i, fill in enumerate(painted) if not is_white(fill) and not _hidden(fill, painted[i + 1 :])]


def areas_of(page: Page) -> Sequence[Fill]:
    """The areas of colour that a person sees on a page: all that were painted, where that is known, or those that fill
    cells."""
    return seen_fills(page.painted) if page.painted else page.fills


def _joined(fills: Sequence[Fill], axis: int) -> list[Fill]:
    """Neighbours of one colour joined that have the same extent across `axis` (0: side by side, 1: one below another).

    A joined area lies where its last piece was painted.
    """
    along, across = axis, 1 - axis
    order = sorted(range(len(fills)), key=lambda i: (fills[i].bbox[across], fills[i].bbox[along]))
    open_: list[tuple[int, Fill]] = []
    done: list[tuple[int, Fill]] = []
    for i in order:
        fill = fills[i]
        start = fill.bbox[across]
        done += [area for area in open_ if start - area[1].bbox[across] > SETTINGS.hair]
        open_ = [area for area in open_ if start - area[1].bbox[across] <= SETTINGS.hair]
        for k, (place, area) in enumerate(open_):
            if _adjoin(area, fill, along, across):
                open_[k] = (max(i, place), Fill(_union(area.bbox, fill.bbox), fill.colour))
                break
        else:
            open_.append((i, fill))
    return [area for _, area in sorted(done + open_, key=lambda found: found[0])]


def _adjoin(one: Fill, other: Fill, along: int, across: int) -> bool:
    """Do two areas touch with a side of equal length, in one colour?"""
    a, b, hair = one.bbox, other.bbox, SETTINGS.hair
    return (
        abs(a[across] - b[across]) <= hair
        and abs(a[across + 2] - b[across + 2]) <= hair
        and b[along] - a[along + 2] <= hair
        and a[along] - b[along + 2] <= hair
        and same_ground(one.colour, other.colour)
    )


def same_ground(one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> bool:
    """Are two colours one to the eye? None (not known) equals only itself."""
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(abs(a - b) <= _COLOUR for a, b in zip(one, other, strict=True))


def is_white(fill: Fill) -> bool:
    """Is an area as white as paper?"""
    return fill.colour is not None and min(fill.colour) >= _WHITE


def _hidden(fill: Fill, later: Iterable[Fill]) -> bool:
    x0, y0, x1, y1 = fill.bbox
    hair = SETTINGS.hair
    return any(
        c.bbox[0] <= x0 + hair and c.bbox[1] <= y0 + hair and c.bbox[2] >= x1 - hair and c.bbox[3] >= y1 - hair
        for c in later
    )


def _union(a: BBox, b: BBox) -> BBox:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def edges_of_fills(
    fills: Sequence[Fill], horizontal: Sequence[Ruling], vertical: Sequence[Ruling], words: Sequence[Word] = ()
) -> list[Rule]:
    """Edges of shaded areas where the colour changes and no rule is drawn. Only of areas that fill cells: an edge ends
    on rules. An edge that runs through the middle of a word divides nothing, and neither does one of a ground that is
    as large as the words on it (a marking).
    """
    if not fills:
        return []
    ys, xs = [h.at for h in horizontal], [v.at for v in vertical]
    placed = _Placed(words)
    found: list[Rule] = []
    for fill in fills:
        x0, y0, x1, y1 = fill.bbox
        level, upright = _near(ys, y0) and _near(ys, y1), _near(xs, x0) and _near(xs, x1)
        if (level or upright) and _marks_words(fill, placed):
            continue
        if level:
            for x in (x0, x1):
                if not _covered(vertical, x, (y0 + y1) / 2):
                    found += [Rule(x, a, x, b) for a, b in _bare(fill, fills, 0, x)]
        if upright:
            # Not above the first or below the last rule: there the page end cuts a cell, its border is missing rightly.
            for y in (y0, y1):
                if ys and ys[0] < y < ys[-1] and not _covered(horizontal, y, (x0 + x1) / 2):
                    found += [Rule(a, y, b, y) for a, b in _bare(fill, fills, 1, y)]
    return [edge for edge in found if not _runs_through(edge, words)]


def _bare(fill: Fill, fills: Sequence[Fill], axis: int, at: float) -> Iterator[tuple[float, float]]:
    """The stretches of an edge (across `axis`, at this place) that no neighbour of the same colour continues."""
    start, end = fill.bbox[1 - axis], fill.bbox[3 - axis]
    beside = [
        (f.bbox[1 - axis], f.bbox[3 - axis])
        for f in fills
        if f is not fill
        and f.bbox[axis] - SETTINGS.hair <= at <= f.bbox[axis + 2] + SETTINGS.hair
        and same_ground(f.colour, fill.colour)
    ]
    for low, high in sorted(beside):
        if low > start + SETTINGS.hair:
            yield (start, min(low, end))
        start = max(start, high)
        if start >= end - SETTINGS.hair:
            return
    yield (start, end)


class _Placed:
    """The words of a page by the height of their middles: a page has many areas to ask about."""

    def __init__(self, words: Sequence[Word]) -> None:
        found = sorted([(*middle(word), word) for word in words], key=itemgetter(1))
        self._words = [(x, word) for x, _, word in found]
        self._heights = [y for _, y, _ in found]

    def within(self, box: BBox) -> list[Word]:
        """The words whose middles lie in a box."""
        x0, y0, x1, y1 = box
        level = self._words[bisect_right(self._heights, y0) : bisect_left(self._heights, y1)]
        return [word for x, word in level if x0 < x < x1]


def _marks_words(fill: Fill, words: _Placed) -> bool:
    """Does an area fit the words on it closely on all sides?"""
    held = words.within(fill.bbox)
    return bool(held) and air_around(fill.bbox, held) <= _MARKING


def _runs_through(edge: Rule, words: Sequence[Word]) -> bool:
    """Does a level edge cut a word in two?"""
    if not edge.horizontal:
        return False
    for word in words:
        x0, y0, x1, y1 = word.bbox
        quarter = (y1 - y0) / 4
        if y0 + quarter < edge.y0 < y1 - quarter and x0 < edge.x1 and x1 > edge.x0:
            return True
    return False


def _near(positions: Sequence[float], value: float) -> bool:
    return bool(positions) and abs(positions[nearest(positions, value)] - value) <= SETTINGS.snap * 1.5


def _covered(rulings: Sequence[Ruling], at: float, middle: float) -> bool:
    near = SETTINGS.snap * 1.5
    for ruling in rulings[bisect_left(rulings, at - near, key=_at) :]:
        if ruling.at > at + near:
            break
        if ruling.covers(middle):
            return True
    return False


_at = attrgetter("at")
