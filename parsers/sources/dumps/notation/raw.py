"""What the readers of the single notations hand on: rows of cell texts with the boxes as tokens.

Tokens are noncharacters (U+FDD0 to U+FDEF), which no text holds; characters of private use are those of a body (外字).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hyokasho.parsers.model import Issue

BOX_EMPTY = "\ufdd0"
"""A box drawn as a control (an <input>, ☐) that shows no mark."""

BOX_MARKED = "\ufdd1"
"""A box drawn as a control that shows a mark (checked, a radio button, ☑)."""


@dataclass(slots=True)
class RowsRead:
    """The rows of a dump, what could not be told, and the lines that are in no row: running heads, contents, a site's
    own words."""

    rows: list[RawRow]
    issues: list[Issue] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawRow:
    """A row of cells, each the lines of its text joined by \\n. `table` as in model.Row; `page` counts page breaks
    of the dump (they do not leave the dump reader); `source`: the row this one was made from."""

    cells: list[str]
    table: int | None = None
    page: int = 0
    heading: bool = False
    source: RawRow | None = None

    @property
    def text(self) -> str:
        return " ".join(c for c in self.cells if c)

    @property
    def filled(self) -> list[str]:
        """The cells that hold anything."""
        return [cell for cell in self.cells if cell.strip()]

    @property
    def first(self) -> str:
        """The first cell that holds anything; "" where none does."""
        return next(iter(self.filled), "")
