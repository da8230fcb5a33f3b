"""Watching a run: counts, progress, the status file that `hyokasho status` reads, and the log (one JSON line each)."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from rich.cells import cell_len, set_cell_size

from hyokasho.pipeline.engine.errors import RunError, explain_os_error
from hyokasho.pipeline.engine.flight import Flight
from hyokasho.pipeline.engine.places import Place
from hyokasho.pipeline.engine.system import began, host_name
from hyokasho.pipeline.language import say

STATUS_NAME = "status.json"
_STATUS_SECONDS = 2.0
_LINE_SECONDS = 10.0
_COLUMNS = 60
"""Of a line of progress: it fits a narrow terminal and half a window."""


@dataclass(slots=True)
class Counts:
    """Files of this run. `known` were read by an earlier run, `same` have the bytes of another file.

    `skipped` are files of folders that are no statements; they are in no other count.
    """

    total: int = 0
    ok: int = 0
    partial: int = 0
    failed: int = 0
    known: int = 0
    same: int = 0
    skipped: int = 0
    pages: int = 0
    bytes_total: int = 0
    bytes_done: int = 0

    @property
    def done(self) -> int:
        return self.ok + self.partial + self.failed + self.known + self.same


@dataclass(slots=True)
class Watch:
    """What a run tells while it works. Its status file goes to `folder` of `place`, its lines to `log`."""

    place: Place
    folder: str
    counts: Counts = field(default_factory=Counts)
    log: TextIO | None = None
    state: str = "running"
    began: float = field(default_factory=time.monotonic)
    _display: Any = None
    _last_status: float = 0.0
    _last_line: float = field(default_factory=time.monotonic)

    def start(self, total: int, total_bytes: int) -> None:
        self.counts.total, self.counts.bytes_total = total, total_bytes
        if sys.stderr.isatty():
            from hyokasho.pipeline.engine.display import Display

            self._display = Display()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def rate(self) -> float:
        """Pages per second so far."""
        return self.counts.pages / self.seconds if self.seconds > 0 else 0.0

    def seconds_left(self, in_flight: Sequence[Flight] = ()) -> float | None:
        """By the bytes still to be read, less those of pages already read; None until something was read."""
        counts = self.counts
        begun = sum((one.page - 1) / one.pages for one in in_flight if one.pages)
        done = counts.bytes_done + begun * counts.bytes_total / max(counts.total, 1)
        if not done or self.seconds < 1:
            return None
        return max(0.0, self.seconds * (counts.bytes_total - done) / done)

    def record(self, line: dict[str, Any]) -> None:
        """Write one line about one document into the log."""
        if self.log is not None:
            stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
            self.log.write(json.dumps({"time": stamp, **line}, ensure_ascii=False) + "\n")
            self.log.flush()

    def tick(self, in_flight: Sequence[Flight]) -> None:
        """Call often; shows progress and writes the status file now and then."""
        now = time.monotonic()
        if self._display is not None:
            self._display.update(self.line(in_flight, _COLUMNS - 2))
        elif now - self._last_line >= _LINE_SECONDS:
            self._last_line = now
            print(self.line(in_flight), file=sys.stderr, flush=True)
        if now - self._last_status >= _STATUS_SECONDS:
            self._last_status = now
            self.write_status(in_flight)

    def line(self, in_flight: Sequence[Flight], columns: int = _COLUMNS) -> str:
        """Progress in one line of at most so many columns; what matters least is left out first."""
        counts = self.counts
        left = self.seconds_left(in_flight)
        pages = counts.pages + sum(max(one.page - 1, 0) for one in in_flight)
        by_ocr = next((one for one in in_flight if one.ocr), None)
        parts = [
            say("{done}/{total} files", done=counts.done, total=counts.total),
            say("{pages} pages", pages=pages),
            say("{time} left", time=duration(left)) if left is not None else "",
            say("OCR at page {page}/{pages}", page=by_ocr.page, pages=by_ocr.pages) if by_ocr else "",
            say("{count} failed", count=counts.failed) if counts.failed else "",
            say("{count} partial", count=counts.partial) if counts.partial else "",
            say("{rate:.1f} pages/s", rate=self.rate()),
        ]
        shown = [part for part in parts if part]
        while len(shown) > 1 and cell_len(" | ".join(shown)) > columns:
            shown.pop()
        return set_cell_size(" | ".join(shown), columns).rstrip()

    def write_status(self, in_flight: Sequence[Flight]) -> None:
        counts = self.counts
        left = self.seconds_left(in_flight)
        status = {
            "state": self.state,
            "host": host_name(),
            "pid": os.getpid(),
            "process_started": began(),
            "updated": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "files": counts.total,
            "done": counts.done,
            "ok": counts.ok,
            "partial": counts.partial,
            "failed": counts.failed,
            "known": counts.known,
            "same_bytes": counts.same,
            "skipped": counts.skipped,
            "pages": counts.pages,
            "pages_per_second": round(self.rate(), 2),
            "seconds_left": None if left is None else round(left),
            "in_flight": [
                {"source_path": one.path, "seconds": round(one.seconds, 1), "page": one.page, "pages": one.pages,
                 "ocr": one.ocr}
                for one in in_flight[:16]
            ],
        }
        self.place.write(f"{self.folder}/{STATUS_NAME}", json.dumps(status, ensure_ascii=False, indent=1).encode())

    def stop(self, state: str) -> None:
        """End the display and say how the run ended."""
        self.state = state
        if self._display is not None:
            self._display.stop()
            self._display = None
        self.write_status([])


def open_log(path: str) -> TextIO:
    """The log file, appended to. Raises RunError where it cannot be written."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return open(path, "a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise RunError(explain_os_error(error, say("cannot write the log {path}", path=path))) from error


def visible(text: str, longest: int = 100) -> str:
    """A file name that cannot do anything to a terminal: control and direction characters are spelled out."""
    safe = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
    return safe if len(safe) <= longest else "..." + safe[-longest + 3 :]


def duration(seconds: float) -> str:
    """`75` -> `1:15`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
