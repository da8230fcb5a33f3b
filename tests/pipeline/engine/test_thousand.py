"""A thousand files with thirty hostile ones: the rows of the others, the same bytes after two kills, flat memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.pipeline.engine.corpus import codes, fingerprint, plain, table, write

REPO = Path(__file__).resolve().parents[3]
HOSTILE = ["raise", "exit", "segfault", "exit-hard", "recursion", "killed"]
MOST_MIB = 500


def _start(folder: str, output: str) -> subprocess.Popen[bytes]:
    code = f"from tests.pipeline.engine.corpus import read; import sys; sys.exit(read([{folder!r}], {output!r}))"
    return subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(REPO)})


def _finish(process: subprocess.Popen[bytes]) -> float:
    """Wait for the end; the supervisor's largest resident memory in MiB."""
    largest = 0.0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            largest = max(largest, watched.memory_info().rss / 2**20)
        except psutil.Error:
            break
        time.sleep(0.05)
    assert process.wait() == 1 or process.returncode == 0
    return largest


def _kill_at(process: subprocess.Popen[bytes], output: str, documents: int) -> None:
    journal = Path(output, ".hyokasho/journal")
    deadline = time.monotonic() + 3600
    while sum(path.read_bytes().count(b'"kind":"document"') for path in journal.glob("*.log")) < documents:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()


@pytest.mark.slow
def test_a_thousand_files_with_thirty_hostile_ones(here: Path) -> None:
    sound = plain(970)
    write(here, sound)
    write(here.parent / "alone" / "in", sound)
    hostile = {f"bad-{n:02d}": f"{HOSTILE[n % len(HOSTILE)]}\n{n}" for n in range(30)}
    write(here, hostile)
    assert _finish(_start("in", "whole")) < MOST_MIB
    for documents in (300, 700):
        _kill_at(_start("in", "out"), "out", documents)
    assert _finish(_start("in", "out")) < MOST_MIB
    assert fingerprint("out") == fingerprint("whole")
    assert set(codes("out")) == set(hostile)
    os.chdir("alone")
    _finish(_start("in", "out"))
    os.chdir("..")
    assert table("out", "fields").equals(table("alone/out", "fields"))
