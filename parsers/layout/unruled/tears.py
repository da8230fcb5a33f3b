"""What a level cut between two lines of one column would tear, by their words, and which answers fit a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_HEAD, OPTIONS_WORD
from hyokasho.parsers.forms.lexicon import kinds_of
from hyokasho.parsers.forms.lexicon.options import box, is_listed_option
from hyokasho.parsers.forms.load import option_sets
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import ListNumber, list_number
from hyokasho.parsers.layout.unruled.text_rows import TextLine

_MARKER = re.compile(rf"^(?:\[[^\]]*\]?)?{OPTIONS_HEAD}")
"""The head of a list, perhaps behind the answer that stands on its line."""
_NUMBERED = re.compile(r"(?:^|\])(\d{1,2})\)")
_OPTION = re.compile(r"\d\)")
_LIST_START = pattern("numbering", "list_start")
_BOX_GROUP = pattern("answers", "box_group_line")
_FULL = 0.85
"""Share of its column's width that a line fills which runs on below."""
_USUAL = 0.9
"""Share of the lines of a column that end no further right than its full lines."""

TORN_LIST = 6.0
TORN_COUNT = 4.0
BEFORE_LIST = -2.0
OPEN_BRACKET = 4.0
BOX_GROUP = 1.5
MID_SENTENCE = 1.5
BLANK = -0.6
"""Costs of a cut: inside a 選択肢 list, inside a list that counts on, before a 選択肢 list, inside parentheses, between
boxes of a group, inside a sentence, and at a blank line."""
MISFIT = {"checkbox": 1.5, "choice": 1.0, "text": 3.0}
"""Costs of a line that does not fit the kind of the item in whose answer it stands."""


def tears(lines: Sequence[TextLine], *, counts: bool = True) -> list[float]:
    """What a cut between each two lines of a column costs (below 0: rows like to part).

    `counts`: numbers at the beginning of lines are those of lists, not of places in the form.
    """
    left = min((line.x0 for line in lines), default=0.0)
    ends = sorted(line.x1 for line in lines if not line.is_piece) or sorted(line.x1 for line in lines)
    right = ends[round(_USUAL * (len(ends) - 1))] if ends else 0.0
    costs = []
    for k in range(1, len(lines)):
        upper, lower = lines[k - 1], lines[k]
        full = upper.x1 - left >= _FULL * (right - left)
        blank = lower.y0 - upper.y1 > 1.2 * min(upper.height, lower.height)
        above = [line.key for line in lines[max(0, k - 4) : k]]
        costs.append((BLANK if blank else 0.0) + _tear(above, lower.key, full))
    for start, end in _counted_runs(lines) if counts else ():
        costs[start:end] = [cost + TORN_COUNT for cost in costs[start:end]]
    return costs


def _counted_runs(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """The lines from one item of a list that counts on (①, (1), 1., ア) to the next: first and last line."""
    last: dict[str, tuple[ListNumber, int]] = {}
    for at, line in enumerate(lines):
        number = list_number(line.key)
        if number is None:
            continue
        before = last.get(number.manner)
        if before is not None and number.follows(before[0]):
            yield before[1], at
        last[number.manner] = number, at


def _tear(above: Sequence[str], lower: str, full: bool) -> float:
    upper = above[-1]
    if _MARKER.match(upper) and not _OPTION.search(upper):
        return TORN_LIST
    if _MARKER.match(lower):
        return BEFORE_LIST
    cost = 0.0
    number = _NUMBERED.search(lower)
    listed = any(_OPTION.search(text) or OPTIONS_WORD in text for text in above)
    begun = any(OPTIONS_WORD in text for text in above) and not any(_OPTION.search(text) for text in above)
    if number and listed and (int(number[1]) > 1 or begun):
        cost += TORN_LIST
    if upper.count("(") > upper.count(")") or upper.count("[") > upper.count("]"):
        cost += OPEN_BRACKET
    if box().search(upper) and box().search(lower) and not _begins_group(lower):
        cost += BOX_GROUP
    if full and not upper.endswith((".", "。")) and not _LIST_START.match(lower) and not box().match(lower):
        cost += MID_SENTENCE
    return cost


def _begins_group(key: str) -> bool:
    rest = box().sub("", key, count=1)
    return any(rest.startswith(option) for option in _first_options())


@cache
def _first_options() -> frozenset[str]:
    """The folded first option of every group of boxes."""
    return frozenset(fold(s.options[0].text) for s in option_sets().values() if s.boxes)


def misfit_kind(label: str) -> str | None:
    """The one kind of item whose label this is, where lines may misfit it; else None."""
    kinds = kinds_of(label)
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    return kind if kind in MISFIT else None


def misfits(kind: str, answer: Sequence[TextLine]) -> list[float]:
    """What does not fit an item of this kind costs in the first line of an answer, in the first two, and so on: text
    in a list, a list (or the rest of one) in a text."""
    total, listed = 0.0, False
    costs: list[float] = []
    for line in answer:
        key = line.key
        boxed = box().search(key) is not None
        listed = bool(_MARKER.search(key)) or (listed and bool(_OPTION.search(key) or key[:1] in "[("))
        if kind == "text":
            total += MISFIT[kind] if boxed or _MARKER.match(key) or is_listed_option(key) else 0.0
        elif kind == "checkbox":
            total += 0.0 if boxed or _BOX_GROUP.match(key) or len(key) < 4 else MISFIT[kind]
        else:
            total += 0.0 if listed or key.startswith(("[", "(")) or key.endswith("]") else MISFIT[kind]
        costs.append(min(total, 3 * MISFIT[kind]))
    return costs
