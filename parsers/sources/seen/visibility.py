"""What of a page's text layer a person sees: old text under new is no witness.

A PDF editor paints a correction over what stood there; the old text stays in the file. So do texts under pictures, in
white, wholly transparent, or not painted at all (a second layer of OCR). MuPDF gives them all as words. Cheap signs say
on which pages anything may be hidden; only there the order of drawing is asked for, and the page's picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import BBox, Page, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box, paths_of, turning_of
from hyokasho.parsers.sources.drawn.line_signs import line_signs
from hyokasho.parsers.sources.pdf_text import (
    TEXT_FLAGS,
    Hidden,
    pictures_of,
    read_text_page,
    read_words,
    text_as_told,
)
from hyokasho.parsers.sources.pictured.outlined_texts import outlined_lines, with_outlined
from hyokasho.parsers.sources.seen.annotated import annotated
from hyokasho.parsers.sources.seen.blackened import unreadable, with_blackened
from hyokasho.parsers.sources.seen.drawing_order import DrawingOrder, pale, unpainted
from hyokasho.parsers.sources.seen.furigana import characters_of, furigana
from hyokasho.parsers.sources.seen.laid_over import NOTHING, Laid, LaidOver, stamped
from hyokasho.parsers.sources.seen.overprint import at_one_height, meeting
from hyokasho.parsers.sources.seen.painted import LEAST_COVER, area_of, is_thin, paint_of, painted_paths
from hyokasho.parsers.sources.seen.struck import struck_out
from hyokasho.parsers.sources.seen.twice import printed_again

_ENOUGH = 2
"""Pages of a document on which a sign may come to nothing before it is no longer followed."""
_LARGE = 0.3
"""Share of the page from which a white area is the ground of a sheet rather than a correction."""
_UNPAINTED = re.compile(rb"\b[37]\s+$")
_SIGNS = (
    (b"1 1 1 ", (b"1 1 1 rg", b"1 1 1 sc")), (b"1 g", (b"1 g\n", b"1 g\r", b"1 g ")), (b"0 0 0 0 k", ()),
    (b"gs", (b" gs", b"\ngs")), (b" Do", ()),
)  # fmt: skip
"""Operators after which text may be white or transparent, or stand in a content stream of its own: what several have in
common is looked for first, since nearly every page has none."""
_SMALL = re.compile(rb"\.(?:(?<=\s\.)|(?<=\s0\.))\d+\s+Tf")
"""Type of less than a point; usually it is made larger by a scale. Looked for by its point, since contents are long and
mostly white space and digits."""
_REFERENCE = re.compile(r"(\d+) 0 R")
_MASKED = re.compile(r"/SMask(?!\s*/None)")
_OPACITY = re.compile(r"/(?:ca|CA)\s*([0-9.]+)")
_BLENDED = re.compile(r"/BM\s*\[?\s*/(?!Normal|Compatible)")
"""What is drawn in such a state may let all that lies under it be seen (a marker pen multiplies), or cover nothing."""
_NOTHING = 0.1
"""Opacity below which nothing is seen."""
_REACH = 0.4
"""Share of a word's height by which an area must reach into it to cover some of it."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as a person sees it, the characters of its text layer that were left out, that text, and how many letters
    are shapes."""

    page: Page
    hidden: Hidden
    text: pymupdf.TextPage
    outlined: int = 0


@dataclass
class Seeing:
    """Reads the text pages of one document; learns which signs mean nothing in it."""

    _in_vain: Counter[_Sign] = field(default_factory=Counter)
    laid_over: LaidOver = field(default_factory=LaidOver)

    def read(self, mupage: pymupdf.Page, number: int, text: pymupdf.TextPage) -> SeenPage:
        """The page without what nobody sees; `number` is its 1-based place in the file."""
        content = mupage.read_contents()
        paths = paths_of(mupage)
        text, words = text_as_told(mupage, text, content)
        typed = line_signs(mupage, text, words)
        if typed.characters:
            words = read_words(mupage, text, typed.characters)
        pictures = pictures_of(mupage, content)
        drawings = painted_paths(paths)
        pairs = meeting(words)
        upon = any(at_one_height(one, other) for one, other in pairs)
        stamps = annotated(mupage, text, paths).with_other(stamped(mupage, text, paths, words))
        hidden, bars = self._hidden(mupage, text, words, drawings, content, pictures, upon, stamps.characters)
        hidden -= typed.characters
        laid = self._laid(mupage, number, text, hidden, stamps, bool(pairs))
        readings, left_out = furigana(words), hidden | laid.characters | typed.characters
        left_out |= printed_again(mupage, text, words, left_out)
        if readings:
            left_out |= characters_of(mupage, text, readings)
        page = read_text_page(mupage, number, text, laid.without_frames(paths), words, left_out, pictures, typed.lines)
        page, struck = struck_out(mupage, text, page, left_out)
        left_out |= struck
        if struck:
            issue = make_issue("struck-out", f"page {number}: {len(struck)} characters", number)
            page = replace(page, issues=(*page.issues, issue))
        if hidden:
            issue = make_issue("hidden-text", f"page {number}: {len(hidden)} characters that nobody sees", number)
            page = replace(page, issues=(*page.issues, issue))
        if laid.characters:
            issue = make_issue("laid-over", f"page {number}: {len(laid.characters)} characters", number)
            page = replace(page, issues=(*page.issues, issue))
        if readings:
            issue = make_issue("furigana", f"page {number}: {len(readings)}", number)
            page = replace(page, issues=(*page.issues, issue))
        page = replace(page, words=(*page.words, *map(unreadable, bars)))
        outlined = outlined_lines(drawings, turning_of(mupage), page)
        page = with_blackened(mupage, with_outlined(page, outlined), drawings)
        return SeenPage(page, left_out, text, sum(line.letters for line in outlined))

    def _laid(
        self, mupage: pymupdf.Page, number: int, text: pymupdf.TextPage, hidden: Hidden, stamps: Laid, meet: bool
    ) -> Laid:
        """What is laid over the page, with the stamps and notes that are known."""
        laid = self.laid_over.find(mupage, number, text, hidden) if meet or self.laid_over.asked else NOTHING
        return laid.with_other(stamps)

    def _hidden(
        self,
        mupage: pymupdf.Page,
        text: pymupdf.TextPage,
        words: Sequence[Word],
        drawings: Sequence[Mapping[str, Any]],
        content: bytes,
        pictures: Sequence[BBox],
        upon: bool,
        stamps: Hidden,
    ) -> tuple[Hidden, list[BBox]]:
        """The characters of the page that nobody sees, and the places where something is seen that lies over them;
        empty, at little cost, for nearly every page."""
        signs = set(_late_fills(mupage, words, drawings))
        worth = {sign for sign in signs if sign.stacked or self._in_vain[sign] < _ENOUGH}
        unseen = _unseen_spans(mupage, text, content)
        states = _states(mupage, content)
        masked = any(map(_MASKED.search, states))  # (what a mask is made of is among the drawings)
        blended = masked or any(map(_BLENDED.search, states))
        blank = blended or any(map(_is_blank, states))
        if not worth and not unseen and not upon and not blank and not _under_picture(pictures, words):
            return frozenset(), []
        look = DrawingOrder(mupage, text, drawings, bool(pictures), upon, blended, stamps)
        hidden = look.hidden() if unseen or upon or look.covers_text() else frozenset()
        if blank:
            hidden |= look.blank(hidden)
        if not hidden:
            self._in_vain.update(signs)
        return hidden, list(look.bars(hidden)) if hidden else []


# signs


@dataclass(frozen=True, slots=True)
class _Sign:
    """An area painted after text, over words: how large it is, and how sure it is that it covers one of them.

    `early`: a word stands in it that is among so many first words as texts were drawn before. `stacked`: words in it
    stand one upon the other.
    """

    large: bool
    early: bool
    stacked: bool


def _late_fills(mupage: pymupdf.Page, words: Sequence[Word], drawings: Sequence[Mapping[str, Any]]) -> Iterator[_Sign]:
    """Areas painted after text. `seqno` counts all that is drawn: where it runs ahead of the drawings, so many
    texts came before. Producers that draw cell by cell paint such areas too, each before its own words."""
    expected, late = 0, []
    for path in drawings:
        ahead = path["seqno"] - expected
        if ahead > 0 and not is_thin(path) and paint_of(path) is not None:
            x0, y0, x1, y1 = area_of(path)
            if min(x1 - x0, y1 - y0) >= LEAST_COVER:
                late.append(((x0, y0, x1, y1), ahead))
        expected = path["seqno"] - ahead + (2 if path["type"] == "fs" else 1)
    if not late or not words:
        return
    turned = turning_of(mupage)
    boxes = np.array([displayed_box(area, turned) for area, _ in late])
    inside = _touching(np.array([word.bbox for word in words]), boxes)
    most = _LARGE * abs(mupage.rect)
    for row, box, (_, ahead) in zip(inside, boxes, late, strict=True):
        indices = np.flatnonzero(row)
        if len(indices):
            large = (box[2] - box[0]) * (box[3] - box[1]) > most
            stacked = not large and _stacked([words[int(i)] for i in indices])
            yield _Sign(bool(large), bool(indices[0] < ahead), stacked)


def _touching(boxes: NDArray[Any], areas: NDArray[Any]) -> NDArray[np.bool_]:
    """For each area, which boxes reach a character's width into it."""
    x0, y0, x1, y1 = (areas[:, k, None] for k in range(4))
    width = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
    height = np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)
    found: NDArray[np.bool_] = (width > LEAST_COVER) & (height > _REACH * (boxes[:, 3] - boxes[:, 1]))
    return found


def _stacked(words: Sequence[Word]) -> bool:
    """Does a word stand upon another?"""
    for i, word in enumerate(words):
        x0, y0, x1, y1 = word.bbox
        for other in words[i + 1 :]:
            a, b, c, d = other.bbox
            if min(x1, c) - max(x0, a) > 1 and min(y1, d) - max(y0, b) > (y1 - y0) / 2:
                return True
    return False


def _unseen_spans(mupage: pymupdf.Page, text: pymupdf.TextPage, content: bytes) -> bool:
    """Has the page text that is not painted, transparent, of no size or as pale as paper?"""
    if not _has_sign(content):
        return False
    blocks = mupage.get_text("dict", flags=TEXT_FLAGS, textpage=text)["blocks"]
    spans = [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]
    looks = {(span["char_flags"], span["alpha"], span["color"], span["size"]): span for span in spans}
    return any(unpainted(span) or pale(span) for span in looks.values())


def _has_sign(content: bytes) -> bool:
    for common, signs in _SIGNS:
        if common in content and (not signs or any(sign in content for sign in signs)):
            return True
    if _SMALL.search(content):
        return True
    if content.count(b"Tr") == content.count(b"0 Tr"):  # (nearly always: text is filled)
        return False
    return b" Tr" in content and any(_UNPAINTED.search(before[-8:]) for before in content.split(b"Tr")[:-1])


def _states(mupage: pymupdf.Page, content: bytes) -> list[str]:
    """The graphics states that the page may set, as the file has them."""
    if b" gs" not in content and b"\ngs" not in content:
        return []
    document, found = mupage.parent, mupage.xref
    kind, value = document.xref_get_key(found, "Resources/ExtGState")
    if kind == "null" and (owner := document.xref_get_key(found, "Resources"))[0] == "xref":
        kind, value = document.xref_get_key(int(owner[1].split()[0]), "ExtGState")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]), compressed=True)
    return [value, *(document.xref_object(int(xref), compressed=True) for xref in _REFERENCE.findall(value))]


def _is_blank(state: str) -> bool:
    """Has a graphics state a soft mask, or lets it nearly nothing be seen? MuPDF tells neither of text that is masked
    nor of text in a group that fades."""
    return _MASKED.search(state) is not None or any(float(part) < _NOTHING for part in _OPACITY.findall(state))


def _under_picture(pictures: Sequence[BBox], words: Sequence[Word]) -> bool:
    """Does a picture lie where words are?"""
    if not pictures or not words:
        return False
    return bool(_touching(np.array([word.bbox for word in words]), np.array(pictures)).any())
