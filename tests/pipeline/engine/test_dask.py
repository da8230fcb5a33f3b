"""The Dask engine: the same bytes as a local run, also when workers are killed, and no file pays for its worker."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.engine.corpus import codes, fingerprint, plain, read, statuses, write

distributed = pytest.importorskip("distributed")
import dask  # noqa: E402


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two worker processes under nannies. A single death of a worker is enough for Dask to blame its tasks."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0, "distributed.worker.profile.enabled": False}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        yield cluster


def _kill_a_worker(address: str, journal: Path, killed: list[int]) -> None:
    """Once something has been read, kill one worker process."""
    while not sum(path.stat().st_size for path in journal.glob("*.log")) > 12_000:
        time.sleep(0.02)
    with distributed.Client(address, set_as_default=False) as client:
        pid = next(iter(client.run(os.getpid).values()))
    os.kill(pid, signal.SIGKILL)
    killed.append(pid)


def test_a_killed_worker_changes_nothing(here: Path, cluster: Any) -> None:
    write(here, {f"s{n:02d}": f"slow 0.2\n{n}" for n in range(24)} | {"bad": "segfault", "twin": "slow 0.2\n3"})
    assert read(["in"], "local") == 1
    killed: list[int] = []
    journal = Path("out/.hyokasho/journal")
    killer = threading.Thread(target=_kill_a_worker, args=(cluster.scheduler_address, journal, killed), daemon=True)
    killer.start()
    assert read(["in"], "out", engine="dask", scheduler=cluster.scheduler_address) == 1
    killer.join(900)
    assert killed
    assert codes("out") == {"bad": "crashed"}
    assert fingerprint("out") == fingerprint("local")


@pytest.mark.parametrize("losses", [1, 4])
def test_an_innocent_file_is_not_failed_because_its_worker_died(
    here: Path, cluster: Any, losses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hyokasho.pipeline.engine.dask_engine.LOSSES", losses)
    memory = here.parent / "memory"
    write(here, {**plain(4), "unlucky": f"kill-parent-once {memory}"})
    assert read(["in"], "out", engine="dask", scheduler=cluster.scheduler_address) == 0
    assert memory.exists() and set(statuses("out").values()) == {"ok"}


def test_isolation_within_the_workers(here: Path, cluster: Any) -> None:
    write(here, {**plain(4), "b": "exit-hard", "c": "raise"})
    assert read(["in"], "out", engine="dask", scheduler=cluster.scheduler_address) == 1
    write(here, {"a": "loop"})
    assert read(["in"], "out", engine="dask", scheduler=cluster.scheduler_address, stall=0.5) == 1
    assert codes("out") == {"a": "timeout", "b": "crashed", "c": "internal-error"}


def test_a_cluster_of_this_machine_is_made_where_none_is_named(here: Path) -> None:
    write(here, plain(3))
    read(["in"], "local")
    assert read(["in"], "out", engine="dask", workers=1) == 0
    assert fingerprint("out") == fingerprint("local")


def test_a_scheduler_that_does_not_answer(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hyokasho.pipeline.engine.dask_engine._CONNECT_SECONDS", 0.5)
    write(here, plain(1))
    assert read(["in"], "out", engine="dask", scheduler="tcp://127.0.0.1:9") == 2
    assert "no Dask scheduler" in capsys.readouterr().err
