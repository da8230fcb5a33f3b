"""Which files are found, under which names, and what is said of those that cannot be read."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.engine.worklist import in_shard, list_work, printable, with_hash
from tests.pipeline.engine.corpus import codes, read, statuses, table, write


def _paths(*named: str) -> list[str]:
    return [item.source_path for item in list_work(named)]


def test_source_path_is_the_path_as_named_and_below(here: Path) -> None:
    write(here, {"b/c.pdf": "", "a.pdf": "", "b/.hidden": "", ".git/x": ""})
    assert _paths("in") == ["in/a.pdf", "in/b/c.pdf"]
    assert _paths("in/") == ["in/a.pdf", "in/b/c.pdf"]
    assert _paths("./in/b", "in/a.pdf") == ["./in/b/c.pdf", "in/a.pdf"]
    assert _paths(str(here / "b")) == [f"{here}/b/c.pdf"]
    assert _paths("in", "in/a.pdf") == ["in/a.pdf", "in/b/c.pdf"]


def test_a_named_path_must_exist(here: Path) -> None:
    with pytest.raises(RunError, match="no such file"):
        list_work(["in/absent"])


def test_links_are_followed_once_and_loops_end(here: Path) -> None:
    write(here, {"real/a": "ok 1"})
    (here / "again").symlink_to("real")
    (here / "real" / "up").symlink_to("..")
    (here / "itself").symlink_to("itself")
    (here / "dangling").symlink_to("nowhere")
    (here / "file").symlink_to("real/a")
    outside = here.parent / "outside"
    write(outside, {"b": "ok 2"})
    (here / "away").symlink_to(outside)
    assert _paths("in") == ["in/away/b", "in/dangling", "in/file", "in/itself", "in/real/a"]
    assert read(["in"], "out") == 1
    assert statuses("out") == {"in/away/b": "ok", "in/dangling": "failed", "in/file": "ok", "in/itself": "failed"}


def test_output_inside_the_input_is_not_read(here: Path) -> None:
    write(here, {"a": "ok 1"})
    for _ in range(2):
        assert read(["in"], "in/out") == 0
    assert list(statuses("in/out")) == ["in/a"]


def test_what_is_no_regular_file_is_reported_and_not_opened(here: Path) -> None:
    os.mkfifo(here / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("in/socket")
        (here / "device").symlink_to("/dev/zero")
        write(here, {"good": "ok 1"})
        assert read(["in"], "out") == 1
    assert codes("out") == dict.fromkeys(["fifo", "socket", "device"], "unreadable-file")
    documents = table("out", "documents").set_index("source_path")
    assert documents.loc["in/fifo", ["sha256", "bytes"]].isna().all()
    assert documents["document_id"].is_unique


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_unreadable_file(here: Path) -> None:
    write(here, {"closed": "ok 1", "open": "ok 2"})
    (here / "closed").chmod(0)
    assert read(["in"], "out") == 1
    assert codes("out") == {"closed": "unreadable-file"}


def test_a_file_that_vanishes_is_reported(here: Path) -> None:
    write(here, {"gone": "ok 1"})
    (item,) = list_work(["in"])
    (here / "gone").unlink()
    assert (with_hash(item).problem, with_hash(item).detail) == ("unreadable-file", "it is gone")


ODD_NAMES = [
    "-rf",
    "a\nb",
    "tab\there",
    "quote\"'",
    "$(touch x)",
    "特" * 85,
    unicodedata.normalize("NFC", "がぎぐ"),
    unicodedata.normalize("NFD", "がぎぐ"),
    "\u202egnp.fdp",
    "=1+1",
    "  ",
    "上\x1b[31m",
]


def test_odd_names(here: Path) -> None:
    write(here, {name: f"ok {number + 1}" for number, name in enumerate(ODD_NAMES)})
    raw = os.path.join(os.fsencode(here), b"\xff\xfe.pdf")
    with open(raw, "wb") as stream:
        stream.write(b"ok 20")
    assert read(["in"], "out") == 0
    assert set(statuses("out")) == {f"in/{name}" for name in ODD_NAMES} | {"in/\\xff\\xfe.pdf"}
    assert sorted(os.listdir(".")) == ["in", "out"]


def test_printable_keeps_what_is_text() -> None:
    assert printable("様式\udcff") == "様式\\xff"
    assert printable("がぎ") == "がぎ"


def test_every_file_is_in_one_shard_and_equal_files_in_the_same(here: Path) -> None:
    write(here, {f"{number}": "x" * number for number in range(50)} | {"twin": "x" * 7})
    items = list_work(["in"])
    shards = {item.source_path: [n for n in range(1, 5) if in_shard(item, n, 4)] for item in items}
    assert all(len(found) == 1 for found in shards.values())
    assert shards["in/7"] == shards["in/twin"]
    assert len({found[0] for found in shards.values()}) == 4
