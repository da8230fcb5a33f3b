"""Print laid-out pages as plain text in columns, the way `pdftotext -layout` leaves them.

A letter of any width takes one column. What begins at one place of a page begins in one column, as far right as the
longest text left of it asks; single lines are shifted by some columns. Form feeds and page numbers may be lost.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.typeset import Run

Text = tuple[float, float, Run]

_SHIFTED = 0.04
"""Share of the lines that are shifted."""
_LEVEL = 0.45
"""Type heights within which texts stand on one line."""
_BLANK_LINE = 1.9
"""Type heights between lines from which a blank one is printed."""


def layout_text(pages: Sequence[PrintedPage], seed: int) -> str:
    """The text of all pages. The widths of columns, the shifts and what is lost are drawn from the seed."""
    rng = random.Random(f"layout-{seed}")
    end = rng.choice(("\f", "", ""))
    unit = rng.uniform(0.95, 1.1)
    return end.join("\n".join(_page(page, unit, rng)) + "\n" for page in pages)


def _page(page: PrintedPage, unit: float, rng: random.Random) -> list[str]:
    lines = _lines(page)
    columns = _columns(lines, unit)
    shown: list[str] = []
    before: float | None = None
    for line in lines:
        size = max(run.size for _, _, run in line)
        if before is not None and line[0][1] - before > _BLANK_LINE * size:
            shown.append("")
        before = line[0][1]
        shown.append(_line(line, columns, rng.choice((-2, -1, 1, 2)) if rng.random() < _SHIFTED else 0))
    return shown


def _lines(page: PrintedPage) -> list[list[Text]]:
    """The texts of a page by lines, left to right."""
    lines: list[list[Text]] = []
    for text in sorted(page.texts, key=lambda text: text[1]):
        if lines and text[1] - lines[-1][0][1] < _LEVEL * text[2].size:
            lines[-1].append(text)
        else:
            lines.append([text])
    return [sorted(line, key=lambda text: text[0]) for line in lines]


def _columns(lines: Sequence[Sequence[Text]], unit: float) -> dict[int, int]:
    """The column of each place at which texts begin (in whole points), left to right."""
    left = min((line[0][0] for line in lines), default=0.0)
    beside = [(a, b) for line in lines for a, b in pairwise(line)]
    columns: dict[int, int] = {}
    for x in sorted({round(text[0]) for line in lines for text in line}):
        sizes = [text[2].size for line in lines for text in line if round(text[0]) == x]
        least = round((x - left) / (max(sizes) * unit))
        ends = [_end(a, columns) + 1 + (b[0] - a[0] > 0) for a, b in beside if round(b[0]) == x]
        columns[x] = max([least, *ends])
    return columns


def _end(text: Text, columns: dict[int, int]) -> int:
    return columns[round(text[0])] + len(text[2].text)


def _line(line: Sequence[Text], columns: dict[int, int], shift: int) -> str:
    shown = ""
    for x, _, run in line:
        column = max(0, columns[round(x)] + (shift if shown or columns[round(x)] > abs(shift) else 0))
        shown = shown.ljust(max(column, len(shown) + 1 if shown else 0)) + run.text
    return shown.rstrip()
