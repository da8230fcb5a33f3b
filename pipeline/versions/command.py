"""What the commands `diff` and `compare` print and write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hyokasho.pipeline.target import refuse_existing, write_file
from hyokasho.pipeline.versions import show
from hyokasho.pipeline.versions.runs import diff_runs
from hyokasho.pipeline.versions.statements import compare_statements


def diff(first: Path, second: Path, csv: Path | None, html: Path | None, overwrite: bool) -> bool:
    """Print, or write, what two runs read differently; True where nothing differs. Raises OutputError."""
    refuse_existing(csv, html, overwrite=overwrite)
    found = diff_runs(first, second)
    _put(csv, lambda: show.as_csv(found))
    _put(html, lambda: show.as_html(f"{first} → {second}", found))
    if csv is None and html is None:
        print(show.as_text(found), end="")
    return not found


def compare(older: Path, newer: Path, csv: Path | None, html: Path | None, overwrite: bool) -> bool:
    """Print, or write, what differs between two versions of a statement; True if nothing does. Raises OutputError."""
    refuse_existing(csv, html, overwrite=overwrite)
    found = compare_statements(older, newer)
    _put(csv, lambda: show.comparison_csv(found))
    _put(html, lambda: show.comparison_html(found))
    if csv is None and html is None:
        print(show.comparison_text(found), end="")
    return not found.differences


def _put(target: Path | None, text: Callable[[], str]) -> None:
    if target is None:
        return
    page = text()
    write_file(target, lambda made: made.write_text(page, encoding="utf-8", newline=""))
    print(target)
