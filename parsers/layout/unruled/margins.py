"""What of a page is its text and what its furniture, before its rows are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.sheets.furniture import is_page_number, printed_page
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.change_table import is_part_of_head
from hyokasho.parsers.layout.unruled.text_rows import PARAGRAPH, TextLine, lines_of
from hyokasho.parsers.layout.words import numbers_at_edge
from hyokasho.parsers.model import Page, Word

_ALONE = 3.0
"""Line heights between what stands alone and all else."""


@dataclass
class Margins:
    """Tells the text of a page from its furniture: page numbers, and lines that the page before had in its margins."""

    _before: set[str] = field(default_factory=set)
    _number: int = -1

    def body(self, page: Page, *, coarse: bool) -> list[Word]:
        """The words of a page without what stands in its margins (`coarse`: a text begins at the edge of its page)."""
        margin = SETTINGS.margin * page.height
        aside = set() if coarse else {id(word) for word in numbers_at_edge(page.words, page)}
        lines = lines_of([word for word in page.words if id(word) not in aside])
        low = [line for line in lines if line.y0 >= page.height - margin]
        high = [line for line in lines if line.y1 <= margin]
        dropped: list[Word] = []
        for run in (reversed(low), iter(high)):
            for line in run:
                if not (is_page_number(line.text) or self._comes_back(line, lines, page)):
                    break
                dropped += line.words
        number = printed_page(lines[-1].text) if lines else None
        if not low and number is not None and self._counts(number, lines, page.number):
            dropped += lines[-1].words
        self._number = number if number is not None else self._number
        self._before = {_pattern(line.key) for line in (*low[-3:], *high[:2])}
        gone = {id(word) for word in dropped}
        return [word for line in lines for word in line.words if id(word) not in gone]

    def _comes_back(self, line: TextLine, lines: Sequence[TextLine], page: Page) -> bool:
        """Is a line in a margin one that the page before had there, and no part of a table that goes on? Alone at the
        very edge of the paper it may be a title of the form."""
        if _pattern(line.key) not in self._before:
            return False
        edge = SETTINGS.paper_edge * page.width
        outside = page.sheet is None and (line.y1 <= edge or line.y0 >= page.height - edge)
        return (outside and _stands_alone(line, lines)) or not (is_form_line(line) or _goes_on(line, lines))

    def pass_over(self, page: Page) -> None:
        """Remember the number of a page whose text needs no telling: the next one may have it in no margin."""
        low = max(page.words, key=lambda word: word.bbox[3], default=None)
        if low is not None:
            last = [word for word in page.words if word.bbox[1] < low.bbox[3] and word.bbox[3] > low.bbox[1]]
            number = printed_page(lines_of(last)[-1].text)
            self._number = number if number is not None else self._number

    def _counts(self, number: int, lines: Sequence[TextLine], page: int) -> bool:
        """Is the last line the page's number, apart from the text? A large sheet has no margin there."""
        apart = len(lines) > 1 and lines[-1].y0 - lines[-2].y1 > lines[-1].y1 - lines[-1].y0
        return apart and number in (page, self._number + 1)


def _goes_on(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Does another line follow as the next one of a text does: closely, at the same left edge?"""
    near = (below for below in lines if 0 < below.middle - line.middle < PARAGRAPH * line.height)
    return any(abs(below.x0 - line.x0) <= line.height / 2 for below in near)


def _stands_alone(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Are all other lines further away than the next one of a text or a row is?"""
    return all(abs(other.middle - line.middle) > _ALONE * line.height for other in lines if other is not line)


def is_form_line(line: TextLine) -> bool:
    """Does a line hold labels, headings or heads of the form? They stand on page after page too."""
    key = line.key
    if form_words.is_label(key) or form_words.is_heading(key, answered=False) or line.is_piece:
        return True
    return any(is_part_of_head(fold(word.text)) for word in line.words)


def _pattern(key: str) -> str:
    return re.sub(r"\d+", "#", key)
