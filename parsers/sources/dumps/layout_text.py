"""Layout text, page by page: the cover, the form proper, the record items and the changes, each by its columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, OPTIONS_WORD, RECORDS_TITLE
from hyokasho.parsers.model import Issue

from .coarse import CoarsePages
from .columns import Word, form_rows, split_words
from .cover_text import cover_rows
from .cutting import CARRY
from .prefixes import starts
from .raw import RawRow
from .record_columns import record_rows
from .rows import PAGE_LINE
from .words import heading_key, is_heading

_CONTENTS = "項目一覧"
_ATTACHED = re.compile(r"^[(（【]?別(?:紙|表|記)")


def layout_rows(text: str) -> tuple[list[RawRow], list[Issue]]:
    """The rows of a layout text in reading order, and what of its changes could not be told."""
    reader = _Reader()
    for number, lines in enumerate(split_pages(text), start=1):
        reader.page(number, [split_words(line) for line in lines])
    reader.finish()
    return reader.rows, reader.changes.issues


class _Reader:
    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.zone = "cover"
        self.changes = CoarsePages()
        self.open = False
        self.heads = 0

    def page(self, number: int, lines: list[list[Word]]) -> None:
        for zone, part in self._parts(lines):
            if zone != "changes":
                self.finish()
            if zone == "cover":
                self.rows += cover_rows(part, number)
            elif zone == "contents":
                self.rows += [RawRow([_text(words)], None, number) for words in part if words]
            elif zone == "records":
                self.rows += record_rows(part, number)
            elif zone == "changes":
                self._changes(part, number)
            else:
                self.rows += form_rows(part, number, carry_cost(self.rows))

    def _changes(self, lines: list[list[Word]], number: int) -> None:
        head = any(map(is_change_head, lines))
        self.heads += head
        first = next((words for words in lines if words), [])
        if self.open and not head and (self.heads > 1 or _ATTACHED.match(fold(_text(first)))):
            self.open = False  # a table that repeats its head has ended
        elif head:
            self.open = True
        if self.open:
            self.changes.add(lines, number)

    def finish(self) -> None:
        """Hand over the rows of the table of changes, which is laid out as a whole."""
        self.rows += self.changes.rows()

    def _parts(self, lines: list[list[Word]]) -> list[tuple[str, list[list[Word]]]]:
        """The page cut where its zone changes."""
        parts: list[tuple[str, list[list[Word]]]] = []
        start = 0
        for at, words in enumerate(lines):
            zone = self._zone(_text(words), lines[at:], first=at == 0)
            if zone != self.zone:
                parts.append((self.zone, lines[start:at]))
                self.zone, start = zone, at
        parts.append((self.zone, lines[start:]))
        return [(zone, part) for zone, part in parts if any(part)]

    def _zone(self, text: str, below: list[list[Word]], *, first: bool) -> str:
        if fold(text) == _CONTENTS:
            return "contents"
        if self.zone == "contents" and (first or _begins_form(below)):
            return "form"
        if any(map(is_change_head, below[:3])):
            return "changes"
        if self.zone == "records" and _begins_part(below[0]):
            return "form"
        if not text or not is_heading(text):
            return self.zone
        key = heading_key(text)
        if self.zone == "cover" and fold(text)[:1] in ("I",):
            return "form"
        if self.zone == "form" and key == RECORDS_TITLE:
            return "records"
        if self.zone == "records" and key != RECORDS_TITLE and fold(text)[:1] in ("I", "V", "別", "("):
            return "form"
        return self.zone


def _begins_form(lines: Sequence[Sequence[Word]]) -> bool:
    """A part's heading with a section's heading below it: the contents, which list parts only, have ended."""
    filled = [_text(words) for words in lines[:4] if words][:2]
    if len(filled) < 2 or not is_heading(filled[0]) or not is_heading(filled[1]):
        return False
    return fold(filled[0])[:1] in ("I",) and fold(filled[1])[:1].isdigit()


def is_change_head(words: Sequence[Word]) -> bool:
    """A line with the heads of the first four columns of the table of changes."""
    return set(CHANGE_COLUMNS[:4]) <= {fold(word.text) for word in words}


def carry_cost(rows: Sequence[RawRow]) -> float:
    """How likely the answer of the last row goes on on the next page: below 0 where it stops in mid-sentence."""
    if not rows or not rows[-1].cells or rows[-1].page == 0:
        return math.inf
    lines = [line for line in rows[-1].cells[-1].split("\n") if line.strip()]
    if len(rows[-1].cells) < 2 or not lines or OPTIONS_WORD in rows[-1].cells[-1]:
        return CARRY
    full = len(lines) > 1 and len(lines[-1]) >= max(len(line) for line in lines) * 0.85
    return -CARRY if full and not lines[-1].rstrip().endswith("。") else CARRY


def _begins_part(words: Sequence[Word]) -> bool:
    """A line that begins with a Roman number and the first letters of a heading (which may be wrapped)."""
    if not words or fold(words[0].text)[:1] not in ("I", "V"):
        return False
    begun = starts("".join(w.text for w in words[:2]))
    return begun is not None and begun[1] and len(begun[0]) >= 6


def _text(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


def split_pages(text: str) -> list[list[str]]:
    """The lines of each page, without its number; pages end at a form feed or a line that is a page number."""
    pages: list[list[str]] = [[]]
    feeds = text.count("\f")
    for line in text.split("\n"):
        for k, part in enumerate(line.split("\f")):
            if k:
                pages.append([])
            if PAGE_LINE.match(part):
                if feeds < 2:
                    pages.append([])
            else:
                pages[-1].append(part.rstrip())
    return [_trimmed(p) for p in pages if any(line.strip() for line in p)]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return lines
