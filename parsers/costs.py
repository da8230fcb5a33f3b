"""One scale of what the alignment and the readers of wide tables weigh: `costs.yaml`, and a way to try other values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from hyokasho.parsers.data_files import read_yaml

Cached = TypeVar("Cached", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class LabelWorths:
    """What a found label is worth."""

    exact: float
    per_character: float
    longest: float
    entity: float
    number_agrees: float
    number_disagrees: float
    number_missing: float
    heading_without_number: float
    box_in_heading: float
    shaded: float
    unshaded: float
    line_start: float
    misread: float


@dataclass(frozen=True, slots=True)
class OrderCosts:
    """What leaving the order of the form costs."""

    most: float
    skip_cover: float
    skip_toc: float
    skip_part: float
    skip_section: float
    skip_item: float
    skip_block: float
    skip_new: float
    repeat_block: float
    repeat_file: float
    repeat_file_without_heading: float
    heading_again: float


@dataclass(frozen=True, slots=True)
class ChangeRowCosts:
    """What a row of 変更箇所 costs on a page without lines."""

    two: float
    no_entry: float
    no_place: float
    no_beginning: float
    off_level: float
    worst: float
    cut: float


@dataclass(frozen=True, slots=True)
class TornChangeCosts:
    """What the cells of 変更箇所 cost in a text whose order is torn."""

    no_date: float
    no_text: float
    no_timing: float
    no_why: float
    behind: float
    ahead: float
    beside: float
    run: float
    carried: float
    turned: float
    turned_day: float
    mid_sentence: float
    not_beside: float
    like: float
    unlike: float
    repeats: float
    lost: float
    row_by_row: float


@dataclass(frozen=True, slots=True)
class Costs:
    """All groups."""

    label: LabelWorths
    order: OrderCosts
    changes: ChangeRowCosts
    torn: TornChangeCosts


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a value may be varied, and what it weighs."""

    least: float
    most: float
    what: str


_GROUPS: Mapping[str, type[Any]] = {
    "label": LabelWorths,
    "order": OrderCosts,
    "changes": ChangeRowCosts,
    "torn": TornChangeCosts,
}


def read_costs(data: Mapping[str, Any]) -> tuple[Costs, dict[str, Bounds]]:
    """The values, and the bounds by name (`label.exact`), of what `costs.yaml` holds.

    Raises ValueError where a name is missing or not known, or a value lies outside its bounds.
    """
    bounds: dict[str, Bounds] = {}
    groups: dict[str, Any] = {}
    for group, kind in _GROUPS.items():
        entries = data.get(group, {})
        names = {field.name for field in fields(kind)}
        if set(entries) != names:
            raise ValueError(f"costs: {group}: missing or not known: {sorted(names ^ set(entries))}")
        for name, entry in entries.items():
            if set(entry) != {"value", "least", "most", "what"}:
                raise ValueError(f"costs: {group}.{name}: value, least, most and what, not {list(entry)}")
            if not entry["least"] <= entry["value"] <= entry["most"]:
                raise ValueError(f"costs: {group}.{name}: {entry['value']} is out of bounds")
            bounds[f"{group}.{name}"] = Bounds(float(entry["least"]), float(entry["most"]), str(entry["what"]))
        groups[group] = kind(**{name: float(entry["value"]) for name, entry in entries.items()})
    return Costs(**groups), bounds


def costs_data() -> dict[str, Any]:
    """The file as it is: the groups, `version`, and `fitted` (when, on how many statements of which seeds)."""
    found: dict[str, Any] = read_yaml(__package__, "costs.yaml")
    return found


NOW, BOUNDS = read_costs(costs_data())
"""The values in use (asked anew each time: `costs.NOW.label.exact`), and the bounds of each."""

_made_of_them: list[Callable[[], None]] = []


def made_of_costs(function: Cached) -> Cached:
    """Mark a cached function: what it keeps is forgotten where other values are tried."""
    _made_of_them.append(function.cache_clear)  # type: ignore[attr-defined]
    return function


@contextmanager
def trying(values: Mapping[str, float]) -> Iterator[Costs]:
    """Other values, by name (`order.most`), within the block. Raises KeyError for a name that there is not."""
    global NOW
    before = NOW
    NOW = changed(before, values)
    _forget()
    try:
        yield NOW
    finally:
        NOW = before
        _forget()


def changed(costs: Costs, values: Mapping[str, float]) -> Costs:
    """The costs with other values."""
    for name, value in values.items():
        if name not in BOUNDS:
            raise KeyError(name)
        group, _, field = name.partition(".")
        costs = replace(costs, **{group: replace(getattr(costs, group), **{field: value})})
    return costs


def value_of(costs: Costs, name: str) -> float:
    """A value by its name."""
    group, _, field = name.partition(".")
    return float(getattr(getattr(costs, group), field))


def _forget() -> None:
    for clear in _made_of_them:
        clear()
