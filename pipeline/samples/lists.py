"""The two long lists of a statement: record items (記録項目) and the rows of 変更箇所."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

from hyokasho.pipeline.samples.material import Words, material, print_date, random_day
from hyokasho.pipeline.samples.model import ChangeGroup, ChangeRow, RecordGroup, RecordNotation

_NOTATIONS: tuple[RecordNotation, ...] = ("table", "table", "paragraph", "lines", "columns")
_MIXED = 0.35
"""Share of the statements whose groups of record items are each printed in a notation of their own."""
_CHANGE_COUNTS = (0, 0, 1, 5, 12, 30, 60, 150)
_CHANGE_DATE_STYLES = ("era", "era", "era_wide", "slash", "short", "western")


def make_records(words: Words, files: Sequence[str], seed: int) -> tuple[tuple[RecordGroup, ...], RecordNotation]:
    """Record items under no, one or two levels of headings, and the notation they are printed in."""
    rng = words.rng
    notation = rng.choice(_NOTATIONS)
    total = rng.choice((10, 20, 40, 80, 120, 200, 350, 600))
    numbered = notation in ("table", "columns") or (notation == "lines" and rng.random() < 0.7)
    heads = _headings(words, files, total)
    sizes = _shares(rng, total, len(heads))
    restart = rng.random() < 0.4
    groups, number = [], 0
    for (outer, inner), size in zip(heads, sizes, strict=True):
        number = 0 if restart else number
        names = [_record_name(rng, notation) for _ in range(size)]
        items = tuple((number + i + 1 if numbered else None, name) for i, name in enumerate(names))
        number += size
        groups.append(RecordGroup(outer, inner, items))
    mixing = random.Random(f"notations-{seed}")
    if inner_notations := mixing.random() < _MIXED:
        groups = _mixed(groups, mixing)
    return tuple(groups), "table" if inner_notations else notation


def _mixed(groups: Sequence[RecordGroup], rng: random.Random) -> list[RecordGroup]:
    """The groups in notations of their own, all counted through or from one again, some without printed numbers."""
    restart, found, number = rng.random() < 0.3, [], 0
    sure = rng.choice(_NOTATIONS)
    for group in groups:
        notation = sure if rng.random() < 0.4 else rng.choice(_NOTATIONS)
        number = 0 if restart else number
        silent = notation == "paragraph" and rng.random() < 0.3
        names = [name.replace("、", "・") if notation == "paragraph" else name for _, name in group.items]
        items = tuple((None if silent else number + i, name) for i, name in enumerate(names, 1))
        number += len(items)
        found.append(replace(group, items=items, notation=notation))
    return found


def _headings(words: Words, files: Sequence[str], total: int) -> list[tuple[str | None, str | None]]:
    rng, data = words.rng, material("records")
    inner = rng.sample(data["groups"], min(len(data["groups"]), max(1, total // 12), rng.randint(2, 8)))
    outer = list(files) if len(files) > 1 else [words.fill(o) for o in rng.sample(data["outer"], 2)]
    levels = ("none", "inner", "inner", "outer", "both") if len(files) == 1 else ("outer", "both")
    level = rng.choice(levels)
    if level == "none":
        return [(None, None)]
    if level == "inner":
        return [(None, g) for g in inner]
    if level == "outer":
        return [(o, None) for o in outer]
    return [(o, g) for o in outer for g in inner[: max(1, len(inner) // len(outer))]]


def _shares(rng: random.Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.sample(range(1, max(total, parts + 1)), parts - 1)) if parts > 1 else []
    bounds = [0, *cuts, max(total, parts)]
    return [b - a for a, b in itertools.pairwise(bounds)]


def _record_name(rng: random.Random, notation: RecordNotation) -> str:
    data = material("records")
    if rng.random() < 0.08:
        return str(rng.choice(data["whole_plain" if notation in ("paragraph", "columns") else "whole"]))
    return f"{rng.choice(data['first'])}{rng.choice(data['second'])}"


def make_changes(words: Words) -> tuple[ChangeGroup, ...]:
    """Rows of 変更箇所 in groups of one date, in the order of the dates."""
    rng = words.rng
    left = rng.choice(_CHANGE_COUNTS)
    style = rng.choice(_CHANGE_DATE_STYLES)
    merging = rng.random() < 0.35
    day = random_day(rng, 2015, 2018)
    groups: list[ChangeGroup] = []
    longest = max(2, 3000 // max(left // 3, 1))
    while left > 0:
        size = min(left, rng.choice((1, 1, 2, 4, 9)))
        groups.append(_group(words, day, style, size, merging))
        left -= size
        day += dt.timedelta(days=rng.randint(1, min(400, longest)))
    return tuple(groups)


def _group(words: Words, day: dt.date, style: str, size: int, merging: bool) -> ChangeGroup:
    rng = words.rng
    merged = merging and size > 1 and rng.random() < 0.8
    rows = []
    for index in range(size):
        empty = not merged and index > 0 and rng.random() < 0.15
        printed = None if empty else print_date(day, style)
        rows.append(_row(words, printed, None if empty else day))
    return ChangeGroup(tuple(rows), merged)


def _row(words: Words, printed: str | None, day: dt.date | None) -> ChangeRow:
    rng, data = words.rng, material("changes")
    place = str(rng.choice(data["places"])).replace("{n}", words.fill(str(rng.randint(1, 9))))
    return ChangeRow(
        printed_date=printed,
        changed_on=day,
        item=place,
        before=_content(words),
        after=_content(words),
        timing=rng.choice(("事前", "事後", "事後", "事後", None)),
        explanation=rng.choice(data["explanations"]) if rng.random() < 0.75 else None,
    )


def _content(words: Words) -> str | None:
    rng = words.rng
    kind = rng.random()
    if kind < 0.12:
        return None
    if kind < 0.35:
        return str(rng.choice(material("changes")["values"]))
    if kind < 0.75:
        return words.one(rng.choice(("storage", "purpose", "information", "dept", "measures", "legal")))
    return words.measures("measures", rng.choice((2, 4, 10)))
