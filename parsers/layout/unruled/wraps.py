"""Where the lines of a column of a layout text run on, by how many letters fill the column.

A layout text has no distances that part rows, but a letter is a letter: a line on which the first letters of the next
one would still have found room ends its paragraph, and one that is full is likely to go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hyokasho.normalizers.lines import columns
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.layout.unruled.text_rows import TextLine

_FULL_CUT, _ENDED_CUT, _BEGUN_CUT = 2.0, 0.3, 3.0
"""Costs of a cut: behind a full line, behind a full line that ends a sentence, before what begins no line."""
_SHORT = 1.0
"""Cost of no cut between a line that is not full and one that begins no paragraph."""
_OFTEN = 2
"""Lines of about one width that are no chance."""
_ENDS = pattern("sentences", "ends_text")
_OPENS = pattern("sentences", "opens_paragraph")
_NO_START = pattern("sentences", "no_line_start")
_HEAD = pattern("sentences", "line_head")


def wrap_costs(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """For each two neighbouring lines of a column the cost of a cut between them, and of none."""
    texts = [" ".join(word.text for word in line.words) for line in lines]
    widths = sorted(map(columns, texts), reverse=True)
    often = (w for w in widths if sum(abs(w - other) <= 2 for other in widths) >= _OFTEN)
    capacity = next(often, widths[0] if widths else 0)
    return [_cost(above, below, capacity) for above, below in pairwise(texts)]


def _cost(above: str, below: str, capacity: int) -> tuple[float, float]:
    if _NO_START.match(below):
        return _BEGUN_CUT, 0.0
    head = _HEAD.match(below)
    opens, ended = _OPENS.match(below) is not None, _ENDS.search(above) is not None
    if columns(above) + columns(head[0] if head else "") > capacity:
        return (_ENDED_CUT if ended or opens else _FULL_CUT), 0.0
    return 0.0, (0.0 if opens or ended else _SHORT)
