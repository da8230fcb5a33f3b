"""Answers of a text page that were pasted as pictures: read by OCR, or seen to be there and not known.

Looked at are pictures of the size of a line or two that stand between brackets or in a table where no word stands, and
those of the size of a letter in a line of words: circled numbers are pasted so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.pdf_text import MARK_SIZE

if TYPE_CHECKING:
    from hyokasho.parsers.sources.scan.ocr import Engine, Reading

_HEIGHT = (5.0, 60.0)
_LEAST_WIDTH = 8.0
_MOST_SHARE = 0.05
"""Share of the page from which a picture is a figure."""
_MOST = 80
"""Pictures of one page that are read; of others it is known that they are there."""
_DPI = 300
_DEPTH = 60
"""Steps of grey by which a pixel stands out."""
_UNREAD = 0.2
"""Confidence of a picture of which nothing is known but that it is there."""
_SQUARE = 1.3
"""A letter is at most so much longer than broad."""
_NEAR = 0.6
"""Gap (heights) between a letter and the words of its line."""
_SURE = 0.9
_CIRCLED = re.compile("[①-⑳]")
_WIDE = re.compile(r"[\u3000 ]")
_COVERED = 0.5
"""Share of a picture's width over which a word runs: it is the ground of the word, or hides what stood there."""
_GAP = 0.12
"""White rows (share of the picture's height) that part lines."""


@dataclass
class PictureTexts:
    """Reads the pictures of one document; one that is pasted many times is read once."""

    _read: dict[bytes, tuple[str, float]] = field(default_factory=dict)

    def add(self, mupage: pymupdf.Page, page: Page) -> Page:
        """The page with a word for every picture that may be an answer."""
        boxes = [box for box in page.pictures if _may_be_text(box, page)]
        words = [word for box in boxes[:_MOST] if (word := self._word(mupage, box)) is not None]
        words += [Word(UNKNOWN_MARK, box, box[3] - box[1], "ocr", _UNREAD) for box in boxes[_MOST:]]
        words += self._numbers(mupage, page)
        return replace(page, words=(*page.words, *words)) if words else page

    def _numbers(self, mupage: pymupdf.Page, page: Page) -> list[Word]:
        """The circled numbers among pictures as small as a letter; what else stands inside a line is not known."""
        found = []
        for box in page.pictures:
            sides = _beside(box, page.words) if _is_letter(box) else 0
            word = self._word(mupage, box) if sides else None
            if word is not None and _CIRCLED.fullmatch(word.text) and word.confidence >= _SURE:
                found.append(word)
            elif word is not None and sides > 1:
                found.append(replace(word, text=UNKNOWN_MARK, confidence=_UNREAD))
        return found

    def text(self, mupage: pymupdf.Page, box: BBox) -> tuple[str, float] | None:
        """What the picture of a place says, and how sure that is; None where nothing stands there."""
        gray = _drawn(mupage, box)
        lines = _lines(gray)
        return self._said(gray, lines) if lines else None

    def _word(self, mupage: pymupdf.Page, box: BBox) -> Word | None:
        gray = _drawn(mupage, box)
        lines = _lines(gray)
        if not lines:
            return None
        text, sure = self._said(gray, lines)
        return Word(text, box, (box[3] - box[1]) / len(lines), "ocr", sure)

    def _said(self, gray: NDArray[np.uint8], lines: Sequence[NDArray[np.uint8]]) -> tuple[str, float]:
        key = gray.tobytes()
        if key not in self._read:
            self._read[key] = self._recognised(lines)
        return self._read[key]

    def _recognised(self, lines: Sequence[NDArray[np.uint8]]) -> tuple[str, float]:
        engine = _engine()
        if engine is None:
            return UNKNOWN_MARK, _UNREAD
        readings = [_settled(*read) for read in zip(engine.recognise(lines), lines, strict=True)]
        text = "".join(reading.text for reading in readings).strip()
        return (text, min(reading.confidence for reading in readings)) if text else (UNKNOWN_MARK, _UNREAD)


def _settled(reading: Reading, line: NDArray[np.uint8]) -> Reading:
    """The reading with letters told from those that look alike, by their neighbours and the size of their ink."""
    from hyokasho.parsers.sources.scan.lookalikes import settle

    ink = _ink(line)
    across = np.flatnonzero(ink.any(axis=0))
    first, width = int(across[0]), int(across[-1] - across[0]) + 1
    rows = np.flatnonzero(ink.any(axis=1))
    chars = tuple(replace(char, x=(char.x * line.shape[1] - first) / width) for char in reading.chars)
    return settle(replace(reading, chars=chars), ink[rows[0] : rows[-1] + 1, first : first + width])


@cache
def _engine() -> Engine | None:
    """The OCR engine; None where none is installed."""
    try:
        from hyokasho.parsers.sources.scan.ocr import OcrUnavailable, load_engine
    except ImportError:
        return None
    try:
        return load_engine()
    except OcrUnavailable:
        return None


def _is_letter(box: BBox) -> bool:
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short >= _HEIGHT[0] and long <= min(MARK_SIZE, _SQUARE * short)


def _beside(box: BBox, words: Sequence[Word]) -> int:
    """At how many sides a place in a line has words next to it; 0 where a mark stands there, or a bracket beside it."""
    x0, y0, x1, y1 = box
    y, left, right = (y0 + y1) / 2, False, False
    for word in words:
        a, b, c, d = word.bbox
        if not b < y < d:
            continue
        near = _NEAR * (d - b)
        if a < x0 + 1 and c > x1 - 1 and _WIDE.search(word.text):  # (a blank of the text was left for it)
            left, right = left or a < x0 - 1, right or c > x1 + 1
        elif (a + c) / 2 > x0 and (a + c) / 2 < x1:
            return 0
        elif abs(x0 - c) <= near or abs(a - x1) <= near:
            if word.text[-1 if a < x0 else 0] in signs().open + signs().close:
                return 0
            left, right = left or a < x0, right or a > x0
    return left + right


def _may_be_text(box: BBox, page: Page) -> bool:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if not _HEIGHT[0] <= height <= _HEIGHT[1] or width < max(_LEAST_WIDTH, 0.8 * height):
        return False
    if max(width, height) <= MARK_SIZE or width * height > _MOST_SHARE * page.width * page.height:
        return False
    if any(_stands_on(word, box) for word in page.words):
        return False
    across = [rule for rule in page.rules if rule.horizontal and rule.x0 <= x0 and rule.x1 >= x1]
    return any(rule.y0 < y0 + 1 for rule in across) and any(rule.y0 > y1 - 1 for rule in across)


def _stands_on(word: Word, box: BBox) -> bool:
    """Stands a word in a picture, or runs it over it? (A blank of a word may have been left for the picture.)"""
    left, top, right, bottom = word.bbox
    if not box[1] < (top + bottom) / 2 < box[3]:
        return False
    over = min(right, box[2]) - max(left, box[0])
    return box[0] < (left + right) / 2 < box[2] or (
        over > _COVERED * (box[2] - box[0]) and not _WIDE.search(word.text)
    )


def _drawn(mupage: pymupdf.Page, box: BBox) -> NDArray[np.uint8]:
    scale = _DPI / 72
    clip = pymupdf.Rect(box)
    pixmap = mupage.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, colorspace=pymupdf.csGRAY, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def _ink(gray: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """What stands out from the ground."""
    return np.abs(gray.astype(np.int16) - int(np.median(gray))) > _DEPTH


def _lines(gray: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """The lines of text in a picture; none where it is of one colour."""
    if not gray.size:
        return []
    ink = _ink(gray)
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    least = max(2, round(_GAP * len(gray)))
    cuts = np.flatnonzero(np.diff(rows) > least)
    starts, ends = [rows[0], *rows[cuts + 1]], [*rows[cuts], rows[-1]]
    spare = 3
    return [gray[max(0, a - spare) : b + spare + 1] for a, b in zip(starts, ends, strict=True)]
