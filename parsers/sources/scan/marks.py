"""The mark of a box, from the look of its ink and from what the engine read there: two witnesses of one place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.model import DRAWN_MARK, UNKNOWN_MARK, Word
from hyokasho.parsers.sources.scan.brackets import Look, Pair, look_between
from hyokasho.parsers.sources.scan.raster import Mask, Raster

_SHAPES = {"circle": DRAWN_MARK, "disc": "●", "square": "■"}
_LEAST_DEPTH = 20
"""Steps of grey by which a mark stands out at least."""
_READ = {
    "○": "○〇◯OoQ0〇◎Ｏ",
    "●": "●⚫",
    "レ": "レしL∨√Vvνｖ✓✔☑㇢ｌノ/",
    "■": "■◼",
}
"""What engines make of the marks."""


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
    if _answer(text, sure):
        return None
    for mark, seen in _READ.items():
        if text and all(char in seen for char in text) and len(text) <= 2:
            return Word(mark, box, size, "pixel", min(0.95, 0.6 + 0.35 * sure))
    return Word(UNKNOWN_MARK, box, size, "pixel", 0.3)


def mark_in_picture(pixmap: pymupdf.Pixmap) -> str | None:
    """The mark in the picture of a box's inside: its sign, UNKNOWN_MARK for ink of no known shape, None if empty."""
    gray = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    ink = _ink(gray)
    height, width = ink.shape
    pair = Pair((0, 0, 0, height), (width, 0, width, height))
    look = look_between(pair, ink)
    if look.mark == "empty":
        return None
    return _SHAPES.get(look.mark, UNKNOWN_MARK)


def _ink(gray: NDArray[np.uint8]) -> Mask:
    """What stands out from the ground of a drawn box, pale marks too: half as much as its strongest stroke."""
    if not gray.size:
        return gray
    depth = np.abs(gray.astype(np.int16) - int(np.median(gray)))
    least = max(_LEAST_DEPTH, int(depth.max()) // 2)
    return ((depth >= least) * np.uint8(255)).astype(np.uint8)


def _answer(text: str, sure: float) -> bool:
    """Is this text a short answer (one year, none) rather than a mark?"""
    return len(text) >= 2 and sure >= 0.6 and any("一" <= char <= "鿿" or "ぁ" <= char <= "ん" for char in text)
