"""Fit the table, a logistic model per table and an isotonic step; halves of the material quote each other.

A fit may go on from the table of an earlier one, whose readings are lost: its models stay, and each may get doubts, the
weights of signs that it did not know (`doubts`). Of `quality` the earlier sum of weights is one named number, which is
not held small as the others are; what comes out is a table as any other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from hyokasho.pipeline.calibration.apply import Model
from hyokasho.pipeline.calibration.collect import Reading
from hyokasho.pipeline.calibration.doubts import STATEMENTS, Rows, bounded, doubts, held_out, new_signs, with_doubts
from hyokasho.pipeline.calibration.evidence import OF_STATEMENTS, RULE

_STRENGTH = 0.1
"""C of scikit-learn: small, for the rows of one statement are no independent witnesses."""

_ROWS = 60
"""Of so many rows of a table a statement is a witness at most: a list of record items, which is right or wrong as a
whole, would else count for thirty others."""

_STEPS = 24

Fitted = Mapping[str, Any]
"""A fitted model as the table has it: base, weights, steps."""

_EARLIER = "earlier fit"
_LARGE = 10.0
"""By so much the earlier sum is made larger, so that its weight, which is held small, may be near one."""


def halves(readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The statements with even seeds and those with odd ones: each half is quoted with what the other was fitted on."""
    parted: tuple[list[Reading], list[Reading]] = ([], [])
    for one in readings:
        parted[one.seed % 2].append(one)
    return parted


def fit(used: Sequence[Reading], earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The models by table, and of `quality`, fitted on these statements, going on from `earlier` ones where given: of
    those each stays that judges these statements no worse than a fit on others of them does."""
    earlier = earlier or {}
    models: dict[str, Any] = {name: one for name, one in earlier.items() if name != "quality"}
    kinds = [one.kind for one in used]
    for table in sorted({name for one in used for name in one.rows}):
        rows = [(found, right, n) for n, one in enumerate(used) for found, right in _some(one.rows.get(table, ()))]
        if all(len({n for _, right, n in rows if right is verdict}) >= STATEMENTS for verdict in (True, False)):
            models[table] = _doubting(rows, kinds, earlier[table]) if table in earlier else _fit_rows(rows)
    models["quality"] = fit_quality(used, earlier.get("quality"))
    return models


def _doubting(rows: Rows, kinds: Sequence[str], earlier: Fitted) -> Fitted:
    """An earlier model with the doubts of these rows, where it judges those of other statements better with them."""
    model = model_of(earlier)
    names = new_signs(rows, model)
    held = _loss(held_out(rows, model, names), rows, kinds)
    if held >= _loss([model.confidence(found) for found, _, _ in rows], rows, kinds):
        return earlier
    return {**earlier, "doubts": dict(with_doubts(model, doubts(rows, model, names)).doubts)}


def _some(rows: Sequence[tuple[Mapping[str, float], bool]]) -> list[tuple[Mapping[str, float], bool]]:
    """The rows of a statement that are fitted on, at most `_ROWS`, from all over its table."""
    count = min(len(rows), _ROWS)
    return [rows[k * len(rows) // count] for k in range(count)]


def _loss(sure: Sequence[float], rows: Rows, kinds: Sequence[str]) -> float:
    """The mean surprise, in nats, at which rows are right that are so sure; each kind of source (`kinds`: of each
    statement) counts the same, however many rows it has (scans have few)."""
    lost: defaultdict[str, list[float]] = defaultdict(list)
    for share, (_, right, n) in zip(sure, rows, strict=True):
        kept = bounded(share)
        lost[kinds[n]].append(-math.log(kept if right else 1 - kept))
    return sum(sum(found) / len(found) for found in lost.values()) / len(lost)


def _fit_rows(rows: Rows) -> dict[str, Any]:
    """The model of a table. A broken rule may doubt a row or say nothing, it never makes one surer: made-up bodies
    break rules by chance, also where they are read well."""
    found = _fitted(rows)
    while harmless := {name for name, weight in found["weights"].items() if name.startswith(RULE) and weight > 0}:
        rows = [({k: v for k, v in one.items() if k not in harmless}, right, n) for one, right, n in rows]
        found = _fitted(rows)
    return found


def _fitted(rows: Rows) -> dict[str, Any]:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    shown = Counter(name for name, _ in {(name, n) for found, _, n in rows for name in found})
    known = _known([found for found, _, _ in rows], shown, None)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(known)
    right = np.array([r for _, r, _ in rows])
    groups = np.array([n for _, _, n in rows])
    model = LogisticRegression(C=_STRENGTH, solver="newton-cholesky")
    folds = StratifiedGroupKFold(STATEMENTS)
    held = cross_val_predict(model, matrix, right, groups=groups, cv=folds, method="predict_proba")[:, 1]
    steps = IsotonicRegression(y_min=0.02, y_max=0.998, out_of_bounds="clip").fit(held, right)
    model.fit(matrix, right)
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    linear = _linear(float(model.intercept_[0]), weights, None)
    return {**linear, "steps": _thinned(steps.X_thresholds_, steps.y_thresholds_)}


def _known(
    rows: Sequence[Mapping[str, float]], shown: Mapping[str, int], earlier: Fitted | None
) -> list[dict[str, float]]:
    """Of each row the named numbers that enough statements show, after an earlier fit those that are new to it, and
    the sum by that fit, of all."""
    held = earlier["weights"] if earlier is not None else ()
    names = {k for k, n in shown.items() if n >= STATEMENTS and k not in held}
    if earlier is not None:
        names = {k for k in names if not k.startswith(OF_STATEMENTS)}
    known = [{k: v for k, v in found.items() if k in names} for found in rows]
    if earlier is None:
        return known
    weighed = model_of(earlier).weighed
    return [{**one, _EARLIER: _LARGE * weighed(found)} for one, found in zip(known, rows, strict=True)]


def _linear(base: float, weights: Mapping[str, float], earlier: Fitted | None) -> dict[str, Any]:
    """Base and weights of a model; the share of the earlier sum is given to the numbers that it was made of."""
    share = _LARGE * weights.get(_EARLIER, 0.0)
    sums = Counter({name: float(w) for name, w in weights.items() if name != _EARLIER})
    for name, weight in (earlier or {"weights": {}})["weights"].items():
        sums[name] += share * weight
    kept = {name: round(sums[name], 4) for name in sorted(sums) if abs(sums[name]) >= 0.005}
    return {"base": round(base, 4), "weights": kept}


def _thinned(xs: Sequence[float], ys: Sequence[float]) -> list[list[float]]:
    """At most `_STEPS` of the points of the isotonic step, its ends among them."""
    count = len(xs)
    chosen = sorted({round(k * (count - 1) / max(_STEPS - 1, 1)) for k in range(_STEPS)})
    return [[round(float(xs[k]), 4), round(float(ys[k]), 4)] for k in chosen if k < count]


def fit_quality(readings: Sequence[Reading], earlier: Fitted | None) -> dict[str, Any]:
    """A logistic model of the mean F1 of a statement (a share, given as two weighted outcomes)."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    shown = Counter(name for one in readings for name in one.whole)
    known = _known([one.whole for one in readings], shown, earlier)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([*known, *known])
    scores = np.array([one.score for one in readings])
    outcomes = np.array([1] * len(readings) + [0] * len(readings))
    model = LogisticRegression(C=1.0, solver="newton-cholesky")
    model.fit(matrix, outcomes, sample_weight=np.concatenate([scores, 1 - scores]) + 1e-6)
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    return {**_linear(float(model.intercept_[0]), weights, earlier), "steps": []}


def model_of(data: Mapping[str, Any]) -> Model:
    """One fitted model."""
    return Model(data["base"], data["weights"], tuple((x, y) for x, y in data["steps"]), data.get("doubts", {}))
