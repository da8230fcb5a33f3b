"""A PDF file as a sequence of laid-out pages, each read from its best witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pymupdf

from hyokasho.parsers.issues import RefusedFile, make_issue
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.cuts import cut_at_gaps
from hyokasho.parsers.layout.lines.shading import areas_of
from hyokasho.parsers.layout.sheets.line_numbers import without_line_numbers
from hyokasho.parsers.layout.sheets.logical_pages import of_part
from hyokasho.parsers.layout.sheets.panel import Panels
from hyokasho.parsers.layout.sheets.sheet_headings import without_sheet_headings
from hyokasho.parsers.layout.sheets.turn import (
    Scales,
    Turn,
    looks_sideways,
    looks_upside_down,
    turn_from_direction,
    turned_upright,
    turned_words,
)
from hyokasho.parsers.layout.spread import join_spread
from hyokasho.parsers.layout.touching import join_touching
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.layout.words import without_duplicates
from hyokasho.parsers.layout.worn.cover import with_cover_boxes
from hyokasho.parsers.layout.worn.head_walls import with_head_walls, with_heads_read
from hyokasho.parsers.layout.worn.lost_rows import with_lost_rows
from hyokasho.parsers.layout.worn.lost_walls import with_lost_walls
from hyokasho.parsers.model import Issue, Page, Rule, Word
from hyokasho.parsers.sources.damage import damage_since, forget_warnings, page_damage
from hyokasho.parsers.sources.glyphs.font_metrics import FontMetrics
from hyokasho.parsers.sources.glyphs.gaiji import doubting_private
from hyokasho.parsers.sources.glyphs.misnamed import Misnamed
from hyokasho.parsers.sources.glyphs.unnamed import Unnamed
from hyokasho.parsers.sources.pdf_second import read_page_again
from hyokasho.parsers.sources.pdf_text import read_characters, text_of, writing_direction
from hyokasho.parsers.sources.pictured.ballot_boxes import with_ballot_boxes, with_named_boxes
from hyokasho.parsers.sources.pictured.other_brackets import OtherBrackets
from hyokasho.parsers.sources.pictured.picture_rules import PictureRules, without_line_signs
from hyokasho.parsers.sources.pictured.picture_texts import PictureTexts
from hyokasho.parsers.sources.pictured.text_marks import MarkWatch
from hyokasho.parsers.sources.progress import ReadingStopped, progress
from hyokasho.parsers.sources.seen.icons import take_off_icons
from hyokasho.parsers.sources.seen.visibility import Seeing
from hyokasho.parsers.sources.witness import DRAWN_AS_SEEN, Decision, Witnesses


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page: its layouts (two where the sheet carries two logical pages, none where it failed), and the issues that
    these do not carry."""

    number: int
    layouts: tuple[PageLayout, ...]
    issues: tuple[Issue, ...] = ()
    failed: bool = False


def read_pages(
    document: pymupdf.Document,
    data: bytes | None = None,
    *,
    promising: Callable[[PageResult], bool] | None = None,
) -> Iterator[PageResult]:
    """Every page in order, each from its best witness. A page that cannot be read costs that page, not the document.

    `data` are the file's bytes: with them a page that MuPDF cannot read is tried by a second reader.
    `promising` tells whether a page may be of a statement: with it a long scan is looked at here and there first, and
    RefusedFile raised where no page is.
    """
    pictures = PictureTexts()
    names, lines = Unnamed(pictures.text), PictureRules()
    readers = _Readers(Seeing(), Misnamed(), Witnesses(), names, MarkWatch(), pictures, lines, Panels(), Unruled())
    pages = document.page_count

    def read(number: int) -> PageResult:
        progress.begin(number, pages)
        try:
            forget_warnings()
            return _with_damage(_read_page(document.load_page(number - 1), number, readers), data)
        except Exception as error:  # a damaged page raises anything; it becomes an issue of this page
            return _second_opinion(data, number, error)

    known = _look_around(read, pages, promising) if promising is not None and pages > LONG else {}
    results: list[PageResult] = []
    try:
        for number in range(1, pages + 1):
            results.append(known.pop(number) if number in known else read(number))
        for number in readers.late(results):
            results[number - 1] = read(number)
    except ReadingStopped as stop:
        results += _unread(len(results) + 1, pages, str(stop)) if len(results) < pages else []
    yield from results


LONG = 10
"""A document with more pages is looked at here and there before all of it is read by OCR."""
_FIRST, _STEPS, _STEP = 3, 5, 25
"""Looked at: the first pages (a statement begins there, or behind a letter), then one in so many."""


def _look_around(
    read: Callable[[int], PageResult], pages: int, promising: Callable[[PageResult], bool]
) -> dict[int, PageResult]:
    """Pages read in advance, up to the first that is promising. Raises RefusedFile where none is.

    Where the first pages have a text layer nothing is refused: to read the others costs little.
    """
    steps = max(_STEPS, pages // _STEP)
    known: dict[int, PageResult] = {}
    for number in (*range(1, _FIRST + 1), *(_FIRST + (pages - _FIRST) * step // steps for step in range(1, steps + 1))):
        if progress.until is not None and number > progress.until:
            return known
        witnesses = {layout.page.witness for one in known.values() for layout in one.layouts}
        if number > _FIRST and "ocr" not in witnesses:
            return known
        known[number] = read(number)
        if known[number].failed or promising(known[number]):
            return known
    looked = f"none of {len(known)} pages looked at, of {pages}, shows labels of an official form"
    raise RefusedFile(make_issue("not-a-statement", looked))


def _unread(first: int, last: int, why: str) -> Iterator[PageResult]:
    """The pages that were not read because reading had to end."""
    shown = f"page {first} was" if first == last else f"pages {first}-{last} were"
    yield PageResult(first, (), (make_issue("timeout", f"{shown} not read: {why}", first),), failed=True)
    yield from (PageResult(number, (), failed=True) for number in range(first + 1, last + 1))


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
    wrong: Misnamed
    witnesses: Witnesses
    names: Unnamed
    marks: MarkWatch
    pictures: PictureTexts
    lines: PictureRules
    panels: Panels
    unruled: Unruled
    fonts: FontMetrics = field(default_factory=FontMetrics)
    brackets: OtherBrackets = field(default_factory=OtherBrackets)
    scales: Scales = field(default_factory=Scales)

    def late(self, results: Sequence[PageResult]) -> list[int]:
        """Pages to be read again: with wrong characters, or words that are known by now to lie upon the text."""
        laid = self.seeing.laid_over
        stamped = {r.number for r in results if any(laid.missed(one.page) for one in r.layouts)}
        return sorted(stamped.union(self.wrong.late()))


def _read_page(mupage: pymupdf.Page, number: int, readers: _Readers) -> PageResult:
    take_off_icons(mupage)
    seen = readers.seeing.read(mupage, number, text_of(mupage))
    if (again := readers.fonts.mend(mupage, seen.page.words)) is not None:
        return _read_page(again, number, readers)
    text = seen.text
    names, wrong = readers.names, readers.wrong
    decision = readers.witnesses.choose(mupage, seen.page, text, len(seen.hidden), seen.outlined)
    if decision.witness == "text":
        boxed = with_named_boxes(mupage, seen.page, lambda: read_characters(mupage, text, seen.hidden))
        boxed = readers.brackets.add(boxed)
        shown = doubting_private(wrong.mend(mupage, boxed))
        ruled = readers.lines.add(mupage, shown)

        @cache  # asked for by few pages, by several steps
        def characters() -> list[Word]:
            found = names.words(mupage, wrong.words(mupage, read_characters(mupage, text, seen.hidden)))
            found = readers.brackets.letters(number, found)
            return found if ruled is shown else without_line_signs(found, ruled.rules)

        marked = with_ballot_boxes(mupage, readers.marks.look(mupage, ruled, characters))
        page = names.name(mupage, marked)
        return _lay_out_text(mupage, text, readers.pictures.add(mupage, page), characters, readers)
    return _read_picture(mupage, number, decision, readers, seen.page if seen.page.words else None)


def _lay_out_text(
    mupage: pymupdf.Page,
    text: pymupdf.TextPage,
    page: Page,
    characters: Callable[[], list[Word]],
    readers: _Readers,
) -> PageResult:
    """Text that runs sideways or upside down is laid out upright, and small or large print at its usual size."""
    turn = Turn(0, page.width, page.height)
    if mupage.rotation == 180 or looks_sideways(page) or looks_upside_down(page):
        turn = turn_from_direction(writing_direction(mupage, text), page)
    turn = replace(turn, skew=page.skew)
    upright = turned_upright(page, turn)
    scale = readers.scales.of(upright)
    if scale != 1.0:
        turn = replace(turn, scale=scale)
        upright = turned_upright(page, turn)
    letters = cache(lambda: turned_words(characters(), turn))
    words = join_touching(without_duplicates(upright.words), upright.rules)  # (both go by the height of the type)
    if len(joined := join_spread(words, upright.rules)) < len(words):
        joined = join_spread(cut_at_gaps(words, letters), upright.rules)
    upright = replace(upright, words=tuple(joined))

    def lay_out_part(part: Page) -> PageLayout:
        return lay_out(part, letters if part.sheet is None else lambda: of_part(letters(), part))

    alone = without_line_numbers(readers.panels.take_off(without_sheet_headings(upright)))
    parts = readers.unruled.pages(alone, letters)
    return PageResult(page.number, tuple(map(lay_out_part, parts)))


def _read_picture(
    mupage: pymupdf.Page, number: int, decision: Decision, readers: _Readers, drawn: Page | None
) -> PageResult:
    """A page by OCR. The engine is loaded by the first page that needs it; documents that need none never load it.

    `drawn`: the page as it is drawn, where only the characters of its text layer are wrong: its lines and areas are
    surer than those seen in its pixels.
    """
    progress.ocr()
    try:
        from hyokasho.parsers.sources.scan.ocr import OcrUnavailable
        from hyokasho.parsers.sources.scan.reading import read_scanned_page
    except ImportError as error:
        issue = make_issue("ocr-extra-missing", f"page {number}: {error}", number)
        return PageResult(number, (), (*decision.issues, issue), failed=True)
    walls = _walls(drawn) if drawn is not None and not mupage.rotation else ()
    shown = drawn is not None and not mupage.rotation and decision.reason in DRAWN_AS_SEEN
    areas = [area.bbox for area in areas_of(drawn)] if drawn is not None and shown else ()
    try:
        page = read_scanned_page(mupage, number, walls=walls, areas=areas)
    except OcrUnavailable as error:
        issue = make_issue("no-ocr-engine", f"page {number}: {error}", number)
        return PageResult(number, (), (*decision.issues, issue), failed=True)
    if drawn is not None and not page.turn and decision.reason in DRAWN_AS_SEEN:
        page = replace(page, rules=drawn.rules, fills=drawn.fills, painted=drawn.painted, outlines=drawn.outlines)
    parts = readers.unruled.pages(with_cover_boxes(page))
    layouts = tuple(with_heads_read(with_lost_rows(with_lost_walls(lay_out(with_head_walls(part))))) for part in parts)
    return PageResult(number, layouts, decision.issues)


def _walls(page: Page) -> tuple[Rule, ...]:
    """The upright rules of a drawn page, and the upright edges of its areas of colour."""
    areas = [area.bbox for area in areas_of(page)]
    edges = [Rule(x, y0, x, y1) for x0, y0, x1, y1 in areas for x in (x0, x1)]
    return (*(rule for rule in page.rules if not rule.horizontal), *edges)
