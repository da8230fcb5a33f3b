"""Which halves on a right page go on with which lines of its left page: the cheapest way to read both in their order.

A text line in mid-sentence reaches the edge and goes on, a box goes on with the rest of its option, the list of a
choice goes to a choice without one, whole boxes stand behind boxes. `margins` tell how sure each line is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns, open_parentheses
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed

WHOLE = re.compile(rf"^(?:[\]］]|[<＜]?{OPTIONS_WORD}|\d{{1,2}}[)）]|[\[［][^\[\]［］]{{0,3}}[\]］])")
"""A line of a right page that is no half of a text: of the list of a choice, or a box."""
HALF_BOX = re.compile(r"^[^\s\[\]［］]?\s*[\]］]")
"""The rest of a box that the edge cut behind its bracket: the mark, if it has one, and the other bracket."""
OPTION = late(r"(?<![\d(])(\d{1,2})\)")
"""The number of an option (folded)."""
WHOLE_BOX = re.compile(r"^[\[［][^\[\]［］]{0,3}[\]］]")
STARTS = pattern("numbering", "list_item")
NARROWEST = 16
"""Columns of a line that the edge of the paper cut at least."""

_SHORT = 0.25
"""Cost of each further column that a line that goes on is short of the widest."""
_CLOSED = 1.0
"""A line at the end of a sentence that goes on; a label at the edge that does."""
_LABEL = 4.0
"""A label before the edge that goes on."""
_STOPS = 2.5
"""A line in mid-sentence at the edge, a part of an option, a choice without its list, that does not go on."""
_ENDS = 1.0
"""The same at the end of a paragraph."""
_HALF_STARTS = 4.0
"""A half that begins the item of a list."""
_NOBODYS = 6.0
"""A line of the right page that belongs to none of the left one."""


Kind = Literal["text", "label", "box", "bracket", "option", "choice"]
"""What a line is: a text; a label; a box; the bracket that opens one; an option of a list; the last line of a choice
that lacks its list."""


def is_half_box(half: str) -> bool:
    """Is a line the rest of a box that the edge cut behind its bracket?"""
    found = HALF_BOX.match(half)
    key = fold(half[found.end() :]) if found is not None else ""
    return any(term.kind == "box" for name in (key, key.partition("(")[0]) for term in lexicon.exact(name))


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A line of the left page that may end at the edge: line and cell of the page, and which line of the cell.
    `endings`: what the option of a box or a list lacks, if it is not `whole`. `short`: columns that it is short of the
    widest one of its kind. `ends`: the last line of a text, or the one before an item of a list. `boxes`: the options
    (folded) of those that a heading prints behind it."""

    row: int
    cell: int
    at: int
    text: str
    kind: Kind
    endings: tuple[str, ...] = ()
    whole: bool = False
    short: int = 0
    ends: bool = False
    boxes: frozenset[str] = frozenset()

    def stops(self) -> float:
        """What it costs that no half goes on with it."""
        if self.kind == "text":
            return 0.0 if is_closed(self.text) or self.short else _ENDS if self.ends else _STOPS
        return _STOPS if (self.endings and not self.whole) or self.kind in ("choice", "bracket") else 0.0

    def may_be_cut(self) -> bool:
        """Is it in mid-sentence, and not narrow?"""
        return not is_closed(self.text) and columns(self.text) >= NARROWEST

    def holds(self, half: str) -> bool:
        """Is this half a box or an option that stands behind it as a whole?"""
        box = WHOLE_BOX.match(half)
        if self.kind == "box" or box is not None:
            own = self.kind == "box" or (box is not None and fold(half[box.end() :]) in self.boxes)
            return box is not None and own
        if self.kind != "option":
            return False
        number = OPTION.match(fold(half))
        return number is not None and int(number[1]) > int(OPTION.findall(fold(self.text))[-1])

    def goes_on(self, half: str) -> float:
        """What it costs that this half goes on with it; infinite where it cannot."""
        if self.kind == "bracket":
            return 0.0 if is_half_box(half) else math.inf
        if self.kind == "option":
            goes = any(fold(half).startswith(end) for end in self.endings) or self.holds(half)
            return 0.0 if goes and "\n" not in half else math.inf
        if self.kind == "choice" or "\n" in half or WHOLE.match(half):
            return 0.0 if self.kind == "choice" and not WHOLE_BOX.match(half) and WHOLE.match(half) else math.inf
        if self.kind == "box":
            key = fold(half)
            if self.endings:
                return 0.0 if any(key.startswith(end) for end in self.endings) else math.inf
            return 0.0 if ")" in key and open_parentheses(self.text) > 0 else math.inf
        dear = _CLOSED * is_closed(self.text) + (_LABEL if self.short else _CLOSED) * (self.kind == "label")
        if self.kind == "label" and open_parentheses(self.text) > 0 and ")" in fold(half):
            return 0.0
        dear += _LABEL * (fold(half).startswith(")") and open_parentheses(self.text) == 0)
        return _SHORT * self.short + dear + _HALF_STARTS * (STARTS.match(half.lstrip()) is not None)


@dataclass(frozen=True, slots=True)
class HalvesRead:
    """The cheapest way to read both pages: what it costs, the half that each line goes on with, the whole lines that
    stand behind each, and how much dearer the next way is for each line."""

    cost: float
    halves: Mapping[int, str]
    whole: Mapping[int, Sequence[str]]
    margins: Sequence[float]


def read_halves(lines: Sequence[EdgeLine], halves: Sequence[str]) -> HalvesRead:
    """The lines and the halves in their order: each line goes on with a half or stops, a whole line of the right page
    stands behind a line that holds it, or is nobody's."""
    lone = [_NOBODYS if fold(half) != ")" else _ENDS for half in halves]
    stops = [line.stops() for line in lines]
    on = [[line.goes_on(half) for half in halves] for line in lines]
    held = [
        [0.0 if n and lines[n - 1].holds(half) else dear for half, dear in zip(halves, lone, strict=True)]
        for n in range(len(lines) + 1)
    ]  # (behind the first n lines)
    ends = range(len(lines), -1, -1), range(len(halves), -1, -1)
    rest = [[math.inf] * (len(halves) + 1) for _ in range(len(lines) + 1)]
    for n in ends[0]:
        for k in ends[1]:
            ways = [rest[n][k + 1] + held[n][k]] if k < len(halves) else []
            if n < len(lines):
                ways.append(rest[n + 1][k] + stops[n])
                ways += [rest[n + 1][k + 1] + on[n][k]] if k < len(halves) else []
            rest[n][k] = min(ways, default=0.0)
    return _followed(rest, stops, on, held, halves)


def _followed(
    rest: Sequence[Sequence[float]],
    stops: Sequence[float],
    on: Sequence[Sequence[float]],
    held: Sequence[Sequence[float]],
    halves: Sequence[str],
) -> HalvesRead:
    """The cheapest way through. `rest[n][k]`: what all costs from line n and half k on."""
    so_far = [[math.inf] * (len(halves) + 1) for _ in rest]
    margins = [math.inf] * len(stops)
    so_far[0][0] = 0.0
    for n, row in enumerate(so_far):
        for k in range(len(halves)):
            row[k + 1] = min(row[k + 1], row[k] + held[n][k])
        for k, cost in enumerate(row if n < len(stops) else ()):
            so_far[n + 1][k] = min(so_far[n + 1][k], cost + stops[n])
            if k < len(halves):
                so_far[n + 1][k + 1] = min(so_far[n + 1][k + 1], cost + on[n][k])
    best = rest[0][0]
    goes: dict[int, str] = {}
    stands: dict[int, list[str]] = {}
    n = k = 0
    while n < len(stops) or k < len(halves):
        if k < len(halves) and math.isclose(rest[n][k], rest[n][k + 1] + held[n][k]):
            if not held[n][k]:
                stands.setdefault(n - 1, []).append(halves[k])
            k += 1
            continue
        joins = [so_far[n][j] + on[n][j] + rest[n + 1][j + 1] for j in range(len(halves))]
        stop = min(cost + stops[n] + rest[n + 1][j] for j, cost in enumerate(so_far[n]))
        if k < len(halves) and math.isclose(rest[n][k], rest[n + 1][k + 1] + on[n][k]):
            goes[n] = halves[k]
            margins[n] = min([stop, *(cost for j, cost in enumerate(joins) if j != k)]) - best
            k += 1
        else:
            margins[n] = min(joins, default=math.inf) - best
        n += 1
    return HalvesRead(best, goes, stands, margins)
