"""Ruling lines as drawn -> joined, snapped lines: twice-drawn, dashed and broken rules become one each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import Rule


@dataclass(slots=True, unsafe_hash=True)
class Ruling:
    """All rules at one position: `at` is y for horizontal and x for vertical ones, `spans` their joined extents."""

    at: float
    spans: tuple[tuple[float, float], ...]

    def covers(self, point: float) -> bool:
        for start, end in self.spans:  # noqa: SIM110 (asked for every box of every table)
            if start <= point <= end:
                return True
        return False

    @property
    def start(self) -> float:
        return self.spans[0][0]

    @property
    def end(self) -> float:
        return self.spans[-1][1]


TYPE_SIZE = 9.0
"""Height of the type, in points, where no words tell it."""


def join_rules(rules: Iterable[Rule], size: float = TYPE_SIZE) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, each sorted by position. Points throughout; `size` is the usual type height."""
    horizontal: list[tuple[float, float, float]] = []
    vertical: list[tuple[float, float, float]] = []
    for r in rules:
        if r.y0 == r.y1:
            horizontal.append((r.y0, r.x0, r.x1))
        else:
            vertical.append((r.x0, r.y0, r.y1))
    apart = SETTINGS.double_rule * size
    return _doubled(_snap(horizontal), apart), _doubled(_snap(vertical), apart)


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
    if len(group) == 1:  # (most rules are drawn once, in one piece)
        ((position, start, end),) = group
        if end - start >= SETTINGS.min_table_rule:
            found.append(Ruling(position, ((start, end),)))
        return
    joined = _join([(start, end) for _, start, end in group])
    long = max(end - start for start, end in joined) >= SETTINGS.min_table_rule
    spans = [s for s in joined if s[1] - s[0] >= SETTINGS.min_piece] if long else []
    if spans:
        weight = sum(end - start for _, start, end in group)  # (crumbs beside a rule do not move it)
        at = sum(position * (end - start) for position, start, end in group) / weight
        found.append(Ruling(at, tuple(spans)))


def _doubled(rulings: Sequence[Ruling], apart: float) -> list[Ruling]:
    """Two rules so close that no text stands between them and side by side for most of their length are one."""
    found: list[Ruling] = []
    for ruling in rulings:
        last = found[-1] if found else None
        if last is not None and ruling.at - last.at <= apart and _side_by_side(last, ruling):
            spans = _join([*last.spans, *ruling.spans])
            found[-1] = Ruling((last.at + ruling.at) / 2, tuple(spans))
        else:
            found.append(ruling)
    return found


def _side_by_side(one: Ruling, other: Ruling) -> bool:
    shared = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.spans for b in other.spans)
    return shared >= SETTINGS.double_share * min(_length(one), _length(other))


def _length(ruling: Ruling) -> float:
    return sum(end - start for start, end in ruling.spans)


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


def covered(spans: Iterable[tuple[float, float]], start: float, end: float) -> float:
    """Points of a stretch that spans cover together."""
    total, reach = 0.0, start
    for low, high in sorted(spans):
        total += max(0.0, min(high, end) - max(low, reach))
        reach = max(reach, high)
    return total


def nearest(positions: Sequence[float], value: float) -> int:
    """Index of the position closest to `value` in an ascending sequence."""
    i = bisect_left(positions, value)
    if i == 0:
        return 0
    if i == len(positions):
        return i - 1
    return i if positions[i] - value < value - positions[i - 1] else i - 1
