"""A label of a torn page on its place of the form, with what it has been given so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.forms.load import Item

from .places import FormPlace, Placed


@dataclass(slots=True)
class ResolvedBox:
    """A box put together: its option (folded), the text to show, and whether it is marked (None: not known)."""

    option: str
    text: str
    marked: bool | None


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

    @property
    def text(self) -> str:
        """All text given, what stood on the label's line first."""
        return "\n".join([*self.texts, *self.free])

    @property
    def place(self) -> FormPlace | None:
        return self.placed.place

    @property
    def item(self) -> Item | None:
        return self.place.item if self.place else None

    @property
    def kind(self) -> str:
        """What may be written here: text, choice, checkbox, group, heading (nothing)."""
        if self.item is not None:
            return self.item.kind if self.item.kind in ("choice", "checkbox", "group") else "text"
        if self.place is not None and self.place.is_block and self.place.repeats and self.place.entity != "システム":
            return "text"
        return "heading"
