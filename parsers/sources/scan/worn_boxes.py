"""Boxes whose brackets are too worn for their shape to tell: told by the option that stands behind them.

The options of checkbox groups are a closed list, and none of them stands without a box before it. Where one is read and
no brackets were found, two slim strokes before it are its brackets; what lies between them is looked at as in any box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.model import Word
from hyokasho.parsers.sources.scan.boxes_alike import BoxLook, box_before, holds_text, overlap
from hyokasho.parsers.sources.scan.brackets import Pair
from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.ocr import Char, compared
from hyokasho.parsers.sources.scan.raster import Mask, Raster

_BEFORE = 5
"""So many signs before an option may be what was read of its box."""
_SLIM = 0.42
_TALL = 0.6
"""Width of a bracket at most, and height at least, in line heights."""
_BEHIND = 1.1
"""The closing bracket is at most so far before its option."""
_INTO = 0.4
"""The option as it was read begins so far within the closing bracket at most."""
_AFTER = 0.2
"""The opening bracket is at most so far behind the beginning of the option as it was read."""
_NARROW, _WIDEST = 0.3, 3.3
_WIDE = (2.7, _WIDEST)
"""Distance between the middles of both brackets, at least and at most: a mark with a blank on either side is three
letters wide. The narrower of two boxes is likelier, for a stroke of the option may pass for a bracket."""
_ALONE = 0.4
"""White before the opening bracket."""


@dataclass(frozen=True, slots=True)
class WornBox:
    """The brackets found before the word `option`; `inside`: words read in their place."""

    pair: Pair
    option: Word
    inside: tuple[Word, ...]


def option_begins(chars: Sequence[Char]) -> int | None:
    """The place in a run of text where the option of a checkbox begins behind what was read of its box; else None."""
    text = "".join(compared(char.text) for char in chars)
    if len(text) != len(chars):
        return None
    for start in range(1, min(_BEFORE, len(text) - 1) + 1):
        if _word(text[start - 1]):
            return None
        if begins_with_option(text[start:]):
            return start
    return None


def begins_with_option(text: str) -> bool:
    """Does a folded text begin with an option, and not go on as a sentence does? One sign may be the next box."""
    rests = [text[len(option) :] for option in known_options() if text.startswith(option)]
    return any(not rest or not _word(rest[0]) or rest[1:].startswith(known_options()) for rest in rests)


def _word(char: str) -> bool:
    return char.isalpha() and not char.isascii()


@cache
def known_options() -> tuple[str, ...]:
    """The options of all boxes of the forms, folded, in one order."""
    return tuple(sorted(box_options()))


def worn_boxes(
    texts: Sequence[Sequence[Word]], pairs: Sequence[Pair], ink: Mask, raster: Raster, alike: BoxLook | None = None
) -> list[WornBox]:
    """The boxes of the options that have none among `pairs`; `ink` is the page's without its lines, `alike` what its
    sure boxes look like."""
    words = [word for found in texts for word in found]
    boxes = []
    for word in words:
        if not begins_with_option(fold(word.text)) or _has_box(word, pairs, raster.scale):
            continue
        pair = _box_alike(word, alike, raster.scale) or _brackets_before(word, ink, raster.scale)
        if pair is not None and not _is_known(pair, pairs) and not holds_text(pair, ink):
            x0, _, x1, _ = raster.points(pair.left[0], 0, pair.right[2], 0)
            inside = tuple(
                other
                for other in words
                if other is not word
                and x0 - 1 <= (other.bbox[0] + other.bbox[2]) / 2 <= x1 + 1
                and other.bbox[1] < (word.bbox[1] + word.bbox[3]) / 2 < other.bbox[3]
            )
            boxes.append(WornBox(pair, word, inside))
    return boxes


def _has_box(word: Word, pairs: Sequence[Pair], scale: float) -> bool:
    x, y = word.bbox[0] * scale, (word.bbox[1] + word.bbox[3]) / 2 * scale
    reach = _BEHIND * word.size * scale
    return any(-reach <= pair.right[0] - x <= reach and pair.right[1] <= y <= pair.right[3] for pair in pairs)


def _is_known(box: Pair, pairs: Sequence[Pair]) -> bool:
    """Was a box found by its shape in the same place? They are sought farther off than `_has_box` looks."""
    return any(overlap(box, pair) for pair in pairs)


def _box_alike(word: Word, alike: BoxLook | None, scale: float) -> Pair | None:
    """The box before a word that looks like the sure ones of its page."""
    if alike is None:
        return None
    middle = (word.bbox[1] + word.bbox[3]) / 2 * scale
    return box_before(alike, word.bbox[0] * scale, middle, word.size * scale)


def _brackets_before(word: Word, ink: Mask, scale: float) -> Pair | None:
    """Two slim strokes before the word, the first with white before it; None where there are none.

    The engine may have passed over them, so that the word as read begins with the opening one or between them.
    """
    em = word.size * scale
    x = word.bbox[0] * scale
    into = x - _WIDEST * em, x + _AFTER * em
    before = (_brackets_within(word, ink, scale, x, wide) for wide in _WIDE)
    around = (_brackets_within(word, ink, scale, x + _WIDEST * em, wide, into) for wide in _WIDE)
    return next((pair for pair in chain(before, around) if pair is not None), None)


def _brackets_within(
    word: Word, ink: Mask, scale: float, x: float, wide: float, opens: tuple[float, float] | None = None
) -> Pair | None:
    """The brackets, `wide` letters apart at most, that close shortly before `x`; or, where the first `opens` between
    two places, anywhere before it. Places are in pixels."""
    em = word.size * scale
    top, bottom = max(0, round(word.bbox[1] * scale - 0.15 * em)), round(word.bbox[3] * scale + 0.15 * em)
    reach = _BEHIND if opens is None else _WIDEST
    first = max(0, round((x - _WIDEST * em if opens is None else opens[0]) - (_BEHIND + _ALONE) * em))
    strip = ink[top:bottom, first : round(x + _INTO * em)] > 0
    runs = [run for run in _runs(np.asarray(strip.any(axis=0))) if run[1] < strip.shape[1]]  # the last may be cut
    strokes = [_stroke(strip, start, stop, first, top) for start, stop in runs]
    slim = _slim([*strokes, *_spots(strip, first, top)], em)
    low, high = _NARROW * em, wide * em
    for closing in reversed([box for box in slim if -_INTO * em <= x - box[2] <= reach * em]):
        before = [box for box in slim if low <= (closing[0] + closing[2] - box[0] - box[2]) / 2 <= high]
        if opens is not None:
            before = [box for box in before if opens[0] <= box[0] <= opens[1]]
        opening = next((box for box in before if _white_before(box, strokes, em)), None)
        if opening is not None:
            return Pair(opening, closing)
        if opens is None:
            return None
    return None


def _slim(strokes: Sequence[PixelBox], em: float) -> list[PixelBox]:
    """Those that may be brackets by their width and height, from left to right, none twice."""
    slim = (box for box in strokes if box[2] - box[0] <= _SLIM * em and box[3] - box[1] >= _TALL * em)
    return sorted(dict.fromkeys(slim), key=lambda box: (box[0], box[2]))


def _spots(strip: NDArray[np.bool_], x: int, y: int) -> list[PixelBox]:
    """The spots of ink of a strip at (x, y) that end before its right side: a mark may fill all between brackets."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(strip.astype(np.uint8), connectivity=8)
    boxes = ((int(v) for v in row[:4]) for row in stats[1:])
    return [
        (x + left, y + up, x + left + wide, y + up + high)
        for left, up, wide, high in boxes
        if left + wide < strip.shape[1]
    ]


def _white_before(box: PixelBox, strokes: Sequence[PixelBox], em: float) -> bool:
    left = [other[2] for other in strokes if other[2] <= box[0] and other[3] - other[1] >= 0.3 * em]
    return not left or box[0] - max(left) >= _ALONE * em


def _runs(columns: NDArray[Any]) -> list[tuple[int, int]]:
    """(start, stop) of each run of columns with ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in list(pairwise(edges))[::2]]


def _stroke(strip: Mask, start: int, stop: int, x: int, y: int) -> PixelBox:
    rows = np.flatnonzero(strip[:, start:stop].any(axis=1))
    return (x + start, y + int(rows[0]), x + stop, y + int(rows[-1]) + 1)


def without_box(word: Word, box: WornBox, scale: float) -> Word:
    """The option's word, beginning behind its box."""
    x0, y0, x1, y1 = word.bbox
    return replace(word, bbox=(max(x0, box.pair.right[2] / scale), y0, x1, y1))
