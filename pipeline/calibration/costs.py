"""`python -m hyokasho.pipeline.calibration.costs`: fit `parsers/costs.yaml` on one half of made-up statements.

Statements of every kind of the material (sources, looks, damage) are made and read once; what was laid out is kept, so
that trying other costs of labels and of their order aligns it anew and no more (`--group label --group order`). The
costs of `changes` and `torn` make the cells: with them statements of the kinds concerned are read anew. The other half,
odd seeds, says whether the values found are better where they were not fitted; `--write` takes them over only then.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hyokasho.parsers import costs
from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.sequence import align
from hyokasho.parsers.align.statements import split_statements
from hyokasho.parsers.issues import RefusedFile
from hyokasho.pipeline import stages
from hyokasho.pipeline.calibration.material import chosen, make
from hyokasho.pipeline.calibration.search import search
from hyokasho.pipeline.samples.compare import compare

FILE = Path(costs.__file__).with_name("costs.yaml")
WRONG_COUNTS = 3.0
"""A cell that is wrong costs so many times what one that is missing costs (in shares of all cells)."""
LAID_OUT_BY_COSTS = {"changes": frozenset({"unruled", "layout"}), "torn": frozenset({"scrambled", "pdfminer"})}
"""Kinds whose cells depend on the costs of a group."""

Score = tuple[float, float]
"""Mean F1 over the tables of a statement, share of wrong cells."""


@dataclass
class Kept:
    """A statement that was laid out: its `source` as read, its answers, and what each alignment of it was worth."""

    kind: str
    seed: int
    data: bytes
    name: str
    golden: Mapping[str, Any]
    source: stages.Source
    known: dict[int, Score] = field(default_factory=dict)

    def score(self, groups: Collection[str]) -> Score:
        """How well it is read with the costs in use; `groups`: those that were changed."""
        if any(self.kind in LAID_OUT_BY_COSTS.get(group, ()) for group in groups):
            return self._judged(stages.process_bytes(self.data, self.name))
        shape = hash(tuple(_aligned(self.source)))
        if shape not in self.known:
            self.known[shape] = self._judged(stages.read_statements(self.source, self.data, self.name))
        return self.known[shape]

    def _judged(self, tables: stages.Tables) -> Score:
        found = compare(self.golden, tables)
        return found.mean_f1, found.wrong_share


def _aligned(source: stages.Source) -> Iterator[tuple[int, ...]]:
    """Which label was found where: two alignments that give the same give the same tables."""
    for sheet, identity in split_statements(source.sheet):
        yield (len(sheet.rows), int(identity.instructions))
        if identity.form is not None and not identity.instructions:
            for match in align(sheet, label_index(identity.form))[0]:
                place, found = match.place, match.candidate
                likeness = round(found.likeness * 1000)
                yield (place.row, place.cell, place.first, place.last, place.rows, found.node, likeness)


def collect(first: int, count: int, names: Sequence[str] = ()) -> Iterator[Kept]:
    """Statements of the material, read up to their layout; those that hold no statement are left out."""
    for kind, seed in chosen(first, count, names):
        data, name, golden = make(kind, seed)
        try:
            source = stages.read_source(data, name)
        except RefusedFile:
            continue
        print(f"{kind.name} {seed}: read", file=sys.stderr, flush=True)
        yield Kept(kind.name, seed, data, name, golden, source)


def mean(material: Sequence[Kept], values: Mapping[str, float]) -> Score:
    """Mean F1 and share of wrong cells over some statements with other costs."""
    groups = {name.partition(".")[0] for name in values}
    with costs.trying(values):
        scores = [one.score(groups) for one in material]
    return sum(f1 for f1, _ in scores) / len(scores), sum(wrong for _, wrong in scores) / len(scores)


def goal(score: Score) -> float:
    """What a fit makes larger."""
    f1, wrong = score
    return f1 - WRONG_COUNTS * wrong


@dataclass(frozen=True)
class Fit:
    """Values that were found, and the scores of those in use and of the new ones on either half."""

    values: Mapping[str, float]
    fitted: tuple[Score, Score]
    held_out: tuple[Score, Score]

    @property
    def better(self) -> bool:
        """Are the new values better where they were not fitted: no less F1, no more wrong, one of both better?"""
        (f1, wrong), (new_f1, new_wrong) = self.held_out
        return new_f1 >= f1 and new_wrong <= wrong and (new_f1, new_wrong) != (f1, wrong)


def fit(material: Sequence[Kept], names: Sequence[str]) -> Fit:
    """Fit the costs with these names on the statements of even seeds, and judge them on those of odd ones."""
    even, odd = ([one for one in material if one.seed % 2 == half] for half in (0, 1))
    start = {name: costs.value_of(costs.NOW, name) for name in names}
    best: Mapping[str, float] = start
    for best, reached in search(start, costs.BOUNDS, lambda values: goal(mean(even, values))):
        print(f"{reached:.5f} {_changes(start, best)}", file=sys.stderr, flush=True)
    found = {name: value for name, value in best.items() if value != start[name]}
    return Fit(found, (mean(even, {}), mean(even, found)), (mean(odd, {}), mean(odd, found)))


def _changes(start: Mapping[str, float], values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {start[name]:g} -> {value:g}" for name, value in values.items() if value != start[name])


def written(text: str, values: Mapping[str, float], material: Sequence[Kept], day: str) -> str:
    """The text of `costs.yaml` with other values, and of which material they come."""
    for name, value in values.items():
        group, _, key = name.partition(".")
        start = text.index(f"\n{group}:")
        head, rest = text[:start], text[start:]
        text = head + re.sub(rf"(\n  {key}: {{value: )[-\d.]+", rf"\g<1>{value}", rest, count=1)
    numbers = [one.seed for one in material]
    told = {"day": day, "seeds": f"[{min(numbers)}, {max(numbers)}]", "statements": str(len(numbers))}
    for key, found in told.items():
        text = re.sub(rf"(\n  {key}: ).*", rf"\g<1>{found}", text, count=1)
    return re.sub(r"(\nversion: )(\d+)", lambda match: f"{match[1]}{int(match[2]) + 1}", text, count=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m hyokasho.pipeline.calibration.costs", description=__doc__)
    parser.add_argument("--first", type=int, default=700_000)
    parser.add_argument("--count", type=int, default=4, help="statements of each kind")
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--group", action="append", choices=[one.name for one in fields(costs.Costs)], default=[])
    parser.add_argument("--write", action="store_true", help="take better values over into costs.yaml")
    given = parser.parse_args(arguments)
    began = time.monotonic()
    material = list(collect(given.first, given.count, given.kind))
    print(f"{len(material)} statements in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    groups = given.group or ["label", "order"]
    found = fit(material, [name for name in costs.BOUNDS if name.partition(".")[0] in groups])
    for half, (before, after) in (("fitted on", found.fitted), ("held out", found.held_out)):
        print(f"{half:9}  F1 {before[0]:.4f} -> {after[0]:.4f}  wrong {before[1]:.4f} -> {after[1]:.4f}")
    print("\n".join(f"{name}: {value:g}" for name, value in found.values.items()) or "no other value is better")
    print(f"better on the half that was held out: {'yes' if found.better else 'no'}")
    if given.write and found.better:
        day = dt.datetime.now(dt.UTC).date().isoformat()
        FILE.write_text(written(FILE.read_text(encoding="utf-8"), found.values, material, day), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
