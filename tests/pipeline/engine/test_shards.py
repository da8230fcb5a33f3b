"""Shards, merging, and the status of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.merge import merge
from hyokasho.pipeline.status import status
from tests.pipeline.engine.corpus import fingerprint, plain, read, statuses, write


def test_shards_merged_are_the_bytes_of_one_run(here: Path) -> None:
    write(here, {**plain(24), "twin": plain(24)["d003.txt"], "bad": "raise"})
    read(["in"], "whole")
    codes = {read(["in"], "out", shard=f"{number}/3") for number in (3, 1, 2)}
    assert codes == {0, 1}
    assert not Path("out/documents").exists()
    assert merge("out") == 1
    assert fingerprint("out") == fingerprint("whole")
    assert merge("out") == 1
    assert fingerprint("out") == fingerprint("whole")
    assert read(["in"], "out") == 1
    assert fingerprint("out") == fingerprint("whole")


def test_a_shard_knows_what_was_merged(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(6))
    for number in (1, 2):
        read(["in"], "out", shard=f"{number}/2")
    merge("out")
    capsys.readouterr()
    read(["in"], "out", shard="1/2")
    assert "read now: 0" in capsys.readouterr().out


def test_other_folders_are_merged_and_stay(here: Path) -> None:
    write(here, plain(6))
    read(["in"], "whole")
    read(["in/d000.txt", "in/d001.txt", "in/d002.txt"], "a")
    read(["in/d002.txt", "in/d003.txt", "in/d004.txt", "in/d005.txt"], "b")
    before = fingerprint("b")
    assert merge("a", ["b"]) == 0
    assert fingerprint("a") == fingerprint("whole")
    assert fingerprint("b") == before


def test_merge_of_a_failure_and_a_success_keeps_the_success(here: Path) -> None:
    memory = here.parent / "memory"
    write(here, {"a": f"once {memory}"})
    assert read(["in"], "a") == 1
    assert read(["in"], "good") == 0
    assert merge("a", ["good"]) == 0
    assert statuses("a") == {"in/a": "ok"}


def test_nothing_to_merge(here: Path) -> None:
    assert merge("absent") == 2
    Path("empty").mkdir()
    assert merge("empty") == 2


def test_a_shard_at_work_is_not_merged(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(4))
    read(["in"], "out", shard="1/2")
    with LocalPlace(Path("out")).lock(".hyokasho/shards/1-of-2/lock"):
        assert merge("out") == 2
    assert "another run" in capsys.readouterr().err


def test_status_of_runs_and_shards(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, {**plain(5), "bad": "raise"})
    read(["in"], "out")
    read(["in"], "out", shard="1/1")
    capsys.readouterr()
    assert status("out") == 0
    text = capsys.readouterr().out
    assert "run: finished" in text and "6/6 files: 5 ok, 0 partial, 1 failed" in text and "1-of-1: finished" in text
    assert status("out", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["run"]["pages"] == sum(n % 7 + 1 for n in range(5))
    assert status("in") == 2


def test_log_has_one_line_per_file(here: Path) -> None:
    write(here, {**plain(3), "twin": plain(1)["d000.txt"], "b\nad": "raise"})
    read(["in"], "out", log="logs/run.jsonl")
    lines = [json.loads(line) for line in Path("logs/run.jsonl").read_text().splitlines()]
    results = {line["source_path"]: line["result"] for line in lines}
    assert len(lines) == 5
    assert results == {
        "in/d000.txt": "ok",
        "in/d001.txt": "ok",
        "in/d002.txt": "ok",
        "in/twin": "same",
        "in/b\nad": "failed",
    }
