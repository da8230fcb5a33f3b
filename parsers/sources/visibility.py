"""What of a page's text layer a person sees: old text under new is no witness.

A PDF editor paints a correction over what stood there; the old text stays in the file. So do texts under pictures, in
white, wholly transparent, or not painted at all (a second layer of OCR). MuPDF gives them all as words. Cheap signs say
on which pages anything may be hidden; only there the order of drawing is asked for, and the page's picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import BBox, Page, Word
from hyokasho.parsers.sources.drawings import displayed_box, paths_of
from hyokasho.parsers.sources.gaiji import doubting_private
from hyokasho.parsers.sources.glyph_pictures import (
    BELIEVED,
    Glyph,
    PagePicture,
    agreement,
    draw_for,
    has_ink,
    quarters,
)
from hyokasho.parsers.sources.pdf_text import BRACKETS, MARK_SIZE, TEXT_FLAGS, Hidden, read_text_page, read_words

_AREAS = ("f", "s", "fs")
"""Types of paths that are painted, and counted in the order of drawing; clips and groups are not."""
_PAINTED = 16 | 32
"""Flags of a character that is filled or stroked."""
_FAINT = 26
"""Opacity (of 255) below which nothing is seen."""
_PALE = 0.85
"""Least of red, green and blue from which text may have the colour of the paper."""
_LIGHT = 0.6
"""The same of an area that may have been painted over old text: the colour of the paper, or of a shaded cell."""
_OPAQUE = 0.95
_LEAST_COVER = 3.0
"""Sides (points) of what can cover a character."""
_LETTERS = 2
"""So many letters under a cover let the picture overrule the order of drawing."""
_ENOUGH = 2
"""Pages of a document on which a sign may come to nothing before it is no longer followed."""
_LARGE = 0.3
"""Share of the page from which a white area is the ground of a sheet rather than a correction."""
_UNPAINTED = re.compile(rb"\b[37]\s+Tr\b")
_INLINE = re.compile(rb"(?:^|\s)BI\s")
_SIGNS = (b"1 1 1 rg", b"1 g\n", b"1 g\r", b"1 g ", b"1 1 1 sc", b"0 0 0 0 k", b" gs", b"\ngs", b" Do")
"""Operators after which text may be white or transparent, or stand in a content stream of its own."""
_SCAN_INK = 0.004
"""Share of dark pixels from which a picture of the whole page is a scan and not a pale ground."""
_DARK = 110
_WHOLE_PAGE = 0.5
_CORNERS = 5
_CUT = 0.1
"""Share of a character's width and height that a cover takes at least where it cuts it."""
_REACH = 0.4
"""Share of a word's height by which an area must reach into it to cover some of it."""
_BESIDE = 0.3
"""Distance (heights) at which MuPDF may take two equal characters for one that is printed twice."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as a person sees it, and the characters of its text layer that were left out."""

    page: Page
    hidden: Hidden


@dataclass
class Seeing:
    """Reads the text pages of one document; learns which signs mean nothing in it."""

    _in_vain: Counter[_Sign] = field(default_factory=Counter)

    def read(self, mupage: pymupdf.Page, number: int, text: pymupdf.TextPage) -> SeenPage:
        """The page without what nobody sees; `number` is its 1-based place in the file."""
        paths, words = paths_of(mupage), read_words(mupage, text)
        content = mupage.read_contents()
        pictures = _pictures(mupage, content)
        drawings = [path for path in paths if path["type"] in _AREAS]
        hidden = self._hidden(mupage, text, words, drawings, content, pictures)
        page = replace(read_text_page(mupage, number, text, paths, words, hidden), pictures=pictures)
        if hidden:
            issue = make_issue("hidden-text", f"page {number}: {len(hidden)} characters that nobody sees", number)
            page = replace(page, issues=(*page.issues, issue))
        return SeenPage(doubting_private(page), hidden)

    def _hidden(
        self,
        mupage: pymupdf.Page,
        text: pymupdf.TextPage,
        words: Sequence[Word],
        drawings: Sequence[Mapping[str, Any]],
        content: bytes,
        pictures: Sequence[BBox],
    ) -> Hidden:
        """The characters of the page that nobody sees; empty, at little cost, for nearly every page."""
        signs = set(_late_fills(mupage, words, drawings))
        worth = {sign for sign in signs if sign.stacked or self._in_vain[sign] < _ENOUGH}
        unseen = _unseen_spans(mupage, text, content)
        if not worth and not unseen and not _under_picture(pictures, words):
            return frozenset()
        look = _Look(mupage, text, drawings)
        hidden = look.hidden() if unseen or look.covers_text() else frozenset()
        if not hidden:
            self._in_vain.update(signs)
        return hidden


# signs


@dataclass(frozen=True, slots=True)
class _Sign:
    """A light area painted after text, over words: how large it is, and how sure it is that it covers one of them.

    `early`: a word stands in it that is among so many first words as texts were drawn before. `stacked`: words in it
    stand one upon the other.
    """

    large: bool
    early: bool
    stacked: bool


def _late_fills(
    mupage: pymupdf.Page, words: Sequence[Word], drawings: Sequence[Mapping[str, Any]]
) -> Iterator[_Sign]:
    """Light areas painted after text. `seqno` counts all that is drawn: where it runs ahead of the drawings, so many
    texts came before. Producers that draw cell by cell paint such areas too, each before its own words."""
    expected, late = 0, []
    for path in drawings:
        ahead = path["seqno"] - expected
        if ahead > 0 and "f" in path["type"] and path.get("fill") and min(path["fill"]) >= _LIGHT:
            x0, y0, x1, y1 = path["rect"]
            if min(x1 - x0, y1 - y0) >= _LEAST_COVER:
                late.append(((x0, y0, x1, y1), ahead))
        expected = path["seqno"] - ahead + (2 if path["type"] == "fs" else 1)
    if not late or not words:
        return
    turned = mupage.rotation_matrix if mupage.rotation else None
    boxes = np.array([displayed_box(area, turned) for area, _ in late])
    inside = _touching(np.array([word.bbox for word in words]), boxes)
    for row, box, (_, ahead) in zip(inside, boxes, late, strict=True):
        indices = np.flatnonzero(row)
        if len(indices):
            large = (box[2] - box[0]) * (box[3] - box[1]) > _LARGE * abs(mupage.rect)
            stacked = not large and _stacked([words[int(i)] for i in indices])
            yield _Sign(bool(large), bool(indices[0] < ahead), stacked)


def _touching(boxes: NDArray[Any], areas: NDArray[Any]) -> NDArray[np.bool_]:
    """For each area, which boxes reach a character's width into it."""
    x0, y0, x1, y1 = (areas[:, k, None] for k in range(4))
    width = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
    height = np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)
    found: NDArray[np.bool_] = (width > _LEAST_COVER) & (height > _REACH * (boxes[:, 3] - boxes[:, 1]))
    return found


def _inside(boxes: NDArray[Any], areas: NDArray[Any]) -> NDArray[np.bool_]:
    """For each area, which boxes have their middle in it."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, y0, x1, y1 = (areas[:, k, None] for k in range(4))
    found: NDArray[np.bool_] = (x > x0) & (x < x1) & (y > y0) & (y < y1)
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
    """Has the page text that is not painted, transparent or as pale as paper?"""
    if not any(sign in content for sign in _SIGNS) and not (b" Tr" in content and _UNPAINTED.search(content)):
        return False
    blocks = mupage.get_text("dict", flags=TEXT_FLAGS, textpage=text)["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    return any(_unpainted(span) or _pale(span) for span in spans)


def _pictures(mupage: pymupdf.Page, content: bytes) -> tuple[BBox, ...]:
    """The boxes of the page's pictures, those in the content stream itself included."""
    if b" Do" not in content and b"\nDo" not in content and not (b"BI" in content and _INLINE.search(content)):
        return ()
    matrix = mupage.rotation_matrix
    return tuple(displayed_box(image["bbox"], matrix) for image in mupage.get_image_info())


def _under_picture(pictures: Sequence[BBox], words: Sequence[Word]) -> bool:
    """Does a picture lie where words are?"""
    if not pictures or not words:
        return False
    return bool(_touching(np.array([word.bbox for word in words]), np.array(pictures)).any())


def _unpainted(span: Mapping[str, Any]) -> bool:
    return bool(not span["char_flags"] & _PAINTED or span["alpha"] < _FAINT)


def _pale(span: Mapping[str, Any]) -> bool:
    colour = span["color"]
    return bool(min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) >= _PALE * 255)


# the look


@dataclass(frozen=True, slots=True)
class _Cover:
    """Something opaque that was drawn as number `order`; `sure`: nothing can shine through."""

    order: int
    box: BBox
    sure: bool

    @property
    def is_mark(self) -> bool:
        """A picture of a mark hides the old mark, and may reach over the brackets that it stands between."""
        x0, y0, x1, y1 = self.box
        return max(x1 - x0, y1 - y0) <= MARK_SIZE


@dataclass(frozen=True, slots=True)
class _Char:
    """A character as a glyph on the page as displayed; origin and box in the file's own coordinates.

    `number` counts the characters of the text layer, `span` the runs of one look, `again` equal ones at one place.
    """

    number: int
    span: int
    again: int
    glyph: Glyph
    origin: tuple[float, float]
    box: BBox

    @property
    def place(self) -> tuple[float, float]:
        return _place(self.origin)

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass
class _Look:
    """The drawing order and the picture of one page, made when they are asked for."""

    mupage: pymupdf.Page
    text: pymupdf.TextPage
    drawings: Sequence[Mapping[str, Any]]

    def covers_text(self) -> bool:
        """Was anything painted after text, where the text is? A short question before the long one."""
        if not self._painted or not self._covers:
            return False
        orders = np.array([order for order, _ in self._painted])
        over = np.array([cover.order for cover in self._covers])[:, None] > orders
        inside = _inside(np.array([box for _, box in self._painted]), np.array([cover.box for cover in self._covers]))
        return bool((over & inside).any())

    def hidden(self) -> Hidden:
        """The characters that nobody sees."""
        found: dict[int, _Char] = {}
        doubtful: dict[_Cover | int, list[_Char]] = {}
        for look, char in self._characters:
            if _unpainted(look):
                found[char.number] = char
            elif (cover := self._cover_of(char)) is not None:
                if not (char.glyph.text in BRACKETS and cover.is_mark):
                    doubtful.setdefault(cover, []).append(char)
            elif _pale(look):
                doubtful.setdefault(char.span, []).append(char)
        for key, group in doubtful.items():
            cover = key if isinstance(key, _Cover) else None
            unseen = self._unseen(cover, group)
            found |= {char.number: char for char in unseen}
            if cover is not None and unseen:
                found |= {char.number: char for char in self._cut_by(cover, {char.span for char in unseen})}
        return frozenset(number for number, char in found.items() if not self._kept_for(char))

    @cached_property
    def _characters(self) -> list[tuple[Mapping[str, Any], _Char]]:
        """Every character with its span."""
        matrix, found = self.mupage.rotation_matrix, []
        numbers, spans, said = count(), 0, Counter[tuple[Any, ...]]()
        for block in self.mupage.get_text("rawdict", flags=TEXT_FLAGS, textpage=self.text)["blocks"]:
            for line in block.get("lines", ()):
                turn = quarters(line["dir"], matrix)
                for span in line["spans"]:
                    spans += 1
                    for char in span["chars"]:
                        number = next(numbers)
                        if not char["c"].isspace():
                            glyph = Glyph(char["c"], displayed_box(char["bbox"], matrix), "", turn)
                            box, key = displayed_box(char["bbox"], None), (char["c"], _place(char["origin"]))
                            found.append((span, _Char(number, spans, said[key], glyph, char["origin"], box)))
                            said[key] += 1
        return found

    def _cut_by(self, cover: _Cover, spans: Collection[int]) -> Iterator[_Char]:
        """The rest of old texts that a cover hides all but whole: characters at its edge."""
        for _, char in self._characters:
            order = self._order_of(char) if char.span in spans and _cuts(cover.box, char.box) else None
            if order is None or order > cover.order:
                continue
            if self._over(char.centre, order) is None and not self._under_text(char, cover):
                yield char

    @cached_property
    def _times(self) -> Counter[tuple[str, tuple[float, float]]]:
        """How often each character stands at one place of the text layer: as often as it is painted, or once."""
        return Counter((char.glyph.text, char.place) for _, char in self._characters)

    @cached_property
    def _places(self) -> set[tuple[str, float, float]]:
        return {(char.glyph.text, *char.place) for _, char in self._characters}

    @cached_property
    def _spans(self) -> list[Mapping[str, Any]]:
        """What is painted of the text."""
        return [s for s in self.mupage.get_texttrace() if s["type"] < 2 and s["opacity"] * 255 >= _FAINT]

    @cached_property
    def _trace(self) -> list[tuple[int, Any]]:
        """What is painted of the text, each character with its number in the order of drawing."""
        return [(span["seqno"], char) for span in self._spans for char in span["chars"]]

    @cached_property
    def _dark(self) -> list[tuple[int, BBox]]:
        """Where text is painted that is not as pale as paper."""
        dark = (span for span in self._spans if min(span["color"], default=0) < _PALE)
        return [(s["seqno"], displayed_box(c[3], None)) for s in dark for c in s["chars"] if not chr(c[0]).isspace()]

    @cached_property
    def _painted(self) -> list[tuple[int, BBox]]:
        return [(order, displayed_box(char[3], None)) for order, char in self._trace if not chr(char[0]).isspace()]

    @cached_property
    def _drawn(self) -> dict[tuple[float, float], list[tuple[str, int]]]:
        """What is painted at each place, and as which number in the order of drawing."""
        drawn: dict[tuple[float, float], list[tuple[str, int]]] = {}
        for order, (code, _, origin, _) in self._trace:
            drawn.setdefault(_place(origin), []).append((chr(code), order))
        return drawn

    @cached_property
    def _by_text(self) -> dict[str, list[tuple[int, Any]]]:
        found: dict[str, list[tuple[int, Any]]] = {}
        for order, char in self._trace:
            found.setdefault(chr(char[0]), []).append((order, char))
        return found

    @cached_property
    def _covers(self) -> list[_Cover]:
        return [*self._fills(), *self._images()]

    def _fills(self) -> Iterator[_Cover]:
        for path in self.drawings:
            if "f" not in path["type"] or not path.get("fill") or (path.get("fill_opacity") or 1) < _OPAQUE:
                continue
            for box in _areas(path):
                x0, y0, x1, y1 = displayed_box(box, None)
                if min(x1 - x0, y1 - y0) >= _LEAST_COVER:
                    yield _Cover(path["seqno"], (x0, y0, x1, y1), True)

    def _images(self) -> Iterator[_Cover]:
        if not self.mupage.get_image_info():
            return
        info = {tuple(map(round, image["bbox"])): image for image in self.mupage.get_image_info(xrefs=True)}
        states = b"gs" in self.mupage.read_contents()
        for order, (kind, box) in enumerate(self.mupage.get_bboxlog()):
            if kind != "fill-image" or min(box[2] - box[0], box[3] - box[1]) < _LEAST_COVER:
                continue
            image = info.get(tuple(map(round, box)))
            sure = image is not None and not image["has-mask"] and (not states or self._is_scan(image["xref"], box))
            yield _Cover(order, displayed_box(box, None), sure)

    def _is_scan(self, xref: int, box: BBox) -> bool:
        """Is this picture the page itself, with ink of its own?"""
        if not xref or abs(pymupdf.Rect(box)) < _WHOLE_PAGE * abs(self.mupage.rect):
            return False
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.Pixmap(self.mupage.parent, xref))
        return bool((np.frombuffer(pixmap.samples, np.uint8) < _DARK).mean() >= _SCAN_INK)

    def _cover_of(self, char: _Char) -> _Cover | None:
        """What lies over this text at its place; None where it is free, or nothing is known of its painting."""
        order = self._order_of(char)
        return None if order is None else self._over(char.centre, order)

    def _order_of(self, char: _Char) -> int | None:
        """As which number this text was painted last at its place; of another text where it was not painted."""
        here = self._drawn.get(char.place, [])
        orders = sorted(order for said, order in here if said == char.glyph.text)
        if len(orders) > 1 and len(orders) == self._times[char.glyph.text, char.place]:
            return orders[char.again]
        return max(orders or [order for _, order in here], default=None)

    def _over(self, at: tuple[float, float], order: int) -> _Cover | None:
        x, y = at
        over = [c for c in self._covers if c.order > order and c.box[0] < x < c.box[2] and c.box[1] < y < c.box[3]]
        return max(over, key=lambda cover: (cover.sure, cover.order), default=None)

    @cached_property
    def _picture(self) -> PagePicture:
        return draw_for(self.mupage, [char.glyph.bbox for _, char in self._characters])

    def _unseen(self, cover: _Cover | None, group: list[_Char]) -> list[_Char]:
        """Those of a doubtful group that the picture does not show.

        What new text stands on is hidden, and all where that is a third. Of the rest the letters are compared, since a
        cover may be clipped away.
        """
        if cover is not None and cover.sure and abs(pymupdf.Rect(cover.box)) >= _WHOLE_PAGE * abs(self.mupage.rect):
            return group
        under = [char for char in group if self._under_text(char, cover)]
        if 3 * len(under) >= len(group):
            return group
        alone = [char for char in group if char not in under]
        letters = [char.glyph for char in alone if char.glyph.text.isalpha()]
        like = agreement(self.mupage, letters, self._picture, least=_LETTERS)
        if like is not None:
            return under + (alone if like < BELIEVED else [])
        if cover is not None and cover.sure:
            return group
        blank = [char for char in alone if not has_ink(self._picture.cut(char.glyph.bbox))]
        return under + (alone if 2 * len(blank) > len(alone) else blank)

    def _under_text(self, char: _Char, cover: _Cover | None) -> bool:
        """Does text that was painted after the cover, or dark text for a pale one, stand where this character is?"""
        x, y = char.centre
        painted = self._dark if cover is None else self._painted
        least = -1 if cover is None else cover.order
        return any(x0 < x < x1 and y0 < y < y1 for order, (x0, y0, x1, y1) in painted if order > least)

    def _kept_for(self, char: _Char) -> bool:
        """MuPDF keeps the first of two equal characters that nearly coincide: does it stand for one that is seen?"""
        x, y = char.origin
        near = _BESIDE * (char.box[3] - char.box[1])
        for order, (_, _, origin, box) in self._by_text.get(char.glyph.text, ()):
            place = _place(origin)
            if abs(origin[0] - x) > near or abs(origin[1] - y) > near or place == char.place:
                continue
            if (char.glyph.text, *place) in self._places:
                continue
            if self._over(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), order) is None:
                return True
        return False


def _cuts(cover: BBox, box: BBox) -> bool:
    """Does a cover take a part of this box?"""
    width = min(box[2], cover[2]) - max(box[0], cover[0])
    height = min(box[3], cover[3]) - max(box[1], cover[1])
    return width > _CUT * (box[2] - box[0]) and height > _CUT * (box[3] - box[1])


def _place(origin: Sequence[float]) -> tuple[float, float]:
    return round(origin[0], 1), round(origin[1], 1)


def _areas(path: Mapping[str, Any]) -> Iterator[BBox]:
    """The rectangles that a path fills: drawn as such, as quads, or as an outline of lines."""
    items = path["items"]
    if all(item[0] == "l" for item in items):
        if len(items) <= _CORNERS:
            yield path["rect"]
        return
    for item in items:
        if item[0] == "re":
            yield item[1]
        elif item[0] == "qu":
            yield pymupdf.Quad(item[1]).rect
