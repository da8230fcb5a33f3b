"""The rows of one document as bytes: what crosses the process border and what the journal keeps.

One Arrow record batch per table, serialised without its schema (the journal keeps each schema once) and compressed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

Schemas = Mapping[str, pa.Schema]
Span = tuple[int, int, int]
"""Rows of one table's batch, and its offset and length in the unpacked bytes of a document."""

LARGEST = 1 << 30
"""Bytes of a document unpacked; more is an error (a worker gone wrong)."""


def encode(rows: Mapping[str, Sequence[Mapping[str, Any]]], schemas: Schemas) -> tuple[bytes, dict[str, Span]]:
    """The document's rows as bytes, and where each table lies in them. Tables without rows are left out.

    Raises pa.ArrowException or TypeError where a value does not fit its column, KeyError for an unknown table.
    """
    parts: list[bytes] = []
    spans: dict[str, Span] = {}
    offset = 0
    for table, table_rows in rows.items():
        schema = schemas[table]
        if not table_rows:
            continue
        part = _batch(table_rows, schema).serialize().to_pybytes()
        parts.append(part)
        spans[table] = (len(table_rows), offset, len(part))
        offset += len(part)
    return pa.compress(b"".join(parts), codec="zstd", asbytes=True), spans


def _batch(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(list(rows), schema=schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([_whole_characters(row) for row in rows], schema=schema)


def _whole_characters(value: Any) -> Any:
    """Half a surrogate pair is no character; UTF-8 has no place for it."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if value.isascii() else _replace_surrogates(value)
    if isinstance(value, Mapping):
        return {key: _whole_characters(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_whole_characters(one) for one in value]
    return value


def _replace_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)


def unpack(data: bytes, spans: Mapping[str, Span]) -> pa.Buffer:
    """The bytes of a document unpacked, for `decode`. Raises ValueError or OSError where they are damaged."""
    size = sum(length for _, _, length in spans.values())
    if size > LARGEST:
        raise ValueError(f"{size} bytes")
    return pa.decompress(data, decompressed_size=size, codec="zstd")


def decode(unpacked: pa.Buffer, span: Span, schema: pa.Schema) -> pa.RecordBatch:
    """One table's rows. Raises pa.ArrowException or ValueError where the bytes are no such batch.

    The bytes are copied: a batch of one row that waits for others must not keep its whole document in memory.
    """
    rows, offset, length = span
    batch = pa.ipc.read_record_batch(pa.py_buffer(unpacked.slice(offset, length).to_pybytes()), schema)
    if batch.num_rows != rows:
        raise ValueError(f"{batch.num_rows} rows instead of {rows}")
    return batch


def check(data: bytes, spans: Mapping[str, Span], schemas: Schemas) -> None:
    """Raise what `unpack` and `decode` raise if any table of a document cannot be trusted to be read later."""
    unpacked = unpack(data, spans)
    for table, span in spans.items():
        decode(unpacked, span, schemas[table]).validate(full=True)


def fingerprint(schemas: Schemas) -> str:
    """A short name for a set of schemas: equal sets have equal names."""
    digest = hashlib.sha256()
    for table in sorted(schemas):
        digest.update(table.encode() + b"\0" + schemas[table].serialize().to_pybytes())
    return digest.hexdigest()[:16]


def pack_schemas(schemas: Schemas) -> tuple[bytes, dict[str, tuple[int, int]]]:
    """All schemas as bytes, and offset and length of each table's."""
    parts = {table: schema.serialize().to_pybytes() for table, schema in sorted(schemas.items())}
    spans: dict[str, tuple[int, int]] = {}
    offset = 0
    for table, part in parts.items():
        spans[table] = (offset, len(part))
        offset += len(part)
    return b"".join(parts.values()), spans


def unpack_schemas(data: bytes, spans: Mapping[str, Sequence[int]]) -> dict[str, pa.Schema]:
    """The inverse of `pack_schemas`."""
    return {
        table: pa.ipc.read_schema(pa.py_buffer(data[offset : offset + length]))
        for table, (offset, length) in spans.items()
    }
