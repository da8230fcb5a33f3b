"""Dashes of strokes as broad as a row: each is as long as a rule is thick, and is one (the walls of a row of cells)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from math import hypot
from typing import Any

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox

_NUMBER = re.compile(r"[-+]?\d*\.?\d+")
_MOST = 2000
"""Dashes of a stroke; a file may give one without end."""


def is_broadly_dashed(path: Any) -> bool:
    """Is a stroke dashed, and broader than any rule?"""
    return (path.get("width") or 0.0) > SETTINGS.thick_rule and not (path.get("dashes") or "[]").startswith("[]")


def dashes_of(path: Any) -> Iterator[BBox]:
    """The dashes of a level or upright stroke, in the file's own coordinates, as the boxes that they are
    (ISO 32000-1, 8.4.3.6)."""
    _, (ax, ay), (bx, by) = path["items"][0]
    length = hypot(bx - ax, by - ay)
    along = ((bx - ax) / length, (by - ay) / length) if length else (1.0, 0.0)
    half = path["width"] / 2
    array, _, phase = path["dashes"].partition("]")
    lengths = [abs(float(value)) for value in _NUMBER.findall(array)]
    at = -float((_NUMBER.findall(phase) or ["0"])[0])
    if sum(lengths) <= 0:
        return
    for number, step in enumerate(cycle(lengths)):
        start, end = max(at, 0.0), min(at + step, length)
        if number % 2 == 0 and start < end:
            x0, y0, x1, y1 = (c + a * s for s in (start, end) for c, a in ((ax, along[0]), (ay, along[1])))
            across = (half, 0.0) if abs(along[1]) > abs(along[0]) else (0.0, half)
            yield (
                min(x0, x1) - across[0], min(y0, y1) - across[1], max(x0, x1) + across[0], max(y0, y1) + across[1],
            )  # fmt: skip
        at += step
        if at >= length or number >= _MOST:
            return
