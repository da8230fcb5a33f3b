"""Stamps, seals and watermarks laid upon the text of a page in a colour of their own: a person reads what is below."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from hyokasho.pipeline.samples.drawn_text import FONT
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import PrintedPage

_PALE = ("0.8 0.8 0.8", "0.88 0.88 0.88", "1 0.8 0.8")
_LONG = 5
"""Characters of a text that a stamp stands upon."""
_WORDS = ("写", "確認済", "部外秘", "案")
_MARKS = ("見本", "複写", "写し", "COPY")
_ABOUT = 0.5523


def stamp_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """The operators that draw the manner's stamps over a page."""
    if manner.stamps:
        yield "q"
        yield from _DRAWN[manner.stamps](page, rng, manner.stamp_ink)
        yield "Q"


def _place(page: PrintedPage, rng: random.Random) -> tuple[float, float] | None:
    """A point in the text of an answer, origin below."""
    texts = [placed for placed in page.texts if placed[0] > page.width * 0.3 and len(placed[2].text) >= _LONG]
    if not texts:
        return None
    x, y, run = rng.choice(texts)
    return x + rng.uniform(0.2, 0.9) * text_width(run.text, run.size), page.height - y + run.size * 0.3


def _word(x: float, y: float, text: str, size: float, colour: str) -> str:
    codes = "".join(f"{glyph(c):04X}" for c in text)
    return f"BT {colour} rg /{FONT} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET"


def _seals(page: PrintedPage, rng: random.Random, ink: str) -> Iterator[str]:
    """A square with four letters, two below two."""
    place, half = _place(page, rng), rng.choice((12.0, 14.0, 18.0))
    if place is None:
        return
    x, y = place
    yield f"{ink} RG 1.4 w {x - half:.2f} {y - half:.2f} {2 * half:.2f} {2 * half:.2f} re S"
    for k, char in enumerate("市長之印"):
        across, down = divmod(k, 2)
        left, low = x + half * (0.05 - 0.85 * across), y + half * (0.12 - 0.85 * down)
        yield _word(left, low, char, half * 0.75, ink)


def _date_stamps(page: PrintedPage, rng: random.Random, ink: str) -> Iterator[str]:
    """A circle with three lines of words, parted by two lines."""
    place, radius = _place(page, rng), 20.0
    if place is None:
        return
    x, y = place
    bend = radius * _ABOUT
    turns = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
    curves = " ".join(
        f"{x + a * radius + c * bend:.2f} {y + b * radius + d * bend:.2f} {x + c * radius + a * bend:.2f} "
        f"{y + d * radius + b * bend:.2f} {x + c * radius:.2f} {y + d * radius:.2f} c"
        for a, b, c, d in turns
    )
    yield f"{ink} RG 1.2 w {x + radius:.2f} {y:.2f} m {curves} S"
    for off in (-6, 6):
        yield f"{x - radius:.2f} {y + off:.2f} m {x + radius:.2f} {y + off:.2f} l S"
    date = f"{rng.randint(5, 7)}.{rng.randint(1, 12)}.{rng.randint(1, 28)}"
    for text, size, low in (("受付", 8.0, 9.0), (date, 9.0, -3.0), ("総務課", 8.0, -14.0)):
        yield _word(x - text_width(text, size) / 2, y + low, text, size, ink)


def _framed(page: PrintedPage, rng: random.Random, ink: str) -> Iterator[str]:
    """A word in a frame."""
    place, text, size = _place(page, rng), rng.choice(_WORDS), rng.choice((9.0, 12.0, 16.0))
    if place is None:
        return
    x, y = place[0], place[1] + rng.uniform(-5, 5) - size * 0.4
    yield f"{ink} RG 1 w {x - 3:.2f} {y - size * 0.25:.2f} {text_width(text, size) + 6:.2f} {size * 1.2:.2f} re S"
    yield _word(x, y, text, size, ink)


def _pale(page: PrintedPage, rng: random.Random, ink: str) -> Iterator[str]:
    """The same pale word here and there."""
    text, colour = _MARKS[-1], _PALE[int(page.width) % len(_PALE)]
    for _ in range(8):
        x, y = rng.uniform(40, page.width - 90), rng.uniform(60, page.height - 60)
        yield _word(x, y, text, rng.choice((10, 14, 20, 28)), colour)


def _tiled(page: PrintedPage, rng: random.Random, ink: str) -> Iterator[str]:
    """A pale word in rows over the whole page."""
    for x in range(60, int(page.width), 190):
        for y in range(50, int(page.height), 130):
            yield _word(x, y, _MARKS[0], 20, _PALE[0])


_DRAWN: Mapping[str, Callable[[PrintedPage, random.Random, str], Iterator[str]]] = {
    "seals": _seals,
    "date_stamps": _date_stamps,
    "framed": _framed,
    "pale": _pale,
    "tiled": _tiled,
}
