"""Page numbers, running heads and watermarks: known as furniture, not swallowed into answers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache
from typing import Any

from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.cells import PageLayout
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.sheets.page_numbers import read_page_number
from hyokasho.parsers.model import Line, Row


@cache
def _data() -> Any:
    return read_yaml(__package__, "furniture.yaml")


@cache
def _any_of(patterns: str) -> re.Pattern[str]:
    """One pattern for those of the data under this name."""
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in _data()[patterns]))


def _counts_pages(text: str, layout: PageLayout) -> bool:
    """As `is_page_number`, of a line in the margin of a page; its dashes may be misread."""
    return is_page_number(text) or (
        layout.page.witness == "ocr" and _any_of("worn_page_numbers").fullmatch(_key(text)) is not None
    )


def is_page_number(text: str) -> bool:
    """`- 3 -`, `3/27`, `3 ページ`: a line that only counts pages."""
    return _any_of("page_numbers").fullmatch(_key(text)) is not None


def printed_page(text: str) -> int | None:
    """The number that a line gives which only counts pages; None for any other line."""
    number = read_page_number(text) if is_page_number(text) else None
    return number[0] if number is not None else None


_DASH = pattern("page_marks", "dash")


def _key(text: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return _DASH.sub("-", folded)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", _key(text))


def _in_margin(row: Row, layout: PageLayout) -> bool:
    """Does a row stand in the margin, in no table or in a frame of its own?"""
    box, height = row.cells[0].bbox, layout.page.height
    if box is None or (row.table is not None and len(layout.grids[row.table].cells) > 1):
        return False
    margin = SETTINGS.margin * height
    return box[3] <= margin or box[1] >= height - margin


def _beside(layout: PageLayout) -> list[int]:
    """Rows left or right of everything else on the page: a page number set sideways there may be several rows."""
    left, right = SETTINGS.side_margin * layout.page.width, (1 - SETTINGS.side_margin) * layout.page.width
    if layout.grids:
        left, right = min(grid.xs[0] for grid in layout.grids), max(grid.xs[-1] for grid in layout.grids)
    found = []
    for i, row in enumerate(layout.rows):
        box = row.cells[0].bbox
        if row.table is None and len(row.cells) == 1 and box is not None and (box[2] <= left or box[0] >= right):
            found.append(i)
    return found


def _row_text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells)


def _units(layout: PageLayout) -> dict[tuple[int, ...], str]:
    """What may be furniture on a page: rows of its margins, each with its text."""
    units: dict[tuple[int, ...], str] = {(i,): _row_text(r) for i, r in enumerate(layout.rows) if _in_margin(r, layout)}
    beside = [i for i in _beside(layout) if (i,) not in units]
    if beside:
        downwards, upwards = (
            "".join(_row_text(layout.rows[i]) for i in order) for order in (beside, list(reversed(beside)))
        )
        units[tuple(beside)] = downwards if is_page_number(downwards) else upwards
    return units


def find_furniture(layouts: Sequence[PageLayout]) -> list[set[int]]:
    """For each page the indices of its rows that are furniture."""
    counts: Counter[str] = Counter()
    rule = _data()["repeats"]
    needed = max(rule["pages"], rule["share"] * len(layouts))
    counted = [a | b for a, b in zip(_counted(layouts), _feet(layouts, needed), strict=True)]
    margins = []
    for layout in layouts:
        units = _units(layout)
        margins.append(units)
        counts.update({_pattern(text) for text in units.values()})
    found = [
        edge
        | {
            i
            for rows, text in units.items()
            if _counts_pages(text, layout) or counts[_pattern(text)] >= needed
            for i in rows
        }
        for units, edge, layout in zip(margins, counted, layouts, strict=True)
    ]
    return [rows | framed for rows, framed in zip(found, _framed(layouts, found, needed), strict=True)]


def _framed(layouts: Sequence[PageLayout], found: Sequence[set[int]], needed: float) -> list[set[int]]:
    """Last rows of tables that hold nothing but the foot of so many other pages (an empty row runs down the page)."""
    counts = Counter(
        text
        for layout, rows in zip(layouts, found, strict=True)
        for text in {_pattern(_row_text(layout.rows[i])) for i in rows if layout.rows[i].table is None}
    )
    feet = {text for text, pages in counts.items() if pages >= needed}
    return [_last_framed(layout, feet) for layout in layouts]


def _last_framed(layout: PageLayout, feet: Set[str]) -> set[int]:
    last = len(layout.rows) - 1
    if last < 0 or layout.rows[last].table is None:
        return set()
    filled = [cell for cell in layout.rows[last].cells if cell.text.strip()]
    said = {_pattern(line.text) for cell in filled for line in cell.lines}
    words = [text for text in said if not is_page_number(text.replace("#", "1"))]
    return {last} if len(filled) == 1 and words and said <= feet else set()


def _counted(layouts: Sequence[PageLayout]) -> list[set[int]]:
    """Rows at the head or foot of what stands on a page, wherever that ends, whose numbers count the pages on.

    A sheet larger than its print has its page numbers in no margin.
    """
    edges = [dict(_edges(layout)) for layout in layouts]
    steps = Counter((last, n - at) for at, ends in enumerate(edges) for last, (_, n) in ends.items())
    least = _data()["repeats"]["pages"]
    return [{i for last, (i, n) in ends.items() if steps[last, n - at] >= least} for at, ends in enumerate(edges)]


_FOOT = 3
"""Lines of a foot at most."""
_LOWER = 0.5
"""Share of the page's height below which its foot stands."""
_PLACE = 4.0
"""Points within which lines stand at one place."""


def _feet(layouts: Sequence[PageLayout], needed: float) -> list[set[int]]:
    """The last rows of pages, behind all tables, that come back at one place of so many, be it in no margin: of pages
    that were made smaller to make room beside them."""
    places = [dict(_last_rows(layout)) for layout in layouts]
    counts = Counter(place for page in places for place in set(page.values()))
    return [{i for i, place in page.items() if counts[place] >= needed} for page in places]


def _last_rows(layout: PageLayout) -> Iterator[tuple[int, tuple[str, int, int]]]:
    """Of the last rows behind all tables, close to each other, their indices, what they say and where they stand."""
    below = None
    for i in range(len(layout.rows) - 1, max(-1, len(layout.rows) - 1 - _FOOT), -1):
        row = layout.rows[i]
        box = row.cells[0].bbox
        if row.table is not None or box is None or box[1] < _LOWER * layout.page.height:
            return
        if below is not None and below - box[3] > box[3] - box[1]:
            return
        below, text = box[1], _row_text(row)
        if not is_page_number(text):  # (numbers are known by counting)
            yield i, (_pattern(text), round((box[0] + box[2]) / 2 / _PLACE), round(box[3] / _PLACE))


def _edges(layout: PageLayout) -> Iterator[tuple[bool, tuple[int, int]]]:
    """Of the first and the last row (False, True) those in no table that are page numbers: their index and number."""
    for last, i in ((False, 0), (True, len(layout.rows) - 1)) if layout.rows else ():
        number = printed_page(_row_text(layout.rows[i])) if layout.rows[i].table is None else None
        if number is not None:
            yield last, (i, number)


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """All lines of the rows, in order."""
    return [line for row in rows for cell in row.cells for line in cell.lines]
