"""Loose lines of a dump that are no answers: feet of pages, and pages that stand in one cell above their own tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold

from ..layout.pages import counted_numbers
from ..notation.prefixes import starts
from ..notation.rows import is_page_line

_PAGE = 300
"""Letters of a page in one cell at least."""
_BELOW = 40
_WORD = 3
_COMPARED = 12
_FEWEST_CELLS = 4
"""So many cells of some letters below a line are looked for in it; half of them stand there in another order or with
other signs."""
_FOOT = re.compile(r"^(?P<text>\D{2,40}?)(?P<number>\d{1,3})?$")
_NUMBER = re.compile(r"\d{1,3}")
_FEWEST_FEET = 4


def with_page_ends(text: str) -> tuple[str, list[str]]:
    """The text with a form feed for each foot of a page, and these feet: a line printed again and again, whose number
    (on it, or alone on the next one that is not empty) counts on each time; a bare number that counts on, where no
    line says more."""
    lines = text.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    feet: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    for at, below in zip(filled, [*filled[1:], -1], strict=True):
        match = _FOOT.match(fold(lines[at])) if "|" not in lines[at] else None
        if match is None or starts(lines[at]) is not None:
            continue
        number = match["number"] or (fold(lines[below]) if below >= 0 else "")
        if _NUMBER.fullmatch(number):
            places = [at] if match["number"] else [at, below]
            feet[match["text"]].append((int(number), places))
    gone: dict[int, str] = {}
    for found in feet.values():
        numbers = [number for number, _ in found]
        if len(found) >= _FEWEST_FEET and all(a < b for a, b in pairwise(numbers)):
            gone |= {at: "\f" if at == places[0] else "" for _, places in found for at in places}
    if not gone and not any(map(is_page_line, lines)):
        bare = counted_numbers(lines)
        gone = dict.fromkeys(bare if len(bare) > _FEWEST_FEET else (), "\f")
    aside = [lines[at] for at in sorted(gone)]
    return "\n".join(gone.get(at, line) for at, line in enumerate(lines)), aside


def without_frames(text: str) -> str:
    """The text of a tab dump without the lines that hold a whole page in one cell, a frame around its tables: the
    tables themselves stand below, and what is in both is read once."""
    lines = text.split("\n")
    return "\n".join(line for at, line in enumerate(lines) if not _is_frame(line, lines[at + 1 : at + _BELOW]))


def _is_frame(line: str, below: Sequence[str]) -> bool:
    if "\t" in line.strip() or len(line) < _PAGE:
        return False
    key = fold(line)
    words = (fold(cell) for row in below for cell in row.split("\t"))
    cells = [word for word in words if len(word) >= _WORD][:_COMPARED]
    return len(cells) >= _FEWEST_CELLS and sum(cell in key for cell in cells) * 2 >= len(cells)
