"""The table of changes in a torn text: cells put together again by what they contain.

A date, an item that names a place of the form, 事前/事後 are known by their words, an explanation by the narrow lines
of its column. Two texts behind an item are what stood before and after. A row whose texts cannot be told apart, or that
its page leaves in doubt, is left out and counted in an issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, CHANGES_TITLE, ENTITIES, RISK, TIMINGS
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.change_costs import ITEM
from hyokasho.parsers.model import Issue

from .changes import is_head
from .raw import RawRow

CHANGE_DATE = pattern("dates", "day_alone")
"""A date of change as printed, folded."""
CHANGE_ITEM = ITEM
"""How the item of a change begins, folded: a part of the form, an annex, the cover."""
_RECURS = 3
_DITTO = 2
_ALIKE = 60
_WIDEST = 16
_BOTH = 2
"""Texts of a row: before and after."""
_SENTENCE = 30
_NEW = pattern("numbering", "list_item")
_PLACE = re.compile(rf"^(?:\d{{1,2}}[.．、)]?|[①-⑳]|{ENTITIES}|{RISK}|\(?{ANNEX}|\(|-)")
_EXPLAINS = pattern("changes", "explains")
_DATE_INSIDE = pattern("dates", "day_in_text")
_TIMING_INSIDE = pattern("changes", "timing_in_text")
_AT_END = pattern("changes", "timing_at_end")

Kind = Literal["date", "item", "timing", "explanation", "text", "head"]


@dataclass(slots=True)
class _Part:
    kind: Kind
    text: str
    page: int


@dataclass(slots=True)
class _Change:
    """A row as far as it is known; `texts` are the candidates for before and after."""

    item: str
    page: int
    date: str = ""
    texts: list[str] = field(default_factory=list)
    timing: str = ""
    timings: int = 0
    explanation: str = ""
    spoilt: bool = False

    @property
    def believable(self) -> bool:
        """Every cell holds what its column holds: no sentence names a place, no text explains or tells when."""
        if len(self.item) > 80 or "。" in self.item or _DATE_INSIDE.search(self.item):
            return False
        if any(_EXPLAINS.search(fold(text)) for text in (self.item, *self.texts)):
            return False
        if any(is_label(text) for text in self.texts):
            return False
        cells = [*self.texts, self.explanation]
        return not any(_DATE_INSIDE.search(text) or _TIMING_INSIDE.search(text) for text in cells)

    def row(self) -> RawRow:
        """The cells in the order of the columns."""
        before, after = self.texts
        return RawRow([self.date, self.item, before, after, self.timing, self.explanation], 1, 1)


def torn_changes(pages: Sequence[Sequence[str]]) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the table that can be put together, its heading and head first, and what is left out."""
    recurring = _recurring(pages)
    width = _item_width(pages)
    parts = [list(_parts(lines, number, recurring, width)) for number, lines in enumerate(pages)]
    narrow = _explanation_width(parts)
    changes: list[_Change] = []
    for page in parts:
        _page(_explained(page, narrow), changes)
    for change in changes:
        change.texts = _halves(change.texts)
    known = [c for c in changes if len(c.texts) == 2 and c.believable and not c.spoilt]
    message = f"{CHANGES_TITLE}: {len(changes) - len(known)} rows whose cells cannot be told apart"
    issues = [make_issue("table-not-read", message)]
    head = [RawRow([_heading(pages)], None, 1, True), RawRow([*CHANGE_COLUMNS], 1, 1)]
    return [*head, *(c.row() for c in known)], issues if len(known) < len(changes) else []


def _explanation_width(pages: Sequence[Sequence[_Part]]) -> int:
    """How many letters fill a line of the last column: the commonest first line behind a timing that goes on in the
    next line; 0 where no such line is seen."""
    behind = (part.text.split("\n") for page in pages for one, part in pairwise(page) if one.kind == "timing")
    lengths = Counter(len(lines[0]) for lines in behind if len(lines) > 1 and len(lines[0]) < _WIDEST)
    return max(lengths, key=lambda n: (lengths[n], n), default=0)


def _explained(parts: list[_Part], narrow: int) -> list[_Part]:
    """The parts with texts and explanations told apart by the width of their columns, and where both would do by the
    timings that lack one; 同上 behind a timing explains, elsewhere it may be an item."""
    lacking = 0
    last: Kind = "head"
    for part in parts:
        lines = part.text.split("\n")
        wanted = lacking > 0 and last in ("timing", "explanation")
        if part.kind == "item" and len(fold(part.text)) == _DITTO and wanted:
            part.kind = "explanation"
        elif part.kind in ("text", "explanation") and narrow:
            fits = max(map(len, lines)) <= narrow + 1
            wraps = len(lines) > 1 and len(lines[0]) >= narrow - 1
            part.kind = "explanation" if fits and (wanted or wraps) else "text"
        lacking += (part.kind == "timing") - (part.kind == "explanation" and lacking > 0)
        last = part.kind
    return parts


def _halves(texts: list[str]) -> list[str]:
    """Texts in several paragraphs: what stood after repeats what stood before, paragraph by paragraph."""
    middle = len(texts) // 2
    if len(texts) < 4 or len(texts) % 2:
        return texts
    alike = [fuzz.ratio(one, other) for one, other in zip(texts[:middle], texts[middle:], strict=True)]
    if min(alike) < _ALIKE or alike[0] <= fuzz.ratio(texts[0], texts[1]):
        return texts
    return ["\n".join(texts[:middle]), "\n".join(texts[middle:])]


def _heading(pages: Sequence[Sequence[str]]) -> str:
    """The heading of the annex as it is printed."""
    printed = (line for lines in pages for line in lines if heading_key(line) == CHANGES_TITLE and is_heading(line))
    return next(printed, CHANGES_TITLE)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _recurring(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Folded texts behind a timing, or whole blocks, that occur again and again: explanations."""
    found: Counter[str] = Counter()
    for lines in pages:
        for block in _blocks(lines):
            rest = list(block)
            for at, line in enumerate(block):
                if fold(line)[:2] in TIMINGS and line.strip()[:2] in TIMINGS:
                    rest = [line.strip()[2:], *block[at + 1 :]]
            text = fold("".join(rest))
            if 4 < len(text) < 80 and not CHANGE_DATE.match(text) and not CHANGE_ITEM.match(text):
                found[text] += 1
    return frozenset(text for text, count in found.items() if count >= _RECURS)


def _parts(lines: Sequence[str], page: int, recurring: frozenset[str], width: int) -> Iterator[_Part]:
    for block in _blocks(lines):
        yield from _block_parts(block, page, recurring, width)


def _item_width(pages: Sequence[Sequence[str]]) -> int:
    """How many letters fill a line of the column of items: the commonest length of lines that begin one."""
    lengths = Counter(len(line.strip()) for lines in pages for line in lines if CHANGE_ITEM.match(fold(line)))
    return max((n for n in lengths if n >= 5), key=lambda n: (lengths[n], n), default=0)


def _end_of_item(lines: Sequence[str], stop: int, width: int) -> int:
    """Behind the last line of an item: full lines go on, and lines that name a place of the form follow."""
    for at in range(1, stop):
        goes_on = width and len(lines[at - 1]) >= width - 1
        if not goes_on and not _PLACE.match(fold(lines[at])):
            return at
    return stop


def _block_parts(block: list[str], page: int, recurring: frozenset[str], width: int) -> Iterator[_Part]:
    """The parts of a block: its head lines by their words, the rest as one text."""
    rest = list(block)
    while rest:
        key = fold(rest[0])
        pair = fold("".join(rest[:2]))
        if _is_head_text(key):
            rest.pop(0)
        elif CHANGE_DATE.match(key):
            yield _Part("date", rest.pop(0), page)
        elif len(rest) > 1 and CHANGE_DATE.match(pair):
            yield _Part("date", "".join(rest[:2]), page)
            rest = rest[2:]
        elif key[:2] in TIMINGS and (len(key) == 2 or rest[0].strip()[2:3] in " \u3000"):
            yield _Part("timing", key[:2], page)
            stop = _next_cell(rest, 1)
            behind = "\n".join([rest[0].strip()[2:].strip(), *rest[1:stop]]).strip()
            if behind:
                yield _Part("explanation", behind, page)
            rest = rest[stop:]
        elif fold("".join(rest)) in recurring:
            yield _Part("explanation", "\n".join(rest), page)
            return
        elif CHANGE_ITEM.match(key):
            stop = _end_of_item(rest, _next_cell(rest, 1), width)
            yield _Part("item", "\n".join(rest[:stop]), page)
            rest = rest[stop:]
        else:
            stop = _next_cell(rest, 1)
            yield from _text_parts(rest[:stop], page)
            rest = rest[stop:]


def _is_head_text(key: str) -> bool:
    if not key:
        return False
    printed = key in "".join(CHANGE_COLUMNS) or CHANGE_COLUMNS[2] in key or key.endswith(CHANGES_TITLE)
    return printed or is_head([key])


def _next_cell(lines: Sequence[str], start: int) -> int:
    """The first line from `start` on that is a date or a timing and so begins another cell."""
    for at in range(start, len(lines)):
        key = fold(lines[at])
        if CHANGE_DATE.match(key) or (key[:2] in TIMINGS and (len(key) == 2 or lines[at].strip()[2:3] in " \u3000")):
            return at
    return len(lines)


def _text_parts(lines: list[str], page: int) -> Iterator[_Part]:
    """A text, with what stands on its last line behind it: `before after 事後`."""
    match = _AT_END.match(lines[-1])
    if match is None:
        for at, line in enumerate(lines[:-1]):
            if line[-2:] in TIMINGS and len(line) > 2 and line[-3] in " \u3000":
                yield from _text_parts(lines[: at + 1], page)
                yield _Part("explanation", "\n".join(lines[at + 1 :]), page)
                return
        yield _Part("text", "\n".join(lines), page)
        return
    last = match["text"].strip()
    parts = last.split(" ") if len(lines) == 1 else []
    if len(parts) == 2:
        yield _Part("text", parts[0], page)
        yield _Part("text", parts[1], page)
    elif lines[:-1] or last:
        yield _Part("text", "\n".join([*lines[:-1], *([last] if last else [])]), page)
    yield _Part("timing", match["timing"], page)
    if match["why"]:
        yield _Part("explanation", match["why"], page)


def _page(parts: Sequence[_Part], changes: list[_Change]) -> None:
    """Add the rows of a page. A row takes the texts behind its item; timings and explanations are given by nearness, or
    in order if there is one for each row."""
    rows: list[_Change] = []
    leading: list[str] = []
    for at, part in enumerate(parts):
        before = parts[at - 1] if at else None
        if part.kind == "item":
            date = before.text if before is not None and before.kind == "date" else ""
            rows.append(_Change(part.text, part.page, date))
        elif part.kind == "text":
            (rows[-1].texts if rows else leading).append(part.text)
        elif part.kind in ("timing", "explanation") and rows:
            following = parts[at + 1].kind if at + 1 < len(parts) else "head"
            _near(rows[-1], part, alone=before is not None and before.kind != part.kind != following)
    _in_order(rows, parts)
    _doubt(rows)
    if leading and changes:
        _carry(changes[-1], leading)
    elif changes and rows and any(map(_runs_on, changes[-1].texts, rows[0].texts)):
        changes[-1].spoilt = rows[0].spoilt = True
    changes += rows


def _near(row: _Change, part: _Part, *, alone: bool) -> None:
    """The first timing behind the texts of an item, and the explanation right behind it (`alone`: no second one beside
    it); behind a second timing nothing of them is known but what both agree on."""
    if part.kind == "timing" and not row.timings and len(row.texts) > 1:
        row.timing = part.text
    elif part.kind == "timing":
        row.timing = part.text if row.timing == part.text else ""
        row.explanation = ""
    elif row.timings == 1 and row.timing and alone:
        row.explanation = part.text
    row.timings += part.kind == "timing"


def _in_order(rows: Sequence[_Change], parts: Sequence[_Part]) -> None:
    """Columns that have a cell for each row of the page, if what stands beside a row does not speak against it."""
    for column in ("date", "timing", "explanation"):
        cells = [part.text for part in parts if part.kind == column]
        if len(cells) != len(rows):
            continue
        agree = all(getattr(row, column) in ("", cell) for row, cell in zip(rows, cells, strict=True))
        for row, cell in zip(rows, cells, strict=True):
            if agree or getattr(row, column) != cell:
                setattr(row, column, cell if agree else "")


def _doubt(rows: Sequence[_Change]) -> None:
    """Rows whose two texts may be another's: the item stands right behind another; it is the last of a page, where a
    text may stand on the next, and the row before lacks its two; no timing is near, and no neighbour has its two."""
    for above, row, below in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        before, behind = (len(_halves(one.texts)) if one is not None else 1 for one in (above, below))
        alone = not row.timing and _BOTH not in (before, behind) and behind > 0
        last = below is None and before != _BOTH
        row.spoilt = len(row.texts) == _BOTH and (not before or last or alone)


def _carry(change: _Change, leading: Sequence[str]) -> None:
    """The row of the page before goes on: in both of its texts, in mid-sentence; else nobody knows which."""
    if len(leading) == len(change.texts) == 2 and all(map(_runs_on, change.texts, leading)):
        change.texts = [f"{text}\n{more}" for text, more in zip(change.texts, leading, strict=True)]
    else:
        change.spoilt = True


def _runs_on(text: str, more: str) -> bool:
    ended = text.rstrip().endswith(("。", "）", ")", "＞", "】")) or len(text) < _SENTENCE
    return not ended and not _NEW.match(more)
