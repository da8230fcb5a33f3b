"""The command `hyokasho run`: lock the output folder, read what has to be read, write the tables, say how it went.

A run has two parts. Reading appends to the journal in `OUT/.hyokasho`; it may be stopped at any moment and goes on from
there. Writing makes the tables from the journal alone, so their bytes do not depend on how the reading went.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hyokasho.pipeline.engine.errors import RunError, explain_os_error
from hyokasho.pipeline.engine.interrupts import terminable
from hyokasho.pipeline.engine.limits import READER, Limits
from hyokasho.pipeline.engine.places import Place, is_address, open_place
from hyokasho.pipeline.language import say

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130

STATE = ".hyokasho"
"""Folder of the engine's own files in the output folder; readers of Parquet skip it."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` (from 1) of `count` of a corpus."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """`2/8`. Raises RunError for anything else."""
        number, slash, count = text.partition("/")
        if slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
            return cls(int(number), int(count))
        raise RunError(say("--shard {text}: expected i/n with 1 <= i <= n, for example 3/8", text=text))

    @property
    def folder(self) -> str:
        return f"{STATE}/shards/{self.number}-of-{self.count}"


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that a run can be told besides its paths; see `hyokasho run --help`."""

    workers: int
    limits: Limits
    fresh: bool = False
    limit: int | None = None
    only_failed: bool = False
    shard: Shard | None = None
    engine: str = "local"
    scheduler: str | None = None
    partition_by: str | None = None
    log: str | None = None
    reader: str = READER
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Where this run keeps its state."""
        return self.shard.folder if self.shard else STATE


def run(
    paths: Sequence[str],
    output: str,
    *,
    workers: int | None = None,
    fresh: bool = False,
    stall: float | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    limit: int | None = None,
    only_failed: bool = False,
    shard: str | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    partition_by: str | None = None,
    log: str | None = None,
    reader: str = READER,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> int:
    """Read files and folders into the tables below `output`; returns the exit code.

    `stall` is in seconds without a page finished, `timeout` in seconds per document, `memory` in MiB per worker (0: no
    limit).
    0: all read (ok or partial), 1: at least one file failed, 2: wrong usage, nothing to do or output not usable,
    130: interrupted. `reader` is the dotted name of the function that reads one file.
    """

    def read() -> int:
        options = Options(
            workers=workers or os.cpu_count() or 1,
            limits=_limits(stall, timeout, memory),
            fresh=fresh,
            limit=limit,
            only_failed=only_failed,
            shard=Shard.parse(shard) if shard else None,
            engine=engine,
            scheduler=scheduler,
            partition_by=partition_by,
            log=log,
            reader=reader,
            include=tuple(include),
            exclude=tuple(exclude),
        )
        with terminable():
            return _run(paths, output, options)

    return exit_code_of(read, output)


def exit_code_of(work: Callable[[], int], output: str) -> int:
    """The exit code of `work`; what ends it before its time is told the user in one line."""
    try:
        return work()
    except KeyboardInterrupt:
        print("hyokasho: " + say("interrupted; the same command goes on from here"), file=sys.stderr)
        return EXIT_INTERRUPTED
    except RunError as error:
        print(f"hyokasho: {error}", file=sys.stderr)
    except OSError as error:
        print(f"hyokasho: {explain_os_error(error, say('cannot write to {folder}', folder=output))}", file=sys.stderr)
    return EXIT_USAGE


def _limits(stall: float | None, timeout: float | None, memory: int | None) -> Limits:
    base = Limits()
    return Limits(
        stall_seconds=base.stall_seconds if stall is None else stall,
        seconds=base.seconds if timeout is None else timeout,
        memory_bytes=base.memory_bytes if memory is None else (memory << 20) or None,
    )


def _run(paths: Sequence[str], output: str, options: Options) -> int:
    from hyokasho.pipeline.engine.owned import refuse_foreign
    from hyokasho.pipeline.engine.worklist import Choice, in_shard, list_work

    skip = None if is_address(output) else Path(output)
    items = list_work(paths, skip, Choice(options.include, options.exclude))
    if not items:
        raise RunError(say("nothing to do: there is no file in {paths}", paths=", ".join(paths)))
    if options.shard:
        items = [item for item in items if in_shard(item, options.shard.number, options.shard.count)]
    skipped = [item for item in items if item.skip]
    items = [item for item in items if not item.skip][: options.limit] + skipped
    place = open_place(output)
    refuse_foreign(place, STATE)
    with place.lock(f"{options.folder}/lock"):
        return _locked(place, items, options)


def _locked(place: Place, items: list[Any], options: Options) -> int:
    if options.fresh:
        _empty(place, options)
    with _spool(place, options.folder) as spool, contextlib.closing(_engine(options, spool)) as engine:
        if not place.names(f"{options.folder}/journal"):  # nothing is known: something has to be read
            tried = [item for item in items if not item.skip]
            engine.warm_up(len(tried), any(item.claims_pdf for item in tried))
        return _with_engine(place, items, options, engine)


def _with_engine(place: Place, items: list[Any], options: Options, engine: Any) -> int:
    """The run from the journal on. What it needs is imported here, while the workers of the engine start."""
    from hyokasho.pipeline.engine.journal import Index, Journal
    from hyokasho.pipeline.engine.owned import has_tables
    from hyokasho.pipeline.engine.watch import Watch, open_log

    journal = Journal(place, f"{options.folder}/journal")
    journal.load()
    if not journal.index.documents and not options.shard and has_tables(place, STATE):
        raise RunError(
            say("the output folder holds tables, but what they were made from is gone; begin anew with --fresh")
        )
    base = Journal(place, f"{STATE}/journal").load() if options.shard else Index()
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(open_log(options.log)) if options.log else None
        watch = Watch(place, options.folder, log=log)
        try:
            session = _read(journal, base, items, options, watch, engine)
            counts = {} if options.shard else publish_tables(journal, options.partition_by)
        except BaseException as error:
            journal.close()
            with contextlib.suppress(OSError):
                watch.stop("interrupted" if isinstance(error, KeyboardInterrupt) else "broken off")
            raise
        watch.stop("finished")
        journal.tidy()
    return _report(session, counts, watch)


def _read(journal: Any, base: Any, items: list[Any], options: Options, watch: Any, engine: Any) -> Any:
    from hyokasho.pipeline.engine.session import Session
    from hyokasho.pipeline.engine.version import reader_version

    version = reader_version() if options.reader == READER else f"{reader_version()}:{options.reader}"
    session = Session(journal, engine, watch, version, options.only_failed, base)
    tried = [item for item in items if not item.skip]
    watch.start(len(tried), sum(item.size for item in tried))
    try:
        session.read_all(items)
    finally:
        engine.close()
    journal.close()
    return session


def _engine(options: Options, spool: Path) -> Any:
    from hyokasho.pipeline.engine.pool import Job, LocalEngine

    threads = max(1, (os.cpu_count() or 1) // options.workers)
    job = Job(options.limits, options.reader, threads)
    if options.engine == "dask":
        from hyokasho.pipeline.engine.dask_engine import DaskEngine

        return DaskEngine(options.scheduler, options.workers, job, spool)
    return LocalEngine(options.workers, job, spool)


@contextlib.contextmanager
def _spool(place: Place, folder: str) -> Iterator[Path]:
    """A folder for answers on their way; what a killed run left there goes first."""
    if place.local is None:
        with tempfile.TemporaryDirectory(prefix="hyokasho-") as name:
            yield Path(name)
        return
    spool = (place.local / folder / "spool").absolute()
    shutil.rmtree(spool, ignore_errors=True)
    spool.mkdir(parents=True)
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def publish_tables(journal: Any, partition_by: str | None) -> dict[str, int]:
    """Write the tables if they are not those that the journal describes; returns rows per table."""
    from hyokasho.pipeline.corrections import FILE, parse_corrections
    from hyokasho.pipeline.describe import describe
    from hyokasho.pipeline.engine import tables
    from hyokasho.pipeline.engine.owned import read_marker, write_marker

    place = journal.place
    corrections = place.read(FILE)
    parsed = parse_corrections(corrections, place.shown(FILE))
    signature = tables.state_signature(journal.index, partition_by, corrections)
    published = read_marker(place, STATE)
    if published.get("signature") == signature and tables.has_all_files(place, published["files"]):
        return dict(published["rows"])
    place.remove_folder(f"{STATE}/next")
    try:
        rows = tables.write_tables(journal, f"{STATE}/next", partition_by, parsed)
        files = tables.publish(place, STATE)
        describe(place, files, rows)
        write_marker(place, STATE, files, signature=signature, rows=rows)  # last: killed before, all is written again
    except (OSError, RunError):
        with contextlib.suppress(OSError):
            place.remove_folder(f"{STATE}/next")
        raise
    return rows


def _empty(place: Place, options: Options) -> None:
    """`--fresh`: remove our tables and state (a shard: its own state only). Nothing else in the folder is touched.

    The journal goes after the tables and the marker last: killed in between, nothing becomes a file of nobody.
    """
    from hyokasho.pipeline.engine.owned import MARKER, owned_files, remove_owned

    if options.shard:
        place.remove_folder(f"{options.folder}/journal")
        return
    with contextlib.ExitStack() as stack:
        for shard in place.folders(f"{STATE}/shards"):
            stack.enter_context(place.lock(f"{STATE}/shards/{shard}/lock"))
        remove_owned(place, owned_files(place, STATE))
        for name in ("journal", "next"):
            place.remove_folder(f"{STATE}/{name}")
        place.remove(f"{STATE}/{MARKER}")
    place.remove_folder(f"{STATE}/shards")


def _report(session: Any, rows: dict[str, int], watch: Any) -> int:
    from hyokasho.pipeline.engine.summary import print_summary

    entries = {path: session.entry(key) for path, key in sorted(session.outcome.items())}
    print_summary(entries, rows, watch)
    return EXIT_FAILED if any(entry.status == "failed" for entry in entries.values()) else EXIT_OK
