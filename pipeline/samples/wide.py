"""Tables wider than the paper, as Excel prints them: what lies right of a page break goes on on pages of its own.

A sheet is laid out on pages as wide as it is (`PrintedPage.cut` says where the paper ends) and cut by `paper.py`:
first all its left pages, then all its right ones ("down, then over"), or page by page ("over, then down").
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Order = Literal["down", "over"]
Shown = Literal["parted", "clipped"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a sheet is cut, in shares of its width: at `at`; `repeated`: the columns left of this stand on the right
    pages too (0: none). `filled` is the share of the paper's width that the wider part fills."""

    at: float
    repeated: float = 0.0
    filled: float = 1.0


@dataclass(frozen=True, slots=True)
class Wide:
    """How the sheets of a statement are too wide: `changes`, the cut of 変更箇所, `parts` that of all other parts
    (None: not cut).

    `shown`: the letters of a cell that is cut are parted among the pages, or both pages draw all of them and clip.
    """

    changes: Cut | None
    parts: Cut | None
    order: Order
    shown: Shown


def draw_wide(seed: int, label_share: float, column_edges: Sequence[float]) -> Wide:
    """How the statement with this seed is cut. `column_edges`: those between the columns of 変更箇所, as shares."""
    rng = random.Random(f"wide-{seed}")
    edges = [edge for edge in column_edges if 0.2 < edge < 0.9]
    at = rng.choice(edges) if rng.random() < 0.6 else rng.uniform(0.3, 0.85)
    repeated = column_edges[0] if at in edges and rng.random() < 0.25 else 0.0
    whole = rng.random() < 0.4
    part = label_share if rng.random() < 0.35 else rng.uniform(0.4, 0.85)
    cut, filled = rng.random() < 0.85 or not whole, rng.uniform(0.8, 1.0)
    return Wide(
        changes=Cut(at, repeated, filled) if cut else None,
        parts=Cut(part, 0.0, filled) if whole else None,
        order="down" if rng.random() < 0.7 else "over",
        shown="parted" if repeated or rng.random() < 0.5 else "clipped",
    )


def sheet_width(paper: float, cut: Cut) -> float:
    """Width of the tables of a sheet of which the wider part just fills its share of `paper` (points)."""
    return paper * cut.filled / max(cut.at, 1.0 - cut.at + cut.repeated)
