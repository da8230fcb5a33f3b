"""A PDF file opened from its bytes, with what MuPDF must be told before it is looked at; nothing of it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import pymupdf

from hyokasho.parsers.issues import RefusedFile, make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sources.glyphs.symbol_fonts import settle_symbols
from hyokasho.parsers.sources.refusal import protection, saved_by_pdfium, without_locked_attachments
from hyokasho.parsers.sources.seen.layers import settle_layers

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def open_pdf(data: bytes) -> pymupdf.Document:
    """Open a PDF from its bytes. Raises RefusedFile if it is damaged, empty or needs a password or certificate.

    Attachments alone may be encrypted; a page tree that MuPDF does not understand gets a second try by PDFium.
    """
    document = _opened(data)
    if isinstance(document, Issue):
        other = without_locked_attachments(data) if document.code == "encrypted" else _saved_again(data)
        again = _opened(other) if other is not None else document
        if isinstance(again, Issue):
            raise RefusedFile(protection(data) or document)
        document = again
    with suppress(Exception):  # a broken tree of layers costs the layers, not the file
        settle_layers(document)
    with suppress(Exception):
        _settle_units(document)
    with suppress(Exception):
        settle_symbols(document, data)
    return document


def _settle_units(document: pymupdf.Document) -> None:
    """Store pages that are turned and have a unit of their own (ISO 32000-1, 14.11.2) in plain points, in memory: of
    these MuPDF knows the size in the one measure and the turn in the other."""
    for number in range(document.page_count):
        xref = document.page_xref(number)
        kind, value = document.xref_get_key(xref, "UserUnit")
        if kind == "null" or not (page := document.load_page(number)).rotation:
            continue
        unit = float(value) if kind in ("int", "float") and float(value) > 0 else 1.0
        boxes = {key: tuple(getattr(page, key.lower())) for key in ("MediaBox", "CropBox")}
        document.xref_set_key(xref, "UserUnit", "null")
        for key, (x0, y0, x1, y1) in boxes.items():
            upright = (x0, y0, x1, y1) if key == "MediaBox" else _from_below((x0, y0, x1, y1), boxes["MediaBox"])
            document.xref_set_key(xref, key, _scaled(upright, unit))
        for note in page.annot_xrefs():
            rect = document.xref_get_key(note[0], "Rect")[1].strip("[]").split()
            document.xref_set_key(note[0], "Rect", _scaled(map(float, rect), unit))
        _scale_content(document, page, unit)


def _from_below(box: Sequence[float], sheet: Sequence[float]) -> tuple[float, ...]:
    """A box that PyMuPDF measures from the top of the sheet as the file has it, from below."""
    return box[0], sheet[1] + sheet[3] - box[3], box[2], sheet[1] + sheet[3] - box[1]


def _scaled(values: Iterable[float], unit: float) -> str:
    return f"[{' '.join(f'{value * unit:g}' for value in values)}]"


def _scale_content(document: pymupdf.Document, page: pymupdf.Page, unit: float) -> None:
    """Put a scale around all that the page draws."""
    pieces = [*page.get_contents()]
    around = []
    for operators in (f"q {unit:g} 0 0 {unit:g} 0 0 cm", "Q"):
        around.append(document.get_new_xref())
        document.update_object(around[-1], "<<>>")
        document.update_stream(around[-1], f"{operators}\n".encode())
    order = (around[0], *pieces, around[1])
    document.xref_set_key(page.xref, "Contents", f"[{' '.join(f'{xref} 0 R' for xref in order)}]")


def _opened(data: bytes) -> pymupdf.Document | Issue:
    """The document, or why it cannot be opened."""
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        if document.needs_pass and not document.authenticate(""):
            return make_issue("encrypted", "a password is needed to open the file")
        pages = document.page_count
    except Exception as error:  # MuPDF raises many kinds; every one means that this file cannot be opened
        return make_issue("damaged-file", f"cannot be opened as PDF: {error}")
    return document if pages > 0 else make_issue("damaged-file", "the file has no pages")


def _saved_again(data: bytes) -> bytes | None:
    """As `saved_by_pdfium`; None too where PDFium fails in its own way."""
    with suppress(Exception):
        return saved_by_pdfium(data)
    return None


def close_pdf(document: pymupdf.Document) -> None:
    """Close a document and give back what MuPDF keeps of it (its store would grow to 256 MB over many files)."""
    document.close()
    pymupdf.TOOLS.store_shrink(100)
