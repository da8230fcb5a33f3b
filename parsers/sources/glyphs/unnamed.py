"""Characters that the file does not name: glyphs of a font whose table of characters (/ToUnicode) leaves them out.

MuPDF gives U+FFFD for each. One glyph is one character wherever it stands, so the texts that the forms print tell most
of them: in `個人住民?の賦課` nothing is known, but the same glyph stands in `地方?関係情報`. What they do not tell is
read from the picture where an engine is there, else it stays unknown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache

import pymupdf

from hyokasho.normalizers.character_classes import JAPANESE
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.texts import form_texts
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box, turning_of

Glyph = tuple[str, int]
"""A font of the document and the number of a glyph in it."""

_Place = tuple[str, int]
"""A pattern of what stands around a glyph, and how many of its characters are known."""
_JAPANESE = re.compile(f"[{JAPANESE}]")
_REACH = 7
"""Characters at each side of a glyph by which its place in the form is looked for."""
_LEAST = 4
"""So many of them must be known at a place that tells anything,"""
_ENOUGH = 8
"""and so many at all places that tell a character."""
_SHOWN = 60
"""Places of a glyph that are looked up."""
_AGREED = 0.8
"""Share of the places of a glyph that must tell one character."""
_TOLD = 0.97
"""Confidence of a word with a character that the forms told."""
_LOST = 0.2
"""Confidence of a word with a character that is not known."""


@dataclass
class Unnamed:
    """Names the characters of one document that its fonts do not; looks through the document at the first of them.

    `read` gives the text in the picture of a word and how sure it is, None where no engine is there.
    """

    read: Callable[[pymupdf.Page, BBox], tuple[str, float] | None]
    _known: dict[Glyph, str] | None = field(default=None)

    def name(self, mupage: pymupdf.Page, page: Page) -> Page:
        """The page with its unnamed characters named; an issue counts those that are not known."""
        if not _may_be_unnamed(page.words):
            return page
        words = [self._pictured(mupage, word) for word in self.words(mupage, page.words)]
        left = sum(word.text.count(UNKNOWN_MARK) for word in words if _is_unnamed(word))
        page = replace(page, words=tuple(words))
        if not left:
            return page
        issue = make_issue("unnamed-character", f"page {page.number}: {left} characters", page.number)
        return replace(page, issues=(*page.issues, issue))

    def words(self, mupage: pymupdf.Page, words: Sequence[Word]) -> list[Word]:
        """The words with what the forms tell of their unnamed characters."""
        if not _may_be_unnamed(words):
            return list(words)
        if self._known is None:
            self._known = _told_by_forms(mupage.parent)
        glyphs = [(box, self._known.get(glyph)) for box, glyph in _unnamed_glyphs(mupage)]
        return [_named(word, glyphs) if _is_unnamed(word) else word for word in words]

    def _pictured(self, mupage: pymupdf.Page, word: Word) -> Word:
        """The word with what its picture shows in the places that are still unknown."""
        if not _is_unnamed(word):
            return word
        read = self.read(mupage, word.bbox)
        text = _filled(word.text, read[0]) if read is not None else word.text
        sure = read[1] if read is not None and UNKNOWN_MARK not in text else _LOST
        return replace(word, text=text, confidence=min(word.confidence, sure))


def _may_be_unnamed(words: Sequence[Word]) -> bool:
    """Is any word unnamed? Asked of all characters of a page, so by one look where none is."""
    return UNKNOWN_MARK in "".join([word.text for word in words]) and any(map(_is_unnamed, words))


def _is_unnamed(word: Word) -> bool:
    """Marks that were drawn or pasted and not recognised are no characters of a font."""
    return UNKNOWN_MARK in word.text and word.origin == "glyph"


def _named(word: Word, glyphs: Sequence[tuple[BBox, str | None]]) -> Word:
    x0, y0, x1, y1 = word.bbox
    inside = [
        (box, char) for box, char in glyphs
        if x0 <= (box[0] + box[2]) / 2 <= x1 and y0 <= (box[1] + box[3]) / 2 <= y1
    ]  # fmt: skip
    along = 0 if x1 - x0 >= y1 - y0 else 1
    signs = [char or UNKNOWN_MARK for _, char in sorted(inside, key=lambda found: found[0][along])]
    if len(signs) != word.text.count(UNKNOWN_MARK):
        return word
    left = iter(signs)
    text = "".join(next(left) if char == UNKNOWN_MARK else char for char in word.text)
    return replace(word, text=text, confidence=min(word.confidence, _TOLD))


def _filled(text: str, read: str) -> str:
    """The text with the signs of another reading of it in the place of those that are not known."""
    found = list(text)
    for kind, a, b, c, d in SequenceMatcher(None, text, read, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            found[a:b] = (
                sign if char == UNKNOWN_MARK else char for char, sign in zip(text[a:b], read[c:d], strict=True)
            )
    return "".join(found)


def _unnamed_glyphs(mupage: pymupdf.Page) -> list[tuple[BBox, Glyph]]:
    """The glyphs of a page that have no character, with their boxes as displayed."""
    matrix = turning_of(mupage)
    return [
        (displayed_box(box, matrix), (span["font"], glyph))
        for span in mupage.get_texttrace()
        for code, glyph, _, box in span["chars"]
        if chr(code) == UNKNOWN_MARK
    ]


def _told_by_forms(document: pymupdf.Document) -> dict[Glyph, str]:
    """The characters of a document's unnamed glyphs that the texts of the forms tell."""
    places: dict[Glyph, set[_Place]] = defaultdict(set)
    for number in range(document.page_count):
        for glyph, place in _places(document[number]):
            if len(places[glyph]) < _SHOWN:
                places[glyph].add(place)
    return {glyph: char for glyph, shown in places.items() if (char := _agreed(shown)) is not None}


def _places(mupage: pymupdf.Page) -> Iterator[tuple[Glyph, _Place]]:
    """The unnamed glyphs of a page, each with a pattern of what stands around it."""
    for span in mupage.get_texttrace():
        chars = span["chars"]
        if not any(chr(code) == UNKNOWN_MARK for code, *_ in chars):
            continue
        shown = [(chr(code), glyph) for code, glyph, *_ in chars if not chr(code).isspace()]
        signs = ["." if char == UNKNOWN_MARK else re.escape(fold(char)) for char, _ in shown]
        for at, (char, glyph) in enumerate(shown):
            if char == UNKNOWN_MARK:
                yield from (((span["font"], glyph), place) for place in _around(signs, at))


def _around(signs: Sequence[str], at: int) -> Iterator[_Place]:
    """What stands around a sign: near and far, and at one side alone (the other may be of another text)."""
    for left, right in ((_REACH, _REACH), (_LEAST, _LEAST), (_REACH, 0), (0, _REACH)):
        before, after = signs[max(0, at - left) : at], signs[at + 1 : at + 1 + right]
        known = sum(sign != "." for sign in (*before, *after))
        if known >= _LEAST:
            yield f"{''.join(before)}(.){''.join(after)}", known


def _agreed(places: Iterable[_Place]) -> str | None:
    """The character that the forms print at most of these places; None where they print none of them or several."""
    votes: Counter[str] = Counter()
    for pattern, known in places:
        found = set(re.findall(pattern, _printed()))
        if len(found) == 1:
            votes[found.pop()] += known
    char, count = votes.most_common(1)[0] if votes else ("", 0)
    return char if count >= max(_ENOUGH, _AGREED * sum(votes.values())) and _JAPANESE.fullmatch(char) else None


@cache
def _printed() -> str:
    return "\n".join(sorted({fold(text) for text in form_texts()}))
