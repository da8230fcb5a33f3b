"""Record items of a torn text, put in order again by their numbers.

A number and its name on one line are an item; a column of numbers and one of as many names are paired in order. Items
whose numbers count on in the text are a run; a run that begins in the middle of a list goes behind the one run that
ends before it. A heading belongs to what is printed right behind it. Where a list begins with 1 and no heading stands
before it, one of the headings stands elsewhere, and none is given. What has no place by its numbers is left out, told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import RECORDS_TITLE
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.raw import RawRow
from ..tables.record_heads import NUMBERED
from ..tables.record_mend import ANNEX_MARK
from .record_pairs import paired
from .record_pieces import Pages, RecordPiece, is_name_of_file, pieces_of, style_of

_ROWS = 3
"""Runs of a list that show its columns: the first one of a row, the others of it, the first one of the next row."""


@dataclass(slots=True, eq=False)
class _Run:
    """Items whose numbers count on, or text without numbers, with the headings right before; `section` counts these."""

    heads: list[RecordPiece]
    pieces: list[RecordPiece]
    section: int
    following: _Run | None = None
    placed: bool = False

    @property
    def first(self) -> int | None:
        """The number of the first item."""
        return self.pieces[0].first

    @property
    def last(self) -> int | None:
        """The number of the last item."""
        return self.pieces[-1].last


def torn_record_pages(pages: Pages) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the record items of torn pages (number, lines), and what is left out of them."""
    runs = _runs(paired(pieces_of(pages)))
    _link(runs)
    headings = sum(len(run.heads) for run in runs)
    _place_headings(runs)
    headings -= sum(len(run.heads) for run in runs)
    rows: list[RawRow] = []
    lost: list[str] = []
    for run in (run for run in runs if not run.placed):
        known = _may_begin(run, runs)
        lost += [line for piece in run.pieces if not known or piece.kind == "lost" for line in piece.lines]
        for part in _list(run) if known else ():
            kept = (piece for piece in (*part.heads, *part.pieces) if piece.kind != "lost")
            rows += [row for piece in kept for row in _rows(piece)]
    told = {"lines": len(lost), "headings": headings}
    messages = [f"{RECORDS_TITLE}: {n} {what} whose place cannot be told" for what, n in told.items() if n]
    return rows, [make_issue("table-not-read", message) for message in messages]


def _list(run: _Run) -> Iterator[_Run]:
    """The runs of a list, from its first."""
    part: _Run | None = run
    while part is not None:
        yield part
        part = part.following


def _may_begin(run: _Run, runs: Sequence[_Run]) -> bool:
    """Does a list begin with this run: with 1, below a heading, or as the first of all?"""
    return run.first in (None, 1) or bool(run.heads) or run is next(r for r in runs if r.first is not None)


def _rows(piece: RecordPiece) -> Iterator[RawRow]:
    """An item as a row of its number and its name, other lines as they stand."""
    lines = piece.lines
    match = NUMBERED.match(lines[0]) if piece.kind == "item" else None
    if match is not None:
        yield RawRow([match[1], "\n".join([match[2], *lines[1:]])], 1, piece.page)
    else:
        yield from (RawRow([line], None, piece.page, piece.kind == "heading") for line in lines)


# their order


def _runs(pieces: Sequence[RecordPiece]) -> list[_Run]:
    runs: list[_Run] = []
    heads: list[RecordPiece] = []
    section = 0
    for piece in pieces:
        last = runs[-1].last if runs else None
        if piece.kind == "heading":
            heads.append(piece)
        elif piece.kind == "lost" and piece.first is None:
            runs.append(_Run([], [piece], section))
        elif runs and not heads and piece.first == (None if last is None else last + 1):
            runs[-1].pieces.append(piece)
        else:
            section += bool(heads)
            runs.append(_Run(heads, [piece], section))
            heads = []
    return runs


def _link(runs: Sequence[_Run]) -> None:
    """Put each run that begins within a list behind the run that ends before it, if only one does: of its section, of
    its page or one beside it, or at all; and behind the run above it where numbers between the two are left out."""
    for near in (_same_section, _near_page, lambda one, other: True):
        for run in runs:
            if run.first not in (None, 1) and not run.placed:
                ends = [r for r in runs if r.last == run.first - 1 and r.following is None and near(r, run)]
                rivals = [r for r in runs if r.first == run.first and not r.placed and any(near(e, r) for e in ends)]
                if len(ends) == len(rivals) == 1:
                    ends[0].following, run.placed = run, True
    for above, run in pairwise(runs):
        gap = above.last is not None and run.first is not None and above.last < run.first and not run.heads
        if gap and not run.placed and above.following is None:
            above.following, run.placed = run, True


def _same_section(one: _Run, other: _Run) -> bool:
    return one.section == other.section


def _near_page(one: _Run, other: _Run) -> bool:
    return abs(one.pieces[-1].page - other.pieces[0].page) <= 1


# headings


def _place_headings(runs: Sequence[_Run]) -> None:
    """Leave each run the headings that are its own for sure: each list that begins with 1 takes the next ones if this
    uses all of them up; else those right before a run, unless the order of the text speaks against them."""
    annex = [head for run in runs for head in run.heads if ANNEX_MARK.search(fold(head.lines[0]))]
    for run in runs:
        run.heads = [head for head in run.heads if head not in annex]
    if not _in_turn(runs):
        _drop_doubtful(runs)
    if runs:
        runs[0].heads = [*annex, *runs[0].heads]


def _in_turn(runs: Sequence[_Run]) -> bool:
    """Give the headings to the lists in their order; nothing is given where one of either is left over."""
    waiting: list[RecordPiece] = []
    given: list[tuple[_Run, list[RecordPiece]]] = []
    for run in runs:
        left = len(waiting)
        waiting += run.heads
        nameless = not run.heads and all(piece.kind == "lost" and piece.first is None for piece in run.pieces)
        taken = [] if run.placed or nameless else _nested(waiting)
        headless = run.first == 1 and not run.placed and not taken and run is not runs[0]
        within = run.first not in (None, 1)
        if headless or 0 < left < len(taken) or (left and taken and within):
            return False
        waiting = waiting[len(taken) :]
        given.append((run, taken))
    if waiting:
        return False
    for run, taken in given:
        run.heads = taken
    return True


def _drop_doubtful(runs: Sequence[_Run]) -> None:
    """Leave out the headings of a list but the file's at the beginning, where one stands behind items that come later;
    where a heading would then go on over other items, all of them but that of the only file."""
    lists = [run for run in runs if not run.placed]
    told = all(len(_nested(run.heads)) == len(run.heads) for run in runs)
    told = told and all(run.heads for run in lists[1:] if run.first == 1)
    files = [head for run in runs for head in run.heads if is_name_of_file(head.lines[0])]
    for run in lists:
        parts = list(_list(run))
        _lose_first_column(parts, runs)
        if not all(_may_head(part, parts[n:], runs) for n, part in enumerate(parts) if part.heads):
            told = told and not any(is_name_of_file(head.lines[0]) for part in parts[1:] for head in part.heads)
            for part in parts:
                part.heads = [head for head in part.heads if is_name_of_file(head.lines[0])]
            told = told and bool(run.heads)
    if not told:
        only = files if len(files) == 1 and files[0] in runs[0].heads else []
        for run in runs:
            run.heads = only if run is runs[0] else []


def _may_head(run: _Run, later: Sequence[_Run], runs: Sequence[_Run]) -> bool:
    """Does nothing that comes later in its list stand before a run in the text?"""
    return all(runs.index(part) >= runs.index(run) for part in later)


def _lose_first_column(parts: Sequence[_Run], runs: Sequence[_Run]) -> None:
    """Where a heading is printed between the columns of rows, before the first of them, it may stand above them or
    below: lose them and what follows, and put it behind."""
    for at, part in enumerate(parts[:-_ROWS]):
        before = [n for n in range(at, len(parts)) if runs.index(parts[n]) < runs.index(part)]
        first, columns = part.first or 0, (parts[at + 2].first or 0) - (part.first or 0)
        numbers = [n for other in before for n in range(parts[other].first or 0, (parts[other].last or 0) + 1)]
        in_rows = all((number - first) % columns for number in numbers) if columns > 1 else False
        if part.heads and part.first == part.last and before and in_rows and before[-1] + 1 < len(parts):
            below = parts[before[-1] + 1]
            lost = [*(piece for other in parts[at : before[-1] + 1] for piece in other.pieces), below.pieces[0]]
            for piece in lost:
                piece.kind = "lost"
            below.heads, part.heads = [*part.heads, *below.heads], []


def _nested(heads: Sequence[RecordPiece]) -> list[RecordPiece]:
    """The first of stacked headings that belong together: each of another level."""
    styles = [style_of(head) for head in heads]
    return list(heads[: next((n for n, style in enumerate(styles) if style in styles[:n]), len(heads))])
