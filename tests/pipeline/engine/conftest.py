"""Every test of the engine works in an empty folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hyokasho.pipeline.engine import child
from hyokasho.pipeline.engine.pool import Deliveries, Job, Reply
from hyokasho.pipeline.engine.worklist import Item


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


class InlineEngine(Deliveries):
    """Reads in this process, at once: for tests that are not about processes."""

    capacity = 1

    def __init__(self, job: Job, spool: Path) -> None:
        super().__init__()
        self._job, self._spool = job, spool

    def submit(self, item: Item) -> None:
        rows = child._reader(self._job.reader)(item.location, item.source_path)
        answer = self._spool / "answer"
        note = child._write(rows, str(answer), self._job.limits)
        self._done.put(Reply(item, answer.read_bytes(), note))

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of this test start no processes and do not wait for the disk."""
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr("hyokasho.pipeline.run._engine", _inline_engine)


def _inline_engine(options: Any, spool: Path) -> InlineEngine:
    return InlineEngine(Job(options.limits, options.reader), spool)
