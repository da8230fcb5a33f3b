"""Walls of the table of 変更箇所 that a scan has lost: between two heads of its columns there always is one.

Where the heads stand side by side and no line parts two of them, the wall stands in the space that the texts of both
columns leave free, as on pages that draw no lines at all (`change_table`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.parsers.forms.lexicon.likeness import likeness
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.cuts import cut_at_walls
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS, find_heads, free_stretches
from hyokasho.parsers.layout.words import put_right
from hyokasho.parsers.model import BBox, Cell, Line, Page, Row, Rule, Word

_CUT = 0.03
"""A wall runs through no more than this share of the texts on its way."""
_PART = 0.5
"""A line parts two columns that is this share of the table's height."""
_PAD = 2.0
"""Points between a wall and the texts behind it."""
_RIM = 3.0
_EDGE = 1.5
"""Points of a text on either side that a wall may touch."""
_APART = 1.3
"""Characters stand apart whose middles are so far from each other, in type heights."""
_READ, _LIKE = 3, 45.0
"""So many heads of a row are read exactly, the others at this likeness (0-100) at least."""
_LEAST = 4
"""So many heads that stand side by side are those of the table."""


def _with_item_head(page: Page) -> Page:
    """The page, the head 項目 put right where one of its characters is misread: it stands between two that are read."""
    item, before = ALL_COLUMNS[1:3]
    behind = [word.bbox for word in page.words if fold(word.text) == before]
    words = [
        replace(word, text=item, read_as=word.text)
        if _is_item_head(fold(word.text), item) and _level(word, behind)
        else word
        for word in page.words
    ]
    return replace(page, words=tuple(words)) if words != list(page.words) else page


def _is_item_head(text: str, item: str) -> bool:
    return len(text) == len(item) and sum(a == b for a, b in zip(text, item, strict=True)) == 1


def _level(word: Word, behind: Sequence[BBox]) -> bool:
    """Does a word stand on the line of the head that follows, before it?"""
    return any(word.bbox[2] < box[0] and box[1] < (word.bbox[1] + word.bbox[3]) / 2 < box[3] for box in behind)


def with_head_walls(page: Page) -> Page:
    """The page of a scan, walls added between heads of 変更箇所 that no line parts."""
    page = _with_item_head(page)
    heads = find_heads(page.words)
    if len(heads) < _LEAST:
        return page
    top = min(box[1] for _, box in heads) - _RIM
    below = [word for word in page.words if word.bbox[1] > top]
    levels = [rule.y0 for rule in page.rules if rule.horizontal and rule.y0 >= top]
    bottom = max([max(box[3] for _, box in heads), *levels])
    body = [word for word in below if word.bbox[1] < bottom]
    slim = [replace(word, bbox=_slim(word.bbox)) for word in body]
    stretches = free_stretches(tuple((name, _slim(box)) for name, box in heads), slim)
    lost: list[Rule] = []
    for (left, right), (start, end) in zip(pairwise(heads), stretches, strict=True):
        walls = [rule for rule in page.rules if not rule.horizontal and left[1][2] - 1 <= rule.x0 <= right[1][0] + 1]
        if sum(min(rule.y1, bottom) - max(rule.y0, top) for rule in walls) >= _PART * (bottom - top):
            continue
        x = max((start + end) / 2, end - _PAD - _EDGE)
        if sum(word.bbox[0] < x < word.bbox[2] for word in slim) <= _CUT * len(body):
            lost.append(Rule(x, top, x, bottom))
    if not lost:
        return page
    words = cut_at_walls(page.words, [rule.x0 for rule in lost], lambda: list(letters_of(body)))
    return replace(page, rules=(*page.rules, *lost), words=tuple(words))


def _slim(box: BBox) -> BBox:
    """A box without its sides, which specks and soft edges move."""
    x0, y0, x1, y1 = box
    return (x0 + _EDGE, y0, x1 - _EDGE, y1) if x1 - x0 > 2 * _EDGE else box


def with_heads_read(layout: PageLayout) -> PageLayout:
    """The rows of a scan, heads of 変更箇所 put right where some are misread: the others are read in their places."""
    rows = tuple(_with_heads(row) if len(row.cells) == len(CHANGE_COLUMNS) else row for row in layout.rows)
    return replace(layout, rows=rows) if rows != layout.rows else layout


def _with_heads(row: Row) -> Row:
    keys = [fold(cell.text) for cell in row.cells]
    read = sum(key == head for key, head in zip(keys, ALL_COLUMNS, strict=True))
    if not _READ <= read < len(ALL_COLUMNS):
        return row
    if any(likeness(key, head) < _LIKE for key, head in zip(keys, ALL_COLUMNS, strict=True)):
        return row
    heads = zip(row.cells, CHANGE_COLUMNS, ALL_COLUMNS, strict=True)
    return replace(
        row, cells=tuple(_as_head(cell, name) if fold(cell.text) != key else cell for cell, name, key in heads)
    )


def _as_head(cell: Cell, name: str) -> Cell:
    """The cell of a misread head with the head in it; what was read stays beside it."""
    words = [word for line in cell.lines for word in line.words]
    word = put_right(words, name)
    return replace(cell, lines=(Line(name, (word,), cell.page, word.bbox),))


def letters_of(words: Sequence[Word]) -> Iterator[Word]:
    """The characters of words that OCR read, about where it saw them; each as wide as its kind is where that is not
    known."""
    for word in words:
        y0, y1 = word.bbox[1], word.bbox[3]
        for k, (char, (left, right)) in enumerate(zip(word.text, _spans(word), strict=True)):
            yield replace(word, text=char, bbox=(left, y0, right, y1), read_as=None, places=word.places[k : k + 1])


def _spans(word: Word) -> list[tuple[float, float]]:
    """x of both sides of each character: neighbours touch, but for gaps that OCR saw between them."""
    x0, x1 = word.bbox[0], word.bbox[2]
    wide = [columns(char) for char in word.text]
    unit, places = (x1 - x0) / max(1, sum(wide)), word.places
    if len(places) != len(word.text) or not (places and x0 <= places[0] and places[-1] <= x1):
        ends = [x0 + unit * done for done in accumulate(wide, initial=0)]
        return list(pairwise(ends))
    half = min(word.size, 2 * unit) / 2  # (a run of two lines is higher than its type)
    lefts, rights = [x0], []
    for at, after in pairwise(places):
        apart = after - at > _APART * 2 * half
        rights.append(at + half if apart else (at + after) / 2)
        lefts.append(after - half if apart else (at + after) / 2)
    return list(zip(lefts, [*rights, x1], strict=True))
