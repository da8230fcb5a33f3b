"""Pages -> one Sheet: furniture off, cells that a page end has cut joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from operator import eq

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import is_torn_date
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.sheets.across import join_across
from hyokasho.parsers.layout.sheets.furniture import find_furniture, is_page_number, lines_of
from hyokasho.parsers.layout.sheets.page_numbers import numbers_of, page_gaps
from hyokasho.parsers.layout.sheets.turn import turn_of_sheet
from hyokasho.parsers.layout.unruled.form_words import is_known_label
from hyokasho.parsers.model import Cell, Issue, Line, Row, Sheet, page_in_file


def join_pages(layouts: Sequence[PageLayout], *, coarse: bool = False) -> Sheet:
    """One sheet of rows in reading order. Tables are numbered through the document. `coarse`: places are the lines and
    columns of a text, so that lines that stand level say nothing."""
    rows: list[Row] = []
    furniture: list[Line] = []
    issues: list[Issue] = []
    joiner = _Joiner(rows)
    tables = 0
    bare: list[PageLayout] = []
    for layout, dropped in zip(layouts, find_furniture(layouts), strict=True):
        furniture += lines_of([layout.rows[i] for i in sorted(dropped)])
        rows_left = tuple(row for i, row in enumerate(layout.rows) if i not in dropped)
        bare.append(replace(layout, rows=rows_left) if dropped else layout)
    across = join_across(bare, coarse=coarse)
    for layout in across:
        numbered = [
            Row(row.cells, row.page, row.table + tables) if row.table is not None else row for row in layout.rows
        ]
        joiner.add(numbered, [grid.xs[0] for grid in layout.grids])
        tables += len(layout.grids)
        issues += layout.page.issues
        if not layout.page.words and not layout.rows:
            blank = f"page {page_in_file(layout.page.number)} is blank"
            issues.append(make_issue("nothing-on-page", blank, layout.page.number))
        for note in layout.notes:
            issues.append(make_issue("unclaimed-text", " ".join(note.text.split()), layout.page.number))
        if layout.watermarks:
            texts = " ".join(dict.fromkeys(w.text for w in layout.watermarks))
            issues.append(make_issue("watermark", texts, layout.page.number))
    issues += page_gaps(numbers_of([line for line in furniture if is_page_number(line.text)]))
    visible: dict[int | None, bool] = {layout.page.number: layout.page.marks_visible for layout in across}
    joints = {layout.page.number: layout.page.joints for layout in across if layout.page.joints}
    turned = {
        lay.page.number: astuple(turn_of_sheet(lay.page))
        for lay in layouts
        if lay.page.turn or lay.page.skew or lay.page.scale != 1.0
    }
    places = {lay.page.number: place for lay in layouts if (place := lay.page.place) is not None}
    return Sheet(tuple(rows), visible, tuple(furniture), tuple(issues), turned=turned, joints=joints, places=places)


class _Joiner:
    """Appends pages of rows to `done`, cells that run over a page end joined.

    `open` are the places (row, cell) of cells whose lower border is missing because their page ended.
    """

    def __init__(self, done: list[Row]) -> None:
        self.done = done
        self.open: list[tuple[int, int]] = []
        self._shift = 0.0
        self._left: float | None = None

    def add(self, fresh: list[Row], lefts: Sequence[float] = ()) -> None:
        """Append the rows of the next page; `lefts` are the left edges of its tables, top to bottom."""
        self._shift = lefts[0] - self._left if lefts and self._left is not None else 0.0
        self._left = lefts[-1] if lefts else None
        joined: list[tuple[int, int]] = []
        if self.open and fresh and fresh[0].table is not None:
            fresh, joined = self._joined(fresh)
        start = len(self.done)
        self.done += fresh
        self.open = [place for place in joined if self.done[place[0]].cells[place[1]].open_bottom]
        last = next((row.table for row in reversed(fresh) if row.table is not None), None)
        for i in range(start, len(self.done)):
            row = self.done[i]
            if row.table is not None and row.table == last:
                self.open += [(i, j) for j, cell in enumerate(row.cells) if cell.open_bottom]

    def _joined(self, fresh: list[Row]) -> tuple[list[Row], list[tuple[int, int]]]:
        """What is left of a page's rows after its open-topped cells went to where they belong, and those places."""
        if len(fresh) > 1 and self._repeats_head(fresh[0]):
            fresh = fresh[1:]
            if not self._begins_row(fresh[0]):
                fresh = [replace(fresh[0], cells=tuple(replace(c, open_top=True) for c in fresh[0].cells)), *fresh[1:]]
        cells = fresh[0].cells
        places = [self._place(cell) if cell.open_top else None for cell in cells]
        next_item = self._next_item(cells, places)
        torn = self._before_its_label(fresh[0])
        if torn is not None:
            places = [(torn, 0), (torn, 1)]
        elif len(cells) >= _COLUMNS:
            places = [
                place if place is not None and not _is_whole(self.done[place[0]].cells[place[1]], cell) else None
                for cell, place in zip(cells, places, strict=True)
            ]
        if next_item is not None:
            places = [*places[:next_item], *[None] * (len(cells) - next_item)]
        elif any(cell.lines and place is None for cell, place in zip(cells, places, strict=True)):
            # A text that continues nothing: a new row begins here. Only empty cells may belong to one merged over both.
            places = [None if cell.lines else place for cell, place in zip(cells, places, strict=True)]
        for cell, place in zip(cells, places, strict=True):
            if place is not None:
                self._append(cell, *place)
        rest = tuple(cell for cell, place in zip(cells, places, strict=True) if place is None)
        fresh = [replace(fresh[0], cells=rest), *fresh[1:]] if rest else fresh[1:]
        return fresh, [place for place in places if place is not None]

    def _next_item(self, cells: Sequence[Cell], places: Sequence[tuple[int, int] | None]) -> int | None:
        """The cell of a first row that is the whole label of an item, below one that is whole as well.

        Its answer and it begin a row, whatever the label beside several rows left of them (再委託) does.
        """
        for k, (cell, place) in enumerate(zip(cells, places, strict=True)):
            if place is not None and all(
                is_known_label(fold(part.text)) for part in (self.done[place[0]].cells[place[1]], cell)
            ):
                return k
        return None

    def _before_its_label(self, row: Row) -> int | None:
        """The last row, whose answer begins above the page end and whose label, set at the middle, stands in `row`."""
        last = len(self.done) - 1
        above = self.done[last].cells
        if len(row.cells) != 2 or len(above) != 2 or not {(last, 0), (last, 1)} <= set(self.open):
            return None
        torn = not above[0].lines and above[1].lines and row.cells[0].lines and row.cells[1].lines
        return last if torn else None

    def _append(self, cell: Cell, i: int, j: int) -> None:
        cells = list(self.done[i].cells)
        cells[j] = replace(cells[j], lines=cells[j].lines + cell.lines, open_bottom=cell.open_bottom)
        self.done[i] = replace(self.done[i], cells=tuple(cells))

    def _place(self, cell: Cell) -> tuple[int, int] | None:
        """The open cell above that has the same left and right border, the latest first.

        Borders are compared within their tables too: a scanned page, or the second on a sheet, lies shifted.
        """
        for i, j in reversed(self.open):
            above = self.done[i].cells[j].bbox
            if above is None or cell.bbox is None:
                continue
            for shift in (0.0, self._shift):
                if all(abs(above[k] + shift - cell.bbox[k]) <= SETTINGS.row_level for k in (0, 2)):
                    return i, j
        return None

    def _begins_row(self, row: Row) -> bool:
        """Below a repeated head: does a new row begin? What a row says once (its date) stands in one part of it.

        A date torn between its characters (`令和元年8月9` and `日`) is one only when its parts are joined.
        """
        place = self._place(row.cells[0])
        above, below = self.done[place[0]].cells[place[1]].text if place else "", row.cells[0].text
        return bool(above and below) and not is_torn_date(above, below)

    def _repeats_head(self, row: Row) -> bool:
        """Is `row` the head of a table before, printed again on the new page?

        Labels and their answers repeat too (every recipient has its 時期・頻度): a head has three columns or begins
        its table and does not answer a label, holds the rest of no cell above and no answer between brackets.
        """
        text = [cell.text for cell in row.cells]
        if len(text) < 2 or not all(text) or any("[" in fold(part) for part in text):
            return False
        if len(text) == 2 and [is_known_label(fold(part)) for part in text] == [True, False]:
            return False
        if len({cell.open_top for cell in row.cells}) > 1:
            return False
        for i, old in enumerate(self.done):
            begins = i == 0 or self.done[i - 1].table != old.table
            if old.table is not None and (begins or len(text) > 2) and _says(old, text):
                return True
        return False


_COLUMNS = 3
"""Cells of a row of a table of many rows; labels and their answers are two, and have paragraphs far apart."""
_ROOM = 2.5
"""So many heights of a line are free between two lines where the one is no rest of the other."""


def _is_whole(above: Cell, below: Cell) -> bool:
    """Does one line stand whole above the page end, so that the one below it belongs to the next row?

    A line that a page end cuts off from the next one fills its cell. Where both stand apart in the middle of their
    parts, or are the same (`事後`), nothing was cut: the rest of the row above is lower than a line there, and taken
    for a double rule. (Of several lines nobody can say: some programs set each part of a cell in its middle.)
    """
    if not len(above.lines) == len(below.lines) == 1 or above.bbox is None or below.bbox is None:
        return False
    last, first = above.lines[0], below.lines[0]
    if last.text == first.text:
        return True
    if last.wrapped or last.bbox is None or first.bbox is None or last.page != above.page:
        return False  # (a cell over several pages has the box of its first part)
    free = above.bbox[3] - last.bbox[3] + first.bbox[1] - below.bbox[1]
    return free > _ROOM * (last.bbox[3] - last.bbox[1])


def _says(row: Row, texts: Sequence[str]) -> bool:
    return len(row.cells) == len(texts) and all(map(eq, (cell.text for cell in row.cells), texts))
