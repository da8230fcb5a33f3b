"""Text of tab, Markdown or mixed dumps -> rows of cells, page by page. No form knowledge here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hyokasho.normalizers.character_classes import BULLETS, LIST_SIGNS
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, OPTIONS_WORD, RECORD_COLUMNS
from hyokasho.parsers.forms.wording import source
from hyokasho.parsers.layout.sheets.page_numbers import read_page_number

from .markup import fragment_text, has_markup, page_rows
from .raw import RawRow

_PAGE_LINE = late(
    rf"^\s*(?:{source('page_marks', 'line')}"
    r"|#{1,6}\s*page\s*\d+|page\s*\d+(?:\s*(?:of|/)\s*\d+)?:?|<!--\s*page\s*\d+\s*-->)\s*$",
    re.IGNORECASE,
)
_LONGEST = 30
"""Letters of a line with the number of a page at most."""
_RULE_CELL = late(r"^\s*:?-{2,}:?\s*$|^\s*$")
_PIPE = late(r"(?<!\\)\|")
HEADING_MARK = late(r"^\s{0,3}#{1,6}\s+")
"""The mark of a Markdown heading."""
_TWICE_LISTED = late(
    rf"^\s*[-*+]\s+(?=[{BULLETS}①-⑳※(（【〈《≪＜◆◇■]|(?:\d{{1,4}}|[\u30a2-\u30f3])[ \u3000.．)）]"
    rf"|(?:{'|'.join(map(re.escape, RECORD_COLUMNS))})[ \u3000])"
)
"""The mark of a Markdown list item before the mark that the text has itself, or before the head row of a list."""
_EMPHASIS = late(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = late(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_COMMENT = late(r"<!--.*?-->", re.DOTALL)
_TABLE_OPEN = late(r"<table\b", re.IGNORECASE)
_TABLE_CLOSE = late(r"</table\s*>", re.IGNORECASE)
_LIST_ITEM = late(
    rf"[ \u3000]+(?=[{LIST_SIGNS}①-⑳](?=[^ \u3000\])）])"
    rf"|[<＜〈≪【](?!{OPTIONS_WORD})[^<>＜＞〈〉≪≫【】]{{2,40}}[>＞〉≫】](?:[ \u3000]|$))"
    r"|(?<=[。）)])[ \u3000]+(?=[(（]?\d{1,2}[)）.．、](?!\d))"
)
"""Where a tool that joins the lines of a cell by blanks joined what was the start of a paragraph or list item."""

_ONE_TWO = late(r"^[(（]1[)）].*[ \u3000][(（]2[)）]|^[(（]１[)）].*[ \u3000][(（]２[)）]")
_COUNTED = late(r"[ \u3000]+(?=[(（]\d{1,2}[)）])")
BREAK = late(r"<br\s*/?>")
LINE_MARK = late(r"^\s*(?:#{1,6}|[-*+])\s+|<!--.*?-->")
"""The mark of a heading or of a list item, and a comment."""
PART = late(rf"[IV]|[(]?{ANNEX}")
"""The number of a part or an annex (folded)."""
_FENCE = late(r"^\s*(?:```|~~~|\*{3,}\s*$|_{3,}\s*$|-{5,}\s*$)")


def is_page_line(line: str) -> bool:
    """Is a line nothing but the number of a page, letter-spaced or not, or a form feed?"""
    spellings = (line, fold(line)) if len(line) < _LONGEST else (line,)
    return line == "\f" or any(_PAGE_LINE.match(spelling) for spelling in spellings)


def printed_numbers(text: str) -> list[tuple[int, int, int | None]]:
    """The numbers of pages that stand on lines of their own: (how-manieth, number, number of all pages or None)."""
    lines = [
        line for line in text.replace("\f", "\n").split("\n") if is_page_line(line) and "page" not in line.lower()
    ]
    found = [read_page_number(line) for line in lines]
    return [(at, *number) for at, number in enumerate((n for n in found if n is not None), 1)]


def read_rows(text: str) -> list[RawRow]:
    """Rows of the dump: lines with tabs or pipes are rows of cells, HTML tables are taken apart, other lines are
    rows of one cell without table. Page numbers and form feeds count the page and are dropped."""
    return list(_Reader(text).rows())


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = _COMMENT.sub("", text).split("\n")
        self.page = 1
        self.table = 0
        self.in_table = False

    def rows(self) -> Iterator[RawRow]:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if "\f" in line:
                self.page += line.count("\f")
                self.in_table = False
                line = line.replace("\f", " ")
            at += 1
            if is_page_line(line):
                self.page += 1
                self.in_table = False
            elif not line.strip(" \r") or _FENCE.match(line):
                self.in_table = False
            elif "\t" in line:
                yield from self._cells(line.split("\t"))
            elif line.strip().startswith("|") and line.strip().endswith("|") and len(line.strip()) > 1:
                yield from self._cells(_PIPE.split(line.strip())[1:-1])
            elif _TABLE_OPEN.search(line):
                html, at = self._until_closed(line, at)
                yield from self._html(html)
            else:
                yield from self._line(line)

    def _cells(self, cells: list[str]) -> Iterator[RawRow]:
        if all(_RULE_CELL.match(c) for c in cells) and any(c.strip() for c in cells):
            return
        if not self.in_table:
            self.table += 1
            self.in_table = True
        yield RawRow([clean_cell(c) for c in cells], self.table, self.page)

    def _until_closed(self, line: str, at: int) -> tuple[str, int]:
        parts = [line]
        depth = len(_TABLE_OPEN.findall(line)) - len(_TABLE_CLOSE.findall(line))
        while depth > 0 and at < len(self.lines):
            parts.append(self.lines[at])
            depth += len(_TABLE_OPEN.findall(self.lines[at])) - len(_TABLE_CLOSE.findall(self.lines[at]))
            at += 1
        return "\n".join(parts), at

    def _html(self, html: str) -> Iterator[RawRow]:
        for row in page_rows(html, self.table):
            row.page = self.page
            self.table = max(self.table, row.table or 0)
            yield row

    def _line(self, line: str) -> Iterator[RawRow]:
        self.in_table = False
        heading = bool(HEADING_MARK.match(line))
        for part in clean_cell(_TWICE_LISTED.sub("", HEADING_MARK.sub("", line))).split("\n"):
            if part.strip() and not is_page_line(part):
                yield RawRow([part.strip()], None, self.page, heading)


def clean_cell(cell: str) -> str:
    """The text of a cell as lines: HTML and Markdown taken away."""
    text = fragment_text(cell) if has_markup(cell) else cell.strip(" \r\n")
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", text)).strip()
    if "\n" in text:
        return text
    if _ONE_TWO.search(text):
        text = _COUNTED.sub("\n", text)
    return text if len(text) < 40 else _LIST_ITEM.sub("\n", text)
