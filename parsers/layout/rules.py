"""Ruling lines as drawn -> joined, snapped lines: twice-drawn, dashed and broken rules become one each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import Rule


@dataclass(frozen=True, slots=True)
class Ruling:
    """All rules at one position: `at` is y for horizontal and x for vertical ones, `spans` their joined extents."""

    at: float
    spans: tuple[tuple[float, float], ...]

    def covers(self, point: float) -> bool:
        return any(start <= point <= end for start, end in self.spans)

    @property
    def start(self) -> float:
        return self.spans[0][0]

    @property
    def end(self) -> float:
        return self.spans[-1][1]


def join_rules(rules: Iterable[Rule]) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, each sorted by position. Points throughout."""
    horizontal: list[tuple[float, float, float]] = []
    vertical: list[tuple[float, float, float]] = []
    for r in rules:
        if r.y0 == r.y1:
            horizontal.append((r.y0, r.x0, r.x1))
        else:
            vertical.append((r.x0, r.y0, r.y1))
    return _snap(horizontal), _snap(vertical)


def _snap(pieces: list[tuple[float, float, float]]) -> list[Ruling]:
    """Group pieces whose positions differ by less than the snap distance, then join their extents."""
    pieces.sort()
    found: list[Ruling] = []
    group: list[tuple[float, float, float]] = []
    for piece in pieces:
        if group and piece[0] - group[0][0] > SETTINGS.snap:
            _close(group, found)
            group = []
        group.append(piece)
    if group:
        _close(group, found)
    return found


def _close(group: Sequence[tuple[float, float, float]], found: list[Ruling]) -> None:
    spans = _join([(start, end) for _, start, end in group])
    spans = [s for s in spans if s[1] - s[0] >= SETTINGS.min_table_rule]
    if spans:
        found.append(Ruling(sum(p[0] for p in group) / len(group), tuple(spans)))


def _join(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    spans.sort()
    joined = [spans[0]]
    for start, end in spans[1:]:
        last_start, last_end = joined[-1]
        if start - last_end <= SETTINGS.dash_gap:
            if end > last_end:
                joined[-1] = (last_start, end)
        else:
            joined.append((start, end))
    return joined


def nearest(positions: Sequence[float], value: float) -> int:
    """Index of the position closest to `value` in an ascending sequence."""
    i = bisect_left(positions, value)
    if i == 0:
        return 0
    if i == len(positions):
        return i - 1
    return i if positions[i] - value < value - positions[i - 1] else i - 1
