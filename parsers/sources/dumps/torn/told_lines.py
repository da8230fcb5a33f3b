"""Lines of texts below several labels that can answer one of them only, in the order of both.

A text that lost its order prints labels together and their answers below them. Where an answer ends is told by what the
labels ask for: a name has one line and is no sentence, a law names its provision, a content is told in sentences. Of
all ways to share the lines out among the labels in their order, some of which may stay without, those count in which
every line fits its label. The lines are told where each has the same label in all of them and no label is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import pattern, words

from ..notation.contents import asked, asks_few_words, is_unmistakable, shown
from .change_chunks import width_of
from .pieces import Piece
from .shown_texts import FULL, is_full
from .slot import Slot

_SENTENCE = pattern("sentences", "sentence")
_ORNAMENT = pattern("numbering", "list_item")
_TORN = pattern("sentences", "torn_beginning")
_NOTHING = pattern("contents", "nothing_new")
_SENTENCE_ENDS = words("answers", "sentence_labels")
_MOST = 40
"""Lines that are shared out at most."""


def with_lines_told(
    texts: Sequence[tuple[int, Piece]], pieces: Sequence[Piece], wanting: Sequence[Slot]
) -> tuple[list[tuple[int, Piece]], dict[tuple[int, str], Slot]]:
    """The texts, parted where the label of their lines changes, and the slots of the lines that are told, by place and
    line."""
    owners = dict(_told(texts, pieces, wanting))
    parted: list[tuple[int, Piece]] = []
    told: dict[tuple[int, str], Slot] = {}
    for at, piece in texts:
        lines = piece.text.split("\n")
        own = owners.pop(at, None)
        if own is None or len(own) != len(lines):
            parted.append((at, piece))
            continue
        told |= {(at, line): slot for line, slot in zip(lines, own, strict=True)}
        for _, group in groupby(range(len(lines)), key=lambda n: id(own[n])):
            parted.append((at, replace(piece, text="\n".join(lines[n] for n in group))))
    return parted, told


def _told(
    texts: Sequence[tuple[int, Piece]], pieces: Sequence[Piece], wanting: Sequence[Slot]
) -> Iterator[tuple[int, Sequence[Slot]]]:
    """The slot of each line of the texts below labels of one block that stand together, by the place of the text, where
    each of these labels has a line and each line one label only."""
    times = Counter(at for at, _ in texts)
    by_place = {at: piece for at, piece in texts if times[at] == 1}
    for below, first in _groups(pieces):
        slots = [slot for slot in wanting if first <= slot.at < below]
        run = list(takewhile(by_place.__contains__, range(below, len(pieces))))
        parts = [by_place[at].text.split("\n") for at in run]
        count = sum(map(len, parts))
        if len(slots) < 2 or any(slot.texts or slot.free for slot in slots) or not 1 < count <= _MOST:
            continue
        if not all(_tells(slot) for slot in slots) or any(_is_whole(line) for part in parts for line in part):
            continue
        found = _SharedOut([line for part in parts for line in part], slots).owners()
        if any(_heads(slot) for slot in slots[1:]) or {*found} != {*range(len(slots))}:
            continue
        owners = iter(found)
        for at, part in zip(run, parts, strict=True):
            yield at, [slots[k] for k in (next(owners) for _ in part) if k is not None]


def _asks_for_one_line(slot: Slot) -> bool:
    """Does a label ask for a name, a title or a few words?"""
    return asks_few_words(slot.placed.piece.key) or _heads(slot)


def _tells(slot: Slot) -> bool:
    """Does a label tell what its lines look like?"""
    kind = asked(slot.placed.piece.key)
    sentences = slot.placed.piece.key.endswith(_SENTENCE_ENDS)
    return sentences or _asks_for_one_line(slot) or (kind is not None and is_unmistakable(kind))


def _is_whole(line: str) -> bool:
    """Does a line say all that its answer says (`同上`, `－`)? It may be that of any label."""
    return _NOTHING.match(line.strip()) is not None


def _heads(slot: Slot) -> bool:
    return slot.place is not None and slot.place.is_block


def _groups(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where texts begin right below labels, and where the first of these labels stands."""
    first = 0
    for at, piece in enumerate(pieces):
        if piece.kind == "text" and at > first:
            yield at, first
        if piece.kind != "label":
            first = at + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line; whether it may go on with the one above, which is full, and whether it does, in the middle of a word."""

    text: str
    may_go_on: bool
    goes_on: bool

    @property
    def is_told(self) -> bool:
        """Is it a sentence, or an entry of a list, or as long as one?"""
        long = len(self.text) >= FULL or _SENTENCE.search(self.text) is not None
        return long or _ORNAMENT.match(self.text.lstrip()) is not None


class _SharedOut:
    """The ways to share lines out among labels."""

    def __init__(self, lines: Sequence[str], slots: Sequence[Slot]) -> None:
        widest = max(map(width_of, lines))
        on = [_TORN.match(fold(line)) is not None for line in lines]
        full = [False, *(is_full(line, widest) for line in lines[:-1])]
        self._lines = [_Line(text, full[n] or on[n], n > 0 and on[n]) for n, text in enumerate(lines)]
        self._slots = slots
        self._kinds = [asked(slot.placed.piece.key) for slot in slots]

    def owners(self) -> list[int | None]:
        """The only label of each line; None where it may have several, or none."""
        labels = range(len(self._slots))
        reached = [{k for k in labels if self._begins(0, k)}]
        for n in range(1, len(self._lines)):
            reached.append({k for k in labels if any(self._follows(n, above, k) for above in reached[-1])})
        alive = reached[-1]
        owners = [alive]
        for n in range(len(self._lines) - 1, 0, -1):
            alive = {above for above in reached[n - 1] if any(self._follows(n, above, k) for k in alive)}
            owners.append(alive)
        return [next(iter(one)) if len(one) == 1 else None for one in reversed(owners)]

    def _follows(self, n: int, above: int, k: int) -> bool:
        """May a line have label `k` where the one above has `above`?"""
        if above == k:
            return self._goes_on(n, k)
        return k > above and not self._lines[n].goes_on and self._begins(n, k)

    def _begins(self, n: int, k: int) -> bool:
        """May a line be the first of the answer of a label?"""
        line, kind, slot = self._lines[n], self._kinds[k], self._slots[k]
        shows = shown(line.text)
        if kind is not None and is_unmistakable(kind):
            return kind in shows
        if any(other is not None and is_unmistakable(other) and other in shows for other in self._kinds):
            return False
        if _asks_for_one_line(slot):
            return not line.is_told
        return line.is_told

    def _goes_on(self, n: int, k: int) -> bool:
        """May a line be of the answer of the line above?"""
        one = _asks_for_one_line(self._slots[k])
        return self._lines[n].may_go_on or (not one and self._begins(n, k))
