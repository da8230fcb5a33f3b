"""Texts of a torn page that tell their label by what they show: laws, systems, files, offices, addresses, days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import SYSTEM
from hyokasho.parsers.forms.wording import pattern, words

from ..notation.contents import asked, asks_few_words, is_unmistakable, shown
from .change_chunks import width_of
from .change_pieces import is_balanced
from .pieces import Piece
from .places import Rank
from .slot import Slot

_BLANK = late(r"[ \u3000\n]")
FULL, _RAGGED = 28, 2
"""Letters of a line that may be full at least, and so many fewer than the widest one of its text at most."""
_NAMES_TOGETHER = pattern("contents", "names_together")
_NAMES_ENDS = (*words("contents", "system_labels"), *words("contents", "file_labels"))
_ONE_NAME_ENDS = (*words("contents", "system_labels"), *words("contents", "work_labels"))
_SENTENCE = pattern("sentences", "sentence")
_ORNAMENT = pattern("numbering", "list_item")
_DAY_ENDS = words("contents", "day_labels")
_IS_NAME = pattern("contents", "name_below")
_NOTHING = pattern("contents", "nothing_new")
_TORN = pattern("sentences", "torn_beginning")
_WORK = pattern("contents", "work")
_WORK_ENDS = words("contents", "work_labels")
_BLANK_ENDS = words("answers", "blank_labels")
_SHORT_ENDS = words("answers", "short_labels")


def parts_of(at: int, piece: Piece, wanting: Sequence[Slot]) -> Iterator[tuple[int, Piece]]:
    """A text; its last lines by themselves where another label asks for them: names of systems or files behind a line
    that shows something else, or is a sentence; lists and sentences behind the name on the line of its label."""
    lines = piece.text.split("\n")
    owner = next((slot for slot in reversed(wanting) if slot.at < at), None) if piece.same_line else None
    own = asked(owner.placed.piece.key) if owner is not None else None
    named = {asked(slot.placed.piece.key) for slot in wanting if slot.placed.piece.key.endswith(_NAMES_ENDS)}
    first = next((n for kind in named if kind not in (None, own) and (n := _first_name(lines, kind))), 0)
    one = owner is not None and owner.placed.piece.key.endswith(_ONE_NAME_ENDS) and not _is_no_name(lines[0])
    if not first and one:
        first = next((n for n, line in enumerate(lines) if _is_no_name(line) and own not in shown(line)), 0)
    yield at, piece if not first else replace(piece, text="\n".join(lines[:first]))
    if first:
        yield at, replace(piece, text="\n".join(lines[first:]), same_line=False)


def _first_name(lines: Sequence[str], kind: int) -> int:
    """The first of the last lines, which are names of a kind behind a line that is something else; 0 if none."""
    first = next((n for n in range(len(lines), 0, -1) if kind not in shown(lines[n - 1])), 0)
    above = lines[first - 1]
    other = bool(shown(above)) or _SENTENCE.search(above) is not None
    told = 0 < first < len(lines) and other and not any(kind in shown(line) for line in lines[:first])
    return first if told else 0


def _is_no_name(line: str) -> bool:
    return _ORNAMENT.match(line.lstrip()) is not None or _SENTENCE.search(line) is not None or len(line) >= FULL


def with_names_parted(
    texts: Sequence[tuple[int, Piece]], pieces: Sequence[Piece], wanting: Sequence[Slot]
) -> tuple[list[tuple[int, Piece]], dict[tuple[int, str], Slot]]:
    """The texts, the name of the work or of a system by itself where it is the first line of one behind labels of which
    one asks for it; and the slots of these names by place and text. What stands below such a name answers another
    label."""
    parted: list[tuple[int, Piece]] = []
    named: dict[tuple[int, str], Slot] = {}
    for at, piece in texts:
        slot = _asks_for_one_name(at, pieces, wanting)
        name, rest = _one_name(piece.text, slot) if slot is not None else ("", "")
        if slot is None or not name:
            parted.append((at, piece))
            continue
        named |= {(at, line): slot for line in name.split("\n")}
        parted += [(at, replace(piece, text=text)) for text in (name, rest) if text]
    return parted, named


def _asks_for_one_name(at: int, pieces: Sequence[Piece], wanting: Sequence[Slot]) -> Slot | None:
    """The slot that asks for the name of the work, or of the one system of its block, and has none, among the labels
    right above a text."""
    first = next((n + 1 for n in range(at - 1, -1, -1) if pieces[n].kind != "label"), 0)
    asking = (slot for slot in wanting if first <= slot.at < at and not slot.texts)
    return next((slot for slot in asking if _asks_for_work(slot) or _is_of_a_system(slot)), None)


def _asks_for_work(slot: Slot) -> bool:
    return slot.placed.piece.key.endswith(_WORK_ENDS)


def _is_of_a_system(slot: Slot) -> bool:
    """Does a slot ask for the name of a system that has a block of its own?"""
    of_system = slot.place is not None and slot.place.entity == SYSTEM
    return of_system and slot.placed.piece.key.endswith(_ONE_NAME_ENDS)


def _one_name(text: str, slot: Slot) -> tuple[str, str]:
    """The name that a text begins with, on one line or wrapped, and the rest of the text; nothing where it begins with
    anything else, or with several names."""
    of_work = _asks_for_work(slot)

    def is_name(line: str) -> bool:
        return _is_work(line) if of_work else asked(slot.placed.piece.key) in shown(line)

    lines = text.split("\n")
    wrapped = len(lines) > 1 and len(lines[0]) >= FULL and not is_name(lines[0])
    count = 1 + wrapped
    name = "".join(lines[:count])
    several = any(map(is_name, lines[count : count + 1])) or _ORNAMENT.match(name.lstrip())
    parted = of_work or all(map(_is_no_name, lines[count : count + 1]))
    told = is_name(name) and parted and not several and not _SENTENCE.search(lines[0])
    return ("\n".join(lines[:count]), "\n".join(lines[count:])) if told else ("", "")


def _is_work(line: str) -> bool:
    return _WORK.match(fold(line)) is not None


def without_shown(
    texts: Sequence[tuple[int, Piece]], pieces: Sequence[Piece], wanting: Sequence[Slot]
) -> tuple[list[tuple[int, Piece]], dict[tuple[int, str], Slot]]:
    """Give the texts that show their kind in all lines to the slots that ask for it, in the order of the form, where
    there are as many of them as of these and no entities (systems, recipients) ask for the same, or one asks for names
    and all of them stand around its label. The other texts, and the slots of the names of entities by place and text:
    these stay, for what stands between them is told by them."""
    rest = list(texts)
    named: dict[tuple[int, str], Slot] = {}
    open_slots = [slot for slot in wanting if not slot.texts]
    kinds = {kind for slot in open_slots if (kind := asked(slot.placed.piece.key)) is not None}
    for kind in sorted(filter(is_unmistakable, kinds)):
        asking = sorted((slot for slot in open_slots if asked(slot.placed.piece.key) == kind), key=_rank)
        repeats = any(slot.place is not None and slot.place.repeats for slot in asking)
        showing = [text for text in rest if _shows(text[1].text.split("\n"), kind)]
        if len(asking) == 1 and not repeats and _stand_around(asking[0], [at for at, _ in showing], pieces):
            rest = [text for text in rest if text not in showing]
            asking[0].free = [piece.text for _, piece in showing]
        if len(asking) != len(showing):
            continue
        if not repeats:
            rest = [text for text in rest if text not in showing]
            for slot, (_, piece) in zip(asking, showing, strict=True):
                slot.free = [piece.text]
        elif asking[0].placed.piece.key.endswith(_NAMES_ENDS) and asking == sorted(asking, key=lambda slot: slot.at):
            named |= {(at, piece.text): slot for slot, (at, piece) in zip(asking, showing, strict=True)}
    return rest, named


def _stand_around(slot: Slot, places: Sequence[int], pieces: Sequence[Piece]) -> bool:
    """Do names stand above and below the label that asks for them, with nothing but labels between?"""
    if not slot.placed.piece.key.endswith(_NAMES_ENDS) or not places or not places[0] < slot.at < places[-1]:
        return False
    return all(n in places or pieces[n].kind == "label" for n in range(places[0], places[-1]))


def _rank(slot: Slot) -> Rank:
    return slot.placed.rank or (0, 0, 0, 0)


def _shows(lines: Sequence[str], kind: int) -> bool:
    """Do all lines show the kind, those aside that go on with the line above?"""
    widest = max(map(width_of, lines))
    begun = [line for above, line in zip(["", *lines], lines, strict=False) if not is_full(above, widest)]
    return all(kind in shown(line) for line in begun)


def is_full(above: str, widest: float) -> bool:
    """Did a line end at the edge of its cell, and not a sentence? `widest`: the widest line of its text."""
    full = len(above) >= FULL and width_of(above) >= widest - _RAGGED
    return full and not above.rstrip().endswith(("。", "）", ")"))


def without_others(slot: Slot) -> None:
    """Take the lines from a slot that hold what is unmistakably asked elsewhere, or, where names are asked, a sentence,
    if they end an answer that holds what this one asks; doubt the answer that holds such lines only, or between its
    own."""
    kind = asked(slot.placed.piece.key)
    names = slot.placed.piece.key.endswith(_NAMES_ENDS)
    if kind is None or not is_unmistakable(kind):
        return _without_answers_below(slot, kind)
    lines = "\n".join((*slot.texts, *slot.free)).split("\n")
    own = [kind in shown(line) for line in lines]
    foreign = (any(map(is_unmistakable, shown(line))) or (names and _SENTENCE.search(line)) for line in lines)
    others = [not mine and bool(other) for mine, other in zip(own, foreign, strict=True)]
    first = others.index(True) if any(others) else len(lines)
    if any(own[first:]) or not any(own):
        slot.unsure = slot.unsure or any(others)
    elif first < len(lines):
        slot.texts, slot.free = [], ["\n".join(lines[:first])]
    elif slot.placed.piece.key.endswith(_DAY_ENDS):
        _without_answers_below(slot, kind)


def _without_answers_below(slot: Slot, kind: int | None) -> None:
    """Take what a slot holds below its answer and another label asks, which the text has lost: below a few words what
    shows another kind, a sentence or nothing; below a sentence a name."""
    lines = "\n".join((*slot.texts, *slot.free)).split("\n")
    few = asks_few_words(slot.placed.piece.key) or (slot.place is not None and slot.place.is_block)
    ends = (n for n in range(1, len(lines)) if _answers_another(lines, n, kind, few=few))
    first = next(ends, len(lines))
    if kind is not None and any(kind in shown(line) for line in lines[first:]):
        slot.unsure = True
    elif first < len(lines):
        slot.texts, slot.free = [], ["\n".join(lines[:first])]


def _answers_another(lines: Sequence[str], n: int, kind: int | None, *, few: bool) -> bool:
    """Does the answer that begins with these lines end above this one? `few`: a few words are asked."""
    above, line = lines[n - 1], lines[n]
    own = shown(line) & (shown(lines[0]) if kind is None else {kind})
    goes_on = is_full(above, width_of(above)) or _TORN.match(fold(line)) or not is_balanced("".join(lines[:n]))
    if own or goes_on:
        return False
    if kind is not None and kind in shown(above) and is_unmistakable(kind):
        return True
    sentence, closed = (_SENTENCE.search(one) is not None for one in (line, above))
    if few:
        return not closed and (sentence or bool(shown(line)) or _NOTHING.match(line.strip()) is not None)
    return closed and n == len(lines) - 1 and not sentence and _IS_NAME.match(fold(line)) is not None


def holds_names(slot: Slot) -> bool:
    """Does a line of a slot that asks for names hold several, with nothing between them?"""
    key = slot.placed.piece.key
    lines = "\n".join((*slot.texts, *slot.free)).split("\n")
    return key.endswith(_NAMES_ENDS) and any(_NAMES_TOGETHER.search(fold(line)) for line in lines)


def holds_offices(slot: Slot) -> bool:
    """Does a slot that asks for a name, an office or a recipient hold several lines, which commas may have parted?
    Those of a list are apart."""
    names = slot.placed.piece.key.endswith(_SHORT_ENDS) or (slot.place is not None and slot.place.is_block)
    lines = "\n".join(slot.free).split("\n")
    return names and len(lines) > 1 and not all(_ORNAMENT.match(line.lstrip()) for line in lines)


def before_one_text(pieces: Sequence[Piece], wanting: Sequence[Slot], told: Sequence[Slot]) -> Iterator[Slot]:
    """The labels of which several stand together before one text that may hold the answers of them all. `told`: labels
    whose answers show that they are theirs."""
    open_slots = (slot for slot in wanting if slot not in told)
    asking = {slot.at: slot for slot in open_slots if not slot.placed.piece.key.endswith(_BLANK_ENDS)}
    for are_labels, group in groupby(range(len(pieces)), key=lambda at: pieces[at].kind == "label"):
        places = list(group)
        below = pieces[places[-1] + 1] if are_labels and places[-1] + 1 < len(pieces) else None
        together = [asking[at] for at in places if at in asking]
        if len(together) > 1 and below is not None and below.kind == "text" and _BLANK.search(below.text.strip()):
            yield from together
