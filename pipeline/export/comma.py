"""CSV files: UTF-8 with a byte order mark (for Excel), quoted as in RFC 4180, one per table and the dictionary."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from hyokasho.pipeline.cell_texts import WORDS, harmless
from hyokasho.pipeline.export.cells import flat_names, flat_rows
from hyokasho.pipeline.output import Output
from hyokasho.pipeline.schema.load import tables


def write_csv(output: Output, folder: Path) -> None:
    """A file per table in `folder`, and `_columns.csv` with what every column means."""
    folder.mkdir()
    for table in tables().values():
        with _open(folder / f"{table.name}.csv") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(flat_names(table))
            writer.writerows([_text(cell) for cell in row] for row in flat_rows(output, table))
    with _open(folder / "_columns.csv") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(["table", "column", "type", "unit", "en", "ja", "null"])
        for table in tables().values():
            writer.writerows(
                [table.name, c.name, c.type, c.unit, c.en, c.ja, c.null or "never"] for c in table.columns
            )


def _open(path: Path) -> Any:
    return path.open("w", encoding="utf-8-sig", newline="")


def _text(cell: Any) -> Any:
    if isinstance(cell, bool):
        return WORDS[cell]
    return harmless(cell) if isinstance(cell, str) else cell
