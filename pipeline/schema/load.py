"""Tables and columns of the output, read from the data files beside this module.

One place says what a column is; the Arrow schema and the data dictionary are derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from hyokasho.parsers.data_files import read_yaml

if TYPE_CHECKING:
    import pyarrow as pa

TYPES = ("string", "int16", "int32", "int64", "float32", "bool", "date", "list<string>", "bbox")


class SchemaError(ValueError):
    """The schema files contradict themselves; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (one of TYPES), unit, meaning in English and Japanese, and what a null says.

    `null` is None where the column is never null; `values` is the closed list of values, empty where there is none;
    `least` and `most` bound a number; `source` is the item of the form that it comes from; `sql` is its name where its
    own is a reserved word of SQL.
    """

    name: str
    type: str
    en: str
    ja: str
    null: str | None = None
    unit: str | None = None
    values: tuple[str, ...] = ()
    example: str | None = None
    least: float | None = None
    most: float | None = None
    source: str | None = None
    sql: str | None = None

    @property
    def in_sql(self) -> str:
        """The name of the column in SQL and in exported databases."""
        return self.sql or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, columns in order, key, sort order and what to beware of.

    `unique` is False where the form itself repeats a key; then rows of one key are told apart by their order.
    """

    name: str
    row: str
    ja: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: bool
    sort: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def points_at_cells(self) -> bool:
        """Whether `row_id` names a row of another table (`table`, `row_id`, `column`), as in places."""
        return "table" in self.column_names

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _read(name: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(__package__, name)
    return data


def _column(table: str, name: str, entries: Mapping[str, Any]) -> Column:
    entry = entries.get(f"{table}.{name}", entries.get(name))
    if entry is None:
        raise SchemaError(f"table {table}: columns.yaml has no column {name!r}")
    if entry["type"] not in TYPES:
        raise SchemaError(f"column {name}: unknown type {entry['type']!r}")
    fields = {**entry, "values": tuple(entry.get("values", ()))}
    if "example" in fields:
        fields["example"] = str(fields["example"])
    return Column(name=name, **fields)


def _table(name: str, entry: Mapping[str, Any], columns: Mapping[str, Any]) -> Table:
    found = tuple(_column(name, column, columns) for column in entry["columns"])
    known = {column.name for column in found}
    for part in ("key", "sort"):
        if unknown := set(entry[part]) - known:
            raise SchemaError(f"table {name}: {part} names {sorted(unknown)}, which the table does not have")
    lists = {part: tuple(entry[part]) for part in ("key", "sort", "warnings")}
    return Table(name=name, row=entry["row"], ja=entry["ja"], columns=found, unique=entry["unique"], **lists)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order of the contract. Raises SchemaError on a broken reference."""
    columns = _read("columns.yaml")
    return {name: _table(name, entry, columns) for name, entry in _read("tables.yaml").items()}


def table_names() -> tuple[str, ...]:
    """Names of all tables, `documents` first and `issues` last."""
    return tuple(tables())


def _arrow_type(name: str) -> pa.DataType:
    import pyarrow as pa

    return {
        "string": pa.string(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float32": pa.float32(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "list<string>": pa.list_(pa.string()),
        "bbox": pa.list_(pa.float32(), 4),
    }[name]


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Arrow schema of one table; KeyError for a name that is none."""
    import pyarrow as pa

    found = tables()[table]
    fields = [pa.field(c.name, _arrow_type(c.type), metadata=_described(c)) for c in found.columns]
    return pa.schema(fields, metadata={"table": found.name, "row": found.row, "ja": found.ja})


def _described(column: Column) -> dict[str, str]:
    """What Parquet says of a column to those who have nothing else."""
    said = {
        "en": column.en, "ja": column.ja, "null": column.null or "never", "unit": column.unit, "source": column.source,
        "values": ", ".join(column.values),
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}
