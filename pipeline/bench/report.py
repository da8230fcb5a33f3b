"""The figures as a Markdown page and a chart below `docs/benchmarks/`."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hyokasho.pipeline.bench.measure import Figure
from hyokasho.pipeline.bench.passes import TITLES

_PACKAGES = ("hyokasho", "pymupdf", "pdfplumber", "camelot-py", "pymupdf4llm", "pyarrow")


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one `make bench`.

    `passes` are over one set of files, `scans` over scanned statements, `runs` by workers, `growth` by documents,
    `engine` by documents that are not read. `shares`: of each step in the time of one process. Seconds to start are of
    the processor, with one file that is no statement (`start`) or is known from an earlier run (`known`).
    """

    corpus: str
    passes: Sequence[Figure]
    scans: Sequence[Figure]
    runs: Sequence[Figure]
    growth: Sequence[Figure]
    start_seconds: float
    help_seconds: float
    known_seconds: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)
    engine: Sequence[Figure] = ()


def write_report(report: Report, folder: Path) -> None:
    """Write `README.md` and `benchmark.png` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(markdown(report), encoding="utf-8")
    _chart(report, folder / "benchmark.png")


def markdown(report: Report) -> str:
    """The page."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; every figure comes from the same run on the same machine and files.",
        "",
        f"- when: {datetime.now(UTC):%Y-%m-%d}, on {_machine()}",
        f"- files: {report.corpus}",
        f"- versions: {_versions()}",
        f"- start of a run without work: {report.start_seconds:.2f} s of the processor where the one file is no "
        f"statement, {report.known_seconds:.2f} s where it is known; `--help`: {report.help_seconds:.2f} s",
        "- seconds of passes are the processor's; those of runs pass on the clock, `processor` has the processor's",
        "",
        "## One process, page by page",
        "",
        "Tools much slower than the others are measured on the first pages only; the ratio is per page.",
        "",
        *_pass_rows(report.passes),
        "",
        "What made it faster, change by change: [history](history.md).",
    ]
    lines += ["", "![Pages per second, and the growth with the corpus](benchmark.png)", ""]
    if report.scans:
        lines += ["## Scans", "", "Pages of 200 dpi in black and white, read from their pictures.", ""]
        lines += [*_pass_rows(report.scans), ""]
    if report.shares:
        lines += [
            "## Where the time goes",
            "",
            "Of one process, from bytes to rows; of nested steps the inner one.",
            "",
        ]
        lines += ["| step | share |", "|---|---:|"]
        lines += [f"| {step} | {100 * share:.1f} % |" for step, share in report.shares.items()]
        lines += [""]
    lines += ["## Files to Parquet", "", *_run_rows(report.runs, report.runs[0]), ""]
    lines += ["## Growth with the corpus", "", *_run_rows(report.growth, None), ""]
    if report.engine:
        lines += [
            "## The engine alone",
            "",
            "Runs over files of which none is read: every file gets the same rows.",
            "",
        ]
        lines += [*_run_rows(report.engine, None), ""]
    return "\n".join(lines)


def _pass_rows(passes: Sequence[Figure]) -> list[str]:
    """A table of passes, each compared with ours."""
    ours = next(one for one in passes if one.name == "hyokasho")
    rows = ["| pass | pages | seconds | pages/s | hyokasho is ... times as fast | peak memory MiB |"]
    rows.append("|---|---:|---:|---:|---:|---:|")
    for one in passes:
        ratio = "" if one is ours else f"{ours.rate / one.rate:.2f}"
        title = TITLES[one.name]
        rows.append(f"| {title} | {one.pages} | {one.seconds:.1f} | {one.rate:.1f} | {ratio} | {one.peak_mib:.0f} |")
    return rows


def _run_rows(runs: Sequence[Figure], base: Figure | None) -> list[str]:
    """A table of whole runs; with `base` how many times as fast as that one."""
    gain = " gain |" if base else ""
    head = "| run | documents | pages | seconds | pages/s | processor s | processor ms a page |"
    rows = [f"{head}{gain} supervisor MiB | largest worker MiB |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|" + ("---:|" if base else "") + "---:|---:|")
    for one in runs:
        cells = [one.name, str(one.documents), str(one.pages), f"{one.seconds:.1f}", f"{one.rate:.1f}"]
        used = one.cpu_seconds
        cells += ["", ""] if used is None else [f"{used:.1f}", f"{1000 * used / one.pages:.2f}"]
        if base:
            cells.append(f"{one.rate / base.rate:.2f}")
        cells += [f"{one.peak_mib:.0f}", f"{one.worker_mib or 0:.0f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _machine() -> str:
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    cores = os.cpu_count() or 1
    load = os.getloadavg()[2] if hasattr(os, "getloadavg") else 0.0
    shared = f", shared with other work (load {load:.0f})" if load > cores + 1 else ""
    return f"{name}, {cores} cores{shared}, Python {platform.python_version()}, {platform.system()}"


def _versions() -> str:
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _chart(report: Report, path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 3.8))
    names = [one.name for one in report.passes][::-1]
    rates = [one.rate for one in report.passes][::-1]
    colours = ["tab:orange" if name == "hyokasho" else "tab:gray" for name in names]
    bars = left.barh(names, rates, color=colours)
    left.bar_label(bars, fmt="%.1f", padding=3)
    left.set_xscale("log")
    left.set_xlim(right=max(rates) * 3)
    left.set_xlabel("pages per second, one process (log scale)")
    documents = [one.documents or 0 for one in report.growth]
    right.plot(documents, [one.rate for one in report.growth], marker="o", color="tab:orange")
    right.set_xscale("log")
    right.set_ylim(bottom=0)
    right.set_xlabel("documents in the run")
    right.set_ylabel("pages per second, all cores")
    memory = right.twinx()
    memory.plot(documents, [one.peak_mib for one in report.growth], marker="s", color="tab:blue")
    memory.set_ylim(bottom=0)
    memory.set_ylabel("supervisor, MiB", color="tab:blue")
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
