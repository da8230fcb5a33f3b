"""The mark of a box, from the look of its ink and from what the engine read there: two witnesses of one place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.normalizers.character_classes import KANJI, character_classes
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import DRAWN_MARK, UNKNOWN_MARK, Word
from hyokasho.parsers.sources.scan.brackets import EDGE, Look, Pair, look_between
from hyokasho.parsers.sources.scan.raster import Mask, Raster

_SHAPES = {"circle": DRAWN_MARK, "disc": "●", "square": "■"}
_LEAST_DEPTH = 20
"""Steps of a channel (0-255) by which a mark stands out at least."""
_SURE_NUMBER = 0.7
_ACROSS = 0.9
"""Share of a box's width or height from which ink is no mark but a line through it."""


def mark_word(look: Look, words: Sequence[Word], raster: Raster, pair: Pair) -> Word | None:
    """The word of a box's mark; None where it is empty, or where the brackets hold an answer in words.

    Ink that neither its shape nor the engine explains is UNKNOWN_MARK, never a guess.
    """
    if look.mark == "empty":
        return None
    size = pair.height / raster.scale
    box = raster.points(*look.box)
    if look.mark in _SHAPES:
        return Word(_SHAPES[look.mark], box, size, "pixel", look.confidence)
    text = "".join(word.text for word in sorted(words, key=lambda word: word.bbox[0]))
    sure = min((word.confidence for word in words), default=0.0)
    if _answer(text, sure) or (is_number(text) and sure >= _SURE_NUMBER):
        return None
    for mark, seen in signs().read_as.items():
        if text and all(char in seen for char in text) and len(text) <= 2:
            return Word(mark, box, size, "pixel", min(0.95, 0.6 + 0.35 * sure))
    return Word(UNKNOWN_MARK, box, size, "pixel", 0.3)


def mark_in_picture(pixmap: pymupdf.Pixmap) -> str | None:
    """The mark in the picture of a box's inside: its sign, UNKNOWN_MARK for ink of no known shape, None if empty."""
    width, height, channels = pixmap.width, pixmap.height, pixmap.n
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(height, pixmap.stride)
    ink = _ink(rows[:, : width * channels].reshape(height, width, channels))
    pair = Pair((0, 0, 0, height), (width, 0, width, height))
    look = look_between(pair, ink)
    if look.mark == "empty":
        return None
    return _SHAPES.get(look.mark, UNKNOWN_MARK)


def _ink(picture: NDArray[np.uint8]) -> Mask:
    """What stands out from the ground of a drawn box in any channel, half as much as the strongest stroke in its
    middle: a mark may be as light as its ground and of another colour, and letters of the next line reach in."""
    if not picture.size or (picture == picture[0, 0]).all():  # (as empty boxes are)
        return np.zeros(picture.shape[:2], np.uint8)
    depth = np.abs(picture - _ground(picture)).max(axis=2)
    high, wide = (round(EDGE * side) for side in depth.shape)
    middle = depth[high : len(depth) - high, wide : depth.shape[1] - wide]
    while True:
        least = max(_LEAST_DEPTH, float(middle.max(initial=0)) / 2)
        rows, columns = ((depth >= least).mean(axis=side) > _ACROSS for side in (1, 0))
        if not (rows.any() or columns.any()):
            break
        depth[rows] = 0  # a rule, or the seam of a shading in strips
        depth[:, columns] = 0
    ink: Mask = ((depth >= least) * np.uint8(255)).astype(np.uint8)
    return ink


def _ground(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The colour that most of the picture has: one that is there, where a patch of another lies on the first."""
    pixels = picture.reshape(-1, picture.shape[2])
    coarse = (pixels >> _SHADES).astype(np.int64) @ (1 << (8 * np.arange(pixels.shape[1])))
    shades, counts = np.unique(coarse, return_counts=True)
    ground: NDArray[np.float64] = np.median(pixels[coarse == shades[counts.argmax()]], axis=0)
    return ground


_SHADES = 4
"""Bits by which colours of one ground may differ."""


_WORD = re.compile(f"[{KANJI}{character_classes()['hiragana']}]")


_NUMBER = pattern("answers", "number_in_brackets")


def is_number(text: str) -> bool:
    """Is what stands between two brackets the number of a note or of an item, so that they are round ones?"""
    return _NUMBER.match(fold(text)) is not None


def _answer(text: str, sure: float) -> bool:
    """Is this text a short answer (one year, none) rather than a mark?"""
    return len(text) >= 2 and sure >= 0.6 and _WORD.search(text) is not None
