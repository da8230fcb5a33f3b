"""Boxes that are one printed square (□, ☑, ■), seen before their options: engines take them for kanji or for nothing.

The options of checkbox groups are a closed list. Where one is read, a square before it is its box, and what is within
the square says whether it is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.model import UNKNOWN_MARK, Word
from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.lookalikes import look_alikes
from hyokasho.parsers.sources.scan.raster import Mask, Raster
from hyokasho.parsers.sources.scan.worn_boxes import begins_with_option

_SURE = 0.8
"""Confidence from which a word is what was read."""
_BEFORE, _OVER, _WITHIN = 2.0, 0.3, 2.8
"""A box begins so far before its option at most, and reaches so far over its line; one read in one word with it ends so
far behind the word's beginning at most, where specks may stand (line heights)."""
_SIDES, _SQUARE = (0.5, 1.3), (0.8, 1.25)
"""Least and greatest side in line heights; width to height."""
_FRAME, _RIM = 0.7, 0.2
"""Share of each side of a frame that is ink, within this share of its width from the edge."""
_CORNER, _CORNERS = 0.2, 3
"""A corner is so near its point (share of the width, across and down together); so many of four have ink in a square.
A circle comes no nearer to one than 0.29."""
_CORE = 0.3
"""Share of a box's width from its edge to its core, where an empty one has no ink."""
_EMPTY, _MARKED, _SOLID = 0.04, 0.2, 0.85
"""Shares of the core that are ink: at most in an empty box, at least in a marked one, and in one that is filled."""


@dataclass(frozen=True, slots=True)
class SquareBox:
    """The words of a box, the option's word as it was read and without the box, the box's place in points."""

    box: tuple[Word, ...]
    read: Word
    option: Word

    def holds(self, word: Word) -> bool:
        """Was a word read in the place of the box?"""
        (left, top, *_), (*_, right, bottom) = self.box[0].bbox, self.box[-1].bbox
        x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
        return word is not self.read and left <= x <= right and top <= y <= bottom


def square_boxes(texts: Sequence[Sequence[Word]], ink: Mask, raster: Raster) -> list[SquareBox]:
    """The squares before options of checkbox groups; `ink` is the page's without its lines."""
    words = [word for found in texts for word in found]
    boxes = [box for word in words if (box := _before(word, ink, raster)) is not None]
    return [box for box in boxes if all(_is_box(word) for word in words if box.holds(word))]


def _is_box(word: Word) -> bool:
    """May what was read in the place of a square be the square?"""
    return word.confidence < _SURE or set(word.text) <= look_alikes().squares


def _before(word: Word, ink: Mask, raster: Raster) -> SquareBox | None:
    text = fold(word.text)
    led = len(text) == len(word.text) and text[:1] in look_alikes().squares and begins_with_option(text[1:])
    if not led and not begins_with_option(text):
        return None
    x0, y0, x1, y1 = word.bbox
    em = word.size
    between = (x0 - _OVER * em, x0 + _WITHIN * em) if led else (x0 - _BEFORE * em, x0 + _OVER * em)
    found = _squares(ink, between, word, raster.scale)
    square = next(iter(found if led else found[::-1]), None)
    if square is None:
        return None
    left, _, right, _ = raster.points(*square)
    option = replace(word, text=word.text[led:], bbox=(max(x0, right), y0, x1, y1), read_as=word.read_as)
    if led:  # (what is said of its characters no longer fits)
        option = replace(option, doubts=(), places=word.places[1:] if word.places else ())
    return SquareBox(tuple(_words(ink, square, (left, y0, right, y1), word.size)), word, option)


def _squares(ink: Mask, between: tuple[float, float], word: Word, scale: float) -> list[PixelBox]:
    """The spots of ink in a word's line between two places (points) that are a frame of four sides, or filled.

    From left to right, in pixels."""
    em = word.size * scale
    top, bottom = (max(0, round(y * scale + off * em)) for y, off in ((word.bbox[1], -_OVER), (word.bbox[3], _OVER)))
    first, last = (max(0, round(x * scale)) for x in between)
    strip = ink[top:bottom, first:last]
    if not strip.size:
        return []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strip, connectivity=8)
    low, high = (side * em for side in _SIDES)
    found = []
    for i, (x, y, width, height, _) in enumerate(stats.tolist()):
        if not i or not (low <= min(width, height) and max(width, height) <= high):
            continue
        if _SQUARE[0] <= width / height <= _SQUARE[1] and _framed(labels[y : y + height, x : x + width] == i):
            found.append((first + x, top + y, first + x + width, top + y + height))
    return sorted(found)


def _framed(shape: NDArray[Any]) -> bool:
    """Has a spot ink along all four sides of its box, and in its corners, where a circle has none?"""
    reach = _CORNER * sum(shape.shape) / 2
    near = np.add.outer(np.arange(shape.shape[0]), np.arange(shape.shape[1])) < reach
    if sum(bool((turned & near).any()) for turned in (shape[::a, ::b] for a in (1, -1) for b in (1, -1))) < _CORNERS:
        return False
    rim = max(1, round(_RIM * len(shape)))
    across, down = (shape[:rim], shape[-rim:]), (shape[:, :rim], shape[:, -rim:])
    sides = [np.asarray(part.any(axis=0)) for part in across] + [np.asarray(part.any(axis=1)) for part in down]
    return min(float(side[rim:-rim].mean()) for side in sides) >= _FRAME


def _words(ink: Mask, square: PixelBox, box: tuple[float, float, float, float], size: float) -> list[Word]:
    """The sign of a box; one in brackets whose mark is not known where it is neither empty nor marked."""
    x0, y0, x1, y1 = square
    edge = round(_CORE * (x1 - x0)), round(_CORE * (y1 - y0))
    core = ink[y0 + edge[1] : y1 - edge[1], x0 + edge[0] : x1 - edge[0]]
    inked = float((core > 0).mean()) if core.size else 0.0
    if inked <= _EMPTY:
        return [Word(signs().drawn_empty, box, size, "pixel", 0.95)]
    if inked >= _MARKED:
        return [Word("■" if inked >= _SOLID else signs().drawn_marked, box, size, "pixel", 0.9)]
    thirds = [box[0] + k * (box[2] - box[0]) / 3 for k in range(4)]
    parts = zip("[" + UNKNOWN_MARK + "]", thirds, thirds[1:], strict=False)
    return [Word(sign, (left, box[1], right, box[3]), size, "pixel", 0.5) for sign, left, right in parts]
