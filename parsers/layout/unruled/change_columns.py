"""The columns of the table of changes (変更箇所) in a layout text, which keeps of places the column and the line only.

The tool sets the columns of each page anew, begins a column further right where a text left of it is long, and parts
two full columns by one blank. So the borders are those with which all lines of a page cost least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import TIMINGS
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.change_costs import DATE, ITEM
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS, HEAD_LINES, Heads, Walls, change_walls
from hyokasho.parsers.layout.unruled.text_rows import lines_of
from hyokasho.parsers.model import Word

_BLANK, _WIDE, _LEAVES, _STRANGE = 0.7, 1.2, 0.3, 6.0
"""Costs along a line: a blank inside a column, a wide gap there, one blank between two columns, a word out of place."""
_INDENT, _INDENTED = 0.15, 1.0
"""Cost of a letter by which a column's text begins right of where the column begins, and the most of it."""
_LETTER = 5.0
"""Points of a letter."""
_OFF = 1 / 20
"""Cost of a point by which a word stands outside its column."""
_SLACK = 2.0
"""Points by which a border stands left of the texts of its column."""
_TRIED = 40
"""Places at which words begin most often, tried as borders."""
_ROUNDS = 2
_MOVED = 0.004
"""Cost of a point by which a border stands elsewhere than expected."""
_FEW = 6
"""Fewer words tell no columns."""
_NEAR = 40.0
"""Points from the middle one within which a timing stands in its column."""
_DRIFT = 0.03
"""Cost, in runs of text, of a point by which a column begins elsewhere than expected."""
_PLACE, _BEFORE, _AFTER, _TIMING, _WHY = 1, 2, 3, 4, 5
"""Numbers of columns."""
_DAY_PIECE = pattern("dates", "piece")
_ALONE = pattern("changes", "item_alone")
_SECTION = pattern("changes", "section_number")
_NUMBERS = pattern("changes", "item_numbers")

Numbers = NDArray[np.float64]


def completed(heads: Heads, words: Sequence[Word], left: float, right: float) -> tuple[Walls, float, float] | None:
    """The columns of a layout text, and top and bottom of their heads, where the last two heads are wrapped beyond
    recognition: the timings say where their column is. None where the first four heads are not all there."""
    if tuple(name for name, _ in heads[:4]) != ALL_COLUMNS[:4]:
        return None
    top, bottom = min(box[1] for _, box in heads), max(box[3] for _, box in heads)
    for line in lines_of([w for w in words if w.bbox[1] > bottom - 1])[: HEAD_LINES - 1]:
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


@dataclass(frozen=True, slots=True)
class _PageLines:
    """The words of the lines of a page: arrays of lines by words (by columns).

    In the arrays the lines with most words stand first: line `i` is row `at[i]`, and `long[m]` rows have a word `m`.
    `bound` is 0 for words that run over the border of their column, 1 for all others.
    """

    lines: list[tuple[Word, ...]]
    at: NDArray[np.int64]
    long: list[int]
    x0: Numbers
    x1: Numbers
    stays: Numbers
    leaves: Numbers
    strange: Numbers
    bound: Numbers


def _page_lines(words: Sequence[Word], names: Sequence[str]) -> _PageLines:
    lines = [line.words for line in lines_of(words)]
    counts = np.array([len(line) for line in lines], np.int64)
    at = np.argsort(np.argsort(-counts, kind="stable"))
    shape = (len(lines), int(counts.max(initial=0)))
    x0, x1, stays, leaves = (np.zeros(shape) for _ in range(4))
    strange, bound = np.zeros((*shape, len(names))), np.ones(shape)
    timing = names.index(ALL_COLUMNS[_TIMING]) if ALL_COLUMNS[_TIMING] in names else None
    day = names.index(ALL_COLUMNS[0]) if ALL_COLUMNS[0] in names else None
    for i, line in zip(at.tolist(), lines, strict=True):
        for m, word in enumerate(line):
            x0[i, m], x1[i, m] = word.bbox[0], word.bbox[2]
            key = fold(word.text)
            strange[i, m] = [_STRANGE * _strange(key, k, day, timing) for k in range(len(names))]
            if not m:
                continue
            gap = word.bbox[0] - line[m - 1].bbox[2]
            stays[i, m], leaves[i, m] = _WIDE if gap > 3 * _LETTER else _BLANK, _LEAVES * (gap <= _LETTER)
            if (gap <= 3 * _LETTER or _SECTION.match(key)) and _is_place(line[: m + 1]):
                strange[i, m, _PLACE + 1 :] += 2 * _STRANGE
                bound[i, m] = 0
    long = [int((counts > m).sum()) for m in range(shape[1])]
    return _PageLines(lines, at, long, x0, x1, stays, leaves, strange, bound)


def _paths(page: _PageLines, walls: Numbers, *, traced: bool) -> tuple[Numbers, list[NDArray[np.int64]]]:
    """Cost of each row of the page's arrays by each set of borders (arrays of sets by borders), and, if they are to be
    `traced`, where each word's column comes from. Along a line columns only go on to the right.
    """
    left, right = walls[None, :, :-1], walls[None, :, 1:]
    numbers = np.arange(left.shape[2])
    begins = ~np.isin(numbers, (0, _TIMING))  # dates and timings stand in the middle of their columns
    best = np.zeros((len(page.lines), *left.shape[1:]))
    chosen: list[NDArray[np.int64]] = []
    for m, rows in enumerate(page.long):
        x0, x1 = page.x0[:rows, m, None, None], page.x1[:rows, m, None, None]
        off = np.maximum(left - x0, 0) + np.maximum(x0 + _LETTER - right, 0) + np.maximum(x1 - right, 0)
        cost = off * _OFF + np.where(x1 - x0 > right - left + 2 * _LETTER, _STRANGE, 0.0)
        cost = cost * page.bound[:rows, m, None, None] + page.strange[:rows, m, None, :]
        indent = np.minimum(np.maximum((x0 - left - _SLACK - _LETTER) / _LETTER * _INDENT, 0), _INDENTED) * begins
        if not m:
            best[:rows] = cost + indent
            continue
        here = best[:rows]
        before = np.minimum.accumulate(here, axis=2)
        leave = np.full_like(here, np.inf)
        leave[..., 1:] = before[..., :-1] + page.leaves[:rows, m, None, None]
        leave += indent
        stay = here + page.stays[:rows, m, None, None]
        if traced:
            first = np.where(here == before, numbers, 0)  # the last column so far that costs least
            came = np.maximum.accumulate(first, axis=2)
            came = np.concatenate([np.zeros_like(came[..., :1]), came[..., :-1]], axis=2)
            chosen.append(np.where(stay <= leave, numbers, came))
        best[:rows] = np.minimum(stay, leave) + cost
    return best, chosen


def _total(page: _PageLines, walls: Numbers) -> Numbers:
    total: Numbers = _paths(page, walls, traced=False)[0].min(axis=2)[page.at].sum(axis=0)
    return total


def best_walls(walls: Walls, words: Sequence[Word], names: Sequence[str]) -> Walls:
    """The borders of the columns on a page of a layout text, `walls` being those expected: from its heads, or from the
    page before. Those of 項目 to 説明 are moved, one after the other, to where the lines of the page cost least."""
    start = _expected(walls, words, names)
    if tuple(names) != ALL_COLUMNS or len(words) < _FEW:
        return start
    page = _page_lines(words, names)
    begins = Counter(word.bbox[0] - _SLACK for word in words)
    often = np.array(sorted(x for x, _ in begins.most_common(_TRIED)))
    found = np.array(start)
    settled: set[int] = set()
    for _ in range(_ROUNDS):
        for k in (_BEFORE, _AFTER, _PLACE, _TIMING, _WHY):
            if k in settled:
                continue  # none has moved since it was tried
            tried = np.unique([found[k], *often[(often > found[k - 1] + _LETTER) & (often < found[k + 1] - _LETTER)]])
            sets = np.repeat(found[None, :], len(tried), axis=0)
            sets[:, k] = tried
            costs = _total(page, sets) + np.abs(tried - start[k]) * _MOVED
            best = sets[costs.argmin()]
            settled = settled | {k} if best[k] == found[k] else {k}
            found = best
    return tuple(found.tolist())


def in_columns(words: Sequence[Word], walls: Walls, names: Sequence[str]) -> list[Word]:
    """The words of a layout text moved into the columns they belong to: the tool shifts single lines by some letters.

    A timing stands in its own column, which holds nothing else, and a blank alone parts no columns if it can be helped.
    """
    page = _page_lines(words, names)
    ends, chosen = _paths(page, np.array([walls]), traced=True)
    moved: list[Word] = []
    for i, line in zip(page.at.tolist(), page.lines, strict=True):
        column = int(ends[i, 0].argmin())
        columns = [column]
        for came in reversed(chosen[: len(line) - 1]):
            column = int(came[i, 0, column])
            columns.append(column)
        moved += _moved(line, columns[::-1], walls)
    return moved


def _expected(walls: Walls, words: Sequence[Word], names: Sequence[str]) -> Walls:
    """The borders to begin with, those of another page given.

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


def _run_starts(words: Sequence[Word]) -> Counter[float]:
    """How often a run of text begins at each x (or a letter right of it)."""
    starts: Counter[float] = Counter()
    for line in lines_of(words):
        for i, word in enumerate(line.words):
            if not i or (word.bbox[0] - line.words[i - 1].bbox[2] > 5 and not _is_place([*line.words[:i], word])):
                starts[word.bbox[0]] += 1
    return Counter({x: starts[x] + starts.get(x + 5, 0) for x in starts})


def _is_place(words: Sequence[Word]) -> bool:
    """Are the words of a line, its date apart, two or more and all of the place of a change? It runs over the border of
    its column where no text stands level with it (`Ⅱ 特定個人情報ファイ` above `ルの概要 7．③使用目的`)."""
    keys = [fold(word.text) for word in words]
    keys = keys if _DAY_PIECE.match(keys[0]) is None else keys[1:]
    if len(keys) < 2 or _ALONE.match(keys[0]) or sum(_SECTION.match(key) is not None for key in keys) > 1:
        return False
    return all(map(_is_of_place, keys))


def _is_of_place(key: str) -> bool:
    """Is a folded word a piece of the place of a change: its part, a number, or of a label or heading of the form?"""
    bare = _NUMBERS.sub("", key)
    if ITEM.match(key) or (len(bare) < len(key) and len(bare) < 2):
        return True
    return len(bare) > 1 and form_words.may_be_of_label(bare)


def _strange(key: str, column: int, day: int | None, timing: int | None) -> bool:
    """Is a word none that stands in this column? Dates and timings have theirs to themselves."""
    if column == timing or key in TIMINGS:
        return (key in TIMINGS) != (column == timing)
    return column == day and not _DAY_PIECE.match(key)


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
