"""Notes and stamps that a reader laid over a page as annotations: their words are nobody's answer.

A text typed in by the tool of a reader's program (FreeText) may be an answer where it looks like the text of the page:
in its ink, without a frame and a ground of its own. Any other is a note. Stamps and watermarks are never answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pymupdf

from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box
from hyokasho.parsers.sources.pdf_text import TEXT_FLAGS
from hyokasho.parsers.sources.seen.laid_over import NOTHING, Laid, is_other

_STAMPS, _TYPED = (13, 25), 2
"""Numbers that MuPDF has for the kinds Stamp and Watermark, and FreeText."""
_Place = tuple[str, int, int]
"""A character and where it stands, in points."""


def annotated(mupage: pymupdf.Page, text: pymupdf.TextPage) -> Laid:
    """The characters of notes and stamps, and their boxes; nothing, at little cost, for a page without annotations."""
    if mupage.first_annot is None:
        return NOTHING
    said = [(annot, list(_spans(annot.get_text("rawdict", flags=TEXT_FLAGS)))) for annot in _with_words(mupage)]
    if not any(spans for _, spans in said):
        return NOTHING
    places = {place for _, spans in said for _, chars in spans for place in chars}
    numbers, of, inks = count(), dict[_Place, list[int]](), Counter[tuple[int, int]]()
    for ink, chars in _spans(mupage.get_text("rawdict", flags=TEXT_FLAGS, textpage=text)):
        for place in chars:
            of.setdefault(place, []).append(next(numbers))
            inks[ink] += place not in places and not place[0].isspace()
    usual = max(inks, key=lambda ink: inks[ink])
    notes = [(annot, spans) for annot, spans in said if _is_note(annot, [ink for ink, _ in spans], usual)]
    found = {n for _, spans in notes for _, chars in spans for place in chars for n in of.get(place, ())[-1:]}
    return Laid(frozenset(found), frames=tuple(_box(annot) for annot, _ in notes))


def _with_words(mupage: pymupdf.Page) -> Iterator[pymupdf.Annot]:
    """The annotations of kinds that may have words of their own."""
    yield from mupage.annots(types=(*_STAMPS, _TYPED))


def _spans(page: Any) -> Iterator[tuple[tuple[int, int], list[_Place]]]:
    for block in page["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                chars = [(char["c"], round(char["origin"][0]), round(char["origin"][1])) for char in span["chars"]]
                yield (span["color"], span["alpha"]), chars


def _is_note(annot: pymupdf.Annot, inks: Sequence[tuple[int, int]], usual: tuple[int, int]) -> bool:
    if annot.type[0] != _TYPED:
        return True
    framed = annot.border.get("width", 0) > 0
    return framed or bool(annot.colors.get("fill")) or any(is_other(ink, usual) for ink in inks)


def _box(annot: pymupdf.Annot) -> BBox:
    return displayed_box(annot.rect, None)
