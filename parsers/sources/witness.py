"""Which witness does a page have: its text layer, or its picture read by OCR?

The measures use what the text pass has already; only a page with pictures or without text is looked at again, and
nothing is drawn unless a picture covers the page. That a text layer lies (glyphs look right, characters are wrong)
shows in its pairs of characters: every page of a form repeats pairs that its labels and options are made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from operator import add
from typing import Literal

import pymupdf

from hyokasho.parsers.forms.form_texts import form_texts
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Page

_JAPANESE = re.compile(r"[ぁ-ヿ㐀-鿿々ー]{2,}")
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd]|\(cid:\d+\)")
_FOREIGN = re.compile(r"[\u00a0-\u1fff]")

STRANGE_SHARE = 0.05
"""Share of characters that mean nothing (replacement, private use, control) from which the layer is not believed."""
FOREIGN_SHARE = 0.25
"""Share of accented Latin, Greek, Arabic ... from which a Japanese page's characters are those of another encoding."""
KNOWN_PAIRS = 0.08
"""Pages of statements have 0.17 and more of their pairs in the forms' labels and options, shuffled ones below 0.07."""
LEAST_PAIRS = 60
LEAST_CHARACTERS = 25
_SAMPLE = 350
COVERING = 0.5
"""Share of the page from which a picture is the page."""
_OUTLINES = 60
"""Filled paths with curves from which a page without text is text drawn as outlines."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The witness of a page; `reason` says why in words, `issues` what the reader of the tables should know."""

    witness: Literal["text", "ocr"]
    reason: str = ""
    issues: tuple[Issue, ...] = ()


_TEXT = Decision("text")


@dataclass
class Witnesses:
    """Chooses the witness of each page of one document, in order; remembers fonts whose characters were wrong."""

    _lying: set[str] = field(default_factory=set)

    def choose(self, mupage: pymupdf.Page, page: Page) -> Decision:
        """`page` is what the text layer of `mupage` gave."""
        decision = choose_witness(mupage, page)
        if decision.reason == WRONG_CHARACTERS:
            self._lying |= _fonts(mupage)
        elif decision is _TEXT and self._lying and page.words and _fonts(mupage) <= self._lying:
            return _ocr(WRONG_CHARACTERS, page.number)
        return decision


WRONG_CHARACTERS = "the characters of the text layer are wrong"
NO_TEXT = "the page is a picture"
HIDDEN_TEXT = "the text layer is hidden under or in a picture"
OUTLINES = "the text is drawn as curves"


def choose_witness(mupage: pymupdf.Page, page: Page) -> Decision:
    """The witness of one page; `page` is what its text layer gave."""
    if not page.words:
        return _without_text(mupage, page.number)
    text = "".join(word.text for word in page.words)
    if _garbled(_sample(text)):
        return _ocr(WRONG_CHARACTERS, page.number)
    if mupage.get_images() and _picture_is_the_page(mupage, page):
        return _ocr(HIDDEN_TEXT, page.number)
    return _TEXT


def _ocr(reason: str, number: int) -> Decision:
    code = "text-layer-not-believed" if reason in (WRONG_CHARACTERS, HIDDEN_TEXT) else "page-from-ocr"
    return Decision("ocr", reason, (make_issue(code, f"page {number}: {reason}", number),))


def _sample(text: str) -> str:
    """Enough of a long text to judge it by: its beginning and what stands past its middle."""
    middle = len(text) // 2
    return text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[middle : middle + _SAMPLE]


def _garbled(text: str) -> bool:
    """Do the characters of this text not say what a Japanese form says?"""
    count = len(text)
    if count < LEAST_CHARACTERS:
        return False
    strange = sum(len(match) for match in _STRANGE.findall(text))
    if strange > STRANGE_SHARE * count or len(_FOREIGN.findall(text)) > FOREIGN_SHARE * count:
        return True
    known = known_pairs()
    pairs = found = 0
    for run in _JAPANESE.findall(unicodedata.normalize("NFKC", text)):
        pairs += len(run) - 1
        found += sum(map(known.__contains__, map(add, run, run[1:])))
    return pairs >= LEAST_PAIRS and found < KNOWN_PAIRS * pairs


def _pairs(text: str) -> Iterator[str]:
    for run in _JAPANESE.findall(text):
        for left, right in pairwise(run):
            yield left + right


@cache
def known_pairs() -> frozenset[str]:
    """Pairs of neighbouring Japanese characters in the labels, options and notes of all forms."""
    return frozenset(pair for text in form_texts() for pair in _pairs(unicodedata.normalize("NFKC", text)))


def _fonts(mupage: pymupdf.Page) -> set[str]:
    return {str(font[3]) for font in mupage.get_fonts()}


def _without_text(mupage: pymupdf.Page, number: int) -> Decision:
    """A page whose text layer is empty: a scan, text as curves, or a blank page."""
    area = abs(mupage.rect)
    if any(abs(pymupdf.Rect(image["bbox"]) & mupage.rect) > 0.02 * area for image in mupage.get_image_info()):
        return _ocr(NO_TEXT, number)
    curved = 0
    for path in mupage.get_cdrawings():
        curved += any(item[0] == "c" for item in path["items"])
        if curved >= _OUTLINES:
            return _ocr(OUTLINES, number)
    return _TEXT


def _picture_is_the_page(mupage: pymupdf.Page, page: Page) -> bool:
    """Does a picture cover the page, with the text unseen in or under it, or much ink that is no text of the layer?"""
    area = abs(mupage.rect)
    log = mupage.get_bboxlog()
    big = [i for i, (kind, box) in enumerate(log) if "image" in kind and abs(pymupdf.Rect(box)) >= COVERING * area]
    if not big:
        return _in_pieces(mupage, page)
    unseen = seen = 0
    for i, (kind, _) in enumerate(log):
        if "text" in kind:
            if kind == "ignore-text" or i < big[-1]:
                unseen += 1
            else:
                seen += 1
    return unseen > seen or _ink_without_text(mupage, page) > 0.5


def _in_pieces(mupage: pymupdf.Page, page: Page) -> bool:
    """A scan may lie on the page in strips or tiles that cover it only together."""
    area = abs(mupage.rect)
    total = sum(abs(pymupdf.Rect(image["bbox"]) & mupage.rect) for image in mupage.get_image_info())
    return total >= COVERING * area and _ink_without_text(mupage, page) > 0.5


def _ink_without_text(mupage: pymupdf.Page, page: Page) -> float:
    """Share of the page's dark pixels that lie in no word of the text layer."""
    import numpy as np

    pixmap = mupage.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY, alpha=False)
    gray = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    dark = gray < 140
    total = int(dark.sum())
    if total < 50:
        return 0.0
    free = dark.copy()
    for word in page.words:
        x0, y0, x1, y1 = (max(0, round(v)) for v in word.bbox)
        free[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = False
    return float(free.sum()) / total
