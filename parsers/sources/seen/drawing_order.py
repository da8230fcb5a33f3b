"""What lies over the text of a page: the order in which a page was drawn, asked for only where text may be hidden.

The order says what was painted after a text at its place; where a cover may be clipped away or let something shine
through, the page's picture says whether the text is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.glyphs.pictures import (
    BELIEVED,
    Glyph,
    PagePicture,
    agreement,
    draw_for,
    has_ink,
    quarters,
)
from hyokasho.parsers.sources.pdf_text import BRACKETS, Hidden, blocks_of_characters
from hyokasho.parsers.sources.seen.covers import WHOLE_PAGE, Cover, covers_on
from hyokasho.parsers.sources.seen.overprint import SEEN, is_shown, sunk

_PAINTED = 16 | 32
"""Flags of a character that is filled or stroked."""
_CLIPS = 64
"""Flag of a character that clips what is painted behind it."""
_NO_SIZE = 1.0
"""Points of type that nobody sees."""
_FAINT = 26
"""Opacity (of 255) below which nothing is seen."""
_PALE = 0.85
"""Least of red, green and blue from which text may have the colour of the paper."""
_LETTERS = 2
"""So many letters under a cover let the picture overrule the order of drawing."""
_TRACE = 12
"""Steps of grey that the palest text leaves."""
_BAR = 30
"""Steps of grey by which what lies over text differs at least from what is about it, where it is a bar."""
_BROAD = 1.3
"""Length of a bar in its thickness at least."""
_NEARLY = 0.7
"""Share of a run that is hidden from which what else of it lies under a cover is too."""
_CUT = 0.1
"""Share of a character's width and height that a cover takes at least where it cuts it."""
_BESIDE = 0.3
"""Distance (heights) at which MuPDF may take two equal characters for one that is printed twice."""


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
    place: tuple[float, float]
    box: BBox

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass
class DrawingOrder:
    """The drawing order and the picture of one page, made when they are asked for. `pictured`: it may hold pictures,
    `overlaid`: text stands upon text; `blended`: what covers text may let it be seen; `stamps`: characters of stamps,
    which cover none."""

    mupage: pymupdf.Page
    text: pymupdf.TextPage
    drawings: Sequence[Mapping[str, Any]]
    pictured: bool = True
    overlaid: bool = False
    blended: bool = False
    stamps: Hidden = frozenset()

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
        doubtful: dict[Cover | int, list[_Char]] = {}
        for look, char in self._characters:
            if unpainted(look) and not look["char_flags"] & _CLIPS:
                found[char.number] = char
            elif (cover := self._cover_of(char)) is not None:
                if char.glyph.text not in BRACKETS or not cover.is_mark or self._holds_text(cover):
                    doubtful.setdefault(cover, []).append(char)
            elif self._is_pale(look, char) or unpainted(look):  # (through letters that clip, an area may be seen)
                doubtful.setdefault(char.span, []).append(char)
        for key, group in doubtful.items():
            cover = key if isinstance(key, Cover) else None
            unseen = self._unseen(cover, group)
            found |= {char.number: char for char in unseen}
            if cover is not None and unseen:
                found |= {char.number: char for char in self._cut_by(cover, {char.span for char in unseen})}
        found |= self._with_the_rest(found, [char for group in doubtful.values() for char in group])
        return frozenset(number for number, char in found.items() if not self._kept_for(char)) | self._sunk(found)

    def _with_the_rest(self, found: Mapping[int, _Char], doubtful: Sequence[_Char]) -> dict[int, _Char]:
        """Doubtful characters of runs that are hidden nearly whole, where several covers lie over one."""
        whole = Counter(char.span for _, char in self._characters)
        hidden = Counter(char.span for char in found.values())
        return {char.number: char for char in doubtful if hidden[char.span] >= _NEARLY * whole[char.span]}

    def bars(self, hidden: Collection[int]) -> Iterator[BBox]:
        """Where something lies over text that is seen to lie there: the lines of hidden text whose place has another
        shade than what is about it, and no text of its own. (What has the colour of its ground is a correction.)"""
        seen = [char.glyph.bbox for _, char in self._characters if char.number not in hidden]
        shown = np.array(seen, np.float64).reshape(-1, 4).T
        lines: dict[tuple[int, int], list[BBox]] = {}
        for _, char in self._characters:
            if char.number in hidden and self._cover_of(char) is not None:
                box = char.glyph.bbox
                lines.setdefault((char.span, round(box[1 - char.glyph.turn % 2])), []).append(box)
        for boxes in lines.values():
            x0, y0, x1, y1 = union(boxes)
            if max(x1 - x0, y1 - y0) < _BROAD * min(x1 - x0, y1 - y0):  # (a mark, a bracket)
                continue
            x, y = (shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2
            free = not ((x0 < x) & (x < x1) & (y0 < y) & (y < y1)).any()
            if free and self._picture.stands_out((x0, y0, x1, y1), _BAR):
                yield x0, y0, x1, y1

    def blank(self, known: Collection[int]) -> Hidden:
        """Characters at whose place the picture shows nothing: their paint is masked or fades away as a group."""
        rest = [char for _, char in self._characters if char.number not in known]
        return frozenset(char.number for char in rest if not has_ink(self._picture.cut(char.glyph.bbox), _TRACE))

    def _sunk(self, known: Collection[int]) -> Hidden:
        """Characters under other text of which only the picture knows that nobody sees them."""
        if not self.overlaid:
            return frozenset()
        left = {*known, *self.stamps}
        rest = [(char.number, char.span, char.glyph) for _, char in self._characters if char.number not in left]
        return frozenset(sunk(self.mupage, rest, self._picture))

    @cached_property
    def _characters(self) -> list[tuple[Mapping[str, Any], _Char]]:
        """Every character with its span."""
        matrix, found = self.mupage.rotation_matrix, []
        numbers, spans, said = count(), 0, Counter[tuple[Any, ...]]()
        for block in blocks_of_characters(self.mupage, self.text):
            for line in block.get("lines", ()):
                turn = quarters(line["dir"], matrix)
                for span in line["spans"]:
                    spans += 1
                    for char in span["chars"]:
                        number = next(numbers)
                        if not char["c"].isspace():
                            glyph = Glyph(char["c"], displayed_box(char["bbox"], matrix), "", turn)
                            box, place = displayed_box(char["bbox"], None), _place(char["origin"])
                            key = char["c"], place
                            found.append((span, _Char(number, spans, said[key], glyph, char["origin"], place, box)))
                            said[key] += 1
        return found

    def _cut_by(self, cover: Cover, spans: Collection[int]) -> Iterator[_Char]:
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

    def _is_pale(self, look: Mapping[str, Any], char: _Char) -> bool:
        """Has it the colour of paper? Of two equal characters at a place (dark on a pale rim) MuPDF keeps the first."""
        key = char.glyph.text, char.place
        return pale(look) and not (self._times[key] == 1 and key in self._dark_places)

    @cached_property
    def _dark_places(self) -> set[tuple[str, tuple[float, float]]]:
        dark = (span for span in self._spans if min(span["color"], default=0) < _PALE)
        return {(chr(code), _place(origin)) for span in dark for code, _, origin, _ in span["chars"]}

    @cached_property
    def _painted(self) -> list[tuple[int, BBox]]:
        return [(order, displayed_box(char[3], None)) for order, char in self._trace if not chr(char[0]).isspace()]

    @cached_property
    def _dark_boxes(self) -> NDArray[np.float64]:
        return _columns(self._dark)

    @cached_property
    def _painted_boxes(self) -> NDArray[np.float64]:
        return _columns(self._painted)

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
    def _covers(self) -> list[Cover]:
        pictured = self.pictured or self.overlaid
        return covers_on(self.mupage, self.drawings, pictured=pictured, blended=self.blended)

    def _cover_of(self, char: _Char) -> Cover | None:
        """What lies over this text at its place; None where it is free, or nothing is known of its painting."""
        order = self._order_of(char)
        return None if order is None else self._over(char.centre, order)

    def _order_of(self, char: _Char) -> int | None:
        """As which number this text was painted last at its place; of another text where it was not painted."""
        orders = self._orders_of(char)
        times = self._times[char.glyph.text, char.place]
        if len(orders) > 1 and len(orders) == times:
            return orders[char.again]
        if len(orders) > times > 1 and self._order_of_run.get(char.span) in orders:  # (bold type is painted twice)
            return self._order_of_run[char.span]
        return max(orders or [order for _, order in self._drawn.get(char.place, ())], default=None)

    def _orders_of(self, char: _Char) -> list[int]:
        """As which numbers this text was painted at its place, in order."""
        return sorted(order for said, order in self._drawn.get(char.place, ()) if said == char.glyph.text)

    @cached_property
    def _order_of_run(self) -> dict[int, int]:
        """As which number each run of the text layer was painted, by those of its characters that were painted once."""
        orders: dict[int, Counter[int]] = {}
        for _, char in self._characters:
            painted = self._orders_of(char)
            if len(painted) == 1:
                orders.setdefault(char.span, Counter())[painted[0]] += 1
        return {span: counted.most_common(1)[0][0] for span, counted in orders.items()}

    def _over(self, at: tuple[float, float], order: int) -> Cover | None:
        x, y = at
        over = [c for c in self._covers if c.order > order and c.box[0] < x < c.box[2] and c.box[1] < y < c.box[3]]
        return max(over, key=lambda cover: (cover.sure, cover.order), default=None)

    @cached_property
    def _picture(self) -> PagePicture:
        return draw_for(self.mupage, [char.glyph.bbox for _, char in self._characters])

    def _unseen(self, cover: Cover | None, group: list[_Char]) -> list[_Char]:
        """Those of a doubtful group that the picture does not show.

        What new text stands on is hidden, and all where that is a third. Of the rest the letters are compared, since a
        cover may be clipped away.
        """
        if cover is not None and cover.sure and abs(pymupdf.Rect(cover.box)) >= WHOLE_PAGE * abs(self.mupage.rect):
            return group
        under = [char for char in group if self._under_text(char, cover)]
        if 3 * len(under) >= len(group):
            return group
        alone = [char for char in group if char not in under]
        letters = [char.glyph for char in alone if char.glyph.text.isalpha()]
        like = agreement(self.mupage, letters, self._picture, least=_LETTERS)
        if like is not None:
            least = SEEN if cover is not None and cover.sure else BELIEVED  # (new text may share letters with the old)
            return under + (alone if like < least else [])
        if cover is not None and cover.sure:
            return group
        blank = [char for char in alone if not self._shows(char, under_cover=cover is not None)]
        return under + (alone if 2 * len(blank) > len(alone) else blank)

    def _holds_text(self, cover: Cover) -> bool:
        """Was text painted on a cover later? Then it is a correction and no picture of a mark."""
        a, b, c, d = cover.box
        order, x0, y0, x1, y1 = self._painted_boxes
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return bool(((a < x) & (x < c) & (b < y) & (y < d) & (order > cover.order)).any())

    def _shows(self, char: _Char, *, under_cover: bool) -> bool:
        """Shows the picture anything at its place (more than specks at the edge of a cover)?"""
        return is_shown(char.glyph, self._picture) if under_cover else has_ink(self._picture.cut(char.glyph.bbox))

    def _under_text(self, char: _Char, cover: Cover | None) -> bool:
        """Does text that was painted after the cover, or dark text for a pale one, stand where this character is?"""
        x, y = char.centre
        order, x0, y0, x1, y1 = self._dark_boxes if cover is None else self._painted_boxes
        least = -1 if cover is None else cover.order
        return bool(((x0 < x) & (x < x1) & (y0 < y) & (y < y1) & (order > least)).any())

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


def _columns(painted: Sequence[tuple[int, BBox]]) -> NDArray[np.float64]:
    """Numbers in the order of drawing, and left, top, right and bottom of what was painted, each as one array."""
    return np.array([(order, *box) for order, box in painted], np.float64).reshape(-1, 5).T


def _cuts(cover: BBox, box: BBox) -> bool:
    """Does a cover take a part of this box?"""
    width = min(box[2], cover[2]) - max(box[0], cover[0])
    height = min(box[3], cover[3]) - max(box[1], cover[1])
    return width > _CUT * (box[2] - box[0]) and height > _CUT * (box[3] - box[1])


def _place(origin: Sequence[float]) -> tuple[float, float]:
    return round(origin[0], 1), round(origin[1], 1)


def _inside(boxes: NDArray[Any], areas: NDArray[Any]) -> NDArray[np.bool_]:
    """For each area, which boxes have their middle in it."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, y0, x1, y1 = (areas[:, k, None] for k in range(4))
    found: NDArray[np.bool_] = (x > x0) & (x < x1) & (y > y0) & (y < y1)
    return found


def unpainted(span: Mapping[str, Any]) -> bool:
    """Is text of this span neither filled nor stroked, transparent, or of no size?"""
    return bool(not span["char_flags"] & _PAINTED or span["alpha"] < _FAINT or span["size"] < _NO_SIZE)


def pale(span: Mapping[str, Any]) -> bool:
    """Has text of this span the colour of paper?"""
    colour = span["color"]
    return bool(min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) >= _PALE * 255)
