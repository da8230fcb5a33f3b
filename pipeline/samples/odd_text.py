"""Text that programs draw in odd ways: letter by letter in any order, with shadows, rims, dots above, or spread wide.

A person reads the same words, so the golden stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from hyokasho.pipeline.samples.drawn_text import Placed, shown
from hyokasho.pipeline.samples.manner import Manner, TextKind
from hyokasho.pipeline.samples.metrics import text_width
from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE, Run

_SHARE, _DOTTED = 0.3, 4
"""Share of the answers that have dots, and above how many letters."""
_DOT = 0.45
_MOST_SPREAD, _WIDEST = 8, 2.2
"""Letters of a label that is spread over its cell at most, and the widest gap between two (heights)."""
_LEAST_GAP, _OFTEN = 0.3, 0.8
"""The least gap (heights) of a text that is spread over its cell, and the share of such texts."""
_PADS = (0.0, 0.5, 1.0, 2.0)
"""Heights that spread texts stay away from the borders of their cells (the indent of a cell)."""
_NOT_SPREAD = {DRAWN, SQUARE, *"[]［］ \u3000"}
"""Signs in texts that are not spread: those of boxes, and blanks (a number and a name)."""


def odd_text_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """The operators that draw the words of a page in the manner's odd way."""
    kind = manner.texts
    if kind is None:
        return
    if kind == "letters":
        pieces = [one for placed in page.texts for one in _letters(page, placed)]
        rng.shuffle(pieces)
        yield from pieces
        return
    for placed in page.texts:
        yield from _KINDS[kind](page, placed, rng)


def _word(page: PrintedPage, placed: Placed, colour: str = "0 g", extra: str = "") -> str:
    x, y, run = placed
    text = shown(run.text, run.size, Manner(), random.Random(0))
    return f"q BT {colour} {extra} 1 0 0 1 {x:.2f} {page.height - y:.2f} Tm {text} ET Q"


def _letters(page: PrintedPage, placed: Placed) -> Iterator[str]:
    x, y, run = placed
    for index, char in enumerate(run.text):
        if not char.isspace() and char not in (DRAWN, SQUARE):
            yield _word(page, (x + text_width(run.text[:index], run.size), y, replace(run, text=char)))


def _backwards(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    yield from reversed(list(_letters(page, placed)))


def _shadows(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    x, y, run = placed
    yield _word(page, (x + run.size * 0.1, y + run.size * 0.1, run), "0.6 g")
    yield _word(page, placed)


def _rims(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    yield _word(page, placed, "1 g 1 G", f"2 Tr {placed[2].size * 0.15:.2f} w")
    yield _word(page, placed)


def _emphasis(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    x, y, run = placed
    yield _word(page, placed)
    first = rng.randrange(max(1, len(run.text) - _DOTTED))
    dotted = run.text[first : first + _DOTTED]
    if x < page.width * 0.25 or rng.random() > _SHARE or len(dotted) < _DOTTED or not dotted.isalnum():
        return
    for index in range(first, first + _DOTTED):
        left = x + text_width(run.text[:index], run.size) + run.size * (1 - _DOT) / 2
        yield _word(page, (left, y - run.size * 0.82, Run(0, "・", run.size * _DOT)))


def _spread(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    """Short texts that have a cell of one line, from where they begin to the end of the cell, if it is not far."""
    x, _, run = placed
    room = (run.room or (0.0, 0.0))[1]
    yield _spaced(page, placed, x, min(room / max(len(run.text) - 1, 1), run.size * _WIDEST))


def _spread_cells(page: PrintedPage, placed: Placed, rng: random.Random) -> Iterator[str]:
    """Most short texts that have a cell of one line, over its width less a pad, as spreadsheets spread them."""
    x, _, run = placed
    before, behind = run.room or (0.0, 0.0)
    gap = (before + behind - 2 * rng.choice(_PADS) * run.size) / max(len(run.text) - 1, 1)
    start = x - before + (before + behind - gap * (len(run.text) - 1)) / 2
    yield _spaced(page, placed, start, gap if rng.random() < _OFTEN else 0.0)


def _spaced(page: PrintedPage, placed: Placed, start: float, gap: float) -> str:
    """A text with gaps between its letters, from `start`; as it is where it is long, several words or a number, or has
    little room."""
    _, y, run = placed
    short = 2 <= len(run.text) <= _MOST_SPREAD and not run.text.isdecimal() and not _NOT_SPREAD & set(run.text)
    if not short or gap < run.size * _LEAST_GAP:
        return _word(page, placed)
    return _word(page, (start, y, run), extra=f"{gap:.2f} Tc")


_KINDS: Mapping[TextKind, Callable[[PrintedPage, Placed, random.Random], Iterator[str]]] = {
    "backwards": _backwards, "shadows": _shadows, "rims": _rims, "emphasis": _emphasis, "spread": _spread,
    "spread_cells": _spread_cells,
}  # fmt: skip
