"""`hyokasho review OUT`: documents and rows worst first, so that a reader knows where to look first."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from rich.cells import cell_len, set_cell_size

from hyokasho.pipeline.cell_texts import WORDS, harmless, text_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import Output, open_output
from hyokasho.pipeline.plain import printable_line

_VALUES = {
    "fields": ("value",), "choices": ("value",), "checkboxes": ("option", "checked"), "files": ("name",),
    "systems": ("name",), "outsourcing": ("title",), "recipients": ("name",), "record_items": ("name",),
    "changes": ("item", "after"), "risks": ("answer",),
}  # fmt: skip
"""The columns that a row of each table is shown by."""
_STATUSES = ("failed", "partial", "ok")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """A document with what is known of how it was read; `why` are the codes of its errors and warnings."""

    document_id: str
    source_path: str
    status: str
    coverage: float | None
    quality: float | None
    why: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row by its `row_id`, with its confidence and what it says."""

    confidence: float
    document_id: str
    source_path: str
    table: str
    row_id: str
    page: int | None
    value: str


def review(folder: Path, limit: int) -> tuple[list[ReviewDocument], list[ReviewRow]]:
    """The `limit` worst documents (status, then coverage, then quality) and the `limit` least sure rows.

    Raises OutputError for a folder that is no output of this version.
    """
    output = open_output(folder)
    known = output.dataset("documents").to_table(columns=list(_KNOWN)).to_pylist()
    codes = _codes(output)
    documents = [ReviewDocument(**row, why=" ".join(sorted(codes.get(row["document_id"], ())))) for row in known]
    paths = {row["document_id"]: row["source_path"] for row in known}
    rows = sorted((row for table in _VALUES for row in _rows(output, table, limit, paths)), key=_least_sure)
    return sorted(documents, key=_worst)[:limit], rows[:limit]


_KNOWN = ("document_id", "source_path", "status", "coverage", "quality")


def _worst(one: ReviewDocument) -> tuple[int, float, float, str, str]:
    return _STATUSES.index(one.status), one.coverage or 0.0, one.quality or 0.0, one.source_path, one.document_id


def _least_sure(one: ReviewRow) -> tuple[float, str, str, str, str]:
    return one.confidence, one.source_path, one.document_id, one.table, one.row_id


def _codes(output: Output) -> dict[str, set[str]]:
    """The codes of errors and warnings by document."""
    issues = output.dataset("issues").to_table(columns=["document_id", "code", "severity"])
    found: dict[str, set[str]] = defaultdict(set)
    for row in issues.to_pylist():
        if row["document_id"] is not None and row["severity"] != "info":
            found[row["document_id"]].add(row["code"])
    return found


def _rows(output: Output, table: str, limit: int, paths: Mapping[str, str]) -> Iterator[ReviewRow]:
    """The least sure rows of one table (taken by Arrow: a table may have millions)."""
    import pyarrow.compute as pc

    columns = ["confidence", "document_id", "row_id", "page", *_VALUES[table]]
    data = output.dataset(table).to_table(columns=columns, filter=pc.field("confidence").is_valid())
    order = [("confidence", "ascending"), ("document_id", "ascending"), ("row_id", "ascending")]
    least = data.take(pc.select_k_unstable(data, min(limit, data.num_rows), order)) if data.num_rows else data
    for row in least.to_pylist():
        shown = ": ".join(text_of(row[column], WORDS, null=say("not known")) for column in _VALUES[table])
        path = paths.get(row["document_id"], "")
        yield ReviewRow(row["confidence"], row["document_id"], path, table, row["row_id"], row["page"], shown)


def print_review(folder: Path, limit: int, as_csv: bool) -> None:
    """Print the review as tables for a terminal, or as CSV (one row per document or row). Raises as `review`."""
    documents, rows = review(folder, limit)
    if as_csv:
        _print_csv(sys.stdout, documents, rows)
        return
    _print_table(ReviewDocument, documents)
    print()
    _print_table(ReviewRow, rows)


def _print_csv(out: TextIO, documents: Sequence[ReviewDocument], rows: Sequence[ReviewRow]) -> None:
    names = dict.fromkeys(["what", *(f.name for kind in (ReviewDocument, ReviewRow) for f in fields(kind))])
    writer = csv.DictWriter(out, list(names), lineterminator="\n")
    writer.writeheader()
    for what, found in (("document", documents), ("row", rows)):
        for one in found:
            cells = {name: harmless(value) if isinstance(value, str) else value for name, value in asdict(one).items()}
            writer.writerow({"what": what, **cells})


def _print_table(kind: type[ReviewDocument] | type[ReviewRow], found: Sequence[ReviewDocument | ReviewRow]) -> None:
    names = [f.name for f in fields(kind) if f.name != "document_id"]
    lines = [names, *([_shown(asdict(one)[name]) for name in names] for one in found)]
    widths = [max(cell_len(line[k]) for line in lines) for k in range(len(names))]
    for line in lines:
        print("  ".join(set_cell_size(text, width) for text, width in zip(line, widths, strict=True)).rstrip())


def _shown(value: Any) -> str:
    text = printable_line(text_of(value, null="-", digits=3))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
