"""The public entry of the dump sources: bytes -> (Sheet, source kind)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.normalizers.doubled import without_second_letters
from hyokasho.parsers.forms.lexicon.labels import detect_form, form_of_labels, is_label
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.sheets.page_numbers import page_gaps
from hyokasho.parsers.model import Issue, Sheet, SourceKind
from hyokasho.parsers.source_text import SourceText
from hyokasho.parsers.sources.glyphs.gaiji import count_private

from .decode import DumpKind, decode, decode_as_it_is, is_guessed, is_text, kind_of
from .given.annexes import lists_without_headings
from .given.between_labels import shared_out
from .given.blank_labels import with_blank_labels
from .given.build import build_sheet
from .given.cut_cells import whole_cells
from .given.grown import without_grown_pieces
from .given.loose_lines import with_page_ends, without_frames
from .given.mixed_rows import unmixed
from .given.one_line import lost_tables, told_tables
from .given.right_halves import with_right_halves
from .given.strips import whole_strips
from .given.unlabelled import restore_lost_labels
from .kept import lost_text
from .layout.cover import arrange_cover
from .layout.old_text import without_old_text
from .layout.text import layout_sheet
from .notation.markup import page_rows
from .notation.raw import RawRow, RowsRead
from .notation.readings import without_readings
from .notation.repeated import without_repeats
from .notation.rows import printed_numbers, read_rows
from .notation.stream import has_lost_points, with_points, without_line_gaps
from .spans import with_spans
from .tables.changes import whole_heads
from .torn.cover import torn_cover
from .torn.pages import lines_of_text
from .torn.parts import end_of_cover
from .torn.text import torn_rows

_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def looks_like_dump(data: bytes) -> bool:
    """Whether the bytes are a text in Japanese (any supported encoding) and not a binary file."""
    if not data.strip() or data.lstrip()[:8].startswith(_BINARY):
        return False
    text = decode(data)
    return text is not None and is_text(text)


def read_dump(data: bytes, name: str) -> tuple[Sheet, SourceKind]:
    """Read a dump into a sheet (page and bbox None). `name` is for messages only.

    Raises ValueError where the bytes are no text. The kind is "html" for an HTML page, else "text".
    """
    text = decode(data)
    if text is None or not is_text(text):
        raise ValueError(f"{name}: no text in a known encoding")
    kind = kind_of(text)
    text = without_second_letters(text)
    pointless = kind == "lines" and has_lost_points(text)
    text = without_grown_pieces(with_points(without_line_gaps(text))) if kind == "lines" else text
    form = detect_form(text.split("\n")[:400])
    text, told = without_readings(text) if kind in ("layout", "lines") else (text, [])
    if kind == "layout":
        text, old = without_old_text(text, form)
        told += old
        sheet = layout_sheet(text)
    else:
        read = _rows(text, kind, form, pointless=pointless)
        sheet = build_sheet(arrange_cover(read.rows), ordered=kind != "lines", issues=read.issues, aside=read.aside)
    gaps = page_gaps(printed_numbers(text), "info")
    told += [*_of_encoding(data, name), *_private(text), *lost_text(text, sheet), *gaps]
    sheet = replace(sheet, issues=(*sheet.issues, *told), shape=kind)
    sheet = with_spans(sheet, SourceText(decode_as_it_is(data) or ""))
    return sheet, "html" if kind == "html" else "text"


def _of_encoding(data: bytes, name: str) -> list[Issue]:
    if is_guessed(data):
        return [make_issue("encoding-guessed", f"{name}: neither UTF-8 nor marked by a byte order mark")]
    return []


def _private(text: str) -> list[Issue]:
    count = count_private(text)
    return [make_issue("private-character", f"{count} characters of private use")] if count else []


def _rows(text: str, kind: DumpKind, form: str | None, *, pointless: bool) -> RowsRead:
    if kind == "html":
        return unmixed(RowsRead(with_blank_labels(page_rows(text), form)), form)
    if kind == "lines" and form is not None:
        read = torn_rows(text, form, pointless=pointless)
        read.issues.insert(0, make_issue("text-order-lost", "the text has lost the order of its words on the page"))
        return read
    text, feet = with_page_ends(text) if kind == "markdown" else (text, [])
    text, halved = with_right_halves(text) if kind == "markdown" else (text, [])
    text, lost = lost_tables(text, form) if kind == "markdown" else (text, [])
    text = without_frames(text) if kind == "tabs" else text
    read = _without_running_titles(whole_heads(without_repeats(read_rows(text))))
    if form is None and kind != "lines":
        form = form_of_labels([cell for row in read.rows for cell in row.cells if is_label(cell)])
    if kind == "markdown":
        read = told_tables(read, lost, form)
        read.issues += halved
        read.aside += feet
    read = whole_strips(read, form)
    read.rows = with_blank_labels(read.rows, form)
    read = unmixed(shared_out(whole_cells(read), form), form)
    read.rows = restore_lost_labels(read.rows, form)
    read = lists_without_headings(read, form)
    return read if form is None else _with_cover(read)


def _without_running_titles(rows: Sequence[RawRow]) -> RowsRead:
    """Rows without the loose lines that stand on most pages and bare numbers that count them; all of these aside."""
    pages: dict[int, list[RawRow]] = {}
    for row in rows:
        if row.table is None:
            pages.setdefault(row.page, []).append(row)
    kept = lines_of_text([[row.text for row in page] for page in pages.values()])
    stay = {id(page[at]) for page, places in zip(pages.values(), kept, strict=True) for at in places}
    read = RowsRead([])
    for row in rows:
        if row.table is None and id(row) not in stay:
            read.aside.append(row.text)
        else:
            read.rows.append(row)
    return read


def _with_cover(read: RowsRead) -> RowsRead:
    """The rows with those of the cover told by their words: tools lose the cells of a cover first of all."""
    end = end_of_cover([row.cells for row in read.rows])
    if end is None:
        return read
    cover = torn_cover("\n\n".join(cell for row in read.rows[:end] for cell in row.cells if cell.strip()))
    return RowsRead([*cover.rows, *read.rows[end:]], [*cover.issues, *read.issues], [*cover.aside, *read.aside])
