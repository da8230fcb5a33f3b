"""`datapackage.json`: the tables as a Frictionless Data Package (https://datapackage.org/standard/data-package/)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hyokasho.pipeline import __version__
from hyokasho.pipeline.schema.load import Column, Table, tables

_TYPES = {
    "string": "string", "int16": "integer", "int32": "integer", "int64": "integer", "float32": "number",
    "bool": "boolean", "date": "date", "list<string>": "array", "bbox": "array",
}  # fmt: skip


def data_package(files: Mapping[str, Sequence[str]], rows: Mapping[str, int]) -> dict[str, Any]:
    """The descriptor; `files` are the Parquet files of each table (paths below the folder), `rows` its row counts."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hyokasho",
        "title": "特定個人情報保護評価書 (Japanese privacy impact statements) as tables",
        "version": __version__,
        "resources": [_resource(table, files[table.name], rows[table.name]) for table in tables().values()],
    }


def _resource(table: Table, paths: Sequence[str], rows: int) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name.replace("_", "-"),
        "title": table.ja,
        "description": f"One row: {table.row}.",
        "path": list(paths),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rowCount": rows,
        "schema": {"fields": [_field(column) for column in table.columns]},
    }
    if table.unique:
        resource["schema"]["primaryKey"] = list(table.key)
    if table.name != "documents":
        reference = {"resource": "documents", "fields": ["document_id"]}
        resource["schema"]["foreignKeys"] = [{"fields": ["document_id"], "reference": reference}]
    return resource


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.ja,
        "description": column.en + (f" Null: {column.null}" if column.null else ""),
    }
    constraints: dict[str, Any] = {} if column.null else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    if column.least is not None:
        constraints["minimum"] = column.least
    if column.most is not None:
        constraints["maximum"] = column.most
    if constraints:
        field["constraints"] = constraints
    if column.example and column.type not in {"list<string>", "bbox"}:
        field["example"] = column.example
    return field
