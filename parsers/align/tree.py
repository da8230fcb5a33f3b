"""The form as a line of nodes in printed order, with the cost of every jump between two of them.

A node is something that is printed and can be recognised: a heading, an item's label, a block's head, a note.
The cost of jumping from one node to a later one is the cost of the nodes left out; blocks that the form lets
bodies repeat or leave out are cheap to skip and to enter again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers import costs
from hyokasho.parsers.forms.heads import RISK
from hyokasho.parsers.forms.lexicon import title_of
from hyokasho.parsers.forms.load import Block, Form, Item, Section, load_form

NodeKind = Literal["title", "cover", "toc", "part", "section", "item", "block", "band", "note"]

HEADED_KINDS = ("record_items", "changes", "drawing")
"""Kinds of items that have no label of their own: what follows the heading of their section is theirs."""

@dataclass(frozen=True, slots=True)
class Node:
    """Something that is printed and can be recognised.

    `labels`: ways it is printed, without its number (none: the block's entity with a number, or a fold band).
    `number`: the circled or section number printed before it.
    """

    kind: NodeKind
    labels: tuple[str, ...]
    section: Section | None = None
    block: Block | None = None
    item: Item | None = None
    number: str | None = None
    block_key: tuple[str, int] | None = None
    index: int = -1

    @property
    def is_heading(self) -> bool:
        return self.kind in ("title", "part", "section", "block", "band", "toc")

    @property
    def heads_table(self) -> bool:
        """The head row of a table (変更箇所): its label is the whole row, its answer the rows below."""
        return self.item is not None and bool(self.item.columns)


@dataclass(frozen=True)
class FormTree:
    """All nodes of a form.

    `jump[i, j]` is the cost of matching node j right after node i (inf: impossible), `start[j]` of matching j first.
    `jump_to[j, i]` is the same the other way round, a row per node, with the start behind the nodes.
    `inside`: the nodes below the heading of each part that stands once per file.
    """

    form: Form
    nodes: tuple[Node, ...]
    jump: NDArray[np.float64]
    start: NDArray[np.float64]
    jump_to: NDArray[np.float64]
    inside: Mapping[int, Sequence[int]]


@costs.made_of_costs
@cache
def form_tree(name: str) -> FormTree:
    """The tree of the form data file `name`."""
    form = load_form(name)
    nodes = tuple(replace(node, index=i) for i, node in enumerate(_nodes(form)))
    reach = _reach(nodes)
    size = len(nodes)
    # After node i one stands before i + 1; to match j one must stand before j.
    jump, start = reach[1:, :size], reach[0, :size]
    return FormTree(form, nodes, jump, start, np.ascontiguousarray(np.vstack([jump, start]).T), _inside(nodes))


def _nodes(form: Form) -> Iterator[Node]:
    yield Node("title", (title_of(form),))
    for item in form.cover:
        yield Node("cover", _with_suffix(item.labels, item.heading_suffix), item=item)
    yield Node("toc", (form.toc_heading,))
    for section in form.sections:
        if section.part == section.code:
            yield Node("toc", _titles(section), section, number=section.code)
    for section in form.sections:
        yield from _section_nodes(section)


def _section_nodes(section: Section) -> Iterator[Node]:
    kind: NodeKind = "part" if section.part == section.code else "section"
    yield Node(kind, _titles(section), section, number=section.code.split("-")[-1])
    for note in section.printed_notes:
        yield Node("note", (note,), section)
    if section.risk_list:
        yield Node("note", ("".join(section.risk_list), f"{RISK}:" + "".join(section.risk_list)), section)
        for risk in section.risk_list:
            yield Node("note", (risk, f"{RISK}:{risk}"), section)
    for k, block in enumerate(section.blocks):
        yield from _block_nodes(section, block, (section.code, k))


def _block_nodes(section: Section, block: Block, key: tuple[str, int]) -> Iterator[Node]:
    if block.repeats:
        yield Node("block", (), section, block, block_key=key)
    elif block.name:
        yield Node("block", _risk_labels(block), section, block, block_key=key)
    for item in block.items:
        if item.columns:
            yield Node("item", ("".join(item.columns),), section, block, item, None, key)
        elif not item.label_is_heading and item.kind not in HEADED_KINDS:
            yield Node("item", item.labels, section, block, item, item.number, key)
    if block.repeats:
        yield Node("band", (), section, block, block_key=key)


def _titles(section: Section) -> tuple[str, ...]:
    titles = (section.title, *(f.text for f in section.formerly))
    return _with_suffix(titles, section.heading_suffix)


def _with_suffix(labels: tuple[str, ...], suffix: str | None) -> tuple[str, ...]:
    return labels if suffix is None else (*labels, *(label + suffix for label in labels))


def _risk_labels(block: Block) -> tuple[str, ...]:
    return (f"{block.entity}:{block.name}", f"{RISK}:{block.name}", f"{block.entity}{block.name}", str(block.name))


def _skip_costs() -> dict[NodeKind, float]:
    """What leaving a node out costs; titles, bands and notes are often not printed."""
    order = costs.NOW.order
    return {
        "title": 0.0, "cover": order.skip_cover, "toc": order.skip_toc, "part": order.skip_part,
        "section": order.skip_section, "item": order.skip_item, "block": order.skip_block, "band": 0.0, "note": 0.0,
    }  # fmt: skip


def _reach(nodes: tuple[Node, ...]) -> NDArray[np.float64]:
    """Shortest paths over: one step forward (skip that node), around a repeatable block, back to a repeat's start."""
    size, order, skip = len(nodes), costs.NOW.order, _skip_costs()
    reach = np.full((size + 1, size + 1), np.inf)  # [p, q]: from before node p to before node q
    for p, n in enumerate(nodes):
        since = any(part is not None and part.since is not None for part in (n.section, n.item))
        reach[p, p + 1] = order.skip_new if since else skip[n.kind]
    for start, end in _repeat_ranges(nodes):
        reach[start, end] = min(reach[start, end], 0.1)
        for p in range(start + 1, end + 1):
            reach[p, start] = min(reach[p, start], order.repeat_block)
    for start, end in _group_ranges(nodes):
        for p in range(start + 1, end + 1):
            reach[p, start] = min(reach[p, start], order.repeat_block)
    for start, end, cost in _file_ranges(nodes):
        for p in range(start + 1, end + 1):
            reach[p, start] = min(reach[p, start], cost)
    np.fill_diagonal(reach, 0.0)
    for k in range(size + 1):
        np.minimum(reach, reach[:, k, None] + reach[None, k, :], out=reach)
    forward = np.triu(np.ones((size + 1, size + 1), dtype=bool))
    return np.where(forward, np.minimum(reach, order.most), reach)


def _repeat_ranges(nodes: tuple[Node, ...]) -> Iterator[tuple[int, int]]:
    """Ranges of nodes [start, end) of blocks that repeat."""
    start = None
    for n in (*nodes, None):
        key = n.block_key if n is not None and n.block is not None and n.block.repeats else None
        if start is not None and key != start[1]:
            yield start[0], start[2] + 1
            start = None
        if key is not None and n is not None:
            start = (start[0] if start else n.index, key, n.index)


def _group_ranges(nodes: tuple[Node, ...]) -> Iterator[tuple[int, int]]:
    """Items below a label that is printed over all of them: on a new page it may be printed again."""
    for n in nodes:
        if n.item is not None and n.item.kind == "group":
            inside = [m.index for m in nodes if m.block_key == n.block_key and m.item and m.item.under == n.item.label]
            if inside:
                yield n.index, max(inside) + 1


def _file_ranges(nodes: tuple[Node, ...]) -> Iterator[tuple[int, int, float]]:
    """Parts that stand once per file: back to the heading of the part, or to its first section."""
    repeated = _repeated_parts(nodes)
    for part in repeated:
        end = _end_of_repeats(nodes, repeated, part)
        yield part.index, end, costs.NOW.order.repeat_file
        first = next(n.index for n in nodes[part.index + 1 :] if n.kind == "section")
        yield first, end, costs.NOW.order.repeat_file_without_heading


def _repeated_parts(nodes: tuple[Node, ...]) -> list[Node]:
    return [n for n in nodes if n.kind == "part" and n.section is not None and n.section.repeats_per_file]


def _inside(nodes: tuple[Node, ...]) -> dict[int, list[int]]:
    """The nodes below the heading of each part that stands once per file."""
    return {
        head.index: [n.index for n in nodes[head.index + 1 :] if n.section and n.section.part == head.section.part]
        for head in _repeated_parts(nodes)
        if head.section is not None
    }


def _end_of_repeats(nodes: tuple[Node, ...], repeated: list[Node], part: Node) -> int:
    """A file's parts may alternate (Ⅱ Ⅲ Ⅱ Ⅲ): one may return from the end of the last of them."""
    last = repeated[-1]
    assert last.section is not None
    inside = [
        n.index for n in nodes if n.section is not None and n.kind != "toc" and n.section.part == last.section.part
    ]
    return max(inside) + 1
