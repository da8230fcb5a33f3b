"""Widths of the embedded font and the wrapping of text to a width."""

from __future__ import annotations

from functools import cache

import pymupdf

_NOT_FIRST = frozenset("、。，．）)］]｝}」』】〉》≫＞・？！ー～々")
_NOT_LAST = frozenset("（([［{｛「『【〈《≪＜")


@cache
def font() -> pymupdf.Font:
    """The CJK font that PyMuPDF carries; no font of the system is used."""
    return pymupdf.Font("cjk")


@cache
def symbol_font() -> pymupdf.Font:
    """The font inside PyMuPDF that has the boxes ☐ and ☑, which the CJK font lacks."""
    document = pymupdf.open()
    page = document.new_page()
    writer = pymupdf.TextWriter(page.rect)
    writer.append((50, 50), "☑☐", font=font())
    writer.write_text(page)
    return pymupdf.Font(fontbuffer=document.extract_font(page.get_fonts()[0][0])[3])


def font_of(char: str) -> pymupdf.Font:
    """The font that prints a character."""
    return font() if font().has_glyph(ord(char)) else symbol_font()


@cache
def advance(char: str) -> float:
    """Width of a character at size 1; a private one is as wide as a kanji."""
    return 1.0 if char in ("\ue000", "\ue001") else float(font_of(char).glyph_advance(ord(char)))


@cache
def glyph(char: str) -> int:
    """Glyph number of a character in the CJK font; 0 where it has none."""
    return int(font().has_glyph(ord(char)))


@cache
def symbol_glyph(char: str) -> int:
    """Glyph number of a character in the symbol font."""
    return int(symbol_font().has_glyph(ord(char)))


def text_width(text: str, size: float) -> float:
    """Width of a text in points."""
    return sum(map(advance, text)) * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines of at most `width` points; breaks anywhere but inside ASCII words and before 、。 or after （."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, width, size)
    return lines


def _wrap_paragraph(text: str, width: float, size: float) -> list[str]:
    lines, start, used = [], 0, 0.0
    limit = width / size
    index = 0
    while index < len(text):
        step = advance(text[index])
        if used + step > limit and index > start:
            cut = _break_before(text, start, index)
            lines.append(text[start:cut])
            start = index = cut
            used = 0.0
            continue
        used += step
        index += 1
    lines.append(text[start:])
    return lines


def _break_before(text: str, start: int, index: int) -> int:
    """The place of a break at or a little before `index`."""
    cut = index
    while cut > start and (
        text[cut] in _NOT_FIRST or text[cut - 1] in _NOT_LAST or (_ascii_word(text[cut]) and _ascii_word(text[cut - 1]))
    ):
        cut -= 1
        if index - cut > 12:
            return index
    return cut if cut > start else index


def _ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
