"""Print pages as a scanner leaves them: pictures only, clean, from an office copier, or by fax.

The invisible text layer, where one is asked for, has the errors of a poor OCR or the wrong characters altogether.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image

from hyokasho.pipeline.samples.drawn_text import FONT
from hyokasho.pipeline.samples.material import material
from hyokasho.pipeline.samples.metrics import font, glyph
from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.pdf import saved, text_operators
from hyokasho.pipeline.samples.scan_layers import add_layers
from hyokasho.pipeline.samples.typeset import Run

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a class of scans looks. `skew` in degrees at most; `speckle` per pixel; `threshold` None keeps grey.

    `turns`: the share of pages fed sideways or upside down; `edge`: the share of files with the scanner's black edge;
    `streaks`: upright lines per page that no table has; `layers`: text and paper are kept apart; `part`: the share of
    pages scanned, the others keep their text.
    """

    dpi: int
    skew: float
    noise: float
    speckle: float
    threshold: int | None
    blur: int = 0
    fading: float = 0.0
    turns: float = 0.0
    edge: float = 0.0
    streaks: float = 0.0
    layers: bool = False
    part: float = 1.0


SCANNERS: Mapping[str, Scanner] = {
    "clean": Scanner(300, 0.1, 4.0, 0.0, None),
    "office": Scanner(200, 0.6, 12.0, 0.0001, 150, edge=0.5),
    "fax": Scanner(150, 1.0, 26.0, 0.001, 165, blur=1, fading=0.15, streaks=0.7),
    "rotated": Scanner(200, 2.0, 12.0, 0.0001, 150, turns=0.25, edge=0.3),
    "mrc": Scanner(300, 0.3, 4.0, 0.0, None, layers=True),
    "mixed": Scanner(300, 0.3, 4.0, 0.0, None, part=0.5),
}
"""`mixed`: half the pages were signed or stamped and scanned, the others are as printed."""

_READ_WRONG, _LOST = 0.03, 0.85


def write_scan(
    printed: bytes, pages: Sequence[PrintedPage], seed: int, kind: str, dpi: int | None, text_layer: str
) -> bytes:
    """The PDF `printed` as scanned pages; `pages` are its words, for the text layer."""
    scanner = SCANNERS[kind] if dpi is None else replace(SCANNERS[kind], dpi=dpi)
    source, target = pymupdf.open(stream=printed), pymupdf.open()
    pixels_rng, rng = np.random.default_rng(seed), random.Random(f"scan-{seed}")
    words = _Misreader(seed, text_layer)
    edge = round(rng.uniform(10, 40)) if rng.random() < scanner.edge else 0
    for number, words_of_page in enumerate(pages):
        if rng.random() >= scanner.part:
            target.insert_pdf(source, from_page=number, to_page=number)
            continue
        page = source[number]
        pixels = _scanned(page, scanner, pixels_rng, edge)
        quarters = rng.choice((1, 2, 2, 3)) if rng.random() < scanner.turns else 0
        pixels = np.ascontiguousarray(np.rot90(pixels, quarters))
        width, height = (page.rect.height, page.rect.width) if quarters % 2 else (page.rect.width, page.rect.height)
        sheet = target.new_page(width=width, height=height)
        if scanner.layers:
            add_layers(sheet, pixels, rng)
        else:
            sheet.insert_image(sheet.rect, stream=_picture(pixels, scanner))
        if text_layer != "none" and not quarters:
            _add_text(target, sheet, words.page(words_of_page))
    target.subset_fonts()
    return saved(target)


# pictures


def _scanned(page: pymupdf.Page, scanner: Scanner, rng: np.random.Generator, edge: int) -> Pixels:
    """The page in grey as the scanner sees it; `edge`: pixels of black at its right and lower edges."""
    pixels = _noisy(_rendered(page, scanner, float(rng.uniform(-scanner.skew, scanner.skew))), scanner, rng)
    if edge:
        pixels[-edge // 2 :], pixels[:, -edge:] = 0, 0
    if scanner.streaks:
        for _ in range(int(rng.poisson(scanner.streaks))):
            start, stop = sorted(int(y) for y in rng.integers(0, len(pixels), 2))
            pixels[start:stop, int(rng.integers(0, pixels.shape[1] - 2))] = 0
    return pixels


def _picture(pixels: Pixels, scanner: Scanner) -> bytes:
    """The page as JPEG (grey) or PNG of one bit a pixel (black and white)."""
    out = io.BytesIO()
    if scanner.threshold is None:
        Image.fromarray(pixels).save(out, "JPEG", quality=80)
    else:
        Image.fromarray(pixels > scanner.threshold).save(out, "PNG", optimize=False)
    return out.getvalue()


def _rendered(page: pymupdf.Page, scanner: Scanner, skew: float) -> Pixels:
    """The page in grey at the scanner's resolution, turned by `skew` degrees about its middle."""
    scale = scanner.dpi / 72
    width, height = round(page.rect.width * scale), round(page.rect.height * scale)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale).prerotate(skew), colorspace=pymupdf.csGRAY)
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    sheet = np.full((height, width), 255, np.uint8)
    rows, columns = min(height, pixmap.height), min(width, pixmap.width)
    top, left = (pixmap.height - rows) // 2, (pixmap.width - columns) // 2
    y, x = (height - rows) // 2, (width - columns) // 2
    sheet[y : y + rows, x : x + columns] = pixels[top : top + rows, left : left + columns]
    return sheet


def _noisy(pixels: Pixels, scanner: Scanner, rng: np.random.Generator) -> Pixels:
    grey: npt.NDArray[np.float32] = pixels.astype(np.float32)
    for _ in range(scanner.blur):
        blurred = grey + np.roll(grey, 1, 0) + np.roll(grey, 1, 1) + np.roll(grey, (1, 1), (0, 1))
        grey = (blurred / 4).astype(np.float32)
    if scanner.fading:
        bands = np.repeat(rng.uniform(0, scanner.fading, grey.shape[0] // 40 + 1), 40)[: grey.shape[0]]
        grey += (255 - grey) * bands[:, None].astype(np.float32)
    grey += rng.standard_normal(grey.shape, np.float32) * scanner.noise
    if scanner.speckle:
        _speckle(grey, scanner, rng)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _speckle(grey: npt.NDArray[np.float32], scanner: Scanner, rng: np.random.Generator) -> None:
    """Dark specks of one to four pixels, and as many white ones."""
    count = int(grey.size * scanner.speckle)
    for value in (0, 255):
        ys, xs = rng.integers(0, grey.shape[0] - 1, count), rng.integers(0, grey.shape[1] - 1, count)
        grey[ys, xs] = value
        large = rng.random(count) < 0.3
        grey[ys[large] + 1, xs[large]] = value
        grey[ys[large], xs[large] + 1] = value


# text layers


class _Misreader:
    """Writes the words of a page as a text layer has them."""

    def __init__(self, seed: int, text_layer: str) -> None:
        self.rng = random.Random(f"misread-{seed}")
        self.garbled = text_layer == "garbled"
        self.shuffled: dict[str, str] = {}

    def page(self, page: PrintedPage) -> PrintedPage:
        """The page with its words misread; nothing but words."""
        if self.garbled:
            self._learn({c for _, _, run in page.texts for c in run.text})
        texts = [(x, y, self._run(run)) for x, y, run in page.texts]
        return PrintedPage(page.width, page.height, texts=[t for t in texts if t[2].text.strip()])

    def _learn(self, chars: set[str]) -> None:
        """Give every character another one to stand for it, the same throughout the file."""
        new = sorted(c for c in chars - self.shuffled.keys() if glyph(c) and not c.isspace())
        others = new[:]
        self.rng.shuffle(others)
        self.shuffled.update(zip(new, others, strict=True))

    def _run(self, run: Run) -> Run:
        if self.garbled:
            text = "".join(self.shuffled.get(c, c) for c in run.text)
        else:
            text = "".join(map(self._misread, run.text))
        return replace(run, text=text, bold=False)

    def _misread(self, char: str) -> str:
        table: Mapping[str, Any] = material("misreadings")
        draw = self.rng.random()
        if char in table["lost"] and draw < _LOST:
            return ""
        if char in table["pairs"] and draw < _READ_WRONG * 5:
            return str(table["pairs"][char])
        return "" if draw < _READ_WRONG / 4 else char


def _add_text(document: pymupdf.Document, sheet: pymupdf.Page, page: PrintedPage) -> None:
    sheet.insert_font(fontname=FONT, fontbuffer=font().buffer)
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    operators = "\n".join(text_operators(page, invisible=True))
    document.update_stream(xref, operators.encode("ascii"), compress=True)
    contents = [*sheet.get_contents(), xref]
    document.xref_set_key(sheet.xref, "Contents", f"[{' '.join(f'{x} 0 R' for x in contents)}]")
