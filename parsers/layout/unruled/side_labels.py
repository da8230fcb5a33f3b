"""Labels that stand beside several rows (再委託, ④使用の主体), left of the labels of those rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import group_labels, words_of
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import Word

_CLOSE, _SPREAD = 0.9, 2.5
"""Line heights between two lines of such a label; characters set from top to bottom may be spread over its rows."""
_INDENT = 1.5
"""Type heights from the left edge at which the labels beside such a label begin at least."""


class _Row(Protocol):
    @property
    def y0(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def label(self) -> tuple[TextLine, ...]: ...


@dataclass(frozen=True, slots=True)
class Side:
    """A label beside several rows, found by its words; `inner`: x at which the labels of its rows begin."""

    lines: tuple[TextLine, ...]
    inner: float

    @property
    def middle(self) -> float:
        return (self.lines[0].y0 + self.lines[-1].y1) / 2

    @property
    def right(self) -> float:
        return max(line.x1 for line in self.lines)


@dataclass(frozen=True, slots=True)
class SideLabel:
    """The rows `first` to `last` of a table that a label stands beside, and the wall right of it."""

    first: int
    last: int
    wall: float


def find_sides(lefts: Sequence[TextLine], wall: float) -> tuple[list[Side], list[TextLine]]:
    """The labels beside several rows, and the lines of the left column without them."""
    words = [word for line in lefts for word in line.words]
    if not words:
        return [], list(lefts)
    edge, size = min(w.bbox[0] for w in words), max(w.size for w in words)
    labels = [w for w in words if form_words.bare_key(fold(w.text))]  # (`※` behind a label is a word, but no label)
    sides: list[Side] = []
    for inner in sorted({round(w.bbox[0]) for w in labels if w.bbox[0] > edge + _INDENT * size}):
        outer = [w for w in words if w.bbox[2] <= inner + 1 and w.bbox[0] < edge + 2 * size]
        beside = [w for w in labels if abs(w.bbox[0] - inner) <= 1]
        clusters = _clusters(lines_of(outer))
        for k, lines in enumerate(clusters):
            top = clusters[k - 1][-1].y1 if k else -math.inf
            bottom = clusters[k + 1][0].y0 if k + 1 < len(clusters) else math.inf
            cut = _is_cut(lines, first=k == 0, last=k + 1 == len(clusters))
            if _is_side(lines, beside, (top, bottom)) or (cut and _near(lines, beside)):
                sides.append(Side(tuple(lines), inner))
                taken = {id(w) for line in lines for w in line.words}
                words = [w for w in words if id(w) not in taken]
    if not sides:
        return [], list(lefts)
    return sides, lines_of(words)


def _clusters(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that stand closely one below another, at one left edge or centre."""
    found: list[list[TextLine]] = []
    for line in lines:
        spread = len(line.key) == 1 and bool(found) and len(found[-1][-1].key) == 1
        apart = (_SPREAD if spread else _CLOSE) * line.height
        if found and line.y0 - found[-1][-1].y1 <= apart and not form_words.begins_label(line.key):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_side(lines: Sequence[TextLine], beside: Sequence[Word], free: tuple[float, float]) -> bool:
    """A label of the forms, by its words, with other labels right of it, above and below its middle.

    `free`: the y between which no other label begins at the left; as far the labels of a group may stand apart, and off
    its middle where the page cuts it.
    """
    key = form_words.bare_key("".join(line.key for line in lines))
    if len(key) < 3 or form_words.label_cost((key,)) > form_words.KNOWN or form_words.is_heading(key, answered=False):
        return False
    top, bottom, height = lines[0].y0, lines[-1].y1, lines[0].height
    group = key in group_labels()
    near = [w for w in beside if free[0] < w.bbox[3] and w.bbox[1] < free[1]] if group else _near(lines, beside)
    middle = (top + bottom) / 2
    level = any(w.bbox[1] < bottom and w.bbox[3] > top for w in near)
    around = any(w.bbox[3] <= middle + height for w in near) and any(w.bbox[1] >= middle - height for w in near)
    return bool(near) and (level or around or group)


def _is_cut(lines: Sequence[TextLine], *, first: bool, last: bool) -> bool:
    """Are these letters, set from top to bottom, the end of a label that a page end cut, or its beginning?"""
    key = "".join(line.key for line in lines)
    if len(key) != len(lines):
        return False
    return any((first and side.endswith(key)) or (last and side.startswith(key)) for side in words_of("side"))


def _near(lines: Sequence[TextLine], beside: Sequence[Word]) -> list[Word]:
    """The labels of rows that stand beside these lines, or two lines above or below."""
    room = 2 * lines[0].height
    return [w for w in beside if lines[0].y0 - room < w.bbox[3] and w.bbox[1] < lines[-1].y1 + room]


def placed_sides(sides: Sequence[Side], rows: Sequence[_Row]) -> list[SideLabel]:
    """Which rows each label stands beside: rows whose own labels begin right of it, around its middle."""
    placed = []
    for side in sides:
        inner = [
            i for i, row in enumerate(rows) if row.label and min(line.x0 for line in row.label) >= side.inner - 1.5
        ]
        runs = [
            (abs((rows[a].y0 + rows[b].y1) / 2 - side.middle) - 0.01 * (b - a), a, b)
            for a in inner
            for b in inner
            if a <= b and set(range(a, b + 1)) <= set(inner) and _beside(rows[a], rows[b], side)
        ]
        if runs:
            _, first, last = min(runs)
            start = min(line.x0 for row in rows[first : last + 1] for line in row.label)
            placed.append(SideLabel(first, last, (side.right + start) / 2))
    return placed


def _beside(first: _Row, last: _Row, side: Side) -> bool:
    """Do the rows from `first` to `last` reach over the label's own lines?"""
    slack = 0.7 * side.lines[0].height
    return first.y0 - slack <= side.lines[0].y0 and last.y1 + slack >= side.lines[-1].y1


