"""Layout text, page by page: the cover, the form proper, the record items and the changes, each by its columns."""

from __future__ import annotations

import re

from .columns import Word, find_labels, form_rows, split_words, value_column
from .raw import RawRow
from .rows import PAGE_LINE


def layout_rows(text: str) -> list[RawRow]:
    """The rows of a layout text in reading order."""
    rows: list[RawRow] = []
    for number, lines in enumerate(split_pages(text), start=1):
        words = [split_words(line) for line in lines]
        rows += form_rows(words, number, carry=number > 2, top_aligned=False)
    return rows


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


__all__ = ["Word", "find_labels", "layout_rows", "re", "value_column"]
