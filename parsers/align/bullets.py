"""The points and numbers before the lines of a list, put right where OCR read worn ones.

Points are read as any small sign: they are all the same one. A point says nothing about the text behind it, but its
doubt made short names unknown (`,福祉総合システム`). Numbers lose a bracket (`(1滞納管理システム`) and were then
taken for the beginning of a name: where they count on from line to line, they are no part of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from hyokasho.normalizers.text import narrow
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.model import Cell, Line, Row, Sheet, Word

_POINTS = "".join(words("answers", "speck_signs"))
(_BULLET,) = words("numbering", "list_point")
_WORN = pattern("numbering", "worn_count")
_OPENING = "".join(words("numbering", "opening_brackets"))
_CLOSING = "".join(words("numbering", "closing_brackets"))
_FEWEST = 2
"""So many lines of a cell begin with a point, or with a number, where it holds a list."""
_FOUND_OF_LOST = 3
"""Of the numbers of a list so many are found for each that is not, at least."""
_SAME = 4.0
"""Points within which the lines of a list begin."""
_SURE = 0.97


def with_bullets(sheet: Sheet) -> Sheet:
    """The sheet of a scan, points and numbers before lines of lists put right; the same one where there are none."""
    rows = tuple(_row(row) for row in sheet.rows)
    return replace(sheet, rows=rows) if any(a is not b for a, b in zip(rows, sheet.rows, strict=True)) else sheet


def _row(row: Row) -> Row:
    cells = tuple(_with_numbers(_with_points(cell)) for cell in row.cells)
    return replace(row, cells=cells) if any(a is not b for a, b in zip(cells, row.cells, strict=True)) else row


def _with_points(cell: Cell) -> Cell:
    listed = [line for line in cell.lines if _begins_with_point(line)]
    if len(listed) < _FEWEST or not any(line.words[0].text.startswith(_BULLET) for line in listed):
        return cell
    left = min(line.words[0].bbox[0] for line in listed)
    if any(line.words[0].bbox[0] - left > _SAME for line in listed):
        return cell
    return replace(cell, lines=tuple(_begun(line, 1, _BULLET) if line in listed else line for line in cell.lines))


def _begins_with_point(line: Line) -> bool:
    """Does a line that OCR read begin with a small sign, right before a text?"""
    text = line.words[0].text if line.words and line.words[0].origin == "ocr" else ""
    return len(text) > 1 and text[0] in _POINTS and not text[1].isdecimal() and text[1] not in _POINTS


class _Count(NamedTuple):
    """What may be the number of an item: of which line, the number, as read with its brackets, the line's left edge."""

    at: int
    number: int
    read: str
    left: float

    @property
    def whole(self) -> bool:
        return narrow(self.read) == f"({self.number})"

    @property
    def bare(self) -> bool:
        return self.read.isdecimal()

    @property
    def opened(self) -> bool:
        return self.read[0] in _OPENING


def _with_numbers(cell: Cell) -> Cell:
    """The cell, both brackets about each number of a list that counts on in brackets."""
    counts = [one for at, line in enumerate(cell.lines) if (one := _count(at, line)) is not None]
    worn = {one.at: one for run in _runs(_likeliest(counts)) for one in _listed(run) if not one.whole}
    if not worn:
        return cell
    lines = list(cell.lines)
    for at, one in worn.items():
        lines[at] = _begun(lines[at], len(one.read), f"({one.number})")
    return replace(cell, lines=tuple(lines))


def _count(at: int, line: Line) -> _Count | None:
    """What a line that OCR read begins with, if that may be the number of an item; no text in parentheses."""
    match = _WORN.match(line.text)
    if match is None or line.words[0].origin != "ocr" or not line.words[0].text.startswith(match["read"]):
        return None
    balance = sum((char in _OPENING) - (char in _CLOSING) for char in line.text)
    if balance == 0 and bool(match["open"]) != bool(match["close"]):
        return None
    return _Count(at, int(match["number"]), match["read"], line.words[0].bbox[0])


def _likeliest(counts: Sequence[_Count]) -> list[_Count]:
    """Those without what a continued line begins with: where a number is found whole it stands nowhere else worn,
    and where it is found worn twice it may be either."""
    found = [one for one in counts if one.whole]
    for kind in ([one for one in counts if not one.whole and not one.bare], [one for one in counts if one.bare]):
        known, often = {one.number for one in found}, Counter(one.number for one in kind)
        found += [one for one in kind if one.number not in known and often[one.number] == 1]
    return sorted(found)


def _runs(counts: Sequence[_Count]) -> Iterator[list[_Count]]:
    """The numbers list by list: each begins where they do not rise."""
    run: list[_Count] = []
    for one in counts:
        if run and one.number <= run[-1].number:
            yield run
            run = []
        run.append(one)
    yield run


def _listed(run: Sequence[_Count]) -> list[_Count]:
    """The numbers of a list that counts on in brackets; none where it does not. One without any bracket is among them
    where it stands right below the number before it and above the one after."""
    signed = [one for one in run if not one.bare]
    between = [
        one
        for before, one, after in zip(run, run[1:], run[2:], strict=False)
        if one.bare and not before.bare and not after.bare and before.number + 1 == one.number == after.number - 1
        if max(abs(one.left - before.left), abs(one.left - after.left)) <= _SAME
    ]
    found = sorted([*signed, *between])
    lost = found[-1].number - len(found) if found else 0
    counts_on = any(after.number == before.number + 1 for before, after in pairwise(found))
    in_brackets = 2 * sum(one.opened for one in found) > len(found)
    return found if counts_on and in_brackets and lost * _FOUND_OF_LOST <= len(found) else []


def _begun(line: Line, length: int, sign: str) -> Line:
    """The line with a sign instead of so many characters that it begins with."""
    word = line.words[0]
    text = sign + line.text[length:] if line.text.startswith(word.text[:length]) else line.text
    return replace(line, text=text, words=(_word(word, length, sign), *line.words[1:]))


def _word(word: Word, length: int, sign: str) -> Word:
    """The word with a sign instead of its first characters, of which there is no doubt any more."""
    text, grown = sign + word.text[length:], len(sign) - length
    settled = [doubt for doubt in word.doubts if doubt.at < length]
    gained = sum(max(0.0, _SURE - doubt.sure) for doubt in settled)
    doubts = tuple(replace(doubt, at=doubt.at + grown) for doubt in word.doubts if doubt.at >= length)
    return replace(
        word,
        text=text,
        sure=min(1.0, word.sure + gained / len(word.text)),
        doubts=doubts,
        places=() if grown else word.places,
        read_as=word.read_as if text == word.text else word.text,
    )
