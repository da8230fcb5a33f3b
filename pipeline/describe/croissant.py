"""`croissant.json`: the tables in the Croissant format of MLCommons (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

A file object per Parquet file (a file set over those of a table that has several), a record set per table with a field
per column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyokasho.pipeline import __version__
from hyokasho.pipeline.schema.load import Column, Table, tables


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: its path below the output folder and the SHA-256 of its bytes in hex."""

    path: str
    sha256: str


_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
"""The context that the specification asks for."""

_TYPES = {
    "string": "sc:Text", "int16": "sc:Integer", "int32": "sc:Integer", "int64": "sc:Integer", "float32": "sc:Float",
    "bool": "sc:Boolean", "date": "sc:Date", "list<string>": "sc:Text", "bbox": "sc:Float",
}  # fmt: skip


def croissant(files: Mapping[str, Sequence[File]]) -> dict[str, Any]:
    """The JSON-LD document; `files` are the Parquet files of each table."""
    listed = [_file(file) for name in tables() for file in files[name]]
    parts = [_parts(table, files[table.name]) for table in tables().values() if len(files[table.name]) > 1]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "hyokasho",
        "description": "Published Japanese privacy impact statements (特定個人情報保護評価書) as tables.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": __version__,
        "distribution": [*listed, *parts],
        "recordSet": [_records(table, files[table.name]) for table in tables().values()],
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject", "@id": file.path, "name": file.path, "contentUrl": file.path,
        "encodingFormat": "application/x-parquet", "sha256": file.sha256,
    }  # fmt: skip


def _parts(table: Table, files: Sequence[File]) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet", "@id": f"{table.name}-files", "name": f"{table.name}-files",
        "description": f"Parquet files of the table {table.name}.",
        "containedIn": [{"@id": file.path} for file in files],
        "encodingFormat": "application/x-parquet", "includes": f"{table.name}/*.parquet",
    }  # fmt: skip


def _records(table: Table, files: Sequence[File]) -> dict[str, Any]:
    one = {"fileObject": {"@id": files[0].path}} if len(files) == 1 else {"fileSet": {"@id": f"{table.name}-files"}}
    return {
        "@type": "cr:RecordSet", "@id": table.name, "name": table.name,
        "description": f"One row: {table.row}. {table.ja}。",
        "field": [_field(table, column, one) for column in table.columns],
    }  # fmt: skip


def _field(table: Table, column: Column, source: Mapping[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field", "@id": f"{table.name}/{column.name}", "name": f"{table.name}/{column.name}",
        "description": f"{column.en} {column.ja}" + (f" Null: {column.null}" if column.null else ""),
        "dataType": _TYPES[column.type],
        "source": {**source, "extract": {"column": column.name}},
    }  # fmt: skip
    if column.type in {"list<string>", "bbox"}:
        field["repeated"] = True
    if column.name == "document_id" and table.name != "documents":
        field["references"] = {"field": {"@id": "documents/document_id"}}
    return field
