"""Runs the passes and whole runs in processes of their own and collects the figures."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_SAMPLE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `peak_mib`: resident memory of the process; of a run: of the supervisor, and `worker_mib`.

    `seconds`: of a pass the time of the processor, which other work on the machine hardly changes; of a run the time
    that passes, and `cpu_seconds` the processor's, of all its processes.
    """

    name: str
    pages: int
    seconds: float
    peak_mib: float
    worker_mib: float | None = None
    documents: int | None = None
    cpu_seconds: float | None = None

    @property
    def rate(self) -> float:
        """Pages per second."""
        return self.pages / self.seconds


def measure_pass(name: str, files: Sequence[Path], most: int = 0) -> Figure | None:
    """One pass over the files in its own process; None where the tool is not installed or fails."""
    command = [sys.executable, "-m", "hyokasho.pipeline.bench.passes", name, str(most), *map(str, files)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["no message"]
        print(f"  {name}: not measured ({reason[0]})", file=sys.stderr)
        return None
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Figure(name, found["pages"], found["seconds"], found["peak_mib"])


def measure_shares(files: Sequence[Path]) -> dict[str, float]:
    """The share of each step in the time of one process over the files."""
    command = [sys.executable, "-m", "hyokasho.pipeline.bench.shares", *map(str, files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])["shares"]
    return found


_RUN = """import sys
from hyokasho.pipeline.engine.lean import leave_pandas_out
from hyokasho.pipeline.run import run
leave_pandas_out()
sys.exit(run([sys.argv[1]], sys.argv[2], workers=int(sys.argv[3]), reader=sys.argv[4]))
"""
"""`hyokasho run` with another reader, for which the command has no option."""


def measure_run(folder: Path, workers: int, documents: int, reader: str | None = None) -> Figure:
    """A whole run, files to Parquet, with the start of all processes and the writing of the tables in it.

    `reader`: the dotted name of another function that reads one file.
    """
    with tempfile.TemporaryDirectory() as output:
        command = [sys.executable, "-m", "hyokasho", "run", str(folder), "-o", output, "--workers", str(workers)]
        if reader is not None:
            command = [sys.executable, "-c", _RUN, str(folder), output, str(workers), reader]
        began, used = time.perf_counter(), _children_seconds()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            watch = _Memory(process.pid)
            text = process.communicate()[0].decode()
        seconds, cpu_seconds = time.perf_counter() - began, _children_seconds() - used
        watch.stop()
        if process.returncode not in (0, 1):
            raise RuntimeError(f"the run ended with {process.returncode}: {text[-500:]}")
        status = json.loads(Path(output, ".hyokasho/status.json").read_text(encoding="utf-8"))
    name = f"run, {workers} workers"
    return Figure(name, status["pages"], seconds, watch.parent, watch.children, documents, cpu_seconds)


def _children_seconds() -> float:
    """Processor time of all processes that this one started and that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Memory:
    """Looks at the resident memory of a process and its children until stopped; both in MiB, the largest seen."""

    def __init__(self, pid: int) -> None:
        self.parent = 0.0
        self.children = 0.0
        self._process = psutil.Process(pid)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stopped.wait(_SAMPLE_SECONDS):
            try:
                self.parent = max(self.parent, self._process.memory_info().rss / 2**20)
                for child in self._process.children(recursive=True):
                    self.children = max(self.children, child.memory_info().rss / 2**20)
            except psutil.Error:
                continue

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
