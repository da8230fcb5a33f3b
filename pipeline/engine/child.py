"""The inside of a worker process: limits, the clock, one document at a time.

The rows go into a file of the spool folder, a short JSON text goes back: only plain data crosses the border, and a
process killed in the middle of an answer cannot tear a message that others share.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from hyokasho.normalizers.dictionary import tagger
from hyokasho.parsers.sources.progress import ReadingStopped, progress
from hyokasho.pipeline.engine import system
from hyokasho.pipeline.engine.lean import leave_pandas_out
from hyokasho.pipeline.engine.limits import CORES, Limits

Reader = Callable[[str, str], dict[str, list[dict[str, Any]]]]

_PDEATHSIG = 1
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def serve() -> None:
    """The life of a worker: the first line of its input says what it is, every other one names a document to read.

    A line of its output answers each of those; whatever else is printed goes nowhere.
    """
    with os.fdopen(os.dup(0), "rb") as orders, os.fdopen(os.dup(1), "wb", buffering=0) as answers:
        told = json.loads(orders.readline())
        limits = Limits(**told["limits"])
        start(told["spool"], limits, told["threads"])
        if told["prepare"]:
            with contextlib.suppress(Exception):  # the first document will say it
                prepare(**told["prepare"])
        for order in orders:
            path, source_path, answer, reader, until, why = json.loads(order)
            answers.write(read(path, source_path, answer, reader, limits, until, why).encode() + b"\n")


def start(spool: str, limits: Limits, threads: int) -> None:
    """Prepare a fresh worker: a process group of its own, no terminal, limits, no life after the supervisor."""
    # What is imported stays, and rows and words live for one document and hang together in trees: there is little for
    # the collector to find.
    gc.set_threshold(100_000, 50, 100)
    system.lead_own_group()
    _die_with_parent()
    _silence()
    system.on_alarm(_end_reading)
    system.ignore_termination()
    system.limit(limits.memory_bytes, 4 * limits.result_bytes)
    for name in _THREAD_VARIABLES:
        os.environ.setdefault(name, str(threads))
    progress.cores = lambda: _cores(spool, threads)
    tempfile.tempdir = spool
    _keep_address_space()
    leave_pandas_out()


def _cores(spool: str, threads: int) -> int:
    """What the supervisor lends this worker, `threads` where it has said nothing."""
    try:
        with open(os.path.join(spool, CORES), encoding="ascii") as stream:
            return max(1, int(stream.read()))
    except (OSError, ValueError):
        return threads


def _die_with_parent() -> None:
    """Linux: be killed when the supervisor dies. Elsewhere the closed pipe ends an idle worker."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)


def _keep_address_space() -> None:
    """Arrow's own pool takes a gigabyte of address space with its first array, out of what a document may use."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())


def _silence() -> None:
    """Whatever a library prints, a gigabyte of it too, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def read(
    path: str, source_path: str, answer: str, reader: str, limits: Limits, until: int | None = None, why: str = ""
) -> str:
    """Read one document, leave its rows in the file `answer`, return a note on it as JSON.

    Pages after `until` are left out, because of `why`. The file `answer`.progress tells where reading is. An alarm
    (where there is none: the next page) ends the reading of pages, for the reason in the file `answer`.stop.

    The note has `spans`, `statuses`, `sha256`, `pages`, `codes`, `seconds`, or `failure` (a code) and `detail`,
    or `broken` where the spool folder cannot be written.
    """
    began = time.monotonic()
    try:
        with open(answer + ".claim", "w", encoding="ascii") as claim:
            claim.write(str(os.getpid()))
    except OSError as error:
        return json.dumps({"broken": error.errno, "detail": str(error.strerror)})
    try:
        with _listening(answer, until, why):
            rows = _reader(reader)(path, source_path)
        note = _write(rows, answer, limits)
    except ReadingStopped as stop:
        note = {"failure": "timeout", "detail": str(stop)}
    except MemoryError:
        note = {"failure": "memory-limit", "detail": ""}
    except BaseException as error:
        note = {"failure": "internal-error", "detail": _describe(error)}
    note["seconds"] = time.monotonic() - began
    return json.dumps(note)


_stop_file: str | None = None
"""Where the reason stands why reading has to end; None while nothing is read."""


@contextlib.contextmanager
def _listening(answer: str, until: int | None, why: str) -> Iterator[None]:
    """Tell of pages, and be ready to end, while one document is read."""
    global _stop_file

    def tell(page: int, pages: int, ocr: bool) -> None:
        if system.portable() and os.path.exists(answer + ".stop"):
            _end_reading()  # (no signal comes: heard between pages)
        with open(answer + ".progress", "w", encoding="ascii") as stream:
            stream.write(f"{page} {pages} {int(ocr)}")

    progress.tell, progress.until, progress.why = tell, until, why
    _stop_file = answer + ".stop"
    try:
        yield
    finally:
        _stop_file = None
        progress.tell, progress.until, progress.why = None, None, ""


def _end_reading(*_: object) -> None:
    """The alarm: the supervisor's patience is at its end. Once only, so that what was read can be handed back."""
    global _stop_file
    name, _stop_file = _stop_file, None
    if name is not None:
        with open(name, encoding="utf-8") as stream:
            raise ReadingStopped(stream.read())


def prepare(reader: str, pdf: bool) -> None:
    """Import what reading and handing back rows needs, MuPDF where a `pdf` is among the files."""
    from hyokasho.pipeline.engine.tables import schemas

    _reader(reader)
    if pdf:
        importlib.import_module("hyokasho.parsers.sources.pdf")
    schemas()


def _reader(dotted: str) -> Reader:
    module, _, name = dotted.rpartition(".")
    reader: Reader = getattr(importlib.import_module(module), name)
    tagger()  # before a large file has taken the memory that the dictionary needs: values must not depend on it
    return reader


def _write(rows: dict[str, list[dict[str, Any]]], answer: str, limits: Limits) -> dict[str, Any]:
    from hyokasho.pipeline.engine.batches import encode
    from hyokasho.pipeline.engine.tables import schemas

    count = sum(len(table) for table in rows.values())
    if count > limits.result_rows:
        return {"failure": "result-too-large", "detail": f"{count} rows"}
    data, spans = encode(rows, schemas())
    if len(data) > limits.result_bytes:
        return {"failure": "result-too-large", "detail": f"{len(data)} bytes"}
    try:
        with open(answer, "wb") as stream:
            stream.write(data)
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"failure": "result-too-large", "detail": f"{len(data)} bytes"}
        return {"broken": error.errno, "detail": str(error.strerror)}
    documents = rows.get("documents", [])
    return {
        "spans": spans,
        "statuses": [row.get("status") for row in documents],
        "coverage": min((row.get("coverage") or 0.0 for row in documents), default=0.0),
        "sha256": documents[0].get("sha256") if documents else None,
        "pages": max((row.get("pages") or 0 for row in documents), default=0),
        "codes": sorted({row["code"] for row in rows.get("issues", []) if row.get("severity") != "info"}),
    }


def _describe(error: BaseException) -> str:
    """The error and where it arose, short enough for a log line."""
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({frame.name}, line {frame.lineno})" for frame in frames)
    return f"{type(error).__name__}: {str(error)[:400]}{where}"
