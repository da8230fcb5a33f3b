"""The annex of record items as rows of entries: the cells of its lists line by line, numbers put to their names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold, narrow
from hyokasho.parsers.align.content import AnswerCell
from hyokasho.parsers.align.visual import box_of_text
from hyokasho.parsers.model import BBox, Line, read_by_ocr
from hyokasho.parsers.sections.record_notation import notation
from hyokasho.parsers.sections.rows import doubted, witnesses

NUMBERED = late(r"^[(（]?\s*(?P<no>\d{1,4})\s*(?P<sign>[)）]|[.．、,:：]|(?=\s|　))\s*(?P<name>\S.*)$", re.S)
"""An item that begins with its number."""
GLUED = late(r"^(?P<no>\d{1,4})(?P<name>[^\d\s.．、,:：)）].*)$", re.S)
"""An item whose number no sign and no visible blank parts from its name."""
_INNER = late(r"(?<=[\s　])(?P<no>\d{1,4})(?:\s*[)）.．、:：\s]|(?=\D))")
_COUNTED = late(r"[(（]?\d{1,4}\D")
_FEWEST_STACKED = 3
"""So many lines of a cell begin items where the cell holds a list and no name of several lines."""
_NUMBER_ONLY = late(r"^[(（]?\s*(\d{1,4})\s*[)）.．]?$")


_SPREAD = late(r"^[0-9](?: [0-9]){1,3}(?=\u3000)")
"""The digits of a number that is spread with its name (均等割付): they stand nearer each other than the name."""


def _together(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


@cache
def _head_words() -> frozenset[str]:
    return frozenset(fold(word) for word in notation()["head_words"])


@cache
def _ignored() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in notation()["ignore"]))


@dataclass
class Entry:
    """A cell of the list: its text, number if one is printed, and place."""

    text: str
    number: int | None
    page: int | None
    bbox: BBox | None
    raw: str
    x0: float
    row: int
    lines: tuple[Line, ...] = ()
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()


def blanks_lost(entries: Sequence[Entry]) -> bool:
    """May narrow blanks of these entries be lost, because OCR read a word of them?"""
    return any(read_by_ocr(entry.lines) for entry in entries)


def parted_rows(rows: Sequence[list[Entry]], headings: Collection[int]) -> list[list[Entry]]:
    """The rows, entries parted into which the next column's was run; `headings` are rows that hold no items."""
    items = [entry for k, row in enumerate(rows) if k not in headings for entry in row]
    begun = {int(match["no"]) for entry in items if (match := leading(entry)) is not None}
    begun |= glued_numbers(items) if begun else set()
    if any(_runs_on(entry) for entry in items):  # a paragraph: its lines are parted when they are joined
        return list(rows)
    return [[part for entry in row for part in _parted(entry, begun)] for row in rows] if begun else list(rows)


def leading(entry: Entry) -> re.Match[str] | None:
    """The number that an entry's text begins with, parted from the name, and the name."""
    return NUMBERED.match(narrow(entry.text).strip())


def glued_numbers(entries: Sequence[Entry]) -> set[int]:
    """Numbers that stand before a name without a sign or a blank that could be seen: they count on with others."""
    sure = {e.number for e in entries if e.number is not None} | {int(m["no"]) for e in entries if (m := leading(e))}
    texts = (narrow(entry.text).strip() for entry in entries if leading(entry) is None)
    found = {int(match["no"]) for text in texts if (match := GLUED.match(text))}
    return {number for number in found - sure if {number - 1, number + 1} & (found | sure)}


def _parted(entry: Entry, begun: Collection[int]) -> Iterator[Entry]:
    """An entry into which the next column's was run: its number stands in the text, those around it begin entries."""
    own = leading(entry) or GLUED.match(narrow(entry.text).strip())
    if own is None or entry.number is not None:
        yield entry
        return
    for match in _INNER.finditer(narrow(entry.text)):
        number = int(match["no"])
        if number not in begun and (number == int(own["no"]) + 1 or {number - 1, number + 1} <= set(begun)):
            yield _piece(entry, entry.text[: match.start()].rstrip())
            yield _piece(entry, entry.text[match.start("no") :])
            return
    yield entry


def _runs_on(entry: Entry) -> bool:
    """Does one line hold three items or more, which count on?"""
    own = leading(entry)
    inside = [int(match["no"]) for match in _INNER.finditer(narrow(entry.text))] if own is not None else []
    return own is not None and {int(own["no"]) + 1, int(own["no"]) + 2} <= set(inside)


def _piece(entry: Entry, text: str) -> Entry:
    box = box_of_text(entry.lines, text) or entry.bbox
    return replace(entry, text=text, raw=text, bbox=box, x0=box[0] if box else entry.x0)


def entry_rows(pieces: Sequence[AnswerCell]) -> Iterator[list[Entry]]:
    """Rows of the list: the cells of one sheet row line by line, head words left out, number and name paired."""
    rows: dict[int, list[AnswerCell]] = {}
    for piece in pieces:
        if piece.cell.lines:
            rows.setdefault(piece.row, []).append(piece)
    for number, row in rows.items():
        if all(fold(word) in _head_words() for p in row for word in p.cell.text.split() or [""]):
            continue
        if len(row) == 1:
            for line in row[0].cell.lines:
                yield from _wanted(_paired([_entry([line], number)]))
        elif _is_stack(row):
            for level in _levels(row):
                yield from _wanted(_paired([_entry([line], number) for line in level]))
        else:
            yield from _wanted(_paired([_entry(p.cell.lines, number) for p in row]))


def _is_stack(row: Sequence[AnswerCell]) -> bool:
    """Do the cells of a row hold a list each, an item to a line?"""
    lines = [line for piece in row for line in piece.cell.lines if line.bbox is not None]
    begun = sum(_COUNTED.match(narrow(line.text).strip()) is not None for line in lines)
    return begun >= _FEWEST_STACKED * len(row) and begun * 2 > len(lines)


def _levels(row: Sequence[AnswerCell]) -> list[list[Line]]:
    """The lines of neighbouring cells that stand level."""
    levels: list[list[Line]] = []
    lines = [(line.page or 0, line.bbox, line) for piece in row for line in piece.cell.lines if line.bbox is not None]
    for _, box, line in sorted(lines, key=lambda found: (found[0], found[1][1] + found[1][3])):
        above = levels[-1][0] if levels else None
        if above is not None and above.bbox is not None and above.page == line.page and box[1] < middle_of(above.bbox):
            levels[-1].append(line)
        else:
            levels.append([line])
    return [sorted(level, key=lambda line: line.bbox[0] if line.bbox else 0.0) for level in levels]


def middle_of(box: BBox) -> float:
    """The height at which a box has its middle."""
    return (box[1] + box[3]) / 2


def _wanted(entries: list[Entry]) -> Iterator[list[Entry]]:
    said = [e for e in entries if e.number is not None or any(map(str.isalnum, e.text))]  # (no lone signs)
    kept = [e for e in said if not _ignored().fullmatch(fold(e.text))]
    if kept:
        yield kept


def _entry(lines: Sequence[Line], row: int) -> Entry:
    text = _SPREAD.sub(_together, "".join(line.text for line in lines))
    box = lines[0].bbox
    words = [w for line in lines for w in line.words]
    sure = min((w.confidence for w in words), default=1.0)
    raw = "\n".join(line.text for line in lines)
    seen = (*witnesses(lines), *doubted((("words", sure),)))
    return Entry(text, None, lines[0].page, box, raw, box[0] if box else 0.0, row, tuple(lines), sure, seen)


def _paired(entries: list[Entry]) -> list[Entry]:
    """A cell that is only a number belongs to the name to its right; one whose name does not stand level waits for it
    with no text (`record_levels`)."""
    result: list[Entry] = []
    waiting: Entry | None = None
    for entry in entries:
        match = _NUMBER_ONLY.match(narrow(entry.text).strip())
        own = NUMBERED.match(narrow(entry.text).strip()) if waiting is not None else None
        if waiting is not None and waiting.number is not None:
            if match or (own is not None and int(own["no"]) > waiting.number):
                result.append(replace(waiting, text=""))
            else:
                entry.number = waiting.number
            waiting = None
        if match:
            waiting = entry
            waiting.number = int(match[1])
            continue
        result.append(entry)
    if waiting is not None:
        result.append(replace(waiting, text=""))
    return result
