"""An earlier fit, scaled by readings of today: readers get better, and the odds that it gives are too low, or too high.

Two numbers, held where they change nothing, so that few statements move little. (Two for each kind of dump by itself,
or weights of single signs moved as well, judged other statements no better.) A source that was not read anew stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hyokasho.pipeline.calibration.apply import Model
from hyokasho.pipeline.calibration.doubts import STATEMENTS, Rows, judged, weights_beside

_ENOUGH = 3 * STATEMENTS
"""Of so many statements a source is scaled; of fewer one bad reading would be a quarter of them."""


def scaled(rows: Rows, earlier: Model) -> Model:
    """The earlier model, the odds of sources that were read often enough scaled as their rows together ask for.

    How these were scaled before is left out.
    """
    statements: defaultdict[str, set[int]] = defaultdict(set)
    for found, _, n in rows:
        statements[_source(found)].add(n)
    sources = {source for source, of_it in statements.items() if len(of_it) >= _ENOUGH}
    used = [row for row in rows if _source(row[0]) in sources]
    return replace(earlier, scales={**earlier.scales, **dict.fromkeys(sources, _scale(earlier, used))})


def _source(found: Mapping[str, float]) -> str:
    """The name of the evidence that says from what the text was taken."""
    return next((name for name in found if name.startswith("kind:")), "")


def _scale(earlier: Model, rows: Rows) -> tuple[float, float]:
    """What is added to the log of the odds, and which share of it."""
    right, before, counted = judged(rows, replace(earlier, scales={}))
    base, share = weights_beside(np.stack([np.ones_like(before), before], axis=1), right, before, counted)
    return round(float(base), 4), round(float(share), 4)
