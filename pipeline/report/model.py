"""What the pages of the report show, taken from the tables: statements, their rows, boxes and issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hyokasho.pipeline.cell_texts import text_of
from hyokasho.pipeline.output import Output
from hyokasho.pipeline.schema.load import tables

Row = Mapping[str, Any]
Box = tuple[int, tuple[float, float, float, float]]

SHOWN = (
    "documents", "files", "systems", "choices", "checkboxes", "fields", "outsourcing", "recipients", "risks",
    "record_items", "changes",
)  # fmt: skip
"""The tables beside the pages, in this order."""

_HIDDEN = frozenset({
    "document_id", "row_id", "item_id", "page", "bbox", "raw", "start", "end", "sha256", "bytes", "evidence",
    "confidence", "corrected", "pipeline_version", "source_path", "other_paths", "status", "coverage", "quality",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as text; `column` and `box` (its number on the statement's pages, None: no place)."""

    column: str
    text: str
    box: int | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its id in the page, its cells, its own box, page and confidence."""

    key: str
    row_id: str
    cells: tuple[Cell, ...]
    box: int | None
    page: int | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A box over a page (fractions of its width and height are made from `bbox`, PDF points) and the value it shows."""

    number: int
    page: int
    bbox: tuple[float, float, float, float]
    table: str
    level: str
    target: str
    label: str


@dataclass
class Shown:
    """One statement: its row of `documents`, lines per table, marks per page, issues."""

    document: Row
    lines: dict[str, list[Line]] = field(default_factory=dict)
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    issues: list[Row] = field(default_factory=list)
    _known: dict[Box, int] = field(default_factory=dict)

    def mark(self, row: Row, table: str, target: str, label: str) -> int | None:
        """The number of the box of a row or place, made if it is new; None where it has no place."""
        page, bbox = row.get("page"), row.get("bbox")
        if page is None or not bbox:
            return None
        key = (int(page), (bbox[0], bbox[1], bbox[2], bbox[3]))
        if key not in self._known:
            number = self._known[key] = len(self._known) + 1
            made = Mark(number, key[0], key[1], table, level_of(row.get("confidence")), target, label)
            self.marks.setdefault(key[0], []).append(made)
        return self._known[key]


def level_of(confidence: float | None) -> str:
    """How sure a row is, as the colours show it."""
    return "low" if confidence is None or confidence < 0.7 else "middle" if confidence < 0.9 else "high"


def documents(output: Output) -> list[Row]:
    """The rows of `documents`, worst first: failed, then by coverage, then by quality."""
    rows: list[Row] = output.dataset("documents").to_table().to_pylist()
    return sorted(rows, key=lambda r: (r["status"] != "failed", r["coverage"] or 0, r["quality"] or 0))


def shown(output: Output, document: Row) -> Shown:
    """One statement with all that its page shows."""
    import pyarrow.compute as pc

    mine = pc.field("document_id") == document["document_id"]
    result = Shown(document, issues=output.dataset("issues").to_table(filter=mine).to_pylist())
    places: dict[tuple[str, str, str], list[Row]] = {}
    for place in output.dataset("places").to_table(filter=mine).to_pylist():
        places.setdefault((place["table"], place["row_id"], place["column"]), []).append(place)
    for name in SHOWN:
        rows = [document] if name == "documents" else output.dataset(name).to_table(filter=mine).to_pylist()
        result.lines[name] = [_line(result, name, n, row, places) for n, row in enumerate(rows, start=1)]
    return result


def _line(
    result: Shown, table: str, number: int, row: Row, places: Mapping[tuple[str, str, str], list[Row]]
) -> Line:
    key = f"{table}-{number}"
    cells = tuple(_cells(result, table, key, row, places))
    own = None if any(cell.box for cell in cells) else result.mark(row, table, key, _label(cells))
    return Line(key, str(row["row_id"]), cells, own, row.get("page"), row.get("confidence"))


def _cells(
    result: Shown, table: str, key: str, row: Row, places: Mapping[tuple[str, str, str], list[Row]]
) -> Iterator[Cell]:
    for column in tables()[table].column_names:
        if column in _HIDDEN:
            continue
        text = text_of(row[column], digits=2)
        boxes = [
            result.mark(place, table, key, f"{column}: {text[:60]}")
            for place in places.get((table, str(row["row_id"]), column), ())
        ]
        known = not (column == "checked" and row[column] is None)
        yield Cell(column, text, next((box for box in boxes if box), None), known)


def _label(cells: tuple[Cell, ...]) -> str:
    return " / ".join(cell.text for cell in cells if cell.text)[:80]
