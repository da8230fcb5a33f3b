"""Words that reach over a rule: cut where two cells' texts were run together, kept where one text runs over its cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from parsers.layout.grid import Grid
from parsers.layout.settings import SETTINGS
from parsers.layout.words import union
from parsers.model import Word


def cut_at_rules(words: Sequence[Word], grids: Sequence[Grid], characters: Callable[[], Sequence[Word]]) -> list[Word]:
    """The words, those that reach over a wall of their table replaced by their pieces."""
    crossing = {i: walls for i, word in enumerate(words) if (walls := _walls_crossed(word, grids))}
    if not crossing:
        return list(words)
    letters = characters()
    result: list[Word] = []
    for i, word in enumerate(words):
        result += _pieces(word, crossing[i], letters) if i in crossing else [word]
    return result


def _walls_crossed(word: Word, grids: Sequence[Grid]) -> list[float]:
    x0, y0, x1, y1 = word.bbox
    y = (y0 + y1) / 2
    if len(word.text) < 2:
        return []
    for grid in grids:
        if not grid.ys[0] <= y <= grid.ys[-1]:
            continue
        row = bisect_right(grid.ys, y) - 1
        if not 0 <= row < len(grid.owner):
            return []
        owner = grid.owner[row]
        slack = 0.3 * word.size
        first, last = bisect_right(grid.xs, x0 + slack), bisect_right(grid.xs, x1 - slack) - 1
        return [grid.xs[j] for j in range(max(first, 1), last + 1) if j < len(owner) and owner[j - 1] != owner[j]]
    return []


def _pieces(word: Word, walls: Sequence[float], letters: Sequence[Word]) -> list[Word]:
    x0, y0, x1, y1 = word.bbox
    own = [c for c in letters if x0 - 0.1 <= (c.bbox[0] + c.bbox[2]) / 2 <= x1 + 0.1 and y0 <= (c.bbox[1] + c.bbox[3]) / 2 <= y1]
    own.sort(key=lambda c: c.bbox[0])
    groups: list[list[Word]] = [[]]
    for char in own:
        if groups[-1] and _parted(groups[-1][-1], char, walls):
            groups.append([])
        groups[-1].append(char)
    if len(groups) < 2:
        return [word]
    return [Word("".join(c.text for c in g), union(c.bbox for c in g), word.size, word.origin, word.confidence) for g in groups]


def _parted(left: Word, right: Word, walls: Sequence[float]) -> bool:
    gap = right.bbox[0] - left.bbox[2]
    if gap < SETTINGS.cell_gap * left.size:
        return False
    return any(left.bbox[2] - 0.5 <= wall <= right.bbox[0] + 0.5 for wall in walls)
