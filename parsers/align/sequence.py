"""Order-preserving alignment of a sheet with the form: the best path through all label candidates.

Labels such as その妥当性 or リスクへの対策は十分か stand dozens of times in a form; place and order tell them apart.
A Viterbi pass keeps, for every node of the form, the best way to have matched it last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hyokasho.normalizers.text import fold
from hyokasho.parsers import costs
from hyokasho.parsers.align.labels import Candidate, LabelIndex
from hyokasho.parsers.align.tree import FormTree
from hyokasho.parsers.model import Cell, Row, Sheet, read_by_ocr

TABLE_COLUMNS = 4
"""A row of at least so many cells may be the head of a table."""


@dataclass(slots=True, unsafe_hash=True)
class Place:
    """Where a label was found: the row and cell of the sheet, and the lines of the cell it takes (first, last + 1).

    `rows` is the number of sheet rows a label outside tables runs over (1 as a rule).
    """

    row: int
    cell: int
    first: int
    last: int
    rows: int = 1


@dataclass(slots=True, unsafe_hash=True)
class Match:
    """A label of the form found on the sheet. `again`: the heading of the part one is in, printed once more: what
    follows goes on where it was."""

    place: Place
    candidate: Candidate
    text: str
    again: bool = False


@dataclass(slots=True, unsafe_hash=True)
class _Spot:
    place: Place
    text: str
    candidates: tuple[Candidate, ...]
    width: int  # how many spots this one takes


@dataclass(slots=True, unsafe_hash=True)
class _Step:
    before: _Step | None
    spot: _Spot
    candidate: Candidate
    again: bool = False


def align(sheet: Sheet, index: LabelIndex) -> tuple[list[Match], float]:
    """The matched labels in reading order and the score of the whole alignment (higher is better)."""
    tree = index.tree
    size = len(tree.nodes)
    best = np.full(size + 1, -np.inf)
    best[size] = 0.0  # the start, before any match
    jump = tree.jump_to
    steps: list[_Step | None] = [None] * (size + 1)
    waiting: dict[int, list[tuple[int, float, _Step]]] = defaultdict(list)
    spots = list(_spots(sheet, index))
    for at, spot_group in enumerate(spots):
        _take_in(waiting.pop(at, ()), best, steps)
        for spot in spot_group:
            nodes = [c.node for c in spot.candidates]
            ways = best - jump[nodes]
            from_ = ways.argmax(axis=1)
            for k, candidate in enumerate(spot.candidates):
                score = float(ways[k, from_[k]]) + candidate.score
                if score > -np.inf:
                    waiting[at + spot.width].append((candidate.node, score, _Step(steps[from_[k]], spot, candidate)))
                waiting[at + spot.width] += _again(spot, candidate, tree, best, steps)
    for at in sorted(waiting):
        _take_in(waiting[at], best, steps)
    end = int(best.argmax())
    return _path(steps[end]), float(best[end])


def _again(
    spot: _Spot, candidate: Candidate, tree: FormTree, best: np.ndarray, steps: Sequence[_Step | None]
) -> Iterator[tuple[int, float, _Step]]:
    """The ways that stay where they are in a part whose heading is printed once more: on a new page, or by a tool that
    took it for a text beside the table in which it stands."""
    for node in tree.inside.get(candidate.node, ()):
        if best[node] > -np.inf:
            score = float(best[node]) + candidate.score - costs.NOW.order.heading_again
            yield node, score, _Step(steps[node], spot, candidate, again=True)


def _take_in(ways: Sequence[tuple[int, float, _Step]], best: np.ndarray, steps: list[_Step | None]) -> None:
    for node, score, step in ways:
        if score > best[node]:
            best[node] = score
            steps[node] = step


def _path(step: _Step | None) -> list[Match]:
    found = []
    while step is not None:
        found.append(Match(step.spot.place, step.candidate, step.spot.text, step.again))
        step = step.before
    return found[::-1]


def _spots(sheet: Sheet, index: LabelIndex) -> Iterator[list[_Spot]]:
    """Groups of spots, one group per place where a label may begin; only places with candidates are given."""
    shaded = any(cell.shaded for row in sheet.rows for cell in row.cells)
    width = 0
    for r, row in enumerate(sheet.rows):
        if row.table is None:
            yield from _free_spots(sheet.rows, r, index)
        elif len(row.cells) != width:
            yield from _table_spots(row, r, index, shaded)
            width = len(row.cells) if _heads_changes(row, index) else width


def _heads_changes(row: Row, index: LabelIndex) -> bool:
    """Does the table of changes begin: rows of as many cells name places of the form in a dump, and are no labels?"""
    if len(row.cells) < TABLE_COLUMNS or row.cells[0].page is not None:
        return False
    heads = (index.tree.nodes[c.node] for c in index.candidates("".join(cell.run for cell in row.cells), fuzzy=False))
    return any(node.heads_table and node.item is not None and node.item.kind == "changes" for node in heads)


def _table_spots(row: Row, r: int, index: LabelIndex, shaded: bool) -> Iterator[list[_Spot]]:
    filled = [c for c, cell in enumerate(row.cells) if cell.lines]
    wide = len(filled) > TABLE_COLUMNS
    if len(filled) >= TABLE_COLUMNS:
        yield from _head_spots(row, r, index)
    for c in filled:
        cell = row.cells[c]
        if cell.page is None:
            yield from _line_spots(cell, r, c, index)
            continue
        if cell.shaded is not True and c == filled[-1] and len(row.cells) > 1 and not _is_label_row(row):
            continue
        text = cell.run
        fuzzy = bool(cell.shaded) or (len(row.cells) > 1 and (not wide or c == filled[0]))
        found = index.candidates(text, fuzzy=fuzzy) or _worn_heading(row, cell, index)
        if found:
            bonus = 0.0 if not shaded else costs.NOW.label.shaded if cell.shaded else costs.NOW.label.unshaded
            yield [_Spot(Place(r, c, 0, len(cell.lines)), text, tuple(_raised(found, bonus)), 1)]
        elif len(row.cells) == 1 and len(cell.lines) > 1:
            found = index.candidates(cell.lines[0].text, fuzzy=False)
            if found:
                first = cell.lines[0].text
                yield [_Spot(Place(r, c, 0, 1), first, tuple(_raised(found, costs.NOW.label.line_start)), 1)]


def _worn_heading(row: Row, cell: Cell, index: LabelIndex) -> Sequence[Candidate]:
    """What heading a text that OCR read may be: the title of a section across the table, or the head of a block."""
    if _is_worn_line(row):
        return index.titles(cell.run)
    return index.worn_heads(cell.run) if read_by_ocr(cell.lines) and len(row.cells) > 1 else ()


def _is_worn_line(row: Row) -> bool:
    """Is a row one line across the table, with letters that OCR was not sure of?"""
    words = [word for cell in row.cells for line in cell.lines for word in line.words]
    return len(row.cells) == 1 and len(row.cells[0].lines) == 1 and any(w.origin == "ocr" and w.doubts for w in words)


def _head_spots(row: Row, r: int, index: LabelIndex) -> Iterator[list[_Spot]]:
    """The whole row as the head of a table."""
    text = "".join([cell.run for cell in row.cells])
    found = [c for c in index.candidates(text, fuzzy=True) if index.tree.nodes[c.node].heads_table]
    if found:
        yield [_Spot(Place(r, 0, 0, 0), text, tuple(found), 1)]


def _is_label_row(row: Row) -> bool:
    """A head row whose cells all are labels: its last cell is one too."""
    return all(cell.shaded for cell in row.cells) or all(_is_short(cell.run) for cell in row.cells)


def _is_short(text: str) -> bool:
    """Has a text no more characters than a head? Of a long one the beginning tells."""
    return len(fold(text[:_BEGINNING])) <= _SHORT and (len(text) <= _BEGINNING or len(fold(text)) <= _SHORT)


_SHORT, _BEGINNING = 20, 60


def _raised(candidates: Sequence[Candidate], bonus: float) -> Iterator[Candidate]:
    for c in candidates:
        yield Candidate(c.node, c.score + bonus, c.likeness, c.number, c.entity_no) if bonus else c


def _free_spots(rows: Sequence[Row], r: int, index: LabelIndex) -> Iterator[list[_Spot]]:
    """A line outside tables: its first cell, the whole line, or its first cell with the one right below."""
    row = rows[r]
    if row.cells and row.cells[0].page is None:
        for c, cell in enumerate(row.cells):
            yield from _line_spots(cell, r, c, index)
        return
    first = row.cells[0]
    texts = [(first.text, 1)]
    if len(row.cells) > 1:
        texts.append(("".join(cell.text for cell in row.cells), 1))
    below = rows[r + 1] if r + 1 < len(rows) else None
    if below is not None and below.table is None and below.page == row.page and _below(first, below.cells[0]):
        texts.append((first.text + below.cells[0].text, 2))
    group = []
    for text, height in texts:
        found = [c for c in index.candidates(text, fuzzy=False) if not index.tree.nodes[c.node].heads_table]
        if found:
            group.append(_Spot(Place(r, 0, 0, len(first.lines), height), text, tuple(found), 1))
    if group:
        yield group


def _below(cell: Cell, lower: Cell) -> bool:
    if cell.bbox is None or lower.bbox is None:
        return False
    height = cell.bbox[3] - cell.bbox[1]
    return abs(cell.bbox[0] - lower.bbox[0]) < height * 3 and lower.bbox[1] - cell.bbox[3] < height


_WRAPPED, _TALLEST = 4, 8
"""Lines of a label among others in a cell at most; one that begins a cell of few lines, the second number at most, may
fill all of them."""


def _line_spots(cell: Cell, r: int, c: int, index: LabelIndex) -> Iterator[list[_Spot]]:
    """Cells of a dump: a label may be the cell, or any of its lines, or some lines that a cell has wrapped."""
    count = len(cell.lines)
    for first in range(count):
        group = []
        text = ""
        most = _TALLEST if first == 0 and count <= _TALLEST else _WRAPPED
        for last in range(first + 1, min(first + most, count) + 1):
            text += cell.lines[last - 1].text
            whole = first == 0 and last == count
            found = index.candidates(text, fuzzy=whole and count <= _WRAPPED)
            if found:
                bonus = 0.0 if whole else costs.NOW.label.line_start
                group.append(_Spot(Place(r, c, first, last), text, tuple(_raised(found, bonus)), last - first))
        yield group
