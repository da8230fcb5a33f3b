"""Lines of text whose letters are drawn as shapes (outlines of glyphs), as drawing programs save them.

A few are read as pictures are (`picture_texts.py`), and a page of them by OCR (`witness.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pymupdf

from hyokasho.parsers.layout.words import has_middle, union
from hyokasho.parsers.model import BBox, Page, Rule
from hyokasho.parsers.sources.drawn.drawings import displayed_box

_TALLEST = 30.0
"""Points that a letter is high at most."""
_STROKES = 8
"""Lines and curves of a shape from which it may be a letter, or some of them; a tick, an arrow, a circle have fewer."""
_LETTERS = 2
"""So many such shapes on a line are text."""
_NEAR = 1.6
"""Gap (heights of the line) up to which shapes stand on one line of text, where no wall parts them."""
_HAIR, _LONG = 0.45, 12.0
"""Points: what is thinner, and longer, is a rule and no stroke of a letter."""
_SPARE = 1.0
"""Points around a line of text that its picture has."""


@dataclass(frozen=True, slots=True)
class OutlinedLine:
    """A line of text that is shapes; `letters`: how many of these are letters for sure."""

    bbox: BBox
    letters: int


def outlined_lines(
    drawings: Sequence[Mapping[str, Any]], matrix: pymupdf.Matrix | None, page: Page
) -> list[OutlinedLine]:
    """The lines of a page that are shapes, parted by its rules; `matrix` brings the painted paths to the page as
    displayed. Shapes on which a word stands are its ornament."""
    filled = [path for path in drawings if path["type"] != "s"]
    if sum(len(path["items"]) >= _STROKES for path in filled) < _LETTERS:  # (so it is for nearly all)
        return []
    shapes = sorted((displayed_box(path["rect"], matrix), len(path["items"]) >= _STROKES) for path in filled)
    found = []
    for line in _lines([(box, rich) for box, rich in shapes if _may_be_letter(box, rich)], page.rules):
        letters = sum(rich for _, rich in line)
        x0, y0, x1, y1 = box = union(box for box, _ in line)
        if letters >= _LETTERS and not any(has_middle(box, word) for word in page.words):
            found.append(OutlinedLine((x0 - _SPARE, y0 - _SPARE, x1 + _SPARE, y1 + _SPARE), letters))
    return found


def with_outlined(page: Page, lines: Sequence[OutlinedLine]) -> Page:
    """The page, lines that are shapes among its pictures; strokes of their letters are no rules or areas of colour."""
    if not lines:
        return page
    boxes = tuple(line.bbox for line in lines)

    def is_stroke(box: BBox) -> bool:
        return any(x0 <= box[0] and y0 <= box[1] and box[2] <= x1 and box[3] <= y1 for x0, y0, x1, y1 in boxes)

    return replace(
        page,
        pictures=(*page.pictures, *boxes),
        rules=tuple(rule for rule in page.rules if not is_stroke((rule.x0, rule.y0, rule.x1, rule.y1))),
        fills=tuple(fill for fill in page.fills if not is_stroke(fill.bbox)),
        painted=tuple(fill for fill in page.painted if not is_stroke(fill.bbox)),
    )


def _may_be_letter(box: BBox, rich: bool) -> bool:
    """May a shape be a letter, or (if it is rich) some of them?"""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return box[3] - box[1] <= _TALLEST and (rich or (long <= _TALLEST and not (short < _HAIR and long > _LONG)))


def _lines(shapes: Sequence[tuple[BBox, bool]], rules: Sequence[Rule]) -> list[list[tuple[BBox, bool]]]:
    """Shapes (left to right) that stand level and near each other, no wall between them."""
    walls = [rule for rule in rules if not rule.horizontal]
    lines: list[list[tuple[BBox, bool]]] = []
    around: list[BBox] = []
    for box, rich in shapes:
        at = next((k for k in reversed(range(len(lines))) if _goes_on(around[k], box, walls)), None)
        if at is None:
            lines.append([(box, rich)])
            around.append(box)
        else:
            lines[at].append((box, rich))
            around[at] = union((around[at], box))
    return lines


def _goes_on(line: BBox, box: BBox, walls: Sequence[Rule]) -> bool:
    _, y0, _, y1 = union((line, box))
    level = line[1] <= (box[1] + box[3]) / 2 <= line[3] or box[1] <= (line[1] + line[3]) / 2 <= box[3]
    if not level or y1 - y0 > _TALLEST or box[0] - line[2] > _NEAR * (y1 - y0):
        return False
    return not any(line[2] - 1 <= w.x0 <= box[0] + 1 and w.y0 <= y0 and w.y1 >= y1 for w in walls)
