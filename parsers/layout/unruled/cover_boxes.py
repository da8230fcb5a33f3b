"""The boxes of a cover page without lines, by their labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FORM
from hyokasho.parsers.forms.lexicon import cover_label
from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of, text_line
from hyokasho.parsers.model import Page, Rule, Word

_FAR, _FIRST = 45.0, 90.0
"""Lines of a cover further apart than this are no part of one box; the first one below its label may be further off."""
_AIR = 2.0
"""Points between the text and the borders of its box."""
_LEVEL = 0.45
"""Sizes of the type within which lines are level, and begin at one edge."""


def cover(words: Sequence[Word]) -> list[Rule]:
    """The boxes of a cover page: number and title side by side, and what stands beside 特記事項."""
    lines = lines_of(words)
    head = _head(lines)
    if head is None:
        return []
    title = fold(cover_label("title"))
    left, right = min(word.bbox[0] for word in words) - 4, max(word.bbox[2] for word in words) + 4
    at = next(k for k in range(len(head.words) - 1, -1, -1) if text_line(head.words[k:]).key == title)
    title_start, number_end = head.words[at].bbox[0], max(word.bbox[2] for word in head.words[:at])
    below = [line.y0 for line in lines if line.y0 > head.y1 and _is_caption(line)]
    bottom = min(below, default=head.y1 + 60) - 3
    values = [word for word in words if head.y1 < word.bbox[1] and word.bbox[3] <= bottom + 3]
    near = _with_digits([w for w in values if w.bbox[0] < number_end and w.bbox[2] < title_start], values)
    free = [word.bbox[0] for word in values if word not in near] + [title_start]
    wall = (max([number_end, *(word.bbox[2] for word in near)]) + min(free)) / 2
    middle = head.y1 + 1.5
    rules = [*_box(left, head.y0 - 3, right, bottom, wall), Rule(left, middle, right, middle)]
    notes = next((note for line in lines if (note := _notes(line)) is not None), None)
    beside = _beside(words, notes) if notes is not None else []
    free_lines = [line for line in lines if not any(word in beside for word in line.words)]
    for line in free_lines:
        if line.y0 > head.y1 and _is_caption(line):
            rules += _captioned(line, free_lines, left, right)
    if notes is not None and beside:
        y0 = min([notes.y0, *(word.bbox[1] for word in beside)])
        y1 = max([notes.y1, *(word.bbox[3] for word in beside)])
        air = max(_AIR, (SETTINGS.min_table_rule - (y1 - y0)) / 2 + 0.1)  # (a shorter wall, in small print, is none)
        y0, y1 = y0 - air, y1 + air
        end = max(word.bbox[2] for word in notes.words)
        rules += _box(left, y0, right, y1, (end + min(word.bbox[0] for word in beside)) / 2)
    return rules


def is_bare_cover(page: Page) -> bool:
    """Is a page a cover whose labels alone may stand on areas of colour? Their edges part none of its answers."""
    lines = lines_of(page.words)
    head = _head(lines)
    below = next((line for line in lines if head is not None and line.y0 > head.y1), None)
    if below is None:
        return False
    level = (fill.bbox for fill in page.fills if fill.bbox[1] < below.middle < fill.bbox[3])
    return not any(x0 < below.x1 and x1 > below.x0 for x0, _, x1, _ in level)


def _head(lines: Sequence[TextLine]) -> TextLine | None:
    """The line of a cover that has the labels of number and title side by side."""
    key = fold(cover_label("evaluation_number")) + fold(cover_label("title"))
    return next((line for line in lines if line.key == key and len(line.words) > 1), None)


def _with_digits(near: list[Word], values: Sequence[Word]) -> list[Word]:
    """The words of a number, and digits behind its first ones that are spread over the width of its cell."""
    if not near or not all(_is_digit(word) for word in near):
        return near
    y = (near[0].bbox[1] + near[0].bbox[3]) / 2
    level = (word for word in values if word not in near and word.bbox[1] < y < word.bbox[3])
    behind = sorted(level, key=lambda w: w.bbox[0])
    return [*near, *takewhile(_is_digit, behind)]


def _is_digit(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isdecimal()


def _captioned(label: TextLine, lines: Sequence[TextLine], left: float, right: float) -> list[Rule]:
    """The box of a label that stands above its answer: the lines down to the next label or the tag of the edition."""
    answer: list[TextLine] = []
    before = label.y1
    for line in lines:
        if line.y0 <= label.y1:
            continue
        far = _FAR if answer else _FIRST
        if _is_caption(line) or FORM in line.key or _notes(line) is not None or line.y0 - before > far:
            break
        answer.append(line)
        before = line.y1
    if not answer:
        return []
    bottom = answer[-1].y1 + 2
    rows = [Rule(left, y, right, y) for y in (label.y0 - 2, (label.y1 + answer[0].y0) / 2, bottom)]
    return rows + [Rule(x, label.y0 - 2, x, bottom) for x in (left, right)]


def _is_caption(line: TextLine) -> bool:
    """A label of the cover, perhaps with a remark behind it."""
    return any(line.key.startswith(label) for label in _cover_labels() if len(label) >= 3)


@cache
def _cover_labels() -> frozenset[str]:
    return frozenset(fold(label) for name in FORM_FILES for item in load_form(name).cover for label in item.labels)


def _notes(line: TextLine) -> TextLine | None:
    """The words of a line that begin it and spell 特記事項, which covers print widely spaced."""
    words = sorted(line.words, key=lambda word: word.bbox[0])
    for count in range(1, len(words) + 1):
        part = text_line(words[:count])
        if part.key == fold(cover_label("special_notes")):
            return part
    return None


def _beside(words: Sequence[Word], label: TextLine) -> list[Word]:
    """The lines right of a label: those level with it and as many above as below, or all from its own height on."""
    end, size = max(word.bbox[2] for word in label.words), label.words[0].size
    lines = lines_of([word for word in words if word.bbox[0] > end - 1])
    best: list[TextLine] = []
    for start in range(len(lines)):
        for end in range(start + 1, len(lines) + 1):
            run = lines[start:end]
            apart = any(b.y0 - a.y1 > 1.5 * size or _is_caption(b) for a, b in pairwise(run))
            if not apart and len(run) > len(best) and _is_beside(run, label, _LEVEL * size):
                best = run
    return [word for line in best for word in line.words]


def _is_beside(run: Sequence[TextLine], label: TextLine, near: float) -> bool:
    """Do lines stand around the middle of a label, or begin where it does, all at one left edge?"""
    centred = abs((run[0].y0 + run[-1].y1) / 2 - label.middle) <= near
    at_top = abs(run[0].middle - label.middle) <= near and all(abs(line.x0 - run[0].x0) <= near for line in run)
    return centred or at_top


def _box(left: float, top: float, right: float, bottom: float, wall: float) -> list[Rule]:
    rows = [Rule(left, y, right, y) for y in (top, bottom)]
    return rows + [Rule(x, top, x, bottom) for x in (left, wall, right)]
