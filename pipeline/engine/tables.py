"""From the journal to the tables: one pass over the documents in order, one Parquet dataset per table.

Bytes depend on the documents alone: rows in the order of `source_path`, row groups cut by counts, fixed settings of the
writer, no time stamps. New files are complete before any old one is replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from hyokasho.parsers.model import Issue
from hyokasho.pipeline.corrections import Corrections
from hyokasho.pipeline.engine import batches
from hyokasho.pipeline.engine.batches import Schemas
from hyokasho.pipeline.engine.journal import Entry, Index, Journal
from hyokasho.pipeline.engine.owned import owned_files, refuse_foreign, remove_owned, write_marker
from hyokasho.pipeline.engine.places import Place
from hyokasho.pipeline.schema.load import arrow_schema, table_names

if TYPE_CHECKING:
    import pyarrow.parquet as pq

GROUP_ROWS = 65_536
GROUP_BYTES = 8 << 20
FILE_ROWS = 4_000_000
_MANY_BATCHES = 512
"""A batch of one row costs far more memory than its row; so many of them are made into one."""


@cache
def schemas() -> Schemas:
    """The Arrow schema of every table."""
    return {name: arrow_schema(name) for name in table_names()}


@dataclass(slots=True)
class _Group:
    """Rows waiting for their row group, and the file they go to."""

    writer: pq.ParquetWriter | None = None
    waiting: list[pa.RecordBatch] = field(default_factory=list)
    rows: int = 0
    size: int = 0
    written: int = 0
    files: int = 0


class _TableWriter:
    """Writes one table below `folder`, split into files of `FILE_ROWS` rows, each in a folder per partition."""

    def __init__(self, place: Place, folder: str, schema: pa.Schema) -> None:
        self._place = place
        self._folder = folder
        self._schema = schema
        self._groups: dict[str, _Group] = {}
        self._stacks: dict[str, ExitStack] = {}
        self.rows = 0

    def add(self, batch: pa.RecordBatch, partition: str = "") -> None:
        group = self._groups.setdefault(partition, _Group())
        group.waiting.append(batch)
        group.rows += batch.num_rows
        group.size += batch.nbytes
        self.rows += batch.num_rows
        if group.rows >= GROUP_ROWS or group.size >= GROUP_BYTES:
            self._write_group(partition, group)
        elif len(group.waiting) >= _MANY_BATCHES:
            group.waiting = pa.Table.from_batches(group.waiting, self._schema).combine_chunks().to_batches()

    def _write_group(self, partition: str, group: _Group) -> None:
        if group.writer is None:
            group.writer = self._open(partition, group)
        table = pa.Table.from_batches(group.waiting, self._schema).combine_chunks()
        group.writer.write_table(table, row_group_size=max(table.num_rows, 1))
        group.written += group.rows
        group.waiting, group.rows, group.size = [], 0, 0
        if group.written >= FILE_ROWS:
            self._end_file(partition, group)

    def _open(self, partition: str, group: _Group) -> pq.ParquetWriter:
        import pyarrow.parquet as pq  # (with SSL and file systems: workers, which write none, need the schemas alone)

        name = "/".join(filter(None, (self._folder, partition, f"part-{group.files:05d}.parquet")))
        stack = self._stacks[partition] = ExitStack()
        stream: BinaryIO = stack.enter_context(self._place.open_output(name))
        writer = pq.ParquetWriter(stream, self._schema, compression="zstd", version="2.6", data_page_version="1.0")
        stack.callback(writer.close)
        return writer

    def _end_file(self, partition: str, group: _Group) -> None:
        self._stacks.pop(partition).close()
        group.writer, group.written = None, 0
        group.files += 1

    def close(self) -> None:
        """Write what waits. A table without rows is one file without rows."""
        if not self._groups:
            self._groups[""] = _Group()
        for partition, group in self._groups.items():
            if group.waiting or (group.writer is None and not group.files):
                self._write_group(partition, group)
            if group.writer is not None:
                self._end_file(partition, group)

    def abandon(self) -> None:
        """Let go of open files after an error."""
        for stack in self._stacks.values():
            try:
                stack.close()
            except (OSError, pa.ArrowException):
                continue


def state_signature(index: Index, partition_by: str | None, corrections: bytes | None = None) -> str:
    """A name for what the tables are made from: equal signatures mean equal tables. `corrections`: the file's bytes."""
    digest = hashlib.sha256(f"{partition_by} {batches.fingerprint(schemas())}".encode())
    digest.update(corrections or b"")
    for entry, paths in index.named():
        digest.update(repr((entry.key, entry.checksum, entry.length, paths)).encode())
    return digest.hexdigest()


def write_tables(
    journal: Journal, folder: str, partition_by: str | None, corrections: Corrections | None = None
) -> dict[str, int]:
    """Write all tables below `folder` of the journal's place, corrected; returns rows per table.

    Raises OSError, and CorrectionsError for a correction whose value cannot be.
    """
    corrections = corrections or Corrections()
    writers = {name: _TableWriter(journal.place, f"{folder}/{name}", _stored(name, partition_by)) for name in schemas()}
    try:
        for tables in _corrected(_documents(journal), corrections):
            partition = _partition(tables["documents"]) if partition_by else ""
            for name, batch in tables.items():
                writers[name].add(_without(batch, partition_by), partition)
        if lost := corrections.unused():
            writers["issues"].add(_batch("issues", [_issue_row(None, issue) for issue in lost]))
        for writer in writers.values():
            writer.close()
    except BaseException:
        for writer in writers.values():
            writer.abandon()
        raise
    return {name: writer.rows for name, writer in writers.items()}


def _corrected(
    documents: Iterator[dict[str, pa.RecordBatch]], corrections: Corrections
) -> Iterator[dict[str, pa.RecordBatch]]:
    """The tables of each document with `corrected` filled in, and with the values of its corrections."""
    for tables in documents:
        tables = {name: _uncorrected(batch) for name, batch in tables.items()}
        files = tables["documents"].select(["document_id", "sha256"]).to_pylist()
        wanted = [one for file in files for one in corrections.for_document(file["document_id"], file["sha256"])]
        if wanted:
            touched = {"documents", "issues", *(one.table for one in wanted)}
            rows = {name: tables[name].to_pylist() if name in tables else [] for name in touched}
            rows["issues"] += [_issue_row(key, issue) for key, issue in corrections.apply(rows)]
            tables |= {name: _batch(name, found) for name, found in rows.items()}
        yield tables


def _uncorrected(batch: pa.RecordBatch) -> pa.RecordBatch:
    return _set(batch, "corrected", [False] * batch.num_rows) if "corrected" in batch.schema.names else batch


def _batch(table: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=schemas()[table])


def _issue_row(document_id: str | None, issue: Issue) -> dict[str, Any]:
    return {
        "document_id": document_id, "stage": issue.stage, "severity": issue.severity, "code": issue.code,
        "message": issue.message, "page": issue.page,
    }  # fmt: skip


def _documents(journal: Journal) -> Iterator[dict[str, pa.RecordBatch]]:
    """The tables of each document, in the order of the source paths."""
    named = journal.index.named()
    paths = {entry.key: names for entry, names in named}
    for entry, data in journal.readings([entry for entry, _ in named]):
        yield _tables(entry, data, journal.index.schemas[entry.schema], paths[entry.key])


def _tables(entry: Entry, data: bytes, old: Schemas, paths: list[str]) -> dict[str, pa.RecordBatch]:
    tables = {}
    unpacked = batches.unpack(data, entry.spans)
    for name, span in entry.spans.items():
        if name in schemas():
            tables[name] = _as_now(batches.decode(unpacked, span, old[name]), schemas()[name])
    documents = tables["documents"]
    others: list[list[str] | None] = [paths[1:] or None] * documents.num_rows
    documents = _set(documents, "source_path", [paths[0]] * documents.num_rows)
    tables["documents"] = _set(documents, "other_paths", others)
    return tables


def _set(batch: pa.RecordBatch, column: str, values: list[Any]) -> pa.RecordBatch:
    at = batch.schema.get_field_index(column)
    return batch.set_column(at, batch.schema.field(at), pa.array(values, batch.schema.field(at).type))


def _as_now(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch written under an older schema: columns since dropped go, columns since added are null."""
    if batch.schema.equals(schema):
        return batch
    columns = [
        batch.column(one.name).cast(one.type) if one.name in batch.schema.names else pa.nulls(batch.num_rows, one.type)
        for one in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _stored(table: str, partition_by: str | None) -> pa.Schema:
    """The schema as it stands in the files: a column that names the folders is not repeated in them."""
    schema = schemas()[table]
    at = schema.get_field_index(partition_by) if partition_by else -1
    return schema.remove(at) if at >= 0 else schema


def _without(batch: pa.RecordBatch, column: str | None) -> pa.RecordBatch:
    return batch.drop_columns([column]) if column in batch.schema.names else batch


def _partition(documents: pa.RecordBatch) -> str:
    """Folder of a document's rows in all tables: the form of its first statement, in the notation of Hive.

    "" (no folder of its own) where it has none: readers then load null, as from tables that are not in parts.
    """
    form = documents.column("form")[0].as_py()
    return f"form={form}" if form else ""


def publish(place: Place, state: str) -> list[str]:
    """Put the finished files below `state`/next in the place of the old ones; their names. Can be done again if killed.

    Raises RunError where foreign files have come to stand there since the run began; the old tables then stay.
    """
    refuse_foreign(place, state)
    folder = f"{state}/next"
    old = owned_files(place, state)
    new = [f"{table}/{name}" for table in schemas() for name in _files(place, f"{folder}/{table}")]
    write_marker(place, state, old.union(new))
    for name in new:
        place.rename(f"{folder}/{name}", name)
    remove_owned(place, old.difference(new))
    place.remove_folder(folder)
    write_marker(place, state, new)
    return new


def has_all_files(place: Place, files: Iterable[str]) -> bool:
    """Whether all of these files, which a run published, lie in the table folders."""
    return set(files) <= {leaf for table in schemas() for leaf in place.leaves(table)}


def _files(place: Place, folder: str) -> list[str]:
    below = [f"{one}/{name}" for one in place.folders(folder) for name in place.names(f"{folder}/{one}")]
    return [name for name in (*place.names(folder), *below) if name.endswith(".parquet")]
