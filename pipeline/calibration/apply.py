"""The fitted table, applied: the confidence of each row, and from those the quality of a statement."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from hyokasho.parsers.sections.consistency import Anchor, stands
from hyokasho.pipeline.calibration.beside import NAMES, OF_PAGES
from hyokasho.pipeline.calibration.evidence import ANSWERS, TABLES, Seen, own_evidence

WHOLE_DOUBT: Mapping[str, float] = {"old-text": 0.88}
"""Issues that make every row of a statement less sure, by this factor: no evidence of a row tells old text from new. Of
the rows of 22 made-up layout texts with old text that looked sure 0.89 were right."""

MOST = 0.999


def bounded(share: float) -> float:
    """A confidence, as far from never and always as any that is given."""
    return min(MOST, max(1 - MOST, share))


def log_odds(share: float) -> float:
    """The log of the odds of a confidence."""
    share = bounded(share)
    return math.log(share / (1 - share))


@dataclass(frozen=True)
class Model:
    """A logistic model: weights of named numbers; a name that it does not know counts nothing."""

    base: float
    weights: Mapping[str, float]
    steps: tuple[tuple[float, float], ...]
    """(predicted, right): the isotonic step after it, linear in between."""
    doubts: Mapping[str, float] = field(default_factory=dict)
    """Weights, none above 0, of named numbers that an earlier fit did not know: what they take from the log of the odds
    after the step."""
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By the name of a source's evidence (`kind:text`): what is added last to the log of the odds, and which share of
    itself (below 0: it was too sure)."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """A model as the table has it."""
        steps = tuple((x, y) for x, y in data["steps"])
        scales = {source: (base, share) for source, (base, share) in data.get("scales", {}).items()}
        return cls(data["base"], data["weights"], steps, data.get("doubts", {}), scales)

    def as_data(self) -> dict[str, Any]:
        """The model as the table has it."""
        named = {"doubts": dict(self.doubts), "scales": {name: list(two) for name, two in sorted(self.scales.items())}}
        more = {name: one for name, one in named.items() if one}
        return {"base": self.base, "weights": dict(self.weights), "steps": list(map(list, self.steps)), **more}

    @property
    def names(self) -> frozenset[str]:
        """The named numbers that it weighs."""
        return frozenset((*self.weights, *self.doubts))

    def weighed(self, found: Mapping[str, float], before: float = 0.0) -> float:
        """The sum of named numbers by their weights, on top of another."""
        return sum([self.weights.get(name, 0.0) * value for name, value in found.items()], before)

    def confidence(
        self, found: Mapping[str, float], before: float = 0.0, whole: Mapping[str, float] | None = None
    ) -> float:
        """The share of rows like this one that are right. `before`: what `weighed` gave of the named numbers of the
        `whole` statement, which `found` then does not hold."""
        score = self.base + self.weighed(found, before)
        predicted = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
        share = self._doubted(self._stepped(predicted), found)
        return round(min(MOST, self._scaled(share, found if whole is None else whole)), 4)

    def _scaled(self, share: float, whole: Mapping[str, float]) -> float:
        for source, (base, more) in self.scales.items():
            if source in whole:
                odds = log_odds(share)
                return 1.0 / (1.0 + math.exp(-odds - base - more * odds))
        return share

    def _doubted(self, share: float, found: Mapping[str, float]) -> float:
        doubt = sum(weight * found[name] for name, weight in self.doubts.items() if name in found)
        return share if not doubt or share <= 0 else 1.0 / (1.0 + (1.0 / share - 1.0) * math.exp(-doubt))

    def _stepped(self, predicted: float) -> float:
        if not self.steps:
            return predicted
        at = bisect_left(self.steps, (predicted,))
        if at == len(self.steps):
            return self.steps[-1][1]
        low, high = self.steps[max(0, at - 1)], self.steps[at]
        width = high[0] - low[0]
        return high[1] if width <= 0 else low[1] + (high[1] - low[1]) * (predicted - low[0]) / width


@cache
def models() -> Mapping[str, Model]:
    """The fitted models by table, `quality` among them; empty where the table of this version was not fitted."""
    data = json.loads(files(__package__).joinpath("table.json").read_text(encoding="utf-8"))
    return {name: Model.of(one) for name, one in data["models"].items()}


@cache
def _weighing(names: frozenset[str]) -> frozenset[str]:
    """The tables whose models weigh any of these."""
    return frozenset(name for name, one in models().items() if not names.isdisjoint(one.names))


def calibrate(
    tables: Mapping[str, Sequence[dict[str, Any]]], issues: Sequence[Any], stray: float, shape: str | None
) -> None:
    """Set `confidence` of every row, of `places` too, and `quality`, of one statement, in place.

    `tables` hold `places` too. `issues` are the statement's, `stray` the share of its text that no answer claims (0-1),
    `shape` what held the cells of a dump apart (None: it was no dump).
    """
    seen = Seen.of(tables, issues, stray, shape, beside=_weighing(NAMES), pages=bool(_weighing(OF_PAGES)))
    whole = of_statement(tables, seen)  # before the rows are calibrated: so it is when the model is fitted
    for name in TABLES:
        model = models().get(name)
        rows = tables.get(name, ())
        if model is None or not rows:
            continue
        shared = model.weighed(seen.values)
        for row, found in zip(rows, list(own_evidence(name, rows, seen)), strict=True):
            row["confidence"] = model.confidence(found, shared, seen.values)
    document = tables["documents"][0]
    if (quality := models().get("quality")) is not None:
        document["quality"] = calibrated_quality(quality, whole)
    for issue in issues:
        for row, column in _doubted(tables) if issue.code in WHOLE_DOUBT else ():
            row[column] = round(row[column] * WHOLE_DOUBT[issue.code], 4)
    _calibrate_places(tables)


def _doubted(tables: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row with a confidence, and that of the document's `quality`."""
    yield from ((row, "confidence") for name in TABLES if name in models() for row in tables.get(name, ()))
    yield from ((row, "quality") for row in tables["documents"][:1] if row.get("quality") is not None)


def calibrated_quality(model: Model, whole: Mapping[str, float]) -> float:
    """`quality` of a statement, 0-1: what the model expects, at most the F1 of one whose places that were found are all
    right (so many of those it should have)."""
    covered = 1.0 - whole.get("uncovered", 0.0)
    return min(2.0 * covered / (1.0 + covered), model.confidence(whole))


def _calibrate_places(tables: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    """Set `confidence` of each cell: that of the answer that stands there, else the root of its row's, as if such a row
    were wrong in one of two cells."""
    places = tables.get("places", ())
    if not places:
        return
    answers: dict[Anchor, float] = {}
    for row in (row for name in ANSWERS for row in tables.get(name, ())):
        if (anchor := stands(row)) is not None:
            answers[anchor] = min(row["confidence"], answers.get(anchor, 1.0))
    rows = {(name, row["row_id"]): row["confidence"] for name in TABLES for row in tables.get(name, ())}
    for place in places:
        anchor = stands(place)
        own = answers.get(anchor) if anchor is not None else None
        place["confidence"] = round(math.sqrt(rows[place["table"], place["row_id"]]), 4) if own is None else own


def of_statement(tables: Mapping[str, Sequence[Mapping[str, Any]]], seen: Seen) -> dict[str, float]:
    """The named numbers that `quality` is made of: the mean confidence of each table as it was read (not calibrated),
    and what the statement shows."""
    means = [
        sum(float(row["confidence"] or 0.0) for row in rows) / len(rows)
        for name in TABLES
        if (rows := tables.get(name)) and name != "documents"
    ]
    mean = sum(means) / len(means) if means else 0.0
    worst = min(means, default=0.0)
    return {**seen.values, "mean": math.log(max(mean, 0.01) / max(1.0 - mean, 0.002)), "worst": worst}
