"""Marks that are no characters: circles in any colour, little pictures, pictures in the content stream itself."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from hyokasho.pipeline.samples.drawn_text import FONT
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE

MARK, SQUARES = "Mk", ("Sq", "Se")
"""Names of the pictures of a mark, of a ticked and of an empty square."""
SIGNS = "SG"
"""Name of the font of signs."""
SIDE = 24
_CODES = {"dingbats": "34lmn8", "wingdings": "\xfc\xa1ln\xfb"}
_BOX_CODES = (("\xfe", "\xa8"), ("\xfe", "o"), ("\xfd", "o"))
"""Codes of marks, and of ticked and empty boxes."""
_COLOURS = {"pale": "0.72 0.76 0.8 RG", "yellow": "1 0.85 0.1 RG"}


def mark_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """A mark wherever a text leaves room for one."""
    if manner.marks in (*_CODES, "wingding_boxes"):
        yield from _of_a_font(page, manner, rng)
        return
    for x, y, run in page.texts:
        for index, char in enumerate(run.text):
            if char in (DRAWN, SQUARE):
                left = x + text_width(run.text[:index], run.size)
                yield _mark(left, page.height - y, run.size, manner, rng, empty=char == SQUARE)


def _of_a_font(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """Marks, or boxes, as codes of a font of signs: the same throughout a page."""
    mark = rng.choice(_CODES.get(str(manner.marks), " "))
    ticked, empty = rng.choice(_BOX_CODES) if manner.marks == "wingding_boxes" else (mark, " ")
    for x, y, run in page.texts:
        for index, char in enumerate(run.text):
            if char in (DRAWN, SQUARE):
                left = x + text_width(run.text[:index], run.size)
                code = ord(ticked if char == DRAWN else empty)
                yield f"BT 0 g /{SIGNS} {run.size:g} Tf 1 0 0 1 {left:.2f} {page.height - y:.2f} Tm <{code:02X}> Tj ET"


def font_of_signs(kind: str) -> str:
    """The font's definition: one of those that every reader has, or one that Windows has."""
    if kind == "dingbats":
        return "<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>"
    flags = "/Flags 4 /FontBBox [0 -211 1359 899] /ItalicAngle 0 /Ascent 899 /Descent -211 /StemV 80"
    widths = f"/FirstChar 32 /LastChar 255 /Widths [{' 890' * 224}]"
    descriptor = f"/FontDescriptor <</Type /FontDescriptor /FontName /Wingdings {flags}>>"
    return f"<</Type /Font /Subtype /TrueType /BaseFont /Wingdings /Encoding /WinAnsiEncoding {widths} {descriptor}>>"


def mark_picture() -> bytes:
    """A circle on white, `SIDE` pixels wide and high, one byte to the pixel."""
    middle, radius = (SIDE - 1) / 2, SIDE * 0.36
    return bytes(
        20 if abs(math.hypot(x - middle, y - middle) - radius) < SIDE * 0.06 else 255
        for y in range(SIDE)
        for x in range(SIDE)
    )


def _mark(x: float, y: float, size: float, manner: Manner, rng: random.Random, *, empty: bool) -> str:
    place = f"{size:.2f} 0 0 {size:.2f} {x:.2f} {y - size * 0.14:.2f} cm"
    if manner.marks == "mixed" and rng.random() < 0.6:
        return f"BT 0 g /{FONT} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{glyph('○'):04X}> Tj ET"
    if manner.marks in ("pictures", "mixed"):
        return f"q {place} /{MARK} Do Q"
    if manner.marks == "inline_pictures":
        data = mark_picture().hex().upper()
        return f"q {place} BI /W {SIDE} /H {SIDE} /BPC 8 /CS /G /F /AHx ID {data}> EI Q"
    if manner.marks in ("squares", "squares_in_brackets"):
        side, low = size * 0.76, y - size * 0.02
        frame = f"{x + size * 0.12:.2f} {low:.2f} {side:.2f} {side:.2f} re"
        tick = "" if empty else f"{size * 0.1:.2f} w {_tick(x + size * 0.1, y, size)} S"
        return f"q 0 G 0.6 w {frame} S {tick} Q"
    if manner.marks == "square_pictures":
        return f"q {place} /{SQUARES[empty]} Do Q"
    if manner.marks == "ticks":
        return f"q 0 G {size * 0.1:.2f} w {_tick(x, y, size)} S Q"
    if manner.marks == "filled":
        return f"q 0 g {x + size * 0.14:.2f} {y:.2f} {size * 0.72:.2f} {size * 0.72:.2f} re f Q"
    if manner.marks == "rings":
        outer, inner = (_circle(x + size * 0.5, y + size * 0.36, size * r) for r in (0.4, 0.31))
        return f"q 0 g {outer} h {inner} h f* Q"
    return f"q {_COLOURS[str(manner.marks)]} 1 w {_circle(x + size * 0.5, y + size * 0.36, size * 0.36)} S Q"


def _tick(x: float, y: float, size: float) -> str:
    points = ((0.12, 0.4), (0.4, 0.02), (0.92, 0.8))
    path = " l ".join(f"{x + size * 0.8 * a:.2f} {y + size * 0.8 * b:.2f}" for a, b in points)
    return path.replace(" l ", " m ", 1)


def square_picture(*, empty: bool) -> bytes:
    """A square of lines on white, ticked by a cross or not."""

    def is_ink(x: int, y: int) -> bool:
        edge = min(x, y, SIDE - 1 - x, SIDE - 1 - y)
        return edge == 2 or (not empty and edge > 2 and abs(abs(x - y) - 0.5) < 1.1) or (not empty and x + y == SIDE)

    return bytes(20 if is_ink(x, y) else 255 for y in range(SIDE) for x in range(SIDE))


def _circle(x: float, y: float, radius: float) -> str:
    bend = radius * 0.5523
    curves = (
        (x + radius, y + bend, x + bend, y + radius, x, y + radius),
        (x - bend, y + radius, x - radius, y + bend, x - radius, y),
        (x - radius, y - bend, x - bend, y - radius, x, y - radius),
        (x + bend, y - radius, x + radius, y - bend, x + radius, y),
    )
    drawn = " ".join(f"{' '.join(f'{c:.2f}' for c in curve)} c" for curve in curves)
    return f"{x + radius:.2f} {y:.2f} m {drawn}"
