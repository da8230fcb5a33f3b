"""The same reading on Dask workers: the cluster moves files to machines, isolation stays ours, inside each worker.

Dask knows no time limit per task and blames whatever ran on a worker that died. So every worker reads in child
processes of its own (`pool.Slot`), and a file whose worker was lost is handed out again, in the end to this machine.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing.util
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import dask
import distributed

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.limits import READER, Limits
from hyokasho.pipeline.engine.places import open_source
from hyokasho.pipeline.engine.pool import Deliveries, Job, Reply, Slot
from hyokasho.pipeline.engine.version import reader_version
from hyokasho.pipeline.engine.worklist import Item
from hyokasho.pipeline.language import say

LOSSES = 4
"""After so many lost workers a file is read on this machine, where its own fault, if any, comes to light."""

_CONNECT_SECONDS = 30.0
_COUNT_SECONDS = 5.0
_LEAST_IN_FLIGHT = 4
_thread = threading.local()


def read_on_worker(order: str) -> tuple[str, bytes]:
    """Runs on a Dask worker. `order` and the answer are JSON (and the rows as bytes): plain data both ways."""
    told = json.loads(order)
    job = Job(Limits(**told["limits"]), told["reader"], told["threads"])
    source = open_source(told["address"]) if told["address"] else None
    item = Item(told["source_path"], told["location"], told["size"], source, told["sha256"])
    reply = _slot(job).read(item)
    answer = {
        "note": reply.note,
        "failure": reply.failure,
        "detail": reply.detail,
        "seconds": reply.seconds,
        "version": reader_version(),
    }
    return json.dumps(answer), reply.data


def _slot(job: Job) -> Slot:
    """The slot of this thread of the worker, made when it is first needed."""
    if getattr(_thread, "job", None) != job:
        _thread.spool = tempfile.TemporaryDirectory(prefix="hyokasho-", dir=distributed.get_worker().local_directory)
        _thread.slot = Slot(job, Path(_thread.spool.name))
        _thread.job = job
        multiprocessing.util.Finalize(None, _thread.slot.close, exitpriority=100)
    slot: Slot = _thread.slot
    return slot


class DaskEngine(Deliveries):
    """Reads documents on a Dask cluster: the one at `scheduler`, or one of this machine with so many workers."""

    def __init__(self, scheduler: str | None, workers: int, job: Job, spool: Path) -> None:
        self._job = job
        self._cluster: Any = None
        self._client = self._connect(scheduler, workers)
        super().__init__()
        self._futures: dict[str, Any] = {}
        self._losses: dict[str, int] = {}
        self._spool = spool
        self._home: Slot | None = None
        self._home_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="home")
        self._counted = 0.0
        self._capacity = _LEAST_IN_FLIGHT

    def _connect(self, scheduler: str | None, workers: int) -> Any:
        dask.config.set({"distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS}s"})
        try:
            if scheduler is None:
                make_cluster: Any = distributed.LocalCluster
                self._cluster = make_cluster(
                    n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
                )
            connect: Any = distributed.Client
            return connect(scheduler or self._cluster, timeout=_CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise RunError(
                say("no Dask scheduler answers at {address}: {reason}", address=scheduler, reason=error)
            ) from error

    @property
    def capacity(self) -> int:
        """Twice the threads of the cluster as it is now; it may grow and shrink."""
        if time.monotonic() - self._counted > _COUNT_SECONDS:
            self._counted = time.monotonic()
            threads = sum(self._client.nthreads().values())
            self._capacity = max(_LEAST_IN_FLIGHT, 2 * threads)
        return self._capacity

    def submit(self, item: Item) -> None:
        self._flying.setdefault(item.source_path, time.monotonic())
        order = json.dumps(
            {
                "location": item.location,
                "source_path": item.source_path,
                "sha256": item.sha256,
                "size": item.size,
                "address": item.source.address if item.source else None,
                "limits": asdict(self._job.limits),
                "reader": self._job.reader,
                "threads": self._job.threads,
            }
        )
        future = self._client.submit(read_on_worker, order, pure=False, retries=0)
        self._futures[item.source_path] = future
        future.add_done_callback(lambda done: self._arrived(item, done))

    def _arrived(self, item: Item, future: Any) -> None:
        """Called by a thread of Dask when a document is done, failed or lost."""
        try:
            text, data = future.result()
        except BaseException as error:
            self._lost(item, error)
            return
        self._futures.pop(item.source_path, None)
        answer = json.loads(text)
        if self._job.reader == READER and answer["version"] != reader_version():
            message = f"a Dask worker has hyokasho {answer['version']}, this machine {reader_version()}"
            self._done.put(RunError(message))
            return
        self._flying.pop(item.source_path, None)
        self._done.put(Reply(item, data, answer["note"], answer["failure"], answer["detail"], answer["seconds"]))

    def _lost(self, item: Item, error: BaseException) -> None:
        """The worker died or could not work: that says nothing about the file."""
        if self._client.status != "running":
            self._done.put(RunError(say("the Dask scheduler is gone ({reason})", reason=type(error).__name__)))
            return
        losses = self._losses[item.source_path] = self._losses.get(item.source_path, 0) + 1
        if losses < LOSSES:
            self.submit(item)
        else:
            self._home_thread.submit(self._read_at_home, item)

    def _read_at_home(self, item: Item) -> None:
        try:
            if self._home is None:
                self._home = Slot(self._job, self._spool)
            self._done.put(self._home.read(item))
        except BaseException as error:
            self._done.put(error)
        finally:
            self._flying.pop(item.source_path, None)

    def close(self) -> None:
        """Let go of the cluster; one of our own ends."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._futures.values()), force=True)
        if self._home is not None:
            self._home.stop_waiting()
        self._home_thread.shutdown(wait=True, cancel_futures=True)
        if self._home is not None:
            self._home.close()
        for thing in (self._client, self._cluster):
            if thing is not None:
                with contextlib.suppress(Exception):
                    thing.close(timeout=_CONNECT_SECONDS)
