"""Record items of a torn text: numbers and names paired again, headings where the order of the numbers proves them.

A page whose numbers count on in the order of the text has kept its order, and a running list has one anyway: their
headings stand where they stood. Where numbers and names came out as columns, as many names as numbers are paired in
order, also over a page end between the two; a heading belongs to each number one, if there are as many of both. Else
nobody knows which items stand under which heading, and none is given at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FILE_ENDINGS

from .raw import RawRow
from .record_mend import ANNEX_MARK, HEADING, HEADS, NUMBER, NUMBERED

_IN_FRONT = re.compile(r"^([^\d\s<【(（◆][^\d\s]*)[ \u3000]+(\d{1,4}[ \u3000]+\D.*)$")
_NEXT_NUMBER = re.compile(r"^(\D.*?)[ \u3000]+(\d{1,4})$")
_TOP = 2
_INLINE = re.compile(r"(?:^|[ \u3000])\d{1,4}[.．、)）](?=[^\d\s])|[、，]|,(?=\d{1,4}[.．、)）])")
_COUNTED = re.compile(r"^(?:[(（]\d{1,2}[)）]|\d{1,2}[.．)）])[ \u3000]*[^\d\s]")
_MARKED = re.compile(rf"{HEADING.pattern}|^[○●]")

Pages = Sequence[tuple[int, Sequence[str]]]


def torn_record_pages(pages: Pages) -> list[RawRow]:
    """Record items of torn pages (number, lines), with those headings that are sure."""
    kept = [(number, [line.strip() for line in lines if _is_wanted(line)]) for number, lines in pages]
    if all(_is_running(lines) or _is_in_order(lines) for _, lines in kept):
        return [row for number, lines in kept for row in _as_it_stands(lines, number)]
    columns = _columns(kept)
    if columns is not None:
        return columns
    several = any(sum(bool(_MARKED.match(line)) for line in lines) > 1 for _, lines in kept)
    marked = [line for _, lines in kept for line in lines if _MARKED.match(line)]
    named = [line for line in marked if fold(line).rstrip(">】").endswith(FILE_ENDINGS)]
    doubtful = set(marked) - set(named[:1] if marked[:1] == named else []) if several else set()
    rows: list[RawRow] = []
    for number, lines in kept:
        rows += torn_record_rows([line for line in lines if line not in doubtful], number)
    given = {fold(row.text) for row in rows if row.table is None}
    if any(fold(line) not in given for line in marked if line not in doubtful):  # a list has begun nobody knows where
        rows = [row for row in rows if row.table is not None or _MARKED.match(row.text) is None]
    return rows


def _is_wanted(line: str) -> bool:
    return bool(line.strip()) and not all(fold(word) in HEADS for word in line.split())


def _is_heading(line: str) -> bool:
    marked = _MARKED.match(line) or ANNEX_MARK.search(fold(line)) or _COUNTED.match(line)
    return bool(marked) or line.endswith(FILE_ENDINGS)


def _is_running(lines: Sequence[str]) -> bool:
    """Do the items run on from line to line, several on each?"""
    texts = [line for line in lines if not _is_heading(line) or len(_INLINE.findall(line)) > 1]
    return bool(texts) and sum(len(_INLINE.findall(line)) > 1 for line in texts) * 2 > len(texts)


def _is_in_order(lines: Sequence[str]) -> bool:
    """Do the numbers in front of the names count on, or begin again behind a heading?"""
    last: int | None = None
    fresh = True
    for line in lines:
        match = NUMBERED.match(line)
        if match is None:
            fresh = fresh or bool(_MARKED.match(line)) or _COUNTED.match(line) is not None
            if NUMBER.match(fold(line)):
                return False
            continue
        number = int(match[1])
        if last is not None and number != last + 1 and not (fresh and number == 1):
            return False
        last, fresh = number, False
    return True


def _as_it_stands(lines: Sequence[str], page: int) -> Iterator[RawRow]:
    for line in lines:
        yield RawRow([line], None if _is_running(lines) or NUMBERED.match(line) is None else 1, page)


def _columns(pages: Pages) -> list[RawRow] | None:
    """The items of pages that hold columns of numbers and of names; None where they are no such pages."""
    if not any(NUMBER.match(fold(line)) for _, lines in pages for line in lines):
        return None
    rows: list[RawRow] = []
    numbers: list[str] = []
    names: list[str] = []
    heads: list[str] = []
    told = True
    for page, lines in pages:
        numbers += [line for line in lines if NUMBER.match(fold(line))]
        others = [line for line in lines if not NUMBER.match(fold(line))]
        heads += [line for line in others if _is_heading(line)]
        names += _whole_names([line for line in others if not _is_heading(line)])
        if len(names) == len(numbers) and _counts(numbers):
            found, sure = _paired(numbers, names, heads, page)
            rows += found
            told = told and sure
            numbers, names, heads = [], [], []
        elif numbers and names:
            return None
    if numbers or names:
        return None
    return rows if told else [row for row in rows if row.table is not None or ANNEX_MARK.search(fold(row.text))]


def _counts(numbers: Sequence[str]) -> bool:
    """Do the numbers count on from one to the next, or begin again?"""
    values = [int(fold(n)) for n in numbers]
    return all(after in (value + 1, 1) for value, after in pairwise(values))


def _whole_names(lines: Sequence[str]) -> list[str]:
    """Names, those with an open parenthesis going on in the next line."""
    names: list[str] = []
    for line in lines:
        last = fold(names[-1]) if names else ""
        if last.count("(") > last.count(")"):
            names[-1] += line
        else:
            names.append(line)
    return names


def _paired(
    numbers: Sequence[str], names: Sequence[str], heads: Sequence[str], page: int
) -> tuple[list[RawRow], bool]:
    """The items with their headings, and whether each heading has its place: one (with those of files and of the annex
    before it) at each number one, or all of them at the top."""
    begins = [n for n, number in enumerate(numbers) if int(fold(number)) == 1]
    inner = [h for h in heads if not ANNEX_MARK.search(fold(h)) and not fold(h).rstrip(">】").endswith(FILE_ENDINGS)]
    inner = inner or [h for h in heads if not ANNEX_MARK.search(fold(h))]
    sure = len(inner) == len(begins)
    before: dict[int, list[str]] = {}
    places = iter(begins if sure else [0] * len(inner))
    waiting: list[str] = []
    for head in heads:
        waiting.append(head)
        if head in inner:
            before.setdefault(next(places), []).extend(waiting)
            waiting = []
    before.setdefault(0, []).extend(waiting)
    rows: list[RawRow] = []
    for n, (number, name) in enumerate(zip(numbers, names, strict=True)):
        rows += [RawRow([head], None, page, True) for head in before.get(n, [])]
        rows.append(RawRow([f"{number} {name}"], 1, page))
    return rows, sure


def torn_record_rows(lines: Sequence[str], page: int) -> list[RawRow]:
    """Record items of a torn page. Between items that kept their number, loose numbers and names are paired in order
    if there are as many of the one as of the other; else both are left out. A heading is believed at the top only."""
    kept = [line.strip() for line in lines if not all(fold(word) in HEADS for word in line.split())]
    texts = [part for line in kept for part in _before_number(line)]
    rows: list[RawRow] = []
    run: list[str] = []
    for at, text in enumerate(texts):
        if HEADING.match(text) or ANNEX_MARK.search(fold(text)):
            if at <= _TOP or not any(NUMBER.match(fold(t)) or NUMBERED.match(t) for t in texts):
                rows += [*_loose(run, page), RawRow([text], None, page)]
                run = []
        elif NUMBERED.match(text):
            items = _several(text)
            trailing = items.pop() if NUMBER.match(fold(items[-1])) else ""
            rows += [*_loose(run, page), RawRow(items, 1, page)]
            run = [trailing] if trailing else []
        else:
            name, number = _name_and_number(text)
            run += [t for t in (name, number) if t]
    return rows + _loose(run, page)


def _before_number(text: str) -> tuple[str, ...]:
    """A name, and the next item on the same line (`氏名 9 住所`), apart."""
    match = _IN_FRONT.match(text)
    return (match[1], match[2]) if match else (text,)


def _name_and_number(text: str) -> tuple[str, str]:
    """A name with the number of the next item behind it."""
    match = _NEXT_NUMBER.match(text)
    return (match[1], match[2]) if match else (text, "")


def _loose(run: Sequence[str], page: int) -> list[RawRow]:
    """The items of a stretch: groups of numbers with as many names behind them; all in one where a name comes first."""
    groups: list[list[str]] = [[]]
    for text in run:
        numbers = sum(bool(NUMBER.match(fold(t))) for t in groups[-1])
        words = text.split()
        if NUMBER.match(fold(text)):
            if numbers * 2 == len(groups[-1]) and groups[-1]:
                groups.append([])
            groups[-1].append(text)
        elif 1 < len(words) == numbers * 2 - len(groups[-1]):
            groups[-1] += words
        else:
            groups[-1].append(text)
    sure = next((n for n, g in enumerate(groups) if not _is_group(g)), len(groups))
    if len(groups) < 2 or not sure:
        return _pairs(run, page)
    rows = [row for group in groups[:sure] for row in _pairs(sorted(group, key=_place), page)]
    rest = [text for group in groups[sure:] for text in group]
    return rows + (_pairs(rest, page) if any(NUMBER.match(fold(t)) for t in rest) else [])


def _is_group(group: Sequence[str]) -> bool:
    """As many names as numbers, and the numbers count on."""
    numbers = sorted(int(fold(t)) for t in group if NUMBER.match(fold(t)))
    if not numbers or not NUMBER.match(fold(group[0])):
        return False
    return len(numbers) * 2 == len(group) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _place(text: str) -> int:
    """Numbers in their order, then the names as they stand."""
    return int(fold(text)) if NUMBER.match(fold(text)) else 10**6


def _pairs(run: Sequence[str], page: int) -> list[RawRow]:
    """Loose numbers and names of a stretch as items; text without any number as it stands."""
    numbers = [t for t in run if NUMBER.match(fold(t))]
    names = [t for t in run if not NUMBER.match(fold(t))]
    if not numbers:
        return [RawRow([t], None, page) for t in names]
    if len(numbers) == 1 and names:
        names = ["".join(names)]
    elif len(names) == len(numbers) + 1:
        names = _without_wrap(names)
    if len(names) != len(numbers) or numbers != sorted(numbers, key=lambda t: int(fold(t))):
        return []
    return [RawRow([f"{number} {name}"], 1, page) for number, name in zip(numbers, names, strict=True)]


def _several(text: str) -> list[str]:
    """A line of several items (`3 氏名 15 住所`) as one cell each, where each number is higher than the one before."""
    items: list[str] = []
    last = -1
    for word in text.split():
        if not items or (NUMBER.match(fold(word)) and int(fold(word)) > last):
            items.append(word)
            last = int(fold(word)) if NUMBER.match(fold(word)) else last
        else:
            items[-1] += f" {word}"
    return items


def _without_wrap(names: Sequence[str]) -> list[str]:
    """One name more than numbers: the longest line, if it is the only one of its length, goes on in the next."""
    longest = max(len(n) for n in names)
    at = [n for n, name in enumerate(names[:-1]) if len(name) == longest]
    if len(at) != 1 or len(names[-1]) == longest:
        return list(names)
    return [*names[: at[0]], names[at[0]] + names[at[0] + 1], *names[at[0] + 2 :]]
