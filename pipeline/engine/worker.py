"""A worker process as its supervisor sees it: orders go to its standard input, answers come from its standard output,
a line of JSON each. It needs nothing but an interpreter, so that it starts fast."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any

_CODE = "import sys; sys.path[:] = {path!r}; from hyokasho.pipeline.engine.child import serve; serve()"
"""The worker finds what its supervisor finds, whatever lies in the working directory."""
_END_SECONDS = 10.0


class WorkerEnded(Exception):
    """The process ended without an answer; `code` is its exit code, below 0 the signal that ended it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Worker:
    """A process that serves orders (`child.serve`), one after the other. `settings`: the first line it is told."""

    def __init__(self, settings: dict[str, Any]) -> None:
        command = [sys.executable, "-c", _CODE.format(path=sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._tell(settings)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, order: Sequence[Any]) -> None:
        """Give an order. Where the process is gone, `answer` says so."""
        self._tell(order)

    def _tell(self, data: Any) -> None:
        stream = self._process.stdin
        assert stream is not None
        with contextlib.suppress(OSError):
            stream.write(json.dumps(data).encode() + b"\n")
            stream.flush()

    def answer(self, seconds: float) -> str | None:
        """The answer to the order; None where there is none after so long. Raises WorkerEnded."""
        code = self._process.poll()
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            if code is None:
                return None
            raise WorkerEnded(code) from None  # (what it started may keep its output open)
        if not line.endswith(b"\n"):
            raise WorkerEnded(self._ended())
        return line.decode()

    def end(self) -> None:
        """Kill the process, if it lives."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._ended()
        stream = self._process.stdin
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()

    def _ended(self) -> int:
        try:
            return self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return 0


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Hand on the lines of a worker as they come, and an empty one when there will be no more."""
    with stream, contextlib.suppress(OSError):
        for line in stream:
            answers.put(line)
    answers.put(b"")
