"""The text layer of a PDF page as a `Page`: one pass of MuPDF over words and drawings.

Coordinates come out in PDF points as displayed: /Rotate and the crop box are applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

import pymupdf

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import DRAWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box, read_drawings, turning_of
from hyokasho.parsers.sources.drawn.tilt import slope_of_text
from hyokasho.parsers.sources.glyphs.boxes import with_true_boxes

Hidden = frozenset[int]
"""Characters of a text layer that nobody sees, by their number in MuPDF's reading of the page, from 0."""

_PLAIN = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_PRESERVE_LIGATURES
TEXT_FLAGS = _PLAIN | pymupdf.TEXT_IGNORE_ACTUALTEXT
"""What is printed, and not what an /ActualText tells of it: in the content, a list of properties, a form, the tree of
the structure."""
_NAMELESS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0300-\u036f\ue000-\uf8ff\ufffd]")
"""Characters of fonts that say nothing, where an /ActualText may name what is printed."""
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
"""Signs of parts of kanji, by which some fonts call the kanji itself."""
_PARTING = frozenset(map(chr, (*range(33), 0xA0)))
"""Characters at which MuPDF parts words; the wide space is none."""
_MOST_TOLD = 3
"""Characters that may be told for one that says nothing."""
_BLANKS = "\u1680\u2000-\u200a\u202f\u205f\u115f\u1160\u3164\uffa0\u2800"
"""Blanks at which MuPDF parts no words: spaces of other widths, and letters that print nothing (Hangul fillers, the
empty pattern of Braille), by which some fonts call their blank."""
_BLANK = re.compile(f"[{_BLANKS}]")
_FORMAT = re.compile(rf"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff{_BLANKS}]+")
_MANY, _SINGLE = 20, 0.8
"""Words of a page, and the share of them that are single letters, from which it is drawn letter by letter."""
_NARROW = 0.02
"""Width (heights) of a blank that is none: it goes with the letter before it, and was printed as one glyph with it."""
_BRACKETS_OPEN, _BRACKETS_CLOSE = signs().open, signs().close
BRACKETS = _BRACKETS_OPEN + _BRACKETS_CLOSE
_INLINE = re.compile(rb"(?:^|\s)BI\s")
_DOTTED = 200
"""So many rules without a long one among them are the dots of dotted lines."""
_STRETCHED = (4, 15)
"""A character is so many times as long as broad where it is a line: a level one, an upright one. A dash of the usual
type is not, nor a bracket or an `i` in a text that was shrunk to fit its cell (13)."""
MARK_SIZE = 18.0
"""Sides (points) of a picture that may be a mark."""


def text_of(mupage: pymupdf.Page) -> pymupdf.TextPage:
    """MuPDF's own reading of the text that a page prints, to be made once and given to the functions of this module."""
    return mupage.get_textpage(flags=TEXT_FLAGS)


def text_as_told(mupage: pymupdf.Page, text: pymupdf.TextPage, content: bytes) -> tuple[pymupdf.TextPage, list[Word]]:
    """The page's text, in the characters by which an /ActualText tells of it where they are better ones (kanji for
    radicals, names for characters that say nothing), and its words; `text` is what is printed.

    Such a text may say anything of a run, or nothing, and a person does not see it: what tells more, less or elsewhere
    is not taken.
    """
    if b"/ActualText" in content:  # (the words of what is printed need not be asked for)
        told = _told(mupage, text)
        return told, read_words(mupage, told)
    words = read_words(mupage, text)
    shown = "".join([word.text for word in words])
    if not _NAMELESS.search(shown) and not _RADICAL.search(shown):
        return text, words
    told = _told(mupage, text)
    return told, words if told is text else read_words(mupage, told)


def _told(mupage: pymupdf.Page, text: pymupdf.TextPage) -> pymupdf.TextPage:
    """What the page is told to say, where that is like what it prints; else that."""
    told = mupage.get_textpage(flags=_PLAIN)
    printed, told_text = text.extractText(), told.extractText()
    return told if printed != told_text and is_alike(printed, told_text) else text


def is_alike(printed: str, told: str) -> bool:
    """Are two readings the same, line by line, but for characters that say nothing?"""
    if printed == told:
        return True
    one, other = _folded(_NAMELESS.sub("\ufffd", printed)), _folded(told)
    if one == other:
        return True
    if 2 * one.count("\ufffd") > len(one):  # (of these the file names nothing but by what it tells)
        return one.count("\n") == other.count("\n")
    at = reach = 0
    for piece in re.split("(\ufffd+)", one):
        if piece[:1] == "\ufffd":
            reach = _MOST_TOLD * len(piece)
            continue
        found = other.find(piece, at, at + reach + len(piece))
        if found < 0:
            return False
        at, reach = found + len(piece), reach if not piece else 0
    return len(other) - at <= reach


def _folded(text: str) -> str:
    """A text line by line as it is compared, empty lines left out."""
    return "\n".join(filter(None, map(fold, text.split("\n"))))


def read_text_page(
    mupage: pymupdf.Page,
    number: int,
    text: pymupdf.TextPage | None = None,
    paths: Sequence[Any] | None = None,
    words: Sequence[Word] | None = None,
    hidden: Hidden = frozenset(),
    pictures: tuple[BBox, ...] | None = None,
    typed: Sequence[BBox] = (),
) -> Page:
    """Words, rules, fills and drawn marks of one page; `number` is its 1-based place in the file.

    `paths`, `words`: what `paths_of` and `read_words` gave, if they were asked; `pictures`: the boxes of the page's
    pictures, where they are known. `hidden`: what to leave out. `typed`: lines that are made of characters.
    Raises what MuPDF raises on a damaged page; the caller turns that into an issue of this page.
    """
    matrix = turning_of(mupage)
    if words is None or hidden:
        words = read_words(mupage, text, hidden)
    if pictures is None:
        pictures = pictures_of(mupage, mupage.read_contents())
    lines = [*typed, *(word.bbox for word in words if _is_line(word))]
    if len(lines) > len(typed):
        words = [word for word in words if not _is_line(word)]
    drawn = read_drawings(
        mupage, matrix, paths, pictured=bool(pictures), lines=lines, words=words,
        letters=lambda: read_characters(mupage, text, hidden),
    )  # fmt: skip
    if drawn.shapes and any(sign in word.text for word in words for sign in _BRACKETS_OPEN):
        words = [*words, *_drawn_marks(read_characters(mupage, text, hidden), drawn.shapes)]
    sheet, skew = mupage.rect, drawn.skew
    if skew is None:
        skew = slope_of_text(_directions(mupage, text)) if len(drawn.rules) >= _DOTTED else 0.0
    return Page(
        number, sheet.width, sheet.height, tuple(words), tuple(drawn.rules), tuple(drawn.fills),
        tuple(drawn.painted), outlines=tuple(drawn.outlines), faint=tuple(drawn.faint), skew=skew,
        pictures=pictures,
    )  # fmt: skip


def _is_line(word: Word) -> bool:
    """Is a character stretched to a line? Some programs draw rules as glyphs."""
    x0, y0, x1, y1 = word.bbox
    width, height = x1 - x0, y1 - y0
    if width > SETTINGS.thin_rect and height > SETTINGS.thin_rect:  # (so it is for nearly all)
        return False
    thin, long = sorted((width, height))
    return long >= SETTINGS.min_table_rule and long >= _STRETCHED[height > width] * thin * len(word.text)


def read_words(
    mupage: pymupdf.Page,
    text: pymupdf.TextPage | None = None,
    hidden: Hidden = frozenset(),
    struck: Hidden = frozenset(),
) -> list[Word]:
    """The words of the page; characters that are hidden are left out and part the words that they stand in, those that
    are struck out are left out and part none."""
    matrix = turning_of(mupage)
    if not hidden and not struck:
        found = mupage.get_text("words", flags=TEXT_FLAGS, textpage=text)
        words = [_word(w[4], w[:4], matrix) for w in found if not w[4].isspace()]
        if _are_letters(words):
            return read_characters(mupage, text)
        if not _BLANK.search("".join([word.text for word in words])):
            return _without_format(words)

    def is_apart(numbered: tuple[int, Any]) -> bool:
        number, char = numbered
        return number in hidden or char["c"] in _PARTING or _is_blank(char)

    words = []
    for line in lines_of_characters(mupage, text):
        if struck:
            line = [numbered for numbered in line if numbered[0] not in struck]
        for apart, run in groupby(line, is_apart):
            chars = [char for _, char in run]
            if not apart and not all(char["c"].isspace() for char in chars):
                x0, y0, x1, y1 = zip(*(displayed_box(char["bbox"], None) for char in chars), strict=True)
                words.append(_word("".join(c["c"] for c in chars), (min(x0), min(y0), max(x1), max(y1)), matrix))
    return _without_format(words)


def _are_letters(words: Sequence[Word]) -> bool:
    """Is a page drawn letter by letter, in any order? What MuPDF then takes for words may leave letters out between
    theirs, or have them in another order than they stand in."""
    return len(words) >= _MANY and sum(len(word.text) == 1 for word in words) >= _SINGLE * len(words)


def _is_blank(char: Mapping[str, Any]) -> bool:
    x0, y0, x1, y1 = char["bbox"]
    return _BLANK.match(char["c"]) is not None and max(x1 - x0, 0.0) > _NARROW * (y1 - y0)


def _without_format(words: list[Word]) -> list[Word]:
    """The words without characters that print nothing (zero-width spaces and joiners, soft hyphens, byte order marks):
    programs put them between any two characters. Variation selectors stay: they say which shape was printed."""
    if not _FORMAT.search("".join(word.text for word in words)):
        return words
    shown = [replace(word, text=_FORMAT.sub("", word.text)) for word in words]
    return [word for word in shown if word.text and not word.text.isspace()]


def read_characters(
    mupage: pymupdf.Page, text: pymupdf.TextPage | None = None, hidden: Hidden = frozenset()
) -> list[Word]:
    """Every character of the page as a word of its own, for pages whose words run across rules."""
    matrix = turning_of(mupage)
    shown = [
        _word(char["c"], char["bbox"], matrix)
        for line in lines_of_characters(mupage, text)
        for number, char in line
        if not char["c"].isspace() and number not in hidden
    ]
    return _without_format([letter for letter in shown if not _is_line(letter)])


def blocks_of_characters(mupage: pymupdf.Page, text: pymupdf.TextPage | None) -> Sequence[Any]:
    """The blocks of a page down to its single characters ("rawdict"), made once for each text page: steps that need
    them come several to a page."""
    blocks: Sequence[Any] | None = _BLOCKS.get(text) if text is not None else None
    if blocks is None:
        blocks = mupage.get_text("rawdict", flags=TEXT_FLAGS, textpage=text)["blocks"]
        if text is not None:
            _BLOCKS[text] = blocks
    return blocks


_BLOCKS: WeakKeyDictionary[pymupdf.TextPage, Sequence[Any]] = WeakKeyDictionary()


def lines_of_characters(mupage: pymupdf.Page, text: pymupdf.TextPage | None) -> Iterator[list[tuple[int, Any]]]:
    """The characters of each line, numbered through the page, in boxes where a person sees them."""
    first = 0
    for block in blocks_of_characters(mupage, text):
        for line in block.get("lines", ()):
            chars = with_true_boxes(line)
            yield list(enumerate(chars, first))
            first += len(chars)


def pictures_of(mupage: pymupdf.Page, content: bytes) -> tuple[BBox, ...]:
    """The boxes of the page's pictures, those in the content stream itself included."""
    if b" Do" not in content and b"\nDo" not in content and not (b"BI" in content and _INLINE.search(content)):
        return ()
    matrix = mupage.rotation_matrix
    return tuple(displayed_box(image["bbox"], matrix) for image in mupage.get_image_info())


def writing_direction(mupage: pymupdf.Page, text: pymupdf.TextPage | None = None) -> tuple[float, float]:
    """Unit vector in which most characters of the page run, as displayed (y downwards); (1, 0) is upright."""
    weights: dict[tuple[int, int], int] = {}
    for (dx, dy), characters in _directions(mupage, text):
        weights[(round(dx), round(dy))] = weights.get((round(dx), round(dy)), 0) + characters
    return max(weights, key=lambda d: weights[d], default=(1, 0))


def _directions(
    mupage: pymupdf.Page, text: pymupdf.TextPage | None = None
) -> Iterator[tuple[tuple[float, float], int]]:
    """For each line of text the unit vector in which it runs, as displayed, and the number of its characters."""
    m = mupage.rotation_matrix
    for block in mupage.get_text("dict", flags=TEXT_FLAGS, textpage=text)["blocks"]:
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            direction = (dx * m.a + dy * m.c, dx * m.b + dy * m.d)
            yield direction, sum(len(span["text"]) for span in line["spans"])


def _word(text: str, box: BBox, matrix: pymupdf.Matrix | None) -> Word:
    """Made for every word of a page, so written for speed."""
    x0, y0, x1, y1 = box
    if matrix is not None or x0 > x1 or y0 > y1:
        box = x0, y0, x1, y1 = displayed_box(box, matrix)
    size = y1 - y0
    if len(text) == 1 and x1 - x0 < size:
        size = x1 - x0
    return Word(text, box, size)


def _drawn_marks(words: Sequence[Word], shapes: Sequence[BBox]) -> list[Word]:
    """Shapes that stand alone between an opening and a closing bracket of one line are marks of a box."""
    openers = [w for w in words if w.text.rstrip()[-1:] in _BRACKETS_OPEN]
    closers = [w for w in words if w.text.lstrip()[:1] in _BRACKETS_CLOSE]
    if not openers or not closers:
        return []
    marks = []
    for box in shapes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        level = [w for w in openers if w.bbox[1] <= y <= w.bbox[3]]
        left = [w for w in level if w.bbox[2] - 1 <= x and x - w.bbox[2] < _reach(w)]
        level = [w for w in closers if w.bbox[1] <= y <= w.bbox[3]]
        right = [w for w in level if w.bbox[0] + 1 >= x and w.bbox[0] - x < _reach(w)]
        if left and right:
            marks.append(Word(DRAWN_MARK, box, left[0].size, "vector"))
    return _merged(marks)


def _reach(bracket: Word) -> float:
    """How far a mark may stand from its bracket; a bracket is a narrow character, so its height tells the type size."""
    return 3 * max(bracket.size, bracket.bbox[3] - bracket.bbox[1])


def _merged(marks: list[Word]) -> list[Word]:
    """One word for a mark drawn with several strokes."""
    kept: list[Word] = []
    for mark in marks:
        x = (mark.bbox[0] + mark.bbox[2]) / 2
        if not any(k.bbox[0] - 2 <= x <= k.bbox[2] + 2 and abs(k.bbox[1] - mark.bbox[1]) < mark.size for k in kept):
            kept.append(mark)
    return kept
