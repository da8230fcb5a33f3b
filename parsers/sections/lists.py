"""Lists in running text: parted at separators outside parentheses, and at the numbers that count their items."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import narrow


class ListItem(NamedTuple):
    """An item of a list: its printed number (None: none), where its text begins, and the text."""

    number: int | None
    at: int
    text: str


_PARENTHESIS = late(r"[(（]|[)）]")


def parentheses(text: str) -> Iterator[tuple[int, int]]:
    """Where each opening parenthesis that is closed again stands, and the one that closes it."""
    opened: list[int] = []
    for match in _PARENTHESIS.finditer(text):
        if match[0] in "(（":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()


def parts(text: str, separator: re.Pattern[str]) -> list[tuple[int, str]]:
    """Where each piece between the separators outside parentheses begins, and the piece, blank ones included."""
    pieces, start = [], 0
    inside = list(parentheses(text))
    for match in separator.finditer(text):
        if not any(first < match.start() < last for first, last in inside):
            pieces.append((start, text[start : match.start()]))
            start = match.end()
    return [*pieces, (start, text[start:])]


_FROM_ONE = (
    re.compile(r"[(（]\s*(\d{1,2})\s*[)）]\s*"),
    re.compile(r"(?<![\w.．])(\d{1,2})\s*[.．](?!\d)\s*"),
    re.compile(r"([①-⑳])\s*"),
)
"""Notations of a number before a name, perhaps torn by the end of a line."""


def counted_from_one(text: str) -> list[ListItem]:
    """The items of a text that begins with the number 1 and counts on; empty if it does not."""
    inside = list(parentheses(text))
    for notation in _FROM_ONE:
        marks: list[_Mark] = []
        for match in notation.finditer(text):
            if any(first < match.start() and match.end() <= last for first, last in inside):
                continue
            number = int(match[1]) if match[1].isdecimal() else int(unicodedata.numeric(match[1]))
            if number == len(marks) + 1:
                marks.append(_Mark(number, match.start(), match.end()))
        if len(marks) > 1 and not text[: marks[0].start].strip():
            return _items(text, marks)
    return []


def counted(text: str) -> list[ListItem]:
    """Items of a numbered paragraph: the numbers are looked for in their order, so digits inside names do no harm."""
    plain = narrow(text)
    first = re.search(r"(?:^|[\s、，,;/])[(（]?(\d{1,4})(?P<sign>\s*[.．)）:]|\s)", plain)
    glued = _GLUED.match(plain)
    if first is None or (glued is not None and int(glued[1]) < int(first[1])):  # (a blank or two are left of a list's)
        return []
    number = int(first[1])
    sign = _BLANK if first["sign"].isspace() else _SIGN
    marks: list[_Mark] = []
    at = 0
    while (found := _next_number(plain, at, number, sign)) is not None:
        marks.append(found)
        number, at = found.number + 1, found.end
    return _items(text, marks) if len(marks) > 1 else []


class _Mark(NamedTuple):
    """A number that stands before an item, and where with its sign."""

    number: int
    start: int
    end: int


def _items(text: str, marks: Sequence[_Mark]) -> list[ListItem]:
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    return [ListItem(m.number, m.end, text[m.end : end]) for m, end in zip(marks, ends, strict=True)]


_REACH = 60
"""Characters within which the next number of a paragraph is looked for: no item is longer."""
_SKIPPED = 3
"""So many numbers may be missing in a row."""


_BLANK, _SIGN = late(r"\s"), late(r"\s*[.．)）:]")
"""What stands behind the numbers of a list: a blank, or a sign."""
_BEFORE, _NO_NAME = "、，,;/", ".．)）:"


def _next_number(text: str, at: int, number: int, sign: re.Pattern[str]) -> _Mark | None:
    """The next number of the list from `at` on: first as it should be, then as a wrapped line leaves it."""
    end = at + _REACH if at else len(text)
    for wanted in range(number, number + _SKIPPED):
        places = list(_places(text, str(wanted), at, end))
        for start, stop in _ways(text, places, len(str(wanted)), (at, min(end, len(text))), sign):
            return _Mark(wanted, start, stop)
    return None


def _places(text: str, digits: str, at: int, end: int) -> Iterator[int]:
    """Where the digits stand."""
    while (at := text.find(digits, at, end)) >= 0:
        yield at
        at += 1


def _ways(
    text: str, places: Sequence[int], size: int, within: tuple[int, int], sign: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Where a number stands that is printed at these places, its parenthesis and sign included; the surest way first:
    behind a blank or a separator, before its sign or right before a name; then behind anything, before its sign."""
    at, end = within
    signs = [(k, match.end()) for k in places if (match := sign.match(text, k + size, end)) is not None]
    starts = {k: start for k in places if (start := _start(text, k, at)) is not None}
    yield from ((starts[k], stop) for k, stop in signs if k in starts)
    yield from ((start, k + size) for k, start in starts.items() if k + size < end and _is_name(text[k + size]))
    if sign is _SIGN:
        yield from ((k, stop) for k, stop in signs if not text[k - 1 : k].isdecimal())
        yield from signs


def _start(text: str, place: int, at: int) -> int | None:
    """Where the number at a place begins, its parenthesis included; None where it does not begin an item."""
    start = place - 1 if place and text[place - 1] in "(（" else place
    if start < at:
        return None
    return start if not start or text[start - 1] in _BEFORE or text[start - 1].isspace() else None


def _is_name(char: str) -> bool:
    """Can a name begin with this character, right behind its number?"""
    return not (char in _NO_NAME or char.isspace() or char.isdecimal())


_GLUED = late(r"\s*(\d{1,4})\s?(?=[^\d\s.．)）:])")
_FEW = 10
"""At most one piece in so many may have no number."""


def counted_pieces(pieces: Sequence[tuple[int, str]], *, blanks_lost: bool = False) -> list[ListItem]:
    """The pieces of a paragraph with the numbers that are written right before their names, if these count on.

    Where a line ended between two pieces without a sign, the next number shows it; a piece without a number is the rest
    of a name that a line's end has cut, if such pieces are few. `blanks_lost`: the source (OCR) shows no blank behind a
    number, so that two pieces that begin with 1 and 2 are counted too.
    """
    found: list[ListItem] = []
    cut = 0
    for at, part in pieces:
        last = found[-1].number if found else None
        match = _number_of(narrow(part), last)
        number = int(match[1]) if match else None
        if match is None or number is None:
            if last is None or (cut := cut + 1) * _FEW > len(pieces):
                return _bare(pieces)
            found[-1] = found[-1]._replace(text=found[-1].text + part)
            continue
        if last is not None and number == last + 2:
            found += _cut_at(found.pop(), last + 1)
        elif last is not None and number != last + 1:
            return _bare(pieces)
        found.append(ListItem(number, at + match.end(), part[match.end() :]))
    return found if _count_on(found, 1 if blanks_lost else 2) else _bare(pieces)


def _number_of(part: str, last: int | None) -> re.Match[str] | None:
    """The number before a piece; the one behind `last` where a name follows that begins with a digit (`984情報`)."""
    match = _GLUED.match(part)
    if last is None or (match is not None and int(match[1]) in (last + 1, last + 2)):
        return match
    return re.match(rf"\s*({last + 1})\s?(?=\d)", part) or match


def _count_on(found: Sequence[ListItem], few: int) -> bool:
    if len(found) <= few or (len(found) == 2 and found[0].number != 1):
        return False
    if len({item.text.strip() for item in found}) * 2 <= len(found):  # (1月分, 2月分 are names)
        return False
    first = found[0].number or 0
    return [item.number for item in found] == list(range(first, first + len(found)))


def _bare(pieces: Sequence[tuple[int, str]]) -> list[ListItem]:
    return [ListItem(None, at, part) for at, part in pieces]


def _cut_at(piece: ListItem, number: int) -> list[ListItem]:
    """A piece in which the next number stands before a name of its own, cut there; as it is, if it stands nowhere."""
    match = re.search(rf"(?<!\d){number}(?=[^\d\s.．)）:])", narrow(piece.text))
    if match is None or match.start() == 0:
        return [piece]
    behind = ListItem(number, piece.at + match.end(), piece.text[match.end() :])
    return [piece._replace(text=piece.text[: match.start()]), behind]
