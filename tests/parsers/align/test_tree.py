"""The form as a line of nodes with the cost of every jump."""

from __future__ import annotations

import numpy as np
import pytest

from hyokasho.parsers import costs
from hyokasho.parsers.align.tree import form_tree
from hyokasho.parsers.forms.load import FORM_FILES


@pytest.mark.parametrize("form", FORM_FILES)
def test_every_later_node_can_be_reached_at_bounded_cost(form: str) -> None:
    tree = form_tree(form)
    forward = np.triu(tree.jump, k=1)
    assert np.isfinite(forward).all() and forward.max() <= costs.NOW.order.most
    assert (tree.start >= 0).all() and (tree.start <= costs.NOW.order.most).all()
    assert [n.index for n in tree.nodes] == list(range(len(tree.nodes)))


@pytest.mark.parametrize("form", FORM_FILES)
def test_the_next_node_costs_nothing(form: str) -> None:
    tree = form_tree(form)
    assert all(tree.jump[i, i + 1] == 0 for i in range(len(tree.nodes) - 1))


def test_backwards_only_where_the_form_repeats() -> None:
    tree = form_tree("zen")
    index = {n.labels[0]: n.index for n in tree.nodes if n.labels and n.section and n.section.code == "II-4"}
    block = next(n.index for n in tree.nodes if n.kind == "block" and n.block and n.block.entity == "委託事項")
    assert tree.jump[index["委託先名"], block] <= costs.NOW.order.repeat_block
    assert np.isinf(tree.jump[30, 20])
