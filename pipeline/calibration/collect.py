"""Read the material and note, for each row, its evidence and whether it is right."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hyokasho.pipeline import stages
from hyokasho.pipeline.calibration.apply import of_statement
from hyokasho.pipeline.calibration.evidence import TABLES, Seen, evidence
from hyokasho.pipeline.calibration.material import Kind, make
from hyokasho.pipeline.samples.compare import compare, judge_rows


@dataclass(frozen=True)
class Reading:
    """One statement: its kind and seed, the judged rows of each table (evidence, right), the evidence of the whole and
    the mean F1 over its tables."""

    kind: str
    seed: int
    rows: Mapping[str, list[tuple[dict[str, float], bool]]]
    whole: dict[str, float]
    score: float


@contextmanager
def _recorded() -> Iterator[list[tuple[dict[str, list[dict[str, float]]], Seen]]]:
    """Let the pipeline note the evidence of its rows in place of calibrating them."""
    kept: list[tuple[dict[str, list[dict[str, float]]], Seen]] = []

    def record(
        tables: Mapping[str, Sequence[dict[str, Any]]], issues: Sequence[Any], stray: float, shape: str | None
    ) -> None:
        seen = Seen.of(tables, issues, stray, shape)
        kept.append(({name: list(evidence(name, tables.get(name, ()), seen)) for name in TABLES}, seen))

    with patch.object(stages, "calibrate", record):
        yield kept


def read_one(kind: Kind, seed: int) -> Reading | None:
    """Make, read and judge one statement; None where no statement, or several, came out."""
    data, name, golden = make(kind, seed)
    with _recorded() as kept:
        tables = stages.process_bytes(data, name)
    if len(kept) != 1:
        return None
    found, seen = kept[0]
    judged = judge_rows(golden, tables)
    rows = {
        table: [(one, right) for one, right in zip(found[table], judged[table], strict=True) if right is not None]
        for table in judged
    }
    return Reading(kind.name, seed, rows, of_statement(tables, seen), compare(golden, tables).mean_f1)


def write(path: Path, readings: Iterable[Reading]) -> None:
    """Keep readings, a line of JSON each, packed."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for one in readings:
            stream.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def load(paths: Iterable[Path]) -> Iterator[Reading]:
    """Readings that were kept."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                yield Reading(**json.loads(line))
