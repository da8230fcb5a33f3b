"""Rows of a table without lines: level cuts through its columns of text, at the least cost.

The lines of all columns are given; a cut may lie wherever no line is in its way. What a row costs is the caller's to
say (`costs`): that its label is none, that label and answer do not stand level. What a cut costs is said here: lines of
one text follow each other evenly, so a cut between two such lines is dear, and an uneven gap inside a row too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.parsers.layout.unruled.tears import tears
from hyokasho.parsers.layout.unruled.text_rows import TextLine

_CORE = 0.28
"""Share of a line's height above and below its middle that a cut may not touch."""
_EVEN = 0.12
"""Share of the usual distance of two lines by which a distance is still the usual one (or twice: a blank line)."""
_FAR = 2.4
"""Usual distances from which two lines belong together by nothing but their row."""

_OFTEN = 0.08
"""Share of the distances of a page that is no chance."""

TORN = 1.5
"""Cost of a cut between two lines that follow each other as lines of one text do."""
UNEVEN = 0.8
"""Cost of a gap inside a row that lines of one text do not leave."""
BARRED = 1e6
_ROUNDING = 1e-9

Columns = Sequence[Sequence[TextLine]]
RowCosts = Callable[[Sequence["Cut"], int], Callable[[int, float], float]]
"""Of some cuts, the costs (0 or more) of the rows to cut `end`, by the cut that they begin at; asked where it matters.

The second argument is a limit: what costs that or more may be told as anything that does. A row from the first of the
cuts is the first one, a row to the last of them the last one.
"""

Steps = Sequence[Sequence[tuple[float, float]]]
"""For each column, for each two neighbouring lines: cost of a cut between them, and of none."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A level at which rows may part: `y` in points, the number of lines above it in each column, drawn or not."""

    y: float
    above: tuple[int, ...]
    drawn: bool = False


def cuts_between(columns: Columns, drawn: Sequence[float] = ()) -> list[Cut]:
    """The places where no line is in the way, top to bottom, the ends among them. `drawn`: y of borders seen."""
    marked = sorted(
        (line.middle - _CORE * line.height, line.middle + _CORE * line.height, k)
        for k, column in enumerate(columns)
        for line in column
    )
    if not marked:
        return []
    counts = [0] * len(columns)
    cuts = [Cut(marked[0][0], tuple(counts))]
    reach = marked[0][1]
    for top, bottom, column in marked:
        if top > reach and any(counts):
            seen = [y for y in drawn if reach - 1 <= y <= top + 1]
            cuts.append(Cut(seen[0] if seen else (reach + top) / 2, tuple(counts), bool(seen)))
        counts[column] += 1
        reach = max(reach, bottom)
    cuts.append(Cut(reach, tuple(counts)))
    return cuts


def usual_distance(columns: Columns) -> float | None:
    """Distance of the middles of two lines of one text on a page, in points; None where no two lines follow closely.

    The least distance that is seen again and again: rows lie further apart than the lines of a text.
    """
    steps = [
        b.middle - a.middle
        for column in columns
        for a, b in pairwise(column)
        if b.middle - a.middle < 2.2 * min(a.height, b.height) and not (a.is_piece or b.is_piece)
    ]
    if not steps:
        return None
    counted = Counter(round(step * 2) for step in steps)
    often = [step for step in counted if sum(counted[step + k] for k in (-1, 0, 1)) >= max(2, _OFTEN * len(steps))]
    least = min(often, default=min(counted))
    return max((counted[least + k], least + k) for k in (0, 1))[1] / 2


def best_rows(
    columns: Columns,
    cuts: Sequence[Cut],
    manners: Sequence[RowCosts],
    usual: float | None,
    *,
    only_drawn: bool = False,
    steps: Steps | None = None,
    places: int | None = None,
) -> list[tuple[float, list[tuple[Cut, Cut]]]]:
    """The rows of least cost, each from one cut to another, and that cost, for each manner of reckoning what rows cost.

    `only_drawn`: rows part at borders only. `usual`: the distance of two lines of one text, in points. `steps`: what is
    known instead where places are coarse. `places`: the column in which numbers are those of the form (labels, places).
    """
    gaps = _Gaps(columns, usual, steps, places)
    allowed = [c for i, c in enumerate(cuts) if not only_drawn or c.drawn or i in (0, len(cuts) - 1)]
    torn = [gaps.torn(cut) for cut in allowed]
    low, parted = 0, list[tuple[int, list[float]]]()
    for end in range(1, len(allowed)):
        low = end - 1 if allowed[end - 1].drawn else low
        parted.append((low, gaps.inside(allowed, low, end)))
        _add_tears(parted[-1][1], torn, allowed, low, end)
    return [_cheapest(allowed, costs, parted) for costs in manners]


def _add_tears(found: list[float], torn: Sequence[Sequence[float]], cuts: Sequence[Cut], low: int, end: int) -> None:
    """Add to each of `found`, for rows from the cuts from `low` on to the cut `end`, what the cut above the row tears:
    in the columns in which the row has lines. One without parts nothing there that its neighbours do not part."""
    for start in range(end - 1, low - 1, -1):
        top, bottom = cuts[start].above, cuts[end].above
        if any(torn[start]):
            found[start - low] += sum(c for c, a, b in zip(torn[start], top, bottom, strict=True) if a < b)


def _cheapest(
    allowed: Sequence[Cut], costs: RowCosts, parted: Sequence[tuple[int, Sequence[float]]]
) -> tuple[float, list[tuple[Cut, Cut]]]:
    """The rows of least cost between the allowed cuts. `parted`: for each but the first, the first cut at which a row
    may begin that ends there, and from that cut on what the gaps in it and the cut above it cost."""
    best: list[float] = [0.0] + [BARRED] * (len(allowed) - 1)
    before = [0] * len(allowed)
    for end, (low, found) in enumerate(parted, 1):
        cost = costs(allowed, end)
        for start in range(end - 1, low - 1, -1):
            known = best[start] + found[start - low]
            if known >= best[end]:
                continue  # whatever the row costs
            total = known + cost(start, best[end] - known + _ROUNDING)
            if total < best[end]:
                best[end], before[end] = total, start
    rows: list[tuple[Cut, Cut]] = []
    end = len(allowed) - 1
    while end > 0:
        rows.append((allowed[before[end]], allowed[end]))
        end = before[end]
    return best[-1], rows[::-1]


class _Gaps:
    """What the gaps between neighbouring lines of each column say."""

    def __init__(self, columns: Columns, usual: float | None, known: Steps | None, places: int | None) -> None:
        self._torn: list[list[float]] = []
        self._uneven: list[list[float]] = []
        for k, column in enumerate(columns):
            steps = [self._step(a, b, usual) for a, b in pairwise(column)] if known is None else known[k]
            worded = tears(column, counts=k != places)
            self._torn.append([max(torn, word) for (torn, _), word in zip(steps, worded, strict=False)])
            sums = [0.0]
            for _, uneven in steps:
                sums.append(sums[-1] + uneven)
            self._uneven.append(sums)

    @staticmethod
    def _step(above: TextLine, below: TextLine, usual: float | None) -> tuple[float, float]:
        """Costs of a cut between two lines, and of none."""
        if usual is None:
            return 0.0, 0.0
        times = (below.middle - above.middle) / usual
        if above.is_piece or below.is_piece:
            return (TORN / 2 if times <= 1 + _EVEN else 0.0), 0.0
        if times <= 1 + _EVEN:
            return TORN, 0.0
        even = times < _FAR and abs(times - round(times)) <= _EVEN
        return 0.0, 0.0 if even else UNEVEN

    def torn(self, cut: Cut) -> list[float]:
        """Costs of a cut, by the column: the lines that it parts."""
        if cut.drawn:
            return [0.0] * len(self._torn)
        return [steps[n - 1] if 0 < n <= len(steps) else 0.0 for steps, n in zip(self._torn, cut.above, strict=True)]

    def inside(self, cuts: Sequence[Cut], low: int, end: int) -> list[float]:
        """Costs of the gaps between each of the cuts from `low` and the cut `end`."""
        totals = [0.0] * (end - low)
        for k, (sums, b) in enumerate(zip(self._uneven, cuts[end].above, strict=True)):
            for i in range(end - low) if sums[-1] else ():
                a = cuts[low + i].above[k]
                if b - a > 1:
                    totals[i] += sums[b - 1] - sums[a]
        return [min(total, 3 * UNEVEN) for total in totals]
