"""No file can stop, starve or poison a run: every misdeed costs its own file and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.pipeline.engine.corpus import codes, fingerprint, plain, read, statuses, table, write

MISDEEDS = {
    "raise": "internal-error",
    "exit": "internal-error",
    "recursion": "internal-error",
    "exit-silently": "crashed",
    "exit-hard": "crashed",
    "segfault": "crashed",
    "loop": "timeout",
    "loop-in-c": "timeout",
    "eat": "memory-limit",
    "killed": "memory-limit",
    "flood 2000000": "result-too-large",
}


def test_every_misdeed_costs_its_own_file(here: Path) -> None:
    write(here, plain(20))
    read(["in"], "clean")
    write(here, {f"{misdeed.split()[0]}!": misdeed for misdeed in MISDEEDS})
    assert read(["in"], "out", memory=1500) == 1
    assert codes("out") == {f"{misdeed.split()[0]}!": code for misdeed, code in MISDEEDS.items()}
    assert len(statuses("out")) == 20 + len(MISDEEDS)
    assert table("out", "fields").equals(table("clean", "fields"))


def test_one_worker_isolates_too(here: Path) -> None:
    write(here, {"a": "segfault", "b": "ok 1", "c": "exit-hard", "d": "ok 2"})
    assert read(["in"], "out", workers=1) == 1
    assert statuses("out") == {"in/a": "failed", "in/b": "ok", "in/c": "failed", "in/d": "ok"}


def test_a_document_does_not_pay_for_its_predecessors(here: Path) -> None:
    memory = here.parent / "memory"
    write(here, {"a-first-and-larger": "ok 3" + " " * 400, "b": f"once {memory}"})
    assert read(["in"], "out", workers=1) == 0
    assert memory.exists()


def test_a_grandchild_does_not_outlive_the_run(here: Path) -> None:
    write(here, {"parent": "grandchild 3"})
    assert read(["in"], "out") == 0
    time.sleep(4)
    assert not (here / "parent.left").exists()


def test_printing_goes_nowhere(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(here, {"loud": "print"})
    assert read(["in"], "out") == 0
    assert "xxxx" not in capfd.readouterr().out


def test_a_growing_file_is_reported(here: Path) -> None:
    write(here, {"log": "grow\n", "still": "ok 1"})
    assert read(["in"], "out") == 1
    assert codes("out") == {"log": "file-changed"}
    assert table("out", "documents").set_index("source_path")["sha256"].isna()["in/log"]


def test_nothing_is_left_in_the_state_folder(here: Path) -> None:
    write(here, {**plain(3), "bad": "segfault"})
    read(["in"], "out")
    names = {path.name for path in Path("out/.hyokasho").iterdir()}
    assert names == {"journal", "lock", "published.json", "status.json"}


def test_time_limit_grows_with_the_pages() -> None:
    from hyokasho.pipeline.engine.limits import Limits

    limits = Limits(seconds=10, seconds_per_page=2, longest_seconds=100)
    assert [limits.wall_clock(pages) for pages in (0, 5, -1, 10**9)] == [10, 20, 10, 100]


def test_workers_of_a_batch_job_ignore_sigterm(here: Path) -> None:
    write(here, {"a": "terminate"})
    assert read(["in"], "out") == 0


def test_same_bytes_with_hostile_files_among_others(here: Path) -> None:
    write(here, {**plain(12), "x": "segfault", "y": "exit-silently"})
    read(["in"], "out1", workers=1)
    read(["in"], "out2", workers=4)
    assert fingerprint("out1") == fingerprint("out2")
    assert os.listdir("in")
