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
from itertools import accumulate, permutations

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.options import OptionSet, choice_keys
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number

from ..notation.choices import read_choice
from ..notation.contents import asked, is_unmistakable, shown
from ..notation.marks import find_boxes
from ..torn.pieces import is_structure

_HEADING = pattern("numbering", "text_heading")
_GOES_ON = pattern("sentences", "goes_on")
_NO_LINE = pattern("sentences", "no_line_start")
_ITEM = pattern("numbering", "list_item")
_OPTION = pattern("answers", "option_line")
_PIECE = pattern("answers", "torn_choice")
_NUMBER = late(r"(?<![\d(])\d{1,2}\)")
_COUNT = pattern("answers", "count_parenthesis")
_IN_GROUP = (_COUNT, *(pattern("answers", name) for name in ("form_lines", "torn_parenthesis", "whole_parenthesis")))
_DASH = pattern("answers", "dash")

FULL, _SLACK = 40, 4
"""Columns of a line that goes on in the next one at least, and so many fewer than the widest one at most."""
_MOST_TURNED = 4
"""So many labels are tried in other orders at most."""

_NO_ANSWER = 8.0
"""Lines that are no answer to their label."""
EMPTY, _EMPTY_LIST = 1.5, 3.0
"""A text without a line; a choice or a group of boxes, which the form prints, and a label with a line beside it."""
FEW_WORDS = 3.0
"""A second text in an answer of a few words, which is no list of names."""
TORN = 4.0
"""Two answers that part in mid-sentence, within a list that counts on, or behind a heading; a dash within an answer."""
_OWN, _PERHAPS, _STOPS = 0.5, 1.0, 2.5
"""Two answers that part behind a line that is the widest one of its table, in mid-sentence, where the second one shows
what its label asks for, and where it does not; behind a full line, where the second one stands beside its label, or
before a note (※)."""
_PARAGRAPH, _SHORT = 0.5, 1.0
"""A paragraph more in an answer: behind a full line, behind a short one."""
LIST_ANEW = 1.5
"""A list that begins anew within an answer, without a heading; a text behind a list."""
HEADED = 1.5
"""A heading in an answer that begins without one."""
BEGINS_LATE = 2.0
"""An answer whose first item is not the first of its list."""
_OTHERS = 1.5
"""A line that shows what another label here asks for."""
_UNSHOWN = 0.3
"""A line that does not show what its label asks for, where most do."""
_LOST = 1.5
"""A choice without its answer, or with a list that is not whole."""
_TURNED = 2.0
"""Answers in another order than their labels."""
_AWAY, _UNEVEN = 2.0, 0.2
"""Each line between a label and its lines; each line that a label has more above than below, or fewer."""
_FAR = 2
"""Lines between a label and its lines at most."""
_SKIP, _LEAD = 3.0, 1.0
"""A line that none of the labels gets; one above all of them."""
MARGIN = 1.0
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
    at: int | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: is it a piece of a choice or a box (`piece`), does it go on with the text above (`goes_on`; `torn`: its
    words tell it, not the width of that), what it costs to part it from that (`part`) or not to (`join`), the kinds of
    contents that it shows."""

    text: str
    piece: bool
    goes_on: bool
    torn: bool
    part: float
    join: float
    item: bool
    begins_late: bool
    heads: bool
    shown: frozenset[int]


def shares(
    takers: Sequence[Taker], texts: Sequence[str], widths: tuple[int, int], *, turned: bool = False, lead: int = 0
) -> list[list[str] | None]:
    """The lines of each label; None where it is not sure which they are. `widths`: columns of the widest line of their
    table, and of the widest one of all tables; `turned`: the labels stand in another order than the form's, so the
    answers may too; `lead`: lines above all labels, which may go on with the answer of the page before."""
    page = _Page(takers, texts, widths, lead)
    orders = list(permutations(range(len(takers)))) if len(takers) <= _MOST_TURNED else [tuple(range(len(takers)))]
    if any(taker.at is not None for taker in takers):
        orders = orders[:1]
    ways: list[dict[_Stretch, float]] = [{} for _ in takers]
    for order in orders:
        dearer = 0.0 if turned or order == orders[0] else _TURNED
        for taker, stretch, cost in page.ways(order):
            ways[taker][stretch] = min(cost + dearer, ways[taker].get(stretch, math.inf))
    return page.taken(ways)


_Stretch = tuple[int, int]
_NOTHING: _Stretch = (0, 0)


class _Page:
    """The lines beside some labels, and what each stretch of them costs each label."""

    def __init__(self, takers: Sequence[Taker], texts: Sequence[str], widths: tuple[int, int], lead: int) -> None:
        self.takers = takers
        self.lead = lead
        self.kinds = frozenset(k for t in takers if (k := asked(t.key)) is not None and is_unmistakable(k))
        self.lines = list(_lines(texts, *(max(FULL, width - _SLACK) for width in widths)))
        self.costs = [dict(self._stretches(taker)) for taker in takers]

    def ways(self, order: Sequence[int]) -> Iterator[tuple[int, _Stretch, float]]:
        """Each label with each stretch, and the cost of the cheapest way with it, the labels in this order."""
        count = len(self.lines)
        start = [_LEAD * min(n, self.lead) + _SKIP * max(n - self.lead, 0) for n in range(count + 1)]
        before = list(accumulate(order, self._forward, initial=start))
        stop = [_SKIP * (count - n) for n in range(count + 1)]
        behind = list(accumulate(reversed(order), self._backward, initial=stop))[::-1]
        for n, taker in enumerate(order):
            for (a, b), cost in self.costs[taker].items():
                yield taker, (a, b) if a < b else _NOTHING, before[n][a] + cost + behind[n + 1][b]

    def _forward(self, best: Sequence[float], taker: int) -> list[float]:
        following = [math.inf] * len(best)
        for (a, b), cost in self.costs[taker].items():
            following[b] = min(following[b], best[a] + cost)
        return list(accumulate(following, lambda above, own: min(above + _SKIP, own)))

    def _backward(self, best: Sequence[float], taker: int) -> list[float]:
        following = [math.inf] * len(best)
        for (a, b), cost in self.costs[taker].items():
            following[a] = min(following[a], cost + best[b])
        return list(accumulate(reversed(following), lambda below, own: min(below + _SKIP, own)))[::-1]

    def taken(self, ways: Sequence[dict[_Stretch, float]]) -> list[list[str] | None]:
        """The lines of each label on the cheapest way; None where another one is about as cheap, or where a line that
        is nobody's stands beside a text."""
        best = [min(found, key=found.__getitem__) for found in ways]
        own = {at for begin, end in best for at in range(begin, end)}
        first = min(own, default=0)
        lost = {at for at, line in enumerate(self.lines) if at >= first and at not in own and not line.piece}
        result: list[list[str] | None] = []
        for taker, found, (begin, end) in zip(self.takers, ways, best, strict=True):
            rival = min((cost for stretch, cost in found.items() if stretch != (begin, end)), default=math.inf)
            beside = begin < end and bool({begin - 1, end} & lost) and taker.kind in ("text", "few")
            sure = rival - found[begin, end] >= MARGIN and not beside
            result.append([line.text for line in self.lines[begin:end]] if sure else None)
        return result

    def _stretches(self, taker: Taker) -> Iterator[tuple[_Stretch, float]]:
        """The stretches that may be a label's own, with their costs."""
        first, last = max(taker.begin, 0), min(taker.end, len(self.lines))
        for begin in range(len(self.lines) + 1):
            yield (begin, begin), _EMPTY_LIST if taker.beside or taker.kind in ("choice", "checkbox") else EMPTY
            for end in range(begin + 1, last + 1) if begin >= first else ():
                if taker.at is not None and not begin - _FAR <= taker.at <= end + _FAR:
                    continue
                cost = self._cost(taker, begin, end)
                if cost < _NO_ANSWER:
                    yield (begin, end), cost

    def _cost(self, taker: Taker, begin: int, end: int) -> float:
        """What it costs to give the lines from `begin` to `end` to a label."""
        lines = self.lines[begin:end]
        away = self._away(taker, begin, end)
        if taker.kind in ("choice", "checkbox"):
            return away + (_choice(taker, lines) if taker.kind == "choice" else _boxes(taker, lines))
        if any(line.piece for line in lines):
            return _NO_ANSWER
        kind = asked(taker.key)
        listed = kind is not None and is_unmistakable(kind) and all(kind in line.shown for line in lines)
        anew = 0.0 if listed else sum(line.join for line in lines[1:])
        own = kind is not None and is_unmistakable(kind) and kind in lines[0].shown
        least = _OWN if own else _STOPS if taker.beside and begin == taker.at else TORN
        part = lines[0].part if lines[0].torn else min(lines[0].part, least)
        late = BEGINS_LATE * lines[0].begins_late + part
        names = kind is not None and is_unmistakable(kind) and lines[0].item
        more = not listed and any(not line.goes_on and not (names and line.item) for line in lines[1:])
        foreign = [line for line in lines if not line.torn and kind not in line.shown]
        others = sum(bool(line.shown & self.kinds) for line in foreign)
        return (
            away
            + anew
            + late
            + HEADED * (not lines[0].heads and any(line.heads for line in lines))
            + FEW_WORDS * (taker.kind == "few" and more)
            + _OTHERS * others
            + _UNSHOWN * (kind in self.kinds) * len(foreign)
        )

    @staticmethod
    def _away(taker: Taker, begin: int, end: int) -> float:
        """What it costs that a label does not stand in the middle of its lines."""
        if taker.at is None:
            return 0.0
        above, below = taker.at - begin, end - taker.at - taker.beside
        if above < 0 or below < 0:
            return _AWAY * max(-above, -below)
        return min(_UNEVEN * max(0, abs(above - below) - 1), _AWAY)


def _choice(taker: Taker, lines: Sequence[_Line]) -> float:
    options = [fold(option.text) for option in taker.options.options] if taker.options is not None else []
    if not all(line.piece or fold(line.text) in options or _COUNT.match(fold(line.text)) for line in lines):
        return _NO_ANSWER
    choice = read_choice("\n".join(line.text for line in lines), taker.options)
    if choice is None or (choice.before + choice.behind and not _COUNT.match(fold(choice.before + choice.behind))):
        return _NO_ANSWER
    numbers = _NUMBER.findall("\n".join(fold(line.text) for line in lines))
    whole = choice.printed is not None and len(numbers) == len(options)
    if choice.answer is None and not whole:
        return _NO_ANSWER
    return _LOST * (choice.answer is None) + _LOST * (not whole)


def _boxes(taker: Taker, lines: Sequence[_Line]) -> float:
    found = [find_boxes(line.text) for line in lines]
    loose = [fold(line.text) for boxes, line in zip(found, lines, strict=True) if not boxes]
    own = any(found) and all(box.option in taker.boxes for boxes in found for box in boxes)
    return 0.0 if own and all(any(look.match(line) for look in _IN_GROUP) for line in loose) else _NO_ANSWER


def _lines(texts: Sequence[str], narrow: int, width: int) -> Iterator[_Line]:
    """`narrow`, `width`: columns of a line that may go on in the next one at least, and of one that does."""
    last: dict[str, int] = {}
    listed = counted = False
    pieces = list(_pieces(texts))
    for text, above, piece, before in zip(texts, ["", *texts], pieces, [True, *pieces], strict=False):
        number = list_number(text)
        item = _ITEM.match(text.lstrip()) is not None
        dash = _DASH.match(text.strip()) is not None
        note = text.lstrip("（( ").startswith("※")
        plain = not (number or item or dash or note or _HEADING.match(text))
        one = not piece and not before and not dash
        long = columns(above) if plain and not is_closed(above) else 0
        follows = number is not None and last.get(number.manner) == number.number - 1
        torn = one and (
            follows
            or (long >= FULL and (_GOES_ON.match(text) is not None or _in_word(above, text)))
            or (_HEADING.match(above) or _NO_LINE.match(text)) is not None
        )
        goes_on = torn or (one and long >= width)
        join = 0.0
        if piece or dash or _DASH.match(above):
            join = TORN
        elif note:
            join = 0.0
        elif not goes_on and number is not None:
            join = LIST_ANEW * (listed or number.number > 1)
        elif not goes_on and item and number is None:
            join = LIST_ANEW * (counted and not _HEADING.match(above))
        elif not goes_on and plain:
            join = LIST_ANEW if listed else _PARAGRAPH if columns(above) >= narrow else _SHORT
        part = TORN if goes_on else _PERHAPS if one and long >= narrow else _STOPS * (note and one)
        late = number is not None and number.number > 1
        heads = _HEADING.match(text) is not None
        yield _Line(text, piece, goes_on, torn, part, join, item or number is not None, late, heads, shown(text))
        if number is not None:
            last[number.manner] = number.number
        listed |= item or number is not None
        counted = number is not None or (counted and not item)


def _in_word(above: str, text: str) -> bool:
    """Does a line end in the middle of a number or of a word in Latin letters?"""
    return all(sign.isascii() and sign.isalnum() for sign in (fold(above)[-1:], fold(text)[:1]))


def _pieces(texts: Sequence[str]) -> Iterator[bool]:
    """Is a line a piece of a choice (a printed option, its head, a bracket or what stands in it) or a box?"""
    opened = False
    for text in texts:
        key = fold(text)
        option = is_structure(text) or (
            _OPTION.match(text) is not None and key.partition(")")[2].strip("[]") in choice_keys()
        )
        sign = (
            OPTIONS_WORD in key or _PIECE.match(key) is not None or key.startswith(("[", "]")) or bool(find_boxes(text))
        )
        yield opened or option or sign
        opened = key.rfind("[") > key.rfind("]") or (opened and "]" not in key)
