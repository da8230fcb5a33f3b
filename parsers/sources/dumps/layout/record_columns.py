"""Record items in a layout text: several columns of number and name read as cells, wrapped names put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hyokasho.normalizers.text import fold

from .columns import TextWord

_NUMBER = re.compile(r"^\d{1,4}[.)．）]?$")
_GLUED = re.compile(r"^\d{1,4}[.)]\D")
_NEAR = 6


@dataclass(slots=True)
class _Entry:
    """A number with the names that stand beside it, or text without number; by line and column."""

    line: int
    column: int
    number: str | None
    name: str
    name_column: int


def record_entries(lines: Sequence[Sequence[TextWord]]) -> list[list[TextWord]]:
    """The lines of a page of record items, a word per item (number and name) or text."""
    entries = [_entries(words, at) for at, words in enumerate(lines)]
    _wrapped(entries)
    shown: list[list[TextWord]] = []
    for line in entries:
        texts = [(e, f"{e.number or ''} {e.name}".strip()) for e in line if e.number or e.name]
        shown.append([TextWord(e.column, text, 0) for e, text in texts])
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
            entry.name = "".join(piece.name for piece in (above, below) if piece)
            for piece in (above, below):
                if piece:
                    piece.name = ""


def _loose(entries: Sequence[list[_Entry]], at: int, column: int) -> _Entry | None:
    if not 0 <= at < len(entries):
        return None
    return next((e for e in entries[at] if e.number is None and e.name and abs(e.column - column) <= _NEAR), None)
