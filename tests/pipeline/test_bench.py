"""The benchmark measures what it says and writes what it measured."""

from __future__ import annotations

import importlib
from pathlib import Path

import pymupdf
import pytest

from hyokasho.pipeline.bench.measure import Figure, measure_pass, measure_run, measure_shares
from hyokasho.pipeline.bench.passes import PASSES, TITLES
from hyokasho.pipeline.bench.replay import READER, write_files
from hyokasho.pipeline.bench.report import Report, markdown
from hyokasho.pipeline.bench.shares import STEPS
from hyokasho.pipeline.samples.write import write_samples


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
    assert "| run, 2 workers | 10 | 100 | 2.0 | 50.0 |  |  | 2.00 | 50 | 60 |" in text


def test_every_step_of_the_shares_is_a_function_of_the_program() -> None:
    for module, function in STEPS:
        found = importlib.import_module(f"hyokasho.{module}")
        for part in function.split("."):
            found = getattr(found, part)
        assert callable(found)


def test_the_shares_of_the_steps_add_up(tmp_path: Path) -> None:
    write_samples(tmp_path, 1, seed=1, form="様式2")
    found = measure_shares(sorted(tmp_path.glob("*.pdf")) * 3)
    assert set(found) <= set(STEPS.values())
    assert sum(found.values()) == pytest.approx(1.0)


def test_the_engine_alone_writes_a_document_a_file(tmp_path: Path) -> None:
    figure = measure_run(write_files(tmp_path / "in", 3), 1, 3, READER)
    assert figure.documents == 3 and figure.cpu_seconds is not None and figure.cpu_seconds > 0
    assert figure.pages % 3 == 0 and figure.pages > 0
