"""A PDF file as a sequence of laid-out pages, each read from its best witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

import pymupdf

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.turn import (
    Turn,
    looks_sideways,
    looks_upside_down,
    turn_from_direction,
    turned_upright,
    turned_words,
)
from hyokasho.parsers.layout.unruled import Unruled
from hyokasho.parsers.model import Issue, Page, Word
from hyokasho.parsers.sources.damage import damage_since, forget_warnings, page_damage
from hyokasho.parsers.sources.layers import settle_layers
from hyokasho.parsers.sources.pdf_second import read_page_again
from hyokasho.parsers.sources.pdf_text import read_characters, text_of, writing_direction
from hyokasho.parsers.sources.picture_texts import PictureTexts
from hyokasho.parsers.sources.text_marks import MarkWatch
from hyokasho.parsers.sources.visibility import Seeing
from hyokasho.parsers.sources.witness import Decision, Witnesses

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


class RefusedFile(Exception):
    """The file gives no pages; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def open_pdf(data: bytes) -> pymupdf.Document:
    """Open a PDF from its bytes. Raises RefusedFile if it is damaged, empty or needs a password."""
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        needs_password = bool(document.needs_pass) and not document.authenticate("")
        pages = 0 if needs_password else document.page_count
    except Exception as error:  # MuPDF raises many kinds; every one means that this file cannot be opened
        raise RefusedFile(make_issue("damaged-file", f"cannot be opened as PDF: {error}")) from error
    if needs_password:
        raise RefusedFile(make_issue("encrypted", "a password is needed to open the file"))
    if pages < 1:
        raise RefusedFile(make_issue("damaged-file", "the file has no pages"))
    with suppress(Exception):  # a broken tree of layers costs the layers, not the file
        settle_layers(document)
    return document


def close_pdf(document: pymupdf.Document) -> None:
    """Close a document and give back what MuPDF keeps of it (its store would grow to 256 MB over many files)."""
    document.close()
    pymupdf.TOOLS.store_shrink(100)


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page: its layouts (two where the sheet carries two logical pages, none where it failed) and its issues."""

    number: int
    layouts: tuple[PageLayout, ...]
    issues: tuple[Issue, ...] = ()
    failed: bool = False


def read_pages(document: pymupdf.Document, data: bytes | None = None, *, threads: int = 1) -> Iterator[PageResult]:
    """Every page in order, each from its best witness. A page that cannot be read costs that page, not the document.

    `data` are the file's bytes: with them a page that MuPDF cannot read is tried by a second reader.
    `threads` bounds the cores that OCR uses.
    """
    readers = _Readers(Seeing(), Witnesses(), MarkWatch(), PictureTexts(threads), Unruled(), threads)
    for index in range(document.page_count):
        number = index + 1
        forget_warnings()
        try:
            yield _with_damage(_read_page(document[index], number, readers), data)
        except Exception as error:  # a damaged page raises anything; it becomes an issue of this page
            yield _second_opinion(data, number, error)


def _with_damage(result: PageResult, data: bytes | None) -> PageResult:
    """The page with an issue where MuPDF warned of damage while it read it."""
    warnings = damage_since()
    if not warnings:
        return result
    pages = [layout.page for layout in result.layouts]
    return replace(result, issues=(*result.issues, page_damage(result.number, warnings, pages, data)))


def _second_opinion(data: bytes | None, number: int, error: Exception) -> PageResult:
    """A page that MuPDF could not read, by pdfplumber; failed if that cannot read it either or finds no text."""
    reason = f"page {number}: {type(error).__name__}: {error}"
    try:
        page = read_page_again(data, number) if data is not None else None
    except Exception as second:  # the other reader has its own many kinds of errors
        reason += f"; pdfplumber: {type(second).__name__}: {second}"
        page = None
    if page is None or not page.words:
        return PageResult(number, (), (make_issue("page-failed", reason, number),), failed=True)
    return PageResult(number, (lay_out(page),), (make_issue("second-reader", reason, number),))


@dataclass(frozen=True, slots=True)
class _Readers:
    """What reads the pages of one document, and learns from one for the next."""

    seeing: Seeing
    witnesses: Witnesses
    marks: MarkWatch
    pictures: PictureTexts
    unruled: Unruled
    threads: int


def _read_page(mupage: pymupdf.Page, number: int, readers: _Readers) -> PageResult:
    text = text_of(mupage)
    seen = readers.seeing.read(mupage, number, text)
    characters = cache(lambda: read_characters(mupage, text, seen.hidden))  # asked for by few pages, by several steps
    decision = readers.witnesses.choose(mupage, seen.page, text, len(seen.hidden))
    if decision.witness == "text":
        page = readers.marks.look(mupage, seen.page, characters)
        return _lay_out_text(mupage, readers.pictures.add(mupage, page), characters, readers.unruled)
    return _read_picture(mupage, number, decision, readers)


def _lay_out_text(
    mupage: pymupdf.Page, page: Page, characters: Callable[[], list[Word]], unruled: Unruled
) -> PageResult:
    """Text that runs sideways or upside down is laid out upright."""
    turn = Turn(0, page.width, page.height)
    if mupage.rotation == 180 or looks_sideways(page) or looks_upside_down(page):
        turn = turn_from_direction(writing_direction(mupage), page)
        page = turned_upright(page, turn)
    layouts = [lay_out(part, lambda: turned_words(characters(), turn)) for part in unruled.pages(page)]
    return PageResult(page.number, tuple(layouts), page.issues)


def _read_picture(mupage: pymupdf.Page, number: int, decision: Decision, readers: _Readers) -> PageResult:
    """A page by OCR. The engine is loaded by the first page that needs it; documents that need none never load it."""
    try:
        from hyokasho.parsers.sources.scan import OcrUnavailable, read_scanned_page
    except ImportError as error:
        issue = make_issue("ocr-extra-missing", f"page {number}: {error}", number)
        return PageResult(number, (), (*decision.issues, issue), failed=True)
    try:
        page = read_scanned_page(mupage, number, threads=readers.threads)
    except OcrUnavailable as error:
        issue = make_issue("no-ocr-engine", f"page {number}: {error}", number)
        return PageResult(number, (), (*decision.issues, issue), failed=True)
    layouts = tuple(lay_out(part) for part in readers.unruled.pages(page))
    return PageResult(number, layouts, (*decision.issues, *page.issues))
