"""The closing summary of a run, on standard output."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size

from hyokasho.pipeline.engine.journal import Entry
from hyokasho.pipeline.engine.watch import Watch, duration, visible
from hyokasho.pipeline.language import say

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
        print(say("skipped: {count} files of folders that are no statements (named in --log)", count=counts.skipped))
    print(say("{files} files, {documents} documents, {ok} ok, {partial} partial, {failed} failed, {pages:,} pages",
              files=len(entries), documents=len(documents), pages=pages, **tally))  # fmt: skip
    print(say("read now: {now}, known already: {known}, same bytes as another: {same}; {time}, {rate:.1f} pages/s",
              now=counts.ok + counts.partial + counts.failed, known=counts.known, same=counts.same,
              time=duration(watch.seconds), rate=watch.rate()))  # fmt: skip


def print_tables(rows: Mapping[str, int]) -> None:
    """Rows per table; nothing for a shard, which writes no tables."""
    if not rows:
        return
    width = max(len(name) for name in rows)
    head, number = say("table"), say("rows")
    print(f"{set_cell_size(head, width)} {' ' * (12 - cell_len(number))}{number}")
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
        print(say("least covered (more with `hyokasho review OUT`):"))
        for share, path in worst[:_WORST]:
            print(f"  {share:.3f} {visible(path)}")
        print()


def _print_files(status: str, entries: Mapping[str, Entry]) -> None:
    if not entries:
        return
    print(say("failed:") if status == "failed" else say("partial:"))
    for path, entry in list(entries.items())[:_LISTED]:
        print(f"  {visible(path)}: {', '.join(entry.codes) or say('see the table issues')}")
    if len(entries) > _LISTED:
        print("  " + say("... and {count} more; see the tables documents and issues", count=len(entries) - _LISTED))
    if any(entry.codes for entry in entries.values()):
        print("  " + say("(`hyokasho explain CODE` tells what a code means)"))
    print()
