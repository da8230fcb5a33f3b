"""Fit the table: a logistic model per table and an isotonic step.

A fit may go on from the table of an earlier one, whose readings are lost: its models stay, and each may get doubts, the
weights of signs that it did not know (`doubts`), or be scaled by what is read today (`scales`). Of `quality` the
earlier sum of weights is one named number, which is not held small as the others are; what comes out is a table as any
other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from hyokasho.pipeline.calibration.apply import Model, bounded, calibrated_quality
from hyokasho.pipeline.calibration.collect import Reading
from hyokasho.pipeline.calibration.doubts import STATEMENTS, Rows, doubted
from hyokasho.pipeline.calibration.evidence import OF_STATEMENTS, RULE
from hyokasho.pipeline.calibration.scales import scaled

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


def fit(used: Sequence[Reading], earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The models by table, and of `quality`, fitted on these statements, going on from `earlier` ones where given: of
    those each stays but for what judges these statements surely better where it was fitted on others of them."""
    earlier = earlier or {}
    models: dict[str, Any] = {name: one for name, one in earlier.items() if name != "quality"}
    for table in sorted({name for one in used for name in one.rows}):
        rows = [(found, right, n) for n, one in enumerate(used) for found, right in _some(one.rows.get(table, ()))]
        if all(len({n for _, right, n in rows if right is verdict}) >= STATEMENTS for verdict in (True, False)):
            models[table] = _going_on(rows, used, earlier[table]) if table in earlier else _fit_rows(rows)
    models["quality"] = _quality(used, earlier.get("quality"))
    return models


def _going_on(rows: Rows, used: Sequence[Reading], earlier: Fitted) -> Fitted:
    """An earlier model, changed by these rows in each way that judges other statements better, and surely so."""
    model, fold = Model.of(earlier), [one.seed % _FOLDS for one in used]
    for make in (doubted, scaled):
        made = [make([row for row in rows if fold[row[2]] != k], model) for k in range(_FOLDS)]
        before = _losses([model.confidence(found) for found, _, _ in rows], rows)
        after = _losses([made[fold[n]].confidence(found) for found, _, n in rows], rows)
        if _is_surely_more(before, after):
            model = make(rows, model)
    return model.as_data()


def _quality(used: Sequence[Reading], earlier: Fitted | None) -> Fitted:
    """The same of `quality`, by how far it is off the mean F1."""
    found = fit_quality(used, earlier)
    if earlier is None:
        return found
    made = [Model.of(fit_quality([one for one in used if one.seed % _FOLDS != k], earlier)) for k in range(_FOLDS)]
    before = [abs(calibrated_quality(Model.of(earlier), one.whole) - one.score) for one in used]
    after = [abs(calibrated_quality(made[one.seed % _FOLDS], one.whole) - one.score) for one in used]
    return found if _is_surely_more(before, after) else earlier


_FOLDS = 4
"""Statements of one seed, which are the same one in several kinds of source, are in one fold."""
_SURE = 2.0
"""By so many standard errors a change must judge better: one bad reading among a hundred would else choose it."""


def _losses(sure: Sequence[float], rows: Rows) -> list[float]:
    """The mean surprise, in nats, of each statement, at which of its rows are right that are so sure."""
    lost: defaultdict[int, list[float]] = defaultdict(list)
    for share, (_, right, n) in zip(sure, rows, strict=True):
        kept = bounded(share)
        lost[n].append(-math.log(kept if right else 1 - kept))
    return [sum(found) / len(found) for found in lost.values()]


def _is_surely_more(first: Sequence[float], second: Sequence[float]) -> bool:
    """Is the first of each pair more than the second, over all pairs?"""
    gains = [a - b for a, b in zip(first, second, strict=True)]
    mean = sum(gains) / len(gains)
    spread = math.sqrt(sum((gain - mean) ** 2 for gain in gains) / len(gains))
    return mean > 0 and mean * math.sqrt(len(gains)) >= _SURE * spread


def _some(rows: Sequence[tuple[Mapping[str, float], bool]]) -> list[tuple[Mapping[str, float], bool]]:
    """The rows of a statement that are fitted on, at most `_ROWS`, from all over its table."""
    count = min(len(rows), _ROWS)
    return [rows[k * len(rows) // count] for k in range(count)]


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
    weighed = Model.of(earlier).weighed
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
