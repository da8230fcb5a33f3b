"""The straight lines of a page, each joined of its pieces, without the snapping that makes a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from hyokasho.parsers.model import Rule

APART = 0.3
"""Pieces of one line differ by less than this across it, in points."""
GAP = 1.5
"""Pieces of one line lie at most this far apart along it."""


@dataclass(slots=True)
class DrawnLine:
    """A straight line without gaps: `at` across it, `start` and `end` along it."""

    level: bool
    at: float
    start: float
    end: float


@lru_cache(maxsize=4)
def drawn_lines(rules: tuple[Rule, ...]) -> tuple[DrawnLine, ...]:
    """The rules joined end to end, without the snapping that makes a table of them. Remembered of the last pages: each
    step that tells lines apart asks it of the same rules."""
    found: list[DrawnLine] = []
    rows = [(r.y0, r.x0, r.x1) for r in rules if r.y0 == r.y1]
    columns = [(r.x0, r.y0, r.y1) for r in rules if r.y0 != r.y1]
    for level, spans in ((True, sorted(rows)), (False, sorted(columns))):
        band: list[tuple[float, float, float]] = []
        for span in spans:
            if band and span[0] - band[0][0] > APART:
                found += _chained(level, band)
                band = []
            band.append(span)
        found += _chained(level, band)
    return tuple(found)


def as_rule(line: DrawnLine) -> Rule:
    """The line as a rule."""
    if line.level:
        return Rule(line.start, line.at, line.end, line.at)
    return Rule(line.at, line.start, line.at, line.end)


def _chained(level: bool, band: Sequence[tuple[float, float, float]]) -> list[DrawnLine]:
    found: list[DrawnLine] = []
    last: DrawnLine | None = None
    for at, start, end in sorted(band, key=_start) if len(band) > 1 else band:
        if last is not None and start - last.end <= GAP:
            last.end = max(last.end, end)
        else:
            last = DrawnLine(level, at, start, end)
            found.append(last)
    return found


_start = itemgetter(1)
