"""Marks of a page of black and white that are told by its sure ones: their circles, and how wide boxes with and without
one are.

The circles of one statement are of one size and stand in one place between their brackets, so that six dots on such
a circle are more than dirt. Boxes that are typed (`[　　]`, `[ ○ ]`) are not as wide with a mark as without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.brackets import Look, Pair
from hyokasho.parsers.sources.scan.raster import Mask
from hyokasho.parsers.sources.scan.rings import Ring, best_ring, is_half, is_sure, ring_like, room_about

_FEW = 3
"""So many sure boxes with a circle, or with none, tell what those of the page are like."""
_FINE = 36
"""Pixels of brackets from which a circle leaves more than dots."""
_WIDTHS, _MOST = 2, 0.8
"""Pixels by which the widths of boxes with one content differ, and the share of them that have the usual one."""
_CIRCLE, _CIRCLE_BY_WIDTH = 6, 4
_EMPTY, _EMPTY_BY_WIDTH = 2, 4
"""Sectors of the usual circle with ink in a box with a circle at least, in one without at most; and where the width of
the box says the same. On made-up faxes circles had 5 to 12; dirt 4 at most, one in forty 3 and more."""
_DIRT = 0.5
"""Ink of dirt at most, in that of a usual circle."""
_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class _Usual:
    """The usual circle of a page: radius and middle from the middle of its box in pixels, ink in pixels; and the least
    and largest widths of boxes with a circle, and with nothing, None where they cannot be told apart."""

    radius: float
    middle: tuple[float, float]
    ink: float
    marked: tuple[float, float] | None
    empty: tuple[float, float] | None

    def by_width(self, pair: Pair) -> bool | None:
        """Does the width of a box say that it has a circle, or that it has none? None: neither."""
        if self.marked is None or self.empty is None:
            return None
        wide = _width(pair)
        if self.marked[0] <= wide <= self.marked[1]:
            return True
        return False if self.empty[0] <= wide <= self.empty[1] else None


def settled(pairs: Sequence[Pair], looks: Sequence[Look | None], ink: Mask) -> list[Look | None]:
    """The looks, doubtful ones told by the sure ones; `ink` is the page's with all dots, but without its lines."""
    usual = _usual(pairs, looks, ink)
    if usual is None:
        return list(looks)
    return [
        _settled(pair, look, ink, usual) if look is not None and _is_doubtful(pair, look, pairs) else look
        for pair, look in zip(pairs, looks, strict=True)
    ]


def _is_doubtful(pair: Pair, look: Look, pairs: Sequence[Pair]) -> bool:
    if look.mark not in ("empty", "other") or not pair.narrow or pair.height > _FINE:
        return False
    return not is_half(pair, room_about(pair, pairs))


def _settled(pair: Pair, look: Look, ink: Mask, usual: _Usual) -> Look:
    x0, y0, x1, y1 = pair.inside
    inside = ink[y0:y1, x0:x1] > 0
    ring = ring_like(inside, usual.radius, usual.middle)
    sectors, told = (ring.sectors if ring is not None else 0), usual.by_width(pair)
    if ring is not None and told is not False and sectors >= (_CIRCLE_BY_WIDTH if told else _CIRCLE) and is_sure(ring):
        return Look("circle", ring.placed(x0, y0), _CONFIDENCE)
    if told is True:
        return replace(look, mark="other", confidence=0.5)
    few = sectors <= (_EMPTY if told is None else _EMPTY_BY_WIDTH) and np.count_nonzero(inside) <= _DIRT * usual.ink
    return Look("empty", pair.inside, 0.8) if look.mark == "other" and few else look


def _usual(pairs: Sequence[Pair], looks: Sequence[Look | None], ink: Mask) -> _Usual | None:
    """What the sure circles have in common; None where there are too few."""
    known = [(pair, look.mark) for pair, look in zip(pairs, looks, strict=True) if look is not None]
    marked = [pair for pair, mark in known if mark == "circle"]
    rings = [(pair, ring) for pair in marked if pair.height <= _FINE and (ring := _sure_ring(pair, ink)) is not None]
    if len(rings) < _FEW:
        return None
    middles = np.array([ring.off(pair.inside) for pair, ring in rings])
    x, y = np.median(middles, axis=0)
    radius, dots = (float(np.median([getattr(ring, name) for _, ring in rings])) for name in ("radius", "on"))
    wide, narrow = _widths(marked), _widths([pair for pair, mark in known if mark == "empty" and pair.narrow])
    if wide is None or narrow is None or (wide[0] <= narrow[1] and narrow[0] <= wide[1]):
        wide = narrow = None
    return _Usual(radius, (float(x), float(y)), dots, wide, narrow)


def _sure_ring(pair: Pair, ink: Mask) -> Ring | None:
    x0, y0, x1, y1 = pair.inside
    inside: NDArray[np.bool_] = ink[y0:y1, x0:x1] > 0
    ring = best_ring(inside, pair.height)
    return ring if ring is not None and is_sure(ring, alone=True) else None


def _widths(pairs: Sequence[Pair]) -> tuple[float, float] | None:
    """Least and largest width of boxes of one content; None where there are few, or they are of several widths."""
    if len(pairs) < _FEW:
        return None
    middle = float(np.median([_width(pair) for pair in pairs]))
    near = [pair for pair in pairs if abs(_width(pair) - middle) <= _WIDTHS]
    return (middle - _WIDTHS, middle + _WIDTHS) if len(near) >= _MOST * len(pairs) else None


def _width(pair: Pair) -> int:
    return pair.right[2] - pair.left[0]
