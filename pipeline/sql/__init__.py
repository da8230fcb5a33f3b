"""`hyokasho sql OUT [QUERY]`: DuckDB over the tables and the ready views of `views.sql`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from hyokasho.pipeline.language import message, say, translated
from hyokasho.pipeline.output import Output, OutputError, open_output
from hyokasho.pipeline.plain import printable
from hyokasho.pipeline.target import refuse_existing, write_file

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

FORMATS = ("table", "csv", "json", "parquet", "xlsx")


def connect(output: Output) -> duckdb.DuckDBPyConnection:
    """DuckDB with the tables and the ready views. Raises MissingPackage without DuckDB."""
    connection = output.connect()
    connection.execute(files(__package__).joinpath("views.sql").read_text(encoding="utf-8"))
    return connection


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table | None:
    """The result of one query; None where it has none. Raises OutputError with DuckDB's own words."""
    import duckdb

    try:
        result = connection.sql(query)
        return None if result is None else result.to_arrow_table()
    except duckdb.Error as error:
        raise OutputError(f"SQL: {error}") from error


def run_query(folder: Path, query: str | None, form: str, target: Path | None, overwrite: bool = False) -> None:
    """Answer one query, or ask for them at a prompt.

    `form` is one of FORMATS; `target` is the file to write (None: print; not for Parquet and Excel).
    Raises OutputError.
    """
    if target is None and form in {"parquet", "xlsx"}:
        raise OutputError(say("--format {form} needs a file: -o FILE", form=form))
    refuse_existing(target, overwrite=overwrite)
    with connect(open_output(folder)) as connection:
        if query is None:
            _prompt(connection)
        elif (found := answer(connection, query)) is not None:
            _write(found, form, target)


def _write(found: pa.Table, form: str, target: Path | None) -> None:
    if target is None:
        _WRITERS[form](found, None)
    else:
        write_file(target, lambda made: _WRITERS[form](found, made))


def _frame(found: pa.Table) -> pd.DataFrame:
    """The result with lists as joined texts, and no text that a spreadsheet would run."""
    import pandas as pd

    from hyokasho.pipeline.cell_texts import harmless, joined

    def flat(value: object) -> object:
        value = joined([str(one) for one in value]) if isinstance(value, list) else value
        return harmless(value) if isinstance(value, str) else value

    columns = {name: [flat(v) for v in found.column(name).to_pylist()] for name in dict.fromkeys(found.column_names)}
    return pd.DataFrame(columns, dtype=object)


def _as_table(found: pa.Table, target: Path | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(show_edge=False, pad_edge=False)
    for name in found.column_names:
        grid.add_column(name, overflow="fold")
    for row in found.to_pylist():
        grid.add_row(*(Text("" if value is None else printable(str(value))) for value in row.values()))
    with _stream(target) as stream:
        Console(file=stream, highlight=False, markup=False, width=None if target is None else 200).print(grid)


def _as_csv(found: pa.Table, target: Path | None) -> None:
    mark = "\ufeff" if target is not None else ""
    with _stream(target) as stream:
        stream.write(mark + _frame(found).to_csv(index=False, lineterminator="\r\n" if target else "\n"))


def _as_json(found: pa.Table, target: Path | None) -> None:
    import json

    with _stream(target) as stream:
        stream.write(json.dumps(found.to_pylist(), ensure_ascii=False, indent=1, default=str) + "\n")


def _as_parquet(found: pa.Table, target: Path | None) -> None:
    import pyarrow.parquet as pq

    pq.write_table(found, target)


def _as_excel(found: pa.Table, target: Path | None) -> None:
    from hyokasho.pipeline.export.excel import write_frame

    assert target is not None
    write_frame(_frame(found), target)


_WRITERS: dict[str, Callable[[pa.Table, Path | None], None]] = {
    "table": _as_table, "csv": _as_csv, "json": _as_json, "parquet": _as_parquet, "xlsx": _as_excel,
}  # fmt: skip


@contextmanager
def _stream(target: Path | None) -> Iterator[TextIO]:
    """The file to write, or standard output, which stays open."""
    if target is None:
        yield sys.stdout
        return
    with target.open("w", encoding="utf-8", newline="") as stream:
        yield stream


HELP = message("One query, ended by ; - or: .tables  .columns TABLE  .quit")


def _prompt(connection: duckdb.DuckDBPyConnection) -> None:
    """Read queries until the end of input; a mistake is told and does not end it."""
    print(translated(HELP))
    for query in _queries():
        try:
            found = answer(connection, query)
        except OutputError as error:
            print(f"hyokasho: {error}", file=sys.stderr)
            continue
        if found is not None:
            _as_table(found, None)


def _queries() -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401
    lines: list[str] = []
    while True:
        try:
            line = input("sql> " if not lines else "...> ")
        except EOFError:
            return
        if not lines and line.strip().startswith("."):
            if line.strip() in {".quit", ".exit"}:
                return
            yield _command(line.split())
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []


def _command(words: list[str]) -> str:
    if words[0] == ".tables":
        return "SELECT table_name FROM information_schema.tables WHERE table_name NOT LIKE 'arrow_%' ORDER BY 1"
    if words[0] == ".columns" and len(words) == 2:
        name = words[1].replace("'", "''")
        return f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{name}'"
    return f"SELECT '{translated(HELP)}' AS help"
