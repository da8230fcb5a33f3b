"""Lines of an answer that a foreign column border cut: the left halves in one cell, the right halves in the next.

    ・紙の申請書は、施錠した     |  書庫に納める。
    ＜窓口における措置＞         |
    ・端末には覗き見を防ぐ       |  板を付ける。

Not every line reaches the border, so which right half goes on which left one is found by the cheapest pairing: a line
that goes on is as wide as its cell and ends in mid-sentence, one that does not ends a paragraph. Where just as many
lines as there are right halves reach the border, and no other is in mid-sentence, those go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.lines import columns, open_parentheses
from hyokasho.parsers.forms.heads import OPTIONS_WORD, names_file
from hyokasho.parsers.forms.lexicon.labels import is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number

_NO_TEXT = re.compile(rf"\[|{OPTIONS_WORD}|^\d{{1,2}}[)）]|<input|[□☐☑]", re.MULTILINE)
_STARTS = pattern("numbering", "list_item")
STOP = ("。", "．")
NARROWEST = 16
"""Columns of a left cell at least."""
LEAST_CUT = 2
"""Full lines in mid-sentence in a left cell at least."""
_FEW = 3
"""Fewer lines in mid-sentence show no usual width."""
_SLACK = 3
"""Columns that a line may be short of its cell: letters of unlike width."""

_LETTER = 2
"""Columns of a letter: a line that the border cuts lacks less than one."""
_FAR = 1.5
"""A line so many times shorter than the longest ends far from the border."""
_SHORT = 0.25
"""Cost of each further column that a line that goes on is short of its cell."""
_GOES_ON_CLOSED = 1.0
_STOPS_SHORT = 0.25
_STOPS_OPEN = 2.5
"""A line that ends in mid-sentence and has no right half."""
_HALF_STARTS = 4.0
"""A right half that begins a list item or a heading."""
_HALF_STOPS_OPEN = 2.0
"""A right half in mid-sentence, with the next line beginning a paragraph; nothing in a list of names."""
_BELIEVED = 0.75
"""Cost for each right half at most."""
_MARGIN = 1.0
"""So much dearer must the next pairing be."""


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Which left lines go on, and what that costs."""

    cost: float
    cut: tuple[bool, ...]


def joined_lines(left: str, right: str, *, least: int = LEAST_CUT, narrowest: int = NARROWEST) -> str | None:
    """The whole lines of two cells that are halves; "" where they are halves, but which lines go on is not sure; None
    where they are no halves. `least`: full lines in mid-sentence in the left cell; `narrowest`: its columns."""
    if _NO_TEXT.search(left) or _NO_TEXT.search(right) or is_label(left) or is_label(right):
        return None
    first, second = left.split("\n"), right.split("\n")
    if len(first) > 1:  # (one name alone may be a cell of its own, beside another)
        names = [not names_file(line) for line in first]
        if sum(names) == len(second) and all(map(names_file, (whole := _together(first, second, names)).split("\n"))):
            return whole
    width = _width(first)
    cut = sum(not is_closed(line) and columns(line) >= width - _SLACK for line in first)
    if width < narrowest or cut < least or not right.strip() or len(second) > len(first) or any(map(is_label, first)):
        return None
    reach = [columns(line) >= max(map(columns, first)) - _LETTER for line in first]
    if len(first) > 1 and sum(reach) == len(second) and _is_likely(first, second, reach):
        return _together(first, second, reach)
    best, *others = _pairings(first, second)
    if best.cost <= _BELIEVED * len(second) and all(other.cost - best.cost >= _MARGIN for other in others):
        return _together(first, second, best.cut)
    return "" if _cut_for_sure(first, width) else None


def is_text(cell: str) -> bool:
    """Does a cell hold neither a choice nor boxes nor a label?"""
    return not _NO_TEXT.search(cell) and not any(map(is_label, cell.split("\n")))


def _is_likely(first: Sequence[str], second: Sequence[str], cut: Sequence[bool]) -> bool:
    """Does no right half begin an item, and does every line that stops end a sentence, stand above an item or end far
    from the border?"""
    if any(map(_begins, second)):
        return False
    far = max(map(columns, first)) / _FAR
    stops = ((line, below) for line, below, goes_on in zip(first, [*first[1:], ""], cut, strict=True) if not goes_on)
    return all(is_closed(line) or _begins(below) or columns(line) < far for line, below in stops)


def _begins(line: str) -> bool:
    text = line.lstrip()
    return _STARTS.match(text) is not None or list_number(text) is not None or text.startswith("※")


def _together(first: Sequence[str], second: Sequence[str], cut: Sequence[bool]) -> str:
    rest = iter(second)
    return "\n".join(line + next(rest) if goes_on else line for line, goes_on in zip(first, cut, strict=True))


def joined_boxes(left: str, right: str) -> str | None:
    """The whole lines of boxes that a border cut, the left halves in one cell and the right ones in the next, where
    each right half closes a parenthesis that a line opens, in their order; None where it is not so."""
    first, second = left.split("\n"), [line for line in right.split("\n") if line.strip()]
    open_lines = [at for at, line in enumerate(first) if open_parentheses(line) > 0]
    if not second or len(open_lines) != len(second) or _BOX.search(left) is None or _BOX.search(right) is not None:
        return None
    for at, half in zip(open_lines, second, strict=True):
        first[at] += half
    return "\n".join(first) if all(open_parentheses(line) == 0 for line in first) else None


_BOX = re.compile(r"[\[［□☐☑■]")


def _width(lines: Sequence[str]) -> int:
    """Columns of a usual line in mid-sentence; of the widest where there is none."""
    open_ = sorted(columns(line) for line in lines if not is_closed(line))
    return max(map(columns, lines)) if len(open_) < _FEW else open_[len(open_) // 2]


def _pairings(first: Sequence[str], second: Sequence[str]) -> list[_Pairing]:
    """The two cheapest pairings, the cheaper one first."""
    width = _width(first)
    sentences = any(line.rstrip().endswith(STOP) for line in (*first, *second))
    best: list[list[_Pairing]] = [[_Pairing(0.0, ())]]
    for at, line in enumerate(first):
        behind = first[at + 1] if at + 1 < len(first) else None
        stops = _cost_of_stop(line, behind, width)
        step: list[list[_Pairing]] = []
        for used in range(min(at + 1, len(second)) + 1):
            found = [_Pairing(p.cost + stops, (*p.cut, False)) for p in (best[used] if used < len(best) else [])]
            if used:
                half = second[used - 1]
                opens = behind is not None and _STARTS.match(behind.lstrip()) is not None
                cost = _cost(line, half, width) + _HALF_STOPS_OPEN * (sentences and opens and not is_closed(half))
                found += [_Pairing(p.cost + cost, (*p.cut, True)) for p in best[used - 1]]
            step.append(sorted(found, key=lambda p: p.cost)[:2])
        best = step
    return best[len(second)]


def _cost_of_stop(line: str, behind: str | None, width: int) -> float:
    """What it costs that the line has no right half: nothing at the end of a sentence, little at that of a list item
    that does not reach the border."""
    if is_closed(line):
        return 0.0
    short = columns(line) < width - _SLACK and (behind is None or _STARTS.match(behind.lstrip()) is not None)
    return _STOPS_SHORT if short else _STOPS_OPEN


def _cost(line: str, half: str, width: int) -> float:
    """What it costs that the line goes on with this half."""
    cost = _SHORT * max(0, width - _SLACK - columns(line)) + _GOES_ON_CLOSED * is_closed(line)
    return cost + _HALF_STARTS * (_STARTS.match(half.lstrip()) is not None)


def _cut_for_sure(first: Sequence[str], width: int) -> bool:
    """Does a full line in mid-sentence stand before the beginning of a paragraph?"""
    return any(
        not is_closed(line) and columns(line) >= width - _SLACK and _STARTS.match(behind.lstrip())
        for line, behind in pairwise(first)
    )
