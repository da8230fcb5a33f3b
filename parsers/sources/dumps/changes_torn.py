"""The table of changes in a torn text: cells put together again by what they contain.

A date, an item that names a place of the form, 事前/事後, an explanation that recurs: these are known by their words.
Two texts between an item and its timing are what stood before and after. Anything else is left out: a change whose
texts cannot be told apart keeps its date, item and timing only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, CHANGES_TITLE, ENTITIES, RISK, TIMINGS
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from .changes import is_head
from .raw import RawRow
from .words import heading_key, is_heading

CHANGE_DATE = re.compile(
    r"^(?:(?:平成|令和|昭和)(?:\d{1,2}|元)年\d{1,2}月\d{1,2}日|[HRS]\d{1,2}\.\d{1,2}\.\d{1,2}|\d{4}[/.年-]\d{1,2}[/.月-]\d{1,2}日?)$"
)
"""A date of change as printed, folded."""
CHANGE_ITEM = re.compile(
    r"^(?:I{1,3}|IV|VI{0,2})(?![A-Za-z])|^\(?別添\d?|^表紙|^(?:評価書全体|全体|全般|全項目|評価書名|公表日|特記事項|同上)$|^項目一覧"
)
"""How the item of a change begins, folded: a part of the form, an annex, the cover."""
_RECURS = 3
_PLACE = re.compile(rf"^(?:\d{{1,2}}[.．、)]?|[①-⑳]|{ENTITIES}|{RISK}|\(?{ANNEX}|\(|-)")
_EXPLAINS = re.compile(r"事前の?提出が?義務|重要な変更に|^その他の項目の変更|によるもの$|^時点")
_DATE_INSIDE = re.compile(
    r"(?:^|[\s。])(?:\d{4}/\d{1,2}/\d{1,2}|[HRS]\d{1,2}\.\d{1,2}\.\d{1,2}|(?:平成|令和)(?:\d+|元)年\d+月\d+日)(?:\s+(?!時点)|$)"
)
_TIMING_INSIDE = re.compile(r"(?:^|\s)事[前後](?:\s|$)")
_AT_END = re.compile(r"^(?P<text>.*?)[ \u3000]*(?P<timing>事前|事後)(?:[ \u3000]+(?P<why>\S.*))?$")

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
    explanation: str = ""
    spoilt: bool = False

    @property
    def complete(self) -> bool:
        return len(self.texts) == 2 and bool(self.timing)

    @property
    def believable(self) -> bool:
        """Every cell holds what its column holds: no sentence names a place, no text explains or tells when."""
        if len(self.item) > 80 or "。" in self.item or _DATE_INSIDE.search(self.item):
            return False
        if any(_EXPLAINS.search(fold(text)) for text in (self.item, *self.texts)):
            return False
        cells = [*self.texts, self.explanation]
        return not any(_DATE_INSIDE.search(text) or _TIMING_INSIDE.search(text) for text in cells)

    def row(self) -> RawRow:
        before, after = self.texts
        return RawRow([self.date, self.item, before, after, self.timing, self.explanation], 1, 1)


def torn_changes(pages: Sequence[Sequence[str]]) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the table that can be put together, its heading and head first, and what is left out."""
    recurring = _recurring(pages)
    width = _item_width(pages)
    changes: list[_Change] = []
    for number, lines in enumerate(pages):
        _page(list(_parts(lines, number, recurring, width)), changes)
    known = [c for c in changes if c.complete and c.believable and not c.spoilt]
    message = f"変更箇所: {len(changes) - len(known)} rows whose cells cannot be told apart"
    issues = [make_issue("answer-not-known", message)]
    head = [RawRow([_heading(pages)], None, 1, True), RawRow([*CHANGE_COLUMNS], 1, 1)]
    return [*head, *(c.row() for c in known)], issues if len(known) < len(changes) else []


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
    """Add the rows of a page. A row takes what stands behind its item; it is believed only where the row before it
    has got its own."""
    first = len(changes)
    current: _Change | None = None
    date = ""
    for at, part in enumerate(parts):
        following = parts[at + 1].kind if at + 1 < len(parts) else ""
        if part.kind == "date":
            date = part.text if following == "item" else ""
        elif part.kind == "item":
            if current is not None and not current.complete and len(changes) > first:
                current.spoilt = True
            before_complete = current is None or current.complete or bool(current.timing)
            current = _Change(part.text, part.page, date, spoilt=not before_complete)
            changes.append(current)
            date = ""
        elif current is None:
            if part.kind == "text" and changes:
                changes[-1].spoilt = True
        elif part.kind == "text":
            current.texts.append(part.text)
        elif part.kind == "timing":
            _give_timing(current, part.text)
        elif part.kind == "explanation" and not current.explanation and current.timing:
            current.explanation = part.text


def _give_timing(change: _Change, timing: str) -> None:
    """The first timing behind an item; a second one says that the rows are mixed up."""
    if change.timing or (change.spoilt and not change.texts):
        change.spoilt = True
        change.timing = change.timing if change.timing == timing else ""
    else:
        change.timing = timing
