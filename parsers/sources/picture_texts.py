"""Answers of a text page that were pasted as pictures: read by OCR, or seen to be there and not known.

Looked at are pictures of the size of a line or two that stand between brackets or in a table where no word stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.pdf_text import MARK_SIZE

if TYPE_CHECKING:
    from hyokasho.parsers.sources.scan.ocr import Engine

_HEIGHT = (5.0, 60.0)
_LEAST_WIDTH = 8.0
_MOST_SHARE = 0.05
"""Share of the page from which a picture is a figure."""
_MOST = 80
"""Pictures of one page that are read."""
_DPI = 300
_DEPTH = 60
"""Steps of grey by which a pixel stands out."""
_UNREAD = 0.2
"""Confidence of a picture of which nothing is known but that it is there."""
_GAP = 0.12
"""White rows (share of the picture's height) that part lines."""


@dataclass
class PictureTexts:
    """Reads the pictures of one document; one that is pasted many times is read once."""

    _read: dict[bytes, tuple[str, float]] = field(default_factory=dict)

    def add(self, mupage: pymupdf.Page, page: Page) -> Page:
        """The page with a word for every picture that may be an answer."""
        boxes = [box for box in page.pictures if _may_be_text(box, page)][:_MOST]
        words = [word for box in boxes if (word := self._word(mupage, box)) is not None]
        return replace(page, words=(*page.words, *words)) if words else page

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
        readings = engine.recognise(lines)
        text = "".join(reading.text for reading in readings).strip()
        return (text, min(reading.confidence for reading in readings)) if text else (UNKNOWN_MARK, _UNREAD)


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


def _may_be_text(box: BBox, page: Page) -> bool:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if not _HEIGHT[0] <= height <= _HEIGHT[1] or width < max(_LEAST_WIDTH, 0.8 * height):
        return False
    if max(width, height) <= MARK_SIZE or width * height > _MOST_SHARE * page.width * page.height:
        return False
    if any(x0 < (w.bbox[0] + w.bbox[2]) / 2 < x1 and y0 < (w.bbox[1] + w.bbox[3]) / 2 < y1 for w in page.words):
        return False
    across = [rule for rule in page.rules if rule.horizontal and rule.x0 <= x0 and rule.x1 >= x1]
    return any(rule.y0 < y0 + 1 for rule in across) and any(rule.y0 > y1 - 1 for rule in across)


def _drawn(mupage: pymupdf.Page, box: BBox) -> NDArray[np.uint8]:
    scale = _DPI / 72
    clip = pymupdf.Rect(box)
    pixmap = mupage.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=clip, colorspace=pymupdf.csGRAY, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def _lines(gray: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """The lines of text in a picture; none where it is of one colour."""
    if not gray.size:
        return []
    ink = np.abs(gray.astype(np.int16) - int(np.median(gray))) > _DEPTH
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    least = max(2, round(_GAP * len(gray)))
    cuts = np.flatnonzero(np.diff(rows) > least)
    starts, ends = [rows[0], *rows[cuts + 1]], [*rows[cuts], rows[-1]]
    spare = 3
    return [gray[max(0, a - spare) : b + spare + 1] for a, b in zip(starts, ends, strict=True)]
