"""Layout text (`pdftotext -layout`) -> `Sheet`: pages of coarse geometry, laid out like any page without ruling lines.

What the tool keeps of a page is the column and the line of each word. With these as places its pages go through
`parsers/layout/unruled.py`; what is left of the geometry goes, because nobody displays it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.heads import CHANGES_TITLE, TIMINGS
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.coarse_lines import COLUMN
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled import Unruled
from hyokasho.parsers.model import BBox, Cell, Issue, Line, Page, Row, Sheet, Word

from .changes import is_head
from .changes_torn import CHANGE_ITEM
from .columns import TextWord
from .cover_text import is_edition_tag
from .record_columns import record_entries
from .text_pages import TextPage, text_pages

_SIZE = 10.0
"""Height of the type in points: one blank parts words, two part texts, four part columns."""
_LINE = 12.0
"""Distance of lines in points."""
_WALL = 1.5
"""Points by which the wall stands left of the answers."""
_COVER = 80
"""Rows within which the cover ends."""
_LEAST = 4
"""Cells that a row of changes has at least."""
_DOUBTFUL = 3
"""One row in so many that cannot be one: then the page's rows are cut in wrong places."""
_TORN = pattern("sentences", "torn_beginning")
"""The rest of a word or sentence, with which no text begins."""
_PLACE = pattern("changes", "place")
"""The beginning of a place in the form."""
_COUNTED = pattern("changes", "counted_when")
_NO_PLACE = words("changes", "no_place")
_UNMARKED = re.compile(r"\[.?\]")


def layout_sheet(text: str) -> Sheet:
    """The sheet of a layout text, its page and bbox None; rows of changes that cannot be told are issues."""
    rows: list[Row] = []
    furniture: list[Line] = []
    issues: list[Issue] = []
    finder = Unruled(coarse=True)
    pages = list(enumerate(text_pages(text), start=1))
    for zone, run in groupby(pages, key=lambda page: page[1].zone):
        if zone == "records":
            rows += _record_rows(list(run))
            continue
        joined = join_pages([lay_out(finder.look(_page(page, number), _wall(page))) for number, page in run])
        told, lost = _changes_told(joined.rows) if zone == "changes" else (joined.rows, [])
        first = _tables(rows)
        rows += [replace(row, table=row.table + first) if row.table is not None else row for row in told]
        furniture += joined.furniture
        issues += lost
    tag = next(
        (n for n, row in enumerate(rows[:_COVER]) if len(row.cells) == 1 and is_edition_tag(row.cells[0].text)), 0
    )
    ordered = [rows[tag], *rows[:tag], *rows[tag + 1 :]] if rows else []  # an answer above the tag would go on with it
    return Sheet(
        tuple(map(_without_places, ordered)),
        marks_visible={None: True},
        furniture=tuple(map(_bare, furniture)),
        issues=tuple(issues),
    )


def _tables(rows: Sequence[Row]) -> int:
    """The number of the next table behind these rows."""
    return max((row.table + 1 for row in rows if row.table is not None), default=0)


def _record_rows(pages: Sequence[tuple[int, TextPage]]) -> list[Row]:
    """The rows of record items: several columns of number and name."""
    shown = [replace(page, lines=record_entries(page.lines)) for _, page in pages]
    joined = join_pages([lay_out(_page(page, number)) for (number, _), page in zip(pages, shown, strict=True)])
    return list(joined.rows)


def _wall(page: TextPage) -> float | None:
    return page.column * COLUMN - _WALL if page.column is not None else None


def _page(page: TextPage, number: int) -> Page:
    words = [Word(w.text, _box(w, at), _SIZE, "dump") for at, line in enumerate(page.lines) for w in line]
    width = max((word.bbox[2] for word in words), default=1.0)
    return Page(number, width, (len(page.lines) + 1) * _LINE, tuple(words), ())


def _box(word: TextWord, line: int) -> BBox:
    top = (line + 1) * _LINE
    return (word.column * COLUMN, top, word.end * COLUMN, top + _SIZE)


def _without_places(row: Row) -> Row:
    return Row(tuple(Cell(tuple(map(_bare, cell.lines))) for cell in row.cells), None, row.table)


def _bare(line: Line) -> Line:
    return Line(line.text)


def _changes_told(rows: Sequence[Row]) -> tuple[Sequence[Row], list[Issue]]:
    """The rows of the table of changes that are whole: a date merged over rows stands in each of them, and what cannot
    be a row is left out and told."""
    entries: list[Row] = []
    above: Row | None = None
    for row in rows:
        if above is not None and above.table == row.table and _below_merged(above.cells[0], row.cells[0]):
            row = replace(row, cells=(above.cells[0], *row.cells))
        above = row if _is_entry(row) else None
        entries.append(row)
    torn = [row for row in entries if _is_entry(row) and not _is_whole([cell.text for cell in row.cells])]
    per_page = Counter(row.page for row in entries if _is_entry(row))
    bad = {page for page, count in Counter(row.page for row in torn).items() if count * _DOUBTFUL > per_page[page]}
    head = next((n for n, row in enumerate(entries) if is_head([cell.text for cell in row.cells])), len(entries))
    loose = {n for n, row in enumerate(entries) if row.table is None and n > head}
    gone = {n for n, row in enumerate(entries) if row in torn or (row.page in bad and _is_entry(row))} | loose
    texts = [" / ".join(cell.text for cell in entries[n].cells)[:80] for n in sorted(gone - loose)]
    issues = [make_issue("unclaimed-text", f"{CHANGES_TITLE}: a row cannot be told: {text}") for text in texts]
    if loose:
        issues.append(make_issue("rows-missing", f"{CHANGES_TITLE}: {len(loose)} lines whose columns cannot be told"))
    return [row for n, row in enumerate(entries) if n not in gone], issues


def _is_entry(row: Row) -> bool:
    """Is a row one of changes, and not the head?"""
    return row.table is not None and len(row.cells) > _LEAST and not is_head([cell.text for cell in row.cells])


def _is_whole(cells: Sequence[str]) -> bool:
    """Whether a row looks like one: one date or none, one item of the form, one timing or none, brackets in pairs, and
    no text that begins in the middle of a word."""
    date, item, before, after, timing, explanation = (fold(c) for c in [*cells, "", ""][:6])
    if (date and parse_date(date) is None) or (timing and timing not in TIMINGS):
        return False
    place = _COUNTED.sub("", item)
    if item and (not CHANGE_ITEM.match(item) or any(mark in place for mark in _NO_PLACE)):
        return False
    if sum(_PLACE.match(fold(line)) is not None for line in cells[1].split("\n")[1:]):
        return False
    if _TORN.match(before) or _TORN.match(after) or "[" in explanation or explanation in TIMINGS:
        return False
    if "[" in before and "[" in after and _UNMARKED.sub("", before) != _UNMARKED.sub("", after):
        return False
    return all(text.count(a) == text.count(b) for text in (before, after) for a, b in ("()", "[]", "<>"))


def _below_merged(cell: Cell, first: Cell) -> bool:
    """Does a cell reach down beside the first cell of a later row?"""
    if cell.bbox is None or first.bbox is None or cell.page != first.page:
        return False
    return cell.bbox[2] <= first.bbox[0] + 1 and cell.bbox[3] >= first.bbox[3] - 1
