"""Lines that are no rules: underlines, frames round words, call-outs that lie on a table.

A rule divides cells: it meets other rules or is the table's edge. A line as long as the text it hugs does not, and
neither does a frame that stands inside a cell, or across several, and touches nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from operator import attrgetter

import numpy as np

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.texts import form_texts
from hyokasho.parsers.layout.grid import Grid, find_grids
from hyokasho.parsers.layout.lines.drawn_lines import APART, DrawnLine, as_rule, drawn_lines
from hyokasho.parsers.layout.lines.underlines import lies_on, underlines
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import air_around, around, has_middle, middle, union
from hyokasho.parsers.model import BBox, Fill, Outline, Rule, Word

_CORNER = 1.3
"""Sides of a frame meet, and rules meet walls, within this distance."""
_BESIDE = 4.6
"""A side of a cell has another rule at most this far away, that of its neighbour."""
_COVERED = 0.8
_CLOSE = 0.45
"""A frame drawn round words lies within this share of the type height of them."""
_TIGHT = 0.15
"""The same for one with a ground of its own, which is a marking and no note."""
_REACH = 2.0
"""Distance (type sizes) from the next words of their line up to which words in a roomy frame go on with these."""
_SIDES = 4
"""A frame round a page has so many lines at least, and as many are drawn inside it."""
_MANY = 5
"""So many frames with words on one page are a drawing, not notes."""
_TABLE = 2
"""So many cells make a page one of tables, beside which a frame that stands alone is a note."""
_WIDER = 2.0
"""So many times as wide as such a frame is a table of one cell."""


@dataclass(frozen=True, slots=True)
class Note:
    """A frame with words of its own that lies on a table."""

    outline: Outline
    bbox: BBox

    def holds(self, word: Word) -> bool:
        """Does the middle of a word lie inside the frame?"""
        return has_middle(self.bbox, word) and _inside(*middle(word), self.outline)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a page told apart: rules that divide cells, frames that stand alone (each a cell), and notes."""

    rules: tuple[Rule, ...] = ()
    alone: tuple[BBox, ...] = ()
    notes: tuple[Note, ...] = ()

    def grids(self, fills: Sequence[Fill], words: Sequence[Word]) -> list[Grid]:
        """The tables that the rules make, top to bottom, frames that stand alone among them."""
        grids = find_grids(self.rules, fills, words)
        for frame in self.alone:
            grids += find_grids(_sides(frame))
        return sorted(grids, key=lambda grid: grid.ys[0]) if self.alone else grids


def sort_lines(rules: Sequence[Rule], outlines: Sequence[Outline], words: Sequence[Word]) -> Sorted:
    """Which lines of a page are rules, and which frames are notes that lie on its tables or beside them."""
    rules = _without_page_frames(rules, words)
    if not rules:
        return Sorted()
    lines = drawn_lines(tuple(rules))
    frames = _frames(lines, outlines)
    kept, alone, notes = list(rules), list[BBox](), list[Note]()
    grounds = {around(outline) for outline in outlines if outline.filled and outline.plain}
    strays, alone = _stray_frames(frames, grounds, rules, words)
    if strays or alone or any(not outline.plain for outline in outlines):
        kept = _without(rules, [*strays, *alone])
        notes = _notes(strays, alone, outlines, find_grids(kept), words)
        alone = [frame for frame in alone if all(note.bbox != frame for note in notes)]
        alone = [frame for frame in alone if not (frame in grounds and _fits_closely(frame, words, _TIGHT))]
    under = underlines(lines if len(kept) == len(rules) else drawn_lines(tuple(kept)), words)
    if under:
        kept = [rule for rule in kept if not any(lies_on(rule, line) for line in under)]
    return Sorted(tuple(kept), tuple(alone), tuple(notes))


def _without_page_frames(rules: Sequence[Rule], words: Sequence[Word]) -> Sequence[Rule]:
    """The rules without frames round the whole page.

    Where nothing but the frame is drawn it may be a cell as large as the page.
    """
    outer = page_frame(rules, words) if words and rules else []
    return [rule for rule in rules if rule not in outer] if outer and len(rules) - len(outer) >= _SIDES else rules


def page_frame(rules: Sequence[Rule], words: Sequence[Word]) -> list[Rule]:
    """The rules of frames round all words (at least one) and tables of a page, none of whose rules meets them."""
    x0, y0, x1, y1 = union(word.bbox for word in words)
    outer = [
        rule for rule in rules
        if (rule.x0 <= x0 and rule.x1 >= x1 and rule.horizontal and not y0 <= rule.y0 <= y1)
        or (rule.y0 <= y0 and rule.y1 >= y1 and not rule.horizontal and not x0 <= rule.x0 <= x1)
    ]  # fmt: skip
    if len(outer) < _SIDES:
        return []
    met = [rule for rule in rules if rule not in outer]
    while met:  # (the borders of a table round all words are met by its rules, or by one another)
        met = [rule for rule in outer if any(_touches(_box(rule), _box(other), _CORNER) for other in met)]
        outer = [rule for rule in outer if rule not in met]
    return outer if len(outer) >= _SIDES else []


# frames


def _frames(lines: Sequence[DrawnLine], outlines: Sequence[Outline]) -> list[BBox]:
    """Rectangles that may be frames: drawn as one, or of four lines that meet nothing but one another."""
    frames = [around(outline) for outline in outlines if outline.plain]
    level = [line for line in lines if line.level and line.end - line.start >= SETTINGS.min_table_rule]
    upright = sorted((line for line in lines if not line.level), key=attrgetter("start"))
    starts = [line.start for line in upright]
    ends: dict[tuple[int, int], list[DrawnLine]] = {}
    for line in level:
        ends.setdefault((round(line.start / 2), round(line.end / 2)), []).append(line)
    for top in level:
        near = upright[bisect_left(starts, top.at - 2 * _CORNER) : bisect_right(starts, top.at + 2 * _CORNER)]
        left, right = ({u.end for u in near if _hangs(u, x, top.at)} for x in (top.start, top.end))
        if not left or not right:
            continue
        for bottom in _alike(top, ends):
            if bottom.at > top.at + _CORNER and all(_ends_at(bottom.at, side) for side in (left, right)):
                frames.append((top.start, top.at, top.end, bottom.at))
    return list(dict.fromkeys(frames))


def _alike(line: DrawnLine, ends: dict[tuple[int, int], list[DrawnLine]]) -> list[DrawnLine]:
    """The lines that begin and end where this one does."""
    start, end = round(line.start / 2), round(line.end / 2)
    near = [other for a in (-1, 0, 1) for b in (-1, 0, 1) for other in ends.get((start + a, end + b), ())]
    return [o for o in near if abs(o.start - line.start) <= _CORNER and abs(o.end - line.end) <= _CORNER]


def _hangs(upright: DrawnLine, x: float, top: float) -> bool:
    """Does an upright line begin at this point?"""
    return abs(upright.at - x) <= _CORNER and abs(upright.start - top) <= _CORNER


def _ends_at(place: float, ends: Collection[float]) -> bool:
    return any(abs(end - place) <= _CORNER for end in ends)


def _stray_frames(
    frames: Sequence[BBox], grounds: Collection[BBox], rules: Sequence[Rule], words: Sequence[Word]
) -> tuple[list[BBox], list[BBox]]:
    """Frames that stand on a table made of the other rules, or inside another frame, and are no cells of it; and frames
    that stand alone, touching nothing. One with a ground of its own (`grounds`) may lie against the end of a table.

    Nearly every frame is a cell among others, which is soon seen; the tables of the other rules are asked for the rest.
    """
    if not frames:
        return [], []
    rest = cache(lambda: _without(rules, frames))
    joined = cache(lambda: [as_rule(line) for line in drawn_lines(tuple(rest()))])
    grids = cache(lambda: find_grids(rest()))
    places = _Places(rules)
    strays, alone = list[BBox](), list[BBox]()
    for frame in frames:
        touching = any(f != frame and _touches(frame, f) for f in frames) or any(
            _touches(frame, _box(r)) for r in joined()
        )
        part = _is_cell(frame, places, words) or _divided(frame, joined())
        if part and touching:
            continue
        if any(_lies_on(frame, f) for f in frames) or any(_overlap(frame, grid.bbox) for grid in grids()):
            if not part:
                strays.append(frame)
        elif not touching or (frame in grounds and not part and not _in_line(frame, joined())):
            alone.append(frame)
    return strays, alone


def _in_line(frame: BBox, rest: Sequence[Rule]) -> bool:
    """Do the sides of a frame go on as other rules, as those of a table do that is drawn below it?"""
    near = [rule for rule in rest if not rule.horizontal and _touches(frame, _box(rule))]
    return any(abs(rule.x0 - x) <= _CORNER for rule in near for x in (frame[0], frame[2]))


def _lies_on(one: BBox, other: BBox) -> bool:
    """Does a frame lie on a larger one, wholly or in part?"""
    larger = (other[2] - other[0]) * (other[3] - other[1]) > 1.2 * (one[2] - one[0]) * (one[3] - one[1])
    return larger and _overlap(one, other)


def _touches(one: BBox, other: BBox, near: float = _BESIDE) -> bool:
    """Do two boxes meet, or stand `near` (points) each other?"""
    return (
        one[0] - near <= other[2]
        and other[0] <= one[2] + near
        and one[1] - near <= other[3]
        and other[1] <= one[3] + near
    )


def _box(rule: Rule) -> BBox:
    return (rule.x0, rule.y0, rule.x1, rule.y1)


def _overlap(one: BBox, other: BBox) -> bool:
    """Do two boxes share more than their borders?"""
    return all(min(one[k + 2], other[k + 2]) - max(one[k], other[k]) > _BESIDE for k in (0, 1))


class _Places:
    """The rules of a page by their place, to find those beside a line."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.level = sorted([(r.y0, r.x0, r.x1) for r in rules if r.y0 == r.y1])
        self.upright = sorted([(r.x0, r.y0, r.y1) for r in rules if r.y0 != r.y1])

    def beside(self, side: Rule) -> Sequence[tuple[float, float, float]]:
        """Place, start and end of the rules that lie along a side, at most so far away as a neighbour's."""
        rules, at = (self.level, side.y0) if side.horizontal else (self.upright, side.x0)
        first = bisect_left(rules, (at - _BESIDE, 0.0, 0.0))
        return rules[first : bisect_left(rules, (at + _BESIDE, 0.0, 0.0))]


def _is_cell(frame: BBox, places: _Places, words: Sequence[Word]) -> bool:
    """Has every side of a frame another rule beside it, that of a neighbour?

    One side may have none (a neighbour without a border) where the frame does not fit closely round its words.
    """
    free = sum(not _has_beside(side, places) for side in _sides(frame))
    return free == 0 or (free == 1 and not _fits_closely(frame, words))


def _fits_closely(frame: BBox, words: Sequence[Word], close: float = _CLOSE) -> bool:
    held = [word for word in words if has_middle(frame, word)]
    return bool(held) and air_around(frame, held) <= close * max(word.size for word in held)


def _has_beside(side: Rule, places: _Places) -> bool:
    """Is a side accompanied for most of its length, or one of several on a line? It is drawn once itself."""
    at, start, end = (side.y0, side.x0, side.x1) if side.horizontal else (side.x0, side.y0, side.y1)
    covered, own = 0.0, False
    pieces = 0.0
    for place, a, b in places.beside(side):
        shared = max(0.0, min(end, b) - max(start, a))
        if shared == 0.0 and abs(place - at) <= APART and b - a >= SETTINGS.min_table_rule:
            return True
        if abs(place - at) <= APART and a >= start - _CORNER and b <= end + _CORNER:
            if not own and abs(a - start) <= _CORNER and abs(b - end) <= _CORNER:
                own = True
            else:
                pieces += shared
        else:
            covered += shared
    return covered + (pieces if own else 0.0) >= _COVERED * (end - start)


def _sides(frame: BBox) -> tuple[Rule, ...]:
    x0, y0, x1, y1 = frame
    return (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))


def _divided(frame: BBox, rest: Sequence[Rule]) -> bool:
    """Does a rule run from side to side inside a frame and end there? Then the frame is a table of its own."""
    x0, y0, x1, y1 = frame
    for rule in rest:
        if rule.horizontal:
            inside = y0 + _CORNER < rule.y0 < y1 - _CORNER
            ends = abs(rule.x0 - x0) <= _CORNER or abs(rule.x1 - x1) <= _CORNER
            through = rule.x0 < x0 - _CORNER or rule.x1 > x1 + _CORNER
        else:
            inside = x0 + _CORNER < rule.x0 < x1 - _CORNER
            ends = abs(rule.y0 - y0) <= _CORNER or abs(rule.y1 - y1) <= _CORNER
            through = rule.y0 < y0 - _CORNER or rule.y1 > y1 + _CORNER
        if inside and ends and not through:
            return True
    return False


_FEW_PAIRS = 60
"""Fewer rules and frames to compare than these are compared one by one, which is then as fast."""


def _without(rules: Sequence[Rule], frames: Sequence[BBox]) -> list[Rule]:
    """The rules that are no side of a frame."""
    if len(frames) == 1:
        return [rule for rule in rules if not _on_frame(rule, frames[0])]
    if len(rules) * len(frames) <= _FEW_PAIRS:
        return [rule for rule in rules if not any(_on_frame(rule, frame) for frame in frames)]
    x0, y0, x1, y1 = np.array(frames).T
    a, b, c, d = np.array([(rule.x0, rule.y0, rule.x1, rule.y1) for rule in rules]).T[..., None]
    near = (a >= x0 - _CORNER) & (c <= x1 + _CORNER) & (b >= y0 - _CORNER) & (d <= y1 + _CORNER)
    found = np.flatnonzero(near.any(axis=1))
    near, a, b, c, d = near[found], a[found], b[found], c[found], d[found]
    level = b == d
    off = np.where(level, np.minimum(abs(b - y0), abs(b - y1)), np.minimum(abs(a - x0), abs(a - x1)))
    whole = np.where(level, (a <= x0 + _CORNER) & (c >= x1 - _CORNER), (b <= y0 + _CORNER) & (d >= y1 - _CORNER))
    on = (near & (off <= np.where(whole, _CORNER, APART))).any(axis=1)
    gone = set(found[on].tolist())
    return [rule for k, rule in enumerate(rules) if k not in gone]


def _on_frame(rule: Rule, frame: BBox) -> bool:
    """Does a rule lie on a side of a frame and end with it? Asked for every rule and frame, so written for speed."""
    x0, y0, x1, y1 = frame
    if rule.x0 < x0 - _CORNER or rule.x1 > x1 + _CORNER or rule.y0 < y0 - _CORNER or rule.y1 > y1 + _CORNER:
        return False
    if rule.y0 == rule.y1:
        off = min(abs(rule.y0 - y0), abs(rule.y0 - y1))
        whole = rule.x0 <= x0 + _CORNER and rule.x1 >= x1 - _CORNER
    else:
        off = min(abs(rule.x0 - x0), abs(rule.x0 - x1))
        whole = rule.y0 <= y0 + _CORNER and rule.y1 >= y1 - _CORNER
    return off <= (_CORNER if whole else APART)


# notes


def _notes(
    strays: Sequence[BBox], alone: Sequence[BBox], outlines: Sequence[Outline], grids: Sequence[Grid],
    words: Sequence[Word],
) -> list[Note]:  # fmt: skip
    """Frames with words of their own: on a table those that have a ground of their own or lie across cells; beside one
    those with a ground of their own. A frame round words of the form is part of it.
    """
    found: list[Note] = []
    for outline in outlines:
        box = around(outline)
        below = bool(_cells_below(box, grids))
        free = outline.filled and _has_table(grids, alone, box) and (box in alone or not (below or outline.plain))
        free = free and not _fits_closely(box, words, _TIGHT)
        ground = outline.filled and box in strays and not _marks_text(box, grids, words, _TIGHT)
        if (below and not outline.plain) or ground or free:
            found.append(Note(outline, box))
    for frame in strays:
        if any(note.bbox == frame for note in found) or _marks_text(frame, grids, words, _CLOSE):
            continue
        if len(_cells_below(frame, grids)) > 1:
            x0, y0, x1, y1 = frame
            found.append(Note(Outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), False, True), frame))
    found = [note for note in found if _has_own_words(note, words)]
    return found if len(found) < _MANY else []


def _has_table(grids: Sequence[Grid], alone: Sequence[BBox], frame: BBox) -> bool:
    """Is there a table on the page of a frame that stands alone, be it of one cell that is much wider?"""
    wide = _WIDER * (frame[2] - frame[0])
    boxes = [*alone, *(grid.bbox for grid in grids)]
    return sum(len(grid.cells) for grid in grids) >= _TABLE or any(box[2] - box[0] >= wide for box in boxes)


def _marks_text(frame: BBox, grids: Sequence[Grid], words: Sequence[Word], close: float) -> bool:
    """Is a frame drawn round words of one cell, over its borders? They stand in a line with others of the cell (near
    them, where the frame leaves room), or above or below them at the same left edge; or the cell holds no others, and
    the frame fits them closely (`close`: share of the type height)."""
    held = [word for word in words if has_middle(frame, word)]
    cells = {_cell_below(word, grids) for word in held}
    if len(cells) != 1 or None in cells:
        return False
    others = [word for word in words if word not in held and _cell_below(word, grids) in cells]
    if not others:
        return _fits_closely(frame, words, close)
    box, size = union(word.bbox for word in held), max(word.size for word in held)
    reach = inf if _fits_closely(frame, words) else _REACH
    for x0, y0, x1, y1 in (word.bbox for word in others):
        apart = max(x0 - box[2], box[0] - x1)
        level = min(y1, box[3]) - max(y0, box[1]) > 0.5 * (y1 - y0) and apart <= reach * size
        near = max(y0 - box[3], box[1] - y1) <= 1.5 * size
        if level or (near and abs(x0 - box[0]) <= size):
            return True
    return False


def _cell_below(word: Word, grids: Sequence[Grid]) -> tuple[int, int] | None:
    """The table and cell that the middle of a word lies in."""
    x, y = middle(word)
    return next(((k, cell) for k, grid in enumerate(grids) if (cell := grid.cell_at(x, y)) is not None), None)


def _has_own_words(note: Note, words: Sequence[Word]) -> bool:
    """Do words stand inside a frame (not just a mark), and none that the forms print?"""
    texts = [fold(word.text) for word in words if note.holds(word)]
    return len("".join(texts)) > 1 and not any(text in printed_texts() for text in (*texts, "".join(texts)))


@cache
def printed_texts() -> frozenset[str]:
    """What the forms print, folded."""
    return frozenset(fold(text) for text in form_texts())


def _cells_below(box: BBox, grids: Sequence[Grid]) -> set[tuple[int, int]]:
    """The cells, as (grid, cell), that the corners and the middle of a box lie in."""
    x0, y0, x1, y1 = box
    points = [(x, y) for x in (x0, (x0 + x1) / 2, x1) for y in (y0, (y0 + y1) / 2, y1)]
    return {(k, cell) for k, grid in enumerate(grids) for x, y in points if (cell := grid.cell_at(x, y)) is not None}


def _inside(x: float, y: float, outline: Outline) -> bool:
    """Is a point inside a closed line? Counts how often a ray to the right crosses it."""
    inside = False
    points = outline.points
    for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside
