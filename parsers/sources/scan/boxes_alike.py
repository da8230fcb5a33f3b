"""Boxes of a page of black and white that look like its sure ones and stand where those stand.

On a fax a speck joins a bracket, a letter touches it, or half of its arm is gone: its own shape tells no more. All
boxes of a form have the same brackets, stand in few columns and are a few widths wide. Where two places in such a
column, one of those widths apart, look like the average brackets of the page's sure boxes, a box stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.brackets import Look, Pair
from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.raster import Mask

_FEW = 4
"""So many sure boxes show at least what brackets of the page look like."""
_COLUMN = 2
"""So many sure boxes at least make a column; pixels by which those of one stand apart."""
_ALIKE = 0.62
"""Correlation of both places with the average brackets at least. On made-up faxes those of boxes had .66 and more, what
stands at such places by chance .57 and less."""
_SIZES = 2
"""Pixels by which sizes of brackets of one kind differ."""
_MARGIN = 1
"""Pixels of paper around the average bracket."""
_LEVEL, _APART = 0.7, 1.5
"""Heights: two boxes found nearer than these, down and across, are one."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    """The average of the brackets of one side, with margin: share of them that have ink at each pixel, 0 to 1."""

    picture: NDArray[np.float32]

    @property
    def high(self) -> int:
        return int(self.picture.shape[0]) - 2 * _MARGIN

    @property
    def wide(self) -> int:
        return int(self.picture.shape[1]) - 2 * _MARGIN


@dataclass(frozen=True, slots=True)
class _Found:
    likeness: float
    pair: Pair


def with_boxes_alike(pairs: Sequence[Pair], looks: Sequence[Look | None], ink: Mask) -> list[Pair]:
    """The pairs with those that look like the sure boxes among them, which replace what was taken for a pair of one of
    their brackets and another. `looks` are those of the pairs, `ink` the page's without its lines."""
    boxes = [pair for pair, look in zip(pairs, looks, strict=True) if _is_box(pair, look)]
    left, right = (_average([getattr(pair, side) for pair in boxes], ink, side) for side in ("left", "right"))
    if left is None or right is None:
        return list(pairs)
    found = _distinct(_places(boxes, left, right, ink), left.high)
    new = [box for box in found if not any(_same(box, pair) for pair in pairs)]
    kept = [pair for pair in pairs if not any(_overlap(box, pair) for box in new)]
    return sorted([*kept, *new], key=lambda pair: (pair.left[1], pair.left[0]))


def _is_box(pair: Pair, look: Look | None) -> bool:
    return look is not None and (pair.narrow or look.mark != "other")


def _average(brackets: Sequence[PixelBox], ink: Mask, side: str) -> _Bracket | None:
    """The average bracket of usual size; None of too few."""
    if len(brackets) < _FEW:
        return None
    high = round(float(np.median([y1 - y0 for _, y0, _, y1 in brackets])))
    wide = round(float(np.median([x1 - x0 for x0, _, x1, _ in brackets])))
    pictures = []
    for x0, y0, x1, y1 in brackets:
        if abs(y1 - y0 - high) <= _SIZES and abs(x1 - x0 - wide) <= _SIZES:
            x, y = (x0 if side == "left" else x1 - wide) - _MARGIN, (y0 + y1 - high) // 2 - _MARGIN
            picture = ink[max(0, y) : y + high + 2 * _MARGIN, max(0, x) : x + wide + 2 * _MARGIN]
            if picture.shape == (high + 2 * _MARGIN, wide + 2 * _MARGIN):
                pictures.append(picture > 0)
    return _Bracket(np.mean(pictures, axis=0).astype(np.float32)) if len(pictures) >= _FEW else None


def _places(boxes: Sequence[Pair], left: _Bracket, right: _Bracket, ink: Mask) -> Iterator[_Found]:
    """Every place in a column of boxes where both brackets stand as far apart as those of a box do."""
    picture = (ink > 0).astype(np.float32)
    opens, closes = (cv2.matchTemplate(picture, side.picture, cv2.TM_CCOEFF_NORMED) for side in (left, right))
    rows = min(len(opens), len(closes))
    opens, closes = opens[:rows], closes[:rows]
    closes = np.asarray(cv2.dilate(closes, np.ones((3, 1), np.uint8)))  # (a line may be askew by a pixel)
    widths = list(_within(_spans((box.right[2] - box.left[0] for box in boxes), 1), 1))
    for x in _columns(boxes):
        for wide in widths:
            at = x + wide - right.wide - _MARGIN
            if x < _MARGIN or at < 0 or x - _MARGIN >= opens.shape[1] or at >= closes.shape[1]:
                continue
            likeness = np.minimum(opens[:, x - _MARGIN], closes[:, at])
            for y in np.flatnonzero(likeness >= _ALIKE):
                yield _Found(float(likeness[y]), _pair(x, int(y) + _MARGIN, wide, left, right))


def _columns(boxes: Sequence[Pair]) -> Iterator[int]:
    """The places at which boxes of a column may open."""
    opens = [box.left[0] for box in boxes]
    spans = [span for span in _spans(opens, _COLUMN) if sum(span[0] <= x <= span[1] for x in opens) >= _COLUMN]
    return _within(spans, _COLUMN)


def _spans(values: Iterable[int], apart: int) -> list[tuple[int, int]]:
    """The least and the largest of each run of values that stand no farther `apart`."""
    spans: list[tuple[int, int]] = []
    for value in sorted(values):
        if spans and value - spans[-1][1] <= apart:
            spans[-1] = spans[-1][0], value
        else:
            spans.append((value, value))
    return spans


def _within(spans: Sequence[tuple[int, int]], spare: int) -> Iterator[int]:
    yield from sorted({value for low, high in spans for value in range(low - spare, high + spare + 1)})


def _pair(x: int, y: int, wide: int, left: _Bracket, right: _Bracket) -> Pair:
    end = x + wide
    return Pair((x, y, x + left.wide, y + left.high), (end - right.wide, y, end, y + right.high))


def _distinct(found: Iterable[_Found], high: int) -> list[Pair]:
    """The likeliest of all that stand about one place."""
    kept: list[Pair] = []
    for box in sorted(found, key=lambda box: -box.likeness):
        x, y = box.pair.left[:2]
        if all(abs(y - o.left[1]) > _LEVEL * high or abs(x - o.left[0]) > _APART * high for o in kept):
            kept.append(box.pair)
    return kept


def _same(box: Pair, pair: Pair) -> bool:
    """Does a pair stand where the box does, its brackets being as wide as they may be with what they touch?"""
    near = box.left[2] - box.left[0]
    return abs(box.left[0] - pair.left[0]) <= near and abs(box.right[2] - pair.right[2]) <= near and _level(box, pair)


def _overlap(box: Pair, pair: Pair) -> bool:
    return _level(box, pair) and pair.left[0] < box.right[2] and box.left[0] < pair.right[2]


def _level(box: Pair, pair: Pair) -> bool:
    middle = (box.left[1] + box.left[3]) / 2
    return pair.left[1] <= middle <= pair.left[3] or pair.right[1] <= middle <= pair.right[3]
