"""Doubts beside an earlier fit: signs that it did not know may lower its confidence, and never raise it.

The earlier model stays as it is, its steps too: what a statement or two happen to show would move all of its weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hyokasho.pipeline.calibration.apply import Model, log_odds
from hyokasho.pipeline.calibration.evidence import OF_STATEMENTS

Rows = Sequence[tuple[Mapping[str, float], bool, int]]
"""Evidence, right, and the statement that the row belongs to."""
Array = npt.NDArray[np.float64]

STATEMENTS = 4
"""A sign that fewer statements show says nothing that could be relied on."""
_HELD = 1.0
"""How strongly a weight is held at nothing."""
_ROUNDS, _NEAR = 40, 1e-4


def doubted(rows: Rows, earlier: Model) -> Model:
    """The earlier model with the doubts of these rows."""
    return with_doubts(earlier, doubts(rows, earlier, new_signs(rows, earlier)))


def new_signs(rows: Rows, earlier: Model) -> list[str]:
    """The signs that enough of these statements show and the earlier model does not weigh.

    What the whole statement shows is left out: few statements would fit that by chance, all their rows at once.
    """
    shown = Counter(name for name, _ in {(name, n) for found, _, n in rows for name in found})
    told = {name for name, n in shown.items() if n >= STATEMENTS and not name.startswith(OF_STATEMENTS)}
    return sorted(told - {*earlier.weights, *earlier.doubts})


def doubts(rows: Rows, earlier: Model, names: Sequence[str]) -> dict[str, float]:
    """The weights, none above 0, of the signs `names` in these rows beside what the earlier model says of each."""
    right, before, counted = judged(rows, earlier)
    while names:
        signs = np.array([[found.get(name, 0.0) for name in names] for found, _, _ in rows])
        weights = weights_beside(signs, right, before, counted)
        if (weights <= 0).all():
            return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True) if w < -_LEAST}
        names = [name for name, w in zip(names, weights, strict=True) if w <= 0]
    return {}


_LEAST = 0.005


def judged(rows: Rows, earlier: Model) -> tuple[Array, Array, Array]:
    """Whether each row is right (1, 0), the log of the odds that the earlier model gives it, and as how much it counts.

    Rows of a statement are no independent witnesses: n of them count as the root of n.
    """
    size = Counter(n for *_, n in rows)
    right = np.array([right for _, right, _ in rows], dtype=float)
    before = np.array([log_odds(earlier.confidence(found)) for found, _, _ in rows])
    return right, before, np.array([size[n] ** -0.5 for *_, n in rows])


def with_doubts(earlier: Model, found: Mapping[str, float]) -> Model:
    """The earlier model with more doubts."""
    return replace(earlier, doubts={**earlier.doubts, **found})


def weights_beside(signs: Array, right: Array, before: Array, counted: Array) -> Any:
    """The weights, held at nothing, by which signs move the odds `before`, by Newton's method, its steps at most 1.

    `signs`: a row of numbers for each row; `counted`: as how much it counts.
    """
    weights = np.zeros(signs.shape[1])
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-(before + signs @ weights)))
        slope = signs.T @ (counted * (right - share)) - _HELD * weights
        bend = (signs * (counted * share * (1 - share))[:, None]).T @ signs + _HELD * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < _NEAR:
            break
    return weights
