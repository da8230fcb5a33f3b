"""`hyokasho correct OUT ...`: write one correction, checked against the tables, and apply it."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hyokasho.pipeline.cell_texts import WORDS, text_of
from hyokasho.pipeline.corrections import (
    FILE,
    CorrectionsError,
    correctable,
    head_line,
    line_of,
    option_fault,
    parse_corrections,
    parse_value,
)
from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import Output, OutputError, open_output
from hyokasho.pipeline.target import cannot_write


def correct(folder: Path, table: str, row: str, column: str, value: str, why: str,
            document: str | None = None, who: str | None = None) -> str:  # fmt: skip
    """Add a line to the corrections of an output folder; returns what was done, as a sentence.

    `document` may be left out where one document alone has the row. The tables have the value after the next run or
    merge into the folder. Raises OutputError for a row, column or value that is none; then nothing is written.
    """
    output = open_output(folder)
    try:
        kind = correctable(table, column)
        wanted = parse_value(kind, value)
    except ValueError as error:
        raise OutputError(str(error)) from error
    found = find_row(output, table, row, document)
    if fault := option_fault(table, column, wanted, found):
        raise OutputError(fault)
    fields = {
        "document_id": str(found["document_id"]), "table": table, "row_id": row, "column": column, "value": value,
        "who": who or _user(), "why": why, "date": dt.date.today().isoformat(), "was": text_of(found[column], WORDS),
    }  # fmt: skip
    _append(folder / FILE, line_of(fields))
    change = f"{table} {row} {column}: {fields['was']!r} -> {value!r}"
    file = folder / FILE
    return say("{file}: {change}; the next run into {folder} applies it", file=file, change=change, folder=folder)


def find_row(output: Output, table: str, row: str, document: str | None) -> Mapping[str, Any]:
    """The row with this `row_id`. Raises OutputError where there is none, or one in several documents."""
    import pyarrow.compute as pc

    wanted = pc.field("row_id") == row
    if document is not None:
        wanted &= pc.field("document_id") == document
    found = output.dataset(table).to_table(filter=wanted).to_pylist()
    if not found:
        where = say(" in document {document}", document=document) if document else ""
        raise OutputError(say("{table} has no row {row!r}", table=table, row=row) + where)
    if len(found) > 1:
        names = ", ".join(str(one["document_id"]) for one in found[:5])
        raise OutputError(say("{count} documents have a row {row!r} in {table}: use --document ({names} ...)",
                              count=len(found), row=row, table=table, names=names))  # fmt: skip
    row_found: Mapping[str, Any] = found[0]
    return row_found


def _append(path: Path, line: str) -> None:
    """Add a line to the file, made if it is missing. Raises OutputError where what is there is no such file."""
    try:
        before = path.read_bytes() if path.exists() else head_line().encode()
        if not before.endswith(b"\n"):
            before += b"\r\n"
        data = before + line.encode()
        parse_corrections(data, str(path))
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except CorrectionsError as error:
        raise OutputError(str(error)) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
