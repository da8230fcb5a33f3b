"""Do the characters of a text layer look like what they say? Their pictures on the page against those of a plain font.

A wrong character map gives characters whose pictures are those of others. A few dozen of a page tell: each is held
against all characters of the sample, and a sound layer finds itself nearest, whatever the typeface. No OCR is needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pymupdf
from numpy.typing import NDArray

from hyokasho.normalizers.character_classes import character_classes
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import blocks_of_characters

BELIEVED = 0.4
"""Share of characters that look like themselves: 0.65 and more on sound pages of any typeface, 0.2 at most on false."""
LEAST = 5
_SAMPLE = 40
_DECOYS = character_classes()["decoys"]
"""Characters that every claim must beat, so that small samples say as much as large ones."""
SAME_PICTURE = frozenset(character_classes()["same_picture"])
"""Characters that have the picture of another: they say nothing."""
_GRID = 24
_EM_PIXELS = 36
_CELL = 60
_MOST_PIXELS = 2e7
_LEAST_CONTRAST = 60
_STRONG = 0.4
"""Share of the deepest ink from which ink counts."""
_ABOUT = 3.0
"""Points around a place that show its ground."""

Shape = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of the text layer: where it stands as displayed, its font, and how it is turned (quarters)."""

    text: str
    bbox: BBox
    font: str
    turn: int


def has_ink(picture: NDArray[np.uint8], least: int = _LEAST_CONTRAST) -> bool:
    """Does a picture show anything on its ground that differs from it by `least` steps of grey?"""
    return picture.size > 0 and int(picture.max()) - int(picture.min()) >= least


def read_glyphs(mupage: pymupdf.Page, text: pymupdf.TextPage | None = None) -> list[Glyph]:
    """Every character of the page's text layer that is a letter, with its font."""
    matrix = mupage.rotation_matrix
    found = []
    for block in blocks_of_characters(mupage, text):
        for line in block.get("lines", ()):
            turn = quarters(line["dir"], matrix)
            for span in line["spans"]:
                for char in span["chars"]:
                    if unicodedata.category(char["c"])[0] == "L":
                        found.append(Glyph(char["c"], displayed_box(char["bbox"], matrix), span["font"], turn))
    return found


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page in grey, `scale` pixels to the point."""

    gray: NDArray[np.uint8]
    scale: float

    def cut(self, box: BBox) -> NDArray[np.uint8]:
        """The part of the picture in a box of the page as displayed."""
        x0, y0, x1, y1 = (max(0, round(v * self.scale)) for v in box)
        return self.gray[y0 : y1 + 1, x0 : x1 + 1]

    def stands_out(self, box: BBox, least: int) -> bool:
        """Is most of a place of another shade than most of what is about it, and than the lightest of that?"""
        x0, y0, x1, y1 = box
        inside, around = self.cut(box), self.cut((x0 - _ABOUT, y0 - _ABOUT, x1 + _ABOUT, y1 + _ABOUT))
        if inside.size == 0:
            return False
        edge = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
        grounds = np.array([np.median(edge), edge.max()])
        return bool((np.abs(inside[..., None] - grounds).min(axis=-1) >= least).mean() > 0.5)


def draw_for(mupage: pymupdf.Page, boxes: Sequence[BBox]) -> PagePicture:
    """The page drawn so large that characters in these boxes can be told."""
    sizes = sorted(max(x1 - x0, y1 - y0, 1) for x0, y0, x1, y1 in boxes)
    scale = _EM_PIXELS / sizes[len(sizes) // 2]
    scale = min(scale, (_MOST_PIXELS / max(1.0, abs(mupage.rect))) ** 0.5)
    pixmap = mupage.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    return PagePicture(_gray(pixmap), scale)


def agreement(
    mupage: pymupdf.Page, glyphs: Sequence[Glyph], picture: PagePicture | None = None, least: int = LEAST
) -> float | None:
    """Share of a sample of these characters whose picture is nearest to their own; None where too few can be seen."""
    sample = _sample(glyphs)
    if len(sample) < least:
        return None
    claims = [glyph.text for glyph in sample]
    others = [c for c in _DECOYS if c not in claims]
    plain = np.array([plain_shape(c) for c in (*claims, *others)])
    picture = picture or draw_for(mupage, [glyph.bbox for glyph in sample])
    seen = hits = 0
    for i, glyph in enumerate(sample):
        look = shape_of(np.rot90(picture.cut(glyph.bbox), glyph.turn))
        if look is None:
            continue
        likeness = plain @ look
        seen += 1
        hits += bool(likeness[i] >= likeness.max() - 1e-6)
    return hits / seen if seen >= least else None


def quarters(direction: tuple[float, float], matrix: pymupdf.Matrix) -> int:
    """Quarter turns (anticlockwise) that set text of this direction upright."""
    dx, dy = direction
    x, y = round(dx * matrix.a + dy * matrix.c), round(dx * matrix.b + dy * matrix.d)
    return {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}.get((x, y), 0)


def _sample(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """One glyph of every character that can be told by its picture, at most `_SAMPLE` from all over the page."""
    first: dict[str, Glyph] = {}
    for glyph in glyphs:
        if glyph.text not in first and glyph.text not in SAME_PICTURE and plain_font().has_glyph(ord(glyph.text)):
            first[glyph.text] = glyph
    step = max(1, len(first) // _SAMPLE)
    some = list(first.values())[::step][:_SAMPLE]
    learn((*(glyph.text for glyph in some), *_DECOYS))
    return [glyph for glyph in some if plain_shape(glyph.text) is not None]


@cache
def plain_font() -> pymupdf.Font:
    """The font that PyMuPDF carries, in which characters are drawn to be compared."""
    return pymupdf.Font("cjk")


def plain_shape(char: str) -> Shape | None:
    """The picture of a character in the font that PyMuPDF carries; None for one without a telling shape."""
    if char not in _PLAIN:
        learn([char])
    return _PLAIN[char]


_PLAIN: dict[str, Shape | None] = {}


def learn(chars: Iterable[str]) -> None:
    """Draw the characters that were not asked for before, all on one sheet."""
    new = [char for char in dict.fromkeys(chars) if char not in _PLAIN]
    if not new:
        return
    page = pymupdf.open().new_page(width=_CELL * len(new), height=_CELL)
    writer = pymupdf.TextWriter(page.rect)
    for i, char in enumerate(new):
        writer.append((_CELL * i + 10, 44), char, font=plain_font(), fontsize=40)
    writer.write_text(page)
    sheet = _gray(page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False))
    _PLAIN.update((char, shape_of(sheet[:, _CELL * i : _CELL * (i + 1)])) for i, char in enumerate(new))


def _gray(pixmap: pymupdf.Pixmap) -> NDArray[np.uint8]:
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def shape_of(gray: NDArray[np.uint8]) -> Shape | None:
    """The ink of a picture, its own box stretched to a square, softened, as a vector of length 1; None without ink."""
    if min(gray.shape) < 4:
        return None
    ink = np.abs(gray.astype(np.int16) - ground_of(gray))
    most = int(ink.max())
    if most < _LEAST_CONTRAST:
        return None
    strong = ink > _STRONG * most
    if (strong[0].all() or strong[-1].all()) and len(strong) > 2:
        return shape_of(gray[int(strong[0].all()) : len(gray) - int(strong[-1].all())])  # (a rule touches its box)
    ys, xs = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    if min(len(ys), len(xs)) < 4:
        return None
    cut = (ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1] / most).astype(np.float32)
    square = np.zeros((_GRID + 2, _GRID + 2), np.float32, order="F")
    square[1:-1, 1:-1] = _stretched(_stretched(cut).T).T
    soft = sum(square[y : y + _GRID, x : x + _GRID] for y in range(3) for x in range(3))
    vector = (soft - np.mean(soft)).ravel()
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length else None


def ground_of(gray: NDArray[np.uint8]) -> int:
    """The grey of a picture's ground, by its border: of a bold letter's box half is ink."""
    border = np.sort(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]]))
    return (int(border[(len(border) - 1) // 2]) + int(border[len(border) // 2])) // 2  # (np.median takes far longer)


def _stretched(picture: Shape) -> Shape:
    """The rows of a picture brought to `_GRID` rows, each the mean of what it covers."""
    count, width = picture.shape
    sums = np.zeros((count + 1, width), np.float32)
    np.cumsum(picture, axis=0, out=sums[1:])
    whole, part = _edges(count)
    at = sums[whole] * (1 - part) + sums[whole + 1] * part
    rows: Shape = ((at[1:] - at[:-1]) * (_GRID / count)).astype(np.float32)
    return rows


@cache
def _edges(count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where `_GRID` rows begin and end among `count` rows: a row, and the part of it above."""
    edges = np.linspace(0, count, _GRID + 1)
    whole = np.minimum(edges.astype(np.int64), count - 1)
    return whole, (edges - whole)[:, None]
