"""Where does one row end and the next begin, if labels stand in the middle of their rows and nothing is ruled?"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_HEAD
from hyokasho.parsers.forms.load import option_sets

from .marks import find_boxes, option_behind

_MARKER = re.compile(rf"^{OPTIONS_HEAD}")
_NUMBERED = re.compile(r"^(\d{1,2})\)")
_BOX = re.compile(r"\[[^\[\]]{0,3}\]")
_LIST_START = re.compile(r"^[・①-⑳○●◎■◆◇<＜〈≪【(（※]|^\d{1,2}[.．)）、]|^[ア-ン][ 　.．]")
_OFF_CENTRE = 1.5
_OFF_SQUARE = 0.5
_MISFIT = {"checkbox": 1.5, "choice": 1.0, "text": 3.0}
_BLANK_BETWEEN = -0.6
_MID_SENTENCE = 1.0
_TORN_LIST = 6.0
_OPEN_BRACKET = 4.0
_BEFORE_MARKER = -2.0
_BOX_GROUP = 1.5
_EMPTY_ROW = 0.5
CARRY = 2.0
"""Cost of text before a page's first label that belongs to the page before, where nothing speaks for it."""


def misfits(lines: Sequence[str], kind: str) -> list[float]:
    """For each line what it costs to stand in the answer of an item of this kind (checkbox, choice, text; else 0):
    plain text in a group of boxes or options, options or boxes in a text."""
    costs = []
    in_list = False
    for line in lines:
        text = fold(line)
        box = bool(find_boxes(line))
        listed = bool(_MARKER.match(text) or (in_list and re.search(r"(?:^|\])\d{1,2}\)", text)))
        in_list = listed or (in_list and not text) or bool(in_list and re.match(r"^[\[(]", text))
        shown = box if kind == "checkbox" else listed or text.startswith("[")
        if not text or kind not in _MISFIT or (kind == "checkbox" and (text[0] in "・(" or len(text) < 4)):
            costs.append(0.0)
        elif kind == "text":
            costs.append(_MISFIT[kind] if box or _MARKER.match(text) else 0.0)
        else:
            costs.append(0.0 if shown else _MISFIT[kind])
    return costs


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
    near = [fold(line) for line in lines[max(0, above - 3) : above + 1]]
    return any(re.search(r"\d\)", text) or _MARKER.match(text) for text in near)


def _starts_group(text: str) -> bool:
    option = option_behind(_BOX.sub("", text, count=1), 0)
    return option is not None and option in _first_options()


@cache
def _first_options() -> frozenset[str]:
    """The folded first option of every group of boxes."""
    return frozenset(fold(s.options[0].text) for s in option_sets().values() if s.boxes)


RowCost = Callable[[int, int, int], float]
"""Cost of giving row number n the lines from start to before end."""


def best_cuts(
    count: int, anchors: Sequence[tuple[int, int]], row_cost: RowCost, costs: Sequence[float], *, carry: float
) -> list[int]:
    """For each anchor (first and last line of a label) the line at which its row begins. Rows follow each other; what
    stands before the first one belongs to no row here and costs `carry` (inf: there is no such text)."""
    best: list[dict[int, tuple[float, int]]] = []
    for number, (first, last) in enumerate(anchors):
        begin = anchors[number - 1][1] + 1 if number else 0
        stop = anchors[number + 1][0] if number + 1 < len(anchors) else count
        row: dict[int, tuple[float, int]] = {}
        for end in range(last + 1 if number + 1 < len(anchors) else count, stop + 1):
            ways = []
            for start in range(begin, first + 1):
                if number:
                    before = best[number - 1].get(start, (math.inf, 0))[0] + costs[start]
                else:
                    before = carry + costs[start] if start else 0.0
                ways.append((before + row_cost(number, start, end), start))
            row[end] = min(ways)
        best.append(row)
    return _trace(best, count)


def centred(lines: Sequence[str], anchors: Sequence[tuple[int, int]], kinds: Sequence[str]) -> RowCost:
    """Rows whose label stands in the middle of their filled lines; `kinds` are those of the items (see misfits)."""
    used = sorted({i for i, line in enumerate(lines) if line} | {i for a, b in anchors for i in range(a, b + 1)})
    sums = {kind: list(accumulate(misfits(lines, kind), initial=0.0)) for kind in set(kinds)}

    def cost(number: int, start: int, end: int) -> float:
        first, last = anchors[number]
        top = min((i for i in used[bisect_left(used, start) : bisect_left(used, start) + 1]), default=first)
        bottom = used[bisect_left(used, end) - 1]
        off = (top + bottom - first - last) / 2
        misfit = sums[kinds[number]][end] - sums[kinds[number]][start]
        misfit += 0.0 if any(lines[start:end]) else _EMPTY_ROW
        return abs(off) * _OFF_CENTRE + min(off * off, 9.0) * _OFF_SQUARE + misfit

    return cost


def _trace(best: Sequence[dict[int, tuple[float, int]]], count: int) -> list[int]:
    cuts: list[int] = []
    end = count
    for row in reversed(best):
        start = row[end][1]
        cuts.append(start)
        end = start
    return cuts[::-1]
