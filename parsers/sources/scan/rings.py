"""Circles between brackets of which a fax has left dots: told by the places that the dots have around one middle.

A thin circle is no closed stroke on a page of 150 dots an inch, black and white, and some of its dots are small enough
for dirt. Where most directions from the middle of the box have a dot at one distance, and none lies nearer, it is a
circle; where only some have, it may be one or dirt, and the mark is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.brackets import Look, Pair
from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.raster import Mask

_SECTORS = 12
_SURE, _SOME = 7, 3
"""So many sectors of a circle have ink where it is one, or may be one.

On made-up faxes circles had 3 to 12, five in six 7 and more; dirt 4 at most, one in forty 3 and more."""
_RADIUS = (0.17, 0.31)
_ASIDE, _ABOVE, _BELOW = 0.12, 0.2, 0.06
"""Radius, and how far the middle may lie off the middle between the brackets, in their heights."""
_BAND = 1.1
"""Pixels that the ink of a circle lies off it at most."""
_AROUND = 1.6
"""What lies outside a circle, but nearer than so many of its radii, is another shape's ink."""
_INSIDE, _OUTSIDE = 0.5, 0.25
"""What a pixel of ink inside or just outside a circle costs, in sectors."""
_OTHER = 0.25
"""Share of the ink of a circle that may lie inside it or just outside."""
_CONFIDENCE = 0.92
_FINE = 36
"""Pixels of brackets from which a circle leaves more than dots; 16 are those of a page of 150 dots an inch."""
_NEAR = 1.0
"""Pixels by which the middle of a circle of known place lies off it; its radius by half of that."""
_FEW, _TIGHT, _SAME = 4, 0.6, 1
"""So many boxes tell how wide those of a page are; one of less than this share of it is not seen whole. Boxes of one
kind differ by so many pixels in width."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle laid over ink: the sectors that have ink on it, pixels on it and beside it, its place and its worth."""

    sectors: int
    on: int
    beside: int
    middle: tuple[float, float]
    radius: float
    worth: float

    def off(self, inside: PixelBox) -> tuple[float, float]:
        """How far its middle lies off that of the place it was found in."""
        x0, y0, x1, y1 = inside
        return self.middle[0] - (x1 - x0) / 2, self.middle[1] - (y1 - y0) / 2

    def placed(self, x0: int, y0: int) -> PixelBox:
        """Its box on the page, where its place begins at (x0, y0)."""
        (x, y), radius = self.middle, self.radius
        return (x0 + int(x - radius), y0 + int(y - radius), x0 + round(x + radius), y0 + round(y + radius))


def usual_room(pairs: Sequence[Pair]) -> float:
    """How far apart the brackets of boxes stand on a page, in their heights; 0 where it has too few to tell."""
    rooms = [_room(pair) for pair in pairs if pair.narrow]
    return float(np.median(rooms)) if len(rooms) >= _FEW else 0.0


def room_about(pair: Pair, pairs: Sequence[Pair]) -> float:
    """As `usual_room`, of the pairs of its page; 0 also where some are as wide as this one, so that it is no half box:
    forms that set their marks between the brackets have narrow empty boxes."""
    same = sum(abs(_width(other) - _width(pair)) <= _SAME for other in pairs if other.narrow)
    return 0.0 if same >= _FEW else usual_room(pairs)


def _width(pair: Pair) -> int:
    return pair.right[2] - pair.left[0]


def _room(pair: Pair) -> float:
    return (pair.right[0] - pair.left[2]) / pair.height


def is_half(pair: Pair, usual: float) -> bool:
    """Do the brackets of a box stand much nearer than is `usual` on the page?"""
    return _room(pair) < _TIGHT * usual


def look_for_ring(look: Look, pair: Pair, ink: Mask, usual: float) -> Look:
    """The look of a box on a page of black and white; `ink` is the page's with all dots, but without its lines.

    Half of a box whose brackets stand much nearer than is `usual` on the page is not seen: one of them is a stroke of
    its mark, or of its option.
    """
    if look.mark not in ("empty", "other"):
        return look
    if look.mark == "empty" and is_half(pair, usual):
        return Look("other", pair.inside, 0.5)
    if pair.height > _FINE:
        return look
    x0, y0, x1, y1 = pair.inside
    ring = best_ring(ink[y0:y1, x0:x1] > 0, pair.height)
    if ring is None or ring.sectors < _SOME:
        return look
    if is_sure(ring, alone=True):
        return Look("circle", ring.placed(x0, y0), _CONFIDENCE)
    return look if look.mark == "other" else Look("other", ring.placed(x0, y0), 0.5)


def is_sure(ring: Ring, *, alone: bool = False) -> bool:
    """Is a ring no other shape with ink on some of it? `alone`: and, with nothing else to tell, surely a circle?"""
    return ring.beside <= 1 + _OTHER * ring.on and (not alone or ring.sectors >= _SURE)


def best_ring(ink: NDArray[np.bool_], high: int) -> Ring | None:
    """The circle about the middle of a box that the most sectors have ink on; None where there is hardly any ink."""
    if np.count_nonzero(ink) < _SOME:
        return None
    aside = np.arange(-_ASIDE * high, _ASIDE * high + 0.5)
    level = np.arange(-_ABOVE * high, _BELOW * high + 0.5)
    return _best(ink, np.arange(_RADIUS[0] * high, _RADIUS[1] * high, 0.5), aside, level)


def ring_like(ink: NDArray[np.bool_], radius: float, off: tuple[float, float]) -> Ring | None:
    """As `best_ring`, of circles with about this radius whose middle lies about so far off the middle of the box."""
    near = np.arange(-_NEAR, _NEAR + 0.1, 0.5)
    return _best(ink, radius + near[abs(near) <= _NEAR / 2], off[0] + near, off[1] + near) if ink.any() else None


def _best(ink: NDArray[np.bool_], radii: NDArray[Any], aside: NDArray[Any], level: NDArray[Any]) -> Ring:
    ys, xs = (places + 0.5 for places in np.nonzero(ink))
    height, width = ink.shape
    rings = (
        _ring(xs, ys, float(radius), (float(width / 2 + dx), float(height / 2 + dy)))
        for radius in radii
        for dx in aside
        for dy in level
    )
    return max(rings, key=lambda ring: ring.worth)


def _ring(xs: NDArray[Any], ys: NDArray[Any], radius: float, middle: tuple[float, float]) -> Ring:
    """A circle over ink whose places are given."""
    xs, ys = xs - middle[0], ys - middle[1]
    distance = np.hypot(xs, ys)
    on = np.abs(distance - radius) <= _BAND
    turn = (np.arctan2(ys[on], xs[on]) + np.pi) / (2 * np.pi) * _SECTORS
    sectors = len(np.unique(turn.astype(int) % _SECTORS))
    inside = int((distance < radius - _BAND).sum())
    outside = int(((distance > radius + _BAND) & (distance < _AROUND * radius)).sum())
    worth = sectors - _INSIDE * inside - _OUTSIDE * outside
    return Ring(sectors, int(on.sum()), inside + outside, middle, radius, worth)
