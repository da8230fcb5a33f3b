"""The table of changes in a torn text: cells put together again by what they contain and where they stand.

`change_pieces` makes pieces of the lines, `change_cells` tells the cell of each in one search over a page. A row whose
texts may be another's, or that its page leaves in doubt, is left out and counted in an issue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers import costs
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow
from .change_cells import NOBODYS, CellPlace, cells_of
from .change_chunks import AFTER, BEFORE, DATE, ITEM, TEXTS, TIMING, WHY, Chunk, chunks_of_pages, width_of, widths_of
from .change_dates import Event, dates_of_rows
from .change_pieces import ChangePiece, PieceMaker, is_balanced
from .ways import WayStep

_SURE = 0.95
"""The next best cell of a piece costs so much more where its cell is known."""
_MORE_SURE = 0.3
"""So much more for explanations, which many rows lack."""
_SURE_IN_ORDER = 1.1
"""The same where the rows are read in their order."""
_MERGED, _RARE = 0.3, 4
"""Share of the rows without a date, and how many of them there are for each that says the date above again, where dates
are merged over rows."""
_IN_ROWS = 0.6
"""Share of the rows whose item and texts follow each other, where rows are read in their order."""
_SENTENCE = 30
"""Letters of a text that may break off."""
_LONGEST_ITEM = 80
_TRIED, _MOST_TRIED = 4, 200
"""Pages that tell which widths the columns have, and chunks of each at most."""
_EXPLAINS = pattern("changes", "explains")
_TORN = pattern("sentences", "torn_beginning")
_BROKEN_OFF = pattern("sentences", "broken_off")
_HEADING = pattern("numbering", "text_heading")
_HEADING_LAST = re.compile(r"[<【][^<>【】]+[>】]$")
"""A heading that nothing follows: the rest of the text is elsewhere."""
_DATE_INSIDE = pattern("dates", "day_in_text")
_TIMING_INSIDE = pattern("changes", "timing_in_text")


@dataclass(slots=True)
class _Change:
    """A row as far as it is known: the pieces of each column; `doubted`: columns whose text may be another's, or lost;
    `plain`: its item and texts follow each other."""

    cells: dict[int, list[ChangePiece]] = field(default_factory=dict)
    doubted: set[int] = field(default_factory=set)
    plain: bool = False

    def cell(self, column: int) -> str:
        """What a column holds; nothing where that is in doubt."""
        pieces = self.cells.get(column, ()) if column not in self.doubted else ()
        return "".join(f"{' ' if p.gap == 'space' else chr(10)}{p.text}" for p in pieces).strip()

    @property
    def known(self) -> bool:
        """Are both texts told from those of other rows, and does no cell hold what another column does? The item may be
        in doubt where the texts are not."""
        told = {ITEM, *TEXTS, WHY} - (self.doubted & {ITEM})
        told_apart = self.plain and not self.doubted & {*TEXTS} and all(map(self._is_whole, told))
        return told_apart and not self._is_one_text

    @property
    def _is_one_text(self) -> bool:
        """May the text after the change be the rest of that before: does it begin with a heading that this one lacks
        among its headings?"""
        before, after = (self.cell(column).split("\n") for column in TEXTS)
        headings = {fold(line) for line in before if _HEADING.match(line)}
        return bool(headings) and _HEADING.match(after[0]) is not None and fold(after[0]) not in headings

    def _is_whole(self, column: int) -> bool:
        """Is a text there and whole, without what another column holds (an explanation may be missing)?"""
        text = self.cell(column)
        key = fold(text)
        if column == WHY or not text:
            return column == WHY and not _DATE_INSIDE.search(text) and not _TIMING_INSIDE.search(text)
        if not is_balanced(text) or _DATE_INSIDE.search(text) or _EXPLAINS.search(key):
            return False
        if column == ITEM:
            return len(text) <= _LONGEST_ITEM and "。" not in text
        torn = _HEADING_LAST.search(key) or _TORN.match(key) or _BROKEN_OFF.search(key)
        return not torn and not _TIMING_INSIDE.search(text) and not is_label(text)

    def row(self) -> RawRow:
        """The cells in the order of the columns."""
        return RawRow([self.cell(column) for column in range(len(CHANGE_COLUMNS))], 1, 1)


_Log = list[_Change | ChangePiece | None]
"""The rows that begin, the dates, and the ends of pages (None) in the order of the text."""


def torn_changes(pages: Sequence[Sequence[str]]) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the table that can be put together, its heading and head first, and what is left out."""
    chunks = chunks_of_pages(pages)
    makers = [PieceMaker(chunks, widths) for widths in widths_of(chunks)]
    tried = [page[:_MOST_TRIED] for page in chunks[:_TRIED]]
    best = min(makers, key=lambda one: _table(tried, one, [])[1]) if len(makers) > 1 else makers[0]
    log: _Log = []
    changes = _table(chunks, best, log)[0]
    _doubt_half_items(changes, best.widths.item)
    if _are_merged(changes):
        _give_merged_dates(changes, log, parted=best.parted, in_rows=best.in_rows)
    known = [change for change in changes if change.known]
    message = f"{CHANGES_TITLE}: {len(changes) - len(known)} rows whose cells cannot be told apart"
    issues = [make_issue("table-not-read", message)]
    head = [RawRow([_heading(pages)], None, 1, True), RawRow([*CHANGE_COLUMNS], 1, 1)]
    return [*head, *(c.row() for c in known)], issues if len(known) < len(changes) else []


def _are_merged(changes: Sequence[_Change]) -> bool:
    """Do dates seem to be merged over rows: many rows have none of their own, and seldom one says that of the row above
    again, or of the next one that has one?"""
    dates = [change.cells.get(DATE, []) for change in changes]
    keys = [fold(pieces[0].text) if pieces else "" for pieces in dates]
    none = keys.count("")
    again = sum(bool(one) and one == other for one, other in pairwise(keys))
    inside = sum(one == other for one, other in pairwise(key for key in keys if key)) - again
    return none >= _MERGED * len(keys) and min(again, inside) * _RARE <= none


def _give_merged_dates(changes: Sequence[_Change], log: _Log, *, parted: bool, in_rows: bool) -> None:
    """Give the rows the dates that are merged over them; those that cannot be told are in doubt. Where none can, cells
    that blank lines part (`parted`) keep what they have, as rows do where each date stands right before a place
    (`in_rows`)."""
    number = {id(change): at for at, change in enumerate(changes)}
    events: list[Event] = []
    days: dict[int, dt.date | None] = {}
    for at, one in enumerate(log):
        if isinstance(one, ChangePiece):
            days[at] = parse_date(one.text)
        events.append("page" if one is None else number[id(one)] if isinstance(one, _Change) else None)
    plain = sum(change.plain for change in changes) >= _IN_ROWS * len(changes)
    known = dates_of_rows(events, days, in_rows=plain)
    for row, change in enumerate(changes if known or not parted else ()):
        if in_rows and change.cells.get(DATE):
            continue
        date = log[known[row]] if row in known else None
        change.doubted.add(DATE)
        if isinstance(date, ChangePiece):
            change.cells[DATE] = [date]
            change.doubted.discard(DATE)


def _doubt_half_items(changes: Sequence[_Change], width: float) -> None:
    """Doubt items that end with a full line, in a table whose items go on behind such lines: the rest may be lost."""
    lines = [[width_of(line) for line in change.cell(ITEM).split("\n")] for change in changes]
    if any(line > width - 1 for widths in lines for line in widths[:-1]):
        for change, widths in zip(changes, lines, strict=True):
            change.doubted |= {ITEM} if widths[-1] > width - 1 else set()


def _heading(pages: Sequence[Sequence[str]]) -> str:
    """The heading of the annex as it is printed."""
    printed = (line for lines in pages for line in lines if heading_key(line) == CHANGES_TITLE and is_heading(line))
    return next(printed, CHANGES_TITLE)


def _table(pages: Sequence[Sequence[Chunk]], maker: PieceMaker, log: _Log) -> tuple[list[_Change], float]:
    """The rows of some pages, and the cost of the way through them. `log` gets what is met in its order."""
    strict = 1.0 if maker.parted else costs.NOW.torn.row_by_row
    changes: list[_Change] = []
    total = 0.0
    for page in pages:
        pieces = maker.pieces(page)
        decisions, cost = cells_of(pieces, carried=bool(changes), strict=strict)
        _page(pieces, decisions, changes, log, in_order=not maker.parted)
        log.append(None)
        total += cost if decisions else 0.0
    return changes, total


def _page(
    pieces: Sequence[ChangePiece],
    decisions: Sequence[WayStep[CellPlace]],
    changes: list[_Change],
    log: _Log,
    *,
    in_order: bool,
) -> None:
    """Add the rows of a page."""
    rows = {0: changes[-1]} if changes else {}
    if len(decisions) < len(pieces):
        if changes and pieces:
            changes[-1].doubted.update(TEXTS)
        return
    for piece, decision in zip(pieces, decisions, strict=True):
        _give(piece, decision, rows, _SURE_IN_ORDER if in_order else _SURE)
    cells = [decision.chosen for decision in decisions]
    log += _met(pieces, cells, rows)
    for row in _beside_gaps(cells, rows, in_order=in_order):
        rows[row].doubted.update(TEXTS)
    for row in _plain(cells):
        rows[row].plain = True
    for row, column in _short_runs(cells, rows):
        rows[row].doubted.add(column)
    before = rows.pop(0, None)
    if before is not None:
        _end_of_page(before, cells)
    changes += (rows[number] for number in sorted(rows))


def _met(pieces: Sequence[ChangePiece], cells: Sequence[CellPlace], rows: Mapping[int, _Change]) -> _Log:
    """The dates of a page, and the rows that begin on it where the middle one of their pieces stands."""
    places: dict[int, list[int]] = {}
    for at, (piece, cell) in enumerate(zip(pieces, cells, strict=True)):
        if cell[0] > 0 and piece.kind != "date":
            places.setdefault(cell[0], []).append(at)
    met: dict[int, _Change | ChangePiece] = {found[len(found) // 2]: rows[row] for row, found in places.items()}
    met |= {at: piece for at, piece in enumerate(pieces) if piece.kind == "date"}
    return [met[at] for at in sorted(met)]


def _plain(cells: Sequence[CellPlace]) -> Iterator[int]:
    """The rows whose item and two texts follow each other, with no text or item of another row between."""
    order = [cell for cell, _ in groupby(cell for cell in cells if cell[1] in (ITEM, *TEXTS))]
    for at, (row, _) in enumerate(order):
        if order[at : at + 3] == [(row, ITEM), (row, BEFORE), (row, AFTER)]:
            yield row


def _short_runs(cells: Sequence[CellPlace], rows: dict[int, _Change]) -> Iterator[CellPlace]:
    """The days, timings and explanations that stand in no row of their own, on a page where a row has none: whose they
    are cannot be told."""
    for column in (DATE, TIMING, WHY):
        beside = column + 1 if column == DATE else -1
        loose = [
            cell
            for above, cell, below in zip([NOBODYS, *cells], cells, [*cells[1:], NOBODYS], strict=False)
            if cell[1] == column
            and cell != above
            and (below != (cell[0], beside) if column == DATE else above[0] != cell[0] or above[1] > column)
        ]
        if any(column not in change.cells for change in rows.values()):
            yield from loose


def _beside_gaps(cells: Sequence[CellPlace], rows: dict[int, _Change], *, in_order: bool) -> Iterator[int]:
    """The rows beside a piece of no cell and, where rows are read in their order, those beside one without any text:
    what they hold may be of that one."""
    for at, cell in enumerate(cells):
        if cell == NOBODYS:
            yield from {row for row, _ in cells[max(0, at - 1) : at + 2] if row in rows}
    for row, change in rows.items() if in_order else ():
        if row and not any(change.cells.get(column) for column in TEXTS):
            yield from {row - 1, row + 1} & rows.keys() - {0}


def _give(piece: ChangePiece, decision: WayStep[CellPlace], rows: dict[int, _Change], sure: float) -> None:
    row, column = decision.chosen
    sure += _MORE_SURE * (column == WHY)
    near = [cell for cell, more in decision.rivals if more < sure]
    for other, place in [decision.chosen, *near] if near else ():
        if (other, place) != NOBODYS:
            rows.setdefault(other, _Change()).doubted.add(place)
    if decision.chosen != NOBODYS:
        rows.setdefault(row, _Change()).cells.setdefault(column, []).append(piece)


def _end_of_page(change: _Change, cells: Sequence[CellPlace]) -> None:
    """A text that breaks off at the end of a page goes on at the head of the next one, or is not whole."""
    for column in TEXTS:
        whole = change.cells.get(column, [])
        if whole and (0, column) not in cells and _breaks_off(change.cell(column)):
            change.doubted.add(column)


def _breaks_off(text: str) -> bool:
    return not is_closed(text) and len(text) >= _SENTENCE
