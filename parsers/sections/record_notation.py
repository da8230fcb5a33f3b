"""How lists of record items are written: the notations as data, and paragraphs cut into their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files as package_files
from typing import Any

import yaml

from hyokasho.normalizers.text import narrow


@cache
def notation() -> Any:
    """The data file: ornaments, bullets, separators, endings of file names."""
    return yaml.safe_load(package_files(__package__).joinpath("record_items.yaml").read_text(encoding="utf-8"))


def is_paragraph(texts: Sequence[str]) -> bool:
    """Do these lines hold several items each, between separators or behind running numbers?"""
    if len(texts) == 1 and len(split_separators(texts[0].strip().lstrip(_LEADING_NUMBER))) > 1:
        return True
    many = sum(_holds_several(text) for text in texts)
    if many * 2 >= len(texts) or (many > 0 and len(texts) <= 2):
        return True
    parts = sum(1 + sum(_plain(text).count(sign) for sign in notation()["separators"]) for text in texts)
    return parts >= 1.8 * len(texts) and len(texts) > 1


_LEADING_NUMBER = "0123456789０１２３４５６７８９ 　"


def _holds_several(text: str) -> bool:
    numbers = re.findall(r"(?:^|[\s、，,;/])[(（]?\d{1,4}(?:[.．)）]|\s)", narrow(text))
    return len(numbers) >= 2 or len(split_separators(text)) >= 3


def _plain(text: str) -> str:
    """Without what stands in parentheses and without the number before it."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text).strip("、，,;； ")
    return re.sub(r"^\s*\d{1,4}\s*[、，,.．)）]", "", bare)


def split_numbers(text: str) -> list[tuple[int | None, int, str]]:
    """Items of a numbered paragraph: the numbers are looked for in their order, so digits inside names do no harm."""
    plain = narrow(text)
    first = re.search(r"(?:^|[\s、，,;/])[(（]?(\d{1,4})(?P<sign>\s*[.．)）:]|\s)", plain)
    if first is None:
        return []
    number = int(first[1])
    sign = r"\s" if first["sign"].isspace() else r"\s*[.．)）:]"
    marks: list[tuple[int, int, int]] = []
    at = 0
    while (found := _next_number(plain, at, number, sign)) is not None:
        number, match = found
        marks.append((number, match.start(), match.end()))
        at = match.end()
        number += 1
    if len(marks) < 2:
        return []
    ends = [m[1] for m in marks[1:]] + [len(text)]
    return [(n, end, text[end:stop]) for (n, _, end), stop in zip(marks, ends, strict=True)]


_REACH = 60
"""Characters within which the next number of a paragraph is looked for: no item is longer."""
_SKIPPED = 3
"""So many numbers may be missing in a row."""


def _next_number(text: str, at: int, number: int, sign: str) -> tuple[int, re.Match[str]] | None:
    """The next number of the list from `at` on: first as it should be, then as a wrapped line leaves it."""
    end = at + _REACH if at else len(text)
    for wanted in range(number, number + _SKIPPED):
        if text.find(str(wanted), at, end) < 0:
            continue
        for pattern in _numbered(wanted, sign):
            match = pattern.search(text, at, end)
            if match is not None:
                return wanted, match
    return None


@lru_cache(maxsize=1 << 12)
def _numbered(number: int, sign: str) -> tuple[re.Pattern[str], ...]:
    """How a number of a list may stand, the surest way first."""
    before = r"(?:(?<=[\s、，,;/])|^)[(（]?"
    patterns = [rf"{before}{number}{sign}", rf"{before}{number}(?=[^\d\s.．)）:])"]
    if sign != r"\s":
        patterns += [rf"(?<!\d){number}{sign}", rf"{number}{sign}"]
    return tuple(map(re.compile, patterns))


def split_separators(text: str) -> list[tuple[int, str]]:
    """Pieces between separators, wide spaces and line ends outside parentheses, with where they start."""
    pieces, depth, start = [], 0, 0
    unclosed = _unclosed(text)
    separators = notation()["separators"] + "\n"
    for match in re.finditer(r"[(（]|[)）]|　|\s{2,}|[" + re.escape(separators) + "]", text):
        sign = match[0]
        if sign in "(（":
            depth += match.start() not in unclosed
        elif sign in ")）":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append((start, text[start : match.start()]))
            start = match.end()
    pieces.append((start, text[start:]))
    return [(at, part) for at, part in pieces if part.strip()]


_GLUED = re.compile(r"\s*(\d{1,4})(?=[^\d\s.．)）:])")


def glued_pieces(parts: Sequence[tuple[int, str]]) -> list[tuple[int | None, int, str]]:
    """The pieces of a paragraph with the numbers that are written right before their names, if these count on.

    Where a line ended between two pieces without a sign, the next number shows it; a piece without a number is the rest
    of a name that a line's end has cut, if such pieces are few.
    """
    found: list[tuple[int | None, int, str]] = []
    cut = 0
    for at, part in parts:
        match = _GLUED.match(narrow(part))
        number = int(match[1]) if match else None
        last = found[-1][0] if found else None
        if match is None or number is None:
            if last is None or (cut := cut + 1) * _FEW > len(parts):
                return _bare(parts)
            found[-1] = (last, found[-1][1], found[-1][2] + part)
            continue
        if last is not None and number == last + 2:
            found += _cut_at(found.pop(), last + 1)
        elif last is not None and number != last + 1:
            return _bare(parts)
        found.append((number, at + match.end(), part[match.end() :]))
    if not found:
        return _bare(parts)
    counted = [number for number, _, _ in found]
    if len({name.strip() for _, _, name in found}) * 2 <= len(found):  # (1月分, 2月分 are names)
        return _bare(parts)
    whole = len(found) > 2 and counted == list(range(counted[0] or 0, (counted[0] or 0) + len(counted)))
    return found if whole else _bare(parts)


_FEW = 10
"""At most one piece in so many may have no number."""


def _bare(parts: Sequence[tuple[int, str]]) -> list[tuple[int | None, int, str]]:
    return [(None, at, part) for at, part in parts]


def _cut_at(piece: tuple[int | None, int, str], number: int) -> list[tuple[int | None, int, str]]:
    """A piece in which the next number stands before a name of its own, cut there; as it is, if it stands nowhere."""
    own, at, text = piece
    match = re.search(rf"(?<!\d){number}(?=[^\d\s.．)）:])", narrow(text))
    if match is None or match.start() == 0:
        return [piece]
    return [(own, at, text[: match.start()]), (number, at + match.end(), text[match.end() :])]


def _unclosed(text: str) -> set[int]:
    """Where the parentheses stand that are never closed."""
    waiting: list[int] = []
    for match in re.finditer(r"[(（)）]", text):
        if match[0] in "(（":
            waiting.append(match.start())
        elif waiting:
            waiting.pop()
    return set(waiting)
