"""Boxes to tick that are no characters: squares of lines (form fields, controls of a worksheet) or little pictures.

A square of the size of a letter left of a text, alone above the beginning of one, or between brackets, is a box.
Whether it is ticked is seen in its picture: the tick may be a drawing, a glyph of a symbol font that the file calls
anything, or part of the picture. Boxes that are glyphs of such a font are known by their pictures too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.words import has_middle
from hyokasho.parsers.model import DRAWN_MARK, UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.pictured.text_marks import place_pictures

_SIDE = (0.45, 1.5)
"""Sides of a box in heights of the type."""
_SQUARE = 1.25
"""A box is at most so much longer than broad."""
_BEFORE = 2.0
"""Distance (heights of the type) up to which a box stands before its text, or within its brackets."""
_ABOVE = 0.6
"""Distance (heights of the type) up to which a box on a line of its own stands above its text, or left or right of
where that begins."""
_DARK = 90
"""Steps of grey by which a line stands out from its ground."""
_LINE, _INK = 0.6, 0.03
"""Share of a side that its line covers, for its corners may be round; share of the inside from which it is ticked."""
_LEAST = 8
"""Pixels of a side below which nothing is told."""
_EMPTY = 0.004
"""Share of the inside below which there is nothing."""
_EMPTY_BOX = re.compile(rf"[{re.escape(signs().open)}]\s*[{re.escape(signs().close)}]")
_NAMES: Mapping[str | None, str] = {"ticked": signs().drawn_marked, "empty": signs().drawn_empty}
_SYMBOL = re.compile(r"[\u00a1-\u00a6\u00a8-\u00af\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u02ff\ue000-\uf8ff\ufffd]")
"""What the file may call a glyph of a symbol font."""
_SAMPLES = 3
_CORNERS = 4


def with_named_boxes(mupage: pymupdf.Page, page: Page, characters: Callable[[], Sequence[Word]]) -> Page:
    """The page with the signs of boxes in place of what the file calls the glyphs that show them."""
    if not _SYMBOL.search("".join([word.text for word in page.words])):
        return page
    picture_of = place_pictures(mupage)
    places: dict[str, list[BBox]] = {}
    for letter in characters():
        if _SYMBOL.fullmatch(letter.text):
            places.setdefault(letter.text, []).append(letter.bbox)
    words = page.words
    for char, boxes in places.items():
        if char == UNKNOWN_MARK:  # (it stands for any glyph without a name)
            shown = [(box, _is_ticked(picture_of(box))) for box in boxes]
            words = tuple(_renamed_at(word, shown) for word in words)
        elif (sign := _NAMES.get(_one({_is_ticked(picture_of(box)) for box in boxes[:_SAMPLES]}))) is not None:
            words = tuple(_renamed(word, char, sign) for word in words)
    return replace(page, words=words)


def _one(states: set[str | None]) -> str | None:
    return states.pop() if len(states) == 1 else None


def _renamed_at(word: Word, shown: Sequence[tuple[BBox, str | None]]) -> Word:
    """The word with the sign of a box in place of its only character without a name."""
    if word.text.count(UNKNOWN_MARK) != 1:
        return word
    x0, y0, x1, y1 = word.bbox
    here = {s for (a, b, c, d), s in shown if x0 <= (a + c) / 2 <= x1 and y0 <= (b + d) / 2 <= y1}
    sign = _NAMES.get(_one(here))
    return _renamed(word, UNKNOWN_MARK, sign) if sign is not None else word


def _renamed(word: Word, char: str, sign: str) -> Word:
    """The word with the sign in place of the character where a box can stand: not behind a letter (所□長 is a name)."""
    text = re.sub(rf"(?<![^\W\d_]){re.escape(char)}", sign, word.text)
    return replace(word, text=text) if text != word.text else word


def with_ballot_boxes(mupage: pymupdf.Page, page: Page) -> Page:
    """The page with a sign for each box, in place of the lines and pictures that it is made of."""
    if not page.outlines and not page.pictures:
        return page
    placed = [(box, place) for box in _squares(page) if (place := _place(box, page.words)) is not None]
    picture_of = place_pictures(mupage) if placed else None
    found: list[tuple[BBox, Word | None]] = []
    for box, place in placed:
        assert picture_of is not None
        state = _is_ticked(picture_of(_grown(box, 1.0)))
        if state is not None:
            found.append((box, _sign(box, state, place)))
    return _put(page, found) if found else page


def _squares(page: Page) -> Iterator[BBox]:
    """Frames and pictures about as large as a letter, and as broad as high."""
    sizes = [word.size for word in page.words]
    if not sizes:
        return
    size = median(sizes)
    frames = [(*o.points[0], *o.points[2]) for o in page.outlines if len(o.points) == _CORNERS]
    for x0, y0, x1, y1 in dict.fromkeys((*frames, *page.pictures)):
        short, long = sorted((x1 - x0, y1 - y0))
        if _SIDE[0] * size <= short and long <= min(_SIDE[1] * size, _SQUARE * short):
            yield (x0, y0, x1, y1)


def _place(box: BBox, words: Sequence[Word]) -> str | None:
    """Where a box stands: between `brackets`, `before` a text, or `above` one; None elsewhere."""
    x0, y0, x1, y1 = box
    y = (y0 + y1) / 2
    line = [word for word in words if word.bbox[1] < y < word.bbox[3]]
    if any(word.bbox[0] < x0 and x1 < word.bbox[2] and _EMPTY_BOX.search(word.text) for word in line):
        return "brackets"
    left = [word for word in line if -1 <= x0 - word.bbox[2] < _reach(word)]
    right = [word for word in line if word.bbox[0] > x0 + 1 and -2 <= word.bbox[0] - x1 < _reach(word)]
    before, behind = max(left, key=lambda w: w.bbox[2], default=None), min(right, key=lambda w: w.bbox[0], default=None)
    opening = before is not None and before.text[-1] in signs().open
    if behind is None:
        return "above" if before is None and not _overlaps(box, words) and _begins_below(box, words) else None
    if opening:
        return "brackets" if behind.text[0] in signs().close else None
    return "before"


def _overlaps(box: BBox, words: Sequence[Word]) -> bool:
    return any(has_middle(box, word) for word in words)


def _begins_below(box: BBox, words: Sequence[Word]) -> bool:
    """Does a text begin right below a box, at its left edge?"""
    x0, _, x1, y1 = box
    for word in words:
        near = _ABOVE * (word.bbox[3] - word.bbox[1])
        if abs(word.bbox[0] - x0) <= near and -near <= word.bbox[1] - y1 <= near and word.bbox[2] > (x0 + x1) / 2:
            return True
    return False


def _reach(word: Word) -> float:
    return _BEFORE * (word.bbox[3] - word.bbox[1])


def _is_ticked(pixmap: pymupdf.Pixmap) -> str | None:
    """What the picture of a box shows: `ticked`, `empty`, `unknown`; None where there is no frame around it."""
    gray = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)
    rows = np.frombuffer(gray.samples, np.uint8).reshape(gray.height, gray.stride)[:, : gray.width]
    if not rows.size:
        return None
    ink: NDArray[np.bool_] = np.asarray(int(rows.max()) - rows.astype(np.int16) > _DARK)
    level, upright = ink.all(axis=1), ink.all(axis=0)  # (lines that run through the place are none of the box)
    ink[level], ink[:, upright] = False, False
    ink = ink[_longest(ink, 1)]  # (what stands above and below may reach into the place)
    ink = ink[:, _longest(ink, 0)]
    if min(ink.shape) < _LEAST:
        return None
    inside = _within_frame(ink)
    if inside is None or not inside.size:
        return None
    share = float(inside.mean())
    return "ticked" if share >= _INK else "empty" if share < _EMPTY else "unknown"


def _longest(ink: NDArray[np.bool_], axis: int) -> slice:
    """The longest run of rows (`axis` 1) or columns (0) without a gap."""
    filled = np.asarray(ink.any(axis=axis))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    if not len(edges):
        return slice(0)
    k = 2 * int(np.argmax(edges[1::2] - edges[::2]))
    return slice(int(edges[k]), int(edges[k + 1]))


def _within_frame(ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """What a frame holds; None where a side has no line."""
    for _ in range(4):  # (one side after the other is cut off, then that which is on top is another)
        covered = ink.mean(axis=1)
        quarter = max(2, len(ink) // 4)
        near = np.flatnonzero(covered[:quarter] >= _LINE)
        if not len(near):
            return None
        last = int(near[0])
        while last < quarter and covered[last] >= _LINE:  # (its ground may be as dark, and the tick white)
            last += 1
        ink = np.rot90(ink[last + 1 :])
    return ink


def _sign(box: BBox, state: str, place: str) -> Word | None:
    """The word that stands for a box; None for an empty one between brackets."""
    size = box[3] - box[1]
    if state not in _NAMES:
        return Word(UNKNOWN_MARK, box, size, "vector", 0.4)
    if place == "brackets":
        return Word(DRAWN_MARK, box, size, "vector") if state == "ticked" else None
    return Word(_NAMES[state], box, size, "vector")


def _put(page: Page, found: Sequence[tuple[BBox, Word | None]]) -> Page:
    """The page with these signs, without the words and lines of their boxes."""
    boxes = [_grown(box, 1.0) for box, _ in found]
    words = [word for word in page.words if not (len(word.text) == 1 and any(has_middle(box, word) for box in boxes))]
    rules = tuple(r for r in page.rules if not _in_one((r.x0, r.y0, r.x1, r.y1), boxes))
    outlines = tuple(o for o in page.outlines if not _in_one((*o.points[0], *o.points[0]), boxes))
    signs_ = [sign for _, sign in found if sign is not None]
    return replace(page, words=(*words, *signs_), rules=rules, outlines=outlines)


def _in_one(box: BBox, boxes: Sequence[BBox]) -> bool:
    """Does it lie in one of the boxes as a whole?"""
    x0, y0, x1, y1 = box
    return any(a <= x0 and x1 <= c and b <= y0 and y1 <= d for a, b, c, d in boxes)


def _grown(box: BBox, by: float) -> BBox:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
