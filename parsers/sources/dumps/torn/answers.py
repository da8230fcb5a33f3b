"""Answers of choices on a torn page -> the labels of the choices.

Answers keep the order of their labels, stand behind them as a rule, and are among the options of their list. The
cheapest way through the answers tells whose each is; where another label is as likely, nobody can say, and both stay
open. An answer that fits one label of the page only is that label's, wherever it stands.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from hyokasho.normalizers.text import fold

from .pieces import Piece
from .slot import Slot
from .ways import cheapest

_NOBODY = -1
"""What stands for no label."""
_LOST = 3.0
"""Cost of an answer that nobody gets."""
_EMPTY = 1.2
"""Cost of a label without an answer."""
_BEHIND = 0.5
"""Cost of an answer with another label between its own and it."""
_BEFORE = 1.0
"""Cost of an answer that stands before its label."""
_ANOTHERS = 2.0
"""Cost of an answer right above another label, whose list stands below it."""
_PER_STEP = 0.15
"""Cost of each label between them."""
_SURE = 0.9
"""The next best label of an answer costs so much more where its label is known."""


def give_answers(pieces: Sequence[Piece], slots: Sequence[Slot]) -> None:
    """Give the answers of the page to its choices, and the counts (`( 3 ) 件`) to the choice before them."""
    by_place = {s.at: s for s in slots}
    choices = [s for s in slots if s.kind == "choice" and s.placed.rank is not None]
    answers: list[int] = []
    for at, piece in enumerate(pieces):
        slot = by_place.get(at)
        if slot is not None and slot.kind == "text" and slot.placed.place and slot.placed.place.item:
            _as_text(slot, pieces, at, choices)
        elif piece.kind == "answer" and (not piece.key or _fits_any(piece, choices)):
            answers.append(at)
        elif piece.kind == "count" and choices:
            near = [s for s in choices if s.at < at] or choices
            near[-1].counts.append(piece.text)
    _assign(answers, pieces, choices)
    _options(pieces, choices)


def _assign(answers: Sequence[int], pieces: Sequence[Piece], choices: Sequence[Slot]) -> None:
    """Give the answers to the choices, the cheapest way on which both keep their order."""

    places = sorted(slot.at for slot in choices)
    keys = [_keys(slot) for slot in choices]

    @cache
    def fitting(row: int) -> tuple[list[int], list[float]]:
        """The choices that an answer fits, and what it costs to give it to each."""
        at, key = answers[row], pieces[answers[row]].key
        found = [k for k in range(len(choices)) if not key or key in keys[k]]
        own = next((k for k in found if _right_above(at, choices[k], pieces)), None)
        costs = (_cost(at, choices[k].at, places) + _ANOTHERS * (own is not None) for k in found)
        return found, [0.0 if k == own else cost for k, cost in zip(found, costs, strict=True)]

    def moves(row: int, last: int) -> Iterator[tuple[int, int, float]]:
        yield _NOBODY, last, _LOST if pieces[answers[row]].key else 0.0
        found, costs = fitting(row)
        for n in range(bisect_right(found, last), len(found)):
            yield found[n], found[n], costs[n] + _EMPTY * (found[n] - last - 1)

    def end(last: int) -> float:
        return _EMPTY * (len(choices) - last - 1)

    way, _ = cheapest(_NOBODY, len(answers), moves, end, lambda _: 0, len(choices) + 1)
    open_slots = list(range(len(choices)))
    free: list[Piece] = []
    doubted = set(_crossed([(at, step.chosen) for at, step in zip(answers, way, strict=False)], choices))
    for at, step in zip(answers, way, strict=False):
        piece = pieces[at]
        if step.chosen in doubted and piece.key:
            continue
        if piece.key and (step.chosen == _NOBODY or min((more for _, more in step.rivals), default=math.inf) < _SURE):
            free.append(piece)
        elif step.chosen != _NOBODY:
            open_slots.remove(step.chosen)
            choices[step.chosen].answer = piece.text or None
    told: list[Piece] = []
    for piece in free:
        takers = [k for k in open_slots if piece.key in keys[k]]
        rivals = [other for other in free if takers and other.key in keys[takers[0]]]
        if len(takers) == len(rivals) == 1:
            choices[takers[0]].answer = piece.text
            told.append(piece)
    left = {piece.key for piece in free if piece not in told}
    for k in doubted.union(open_slots):
        choices[k].unsure = choices[k].answer is None and (k in doubted or not left.isdisjoint(keys[k]))


def _crossed(given: Sequence[tuple[int, int]], choices: Sequence[Slot]) -> Iterator[int]:
    """The choices of which one stands between another and its answer though the form prints it above that one: a label
    was moved, and either answer may be its own."""
    for at, chosen in given:
        if chosen == _NOBODY:
            continue
        own = choices[chosen]
        for n, other in enumerate(choices):
            if own.at < other.at < at and (other.placed.rank or ()) < (own.placed.rank or ()):
                yield from (chosen, n)


def _right_above(at: int, slot: Slot, pieces: Sequence[Piece]) -> bool:
    """Does the label stand between its answer and its list, as where its cell is centred beside these?"""
    if at > slot.at or any(piece.kind != "marker" for piece in pieces[at + 1 : slot.at]):
        return False
    return next((piece.kind for piece in pieces[slot.at + 1 :] if piece.kind != "marker"), "") == "number"


def _cost(at: int, label: int, labels: Sequence[int]) -> float:
    """How far an answer stands from its label, in labels of choices (their places, in order) between them."""
    between = bisect_left(labels, max(at, label)) - bisect_right(labels, min(at, label))
    if at < label:
        return _BEFORE + _PER_STEP * between
    return _BEHIND + _PER_STEP * between if between else 0.0


def _as_text(slot: Slot, pieces: Sequence[Piece], at: int, choices: Sequence[Slot]) -> None:
    """An answer to a text item that happens to be the words of an option (しきい値判断結果)."""
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if following is None or following.kind != "answer" or following.mark is not None or not following.key:
        return
    if not _fits_any(following, choices):
        slot.free.append(following.text)


def _keys(slot: Slot) -> frozenset[str]:
    item = slot.item
    return frozenset(fold(o.text) for o in item.options.options) if item and item.options else frozenset()


def _fits_any(piece: Piece, choices: Sequence[Slot]) -> bool:
    return any(piece.key in _keys(s) for s in choices)


def _options(pieces: Sequence[Piece], choices: Sequence[Slot]) -> None:
    """A choice has its list where each of its numbered options stands on the page at least as often as it is asked."""
    printed: dict[tuple[int, str], int] = {}
    for piece in pieces:
        if piece.kind == "number" and piece.number is not None:
            printed[piece.number, piece.key] = printed.get((piece.number, piece.key), 0) + 1
    wanted: dict[tuple[int, str], int] = {}
    for slot in choices:
        for option in _numbered(slot):
            wanted[option] = wanted.get(option, 0) + 1
    for slot in choices:
        slot.options = all(printed.get(o, 0) >= min(wanted[o], 1) for o in _numbered(slot))


def _numbered(slot: Slot) -> list[tuple[int, str]]:
    item = slot.item
    return [(n, fold(o.text)) for n, o in enumerate(item.options.options, start=1)] if item and item.options else []
