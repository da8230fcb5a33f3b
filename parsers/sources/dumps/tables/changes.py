"""The table of changes (変更箇所) of a dump: rows cut by a page end put together again, repeated heads dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.cut_rows import goes_on, is_one_date
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow
from .change_halves import joined_halves
from .change_parts import parted, with_whole_item, without_heads, without_page_number
from .change_strips import whole_rows
from .six_columns import six_columns

_WIDTH = 6
_MOST_OTHER_CELLS = 4
"""Cells of a row behind the first head that may be of another table; wider ones have columns of their own."""


def split_changes(rows: Sequence[RawRow]) -> tuple[list[RawRow], list[RawRow]]:
    """The rows of the table of changes, and what follows it: another table, told by other heads or fewer columns."""
    table = rows[0].table if rows else None
    width = max((len(r.cells) for r in rows if is_head(r.cells)), default=0)
    for at, row in enumerate(rows):
        if row.table == table or is_head(row.cells):
            table = row.table
            continue
        if row.table is not None and width >= _WIDTH - 1 and len(row.cells) < _WIDTH - 1:
            return list(rows[:at]), list(rows[at:])
        table = row.table
    return list(rows), []


def whole_heads(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with a head row that a tool parted line by line (提出時期に / 係る説明) as one row."""
    result: list[RawRow] = []
    at = 0
    while at < len(rows):
        window = next((n for n in range(_HEAD_LINES, 1, -1) if _is_parted_head(rows[at : at + n], n)), 1)
        row = rows[at]
        if window > 1:
            row = RawRow(_columns_joined(rows[at : at + window]), row.table, row.page, row.heading, row)
        result.append(row)
        at += window
    return result


_HEAD_LINES = 4


def _is_parted_head(rows: Sequence[RawRow], count: int) -> bool:
    """Are these rows of one table a head row together, each of them a part of it?"""
    if len(rows) < count or rows[0].table is None or len({(row.table, len(row.cells)) for row in rows}) > 1:
        return False
    if not all(any(cell.strip() for cell in row.cells) for row in rows) or not any(is_head(row.cells) for row in rows):
        return False
    return {fold(cell) for cell in _columns_joined(rows) if cell.strip()} == set(_HEADS)


def _columns_joined(rows: Sequence[RawRow]) -> list[str]:
    return ["".join(row.cells[at] for row in rows) for at in range(len(rows[0].cells))]


def mend_changes(rows: Sequence[RawRow]) -> tuple[list[RawRow], list[Issue]]:
    """Rows of six cells, and what had to be left out. A row right behind a page end with neither date nor item goes
    on with the row before, if that can be cut there; the last row of a page that is printed again is kept once."""
    result: list[RawRow] = []
    halves = joined_halves(rows)
    rows, lost = six_columns(halves.rows, is_head)
    unknown = (f"{CHANGES_TITLE}: item or text is not known: {text[:80]}" for text in lost)
    issues = [*halves.issues, *(make_issue("unclaimed-text", message) for message in unknown)]
    rows = whole_rows(rows, is_head)
    widths = _widths(rows)
    table: int | None = None
    fresh = False
    for row in rows:
        beside = without_heads(row.cells)
        if beside is not None or is_head(row.cells):
            fresh = bool(result)
            table = row.table
            if not any(is_head(r.cells) for r in result):
                result.append(row if beside is None else RawRow(list(CHANGE_COLUMNS), row.table, row.page, source=row))
            if beside is None or not any(map(str.strip, beside)):
                continue
            row = RawRow(beside, row.table, row.page, source=row)
        if row.table is None or len(row.cells) < 3 or id(row) in halves.alone:
            table = row.table or table
            if not (result and printed_heads([row.text])):
                result.append(row)
            continue
        fresh = fresh or (table is not None and row.table != table)
        table = row.table
        cells = with_whole_item(_six(row.cells))
        cells[0] = without_page_number(cells[0])
        previous = result[-1] if result and result[-1].table is not None and not is_head(result[-1].cells) else None
        if previous is not None and _is_rest(previous.cells, cells, widths):
            previous.cells = [previous.cells[0] or cells[0], *map(_joined, previous.cells[1:], cells[1:])]
        elif previous is not None and fresh and not cells[1].strip() and is_one_date(previous.cells[0], cells[0]):
            issues += _torn(previous, cells, widths)
        elif not (fresh and previous is not None and _same(previous.cells, cells)):
            issues += _crossed(previous, cells, widths) if previous is not None else ()
            result.append(RawRow(cells, row.table, row.page, source=row))
        fresh = False
    return _parted(result, widths, issues), issues


def _parted(rows: Sequence[RawRow], widths: Sequence[int], issues: list[Issue]) -> list[RawRow]:
    """The rows with those that hold several changes parted, and without those that are none."""
    result: list[RawRow] = []
    for row in rows:
        if row.table is None or len(row.cells) != _WIDTH or is_head(row.cells):
            result.append(row)
            continue
        if _is_piece(row.cells):
            issues.append(make_issue("unclaimed-text", f"{CHANGES_TITLE}: of no row: {row.text[:80]}", lost=1))
            continue
        found, lost = parted(row, widths)
        result += found
        issues += lost
    return result


def _is_rest(above: Sequence[str], below: Sequence[str], widths: Sequence[int]) -> bool:
    """Is this the rest of the row above? Rows that the tool lost stood there too, so a text must show it."""
    full = {at for at in range(_WIDTH) if _is_full(above[at], widths[at])}
    return goes_on(above, below, full, lossy=True)


def _is_piece(cells: Sequence[str]) -> bool:
    """Is this no row but a piece of one: one text alone or an explanation, of no day, item or timing?"""
    return not any(cells[at].strip() for at in (0, 1, 4)) and not (cells[2].strip() and cells[3].strip())


def _crossed(row: RawRow, below: list[str], widths: Sequence[int]) -> Iterator[Issue]:
    """Take the texts of two rows back where the one below begins with the end of the one above."""
    for at in (2, 3):
        above = _six(row.cells)
        if _is_full(above[at], widths[at]) and _IN_SENTENCE.match(below[at].strip()):
            message = f"{CHANGES_TITLE} {CHANGE_COLUMNS[at]}: {above[at][-40:]} ... {below[at][:40]}"
            yield make_issue("answer-not-known", message, lost=2)
            above[at] = below[at] = ""
            row.cells = above


def _widths(rows: Sequence[RawRow]) -> list[int]:
    """Letters of the longest line of each column."""
    cells = [_six(row.cells) for row in rows if row.table is not None and not is_head(row.cells)]
    return [max((len(line) for row in cells for line in _lines(row[at])), default=0) for at in range(_WIDTH)]


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"[\n ]+", text) if line]


def _torn(row: RawRow, below: Sequence[str], widths: Sequence[int]) -> Iterator[Issue]:
    """The lower row is none, it lacks its other part; nor is a text above known as a whole that lacks its end: the last
    line is full and ends no sentence."""
    above = _six(row.cells)
    for at in (at for at in range(1, _WIDTH) if below[at].strip()):
        half = above[at] if _is_full(above[at], widths[at]) else ""
        above[at] = "" if half else above[at]
        lost = f"{half[:40]} ... {below[at][:40]}" if half else below[at][:80]
        yield make_issue("unclaimed-text", f"{CHANGES_TITLE}: the row that ends so is lost: {lost}", lost=1)
    row.cells = above


def _is_full(text: str, width: int) -> bool:
    """Does the text end in mid-sentence with a full line: as wide as its others, alone as wide as its column?"""
    lines = _lines(text)
    width = max(map(len, lines), default=0) if len(lines) > 1 else width
    return bool(lines) and len(lines[-1]) >= max(width - 2, _NARROWEST) and not is_closed(text)


_NARROWEST = 6
_IN_SENTENCE = pattern("sentences", "goes_on")


def is_head(cells: Sequence[str]) -> bool:
    """The head row, also in scrambled order, or its first two columns alone, or those of the texts."""
    keys = {fold(c) for c in cells if c.strip()} & set(_HEADS)
    return len(keys) >= 3 or keys in ({*_HEADS[:2]}, {*_HEADS[2:4]})


def start_of_changes(rows: Sequence[RawRow]) -> int:
    """Where the first head row of the table of changes stands; behind the last row where there is none."""
    return next((at for at, row in enumerate(rows) if is_head(row.cells)), len(rows))


def rows_of_others(rows: Sequence[RawRow]) -> Iterator[tuple[RawRow, bool]]:
    """The rows, each with whether it is none of the table of changes: it stands above the first head of one, or has too
    few cells and none of the widths of tables with such a head."""
    head = start_of_changes(rows)
    widths = {len(row.cells) for row in rows if row.table is not None and is_head(row.cells)}
    for at, row in enumerate(rows):
        yield row, at < head or (len(row.cells) <= _MOST_OTHER_CELLS and len(row.cells) not in widths)


def printed_heads(lines: Sequence[str]) -> set[str]:
    """The heads (of CHANGE_COLUMNS) that those lines print which hold nothing else, several on one of them or not."""
    keys = [key for key in map(fold, lines) if _ONLY_HEADS.fullmatch(key)]
    return {_NAMES[found[0]] for key in keys for found in _A_HEAD.finditer(key)}


_HEADS = tuple(map(fold, CHANGE_COLUMNS))
_NAMES = dict(zip(_HEADS, CHANGE_COLUMNS, strict=True))
_A_HEAD = re.compile("|".join(map(re.escape, sorted(_HEADS, key=len, reverse=True))))
_ONLY_HEADS = re.compile(f"(?:{_A_HEAD.pattern})+")


def _six(cells: Sequence[str]) -> list[str]:
    """Exactly six cells; what stands beyond the sixth belongs to it."""
    padded = [*cells[:_WIDTH], *([""] * (_WIDTH - len(cells)))]
    beyond = [c for c in cells[_WIDTH:] if c.strip()]
    if beyond:
        padded[-1] = "\n".join([c for c in (padded[-1],) if c.strip()] + beyond)
    return padded


def _joined(above: str, below: str) -> str:
    return "\n".join(t for t in (above, below) if t.strip())


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [fold(c) for c in _six(one)] == [fold(c) for c in _six(other)]
