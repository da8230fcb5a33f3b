"""Changes that are shown (見え消し): old words struck out beside the new ones. The new ones are the statement."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pymupdf

from hyokasho.pipeline.samples.drawn_text import FONT, Placed
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import Edge, PrintedPage
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE, Run

KINDS = ("strike_throughs", "strike_notes")
_COLOURS = ("1 0 0", "0 0 0", "0 0 1", "0.75 0 0.2")
_SHARE, _SMALL = 0.25, 0.55
_MOST = 14
"""Characters that are struck out in one place."""
_WALL = 3.0
"""Points between new words and the wall of their cell."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How one page shows its changes: colours as operators' numbers, `high` (share of the type size above the baseline)
    and `thick` the lines through words; `above`: new words stand small above the old ones."""

    line: str
    old: str
    new: str
    high: float
    thick: float
    double: bool
    filled: bool
    underlined: bool
    above: bool


def tracked_changes(page: PrintedPage, manner: Manner, rng: random.Random) -> tuple[PrintedPage, list[str], list[Edge]]:
    """The page without the texts that are shown with changes, what draws these, and the places of annotations."""
    look = _look(rng)
    shown: list[str] = []
    struck: list[Edge] = []
    texts: list[Placed] = []
    others = [run.text.strip() for x, _, run in page.texts if _is_answer(page, x, run)]
    for placed in page.texts:
        x, y, run = placed
        old = rng.choice(others)[: rng.randint(2, _MOST)] if others else ""
        drawn = None
        if _is_answer(page, x, run) and old and old not in run.text and rng.random() < _SHARE:
            drawn = _above(page, placed, old, look) if look.above else _beside(page, placed, old, look, rng)
        if drawn is None:
            texts.append(placed)
            continue
        texts.append((x, y, replace(run, text="")))
        operators, box = drawn
        shown += operators
        struck.append(box)
    if manner.notes == "strike_throughs":
        shown += [operator for box in struck for operator in _lines(page, box, look)]
        struck = []
    return replace(page, texts=texts), shown, struck


def strike_out(mupage: pymupdf.Page, places: Sequence[Edge], manner: Manner) -> None:
    """Annotations through the words at these places."""
    for place in places:
        mupage.add_strikeout_annot(pymupdf.Rect(*(value * manner.enlarge for value in place))).update()


def _look(rng: random.Random) -> _Look:
    colour = rng.choice(_COLOURS)
    return _Look(
        colour, rng.choice((colour, "0 0 0")), rng.choice((colour, "0 0 0")), rng.uniform(0.24, 0.44),
        rng.uniform(0.35, 0.9), rng.random() < 0.3, rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.3,
    )  # fmt: skip


def _is_answer(page: PrintedPage, x: float, run: Run) -> bool:
    return x > page.width * 0.3 and len(run.text.strip()) >= 2 and not {DRAWN, SQUARE} & {*run.text}


def _beside(
    page: PrintedPage, placed: Placed, old: str, look: _Look, rng: random.Random
) -> tuple[list[str], Edge] | None:
    """Old words before, within or behind the new ones on their line; None where there is no room for both."""
    x, y, run = placed
    at, size = rng.choice((0, len(run.text) // 2, len(run.text.rstrip()))), run.size
    start = x + text_width(run.text[:at], size)
    behind = start + text_width(old, size)
    end = behind + text_width(run.text[at:], size)
    if end > _room(page, placed) - _WALL:
        return None
    parts = [(x, run.text[:at], look.new), (start, old, look.old), (behind, run.text[at:], look.new)]
    operators = [_shown(page, left, y, text, size, colour) for left, text, colour in parts if text]
    if look.underlined:
        operators += [
            f"{look.new} rg {left:.2f} {page.height - y - size * 0.16:.2f} {text_width(text, size):.2f} 0.5 re f"
            for left, text in ((x, run.text[:at]), (behind, run.text[at:])) if text.strip()
        ]  # fmt: skip
    return operators, (start, y - size * 0.88, behind, y + size * 0.12)


def _above(page: PrintedPage, placed: Placed, old: str, look: _Look) -> tuple[list[str], Edge] | None:
    """The old words on the line, the new ones small above them; None where another line or text stands there."""
    x, y, run = placed
    size, high = run.size, run.size * 0.92
    end = x + max(text_width(old, size), text_width(run.text, size * _SMALL))
    top = y - high - size * _SMALL
    if end > _room(page, placed) - _WALL or not _free(page, placed, (x, top, end, y - size * 0.9)):
        return None
    operators = [
        _shown(page, x, y, old, size, look.old),
        _shown(page, x, y - high, run.text, size * _SMALL, look.new),
    ]
    return operators, (x, y - size * 0.88, x + text_width(old, size), y + size * 0.12)


def _room(page: PrintedPage, placed: Placed) -> float:
    """Up to where a text may reach: the next wall or text on its line."""
    x, y, run = placed
    end = x + text_width(run.text, run.size)
    walls = [a for a, top, b, bottom in page.edges if a == b and a >= end - 1 and top < y - 2 < bottom]
    texts = [a for a, at, other in page.texts if a >= end - 1 and abs(at - y) < run.size and other.text.strip()]
    return min([*walls, *texts, page.width - 30])


def _free(page: PrintedPage, placed: Placed, box: Edge) -> bool:
    """Is a place free of lines and of other texts?"""
    x0, y0, x1, y1 = box
    if any(a < x1 and b > x0 and top < y1 and bottom > y0 for a, top, b, bottom in page.edges):
        return False
    return not any(
        a < x1 and a + text_width(run.text, run.size) > x0 and y - run.size * 0.9 < y1 and y + run.size * 0.15 > y0
        for a, y, run in page.texts
        if (a, y) != placed[:2]
    )


def _lines(page: PrintedPage, box: Edge, look: _Look) -> Iterator[str]:
    x0, y0, x1, y1 = box
    size, base = y1 - y0, page.height - (y1 - (y1 - y0) * 0.12)
    for high in (look.high, look.high + 0.14) if look.double else (look.high,):
        y = base + size * high
        if look.filled:
            yield f"{look.line} rg {x0:.2f} {y - look.thick / 2:.2f} {x1 - x0:.2f} {look.thick:.2f} re f"
        else:
            yield f"{look.line} RG {look.thick:.2f} w {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S"


def _shown(page: PrintedPage, x: float, y: float, text: str, size: float, colour: str) -> str:
    codes = "".join(f"{glyph(c):04X}" for c in text if glyph(c))
    return f"{colour} rg BT /{FONT} {size:.2f} Tf 1 0 0 1 {x:.2f} {page.height - y:.2f} Tm <{codes}> Tj ET"
