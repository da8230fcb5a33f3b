"""Record items of a dump: a row per item, ghosts of OCR and repeated heads taken out, torn numbers paired again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, RECORD_COLUMNS, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..given.cut_cells import numbers_with_names, whole_headings
from ..notation.raw import RawRow
from .item_tables import is_item_head
from .record_heads import GHOST, HEADING, NUMBERED, head_rows_apart, headings_apart
from .record_lines import listed_items, parted_lines

_GLUED = pattern("answers", "number_before_counter")
_INNER = re.compile(r"(?<=\S)[ 　](\d{1,4})[ 　](?=\S)")
NUMBER = re.compile(r"^\d{1,4}$")
_PAGE_OF = re.compile(r"[ 　]*\d{1,2}[ 　]*/[ 　]*\d{1,2}$")
ANNEX_MARK = re.compile(rf"^\(?{ANNEX}\d?\)?")
_EXCEPT = pattern("numbering", "exception_line")
_NAME = pattern("records", "name")
_MANY_NAMES = 12
"""So many names on loose lines are lists, however few lines there are."""
HEADS = frozenset(map(fold, RECORD_COLUMNS))


class _List:
    """The items of one list so far: the numbers given, and the items behind others in a cell, which are taken for
    ghosts of those that have cells of their own."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.left_out: dict[int, str] = {}

    def lost(self) -> list[str]:
        """The items left out that have no cell of their own; the next list begins."""
        found = [f"{number} {name}" for number, name in self.left_out.items() if number not in self.seen]
        self.seen.clear()
        self.left_out.clear()
        return found


def mend_record_rows(rows: Sequence[RawRow]) -> tuple[list[RawRow], list[Issue]]:
    """Rows of cells with a number and a name each, and what was left out. A number that stands in a cell of its own
    keeps its row; one that has been printed already and stands in a row alone is a ghost; `1/2` behind a heading goes.
    """
    items = _List()
    lost: list[str] = []
    result: list[RawRow] = []
    rows = numbers_with_names(parted_lines(headings_apart(whole_headings(head_rows_apart(rows)))))
    headless = _lost_headings(rows)
    words = [_words(r.cells[0]) for r in rows if r.table is None and r.cells]
    enough = 2 if sum(n > 2 for n in words) > 2 or sum(words) >= _MANY_NAMES else 99
    for at, row in enumerate(rows):
        if _EXCEPT.match(fold(row.text)) or (headless and row.table is None and HEADING.match(row.text)):
            continue
        if result and heading_key(row.text) == RECORDS_TITLE:
            continue
        if is_item_head(row.cells) or (len(row.cells) > 1 and _is_split_heading(row.cells)):
            continue
        if row.table is None and len(row.cells) == 1 and enough <= _words(row.cells[0]):
            result += [RawRow([word], None, row.page) for word in row.cells[0].split()]
            continue
        if row.heading or (_alone(row.cells) and _counts_anew(rows[at + 1 : at + 2])):
            lost += items.lost()
        if row.table is None or not row.filled:
            result.append(RawRow([_PAGE_OF.sub("", c) for c in row.cells], row.table, row.page, row.heading))
            continue
        parts = [part for cell in row.cells if cell.strip() for part in _items_of_list(cell, len(row.cells))]
        cells = []
        for before, part in pairwise(["", *parts]):
            named = _is_name_of(part, before)
            cells += [part.replace("\n", " ").strip()] if named else _cell_items(part, items, alone=_alone(row.cells))
        if any(c.strip() for c in cells):
            result.append(RawRow(cells, row.table, row.page))
    told = [f"{RECORDS_TITLE}: an item cannot be told: {text}" for text in (*lost, *items.lost())]
    return result, [make_issue("unclaimed-text", text, lost=1) for text in told]


def _words(line: str) -> int:
    """How many names a loose line holds with blanks between them; 0 where it is anything else."""
    words = line.split()
    names = all(_NAME.match(word) for word in words)
    return len(words) if names and not HEADING.match(line) and not ANNEX_MARK.match(fold(line)) else 0


def _lost_headings(rows: Sequence[RawRow]) -> bool:
    """Whether lists begin on a page (a second head row) without a heading: then nobody knows where a group ends."""
    page, heads = 0, 0
    for row in rows:
        if row.page != page or row.table is None:
            page, heads = row.page, 0
        heads += is_item_head(row.cells)
        if heads > 1:
            return True
    return False


def _counts_anew(rows: Sequence[RawRow]) -> bool:
    """Does the row below a heading begin with the first number?"""
    first = next((cell for row in rows for cell in row.cells if cell.strip()), "")
    counted = NUMBERED.match(first) or NUMBER.match(first)
    return counted is not None and int(counted[0][:1]) == 1 and not counted[0][1:2].isdigit() and len(rows[0].cells) > 1


def _alone(cells: Sequence[str]) -> bool:
    return sum(bool(c.strip()) for c in cells) == 1


def _is_split_heading(cells: Sequence[str]) -> bool:
    """A heading with `1/2` behind it, cut by a column border; it is printed above the table too."""
    joined = "".join(cells).strip()
    return bool(_PAGE_OF.search(joined) or re.search(r"\d[ 　]*/[ 　]*\d?$", joined)) and not NUMBERED.match(joined)


def _items_of_list(cell: str, cells: int) -> list[str]:
    """The items of a cell that holds a list, one each, whether they stand on lines of their own or not; else the cell
    as it is. `cells`: those of its row."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if len(lines) > 2 and all(map(NUMBERED.match, lines)):
        return lines
    items = listed_items(" ".join(lines), fewest=2 if cells == 1 else 3)
    return items if len(items) > 1 else [cell]


def _is_name_of(cell: str, number: str) -> bool:
    """Is a cell the name behind a cell that is nothing but its number, whatever digits the name begins with?"""
    if NUMBER.match(number.strip()) is None or fold(cell) in HEADS:
        return False
    again = NUMBERED.match(cell.strip())
    return again is None or int(again[1]) != int(number)


def _cell_items(cell: str, known: _List, *, alone: bool) -> list[str]:
    """The items of a cell: one as a rule; a second one begins at a number in its middle that follows the first."""
    text = GHOST.sub("", cell.replace("\n", " ").strip())
    if fold(text) in HEADS:
        return []
    match = NUMBERED.match(text) or _GLUED.match(text)
    if match is None:
        return [text] if text else []
    number, name = int(match[1]), match[2].strip()
    inner = _INNER.search(name)
    items: list[str] = []
    later: list[str] = []
    if inner is not None and int(inner[1]) == number + 1:
        rest = name[inner.end() :].strip()
        name = name[: inner.start()].strip()
        if number in known.seen:
            later = _cell_items(f"{inner[1]} {rest}", known, alone=alone)
        else:
            known.left_out[number + 1] = rest
    if number not in known.seen:
        known.seen.add(number)
        items.append(f"{number} {name}")
    elif not later and not (alone and NUMBERED.match(text)):
        items.append(text)
    return items + later
