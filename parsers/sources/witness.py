"""Which witness does a page have: its text layer, or its picture read by OCR?

The measures use what the text pass has already; only a page with pictures or without text is looked at again, and
nothing is drawn unless a picture covers the page or its characters are doubted. That a text layer lies (glyphs look
right, characters are wrong) is suspected, font by font, from its pairs of characters: most pages of a form repeat pairs
that its labels and options are made of. A list of names does not, so a suspicion is settled by the picture: do the
characters look like what they say?
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from operator import add
from typing import Literal

import pymupdf

from hyokasho.normalizers.character_classes import JAPANESE, KANA, KANJI
from hyokasho.parsers.forms.lexicon.texts import form_texts
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue, Page
from hyokasho.parsers.sources.glyphs.pictures import BELIEVED, Glyph, agreement, read_glyphs
from hyokasho.parsers.sources.pdf_text import TEXT_FLAGS

Doubt = Literal["strange", "foreign", "latin", "kanji", "kana", "known"]
"""Why characters are doubted: they mean nothing, are of no Japanese font, are hardly Japanese, stand in unknown pairs
of kanji or kana, or in a font that lied."""

_JAPANESE = re.compile(f"[{JAPANESE}]{{2,}}")
_SCRIPTS: dict[Doubt, re.Pattern[str]] = {"kanji": re.compile(f"[{KANJI}]+"), "kana": re.compile(f"[{KANA}]+")}
_COMPATIBLE = re.compile(
    r"[\u2e80-\u2fdf\u3036\u3038-\u303a\u3099-\u309c\u309f\u30ff-\u33ff\uf900-\ufaff\uff65-\uff9f\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
"""What becomes kanji or kana, or voices one, where a text is normalised."""
_LATIN = re.compile(r"[A-Za-z]")
_NO_CHARACTER = r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd]"
_STRANGE, _STRANGE_OR_CODE = re.compile(_NO_CHARACTER), re.compile(rf"{_NO_CHARACTER}|\(cid:\d+\)")
_FOREIGN = re.compile(r"[\u00a0-\u1fff](?<![§¨°±´¶×÷Α-ω\u0401-\u0451\u00a0\u00ad])")
"""Letters of no script that a Japanese font has; the signs, Greek and Cyrillic letters of JIS X 0208 are its own."""
_ODD = re.compile(rf"{_NO_CHARACTER}|[A-Za-z\u00a0-\u1fff]")
"""What may be strange, foreign or Latin: looked for once, and these few characters then one way and the other."""

STRANGE_SHARE = 0.05
"""Share of characters that mean nothing (replacement, private use, control) from which the layer is not believed."""
FOREIGN_SHARE = 0.02
"""Share of accented Latin, Arabic ... from which a Japanese page's characters may be those of another encoding."""
CLOSELY = 2
"""Pages at the beginning of a document whose fonts are judged one by one; later ones only where all is doubted."""
FEW_STRANGE = 3
"""Strange characters of so few kinds are bullets or marks, however often they stand on the page."""
KNOWN_PAIRS = 0.12
"""Pages of statements have 0.17 and more of their pairs of kanji in the forms' labels and options, and 0.3 of their
pairs of kana, shuffled ones below 0.07."""
LYING_SHARE = 0.1
"""Share of a page's characters that must stand in fonts with wrong characters for the page to be read by OCR."""
LEAST_PAIRS = 20
LEAST_CHARACTERS = 25
_SAMPLE = 350
COVERING = 0.5
"""Share of the page from which a picture is the page."""
OUTLINED_SHARE = 0.1
"""Letters that are shapes, for each of the text layer, from which all of the page is read from its picture: OCR of the
page knows more of a line than what stands in it."""
_OUTLINES = 60
"""Filled paths with curves from which a page without text is text drawn as outlines."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The witness of a page; `reason` says why in words, `issues` what the reader of the tables should know."""

    witness: Literal["text", "ocr"]
    reason: str = ""
    issues: tuple[Issue, ...] = ()


_TEXT = Decision("text")

pymupdf.TOOLS.set_subset_fontnames(True)  # two subsets of one font have two character maps


@dataclass
class Witnesses:
    """Chooses the witness of each page of one document, in order; remembers fonts whose characters were wrong."""

    _lying: set[str] = field(default_factory=set)
    _pages: int = 0

    def choose(
        self,
        mupage: pymupdf.Page,
        page: Page,
        text: pymupdf.TextPage | None = None,
        hidden: int = 0,
        outlined: int = 0,
    ) -> Decision:
        """`page` is what a person sees of the text layer of `mupage`; `text` is MuPDF's reading of it, if there is one;
        `hidden` counts the characters of the layer that nobody sees, `outlined` the letters that are shapes."""
        if not page.words:
            return _without_text(mupage, page.number, hidden)
        self._pages += 1
        said = "".join(word.text for word in page.words)
        if self._lying or self._pages <= CLOSELY or _doubt(said):
            lying = lying_fonts(mupage, text, self._lying)
            if lying:
                self._lying |= lying
                return _ocr(WRONG_CHARACTERS, page.number)
        if page.pictures and _picture_is_the_page(mupage, page, hidden):
            return _ocr(HIDDEN_TEXT, page.number)
        return _ocr(OUTLINES, page.number) if outlined > OUTLINED_SHARE * len(said) else _TEXT


WRONG_CHARACTERS = "the characters of the text layer are wrong"
NO_TEXT = "the page is a picture"
HIDDEN_TEXT = "the text layer is hidden under or in a picture"
OUTLINES = "the text is drawn as curves"
DRAWN_AS_SEEN = frozenset({WRONG_CHARACTERS, OUTLINES})
"""Reasons for which a page is read by OCR though its lines and areas are drawn."""


def _ocr(reason: str, number: int) -> Decision:
    code = "text-layer-not-believed" if reason in (WRONG_CHARACTERS, HIDDEN_TEXT) else "page-from-ocr"
    return Decision("ocr", reason, (make_issue(code, f"page {number}: {reason}", number),))


def _sample(text: str) -> str:
    """Enough of a long text to judge it by: its beginning and what stands past its middle."""
    middle = len(text) // 2
    return text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[middle : middle + _SAMPLE]


def lying_fonts(mupage: pymupdf.Page, text: pymupdf.TextPage | None = None, suspects: Collection[str] = ()) -> set[str]:
    """The fonts whose characters are wrong, empty where they hold too little of the page to spoil it.

    `suspects`: fonts that lied on other pages. They are looked at here too, and followed where nothing can be told.
    """
    said = _texts_by_font(mupage, text)
    doubts = {name: _doubt(part) or ("known" if name in suspects else None) for name, part in said.items()}
    whole = _doubt("".join(said.values())) if len(said) > 1 else None  # (the only font is asked already)
    if whole is None and not any(doubts.values()):
        return set()
    glyphs = read_glyphs(mupage, text)
    if whole is not None and _lies(mupage, glyphs, whole):
        return set(said)
    lying = {
        name for name, doubt in doubts.items() if doubt and _lies(mupage, [g for g in glyphs if g.font == name], doubt)
    }
    return lying if sum(len(said[name]) for name in lying) > LYING_SHARE * sum(map(len, said.values())) else set()


def _lies(mupage: pymupdf.Page, glyphs: list[Glyph], doubt: Doubt) -> bool:
    """Settle a doubt by the pictures of the characters; what is `strange` has nothing to be held against."""
    if doubt == "strange":
        return True
    of = _FOREIGN if doubt == "foreign" else _SCRIPTS.get(doubt)
    if of is not None:
        glyphs = [glyph for glyph in glyphs if of.match(glyph.text)]
    like = agreement(mupage, glyphs)
    return doubt == "known" if like is None else like < BELIEVED


def _texts_by_font(mupage: pymupdf.Page, text: pymupdf.TextPage | None) -> dict[str, str]:
    """What each font of the page says, without spaces."""
    parts: dict[str, list[str]] = {}
    for block in mupage.get_text("dict", flags=TEXT_FLAGS, textpage=text)["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                parts.setdefault(span["font"], []).append(span["text"])
    return {name: "".join("".join(said).split()) for name, said in parts.items()}


def _doubt(text: str) -> Doubt | None:
    """What makes the characters of this text doubtful for a Japanese form."""
    count = len(text)
    if count < LEAST_CHARACTERS:
        return None
    odd = "".join(_ODD.findall(text))
    strange = _STRANGE_OR_CODE.findall(text) if "(cid:" in text else _STRANGE.findall(odd)
    few = len(set(strange)) <= FEW_STRANGE and "\ufffd" not in strange
    if sum(map(len, strange)) > STRANGE_SHARE * count and not few:
        return "strange"
    if len(_FOREIGN.findall(odd)) > FOREIGN_SHARE * count:
        return "foreign"
    latin = len(_LATIN.findall(odd))
    if latin > LEAST_PAIRS and latin > len("".join(_JAPANESE.findall(text))):
        return "latin"
    said = _sample(text)
    if _COMPATIBLE.search(said):  # (to normalise takes longer than all else here)
        said = unicodedata.normalize("NFKC", said)
    for doubt, script in _SCRIPTS.items():
        runs = script.findall(said)
        pairs = sum(map(len, runs)) - len(runs)
        if pairs >= LEAST_PAIRS and not _many_known(runs, KNOWN_PAIRS * pairs):
            return doubt
    return None


def _many_known(runs: Sequence[str], least: float) -> bool:
    """Do so many pairs of characters stand in the forms too?"""
    known, found = known_pairs(), 0
    for run in runs:
        found += sum(map(known.__contains__, map(add, run, run[1:])))
        if found >= least:
            return True
    return False


def _pairs(text: str) -> Iterator[str]:
    for run in _JAPANESE.findall(text):
        for left, right in pairwise(run):
            yield left + right


@cache
def known_pairs() -> frozenset[str]:
    """Pairs of neighbouring Japanese characters in the labels, options and notes of all forms."""
    return frozenset(pair for text in form_texts() for pair in _pairs(unicodedata.normalize("NFKC", text)))


def _without_text(mupage: pymupdf.Page, number: int, hidden: int) -> Decision:
    """A page whose text layer is empty or unseen: a scan, text as curves, or a blank page."""
    area = abs(mupage.rect)
    if any(abs(pymupdf.Rect(image["bbox"]) & mupage.rect) > 0.02 * area for image in mupage.get_image_info()):
        return _ocr(HIDDEN_TEXT if hidden else NO_TEXT, number)
    curved = 0
    for path in mupage.get_cdrawings():
        curved += any(item[0] == "c" for item in path["items"])
        if curved >= _OUTLINES:
            return _ocr(OUTLINES, number)
    return _TEXT


def _picture_is_the_page(mupage: pymupdf.Page, page: Page, hidden: int) -> bool:
    """Does a picture cover the page, with the text unseen in or under it, or much ink that is no text of the layer?

    A scan may lie on the page in strips or tiles that cover it only together.
    """
    area = abs(mupage.rect)
    total = sum(abs(pymupdf.Rect(image["bbox"]) & mupage.rect) for image in mupage.get_image_info())
    if total < COVERING * area:
        return False
    return sum(len(word.text) for word in page.words) < hidden or _ink_without_text(mupage, page) > 0.5


def _ink_without_text(mupage: pymupdf.Page, page: Page) -> float:
    """Share of the page's dark pixels that lie in no word of the text layer and on no drawn rule."""
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
    for rule in page.rules:  # they are drawn, so they are no part of a picture
        x0, y0, x1, y1 = (max(0, round(v)) for v in (rule.x0, rule.y0, rule.x1, rule.y1))
        free[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = False
    return float(free.sum()) / total
