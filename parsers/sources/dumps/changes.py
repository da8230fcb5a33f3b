"""The table of changes (変更箇所) of a dump: rows cut by a page end put together again, repeated heads dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from .change_strips import whole_rows
from .raw import RawRow
from .six_columns import six_columns

_WIDTH = 6
_STARTS = pattern("numbering", "list_item")


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


def mend_changes(rows: Sequence[RawRow]) -> tuple[list[RawRow], list[Issue]]:
    """Rows of six cells, and what had to be left out. A row right behind a page end with neither date nor item goes
    on with the row before, if that can be cut there; the last row of a page that is printed again is kept once."""
    issues: list[Issue] = []
    result: list[RawRow] = []
    rows = whole_rows(six_columns(rows, is_head), is_head)
    table: int | None = None
    fresh = False
    above: RawRow | None = None
    for row in rows:
        if is_head(row.cells):
            fresh = bool(result)
            table = row.table
            if not any(is_head(r.cells) for r in result):
                result.append(row)
            continue
        if row.table is None or len(row.cells) < 3:
            result.append(row)
            continue
        fresh = fresh or (table is not None and row.table != table)
        if not fresh and above is None and _is_upper_half(row.cells):
            above = row
            continue
        table = row.table
        cells = _six(row.cells)
        if above is not None:
            cells = [_joined(a, b) for a, b in zip(_six(above.cells), cells, strict=True)]
            above = None
        previous = result[-1] if result and result[-1].table is not None and not is_head(result[-1].cells) else None
        if fresh and previous is not None and not cells[0].strip() and not cells[1].strip():
            if all(_runs_on(a, b) for a, b in zip(_six(previous.cells), cells, strict=True)):
                previous.cells = [_joined(a, b) for a, b in zip(_six(previous.cells), cells, strict=True)]
            else:
                lost = f"{CHANGES_TITLE}: the row that ends so is lost: {row.text[:80]}"
                issues.append(make_issue("unclaimed-text", lost))
        elif not (fresh and previous is not None and _same(previous.cells, cells)):
            result.append(RawRow(cells, row.table, row.page, source=row))
        fresh = False
    return result, issues


def _is_upper_half(cells: Sequence[str]) -> bool:
    """A row with texts before and after only, in mid-sentence: the upper part of the row whose date stands below."""
    six = _six(cells)
    texts = [six[2], six[3]]
    alone = not any(six[k].strip() for k in (0, 1, 4, 5)) and any(t.strip() for t in texts)
    return alone and not any(t.rstrip().endswith("。") for t in texts)


def _runs_on(above: str, below: str) -> bool:
    """Whether `below` can be the rest of `above` behind a page end: a list item that follows one there, or text that
    begins in mid-sentence where the last line is full, as wide as the others."""
    if not below.strip():
        return True
    if _STARTS.match(below.lstrip()):
        return _item_before(below.lstrip(), above)
    lines = [line for line in re.split(r"[\n ]+", above) if line]
    width = max(map(len, lines), default=0)
    return len(lines) > 1 and len(lines[-1]) >= max(width - 2, _NARROWEST) and not above.rstrip().endswith(_CLOSED)


_NARROWEST = 6
_CLOSED = ("。", "）", ")", "】", "＞", "」")
_SIGN = re.compile(r"[(（]?(\d{1,2}|[①-⑳])[.．)）]?")


def _item_before(item: str, above: str) -> bool:
    """Does `above` hold the item before this one: the number before, or the same sign at the beginning of a piece?"""
    pieces = [piece for line in above.split("\n") for piece in line.split(" ") if piece]
    sign = _SIGN.match(item)
    if sign is None:
        return any(piece[0] == item[0] for piece in pieces)
    number = fold(sign[1])
    before = str(int(number) - 1) if number.isdecimal() else chr(ord(number) - 1)
    return any((found := _SIGN.match(piece)) is not None and fold(found[1]) == before for piece in pieces)


def is_head(cells: Sequence[str]) -> bool:
    """The head row, also in scrambled order, or its first two columns alone, or those of the texts."""
    keys = {fold(c) for c in cells if c.strip()} & set(_HEADS)
    return len(keys) >= 3 or keys in ({*_HEADS[:2]}, {*_HEADS[2:4]})


_HEADS = tuple(map(fold, CHANGE_COLUMNS))


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
