"""Words laid upon the text in another colour (stamps, seals, watermarks): a person reads what stands below them.

Texts of one page meet nowhere, so what meets them in a colour of its own was put there by another hand. It is left out
with what says the same in this colour (all in it, where it is pale), on whatever page, with the letters around it, and
with the frame about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
import pymupdf

from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox, Page, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import BRACKETS, Hidden, blocks_of_characters
from hyokasho.parsers.sources.seen.overprint import upon

_ALIKE = (0.25, 4.0)
"""Heights of two characters of which one is laid upon the other."""
_OTHER = 40
"""Steps (of 255) of a colour by which it is another."""
_GLASS = 230
"""Opacity (of 255) below which a paint is one."""
_PALE = (190, 245)
"""Mean of red, green and blue (of 255), as seen on white, of an ink that is that of a watermark; white is no ink."""
_LETTERS, _STAMP = 8, 40
"""Characters of a line of a stamp, and of all of it, at most."""
_FRAME = 120.0
"""Sides (points) of the frame of a stamp at most."""
_LEAST_FRAME = 8.0
_IN_LINE = 0.02
"""Part of a letter's height by which another stands out of its line."""

Ink = tuple[int, int]
"""Colour and opacity of a text."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A run of one look: the numbers and boxes of its characters, in the file's own coordinates."""

    ink: Ink
    numbers: tuple[int, ...]
    boxes: tuple[BBox, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Laid:
    """What is laid over a page: its characters, the boxes of its spans by the colour (0-1) that they have, and frames
    of stamps in the text's own colour."""

    characters: Hidden = frozenset()
    boxes: tuple[tuple[tuple[float, ...], BBox], ...] = ()
    frames: tuple[BBox, ...] = ()

    def with_other(self, other: Laid) -> Laid:
        """Both together."""
        return Laid(self.characters | other.characters, self.boxes + other.boxes, self.frames + other.frames)

    def without_frames(self, paths: Sequence[Any]) -> Sequence[Any]:
        """The drawn paths of the page without those of this colour that run around its words, and without its frames
        and what is drawn in them."""
        return [path for path in paths if not self._frames(path)] if self.boxes or self.frames else paths

    def _frames(self, path: Mapping[str, Any]) -> bool:
        if path.get("rect") is None:
            return False
        x0, y0, x1, y1 = displayed_box(path["rect"], None)
        if any(a - 1 <= x0 and b - 1 <= y0 and x1 <= c + 1 and y1 <= d + 1 for a, b, c, d in self.frames):
            return True
        if max(x1 - x0, y1 - y0) > _FRAME:
            return False
        colour = path.get("color") or path.get("fill")
        return any(
            _near(colour, ink) and x0 - 1 <= (a + c) / 2 <= x1 + 1 and y0 - (d - b) <= (b + d) / 2 <= y1 + (d - b)
            for ink, (a, b, c, d) in self.boxes
        )


NOTHING = Laid()


@dataclass
class LaidOver:
    """Finds the words laid upon the text of one document's pages; remembers what they say in which ink, and on which
    page (from 1) something new was found last."""

    _known: set[tuple[Ink, str]] = field(default_factory=set)
    _pale: set[Ink] = field(default_factory=set)
    _last: int = 0

    @property
    def asked(self) -> bool:
        """Is every page to be looked at?"""
        return bool(self._known)

    def missed(self, page: Page) -> bool:
        """May words that are known by now stand on this page, which was read before they were?"""
        if page.number >= self._last:
            return False
        said = {text for _, text in self._known}
        return bool(self._pale) or any(word.text in said for word in page.words)

    def find(self, mupage: pymupdf.Page, number: int, text: pymupdf.TextPage, hidden: Hidden) -> Laid:
        """What is laid upon the text of page `number`, without what nobody sees anyway."""
        spans = list(_spans(mupage, text, hidden))
        sizes = Counter[Ink]()
        for span in spans:
            sizes[span.ink] += len(span.numbers)
        if len(sizes) < 2 and not sizes.keys() & self._pale:
            return NOTHING
        usual = max(sizes, key=lambda ink: (not _is_pale(ink), sizes[ink]))  # (a sheet may hold more mark than text)
        strange = {ink for ink in sizes if ink in self._pale or is_other(ink, usual)}
        found = _meeting(spans, strange) if strange else set()
        if not {(spans[k].ink, spans[k].text) for k in found} <= self._known:
            self._known |= {(spans[k].ink, spans[k].text) for k in found}
            self._pale |= {spans[k].ink for k in found if _is_pale(spans[k].ink)}
            self._last = number
        found |= {k for k, span in enumerate(spans) if span.ink in strange and self._knows(span)}
        found = _with_touched(spans, found)
        boxes = tuple((_colour(spans[k].ink), union(spans[k].boxes)) for k in sorted(found))
        return Laid(frozenset(number for k in found for number in spans[k].numbers) - hidden, boxes)

    def _knows(self, span: _Span) -> bool:
        if span.ink in self._pale or (span.ink, span.text) in self._known:
            return True
        return _is_pale(span.ink) and any(text == span.text for _, text in self._known)  # (pale in another colour)


def stamped(mupage: pymupdf.Page, text: pymupdf.TextPage, paths: Sequence[Any], words: Sequence[Word]) -> Laid:
    """Stamps in the text's own colour: short words in a small frame, drawn later than the text that they stand upon and
    out of its line, where the frame runs through letters of that text."""
    closed = [box for path in paths if path["type"] == "s" and (box := _frame_of(path))]
    frames = _cutting(closed, [word.bbox for word in words]) if closed else []
    spans = list(_spans(mupage, text, frozenset())) if frames else []
    if not spans:
        return NOTHING
    found, around = set[int](), set[BBox]()
    for late, early in _upon_earlier(spans):
        frame = next((box for box in frames if _is_in(spans[late], box)), None)
        if late in found or frame is None or not _cutting([frame], spans[early].boxes):
            continue
        stamp = _drawn_with(spans, late, frame)
        if any(_is_beside(spans[k], spans[early]) for k in stamp):
            found |= stamp
            around.add(frame)
    return Laid(frozenset(n for k in found for n in spans[k].numbers), frames=tuple(sorted(around)))


def _frame_of(path: Mapping[str, Any]) -> BBox | None:
    """The box of a small closed line."""
    if path.get("rect") is None or not {item[0] for item in path["items"]} & {"re", "qu", "c"}:
        return None
    x0, y0, x1, y1 = displayed_box(path["rect"], None)
    return (x0, y0, x1, y1) if x1 - x0 <= _FRAME and _LEAST_FRAME <= y1 - y0 <= _FRAME else None


def _upon_earlier(spans: Sequence[_Span]) -> set[tuple[int, int]]:
    """Short spans, each with one that was drawn before it and that it stands upon. (Characters have numbers in the
    order of drawing.)"""
    of = [k for k, span in enumerate(spans) for _ in span.boxes]
    meeting = upon(np.array([box for span in spans for box in span.boxes]), _ALIKE)
    pairs = {(max(of[i], of[j]), min(of[i], of[j])) for i, j in meeting if of[i] != of[j]}
    return {(late, early) for late, early in pairs if _may_be_stamp(spans[late])}


def _may_be_stamp(span: _Span) -> bool:
    return len(span.numbers) <= _LETTERS and not set(span.text) & set(BRACKETS)


def _is_in(span: _Span, frame: BBox) -> bool:
    x0, y0, x1, y1 = union(span.boxes)
    return frame[0] < (x0 + x1) / 2 < frame[2] and frame[1] < (y0 + y1) / 2 < frame[3]


def _is_beside(span: _Span, line: _Span) -> bool:
    """Stands a span out of a line of text, or has it another size?"""
    (_, top, _, bottom), (_, high, _, low) = span.boxes[0], line.boxes[0]
    most = _IN_LINE * (low - high)
    return abs(bottom - low) > most or abs(top - high) > most


def _cutting(frames: Sequence[BBox], boxes: Sequence[BBox]) -> list[BBox]:
    """The frames of which a side runs through one of the boxes. A page may have hundreds, so all of them at once."""
    if not frames or not boxes:
        return []
    x0, y0, x1, y1 = np.array(boxes).T
    left, top, right, foot = np.array(frames).T[:, :, None]
    across = (((x0 < left) & (left < x1)) | ((x0 < right) & (right < x1))) & (y0 < foot) & (top < y1)
    along = (((y0 < top) & (top < y1)) | ((y0 < foot) & (foot < y1))) & (x0 < right) & (left < x1)
    return [frame for frame, cuts in zip(frames, (across | along).any(axis=1).tolist(), strict=True) if cuts]


def _drawn_with(spans: Sequence[_Span], word: int, frame: BBox) -> set[int]:
    """The words in a frame that were drawn one after the other."""
    found = {word}
    for step in (1, -1):
        k = word + step
        while 0 <= k < len(spans) and _may_be_stamp(spans[k]) and _is_in(spans[k], frame):
            found.add(k)
            k += step
    return found


def _spans(mupage: pymupdf.Page, text: pymupdf.TextPage, hidden: Hidden) -> Iterator[_Span]:
    numbers = count()
    for block in blocks_of_characters(mupage, text):
        for line in block.get("lines", ()):
            for span in line["spans"]:
                ink = span["color"], span["alpha"]
                chars = [(next(numbers), char) for char in span["chars"]]
                unseen = frozenset() if _is_pale(ink) else hidden  # (pale words are known to be under others)
                shown = [(n, char) for n, char in chars if n not in unseen and not char["c"].isspace()]
                if shown:
                    boxes = tuple(displayed_box(char["bbox"], None) for _, char in shown)
                    said = "".join(char["c"] for _, char in shown)
                    yield _Span(ink, tuple(n for n, _ in shown), boxes, said)


def is_other(ink: Ink, usual: Ink) -> bool:
    """Has an ink another colour, or does it let the ground be seen?"""
    steps = (abs((ink[0] >> shift & 255) - (usual[0] >> shift & 255)) for shift in (16, 8, 0))
    return max(steps) >= _OTHER or ink[1] < _GLASS <= usual[1]


def _is_pale(ink: Ink) -> bool:
    """Is an ink hardly seen on white?"""
    return _PALE[0] <= 255 - (255 - 255 * sum(_colour(ink)) / 3) * ink[1] / 255 < _PALE[1]


def _meeting(spans: Sequence[_Span], strange: set[Ink]) -> set[int]:
    """The spans of strange inks that stand upon characters of another."""
    of = [k for k, span in enumerate(spans) for _ in span.boxes]
    said = "".join(span.text for span in spans)
    found = set()
    for i, j in upon(np.array([box for span in spans for box in span.boxes]), _ALIKE):
        if spans[of[i]].ink != spans[of[j]].ink and said[i] != said[j]:
            found |= {k for k in (of[i], of[j]) if spans[k].ink in strange}
    return found


def _with_touched(spans: Sequence[_Span], laid: set[int]) -> set[int]:
    """The spans that are laid over text, with short ones of the same ink about them, which make a stamp."""
    found = set(laid)
    for first in laid:
        stamp, new = {first}, [first]
        while new:
            touched = _touched(spans, new.pop()) - stamp
            stamp |= touched
            new += touched
        if sum(len(spans[k].numbers) for k in stamp) <= _STAMP:
            found |= stamp
    return found


def _touched(spans: Sequence[_Span], laid: int) -> set[int]:
    x0, y0, x1, y1 = union(spans[laid].boxes)
    near = y1 - y0
    found = set()
    for k, span in enumerate(spans):
        if span.ink == spans[laid].ink and len(span.numbers) <= _LETTERS:
            a, b, c, d = union(span.boxes)
            if a < x1 + near and c > x0 - near and b < y1 + near and d > y0 - near:
                found.add(k)
    return found


def _colour(ink: Ink) -> tuple[float, ...]:
    return tuple((ink[0] >> shift & 255) / 255 for shift in (16, 8, 0))


def _near(colour: Sequence[float] | None, other: Sequence[float]) -> bool:
    """Are two colours about the same? Grey has one number."""
    if not colour:
        return False
    three = colour if len(colour) == 3 else [colour[0]] * 3
    return all(abs(a - b) * 255 < _OTHER for a, b in zip(three, other, strict=True))
