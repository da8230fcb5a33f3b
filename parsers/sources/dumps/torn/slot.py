"""A label of a torn page on its place of the form, with what it has been given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.parsers.forms.heads import SYSTEM
from hyokasho.parsers.forms.lexicon.order import FormPlace, PrintedItem

from .places import Placed


@dataclass(slots=True)
class ResolvedBox:
    """A box put together: its option (folded), the text to show, and whether it is marked (None: not known)."""

    option: str
    text: str
    marked: bool | None


def leave_open(boxes: Sequence[ResolvedBox], others: Sequence[ResolvedBox]) -> None:
    """Two answers to one question: the marks of boxes that both hold and that differ are not known."""
    marks = {box.option: box for box in boxes}
    for box in others:
        other = marks.get(box.option)
        if other is not None and {other.marked, box.marked} == {True, False}:
            other.marked = box.marked = None


@dataclass(slots=True)
class Slot:
    """A label on its place with what it was given."""

    placed: Placed
    at: int
    texts: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    answer: str | None = None
    options: bool = False
    boxes: list[ResolvedBox] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    unsure: bool = False

    @property
    def is_drawing(self) -> bool:
        """The heading of the annex that holds a drawing: the words around it belong to it."""
        section = self.place.section if self.place else None
        heads = self.place is not None and self.place.item is None and not self.place.is_block
        return heads and section is not None and section.draws

    @property
    def text(self) -> str:
        """All text given, what stood on the label's line first; nothing where it may be another label's."""
        if self.unsure:
            return "\n".join(self.texts) if not self.free else ""
        text = "\n".join([*self.texts, *self.free])
        return "" if self.is_drawing and len(text) > 40 else text

    @property
    def place(self) -> FormPlace | None:
        return self.placed.place

    @property
    def item(self) -> PrintedItem | None:
        return self.place.item if self.place else None

    @property
    def kind(self) -> str:
        """What may be written here: text, choice, checkbox, group, heading (nothing)."""
        if self.item is not None:
            return self.item.kind if self.item.kind in ("choice", "checkbox", "group") else "text"
        if self.is_drawing:
            return "text"
        if self.place is not None and self.place.is_block and self.place.repeats and self.place.entity != SYSTEM:
            return "text"
        return "heading"
