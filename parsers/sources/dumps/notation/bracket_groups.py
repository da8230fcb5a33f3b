"""Brackets of checkbox groups that a tool tore from each other: all openers first, then all closers with options.

Openers and closers keep their own order, so the k-th opener of a cell belongs to its k-th closer, as long as there are
as many of the one as of the other in all cells. Where there are not, a border stands between openers and their options
(the order of the form tells the marks, as far as it does), or the marks of the torn boxes are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from hyokasho.normalizers.late import late
from hyokasho.parsers.forms.lexicon.options import box_groups, box_options
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.model import UNKNOWN_MARK

from .marks import option_behind
from .raw import BOX_EMPTY, BOX_MARKED

_MARKS = signs().drawn
_SIGNS = one_of(_MARKS)
_WHOLE = late(rf"\[[ \u3000]*[{_SIGNS}{UNKNOWN_MARK}{BOX_EMPTY}{BOX_MARKED}☐]?[ \u3000]*\](?=\s*[^\s\]\[])")
_MARK_FIRST = late(rf"^[ \u3000]*([{_SIGNS}])[ \u3000]*\]", re.MULTILINE)
_EMPTY_LINE = late(r"^[ \u3000]*\[[ \u3000]*$", re.MULTILINE)
_BRACKET = late(r"[\[\]]")
_MOST_BOXES = 10
_LONE_OPENER = late(rf"\[[ \u3000]*[{_SIGNS}]?[ \u3000]*(?:\n|$|[（(]|\[)")


def is_torn(text: str) -> bool:
    """Whether lone opening and closing brackets stand in the text of a checkbox group."""
    rest = _WHOLE.sub("", text)
    closers = len(_lone_closers(rest))
    return closers > 2 or (closers > 0 and bool(_LONE_OPENER.search(rest)))


def _bracket_at(text: str) -> int:
    """Where the first bracket stands in a cell that holds one."""
    match = _BRACKET.search(text)
    return match.start() if match is not None else len(text)


def _lone_closers(text: str) -> list[str]:
    found = (option_behind(text, match.end()) for match in re.finditer(r"\][ \u3000]*", text))
    return [option for option in found if option is not None]


@dataclass(slots=True)
class _Parts:
    """What a cell holds of a torn group: openers (their mark), closers (the text behind) and other lines."""

    openers: list[str] = field(default_factory=list)
    closers: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def whole_boxes(cells: Sequence[str]) -> list[str]:
    """The cells of a row with torn boxes, which column borders may have cut too, put together in the first cell that
    holds any of them, behind its other words; as they are where none are torn."""
    cells = _with_openers(cells)
    first = next((n for n, cell in enumerate(cells) if _BRACKET.search(cell)), len(cells))
    last = max((n for n, cell in enumerate(cells) if _BRACKET.search(cell)), default=first)
    inside = list(cells[first : last + 1])
    if not inside or not is_torn("\n".join(inside)):
        return list(cells)
    head = cells[first][: _bracket_at(cells[first])].rstrip("\n ")
    inside[0] = cells[first][_bracket_at(cells[first]) :]
    boxes = _together([_parts(cell) for cell in inside])
    return [*cells[:first], f"{head}\n{boxes}".strip(), *([""] * (last - first)), *cells[last + 1 :]]


def _with_openers(cells: Sequence[str]) -> list[str]:
    """The cells with the openers that a border cut from their marks ([ | ○ ] 庁内連携システム) in front of these."""
    mended = list(cells)
    for at in range(1, len(mended)):
        cut = _MARK_FIRST.findall(mended[at])
        openers = _EMPTY_LINE.findall(mended[at - 1])
        if cut and len(cut) == len(openers):
            mended[at - 1] = "\n".join(t for t in mended[at - 1].split("\n") if not _EMPTY_LINE.fullmatch(t))
            mended[at] = _MARK_FIRST.sub(r"[ \1 ]", mended[at])
    return mended


def join_torn(text: str) -> str:
    """The boxes of a torn group put together, one per line. Text of parentheses goes behind the last option if that
    is the only one which takes an answer; else nobody knows whose it was and it is left out."""
    return _together([_parts(text)])


def _together(cells: Sequence[_Parts]) -> str:
    _complete(cells)
    closers = [closer for cell in cells for closer in cell.closers]
    lines = [line for cell in cells for line in cell.lines]
    takers = [c for c in closers if (found := box_options().get(option_behind(c, 0) or "")) and found.detail]
    if takers and (len(takers) > 1 or takers[0] != closers[-1]):
        lines = [line for line in lines if line.startswith("[")]
    shown = {True: "○ ", False: "", None: f"{UNKNOWN_MARK} "}
    marks = _marks(cells, closers)
    return "\n".join([*(f"[ {shown[mark]}] {text}" for mark, text in zip(marks, closers, strict=True)), *lines])


def _complete(cells: Sequence[_Parts]) -> None:
    """Put the ends of options that a border cut back to their beginnings, from the cells behind."""
    for cell, behind in pairwise(cells):
        for at, closer in enumerate(cell.closers):
            if option_behind(closer, 0) is None:
                end = next((line for line in behind.lines if option_behind(closer + line, 0) is not None), None)
                if end is not None:
                    cell.closers[at] = closer + end
                    behind.lines.remove(end)


def _marks(cells: Sequence[_Parts], closers: Sequence[str]) -> list[bool | None]:
    """The mark of each closer. Openers keep the order of the form within a cell; one may stand in the cell before that
    of its option: what all ways to share them out say is known."""
    if len(closers) != sum(len(cell.openers) for cell in cells):
        return [None] * len(closers)
    home = [n for n, cell in enumerate(cells) for _ in cell.closers]
    if all(len(cell.openers) == len(cell.closers) for cell in cells):
        return [bool(opener) for cell in cells for opener in cell.openers]
    seen: list[set[bool]] = [set() for _ in closers]
    for order in _orders(closers, home) if len(closers) <= _MOST_BOXES else ():
        for way in product(*((n, n - 1) if n else (0,) for n in home)):
            if all(way.count(n) == len(cell.openers) for n, cell in enumerate(cells)):
                left = [iter(cell.openers) for cell in cells]
                for box in order:
                    seen[box].add(bool(next(left[way[box]])))
    return [found.pop() if len(found) == 1 else None for found in seen]


def _orders(closers: Sequence[str], home: Sequence[int]) -> Iterator[list[int]]:
    """The closers as groups of the form print their options, those groups that a cell does not gainsay."""
    options = [option_behind(closer, 0) or "" for closer in closers]
    for group in box_groups():
        if set(options) <= set(group):
            rank = [group.index(option) for option in options]
            if sorted(range(len(rank)), key=lambda n: (home[n], rank[n])) == list(range(len(rank))):
                yield sorted(range(len(rank)), key=rank.__getitem__)


def _parts(text: str) -> _Parts:
    kept = _WHOLE.findall(text)
    rest = _WHOLE.sub("\ufdd3", text) if kept else text
    parts = _Parts()
    wholes = iter(kept)
    for line in rest.split("\n"):
        _take(line, parts.openers, parts.closers, parts.lines, wholes)
    return parts


def _take(line: str, openers: list[str], closers: list[str], lines: list[str], wholes: Iterator[str]) -> None:
    """Sort the parts of one line into openers (their mark), closers (the text behind) and what else there is."""
    for part in re.split(r"(?=\[)|(?=\])|(?=\ufdd3)", line):
        text = part.strip()
        if not text:
            continue
        if text.startswith("\ufdd3"):
            lines.append(f"{next(wholes)}{text[1:]}")
        elif text.startswith("[") and text[1:].strip() in {"", *_MARKS}:
            openers.append(text[1:].strip())
        elif text.startswith("]"):
            closers.append(text[1:].strip())
        elif text in _MARKS and openers and not openers[-1]:
            openers[-1] = text
        elif closers and not closers[-1] and option_behind(text, 0):
            closers[-1] = text
        else:
            lines.append(text)
