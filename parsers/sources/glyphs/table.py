"""The glyphs of a page's text: which glyph of which font each character of the text layer stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pymupdf

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.glyphs.pictures import quarters
from hyokasho.parsers.sources.pdf_text import TEXT_FLAGS

GlyphId = tuple[str, int]
"""A font of the document and the number of a glyph in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the file says that a glyph is: its character, the box as displayed, quarter turns of the text, the glyph."""

    char: str
    bbox: BBox
    turn: int
    glyph: GlyphId


def said_on(mupage: pymupdf.Page, blanks: Collection[GlyphId] = ()) -> list[Said]:
    """The characters of a page in MuPDF's order of reading; those of no glyph are left out, and white space but that
    of the glyphs `blanks`."""
    drawn: dict[tuple[str, float, float], GlyphId] = {}
    for span in mupage.get_texttrace():
        for code, glyph, origin, _ in span["chars"]:
            drawn[(chr(code), *_place(origin))] = (span["font"], glyph)
    matrix, found = mupage.rotation_matrix, []
    for block in mupage.get_text("rawdict", flags=TEXT_FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            turn = quarters(line["dir"], matrix)
            for span in line["spans"]:
                for char in span["chars"]:
                    glyph = drawn.get((char["c"], *_place(char["origin"])))
                    if glyph is not None and (not char["c"].isspace() or glyph in blanks):
                        found.append(Said(char["c"], displayed_box(char["bbox"], matrix), turn, glyph))
    return found


def _place(origin: Sequence[float]) -> tuple[float, float]:
    return round(origin[0], 1), round(origin[1], 1)
