"""Input and output behind addresses: an object store in memory (fsspec) and `file://`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from hyokasho.pipeline.engine.errors import OutputLocked, RunError
from hyokasho.pipeline.engine.places import open_place, open_source
from hyokasho.pipeline.engine.remote import LOCK_SECONDS
from hyokasho.pipeline.merge import merge
from hyokasho.pipeline.status import status
from tests.pipeline.engine.corpus import fingerprint, plain, read, statuses, write


@pytest.fixture(autouse=True)
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    yield filesystem
    filesystem.store.clear()


def _upload(folder: Path, to: str) -> None:
    for path in folder.rglob("*"):
        with fsspec.open(f"{to}/{path.name}", "wb") as stream:
            stream.write(path.read_bytes())


def _download(address: str, to: Path) -> None:
    filesystem, root = fsspec.core.url_to_fs(address)
    for name in filesystem.find(root):
        target = to / name.removeprefix(root).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(filesystem.cat_file(name))


def test_output_behind_an_address_has_the_same_bytes(here: Path) -> None:
    write(here, {**plain(6), "bad": "raise", "fifo-like": "exit-hard"})
    assert read(["in"], "local") == read(["in"], "memory://out") == 1
    _download("memory://out", Path("fetched"))
    assert fingerprint("fetched") == fingerprint("local")
    frame = pd.read_parquet("memory://out/documents")
    assert dict(zip(frame["source_path"], frame["status"], strict=True)) == statuses("local")


def test_a_second_run_behind_an_address_knows_the_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, plain(3))
    read(["in"], "memory://out")
    write(here, {"more": "ok 4\nnew"})
    capsys.readouterr()
    assert read(["in"], "memory://out") == 0
    assert "read now: 1, known already: 3" in capsys.readouterr().out
    assert status("memory://out") == 0
    read(["in"], "memory://anew")
    for name in ("out", "anew"):
        _download(f"memory://{name}", Path("fetched", name))
    assert fingerprint("fetched/out") == fingerprint("fetched/anew")


def test_shards_behind_an_address(here: Path) -> None:
    write(here, plain(8))
    for number in (1, 2):
        assert read(["in"], "memory://out", shard=f"{number}/2") == 0
    assert merge("memory://out") == 0
    read(["in"], "whole")
    _download("memory://out", Path("fetched"))
    assert fingerprint("fetched") == fingerprint("whole")


def test_input_behind_an_address(here: Path) -> None:
    write(here, {**plain(4), "bad": "segfault"})
    _upload(here, "memory://corpus/2024")
    assert read(["memory://corpus"], "out") == 1
    assert statuses("out") == {
        f"memory://corpus/2024/{path.name}": ("failed" if path.name == "bad" else "ok") for path in here.iterdir()
    }
    assert read(["memory://corpus/2024/d001.txt"], "one") == 0
    assert list(statuses("one")) == ["memory://corpus/2024/d001.txt"]


def test_file_addresses(here: Path) -> None:
    write(here, plain(2))
    assert read([f"file://{here}"], f"file://{here.parent}/out") == 0
    assert set(statuses("out")) == {f"file://{here}/d000.txt", f"file://{here}/d001.txt"}


def test_the_lock_of_an_address_ends_when_its_holder_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    place, other = open_place("memory://out"), open_place("memory://out")
    with place.lock("lock"):
        with pytest.raises(OutputLocked, match="another run"), other.lock("lock"):
            pass
        later = time.time() + LOCK_SECONDS + 1
        monkeypatch.setattr("time.time", lambda: later)
        with other.lock("lock"):
            pass


def test_unknown_addresses_are_refused(here: Path) -> None:
    with pytest.raises(RunError, match="cannot be opened"):
        open_source("nothing://there")
    write(here, plain(1))
    assert read(["in"], "nothing://there") == 2
    assert read(["memory://absent"], "out") == 2
