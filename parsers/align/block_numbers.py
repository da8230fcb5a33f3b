"""Numbers of the blocks (委託事項N, 提供先N) of scans whose heads OCR has lost or misread: forms count them from one.

Where the first items of a block follow those of another without a head between, the head was not read. Its number is
that between the numbers before and behind it; where these leave room for none, or for several, it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hyokasho.parsers.align.sequence import Match
from hyokasho.parsers.align.tree import FormTree, Node
from hyokasho.parsers.model import Sheet, read_by_ocr


@dataclass
class _Block:
    """One printing of a block that repeats: its number as read, and its matches, of which `last` is the node."""

    number: int | None
    key: tuple[str, int] | None
    last: int
    matches: list[int] = field(default_factory=list)


def lost_numbers(sheet: Sheet, tree: FormTree, matches: Sequence[Match]) -> Mapping[int, int | None]:
    """Of the matches in blocks whose heads were not read: the block's number by the place of the match in the list,
    None where it is not known."""
    found: dict[int, int | None] = {}
    for blocks in _series(sheet, tree, matches):
        for block, number in zip(blocks, _counted([block.number for block in blocks]), strict=True):
            if block.number is None:
                found.update(dict.fromkeys(block.matches, number))
    return found


def _series(sheet: Sheet, tree: FormTree, matches: Sequence[Match]) -> Iterator[list[_Block]]:
    """The blocks of one kind that follow each other below one heading, for each kind and heading."""
    blocks: list[_Block] = []
    inside = False
    for k, match in enumerate(matches):
        node = tree.nodes[match.candidate.node]
        if match.again or node.kind == "note":
            continue
        if node.block is None or not node.block.repeats or (blocks and blocks[-1].key != node.block_key):
            yield blocks
            blocks, inside = [], False
        if node.block is None or not node.block.repeats:
            continue
        if node.kind == "band":
            inside = False
        elif node.kind == "block":
            blocks.append(_Block(match.candidate.entity_no, node.block_key, node.index, [k]))
            inside = True
        elif inside and not _goes_back(node, blocks[-1].last):
            blocks[-1].matches.append(k)
            blocks[-1].last = node.index
        elif _is_read(sheet, match):
            blocks.append(_Block(None, node.block_key, node.index, [k]))
            inside = True
    yield blocks


def _goes_back(node: Node, last: int) -> bool:
    """Does an item stand before the last one in its block? (The label over a group may be printed again.)"""
    return node.index < last and node.item is not None and node.item.kind != "group" and node.item.under is None


def _is_read(sheet: Sheet, match: Match) -> bool:
    """Was a label read by OCR? In other sources a head that is not there was not printed."""
    return read_by_ocr(sheet.rows[match.place.row].cells[match.place.cell].lines)


def _counted(numbers: Sequence[int | None]) -> list[int | None]:
    """The numbers of blocks in their order, those that are not known counted on where the known ones allow it."""
    known = [(-1, 0), *((k, number) for k, number in enumerate(numbers) if number is not None)]
    counted = list(numbers)
    for (k, number), (after, then) in pairwise(known):
        if then - number == after - k:
            counted[k + 1 : after] = range(number + 1, then)
    last, number = known[-1]
    counted[last + 1 :] = range(number + 1, number + len(numbers) - last)
    return counted
