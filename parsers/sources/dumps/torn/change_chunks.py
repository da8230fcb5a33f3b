"""The chunks of a torn table of changes: words of a line that stand in one cell, and how wide the columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from hyokasho.normalizers.change_kinds import cell_says
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, CHANGES_TITLE, TIMINGS
from hyokasho.parsers.forms.lexicon.labels import is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.layout.unruled.change_costs import ITEM as CHANGE_ITEM

from ..tables.changes import is_head

DATE, ITEM, BEFORE, AFTER, TIMING, WHY = range(6)
TEXTS = (BEFORE, AFTER)
CHANGE_DATE = pattern("dates", "day_alone")
"""A date of change as printed, folded."""

Gap = Literal["blank", "line", "space"]
"""What parts a chunk from the one before: a blank line, the end of a line, a blank."""
Kind = Literal["date", "item", "ditto", "timing", "why", "word", "text"]

_OF_ONE_CELL = {("date", "text"), ("item", "item")}
"""Kinds of chunks on a line that are of one cell together: a text that begins with a date, a place of two names."""
_DITTO = 2
_FEW = 3
"""Lines that show how wide their column is."""
_WIDE = 30
"""Letters of a line that alone shows how wide the columns of texts are: it goes on below."""
_NARROW = 16
"""Letters of a date, or of a line of the last column, at most."""
_JOINED = 0.9
"""Share of the chunks that stand behind a blank where lines are joined."""
_HEAD = 4
"""Letters of a piece of the head at least."""
_NAMED = pattern("changes", "place")
_PARTS = late(r"[ ]+(?![^\[［]*[\]］]|[\[［])")
_SIGN = late(r"[(（]?\d{1,2}[)）.．]?|[①-⑳○]|[ⅠⅡⅢⅣⅤⅥ]|[IV]{1,3}|\[.*\]")
_PAGE_MARK = late(r"^[-–(]?\d+[-–)/]+\d*(?=\D)")


class Chunk(NamedTuple):
    """Words of one line, and what parts them from those before."""

    text: str
    gap: Gap
    kind: Kind


class Widths(NamedTuple):
    """Letters of a full line of the columns that wrap (0: not known)."""

    item: float
    before: float = 0.0
    after: float = 0.0
    why: float = 0.0

    def of(self, column: int) -> float:
        """The width of a column."""
        return {ITEM: self.item, BEFORE: self.before, AFTER: self.after, WHY: self.why}.get(column, 0.0)


def _chunks_of(lines: Sequence[str]) -> list[Chunk]:
    """The chunks of a page without the head of the table; a day that its column wrapped is one."""
    found: list[Chunk] = []
    gap: Gap = "blank"
    in_head = False
    for line in lines:
        stripped = _PAGE_MARK.sub("", line.strip()) if CHANGE_COLUMNS[0] in line else line.strip()
        if stripped:
            in_head = _is_head_text(fold(stripped), short=in_head)
        if not stripped or in_head:
            gap = "blank"
            continue
        for part in _line_parts(stripped):
            chunk = Chunk(part, gap, _kind(part))
            gap = "space"
            if chunk.gap == "space" and _of_one_cell(found[-1], chunk):
                above = found.pop()
                chunk = Chunk(f"{above.text} {chunk.text}", above.gap, chunk.kind)
            if chunk.gap == "line" and chunk.kind == "text" and found[-1].kind in ("date", "text"):
                day = found[-1].text + chunk.text
                if CHANGE_DATE.match(fold(day)) and len(day) < _NARROW:
                    chunk = Chunk(day, found.pop().gap, "date")
            found.append(chunk)
        gap = "line"
    return found


def chunks_of_pages(pages: Sequence[Sequence[str]]) -> list[list[Chunk]]:
    """The chunks of the lines of all pages; where a tool joined lines by blanks, each stands on a line of its own."""
    found = [_chunks_of(lines) for lines in pages]
    gaps = Counter(chunk.gap for page in found for chunk in page)
    if gaps["space"] < _JOINED * gaps.total():
        return found
    return [[chunk._replace(gap="line") if chunk.gap == "space" else chunk for chunk in page] for page in found]


def _of_one_cell(above: Chunk, chunk: Chunk) -> bool:
    """Do two chunks stand in one cell: a part of the form and its item; on a line, a day and text, or two places?"""
    if chunk.gap == "space" and (above.kind, chunk.kind) in _OF_ONE_CELL:
        return True
    return above.kind == "item" and chunk.kind == "text" and is_label(chunk.text)


def _line_parts(line: str) -> list[str]:
    """The words of a line that may be of cells of their own; a number or sign stands with its neighbours."""
    found: list[str] = []
    sign = True
    for part in _PARTS.split(line):
        is_sign = _SIGN.fullmatch(part) is not None
        if found and (sign or is_sign):
            found[-1] += f" {part}"
        else:
            found.append(part)
        sign = is_sign
    return found


def _is_head_text(key: str, *, short: bool) -> bool:
    """Is this a piece of the head? `short`: it stands below one, so that two letters will do."""
    printed = key in "".join(CHANGE_COLUMNS) or CHANGE_COLUMNS[2] in key or key.endswith(CHANGES_TITLE)
    begins = len(key) >= _HEAD - 1 and any(head.startswith(key) for head in CHANGE_COLUMNS)
    return (short or begins or len(key) >= _HEAD) and (printed or is_head([key]))


def _kind(text: str) -> Kind:
    key = fold(text)
    if CHANGE_DATE.match(key):
        return "date"
    if key in TIMINGS:
        return "timing"
    if CHANGE_ITEM.match(key):
        return "ditto" if len(key) == _DITTO and not _NAMED.match(text) else "item"
    return "word" if cell_says(key) is not None else "text"


def width_of(text: str) -> float:
    """The width of a line in full letters; letters of half a width are those below the symbols of Unicode."""
    return sum(0.5 if letter < "\u2000" else 1.0 for letter in text)


def widths_of(pages: Sequence[Sequence[Chunk]]) -> list[Widths]:
    """How wide the columns may be: those of the texts are those of their lines that go on, in either order."""
    items = Counter(width_of(c.text) for page in pages for c in page if c.kind == "item")
    often = [n for n, times in items.items() if times > 1 and times * 10 >= items.total()]
    item = max(often or items, default=0.0)
    why = _why_width(pages)
    full: Counter[float] = Counter()
    for page in pages:
        for one, below in pairwise(page):
            if one.kind == below.kind == "text" and below.gap == "line" and not is_closed(one.text):
                full[round(width_of(one.text))] += width_of(one.text) > max(_NARROW / 2, item, why + 1)
    peaks = sorted(full, key=lambda n: (-full[n], -n))
    first = next(iter(peaks), 0.0) if full.total() > _FEW else max((n for n in peaks if n >= _WIDE), default=0.0)
    others = [n for n in peaks[1:3] if full[n] * 5 >= full[first]] if first else []
    pairs = [(first, first), *((a, b) for n in others for a, b in ((first, n), (n, first)))]
    return [Widths(item, before, after, why) for before, after in pairs]


def _why_width(pages: Sequence[Sequence[Chunk]]) -> float:
    """The commonest first line behind a timing that goes on in the next line; 0 where no such line is seen."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for timing, one, below in zip(page, page[1:], page[2:], strict=False):
            if timing.kind == "timing" and one.kind == below.kind == "text" and below.gap == "line":
                lengths[width_of(one.text)] += width_of(one.text) < _NARROW
    return max((n for n in lengths if lengths[n]), key=lambda n: (lengths[n], n), default=0.0)
