"""Running text of a torn page -> the labels that ask for text.

Text on the line of a label, or right behind it, is its answer. For the rest the cheapest way through the page is
taken on which labels and texts keep their order: a label nobody answers and a text before its label cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .pieces import Piece
from .slot import Slot

_NEXT = 0.0
_BEHIND = 1.0
_PER_STEP = 0.25
_BEFORE = 2.0
_MORE = 0.7
_EMPTY = 1.6
_CARRY = 0.8
_CARRY_LATER = 6.0


def give_texts(pieces: Sequence[Piece], slots: Sequence[Slot], carry: Slot | None) -> None:
    """Put every text of the page into a slot; `carry` is the slot that the page before ended with."""
    wanting = [s for s in slots if s.kind == "text" and s.placed.rank is not None]
    texts = [(at, p) for at, p in enumerate(pieces) if p.kind == "text"]
    fixed: set[int] = set()
    for at, piece in texts:
        owner = next((s for s in reversed(slots) if s.at < at), None)
        if piece.same_line and owner is not None:
            fixed.add(at)
            if owner in wanting:
                owner.texts.append(piece.text)
    free = [(at, p) for at, p in texts if at not in fixed]
    _assign(free, wanting, carry, slots, pieces)


def _assign(
    texts: Sequence[tuple[int, Piece]],
    wanting: Sequence[Slot],
    carry: Slot | None,
    slots: Sequence[Slot],
    pieces: Sequence[Piece],
) -> None:
    """Monotone assignment of texts to slots in the order of the text (dynamic programming over slots)."""
    if not texts:
        return
    count = len(wanting) + 1
    costs = [[_cost(at, k, wanting, carry, slots, pieces) for k in range(count)] for at, _ in texts]
    best: list[list[tuple[float, int]]] = []
    for row, cost in enumerate(costs):
        line: list[tuple[float, int]] = []
        for k in range(count):
            ways = []
            for last in range(k + 1):
                before = best[row - 1][last][0] if row else (0.0 if last == 0 else math.inf)
                ways.append((before + _step(last, k, wanting, first=row == 0), last))
            way = min(ways)
            line.append((way[0] + cost[k], way[1]))
        best.append(line)
    ends = [(best[-1][k][0] + sum(_empty(s) for s in wanting[k:]), k) for k in range(count)]
    _, k = min(ends)
    for row in range(len(texts) - 1, -1, -1):
        owner = wanting[k - 1] if k else carry
        if owner is not None:
            _insert(owner, texts[row])
        k = best[row][k][1]


def _insert(owner: Slot, text: tuple[int, Piece]) -> None:
    owner.free.insert(0, text[1].text)


def _step(last: int, k: int, wanting: Sequence[Slot], *, first: bool) -> float:
    """From slot `last` to slot `k` (1-based, 0: the page before): those between stay empty; the same once more."""
    if last == k:
        return 0.0 if first or k == 0 else _MORE
    return sum(_empty(s) for s in wanting[last : k - 1])


def _empty(slot: Slot) -> float:
    return 0.0 if slot.texts else _EMPTY


def _cost(
    at: int, k: int, wanting: Sequence[Slot], carry: Slot | None, slots: Sequence[Slot], pieces: Sequence[Piece]
) -> float:
    if k == 0:
        if carry is None:
            return math.inf if wanting else 0.0
        return _CARRY if not any(s.at < at for s in slots) else _CARRY_LATER
    slot = wanting[k - 1]
    between = pieces[min(at, slot.at) + 1 : max(at, slot.at)]
    steps = sum(p.kind in ("label", "text") for p in between)
    if slot.at < at:
        other = any(p.kind == "label" for p in between)
        cost = _NEXT if not other else _BEHIND + _PER_STEP * steps
        return cost + (_MORE if slot.texts else 0.0)
    return _BEFORE + _PER_STEP * steps + (_MORE * 2 if slot.texts else 0.0)
