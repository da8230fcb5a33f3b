"""Runs that their shape alone tells: lone brackets and dashes, remains of lines, dirt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.scan.brackets import round_side
from hyokasho.parsers.sources.scan.ocr import Char, Reading
from hyokasho.parsers.sources.scan.raster import Mask
from hyokasho.parsers.sources.scan.segments import Segment

_DASH = (2.2, 1.5)
"""A lone dash is at most this thick (points) and long (line heights)."""
_BAR = 1.4
"""Widest remains of a vertical line, in points; also the width of an upright stroke of small type."""
_TINY = 3.6
"""A character is larger than this (points) in one direction, only points and commas are not."""
_HYPHEN = (1.6, 2.0)
"""A level stroke this long (points), and so many times as long as high, is the narrow dash that says there is none."""
_HYPHEN_PIXELS = (5, 2)
"""One shorter than this is two specks of a fax that touch, one lower the remains of a dotted line."""
_LOW, _FILLED = 0.45, 0.55
"""A lone run lower than this (line heights) is a dash, which fills so much of its box."""
_TALL = 30.0
"""An upright run this high (points) is a piece of an edge or a frame."""
_NEAR = (1.2, 2.6)
"""How near (line heights) the next run must stand for a point, or for a figure made of one stroke, to be text."""


def lone_sign(segment: Segment, glyphs: Mask, scale: float) -> Reading | None:
    """A round bracket, a dash or the Roman one that stands alone: engines take them for letters."""
    x0, y0, x1, y1 = segment.box
    width, height = x1 - x0, y1 - y0
    shape = glyphs[y0:y1, x0:x1] > 0
    if height >= 0.6 * segment.em:
        side = round_side(shape)
        if side or _bar(shape):
            return Reading((Char(side or "Ⅰ", 0.5, 0.9 if side else 0.7),))
    if height > _DASH[0] * scale or segment.gaps or width < _HYPHEN[1] * height:
        return None
    return Reading((Char("－", 0.5, 0.85),)) if width <= _DASH[1] * segment.em else Reading()


def _bar(shape: NDArray[np.bool_]) -> bool:
    """A plain upright stroke, without the flag and foot of a figure: the Roman numeral for one."""
    rows, columns = shape.shape
    return columns <= 0.24 * rows and float(shape.mean()) >= 0.7


def without_remains(segments: Sequence[Segment], glyphs: Mask, scale: float) -> list[Segment]:
    """The runs without remains of lines and dirt: strokes, points and low runs with no text of their line near them."""
    return [
        segment
        for segment in segments
        if not (_remains(segment, segments, scale) or _flat(segment, segments, glyphs, scale))
    ]


def _flat(segment: Segment, segments: Sequence[Segment], glyphs: Mask, scale: float) -> bool:
    """Is this run too low for type and no dash: specks that lie level, with no text of their line near them?"""
    x0, y0, x1, y1 = segment.box
    if y1 - y0 >= _LOW * segment.em or _neighbour(segment, segments, _NEAR[0], right_only=False):
        return False
    filled = float((glyphs[y0:y1, x0:x1] > 0).mean())
    return y1 - y0 > _DASH[0] * scale or x1 - x0 < _HYPHEN[1] * (y1 - y0) or filled < _FILLED


def _remains(segment: Segment, segments: Sequence[Segment], scale: float) -> bool:
    x0, y0, x1, y1 = segment.box
    width, height = (x1 - x0) / scale, (y1 - y0) / scale
    if height > _TALL and width < 0.5 * height:
        return True
    if width <= _BAR and height >= 2.2 * width:
        return height * scale < 0.55 * segment.em or not _neighbour(segment, segments, _NEAR[1], right_only=True)
    if height <= _DASH[0] and _inside(segment, segments):
        return True
    drawn = x1 - x0 >= _HYPHEN_PIXELS[0] and y1 - y0 >= _HYPHEN_PIXELS[1]
    hyphen = drawn and width >= _HYPHEN[0] and width >= _HYPHEN[1] * height
    if max(width, height) < _TINY and not hyphen:
        return not _neighbour(segment, segments, _NEAR[0], right_only=False)
    return False


def without_dashed(words: Sequence[Word], rules: Sequence[Rule]) -> list[Word]:
    """The words without the dashes of a line of dashes: two or more that stand level in one cell, and no text there."""
    uprights = [rule for rule in rules if not rule.horizontal]
    dashes = [word for word in words if word.text == _DASH_SIGN and word.read_as is None]
    texts = [word for word in words if word.text != _DASH_SIGN]
    gone: set[int] = set()
    for dash in dashes:
        y = _middle(dash)
        low, high = _cell_around(dash, y, uprights)
        level = [other for other in dashes if abs(_middle(other) - y) <= _SAME_LEVEL and low < other.bbox[0] < high]
        alone = not any(t.bbox[1] <= y <= t.bbox[3] and low < t.bbox[0] < high for t in texts)
        if len(level) > 1 and alone:
            gone |= {id(other) for other in level}
    return [word for word in words if id(word) not in gone]


def without_speck_dashes(words: Sequence[Word], rules: Sequence[Rule]) -> list[Word]:
    """The words without narrow dashes that are dirt in a cell: on no line of its text or far from it, or off its middle
    and top."""
    dashes = [word for word in words if word.text == _DASH_SIGN and word.read_as is None and _narrow(word)]
    gone = {id(dash) for dash in dashes if _is_speck(dash, words, rules)}
    return [word for word in words if id(word) not in gone]


def _narrow(word: Word) -> bool:
    return word.bbox[2] - word.bbox[0] < _NARROW * word.size


def _is_speck(dash: Word, words: Sequence[Word], rules: Sequence[Rule]) -> bool:
    x, y = (dash.bbox[0] + dash.bbox[2]) / 2, _middle(dash)
    left, right = _cell_around(dash, y, [rule for rule in rules if not rule.horizontal])
    levels = [rule.y0 for rule in rules if rule.horizontal and rule.x0 - 1 <= x <= rule.x1 + 1]
    top, bottom = max((at for at in levels if at < y), default=None), min((at for at in levels if at > y), default=None)
    if top is None or bottom is None:
        return False
    texts = [
        word
        for word in words
        if word.text != _DASH_SIGN
        and left < (word.bbox[0] + word.bbox[2]) / 2 < right
        and top < _middle(word) < bottom
        and len(word.text) > 1
    ]
    if texts:
        level = [text for text in texts if text.bbox[1] <= y <= text.bbox[3]]
        return all(_gap(dash, text) > _FAR * dash.size for text in level)
    return abs(y - (top + bottom) / 2) > _OFF and y - top > _FIRST * dash.size


_DASH_SIGN = "－"
_NARROW = 0.7
"""A dash narrower than this (line heights) may be a speck."""
_OFF, _FIRST = 3.5, 1.2
"""A dash that is a cell's answer stands this near (points) to its middle, or on its first line (line heights)."""
_FAR = 3.0
"""A dash that is part of a line of text stands no further (line heights) from the rest of it."""
_SAME_LEVEL = 0.9
"""Dashes of one line differ by less in their height (points)."""


def _gap(word: Word, other: Word) -> float:
    return max(word.bbox[0] - other.bbox[2], other.bbox[0] - word.bbox[2])


def _middle(word: Word) -> float:
    return (word.bbox[1] + word.bbox[3]) / 2


def _cell_around(word: Word, y: float, uprights: Sequence[Rule]) -> tuple[float, float]:
    """The walls left and right of a word."""
    walls = [rule.x0 for rule in uprights if rule.y0 - 1 <= y <= rule.y1 + 1]
    left = max((x for x in walls if x <= word.bbox[0]), default=float("-inf"))
    return left, min((x for x in walls if x > word.bbox[0]), default=float("inf"))


def _inside(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Does the run lie within a higher one: a stroke torn off a character?"""
    x0, y0, x1, y1 = segment.box
    for other in segments:
        a0, b0, a1, b1 = other.box
        if other is not segment and b1 - b0 > 2 * (y1 - y0) and a0 <= x0 and x1 <= a1 and b0 <= y0 and y1 <= b1:
            return True
    return False


def _neighbour(segment: Segment, segments: Sequence[Segment], near: float, *, right_only: bool) -> bool:
    """Is there a run of ordinary size on the same line, near by?"""
    x0, y0, x1, y1 = segment.box
    middle, reach = (y0 + y1) / 2, near * segment.em
    for other in segments:
        a0, b0, a1, b1 = other.box
        if other is segment or b1 - b0 < 0.5 * segment.em or a1 - a0 < 0.5 * segment.em:
            continue
        slack = 0.15 * (b1 - b0)
        if not b0 - slack <= middle <= b1 + slack:
            continue
        if 0 <= a0 - x1 <= reach or (not right_only and 0 <= x0 - a1 <= reach) or a0 <= x0 <= a1:
            return True
    return False
