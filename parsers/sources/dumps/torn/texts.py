"""Running text of a torn page -> the labels that ask for text.

Text on the line of a label, or right behind it, is its answer. For the rest the cheapest way through the page is
taken on which labels and texts keep their order: a label nobody answers and a text before its label cost.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.labels import is_label
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.forms.wording.line_signs import ListNumber, is_closed, list_number

from ..notation.contents import asked, asks_few_words, shown
from .change_chunks import width_of
from .change_pieces import is_balanced
from .pieces import Piece
from .shown_texts import (
    FULL,
    before_one_text,
    holds_names,
    is_full,
    parts_of,
    with_names_parted,
    without_others,
    without_shown,
)
from .slot import Slot
from .told_lines import with_lines_told
from .ways import cheapest

_NEXT = 0.0
_BEHIND = 1.0
_PER_STEP = 0.15
_BEFORE = 1.2
_MORE = 1.2
_EMPTY = 1.8
_SELDOM = 0.4
_CARRY = 0.8
_CARRY_LATER = 6.0
_MORE_ALIKE = 0.2
_MORE_UNLIKE = 1.5
_MORE_SHORT = 3.0
_SPLIT_ALIKE = 0.8
_SURE = 1.16
_HEADING_BETWEEN = 2.5
_ORNAMENT = pattern("numbering", "list_item")
_FIRST = pattern("numbering", "first_item")
_TORN = pattern("sentences", "torn_beginning")
_BROKEN_OFF = pattern("sentences", "broken_off")
_NOTHING = pattern("answers", "nothing")
_IS_SENTENCE = pattern("sentences", "sentence")
_TOO_LONG = 4.0
_SENTENCE = 2.5
_MORE_LINES = 3.5
_MORE_NAMES = 0.5
_TORN_PIECE = 3.0
_TORN_TURN = 0.8
_TORN_SENTENCE = 6.0
_GOES_ON = 6.0
"""Cost of parting a line from the text above it that it goes on with, where labels stand in the middle of answers."""
_BEGINS = 0.2
_MAY_BEGIN = 0.6
"""There, cost of an answer that begins with a line that is the first of a list, or that nothing tells of."""
_AGAIN = 1.5
"""There, cost of a list that begins within an answer."""
_UNEVEN, _MOST_UNEVEN = 0.7, 5
"""There, cost of each line that an answer has more above its label than below, or fewer by more than one; so many are
counted at most."""
_NAMED_ALREADY = 3.0
"""Cost of a text for a label whose one name is told."""
_REST = 6
"""Letters of the last line of a sentence that is told from a sentence."""
_STATES = 8
"""There, ways that are followed for each label."""
_INSIDE_LEAST, _INSIDE_SHARE = 3, 4
"""Labels within lists that tell it: so many, and one of so many."""
_REACH = 120
"""Pieces: a label that stands farther from a text is not its label. More than a page of print has, so that this counts
only where a text comes without page marks."""
_LONG = 90
_SHOWN = 0.6
_ASKED = 0.6
_ANOTHERS = 0.6
_SHORT_ENDS = words("answers", "short_labels")
_LONG_ENDS = words("answers", "long_labels")
_BLANK_ENDS = words("answers", "blank_labels")


def give_texts(
    pieces: Sequence[Piece], slots: Sequence[Slot], carry: Slot | None, *, inside: bool = False, joined: bool = False
) -> None:
    """Put every text of the page into a slot; `carry` is the slot that the page before ended with; `inside`: labels
    stand in the middle of their answers; `joined`: blanks may part cells, which a tool ran into one line."""
    wanting = [s for s in slots if s.kind == "text" and s.placed.rank is not None]
    texts = [part for at, p in enumerate(pieces) if p.kind == "text" for part in parts_of(at, p, wanting)]
    free: list[tuple[int, Piece]] = []
    for at, piece in texts:
        owner = next((s for s in reversed(slots) if s.at < at), None)
        if not piece.same_line or owner is None:
            free.append((at, piece))
        elif owner in wanting:
            owner.texts.append(piece.text)
    free, works = with_names_parted(free, pieces, wanting)
    free, lines = with_lines_told(free, pieces, wanting) if not inside and not joined else (free, {})
    free, named = without_shown(free, pieces, wanting) if not inside else (free, {})
    rest = [s for s in wanting if not s.free]
    _assign(free, _Page(pieces, slots, rest, carry, inside, lines | named | works, [*works.values()]))
    _only_names(works)
    for slot, following in pairwise(wanting):
        _part_list(slot, following)
    for slot in wanting:
        without_others(slot)
    told = [*works.values(), *(slot for slot in wanting if slot not in rest)]
    for slot in (*before_one_text(pieces, wanting, told), *filter(holds_names, wanting)) if joined else ():
        slot.unsure = True


def _part_list(slot: Slot, following: Slot) -> None:
    """A list behind the answer of a slot for one line is the answer of the next slot, where that has none."""
    short = _is_short(slot) or asks_few_words(slot.placed.piece.key)
    lines = "\n".join(slot.free).split("\n")
    start = next((n for n, line in enumerate(lines) if n and _ORNAMENT.match(line.lstrip())), 0)
    if not short or not start or slot.unsure or _ORNAMENT.match(lines[0].lstrip()):
        return
    slot.free = ["\n".join(lines[:start])]
    if not following.free and not following.texts and not _is_short(following):
        following.free = ["\n".join(lines[start:])]


def _only_names(works: Mapping[tuple[int, str], Slot]) -> None:
    """Leave a slot whose name is told nothing but that."""
    for slot in works.values():
        slot.free = [text for text in slot.free if any(text == name for (_, name), own in works.items() if own is slot)]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line of a text: the place of its piece on the page, whether the line before belongs to the same piece, the
    first line of the piece, whether the line before ended at the edge of its cell, whether the line goes on with a
    text above it (None: nothing tells), and whether its piece goes on with the one above."""

    at: int
    text: str
    inside: bool
    head: str
    before: str = ""
    runs_on: bool = False
    goes_on: bool | None = None
    seam: bool = False


def _units(texts: Sequence[tuple[int, Piece]]) -> list[_Unit]:
    units: list[_Unit] = []
    listed: ListNumber | None = None
    above, edge = "", max((width_of(line) for _, piece in texts for line in piece.text.split("\n")), default=0.0)
    for at, piece in texts:
        lines = piece.text.split("\n")
        widest = max(map(width_of, lines))
        seam = _is_seam(above, piece.text, listed, edge)
        above = piece.text
        for n, line in enumerate(lines):
            number = list_number(line)
            before = lines[n - 1] if n else ""
            on = is_full(before, widest) and not _ORNAMENT.match(line.lstrip())
            inside = n > 0 and not any(_NOTHING.match(one.strip()) for one in (before, line))
            goes_on = _continues(line, number, listed, on=on) if n or not seam else True
            if seam and goes_on is None and is_closed(before) and not _ORNAMENT.match(line.lstrip()):
                goes_on = False
            units.append(_Unit(at, line, inside, lines[0], before, on, goes_on, seam))
            listed = number or listed
    return units


def _is_seam(above: str, text: str, listed: ListNumber | None, edge: float) -> bool:
    """Does a text go on with the one above it, so that a label that stands between was put into that one's answer?
    `edge`: where the widest lines of the page end."""
    line, last = text.split("\n")[0], above.split("\n")[-1]
    number = list_number(line)
    if number is not None:
        return number.number > 1 and number.follows(listed)
    torn = is_full(last, edge) and (_is_rest(line) or _BROKEN_OFF.search(last) is not None)
    return torn or (not is_balanced(above) and is_balanced(above + text))


def _is_rest(line: str) -> bool:
    """Is a line the rest of the last word of a sentence?"""
    return len(line.strip()) <= _REST and line.rstrip().endswith("。")


def _continues(line: str, number: ListNumber | None, listed: ListNumber | None, *, on: bool) -> bool | None:
    """Does a line go on with the text above: in the middle of a sentence, or with the next number of its list? None
    where nothing tells. `on`: the line above ended at the edge of its cell."""
    if number is not None:
        return False if number.number == 1 else True if number.follows(listed) else None
    if _FIRST.match(fold(line)):
        return False
    if _is_rest(line) or on or _TORN.match(fold(line)):
        return True
    return None


def labels_stand_inside(lines: Iterable[str]) -> bool:
    """Do labels stand in the middle of their answers, as where a cell is centred beside a tall one: do lists that began
    above a label go on behind it, and not only once in a while?"""
    seen: Counter[bool] = Counter()
    listed: ListNumber | None = None
    behind = False
    for line in filter(str.strip, lines):
        if is_label(line):
            behind = True
            continue
        number = list_number(line)
        if behind and number is not None and (number.number == 1 or number.follows(listed)):
            seen[number.number > 1] += 1
        listed = number or (None if behind else listed)
        behind = False
    return seen[True] >= _INSIDE_LEAST and seen[True] * _INSIDE_SHARE >= seen.total()


@dataclass(frozen=True)
class _Page:
    """A page: its pieces, its labels, those that want a text (counted from 1), and the last of the page before (0);
    `named`: the label of a text that is told by what it shows, by place and text; `works`: those of the name of the
    work."""

    pieces: Sequence[Piece]
    slots: Sequence[Slot]
    wanting: Sequence[Slot]
    carry: Slot | None
    inside: bool = False
    named: Mapping[tuple[int, str], Slot] = field(default_factory=dict)
    works: Sequence[Slot] = ()

    @cached_property
    def asking(self) -> frozenset[int]:
        """The places of the labels that want a text."""
        return frozenset(slot.at for slot in self.wanting)

    @cached_property
    def kinds(self) -> frozenset[int | None]:
        """The kinds of contents that the labels ask for."""
        return frozenset(asked(slot.placed.piece.key) for slot in (*self.wanting, self.carry) if slot is not None)

    @cached_property
    def _standing(self) -> Sequence[int]:
        return [slot.at for slot in self.wanting]

    @cached_property
    def _things(self) -> Sequence[int]:
        return _sums(piece.kind in ("label", "text") for piece in self.pieces)

    @cached_property
    def _labels(self) -> Sequence[int]:
        return _sums(piece.kind == "label" for piece in self.pieces)

    @cached_property
    def _headings(self) -> Sequence[int]:
        return _sums(_is_heading(piece) and n not in self.asking for n, piece in enumerate(self.pieces))

    @cached_property
    def _left_empty(self) -> Sequence[float]:
        return list(accumulate(map(_empty, self.wanting), initial=0.0))

    def slot(self, number: int) -> Slot | None:
        """The label with this number."""
        return self.wanting[number - 1] if number else self.carry

    def near(self, at: int, last: int) -> Iterable[int]:
        """The labels, from `last` on, that may own a text at this place."""
        begin = bisect_left(self._standing, at - _REACH) + 1
        end = bisect_right(self._standing, at + _REACH) + 1
        return (last, *range(max(begin, last + 1), end))

    def between(self, at: int, slot: Slot) -> tuple[int, int, int]:
        """How many labels and texts, labels alone, and headings nobody answers stand between a text and a label."""
        begin, end = min(at, slot.at) + 1, max(at, slot.at)
        sums = (self._things, self._labels, self._headings)
        things, labels, headings = (one[end] - one[begin] if end > begin else 0 for one in sums)
        return things, labels, headings

    def empty(self, begin: int, end: int) -> float:
        """What it costs to give the labels of this slice of `wanting` no text."""
        return self._left_empty[end] - self._left_empty[begin] if end > begin else 0.0


def _sums(counted: Iterable[bool]) -> list[int]:
    return list(accumulate(counted, initial=0))


class _Given(NamedTuple):
    """The label that the last line went to, and how many lines it has above it and below (told only where labels stand
    in the middle of their answers)."""

    slot: int = 0
    above: int = 0
    below: int = 0

    def more(self, slot: int, *, below: bool) -> _Given:
        """One line more, of this label or another."""
        kept = self if slot == self.slot else _Given(slot)
        return kept._replace(below=kept.below + 1) if below else kept._replace(above=kept.above + 1)

    @property
    def uneven(self) -> float:
        """What it costs that the label stands neither before its answer nor in the middle of it."""
        off = max(self.above - self.below, self.below - self.above - 1, 0)
        return _UNEVEN * min(off, _MOST_UNEVEN) if self.above else 0.0


def _assign(texts: Sequence[tuple[int, Piece]], page: _Page) -> None:
    """Give the lines of texts to labels in the order of both, the cheapest way; where a line may be a neighbour's, the
    texts of both are unsure."""
    units = _units(texts)
    count = len(page.wanting) + 1
    alike = [_alike(units, row) for row in range(len(units))]

    @cache
    def own(row: int, k: int) -> float:
        unit = units[row]
        slot = page.slot(k)
        named = page.named.get((unit.at, unit.text))
        other = _NAMED_ALREADY * (named is None and slot in page.works)
        return _cost(unit, k, page) + other if named in (None, slot) else math.inf

    def moves(row: int, last: _Given) -> Iterator[tuple[int, _Given, float]]:
        unit = units[row]
        for k in page.near(unit.at, last.slot):
            cost = _step(last.slot, k, page, alike[row], unit, first=row == 0)
            on = last.slot == k and unit.inside
            cost += own(row, k) if not on else _misfit(page.wanting[k - 1], unit, page.kinds) if k else 0.0
            after = _Given(k)
            if page.inside and k:
                after = last.more(k, below=page.wanting[k - 1].at < unit.at)
                cost += last.uneven * (k != last.slot)
            if cost < math.inf:
                yield k, after, cost

    def end(last: _Given) -> float:
        return page.empty(last.slot, count - 1) + last.uneven

    width = min(count, _REACH) * (_STATES if page.inside else 1)
    way, _ = cheapest(_Given(), len(units), moves, end, lambda _: 0, width)
    for unit, step in zip(units, way, strict=False):
        owner = page.slot(step.chosen)
        if owner is not None:
            owner.free.append(unit.text)
        near = [page.slot(number) for number, more in step.rivals if more < _SURE]
        for slot in (owner, *near) if near else ():
            if slot is not None:
                slot.unsure = True


def _alike(units: Sequence[_Unit], row: int) -> bool | None:
    """Whether this text and the one before begin with the same ornament (None: they have none)."""
    if row == 0:
        return None
    one, other = _ORNAMENT.match(units[row - 1].head.lstrip()), _ORNAMENT.match(units[row].text.lstrip())
    if one is None and other is None:
        return None
    return one is not None and other is not None and _style(one[0]) == _style(other[0])


def _style(ornament: str) -> str:
    return "①" if "①" <= ornament[0] <= "⑳" else "1" if ornament[0].isdigit() else ornament[0]


def _step(last: int, k: int, page: _Page, alike: bool | None, unit: _Unit, *, first: bool) -> float:
    """From slot `last` to slot `k` (1-based, 0: the page before): those between stay empty; the same once more.
    Paragraphs of one answer have headings of one style; a piece is seldom torn, and never within a sentence."""
    if (page.inside or unit.seam) and k:
        return _seam(unit, same=last == k) + (page.empty(last, k - 1) if last != k else 0.0)
    if last == k:
        if first or k == 0:
            return 0.0
        if unit.inside:
            return _more_lines(page.wanting[k - 1], unit)
        if _is_short(page.wanting[k - 1]):
            return _MORE_SHORT
        return _MORE if alike is None else _MORE_ALIKE if alike else _MORE_UNLIKE
    torn = 0.0
    if unit.inside:
        torn = _TORN_SENTENCE if unit.runs_on else _TORN_TURN if _turns(unit) else _TORN_PIECE
    return torn + page.empty(last, k - 1) + (_SPLIT_ALIKE if alike else 0.0)


def _seam(unit: _Unit, *, same: bool) -> float:
    """What it costs that a line goes on with the answer of the line above, or begins one, where labels stand in the
    middle of their answers."""
    if same:
        return _AGAIN if unit.goes_on is False else 0.0
    return _GOES_ON if unit.goes_on else _MAY_BEGIN if unit.goes_on is None else _BEGINS


def _turns(unit: _Unit) -> bool:
    """Does a name follow a sentence here, or a sentence a name, or what shows something else?"""
    return _is_name(unit.before) != _is_name(unit.text) or shown(unit.before) != shown(unit.text)


def _is_name(line: str) -> bool:
    return len(line) < FULL and not _IS_SENTENCE.search(line) and not _ORNAMENT.match(line.lstrip())


def _more_lines(slot: Slot, unit: _Unit) -> float:
    """One line more of the same piece: nothing for texts; where a name is asked, more names are likelier."""
    if not _is_short(slot) or unit.runs_on:
        return 0.0
    return _MORE_NAMES if len(unit.text) < FULL and not _IS_SENTENCE.search(unit.text) else _MORE_LINES


def _empty(slot: Slot) -> float:
    """What it costs to give a label no text: little where most statements leave the place blank."""
    return 0.0 if slot.texts else _SELDOM if slot.placed.piece.key.endswith(_BLANK_ENDS) else _EMPTY


def _cost(unit: _Unit, k: int, page: _Page) -> float:
    """What it costs that a text begins with this line in slot `k`: how far it stands from its label."""
    at = unit.at
    if k == 0:
        if page.carry is None:
            return math.inf if page.wanting else 0.0
        return _CARRY if not any(s.at < at for s in page.slots) else _CARRY_LATER
    slot = page.wanting[k - 1]
    steps, labels, headings = page.between(at, slot)
    misfit = _misfit(slot, unit, page.kinds) + _HEADING_BETWEEN * (headings > 0)
    if (page.inside or unit.seam) and not labels:
        return misfit + (_MORE if slot.texts else 0.0)
    if slot.at < at:
        cost = _NEXT if not labels else _BEHIND + _PER_STEP * steps
        return cost + misfit + (_MORE if slot.texts else 0.0)
    return misfit + _BEFORE + _PER_STEP * steps + (_MORE * 2 if slot.texts else 0.0)


def _is_heading(piece: Piece) -> bool:
    return piece.label is not None and piece.label.kind == "heading"


def _misfit(slot: Slot, unit: _Unit, asked_here: frozenset[int | None]) -> float:
    """A sentence or a long text under a label that asks for a name, an office or a date; what a line shows (a law, how
    often) under a label that asks for something else, where another label of the page asks for that."""
    cost = _content(slot, unit, asked_here)
    if not _is_short(slot):
        return cost
    if len(unit.text) > _LONG:
        return cost + _TOO_LONG
    return cost + (_SENTENCE if _IS_SENTENCE.search(unit.text) else 0.0)


def _content(slot: Slot, unit: _Unit, asked_here: frozenset[int | None]) -> float:
    if unit.runs_on:
        return 0.0
    kind, kinds = asked(slot.placed.piece.key), shown(unit.text)
    if kind in kinds:
        return -_SHOWN
    unlike = kind is not None and (not unit.inside or _IS_SENTENCE.search(unit.text) is not None)
    return (_ASKED if unlike else 0.0) + (_ANOTHERS if kinds & asked_here else 0.0)


def _is_short(slot: Slot) -> bool:
    """A slot for one line: the title of an entity, a name, an office, a date."""
    if slot.place is not None and slot.place.is_block:
        return True
    key = slot.placed.piece.key
    return key.endswith(_SHORT_ENDS) and not key.endswith(_LONG_ENDS)
