"""Rows of labels and answers on a page without lines between them.

The forms set labels in a left column and answers right of it, each row's texts in its middle (or at its top). The left
edge of the answers gives the wall between the columns; headings run across it. Between two headings the rows are cut so
that each has a label of the form that stands level with its answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.across_texts import before_boxes, opens_box, paragraphs
from hyokasho.parsers.layout.unruled.coarse_lines import shows_label
from hyokasho.parsers.layout.unruled.label_costs import LabelCosts, Mode
from hyokasho.parsers.layout.unruled.row_cuts import BARRED, Cut, best_rows, cuts_between, usual_distance
from hyokasho.parsers.layout.unruled.side_labels import SideLabel, find_sides, placed_sides
from hyokasho.parsers.layout.unruled.text_rows import TextLine, level_with, lines_of, text_line
from hyokasho.parsers.model import Rule, Word

_WALL = (0.12, 0.5)
"""The wall between labels and answers lies in this part of the page's width."""
_SLACK = 2.0
_LEFT = 30.0
"""Points from the left edge of the text within which a text across the table begins."""
_TOUCHING = 0.1
"""Share of a line's height that lies at most between letters of one word."""
_TELLING = 3
"""Labels of the forms left of a wall that tell that it is one."""
_BRACKETS = signs().open
MODES: tuple[Mode, ...] = ("middle", "top")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row: its ends, whether they are borders of the table, the lines of label and answer, the text across it; x of a
    wall before the boxes of a heading that stand on several lines beside it."""

    y0: float
    y1: float
    label: tuple[TextLine, ...] = ()
    answer: tuple[TextLine, ...] = ()
    across: bool = False
    heading: bool = False
    boxes: float | None = None


@dataclass(slots=True)
class _Zone:
    """What stands between two headings."""

    labels: list[TextLine] = field(default_factory=list)
    answers: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """Left border, wall and right border of the table of a page, in points."""

    left: float
    wall: float
    right: float


def find_wall(words: Sequence[Word], width: float) -> float | None:
    """x at which many answers begin, with labels left of it and little text across it; None if there is none.

    Where much text runs across the table, lines of it that stand alone count for nothing if labels of the forms say
    that there is a wall.
    """
    lines = [line for line in lines_of(words) if not form_words.is_part(line.key)]  # (a note behind it begins anywhere)
    pieces = [(line, _pieces(line)) for line in lines]
    words = [word for _, parts in pieces for word in parts]
    found = _best_wall(words, width)
    if found is not None:
        return found
    begins = min((word.bbox[0] for word in words), default=0.0) + _LEFT
    rest = [w for line, parts in pieces if len(parts) > 1 or line.x0 > begins for w in parts]
    rest += [parts[0] for line, parts in pieces if len(parts) == 1 and form_words.is_known_label(line.key)]
    if len(rest) == len(words):
        return None
    found = _best_wall(rest, width)
    if found is None:
        return None
    lefts = lines_of([w for w in rest if w.bbox[2] <= found + _SLACK])
    return found if form_words.count_labels([line.key for line in lefts]) >= _TELLING else None


def _pieces(line: TextLine) -> list[Word]:
    """The words of a line, those that touch each other in one: a program may write each letter by itself."""
    found: list[Word] = []
    for word in line.words:
        before = found[-1] if found else None
        if before is not None and word.bbox[0] - before.bbox[2] <= _TOUCHING * line.height:
            box = (before.bbox[0], before.bbox[1], max(before.bbox[2], word.bbox[2]), word.bbox[3])
            found[-1] = replace(before, text=before.text + word.text, bbox=box)
        else:
            found.append(word)
    return found


def _best_wall(words: Sequence[Word], width: float) -> float | None:
    best, found = 0.0, None
    starts = sorted({round(w.bbox[0]) for w in words if _WALL[0] * width < w.bbox[0] < _WALL[1] * width})
    for start in starts:
        wall = start - 1.5
        begin = sum(wall <= word.bbox[0] <= wall + 14 for word in words)
        before = sum(word.bbox[2] <= wall + _SLACK for word in words)
        across = sum(word.bbox[0] < wall - _SLACK and word.bbox[2] > wall + _SLACK for word in words)
        torn = sum(word.bbox[2] <= wall + _SLACK and word.text in _BRACKETS for word in words)
        score = begin + 0.5 * min(before, begin) - 1.5 * (across + torn)
        if begin >= 4 and before >= 3 and score > best:
            best, found = score, wall
    return found if best >= 5 else None


def crosses(word: Word, wall: float) -> bool:
    """Does a word run across a wall (x, in points)?"""
    return word.bbox[0] < wall - _SLACK and word.bbox[2] > wall + _SLACK


def label_rules(
    words: Sequence[Word],
    frame: Frame,
    drawn: Sequence[float],
    *,
    begun: bool,
    torn: bool = False,
    titled: bool = False,
    coarse: bool = False,
) -> list[Rule]:
    """The rules of the tables of labels and answers of a page; none where its left column holds no labels.

    `drawn`: y of the borders that are seen. `begun`: a table of the page before may run on here; `torn`: its last label
    does. `titled`: the title of a part of the form stands above, so that the page may end behind its first label.
    `coarse`: the distances of lines tell nothing.
    """
    across, lefts, rights = _sorted_out(words, frame.wall)
    labels = sum(form_words.is_label(line.key) or (coarse and shows_label(line.key)) for line in lefts)
    if labels < 2 and not coarse:
        labels = form_words.count_labels([line.key for line in lefts])
    if labels < (1 if titled else 2) and not (begun and (labels or _is_of_one_column(across, lefts, rights))):
        return []  # (a page without answers beside labels holds the rest of a text across the table)
    sides, lefts = find_sides(lefts, frame.wall)
    rules: list[Rule] = []
    usual = None if coarse else usual_distance([lefts, rights])
    for rows, opens in _tables(across, lefts, rights, drawn, usual, coarse=coarse):
        if not opens and not coarse and not _is_of_labels(rows):
            continue
        goes_on = opens and begun and (torn or not rows[0].label)
        rules += _drawn(rows, frame, placed_sides(sides, rows), open_top=goes_on)
    return rules


def _is_of_one_column(across: Sequence[list[TextLine]], lefts: Sequence[TextLine], rights: Sequence[TextLine]) -> bool:
    """Does the page, or what stands above its first heading if anything does, hold labels alone or answers alone?"""
    end = min((text[0].y0 for text in across), default=math.inf)
    above = [any(line.middle < end for line in lines) for lines in (lefts, rights)]
    return above[0] != above[1] or not lefts or not rights


def _is_of_labels(rows: Sequence[FoundRow]) -> bool:
    """Does a table hold a heading or a label of the forms? One below a title that holds none is a list (記録項目)."""
    return any(row.heading or any(form_words.is_label(line.key) for line in row.label) for row in rows)


def _sorted_out(words: Sequence[Word], wall: float) -> tuple[list[list[TextLine]], list[TextLine], list[TextLine]]:
    """Texts across the table (headings and answers without a label), lines of labels, and lines of answers."""
    crossing = [word for word in words if crosses(word, wall)]
    rest = [w for w in words if w not in crossing]
    across: list[TextLine] = []
    for line in lines_of(crossing):
        beside = level_with(line, rest)
        across.append(text_line([*line.words, *beside]))
        rest = [w for w in rest if w not in beside]
    lefts = lines_of([w for w in rest if w.bbox[2] <= wall + _SLACK])
    rights = [w for w in rest if w.bbox[0] > wall - _SLACK]
    for line, below in zip_longest(list(lefts), lefts[1:]):
        beside = level_with(line, rights)
        whole = text_line([*line.words, *beside]) if beside else line
        if beside and form_words.is_part(whole.key):  # (the wall of the table below runs through a gap of its title)
            lefts.remove(line)
            across.append(whole)
            rights = [w for w in rights if w not in beside]
            continue
        begun = below is not None and form_words.is_known_label(line.key + below.key)  # of one name with a block
        signs_alone = not any(form_words.bare_key(fold(word.text)) for word in beside)  # (`※` behind the heading)
        answered = bool(beside) and not signs_alone
        if form_words.is_heading(line.key, answered=answered or _is_between(line, rights)) and not begun:
            lefts.remove(line)
            boxes = beside if signs_alone or any(map(opens_box, beside)) else []
            across.append(text_line([*line.words, *boxes]))
            rights = [w for w in rights if w not in boxes]
    answers = lines_of(rights)
    return paragraphs(sorted(across, key=lambda line: line.middle), lefts, answers), lefts, answers


def _is_between(label: TextLine, words: Sequence[Word]) -> bool:
    """Do lines stand right of a label, one above and one below its middle, as those of its answer do?"""
    apart = [(w.bbox[1] + w.bbox[3]) / 2 - label.middle for w in words if w.bbox[0] > label.x1]
    return any(-label.height <= d < 0 for d in apart) and any(0 < d <= label.height for d in apart)


def _tables(
    across: Sequence[list[TextLine]],
    lefts: Sequence[TextLine],
    rights: Sequence[TextLine],
    drawn: Sequence[float],
    usual: float | None,
    *,
    coarse: bool,
) -> list[tuple[list[FoundRow], bool]]:
    """The rows of each table, top to bottom, and whether it begins with the page; titles of parts stand between."""
    zones = [_Zone() for _ in range(len(across) + 1)]
    spans = [(min(line.y0 for line in text), max(line.y1 for line in text)) for text in across]
    for lines, name in ((lefts, "labels"), (rights, "answers")):
        for line in lines:
            getattr(zones[sum(line.middle > top for top, _ in spans)], name).append(line)
    strict = _all_drawn(zones, drawn)
    ends = [(i == 0, i == len(zones) - 1) for i in range(len(zones))]
    tried = [_zone(z, drawn, usual, strict=strict, ends=e, coarse=coarse) for z, e in zip(zones, ends, strict=True)]
    chosen = min(zip(*tried, strict=True), key=lambda found: sum(cost for cost, _ in found))
    tables: list[tuple[list[FoundRow], bool]] = [([], True)]
    for i, (_, rows) in enumerate(chosen):
        if coarse and i and rows and not zones[i].labels:
            rows = [FoundRow(rows[0].y0, rows[-1].y1, across=True)]
        tables[-1][0].extend(rows)
        if i < len(across):
            text = across[i]
            if form_words.is_part(text[0].key):
                tables.append(([], False))
            else:
                heading = form_words.is_heading(text[0].key, answered=False)
                tables[-1][0].append(FoundRow(*spans[i], across=True, heading=heading, boxes=before_boxes(text)))
    joined = [(_one_text(rows) if coarse else rows, opens) for rows, opens in tables if rows]
    return [(_labels_above(rows), opens) for rows, opens in joined]


def _one_text(rows: Sequence[FoundRow]) -> list[FoundRow]:
    """The rows, texts across the table that follow each other made one."""
    found: list[FoundRow] = []
    for row in rows:
        before = found[-1] if found else None
        if before and before.across and row.across and not before.heading and not row.heading:
            found[-1] = replace(before, y1=row.y1)
        else:
            found.append(row)
    return found


def _labels_above(rows: Sequence[FoundRow]) -> list[FoundRow]:
    """The rows, a label that stands above its answer (a text across the table) across the table too."""
    found = list(rows)
    for i, (row, below) in enumerate(pairwise(rows)):
        if row.label and not row.answer and below.across and not below.heading:
            found[i] = replace(row, across=True)
    return found


def _all_drawn(zones: Sequence[_Zone], drawn: Sequence[float]) -> bool:
    """Are the borders that are seen all borders there are? Then no row between two of them holds two labels."""
    parts = mixed = seen = 0
    for zone in zones:
        cuts = cuts_between([zone.labels, zone.answers], drawn)
        ends = [c for i, c in enumerate(cuts) if c.drawn or i in (0, len(cuts) - 1)]
        for top, bottom in pairwise(ends):
            keys = tuple(line.key for line in zone.labels[top.above[0] : bottom.above[0]])
            parts += bool(keys)
            seen += top.drawn + bottom.drawn
            mixed += bool(keys) and form_words.label_cost(keys) >= form_words.MIXED
    return parts >= 3 and seen >= parts and mixed * 10 <= parts


def _zone(
    zone: _Zone, drawn: Sequence[float], usual: float | None, *, strict: bool, ends: tuple[bool, bool], coarse: bool
) -> list[tuple[float, list[FoundRow]]]:
    """The rows between two headings, and their cost: level in their middle, and at their top. `ends`: is it the first,
    the last zone of its page?"""
    columns = [zone.labels, zone.answers]
    cuts = cuts_between(columns, drawn)
    if not cuts:
        return [(0.0, []) for _ in MODES]
    costs = LabelCosts(zone.labels, zone.answers, first=ends[0], last=ends[1], coarse=coarse)
    ways = []
    cheapest = best_rows(columns, cuts, [costs.by(mode) for mode in MODES], usual, only_drawn=strict, places=0)
    for mode, (_, found) in zip(MODES, cheapest, strict=True):
        rows = []
        total = 0.0
        for i, (top, bottom) in enumerate(found):
            labels, answers = (tuple(c[a:b]) for c, a, b in zip(columns, top.above, bottom.above, strict=True))
            total += min(costs.row(mode, top.above, bottom.above, i == 0, i == len(found) - 1), BARRED)
            rows.append(_row(top, bottom, labels, answers))
        ways.append((total, rows))
    return ways


def _row(top: Cut, bottom: Cut, labels: tuple[TextLine, ...], answers: tuple[TextLine, ...]) -> FoundRow:
    lines = [*labels, *answers]
    y0 = top.y if top.drawn else min(line.y0 for line in lines)
    y1 = bottom.y if bottom.drawn else max(line.y1 for line in lines)
    alone = not answers and form_words.label_cost(tuple(line.key for line in labels)) >= form_words.UNKNOWN
    return FoundRow(y0, y1, labels, answers, across=alone)


def _drawn(rows: Sequence[FoundRow], frame: Frame, sides: Sequence[SideLabel], *, open_top: bool) -> list[Rule]:
    """The rules of one table: a line between any two rows, walls along them.

    The ends stay open where the page may have cut a row: below its last answer, above a first one that goes on
    (`open_top`: it has no label, or the rest of one).
    """
    left, right = frame.left, frame.right
    edges = [rows[0].y0 - 2]
    edges += [(above.y1 + below.y0) / 2 for above, below in pairwise(rows)]
    edges.append(rows[-1].y1 + 2)
    rules = [Rule(x, edges[0], x, edges[-1]) for x in (left, right)]
    for i, y in enumerate(edges):
        cut_above = i == 0 and open_top and not rows[0].across
        cut_below = i == len(edges) - 1 and not rows[-1].across
        if not cut_above and not cut_below:
            start = next((side.wall for side in sides if side.first < i <= side.last), left)
            rules.append(Rule(start, y, right, y))
    for i, (row, top, bottom) in enumerate(zip(rows, edges, edges[1:], strict=False)):
        wall = row.boxes if row.across else frame.wall
        if wall is not None:
            rules.append(Rule(wall, top, wall, bottom))
        rules += [Rule(side.wall, top, side.wall, bottom) for side in sides if side.first <= i <= side.last]
    return rules
