"""Cells that a tool cut or ran together: a foreign column border through the lines of an answer, the number of an item
left behind in the cell before it, a heading with the next heading on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hyokasho.normalizers.lines import columns
from hyokasho.parsers.forms.heads import OPTIONS_WORD, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_label, label_key

from .ballots import ballots_in_front
from .raw import RawRow

_MOST_CELLS = 4
"""Wider tables (変更箇所) have columns of their own."""
_LEAST_WIDTH = 8
_SLACK = 2
_LEAST_CUT = 2
_ENDS = ("。", "）", ")", "」", "】", "＞", ">", "．")
_NO_TEXT = re.compile(rf"\[|{OPTIONS_WORD}|^\d{{1,2}}[)）]|<input|[□☐☑]", re.MULTILINE)
_ORNAMENT = re.compile(r"[<＜〈《≪【◆◇■]|[(（]\d{1,2}[)）]")
_CLOSES = (">", "＞", "〉", "》", "≫", "】")
_NUMBER = re.compile(r"\d{1,4}")
_BLANK = re.compile(r"\s+")


def whole_cells(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows with lines that a column border cut put together again, and headings of record items one per row."""
    result: list[RawRow] = []
    for row in rows:
        if 1 < len(row.cells) <= _MOST_CELLS:
            row.cells = _uncut(row.cells)
        row.cells = [ballots_in_front(cell) for cell in row.cells]
        if len([cell for cell in row.cells if cell.strip()]) == 1:
            result += _heads(row)
        else:
            result.append(row)
    return result


def _uncut(cells: list[str]) -> list[str]:
    cells = list(cells)
    for at in range(len(cells) - 1):
        answer = at > 0 and "\n" in cells[at] and is_label(cells[at - 1])
        joined = joined_lines(cells[at], cells[at + 1], least=1 if answer else _LEAST_CUT)
        if joined is not None:
            cells[at], cells[at + 1] = "", joined
    return cells


def joined_lines(left: str, right: str, least: int = _LEAST_CUT) -> str | None:
    """The lines of an answer that a border cut: every line of the left cell that is as wide as its cell, and does not
    end there, goes on in the next line of the right one. None where the cells are no such halves; `least` lines must
    be cut before two cells are taken for halves."""
    if _NO_TEXT.search(left) or _NO_TEXT.search(right) or is_label(left) or is_label(right):
        return None
    first, second = left.split("\n"), right.split("\n")
    width = max(columns(line) for line in first)
    cut = [columns(line) >= width - _SLACK and not line.rstrip().endswith(_ENDS) for line in first]
    if not least <= sum(cut) == len(second) or width < _LEAST_WIDTH * 2 or any(is_label(line) for line in first):
        return None
    rest = iter(second)
    return "\n".join(line + next(rest) if goes_on else line for line, goes_on in zip(first, cut, strict=True))


def whole_headings(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows of record items with headings that a column border cut as one row."""
    result: list[RawRow] = []
    for row in rows:
        cut = _cut_headings([cell for cell in row.cells if cell.strip()])
        if cut:
            result += [RawRow([heading], None, row.page, True, row) for heading in cut]
            continue
        result.append(row)
    return result


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
    text = next(cell for cell in row.cells if cell.strip())
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
