"""Lines that a tool has joined are parted again where the words of the form begin and end."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, CHANGES_TITLE, ENTITIES, RECORDS_TITLE, RISK
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.forms.lexicon.labels import item_numbers, side_keys
from hyokasho.parsers.forms.lexicon.order import followers
from hyokasho.parsers.forms.wording import pattern

from ..notation.stream import Stream, make_stream

_HEADS = frozenset({"part", "section", "item", "block"})
_ENTITY = re.compile(rf"(?:{ENTITIES})\d{{1,2}}(?:~\d{{1,2}})?(?!\d)")
_NUMBER = {
    "part": re.compile(rf"(?:[IV]{{1,3}}[.]?|\(?{ANNEX}\d?\)?)$"),
    "section": re.compile(rf"(?:(?<!\d)\d{{1,2}}[.)]|\(?{ANNEX}\d?\)?)$"),
    "item": re.compile(r"(?:[①-⑳]|(?<!\d)\d{1,2})$"),
    "block": re.compile(rf"{RISK}\d{{0,2}}:$"),
}
_HEAD_ROW = "".join(f"(?:{fold(column)})+" for column in CHANGE_COLUMNS)
"""Bold type may say a head several times."""
_CHANGE_HEADS = re.compile(rf"(?P<title>{CHANGES_TITLE})?(?P<heads>{_HEAD_ROW})")
"""The heads of the table of changes one behind the other, and its title right before."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEHIND = pattern("numbering", "behind_label")
_LEAST_NUMBERED = 2
_LEAST_SPACED = 6
_SHORT = 4
_BEFORE_QUOTED = 8
"""Letters between a quote's opening and the label that ends it, at most: the numbers of its part and section."""


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    numbered: bool
    digits: str = ""
    kind: str = ""
    key: str = ""


def part_lines(text: str, *, spaced: bool = False, joined: bool = False, pointless: bool = False) -> str:
    """The text with a line of its own for each label and heading, if lines of it hold several of them (`joined`: it is
    known that they do). `pointless`: it has lost its commas, and with them blanks behind labels."""
    stream = make_stream(text, spaced=spaced)
    heads = _heads(stream, pointless=pointless)
    if not joined and not _is_joined(stream, heads):
        return text
    pieces: list[str] = []
    at = 0
    for head in heads:
        begin, end = stream.origin[head.start], stream.origin[head.end - 1] + 1
        label = text[begin:end]
        if head.digits:
            label = (_circled(head.digits) or head.digits) + text[stream.origin[head.start + len(head.digits)] : end]
        boxed = stream.folded[head.end : head.end + 1] == "[" and not label.startswith(tuple(_CIRCLED))
        above = text[at:begin].rstrip(" ")
        at = end + len(text[end:]) - len(text[end:].lstrip(" \u3000"))
        ends = "" if text[at : at + 1] == "\n" else " " if boxed else "\n"
        pieces += [above, "" if above.endswith("\n") else "\n", label, ends]
    pieces.append(text[at:])
    return "".join(pieces)


def labels_on(line: str, *, numbered: bool = True) -> list[tuple[int, str]]:
    """The labels and headings on a line, as words of their own: where each begins, and its letters. `numbered`: only
    those with their number."""
    stream = make_stream(line, spaced=False)
    heads = [h for h in _heads(stream) if h.numbered or not numbered]
    return [(stream.origin[h.start], stream.slice(h.start, h.end)) for h in heads]


def _is_joined(stream: Stream, heads: list[_Head]) -> bool:
    """Do several numbered labels stand on one line?"""
    lines: dict[int, int] = {}
    for head in heads:
        if head.numbered:
            line = stream.text.count("\n", 0, stream.origin[head.start])
            lines[line] = lines.get(line, 0) + 1
    several = sum(n >= _LEAST_NUMBERED for n in lines.values())
    return several > 0 and several * 3 >= len(lines)


def _heads(stream: Stream, *, pointless: bool = False) -> list[_Head]:
    labels = list(_labels(stream, pointless=pointless))
    heads = list(_change_heads(stream))
    found = [*_outside_changes([*_outside_records(stream, labels), *_entities(stream)], heads), *heads]
    kept: list[_Head] = []
    for head in sorted(found, key=lambda h: (h.start - h.end, not h.numbered)):
        if all(head.end <= other.start or head.start >= other.end for other in _near(kept, head)):
            kept.append(head)
    kept.sort(key=lambda h: h.start)  # (what stands between one and the next is asked)
    return sorted([*kept, *_beside(stream, kept), *_in_turn(stream, kept)], key=lambda h: h.start)


def _outside_records(stream: Stream, heads: Sequence[_Head]) -> Iterator[_Head]:
    """The labels but those of items between the title of the record items and the next part: names begin as they do."""
    parts = [head for head in heads if head.kind == "part"]
    titles = [match.end() for match in re.finditer(RECORDS_TITLE, stream.folded)]
    spans = [(at, min((head.start for head in parts if head.start >= at), default=len(stream.folded))) for at in titles]
    for head in heads:
        if head.kind != "item" or not any(begin <= head.start < end for begin, end in spans):
            yield head


def _outside_changes(labels: Sequence[_Head], heads: Sequence[_Head]) -> Iterator[_Head]:
    """The labels but those behind the heads of the table of changes, which ends the form: they are its items."""
    end = min((head.end for head in heads), default=math.inf)
    return (label for label in labels if label.start < end)


def _change_heads(stream: Stream) -> Iterator[_Head]:
    for match in _CHANGE_HEADS.finditer(stream.folded):
        spans = (match.span(part) for part in ("title", "heads") if match[part])
        yield from (_Head(begin, end, False) for begin, end in spans if stream.breaks(begin) or stream.spaced)


def _beside(stream: Stream, heads: list[_Head]) -> Iterator[_Head]:
    """The labels beside a group of items (再委託) that stand right before one of these."""
    for head in heads:
        side = next((key for key in side_keys() if stream.folded.endswith(key, 0, head.start)), "")
        begin = head.start - len(side)
        free = not any(begin < other.end <= head.start for other in heads)
        if side and free and (stream.breaks(begin) or stream.spaced):
            yield _Head(begin, head.start, False)


def _in_turn(stream: Stream, heads: list[_Head]) -> Iterator[_Head]:
    """The short labels without number that the form prints next behind a label (その妥当性): in a text with blanks
    between its letters no other sign tells them from answers."""
    ends = [*(head.start for head in heads[1:]), len(stream.folded)]
    for above, end in zip(heads, ends, strict=True) if stream.spaced else ():
        head: _Head | None = above
        while head is not None and (head := _next_in_turn(stream, head, end)) is not None:
            yield head


def _next_in_turn(stream: Stream, above: _Head, end: int) -> _Head | None:
    """The first short label up to `end` that the form prints next behind the one above."""
    keys = [key for key in followers().get(above.key, ()) if len(key) < _LEAST_SPACED]
    found = [(start, -len(key), key) for key in keys if (start := stream.folded.find(key, above.end, end)) >= 0]
    start, _, key = min(found, default=(0, 0, ""))
    return _Head(start, start + len(key), False, kind="item", key=key) if key else None


def _near(kept: list[_Head], head: _Head) -> Iterator[_Head]:
    return (other for other in kept if other.start < head.end and head.start < other.end)


def _labels(stream: Stream, *, pointless: bool) -> Iterator[_Head]:
    for hit in lexicon.find(stream.folded):
        for term in hit.terms:
            if term.kind in _HEADS:
                head = _head(stream, hit.start, hit.end, term, pointless=pointless)
                if head is not None and not _is_quoted(stream, head):
                    yield head


def _is_quoted(stream: Stream, head: _Head) -> bool:
    """Does an answer name the label in quotes (`「2．③対象となる本人の範囲」と同上`)?"""
    return (
        stream.folded.startswith("」", head.end)
        and "「" in stream.folded[max(0, head.start - _BEFORE_QUOTED) : head.start]
    )


def _head(stream: Stream, start: int, end: int, term: lexicon.FormTerm, *, pointless: bool) -> _Head | None:
    begin = _after_digits(stream, max(0, start - 6), start)
    number = _NUMBER[term.kind].search(stream.folded[begin:start])
    behind = _BEHIND.match(stream.folded, end)
    stop = behind.end() if behind is not None and "※" in behind[0] else end
    glued = pointless and term.kind in ("item", "section") and len(term.key) > _SHORT
    free = stream.breaks(stop) or stream.folded[stop] in "[(:"
    if number is not None and stream.breaks(begin + number.start()):
        digits = number[0] if number[0].isdecimal() else ""
        if digits and _circled(digits) not in item_numbers().get(term.key, ()):
            return None
        whole = free or stream.spaced or glued
        return _Head(begin + number.start(), stop, True, digits, term.kind, term.key) if whole else None
    if term.kind != "item" or (term.key in item_numbers() and len(term.key) < _LEAST_SPACED):
        return None
    if stream.spaced:
        return _Head(start, stop, False, kind="item", key=term.key) if len(term.key) >= _LEAST_SPACED else None
    headed = glued and stream.folded.endswith(_headings(), 0, start)
    whole = headed or (stream.breaks(start) and free and len(term.key) >= _SHORT)
    return _Head(start, stop, False, kind="item", key=term.key) if whole else None


@cache
def _headings() -> tuple[str, ...]:
    """The titles of sections, folded, that are too long to stand in a text by chance."""
    return tuple(key for key in words_of("section") if len(key) > _SHORT)


def _after_digits(stream: Stream, begin: int, end: int) -> int:
    """Where the last digits of a stretch begin that a blank parts from others (システム2 1: the label's own number)."""
    digits = (at for at in range(end - 1, begin, -1) if stream.folded[at - 1 : at + 1].isdecimal())
    return next((at for at in digits if stream.breaks(at)), begin)


def _circled(digits: str) -> str:
    """The circled number that a tool gave as plain digits; "" if there is none."""
    return _CIRCLED[int(digits) - 1] if 1 <= int(digits) <= len(_CIRCLED) else ""


def _entities(stream: Stream) -> Iterator[_Head]:
    for match in _ENTITY.finditer(stream.folded):
        end = _after_digits(stream, match.start(), match.end())
        end = end if end > match.start() else match.end()
        whole = stream.breaks(match.start()), stream.breaks(end)
        if all(whole) or (stream.spaced and any(whole)):
            yield _Head(match.start(), end, True)
