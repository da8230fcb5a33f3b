"""Ruling lines seen in the picture of a text page, where what is drawn does not add up to a table around its text.

Lines may be pixels of a background picture, glyphs of a font, or whatever else a program makes of them: a person sees a
table. The words stay those of the text layer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import pymupdf

from hyokasho.normalizers.character_classes import character_classes
from hyokasho.parsers.layout.sheets.turn import Turn, turned_upright, usual_scale
from hyokasho.parsers.layout.unruled.drawn_table import has_table
from hyokasho.parsers.model import BBox, Page, Rule, Word
from hyokasho.parsers.sources.drawn.drawings import turning_of

if TYPE_CHECKING:
    from hyokasho.parsers.sources.scan.lines import Lines

_LEAST_WORDS = 12
"""Words of a page on which a table may be missed."""
_ENOUGH = 2
"""Pages of a document whose pictures showed no table, after which no other is looked at; those with pictures still are.

Statements that draw no lines at all cost no more than these."""

_LINE_SIGN = re.compile(f"[{character_classes()['line_signs']}]")
"""What may be a piece of a line in the picture."""


@dataclass
class PictureRules:
    """Looks for the rules of one document's pages; learns where looking is in vain."""

    _in_vain: int = 0

    def add(self, mupage: pymupdf.Page, page: Page) -> Page:
        """The page with the rules of its picture, where only these stand around its text."""
        if len(page.words) < _LEAST_WORDS or _draws_table(page) or turning_of(mupage) is not None:
            return page
        pictured = any(_is_large(box, page) for box in page.pictures)
        if not pictured and self._in_vain >= _ENOUGH:
            return page
        find = _finder() if pictured or not _is_text_alone(mupage, page) else None
        rules = find(mupage, page.words) if find is not None else ()
        if not has_table(page.words, rules):
            self._in_vain += not pictured
            return page
        ruled = (*page.rules, *rules)
        return replace(page, words=tuple(without_line_signs(page.words, ruled)), rules=ruled)


def _draws_table(page: Page) -> bool:
    """Do the ruling lines stand around the text? Of small print (nine pages to a sheet) as at its usual size."""
    scale = usual_scale(page)
    if scale != 1.0:
        page = turned_upright(page, Turn(0, page.width, page.height, scale=scale))
    return has_table(page.words, page.rules)


def without_line_signs(words: Sequence[Word], rules: Sequence[Rule]) -> list[Word]:
    """The words without the signs of which rules are made: those that stand on one."""
    found: list[Word] = []
    for word in words:
        if not _LINE_SIGN.search(word.text):
            found.append(word)
            continue
        x0, y0, x1, y1 = word.bbox
        wide = (x1 - x0) / len(word.text)
        signs = [
            bool(_LINE_SIGN.match(char)) and _on_rule((x0 + k * wide, y0, x0 + (k + 1) * wide, y1), rules)
            for k, char in enumerate(word.text)
        ]
        first = 0
        for on_rule, run in groupby(signs):
            last = first + len(list(run))
            text = word.text[first:last]
            if not on_rule and not text.isspace():
                found.append(replace(word, text=text, bbox=(x0 + first * wide, y0, x0 + last * wide, y1)))
            first = last
    return found


def _on_rule(box: BBox, rules: Sequence[Rule]) -> bool:
    """Does a rule pass through a character?"""
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    near = (x1 - x0) / 2
    return any(
        (y0 <= rule.y0 <= y1 and rule.x0 - near <= x <= rule.x1 + near)
        if rule.horizontal
        else (x0 <= rule.x0 <= x1 and rule.y0 - near <= y <= rule.y1 + near)
        for rule in rules
    )


def _is_text_alone(mupage: pymupdf.Page, page: Page) -> bool:
    """Is nothing painted but letters, none of them a piece of a line? Then the picture has nothing to show."""
    if any(_LINE_SIGN.search(word.text) for word in page.words):
        return False
    return all(kind.endswith("-text") for kind, _ in mupage.get_bboxlog())


def _is_large(box: tuple[float, float, float, float], page: Page) -> bool:
    """May a picture hold a table?"""
    return box[2] - box[0] > page.width / 3 and box[3] - box[1] > page.height / 20


@cache
def _finder() -> Callable[[pymupdf.Page, Sequence[Word]], tuple[Rule, ...]] | None:
    """The eye for lines; None where the extra that it needs is not installed."""
    try:
        from hyokasho.parsers.sources.scan.first_look import possible_walls
        from hyokasho.parsers.sources.scan.ink import find_ink
        from hyokasho.parsers.sources.scan.lines import find_lines
        from hyokasho.parsers.sources.scan.raster import draw_page
    except ImportError:
        return None

    def found(mupage: pymupdf.Page, words: Sequence[Word]) -> tuple[Rule, ...]:
        letters = [word.bbox for word in words if not _LINE_SIGN.search(word.text)]
        if not has_table(words, possible_walls(mupage, letters)):
            return ()
        raster = draw_page(mupage)
        lines: Lines = find_lines(raster, find_ink(raster))
        return lines.rules

    return found
