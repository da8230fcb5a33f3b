"""Record items without cells whose names wrap: the number stands level with the middle of its name's lines.

On a page without lines each printed line is a row. A number then has no name beside it (of two lines one stands above
and one below), or the middle one of three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.parsers.sections.record_entries import Entry, leading, middle_of

_NEAR = 1.3
"""Type heights between the middles of a number and of the lines above and below it that are one name."""
_SAME_LEFT = 3.0
"""Points within which the lines of one name begin."""
_EVEN = 0.35
"""Type heights by which the lines above and below stand unevenly at most."""


def with_names_around(rows: Sequence[list[Entry]]) -> list[list[Entry]]:
    """The rows, lines right above and below a number put to it as its name.

    A number that has none (its text is empty) is left out, or, where it stands alone in its row, is the text again.
    """
    found = [list(row) for row in rows]
    for k in range(1, len(found) - 1):
        for n, entry in enumerate(found[k]):
            lines = _around(found, k, n)
            if lines is not None:
                above, below = lines
                found[k][n] = _joined(entry, above, below)
                found[k - 1] = [e for e in found[k - 1] if e is not above]
                found[k + 1] = [e for e in found[k + 1] if e is not below]
    return [named for row in found if (named := _named(row))]


def _around(rows: Sequence[Sequence[Entry]], k: int, n: int) -> tuple[Entry, Entry] | None:
    """The lines right above and right below an entry of row k that are parts of its name."""
    entry = rows[k][n]
    if entry.bbox is None or entry.number is None or (entry.text and len(entry.lines) > 1):
        return None
    end = rows[k][n + 1].x0 if n + 1 < len(rows[k]) else None
    for above in rows[k - 1]:
        if not _is_part(above, entry, end):
            continue
        for below in rows[k + 1]:
            if _is_part(below, entry, end) and abs(below.x0 - above.x0) <= _SAME_LEFT and _even(above, entry, below):
                return above, below
    return None


def _is_part(line: Entry, entry: Entry, end: float | None) -> bool:
    """Is an entry a line of text between a number and the next column, near the number's level?"""
    if line.bbox is None or entry.bbox is None or line.number is not None or line.page != entry.page:
        return False
    begins = abs(line.x0 - entry.x0) <= _SAME_LEFT if entry.text else line.x0 >= entry.bbox[2] - 1
    height = entry.bbox[3] - entry.bbox[1]
    near = abs(middle_of(line.bbox) - middle_of(entry.bbox)) <= _NEAR * height
    return begins and near and (end is None or line.x0 < end) and leading(line) is None


def _even(above: Entry, entry: Entry, below: Entry) -> bool:
    """Does an entry stand in the middle between two lines?"""
    if above.bbox is None or entry.bbox is None or below.bbox is None:
        return False
    off = middle_of(above.bbox) + middle_of(below.bbox) - 2 * middle_of(entry.bbox)
    return abs(off) / 2 <= _EVEN * (entry.bbox[3] - entry.bbox[1])


def _joined(entry: Entry, above: Entry, below: Entry) -> Entry:
    parts = [above, entry, below] if entry.text else [above, below]
    first = parts[0]
    return replace(
        first,
        number=entry.number,
        text="".join(part.text for part in parts),
        raw="\n".join(part.raw for part in (parts if entry.text else (entry, *parts))),
        row=entry.row,
        lines=tuple(line for part in parts for line in part.lines),
        confidence=min(part.confidence for part in (entry, above, below)),
        evidence=tuple(dict.fromkeys(sign for part in (entry, above, below) for sign in part.evidence)),
    )


def _named(row: Sequence[Entry]) -> list[Entry]:
    if len(row) == 1 and not row[0].text:
        return [replace(row[0], text=row[0].raw, number=None)]
    return [entry for entry in row if entry.text]
