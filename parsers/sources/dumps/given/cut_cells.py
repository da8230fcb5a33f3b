"""Cells that a tool cut or ran together: a foreign column border through the lines of an answer, the number of an item
left behind in the cell before it, a heading with the next heading on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from hyokasho.normalizers.lines import columns
from hyokasho.parsers.forms.heads import RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import chosen_items, heading_key, is_label, label_key
from hyokasho.parsers.forms.lexicon.options import boxed_items
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK

from ..notation.ballots import ballots_in_front
from ..notation.raw import RawRow, RowsRead
from ..tables.changes import rows_of_others
from ..tables.item_tables import is_item_head
from .cut_lines import LEAST_CUT, NARROWEST, STOP, is_text, joined_boxes, joined_lines

_NARROWEST_ANSWER = 6
"""A cell right behind its label is the beginning of the answer, however narrow."""
_ORNAMENT = re.compile(r"[<＜〈《≪【◆◇■]|[(（]\d{1,2}[)）]")
_CLOSES = (">", "＞", "〉", "》", "≫", "】")
_OPENS = ("<", "＜", "〈", "《", "≪", "【")
_NUMBER = re.compile(r"\d{1,4}")
_BLANK = re.compile(r"\s+")


def whole_cells(read: RowsRead) -> RowsRead:
    """The rows with lines that a column border cut put together again, and headings of record items one per row."""
    result: list[RawRow] = []
    for row, of_another in rows_of_others(read.rows):
        if len(row.cells) > 1 and of_another:
            _uncut(read, row)
        row.cells = [ballots_in_front(cell) for cell in row.cells]
        if len(row.filled) == 1:
            result += _heads(row)
        else:
            result.append(row)
    return RowsRead(result, read.issues, read.aside)


def _uncut(read: RowsRead, row: RawRow) -> None:
    """Put answers together that borders cut; where which lines go on is not sure, the text is marked as not known.

    From the right, and what was put together is tried again as the left half of the next cell."""
    filled = [at for at, cell in enumerate(row.cells) if cell.strip()]
    right = len(filled) - 1
    while right > 0:
        first, second = filled[right - 1 : right + 1]
        before = row.cells[filled[right - 2]] if right > 1 else ""
        whole = _joined(before, row.cells[first], row.cells[second])
        if whole is None:
            right -= 1
            continue
        if not whole:
            whole = f"{row.cells[first]}\n{row.cells[second]}\n{UNKNOWN_MARK}"
            read.issues.append(make_issue("answer-not-known", f"a border cuts the lines of an answer: {whole[:80]}"))
        row.cells[first], row.cells[second] = "", whole
        del filled[right - 1]
        right = min(right, len(filled) - 1)


def _joined(before: str, left: str, right: str) -> str | None:
    """The whole lines of two cells; "" where they are halves, but whose is not sure; None where they are no halves.
    `before`: the cell before them."""
    if UNKNOWN_MARK in left + right:
        return None
    lines = left.split("\n")
    answer = len(lines) > 1 and any(map(is_label, (before.replace("\n", ""), *before.split("\n"))))
    sentence = len(lines) > 1 and any(line.rstrip().endswith(STOP) for line in lines)  # (no label that is not known)
    least = 1 if answer or sentence else LEAST_CUT
    joined = joined_lines(left, right, least=least, narrowest=_NARROWEST_ANSWER if answer else NARROWEST)
    joined = joined_boxes(left, right) if joined is None else joined
    return "" if joined is None and answer and _is_cut_text([before, left], right) else joined


def _is_cut_text(cells: Sequence[str], whole: str) -> bool:
    """Are two cells beside the label of a text halves of it, whichever of their lines go on? (時点 stands alone.)"""
    label, left = cells
    asks_text = is_label(label) and label_key(label) not in chosen_items() and label_key(label) not in boxed_items()
    return asks_text and is_text(left) and is_text(whole) and max(map(columns, whole.split("\n"))) >= _NARROWEST_ANSWER


def whole_headings(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of record items with headings that a column border cut as one row."""
    result: list[RawRow] = []
    for row, below in zip_longest(rows, rows[1:]):
        cells = row.filled
        cut = _above_head(row, cells, below) or _cut_headings(cells)
        result += [RawRow([heading], None, row.page, True, row) for heading in cut] if cut else [row]
    return result


def _above_head(row: RawRow, cells: Sequence[str], below: RawRow | None) -> list[str]:
    """The heading of a list that stands in its table, right above the head row (番号, 項目名), whole; else nothing."""
    if not cells or row.table is None or below is None or below.table != row.table or not is_item_head(below.cells):
        return []
    first, rest = cells[0].split("\n"), [line for cell in cells[1:] for line in cell.split("\n")]
    cut = [line.startswith(_OPENS) and not line.endswith(_CLOSES) for line in first]
    if rest and sum(cut) == len(rest):
        halves = iter(rest)
        return [line + next(halves) if goes_on else line for line, goes_on in zip(first, cut, strict=True)]
    whole = "".join(cell.replace("\n", "") for cell in cells)
    return [whole] if not whole[0].isdigit() and not is_item_head(cells) else []


def _cut_headings(cells: Sequence[str]) -> list[str]:
    """Headings that a column border cut (<連絡 | 先>), a line each; nothing where the cells are anything else."""
    pieces = [cell.split("\n") for cell in cells]
    if len(pieces) < 2 or len({len(lines) for lines in pieces}) > 1:
        return []
    whole = ["".join(line.strip() for line in level) for level in zip(*pieces, strict=True)]
    headings = all(
        _ORNAMENT.match(line) and not _ORNAMENT.match(end) for line, end in zip(whole, pieces[-1], strict=True)
    )
    closed = any(
        line.endswith(_CLOSES) and not first.endswith(_CLOSES) for line, first in zip(whole, pieces[0], strict=True)
    )
    return whole if headings and closed else []


def _heads(row: RawRow) -> Iterator[RawRow]:
    """A heading of the record items (the annex, a file, a group) with the next heading behind it: two rows."""
    text = row.first
    for match in _BLANK.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        if behind and heading_key(before) == RECORDS_TITLE != label_key(before):
            yield RawRow([before], row.table, row.page, True, source=row)
            yield RawRow([behind], row.table, row.page, source=row)
            return
    yield row


def numbers_with_names(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of record items in which a number that stands alone at the end of a cell begins the next cell again."""
    waiting = ""
    result: list[RawRow] = []
    for row in rows:
        cells = []
        for cell in row.cells:
            lines = [line for line in cell.split("\n") if line.strip()]
            if waiting and lines:
                if not lines[0][:1].isdigit() or not _NUMBER.match(lines[0]):
                    lines[0] = f"{waiting} {lines[0]}"
                waiting = ""
            if len(lines) > 1 and _NUMBER.fullmatch(lines[-1].strip()):
                waiting = lines.pop().strip()
            cells.append("\n".join(lines))
        result.append(RawRow(cells, row.table, row.page, row.heading, row.source))
    return result
