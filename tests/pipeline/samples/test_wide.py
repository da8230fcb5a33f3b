"""Tables wider than the paper: read as if they were not cut; a lost page is told, and no half is taken for a whole."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.pipeline.samples.annexes import CHANGE_EDGES
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import Drawn
from hyokasho.pipeline.samples.roundtrip import round_trip
from hyokasho.pipeline.samples.wide import draw_wide
from hyokasho.pipeline.samples.write import Printing, print_statement
from hyokasho.pipeline.stages import process_bytes
from tests.pipeline.samples.test_roundtrip import road

WIDE = Printing(wide=True)


@pytest.mark.parametrize("form", ["様式2", "様式3", "様式4"])
@given(seed=st.integers(0, 10_000))
@road
def test_a_cut_statement_gives_its_golden(tmp_path: Path, form: str, seed: int) -> None:
    """Lists outside tables are no part of one: a line of theirs that the cut goes through stays on its two pages."""
    read = round_trip(make_statement(seed, form), WIDE, tmp_path)
    assert "\n".join(str(one) for one in read.differences if one.table != "record_items") == ""
    assert read.counts["record_items"].f1 > 0.98


@pytest.mark.parametrize("drawn", ["excel", "lines"])
def test_it_does_so_in_the_manners_of_programs(tmp_path: Path, drawn: Drawn) -> None:
    read = round_trip(make_statement(301, "様式3"), Printing(wide=True, drawn=drawn), tmp_path)
    assert (read.mean_f1 > 0.99, read.wrong_share < 0.002) == (True, True), read.differences


@pytest.mark.parametrize(
    ("seed", "form", "least"),
    [(9305002, "様式2", 0.95), (9305002, "様式4", 0.98), (9305003, "様式3", 0.99), (9305004, "様式2", 0.99)],
)
def test_it_does_so_without_lines(tmp_path: Path, seed: int, form: str, least: float) -> None:
    read = round_trip(make_statement(seed, form), Printing(wide=True, look="white"), tmp_path)
    assert (read.mean_f1 > least, read.wrong_share < 0.01) == (True, True), read.differences


def test_every_way_of_cutting_is_drawn() -> None:
    found = [draw_wide(seed, 0.25, CHANGE_EDGES) for seed in range(60)]
    cuts = [one.changes for one in found if one.changes]
    assert {one.order for one in found} == {"down", "over"}
    assert {one.shown for one in found} == {"parted", "clipped"}
    assert {cut.at in CHANGE_EDGES for cut in cuts} == {True, False}
    assert {cut.repeated > 0 for cut in cuts} == {True, False}
    assert {one.parts is None for one in found} == {True, False}


@pytest.mark.parametrize("seed", [200, 203, 205, 208, 213])
@pytest.mark.parametrize("lost", ["left", "right"])
def test_a_page_that_is_lost_is_told(seed: int, lost: str) -> None:
    statement = make_statement(seed)
    data, _ = print_statement(statement, WIDE)
    joined = [issue for issue in process_bytes(data, "x.pdf")["issues"] if issue["code"] == "columns-joined"]
    right, left = joined[-1]["page"], int(joined[-1]["message"].split()[-1])
    with pymupdf.open(stream=data) as document:
        document.delete_page((left if lost == "left" else right) - 1)
        tables = process_bytes(document.tobytes(), "x.pdf")
    assert tables["documents"][0]["status"] == "partial"
    read = compare(WIDE.golden_of(statement, "x.pdf"), tables)
    halves = [d for d in read.differences if d.kind == "wrong" and d.table != "changes" and _is_half(d.golden, d.ours)]
    assert halves == []


def _is_half(whole: object, given: object) -> bool:
    return isinstance(given, str) and isinstance(whole, str) and given != whole and whole.startswith(given)
