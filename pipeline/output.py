"""An output folder, opened to be read: which tables it has, in which version, and a DuckDB over them.

What reads a whole OUT (check, export, sql, the package's `load`) opens it here, so that a folder of another version, or
half a one, gets the same sentence everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.pipeline.engine.errors import reason_of
from hyokasho.pipeline.language import say
from hyokasho.pipeline.schema.load import Table, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import pyarrow.dataset as ds


class OutputError(Exception):
    """The folder holds no tables, only some of them, or tables of another version; the message is for the user."""


class MissingPackage(OutputError):
    """An optional package is not installed; the message names the extra that brings it."""


def refuse_existing(target: Path | None, overwrite: bool) -> None:
    """Raises OutputError where a target is there already and nobody said that it may be replaced."""
    if target is not None and target.exists() and not overwrite:
        raise OutputError(say("{target} exists; --overwrite replaces it", target=target))


def not_written(target: Path | None, error: OSError) -> OutputError:
    """The error that says why a target cannot be written."""
    return OutputError(say("cannot write {target}: {reason}", target=target, reason=reason_of(error)))


@dataclass(frozen=True)
class Output:
    """The tables below one folder."""

    folder: Path

    def dataset(self, table: str) -> ds.Dataset:
        """One table as an Arrow dataset; columns that a user added stay. KeyError for a name that is no table."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        tables()[table]
        schema, partitioning = stored_schema(self.folder / table), None
        if _FOLDER_COLUMN not in schema.names and any((self.folder / table).glob(f"{_FOLDER_COLUMN}=*")):
            schema = schema.append(pa.field(_FOLDER_COLUMN, pa.string()))
            partitioning = ds.partitioning(pa.schema([schema.field(_FOLDER_COLUMN)]), flavor="hive")
        return ds.dataset(self.folder / table, format="parquet", partitioning=partitioning, schema=schema)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """DuckDB in memory with a view per table under the names of `Column.in_sql`.

        Nothing is downloaded, and once it is open no file can be read or written. Raises MissingPackage without DuckDB.
        """
        connection = open_duckdb()
        for name, table in tables().items():
            connection.register(f"arrow_{name}", self.dataset(name))
            columns = _renamed(table, self.dataset(name).schema.names)
            connection.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM arrow_{name}')
        connection.execute("SET enable_external_access = false")
        return connection


def open_duckdb() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB in memory that fetches no extension. Raises MissingPackage where it is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingPackage(say("this needs DuckDB: pip install 'hyokasho[data]'")) from error
    quiet: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    return duckdb.connect(config=quiet)


def open_output(folder: Path) -> Output:
    """Raises OutputError where the folder does not hold all tables of this version."""
    if not folder.is_dir():
        raise OutputError(say("{folder}: there is no such folder", folder=folder))
    missing = [name for name in tables() if not (folder / name).is_dir()]
    if len(missing) == len(tables()):
        raise OutputError(say("{folder}: no tables in it; is it the output folder of a run?", folder=folder))
    stored = {name: stored_schema(folder / name) for name in tables() if name not in missing}
    lost = [f"{name}.{column}" for name, schema in stored.items() for column in _lost(tables()[name], schema)]
    if missing or lost:
        shown = ", ".join([*missing, *lost][:5])
        raise OutputError(
            say("{folder}: written by another version, or only in part (without {names}); `hyokasho run` into it again "
                "brings it up to date", folder=folder, names=shown)
        )  # fmt: skip
    return Output(folder)


def stored_schema(folder: Path) -> pa.Schema:
    """The Arrow schema of the first file of a table. Raises OutputError where there is none, or it is no Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = next(iter(sorted(folder.rglob("*.parquet"))), None)
    if first is None:
        raise OutputError(
            say("{folder}: no Parquet file in it; `hyokasho run` into the output folder again", folder=folder)
        )
    try:
        return pq.read_schema(first)
    except (pa.ArrowException, OSError) as error:
        raise OutputError(say("{file}: not readable as Parquet ({reason})", file=first, reason=error)) from error


_FOLDER_COLUMN = "form"
"""The one column that may name folders instead of standing in the files (`--partition-by`)."""


def _lost(table: Table, schema: pa.Schema) -> list[str]:
    return [name for name in table.column_names if name not in schema.names and name != _FOLDER_COLUMN]


def _renamed(table: Table, columns: list[str]) -> str:
    names = {column.name: column.in_sql for column in table.columns}
    return ", ".join(f'"{name}" AS "{names.get(name, name)}"' for name in columns)
