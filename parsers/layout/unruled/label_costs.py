"""What a row of labels and answers costs on a page without lines: a label that is none, an answer that stands apart.

Asked for nearly every two cuts between two headings, once for each manner of standing level; so what a run of labels
says is kept, and a row that is known to be too dear is not reckoned to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.row_cuts import Cut, RowCosts
from hyokasho.parsers.layout.unruled.tears import misfit_kind, misfits
from hyokasho.parsers.layout.unruled.text_rows import TextLine

_ORPHAN = 5.0
"""Cost of an answer without a label; at an end of a page its label, set in the middle, may stand on the other one."""
_ORPHAN_AT_END = 1.0
_EMPTY = 1.2
"""Cost of a label without an answer."""
_ALONE = 0.3
"""Cost of a text that is no label and has no answer: a short line of a text across the table."""
_APART = 3.0
"""Cost of white space inside a label."""
_WHITE = 1.5
"""Line heights between the lines of a label from which it is white space (an answer's line may stand between)."""
_WORST = 6.0
"""Cost of a label that stands nowhere near the middle of its answer."""
_OFF, _OFF_SQUARE, _FAR_OFF = 1.25, 0.35, 3.0
"""Costs of a label of a layout text off the middle of its answer: by its heights, by their square, up to so many."""

Mode = Literal["middle", "top"]
Above = tuple[int, ...]
"""Numbers of labels and of answers above a cut."""


class LabelCosts:
    """The costs of the rows that the labels and answers between two headings may make, for either `Mode`.

    `first`, `last`: nothing of the page stands above, below them. `coarse`: the distances of lines tell nothing.
    """

    def __init__(
        self, labels: Sequence[TextLine], answers: Sequence[TextLine], *, first: bool, last: bool, coarse: bool
    ) -> None:
        self._labels, self._answers = labels, answers
        self._first, self._last, self._coarse = first, last, coarse
        self._keys = [line.key for line in labels]
        self._read: dict[tuple[int, int], tuple[float, str | None, float]] = {}
        self._misfits: dict[tuple[str, int], list[float]] = {}

    def by(self, mode: Mode) -> RowCosts:
        """The costs, labels and answers level in the middle of their row or at its top."""

        def costs(cuts: Sequence[Cut], end: int) -> Callable[[int, float], float]:
            bottom, last = cuts[end].above, end == len(cuts) - 1
            b, d = bottom
            read, row = self._read, self.row

            def cost(start: int, limit: float) -> float:
                top = cuts[start].above
                a = top[0]
                if a == b:
                    return self._orphan(start == 0, last)
                known = read.get((a, b))
                if known is not None and known[0] >= limit and top[1] != d:
                    return known[0]
                return row(mode, top, bottom, start == 0, last, limit)

            return cost

        return costs

    def row(self, mode: Mode, top: Above, bottom: Above, first: bool, last: bool, limit: float = float("inf")) -> float:
        """The cost of the row between two cuts; anything from `limit` on where it is that or more."""
        (a, c), (b, d) = top, bottom
        if a == b:
            return self._orphan(first, last)
        total, kind, apart = self._read.get((a, b)) or self._label(a, b)
        if c == d:
            return total + (_EMPTY if total < form_words.UNKNOWN else _ALONE)
        if total >= limit:
            return total
        if kind is not None:
            total += self._misfit(kind, c)[d - c - 1]
        total += apart
        if total >= limit:
            return total
        return self._with_place(total, mode, top, bottom, first and self._first, last)

    def _orphan(self, first: bool, last: bool) -> float:
        return _ORPHAN_AT_END if (first and self._first) or (last and self._last) else _ORPHAN

    def _label(self, a: int, b: int) -> tuple[float, str | None, float]:
        """Of a run of labels: what it costs, the kind of answer that it asks for, and what its white space costs."""
        keys, lines = tuple(self._keys[a:b]), self._labels[a:b]
        gap = max((below.y0 - above.y1 for above, below in pairwise(lines)), default=0.0)
        kind = misfit_kind(form_words.bare_key("".join(keys)))
        found = form_words.label_cost(keys), kind, _APART if gap > _WHITE * lines[0].height else 0.0
        self._read[a, b] = found
        return found

    def _misfit(self, kind: str, c: int) -> list[float]:
        """What does not fit of the answer from line `c` on, by the number of its lines less one."""
        found = self._misfits.get((kind, c))
        if found is None:
            found = self._misfits[kind, c] = misfits(kind, self._answers[c:])
        return found

    def _with_place(self, total: float, mode: Mode, top: Above, bottom: Above, first: bool, last: bool) -> float:
        """The cost with that of standing apart; `first`, `last`: the end of the page may have cut the row there. What
        is cut off lies beyond that end, so that the middle of the whole is nearer to it than that of the part."""
        label, answer = self._labels[top[0]], self._answers[top[1]]
        height = label.height
        if mode == "top":
            lower = label.middle - answer.middle
        else:
            lower = (label.y0 + self._labels[bottom[0] - 1].y1 - answer.y0 - self._answers[bottom[1] - 1].y1) / 2
        times = abs(lower) / height
        if self._coarse:
            return total + times * _OFF + min(times, _FAR_OFF) ** 2 * _OFF_SQUARE
        cut = (first and lower <= 0) or (last and lower >= 0)
        return total + min(times, _WORST) * (0.5 if cut else 1.0)
