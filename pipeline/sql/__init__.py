"""`hyokasho sql OUT [QUERY]`: DuckDB over the tables and the ready views of `views.sql`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from hyokasho.pipeline.cell_texts import WORDS, text_of
from hyokasho.pipeline.language import language, message, say, translated
from hyokasho.pipeline.output import Output, OutputError, open_output
from hyokasho.pipeline.plain import printable
from hyokasho.pipeline.schema.dictionary import meanings
from hyokasho.pipeline.schema.load import tables
from hyokasho.pipeline.target import refuse_existing, write_file

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

FORMATS = ("table", "csv", "json", "parquet", "xlsx")


def connect(output: Output) -> duckdb.DuckDBPyConnection:
    """DuckDB with the tables, the ready views, and what they mean (`_tables`, `_columns`).

    Raises MissingPackage without DuckDB.
    """
    import pyarrow as pa

    connection = output.connect()
    connection.execute(_views())
    described = [{"name": t.name, "kind": "table", "en": t.row, "ja": t.ja} for t in tables().values()]
    described += [{"name": name, "kind": "view", "en": en, "ja": ja} for name, en, ja in views()]
    for name, rows in (("_tables", described), ("_columns", meanings())):
        connection.register(f"arrow_{name}", pa.Table.from_pylist(rows))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow_{name}")
        connection.unregister(f"arrow_{name}")
    return connection


def _views() -> str:
    return files(__package__).joinpath("views.sql").read_text(encoding="utf-8")


def views() -> list[tuple[str, str, str]]:
    """Name of each ready view, what one row of it is, in English and in Japanese."""
    found = re.finditer(r"((?:-- [^\n]*\n)+)CREATE VIEW (\w+) AS", _views())
    lines = [(one[2], [line[3:] for line in one[1].splitlines()]) for one in found]
    return [(name, " ".join(said[:-1]), said[-1]) for name, said in lines]


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
    if query is not None and not query.strip(" \t\r\n;"):
        raise OutputError(say("SQL: the query is empty"))
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

    from hyokasho.pipeline.show import print_rows

    rows = [{name: _shown(value) for name, value in row.items()} for row in found.to_pylist()]
    with _stream(target) as stream:
        console = Console(file=stream, highlight=False, markup=False, width=None if target is None else 200)
        print_rows(console, found.column_names, rows)


def _shown(value: object) -> str:
    """A value for a person: null is not an empty text."""
    value = round(value, 4) if isinstance(value, float) else value
    return printable(text_of(value, WORDS, null="null"))


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


_COLUMNS = """
SELECT c.column_name, c.data_type, m.meaning
FROM information_schema.columns c
LEFT JOIN (
  SELECT column_name, any_value({language}) AS meaning FROM _columns
  WHERE table_name = '{name}' OR '{name}' NOT IN (SELECT table_name FROM _columns)
  GROUP BY column_name HAVING count(DISTINCT en) = 1
) m ON m.column_name = c.column_name
WHERE c.table_name = '{name}'
ORDER BY c.ordinal_position
"""
"""The columns of a table, or of a view whose columns mean the same in all tables that have them."""


def _command(words: list[str]) -> str:
    if words[0] == ".tables":
        return f"SELECT name, kind, {language()} AS one_row FROM _tables ORDER BY kind, name"
    if words[0] == ".columns" and len(words) == 2:
        name = words[1].replace("'", "''")
        return _COLUMNS.format(name=name, language=language())
    return f"SELECT '{translated(HELP)}' AS help"
