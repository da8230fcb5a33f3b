"""The ways that work on every system keep the same promises as those of POSIX, which HYOKASHO_PORTABLE sets aside."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from hyokasho.pipeline.engine import pool, system
from hyokasho.pipeline.engine.errors import OutputLocked
from hyokasho.pipeline.engine.places import LocalPlace
from tests.pipeline.engine import test_isolation, test_run
from tests.pipeline.engine.corpus import codes, fingerprint, plain, read, statuses, write


@pytest.fixture(autouse=True)
def portable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYOKASHO_PORTABLE", "1")
    assert system.portable() and not system.keeps_memory_limit()


def test_no_part_of_posix_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What Windows does not have is not asked for."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "resource", None)
    for name in ("setsid", "killpg", "uname", "fork"):
        monkeypatch.delattr(os, name)
    system.lead_own_group()
    system.limit(1 << 30, 1 << 20)
    system.on_alarm(lambda: None)
    system.alarm(os.getpid())
    system.sync_folder(tmp_path)
    with LocalPlace(tmp_path).lock("state/lock"):
        pass
    assert system.host_name()


def test_a_run_reads_and_writes_the_same(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, plain(12))
    assert read(["in"], "portable") == 0
    monkeypatch.delenv("HYOKASHO_PORTABLE")
    assert read(["in"], "posix") == 0
    assert fingerprint("portable") == fingerprint("posix")


def test_misdeeds_cost_their_own_file(here: Path) -> None:
    misdeeds = {name: code for name, code in test_isolation.MISDEEDS.items() if name != "eat"}
    write(here, {**plain(4), **{f"{name.split()[0]}!": name for name in misdeeds}})
    assert read(["in"], "out", memory=0) == 1
    assert codes("out") == {f"{name.split()[0]}!": code for name, code in misdeeds.items()}
    assert list(statuses("out").values()).count("ok") == 4


def test_memory_is_watched_from_outside(here: Path) -> None:
    write(here, {"hungry": "hoard 6000", "still": "ok 1"})
    assert read(["in"], "out", memory=5000, workers=1) == 1
    assert codes("out") == {"hungry": "memory-limit"} and statuses("out")["in/still"] == "ok"


def test_what_hangs_is_ended(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_isolation.test_what_hangs_costs_its_own_file(here, monkeypatch)


def test_what_was_started_is_ended(here: Path) -> None:
    test_isolation.test_a_grandchild_does_not_outlive_the_run(here)


def test_a_second_run_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test_run.test_second_run_into_the_folder_is_refused(here, capsys)


def test_a_lock_is_held_while_its_process_lives_and_no_longer(tmp_path: Path) -> None:
    place = LocalPlace(tmp_path)
    with place.lock("lock"):
        with pytest.raises(OutputLocked, match=f"process {os.getpid()}"), place.lock("lock"):
            pass
        assert (tmp_path / "lock.owner").exists()
    hold = (
        "import os, sys; from pathlib import Path; from hyokasho.pipeline.engine.places import LocalPlace;"
        "held = LocalPlace(Path(sys.argv[1])).lock('lock'); held.__enter__(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", hold, str(tmp_path)], check=False, cwd=Path(__file__).parents[3])
    assert (tmp_path / "lock.owner").exists(), "left by a process that died"
    with place.lock("lock"):
        pass
    assert not (tmp_path / "lock.owner").exists()


@pytest.fixture
def restless_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question to when a process began gets an answer a second off the last, as while a clock is set right."""
    real, off = psutil.Process.create_time, itertools.cycle([0.0, 1.0, -0.5])
    monkeypatch.setattr(psutil.Process, "create_time", lambda one: real(one) + next(off))


@pytest.mark.usefixtures("restless_clock")
def test_a_clock_that_is_set_right_makes_nobody_a_stranger(tmp_path: Path) -> None:
    mark = tmp_path / f"{os.getpid()}.pid"
    mark.write_text(repr(system.began()), encoding="ascii")
    assert all(pool._still_ours(mark) for _ in range(6))
    place = LocalPlace(tmp_path)
    with place.lock("lock"):
        for _ in range(6):
            with pytest.raises(OutputLocked), place.lock("lock"):
                pass


@pytest.mark.usefixtures("restless_clock")
def test_what_a_young_process_started_is_found_while_the_clock_is_set_right() -> None:
    sleep = "import time; time.sleep(600)"
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}]); print(flush=True); {sleep}"
    parent = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE)
    assert parent.stdout is not None and parent.stdout.readline(), "it has started its child"
    families = [system.family_of(parent.pid) for _ in range(6)]
    assert [len(family) for family in families] == [2] * 6
    assert {family[-1].pid for family in families} == {parent.pid}, "what was started ends before its parent"
    system.kill_each(families[0])
    parent.communicate()
    assert system.family_of(parent.pid) == []


@pytest.mark.parametrize("content", ["", "{", '{"pid": 1}', "[]"])
def test_a_torn_owner_holds_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "lock.owner").write_text(content, encoding="utf-8")
    with LocalPlace(tmp_path).lock("lock"):
        pass
