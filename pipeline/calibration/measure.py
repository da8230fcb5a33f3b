"""How well the confidence is calibrated on statements that were not fitted: figures and reliability diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hyokasho.pipeline.calibration.apply import Model
from hyokasho.pipeline.calibration.collect import Reading

Pairs = Sequence[tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some rows: how many, expected calibration error over ten bins, the share right of those at 0.9 and above, and
    of those from 0.7 to 0.9 (None: there are none), the share of wrong ones in the lowest tenth."""

    rows: int
    error: float
    high: float | None
    middle: float | None
    caught: float


def pairs(readings: Sequence[Reading], models: Mapping[str, Model], table: str) -> list[tuple[float, bool]]:
    """(confidence, right) of every judged row of a table."""
    model = models.get(table)
    if model is None:
        return []
    return [(model.confidence(found), right) for one in readings for found, right in one.rows.get(table, ())]


def bins(found: Pairs) -> Iterator[tuple[float, float, int]]:
    """Mean confidence, share right, rows: for each tenth that has rows."""
    for k in range(10):
        part = [(c, r) for c, r in found if min(9, int(c * 10)) == k]
        if part:
            yield sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part)


def figures(found: Pairs) -> Figures:
    """The figures of some rows (at least one)."""
    error = sum(abs(mean - right) * rows for mean, right, rows in bins(found)) / len(found)
    lowest = sorted(found, key=lambda one: one[0])[: max(1, len(found) // 10)]
    wrong = sum(not right for _, right in found)
    caught = sum(not right for _, right in lowest) / wrong if wrong else 1.0
    high, middle = [r for c, r in found if c >= 0.9], [r for c, r in found if 0.7 <= c < 0.9]
    return Figures(len(found), error, _share(high), _share(middle), caught)


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None
