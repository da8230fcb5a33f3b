"""Worker processes: each slot runs one document at a time in a process of its own.

A slot shares nothing with the others, so that a process killed at a bad moment cannot hold them up. A document that
fails in a process that has read others before is read once more in a fresh one: no document pays for its predecessors.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import psutil

from hyokasho.pipeline.engine import system
from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.flight import Flight
from hyokasho.pipeline.engine.limits import CORES, Limits
from hyokasho.pipeline.engine.patience import Patience
from hyokasho.pipeline.engine.worker import Worker, WorkerEnded
from hyokasho.pipeline.engine.worklist import Item
from hyokasho.pipeline.language import say

_TICK = 0.25
_KILL_SECONDS = 10.0
_END_SECONDS = 20.0
"""So long a process that was told to end may need to hand back what it has read."""
_RETRIES = 3


class _TooMuchMemory(Exception):
    """The process takes more memory than a document may."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a document: its rows as bytes with a note on them, or a failure (issue code and detail)."""

    item: Item
    data: bytes = b""
    note: dict[str, Any] = field(default_factory=dict)
    failure: str | None = None
    detail: str = ""
    seconds: float = 0.0


class Engine(Protocol):
    """Something that reads documents: local processes or a cluster."""

    capacity: int

    def warm_up(self, documents: int, pdf: bool) -> None: ...
    def submit(self, item: Item) -> None: ...
    def replies(self, seconds: float) -> list[Reply | BaseException]: ...
    def in_flight(self) -> list[Flight]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """The settings that all documents of a run share."""

    limits: Limits
    reader: str
    threads: int = 1


class Slot:
    """One worker process after another. `read` blocks; call it from one thread only."""

    def __init__(self, job: Job, spool: Path) -> None:
        self._job = job
        self._spool = Path(tempfile.mkdtemp(prefix="slot-", dir=spool))
        self._worker: Worker | None = None
        self._served = 0
        self._closing = False
        self.page = self.pages = 0
        self.ocr = False
        self._lent = job.threads

    def lend(self, cores: int) -> None:
        """Let the process use so many cores from its next page on."""
        if cores != self._lent:
            self._lent = cores
            with contextlib.suppress(OSError):  # it goes on with those it has
                (self._spool / CORES).write_text(str(cores), encoding="ascii")

    def warm_up(self, pdf: bool) -> None:
        """Start the process, which imports what it reads with; call it before the first `read`, from any thread."""
        self._running({"reader": self._job.reader, "pdf": pdf})

    def read(self, item: Item) -> Reply:
        """Read a document. Raises RunError where the spool folder fails, nothing for a bad document."""
        if self._served >= self._job.limits.documents_per_worker:
            self._restart()
        reply = self._try(item)
        if reply.failure in {"crashed", "memory-limit"} and self._served > 0:
            self._restart()
            reply = self._try(item)
        elif reply.failure == "timeout" and self.page > 1:
            self._restart()
            kept = self._try(item, self.page - 1, reply.detail)  # the pages that were finished before
            reply = reply if kept.failure else replace(kept, seconds=kept.seconds + reply.seconds)
        if reply.failure:
            self._restart()
        else:
            self._served += 1
        return reply

    def _try(self, item: Item, until: int | None = None, why: str = "") -> Reply:
        began = time.monotonic()
        for _ in range(_RETRIES):
            note = self._ask(item, until, why)
            if note.get("failure") not in {"crashed", "memory-limit"} or self._claim.exists() or self._closing:
                break
            self._restart()  # it ended before it took the document
        else:
            note = {"failure": "crashed", "detail": "no worker process would start"}
        seconds = time.monotonic() - began
        if "broken" in note:
            raise RunError(say("cannot write to {folder}", folder=self._spool) + f": {note['detail']}")
        if "failure" in note:
            return Reply(item, failure=note["failure"], detail=note["detail"], seconds=seconds)
        return self._collect(item, note, seconds)

    def _ask(self, item: Item, until: int | None, why: str) -> dict[str, Any]:
        """Hand the document to the process and wait; a verdict is a note with `failure`."""
        answer = self._spool / "answer"
        for ending in ("", ".claim", ".progress", ".stop"):
            Path(f"{answer}{ending}").unlink(missing_ok=True)
        patience = Patience(self._job.limits)
        with self._on_disk(item) as path:
            worker = self._running()
            worker.ask((path, item.source_path, str(answer), self._job.reader, until, why))
            try:
                note: dict[str, Any] = json.loads(self._wait(worker, patience))
            except WorkerEnded as error:
                return _verdict(error.code)
            except _TooMuchMemory:
                return {"failure": "memory-limit", "detail": ""}
            except TimeoutError:
                return {"failure": "timeout", "detail": patience.ended}
            return note

    def _wait(self, worker: Worker, patience: Patience) -> str:
        """The process's note. A reading that takes too long is told to end, then given up (TimeoutError)."""
        while (text := worker.answer(_TICK)) is None:
            ended = patience.ended
            if patience.look(self._progress()) and not ended:
                self._tell_to_end(patience.ended)
            if self._closing or patience.waited > _END_SECONDS:
                raise TimeoutError
            if self._takes_too_much():
                raise _TooMuchMemory
        return text

    def _progress(self) -> str:
        """Where reading is, as text; `page`, `pages` and `ocr` say it in numbers. The start of a process counts too."""
        try:
            seen = (self._spool / "answer.progress").read_text(encoding="ascii")
            self.page, self.pages, ocr = map(int, seen.split())
            self.ocr = bool(ocr)
        except (FileNotFoundError, ValueError):
            self.page, self.pages, self.ocr = 0, 0, False
            return "begun" if self._claim.exists() else ""
        return str(self.page)

    def _tell_to_end(self, why: str) -> None:
        (self._spool / "answer.stop").write_text(why, encoding="utf-8")
        pid = self._reader()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                system.alarm(pid)

    def _takes_too_much(self) -> bool:
        """Whether the process takes more memory than it may, where the system itself does not see to it."""
        most, pid = self._job.limits.memory_bytes, self._reader()
        return not system.keeps_memory_limit() and most is not None and pid is not None and system.memory_of(pid) > most

    def _reader(self) -> int | None:
        """The process that took the document; None where none has yet."""
        try:
            return int(self._claim.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    @property
    def _claim(self) -> Path:
        return self._spool / "answer.claim"

    @contextlib.contextmanager
    def _on_disk(self, item: Item) -> Any:
        """A local path of the document: its own, or a copy of a remote one that goes away again."""
        if item.source is None:
            yield item.location
            return
        copy = self._spool / "document"
        try:
            item.source.fetch(item.location, copy)
            yield str(copy)
        finally:
            copy.unlink(missing_ok=True)

    def _collect(self, item: Item, note: dict[str, Any], seconds: float) -> Reply:
        answer = self._spool / "answer"
        try:
            if answer.stat().st_size > self._job.limits.result_bytes:
                return Reply(item, failure="result-too-large", detail="bytes", seconds=seconds)
            return Reply(item, answer.read_bytes(), note, seconds=note["seconds"])
        except FileNotFoundError:
            return Reply(item, failure="crashed", detail="no answer was left", seconds=seconds)
        finally:
            answer.unlink(missing_ok=True)

    def _running(self, prepare: dict[str, Any] | None = None) -> Worker:
        """The process; one that is started now makes itself ready first if it is to `prepare`."""
        if self._worker is None:
            limits, threads = asdict(self._job.limits), self._job.threads
            told = {"spool": str(self._spool), "limits": limits, "threads": threads, "prepare": prepare}
            self._worker = Worker(told)
            mark = self._spool / f"{self._worker.pid}.pid"
            mark.write_text(repr(system.began(self._worker.pid)), encoding="ascii")
        return self._worker

    def _restart(self) -> None:
        """End the process with all that it started; the next document gets a new one."""
        worker, self._worker, self._served = self._worker, None, 0
        families = self._families()
        self._kill_groups()
        system.kill_each(families)
        if worker is not None:
            worker.end()

    def _families(self) -> list[psutil.Process]:
        """The workers of this slot with all that they started, where the system knows no groups."""
        if not system.portable():
            return []
        pids = [int(mark.stem) for mark in self._spool.glob("*.pid") if _still_ours(mark)]
        return [one for pid in pids for one in system.family_of(pid)]

    def _kill_groups(self) -> None:
        """Kill every process group that a worker of this slot led."""
        for mark in self._spool.glob("*.pid"):
            if _still_ours(mark):
                system.kill_all_of(int(mark.stem))
            mark.unlink(missing_ok=True)

    def stop_waiting(self) -> None:
        """Make a `read` in another thread give up soon."""
        self._closing = True

    def close(self) -> None:
        self._restart()
        shutil.rmtree(self._spool, ignore_errors=True)


def _still_ours(mark: Path) -> bool:
    """Whether the process number of a worker has not been given to a stranger since.

    While a group lives its number is not given away, so a number without a process is ours or nobody's.
    """
    pid = int(mark.stem)
    try:
        return not psutil.pid_exists(pid) or system.lives(pid, float(mark.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return False


def _verdict(code: int) -> dict[str, Any]:
    """What the end of a worker process says about its document."""
    if system.was_file_too_large(code):
        return {"failure": "result-too-large", "detail": "bytes"}
    if system.was_killed(code):
        return {"failure": "memory-limit", "detail": "killed by the system"}
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return {"failure": "crashed", "detail": name}
    return {"failure": "crashed", "detail": f"exit code {code} without an answer"}


class Deliveries:
    """What engines have in common: answers arrive in `_done`, `_flying` tells since when each document is out."""

    def __init__(self) -> None:
        self._done: queue.Queue[Reply | BaseException] = queue.Queue()
        self._flying: dict[str, float] = {}

    def replies(self, seconds: float) -> list[Reply | BaseException]:
        """What arrived; waits up to `seconds` for the first."""
        found: list[Reply | BaseException] = []
        with contextlib.suppress(queue.Empty):
            found.append(self._done.get(timeout=seconds))
            while True:
                found.append(self._done.get_nowait())
        return found

    def in_flight(self) -> list[Flight]:
        """Documents handed out, oldest first."""
        now = time.monotonic()
        found = [Flight(path, now - began, *self._where(path)) for path, began in dict(self._flying).items()]
        return sorted(found, key=lambda one: -one.seconds)

    def _where(self, path: str) -> tuple[int, int, bool]:
        """Page, pages and OCR of a document being read, as far as they are known."""
        return 0, 0, False

    def warm_up(self, documents: int, pdf: bool) -> None:
        """Begin to make ready for so many documents, a `pdf` among them, where that takes time; returns at once."""


class LocalEngine(Deliveries):
    """As many slots as workers, each served by a thread."""

    def __init__(self, workers: int, job: Job, spool: Path) -> None:
        self.capacity = 2 * workers
        self._todo: queue.Queue[Item | None] = queue.Queue()
        super().__init__()
        self._reading: dict[str, Slot] = {}
        self._slots = [Slot(job, spool) for _ in range(workers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(slot,), name=f"slot-{number}", daemon=True)
            for number, slot in enumerate(self._slots)
        ]
        for thread in self._threads:
            thread.start()

    def _serve(self, slot: Slot) -> None:
        while (item := self._todo.get()) is not None:
            slot.page = slot.pages = 0
            self._reading[item.source_path] = slot
            self._lend_cores()
            self._flying[item.source_path] = time.monotonic()
            try:
                self._done.put(slot.read(item))
            except BaseException as error:
                self._done.put(error)
            finally:
                self._flying.pop(item.source_path, None)
                self._reading.pop(item.source_path, None)
                self._lend_cores()

    def _lend_cores(self) -> None:
        """Share the cores among the documents left: at the end of a run the last ones need not wait for one core."""
        at_work = min(len(self._slots), len(self._reading) + self._todo.qsize())
        cores = max(1, (os.cpu_count() or 1) // max(1, at_work))
        for slot in list(self._reading.values()):
            slot.lend(cores)

    def _where(self, path: str) -> tuple[int, int, bool]:
        slot = self._reading.get(path)
        return (slot.page, slot.pages, slot.ocr) if slot is not None else (0, 0, False)

    def warm_up(self, documents: int, pdf: bool) -> None:
        for slot in self._slots[:documents]:
            slot.warm_up(pdf)

    def submit(self, item: Item) -> None:
        self._todo.put(item)

    def close(self) -> None:
        """End all workers at once; what they were reading is lost (and read again by the next run)."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._todo.get_nowait()
        # Asked before the threads end: Linux ends a worker with the thread that started it, and then nobody knows,
        # where there are no groups, what the worker had started.
        families = [one for slot in self._slots for one in slot._families()]
        for slot in self._slots:
            slot.stop_waiting()
            self._todo.put(None)
        for slot, thread in zip(self._slots, self._threads, strict=True):
            if thread.is_alive():
                slot._kill_groups()
            thread.join(timeout=_KILL_SECONDS)
            slot.close()
        system.kill_each(families)
