"""The table of changes of a layout text (`pdftotext -layout`) as pages of coarse geometry.

What the tool keeps of a page is the column and the line of each word. With these as places the table is laid out like
any table that draws no lines (`parsers/layout/unruled.py`); a row that runs over a page end is one row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import TIMINGS
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.flow import join_pages
from hyokasho.parsers.layout.unruled import Unruled
from hyokasho.parsers.model import BBox, Cell, Issue, Page, Row
from hyokasho.parsers.model import Word as PageWord

from .changes import is_head
from .changes_torn import CHANGE_DATE, CHANGE_ITEM
from .columns import Word
from .raw import RawRow

_COLUMN = 5.0
"""Width of a column in points: a letter of any width takes one."""
_SIZE = 10.0
"""Height of the type in points: one blank parts words, two part texts, four part columns."""
_LEAST = 4
"""Cells that a row of changes has at least."""
_TORN = re.compile(r"^(?:[。、)ぁぃぅぇぉっゃゅょー]|[をんにはでがとの]|る|た[^だめ]|し[、て]|存|行うもの)")
"""The rest of a word or sentence, with which no text begins."""
_UNMARKED = re.compile(r"\[.?\]")
_LINE = 12.0
"""Distance of lines in points."""


class CoarsePages:
    """Pages of one table, in order, each given as its lines of words."""

    def __init__(self) -> None:
        self._finder = Unruled(coarse=True)
        self._layouts: list[PageLayout] = []
        self.issues: list[Issue] = []

    def add(self, lines: Sequence[Sequence[Word]], number: int) -> None:
        """The next page; `number` counts the pages of the text from 1."""
        self._layouts.append(lay_out(self._finder.look(_page(lines, number))))

    def rows(self) -> list[RawRow]:
        """The rows so far, which are then forgotten; a cell merged over rows (a date) stands in each of them."""
        joined, self._layouts = join_pages(self._layouts).rows, []
        rows: list[RawRow] = []
        above: Row | None = None
        for row in joined:
            cells = list(row.cells)
            if above is not None and above.table == row.table and _below_merged(above.cells[0], cells[0]):
                cells.insert(0, above.cells[0])
            above = Row(tuple(cells), row.page, row.table)
            texts = [cell.text for cell in cells]
            if row.table is not None and len(texts) > _LEAST and not is_head(texts) and not _is_whole(texts):
                told = " / ".join(texts)[:80]
                self.issues.append(make_issue("unclaimed-text", f"変更箇所: a row cannot be told: {told}"))
                continue
            rows.append(RawRow(texts, row.page if row.table is not None else None, row.page or 0))
        return rows


def _is_whole(cells: Sequence[str]) -> bool:
    """Whether a row looks like one: a date or none, an item of the form, a timing or none, brackets in pairs, and no
    text that begins in the middle of a word."""
    date, item, before, after, timing, explanation = (fold(c) for c in [*cells, "", ""][:6])
    if (date and not CHANGE_DATE.match(date)) or (timing and timing not in TIMINGS):
        return False
    if item and (not CHANGE_ITEM.match(item) or any(mark in item for mark in "。[") or "時点" in item):
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


def _page(lines: Sequence[Sequence[Word]], number: int) -> Page:
    words = [PageWord(w.text, _box(w, at), _SIZE, "dump") for at, line in enumerate(lines) for w in line]
    width = max((word.bbox[2] for word in words), default=1.0)
    return Page(number, width, (len(lines) + 1) * _LINE, tuple(words), ())


def _box(word: Word, line: int) -> BBox:
    top = (line + 1) * _LINE
    return (word.column * _COLUMN, top, word.end * _COLUMN, top + _SIZE)
