"""Characters that the file names wrongly: a glyph of 務 that the font's table of characters calls 猪.

The forms tell it: 事?の名称 is printed with 務 and nothing else. One glyph is one character wherever it stands, so what
stands in their texts as another character is that one in the free texts too. Two witnesses must agree, the texts of the
forms and the picture of the glyph. A font that lies about one glyph is looked at as a whole: glyphs that stand in no
text of the forms and do not look like what they are said to be are not known, or told by their picture alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.normalizers.character_classes import JAPANESE, KANJI
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.holes import printed_characters, told_closely
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, BBox, Page, Word
from hyokasho.parsers.sources.glyphs.blank import blanks_on, inked_blanks
from hyokasho.parsers.sources.glyphs.gaiji import holds_private
from hyokasho.parsers.sources.glyphs.looks import GlyphLook, look_on, looks_of
from hyokasho.parsers.sources.glyphs.pictures import SAME_PICTURE
from hyokasho.parsers.sources.glyphs.table import GlyphId, Said, said_on
from hyokasho.parsers.sources.glyphs.votes import Votes, is_other, votes_of

_JAPANESE, _KANJI = re.compile(f"[{JAPANESE}]"), re.compile(f"[{KANJI}]")
_CLOSELY = 3
"""Pages at the beginning of a document on which every character is asked for; later ones ask for new characters."""
_SHARED = 3
"""So many places must tell a kanji to be another one where it stands rightly elsewhere."""
_ALONE = 2
"""So many places tell a character where the pictures cannot say whether it is the one or the other."""
_NEARER = 0.05
"""By so much a picture must be more like the one of two characters."""
_ROUNDS = 4
"""Each character that is put right tells its neighbours more."""
_SAMPLES = 3
"""Places of a glyph that are looked at."""
_UNLIKE, _RANK = 0.2, 5
"""A glyph is not what it is said to be where another character is so much more like it, and so many are more so."""
_AMONG = 50
"""What the forms tell must be among so many characters that are most like the glyph."""
_CLEAR, _APART = 0.8, 0.08
"""Least likeness of a character that the picture alone tells, and how much less like the next must be."""
_LEAST = 0.65
"""Least likeness of the likest character by which a glyph is known not to be what it is said to be; where nothing is
as like as that, something else may stand in its box."""
_TOLD, _SEEN, _DOUBTED, _LOST = 0.97, 0.6, 0.5, 0.2
"""Confidence of a word with a character that the forms told, that its picture told, that does not look like itself,
that is not known."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A glyph that the file names wrongly: what it is said to be, and what it is (`UNKNOWN_MARK`: not known).

    `sure`: the confidence (0-1) of a word that holds it.
    """

    said: str
    char: str
    sure: float


@dataclass
class Misnamed:
    """Finds the glyphs of one document that its fonts name wrongly, and names them rightly.

    `unaware`: the pages (from 1) that were read with the characters that the file gives, before any was noticed.
    """

    unaware: list[int] = field(default_factory=list)
    _table: dict[GlyphId, Wrong] = field(default_factory=dict)
    _blanks: frozenset[GlyphId] | None = None
    _asked: bool = False
    _pages: int = 0
    _right: set[str] = field(default_factory=set)
    _denied: set[tuple[str, str]] = field(default_factory=set)
    _other: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def mend(self, mupage: pymupdf.Page, page: Page) -> Page:
        """The page with its wrong characters put right, or unknown; issues count both."""
        if self._blanks is None:
            self._blanks = inked_blanks(mupage.parent)
        if not self._asked and (self._blanks or self._doubted(mupage, page.words)):
            self._asked = True
            self._table = wrong_glyphs(mupage.parent, self._blanks)
        if not self._table:
            self.unaware.append(page.number)
            return page
        words = self.words(mupage, page.words)
        changed = [new for old, new in zip_longest(page.words, words) if old is not new]
        if not changed:
            return page
        sure = sum(word.confidence >= _TOLD for word in changed)
        issues = [make_issue("misnamed-character", f"page {page.number}: in {sure} words", page.number)] if sure else []
        if left := len(changed) - sure:
            issues.append(make_issue("false-characters", f"page {page.number}: in {left} words", page.number))
        return replace(page, words=tuple(words), issues=(*page.issues, *issues))

    def late(self) -> list[int]:
        """The pages that are to be read again, now that wrong characters are known."""
        return self.unaware if self._table else []

    def words(self, mupage: pymupdf.Page, words: Sequence[Word]) -> list[Word]:
        """The words with their wrong characters put right, or unknown; words without any are the same objects. What the
        file calls a blank comes behind them, each as a word."""
        wrong = {glyph.said for glyph in self._table.values()}
        if not self._blanks and wrong.isdisjoint("".join(word.text for word in words)):
            return list(words)
        said = said_on(mupage)
        lost = [(self._table[g], box) for g, box in blanks_on(mupage) if g in self._table] if self._blanks else []
        return [*self._known(words, wrong, said), *(_lost_word(truth, box, said) for truth, box in lost)]

    def _known(self, words: Sequence[Word], wrong: set[str], said: Sequence[Said]) -> list[Word]:
        if not said:
            return list(words)
        middles = np.array([((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in (one.bbox for one in said)])
        return [word if wrong.isdisjoint(word.text) else self._mended(word, said, middles) for word in words]

    def _mended(self, word: Word, said: Sequence[Said], middles: NDArray[np.float64]) -> Word:
        """The word with the true characters of the glyphs that stand in its box."""
        x0, y0, x1, y1 = word.bbox
        x, y = middles.T
        inside = [said[int(k)] for k in np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))]
        glyphs = _in_order(word.text, inside)
        if glyphs is None:
            return replace(word, confidence=min(word.confidence, _LOST))
        found = [self._table.get(glyph) if glyph is not None else None for glyph in glyphs]
        if not any(found):
            return word
        text = "".join(char if wrong is None else wrong.char for char, wrong in zip(word.text, found, strict=True))
        return replace(word, text=text, confidence=min(word.confidence, *(wrong.sure for wrong in found if wrong)))

    def _doubted(self, mupage: pymupdf.Page, words: Sequence[Word]) -> bool:
        """Does the page hold a character that the forms and its picture say is another one?"""
        text = "".join("".join(word.text for word in words).split())
        if holds_private(text):
            return True
        self._pages += 1
        if self._pages > _CLOSELY and self._right.issuperset(text):
            return False
        right, told = told_closely(text)
        self._right |= right
        doubts = set()
        for at, key, chars in told:
            char = text[at]
            if fold(char) in chars:
                self._right.add(char)
            elif len(chars) == 1 and is_other(char, chars):
                self._other[char, chars].add(key)
                doubts.add((char, chars))
        worth = {pair for pair in doubts if pair not in self._denied and self._is_doubtful(*pair)}
        said = said_on(mupage) if worth else ()
        if any(_shown_otherwise(said, mupage, char, other) for char, other in sorted(worth)):
            return True
        self._denied |= worth
        return False

    def _is_doubtful(self, char: str, other: str) -> bool:
        """Do so many places tell the other character that it is worth a look?"""
        places = len(self._other[char, other])
        if char in self._right:
            return places >= _SHARED and bool(_KANJI.fullmatch(char) and _KANJI.fullmatch(other))
        if not char.isalpha():  # (signs and numbers stand between texts of the forms)
            return places >= _SHARED
        return places >= _ALONE or char not in printed_characters() or bool(_KANJI.fullmatch(char))


def _lost_word(truth: Wrong, box: BBox, said: Sequence[Said]) -> Word:
    """What the file calls a blank, as a word. Between brackets it is a mark, which is looked at in the picture."""
    x0, y0, x1, y1 = box
    level = [one for one in said if one.bbox[1] < (y0 + y1) / 2 < one.bbox[3]]
    before = max((one for one in level if one.bbox[0] < x0), key=lambda one: one.bbox[0], default=None)
    behind = min((one for one in level if one.bbox[2] > x1), key=lambda one: one.bbox[0], default=None)
    if before is not None and behind is not None and before.char in signs().open and behind.char in signs().close:
        return Word(UNKNOWN_MARK, box, y1 - y0, confidence=_TOLD)
    return Word(truth.char, box, y1 - y0, confidence=truth.sure)


def _in_order(text: str, inside: Sequence[Said]) -> list[GlyphId | None] | None:
    """The glyphs of a word's characters, None for white space; None where those in its box do not spell it."""
    letters = "".join(text.split())
    for along in (None, 0, 1):
        row = list(inside) if along is None else sorted(inside, key=lambda one, k=along: one.bbox[k])  # type: ignore[misc]
        at = "".join(one.char for one in row).find(letters)
        if at >= 0:
            glyphs = iter(row[at:])
            return [None if char.isspace() else next(glyphs).glyph for char in text]
    return None


def wrong_glyphs(document: pymupdf.Document, blanks: Collection[GlyphId] = ()) -> dict[GlyphId, Wrong]:
    """The glyphs of a document that its fonts name wrongly. Looks through all of it; `blanks`: those that it calls a
    blank and that print something."""
    return _Search(document, blanks).wrong()


@dataclass
class _Search:
    """The glyphs of a document, their places, and their looks as far as they were asked for."""

    document: pymupdf.Document
    blanks: Collection[GlyphId]
    _looks: dict[GlyphId, GlyphLook | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pages = [said_on(self.document[number], self.blanks) for number in range(self.document.page_count)]
        self._places: dict[GlyphId, list[tuple[int, Said]]] = defaultdict(list)
        for number, page in enumerate(self._pages):
            for said in page:
                if len(self._places[said.glyph]) < _SAMPLES:
                    self._places[said.glyph].append((number, said))

    def wrong(self) -> dict[GlyphId, Wrong]:
        found: dict[GlyphId, Wrong] = {}
        for _ in range(_ROUNDS):
            votes = votes_of(self._pages, {glyph: wrong.char for glyph, wrong in found.items()})
            new = self._told(votes, found)
            if not new:
                break
            found |= new
        found |= self._same_in_other_fonts(votes, found)
        return found | self._unlike(votes, found)

    def _told(self, votes: Mapping[GlyphId, Votes], found: Collection[GlyphId]) -> dict[GlyphId, Wrong]:
        """What the forms tell, and the pictures do not deny."""
        told = {g: others for g, vote in votes.items() if g not in found and (others := vote.told())}
        self._look(told)
        new = {}
        for glyph, others in told.items():
            look, said = self._looks[glyph], self._said(glyph)
            shown = [char for char, places in others.items() if is_shown(look, said, char, places)]
            if shown:
                likest = max(shown, key=lambda char: ((look.like(char) if look else None) or 0.0, others[char]))
                new[glyph] = Wrong(said, likest, _TOLD)
        return new

    def _same_in_other_fonts(
        self, votes: Mapping[GlyphId, Votes], found: Mapping[GlyphId, Wrong]
    ) -> dict[GlyphId, Wrong]:
        """What one font calls by a wrong character, another font of the file may too, where no form says it."""
        true = {wrong.said: wrong.char for wrong in found.values()}
        left = [g for g in self._places if g not in found and self._said(g) in true and not _stands_right(votes.get(g))]
        self._look(left)
        pairs = [(glyph, self._said(glyph), true[self._said(glyph)]) for glyph in left]
        return {g: Wrong(said, char, _TOLD) for g, said, char in pairs if is_shown(self._looks[g], said, char, 0)}

    def _unlike(self, votes: Mapping[GlyphId, Votes], found: Collection[GlyphId]) -> dict[GlyphId, Wrong]:
        """Glyphs of the same fonts that no form knows and that do not look like what they are said to be."""
        fonts = {font for font, _ in (*found, *self.blanks)}
        left = [g for g in self._places if g[0] in fonts and g not in found and not _stands_right(votes.get(g))]
        self._look(left)
        return {g: Wrong(self._said(g), *truth) for g in left if (truth := seen_to_be(self._looks[g], self._said(g)))}

    def _said(self, glyph: GlyphId) -> str:
        return self._places[glyph][0][1].char

    def _look(self, glyphs: Iterable[GlyphId]) -> None:
        new = {glyph: self._places[glyph] for glyph in glyphs if glyph not in self._looks}
        self._looks |= dict.fromkeys(new) | looks_of(self.document, new)


def _stands_right(votes: Votes | None) -> bool:
    return votes is not None and bool(votes.right)


def is_shown(look: GlyphLook | None, said: str, other: str, places: int) -> bool:
    """Is a glyph what the forms tell rather than what the file says, by its picture? `places`: of the forms' texts."""
    if look is None:  # (a stroke is too thin to be seen)
        return other in SAME_PICTURE and places >= _ALONE
    one, two = look.like(said), look.like(other)
    if two is None or (one is not None and abs(two - one) < _NEARER):
        return places >= _ALONE
    return (one is None or two > one) and look.rank(other) < _AMONG


def seen_to_be(look: GlyphLook | None, said: str) -> tuple[str, float] | None:
    """What a glyph is that does not look like what it is said to be, and how sure that is; None where it may be it."""
    kind = unicodedata.category(said)
    if look is None or (look.like(said) is None and kind not in ("Co", "Zs")):
        return (UNKNOWN_MARK, _LOST) if kind == "Zs" else None
    own, (char, like, apart) = look.like(said) or -1.0, look.nearest()
    if like - own < _UNLIKE or look.rank(said) < _RANK:
        return None
    if like >= _CLEAR and apart >= _APART:
        return char, _SEEN
    if not _JAPANESE.fullmatch(said) and kind not in ("Co", "Zs"):  # (signs and digits are drawn in many ways)
        return None
    return (UNKNOWN_MARK, _LOST) if like >= _LEAST or kind in ("Co", "Zs") else (said, _DOUBTED)


def _shown_otherwise(page: Sequence[Said], mupage: pymupdf.Page, char: str, other: str) -> bool:
    """Do the pictures of this page say of some places where the forms print `other` that it stands there?"""
    text = "".join(said.char[:1] for said in page)
    places = [page[at] for at, _, chars in told_closely(text)[1] if page[at].char == char and chars == other]
    return bool(places) and is_shown(look_on(mupage, places[:_SAMPLES]), char, other, len(places))
