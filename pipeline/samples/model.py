"""What a made-up statement says: the form's items with their answers, before anything is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from hyokasho.parsers.forms.load import Item, Section

RecordNotation = Literal["table", "paragraph", "lines", "columns"]
"""A paragraph of numbered items prints their numbers; `lines` and `columns` have no cells for them either."""


@dataclass(frozen=True, slots=True)
class Box:
    """A printed box. `takes`: what its parentheses hold (text, count) or None; `detail`: what stands in them."""

    option: str
    checked: bool
    takes: Literal["text", "count"] | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An item and what was answered. `value` None: left blank. `options`: as printed for a choice."""

    item: Item
    value: str | None = None
    boxes: tuple[Box, ...] = ()
    options: tuple[str, ...] = ()
    count: str | None = None
    parenthesis: str | None = None

    @property
    def option_no(self) -> int | None:
        """The printed number of the option that equals the answer, or None."""
        return self.options.index(self.value) + 1 if self.value in self.options else None


@dataclass(frozen=True, slots=True)
class BlockAnswers:
    """A block with its answers. `kind`: the repeating entity (システム), None in a block that does not repeat."""

    entity: str | None
    answers: tuple[Answer, ...]
    name: str | None = None
    kind: str | None = None
    number: int | None = None
    title: str | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class SectionAnswers:
    """One printed section; `file_no` as in the tables."""

    section: Section
    file_no: int | None
    blocks: tuple[BlockAnswers, ...]
    heading_boxes: tuple[Box, ...] = ()
    repeating: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartAnswers:
    """A part of the form (Ⅱ, 別添1) as it is printed once; `head` None where the part has no heading of its own."""

    head: Section
    sections: tuple[SectionAnswers, ...]


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """Record items under one pair of headings; items are (printed number or None, name).

    `notation`: how these are printed, None: as the statement's others are.
    """

    file_name: str | None
    group: str | None
    items: tuple[tuple[int | None, str], ...]
    notation: RecordNotation | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of 変更箇所. `printed_date` None: an empty cell. `changed_on`: what the date says."""

    printed_date: str | None
    changed_on: dt.date | None
    item: str | None
    before: str | None
    after: str | None
    timing: str | None
    explanation: str | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Rows under one date; `merged`: one date cell runs over all of them."""

    rows: tuple[ChangeRow, ...]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A made-up statement. `edition_tag` is None where the cover does not print it."""

    seed: int
    form: str
    form_number: str
    edition: str
    edition_tag: str | None
    toc_heading: str
    cover: tuple[Answer, ...]
    parts: tuple[PartAnswers, ...]
    file_names: tuple[str, ...]
    system_names: tuple[str, ...]
    published_on: dt.date | None
    approved_on: dt.date | None
    records: tuple[RecordGroup, ...] = ()
    record_notation: RecordNotation = "table"
    changes: tuple[ChangeGroup, ...] = ()
    drawing: tuple[str, ...] = field(default=())

    def sections(self) -> Iterator[SectionAnswers]:
        """All printed sections in the order of the paper."""
        for part in self.parts:
            yield from part.sections
