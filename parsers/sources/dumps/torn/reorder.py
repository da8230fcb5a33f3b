"""Text whose words are right and whose order is torn within the page -> rows in the order of the form.

Page by page: pieces (pieces.py), the places of the labels (places.py), then texts, answers and boxes are given to
labels by what the form asks there, by nearness in the text and by count. What cannot be decided is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_PRINTED
from hyokasho.parsers.forms.lexicon.labels import ENTITY, is_heading, is_label
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue

from ..notation.raw import RawRow
from .answers import give_answers
from .boxes import give_boxes
from .pieces import page_pieces
from .places import Placer, Rank
from .shown_texts import holds_offices
from .slot import ResolvedBox, Slot, leave_open
from .texts import give_texts

_MOST_LABELS, _LEAST_LABELS = 80, 30
"""Labels that a page of print holds at most, and those of each stretch of a longer text at least."""


class Reorderer:
    """Goes through the pages of one document and gives its rows at the end. `inside`: labels stand in the middle of
    their answers; `joined`: a tool ran cells into one line; `pointless`: commas are lost."""

    def __init__(self, form: str, *, inside: bool = False, joined: bool = False, pointless: bool = False) -> None:
        self.inside, self.joined, self.pointless = inside, joined, pointless
        self.placer = Placer(form)
        self.done: list[tuple[int, Slot]] = []
        self.answered: dict[Rank, Slot] = {}
        self.last: Slot | None = None
        self.last_boxes: Slot | None = None

    def page(self, lines: Sequence[str], number: int) -> None:
        """Read one page of the form proper, or what stands between two page marks."""
        for part in _stretches(lines):
            self._stretch(part, number)

    def _stretch(self, lines: Sequence[str], number: int) -> None:
        pieces = page_pieces(lines)
        placed = iter(self.placer.place([p for p in pieces if p.kind == "label"]))
        slots = [Slot(next(placed), at) for at, p in enumerate(pieces) if p.kind == "label"]
        give_boxes(pieces, slots, self.last_boxes)
        give_texts(pieces, slots, self.last, inside=self.inside, joined=self.joined)
        for slot in slots if self.joined and self.pointless else ():
            slot.unsure = slot.unsure or holds_offices(slot)
        give_answers(pieces, slots)
        ordered = sorted((s for s in slots if s.placed.rank is not None), key=lambda s: s.placed.rank or (0, 0, 0, 0))
        self._doubt_twice(ordered)
        self.done += [(number, slot) for slot in ordered]
        self.last = next((s for s in reversed(ordered) if s.kind == "text"), self.last)
        self.last_boxes = next((s for s in reversed(ordered) if s.kind == "checkbox"), self.last_boxes)

    def _doubt_twice(self, slots: Sequence[Slot]) -> None:
        """Leave both answers open where a page answers what one before it did in other words: one label was moved."""
        for slot in slots:
            if slot.item is None or slot.placed.rank is None or not (slot.text or slot.answer or slot.boxes):
                continue
            before = self.answered.setdefault(slot.placed.rank, slot)
            leave_open(before.boxes, slot.boxes)
            if (before.text, before.answer) != (slot.text, slot.answer):
                for one in (before, slot):
                    one.free, one.answer, one.unsure = [*one.free, *one.texts], None, True

    def issues(self) -> list[Issue]:
        """The labels whose text could not be told from that of their neighbours."""
        return [
            make_issue("answer-not-known", f"{slot.placed.piece.text}: the text may belong to a neighbour")
            for _, slot in self.done
            if slot.unsure
        ]

    def rows(self) -> list[RawRow]:
        """The rows of all pages so far, in the order of the form within each page."""
        return [slot_row(slot, page) for page, slot in self.done]


def _stretches(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines in stretches about as long as a page, each but the first from a heading or entity on, where they hold
    more labels than a page does: the text has lost its page marks."""
    labels = [is_label(line) for line in lines]
    begin = count = 0
    if sum(labels) > _MOST_LABELS:
        for at, line in enumerate(lines):
            if count >= _LEAST_LABELS and (is_heading(line) or ENTITY.fullmatch(fold(line))):
                yield lines[begin:at]
                begin, count = at, 0
            count += labels[at]
    yield lines[begin:]


def slot_row(slot: Slot, page: int) -> RawRow:
    """The row of a slot: its label, then its answer in the one notation; UNKNOWN_MARK where it is not known."""
    label = "".join(slot.placed.piece.text.split("\n"))
    item = slot.item
    if slot.kind == "choice" and item is not None and item.options is not None:
        lines = [f"[ {slot.answer} ]" if slot.answer else f"[{UNKNOWN_MARK if slot.unsure else ' '}]", OPTIONS_PRINTED]
        if slot.options:
            lines += [f"{n}) {o.text}" for n, o in enumerate(item.options.options, start=1)]
        return RawRow([label, "\n".join([*lines, *slot.counts])], 1, page)
    if slot.boxes:
        lines = [f"[ {_shown(box)}] {box.text}" for box in slot.boxes]
        return RawRow([label, "\n".join(lines)], 1, page)
    text = slot.text or UNKNOWN_MARK * slot.unsure
    return RawRow([label, text] if text else [label], 1, page)


def _shown(box: ResolvedBox) -> str:
    return f"{UNKNOWN_MARK} " if box.marked is None else "○ " if box.marked else ""
