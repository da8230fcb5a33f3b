"""Fonts that say their characters are far taller than they are: boxes of lines then reach into the lines around them.

MuPDF makes a character's box as high as its font's descriptor says (ISO 32000-1, 9.8.1). Some programs write the
extremes of all glyphs there, or nothing. A page whose words are much taller than their characters are wide is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pymupdf

from hyokasho.normalizers.character_classes import JAPANESE
from hyokasho.parsers.model import Word

_WORD = re.compile(f"[{JAPANESE}]{{4,}}")
"""Words of characters that are as wide as high."""
_TALL = 1.6
"""Heights (widths of a character) from which a word is too tall; of usual fonts the tallest have 1.5."""
_USUAL = (500.0, 1600.0)
"""Heights of a line, in thousandths of the type size, that fonts may have."""
_ASCENT, _DESCENT = 880, -120
"""What Japanese fonts have."""


@dataclass
class FontMetrics:
    """Looks after the fonts of one document; mends them once."""

    _mended: bool = False

    def mend(self, mupage: pymupdf.Page, words: Iterable[Word]) -> pymupdf.Page | None:
        """The page to be read again, its fonts mended; None where nothing is odd."""
        if self._mended or not _too_tall(words):
            return None
        self._mended = True
        document = mupage.parent
        odd = [xref for xref in range(1, document.xref_length()) if _is_odd(document, xref)]
        if not odd:
            return None
        for xref in odd:
            document.xref_set_key(xref, "Ascent", str(_ASCENT))
            document.xref_set_key(xref, "Descent", str(_DESCENT))
        pymupdf.TOOLS.store_shrink(100)  # (fonts that were loaded keep what they were told)
        again: pymupdf.Page = document.reload_page(mupage)
        return again


def _too_tall(words: Iterable[Word]) -> bool:
    """Are most words of the page much taller than their characters are wide? Asked of every page."""
    tall = count = 0
    for word in words:
        if len(word.text) > 3:
            x0, y0, x1, y1 = word.bbox
            if x1 - x0 > y1 - y0 and _WORD.match(word.text):
                count += 1
                tall += (y1 - y0) * len(word.text) > _TALL * (x1 - x0)
    return 2 * tall > count


def _is_odd(document: pymupdf.Document, xref: int) -> bool:
    """Is this the descriptor of a font that tells an unlikely height, or none?"""
    if document.xref_get_key(xref, "Type")[1] != "/FontDescriptor":
        return False
    ascent, descent = (_number(document.xref_get_key(xref, key)[1]) for key in ("Ascent", "Descent"))
    return not _USUAL[0] <= ascent + abs(descent) <= _USUAL[1]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
