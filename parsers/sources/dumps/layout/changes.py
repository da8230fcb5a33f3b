"""The rows of changes (変更箇所) of a layout text: what a page end has cut is joined, and what is no row left out.

A row that cannot be told is told so in an issue: a wrong text is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE, TIMINGS
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.forms.wording.cut_rows import goes_on
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.unruled.change_costs import ITEM
from hyokasho.parsers.model import Cell, Issue, Line, Row

from ..tables.changes import is_head
from .torn_places import is_torn_place, with_whole_place

_MOST_LOST = 0.1
"""Share of the rows, or lines, that may be left out of a table that was read."""
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
_ENDS_TEXT = pattern("sentences", "ends_text")
_ITEM, _TEXTS = 1, (2, 3)
"""The column of places, and those of what stood before and after."""
_FULL, _FULL_ITEM = 0.9, 0.7
"""Share of the lines that go on in a next one which are no wider than a full line: of texts, and of places, where some
lines hold the text beside them too."""
_FEW_LINES, _FEW_ITEMS = 8, 4
"""Fewer lines do not tell how wide a column is."""
_TOO_WIDE = 1.3
"""A line so much wider than a full one holds the text of two columns."""
_SLACK = 2
"""Columns by which a full line may end earlier."""
_UNMARKED = re.compile(r"\[.?\]")


def told_changes(rows: Sequence[Row]) -> tuple[Sequence[Row], list[Issue]]:
    """The rows of the table of changes that are whole: a date merged over rows stands in each of them, and what cannot
    be a row is left out and told."""
    entries: list[Row] = []
    above: Row | None = None
    for row in _over_pages([_with_whole_head(row) for row in rows]):
        if above is not None and above.table == row.table and _below_merged(above.cells[0], row.cells[0]):
            row = replace(row, cells=(above.cells[0], *row.cells))
        row = with_whole_place(row) if _is_entry(row) else row
        above = row if _is_entry(row) else None
        entries.append(row)
    torn = [row for row in entries if _is_entry(row) and not _is_whole(row)]
    per_page = Counter(row.page for row in entries if _is_entry(row))
    bad = {page for page, count in Counter(row.page for row in torn).items() if count * _DOUBTFUL > per_page[page]}
    head = next((n for n, row in enumerate(entries) if is_head([cell.text for cell in row.cells])), len(entries))
    loose = {n for n, row in enumerate(entries) if row.table is None and n > head}
    loose |= {n for n, row in enumerate(entries) if n > head and row.table is not None and len(row.cells) <= _LEAST}
    gone = {n for n, row in enumerate(entries) if row in torn or (row.page in bad and _is_entry(row))} | loose
    gone |= _with_cut_texts(entries)
    texts = [" / ".join(cell.text for cell in entries[n].cells)[:80] for n in sorted(gone - loose)]
    issues = [make_issue("unclaimed-text", f"{CHANGES_TITLE}: a row cannot be told: {text}", lost=1) for text in texts]
    if loose:
        message = f"{CHANGES_TITLE}: {len(loose)} lines whose columns cannot be told"
        issues.append(make_issue("rows-missing", message, lost=1))
    count = sum(map(_is_entry, entries))
    of_rows = sum(_height(row) for n, row in enumerate(entries) if n > head and n not in loose)
    if len(texts) > _MOST_LOST * count or sum(_height(entries[n]) for n in loose) > _MOST_LOST * of_rows:
        parts = [f"{len(texts)} of {count} rows"] if texts else []
        parts += [f"{len(loose)} lines"] if loose else []
        message = f"{CHANGES_TITLE}: {' and '.join(parts)} cannot be told"
        issues.append(make_issue("table-not-read", message))
    return [row for n, row in enumerate(entries) if n not in gone], issues


def _height(row: Row) -> int:
    """Lines of a row."""
    return max(len(cell.lines) for cell in row.cells)


def _with_whole_head(row: Row) -> Row:
    """The row with the head of each column in its own cell, where its six cells hold nothing but the letters of all
    heads: in narrow columns they run into each other, line by line."""
    letters = Counter(fold("".join(cell.text for cell in row.cells)))
    if row.table is None or len(row.cells) != len(CHANGE_COLUMNS) or letters != Counter(fold("".join(CHANGE_COLUMNS))):
        return row
    named = zip(row.cells, CHANGE_COLUMNS, strict=True)
    return replace(row, cells=tuple(replace(cell, lines=(Line(head),)) for cell, head in named))


def _with_cut_texts(rows: Sequence[Row]) -> set[int]:
    """The rows with a text of which a part stands elsewhere: a line is wider than its column, or the last of several
    lines of what stood before or after is full and ends no sentence."""
    texts = [
        (n, (k, len(row.cells)), [line.text for line in row.cells[k].lines])
        for n, row in enumerate(rows)
        for k in ((_ITEM, *_TEXTS) if _is_entry(row) else ())
    ]
    widths: dict[tuple[int, int], list[int]] = {}
    for _, k, lines in texts:
        widths.setdefault(k, []).extend(map(columns, lines[:-1]))
    full = {
        k: sorted(w)[int(len(w) * (_FULL if k[0] in _TEXTS else _FULL_ITEM))]
        for k, w in widths.items()
        if len(w) >= (_FEW_LINES if k[0] in _TEXTS else _FEW_ITEMS)
    }
    wide = {n for n, k, lines in texts if k in full and any(columns(line) > full[k] * _TOO_WIDE for line in lines)}
    return wide | {n for n, k, lines in texts if k in full and k[0] in _TEXTS and _lacks_end(lines, full[k])}


def _lacks_end(lines: Sequence[str], width: int) -> bool:
    """Does a text of a column of this width lack its end?"""
    return len(lines) > 1 and columns(lines[-1]) >= width - _SLACK and not _ENDS_TEXT.search(lines[-1].rstrip())


def _over_pages(rows: Sequence[Row]) -> list[Row]:
    """The rows, those joined that a page end has cut: date, item and timing stand in one of the two parts, and each row
    names an item. A head printed again goes."""
    joined: list[Row] = []
    heads = 0
    for row in rows:
        heads += is_head([cell.text for cell in row.cells])
        if heads > 1 and is_head([cell.text for cell in row.cells]):
            continue
        above = joined[-1] if joined else None
        if above is None or not (_is_entry(above) and _is_entry(row)) or above.page == row.page:
            joined.append(row)
            continue
        if len(above.cells) != len(row.cells) or not goes_on(_texts(above), _texts(row), None):
            joined.append(row)
            continue
        cells = zip(above.cells, row.cells, strict=True)
        joined[-1] = replace(above, cells=tuple(replace(a, lines=(*a.lines, *b.lines)) for a, b in cells))
    return joined


def _texts(row: Row) -> list[str]:
    """The texts of the six columns of a row."""
    return [*(cell.text for cell in row.cells), ""][: len(CHANGE_COLUMNS)]


def _is_entry(row: Row) -> bool:
    """Is a row one of changes, and not the head?"""
    return row.table is not None and len(row.cells) > _LEAST and not is_head([cell.text for cell in row.cells])


def _is_whole(row: Row) -> bool:
    """Whether a row looks like one: one date or none, one item of the form, one timing or none, but not none of them,
    brackets in pairs, and no text or item that begins in the middle of a word."""
    cells = row.cells
    date, item, before, after, timing, explanation = map(fold, _texts(row))
    if is_torn_place(cells[_ITEM]):
        return False
    if not (date or item or timing) or (date and parse_date(date) is None) or (timing and timing not in TIMINGS):
        return False
    place = _COUNTED.sub("", item)
    if item and (not ITEM.match(item) or any(mark in place for mark in _NO_PLACE)):
        return False
    if sum(_PLACE.match(fold(line)) is not None for line in cells[_ITEM].text.split("\n")[1:]):
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
