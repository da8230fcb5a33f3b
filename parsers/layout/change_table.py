"""The table of changes (変更箇所) without lines: its columns by their heads, its rows by what stands level.

Each row's texts stand in its middle (or at its top), so texts of one row are level with each other; a row holds one
date and one timing at most. A page that repeats no heads goes on in the columns of the page before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS, TIMINGS
from hyokasho.parsers.forms.load import forms
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout import form_words
from hyokasho.parsers.layout.change_costs import DATE, ChangeCosts
from hyokasho.parsers.layout.row_cuts import Columns, Cut, best_rows, cuts_between, usual_distance
from hyokasho.parsers.layout.text_rows import TextLine, lines_of, text_line
from hyokasho.parsers.model import BBox, Rule, Word

_LEAST_HEADS = 4
_HEAD_LINES = 3
_STAYS, _LEAVES, _STRANGE = 0.6, 1.5, 6.0
"""Costs along a line of a layout text: a wide gap inside a column, one blank between two, a word out of place."""
_FEW = 6
"""Fewer words tell no columns."""
_NEAR = 40.0
"""Points from the middle one within which a timing stands in its column."""
_DRIFT = 0.03
"""Cost, in runs of text, of a point by which a column begins elsewhere than expected."""
ALL_COLUMNS = tuple(map(fold, CHANGE_COLUMNS))
_DAY, _PLACE, _TIMING = ALL_COLUMNS[0], ALL_COLUMNS[1], ALL_COLUMNS[4]
_SPREAD = 0.7
"""Dates for a timing from which (and below) dates are merged over several rows."""
_LEAST_DRAWN = 3
"""So many borders seen are all that there are."""
_DAY_PIECE = pattern("dates", "piece")
_PART = pattern("changes", "part_of_place")
_NUMBER = re.compile(r"^\d{1,2}\.")
_RUNS_ON = 2.0
"""Line heights from a column's border up to which a line ends that runs on below."""

Walls = tuple[float, ...]
Heads = tuple[tuple[str, BBox], ...]


def find_heads(words: Sequence[Word]) -> Heads:
    """The heads of the table's columns, left to right, with their boxes; a head may have several lines. () if none."""
    if not _may_show_heads(words):
        return ()
    lines = lines_of(words)
    for i, line in enumerate(lines):
        if _beginnings().isdisjoint(fold(w.text) for w in line.words):
            continue
        for count in range(1, _HEAD_LINES + 1):
            for start in range(max(0, i - count + 1), i + 1):
                heads = _heads_of([w for part in lines[start : start + count] for w in part.words])
                if len(heads) >= _LEAST_HEADS:
                    return _widest(lines, start, heads)
    return ()


def _may_show_heads(words: Sequence[Word]) -> bool:
    """Quick look, for every page: is there a word for enough heads to begin with?"""
    begun: set[str] = set()
    for key in {fold(word.text) for word in words} & _beginnings():
        begun |= {name for name in _names() if key and name.startswith(key)}
        if len(begun) >= _LEAST_HEADS:
            return True
    return False


def is_part_of_head(key: str) -> bool:
    """Does the head of a column begin with this word?"""
    return len(key) > 1 and key in _beginnings()


def _widest(lines: Sequence[TextLine], start: int, heads: Heads) -> Heads:
    """The most heads that the lines around show."""
    best = heads
    for first in range(max(0, start - 2), start + 1):
        for count in range(1, _HEAD_LINES + 2):
            found = _heads_of([w for part in lines[first : first + count] for w in part.words])
            if len(found) > len(best):
                best = found
    return best


def _heads_of(words: Sequence[Word]) -> Heads:
    """Words that stand one below another, joined, where they spell the head of a column."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.bbox[0]):
        beside = [g for g in groups if word.bbox[0] < max(w.bbox[2] for w in g) + 0.3 * word.size]
        if beside:
            beside[-1].append(word)
        else:
            groups.append([word])
    found = []
    for group in groups:
        key = "".join(line.key for line in lines_of(group))
        if key in _names():
            line = text_line(group)
            found.append((key, (line.x0, line.y0, line.x1, line.y1)))
    return tuple(found)


@cache
def _names() -> frozenset[str]:
    return frozenset(fold(column) for form in forms() for item in form.items() for column in item.columns)


@cache
def _beginnings() -> frozenset[str]:
    """All that a head may begin with, the empty text among them."""
    return frozenset(name[:end] for name in _names() for end in range(len(name) + 1))


def change_walls(heads: Heads, body: Sequence[Word], left: float, right: float) -> Walls:
    """x of the borders of the columns: between two heads, where the fewest words are cut."""
    inner = [_gap(a[1], b[1], body) for a, b in pairwise(heads)]
    return (min(left, heads[0][1][0] - 2), *inner, max(right, heads[-1][1][2] + 2))


def _gap(left: BBox, right: BBox, body: Sequence[Word]) -> float:
    """Where the fewest words are cut between two heads: the middle of the widest such stretch."""
    low, high = round((left[0] + left[2]) / 2), round((right[0] + right[2]) / 2)
    starts, _, ends, _ = np.array([left, right, *(word.bbox for word in body)]).T
    places = np.arange(low, high)[:, None]
    cuts = ((starts < places) & (places < ends)).sum(axis=1).tolist()
    least = min(cuts, default=0)
    best, start = (0, 0), 0
    for i in range(len(cuts) + 1):
        if i == len(cuts) or cuts[i] != least:
            best = max(best, (i - start, start))
            start = i + 1
    return low + best[1] + best[0] / 2


def shifted(walls: Walls, words: Sequence[Word], names: Sequence[str]) -> Walls:
    """The borders of another page of a layout text, which sets its columns anew for each page.

    Dates and timings tell where their columns are; between them the columns begin where most runs of text begin.
    """
    if tuple(names) != ALL_COLUMNS or len(words) < _FEW:
        return walls
    dates = [w for w in words if DATE.match(fold(w.text)) and w.bbox[0] < walls[1]]
    marks = [w for w in words if fold(w.text) in TIMINGS and w.bbox[0] > walls[3]]
    if not marks:
        return walls
    low = max(w.bbox[2] for w in dates) if dates else walls[1]
    middle = sorted(w.bbox[0] for w in marks)[len(marks) // 2]
    marks = [w for w in marks if abs(w.bbox[0] - middle) < _NEAR]
    start, end = min(w.bbox[0] for w in marks), max(w.bbox[2] for w in marks)
    begins = _run_starts(words)
    scale = (start - low) / max(1.0, walls[4] - walls[1])
    expected = [low + (x - walls[1]) * scale for x in walls[1:4]]
    pairs = [
        (begins[b] + begins[a] - (abs(b - expected[1]) + abs(a - expected[2])) * _DRIFT, b, a)
        for b in begins
        for a in begins
        if low + 20 <= b <= a - 50 and a < start - 20
    ]
    if not pairs:
        return walls
    _, before, after = max(pairs)
    items = [(begins[x] - abs(x - expected[0]) * 4 * _DRIFT, x) for x in begins if low <= x <= before - 15]
    item = max(items)[1] if items else low
    right = max(walls[-1], *(w.bbox[2] + 2 for w in words))
    return (walls[0], item - 2, before - 2, after - 2, start - 4, end + 2, right)


def completed(heads: Heads, words: Sequence[Word], left: float, right: float) -> tuple[Walls, float, float] | None:
    """The columns of a layout text, and top and bottom of their heads, where the last two heads are wrapped beyond
    recognition: the timings say where their column is. None where the first four heads are not all there."""
    if tuple(name for name, _ in heads[:4]) != ALL_COLUMNS[:4]:
        return None
    top, bottom = min(box[1] for _, box in heads), max(box[3] for _, box in heads)
    for line in lines_of([w for w in words if w.bbox[1] > bottom - 1])[: _HEAD_LINES - 1]:
        keys = [fold(w.text) for w in line.words]
        if not all(any(key in name for name in ALL_COLUMNS) and key not in TIMINGS for key in keys):
            break
        bottom = line.y1
    for line in reversed(lines_of([w for w in words if w.bbox[3] < top + 1])[-2:]):
        if not all(len(w.text) <= 6 and any(fold(w.text) in name for name in ALL_COLUMNS[4:]) for w in line.words):
            break
        top = line.y0
    marks = sorted(w.bbox[0] for w in words if fold(w.text) in TIMINGS and w.bbox[0] > heads[3][1][2])
    if not marks:
        return None
    start = marks[len(marks) // 2]
    walls = change_walls(heads[:4], [w for w in words if w.bbox[1] > bottom], left, right)
    return (*walls[:4], start - 4, start + 22, max(right, start + 30)), top, bottom


def _run_starts(words: Sequence[Word]) -> Counter[float]:
    """How often a run of text begins at each x (or a letter right of it)."""
    starts: Counter[float] = Counter()
    for line in lines_of(words):
        for i, word in enumerate(line.words):
            if not i or (word.bbox[0] - line.words[i - 1].bbox[2] > 5 and not _goes_on(line.words[i - 1], word)):
                starts[word.bbox[0]] += 1
    return Counter({x: starts[x] + starts.get(x + 5, 0) for x in starts})


def snapped(words: Sequence[Word], walls: Walls, names: Sequence[str]) -> list[Word]:
    """The words of a layout text moved into the columns they belong to: the tool shifts single lines by some letters.

    Along a line columns only go on to the right; a timing stands in its own column, which holds nothing else, and a
    blank alone parts no columns if it can be helped.
    """
    timing = names.index(_TIMING) if _TIMING in names else None
    day = names.index(_DAY) if _DAY in names else None
    done: list[Word] = []
    for line in lines_of(words):
        done += _snapped_line(line.words, walls, day, timing)
    return done


def _snapped_line(words: Sequence[Word], walls: Walls, day: int | None, timing: int | None) -> list[Word]:
    count = len(walls) - 1
    columns_of_place = 1
    best = [0.0] * count
    before: list[list[int]] = []
    for i, word in enumerate(words):
        gap = word.bbox[0] - words[i - 1].bbox[2] if i else 100.0
        nexts, chosen = [], []
        for k in range(count):
            ways = []
            for j in range(k + 1) if i else [k]:
                step = 0.0 if not i else _STAYS * (gap > 15.0) if j == k else _LEAVES * (gap <= 5.0)
                ways.append((best[j] + step if i else 0.0, j))
            cost, j = min(ways)
            strange = _strange(fold(word.text), k, day, timing)
            if i and k > columns_of_place and _goes_on(words[i - 1], word):
                cost += _STRANGE / 2
            nexts.append(cost + _out_of_place(word, walls[k], walls[k + 1]) + (_STRANGE if strange else 0.0))
            chosen.append(j)
        best = nexts
        before.append(chosen)
    column = min(range(count), key=lambda k: best[k])
    columns = [column]
    for chosen in reversed(before[1:]):
        column = chosen[column]
        columns.append(column)
    columns.reverse()
    return _moved(words, columns, walls)


def _goes_on(before: Word, word: Word) -> bool:
    """Does a place of the form go on with this word (`Ⅰ 基本情報`, then `１．②事務の内容`)?"""
    return _PART.match(fold(before.text)) is not None and _NUMBER.match(fold(word.text)) is not None


def _strange(key: str, column: int, day: int | None, timing: int | None) -> bool:
    """Is a word none that stands in this column? Dates and timings have theirs to themselves."""
    if column == timing or key in TIMINGS:
        return (key in TIMINGS) != (column == timing)
    return column == day and not _DAY_PIECE.match(key)


def _out_of_place(word: Word, left: float, right: float) -> float:
    x0, x1 = word.bbox[0], word.bbox[2]
    off = max(left - x0, 0.0, x0 + 5 - right) / 20 + max(0.0, x1 - right) / 20
    return off + (_STRANGE if x1 - x0 > right - left + 10 else 0.0)


def _moved(words: Sequence[Word], columns: Sequence[int], walls: Walls) -> list[Word]:
    moved: list[Word] = []
    for i, (word, k) in enumerate(zip(words, columns, strict=True)):
        x0, y0, x1, y1 = word.bbox
        if i and columns[i - 1] == k:
            x0 = moved[-1].bbox[2] + min(word.bbox[0] - words[i - 1].bbox[2], 10.0)
        start = max(x0, walls[k] + 1)
        end = max(min(start + x1 - word.bbox[0], walls[k + 1] - 1), walls[k] + 3)
        start = min(start, end - 1)
        moved.append(replace(word, bbox=(start, y0, end, y1)))
    return moved


def fits(words: Sequence[Word], walls: Walls) -> bool:
    """Do the words of a page stand in these columns, in three of them or more?"""
    if not words:
        return False
    crossing = sum(any(w.bbox[0] + 2 < x < w.bbox[2] - 2 for x in walls[1:-1]) for w in words)
    columns = {sum((w.bbox[0] + w.bbox[2]) / 2 >= x for x in walls) for w in words}
    dates = lines_of([w for w in words if w.bbox[0] < walls[1]])
    headings = sum(form_words.is_heading(line.key, answered=False) for line in dates)
    return crossing * 20 <= len(words) and len(columns) >= 3 and not headings


def change_rules(
    names: Sequence[str],
    walls: Walls,
    head: tuple[float, float] | None,
    body: Sequence[Word],
    drawn: Sequence[float],
    *,
    coarse: bool = False,
) -> list[Rule]:
    """The rules of the table on one page. `head`: top and bottom of its heads, None on a page that goes on without.
    `drawn`, `coarse`: as for `label_table.label_rules`.
    """
    columns = [
        lines_of([w for w in body if a <= (w.bbox[0] + w.bbox[2]) / 2 < b])
        for a, b in zip((walls[0] - 50, *walls[1:-1]), (*walls[1:-1], walls[-1] + 50), strict=True)
    ]
    dates = _dates(columns[names.index(_DAY)]) if _DAY in names else []
    marks = columns[names.index(_TIMING)] if _TIMING in names else []
    spread = 0 < len(dates) <= _SPREAD * sum(line.key in TIMINGS for line in marks)
    if spread:
        columns[names.index(_DAY)] = []
    cuts = cuts_between(columns, drawn)
    if not cuts:
        return []
    short = [k for k, name in enumerate(names) if name in (_DAY, _TIMING)]
    found = _rows(columns, cuts, short, names.index(_PLACE) if _PLACE in names else None, coarse)
    first = head[1] + 1 if head is not None else cuts[0].y - 2
    levels = [bottom.y if bottom.drawn else _between(columns, bottom.above) for _, bottom in found[:-1]]
    levels = [y for y in levels if y > first + 1]
    last = cuts[-1].y + 4
    top = head[0] - 2 if head else first
    rules = [Rule(x, top, x, last) for x in walls]
    if head is not None or _begins(found[0], short):
        rules.append(Rule(walls[0], first, walls[-1], first))
    if head is not None:
        rules.append(Rule(walls[0], top, walls[-1], top))
    if _ends(found[-1], columns, short, walls):
        rules.append(Rule(walls[0], last, walls[-1], last))
    inside = _inside_runs(dates, [first, *levels, last]) if spread else frozenset()
    day = names.index(_DAY) if spread else 0
    for i, y in enumerate(levels):
        if i in inside:
            rules += [Rule(a, y, b, y) for a, b in ((walls[0], walls[day]), (walls[day + 1], walls[-1])) if a < b]
        else:
            rules.append(Rule(walls[0], y, walls[-1], y))
    return rules


def _rows(
    columns: Columns, cuts: Sequence[Cut], short: Sequence[int], place: int | None, coarse: bool
) -> list[tuple[Cut, Cut]]:
    """The rows, their texts in the middle or at the top, whichever costs less."""
    strict = sum(cut.drawn for cut in cuts) >= _LEAST_DRAWN
    usual = None if coarse else usual_distance(columns)
    tried: list[tuple[float, int, list[tuple[Cut, Cut]]]] = []
    for top in (False, True):
        costs = ChangeCosts(columns, short, place, top=top)
        rows = best_rows(columns, cuts, costs, usual, only_drawn=strict)
        edges = [rows[0][0], *(bottom for _, bottom in rows)]
        total = sum(costs(edges, i + 1)(i) for i in range(len(rows)))
        tried.append((total, len(tried), rows))
    return min(tried)[2]


def _dates(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Top and bottom of each date of a column; a date may be written in two lines."""
    found: list[tuple[float, float]] = []
    for line in lines:
        if found and not DATE.match(line.key):
            found[-1] = (found[-1][0], line.y1)
        else:
            found.append((line.y0, line.y1))
    return found


def _inside_runs(dates: Sequence[tuple[float, float]], edges: Sequence[float]) -> frozenset[int]:
    """The inner borders (counted from 0) that run through one date's rows: a date merged over rows is in their middle.

    None where the dates cannot be dealt out so that each stands in the middle of its rows.
    """
    count = len(edges) - 1
    costs: list[float] = [0.0, *([1e9] * count)]
    choice: list[list[int]] = []
    for y0, y1 in dates:
        nexts, chosen = [1e9] * (count + 1), [0] * (count + 1)
        for end in range(1, count + 1):
            for start in range(end):
                off = abs((edges[start] + edges[end]) - (y0 + y1)) / (y1 - y0)
                if costs[start] + off < nexts[end]:
                    nexts[end], chosen[end] = costs[start] + off, start
        costs = nexts
        choice.append(chosen)
    if costs[count] > len(dates):
        return frozenset()
    inside: set[int] = set()
    end = count
    for chosen in reversed(choice):
        inside |= set(range(chosen[end], end - 1))
        end = chosen[end]
    return frozenset(inside)


def _ends(row: tuple[Cut, Cut], columns: Columns, short: Sequence[int], walls: Walls) -> bool:
    """Does the last row of a page end there? It has its date or timing, and no text of it stops in mid-sentence."""
    inside = [c[a:b] for c, a, b in zip(columns, row[0].above, row[1].above, strict=True)]
    if not any(inside[k] for k in short):
        return False
    texts = [(lines[-1], walls[k + 1]) for k, lines in enumerate(inside) if lines and k not in short]
    return not any(right - line.x1 < _RUNS_ON * line.height and not line.key.endswith("。") for line, right in texts)


def _begins(row: tuple[Cut, Cut], short: Sequence[int]) -> bool:
    """Does the first row of a page begin there? Its date or timing says so."""
    return any(row[1].above[k] > 0 for k in short)


def _between(columns: Columns, above: Sequence[int]) -> float:
    upper = max(column[n - 1].y1 for column, n in zip(columns, above, strict=True) if n)
    lower = min(column[n].y0 for column, n in zip(columns, above, strict=True) if n < len(column))
    return (upper + lower) / 2
