"""Black bars over texts (黒塗り): what stood there is not published. That it is missing is seen, not what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import pymupdf

from hyokasho.parsers.layout.words import has_middle
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box, turning_of
from hyokasho.parsers.sources.seen.painted import covers_of, is_thin, paint_of

DARK = 0.4
"""Most of red, green and blue of a bar."""
_HEIGHT = (0.7, 8.0)
"""Least and greatest height of a bar in heights of the words."""
_WIDTH = 1.5
"""Least width of a bar in heights of the words: a square may be a mark."""
_SURE = 0.2
"""Confidence of a text of which nothing is known but that it is there."""


def with_blackened(mupage: pymupdf.Page, page: Page, drawings: Sequence[Mapping[str, Any]]) -> Page:
    """The page with a word of U+FFFD in each line of every black bar in which no word is seen."""
    dark = [path for path in drawings if _is_dark(path)]
    if not dark or not page.words:
        return page
    size = median(word.bbox[3] - word.bbox[1] for word in page.words)
    matrix = turning_of(mupage)
    boxes = {displayed_box(box, matrix): tuple(paint_of(path) or ()) for path in dark for box, _ in covers_of(path)}
    texts = [word for word in page.words if word.text != UNKNOWN_MARK]
    grounds = {paint for box, paint in boxes.items() if any(has_middle(box, word) for word in texts)}
    bars = [
        box for box, paint in boxes.items()
        if paint not in grounds and _is_bar(box, size) and not any(has_middle(box, word) for word in page.words)
    ]  # fmt: skip
    words = [word for bar in bars for word in _lines_of(bar, size)]
    return replace(page, words=(*page.words, *words)) if words else page


def _is_dark(path: Mapping[str, Any]) -> bool:
    paint = paint_of(path) if not is_thin(path) else None
    return paint is not None and max(paint) <= DARK


def _is_bar(box: BBox, size: float) -> bool:
    height = box[3] - box[1]
    return _HEIGHT[0] * size <= height <= _HEIGHT[1] * size and box[2] - box[0] >= _WIDTH * size


def _lines_of(bar: BBox, size: float) -> Iterator[Word]:
    """The bar as lines of the height of the page's text."""
    x0, y0, x1, y1 = bar
    count = max(1, round((y1 - y0) / (1.4 * size)))
    step = (y1 - y0) / count
    for k in range(count):
        yield unreadable((x0, y0 + k * step, x1, y0 + (k + 1) * step), size)


def unreadable(box: BBox, size: float | None = None) -> Word:
    """A word of which nothing is known but where it stands; `size`: of its type, if it is not as high as its box."""
    return Word(UNKNOWN_MARK, box, size or box[3] - box[1], "vector", _SURE)
