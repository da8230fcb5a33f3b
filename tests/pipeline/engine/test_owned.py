"""A run removes and replaces only files that a run wrote; what is foreign stays and stops the run before it begins."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hyokasho.pipeline.engine.owned import refuse_foreign
from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.merge import merge
from tests.pipeline.engine.corpus import fingerprint, plain, read, statuses, write


def _foreign_file(out: Path) -> Path:
    path = out / "documents" / "mine.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("keep")
    return path


def _foreign_parquet(out: Path) -> Path:
    path = out / "changes" / "part-00001.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("keep")
    return path


def _foreign_folder(out: Path) -> Path:
    path = out / "files" / "photos" / "2024" / "cat.jpg"
    path.parent.mkdir(parents=True)
    path.write_text("keep")
    return path


def _file_of_a_table_s_name(out: Path) -> Path:
    shutil.rmtree(out / "issues", ignore_errors=True)
    path = out / "issues"
    path.write_text("keep")
    return path


def _link_to_elsewhere(out: Path) -> Path:
    shutil.rmtree(out / "fields", ignore_errors=True)
    elsewhere = out.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "part-00000.parquet").write_text("keep")
    (out / "fields").symlink_to(elsewhere)
    return elsewhere / "part-00000.parquet"


def _link_of_a_part(out: Path) -> Path:
    mine = out.parent / "mine.parquet"
    mine.write_text("keep")
    part = out / "fields" / "part-00000.parquet"
    part.parent.mkdir(exist_ok=True)
    part.unlink(missing_ok=True)
    part.symlink_to(mine)
    return mine


pytestmark = pytest.mark.usefixtures("inline")

FOREIGN = [
    _foreign_file, _foreign_parquet, _foreign_folder, _file_of_a_table_s_name, _link_to_elsewhere, _link_of_a_part,
]  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN)
@pytest.mark.parametrize("earlier_run", [False, True])
@pytest.mark.parametrize("fresh", [False, True])
def test_foreign_files_stay_and_the_run_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], foreign: Callable[[Path], Path], earlier_run: bool, fresh: bool
) -> None:
    write(here, plain(2))
    Path("out").mkdir()
    if earlier_run:
        assert read(["in"], "out") == 0
    kept = foreign(Path("out"))
    before = fingerprint("out")
    write(here, {"new": "ok 1"})
    capsys.readouterr()
    assert read(["in"], "out", fresh=fresh) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert kept.read_text() == "keep"
    assert fingerprint("out") == before
    assert Path("out", ".hyokasho").exists() == earlier_run


def test_shards_and_merge_are_refused_too(here: Path) -> None:
    write(here, plain(2))
    assert read(["in"], "out", shard="1/1") == 0
    kept = _foreign_file(Path("out"))
    assert read(["in"], "out", shard="1/1") == 2
    assert merge("out") == 2
    assert kept.read_text() == "keep"
    assert sorted(path.name for path in Path("out").iterdir()) == [".hyokasho", "documents"]


def test_a_foreign_file_that_comes_during_the_run_keeps_the_old_tables(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, plain(2))
    read(["in"], "out")
    before = fingerprint("out")
    write(here, {"new": "ok 1"})
    with monkeypatch.context() as patch:
        original = LocalPlace.lock

        def lock(place: LocalPlace, name: str) -> Any:
            _foreign_file(Path("out"))
            return original(place, name)

        patch.setattr(LocalPlace, "lock", lock)
        assert read(["in"], "out") == 2
    Path("out/documents/mine.txt").unlink()
    assert fingerprint("out") == before
    assert read(["in"], "out") == 0
    assert len(statuses("out")) == 3


def test_hidden_files_are_no_part_of_a_table(here: Path) -> None:
    write(here, plain(2))
    read(["in"], "out")
    hidden = Path("out/documents/.DS_Store")
    hidden.write_text("keep")
    assert read(["in"], "out", fresh=True) == 0
    assert hidden.read_text() == "keep"
    assert len(statuses("out")) == 2


def test_a_linked_state_folder_is_refused(here: Path) -> None:
    write(here, plain(1))
    (here.parent / "elsewhere" / "journal").mkdir(parents=True)
    Path("out").mkdir()
    Path("out/.hyokasho").symlink_to(here.parent / "elsewhere")
    assert read(["in"], "out", fresh=True) == 2
    assert [path.name for path in Path("elsewhere").rglob("*")] == ["journal"]


def test_the_marker_of_the_released_version_is_taken_as_ours(here: Path) -> None:
    write(here, plain(3))
    read(["in"], "out", partition_by="form")
    marker = Path("out/.hyokasho/published.json")
    released = json.loads(marker.read_text())
    assert set(released) == {"signature", "rows", "files"}
    Path("out/documents/form=unknown").mkdir()
    assert read(["in"], "out", fresh=True) == 0
    read(["in"], "anew")
    assert fingerprint("out") == fingerprint("anew")


def test_a_marker_cannot_name_what_no_run_writes(here: Path) -> None:
    write(here, plain(1))
    read(["in"], "out")
    mine = here.parent / "mine.parquet"
    mine.write_text("keep")
    marker = Path("out/.hyokasho/published.json")
    told = json.loads(marker.read_text())
    outside = ["../mine.parquet", "documents/../../mine.parquet"]
    marker.write_text(json.dumps({**told, "files": [*told["files"], *outside]}))
    assert read(["in"], "out", fresh=True) == 0
    assert mine.read_text() == "keep"


def test_names_are_compared_as_the_file_system_does(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, plain(1))
    read(["in"], "out")
    place = LocalPlace(Path("out"))
    assert not place.folds_case(".hyokasho")
    Path("out/documents/part-00000.parquet").rename("out/documents/PART-00000.parquet")
    assert read(["in"], "out") == 2
    monkeypatch.setattr(LocalPlace, "folds_case", lambda *_: True)
    refuse_foreign(place, ".hyokasho")


def _interrupted_at(monkeypatch: pytest.MonkeyPatch, methods: tuple[str, ...], number: int) -> list[int]:
    """Ctrl-C before call `number` of these methods of the output folder; the list counts the calls."""
    calls = [0]
    for method in methods:
        original = getattr(LocalPlace, method)

        def interrupted(place: LocalPlace, *names: str, original: Callable[..., Any] = original) -> Any:
            calls[0] += 1
            if calls[0] == number:
                raise KeyboardInterrupt
            return original(place, *names)

        monkeypatch.setattr(LocalPlace, method, interrupted)
    return calls


def test_an_interrupted_fresh_run_leaves_nothing_of_nobody(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, plain(3))
    read(["in"], "undisturbed")
    for number in range(1, 200, 3):
        read(["in"], "out", fresh=True, partition_by="form")
        with monkeypatch.context() as patch:
            calls = _interrupted_at(patch, ("remove", "remove_folder", "write", "rename"), number)
            code = read(["in"], "out", fresh=True)
        assert code == (130 if calls[0] >= number else 0)
        assert read(["in"], "out", fresh=number % 2 == 1) == 0
        assert fingerprint("out") == fingerprint("undisturbed")
        if code == 0:
            return
    raise AssertionError("never ran to its end")
