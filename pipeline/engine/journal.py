"""The journal: what was read so far, kept so that a run stopped at any moment goes on where it was.

An append-only log in numbered segments. A record is a head (magic, lengths, checksum), a JSON note and the bytes of a
document. A torn tail ends its segment; every session writes a new segment, old ones are never touched.
The tables are made from the journal alone.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from hyokasho.pipeline.engine import batches
from hyokasho.pipeline.engine.batches import Schemas, Span
from hyokasho.pipeline.engine.places import Appender, Place

_HEAD = struct.Struct("<4sIQI")
_MAGIC = b"HYK1"
_SEGMENT = re.compile(r"\d{6,}\.log")
_LONGEST = 1 << 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One document that was read. `statuses` has one status per statement of the file, `coverage` the least of them.

    `seconds` and `codes` (of its errors and warnings) serve the log and the closing summary, not the tables.
    """

    key: str
    version: str
    schema: str
    statuses: tuple[str, ...]
    pages: int
    seconds: float
    codes: tuple[str, ...]
    spans: Mapping[str, Span]
    segment: str = ""
    offset: int = 0
    length: int = 0
    checksum: int = 0
    coverage: float | None = None

    @property
    def status(self) -> str:
        """The worst status among the statements of the file."""
        return next((name for name in ("failed", "partial") if name in self.statuses), "ok")

    def note(self) -> dict[str, Any]:
        return {
            "kind": "document",
            "key": self.key,
            "version": self.version,
            "schema": self.schema,
            "statuses": list(self.statuses),
            "coverage": self.coverage,
            "pages": self.pages,
            "seconds": round(self.seconds, 3),
            "codes": list(self.codes),
            "spans": {table: list(span) for table, span in self.spans.items()},
        }


def _entry(note: Mapping[str, Any]) -> Entry:
    return Entry(
        key=note["key"],
        version=note["version"],
        schema=note["schema"],
        statuses=tuple(note["statuses"]),
        pages=note["pages"],
        seconds=note["seconds"],
        codes=tuple(note["codes"]),
        spans={table: (span[0], span[1], span[2]) for table, span in note["spans"].items()},
        coverage=note.get("coverage"),
    )


@dataclass(slots=True)
class Index:
    """What a journal says: the documents by key, the key of each source path, the schemas by fingerprint.

    `skipped`: paths of files that turned out to be no statements and have no rows.
    """

    documents: dict[str, Entry] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    schemas: dict[str, Schemas] = field(default_factory=dict)
    total_bytes: int = 0

    def named(self) -> list[tuple[Entry, list[str]]]:
        """Documents that a path still names, with their paths, in the order of the tables."""
        by_key: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            by_key.setdefault(self.paths[path], []).append(path)
        return [(self.documents[key], paths) for key, paths in by_key.items() if key in self.documents]


class Journal:
    """The journal in `folder` of an output place. Open it, `load` it, write to it, `close` it."""

    def __init__(self, place: Place, folder: str) -> None:
        self.place = place
        self.folder = folder
        self.index = Index()
        self._appender: Appender | None = None

    def load(self) -> Index:
        """Read all records that are whole. Raises OSError where the medium fails."""
        self.index = Index()
        for name in self._segments():
            segment = f"{self.folder}/{name}"
            with self.place.open_input(segment) as stream:
                for note, payload, offset, checksum in _records(stream):
                    self._take(note, payload, segment, offset, checksum)
        return self.index

    def _take(self, note: dict[str, Any], payload: bytes, segment: str, offset: int, checksum: int) -> None:
        index = self.index
        index.total_bytes += len(payload)
        if note["kind"] == "path":
            index.paths[note["path"]] = note["key"]
            index.skipped.pop(note["path"], None)
        elif note["kind"] == "skipped":
            index.paths.pop(note["path"], None)
            index.skipped[note["path"]] = note["key"]
        elif note["kind"] == "gone":
            index.paths.pop(note["path"], None)
            index.skipped.pop(note["path"], None)
        elif note["kind"] == "schemas":
            index.schemas[note["name"]] = batches.unpack_schemas(payload, note["spans"])
        elif note["kind"] == "document":
            entry = _entry(note)
            index.documents[entry.key] = _placed(entry, segment, offset, len(payload), checksum)

    def add_schemas(self, schemas: Schemas) -> str:
        """Keep the schemas that documents will refer to; returns their fingerprint."""
        name = batches.fingerprint(schemas)
        if name not in self.index.schemas:
            data, spans = batches.pack_schemas(schemas)
            self._append({"kind": "schemas", "name": name, "spans": spans}, data)
            self.index.schemas[name] = schemas
        return name

    def add_document(self, entry: Entry, data: bytes) -> None:
        """Keep a document's rows. They replace those of the same key."""
        segment, offset, checksum = self._append(entry.note(), data)
        self.index.documents[entry.key] = _placed(entry, segment, offset, len(data), checksum)
        self.index.total_bytes += len(data)

    def add_path(self, path: str, key: str) -> None:
        """Say which document a source path names now."""
        if self.index.paths.get(path) != key:
            self._note({"kind": "path", "path": path, "key": key})

    def skip_path(self, path: str, key: str) -> None:
        """Say that the file at a path is no statement: it has no rows."""
        if self.index.skipped.get(path) != key or path in self.index.paths:
            self._note({"kind": "skipped", "path": path, "key": key})

    def drop_path(self, path: str) -> None:
        """Say that nothing is at this path any more."""
        if path in self.index.paths or path in self.index.skipped:
            self._note({"kind": "gone", "path": path})

    def _note(self, note: dict[str, Any]) -> None:
        self._append(note, b"")
        self._take(note, b"", "", 0, 0)

    def _append(self, note: Mapping[str, Any], payload: bytes) -> tuple[str, int, int]:
        if self._appender is None:
            self._appender = self.place.append(self._next_segment())
        text = json.dumps(note, ensure_ascii=True, separators=(",", ":")).encode()
        checksum = zlib.crc32(payload, zlib.crc32(text))
        record = b"".join((_HEAD.pack(_MAGIC, len(text), len(payload), checksum), text, payload))
        segment, start = self._appender.write(record)
        return segment, start + _HEAD.size + len(text), checksum

    def _next_segment(self) -> str:
        used = [int(name.split(".")[0]) for name in self._segments()]
        return f"{self.folder}/{max(used, default=0) + 1:06d}.log"

    def _segments(self) -> list[str]:
        return sorted(name for name in self.place.names(self.folder) if _SEGMENT.match(name))

    def sync(self) -> None:
        """Make sure that what was written survives a power cut (remote places: may wait for more)."""
        if self._appender is not None:
            self._appender.sync()

    def close(self) -> None:
        """End the session's segment."""
        if self._appender is not None:
            self._appender.close()
            self._appender = None

    def read(self, entry: Entry) -> bytes:
        """The bytes of a document. Call `close` first if the document was added in this session."""
        with self.place.open_input(entry.segment) as stream:
            stream.seek(entry.offset)
            return stream.read(entry.length)

    def readings(self, entries: list[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """The entries with their bytes, keeping the segments open meanwhile."""
        streams: dict[str, BinaryIO] = {}
        try:
            for entry in entries:
                stream = streams.get(entry.segment)
                if stream is None:
                    stream = streams[entry.segment] = self.place.open_input(entry.segment)
                stream.seek(entry.offset)
                yield entry, stream.read(entry.length)
        finally:
            for stream in streams.values():
                stream.close()

    def tidy(self) -> None:
        """Write the journal anew if most of it is out of date. Killed at any point, it stays complete."""
        wanted = {*self.index.paths.values(), *self.index.skipped.values()}
        live = [entry for key, entry in self.index.documents.items() if key in wanted]
        live_bytes = sum(entry.length for entry in live)
        if self.index.total_bytes < 2 * live_bytes + (16 << 20):
            return
        self.close()
        old_names = self._segments()
        old, self.index = self.index, Index()
        for schemas in old.schemas.values():
            self.add_schemas(schemas)
        for entry, data in Journal.readings(self, live):
            self.add_document(entry, data)
        for path, key in old.paths.items():
            self.add_path(path, key)
        for path, key in old.skipped.items():
            self.skip_path(path, key)
        self.close()
        for name in old_names:
            self.place.remove(f"{self.folder}/{name}")


def _placed(entry: Entry, segment: str, offset: int, length: int, checksum: int) -> Entry:
    return replace(entry, segment=segment, offset=offset, length=length, checksum=checksum)


def _records(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], bytes, int, int]]:
    """Whole records of a segment: note, payload, offset of the payload, checksum. Stops at the first broken one."""
    offset = 0
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        magic, note_length, payload_length, checksum = _HEAD.unpack(head)
        if magic != _MAGIC or payload_length > _LONGEST:
            return
        text = stream.read(note_length)
        payload = stream.read(payload_length)
        whole = len(text) == note_length and len(payload) == payload_length
        if not whole or zlib.crc32(payload, zlib.crc32(text)) != checksum:
            return
        offset += _HEAD.size + note_length
        yield json.loads(text), payload, offset, checksum
        offset += payload_length
