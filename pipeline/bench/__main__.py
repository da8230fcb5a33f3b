"""`make bench`: `python -m hyokasho.pipeline.bench [--folder DIR] [--documents N] [--growth 10,100] [--out DIR]`."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hyokasho.parsers.forms.load import load_form
from hyokasho.pipeline.bench.measure import Figure, measure_pass, measure_run, measure_shares
from hyokasho.pipeline.bench.passes import ON_SCANS, ON_TEXT
from hyokasho.pipeline.bench.replay import READER, write_files
from hyokasho.pipeline.bench.report import Report, write_report

_SLOW = {"pdfplumber", "find_tables", "camelot", "pymupdf4llm"}


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
            shares=measure_shares(measured),
            engine=_engine(arguments.engine, Path(scratch)),
        )
    write_report(report, arguments.out)
    print((arguments.out / "README.md").read_text(encoding="utf-8"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.bench", description=__doc__)
    parser.add_argument("--folder", type=Path, help="PDF files to measure on [made-up statements]")
    parser.add_argument("--documents", type=int, default=30, help="files for the comparison of tools")
    parser.add_argument("--slow-pages", type=int, default=120, help="pages given to slow tools")
    parser.add_argument("--scans", type=int, default=2, help="scans for the comparison with the OCR engine")
    parser.add_argument("--growth", type=_numbers, default=(10, 100, 1000), help="sizes of the growing corpus")
    parser.add_argument("--engine", type=_numbers, default=(10, 100, 1000, 10000), help="sizes for the engine alone")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _made_up(folder: Path, count: int) -> Path:
    print(f"printing {count} made-up statements", file=sys.stderr)
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
        print(f"measuring {name}", file=sys.stderr)
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


def _engine(sizes: tuple[int, ...], scratch: Path) -> list[Figure]:
    """Runs that read nothing, over more and more files: what journal, workers and tables cost by themselves."""
    figures = []
    for size in sizes:
        print(f"running the engine alone over {size} documents", file=sys.stderr)
        folder = write_files(scratch / f"engine-{size}", size)
        figures.append(measure_run(folder, 1, size, READER))
    return figures


def _run(folder: Path, workers: int, documents: int) -> Figure:
    print(f"running {documents} documents with {workers} workers", file=sys.stderr)
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
