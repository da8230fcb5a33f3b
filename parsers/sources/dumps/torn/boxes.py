"""Boxes of a torn page: brackets put together again, then given to the groups that print their options.

The opener at the end of a fragment belongs to the option that the form prints next to the fragment's last one; a
block of openers belongs to the block of closers behind it. Where neither tells, the mark is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from hyokasho.parsers.forms.lexicon.options import box_options, next_boxes
from hyokasho.parsers.forms.wording import pattern

from .details import give_details
from .pieces import Piece
from .slot import ResolvedBox, Slot


def give_boxes(pieces: Sequence[Piece], slots: Sequence[Slot], carry: Slot | None) -> None:
    """Put the boxes of the page into their groups; `carry` is the last group of the page before."""
    marks = _marks(pieces)
    _close_parentheses(pieces)
    give_details(pieces, marks)
    groups = [s for s in slots if _options_of(s) and s.placed.rank is not None]
    counted = _counted(pieces, groups)
    last: Slot | None = None
    for at, piece in enumerate(pieces):
        if not piece.key or piece.kind not in ("box", "close"):
            continue
        owner, sure = _owner(at, piece.key, groups, carry)
        sure = sure and not _entered_another(owner, at, slots) and not _in_run(owner, piece.key, groups, pieces)
        if last is not None and owner is not last and _shared(piece.key, groups):
            owner, sure = (last, sure) if _lacks(last, piece.key) else (owner, False)
        if not sure and at in counted and (owner is counted[at] or not _has(counted[at], piece.key)):
            owner, sure = counted[at], True
        last = owner
        if owner is not None:
            known = box_options()[piece.key]
            text = known.text + ("".join(piece.extra) if sure else "")
            owner.boxes.append(ResolvedBox(piece.key, text, marks[at] if sure else None))


def _entered_another(owner: Slot | None, at: int, slots: Sequence[Slot]) -> bool:
    """Does the heading of another system, recipient ... stand between a group and a box?"""
    if owner is None or owner.place is None:
        return False
    between = (s for s in slots if owner.at < s.at < at)
    return any(s.place is not None and s.place.is_block and s.place.entity == owner.place.entity for s in between)


def _in_run(owner: Slot | None, option: str, groups: Sequence[Slot], pieces: Sequence[Piece]) -> bool:
    """Does a group that lacks the option too stand before the owner, with nothing but labels between them?"""
    rivals = (s for s in groups if owner is not None and s.at < owner.at and not s.boxes and _lacks(s, option))
    return owner is not None and any(all(p.kind == "label" for p in pieces[s.at : owner.at]) for s in rivals)


def _counted(pieces: Sequence[Piece], groups: Sequence[Slot]) -> dict[int, Slot]:
    """The groups of those boxes of which the page has as many as groups that print them: in order, one each."""
    found: dict[int, Slot] = {}
    boxes: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.key and piece.kind in ("box", "close"):
            boxes.setdefault(piece.key, []).append(at)
    ordered = sorted(groups, key=lambda s: s.placed.rank or (0, 0, 0, 0))
    for option, places in boxes.items():
        takers = [slot for slot in ordered if option in _options_of(slot)]
        if len(takers) == len(places):
            found.update(zip(places, takers, strict=True))
    return found


def _close_parentheses(pieces: Sequence[Piece]) -> None:
    """The halves of parentheses: as many ends as beginnings that lack one are joined in order, else all are dropped."""
    begun = [p for p in pieces if p.key and p.kind in ("box", "close") and p.extra and not _closed(p.extra[0])]
    ends = [p for p in pieces if p.kind == "paren" and _closed(p.text)]
    if len(begun) == len(ends):
        for piece, end in zip(begun, ends, strict=True):
            piece.extra = [piece.extra[0] + end.text]
        return
    for piece in begun:
        inside = piece.extra[0].lstrip("（( ")
        piece.extra = [piece.extra[0] + "）"] if inside else []


_CLOSED = pattern("answers", "parenthesis_end")


def _closed(text: str) -> bool:
    return _CLOSED.search(text) is not None


def _options_of(slot: Slot) -> frozenset[str]:
    """The folded options that a slot may print: of its group, or of the boxes in its heading."""
    return slot.place.boxes if slot.place is not None else frozenset()


def _owner(at: int, option: str, groups: Sequence[Slot], carry: Slot | None) -> tuple[Slot | None, bool]:
    """The group a box belongs to and whether that is sure: the nearest one before it that lacks the option, else the
    next one on the page (sure if there is only one)."""
    before = [s for s in groups if s.at < at and option in _options_of(s)]
    if before and not _has(before[-1], option):
        return before[-1], True
    lacking = [s for s in before if not _has(s, option)]
    if lacking:
        return lacking[0], len(lacking) == 1
    if not before and carry is not None and option in _options_of(carry) and carry.boxes and not _has(carry, option):
        return carry, True
    behind = [s for s in groups if s.at > at and option in _options_of(s) and not _has(s, option)]
    return (behind[0], len(behind) == 1) if behind else (None, False)


def _shared(option: str, groups: Sequence[Slot]) -> bool:
    """Whether several groups of the page print this option."""
    return sum(option in _options_of(s) for s in groups) > 1


def _lacks(slot: Slot, option: str) -> bool:
    return option in _options_of(slot) and not _has(slot, option)


def _has(slot: Slot, option: str) -> bool:
    return any(box.option == option for box in slot.boxes)


def _marks(pieces: Sequence[Piece]) -> dict[int, bool | None]:
    """For each box or closer with an option: marked, empty or (None) not known."""
    between = _between(pieces)
    trailing = _trailing(pieces, between)
    openers: dict[int, int | None] = {**_in_runs(pieces, between, trailing), **trailing}
    for group in _groups(pieces):
        _agreed(group, pieces, between, openers)
    found: dict[int, bool | None] = {at: bool(p.mark) for at, p in enumerate(pieces) if p.kind == "box"}
    lone = any(p.kind == "open" and p.key == "lone" and not _goes_on(pieces, at) for at, p in enumerate(pieces))
    for at, piece in enumerate(pieces):
        if piece.kind == "close" and piece.key:
            opener = openers.get(at)
            marked = None if opener is None else bool(pieces[opener].mark)
            found[at] = (marked or None) if lone else marked
    return found


def _in_runs(
    pieces: Sequence[Piece], between: Collection[int], trailing: Mapping[int, int]
) -> dict[int, int | None]:
    """Closer -> opener, runs of openers with the runs of as many closers behind them; None where they differ."""
    found: dict[int, int | None] = {}
    pending: list[int] = []
    closers: list[int] = []
    used = {*trailing.values(), *between}
    for at, piece in enumerate(pieces):
        if piece.kind == "open" and at not in used:
            if piece.key == "lone" and not _goes_on(pieces, at):
                continue
            if closers:
                late = _late(pieces, at, used) if not pending else []
                used.update(late)
                _pair(found, late or pending, closers, pieces)
                pending, closers = [], []
            if at not in used:
                pending.append(at)
        elif piece.kind == "close" and piece.key and at not in trailing:
            closers.append(at)
        elif pending and not closers and _takes_opener(piece):
            pending.pop(0)
    _pair(found, pending, closers, pieces)
    return found


def _between(pieces: Sequence[Piece]) -> list[int]:
    """Openers between the closers of one block that begins with a closer and has more of these: they belong to boxes
    beside it."""
    found: list[int] = []
    for _, group in groupby(range(len(pieces)), key=lambda at: pieces[at].block):
        block = list(group)
        closers = [at for at in block if pieces[at].kind == "close" and pieces[at].key]
        openers = [at for at in block if pieces[at].kind == "open" and pieces[at].key != "lone"]
        if closers and openers and closers[0] < openers[0] and len(openers) < len(closers):
            found += [at for at in openers if at < closers[-1] and pieces[at - 1].line < pieces[at].line]
    return found


def _groups(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """The lone openers and closers between two labels."""
    for label, group in groupby(range(len(pieces)), key=lambda at: pieces[at].kind == "label"):
        if not label:
            yield [at for at in group if pieces[at].kind in ("open", "close", "answer", "marker")]


def _agreed(
    group: Sequence[int], pieces: Sequence[Piece], between: Collection[int], found: dict[int, int | None]
) -> None:
    """Give the closers not known so far an opener where as many are left: one with the mark that they have whether
    openers and closers keep their order or each closer takes the opener right before it."""
    if any(pieces[at].kind in ("answer", "marker") or _is_of_choice(pieces[at]) for at in group):
        return
    used = set(found.values())
    astray = next((at for at in between if at in group and at not in used), len(pieces))
    openers = [at for at in group if pieces[at].kind == "open" and at not in used]
    closers = [at for at in group if pieces[at].kind == "close" and (found.get(at) is None or at > astray)]
    openers += [opener for at in closers if (opener := found.pop(at, None)) is not None]
    if not closers or len(openers) != len(closers):
        return
    openers.sort()
    alike = len({bool(pieces[at].mark) for at in openers}) == 1
    for at, opener, other in zip(closers, openers, _nearest(openers, closers), strict=True):
        if alike or (bool(pieces[opener].mark) == bool(pieces[other].mark) and astray == len(pieces)):
            found[at] = opener


def _is_of_choice(piece: Piece) -> bool:
    return piece.key == "lone" or (piece.kind == "close" and not piece.key)


def _nearest(openers: Sequence[int], closers: Sequence[int]) -> list[int]:
    """For each closer the last opener before it that no closer before it has, else the first of all."""
    free = list(openers)
    taken = []
    for at in closers:
        before = [opener for opener in free if opener < at]
        taken.append(before[-1] if before else free[0])
        free.remove(taken[-1])
    return taken


def _late(pieces: Sequence[Piece], at: int, used: set[int]) -> list[int]:
    """The openers from `at` on that follow their closers: no closer stands behind them."""
    stop = next((n for n in range(at, len(pieces)) if pieces[n].kind != "open"), len(pieces))
    closed = stop < len(pieces) and pieces[stop].kind in ("close", "answer", "marker")
    return [] if closed else [n for n in range(at, stop) if n not in used]


def _takes_opener(piece: Piece) -> bool:
    """A choice's own bracket: blank, its closer alone, or an answer whose brackets stand apart."""
    if piece.kind == "answer":
        return not piece.key or piece.mark is None
    return piece.kind == "close" and not piece.key


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """A lone mark right before its own closer on the same line (`○ ] 宛名システム等`)."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and after.kind == "close" and after.line == pieces[at].line


def _pair(found: dict[int, int | None], pending: list[int], closers: list[int], pieces: Sequence[Piece]) -> None:
    """Openers before closers: as many as there are closers, the last ones; else their marks are not known."""
    if not closers:
        return
    last = [at for at in pending if pieces[at].block == pieces[pending[-1]].block]
    chosen = next((group for group in (pending, last) if len(group) == len(closers)), None)
    found.update(zip(closers, chosen, strict=True) if chosen is not None else dict.fromkeys(closers))


def _trailing(pieces: Sequence[Piece], between: Collection[int]) -> dict[int, int]:
    """Closer -> opener, for openers that end a line behind an option, or stand below it in its block: the k-th such
    opener belongs to the k-th lone closer whose option the form prints next."""
    openers: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces[1:], start=1):
        before = pieces[at - 1]
        ends = before.line == piece.line or at in between
        if piece.kind == "open" and piece.key != "lone" and ends and before.key in next_boxes():
            for option in next_boxes()[before.key]:
                openers.setdefault(option, []).append(at)
    found: dict[int, int] = {}
    used: set[int] = set()
    for at, piece in enumerate(pieces):
        if piece.kind != "close" or not piece.key or _opened(pieces, at):
            continue
        free = [o for o in openers.get(piece.key, []) if o not in used and (o not in between or o < at)]
        if free:
            found[at] = free[0]
            used.add(free[0])
    return found


def _opened(pieces: Sequence[Piece], at: int) -> bool:
    """The closer's own opener (or mark) stands right before it on its line."""
    before = pieces[at - 1] if at else None
    return before is not None and before.kind == "open" and before.line == pieces[at].line
