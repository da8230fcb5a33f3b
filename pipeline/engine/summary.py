"""The closing summary of a run, on standard output."""

from __future__ import annotations

from collections.abc import Mapping

from hyokasho.pipeline.engine.journal import Entry
from hyokasho.pipeline.engine.watch import Watch, duration, visible

_LISTED = 50


def print_summary(entries: Mapping[str, Entry], rows: Mapping[str, int], watch: Watch) -> None:
    """Files that failed or are partial with their reason, rows per table, and what the run took."""
    for status in ("failed", "partial"):
        _print_files(status, {path: entry for path, entry in entries.items() if entry.status == status})
    _print_worst(entries)
    print_tables(rows)
    counts = watch.counts
    documents = {entry.key: entry for entry in entries.values()}
    pages = sum(entry.pages for entry in documents.values())
    tally = {status: sum(entry.status == status for entry in documents.values()) for status in _STATUSES}
    if counts.skipped:
        print(f"skipped: {counts.skipped} files of folders that are no statements (named in --log)")
    parts = [f"{len(entries)} files", f"{len(documents)} documents"]
    parts += [f"{count} {status}" for status, count in tally.items()]
    print(", ".join([*parts, f"{pages:,} pages"]))
    print(f"read now: {counts.ok + counts.partial + counts.failed}, known already: {counts.known}, ", end="")
    print(f"same bytes as another: {counts.same}; {duration(watch.seconds)}, {watch.rate():.1f} pages/s")


def print_tables(rows: Mapping[str, int]) -> None:
    """Rows per table; nothing for a shard, which writes no tables."""
    if not rows:
        return
    width = max(len(name) for name in rows)
    print(f"{'table':<{width}} {'rows':>12}")
    for name, count in rows.items():
        print(f"{name:<{width}} {count:>12,}")
    print()


_STATUSES = ("ok", "partial", "failed")


_WORST = 5


def _print_worst(entries: Mapping[str, Entry]) -> None:
    """The documents of which the least was read (those that failed stand above)."""
    short = {path: entry.coverage for path, entry in entries.items() if entry.status != "failed"}
    worst = sorted((share, path) for path, share in short.items() if share is not None and share < 1.0)
    if worst:
        print("least covered (more with `hyokasho review OUT`):")
        for share, path in worst[:_WORST]:
            print(f"  {share:.3f} {visible(path)}")
        print()


def _print_files(status: str, entries: Mapping[str, Entry]) -> None:
    if not entries:
        return
    print(f"{status}:")
    for path, entry in list(entries.items())[:_LISTED]:
        print(f"  {visible(path)}: {', '.join(entry.codes) or 'see the table issues'}")
    if len(entries) > _LISTED:
        print(f"  ... and {len(entries) - _LISTED} more; see the tables documents and issues")
    print()
