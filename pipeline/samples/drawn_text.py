"""Shading and text as a spreadsheet draws them: strips of worksheet rows, one text object for every line."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import glyph, symbol_glyph, text_width
from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE, Run

FONT, SYMBOLS, LATIN = "J", "S", "helv"
_FEW = 0.06
"""Share of the lines that are shrunk or drawn character by character."""
_LEAST_SHRUNK = 12
_SHADES = 30
"""Strips of a gradient."""

Placed = tuple[float, float, Run]


def fill_operators(page: PrintedPage, manner: Manner) -> Iterator[str]:
    """The shaded areas, in strips of the worksheet's rows."""
    for (x0, y0, x1, y1), colour in page.fills:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        if manner.gradient:
            yield from _paling((x0, page.height - y1, x1, page.height - y0), (red, green, blue))
            continue
        yield f"{red:.3f} {green:.3f} {blue:.3f} rg"
        count = max(1, round((y1 - y0) / manner.strip)) if manner.strip else 1
        step = (y1 - y0) / count
        for k in range(count):
            top = y0 + k * step
            yield (
                f"{x0 - 0.48:.2f} {page.height - top - step - manner.seam:.2f} "
                f"{x1 - x0 + 0.12:.2f} {step + manner.seam:.2f} re f*"
            )


def _paling(box: tuple[float, float, float, float], colour: tuple[float, float, float]) -> Iterator[str]:
    """An area whose colour pales from its foot to its top, as strips one above the other."""
    x0, y0, x1, y1 = box
    step = (y1 - y0) / _SHADES
    for k in range(_SHADES):
        shade = " ".join(f"{part + (1 - part) * k / _SHADES:.3f}" for part in colour)
        yield f"{shade} rg {x0:.2f} {y0 + k * step:.2f} {x1 - x0:.2f} {step + 0.05:.2f} re f"


def spread_text_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """The words of a page, every line an object of its own, cells in the manner's order."""
    for x, y, run in _ordered(page, manner, rng):
        y = page.height - y
        lines = _lines(x, run, manner, rng)
        if manner.clip:
            yield f"q 8 {y - run.size * 0.4:.2f} {page.width - 16:.2f} {run.size * 1.7:.2f} re W* n"
        for at, piece in lines:
            yield from _object(at, y, piece, manner, rng)
        if manner.clip:
            yield "Q"


def _ordered(page: PrintedPage, manner: Manner, rng: random.Random) -> list[Placed]:
    bounds = sorted({*page.starts, 0, len(page.texts)})
    cells: list[Sequence[Placed]] = [page.texts[a:b] for a, b in pairwise(bounds)]
    if manner.order == "shuffled":
        rng.shuffle(cells)
    if manner.order == "merged_last":
        merged = [cell for cell in cells if rng.random() < 0.4]
        cells = [cell for cell in cells if cell not in merged]
        rng.shuffle(merged)
        cells += merged
    return [placed for cell in cells for placed in cell]


def _lines(x: float, run: Run, manner: Manner, rng: random.Random) -> list[tuple[float, Run]]:
    """The run in one piece, or character by character."""
    if not manner.letters or rng.random() > _FEW or DRAWN in run.text:
        return [(x, run)]
    at = [x + text_width(run.text[:i], run.size) for i in range(len(run.text))]
    return [(a, Run(0, c, run.size, run.bold)) for a, c in zip(at, run.text, strict=True) if not c.isspace()]


def _object(x: float, y: float, run: Run, manner: Manner, rng: random.Random) -> Iterator[str]:
    size, scale = run.size, 100.0
    if len(run.text) >= _LEAST_SHRUNK and DRAWN not in run.text and rng.random() < _FEW:
        size = size * 0.74 if manner.shrunk == "type" else size
        scale = 70.0 if manner.shrunk == "scaled" else scale
    bold = f"2 Tr {size / 35:.3f} w " if run.bold and manner.bold == "stroke" else ""
    drawn = shown(run.text, size, manner, rng)
    if manner.stored == "clips":
        area = f"{x - 1:.2f} {y - size * 0.3:.2f} {text_width(run.text, size) + 2:.2f} {size * 1.4:.2f} re f"
        yield f"q BT 7 Tr 1 0 0 1 {x:.2f} {y:.2f} Tm {drawn} ET 0 g {area} Q"
        return
    spread = f"{scale:g} Tz " if scale != 100.0 else ""
    for shift in (0.0, 0.35) if run.bold and manner.bold == "twice" else (0.0,):
        yield f"q BT {bold}{spread}1 0 0 1 {x + shift:.2f} {y:.2f} Tm 0 g 0 G {drawn} ET Q"


def shown(text: str, size: float, manner: Manner, rng: random.Random) -> str:
    """One TJ; plain ASCII in the second font, characters the CJK font lacks in the symbol font."""
    if manner.latin and text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"/{LATIN} {size:.2f} Tf [({escaped})] TJ"
    parts: list[str] = []
    pieces: list[str] = []
    for char in text.replace(DRAWN, "　").replace(SQUARE, "　"):
        if glyph(char):
            pieces.append(f"<{glyph(char):04X}>{rng.randint(-8, 8)}")
        else:
            parts.append(f"/{FONT} {size:.2f} Tf [{''.join(pieces)}] TJ" if pieces else "")
            pieces = []
            parts.append(f"/{SYMBOLS} {size:.2f} Tf <{symbol_glyph(char):04X}> Tj")
    if pieces:
        parts.append(f"/{FONT} {size:.2f} Tf [{''.join(pieces)}] TJ")
    return " ".join(filter(None, parts))


def side_number(page: PrintedPage, number: int) -> str:
    """The page number set sideways in the left margin."""
    codes = "".join(f"{glyph(c):04X}" for c in str(number))
    return f"BT /{FONT} 9 Tf 0 -1 1 0 18 {page.height / 2:.2f} Tm 0 g <{codes}> Tj ET"
