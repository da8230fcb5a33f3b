"""Record items in a layout text: several columns of number and name read as cells, wrapped names put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.text import fold

from .columns import TextWord

_NUMBER = re.compile(r"^\d{1,4}[.)．）]?$")
_GLUED = re.compile(r"^\d{1,4}[.)]\D")
_NEAR = 6
_ALIGNED = 2
"""Columns by which the tool shifts the second line of a name."""
_APART = 4
"""Columns between two entries that are seen to be two."""


@dataclass(slots=True)
class _Entry:
    """A number with the names that stand beside it, or text without number; by line and column."""

    line: int
    column: int
    number: str | None
    name: str
    name_column: int
    grown: bool = False
    """Was its name put together from several lines?"""


def record_entries(lines: Sequence[Sequence[TextWord]]) -> list[list[TextWord]]:
    """The lines of a page of record items, a word per item (number and name) or text."""
    entries = [_entries(words, at) for at, words in enumerate(lines)]
    _wrapped(entries)
    _goes_on(entries)
    return [_set_apart([e for e in line if e.number or e.name]) for line in entries]


def _set_apart(entries: Sequence[_Entry]) -> list[TextWord]:
    """A word for each entry of a line, those behind a name that was put together as far right as that needs."""
    shown: list[TextWord] = []
    shift, least = 0, 0
    for entry in entries:
        shift = max(shift, least - entry.column)
        shown.append(TextWord(entry.column + shift, f"{entry.number or ''} {entry.name}".strip(), 0))
        least = shown[-1].end + _APART if entry.grown else 0
    return shown


def _entries(words: Sequence[TextWord], line: int) -> list[_Entry]:
    found: list[_Entry] = []
    for word in words:
        number = bool(_NUMBER.match(fold(word.text)))
        glued = _GLUED.match(fold(word.text)) is not None and word.gap > 1
        last = found[-1] if found else None
        if number and (last is None or last.name or last.number is None or word.gap > _NEAR):
            found.append(_Entry(line, word.column, word.text, "", word.end + 2))
        elif not glued and last is not None and (word.gap == 1 or (last.number and not last.name)):
            if not last.name:
                last.name_column = word.column
            last.name = f"{last.name} {word.text}".strip()
        else:
            found.append(_Entry(line, word.column, None, word.text, word.column))
    return found


def _wrapped(entries: list[list[_Entry]]) -> None:
    """A name in two lines stands above and below its number: both pieces go to the number without a name."""
    for at, line in enumerate(entries):
        for entry in line:
            if entry.number is None or entry.name:
                continue
            above = _loose(entries, at - 1, entry.name_column)
            below = _loose(entries, at + 1, entry.name_column)
            entry.name, entry.grown = "".join(piece.name for piece in (above, below) if piece), True
            for piece in (above, below):
                if piece:
                    piece.name = ""


def _goes_on(entries: list[list[_Entry]]) -> None:
    """A name in two lines may stand beside its number with its first one: its rest stands below it, on a line without
    numbers below one whose texts all have one."""
    for above, line in pairwise(entries):
        if not all(e.number for e in above) or any(e.number for e in line):
            continue
        for entry in line:
            own = next((e for e in above if abs(e.name_column - entry.column) <= _ALIGNED), None)
            if own is not None and own.name and entry.name:
                own.name, own.grown, entry.name = own.name + entry.name, True, ""


def _loose(entries: Sequence[list[_Entry]], at: int, column: int) -> _Entry | None:
    if not 0 <= at < len(entries):
        return None
    return next((e for e in entries[at] if e.number is None and e.name and abs(e.column - column) <= _NEAR), None)
