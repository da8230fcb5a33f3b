"""No file can stop, starve or poison a run: every misdeed costs its own file and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from tests.pipeline.engine.corpus import codes, fingerprint, plain, read, statuses, table, write

MISDEEDS = {
    "raise": "internal-error",
    "exit": "internal-error",
    "recursion": "internal-error",
    "exit-silently": "crashed",
    "exit-hard": "crashed",
    "segfault": "crashed",
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


def test_what_hangs_costs_its_own_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, plain(6))
    read(["in"], "out")  # known then: the short limit below is for those alone that hang
    clean = table("out", "fields")
    monkeypatch.setattr("hyokasho.pipeline.engine.pool._END_SECONDS", 0.5)
    write(here, {"loop!": "loop", "loop-in-c!": "loop-in-c", "pause!": "loop-in-c pause"})
    assert read(["in"], "out", stall=0.5) == 1
    assert set(codes("out").values()) == {"timeout"} and len(codes("out")) == 3
    assert all("--stall" in message for message in table("out", "issues")["message"])
    fields = table("out", "fields")
    assert fields[fields["document_id"].isin(clean["document_id"])].reset_index(drop=True).equals(clean)


def test_one_worker_isolates_too(here: Path) -> None:
    write(here, {"a": "segfault", "b": "ok 1", "c": "exit-hard", "d": "ok 2"})
    assert read(["in"], "out", workers=1) == 1
    assert statuses("out") == {"in/a": "failed", "in/b": "ok", "in/c": "failed", "in/d": "ok"}


def test_a_document_does_not_pay_for_its_predecessors(here: Path) -> None:
    memory = here.parent / "memory"
    write(here, {"a-first-and-larger": f"ok 3\n{' ' * 4000}", "b": f"once {memory}"})
    assert read(["in"], "out", workers=1) == 0
    assert memory.exists()


def test_a_grandchild_does_not_outlive_the_run(here: Path) -> None:
    write(here, {"parent": "grandchild 600"})
    assert read(["in"], "out") == 0
    grandchild = int((here / "parent.pid").read_text(encoding="ascii"))
    assert any(_is_gone(grandchild) or time.sleep(0.1) for _ in range(300)), "what is killed may linger for a moment"


def _is_gone(pid: int) -> bool:
    """Whether a process does nothing more (where nobody asks how it ended, its number stays)."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


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


def test_workers_of_a_batch_job_ignore_sigterm(here: Path) -> None:
    write(here, {"a": "terminate"})
    assert read(["in"], "out") == 0


def test_same_bytes_with_hostile_files_among_others(here: Path) -> None:
    write(here, {**plain(12), "x": "segfault", "y": "exit-silently"})
    read(["in"], "out1", workers=1)
    read(["in"], "out2", workers=4)
    assert fingerprint("out1") == fingerprint("out2")
    assert os.listdir("in")
