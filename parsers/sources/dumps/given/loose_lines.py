"""Loose lines of a dump that are no answers: feet of pages, and pages that stand in one cell above their own tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold

from ..notation.prefixes import starts
from ..notation.raw import RawRow, RowsRead

_PAGE = 300
"""Letters of a page in one cell at least."""
_BELOW = 40
_WORD = 3
_COMPARED = 12
_FEWEST_CELLS = 4
"""So many cells of some letters below a line are looked for in it; half of them stand there in another order or with
other signs."""
_FOOT = re.compile(r"^(?P<text>\D{2,40}?)(?P<number>\d{1,3})?$")
_FEWEST_FEET = 4


def without_feet(read: RowsRead) -> RowsRead:
    """The rows without the feet of pages: a line printed again and again, whose number counts on each time. Behind each
    foot a page begins."""
    feet: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
    for at, row in enumerate(read.rows):
        match = _FOOT.match(fold(row.text)) if _is_loose(row) else None
        if match is None or starts(row.text) is not None:
            continue
        own, below = match["number"], _number(read.rows, at + 1)
        if own is not None or below is not None:
            feet[match["text"]].append((at, int(own) if own is not None else below or 0, own is None))
    gone: set[int] = set()
    for found in feet.values():
        numbers = [number for _, number, _ in found]
        if len(found) >= _FEWEST_FEET and all(a < b for a, b in pairwise(numbers)):
            gone.update(n for at, _, apart in found for n in range(at, at + 1 + apart))
    told = RowsRead([], read.issues, read.aside)
    page = 0
    for at, row in enumerate(read.rows):
        if at in gone:
            told.aside.append(row.text)
            page += at - 1 not in gone
        else:
            row.page += page
            told.rows.append(row)
    return told


def _is_loose(row: RawRow) -> bool:
    return row.table is None and len(row.cells) == 1


def _number(rows: Sequence[RawRow], at: int) -> int | None:
    """The number that the loose line at `at` is, None where it is anything else."""
    text = fold(rows[at].text) if at < len(rows) and _is_loose(rows[at]) else ""
    return int(text) if re.fullmatch(r"\d{1,3}", text) else None


def without_frames(text: str) -> str:
    """The text of a tab dump without the lines that hold a whole page in one cell, a frame around its tables: the
    tables themselves stand below, and what is in both is read once."""
    lines = text.split("\n")
    return "\n".join(line for at, line in enumerate(lines) if not _is_frame(line, lines[at + 1 : at + _BELOW]))


def _is_frame(line: str, below: Sequence[str]) -> bool:
    if "\t" in line.strip() or len(line) < _PAGE:
        return False
    key = fold(line)
    words = (fold(cell) for row in below for cell in row.split("\t"))
    cells = [word for word in words if len(word) >= _WORD][:_COMPARED]
    return len(cells) >= _FEWEST_CELLS and sum(cell in key for cell in cells) * 2 >= len(cells)
