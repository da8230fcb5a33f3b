"""Lines beside several labels, shared out among them: each label gets a stretch of lines, in the order of the labels.

    ③対象となる本人の範囲   | 当該年度中に異動のあった者
    その必要性              | 取違えを防ぎ、事務を正確に進めるため。
    ④記録される項目         | [ 100項目以上 ] ＜選択肢＞ 1) 10項目未満 ...

Every way to part the lines is weighed by what each label asks for and by where texts begin and end. A label whose
stretch is about as cheap in another way is given nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.options import OptionSet, choice_keys
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number

from ..notation.choices import read_choice
from ..notation.contents import asked, is_unmistakable, shown
from ..notation.marks import find_boxes

_HEADING = pattern("numbering", "text_heading")
_GOES_ON = pattern("sentences", "goes_on")
_NO_LINE = pattern("sentences", "no_line_start")
_ITEM = pattern("numbering", "list_item")
_OPTION = pattern("answers", "option_line")
_PIECE = pattern("answers", "torn_choice")
_COUNT = pattern("answers", "count_parenthesis")
_BOX_LINE = pattern("answers", "box_group_line")
_DASH = pattern("answers", "dash")

_FULL, _SLACK = 40, 4
"""Columns of a line that goes on in the next one at least, and so many fewer than the widest one at most."""
_MOST_TURNED = 4
"""So many labels are tried in other orders at most."""

_NO_ANSWER = 8.0
"""Lines that are no answer to their label."""
_EMPTY, _EMPTY_LIST = 1.5, 3.0
"""A text without a line; a choice or a group of boxes, which the form prints."""
_FEW_WORDS = 3.0
"""A second text in an answer of a few words."""
_TORN = 4.0
"""Two answers that part in mid-sentence, within a list that counts on, or behind a heading; a dash within an answer."""
_PERHAPS = 1.0
"""Two answers that part behind a line that is the widest one of its table, in mid-sentence."""
_PARAGRAPH, _SHORT = 0.5, 1.0
"""A paragraph more in an answer: behind a full line, behind a short one."""
_LIST_ANEW = 1.5
"""A list that begins anew within an answer, without a heading; a text behind a list."""
_BEGINS_LATE = 2.0
"""An answer whose first item is not the first of its list."""
_OTHERS = 1.5
"""A line that shows what another label here asks for."""
_LOST = 1.5
"""A choice without its answer, or with a list that is not whole."""
_TURNED = 2.0
"""Answers in another order than their labels."""
_MARGIN = 1.0
"""So much dearer must the next way be."""


@dataclass(frozen=True, slots=True)
class Taker:
    """A label that takes an answer: its words (folded), what it asks for (text, few words, choice, checkbox), its
    options, and the first line that may be its own and that behind the last one."""

    key: str
    kind: str
    options: OptionSet | None
    boxes: frozenset[str]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: is it a piece of a choice or a box (`piece`), does it go on with the text above (`goes_on`), what it
    costs to part it from that (`part`) or not to (`join`), the kinds of contents that it shows."""

    text: str
    piece: bool
    goes_on: bool
    part: float
    join: float
    begins_late: bool
    shown: frozenset[int]


def shares(
    takers: Sequence[Taker], texts: Sequence[str], widths: tuple[int, int], *, turned: bool
) -> list[list[str] | None]:
    """The lines of each label; None where it is not sure which they are. `widths`: columns of the widest line of their
    table, and of the widest one of all tables; `turned`: the labels stand in another order than the form's, so the
    answers may too."""
    page = _Page(takers, texts, widths)
    orders = list(permutations(range(len(takers)))) if len(takers) <= _MOST_TURNED else [tuple(range(len(takers)))]
    ways: list[dict[tuple[int, int], float]] = [{} for _ in takers]
    for order in orders:
        dearer = 0.0 if turned or order == orders[0] else _TURNED
        for taker, stretch, cost in page.ways(order):
            ways[taker][stretch] = min(cost + dearer, ways[taker].get(stretch, math.inf))
    return [page.taken(taker, found) for taker, found in enumerate(ways)]


class _Page:
    """The lines beside some labels, and what each stretch of them costs each label."""

    def __init__(self, takers: Sequence[Taker], texts: Sequence[str], widths: tuple[int, int]) -> None:
        self.takers = takers
        self.kinds = frozenset(k for t in takers if (k := asked(t.key)) is not None and is_unmistakable(k))
        self.lines = list(_lines(texts, *(max(_FULL, width - _SLACK) for width in widths)))
        ends = range(len(texts) + 1)
        self.costs = [{(a, b): self._cost(taker, a, b) for a in ends for b in ends if a <= b} for taker in takers]

    def ways(self, order: Sequence[int]) -> Iterator[tuple[int, tuple[int, int], float]]:
        """Each label with each stretch, and the cost of the cheapest way with it, the labels in this order."""
        before = [self._forward(order[:n]) for n in range(len(order))]
        behind = [self._backward(order[n + 1 :]) for n in range(len(order))]
        for n, taker in enumerate(order):
            for (a, b), cost in self.costs[taker].items():
                yield taker, (a, b), before[n][a] + cost + behind[n][b]

    def _forward(self, order: Sequence[int]) -> list[float]:
        best = [0.0, *[math.inf] * len(self.lines)]
        for taker in order:
            best = [min(best[a] + self.costs[taker][a, b] for a in range(b + 1)) for b in range(len(self.lines) + 1)]
        return best

    def _backward(self, order: Sequence[int]) -> list[float]:
        count = len(self.lines)
        best = [*[math.inf] * count, 0.0]
        for taker in reversed(order):
            best = [min(self.costs[taker][a, b] + best[b] for b in range(a, count + 1)) for a in range(count + 1)]
        return best

    def taken(self, taker: int, found: dict[tuple[int, int], float]) -> list[str] | None:
        (begin, end), *others = sorted(found, key=found.__getitem__)
        rival = found[others[0]] if others else math.inf
        if self.costs[taker][begin, end] >= _NO_ANSWER or rival - found[begin, end] < _MARGIN:
            return None
        return [line.text for line in self.lines[begin:end]]

    def _cost(self, taker: Taker, begin: int, end: int) -> float:
        """What it costs to give the lines from `begin` to `end` to a label."""
        lines = self.lines[begin:end]
        listed = taker.kind in ("choice", "checkbox")
        if not lines:
            return _EMPTY_LIST if listed else _EMPTY
        if begin < taker.begin or end > taker.end:
            return _NO_ANSWER
        if listed:
            return _choice(taker, lines) if taker.kind == "choice" else _boxes(taker, lines)
        if any(line.piece for line in lines):
            return _NO_ANSWER
        more = sum(not line.goes_on for line in lines[1:])
        anew = sum(line.join for line in lines[1:])
        late = _BEGINS_LATE * lines[0].begins_late + lines[0].part
        kind = asked(taker.key)
        others = sum(not line.goes_on and kind not in line.shown and bool(line.shown & self.kinds) for line in lines)
        return anew + late + _FEW_WORDS * (taker.kind == "few" and more > 0) + _OTHERS * others


def _choice(taker: Taker, lines: Sequence[_Line]) -> float:
    options = [fold(option.text) for option in taker.options.options] if taker.options is not None else []
    if not all(line.piece or fold(line.text) in options or _COUNT.match(fold(line.text)) for line in lines):
        return _NO_ANSWER
    choice = read_choice("\n".join(line.text for line in lines), taker.options)
    if choice is None or (choice.before + choice.behind and not _COUNT.match(fold(choice.before + choice.behind))):
        return _NO_ANSWER
    whole = choice.printed is not None and sum(_OPTION.match(line.text) is not None for line in lines) == len(options)
    return _LOST * (choice.answer is None) + _LOST * (not whole)


def _boxes(taker: Taker, lines: Sequence[_Line]) -> float:
    found = [find_boxes(line.text) for line in lines]
    own = bool(found[0]) and all(box.option in taker.boxes for boxes in found for box in boxes)
    loose = [fold(line.text) for boxes, line in zip(found, lines, strict=True) if not boxes]
    return 0.0 if own and all(_COUNT.match(line) or _BOX_LINE.match(line) for line in loose) else _NO_ANSWER


def _lines(texts: Sequence[str], narrow: int, width: int) -> Iterator[_Line]:
    """`narrow`, `width`: columns of a line that may go on in the next one at least, and of one that does."""
    pieces = list(_pieces(texts))
    last: dict[str, int] = {}
    listed = False
    for at, text in enumerate(texts):
        above = texts[at - 1].strip() if at else ""
        number = list_number(text)
        follows = number is not None and last.get(number.manner) == number.number - 1
        heading, item = _HEADING.match(text) is not None, _ITEM.match(text.lstrip()) is not None
        full = columns(above) >= width and not is_closed(above)
        goes_on = (
            bool(at)
            and not pieces[at]
            and not pieces[at - 1]
            and (
                _HEADING.match(above) is not None
                or _NO_LINE.match(text) is not None
                or follows
                or (number is None and not item and not heading and (full or _is_torn(above, text)))
            )
        )
        join = 0.0
        if pieces[at] or _DASH.match(text.strip()) or _DASH.match(above):
            join = _TORN
        elif not goes_on and number is not None:
            join = _LIST_ANEW * (bool(last) or number.number > 1)
        elif not goes_on and not item and not heading:
            join = _LIST_ANEW if listed else _PARAGRAPH if columns(above) >= narrow else _SHORT
        mid = at and number is None and not item and not heading and columns(above) >= narrow and not is_closed(above)
        part = _TORN if goes_on else _PERHAPS if mid and not pieces[at] and not pieces[at - 1] else 0.0
        yield _Line(text, pieces[at], goes_on, part, join, number is not None and number.number > 1, shown(text))
        if number is not None:
            last[number.manner] = number.number
        listed |= item


def _is_torn(above: str, text: str) -> bool:
    return _GOES_ON.match(text) is not None and columns(above) >= _FULL and not is_closed(above)


def _pieces(texts: Sequence[str]) -> Iterator[bool]:
    """Is a line a piece of a choice (a printed option, its head, a bracket or what stands in it) or a box?"""
    opened = False
    for text in texts:
        key = fold(text)
        option = _OPTION.match(text) is not None and key.partition(")")[2].split("[")[0].strip("]") in choice_keys()
        sign = (
            OPTIONS_WORD in key or _PIECE.match(key) is not None or key.startswith(("[", "]")) or bool(find_boxes(text))
        )
        yield opened or option or sign
        opened = key.rfind("[") > key.rfind("]") or (opened and "]" not in key)
