"""The words of a line of text, each with its column, and a label that words on several lines spell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..notation.prefixes import LabelKind

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TextWord:
    """A run without blanks: its column on the line and the number of blanks before it."""

    column: int
    text: str
    gap: int

    @property
    def end(self) -> int:
        return self.column + len(self.text)


@dataclass(slots=True)
class Label:
    """A label found on a page: what it spells, its kind, its words by line number."""

    key: str
    kind: LabelKind
    text: str
    words: dict[int, tuple[int, int]]
    numbered: bool = False

    @property
    def last(self) -> int:
        return max(self.words)


def split_words(line: str) -> list[TextWord]:
    """The words of a line with their columns (full-width blanks count as blanks)."""
    words: list[TextWord] = []
    end = 0
    for match in _TOKEN.finditer(line):
        words.append(TextWord(match.start(), match[0], match.start() - end if words else match.start()))
        end = match.end()
    return words
