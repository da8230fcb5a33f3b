"""Furigana: the reading of a word in small kana above it, or dots above letters (圏点). A person reads the word once;
what stands above it is no text of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import pymupdf

from hyokasho.normalizers.character_classes import KANJI, character_classes
from hyokasho.parsers.model import Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import Hidden, lines_of_characters

_READING = re.compile(rf"[{character_classes()['hiragana']}]+|[{character_classes()['katakana']}]{{2,}}")
"""A lone katakana may be a mark."""
_DOTS = re.compile(f"[{character_classes()['emphasis']}]+")
_KANJI = re.compile(f"[{KANJI}]")
_SMALL = 0.65
"""Share of the height of the words below up to which kana are a reading of them."""
_TINY = 0.5
"""The same, up to which they are one whatever stands below."""
_WITHIN = 0.6
"""Share of its width with which a reading stands above its word."""
_GAP = 0.6
"""Distance (heights of the reading) up to which it belongs to the word below."""
_BESIDE = 2.0
"""Distance (heights) up to which a larger word in its line says that a sign is a mark or a bullet, no dot."""
_CORE = (0.25, 0.7)
"""The part of a word's height in which what stands in its line has its middle; dots stand above or below it."""


def furigana(words: Sequence[Word]) -> list[Word]:
    """The words that are readings of others below them. Asked of every page, so written for speed."""
    if not words:
        return []
    usual = sorted(word.size for word in words)[len(words) // 2]
    small = [w for w in words if w.size < usual and _READING.fullmatch(w.text)]
    dots = [w for w in words if w.size < usual and _DOTS.fullmatch(w.text)]
    if dots:  # (a line of text may run sideways: its words are as high as they are long)
        thick = sorted(min(w.bbox[2] - w.bbox[0], w.bbox[3] - w.bbox[1]) for w in words if len(w.text) > 2)
        dots = [dot for dot in dots if thick and dot.bbox[3] - dot.bbox[1] <= _SMALL * thick[len(thick) // 2]]
    found = [word for word in small if _has_words_below(word, words)] if small else []
    return found + [dot for dot in dots if not _is_in_line(dot, words) and _has_words_below(dot, words)]


def _is_in_line(dot: Word, words: Sequence[Word]) -> bool:
    """Stands a larger word right beside a sign?"""
    x0, y0, x1, y1 = dot.bbox
    near, middle = _BESIDE * (y1 - y0), (y0 + y1) / 2
    beside = (word.bbox for word in words if word.bbox[0] - near < x1 and x0 < word.bbox[2] + near)
    larger = ((b, d - b) for _, b, _, d in beside if y1 - y0 < _SMALL * (d - b))
    return any(b + _CORE[0] * high < middle < b + _CORE[1] * high for b, high in larger)


def _has_words_below(small: Word, words: Sequence[Word]) -> bool:
    """Stand larger words right below, of kanji where they are not much larger?"""
    x0, y0, x1, y1 = small.bbox
    wide, told = 0.0, False
    for word in words:
        a, b, c, d = word.bbox
        if small.size > _SMALL * word.size or (y0 + y1) / 2 > (b + d) / 2 or y1 < b - _GAP * (y1 - y0):
            continue
        shared = min(x1, c) - max(x0, a)
        if shared > 0 and b > y0 - (d - b) / 4:
            wide += shared
            told = told or small.size <= _TINY * word.size or _KANJI.search(word.text) is not None
    return told and wide >= _WITHIN * (x1 - x0)


def characters_of(mupage: pymupdf.Page, text: pymupdf.TextPage, readings: Sequence[Word]) -> Hidden:
    """The numbers of the characters of these words in MuPDF's reading of the page."""
    return frozenset(_numbers(mupage, text, readings))


def _numbers(mupage: pymupdf.Page, text: pymupdf.TextPage, readings: Sequence[Word]) -> Iterator[int]:
    matrix = mupage.rotation_matrix
    for number, char in chain.from_iterable(lines_of_characters(mupage, text)):
        x0, y0, x1, y1 = displayed_box(char["bbox"], matrix)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for word in readings:
            a, b, c, d = word.bbox
            if a <= x <= c and b <= y <= d and y1 - y0 <= (d - b) * 1.1 and char["c"] in word.text:
                yield number
