"""One scale of costs: every value is data within its bounds, and trying others changes what is made of them."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.parsers import costs
from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.tree import form_tree


def test_the_file_says_which_version_it_is_and_what_each_value_weighs() -> None:
    data = costs.costs_data()
    assert isinstance(data["version"], int) and set(data["fitted"]) == {"day", "seeds", "statements"}
    assert set(data) == {"version", "fitted", "label", "order", "changes", "torn"}
    assert all(bounds.what.endswith(".") and bounds.least < bounds.most for bounds in costs.BOUNDS.values())


@pytest.mark.parametrize("name", sorted(costs.BOUNDS))
def test_every_value_lies_within_its_bounds(name: str) -> None:
    bounds = costs.BOUNDS[name]
    assert bounds.least <= costs.value_of(costs.NOW, name) <= bounds.most


def _with(group: str, name: str, entry: dict[str, Any] | None) -> dict[str, Any]:
    data = costs.costs_data()
    entries = {**data[group], name: entry}
    return {**data, group: {key: found for key, found in entries.items() if found is not None}}


@pytest.mark.parametrize(
    "data",
    [
        _with("label", "exact", None),
        _with("label", "exactly", {"value": 1.0, "least": 0.0, "most": 2.0, "what": "."}),
        _with("label", "exact", {"value": 4.0, "least": 0.0, "most": 5.0, "what": "a", "for": "b"}),
        _with("order", "most", {"value": 11.0, "least": 2.0, "most": 10.0, "what": "."}),
    ],
    ids=["missing", "not known", "more than a value", "out of bounds"],
)
def test_a_file_that_is_not_whole_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^costs: "):
        costs.read_costs(data)


def test_other_values_hold_within_the_block_only() -> None:
    before = label_index("kiso").candidates("事務の名称", fuzzy=False)[0].score
    tree = form_tree("kiso")
    with costs.trying({"label.exact": costs.NOW.label.exact + 1, "order.skip_item": 1.5}):
        assert label_index("kiso").candidates("事務の名称", fuzzy=False)[0].score == pytest.approx(before + 1)
        assert form_tree("kiso").jump.max() >= tree.jump.max()
        assert not (form_tree("kiso").jump == tree.jump).all()
    assert label_index("kiso").candidates("事務の名称", fuzzy=False)[0].score == before
    assert (form_tree("kiso").jump == tree.jump).all()


def test_a_name_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError), costs.trying({"label.nothing": 1.0}):
        pass
