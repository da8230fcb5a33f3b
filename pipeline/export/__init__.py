"""`hyokasho export OUT --format F -o DEST`: the tables for Excel, for SQLite and DuckDB, or as CSV files.

List columns: joined by LIST_SEPARATOR in Excel and CSV, link tables in the databases; a box is four numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hyokasho.pipeline.output import Output, open_output
from hyokasho.pipeline.target import refuse_existing, refuse_existing_folder, write_file, write_folder

FORMATS = ("xlsx", "csv", "sqlite", "duckdb")


def export(folder: Path, form: str, target: Path, overwrite: bool = False) -> None:
    """Write the tables below `folder` to `target`: a file, or a folder for CSV.

    Nothing is half written: `target` appears when it is complete. Raises OutputError for a folder that is no output of
    this version, a target that exists (without `overwrite`) or cannot be written, a format whose package is missing.
    """
    output = open_output(folder)
    write = _writer(form)
    if form == "csv":
        refuse_existing_folder(target, overwrite=overwrite)
        write_folder(target, lambda made: write(output, made))
    else:
        refuse_existing(target, overwrite=overwrite)
        write_file(target, lambda made: write(output, made))


def _writer(form: str) -> Callable[[Output, Path], None]:
    if form == "xlsx":
        from hyokasho.pipeline.export.excel import write_excel

        return write_excel
    if form == "csv":
        from hyokasho.pipeline.export.comma import write_csv

        return write_csv
    if form == "sqlite":
        from hyokasho.pipeline.export.database import write_sqlite

        return write_sqlite
    from hyokasho.pipeline.export.database import write_duckdb

    return write_duckdb
