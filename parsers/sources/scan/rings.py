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
_FEW, _TIGHT = 4, 0.6
"""So many boxes tell how wide those of a page are; one of less than this share of it is not seen whole."""


@dataclass(frozen=True, slots=True)
class _Ring:
    """A circle laid over ink: the sectors that have ink on it, pixels on it and beside it, and its box."""

    sectors: int
    on: int
    beside: int
    box: tuple[float, float, float, float]
    worth: float


def usual_room(pairs: Sequence[Pair]) -> float:
    """How far apart the brackets of boxes stand on a page, in their heights; 0 where it has too few to tell."""
    rooms = [_room(pair) for pair in pairs if pair.narrow]
    return float(np.median(rooms)) if len(rooms) >= _FEW else 0.0


def _room(pair: Pair) -> float:
    return (pair.right[0] - pair.left[2]) / pair.height


def look_for_ring(look: Look, pair: Pair, ink: Mask, usual: float) -> Look:
    """The look of a box on a page of black and white; `ink` is the page's with all dots, but without its lines.

    Half of a box whose brackets stand much nearer than is `usual` on the page is not seen: one of them is a stroke of
    its mark, or of its option.
    """
    if look.mark not in ("empty", "other"):
        return look
    if look.mark == "empty" and _room(pair) < _TIGHT * usual:
        return Look("other", pair.inside, 0.5)
    if pair.height > _FINE:
        return look
    x0, y0, x1, y1 = pair.inside
    ring = _best_ring(ink[y0:y1, x0:x1] > 0, pair.height)
    if ring is None or ring.sectors < _SOME:
        return look
    left, top, right, bottom = ring.box
    box = (x0 + int(left), y0 + int(top), x0 + round(right), y0 + round(bottom))
    if ring.sectors >= _SURE and ring.beside <= 1 + _OTHER * ring.on:
        return Look("circle", box, _CONFIDENCE)
    return look if look.mark == "other" else Look("other", box, 0.5)


def _best_ring(ink: NDArray[np.bool_], high: int) -> _Ring | None:
    """The circle about the middle of a box that the most sectors have ink on; None where there is hardly any ink."""
    ys, xs = (places + 0.5 for places in np.nonzero(ink))
    if len(xs) < _SOME:
        return None
    height, width = ink.shape
    aside = np.arange(-_ASIDE * high, _ASIDE * high + 0.5)
    level = np.arange(-_ABOVE * high, _BELOW * high + 0.5)
    rings = (
        _ring(xs - (width / 2 + dx), ys - (height / 2 + dy), radius, (width / 2 + dx, height / 2 + dy))
        for radius in np.arange(_RADIUS[0] * high, _RADIUS[1] * high, 0.5)
        for dx in aside
        for dy in level
    )
    return max(rings, key=lambda ring: ring.worth)


def _ring(xs: NDArray[Any], ys: NDArray[Any], radius: float, middle: tuple[float, float]) -> _Ring:
    """A circle over ink whose places are given from its middle."""
    distance = np.hypot(xs, ys)
    on = np.abs(distance - radius) <= _BAND
    turn = (np.arctan2(ys[on], xs[on]) + np.pi) / (2 * np.pi) * _SECTORS
    sectors = len(np.unique(turn.astype(int) % _SECTORS))
    inside = int((distance < radius - _BAND).sum())
    outside = int(((distance > radius + _BAND) & (distance < _AROUND * radius)).sum())
    x, y = middle
    box = (x - radius, y - radius, x + radius, y + radius)
    worth = sectors - _INSIDE * inside - _OUTSIDE * outside
    return _Ring(sectors, int(on.sum()), inside + outside, box, worth)
