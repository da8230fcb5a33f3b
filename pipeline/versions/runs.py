"""`hyokasho diff OUT_A OUT_B`: what two runs, or two versions of the program, read differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hyokasho.parsers.forms.heads import DOCUMENT
from hyokasho.pipeline.output import Output, open_output
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.versions.cells import Difference, Row, by_document, differences

_LEFT_OUT = ("issues", "places")


def diff_runs(first: Path, second: Path) -> list[Difference]:
    """All differences between the tables of two output folders, by document.

    Documents are the same if their bytes are; else (a source that was put right, another name) if their paths are.
    Raises OutputError for a folder that is no output of this version.
    """
    a, b = _Loaded(open_output(first)), _Loaded(open_output(second))
    return [one for pair in _pairs(a.documents, b.documents) for one in _document(a, b, *pair)]


class _Loaded:
    """The tables of an output, by document."""

    def __init__(self, output: Output) -> None:
        names = [name for name in tables() if name not in _LEFT_OUT]
        self.rows = {name: by_document(output.dataset(name).to_table().to_pylist()) for name in names}
        self.documents = [row for rows in self.rows["documents"].values() for row in rows]

    def of(self, document_id: str) -> dict[str, list[Row]]:
        return {name: found.get(document_id, []) for name, found in self.rows.items()}


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    waiting = {str(row["document_id"]): row for row in new}
    left: list[Row] = []
    for row in old:
        if (same := waiting.pop(str(row["document_id"]), None)) is not None:
            yield row, same
        else:
            left.append(row)
    by_path: dict[tuple[Any, ...], Mapping[str, Any]] = {_named(row): row for row in waiting.values()}
    for row in left:
        yield row, by_path.pop(_named(row), None)
    yield from ((None, row) for row in by_path.values())


def _named(row: Row) -> tuple[str, str]:
    """The path, and which statement of its file."""
    return str(row["source_path"]), str(row["document_id"])[16:]


def _document(a: _Loaded, b: _Loaded, old: Row | None, new: Row | None) -> Iterator[Difference]:
    row = new if old is None else old
    if row is None:
        return
    name = str(row["source_path"])
    if old is None or new is None:
        kind, status = ("added", None) if old is None else ("removed", row["status"])
        yield Difference(name, "documents", DOCUMENT, "status", kind, status, None if status else row["status"])  # type: ignore[arg-type]
        return
    for column in ("status", "coverage"):
        if old[column] != new[column]:
            yield Difference(name, "documents", DOCUMENT, column, "changed", str(old[column]), str(new[column]))
    yield from differences(name, a.of(str(old["document_id"])), b.of(str(new["document_id"])), list(a.rows))
