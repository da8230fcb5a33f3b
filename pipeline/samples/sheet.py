"""A statement as tables of cells, before any geometry: what the PDF printer and the dump printer both print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hyokasho.pipeline.samples.model import Answer, Box
from hyokasho.pipeline.samples.wide import Cut

Role = Literal["label", "value", "heading", "head", "band", "side", "indent"]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, lines parted by line breaks."""

    text: str
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title with the boxes that stand in its row."""

    text: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Boxes:
    """A group of boxes, parted by printed subheads (None: no subhead)."""

    groups: tuple[tuple[str | None, tuple[Box, ...]], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer between brackets with its 選択肢; the count or the parenthesis behind it belongs to the answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Options:
    """The 選択肢 of a choice whose brackets and answer stand in cells of their own."""

    answer: Answer


Content = Text | Heading | Boxes | Choice | Options


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell from `x0` to `x1` (shares of the table's width). `rowspan` counts from its own row down."""

    content: Content
    role: Role
    x0: float
    x1: float
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. The first `head_rows` may be printed again on every page. `ruled` False: no lines at all.

    `width`: share of the page's width; `air`: white lines added to every row.
    """

    rows: tuple[tuple[Cell, ...], ...]
    head_rows: int = 0
    ruled: bool = True
    width: float = 1.0
    air: float = 0.0


@dataclass(frozen=True, slots=True)
class Title:
    """A part's heading outside the tables. `scale` of the type size; `suffix` stands at its right in small type."""

    text: str
    scale: float = 1.4
    suffix: str | None = None
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes with words and arrows between them (別添1 of 様式4)."""

    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """White space of so many lines."""

    lines: float = 1.0


@dataclass(frozen=True, slots=True)
class NewPage:
    """A new page begins here; `cut`: its sheet is wider than the paper."""

    landscape: bool = False
    cut: Cut | None = None


Element = Table | Title | Drawing | Gap | NewPage
