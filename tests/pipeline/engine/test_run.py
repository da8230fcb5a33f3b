"""What a run promises: exit codes, rows kept and replaced, same bytes however it went, one run per folder."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from hyokasho.pipeline.engine.places import LocalPlace
from tests.pipeline.engine.corpus import fingerprint, plain, read, statuses, table, write

REPO = Path(__file__).resolve().parents[3]


def test_exit_codes(here: Path) -> None:
    assert read(["in"], "out") == 2  # an empty folder: nothing to do
    assert read(["absent"], "out") == 2
    write(here, {"a": "ok 1"})
    assert read(["in"], "out") == 0
    write(here, {"b": "raise"})
    assert read(["in"], "out") == 1
    assert read(["in"], "out") == 1  # known already, and still failed
    assert read(["in/a"], "out") == 0  # about the files named
    assert read(["in"], "out", shard="3/2") == 2


def test_tables_are_the_contract_and_load_as_they_are(here: Path) -> None:
    from hyokasho.pipeline.schema.load import arrow_schema, table_names

    write(here, plain(3))
    assert read(["in"], "out") == 0
    beside = {"README.md", "croissant.json", "datapackage.json"}
    assert {path.name for path in Path("out").iterdir()} == {".hyokasho", *beside, *table_names()}
    for name in table_names():
        assert pq.read_schema(next(Path("out", name).iterdir())).remove_metadata().equals(arrow_schema(name))
    assert list(table("out", "documents")["source_path"]) == ["in/d000.txt", "in/d001.txt", "in/d002.txt"]
    assert len(table("out", "fields")) == 1 + 2 + 3


def test_same_bytes_for_any_number_of_workers(here: Path) -> None:
    write(here, {**plain(30), "bad": "raise", "worse": "segfault"})
    for workers in (1, 3):
        read(["in"], f"out{workers}", workers=workers)
    assert fingerprint("out1") == fingerprint("out3")


def test_rows_of_a_changed_file_are_replaced_and_others_stay(here: Path) -> None:
    write(here, plain(4))
    read(["in"], "out")
    write(here, {"d001.txt": "ok 5\nnew"})
    assert read(["in/d001.txt"], "out") == 0
    documents = table("out", "documents")
    assert list(documents["source_path"]) == [f"in/d00{number}.txt" for number in range(4)]
    assert documents["pages"][1] == 5
    read(["in"], "anew")
    assert fingerprint("out") == fingerprint("anew")


def test_fresh_begins_anew_and_touches_nothing_else(here: Path) -> None:
    write(here, plain(4))
    read(["in"], "out")
    Path("out", "mine.txt").write_text("keep")
    read(["in/d000.txt"], "out", fresh=True)
    assert statuses("out") == {"in/d000.txt": "ok"}
    assert Path("out", "mine.txt").read_text() == "keep"


def test_tables_without_a_journal_are_not_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(2))
    read(["in"], "out")
    LocalPlace(Path("out")).remove_folder(".hyokasho")
    before = fingerprint("out")
    for fresh in (False, True):
        assert read(["in/d000.txt"], "out", fresh=fresh) == 2
        assert "not written by a run" in capsys.readouterr().err
        assert fingerprint("out") == before


def test_tables_whose_journal_is_gone_are_only_made_anew(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(2))
    read(["in"], "out")
    LocalPlace(Path("out")).remove_folder(".hyokasho/journal")
    before = fingerprint("out")
    assert read(["in/d000.txt"], "out") == 2
    assert "--fresh" in capsys.readouterr().err
    assert fingerprint("out") == before
    assert read(["in/d000.txt"], "out", fresh=True) == 0


def test_identical_files_are_one_document(here: Path) -> None:
    write(here, {"b": "ok 2", "a/c": "ok 2", "z": "ok 2", "other": "ok 2\n"})
    assert read(["in"], "out") == 0
    documents = table("out", "documents").set_index("source_path")
    assert list(documents.index) == ["in/a/c", "in/other"]
    assert list(documents["other_paths"]["in/a/c"]) == ["in/b", "in/z"]
    assert documents["other_paths"]["in/other"] is None
    assert len(table("out", "fields")) == 4


def test_known_files_are_not_read_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(5))
    read(["in"], "out")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.parquet")}
    capsys.readouterr()
    read(["in"], "out")
    assert "read now: 0, known already: 5" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.parquet")} == before


def test_only_failed_reads_what_failed(here: Path) -> None:
    write(here, {"good": "ok 1", "bad": f"once {here.parent / 'memory'}"})
    Path("memory").write_text("")
    write(here, {"bad": "raise"})
    assert read(["in"], "out") == 1
    log = Path("log.jsonl")
    assert read(["in"], "out", only_failed=True, log=str(log)) == 1
    assert [json.loads(line)["source_path"] for line in log.read_text().splitlines()] == ["in/bad"]
    write(here, {"bad": "ok 2"})
    assert read(["in"], "out", only_failed=True) == 0
    assert statuses("out") == {"in/bad": "ok", "in/good": "ok"}


def test_limit_reads_the_first_files(here: Path) -> None:
    write(here, plain(6))
    assert read(["in"], "out", limit=2) == 0
    assert list(statuses("out")) == ["in/d000.txt", "in/d001.txt"]


def test_second_run_into_the_folder_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(1))
    with LocalPlace(Path("out")).lock(".hyokasho/lock"):
        assert read(["in"], "out") == 2
    assert "another run is at work" in capsys.readouterr().err
    assert not Path("out", "documents").exists()
    assert read(["in"], "out") == 0


def _start(output: str, terminal: int | None = None) -> subprocess.Popen[bytes]:
    # (A suite that runs in the background of a shell hands on that it ignores the interrupt key.)
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"from tests.pipeline.engine.corpus import read; import sys; sys.exit(read(['in'], {output!r}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPO), "TERM": "xterm"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=terminal, stdout=terminal)


_VERY_LONG = 900.0
"""Seconds after which a test gives up waiting, on a machine however busy; nothing is measured by it."""


def _wait_for_bytes(journal: Path, size: int) -> None:
    deadline = time.monotonic() + _VERY_LONG
    while sum(path.stat().st_size for path in journal.glob("*.log")) < size:
        assert time.monotonic() < deadline, "the run did not start"
        time.sleep(0.02)


@pytest.mark.parametrize(("end", "times"), [(signal.SIGKILL, 2), (signal.SIGINT, 1), (signal.SIGTERM, 1)])
def test_stopped_and_resumed_gives_the_same_bytes(here: Path, end: signal.Signals, times: int) -> None:
    slow = {f"s{number:02d}": f"slow 0.1\n{number}" for number in range(12)}
    write(here, {**slow, "bad": "raise"})
    read(["in"], "undisturbed")
    for round_ in range(1, times + 1):
        process = _start("out")
        _wait_for_bytes(Path("out/.hyokasho/journal"), 9_000 + 3_000 * round_)
        process.send_signal(end)
        assert process.wait(_VERY_LONG) == (130 if end != signal.SIGKILL else -9)
        assert not Path("out/documents").exists()
    journal_before = sum(path.stat().st_size for path in Path("out/.hyokasho/journal").glob("*.log"))
    assert read(["in"], "out") == 1
    assert fingerprint("out") == fingerprint("undisturbed")
    journal_after = sum(path.stat().st_size for path in Path("out/.hyokasho/journal").glob("*.log"))
    whole = sum(path.stat().st_size for path in Path("undisturbed/.hyokasho/journal").glob("*.log"))
    assert journal_after - journal_before < whole  # only what was missing was read


def test_no_worker_outlives_a_killed_run(here: Path) -> None:
    write(here, {"long": f"slow 9000\n{here}"})
    process = _start("out")
    deadline = time.monotonic() + _VERY_LONG
    while not (marks := list(Path("out/.hyokasho/spool").glob("*/*.pid"))):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.kill()
    process.wait()
    while any(_is_alive(int(mark.stem)) for mark in marks):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_progress_on_a_terminal_and_in_a_file(here: Path) -> None:
    write(here, {f"{n}": f"slow 1.2\n{n}" for n in range(4)} | {"\x1b[31mred": "raise"})
    shown = b""
    controller, terminal = pty.openpty()
    process = _start("out", terminal=terminal)
    os.close(terminal)
    with open(controller, "rb", buffering=0) as screen:
        try:
            while part := screen.read(4096):
                shown += part
        except OSError:  # Linux says so where a terminal ends
            pass
    assert process.wait(_VERY_LONG) == 1
    assert b"/5 files | " in shown and b" pages | " in shown
    assert b"\x1b[31mred" not in shown


def test_output_that_cannot_be_written_ends_with_a_message(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(1))
    Path("file").write_text("")
    assert read(["in"], "file") == 2
    assert read(["in"], "/proc/out") == 2
    assert read(["in"], "out", log="/proc/log") == 2
    errors = capsys.readouterr().err
    assert "not a folder" in errors and "/proc/out" in errors and "the log /proc/log" in errors


def test_full_disk_ends_with_a_message_and_nothing_half_written(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, plain(4))
    assert read(["in/d000.txt"], "out") == 0
    before = fingerprint("out")
    for method in ("append", "open_output"):
        with monkeypatch.context() as patch:
            patch.setattr(LocalPlace, method, _full)
            assert read(["in"], "out") == 2
        assert "no space" in capsys.readouterr().err
        assert fingerprint("out") == before
    assert read(["in"], "out") == 0
    assert len(statuses("out")) == 4


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_partitioned_by_form(here: Path) -> None:
    write(here, {**plain(8), "bad": "raise"})
    assert read(["in"], "flat") == 1
    assert read(["in"], "out", partition_by="form") == 1
    forms = [table(output, "documents").set_index("source_path")["form"] for output in ("flat", "out")]
    assert forms[0].isna()["in/bad"]
    assert forms[0].fillna("").to_dict() == forms[1].astype(object).reindex(forms[0].index).fillna("").to_dict()
    assert forms[1].isna()["in/bad"]
    assert len(table("out", "fields")) == len(table("flat", "fields"))
    assert read(["in"], "out") == 1
    assert fingerprint("out") == fingerprint("flat")
