"""Ruling lines of a page whose table is drawn by areas of colour: the edges of the areas are the borders of cells.

A label or heading always has its area; the answer beside it may have none, or several (its boxes are a table of their
own, whose brackets and marks stand in small areas). The edges of a label's area therefore reach across the table, and
the small areas of one answer are taken together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.lines.shading import areas_of
from hyokasho.parsers.layout.lines.strips import adjoining, cuts_word
from hyokasho.parsers.layout.rules import join_rules
from hyokasho.parsers.layout.sheets.furniture import is_page_number
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of
from hyokasho.parsers.model import BBox, Fill, Page, Rule, Word

_TOUCH = 1.6
"""Points between two areas that touch."""
_APART = 6.0
"""Points between two areas one above the other from which they belong to two tables."""
_LEAST = 5.0
"""A smaller area is no cell."""
_PARTING = 0.2
"""More of the areas than this have text beside them where areas part labels from answers."""
LEAST_DRAWN = 3
"""So many borders seen are all that there are."""
_MARGIN = 0.1
"""Share of the page's height above and below in which a table may be cut by the end of the page."""
_LOW = 0.2
"""The same below a row of which only a part is seen."""
_FOLLOWS = 2.0
"""Line heights between a table and the lines of its last answer, and between these."""
_COLUMNS = 5
"""Columns of a table of changes at least."""
_LONG = 0.3
"""Share of the text's width from which a level line or edge is a border of rows."""
_COVERED = 0.7
"""Share of the labels and answers (texts across the table apart) that stand level with an area where areas draw it."""
_MOSTLY = 0.5
"""Share of the words left of the wall that are labels where they, and not the answers, say it."""
_PIECE = pattern("answers", "box_area")
"""Text of an area that is a piece of a box or of its parentheses."""
_MARK = re.compile(r"^[^\w]?$")


@dataclass(frozen=True, slots=True)
class Borders:
    """What is seen of the level borders of rows, top to bottom. `ruled`: they are lines, so that none is missing below
    a row but where the page cuts it (areas of colour may stand behind every other row)."""

    rules: tuple[Rule, ...] = ()
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Tile:
    """An area and the text in it, folded."""

    box: BBox
    text: str


@dataclass(frozen=True, slots=True)
class Banded:
    """What the areas of colour of a page say: rules along them (points), the x at which they end, rounded, whether the
    page's end has cut its last row, how far the table reaches if it ends with a label across it or its answer, which
    may stand, or go on, on the next page, and the text, folded, of the first area of its last row."""

    rules: tuple[Rule, ...] = ()
    walls: frozenset[int] = frozenset()
    cut: bool = False
    asks: tuple[float, float] | None = None
    last: str = ""


NO_BANDS = Banded()


def rules_from_bands(page: Page, before: Banded = NO_BANDS) -> Banded:
    """What the areas of colour of a page say; nothing where they do not part labels from answers.

    `before`: what the page before said; areas that end where its columns end go on with its table.
    """
    areas = _without_seams(areas_of(page), page.words)
    tables = [_tiles(_cells(boxes), page.words) for boxes in _tables(areas, page.words)]
    all_tiles = [tile for tiles in tables for tile in tiles]
    walls = _ends(tile.box for tile in all_tiles)
    goes_on = len(walls) > _COLUMNS and walls == before.walls
    if not goes_on and not _has_labels(all_tiles, page.words, before.walls):
        return _answer_alone(page, *before.asks) if before.asks and not areas else NO_BANDS
    asks = _answers_at_ends(tables, page, begun=bool(before.rules)) if not goes_on else None
    rules: list[Rule] = []
    torn = before.cut or form_words.is_torn_label(before.last, _first(tables[0]).text)
    for k, tiles in enumerate(tables):
        rules += _edges(tiles, page, open_top=k == 0 and torn)
    return Banded(tuple(rules), walls, _ends_cut(tables[-1], page), asks, _last_row(tables[-1])[0].text)


def _answers_at_ends(tables: Sequence[list[_Tile]], page: Page, *, begun: bool) -> tuple[float, float] | None:
    """Add to each table the answer without an area that stands below it, and to the first one the rest of such an
    answer above it, if a table of the page before may run on (`begun`). Gives `Banded.asks`."""
    asks = None
    tops = [_extent(tiles, page.words)[2] for tiles in tables]
    for k, (tiles, until) in enumerate(zip(tables, [*tops[1:], page.height], strict=True)):
        left, right, top, bottom = _extent(tiles, page.words)
        last = max(tiles, key=lambda tile: tile.box[3])
        above = _answer(page, left, right, (0.0, top), below=False) if begun and k == 0 else None
        below = _answer(page, left, right, (bottom, until), below=True)
        across = last.box[2] >= right - _TOUCH and last.box[0] <= left + _TOUCH and bool(last.text)
        asks = (left, right) if below is not None or across else None
        tiles.extend(tile for tile in (above, below) if tile is not None)
    return asks


def _answer_alone(page: Page, left: float, right: float) -> Banded:
    """The answer to a label at the end of the page before, on a page without areas."""
    top = min((word.bbox[1] for word in page.words), default=page.height)
    room = (top - _TOUCH, page.height)
    tile = _answer(page, left, right, room, below=True) if top < _MARGIN * page.height else None
    return Banded(tuple(_edges([tile], page, open_top=False)), asks=(left, right)) if tile is not None else NO_BANDS


def _answer(page: Page, left: float, right: float, room: tuple[float, float], *, below: bool) -> _Tile | None:
    """The lines from the left edge of a table on that follow each other closely below (or above) it, in this room."""
    inside = [w for w in page.words if room[0] - _TOUCH < w.bbox[1] and w.bbox[3] < room[1] + _TOUCH]
    lines = lines_of(inside) if below else lines_of(inside)[::-1]
    found: list[TextLine] = []
    edge = end = room[0] if below else room[1]
    for line in lines:
        apart = line.y0 - end if below else end - line.y1
        if apart > _FOLLOWS * line.height or not left - _TOUCH <= line.x0 <= right or line.x1 > right + _TOUCH:
            break
        if is_page_number(line.text) or _is_of_form(line):
            break
        found.append(line)
        end = line.y1 if below else line.y0
    if not found or min(line.x0 for line in found) - left > _FOLLOWS * found[0].height:
        return None
    y0, y1 = (edge, end + 2 * _TOUCH) if below else (end - 2 * _TOUCH, edge)
    return _Tile((left, y0, right, y1), "".join(line.key for line in found))


def _is_of_form(line: TextLine) -> bool:
    return form_words.is_part(line.key) or form_words.is_known_label(line.key)


def ends_of_areas(page: Page) -> list[float]:
    """The x at which several areas of colour of a page end: walls, behind which texts begin that were written on."""
    counted = Counter(round(f.bbox[2], 1) for f in areas_of(page) if f.bbox[2] - f.bbox[0] >= _LEAST)
    return [x for x, count in counted.items() if count >= LEAST_DRAWN]


def goes_on_in_bands(page: Page, before: Banded) -> bool:
    """Do the areas of colour of a page end at the sides where those of the page before, a table of changes, end?"""
    boxes = [f.bbox for f in areas_of(page)]
    return len(before.walls) > _COLUMNS and _ends(box for box in boxes if box[2] - box[0] >= _LEAST) == before.walls


def _ends(boxes: Iterable[BBox]) -> frozenset[int]:
    """The x at which areas end, rounded."""
    return frozenset(round(x) for box in boxes for x in (box[0], box[2]))


def _without_seams(fills: Sequence[Fill], words: Sequence[Word]) -> list[BBox]:
    """The boxes of the areas; pieces of one colour are one where the seam between them runs through a word."""
    areas: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (f.bbox[0], f.bbox[1])):
        if areas and adjoining(areas[-1], fill) and cuts_word(fill, words):
            above = areas[-1]
            areas[-1] = Fill((fill.bbox[0], above.bbox[1], fill.bbox[2], fill.bbox[3]), fill.colour)
        else:
            areas.append(fill)
    return [area.bbox for area in areas]


def level_borders(page: Page) -> Borders:
    """The level borders of rows that a page without walls shows: the lines and edges of areas of colour of each height
    at which one of them is long."""
    if not page.words:
        return Borders()
    width = max(w.bbox[2] for w in page.words) - min(w.bbox[0] for w in page.words)
    lines = [Rule(x0, one.at, x1, one.at) for one in join_rules(page.rules)[0] for x0, x1 in one.spans]
    boxes = [f.bbox for f in areas_of(page)]
    edges = [Rule(x0, y, x1, y) for x0, y0, x1, y1 in boxes if y1 - y0 >= _LEAST for y in (y0, y1)]
    long = {rule.y0 for rule in (*lines, *edges) if rule.x1 - rule.x0 >= _LONG * width}
    near = {rule for rule in (*lines, *edges) if any(abs(rule.y0 - y) <= _TOUCH for y in long)}
    ruled = len({round(rule.y0) for rule in lines if rule in near}) >= LEAST_DRAWN
    return Borders(tuple(sorted(near, key=lambda rule: (rule.y0, rule.x0))), ruled)


def _tables(fills: Sequence[BBox], words: Sequence[Word]) -> list[list[BBox]]:
    """Areas that stand one below the other: without a gap, or with answers between them that have no area."""
    tables: list[list[BBox]] = []
    reach = 0.0
    for box in sorted(fills, key=lambda b: (b[1], b[0])):
        if min(box[2] - box[0], box[3] - box[1]) < _LEAST:
            continue
        if tables and (box[1] - reach <= _APART or _answered(tables[-1], reach, box, words)):
            tables[-1].append(box)
        else:
            tables.append([box])
            reach = 0.0
        reach = max(reach, box[3])
    return tables


def _answered(table: Sequence[BBox], reach: float, box: BBox, words: Sequence[Word]) -> bool:
    """Does nothing but text fill the gap between a table and an area of the same left edge? A title parts them."""
    if abs(min(b[0] for b in table) - box[0]) > _TOUCH * 2:
        return False
    lines = lines_of([w for w in words if reach <= (w.bbox[1] + w.bbox[3]) / 2 <= box[1]])
    if not lines or any(form_words.is_part(line.key) for line in lines):
        return False
    ends = [reach, *(y for line in lines for y in (line.y0, line.y1)), box[1]]
    return all(ends[i + 1] - ends[i] <= _FOLLOWS * lines[0].height for i in range(0, len(ends), 2))


def _cells(boxes: Sequence[BBox]) -> list[BBox]:
    """The areas that hold no other area: a row's stripe lies behind its cells. Equal areas count once."""
    single = sorted(set(boxes), key=lambda b: (b[1], b[0]))
    return [box for box, count in zip(single, _held(single, single).sum(axis=1).tolist(), strict=True) if count < 3]


def _held(boxes: Sequence[BBox], others: Sequence[BBox]) -> NDArray[np.bool_]:
    """For each area, which of the other boxes it holds: their middle lies in it, and they are no wider. A page may have
    hundreds of either."""
    left, top, right, foot = np.array(boxes).T[:, :, None]
    x0, y0, x1, y1 = np.array(others).T
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    found: NDArray[np.bool_] = (left <= x) & (x <= right) & (top <= y) & (y <= foot) & (x1 - x0 <= right - left)
    return found


def _tiles(boxes: Sequence[BBox], words: Sequence[Word]) -> list[_Tile]:
    """The areas with their texts."""
    if not words or not boxes:
        return [_Tile(box, "") for box in boxes]
    held = map(np.flatnonzero, _held(boxes, [word.bbox for word in words]))
    return [_Tile(box, _text([words[k] for k in inside.tolist()])) for box, inside in zip(boxes, held, strict=True)]


def _text(words: list[Word]) -> str:
    words.sort(key=lambda w: (round(w.bbox[1] + w.bbox[3]), w.bbox[0]))
    return fold("".join([w.text for w in words]))


def _has_labels(tiles: Sequence[_Tile], words: Sequence[Word], known: frozenset[int]) -> bool:
    """Do areas end where text stands beside them? Stripes behind whole rows part nothing from anything. One that ends
    at a wall that is `known` from the page before does, among headings across the table too."""
    filled = [tile for tile in tiles if tile.text]
    parting = [tile for tile in filled if _beside(tile.box, words)]
    if not parting:
        return False
    wall = Counter(round(tile.box[2]) for tile in parting).most_common(1)[0][0]
    if len(parting) <= _PARTING * len(filled) and wall not in known:
        return False
    lines = (line for line in lines_of(words) if not is_page_number(line.text))
    words = [word for line in lines for word in line.words]
    before = [w for w in words if w.bbox[2] < wall + _TOUCH]
    labels = [w for w in before if _is_label(w)]
    of_labels = len(labels) >= LEAST_DRAWN and len(labels) >= _MOSTLY * len(before)
    beside = labels if of_labels else [*labels, *(w for w in words if w.bbox[0] > wall - _TOUCH)]
    level = sum(any(t.box[1] <= (w.bbox[1] + w.bbox[3]) / 2 <= t.box[3] for t in filled) for w in beside)
    return level >= _COVERED * len(beside)


def _is_label(word: Word) -> bool:
    """Is a word a label, rather than a short line of a text across the table?"""
    return form_words.is_label(fold(word.text))


def _beside(box: BBox, words: Sequence[Word]) -> bool:
    return any(box[2] <= w.bbox[0] and box[1] <= (w.bbox[1] + w.bbox[3]) / 2 <= box[3] for w in words)


def _edges(tiles: Sequence[_Tile], page: Page, *, open_top: bool) -> list[Rule]:
    left, right, top, bottom = _extent(tiles, page.words)
    merged = {region for tile in tiles if (region := _answer_region(tile, tiles, right)) is not None}
    cut = _cut_ends(tiles, page, open_top=open_top)
    rules = [Rule(left, top, left, bottom), Rule(right, top, right, bottom)]
    for tile in tiles:
        x0, y0, x1, y1 = tile.box
        reach = x1 if _follows(tile, tiles) else right
        edges = [Rule(x0, y0, reach, y0), Rule(x0, y1, reach, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
        rules += [e for e in edges if not any(_lies_in(e, region) for region in merged)]
    return [r for r in rules if not r.horizontal or all(abs(r.y0 - y) > _TOUCH for y in cut)]


def _cut_ends(tiles: Sequence[_Tile], page: Page, *, open_top: bool) -> list[float]:
    """y of the ends of a table at which the end of the page cut a row: the areas end there, but no cell does."""
    top, bottom = min(t.box[1] for t in tiles), max(t.box[3] for t in tiles)
    ends = []
    if open_top or (top < _MARGIN * page.height and not _first(tiles).text):
        ends.append(top)
    if bottom > (1 - _MARGIN) * page.height or _ends_cut(tiles, page):
        ends.append(bottom)
    return ends


def _ends_cut(tiles: Sequence[_Tile], page: Page) -> bool:
    """Does a table of several columns end low on the page with a row that has texts, but not what stands in the middle
    of every row: what its first two columns say?"""
    bottom, last = max(t.box[3] for t in tiles), _last_row(tiles)
    low = bottom > (1 - _LOW) * page.height
    return low and len(last) >= _COLUMNS and any(t.text for t in last) and not any(t.text for t in last[:2])


def _first(tiles: Sequence[_Tile]) -> _Tile:
    """The first area of the first row of a table."""
    top = min(t.box[1] for t in tiles)
    return min((t for t in tiles if t.box[1] - top <= _TOUCH), key=lambda t: t.box[0])


def _last_row(tiles: Sequence[_Tile]) -> list[_Tile]:
    """The areas of the last row of a table, the first one first."""
    bottom = max(t.box[3] for t in tiles)
    return sorted((t for t in tiles if bottom - t.box[3] <= _TOUCH), key=lambda t: t.box[0])


def _extent(tiles: Sequence[_Tile], words: Sequence[Word]) -> BBox:
    """The table around the areas and around the text beside them."""
    left, right = min(t.box[0] for t in tiles), max(t.box[2] for t in tiles)
    top, bottom = min(t.box[1] for t in tiles), max(t.box[3] for t in tiles)
    beside = [w.bbox[2] for w in words if top <= (w.bbox[1] + w.bbox[3]) / 2 <= bottom and w.bbox[0] > right]
    return (left, max([right, *(x + 3 for x in beside)]), top, bottom)


def _follows(tile: _Tile, tiles: Sequence[_Tile]) -> bool:
    """Does another area stand right of this one on its level?"""
    middle = (tile.box[1] + tile.box[3]) / 2
    return any(t.box[0] >= tile.box[2] - _TOUCH and t.box[1] <= middle <= t.box[3] for t in tiles)


def _answer_region(tile: _Tile, tiles: Sequence[_Tile], right: float) -> BBox | None:
    """The answer that an area is a piece of: all that stands right of its label, within the label's height."""
    if not _PIECE.match(tile.text):
        return None
    x0, y0, _, y1 = tile.box
    before = [
        t
        for t in tiles
        if t.box[2] <= x0 + _TOUCH and t.box[1] <= y0 + _TOUCH and t.box[3] >= y1 - _TOUCH and not _is_part_of_answer(t)
    ]
    if not before:
        return None
    label = max(before, key=lambda t: t.box[2])
    return (label.box[2], label.box[1], right, label.box[3])


def _is_part_of_answer(tile: _Tile) -> bool:
    return _PIECE.match(tile.text) is not None or _MARK.match(tile.text) is not None


def _lies_in(rule: Rule, region: BBox) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    x0, y0, x1, y1 = region
    if rule.horizontal:
        return y0 + _TOUCH < y < y1 - _TOUCH and x0 <= x <= x1
    return x0 + _TOUCH < x < x1 - _TOUCH and y0 <= y <= y1
