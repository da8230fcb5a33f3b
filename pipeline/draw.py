"""`hyokasho draw`: one page as a picture, with what one step of the pipeline sees drawn over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymupdf
from PIL import Image, ImageDraw, ImageFont

from hyokasho.parsers.issues import RefusedFile
from hyokasho.parsers.layout.sheets.turn import Turn, on_sheet
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.detect import detect
from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.pipeline.engine.errors import reason_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.language.issues import issue_told
from hyokasho.pipeline.output import MissingPackage
from hyokasho.pipeline.plain import printable_line
from hyokasho.pipeline.target import write_file

if TYPE_CHECKING:
    from hyokasho.parsers.layout.cells import PageLayout

Colour = tuple[int, int, int]

WORD, MARK, HORIZONTAL, VERTICAL = (31, 119, 180), (214, 39, 40), (214, 39, 40), (44, 160, 44)
CELL, SHADED, MENDED = (148, 103, 189), (255, 127, 14), (255, 127, 14)
TABLES: dict[str, Colour] = {
    "choices": (148, 103, 189),
    "checkboxes": (214, 39, 40),
    "fields": (31, 119, 180),
    "record_items": (44, 160, 44),
    "changes": (188, 110, 20),
}
"""Colour of a row's box by its table. The other tables gather answers that stand in these already, and where two
tables have the same answer (a choice is a field too) the first is drawn."""

LABEL_SIZE = 5.5
"""Height of the small labels in points."""


class DrawError(Exception):
    """The page cannot be drawn; the message says why."""


class NotThereError(DrawError):
    """The file can be read, but has no such page, or no such step on it: the question is wrong, not the file."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A box (or, with no height or width, a line) in points, its colour and label.

    `filled`: lightly painted; `above`: the label stands above the box, not behind it.
    """

    bbox: BBox
    colour: Colour
    label: str = ""
    filled: bool = False
    above: bool = False


def draw_page(file: Path, number: int, stage: str, target: Path, dpi: int = 144) -> None:
    """Write `target` (PNG): page `number` (from 1) of the PDF `file` with the result of one step over it.

    Raises DrawError and MissingPackage as `picture_of_page`, OutputError where the target cannot be written.
    """
    save_picture(picture_of_page(file, number, stage, dpi), target)


def save_picture(image: Image.Image, target: Path) -> None:
    """Write a picture as PNG, whole or not at all. Raises OutputError where it cannot be written."""
    write_file(target, lambda made: image.save(made, format="PNG"))


def picture_of_page(file: Path, number: int, stage: str, dpi: int = 144) -> Image.Image:
    """Page `number` (from 1) of `file` with the result of one step over it.

    `stage` is words, rules, cells or alignment. A text dump has alignment alone; its pages are of 60 lines.
    Raises DrawError where the file is neither, needs a password, or the page cannot be read; NotThereError where it has
    no such page or step; MissingPackage where the page is a picture and no OCR is installed.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DrawError(f"{file}: {reason_of(error)}") from error
    if detect(data) == "dump":
        return _picture_of_dump(file, data, number, stage, dpi)
    try:
        document = open_pdf(data)
    except RefusedFile as refusal:
        raise DrawError(f"{file}: {issue_told(refusal.issue.code, refusal.issue.message)}") from refusal
    with document:
        if number > document.page_count:
            last = say("there is no page {page}, the last is {last}", page=number, last=document.page_count)
            raise NotThereError(f"{file}: {last}")
        picture = page_picture(document[number - 1], dpi)
        shapes = _alignment(file, number) if stage == "alignment" else _laid_out(document, number, stage)
        return overlaid(picture, list(shapes), dpi / 72)


def _picture_of_dump(file: Path, data: bytes, number: int, stage: str, dpi: int) -> Image.Image:
    """The lines of a dump with the slices that the values are."""
    from hyokasho.parsers.sources.dumps.decode import decode_as_it_is
    from hyokasho.pipeline.draw_text import Slice, picture_of_text

    if stage != "alignment":
        raise NotThereError(say("{file}: a text dump has no {stage} on a page, only the alignment can be drawn",
                                file=file, stage=stage))  # fmt: skip
    tables = _tables(file)
    if all(row["status"] == "failed" for row in tables["documents"]):
        why = "; ".join(issue_told(row["code"], row["message"]) for row in tables["issues"])
        raise DrawError(say("{file}: no statement was read: {reason}", file=file, reason=why))
    slices = [
        Slice(row["start"], row["end"], colour, label, filled)
        for row, colour, label, filled in _values(tables)
        if row.get("start") is not None and row.get("end") is not None
    ]
    try:
        return picture_of_text(decode_as_it_is(data) or "", slices, number, dpi)
    except IndexError as error:
        raise NotThereError(f"{file}: {error}") from error


def page_picture(mupage: pymupdf.Page, dpi: int) -> Image.Image:
    """The page as it is displayed."""
    pixels = mupage.get_pixmap(dpi=dpi, alpha=False)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def _laid_out(document: pymupdf.Document, number: int, stage: str) -> Iterator[Shape]:
    """What `stage` makes of the page, as the pipeline reads it: by text layer or OCR, turned upright if need be.

    Leaves only this page in `document`.
    """
    from hyokasho.parsers.sources.pdf import read_pages

    size = document[number - 1].rect
    document.select([number - 1])
    (result,) = read_pages(document)
    _refuse_without_ocr((issue.code for issue in result.issues), number)
    if result.failed:
        raise DrawError("; ".join(issue_told(issue.code, issue.message) for issue in result.issues))
    for layout in result.layouts:
        turn = Turn(layout.page.turn, size.width, size.height, layout.page.skew, layout.page.scale)
        for shape in _LAYOUT[stage](layout):
            box = shape.bbox if layout.page.place is None else on_sheet(shape.bbox, layout.page.place)
            yield replace(shape, bbox=turn.displayed(box))


def _refuse_without_ocr(codes: Iterable[str], number: int) -> None:
    """Raise MissingPackage where the issues of a page say that it is a picture which nothing here can read."""
    if not _WITHOUT_OCR.isdisjoint(codes):
        raise MissingPackage(
            say("page {page} is a picture, and what is on it needs OCR: pip install 'hyokasho[ocr]'", page=number)
        )


_WITHOUT_OCR = frozenset({"no-ocr-engine", "ocr-extra-missing"})


def _words(layout: PageLayout) -> Iterator[Shape]:
    """The words; of a scan with what was read in their place, known texts that were misread in another colour."""
    for word in layout.page.words:
        if word.origin == "ocr":
            yield Shape(word.bbox, WORD if word.read_as is None else MENDED, word.text, above=True)
        else:
            yield Shape(word.bbox, *((WORD, "") if word.origin == "glyph" else (MARK, word.origin)))


def _rules(layout: PageLayout) -> Iterator[Shape]:
    for fill in layout.page.fills:
        yield Shape(fill.bbox, SHADED, filled=True)
    for rule in layout.page.rules:
        yield Shape((rule.x0, rule.y0, rule.x1, rule.y1), HORIZONTAL if rule.horizontal else VERTICAL)


def _cells(layout: PageLayout) -> Iterator[Shape]:
    for n, row in enumerate(layout.rows, start=1):
        for k, cell in enumerate(row.cells, start=1):
            if cell.bbox is not None:
                colour = WORD if row.table is None else CELL
                yield Shape(cell.bbox, colour, f"{n}.{k}", bool(cell.shaded), above=True)
    for n, note in enumerate(layout.notes, start=1):
        if note.bbox is not None:
            yield Shape(note.bbox, MARK, f"note {n}", above=True)


_LAYOUT: dict[str, Callable[[PageLayout], Iterator[Shape]]] = {
    "words": _words,
    "rules": _rules,
    "cells": _cells,
}
STAGES = (*_LAYOUT, "alignment")
"""The steps whose result can be drawn."""


def _alignment(file: Path, number: int) -> Iterator[Shape]:
    drawn: set[BBox] = set()
    tables = _tables(file)
    _refuse_without_ocr((issue["code"] for issue in tables["issues"] if issue["page"] == number), number)
    for row, colour, label, filled in _values(tables):
        if row["page"] != number or row["bbox"] is None or tuple(row["bbox"]) in drawn:
            continue
        drawn.add(tuple(row["bbox"]))
        yield Shape(tuple(row["bbox"]), colour, label, filled, above=row.get("table") == "changes" or "options" in row)


def _tables(file: Path) -> Mapping[str, list[dict[str, Any]]]:
    from hyokasho.pipeline.stages import process_file

    return process_file(file, str(file))


def _values(
    tables: Mapping[str, list[dict[str, Any]]],
) -> Iterator[tuple[Mapping[str, Any], Colour, str, bool]]:
    """The rows that are drawn, with colour, label, and whether the box is filled; of 変更箇所 every cell."""
    named: set[str] = set()
    for table, colour in TABLES.items():
        if table != "changes":
            yield from ((row, colour, _label(table, row), bool(row.get("checked"))) for row in tables[table])
    for place in tables["places"]:
        if place["table"] == "changes":
            yield place, TABLES["changes"], "" if place["row_id"] in named else place["row_id"], False
            named.add(place["row_id"])


def _label(table: str, row: dict[str, object]) -> str:
    if table == "checkboxes":
        return "?" if row["checked"] is None else ""  # (a marked box is filled)
    if table == "record_items":
        return f"#{row['seq']}"
    return " ".join(str(row[part]) for part in ("section", "entity", "item") if row[part] is not None)


def overlaid(picture: Image.Image, shapes: Sequence[Shape], scale: float) -> Image.Image:
    """The picture with the shapes over it; `scale` is pixels per point."""
    base = picture.convert("RGBA")
    layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    width = max(1, round(scale * 0.6))
    for shape in shapes:
        x0, y0, x1, y1 = (value * scale for value in shape.bbox)
        if x1 - x0 < 1 or y1 - y0 < 1:
            pen.line((x0, y0, x1, y1), fill=(*shape.colour, 255), width=width)
        else:
            inside = (*shape.colour, 40) if shape.filled else None
            pen.rectangle((x0, y0, x1, y1), fill=inside, outline=(*shape.colour, 230), width=width)
    _labels(pen, shapes, scale, base.width)
    return Image.alpha_composite(base, layer).convert("RGB")


def _labels(pen: ImageDraw.ImageDraw, shapes: Sequence[Shape], scale: float, width: int) -> None:
    """Small labels behind their boxes, above them where the page (`width` pixels) ends."""
    labelled = [shape for shape in shapes if shape.label]
    if not labelled:
        return
    font = label_font(LABEL_SIZE * scale)
    for shape in labelled:
        text = printable_line(shape.label)
        _, y0, x1, y1 = (value * scale for value in shape.bbox)
        length = pen.textlength(text, font=font)
        left, base, anchor = x1 + scale, (y0 + y1) / 2, "lm"
        if left + length > width or shape.above:
            left, base, anchor = max(0.0, x1 - length), y0, "lb"
        box = pen.textbbox((left, base), text, font=font, anchor=anchor)
        pen.rectangle(box, fill=(255, 255, 255, 200))
        pen.text((left, base), text, font=font, fill=(*shape.colour, 255), anchor=anchor)


def label_font(size: float) -> ImageFont.FreeTypeFont:
    """The CJK font inside PyMuPDF, so that no system font is needed; `size` in pixels."""
    import io

    return ImageFont.truetype(io.BytesIO(pymupdf.Font("cjk").buffer), size)
