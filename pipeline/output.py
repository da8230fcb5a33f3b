"""An output folder, opened to be read: which tables it has, in which version, and a DuckDB over them.

What reads a whole OUT (check, export, sql, the package's `load`) opens it here, so that a folder of another version, or
half a one, gets the same sentence everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyokasho.pipeline.language import say
from hyokasho.pipeline.schema.load import Table, arrow_schema, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import pyarrow.dataset as ds


class OutputError(Exception):
    """The folder holds no tables, only some of them, or tables of another version; the message is for the user."""


class MissingPackage(OutputError):
    """An optional package is not installed; the message names the extra that brings it."""


@dataclass(frozen=True)
class Output:
    """The tables below one folder; `stored` are the Arrow schemas of each table's files, as they stand there."""

    folder: Path
    stored: Mapping[str, Sequence[pa.Schema]]

    def schema(self, table: str) -> pa.Schema:
        """The columns of a table: in the type that the contract gives them, and those that a user added."""
        import pyarrow as pa

        ours = arrow_schema(table)
        fields = {field.name: field for schema in reversed(self.stored[table]) for field in schema}
        first = [name for name in self.stored[table][0].names if name in fields]
        return pa.schema([_read_as(fields[name], ours) for name in dict.fromkeys([*first, *fields])])

    def dataset(self, table: str) -> ds.Dataset:
        """One table as an Arrow dataset; columns that a user added stay. KeyError for a name that is no table.

        A column that another program wrote in another type (a whole number as a fraction, as pandas does where one is
        missing) is read in its own; a value that does not fit raises pyarrow.ArrowInvalid when it is read.
        """
        import pyarrow as pa
        import pyarrow.dataset as ds

        schema, partitioning = self.schema(table), None
        folders = _FOLDER_COLUMN in tables()[table].column_names and _FOLDER_COLUMN not in schema.names
        if folders and any((self.folder / table).glob(f"{_FOLDER_COLUMN}=*")):
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


def open_output(folder: Path, *, any_types: bool = False) -> Output:
    """The tables below `folder`. Raises OutputError where it does not hold all of this version.

    So it does for a column of a type that cannot be read as its own, unless `any_types` says that one looks for such.
    """
    if not folder.is_dir():
        raise OutputError(say("{folder}: there is no such folder", folder=folder))
    missing = [name for name in tables() if not (folder / name).is_dir()]
    if len(missing) == len(tables()):
        raise OutputError(say("{folder}: no tables in it; is it the output folder of a run?", folder=folder))
    stored = {name: stored_schemas(folder / name) for name in tables() if name not in missing}
    lost = [f"{name}.{column}" for name, found in stored.items() for column in _lost(tables()[name], found)]
    if missing or lost:
        shown = ", ".join([*missing, *lost][:_NAMED])
        raise OutputError(
            say("{folder}: written by another version, or only in part (without {names}); `hyokasho run` into it again "
                "brings it up to date", folder=folder, names=shown)
        )  # fmt: skip
    if not any_types and (other := [one for name, found in stored.items() for one in _mistyped(name, found)]):
        raise OutputError(
            say("{folder}: a table was written again by another program: {columns}; `hyokasho check` names all such "
                "columns, `hyokasho run --fresh` writes the tables anew", folder=folder,
                columns=", ".join(other[:_NAMED]))
        )  # fmt: skip
    return Output(folder, stored)


def stored_schemas(folder: Path) -> list[pa.Schema]:
    """The Arrow schemas of a table's files. Raises OutputError where there is none, or one is no Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = []
    for path in sorted(folder.rglob("*.parquet")):
        try:
            found.append(pq.read_schema(path))
        except (pa.ArrowException, OSError) as error:
            raise OutputError(say("{file}: not readable as Parquet ({reason})", file=path, reason=error)) from error
    if not found:
        raise OutputError(
            say("{folder}: no Parquet file in it; `hyokasho run` into the output folder again", folder=folder)
        )
    return found


def same_type(stored: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a type is the wanted one, however its texts and lists are laid out (pandas writes large ones)."""
    import pyarrow.types as t

    def is_list(one: pa.DataType) -> bool:
        return bool(t.is_list(one) or t.is_large_list(one) or t.is_fixed_size_list(one))

    if is_list(stored) and is_list(wanted):
        return same_type(stored.value_type, wanted.value_type)
    return bool(stored == wanted or (t.is_large_string(stored) and t.is_string(wanted)))


def unreadable(error: Exception) -> str | None:
    """The sentence for tables whose values cannot be read (damaged, or not of their type); None for another error."""
    package = type(error).__module__.partition(".")[0]
    if package not in ("pyarrow", "duckdb", "_duckdb") and not (isinstance(error, OSError) and error.errno is None):
        return None
    return say("the tables cannot be read: {reason}; `hyokasho run --fresh` writes them anew",
               reason=str(error).splitlines()[0])  # fmt: skip


_NAMED = 5
"""So many of several columns are named."""

_FOLDER_COLUMN = "form"
"""The one column that may name folders instead of standing in the files (`--partition-by`). Only tables that have it
without such folders have it: a query gives the same either way."""


def _lost(table: Table, stored: Sequence[pa.Schema]) -> list[str]:
    """The columns that some file of a table lacks."""
    return [
        name for name in table.column_names if name != _FOLDER_COLUMN and any(name not in s.names for s in stored)
    ]


def _mistyped(table: str, stored: Sequence[pa.Schema]) -> Iterator[str]:
    for field in arrow_schema(table):
        for schema in stored:
            if field.name in schema.names and not _fits(found := schema.field(field.name).type, field.type):
                yield say("{column} is {found}, not {wanted}", column=f"{table}.{field.name}", found=found,
                          wanted=field.type)  # fmt: skip
                break


def _read_as(field: pa.Field, ours: pa.Schema) -> pa.Field:
    """The column in the type of the contract where it can be read so."""
    if field.name not in ours.names or not _fits(field.type, ours.field(field.name).type):
        return field
    return field.with_type(ours.field(field.name).type)


def _fits(stored: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether values of one type may be values of another: numbers, texts, days, lists of such."""
    import pyarrow.types as t

    if stored == wanted or t.is_null(stored):
        return True
    if t.is_dictionary(stored):
        return _fits(stored.value_type, wanted)
    if t.is_list(wanted) or t.is_fixed_size_list(wanted):
        return (t.is_list(stored) or t.is_large_list(stored)) and _fits(stored.value_type, wanted.value_type)
    for kinds in ((t.is_integer, t.is_floating), (t.is_string, t.is_large_string), (t.is_date, t.is_timestamp)):
        if all(any(is_kind(one) for is_kind in kinds) for one in (stored, wanted)):
            return True
    return False


def _renamed(table: Table, columns: list[str]) -> str:
    names = {column.name: column.in_sql for column in table.columns}
    return ", ".join(f'"{name}" AS "{names.get(name, name)}"' for name in columns)
