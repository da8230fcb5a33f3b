"""Texts across a table without lines: headings with their boxes, labels and answers as wide as the table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.options import box
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.text_rows import PARAGRAPH, TextLine, level_with, text_line
from hyokasho.parsers.model import Word

_SLACK = 2.0
_OPENS = tuple(signs().open)
_BOXES = signs().box_marked | signs().box_empty
_SECOND = 2.6
"""Line heights within which the second line of a heading follows; its boxes may stand between."""


def paragraphs(across: Sequence[TextLine], lefts: list[TextLine], answers: list[TextLine]) -> list[list[TextLine]]:
    """Lines across the table with the short last lines of their paragraphs, which are taken from `lefts`."""
    texts: list[list[TextLine]] = []
    for line in across:
        if texts and _ends_label(texts[-1], line):
            texts[-1].append(line)
            continue
        text = [line]
        texts.append(text)
        if form_words.is_heading(_title(line), answered=False) or _heading_ends_below(line, lefts):
            _complete_heading(text, lefts, answers)
            continue
        for short in list(lefts):
            below = short.middle - text[-1].middle
            if not 0 < below <= PARAGRAPH * line.height or abs(short.x0 - line.x0) > 1.5 * line.height:
                continue
            if _ends_label(text, short):
                text.append(short)
                lefts.remove(short)
                break
            if not form_words.is_label(short.key) and not any(level_with(short, a.words) for a in answers):
                text.append(short)
                lefts.remove(short)
    return texts


def _ends_label(text: Sequence[TextLine], line: TextLine) -> bool:
    """Does a line end a label across the table that the lines above begin?"""
    if line.middle - text[-1].middle > PARAGRAPH * line.height or abs(line.x0 - text[0].x0) > 1.5 * line.height:
        return False
    begun = "".join(part.key for part in text)
    return form_words.is_known_label(begun + line.key) and not form_words.is_known_label(begun)


def opens_box(word: Word) -> bool:
    """Does a word begin with a bracket, or with another box of the forms?"""
    return word.text.startswith(_OPENS) or word.text in _BOXES or box().match(fold(word.text)) is not None


def _heading_ends_below(line: TextLine, lefts: Sequence[TextLine]) -> bool:
    """Is a line with a number the first of a heading that ends on the next one at the left?"""
    if not line.key[:1].isdigit():
        return False
    below = next((short for short in lefts if short.middle > line.middle), None)
    if below is None or below.middle - line.middle > _SECOND * line.height:
        return False
    return form_words.ends_heading(_title(line), below.key)


def _title(line: TextLine) -> str:
    """What stands before the boxes of a heading."""
    return _parted(line)[0].key


def _parted(line: TextLine) -> tuple[TextLine, TextLine | None]:
    """A heading, and the boxes that stand behind it in its line; None where there are none."""
    start = min((w.bbox[0] for w in line.words if opens_box(w)), default=math.inf)
    before = [w for w in line.words if w.bbox[0] < start]
    if not before or len(before) == len(line.words):
        return line, None
    return text_line(before), text_line([w for w in line.words if w.bbox[0] >= start])


def _complete_heading(text: list[TextLine], lefts: list[TextLine], answers: list[TextLine]) -> None:
    """Take the second line of a heading that does not end on its first one from `lefts`, and its boxes, where they
    stand on lines of their own, above its middle too, from `answers`."""
    line = text[0]
    title, boxes = _parted(line)
    for below in lefts:
        if 0 < below.middle - line.middle <= _SECOND * line.height:
            if form_words.ends_heading(title.key, below.key):
                text.append(below)
                lefts.remove(below)
            break
    for boxes_line in list(answers):
        near = line.y0 - line.height < boxes_line.middle <= text[-1].y1 + PARAGRAPH * line.height
        if near and form_words.are_heading_boxes(boxes_line.key):
            text.append(boxes_line)
            answers.remove(boxes_line)
            if boxes is not None:
                text[0] = title
                text.append(boxes)
                boxes = None
    text[1:] = sorted(text[1:], key=lambda part: part.middle)


def before_boxes(text: Sequence[TextLine]) -> float | None:
    """x before the boxes that stand beside a heading on several lines; None where they are on its own, or below it."""
    beside = [line for line in text[1:] if form_words.are_heading_boxes(line.key)]
    left = min((line.x0 for line in beside), default=0.0) - _SLACK
    title = [word.bbox[2] for line in text if line not in beside for word in line.words if word.bbox[0] < left]
    return left if len(beside) > 1 and max(title, default=left) < left else None
