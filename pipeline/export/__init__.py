"""`hyokasho export OUT --format F -o DEST`: the tables for Excel, for SQLite and DuckDB, or as CSV files.

List columns: joined by LIST_SEPARATOR in Excel and CSV, link tables in the databases; a box is four numbers everywhere.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hyokasho.pipeline.language import say
from hyokasho.pipeline.output import Output, OutputError, not_written, open_output, refuse_existing

FORMATS = ("xlsx", "csv", "sqlite", "duckdb")


def export(folder: Path, form: str, target: Path, overwrite: bool = False) -> None:
    """Write the tables below `folder` to `target`: a file, or a folder for CSV.

    Nothing is half written: `target` appears when it is complete. Raises OutputError for a folder that is no output of
    this version, a target that exists (without `overwrite`) or cannot be written, a format whose package is missing.
    """
    output = open_output(folder)
    refuse_existing(target, overwrite)
    if target.exists() and target.is_dir() != (form == "csv"):
        said = say("it is a folder") if target.is_dir() else say("it is a file")
        raise OutputError(say("{target}: {what}; name another target", target=target, what=said))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".hyokasho-", dir=target.parent) as name:
            made = Path(name) / target.name
            _writer(form)(output, made)
            _put(made, target)
    except OSError as error:
        raise not_written(target, error) from error


def _put(made: Path, target: Path) -> None:
    """Move what is finished to its place. Of a folder only files of the same names are replaced."""
    if made.is_file():
        os.replace(made, target)
        return
    target.mkdir(exist_ok=True)
    for file in made.iterdir():
        shutil.move(file, target / file.name)


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
