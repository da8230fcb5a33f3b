"""What a glyph looks like: its pictures on the pages, held against all common characters drawn in a plain font.

The other typeface costs little: of characters of published prints the right one is the likest of three thousand in four
of five (Mincho) to nine of ten (Gothic), and among the twenty likest in 98 of 100.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.sources.glyphs.pictures import (
    SAME_PICTURE,
    Shape,
    draw_for,
    learn,
    plain_font,
    plain_shape,
    shape_of,
)
from hyokasho.parsers.sources.glyphs.table import GlyphId, Said

_SHEET = 300
"""Characters drawn on one sheet."""
_ROWS = (*range(0xB0, 0xD0),)
"""Lead bytes of the kanji of level 1 of JIS X 0208 in EUC-JP."""
_WHOLE = 0.5
"""Share of the height of its box that the ink of most kanji takes at least, in both directions."""


@dataclass(frozen=True, slots=True)
class GlyphLook:
    """The shapes of one glyph at several places; `whole`: its ink is as high and as wide as that of a kanji."""

    shapes: tuple[Shape, ...]
    whole: bool

    def like(self, char: str) -> float | None:
        """How like the character drawn in a plain font it is (-1 to 1); None for one without a telling shape."""
        if not _drawable(char):
            char = fold(char)  # (a radical)
        plain = plain_shape(char) if _drawable(char) else None
        return None if plain is None else max(float(plain @ shape) for shape in self.shapes)

    def nearest(self) -> tuple[str, float, float]:
        """The likest of the common characters, its likeness, and by how much the next is less like."""
        chars, shapes = _inventory()
        likeness = np.max([shapes @ shape for shape in self.shapes], axis=0)
        if self.whole:
            likeness = likeness - _small_kana()
        first, second = np.argsort(likeness)[::-1][:2]
        return chars[first], float(likeness[first]), float(likeness[first] - likeness[second])

    def rank(self, char: str) -> int:
        """How many common characters are more like it than this one."""
        own = self.like(char)
        _, shapes = _inventory()
        return int((np.max([shapes @ shape for shape in self.shapes], axis=0) > (-1 if own is None else own)).sum())


def looks_of(
    document: pymupdf.Document, places: Mapping[GlyphId, Sequence[tuple[int, Said]]]
) -> dict[GlyphId, GlyphLook]:
    """The looks of glyphs, each from its places (page from 0, character); none for one that shows no shape."""
    pages: dict[int, list[Said]] = {}
    for shown in places.values():
        for page, said in shown:
            pages.setdefault(page, []).append(said)
    found: dict[GlyphId, list[tuple[Shape, bool]]] = {}
    for number, wanted in sorted(pages.items()):
        for glyph, shapes in shapes_on(document[number], wanted).items():
            found.setdefault(glyph, []).extend(shapes)
    return {glyph: _look(shapes) for glyph, shapes in found.items()}


def shapes_on(mupage: pymupdf.Page, wanted: Collection[Said]) -> dict[GlyphId, list[tuple[Shape, bool]]]:
    """The shapes of some characters of a page, by their glyphs, and whether each is as large as a kanji."""
    picture = draw_for(mupage, [said.bbox for said in wanted])
    found: dict[GlyphId, list[tuple[Shape, bool]]] = {}
    for said in wanted:
        cut = np.rot90(picture.cut(said.bbox), said.turn)
        if (shape := shape_of(cut)) is not None:
            found.setdefault(said.glyph, []).append((shape, _is_whole(cut)))
    return found


def look_on(mupage: pymupdf.Page, places: Sequence[Said]) -> GlyphLook | None:
    """The look of one glyph from some places of a page; None where nothing is seen."""
    shapes = [shape for found in shapes_on(mupage, places).values() for shape in found]
    return _look(shapes) if shapes else None


def _look(shapes: Sequence[tuple[Shape, bool]]) -> GlyphLook:
    return GlyphLook(tuple(shape for shape, _ in shapes), 2 * sum(whole for _, whole in shapes) > len(shapes))


def _is_whole(gray: NDArray[np.uint8]) -> bool:
    ink = np.abs(gray.astype(np.int16) - int(np.median(gray)))
    strong = ink > 0.4 * ink.max()
    return bool(min(np.ptp(np.flatnonzero(strong.any(axis=k))) for k in (0, 1)) >= _WHOLE * len(gray))


def _drawable(char: str) -> bool:
    return len(char) == 1 and char not in SAME_PICTURE and bool(plain_font().has_glyph(ord(char)))


@cache
def _small_kana() -> NDArray[np.float32]:
    """1 for each common character that has the shape of another, smaller."""
    return np.array([" SMALL " in unicodedata.name(char) for char in _inventory()[0]], np.float32)


@cache
def _inventory() -> tuple[Sequence[str], NDArray[np.float32]]:
    """The kana and the kanji of level 1 that have a shape of their own, and their shapes."""
    kana = [chr(code) for code in (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7))]
    codes = [bytes([row, cell]) for row in _ROWS for cell in range(0xA1, 0xFF)]
    kanji = [char for code in codes if (char := code.decode("euc_jp", "ignore"))]
    chars = [char for char in (*kana, *kanji) if _drawable(char)]
    for first in range(0, len(chars), _SHEET):
        learn(chars[first : first + _SHEET])
    shown = [(char, shape) for char in chars if (shape := plain_shape(char)) is not None]
    return [char for char, _ in shown], np.array([shape for _, shape in shown])
