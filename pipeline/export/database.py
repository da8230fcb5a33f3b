"""SQLite and DuckDB files: the tables under their SQL names, and the data dictionary as the table `_columns`.

SQLite knows no lists: a link table such as `systems_connections` has a row per member (document_id, row_id, position
from 1, value). An empty list has no row there; `connections_known` in `systems` tells it from one that is not known.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from hyokasho.pipeline.export.cells import BOX_PARTS, flat_cells
from hyokasho.pipeline.output import Output, open_duckdb
from hyokasho.pipeline.schema.dictionary import meanings
from hyokasho.pipeline.schema.load import Column, Table, tables

_TYPES = {
    "string": "TEXT", "int16": "INTEGER", "int32": "INTEGER", "int64": "INTEGER", "float32": "REAL", "bool": "INTEGER",
    "date": "TEXT",
}  # fmt: skip
_LINK_COLUMNS = {"document_id": "TEXT", "row_id": "TEXT", "position": "INTEGER", "value": "TEXT"}


def write_sqlite(output: Output, target: Path) -> None:
    """A SQLite database; dates are ISO texts, booleans 0 and 1."""
    with closing(sqlite3.connect(target)) as connection, connection:
        for table in tables().values():
            for name, columns in _created(table).items():
                listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
                connection.execute(f'CREATE TABLE "{name}" ({listed})')
            _insert(connection, output, table)
            connection.execute(f'CREATE INDEX "{table.name}_by_document" ON "{table.name}" (document_id)')
        _insert_meanings(connection)


def write_duckdb(output: Output, target: Path) -> None:
    """A DuckDB database; lists and boxes stay lists, for DuckDB knows them. Raises MissingPackage without DuckDB."""
    with open_duckdb() as connection:
        connection.execute(f"ATTACH '{str(target).replace(chr(39), chr(39) * 2)}' AS made")
        for table in tables().values():
            connection.register("rows", output.dataset(table.name))
            columns = ", ".join(f'"{column.name}" AS "{column.in_sql}"' for column in table.columns)
            connection.execute(f'CREATE TABLE made."{table.name}" AS SELECT {columns} FROM rows')
        connection.execute("USE made")
        _insert_meanings(connection)


def _created(table: Table) -> dict[str, dict[str, str]]:
    """The table and its link tables with their columns and types."""
    found = {table.name: {name: kind for column in table.columns for name, kind in _stored(column)}}
    for column in _lists(table):
        found[f"{table.name}_{column.name}"] = _LINK_COLUMNS
    return found


def _stored(column: Column) -> Iterator[tuple[str, str]]:
    if column.type == "bbox":
        yield from ((f"{column.in_sql}_{part}", "REAL") for part in BOX_PARTS)
    elif column.type == "list<string>":
        yield f"{column.in_sql}_known", "INTEGER"
    else:
        yield column.in_sql, _TYPES[column.type]


def _lists(table: Table) -> list[Column]:
    return [column for column in table.columns if column.type == "list<string>"]


def _insert(connection: Any, output: Output, table: Table) -> None:
    for batch in output.dataset(table.name).to_batches(columns=list(table.column_names)):
        values = {column.name: batch.column(column.name).to_pylist() for column in table.columns}
        cells = [_cells(column, values[column.name]) for column in table.columns]
        _many(connection, table.name, [[c for parts in row for c in parts] for row in zip(*cells, strict=True)])
        keys = list(zip(values["document_id"], values.get("row_id", values["document_id"]), strict=True))
        for column in _lists(table):
            links = [
                (*key, position, member)
                for key, members in zip(keys, values[column.name], strict=True)
                for position, member in enumerate(members or (), start=1)
            ]
            _many(connection, f"{table.name}_{column.name}", links)


def _cells(column: Column, values: list[Any]) -> list[tuple[Any, ...]]:
    if column.type == "list<string>":
        return [(value is not None,) for value in values]
    if column.type == "date":
        return [(value.isoformat() if isinstance(value, dt.date) else None,) for value in values]
    return flat_cells(column, values)


def _many(connection: Any, table: str, rows: list[Any]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _insert_meanings(connection: Any) -> None:
    rows = meanings()
    connection.execute(f"CREATE TABLE _columns ({', '.join(f'{name} VARCHAR' for name in rows[0])})")
    _many(connection, "_columns", [tuple(row.values()) for row in rows])
