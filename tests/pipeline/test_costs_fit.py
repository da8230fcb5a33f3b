"""The fit of the costs: the search finds what is better, only the held-out half takes values over."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml

from hyokasho.parsers import costs
from hyokasho.parsers.costs import Bounds
from hyokasho.pipeline.calibration import costs as fitting
from hyokasho.pipeline.calibration.search import search

BOUNDS = {"a": Bounds(0.0, 10.0, "."), "b": Bounds(0.0, 10.0, ".")}


def test_the_search_goes_where_the_goal_is_higher_and_stays_within_bounds() -> None:
    def goal(values: Mapping[str, float]) -> float:
        return -abs(values.get("a", 1.0) - 5.0) - abs(values.get("b", 9.0) - 20.0)

    found = list(search({"a": 1.0, "b": 9.0}, BOUNDS, goal, steps=(0.2, 0.2, 0.2)))
    assert found[0] == ({"a": 1.0, "b": 9.0}, goal({}))
    assert found[-1][0] == {"a": 5.0, "b": 10.0}
    assert [reached for _, reached in found] == sorted(reached for _, reached in found)


def test_noise_moves_nothing() -> None:
    assert len(list(search({"a": 5.0}, BOUNDS, lambda values: 1e-6 * values.get("a", 5.0)))) == 1


@pytest.fixture(scope="module")
def material() -> list[fitting.Kept]:
    return list(fitting.collect(910, 2, ["cells"]))


def test_what_was_laid_out_is_aligned_anew_and_read_once(material: list[fitting.Kept]) -> None:
    before = fitting.mean(material, {})
    assert before[0] > 0.8
    assert fitting.mean(material, {"label.exact": costs.NOW.label.exact + 0.01}) == before
    assert [len(one.known) for one in material] == [1, 1]
    worse = {"label.exact": 2.0, "label.per_character": 0.0, "order.skip_item": 2.0, "order.repeat_block": 1.5}
    broken = fitting.mean(material, {**worse, "order.most": 10.0, "label.number_agrees": 0.0})
    assert broken[0] < before[0] and fitting.mean(material, {}) == before


def test_costs_that_are_broken_are_found_again(material: list[fitting.Kept]) -> None:
    """On its own half: of the two statements one is fitted on, one held out."""
    with costs.trying({"label.number_agrees": 0.0, "label.exact": 2.0, "label.per_character": 0.0}):
        found = fitting.fit(material, ["label.exact", "label.number_agrees"])
    assert fitting.goal(found.fitted[1]) >= fitting.goal(found.fitted[0])
    assert set(found.values) <= {"label.exact", "label.number_agrees"}


@pytest.mark.parametrize(
    ("held_out", "better"),
    [
        (((0.9, 0.01), (0.92, 0.01)), True),
        (((0.9, 0.01), (0.9, 0.005)), True),
        (((0.9, 0.01), (0.92, 0.011)), False),
        (((0.9, 0.01), (0.89, 0.0)), False),
        (((0.9, 0.01), (0.9, 0.01)), False),
    ],
)
def test_values_are_better_where_they_were_not_fitted_or_not_at_all(
    held_out: tuple[fitting.Score, fitting.Score], better: bool
) -> None:
    assert fitting.Fit({}, held_out, held_out).better is better


def test_values_that_are_taken_over_are_those_of_the_next_version(material: list[fitting.Kept]) -> None:
    text = fitting.FILE.read_text(encoding="utf-8")
    new = fitting.written(text, {"label.exact": 3.5, "changes.worst": 2.5}, material, "2026-01-02")
    data = yaml.safe_load(new)
    found, bounds = costs.read_costs(data)
    assert (found.label.exact, found.changes.worst) == (3.5, 2.5)
    assert costs.changed(found, {"label.exact": 4.0, "changes.worst": 4.0}) == costs.read_costs(costs.costs_data())[0]
    assert bounds == costs.BOUNDS and data["version"] == costs.costs_data()["version"] + 1
    assert data["fitted"]["seeds"] == [910, 911] and data["fitted"]["statements"] == 2
