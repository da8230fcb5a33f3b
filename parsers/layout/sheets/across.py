"""Tables wider than the paper: pages with the columns right of a page break, put beside those left of it.

Excel prints a sheet that is too wide "down, then over": first all its left pages, then all its right ones; or "over,
then down", page by page. Either way pages that belong beside each other have the edges of their rows at the same
heights, in other columns. They are joined where that is so and what they show says the same: both are open where the
paper ends, the heads of one table go on on the other, or labels stand on one and answers on the other. Else they are
reported, and what the cut goes through is not taken for whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.sheets.beside import Seams, put_beside
from hyokasho.parsers.layout.sheets.page_sides import (
    Sides,
    agree,
    belong,
    heads_go_on,
    is_label,
    levels_agree,
    repeated_columns,
    sides_of,
    words_of,
)
from hyokasho.parsers.layout.sheets.repeated import without_repeated
from hyokasho.parsers.layout.sheets.torn_lines import rows_mostly_go_on
from hyokasho.parsers.model import Cell, Issue, Row, page_in_file

_LEAST_WITH_GAP = 3
"""So many left pages at least, if one of them has no right half: two others say where its own would be."""

Run = list[Sides]
Pair = tuple[Sides, Sides]


def join_across(layouts: Sequence[PageLayout], *, coarse: bool = False) -> list[PageLayout]:
    """The pages of a document, furniture taken out; those whose tables go on to the right joined with what is there."""
    if len(layouts) < 2:
        return list(layouts)
    known: list[Pair] = []
    seams = Seams()
    runs = _runs(_groups_joined([sides_of(layout, coarse=coarse) for layout in layouts], known, seams))
    found: list[PageLayout] = []
    while runs:
        run = runs.pop(0)
        pairs = _pairs(run, runs[0], known) if runs else []
        if pairs:
            first = next(k for k, side in enumerate(run) if side is pairs[0][0])
            found += [side.layout for side in run[:first]]
            runs[0] = list(_joined(run[first:], runs[0], pairs, seams))
        elif runs and _is_cut(run, runs[0]):
            found += [_without_torn(side) for side in run]
            found += [_left_out(side) for side in runs.pop(0)]
        elif run[0].heads and run[0].heads[0] > 0:
            found += [_left_out(side) for side in run]
        else:
            found += [_without_torn(side) if side.is_torn or side.lacks_heads else side.layout for side in run]
    return found


def _groups_joined(sides: Run, known: list[Pair], seams: Seams) -> Run:
    """The pages, those joined that are followed by as many with the columns beside each. Adds to `known` such pairs."""
    found: Run = []
    at = 0
    while at < len(sides):
        count, group = _group(sides, at, known)
        if not group:
            found.append(sides[at])
            at += 1
            continue
        known += group
        joined = _joined([left for left, _ in group], [right for _, right in group], group, seams)
        whole = {id(left): side for (left, _), side in zip(group, joined, strict=True)}
        lefts = [whole.get(id(side), side) for side in sides[at : at + count]]
        sides = [*sides[:at], *lefts, *sides[at + count + len(group) :]]
    return found


def _group(sides: Sequence[Sides], at: int, known: Sequence[Pair], *, gaps: bool = True) -> tuple[int, list[Pair]]:
    """How many pages from `at` on are followed by those that stand beside them, and which do; none where nothing says
    so. `gaps`: one of them may have none, for a page that is empty is not printed."""
    counts = [k for k in range(1, (len(sides) - at) // 2 + 2) if _may_begin(sides, at, k)]
    for count in counts:
        pairs = _all_beside(sides, at, count)
        if not pairs or _begins_later(sides, at, count):
            continue
        if any(belong(*pair) or _as_before(pair, known) for pair in pairs):
            return count, pairs
    for count in counts if gaps else ():
        pairs = _all_but_one_beside(sides, at, count)
        if pairs and not any(_group(sides, k, known, gaps=False)[1] for k in range(at + 1, at + count)):
            return count, pairs
    return 0, []


def _may_begin(sides: Sequence[Sides], at: int, count: int) -> bool:
    """May the page so many later stand beside the one at `at`?"""
    return at + count < len(sides) and _may_stand_beside(sides[at], sides[at + count])


def _all_beside(sides: Sequence[Sides], at: int, count: int) -> list[Pair]:
    """So many pages from `at` on, each with the one as many pages later, if all of them agree."""
    pairs = _beside(sides, at, count)
    return pairs if len(pairs) == count and all(agree(*pair) for pair in pairs) else []


def _all_but_one_beside(sides: Sequence[Sides], at: int, count: int) -> list[Pair]:
    """The same where one page has no right half: one that ends before the cut, whatever it shows, and the only one
    without which the others agree. Not the first: the group begins behind it."""
    if count < _LEAST_WITH_GAP or sides[at].layout.page.joints:
        return []
    if not belong(sides[at], without_repeated(sides[at], sides[at + count])):
        return []  # (lines may stand level by chance)
    before, behind = _beside(sides, at, count), _beside(sides, at + 1, count - 1)  # (behind a gap, one page less far)
    if len(behind) < count - 1:
        return []
    agreed = next((k for k, pair in enumerate(before) if not agree(*pair)), count - 1)
    gaps = [
        k
        for k in range(1, min(agreed, count - 1) + 1)
        if not _goes_on(sides[at + k]) and all(agree(*pair) for pair in behind[k:])
    ]
    if len(gaps) != 1:
        return []
    rest = behind[gaps[0] :]
    sure = not rest or any(belong(*pair) or levels_agree(*pair) for pair in rest)
    return [*before[: gaps[0]], *rest] if sure else []


def _goes_on(side: Sides) -> bool:
    """Does a page show that its columns go on to the right?"""
    return side.open_right or side.lacks_heads


def _beside(sides: Sequence[Sides], at: int, count: int) -> list[Pair]:
    """So many pages from `at` on, each with the one as many pages later, as far as there are any."""
    pairs = zip(sides[at : at + count], sides[at + count : at + 2 * count], strict=False)
    return [(left, without_repeated(left, right)) for left, right in pairs]


def _begins_later(sides: Sequence[Sides], at: int, count: int) -> bool:
    """Do pages from the next one on belong together more surely? Pages without lines may stand level by chance."""
    if not sides[at].unruled or belong(sides[at], sides[at + count]):
        return False
    here, later = (_beside(sides, k, count) for k in (at, at + 1))
    return len(later) == count and sum(belong(*p) for p in later) > sum(belong(*p) for p in here)


def _may_stand_beside(left: Sides, right: Sides) -> bool:
    """May the right page stand beside the left one, without the columns that it prints again?"""
    if agree(left, right) and _may_go_on(left, right):
        return True
    shown = without_repeated(left, right)
    return shown is not right and agree(left, shown) and _may_go_on(left, shown)


def _may_go_on(left: Sides, right: Sides) -> bool:
    """May the right page stand beside the left one? Lines that stand level alone add no third page to two."""
    return not (left.unruled and left.layout.page.joints) or belong(left, right)


def _runs(sides: Sequence[Sides]) -> list[Run]:
    """Pages in order, those of one sheet together; other heads begin other columns."""
    runs: list[Run] = []
    heads: tuple[int, ...] = ()
    for side in sides:
        if runs and runs[-1][-1].same_sheet(side) and (not heads or side.heads in (heads, ())):
            runs[-1].append(side)
        else:
            runs.append([side])
            heads = ()
        heads = side.heads or heads
    return runs


def _pairs(left: Run, right: Run, known: Sequence[Pair]) -> list[Pair]:
    """The pages of two runs that stand beside each other, in order; none where nothing says that any do."""
    pairs: list[Pair] = []
    at = max(0, len(left) - len(right)) if _end_together(left, right) else 0
    for side in right:
        for k in range(at, len(left)):
            if agree(left[k], side):
                pairs.append((left[k], side))
                at = k + 1
                break
    sure = any(belong(*pair) for pair in pairs) or any(_as_before(pair, known) for pair in pairs)
    return pairs if sure else []


def _end_together(left: Run, right: Run) -> bool:
    """Does the right run go with the last pages of the left one?"""
    return len(right) <= len(left) and all(map(agree, left[len(left) - len(right) :], right))


def _as_before(pair: Pair, known: Sequence[Pair]) -> bool:
    """Do two pages reach as far as two that were joined before? Where nothing is drawn, it is their lines that do, and
    the page before them is a joined one."""
    if all(side.lines for side in pair):
        follows = bool(known) and known[-1][1].layout.page.number == pair[0].layout.page.number - 1
        return follows and (pair[1].again or levels_agree(*pair) or rows_mostly_go_on(*(side.lines for side in pair)))
    return any(pair[0].same_sheet(left) and pair[1].same_sheet(right) for left, right in known)


def _joined(left: Run, right: Run, pairs: Sequence[Pair], seams: Seams) -> Iterator[Sides]:
    """The left pages with what stands beside them; what has no other half is reported."""
    partners = {id(one): other for one, other in pairs}
    repeated = max(repeated_columns(*pair) for pair in pairs)
    seams.of_group(pairs)
    for side in left:
        other = partners.get(id(side))
        if other is None:
            yield sides_of(_without_torn(side), coarse=side.coarse)
            continue
        layout = put_beside(side, other, repeated, seams)
        number = other.layout.page.number
        text = f"page {page_in_file(number)} holds the columns right of page {page_in_file(layout.page.number)}"
        told = make_issue("columns-joined", text, number)
        yield sides_of(_with_issue(layout, told), coarse=side.coarse)
    taken = {id(other) for _, other in pairs}
    yield from (sides_of(_left_out(side), coarse=side.coarse) for side in right if id(side) not in taken)


def _is_cut(left: Run, right: Run) -> bool:
    """Do two runs of pages, of which none stands beside another, say all the same that one table is cut?"""
    if heads_go_on(left[0], right[0]):
        return True
    torn = any(side.is_torn for side in left) and right[0].open_left and not right[0].open_right
    return torn and all(side.label_share <= left[0].label_share / 2 for side in right)


def _without_torn(side: Sides) -> PageLayout:
    """A page whose table goes on on a page that is not known, without the texts that the cut may go through."""
    page = side.layout.page
    rows = side.layout.rows
    if side.open_right:
        rows = tuple(replace(row, cells=tuple(_whole(cell, side) for cell in row.cells)) for row in rows)
    told = make_issue("columns-lost", f"no page goes on to the right of page {page_in_file(page.number)}", page.number)
    return _with_issue(replace(side.layout, rows=rows), told)


def _whole(cell: Cell, side: Sides) -> Cell:
    """The cell, without its text where it lies at the open side of the table and is no label."""
    if cell.bbox is None or cell.bbox[2] < side.right - side.near or is_label(fold(cell.text)):
        return cell
    if side.of_areas and all(word.bbox[2] < side.right - word.size for word in words_of((cell,))):
        return cell  # (all cells reach the end of the paper there, whatever they hold)
    return replace(cell, lines=())


def _left_out(side: Sides) -> PageLayout:
    """A page of columns whose rows are not known: none of its tables is read."""
    number = side.layout.page.number
    rows: tuple[Row, ...] = tuple(row for row in side.layout.rows if row.table is None)
    told = make_issue("columns-lost", f"the rows of page {page_in_file(number)} go on from no other page", number)
    return _with_issue(replace(side.layout, rows=rows), told)


def _with_issue(layout: PageLayout, issue: Issue) -> PageLayout:
    return replace(layout, page=replace(layout.page, issues=(*layout.page.issues, issue)))
