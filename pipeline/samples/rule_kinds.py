"""Ruling lines as programs draw them: as rectangles, polygons, dots, pictures, patterns. A person sees one table."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from hyokasho.pipeline.samples.drawn_text import FONT
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import advance, font, glyph
from hyokasho.pipeline.samples.pages import Edge, PrintedPage

PATTERN, DOTS, SHADE, PIXEL = "PB", "PD", "SB", "XB"
"""Names of the resources that some kinds need: a black tile, a tile of an 8 x 8 image, a shading, a picture."""

GLYPHS = "T3"
"""Name of the font whose glyph `a` is a black square."""

_FINE = 3
"""Pixels to the point of a picture of lines."""


def rule_operators(page: PrintedPage, manner: Manner, width: float, rng: random.Random) -> Iterator[str]:
    """The operators that draw the rules of a page `width` points wide, in PDF coordinates of the page."""
    flipped = [(x0, page.height - y1, x1, page.height - y0) for x0, y0, x1, y1 in dict.fromkeys(page.edges)]
    joined = manner.rules not in ("broken", "polygons", "rings") and rng.random() < 0.8
    edges = joined_edges(flipped) if joined else flipped
    upright = [e for e in edges if e[0] == e[2]]
    level = [e for e in edges if e[0] != e[2]]
    dotted = [e for e in level if rng.random() < manner.dotted]
    yield "q 0 g 0 G"
    yield from _KINDS[manner.rules]([*upright, *(e for e in level if e not in dotted)], width, rng)
    if dotted:
        yield f"/Pattern cs /{DOTS} scn"
        yield from (f"{_rectangle(e, max(width, 0.8))} f*" for e in dotted)
    yield "Q"


def joined_edges(edges: Sequence[Edge]) -> list[Edge]:
    """Rules that meet end to end made one each."""
    found: list[Edge] = []
    for along in (0, 1):
        across = 1 - along
        lines: dict[float, list[Edge]] = {}
        for edge in edges:
            if edge[across] == edge[across + 2]:
                lines.setdefault(round(edge[across], 2), []).append(edge)
        for pieces in lines.values():
            pieces.sort(key=lambda e: e[along])
            last = list(pieces[0])
            for piece in pieces[1:]:
                if piece[along] <= last[along + 2] + 0.01:
                    last[along + 2] = max(last[along + 2], piece[along + 2])
                else:
                    found.append((last[0], last[1], last[2], last[3]))
                    last = list(piece)
            found.append((last[0], last[1], last[2], last[3]))
    return found


def _rectangle(edge: Edge, width: float) -> str:
    x0, y0, x1, y1 = edge
    half = width / 2
    return f"{x0 - half:.2f} {y0 - half:.2f} {x1 - x0 + width:.2f} {y1 - y0 + width:.2f} re"


def _joined(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    yield from (f"{_rectangle(e, width)} f*" for e in edges)


def _joined_stroke(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    for x0, y0, x1, y1 in edges:
        yield f"0.12 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"
        yield f"{_rectangle((x0, y0, x1, y1), width)} f*"


def _broken(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    hair = rng.choice((0.0, 0.3, 0.9))
    for x0, y0, x1, y1 in edges:
        inset = (x0 + hair, y0, x1 - hair, y1) if x1 > x0 else (x0, y0 + hair, x1, y1 - hair)
        yield f"{_rectangle(inset, width)} f*"


def _dots(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Squares in a row, each a path of its own or all in one."""
    size = rng.choice((0.3, 0.48, 0.5, 0.75, 1.2))
    pitch, single = size * rng.choice((2.0, 2.4)), rng.random() < 0.5
    for x, y in _places(edges, pitch):
        yield f"{x - size / 2:.2f} {y - size / 2:.2f} {size:.2f} {size:.2f} re" + (" f" if single else "")
    yield "" if single else "f"


def _places(edges: Sequence[Edge], pitch: float) -> Iterator[tuple[float, float]]:
    for x0, y0, x1, y1 in edges:
        count = int(max(x1 - x0, y1 - y0) / pitch)
        for k in range(count + 1):
            yield (x0 + k * pitch, y0) if x1 > x0 else (x0, y0 + k * pitch)


def _dashes(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    length = rng.choice((0.6, 0.9, 1.5, 3.0))
    yield f"{width:.2f} w"
    for x0, y0, x1, y1 in edges:
        right, up = (length, 0.0) if x1 > x0 else (0.0, length)
        for x, y in _places([(x0, y0, x1, y1)], 2 * length):
            yield f"{x:.2f} {y:.2f} m {min(x + right, max(x1, x)):.2f} {min(y + up, max(y1, y)):.2f} l S"


def _polygons(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Edges of cells with mitred ends, as browsers draw borders."""
    half = rng.choice((0.375, 0.5, 0.75, 1.0)) if width < 1.5 else width / 2
    for x0, y0, x1, y1 in edges:
        if x1 > x0:
            corners = ((x0 - half, y0 - half), (x1 + half, y0 - half), (x1 - half, y0 + half), (x0 + half, y0 + half))
        else:
            corners = ((x0 - half, y0 - half), (x0 + half, y0 + half), (x0 + half, y1 - half), (x0 - half, y1 + half))
        path = " l ".join(f"{x:.2f} {y:.2f}" for x, y in corners[1:])
        yield f"{corners[0][0]:.2f} {corners[0][1]:.2f} m {path} l h f"


def _rounded(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Outlines of strokes with round ends."""
    half = width / 2
    for x0, y0, x1, y1 in edges:
        if x1 > x0:
            yield (
                f"{x0:.2f} {y0 - half:.2f} m {x1:.2f} {y0 - half:.2f} l {x1 + half:.2f} {y0 - half:.2f} "
                f"{x1 + half:.2f} {y0 + half:.2f} {x1:.2f} {y0 + half:.2f} c {x0:.2f} {y0 + half:.2f} l "
                f"{x0 - half:.2f} {y0 + half:.2f} {x0 - half:.2f} {y0 - half:.2f} {x0:.2f} {y0 - half:.2f} c h f"
            )
        else:
            yield (
                f"{x0 - half:.2f} {y0:.2f} m {x0 - half:.2f} {y1:.2f} l {x0 - half:.2f} {y1 + half:.2f} "
                f"{x0 + half:.2f} {y1 + half:.2f} {x0 + half:.2f} {y1:.2f} c {x0 + half:.2f} {y0:.2f} l "
                f"{x0 + half:.2f} {y0 - half:.2f} {x0 - half:.2f} {y0 - half:.2f} {x0 - half:.2f} {y0:.2f} c h f"
            )


def _images(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    for edge in edges:
        yield f"q {_matrix(edge, width)} cm /{PIXEL} Do Q"


def _inline_images(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    for edge in edges:
        yield f"q {_matrix(edge, width)} cm BI /W 1 /H 1 /IM true /BPC 1 ID \0 EI Q"


def _matrix(edge: Edge, width: float) -> str:
    x0, y0, x1, y1 = edge
    half = width / 2
    return f"{x1 - x0 + width:.2f} 0 0 {y1 - y0 + width:.2f} {x0 - half:.2f} {y0 - half:.2f}"


def _pattern(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    yield f"/Pattern cs /{PATTERN} scn"
    yield from (f"{_rectangle(e, width)} f" for e in edges)


def _shading(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    yield from (f"q {_rectangle(e, width)} W n /{SHADE} sh Q" for e in edges)


def _thick(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    return _joined(edges, rng.choice((2.25, 2.88, 3.0, 3.6)), rng)


def _double(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    apart, line = rng.choice((1.44, 2.2, 2.6, 3.0)), min(width, 0.6)
    for x0, y0, x1, y1 in edges:
        right, up = (0.0, apart / 2) if x1 > x0 else (apart / 2, 0.0)
        for sign in (-1, 1):
            yield f"{_rectangle((x0 + sign * right, y0 + sign * up, x1 + sign * right, y1 + sign * up), line)} f"


def _hair(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    return _joined(edges, rng.choice((0.05, 0.06, 0.12)), rng)


def _one_path(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    yield " ".join(_rectangle(e, width) for e in edges)
    yield "f"


def _rings(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Every cell whose four edges follow one another as a ring; the other edges as rectangles."""
    half = width / 2
    alone: list[Edge] = []
    corners: dict[tuple[float, float], list[Edge]] = {}
    for edge in edges:
        if edge[2] > edge[0]:
            corners.setdefault((edge[0], edge[2]), []).append(edge)
    upright = {(e[0], e[1], e[3]) for e in edges if e[0] == e[2]}
    used: set[Edge] = set()
    for (x0, x1), level in corners.items():
        for low, high in pairwise(sorted(level, key=lambda e: e[1])):
            y0, y1 = low[1], high[1]
            if (x0, y0, y1) in upright and (x1, y0, y1) in upright:
                outer = f"{x0 - half:.2f} {y0 - half:.2f} {x1 - x0 + width:.2f} {y1 - y0 + width:.2f} re"
                inner = f"{x0 + half:.2f} {y0 + half:.2f} {x1 - x0 - width:.2f} {y1 - y0 - width:.2f} re"
                yield f"{outer} {inner} f*"
                used |= {low, high, (x0, y0, x0, y1), (x1, y0, x1, y1)}
    alone = [e for e in edges if e not in used]
    yield from _joined(alone, width, rng)


def _dash_dot(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Strokes with a pattern of dashes."""
    yield f"{width:.2f} w [{rng.choice(('3 1 0.6 1', '4 2', '0.6 1.2', '6 1.5 0.5 1.5 0.5 1.5'))}] 0 d"
    yield from (f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S" for x0, y0, x1, y1 in edges)


def _outlines(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Rectangles as thin as a line, stroked round and not filled."""
    yield "0.1 w"
    yield from (f"{_rectangle(e, width)} S" for e in edges)


def _pale(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    yield f"{rng.choice(('0.75 g', '0.85 g', '0.8 0.86 0.92 rg'))}"
    yield from _joined(edges, width, rng)


def _curves(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Lines that a drawing program keeps as curves."""
    yield f"{width:.2f} w"
    for x0, y0, x1, y1 in edges:
        a, b = (x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3), (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3)
        yield f"{x0:.2f} {y0:.2f} m {a[0]:.2f} {a[1]:.2f} {b[0]:.2f} {b[1]:.2f} {x1:.2f} {y1:.2f} c S"


def _by_hand(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Lines of many short strokes that waver by a fraction of a point."""
    stray = rng.choice((0.15, 0.3, 0.45))
    yield f"{width:.2f} w"
    for x0, y0, x1, y1 in edges:
        count = max(1, int(max(x1 - x0, y1 - y0) / rng.uniform(8, 16)))
        points = []
        for k in range(count + 1):
            off = rng.uniform(-stray, stray) if 0 < k < count else 0.0
            x, y = x0 + (x1 - x0) * k / count, y0 + (y1 - y0) * k / count
            points.append(f"{x:.2f} {y + off:.2f}" if x1 > x0 else f"{x + off:.2f} {y:.2f}")
        yield f"{points[0]} m {' l '.join(points[1:])} l S"


def _one_picture(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """All lines of the page in one picture that lies on it."""
    across = math.ceil(max(e[2] for e in edges)) + 4 if edges else 8
    high = math.ceil(max(e[3] for e in edges)) + 4 if edges else 8
    stride = (across * _FINE + 7) // 8
    rows = [bytearray(b"\xff" * stride) for _ in range(high * _FINE)]
    for x0, y0, x1, y1 in edges:
        for y in range(round((high - y1) * _FINE), round((high - y0) * _FINE) + 2):
            for x in range(round(x0 * _FINE), round(x1 * _FINE) + 2):
                rows[y][x // 8] &= ~(0x80 >> x % 8) & 0xFF
    data = b"".join(rows).hex().upper()
    size = f"/W {across * _FINE} /H {high * _FINE} /BPC 1"
    yield f"q {across} 0 0 {high} 0 0 cm BI {size} /IM true /F /AHx ID {data}> EI Q"


def _glyphs(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """A glyph of a Type 3 font stretched to each rule."""
    for x0, y0, x1, y1 in edges:
        wide, high = max(x1 - x0, width), max(y1 - y0, width)
        yield f"BT /{GLYPHS} 1 Tf {wide:.2f} 0 0 {high:.2f} {x0:.2f} {y0:.2f} Tm (a) Tj ET"


def _signs(edges: Sequence[Edge], width: float, rng: random.Random) -> Iterator[str]:
    """Box drawings typed along the rules, with or without corners and crossings, as dense as their type or in lines of
    text."""
    size, signs = rng.choice((7.0, 9.0, 10.5)), rng.choice(_SIGNS)
    pitch, corners = size * rng.choice((1.0, 1.0, 1.4)), rng.random() < 0.7
    wide = size * rng.choice((1.0, advance("─")))
    nodes = sorted({end for x0, y0, x1, y1 in edges for end in ((x0, y0), (x1, y1))}) if corners else []
    for x, y in nodes:
        ways = "".join(str(int(any(_leads(edge, x, y, way) for edge in edges))) for way in range(4))
        if ways in _CORNERS:
            yield _sign(signs[_CORNERS.index(ways)], x, y, size)
    for x0, y0, x1, y1 in edges:
        level, ends = y0 == y1, (x0, x1) if y0 == y1 else (y0, y1)
        step = wide if level else pitch
        count = max(1, math.ceil((ends[1] - ends[0]) / step))
        for k in range(count):
            at = min(ends[0] + (k + 0.5) * step, max(ends[1] - size / 2, ends[0] + size / 2))
            yield _sign(signs[0 if level else 1], *((at, y0) if level else (x0, at)), size)


_CORNERS = ("1100", "0011", "0101", "1001", "0110", "1010", "0111", "1011", "1101", "1110", "1111")
_SIGNS = ("─│┌┐└┘├┤┬┴┼", "━┃┏┓┗┛┣┫┳┻╋", "═║╔╗╚╝╠╣╦╩╬")
"""Signs by the ways they lead (left, right, up, down), as `_CORNERS` has them."""


def _leads(edge: Edge, x: float, y: float, way: int) -> bool:
    """Does a rule lead from a point to the left, the right, up or down?"""
    x0, y0, x1, y1 = edge
    if way < 2:
        return y0 == y1 == y and (x0 < x <= x1, x0 <= x < x1)[way]
    return x0 == x1 == x and (y0 <= y < y1, y0 < y <= y1)[way - 2]


def _sign(sign: str, x: float, y: float, size: float) -> str:
    """A sign with its middle at a point."""
    box = font().glyph_bbox(ord("┼"))
    left, low = x - (box.x0 + box.x1) / 2 * size, y - (box.y0 + box.y1) / 2 * size
    return f"BT /{FONT} {size} Tf 1 0 0 1 {left:.2f} {low:.2f} Tm <{glyph(sign):04X}> Tj ET"


_KINDS: dict[str, Callable[[Sequence[Edge], float, random.Random], Iterator[str]]] = {
    "joined": _joined,
    "joined_stroke": _joined_stroke,
    "broken": _broken,
    "dots": _dots,
    "dashes": _dashes,
    "polygons": _polygons,
    "rounded": _rounded,
    "images": _images,
    "inline_images": _inline_images,
    "pattern": _pattern,
    "shading": _shading,
    "thick": _thick,
    "double": _double,
    "hair": _hair,
    "one_path": _one_path,
    "rings": _rings,
    "dash_dot": _dash_dot,
    "outlines": _outlines,
    "pale": _pale,
    "curves": _curves,
    "one_picture": _one_picture,
    "by_hand": _by_hand,
    "glyphs": _glyphs,
    "signs": _signs,
}
