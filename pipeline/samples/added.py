"""What other programs and hands add to pages that are printed: notes, stamps, signatures, numbers, heads and feet.

None of it is part of the statement: its golden stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

import pymupdf

from hyokasho.pipeline.samples.drawn_text import FONT, Placed
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.material import material
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import Edge, PrintedPage

_SHARE, _LONG = 0.25, 4
"""Share of the texts that something is added to, and their characters at least."""
_SMALL = 7.0
_LINK = 1
"""MuPDF's number for annotations that are links."""
_INKS = ("0 g", "0 0 1 rg", "0.3 g")


def added_operators(page: PrintedPage, manner: Manner, number: int, rng: random.Random) -> Iterator[str]:
    """The operators that draw what is added to page `number` (from 1), where it is drawn and no annotation."""
    if manner.added in _DRAWN:
        yield "q"
        yield from _DRAWN[manner.added](page, number, rng)
        yield "Q"


def add_added(mupage: pymupdf.Page, page: PrintedPage, manner: Manner, rng: random.Random) -> None:
    """Annotations that the manner adds; not on pages that are turned."""
    add = _ANNOTATED.get(manner.added)
    if add is not None:
        for placed in _chosen(page, rng):
            add(mupage, page, placed, manner.enlarge, rng)


def _words() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = material("added")
    return found


def _chosen(page: PrintedPage, rng: random.Random) -> list[Placed]:
    left = page.width * 0.3
    return [p for p in page.texts if p[0] > left and len(p[2].text) >= _LONG and rng.random() < _SHARE]


def _box(placed: Placed) -> Edge:
    x, y, run = placed
    return (x, y - run.size * 0.88, x + text_width(run.text.rstrip(), run.size), y + run.size * 0.12)


def _enlarged(box: Edge, large: float) -> pymupdf.Rect:
    return pymupdf.Rect(*(value * large for value in box))


def _text(x: float, y: float, text: str, size: float = _SMALL, ink: str = "0 g") -> str:
    codes = "".join(f"{glyph(c):04X}" for c in text)
    return f"BT {ink} /{FONT} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET"


# drawn


def _furniture(page: PrintedPage, number: int, rng: random.Random) -> Iterator[str]:
    """What a browser prints around a page: a title and the time above, the path and a number below."""
    words, head = _words(), random.Random("furniture")
    yield _text(20, page.height - 14, f"2024/{head.randint(1, 12)}/{head.randint(1, 28)} 10:{head.randint(10, 59)}")
    yield _text(page.width / 2, page.height - 14, words["titles"][0])
    yield _text(20, 8, words["paths"][int(page.width) % len(words["paths"])])
    yield _text(page.width - 45, 8, f"{number}/99")


def _bates(page: PrintedPage, number: int, rng: random.Random) -> Iterator[str]:
    """A running number that is stamped at the foot of each page."""
    yield _text(page.width - 110, 10, f"ABC{number:07d}", 9.0, _INKS[1])


def _margin_numbers(page: PrintedPage, number: int, rng: random.Random) -> Iterator[str]:
    """A number in the left margin for every line of text."""
    for count, y in enumerate(sorted({round(y, 1) for _, y, _ in page.texts}), 1):
        yield _text(8, page.height - y, str(count), 6.0, _INKS[2])


def _signatures(page: PrintedPage, number: int, rng: random.Random) -> Iterator[str]:
    """The panel of an electronic signature at the head of the first page."""
    if number == 1:
        x, y = page.width - 190, page.height - 34
        yield f"0.5 w 0 G {x:.2f} {y:.2f} 170 24 re S"
        for k, line in enumerate(_words()["signature"]):
            yield _text(x + 4, y + 15 - 9 * k, line, 6.5)


_DRAWN: Mapping[str | None, Callable[[PrintedPage, int, random.Random], Iterator[str]]] = {
    "furniture": _furniture,
    "bates": _bates,
    "margin_numbers": _margin_numbers,
    "signatures": _signatures,
}


# annotations


def _free_text(mupage: pymupdf.Page, page: PrintedPage, placed: Placed, large: float, rng: random.Random) -> None:
    """A note right beside an answer, with or without a frame and a ground."""
    _, y0, x1, y1 = _box(placed)
    word = rng.choice(_words()["notes"])
    wide = text_width(word, _SMALL) + 8
    if x1 + wide + 4 < page.width - 30:
        framed = rng.random() < 0.4
        mupage.add_freetext_annot(
            _enlarged((x1 + 3, y0 - 1, x1 + 3 + wide, y1 + 3), large), word, fontsize=_SMALL * large, fontname="japan",
            text_color=rng.choice(((1, 0, 0), (0, 0, 1))), border_width=1 if framed else 0,
            fill_color=(1, 1, 0.8) if framed else None,
        )  # fmt: skip


def _stamp(mupage: pymupdf.Page, page: PrintedPage, placed: Placed, large: float, rng: random.Random) -> None:
    """A stamp of the reader's program upon an answer."""
    x0, y0, _, y1 = _box(placed)
    mupage.add_stamp_annot(_enlarged((x0 + 4, y0 - 4, x0 + 74, y1 + 4), large), stamp=rng.randint(0, 13))


def _link(mupage: pymupdf.Page, page: PrintedPage, placed: Placed, large: float, rng: random.Random) -> None:
    """A link with a black frame."""
    x0, y0, x1, y1 = (value * large for value in _box(placed))
    mupage.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(x0, y0, x1, y1), "uri": "https://example.jp/"})
    for xref, kind, _ in mupage.annot_xrefs():
        if kind == _LINK:
            mupage.parent.xref_set_key(xref, "Border", "[0 0 1]")


def _marker(mupage: pymupdf.Page, page: PrintedPage, placed: Placed, large: float, rng: random.Random) -> None:
    """A reader's marker pen, with a comment that opens."""
    note = mupage.add_highlight_annot(_enlarged(_box(placed), large))
    note.set_info(content=rng.choice(_words()["notes"]))
    note.update()


_Adding = Callable[[pymupdf.Page, PrintedPage, Placed, float, random.Random], None]
_ANNOTATED: Mapping[str | None, _Adding] = {
    "free_texts": _free_text, "stamp_notes": _stamp, "links": _link, "markers": _marker,
}  # fmt: skip
