"""Layout text (`pdftotext -layout`) -> `Sheet`: pages of coarse geometry, laid out like any page without ruling lines.

What the tool keeps of a page is the column and the line of each word. With these as places its pages go through
`parsers/layout/unruled/page.py`; what is left of the geometry goes, because nobody displays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled.coarse_lines import COLUMN
from hyokasho.parsers.layout.unruled.form_words import is_part
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.model import BBox, Cell, Issue, Line, Page, Row, Sheet, Word

from .changes import told_changes
from .columns import TextWord
from .cover import may_be_edition_tag
from .pages import TextPage, text_pages
from .record_columns import record_entries

_SIZE = 10.0
"""Height of the type in points: one blank parts words, two part texts, four part columns."""
_LINE = 12.0
"""Distance of lines in points."""
_WALL = 1.5
"""Points by which the wall stands left of the answers."""
_COVER = 80
"""Rows within which the cover ends."""


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
        shown = [lay_out(finder.look(_page(page, number), _wall(page))) for number, page in run]
        joined = join_pages(shown, coarse=True)
        told, lost = told_changes(joined.rows) if zone == "changes" else (joined.rows, [])
        first = _tables(rows)
        rows += [replace(row, table=row.table + first) if row.table is not None else row for row in told]
        furniture += joined.furniture
        issues += lost
    tag = next(
        (n for n, row in enumerate(rows[:_COVER]) if len(row.cells) == 1 and may_be_edition_tag(row.cells[0].text)), 0
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
    layouts = [lay_out(_page(page, number)) for (number, _), page in zip(pages, shown, strict=True)]
    joined = join_pages(layouts, coarse=True)
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
    """A row as text; the title of a part is one text, however wide its gap behind the number of an annex."""
    texts = [line.text for cell in row.cells for line in cell.lines]
    if row.table is None and len(row.cells) > 1 and is_part(fold("".join(texts))):
        return Row((Cell((Line(" ".join(texts)),)),), None, None)
    return Row(tuple(Cell(tuple(map(_bare, cell.lines))) for cell in row.cells), None, row.table)


def _bare(line: Line) -> Line:
    return Line(line.text)
