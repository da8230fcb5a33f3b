"""What one document may cost, and the dotted name of the function that reads it."""

from __future__ import annotations

from dataclasses import dataclass

READER = "hyokasho.pipeline.stages.process_file"
"""`(path, source_path) -> {table: rows}`; raises nothing for bad input."""

CORES = "cores"
"""File of a worker's spool folder: how many cores it may use now."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document.

    `stall_seconds`: the longest time without a page finished, `seconds`: the longest time altogether; both in seconds
    of a machine that is not overloaded (`patience.py`). `memory_bytes` is the address space of the reading process
    (None: no limit), `result_rows` and `result_bytes` what it may give back. A process is replaced after
    `documents_per_worker` documents.
    """

    stall_seconds: float = 120.0
    seconds: float = 3600.0
    memory_bytes: int | None = 4 << 30
    result_rows: int = 1_000_000
    result_bytes: int = 128 << 20
    documents_per_worker: int = 200
