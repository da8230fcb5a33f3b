"""Ruling lines of a page whose scan has lost them, from the places of its text.

The forms set labels in a left column and answers right of it, both centred in their row. Where no line is left to see,
the left edge of the answers gives the wall between the columns, and the rows follow from the labels: answers are dealt
out so that each label stands as near as can be to the middle of its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.form_texts import form_texts
from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.parsers.layout.bands import rules_from_bands
from hyokasho.parsers.layout.known_tables import changes, cover
from hyokasho.parsers.layout.text_rows import TextLine, dealt, level, lines_of
from hyokasho.parsers.model import Page, Rule, Word

_WALL = (0.15, 0.45)
"""The wall between labels and answers lies in this part of the page's width."""
_BODY = (0.03, 0.955)
"""Text above and below this part of the page is furniture."""
_SLACK = 2.0
_NUMBER = re.compile(r"^(?:[①-⑳]|\d{1,2}[.)]|[(]?別添\d?[)]?)")
_LABEL = re.compile(r"^[①-⑳]|^リスク\d*[::]?")
_ENTITY = re.compile(r"^(?:システム|委託事項|提供先|移転先)\d{1,2}(?:[~-]\d{1,2})?$|^リスク\d{0,2}:")
_STROKES = "IVXⅠⅡⅢⅣⅤⅥ1l|0123456789"
_LIKE = 60.0
"""Likeness (0-100) to a title of the forms from which a numbered line of its own is that title misread."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table to draw: `walls` where labels and answers part, none for a cell across the table."""

    y0: float
    y1: float
    walls: tuple[float, ...] = ()


def rules_from_whitespace(words: Sequence[Word], width: float, height: float) -> tuple[Rule, ...]:
    """Rules for a page of labels and answers without lines; none where its text shows no such columns. Points."""
    body = [word for word in words if _BODY[0] * height < word.bbox[1] and word.bbox[3] < _BODY[1] * height]
    framed = cover(body) or changes(body)
    wall = _find_wall(body, width) if not framed else None
    if wall is None:
        return tuple(framed)
    left, right = min(word.bbox[0] for word in body) - 3, max(word.bbox[2] for word in body) + 3
    rules: list[Rule] = []
    for table in _tables(body, wall):
        rules += _drawn(table, left, right)
    return tuple(rules)


def with_found_rules(page: Page) -> Page:
    """The page with rules found from its white space where no ruled table stands around its text."""
    if has_table(page.words, page.rules):
        return page
    rules = rules_from_bands(page) or rules_from_whitespace(page.words, page.width, page.height)
    return replace(page, rules=rules, fills=(), painted=()) if rules else page


def has_table(words: Sequence[Word], rules: Sequence[Rule]) -> bool:
    """Do the ruling lines found stand around the text, or are they a few remains beside it?"""
    walls = [rule for rule in rules if not rule.horizontal and rule.y1 - rule.y0 >= _SLACK * 6]
    if len({round(rule.x0 / 6) for rule in walls}) < 2:
        return False
    left, right = min(rule.x0 for rule in walls), max(rule.x0 for rule in walls)
    inside = 0
    for word in words:
        x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
        inside += left <= x <= right and any(wall.y0 - 2 <= y <= wall.y1 + 2 for wall in walls)
    return inside >= 0.4 * len(words)


@cache
def _form_keys() -> frozenset[str]:
    """Everything the forms print, folded."""
    return frozenset(fold(text) for text in form_texts())


def _is_label(line: TextLine) -> bool:
    key = line.key
    match = _NUMBER.match(key)
    bare = key[match.end() if match else 0 :].rstrip("※*")
    return _LABEL.match(key) is not None or bare in _form_keys() or _like_label(bare)


@lru_cache(maxsize=4096)
def _like_label(key: str) -> bool:
    """A label of the forms, if misread."""
    return len(key) >= 4 and process.extractOne(key, _item_labels(), scorer=fuzz.ratio, score_cutoff=78.0) is not None


def _find_wall(words: Sequence[Word], width: float) -> float | None:
    """x at which many answers begin, with labels left of it and little text across it."""
    best, found = 0.0, None
    for start in sorted({round(word.bbox[0]) for word in words if _WALL[0] * width < word.bbox[0] < _WALL[1] * width}):
        wall = start - 1.5
        begin = sum(wall <= word.bbox[0] <= wall + 14 for word in words)
        before = sum(word.bbox[2] <= wall + _SLACK for word in words)
        across = sum(word.bbox[0] < wall - _SLACK and word.bbox[2] > wall + _SLACK for word in words)
        score = begin + 0.5 * min(before, begin) - 1.5 * across
        if begin >= 4 and before >= 3 and score > best:
            best, found = score, wall
    return found if best >= 5 else None


def _tables(words: Sequence[Word], wall: float) -> list[list[_Row]]:
    """The rows of each table, top to bottom; titles of parts stand between tables."""
    across, labels, answers = _sorted_out(words, wall)
    tables: list[list[_Row]] = [[]]
    if sum(_is_label(label) for label in labels) < 2:
        return []
    stops = [*across, None]
    top = min(word.bbox[1] for word in words) - 3
    for line in stops:
        bottom = line.y0 if line is not None else max(word.bbox[3] for word in words) + 3
        inside = [item for item in labels if top <= item.middle < bottom]
        beside = [item for item in answers if top <= item.middle < bottom]
        tables[-1] += _zone(inside, beside, wall, first=not tables[-1] and len(tables) == 1)
        if line is not None:
            if _is_part(line.key):
                tables.append([])
            else:
                tables[-1].append(_Row(line.y0, line.y1))
            top = line.y1
    return [table for table in tables if table]


def _sorted_out(words: Sequence[Word], wall: float) -> tuple[list[TextLine], list[TextLine], list[TextLine]]:
    """Lines across the table (headings), label blocks, and lines of answers."""
    crossing = [w for w in words if w.bbox[0] < wall - _SLACK and w.bbox[2] > wall + _SLACK]
    across = lines_of(crossing)
    rest = [w for w in words if w not in crossing]
    for line in list(across):
        line.words += [w for w in rest if level(line, w)]
    rest = [w for w in rest if not any(w in line.words for line in across)]
    lefts = lines_of([w for w in rest if w.bbox[2] <= wall + _SLACK])
    rights = [w for w in rest if w.bbox[0] > wall - _SLACK]
    headings = [line for line in lefts if _is_heading(line, answered=any(level(line, w) for w in rights))]
    for line in headings:
        line.words += [w for w in rest if w.bbox[0] > wall - _SLACK and level(line, w) and _boxes(rest, line, w)]
    across = sorted([*across, *headings], key=lambda line: line.middle)
    taken = [w for line in across for w in line.words]
    labels = _blocks([line for line in lefts if line not in headings])
    answers = lines_of([w for w in rest if w.bbox[0] >= wall - _SLACK and w not in taken])
    return across, labels, answers


def _boxes(words: Sequence[Word], line: TextLine, word: Word) -> bool:
    """Boxes of a heading belong to its row; an answer beside a label that looks like a heading does not."""
    return any(w.text == "[" and level(line, w) for w in words)


def _is_heading(line: TextLine, *, answered: bool) -> bool:
    """`answered`: text stands beside it, as beside the number of an outsourced matter."""
    key = line.key
    if _is_part(key):
        return True
    if _ENTITY.match(key):
        return not answered
    match = re.match(r"^\d{1,2}[.)]?", key)
    return match is not None and _is_title(key[match.end() :].rstrip("※*"))


@lru_cache(maxsize=4096)
def _is_title(key: str) -> bool:
    """The title of a section, perhaps misread, rather than the label of an item."""
    title = process.extractOne(key, _titles(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    label = process.extractOne(key, _item_labels(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return title is not None and (label is None or title[1] > label[1])


@lru_cache(maxsize=4096)
def _is_part(key: str) -> bool:
    """The title of a part with its Roman number, or of an annex."""
    if key.startswith("(別添"):
        return True
    bare = key.lstrip(_STROKES)
    if not bare or bare == key or len(key) - len(bare) > 4 or bare[0] in ".)":
        return False
    part = process.extractOne(bare, _part_titles(), scorer=fuzz.ratio, score_cutoff=80.0)
    section = process.extractOne(bare, _titles(), scorer=fuzz.ratio, score_cutoff=80.0)
    return part is not None and (section is None or part[1] > section[1])


@cache
def _titles() -> tuple[str, ...]:
    """Titles of sections, folded."""
    return _section_titles(parts=False)


@cache
def _part_titles() -> tuple[str, ...]:
    return _section_titles(parts=True)


def _section_titles(*, parts: bool) -> tuple[str, ...]:
    sections = (section for name in FORM_FILES for section in load_form(name).sections)
    return tuple(sorted({fold(s.title) for s in sections if ("-" not in s.code) == parts}))


@cache
def _item_labels() -> tuple[str, ...]:
    items = (item for name in FORM_FILES for item in load_form(name).items())
    return tuple(sorted({fold(label) for item in items for label in item.labels}))


def _blocks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines of one label together: they follow closely and the next does not begin like a label."""
    blocks: list[TextLine] = []
    for line in lines:
        size = max(word.size for word in line.words)
        close = bool(blocks) and line.y0 - blocks[-1].y1 <= 0.45 * size
        if close and not _LABEL.match(line.key):
            blocks[-1].words += line.words
        else:
            blocks.append(TextLine(list(line.words)))
    return blocks


def _zone(labels: Sequence[TextLine], answers: Sequence[TextLine], wall: float, *, first: bool) -> list[_Row]:
    """Rows between two headings: every label with its answers."""
    if not labels:
        if not answers:
            return []
        return [_Row(min(a.y0 for a in answers), max(a.y1 for a in answers), (wall,) if first else ())]
    groups = dealt(labels, answers, first=first)
    rows = []
    if groups[0]:
        rows.append(_Row(groups[0][0].y0, groups[0][-1].y1, (wall,)))
    for label, group in zip(labels, groups[1:], strict=True):
        y0, y1 = min([label.y0, *(a.y0 for a in group)]), max([label.y1, *(a.y1 for a in group)])
        rows.append(_Row(y0, y1, (*_inner_wall(label), wall) if group or _is_label(label) else ()))
    return rows


def _inner_wall(label: TextLine) -> tuple[float, ...]:
    """Where a label holds a narrower label of its own to its right (② 保管期間 | 期間)."""
    if _is_label(label):
        return ()
    words = sorted(label.words, key=lambda word: word.bbox[0])
    reach = words[0].bbox[2]
    for word in words[1:]:
        if word.bbox[0] - reach > 0.7 * word.size:
            return ((reach + word.bbox[0]) / 2,)
        reach = max(reach, word.bbox[2])
    return ()


def _drawn(rows: Sequence[_Row], left: float, right: float) -> list[Rule]:
    """The rules of one table: a line between any two rows, walls along them."""
    edges = [rows[0].y0 - 2]
    edges += [(above.y1 + below.y0) / 2 for above, below in pairwise(rows)]
    edges.append(rows[-1].y1 + 2)
    rules = [Rule(left, y, right, y) for y in edges]
    rules += [Rule(x, edges[0], x, edges[-1]) for x in (left, right)]
    for row, top, bottom in zip(rows, edges[:-1], edges[1:], strict=True):
        rules += [Rule(wall, top, wall, bottom) for wall in row.walls]
    return rules
