"""Pages of made-up scans kept in layers (MRC): the paper as a coarse picture, the text as a fine mask over it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image, ImageFilter

Pixels = npt.NDArray[np.uint8]

_TILES = 6
"""Strips of a mask that is kept in strips."""


def add_layers(sheet: pymupdf.Page, pixels: Pixels, rng: random.Random) -> None:
    """Put a scanned page on the sheet as a background of few pixels and a mask of all of them.

    Drawn from `rng`: whether the mask is a stencil or the soft mask of a coarse foreground, and whole or in strips.
    """
    paper = _paper(pixels)
    ink = pixels < 0.62 * np.asarray(paper.resize((pixels.shape[1], pixels.shape[0])), np.float32)
    sheet.insert_image(sheet.rect, stream=_jpeg(_background(pixels, paper, rng.choice((3, 4)))))
    strips = _TILES if rng.random() < 0.4 else 1
    soft = rng.random() < 0.5
    for top, bottom in _cuts(len(pixels), strips):
        if not ink[top:bottom].any():
            continue
        x0, x1 = (0, pixels.shape[1]) if strips == 1 else _span(ink[top:bottom])
        scale = sheet.rect.width / pixels.shape[1]
        place = pymupdf.Rect(x0 * scale, top * scale, x1 * scale, bottom * scale)
        part = ink[top:bottom, x0:x1]
        if soft:
            front = Image.new("L", (max(1, part.shape[1] // 8), max(1, part.shape[0] // 8)), 24)
            sheet.insert_image(place, stream=_png(front), mask=_png(Image.fromarray(part.astype(np.uint8) * 255)))
        else:
            _stencil(sheet, place, part)


def _paper(pixels: Pixels) -> Image.Image:
    """The page at a quarter of its size, its strokes filled from the paper around them."""
    small = Image.fromarray(pixels).reduce(4)
    return small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(5))


def _background(pixels: Pixels, paper: Image.Image, coarse: int) -> Image.Image:
    """The page without its ink, small; of strong strokes a shadow is left."""
    small = np.asarray(Image.fromarray(pixels).reduce(4), np.float32)
    filled = np.maximum(np.asarray(paper, np.float32), small)
    mixed = Image.fromarray((0.93 * filled + 0.07 * small).astype(np.uint8))
    return mixed.resize((max(1, pixels.shape[1] // coarse), max(1, pixels.shape[0] // coarse)))


def _cuts(height: int, strips: int) -> Iterator[tuple[int, int]]:
    for k in range(strips):
        yield height * k // strips, height * (k + 1) // strips


def _span(ink: npt.NDArray[np.bool_]) -> tuple[int, int]:
    columns = np.flatnonzero(ink.any(axis=0))
    return int(columns[0]), int(columns[-1]) + 1


def _stencil(sheet: pymupdf.Page, place: pymupdf.Rect, ink: npt.NDArray[np.bool_]) -> None:
    """Black through the holes of a mask of one bit a pixel."""
    document = sheet.parent
    xref = sheet.insert_image(place, stream=_png(Image.fromarray(~ink)))
    document.xref_set_key(xref, "ImageMask", "true")
    document.xref_set_key(xref, "ColorSpace", "null")
    document.xref_set_key(xref, "BitsPerComponent", "1")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=40)
    return out.getvalue()


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
