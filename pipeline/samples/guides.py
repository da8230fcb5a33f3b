"""Lines drawn over whole pages that are no ruling lines: the grid of a worksheet, guides, the ends of its pages. Tables
and texts stand on them as if they were not there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.pages import Edge, PrintedPage

_COLOURS = ("0.8 0.8 0.8", "0.65 0.65 0.65", "0.7 0.85 1", "0.4 0.6 0.9", "0.9 0.6 0.6", "0.5 0.5 0.5", "0 0 0")
_WIDTHS = (0.06, 0.1, 0.2, 0.3, 0.5)
_DASHES = ("[2 2]", "[4 2]", "[0.6 1.2]", "[6 2 1 2]")
_ENDS = ("0 0 1 RG 1.5 w [6 3] 0 d", "0.3 G 0.75 w [4 2] 0 d", "0 0.3 0.8 RG 1 w [] 0 d")


def guide_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """The operators that draw the manner's lines over a page, to be drawn before its tables; PDF coordinates."""
    if manner.guides is not None:
        yield "q"
        yield from _KINDS[manner.guides](page, rng)
        yield "Q"


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    while start <= end:
        yield start
        start += step


def _line(edge: Edge) -> str:
    return f"{edge[0]:.2f} {edge[1]:.2f} m {edge[2]:.2f} {edge[3]:.2f} l S"


def _drawn(lines: Sequence[Edge], rng: random.Random) -> Iterator[str]:
    """Lines of one pen: strokes, strokes with dashes, or thin rectangles."""
    colour, width = rng.choice(_COLOURS), rng.choice(_WIDTHS)
    manner = rng.choice(("strokes", "dashes", "dashes", "areas"))
    if manner == "areas":
        yield f"{colour} rg"
        yield from (f"{x0:.2f} {y0:.2f} {x1 - x0 + width:.2f} {y1 - y0 + width:.2f} re f" for x0, y0, x1, y1 in lines)
        return
    yield f"{colour} RG {width} w {rng.choice(_DASHES) if manner == 'dashes' else '[]'} 0 d"
    yield from map(_line, lines)


def _area(page: PrintedPage, rng: random.Random) -> Edge:
    """Where the lines are drawn: to the ends of the paper, or between its margins, beyond all tables."""
    left = min((edge[0] for edge in page.edges), default=page.width / 8)
    margin = rng.choice((0.0, 0.0, min(20.0, left / 2)))
    return margin, margin, page.width - margin, page.height - margin


def _levels(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Level lines from side to side."""
    x0, y0, x1, y1 = _area(page, rng)
    yield from _drawn([(x0, y, x1, y) for y in _steps(y0 + rng.uniform(8, 30), y1, rng.uniform(14, 32))], rng)


def _uprights(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Uprights from the top to the bottom."""
    x0, y0, x1, y1 = _area(page, rng)
    yield from _drawn([(x, y0, x, y1) for x in _steps(x0 + rng.uniform(8, 30), x1, rng.uniform(20, 60))], rng)


def _grid(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Both, as a worksheet's rows and columns are drawn."""
    x0, y0, x1, y1 = _area(page, rng)
    wide, high = rng.uniform(12, 40), rng.uniform(11, 20)
    level = [(x0, y, x1, y) for y in _steps(y0, y1, high)]
    yield from _drawn([*level, *((x, y0, x, y1) for x in _steps(x0, x1, wide))], rng)


def _beside(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """The grid where no table stands, whose cells are merged ones."""
    if page.edges:
        x0, x1 = min(edge[0] for edge in page.edges), max(edge[2] for edge in page.edges)
        y0, y1 = min(edge[1] for edge in page.edges), max(edge[3] for edge in page.edges)
        table = f"{x0:.2f} {page.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re"
        yield f"0 0 {page.width:.2f} {page.height:.2f} re {table} W* n"
    yield from _grid(page, rng)


def _ends(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Where the pages of a worksheet end: a few heavy lines across the paper, wherever they fall."""
    yield rng.choice(_ENDS)
    for _ in range(rng.randint(1, 3)):
        y = rng.uniform(0.1, 0.9) * page.height
        yield _line((0.0, y, page.width, y))
    for _ in range(rng.randint(0, 1)):
        x = rng.uniform(0.3, 0.9) * page.width
        yield _line((x, 0.0, x, page.height))


_KINDS: dict[str, Callable[[PrintedPage, random.Random], Iterator[str]]] = {
    "grid": _grid,
    "levels": _levels,
    "uprights": _uprights,
    "beside": _beside,
    "ends": _ends,
}
