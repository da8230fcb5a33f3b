"""Notes and stamps that a reader laid over a page as annotations: their words are nobody's answer.

A text typed in by the tool of a reader's program (FreeText) may be an answer where it looks like the text of the page:
in its ink, without a frame and a ground of its own. In another ink it is one where it fills in a place of the form:
alone in a cell, or between the brackets of a box. Any other is a note. Stamps and watermarks are never answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import pymupdf

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.model import BBox, Rule
from hyokasho.parsers.sources.drawn.drawings import displayed_box, read_drawings
from hyokasho.parsers.sources.pdf_text import BRACKETS, TEXT_FLAGS, blocks_of_characters
from hyokasho.parsers.sources.seen.laid_over import NOTHING, Laid, is_other

_STAMPS, _TYPED = (13, 25), 2
"""Numbers that MuPDF has for the kinds Stamp and Watermark, and FreeText."""
_REACH = 3.0
"""Distance (heights) of the brackets of a box from what stands between them at most."""
_Place = tuple[str, int, int]
"""A character and where it stands, in points."""


def annotated(mupage: pymupdf.Page, text: pymupdf.TextPage, paths: Sequence[Any]) -> Laid:
    """The characters of notes and stamps, and their boxes; nothing, at little cost, for a page without annotations."""
    if mupage.first_annot is None:
        return NOTHING
    of_annots = ((annot, annot.get_text("rawdict", flags=TEXT_FLAGS)["blocks"]) for annot in _with_words(mupage))
    said = [(annot, list(_spans(blocks))) for annot, blocks in of_annots]
    if not any(spans for _, spans in said):
        return NOTHING
    places = {place for _, spans in said for _, chars in spans for place in chars}
    numbers, of, inks = count(), dict[_Place, list[int]](), Counter[tuple[int, int]]()
    printed: list[_Place] = []
    for ink, chars in _spans(blocks_of_characters(mupage, text)):
        for place in chars:
            of.setdefault(place, []).append(next(numbers))
            if place not in places and not place[0].isspace():
                printed.append(place)
                inks[ink] += 1
    usual = max(inks, key=lambda ink: inks[ink])
    blanks = _Blanks(printed, mupage, paths)
    notes = [(annot, spans) for annot, spans in said if _is_note(annot, [ink for ink, _ in spans], usual, blanks)]
    found = {n for _, spans in notes for _, chars in spans for place in chars for n in of.get(place, ())[-1:]}
    return Laid(frozenset(found), frames=tuple(_box(annot) for annot, _ in notes))


def _with_words(mupage: pymupdf.Page) -> Iterator[pymupdf.Annot]:
    """The annotations of kinds that may have words of their own."""
    yield from mupage.annots(types=(*_STAMPS, _TYPED))


def _spans(blocks: Sequence[Any]) -> Iterator[tuple[tuple[int, int], list[_Place]]]:
    for block in blocks:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                chars = [(char["c"], round(char["origin"][0]), round(char["origin"][1])) for char in span["chars"]]
                yield (span["color"], span["alpha"]), chars


def _is_note(
    annot: pymupdf.Annot, inks: Sequence[tuple[int, int]], usual: tuple[int, int], blanks: _Blanks
) -> bool:  # fmt: skip
    if annot.type[0] != _TYPED:
        return True
    if annot.border.get("width", 0) > 0 or annot.colors.get("fill"):
        return True
    return any(is_other(ink, usual) for ink in inks) and not blanks.holds(_box(annot))


@dataclass
class _Blanks:
    """The places of a page that are left to be filled in: cells without words, and boxes. `printed`: its characters."""

    printed: Sequence[_Place]
    mupage: pymupdf.Page
    paths: Sequence[Any]

    def holds(self, box: BBox) -> bool:
        """Stands something alone in a cell, or between two brackets?"""
        x0, y0, x1, y1 = box
        line = [(char, x) for char, x, y in self.printed if y0 <= y <= y1 + 1]
        left = [x for char, x in line if char in signs().open and 0 <= x0 - x <= _REACH * (y1 - y0)]
        if left and any(char in signs().close and 0 <= x - x1 + 1 <= _REACH * (y1 - y0) for char, x in line):
            return True
        cell = self._cell(((x0 + x1) / 2, (y0 + y1) / 2))
        if cell is None:
            return False
        a, b, c, d = cell
        if x0 < a - 1 or x1 > c + 1:
            return False
        return not any(a < x < c and b < y < d and char not in BRACKETS for char, x, y in self.printed)

    def _cell(self, at: tuple[float, float]) -> BBox | None:
        """The cell around a place; None where it has not four walls."""
        x, y = at
        upright = [r.x0 for r in self._rules if not r.horizontal and r.y0 <= y <= r.y1]
        level = [r.y0 for r in self._rules if r.horizontal and r.x0 <= x <= r.x1]
        left, right = [wall for wall in upright if wall < x], [wall for wall in upright if wall > x]
        top, foot = [wall for wall in level if wall < y], [wall for wall in level if wall > y]
        return (max(left), max(top), min(right), min(foot)) if left and right and top and foot else None

    @cached_property
    def _rules(self) -> Sequence[Rule]:
        return read_drawings(self.mupage, None, self.paths, pictured=False).rules


def _box(annot: pymupdf.Annot) -> BBox:
    return displayed_box(annot.rect, None)
