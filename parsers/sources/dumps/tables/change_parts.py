"""Rows of the table of changes that hold several changes, a tool having lost the rules between them.

Each cell holds the texts of its column one below the other; those of empty cells are nowhere. So days and places are
told, which say where they begin, and a text where there is one for each change. Others are given to none.
"""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.normalizers.lines import opens_item
from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import find_dates, parse_date
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE, TIMINGS
from hyokasho.parsers.forms.lexicon.labels import is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow

_DATE, _ITEM, _TIMING = 0, 1, 4
_TEXTS = (2, 3)
"""The columns of which one at least must be known: a day and a place alone tell no change."""
_BEGINS = pattern("changes", "item")
_ALONE = pattern("changes", "item_alone")
_PAGE_NUMBER = pattern("changes", "page_number")
_SHORT = 3
"""Letters that a line which goes on may be short of its column."""


def without_page_number(date: str) -> str:
    """A cell of the first column without the number of the page, which a tool put below the last day of the page; the
    end of a day that the cell wrapped (2017.12.1 / 7) is none."""
    *lines, last = date.strip().split("\n")
    alone = _PAGE_NUMBER.fullmatch(fold(last)) is not None and parse_date("".join((*lines, last))) is None
    return "\n".join(lines) if alone and (not lines or find_dates("".join(lines))) else date


def with_whole_item(cells: list[str]) -> list[str]:
    """The cells with the end of a line of the item that a border left above the text before the change back there
    (`6．委託事項1` / `託内容` and `①委`): only with it the item says a word of the form."""
    lent, _, text = cells[_TEXTS[0]].partition("\n")
    lines = cells[_ITEM].split("\n")
    own = fold(lent).lstrip(_CIRCLED)
    for at in range(1, len(lines)) if lent.strip() and len(own) <= _LENT else ():
        before, behind = "".join(map(fold, lines[:at])), "".join(map(fold, lines[at:]))
        if _says_a_word(before, own, behind) if own else is_label(behind):
            item = "\n".join([*lines[: at - 1], lines[at - 1] + lent, *lines[at:]])
            return [*cells[:_ITEM], item, text, *cells[_TEXTS[0] + 1 :]]
    return cells


_LENT = 6
"""Letters of such an end at most."""
_CIRCLED = "".join(map(chr, range(ord("①"), ord("⑳") + 1)))


def _says_a_word(before: str, lent: str, behind: str) -> bool:
    """Is there a word of the form that holds all of `lent` and more of the text around it?"""
    at, end = len(before), len(before) + len(lent)
    return any(hit.start <= at and hit.end > end for hit in lexicon.find(before + lent + behind))


def without_heads(cells: Sequence[str]) -> list[str] | None:
    """The cells of a row that a tool ran into the row of heads, without these; None where it is not so."""
    found = [_without_head(cell, head) for cell, head in zip(cells, CHANGE_COLUMNS, strict=False)]
    if len(cells) != len(CHANGE_COLUMNS) or sum(text is not None for text in found) < _FEWEST_HEADS:
        return None
    return [cell if text is None else text for cell, text in zip(cells, found, strict=True)]


_FEWEST_HEADS = 3


def _without_head(cell: str, head: str) -> str | None:
    """A cell without the lines that spell its head, above its text or below it; None where none do."""
    lines = [line for line in cell.split("\n") if line.strip()]
    for count in range(1, len(lines) + 1):
        if fold("".join(lines[:count])) == fold(head):
            return "\n".join(lines[count:])
        if fold("".join(lines[-count:])) == fold(head):
            return "\n".join(lines[:-count])
    return None


def parted(row: RawRow, widths: Sequence[int]) -> tuple[list[RawRow], list[Issue]]:
    """The changes of a row of six cells, and what is not known of them. `widths`: letters of a full line by column."""
    dates = _days(row.cells[_DATE])
    items = _items(row.cells[_ITEM])
    timings = _timings(row.cells[_TIMING])
    alone = any(_ALONE.fullmatch(fold(item)) for item in items)
    if len(dates) < 2 and (len(items) < 2 or not (alone or len(timings) == len(items))):
        return [row], []
    count = max(len(dates), len(items))
    columns: list[list[str]] = []
    issues: list[Issue] = []
    told = {_DATE: dates, _ITEM: items, _TIMING: timings}
    for at, cell in enumerate(row.cells):
        texts = told[at] if at in told else _texts(cell, widths[at])
        known = len(texts) == count
        columns.append(texts if known else [""] * count)
        if cell.strip() and not known:
            message = f"{CHANGES_TITLE} {CHANGE_COLUMNS[at]}: {cell[:80]}"
            issues.append(make_issue("answer-not-known", message, lost=count))
    if not any(text for at in _TEXTS for text in columns[at]):
        return [], issues
    return [RawRow(list(cells), row.table, row.page, source=row) for cells in zip(*columns, strict=True)], issues


def _days(cell: str) -> list[str]:
    """The days that a cell names, each as printed; none where it says something else too."""
    found: list[str] = []
    begun: list[str] = []
    for line in cell.split("\n"):
        begun.append(line)
        if parse_date("".join(begun)) is not None:
            found.append("\n".join(begun))
            begun = []
    return found if not "".join(begun).strip() else []


def _items(cell: str) -> list[str]:
    """The places that a cell names; none where it does not begin with one."""
    found: list[list[str]] = []
    for line in cell.split("\n"):
        if _BEGINS.match(fold(line)):
            found.append([line])
        elif found:
            found[-1].append(line)
        elif line.strip():
            return []
    return ["\n".join(lines) for lines in found]


def _timings(cell: str) -> list[str]:
    """The timings that a cell names; none where it says something else too."""
    lines = [line for line in cell.split("\n") if line.strip()]
    return lines if all(fold(line) in TIMINGS for line in lines) else []


def _texts(cell: str, width: int) -> list[str]:
    """The texts that a cell holds, each ended by a line that is not full; none where one of them may be a paragraph
    of a longer one."""
    lines = [line for line in cell.split("\n") if line.strip()]
    if any(opens_item(line) is not False for line in lines):
        return []
    found: list[list[str]] = [[]]
    for line in lines:
        found[-1].append(line)
        if is_closed(line) or len(line) < width - _SHORT:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]
