"""Boxes of a page of black and white that look like its sure brackets and are as wide as its sure boxes.

On a fax a speck joins a bracket, a letter touches it, or half of its arm is gone: its own shape tells no more. All
brackets of a form look alike, those around answers too; its boxes stand in few columns and are a few widths wide.
Where two places one of those widths apart look like the average brackets, in a column or before an option, is a box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.sources.scan.brackets import Look, Pair, look_between
from hyokasho.parsers.sources.scan.components import PixelBox
from hyokasho.parsers.sources.scan.raster import Mask

_FEW = 4
"""So many brackets show at least what those of the page look like."""
_COLUMN = 2
"""So many sure boxes at least make a column; pixels by which those of one stand apart."""
_ALIKE = 0.62
"""Correlation of both places with the average brackets at least. On made-up faxes those of boxes had .66 and more, what
stands at such places by chance .57 and less."""
_SEVERAL, _WIDTHS = 3, (1.0, 4.2)
"""So many opening brackets tell how wide boxes are whose closing ones all touch something; in their heights."""
_SURELY = 0.7
"""As `_ALIKE`, of what tells a width, or is believed against a pair of shapes. A figure one has .65 of a bracket."""
_SIZES = 2
"""Pixels by which sizes of brackets of one kind differ."""
_MARGIN = 1
"""Pixels of paper around the average bracket."""
_ABOUT = 4
"""Pixels by which the brackets of an option may stand higher or lower than its text."""
_BEFORE, _AFTER = 1.3, 0.2
"""Type heights: the closing bracket is at most so far before an option as it was read, the opening one behind it."""
_HIGHEST = 1.2
"""Brackets are at most so high, in the type height of their option."""
_TEXT = 0.12
"""Share of the place between two brackets that ink of no known shape fills, from which it is text."""
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


@dataclass(frozen=True, slots=True)
class BoxLook:
    """What the boxes of a page look like: their average brackets, the correlation of every place with each of them (of
    the left upper corner, with margin), their `widths` and the places at which their `columns` open, in pixels."""

    left: _Bracket
    right: _Bracket
    opens: NDArray[np.float32]
    closes: NDArray[np.float32]
    widths: tuple[int, ...]
    columns: tuple[int, ...]
    ink: Mask

    def at(self, x: int, wide: int) -> NDArray[np.float32] | None:
        """The likeness of boxes that open at `x` and are so `wide`, by their row; None beyond the page."""
        first, last = x - _MARGIN, x + wide - self.right.wide - _MARGIN
        if first < 0 or last < 0 or first >= self.opens.shape[1] or last >= self.closes.shape[1]:
            return None
        return np.minimum(self.opens[:, first], self.closes[:, last])

    def is_usual(self, pair: Pair) -> bool:
        """Are these brackets as far apart as those of a box?"""
        return pair.right[2] - pair.left[0] in self.widths

    def pair(self, x: int, row: int, wide: int) -> Pair:
        """The box that opens at `x` and is so `wide`, at a row of `at`."""
        end, y = x + wide, row + _MARGIN
        return Pair(
            (x, y, x + self.left.wide, y + self.left.high), (end - self.right.wide, y, end, y + self.right.high)
        )


def look_of_boxes(
    pairs: Sequence[Pair],
    looks: Sequence[Look | None],
    halves: tuple[Sequence[PixelBox], Sequence[PixelBox]],
    ink: Mask,
) -> BoxLook | None:
    """What the boxes of a page look like, None where there are too few brackets, or nothing tells their width.

    `looks` are those of the pairs; `halves` all brackets, those of answers and those that lost their other one, too;
    `ink` is the page's without its lines.
    """
    either = _average(*halves, ink)
    left = _average([pair.left for pair in pairs], [], ink) or either
    right = _turned(_average([], [pair.right for pair in pairs], ink) or either)
    boxes = [pair for pair, look in zip(pairs, looks, strict=True) if is_box(pair, look)]
    if left is None or right is None or not (boxes or len(halves[0]) >= _SEVERAL):
        return None
    picture = (ink > 0).astype(np.float32)
    opens, closes = (cv2.matchTemplate(picture, side.picture, cv2.TM_CCOEFF_NORMED) for side in (left, right))
    closes = cv2.dilate(closes, np.ones((3, 1), np.uint8))  # (a line may be askew by a pixel)
    widths = {box.right[2] - box.left[0] for box in boxes} | _usual_widths(halves[0], right, closes)
    if not widths:
        return None
    columns = tuple(_columns([x for x, _, _, _ in {*(box.left for box in boxes), *halves[0]}]))
    rows = min(len(opens), len(closes))
    opens, closes = (np.asarray(place[:rows], np.float32) for place in (opens, closes))
    return BoxLook(left, right, opens, closes, tuple(_within(_spans(widths, 1), 1)), columns, ink)


def with_boxes_alike(pairs: Sequence[Pair], look: BoxLook) -> list[Pair]:
    """The pairs with those that look like the sure boxes among them and stand in their columns; these replace what was
    taken for a pair of one of their brackets and another."""
    found = _distinct(_places(look), look.left.high)
    new = [
        one.pair
        for one in found
        if not any(_same(one.pair, pair) for pair in pairs)
        and (one.likeness >= _SURELY or not any(overlap(one.pair, pair) for pair in pairs))
        and not holds_text(one.pair, look.ink)
    ]
    kept = [pair for pair in pairs if not any(overlap(box, pair) for box in new)]
    return sorted([*kept, *new], key=lambda pair: (pair.left[1], pair.left[0]))


def box_before(look: BoxLook, x: float, middle: float, em: float) -> Pair | None:
    """The likeliest box before an option that was read from `x` on, on a line with this `middle`, in pixels; `em`: its
    type height. What was read may begin between the brackets, or with the opening one."""
    if look.left.high > _HIGHEST * em:
        return None
    top = middle - look.left.high / 2 - _MARGIN - _ABOUT
    rows = slice(max(0, round(top)), max(0, round(top + 2 * _ABOUT)) + 1)
    found = []
    for wide in look.widths:
        for opens in range(round(x - wide - _BEFORE * em), round(x + _AFTER * em) + 1):
            likeness = look.at(opens, wide)
            if likeness is not None and likeness[rows].size:
                row = int(likeness[rows].argmax())
                found.append((float(likeness[rows][row]), opens, rows.start + row, wide))
    best = max(found, default=None)
    if best is None or best[0] < _ALIKE:
        return None
    return look.pair(*best[1:])


def holds_text(box: Pair, ink: Mask) -> bool:
    """Is there more ink between two brackets than dirt, and is it no mark that a shape tells?"""
    x0, y0, x1, y1 = box.inside
    return look_between(box, ink).mark == "other" and float((ink[y0:y1, x0:x1] > 0).mean()) > _TEXT


def is_box(pair: Pair, look: Look | None) -> bool:
    """Is a pair a box by its look: near together, or around a mark?"""
    return look is not None and (pair.narrow or look.mark != "other")


def _average(left: Sequence[PixelBox], right: Sequence[PixelBox], ink: Mask) -> _Bracket | None:
    """The average opening bracket of usual size, closing ones turned round; None of too few."""
    brackets = [*((box, 1) for box in left), *((box, -1) for box in right)]
    if len(brackets) < _FEW:
        return None
    high = round(float(np.median([y1 - y0 for (_, y0, _, y1), _ in brackets])))
    wide = round(float(np.median([x1 - x0 for (x0, _, x1, _), _ in brackets])))
    pictures = []
    for (x0, y0, x1, y1), side in brackets:
        if abs(y1 - y0 - high) <= _SIZES and abs(x1 - x0 - wide) <= _SIZES:
            x, y = (x0 if side > 0 else x1 - wide) - _MARGIN, (y0 + y1 - high) // 2 - _MARGIN
            picture = ink[max(0, y) : y + high + 2 * _MARGIN, max(0, x) : x + wide + 2 * _MARGIN]
            if picture.shape == (high + 2 * _MARGIN, wide + 2 * _MARGIN):
                pictures.append((picture > 0)[:, ::side])
    return _Bracket(np.mean(pictures, axis=0).astype(np.float32)) if len(pictures) >= _FEW else None


def _turned(bracket: _Bracket | None) -> _Bracket | None:
    return _Bracket(np.ascontiguousarray(bracket.picture[:, ::-1])) if bracket is not None else None


def _usual_widths(halves: Sequence[PixelBox], right: _Bracket, closes: NDArray[Any]) -> set[int]:
    """The widths at which several opening brackets have what looks most like their closing one."""
    found = []
    for x, y0, _, y1 in halves:
        row = max(0, (y0 + y1 - right.high) // 2 - _MARGIN)
        first = x + round(_WIDTHS[0] * right.high) - right.wide - _MARGIN
        places = closes[row : row + 1, max(0, first) : x + round(_WIDTHS[1] * right.high) - right.wide - _MARGIN]
        if places.size and places.max() >= _SURELY:
            found.append(int(places.argmax()) + max(0, first) + right.wide + _MARGIN - x)
    return {wide for wide in found if sum(abs(other - wide) <= 1 for other in found) >= _SEVERAL}


def _places(look: BoxLook) -> Iterator[_Found]:
    """Every place in a column of boxes where both brackets stand as far apart as those of a box do."""
    for x in look.columns:
        for wide in look.widths:
            likeness = look.at(x, wide)
            if likeness is not None:
                for row in np.flatnonzero(likeness >= _ALIKE):
                    yield _Found(float(likeness[row]), look.pair(x, int(row), wide))


def _columns(opens: Sequence[int]) -> Iterator[int]:
    """The places at which boxes of a column may open, by those at which brackets do."""
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


def _distinct(found: Iterable[_Found], high: int) -> list[_Found]:
    """The likeliest of all that stand about one place."""
    kept: list[_Found] = []
    for box in sorted(found, key=lambda box: -box.likeness):
        x, y = box.pair.left[:2]
        if all(abs(y - o.pair.left[1]) > _LEVEL * high or abs(x - o.pair.left[0]) > _APART * high for o in kept):
            kept.append(box)
    return kept


def _same(box: Pair, pair: Pair) -> bool:
    """Does a pair stand where the box does, its brackets being as wide as they may be with what they touch?"""
    near = box.left[2] - box.left[0]
    return abs(box.left[0] - pair.left[0]) <= near and abs(box.right[2] - pair.right[2]) <= near and _level(box, pair)


def overlap(box: Pair, pair: Pair) -> bool:
    """Do two pairs stand on one line, and partly in one place?"""
    return _level(box, pair) and pair.left[0] < box.right[2] and box.left[0] < pair.right[2]


def _level(box: Pair, pair: Pair) -> bool:
    middle = (box.left[1] + box.left[3]) / 2
    return pair.left[1] <= middle <= pair.left[3] or pair.right[1] <= middle <= pair.right[3]
