"""The benchmark measures what it says and writes what it measured."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from hyokasho.pipeline.bench.measure import Figure, measure_pass, measure_run
from hyokasho.pipeline.bench.passes import PASSES, TITLES
from hyokasho.pipeline.bench.report import Report, markdown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        document = pymupdf.open()
        for _ in range(3):
            document.new_page().insert_text((50, 50), f"page of {number}")
        document.save(tmp_path / "in" / f"{number}.pdf")
    return tmp_path / "in"


def test_a_pass_counts_the_pages_it_saw_and_stops_where_told(folder: Path) -> None:
    files = sorted(folder.iterdir())
    whole, part = measure_pass("mupdf", files), measure_pass("pdfplumber", files, most=4)
    assert whole is not None and part is not None
    assert (whole.pages, part.pages) == (6, 4)
    assert whole.seconds > 0 and whole.peak_mib > 10


def test_a_tool_that_fails_is_left_out(folder: Path) -> None:
    assert measure_pass("mupdf", [folder / "absent.pdf"]) is None


def test_a_run_is_measured_with_its_workers(folder: Path) -> None:
    figure = measure_run(folder, workers=1, documents=2)
    assert figure.peak_mib > 20 and figure.worker_mib is not None and figure.worker_mib > 20
    assert figure.documents == 2


def test_every_pass_has_a_title() -> None:
    assert set(TITLES) == set(PASSES)


def test_the_report_compares_with_us() -> None:
    def figure(name: str, seconds: float) -> Figure:
        return Figure(name, 100, seconds, 50.0, 60.0, 10)

    runs = [figure("run, 1 workers", 4.0), figure("run, 2 workers", 2.0)]
    text = markdown(Report("x", [figure("mupdf", 1.0), figure("hyokasho", 2.0)], [], runs, runs, 0.5, 0.1))
    assert "| 100 | 1.0 | 100.0 | 0.50 | 50 |" in text
    assert "| run, 2 workers | 10 | 100 | 2.0 | 50.0 | 2.00 | 50 | 60 |" in text
