"""Where does one row end and the next begin, if labels stand in the middle of their rows and nothing is ruled?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .words import fold

_MARKER = re.compile(r"^[<く(]?選択肢[>)]?")
_NUMBERED = re.compile(r"^(\d{1,2})\)")
_BOX = re.compile(r"\[[^\[\]]{0,3}\]")
_LIST_START = re.compile(r"^[・①-⑳○●◎■◆◇<＜〈≪【(（※]|^\d{1,2}[.．)）、]|^[ア-ン][ 　.．]")
_OFF_CENTRE = 1.0
_BLANK_BETWEEN = -1.5
_MID_SENTENCE = 2.5
_TORN_LIST = 6.0
_OPEN_BRACKET = 4.0
_BEFORE_MARKER = -2.0
_BOX_GROUP = 1.5
_CARRY = 2.0
_FIRST_OPTIONS = ("本人又は本人の代理人", "紙", "情報提供ネットワ", "庁内連携システム", "専用線", "提供を行っている", "自己点検")


def cut_costs(lines: Sequence[str]) -> list[float]:
    """The cost of a cut before each line (index k: between k - 1 and k), from what it would tear."""
    width = max((len(line) for line in lines), default=0)
    costs = [0.0] * (len(lines) + 1)
    for k in range(1, len(lines)):
        above = next((i for i in range(k - 1, -1, -1) if lines[i]), None)
        below = next((i for i in range(k, len(lines)) if lines[i]), None)
        if above is None or below is None:
            continue
        cost = _BLANK_BETWEEN if below - above > 1 else 0.0
        costs[k] = cost + _tear(lines, above, below, width)
    return costs


def _tear(lines: Sequence[str], above: int, below: int, width: int) -> float:
    upper, lower = fold(lines[above]), fold(lines[below])
    if _MARKER.match(upper):
        return _TORN_LIST
    if _MARKER.match(lower):
        return _BEFORE_MARKER
    cost = 0.0
    number = _NUMBERED.search(_after_bracket(lower))
    if number and int(number[1]) > 1 and _has_option_above(lines, above):
        cost += _TORN_LIST
    if upper.count("(") > upper.count(")") or upper.count("[") > upper.count("]"):
        cost += _OPEN_BRACKET
    if _BOX.search(upper) and _BOX.search(lower) and not _starts_group(lower):
        cost += _BOX_GROUP
    full = len(lines[above]) >= width * 0.85
    if full and not upper.endswith(".") and not _LIST_START.match(lines[below]) and not _BOX.match(lower):
        cost += _MID_SENTENCE
    return cost


def _after_bracket(text: str) -> str:
    return re.sub(r"^\[[^\]]*\]?", "", text)


def _has_option_above(lines: Sequence[str], above: int) -> bool:
    return any(re.search(r"\d\)", fold(lines[i])) or _MARKER.match(fold(lines[i])) for i in range(max(0, above - 3), above + 1))


def _starts_group(text: str) -> bool:
    option = _BOX.sub("", text, count=1)
    return option.startswith(_FIRST_OPTIONS)


def best_cuts(
    lines: Sequence[str], anchors: Sequence[tuple[int, int]], costs: Sequence[float], *, carry: bool, top_aligned: bool
) -> list[int]:
    """For each anchor (first and last line of a label) the line at which its row begins. Rows follow each other; what
    stands before the first one (only with `carry`) belongs to no row here."""
    count = len(lines)
    filled = [i for i, line in enumerate(lines) if line] + [i for a, b in anchors for i in range(a, b + 1)]
    used = sorted(set(filled))
    best: list[dict[int, tuple[float, int]]] = []
    for number, (first, last) in enumerate(anchors):
        begin = anchors[number - 1][1] + 1 if number else 0
        row: dict[int, tuple[float, int]] = {}
        for end in range(last + 1, (anchors[number + 1][0] if number + 1 < len(anchors) else count) + 1):
            if number + 1 == len(anchors) and end != count:
                continue
            row[end] = min(
                _row_cost(number, start, end, (first, last), best, costs, used, carry=carry, top_aligned=top_aligned)
                for start in range(begin, first + 1)
            )
        best.append(row)
    return _trace(best, count)


def _row_cost(
    number: int,
    start: int,
    end: int,
    anchor: tuple[int, int],
    best: Sequence[dict[int, tuple[float, int]]],
    costs: Sequence[float],
    used: Sequence[int],
    *,
    carry: bool,
    top_aligned: bool,
) -> tuple[float, int]:
    inside = [i for i in used if start <= i < end]
    top, bottom = inside[0], inside[-1]
    off = top - anchor[0] if top_aligned else (top + bottom - anchor[0] - anchor[1]) / 2
    cost = abs(off) * _OFF_CENTRE
    if number:
        before = best[number - 1].get(start)
        return (math.inf, start) if before is None else (cost + costs[start] + before[0], start)
    left_over = sum(1 for i in used if i < start)
    if left_over and not carry:
        return math.inf, start
    return cost + (costs[start] + _CARRY if left_over else 0.0), start


def _trace(best: Sequence[dict[int, tuple[float, int]]], count: int) -> list[int]:
    cuts: list[int] = []
    end = count
    for row in reversed(best):
        start = row[end][1]
        cuts.append(start)
        end = start
    return cuts[::-1]
