"""A text dump as a picture: its lines, with slices boxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from hyokasho.normalizers.lines import columns
from hyokasho.pipeline.draw import Shape, label_font, overlaid
from hyokasho.pipeline.language import say
from hyokasho.pipeline.plain import printable

LINES_PER_PAGE = 60
_WIDEST = 112
"""Half-width columns after which a line goes on in the next row."""
_SIZE, _HEIGHT, _MARGIN = 9.0, 14.0, 36.0
"""Height of the type, of a row and of the margin in points."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `start` to `end` of the text, in which colour they are boxed, and what is written there."""

    start: int
    end: int
    colour: Colour
    label: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    text: str


def count_pages(text: str) -> int:
    """Into how many pictures of `LINES_PER_PAGE` rows the text goes, at least one."""
    return max(1, -(-len(_rows(text)) // LINES_PER_PAGE))


def picture_of_text(text: str, slices: Sequence[Slice], page: int = 1, dpi: int = 144) -> Image.Image:
    """Picture `page` (from 1) of the text with the slices boxed. Raises IndexError where it has no such picture."""
    if not 1 <= page <= count_pages(text):
        raise IndexError(say("there is no page {page}, the last is {last}", page=page, last=count_pages(text)))
    rows = _rows(text)[(page - 1) * LINES_PER_PAGE : page * LINES_PER_PAGE]
    return _drawn(rows, slices, dpi)


def picture_around(text: str, slices: Sequence[Slice], around: int = 3, dpi: int = 144) -> Image.Image:
    """The rows that the slices touch, `around` rows above and below, with the slices boxed."""
    rows = _rows(text)
    touched = [k for k, row in enumerate(rows) if any(_overlaps(row, one) for one in slices)]
    first, last = (min(touched), max(touched)) if touched else (0, 0)
    return _drawn(rows[max(0, first - around) : last + around + 1], slices, dpi)


def _overlaps(row: _Row, one: Slice) -> bool:
    return one.start < row.start + len(row.text) and one.end > row.start


def _rows(text: str) -> list[_Row]:
    """The lines of the text, the long ones cut; each character stands for one of the text."""
    rows = []
    at = 0
    for line in text.splitlines(keepends=True):
        printed = line.splitlines()[0]  # (without its end)
        shown = "".join(char if len(printable(char)) == 1 else "\u3000" for char in printed)
        start = 0
        while True:
            end = _fits(shown, start)
            rows.append(_Row(at + start, shown[start:end]))
            start = end
            if start >= len(shown):
                break
        at += len(line)
    return rows


def _fits(text: str, start: int) -> int:
    """Where the row that begins at `start` ends."""
    end, width = start, 0
    while end < len(text) and (width := width + columns(text[end])) <= _WIDEST:
        end += 1
    return end


def _drawn(rows: Sequence[_Row], slices: Sequence[Slice], dpi: int) -> Image.Image:
    scale = dpi / 72
    width, height = 2 * _MARGIN + _WIDEST * _SIZE / 2 + _MARGIN, 2 * _MARGIN + _HEIGHT * max(1, len(rows))
    picture = Image.new("RGB", (round(width * scale), round(height * scale)), "white")
    pen, font = ImageDraw.Draw(picture), label_font(_SIZE * scale)
    shapes = []
    for k, row in enumerate(rows):
        top = _MARGIN + _HEIGHT * k
        pen.text((_MARGIN * scale, top * scale), row.text, font=font, fill="black")
        for one in slices:
            if _overlaps(row, one):
                first, last = max(0, one.start - row.start), min(len(row.text), one.end - row.start)
                left, right = (_MARGIN + pen.textlength(row.text[:end], font=font) / scale for end in (first, last))
                label = one.label if one.start >= row.start else ""
                shapes.append(Shape((left, top - 1, right, top + _HEIGHT - 3), one.colour, label, one.filled))
    return overlaid(picture, shapes, scale)
