"""Two clocks for a document: what they count, what becomes of pages that were read, and what a run tells meanwhile."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from hyokasho.pipeline.engine import patience
from hyokasho.pipeline.engine.flight import Flight
from hyokasho.pipeline.engine.limits import Limits
from hyokasho.pipeline.engine.patience import Patience
from hyokasho.pipeline.engine.places import LocalPlace
from hyokasho.pipeline.engine.session import longest_first
from hyokasho.pipeline.engine.watch import Watch
from hyokasho.pipeline.engine.worklist import Item
from hyokasho.pipeline.status import statuses as statuses_of
from tests.pipeline.engine.corpus import read, statuses, table, write


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _ended(steps: int, page_every: int, load: float = 1.0, step: float = 1.0) -> tuple[int, str]:
    """After how many looks, and why, reading ends when a page is finished with every so many looks."""
    clock = Clock()
    limits = Limits(stall_seconds=10, seconds=50)
    one = Patience(limits, clock, lambda: load)
    for look in range(1, steps + 1):
        clock.seconds += step
        if one.look(str(look // page_every)):
            return look, one.ended
    return steps, ""


@pytest.mark.parametrize(
    ("page_every", "load", "step", "looks", "option"),
    [
        (1000, 1.0, 1.0, 11, "--stall"),
        (5, 1.0, 1.0, 50, "--timeout"),
        (1000, 6.0, 1.0, 61, "--stall"),
        (5, 6.0, 1.0, 300, "--timeout"),
        (1000, 1.0, 3600.0, 11, "--stall"),
        (1000, 1.0, 0.5, 21, "--stall"),
    ],
)
def test_clocks_count_what_a_machine_gives(
    page_every: int, load: float, step: float, looks: int, option: str
) -> None:
    ended, why = _ended(1000, page_every, load, step)
    assert abs(ended - looks) <= 1 and option in why
    assert ("10" if option == "--stall" else "50") in why


def test_the_load_is_never_taken_for_less_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    for load, expected in ((0.1, 1.0), (2.0, 1.0), (12.0, 6.0)):
        monkeypatch.setattr("os.getloadavg", lambda load=load: (load, 0.0, 0.0))
        assert patience.overload() == expected


@pytest.mark.parametrize("how", ["", " c"])
def test_pages_that_were_read_are_kept(here: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr("hyokasho.pipeline.engine.pool._END_SECONDS", 3.0)
    write(here, {"a.pdf": f"paged 9 4{how}"})
    assert read(["in"], "out", stall=3.0) == 0  # (a process needs up to two seconds to start)
    assert statuses("out") == {"in/a.pdf": "partial"}
    assert len(table("out", "fields")) == 3
    (issue,) = table("out", "issues").to_dict("records")
    assert (issue["code"], issue["page"]) == ("timeout", 4)
    assert issue["message"] == "no page was finished for 3 seconds (--stall)"


def test_a_file_that_hangs_on_its_first_page_fails_with_limit_and_option(here: Path) -> None:
    write(here, {"a.pdf": "loop"})
    assert read(["in"], "out", stall=100.0, timeout=0.5) == 1
    assert "took longer than 0.5 seconds (--timeout)" in table("out", "issues")["message"][0]


def _watch(**counts: int) -> Watch:
    watch = Watch(LocalPlace(Path("out")), "state")
    for name, value in {"total": 80, "bytes_total": 1000, **counts}.items():
        setattr(watch.counts, name, value)
    watch.began -= 100.0
    return watch


def test_a_line_of_progress_fits_60_columns_and_counts_pages() -> None:
    watch = _watch(ok=12, pages=340, bytes_done=200)
    line = watch.line([Flight("scan.pdf", 50.0, 4, 20, True), Flight("b.pdf", 1.0)])
    assert line.startswith("12/80 files | 343 pages | ") and "left" in line and "OCR at page 4/20" in line
    assert len(line) <= 60
    large = _watch(total=1_000_000, ok=999_999, failed=1, partial=9, pages=12_345_678, bytes_done=1)
    assert len(large.line([Flight("x" * 300, 9.0, 123, 456, True)])) <= 60
    assert [len(large.line([], columns)) <= columns for columns in (1, 10, 30)] == [True] * 3


def test_the_time_left_counts_pages_of_files_at_work() -> None:
    watch = _watch(total=2, ok=0)
    assert watch.seconds_left() is None
    assert watch.seconds_left([Flight("a", 9.0, 51, 100)]) == pytest.approx(300, rel=0.05)
    assert _watch(bytes_done=500).seconds_left() == pytest.approx(100, rel=0.05)


def test_long_files_are_read_first() -> None:
    sizes = {"b.pdf": 300_000, "scan.pdf": 40_000_000, "a.pdf": 300_000, "small.txt": 4_000}
    items = [Item(name, name, size) for name, size in sizes.items()]
    ordered = [item.source_path for item in sorted(items, key=longest_first)]
    assert ordered == ["scan.pdf", "a.pdf", "b.pdf", "small.txt"]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "running"),
        ({"pid": 2**22 + 1}, "killed"),
        ({"process_started": 1.0}, "killed"),
        ({"host": "elsewhere"}, "running"),
        ({"host": "elsewhere", "updated": "2020-01-01T00:00:00+00:00"}, "silent"),
        ({"state": "finished", "pid": 2**22 + 1}, "finished"),
    ],
)
def test_a_killed_run_is_noticed(here: Path, changes: dict[str, object], state: str) -> None:
    place = LocalPlace(Path("out"))
    Watch(place, ".hyokasho").write_status([Flight("scan.pdf", 5.0, 4, 20, True)])
    told = json.loads(Path("out/.hyokasho/status.json").read_text(encoding="utf-8"))
    assert told["pid"] == os.getpid() and told["in_flight"][0]["page"] == 4
    place.write(".hyokasho/status.json", json.dumps({**told, **changes}).encode())
    assert statuses_of(place)["run"]["state"] == state


def test_the_log_writes_japanese_as_it_is(here: Path) -> None:
    watch = _watch()
    watch.log = io.StringIO()
    watch.record({"source_path": "評価書/私.pdf", "result": "ok"})
    assert "評価書/私.pdf" in watch.log.getvalue()
