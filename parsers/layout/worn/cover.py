"""The cover of a worn scan: its boxes are known, so its labels tell them where the lines between them are lost.

Every cover prints the number of the statement and its title side by side, then boxes below each other, each a label
above its answer. Of a word level with the label of the number, and behind it, only the label of the title can be meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FORM
from hyokasho.parsers.forms.lexicon import cover_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.unruled.cover_boxes import cover
from hyokasho.parsers.layout.unruled.text_rows import TextLine, lines_of, text_line
from hyokasho.parsers.layout.words import put_right
from hyokasho.parsers.model import Page, Rule, Word

_LIKE = 4
"""So many of the nine characters of the head must be read right."""
_DIRT = ".,:;'-"
"""Signs that specks are read as."""
_TAG = pattern("answers", "tag_worn")


def with_cover_boxes(page: Page) -> Page:
    """The page of a scan, the boxes of a cover drawn by its labels where the lines found do not part them all."""
    words = _with_head(page.words)
    boxes = cover(words) if words is not None else []
    if words is None or not boxes:
        return page
    if all(_is_drawn(box, page.rules) for box in boxes if _parts(box, words)):
        return replace(page, words=tuple(words))
    return replace(page, words=tuple(words), rules=tuple(boxes), fills=(), painted=())


def _with_head(words: Sequence[Word]) -> list[Word] | None:
    """The words with both labels of the head of a cover as the form prints them; None on any other page."""
    number, title = cover_label("evaluation_number"), cover_label("title")
    for line in lines_of(words):
        for k in range(1, len(line.words)):
            left, right = text_line(line.words[:k]), text_line(line.words[k:])
            if _says(left, right, fold(number), fold(title)):
                said = {id(word) for word in line.words}
                kept = [_with_form(word) for word in words if id(word) not in said]
                return [*kept, _label(left, number), _label(right, title)]
    return None


def _says(left: TextLine, right: TextLine, number: str, title: str) -> bool:
    """Are these two texts, some characters misread, the two labels?"""
    first, second = (line.key.strip(_DIRT) for line in (left, right))
    if len(first) != len(number) or len(second) != len(title):
        return False
    return _same(first + second, number + title) >= _LIKE


def _same(one: str, other: str) -> int:
    """How many characters of two texts of one length are the same."""
    return sum(a == b for a, b in zip(one, other, strict=True))


def _with_form(word: Word) -> Word:
    """The word; the end of the tag of the edition with the form's name as it is printed."""
    text = _TAG.sub(FORM[0], word.text)
    return word if text == word.text else replace(word, text=text, read_as=word.text)


def _label(line: TextLine, label: str) -> Word:
    """A label as the form prints it, in the place of what was read."""
    word = put_right(line.words, label)
    return word if word.read_as != label else replace(word, read_as=line.words[0].read_as)


def _parts(box: Rule, words: Sequence[Word]) -> bool:
    """Does this side of a box part texts from each other: does it lie between some?"""
    if box.horizontal:
        return any(w.bbox[3] <= box.y0 + 1 for w in words) and any(w.bbox[1] >= box.y0 - 1 for w in words)
    level = [w for w in words if box.y0 <= (w.bbox[1] + w.bbox[3]) / 2 <= box.y1]
    return any(w.bbox[2] <= box.x0 + 1 for w in level) and any(w.bbox[0] >= box.x0 - 1 for w in level)


def _is_drawn(box: Rule, rules: Sequence[Rule]) -> bool:
    """Is there a line near this side of a box, as long as most of it?"""
    for rule in rules:
        if rule.horizontal != box.horizontal:
            continue
        if box.horizontal:
            apart, overlap = abs(rule.y0 - box.y0), min(rule.x1, box.x1) - max(rule.x0, box.x0)
            length, reach = box.x1 - box.x0, _NEAR
        else:
            apart, overlap = abs(rule.x0 - box.x0), min(rule.y1, box.y1) - max(rule.y0, box.y0)
            length, reach = box.y1 - box.y0, _WALL
        if apart <= reach and overlap >= _MOST * length:
            return True
    return False


_NEAR, _WALL, _MOST = 14.0, 40.0, 0.6
"""A line so far from where the texts tell it (points, level and upright) is the side of the box, if it is this share as
long."""
