"""What one document may cost, and the dotted name of the function that reads it."""

from __future__ import annotations

from dataclasses import dataclass

READER = "hyokasho.pipeline.stages.process_file"
"""`(path, source_path) -> {table: rows}`; raises nothing for bad input."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document.

    `seconds` + `seconds_per_page` x pages is its wall-clock time, never more than `longest_seconds`.
    `memory_bytes` is the address space of the process that reads it (None: no limit), `result_rows` and `result_bytes`
    what it may give back. A process is replaced after `documents_per_worker` documents.
    """

    seconds: float = 120.0
    seconds_per_page: float = 6.0
    longest_seconds: float = 7200.0
    memory_bytes: int | None = 4 << 30
    result_rows: int = 1_000_000
    result_bytes: int = 128 << 20
    documents_per_worker: int = 200

    def wall_clock(self, pages: int) -> float:
        """Seconds that a document of so many pages may take."""
        return max(self.seconds, min(self.longest_seconds, self.seconds + self.seconds_per_page * max(pages, 0)))
