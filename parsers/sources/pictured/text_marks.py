"""Marks of a text page that are no characters, or whose characters say nothing: looked for in the picture of the boxes.

A mark may be a character that means nothing (private use, replacement, a letter of another encoding), one that the text
layer has lost, a little picture, or a drawing in a light colour. Only then are the boxes of the page looked at; a
document whose marks are characters is never drawn.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pymupdf

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.pdf_text import MARK_SIZE

_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_OPEN, _CLOSE, _MARKS = signs().open, signs().close, signs().marked
_KNOWN = re.escape("".join(sorted(_MARKS | signs().box_marked | signs().box_empty)))
_ODD = re.compile(
    rf"(?![{_KNOWN}])[\x00-\x08\x0e-\x1f\x7f-\u1fff\u2020-\u2023\u2030-\u2fff\ue000-\uf8ff\ufffdA-NP-UWYZa-np-uwyz]"
)
"""What no one writes between the brackets of a box: a character without meaning, a letter or a sign that is no mark."""
_ODD_BOX = re.compile(rf"[{re.escape(_OPEN)}]\s*{_ODD.pattern}\s*[{re.escape(_CLOSE)}]")
_MARKED = pattern("answers", "marked_box")
_EMPTY = re.compile(rf"[{re.escape(_OPEN)}][{re.escape(_CLOSE)}](?![<＜〈《])")
"""An empty box; the brackets of an answer stand before its list of options. Excel prints brackets as texts of
their own, in no order of the page: each of these may begin an empty box."""
_LEAST_BOXES = 3
"""Boxes that may be empty on one page, with no mark in the document so far, that make the text layer doubtful."""
_REACH = 3.2
"""A box is at most this many bracket heights wide."""
_DPI = 300
_PIXELS = 40
"""Height of a place in its picture at least: that of usual type. Of six pages to a sheet it is a third."""

Characters = Callable[[], Sequence[Word]]


@dataclass
class MarkWatch:
    """Watches the marks of one document, page by page."""

    seen: bool = False

    def look(self, mupage: pymupdf.Page, page: Page, characters: Characters) -> Page:
        """The page, its boxes looked at where the text layer cannot be believed about them."""
        text = "".join("".join(word.text for word in page.words).split())
        strange = _STRANGE.search(text) is not None or _ODD_BOX.search(text) is not None or _has_odd_word(page)
        apart = [word for word in page.words if word.text in _OPEN]
        empty = len(_EMPTY.findall(text)) + len(apart)
        marked = _MARKED.search(text) is not None or _has_mark_beside(apart, page.words)
        lost = empty >= _LEAST_BOXES and not self.seen and not marked
        self.seen = self.seen or marked
        if strange or (lost and _mark_in_picture() is not None):
            return _looked_at(mupage, page, _boxes(characters()))
        things = [*page.faint, *(box for box in page.pictures if _small(box))] if empty else []
        if not things:
            return page
        boxes = [found for found in _boxes(characters()) if found[1] is None and _holds(found[0], things)]
        return _looked_at(mupage, page, boxes) if boxes else page


def _has_odd_word(page: Page) -> bool:
    """Stands a letter that is no mark alone behind a bracket that is a word of its own? A file has these in any order,
    and many a page has a `※` or the number of a part alone elsewhere."""
    alone = [word for word in page.words if len(word.text) == 1]
    openers = [word.bbox for word in alone if word.text in _OPEN]
    if not openers:
        return False
    odd = [word.bbox for word in alone if _ODD.fullmatch(word.text)]
    return any(_stands_behind(box, opener) for box in odd for opener in openers)


def _stands_behind(box: BBox, opener: BBox) -> bool:
    """May a sign stand in the box that a bracket opens? As `_boxes` tells, with room for a sign that is lower."""
    left, top, right, bottom = opener
    high = bottom - top
    return left <= box[0] <= right + _REACH * high and box[1] - high / 2 <= (top + bottom) / 2 <= box[3] + high / 2


def _has_mark_beside(openers: Sequence[Word], words: Sequence[Word]) -> bool:
    """Stands a mark right of an opening bracket that is a word of its own? A file has these in any order."""
    marks = [word.bbox for word in words if word.text in _MARKS] if openers else []
    for x0, y0, _, y1 in marks:
        for opener in openers:
            _, top, right, bottom = opener.bbox
            if top < (y0 + y1) / 2 < bottom and -1 <= x0 - right <= _REACH * (bottom - top):
                return True
    return False


def _small(box: BBox) -> bool:
    return box[2] - box[0] <= MARK_SIZE and box[3] - box[1] <= MARK_SIZE


def _holds(box: BBox, things: Iterable[BBox]) -> bool:
    """Does the middle of one of the things stand in the box?"""
    x0, y0, x1, y1 = box
    return any(x0 - 1 <= (t[0] + t[2]) / 2 <= x1 + 1 and y0 <= (t[1] + t[3]) / 2 <= y1 for t in things)


def _looked_at(mupage: pymupdf.Page, page: Page, boxes: Sequence[tuple[BBox, Word | None]]) -> Page:
    """What the picture shows in the boxes; where pictures cannot be looked at, not known."""
    words = list(page.words)
    drawn = [word.bbox for word in words if word.origin == "vector"]
    picture_of = place_pictures(mupage)
    for box, strange in boxes:
        if _holds(box, drawn):
            if strange is not None:  # (a Type 3 font draws its glyphs, and the file calls them anything)
                _put(words, strange, None)
            continue
        mark = _mark_in(picture_of, box)
        if strange is not None:
            _put(words, strange, mark)
        elif mark is not None:
            size = box[3] - box[1]
            words.append(Word(mark, box, size, "pixel", 0.4 if mark == UNKNOWN_MARK else 0.95))
    return replace(page, words=tuple(words))


def _mark_in(picture_of: Callable[[BBox], pymupdf.Pixmap], box: BBox) -> str | None:
    look = _mark_in_picture()
    return look(picture_of(box)) if look else UNKNOWN_MARK


@cache
def _mark_in_picture() -> Callable[[pymupdf.Pixmap], str | None] | None:
    """The eye for marks; None where the extra that it needs is not installed."""
    try:
        from hyokasho.parsers.sources.scan.marks import mark_in_picture
    except ImportError:
        return None
    return mark_in_picture


def _top(word: Word) -> float:
    return word.bbox[1]


def _boxes(characters: Sequence[Word]) -> list[tuple[BBox, Word | None]]:
    """Places between brackets that hold nothing, or one character that says nothing. A file has them in any order."""
    found: list[tuple[BBox, Word | None]] = []
    characters = sorted(characters, key=_top)
    for opening in characters:
        if opening.text not in _OPEN:
            continue
        high = opening.bbox[3] - opening.bbox[1]
        middle = (opening.bbox[1] + opening.bbox[3]) / 2
        first, last = (bisect_left(characters, opening.bbox[1] + k * 2 * high, key=_top) for k in (-1, 1))
        level = [
            word
            for word in characters[first:last]
            if word is not opening
            and word.bbox[1] <= middle <= word.bbox[3]
            and opening.bbox[0] <= word.bbox[0] <= opening.bbox[2] + _REACH * high
        ]
        closing = min((w for w in level if w.text in _CLOSE), key=lambda w: w.bbox[0], default=None)
        if closing is None:
            continue
        inside = [w for w in level if w.bbox[0] < closing.bbox[0] and w is not closing]
        if not inside or (len(inside) == 1 and _ODD.fullmatch(inside[0].text)):
            box = (opening.bbox[2], opening.bbox[1], closing.bbox[0], opening.bbox[3])
            found.append((box, inside[0] if inside else None))
    return found


def place_pictures(mupage: pymupdf.Page) -> Callable[[BBox], pymupdf.Pixmap]:
    """Pictures of places of one page, which is interpreted once for all of them; small print is drawn larger."""
    drawn = cache(mupage.get_displaylist)

    def picture(box: BBox) -> pymupdf.Pixmap:
        clip = pymupdf.Rect(box)
        scale = max(_DPI / 72, _PIXELS / max(box[3] - box[1], 1.0))
        matrix = pymupdf.Matrix(scale, scale)
        found: pymupdf.Pixmap = drawn().get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, clip=clip)
        return found

    return picture


def _put(words: list[Word], strange: Word, mark: str | None) -> None:
    """Write what the picture shows in place of the character that says nothing."""
    x, y = (strange.bbox[0] + strange.bbox[2]) / 2, (strange.bbox[1] + strange.bbox[3]) / 2
    for k, word in enumerate(words):
        x0, y0, x1, y1 = word.bbox
        if strange.text in word.text and x0 <= x <= x1 and y0 <= y <= y1:
            text = word.text.replace(strange.text, mark or "", 1)
            words[k] = replace(word, text=text or " ", origin="pixel", confidence=0.95 if mark != UNKNOWN_MARK else 0.4)
            return
