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
_SIGNS = {DRAWN, SQUARE, *"[]［］"}


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
    """Short labels over the width of their shaded cell."""
    x, y, run = placed
    ends = [box[2] for box, _ in page.fills if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
    room = min(ends, default=x) - 5 - x - text_width(run.text, run.size)
    count = len(run.text)
    if not 2 <= count <= _MOST_SPREAD or room <= 0 or _SIGNS & set(run.text):
        yield _word(page, placed)
        return
    yield _word(page, placed, extra=f"{min(room / (count - 1), run.size * _WIDEST):.2f} Tc")


_KINDS: Mapping[TextKind, Callable[[PrintedPage, Placed, random.Random], Iterator[str]]] = {
    "backwards": _backwards, "shadows": _shadows, "rims": _rims, "emphasis": _emphasis, "spread": _spread,
}  # fmt: skip
