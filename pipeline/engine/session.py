"""One run: feed files to an engine, keep what comes back in the journal. Which file is read, and which is known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from hyokasho.pipeline.engine import batches, interrupts
from hyokasho.pipeline.engine.failures import failure_rows
from hyokasho.pipeline.engine.journal import Entry, Index, Journal
from hyokasho.pipeline.engine.pool import Engine, Reply
from hyokasho.pipeline.engine.tables import schemas
from hyokasho.pipeline.engine.watch import Watch
from hyokasho.pipeline.engine.worklist import Item, hashed, still_there, with_hash

_SYNC_SECONDS = 5.0
_WAIT_SECONDS = 0.2
_CHANGES = 2


NO_STATEMENT = frozenset({"not-a-statement", "instructions-not-statement", "empty-file", "not-a-pdf"})
"""Codes of a text in which no form was found; found in a folder it is left alone."""


def longest_first(item: Item) -> tuple[int, str]:
    """Order of reading: large files first, so that no worker begins a long one when the others have nothing left.

    Told by the size alone, which goes with the cost of scans, texts and dumps alike, roughly.
    """
    return (-item.size, item.source_path)


def to_read_again(entry: Entry) -> bool:
    """What `--only-failed` reads: failed files, and those of which a limit of time left pages unread."""
    return entry.status == "failed" or "timeout" in entry.codes


def no_statement(entry: Entry) -> bool:
    """Whether the file was read and is none of ours."""
    return entry.status == "failed" and not NO_STATEMENT.isdisjoint(entry.codes)


@dataclass(slots=True)
class Session:
    """The state of a run in its first part, reading. `base` knows documents of other journals (shards).

    `outcome` maps the source path of every file of this run to its document's key.
    """

    journal: Journal
    engine: Engine
    watch: Watch
    version: str
    only_failed: bool = False
    base: Index = field(default_factory=Index)
    outcome: dict[str, str] = field(default_factory=dict)
    _flying: dict[str, list[Item]] = field(default_factory=dict)
    _changes: dict[str, int] = field(default_factory=dict)
    _settled: set[str] = field(default_factory=set)
    _before: dict[str, list[str]] = field(default_factory=dict)
    _schema: str = ""
    _synced: float = 0.0

    def read_all(self, items: list[Item]) -> None:
        """Read what has to be read."""
        self._schema = self.journal.add_schemas(schemas())
        for path, key in self.journal.index.paths.items():
            self._before.setdefault(key, []).append(path)
        for item in items:
            if item.skip:
                self._skip(item, item.skip)
        items = [item for item in items if not item.skip]
        queue = hashed(sorted(items, key=longest_first))
        with interrupts.held():
            self._read_queue(queue)
        interrupts.check()

    def _read_queue(self, queue: Iterator[Item]) -> None:
        more = True
        while more or self._flying:
            interrupts.check()
            more = more and self._feed(queue)
            for reply in self.engine.replies(_WAIT_SECONDS):
                if isinstance(reply, BaseException):
                    raise reply
                self._take(reply)
            self.watch.tick(self.engine.in_flight())
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                self._synced = time.monotonic()
                self.journal.sync()

    def _feed(self, queue: Iterator[Item]) -> bool:
        """Hand out files until the engine has enough; False where there are no more."""
        while len(self._flying) < self.engine.capacity:
            item = next(queue, None)
            if item is None:
                return False
            self._consider(item)
        return True

    def _consider(self, item: Item) -> None:
        if self.only_failed and not self._failed_before(item):
            self.watch.counts.total -= 1
        elif item.problem is not None:
            self._give_up(item, item.problem, item.detail, 0.0)
        elif item.key in self._flying:
            self._flying[item.key].append(item)
        elif item.key in self._settled:
            self._name(item, "same")
        elif self._is_known(item):
            self.watch.counts.bytes_total -= item.size  # costs nothing: no part of the time that is left
            self._name(item, "known")
        else:
            self._flying[item.key] = [item]
            self.engine.submit(item)

    def entry(self, key: str) -> Entry:
        """The document of a key in `outcome`."""
        return self.journal.index.documents.get(key) or self.base.documents[key]

    def _entry(self, key: str) -> Entry | None:
        return self.journal.index.documents.get(key) or self.base.documents.get(key)

    def _failed_before(self, item: Item) -> bool:
        before = self.journal.index.paths.get(item.source_path) or self.base.paths.get(item.source_path, "")
        entries = (self._entry(item.key), self._entry(before))
        return any(entry is not None and to_read_again(entry) for entry in entries)

    def _is_known(self, item: Item) -> bool:
        entry = self._entry(item.key)
        if entry is None or entry.version != self.version:
            return False
        return not (self.only_failed and to_read_again(entry))

    def _take(self, reply: Reply) -> None:
        items = self._flying.pop(reply.item.key)
        item = items[0]
        if reply.failure is not None:
            self._give_up(item, reply.failure, reply.detail, reply.seconds)
        elif reply.note["sha256"] != item.sha256:
            self._read_again(item)
            for other in items[1:]:
                self._consider(other)
            return
        else:
            self._keep(item, reply)
        for other in items[1:]:
            self._name(other, "same")

    def _keep(self, item: Item, reply: Reply) -> None:
        note = reply.note
        spans: dict[str, Any] = {table: tuple(span) for table, span in note["spans"].items()}
        try:
            batches.check(reply.data, spans, schemas())
        except (pa.ArrowException, ValueError, KeyError, OSError) as error:
            self._give_up(item, "crashed", f"its answer is damaged: {error}", reply.seconds)
            return
        entry = Entry(
            key=item.key,
            version=self.version,
            schema=self._schema,
            statuses=tuple(note["statuses"]),
            pages=note["pages"],
            seconds=reply.seconds,
            codes=tuple(note["codes"]),
            spans=spans,
            coverage=note.get("coverage"),
        )
        self._add(item, entry, reply.data)

    def _read_again(self, item: Item) -> None:
        """The bytes that were read are not those that were hashed: try once more, then say so."""
        self._changes[item.source_path] = self._changes.get(item.source_path, 0) + 1
        if self._changes[item.source_path] < _CHANGES:
            self._consider(with_hash(replace(item, sha256=None)))
        else:
            self._give_up(replace(item, sha256=None), "file-changed", "", 0.0)

    def _give_up(self, item: Item, code: str, detail: str, seconds: float) -> None:
        known = self.journal.index.documents.get(item.key)
        if item.sha256 is None and known is not None and known.version == self.version and known.codes == (code,):
            self._name(item, "failed")
            return
        rows = failure_rows(item.source_path, code, detail, item.sha256, item.size)
        data, spans = batches.encode(rows, schemas())
        entry = Entry(item.key, self.version, self._schema, ("failed",), 0, seconds, (code,), spans)
        self._add(item, entry, data, detail)

    def _add(self, item: Item, entry: Entry, data: bytes, detail: str = "") -> None:
        self.journal.add_document(entry, data)
        self.watch.counts.pages += entry.pages
        self._name(item, entry.status, entry, detail)

    def _forget_old_names(self, item: Item) -> None:
        """Names of the same bytes from earlier runs, where nothing is any more: the file was renamed."""
        for path in self._before.pop(item.key, ()):
            if path != item.source_path and not still_there(path):
                self.journal.drop_path(path)

    def _skip(self, item: Item, why: str) -> None:
        """A file that is not tried: the log names it; rows that it has from an earlier run stay."""
        self.watch.counts.skipped += 1
        self.watch.record({"source_path": item.source_path, "result": "skipped", "detail": why})

    def _name(self, item: Item, how: str, entry: Entry | None = None, detail: str = "") -> None:
        """Say that this path is settled: counts, log line, and the path's record."""
        reading = self.entry(item.key)
        if no_statement(reading) and not item.named and not item.claims_pdf:
            self.journal.skip_path(item.source_path, item.key)
            self._settled.add(item.key)
            self.watch.counts.skipped += 1
            self.watch.counts.total -= 1
            why = {"source_path": item.source_path, "result": "skipped", "codes": list(reading.codes)}
            self.watch.record(why)
            return
        self.journal.add_path(item.source_path, item.key)
        self._forget_old_names(item)
        self.outcome[item.source_path] = item.key
        self._settled.add(item.key)
        counts = self.watch.counts
        setattr(counts, how, getattr(counts, how) + 1)
        if how != "known":
            counts.bytes_done += item.size
        line: dict[str, Any] = {"source_path": item.source_path, "sha256": item.sha256, "result": how}
        if entry is not None:
            line |= {"pages": entry.pages, "seconds": round(entry.seconds, 3), "codes": list(entry.codes)}
        if detail:
            line["detail"] = detail
        self.watch.record(line)
