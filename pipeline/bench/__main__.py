"""`make bench`: `python -m hyokasho.pipeline.bench [--long] [--folder DIR] [--documents N] [--out DIR]`.

Some minutes, to hold one tree against another; with `--long` most of an hour, for the page that is published.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hyokasho.parsers.forms.load import load_form
from hyokasho.pipeline.bench.measure import Figure, measure_pass, measure_run, measure_shares
from hyokasho.pipeline.bench.passes import ON_SCANS, ON_TEXT
from hyokasho.pipeline.bench.replay import READER, write_files
from hyokasho.pipeline.bench.report import Report, write_report

_SLOW = {"pdfplumber", "find_tables", "camelot", "pymupdf4llm"}
_SHORT: Mapping[str, Any] = {
    "documents": 20, "slow_pages": 40, "scans": 1, "growth": (10, 100), "engine": (10, 100, 1000),
    "out": Path("build/benchmarks"),
}  # fmt: skip
"""Sizes that tell two trees apart."""
_LONG: Mapping[str, Any] = {
    "documents": 30, "slow_pages": 120, "scans": 2, "growth": (10, 100, 1000), "engine": (10, 100, 1000, 10000),
    "out": Path("docs/benchmarks"),
}  # fmt: skip
"""Sizes that show too whether the cost of a page grows with the corpus."""


def main() -> None:
    """Measure, and write the table and the charts."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or _made_up(Path(scratch) / "statements", max(arguments.growth))
        files = sorted(folder.rglob("*.pdf"))
        measured = files[: arguments.documents]
        report = Report(
            corpus=_corpus(arguments.folder, len(measured)),
            passes=_passes(ON_TEXT, measured, arguments.slow_pages),
            scans=_scans(Path(scratch) / "scans", arguments.scans),
            runs=_runs(measured, Path(scratch)),
            growth=_growth(files, arguments.growth, Path(scratch)),
            start_seconds=_seconds_to_start(Path(scratch)),
            help_seconds=_seconds(["--help"], Path(scratch)),
            known_seconds=_seconds_when_all_is_known(Path(scratch)),
            shares=_shares(measured),
            engine=_engine(arguments.engine, Path(scratch)),
        )
    write_report(report, arguments.out)
    print((arguments.out / "README.md").read_text(encoding="utf-8"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.bench", description=__doc__)
    parser.add_argument("--folder", type=Path, help="PDF files to measure on [made-up statements]")
    parser.add_argument("--long", action="store_true", help="the sizes of the published page, and write it")
    parser.add_argument("--documents", type=int, help="files for the comparison of tools")
    parser.add_argument("--slow-pages", type=int, help="pages given to slow tools")
    parser.add_argument("--scans", type=int, help="scans for the comparison with the OCR engine")
    parser.add_argument("--growth", type=_numbers, help="sizes of the growing corpus")
    parser.add_argument("--engine", type=_numbers, help="sizes for the engine alone")
    parser.add_argument("--out", type=Path, help="folder of the page and its charts [build/benchmarks]")
    first = parser.parse_known_args()[0]
    parser.set_defaults(**(_LONG if first.long else _SHORT))
    return parser.parse_args()


def _tell(text: str) -> None:
    """What begins now, and how many seconds have passed: where the time of the benchmark goes."""
    print(f"{time.perf_counter() - _BEGAN:6.0f} s: {text}", file=sys.stderr)


_BEGAN = time.perf_counter()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _made_up(folder: Path, count: int) -> Path:
    _tell(f"printing {count} made-up statements")
    from hyokasho.pipeline.samples.write import write_samples

    write_samples(folder, count, seed=1)
    return folder


def _corpus(folder: Path | None, count: int) -> str:
    if folder is None:
        return f"made-up statements of all forms (`hyokasho samples --seed 1`), {count} of them for the comparison"
    return f"{count} files of a folder given by hand"


def _scans(folder: Path, count: int) -> list[Figure]:
    """The OCR engine and this pipeline on made-up scans of a short form; nothing without the engine."""
    from hyokasho.pipeline.samples.write import Printing, write_samples

    write_samples(folder, count, seed=1, form=load_form("kiso").number, printing=Printing(scan="office"))
    figures = _passes(ON_SCANS, sorted(folder.glob("*.pdf")), 0)
    return figures if len(figures) == len(ON_SCANS) else []


def _passes(names: Sequence[str], files: list[Path], slow_pages: int) -> list[Figure]:
    figures = []
    for name in names:
        _tell(f"measuring {name}")
        figure = measure_pass(name, files, slow_pages if name in _SLOW else 0)
        if figure is not None:
            figures.append(figure)
    return figures


def _runs(files: list[Path], scratch: Path) -> list[Figure]:
    """Whole runs with one worker, two, and one per processor."""
    folder = _linked(files, scratch / "runs")
    counts = sorted({1, 2, os.cpu_count() or 1})
    return [_run(folder, workers, len(files)) for workers in counts]


def _growth(files: list[Path], sizes: tuple[int, ...], scratch: Path) -> list[Figure]:
    """Runs with all processors over more and more documents, as many as there are."""
    figures = []
    for size in sorted({min(size, len(files)) for size in sizes}):
        folder = _linked(files[:size], scratch / f"growth-{size}")
        figures.append(_run(folder, os.cpu_count() or 1, size))
    return figures


def _shares(files: list[Path]) -> dict[str, float]:
    _tell("measuring the share of each step")
    return measure_shares(files)


def _engine(sizes: tuple[int, ...], scratch: Path) -> list[Figure]:
    """Runs that read nothing, over more and more files: what journal, workers and tables cost by themselves."""
    figures = []
    for size in sizes:
        _tell(f"running the engine alone over {size} documents")
        folder = write_files(scratch / f"engine-{size}", size)
        figures.append(measure_run(folder, 1, size, READER))
    return figures


def _run(folder: Path, workers: int, documents: int) -> Figure:
    _tell(f"running {documents} documents with {workers} workers")
    return measure_run(folder, workers, documents)


def _linked(files: list[Path], folder: Path) -> Path:
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        (folder / f"{number:05d}-{file.name}").symlink_to(file.absolute())
    return folder


def _seconds_to_start(scratch: Path) -> float:
    """From the command to its end with one file that is no statement: start, one worker, all tables."""
    (scratch / "nothing.txt").write_text("no statement", encoding="utf-8")
    command = ["run", str(scratch / "nothing.txt"), "-o", str(scratch / "out"), "--workers", "1", "--fresh"]
    _seconds(command, scratch)
    return _seconds(command, scratch)


def _seconds_when_all_is_known(scratch: Path) -> float:
    """The same command again over a statement that an earlier run has read."""
    from hyokasho.pipeline.samples.write import write_samples

    write_samples(scratch / "known", 1, seed=1, form=load_form("kiso").number)
    command = ["run", *map(str, (scratch / "known").glob("*.pdf")), "-o", str(scratch / "known-out"), "--workers", "1"]
    _seconds(command, scratch)
    return _seconds(command, scratch)


def _seconds(arguments: list[str], scratch: Path) -> float:
    """Processor time of one command and its workers.

    Modules are kept compiled in `scratch`, as those of an installed package are, whatever this environment says of it:
    the first call there takes longer.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(scratch / "bytecode")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "hyokasho", *arguments], capture_output=True, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
