"""Answers of choices on a torn page -> the labels of the choices.

Answers keep the order of their labels. A run of labels followed by as many fitting answers is paired one by one; with
fewer answers than labels nobody can say which box is blank, and all of the run stay open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.text import fold

from .pieces import Piece
from .slot import Slot


@dataclass(slots=True)
class _Run:
    """Labels without an answer yet, in order, and what has been seen behind them."""

    slots: list[Slot] = field(default_factory=list)
    brackets: int = 0
    answers: list[Piece] = field(default_factory=list)


def give_answers(pieces: Sequence[Piece], slots: Sequence[Slot]) -> None:
    """Give the answers of the page to its choices, and the counts (`( 3 ) 件`) to the choice before them."""
    by_place = {s.at: s for s in slots}
    choices = [s for s in slots if s.kind == "choice" and s.placed.rank is not None]
    run = _Run()
    for at, piece in enumerate(pieces):
        slot = by_place.get(at)
        if slot is not None and slot in choices:
            if run.answers or (run.slots and run.brackets >= len(run.slots)):
                _settle(run)
                run = _Run()
            run.slots.append(slot)
        elif slot is not None and slot.kind == "text" and slot.placed.place and slot.placed.place.item:
            _as_text(slot, pieces, at, choices)
        elif piece.kind == "answer":
            run.brackets += 1
            if piece.key and _fits_any(piece, choices):
                run.answers.append(piece)
        elif piece.kind == "close" and not piece.key:
            run.brackets += 1 if not run.answers else 0
        elif piece.kind == "count" and choices:
            near = [s for s in choices if s.at < at] or choices
            near[-1].counts.append(piece.text)
    _settle(run)
    _options(pieces, choices)


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


def _settle(run: _Run) -> None:
    """Pair the answers of a run with its labels, if that can be done in one way only."""
    slots, answers = run.slots, run.answers
    if not slots or not answers:
        return
    if len(answers) >= len(slots):
        _pair(slots, answers[: len(slots)])
        return
    for pick in _ways(slots, answers):
        _pair(pick, answers)


def _ways(slots: Sequence[Slot], answers: Sequence[Piece]) -> list[list[Slot]]:
    """The one way to give fewer answers to more labels in order, or nothing where there are several."""
    ways: list[list[Slot]] = [[]]
    places: list[int] = [0]
    for answer in answers:
        more: list[list[Slot]] = []
        next_places: list[int] = []
        for way, start in zip(ways, places, strict=True):
            for k in range(start, len(slots)):
                if answer.key in _keys(slots[k]):
                    more.append([*way, slots[k]])
                    next_places.append(k + 1)
        ways, places = more[:50], next_places[:50]
    return ways if len(ways) == 1 else []


def _pair(slots: Sequence[Slot], answers: Sequence[Piece]) -> None:
    for slot, answer in zip(slots, answers, strict=True):
        if answer.key in _keys(slot):
            slot.answer = answer.text


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
