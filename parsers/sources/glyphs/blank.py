"""Glyphs that the file calls a blank and that print something: a letter or a mark that the text layer does not have.

A font needs one glyph for a blank. Where its table of characters has several, all of the document is looked through for
those that leave ink.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

import pymupdf

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.glyphs.pictures import draw_for, has_ink
from hyokasho.parsers.sources.glyphs.table import GlyphId

_BLANKS = (b"<0020>", b"<00a0>", b"<3000>")
_BLOCKS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
_CODE = rb"<[0-9a-f]+>\s*"
_ENTRIES = {
    b"char": re.compile(_CODE + rb"(<[0-9a-f]+>)"),
    b"range": re.compile(_CODE + _CODE + rb"(<[0-9a-f]+>)"),
}
_PAGES = 3
"""Pages whose fonts are asked."""
_SAMPLES = 5
"""Places of a glyph that are looked at."""
_MOST = 0.6
"""Share of them that must show ink: a line or a neighbour may reach into the place of a blank."""


def inked_blanks(document: pymupdf.Document) -> frozenset[GlyphId]:
    """The glyphs of a document that are called a blank and print something; at little cost none for nearly all."""
    if not any(map(_has_several_blanks, _tables_of_characters(document))):
        return frozenset()
    inked, shown = Counter[GlyphId](), Counter[GlyphId]()
    for number in range(document.page_count):
        page = document[number]
        places = [(glyph, box) for glyph, box in blanks_on(page) if shown[glyph] < _SAMPLES]
        picture = draw_for(page, [box for _, box in places]) if places else None
        for glyph, box in places:
            if picture is not None and shown[glyph] < _SAMPLES:
                shown[glyph] += 1
                inked[glyph] += has_ink(picture.cut(_inside(box)))
    found = frozenset(glyph for glyph, count in inked.items() if count >= _MOST * shown[glyph])
    return found if _with_another(found, shown) else frozenset()


def _with_another(found: Collection[GlyphId], shown: Collection[GlyphId]) -> bool:
    """Has a font of these glyphs another one that is a blank, or several that are none?"""
    fonts = defaultdict(list)
    for font, glyph in shown:
        fonts[font].append(glyph)
    return any(len(fonts[font]) > 1 for font, _ in found)


def _tables_of_characters(document: pymupdf.Document) -> Iterator[bytes]:
    xrefs = {font[0] for number in range(min(_PAGES, document.page_count)) for font in document.get_page_fonts(number)}
    for xref in sorted(xrefs):
        kind, value = document.xref_get_key(xref, "ToUnicode")
        if kind == "xref":
            yield document.xref_stream(int(value.split()[0])) or b""


def _has_several_blanks(table: bytes) -> bool:
    """Does a table of characters (a CMap) call several glyphs by one kind of blank?"""
    table = table.lower()
    if all(table.count(blank) < 2 for blank in _BLANKS):
        return False
    count = Counter(char for kind, block in _BLOCKS.findall(table) for char in _ENTRIES[kind].findall(block))
    return any(count[blank] > 1 for blank in _BLANKS)


def blanks_on(mupage: pymupdf.Page) -> Iterator[tuple[GlyphId, BBox]]:
    """The glyphs of a page that are called a blank, each with its box as displayed."""
    matrix = mupage.rotation_matrix
    for span in mupage.get_texttrace():
        for code, glyph, _, box in span["chars"]:
            if chr(code).isspace():
                yield (span["font"], glyph), displayed_box(box, matrix)


def _inside(box: BBox) -> BBox:
    """Its middle: neighbours may reach into its edges."""
    x0, y0, x1, y1 = box
    dx, dy = (x1 - x0) / 5, (y1 - y0) / 5
    return x0 + dx, y0 + dy, x1 - dx, y1 - dy
