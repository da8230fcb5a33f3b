"""Tables of changes that are wider than their paper: the pages hold some of the six columns each, down then over or
sheet by sheet, and their heads say which.

    |変更日|項目|変更前の記載|   ...   |変更後の記載|提出時期|提出時期に係る説明|

The n-th page with items goes with the n-th page without, where there are as many of them, and their rows side by side
where both have as many, counted from such whose texts before and after a change are alike. Elsewhere the rows of one
side stand alone: those with more of item and texts. A column that the edge of the paper cuts has a blank head on one
side; its lines are joined where both sides have as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from rapidfuzz.fuzz import ratio

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow
from .six_columns import leading_day

_HEADS = tuple(map(fold, CHANGE_COLUMNS))
_DATE, _ITEM, _BEFORE, _AFTER, _TIMING = range(5)
_BEGINS = pattern("changes", "item")
_FEWEST = 2
"""So many heads make a row of heads."""
_LIKENESS, _LONG = 60, 12
"""Likeness (0-100) of the texts before and after a change at least, and letters of one that tells it."""


@dataclass(slots=True)
class _Page:
    """The rows of a page below the columns that its head names (that of the page before, where it has none); no columns
    where the head says nothing clear."""

    left: bool
    columns: tuple[int, ...]
    rows: list[RawRow] = field(default_factory=list)

    def placed(self) -> list[RawRow]:
        """The rows with each cell in its column."""
        places = {at: n for n, at in enumerate(self.columns)}
        rows = [[row.cells[places[at]] if at in places else "" for at in range(len(_HEADS))] for row in self.rows]
        return [RawRow(cells, row.table, row.page, source=row) for cells, row in zip(rows, self.rows, strict=True)]


@dataclass(slots=True)
class Halves:
    """The rows with six cells each; those of `alone` (ids) lack the columns of other pages, and so go on nowhere."""

    rows: list[RawRow]
    alone: set[int] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)


def joined_halves(rows: Sequence[RawRow]) -> Halves:
    """The rows with all six columns where the heads name some of them only; as they are elsewhere. A row without those
    of other pages is given where it says what was changed: item and text, or both texts."""
    heads = [head for row in rows if row.table is not None and (head := _head(row.cells)) is not None]
    if not any(columns for columns, _ in heads) or any(len(columns) == len(_HEADS) for columns, _ in heads):
        return Halves(list(rows))
    pages, others = _pages(rows)
    left, right = [page for page in pages if page.left], [page for page in pages if not page.left]
    shared = {at for one in left for other in right for at in {*one.columns} & {*other.columns}} - {_DATE}
    found = Halves([RawRow(list(CHANGE_COLUMNS), rows[0].table, rows[0].page, source=rows[0])])
    level = len(left) == len(right)
    lost = [row.text for row in others]
    for one, other in zip_longest(left, right):
        halves = [page.placed() if page is not None else [] for page in (one, other)]
        for n, (a, b) in enumerate(_segments(*halves) if level else (halves,)):
            if len(a) == len(b):
                found.rows += [_beside(*pair, shared) for pair in zip(a, b, strict=True)]
                continue
            alone = [_without(row, shared) for row in max(a, b, key=lambda part: sum(map(_says, part)))]
            if n == 0 and alone and not alone[0].cells[_ITEM].strip() and not alone[0].cells[_TIMING].strip():
                _forget(found.rows[-1], alone.pop(0))
            told = [row for row in alone if _says(row)]
            found.rows += told
            found.alone |= {id(row) for row in told}
            lost += [row.text for row in (*a, *b)]
    if lost:
        message = f"{CHANGES_TITLE}: which lines of other pages go on with these is not known: {' '.join(lost)[:80]}"
        found.issues.append(make_issue("answer-not-known", message, lost=len(lost)))
    return found


def begins_with_heads(cells: Sequence[str]) -> bool:
    """Are these heads, or heads into whose cells a tool ran the first row?"""
    return _head(cells) is not None


def _head(cells: Sequence[str]) -> tuple[tuple[int, ...], list[str]] | None:
    """The columns that a row of heads names (none where it is not clear), and what the tool ran into their cells; None
    where it is none. A blank cell at an end is a part of its neighbour's column that the paper cuts."""
    parts = [_parted(cell) for cell in cells]
    named = [_HEADS.index(key) for key, _ in parts if key]
    if len(named) < _FEWEST:
        return None
    columns = [named[0] - 1, *named] if not cells[0].strip() else named
    columns = [*columns, named[-1] + 1] if not cells[-1].strip() else columns
    rests = [rest for _, rest in parts]
    level = len(columns) == len(cells) and columns == sorted({*columns}) and not any(_parted(rest)[0] for rest in rests)
    clear = level and columns[0] >= 0 and columns[-1] < len(_HEADS)
    return (tuple(columns), rests) if clear else ((), [])


def _parted(cell: str) -> tuple[str, str]:
    """The head that begins a cell, folded ("" for none), and the text below it."""
    lines = cell.split("\n")
    keys = [fold("".join(lines[:count])) for count in range(1, len(lines) + 1)]
    count = next((n for n, key in enumerate(keys, start=1) if key in _HEADS), 0)
    return (keys[count - 1], "\n".join(lines[count:])) if count else ("", cell)


def heads_of(line: str) -> list[int]:
    """The columns whose heads, some of the six, a line holds one behind the other with blanks between, and nothing
    else."""
    words = [fold(word) for word in line.split()]
    some = _FEWEST <= len(words) < len(_HEADS) and {*words} <= {*_HEADS}
    return [_HEADS.index(word) for word in words] if some else []


def _pages(rows: Sequence[RawRow]) -> tuple[list[_Page], list[RawRow]]:
    """The pages with a part of the table, and the rows that are in no such part."""
    pages: list[_Page] = []
    others: list[RawRow] = []
    for _, group in groupby(rows, key=lambda row: row.page):
        table = list(group)
        at = next((n for n, row in enumerate(table) if row.table is None and heads_of(row.text)), None)
        if at is not None:
            columns = tuple(heads_of(table[at].text))
            pictured = _pictured(table[at + 1 :]) if columns == (_DATE, _ITEM) else None
            pages.append(_Page(_ITEM in columns, columns if pictured else (), pictured or []))
            table = table[:at] if pictured else [*table[:at], *table[at + 1 :]]
        new = at is None
        for row in table:
            head = _head(row.cells) if row.table is not None else None
            if head is not None:
                left = any(_parted(cell)[0] == _HEADS[_ITEM] for cell in row.cells)
                pages.append(_Page(left, head[0]))
                row = RawRow(head[1], row.table, row.page, source=row)
            elif new and row.table is not None and pages:
                pages.append(_Page(pages[-1].left, pages[-1].columns))
            new = new and row.table is None
            if row.table is None or not pages or len(row.cells) != len(pages[-1].columns):
                others.append(row)
            elif row.text.strip():
                pages[-1].rows.append(row)
    return pages, others


def _pictured(rows: Sequence[RawRow]) -> list[RawRow] | None:
    """Days and items of a page that a tool gave as lines; None where these are not all told. A day stands on the line
    of its item or between two lines of it."""
    lines = [(row.text[: (end := leading_day(row.text))].strip(), row.text[end:].strip()) for row in rows]
    found: list[RawRow] = []
    taken = False
    for at, (day, text) in enumerate(lines):
        if taken:
            taken = False
            continue
        if day and not text:
            below = lines[at + 1] if at + 1 < len(lines) else ("", "")
            if not found or found[-1].cells[_DATE] or "\n" in found[-1].cells[_ITEM] or below[0] or not below[1]:
                return None
            text = f"{found.pop().cells[_ITEM]}\n{below[1]}"
            taken = True
        if not _BEGINS.match(fold(text)):
            return None
        found.append(RawRow([day, text], None, rows[at].page, source=rows[at]))
    return found


def _segments(left: list[RawRow], right: list[RawRow]) -> Iterator[tuple[list[RawRow], list[RawRow]]]:
    """Stretches of the rows of two pages that go together as a whole: one row each where the texts before and after a
    change are alike, those between such rows, as many of one page as of the other or not."""
    if left and len(right) == len(left) + 1 and not right[0].cells[_TIMING].strip():
        left = [RawRow([""] * len(_HEADS), left[0].table, left[0].page), *left]  # (what the page before ends with)
    at = below = 0
    for n, m in _alike(left, right):
        yield from _parts(left[at:n], right[below:m])
        yield [left[n]], [right[m]]
        at, below = n + 1, m + 1
    yield from _parts(left[at:], right[below:])


def _parts(left: list[RawRow], right: list[RawRow]) -> Iterator[tuple[list[RawRow], list[RawRow]]]:
    dates = [(fold(a.cells[_DATE]), fold(b.cells[_DATE])) for a, b in zip(left, right, strict=False)]
    if len(left) == len(right) and any(a and b and a != b for a, b in dates):
        yield left, []
        yield [], right
    elif left or right:
        yield left, right


def _alike(left: Sequence[RawRow], right: Sequence[RawRow]) -> list[tuple[int, int]]:
    """The rows (left, right), in the order of both, whose texts before and after are alike as no others of them are."""
    texts = [(n, row.cells[_BEFORE]) for n, row in enumerate(left) if len(row.cells[_BEFORE]) >= _LONG]
    found: list[tuple[int, int]] = []
    for m, row in enumerate(right):
        near = [n for n, text in texts if ratio(fold(text), fold(row.cells[_AFTER])) > _LIKENESS]
        if len(near) == 1:
            found.append((near[0], m))
    once = Counter(n for n, _ in found)
    found = [pair for pair in found if once[pair[0]] == 1]
    return found if found == sorted(found) and [n for n, _ in found] == sorted(n for n, _ in found) else []


def _says(row: RawRow) -> bool:
    """Does a row say what was changed?"""
    return sum(bool(row.cells[at].strip()) for at in (_ITEM, _BEFORE, _AFTER)) > 1


def _forget(above: RawRow, rest: RawRow) -> None:
    """Take the texts back that may go on in the first row of the next page."""
    if above.cells != list(CHANGE_COLUMNS):
        above.cells = [a if not b.strip() else "" for a, b in zip(above.cells, rest.cells, strict=True)]


def _without(row: RawRow, shared: set[int]) -> RawRow:
    """The row without the columns that the edge of the paper cuts."""
    return RawRow([c if at not in shared else "" for at, c in enumerate(row.cells)], row.table, row.page, source=row)


def _beside(one: RawRow, other: RawRow, shared: set[int]) -> RawRow:
    pairs = enumerate(zip(one.cells, other.cells, strict=True))
    cells = [_across(a, b) if at in shared else a or b for at, (a, b) in pairs]
    return RawRow(cells, other.table, other.page, source=one.source or other)


def _across(left: str, right: str) -> str:
    """A text whose lines go on on the other side; "" where it is not known which of them do."""
    own, rest = left.split("\n"), right.split("\n")
    if not right.strip():
        return left
    return "\n".join(a + b for a, b in zip(own, rest, strict=True)) if len(own) == len(rest) else ""
