"""Lines of text by their places, and the dealing out of answers to the labels that stand in their middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.model import Word

_EMPTY = 7.0
"""Cost of a label without an answer; of a label one point off the middle of its answer: 1."""
_STRAY = 12.0
"""Cost of answers without a label, at the top of a page (they go on from the page before)."""


@dataclass(slots=True)
class TextLine:
    """Words of one height; `y0`, `y1` in points."""

    words: list[Word] = field(default_factory=list)

    @property
    def y0(self) -> float:
        return min(word.bbox[1] for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.bbox[3] for word in self.words)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def key(self) -> str:
        return fold("".join(word.text for word in sorted(self.words, key=lambda word: word.bbox[0])))


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """Words of one height together, top to bottom."""
    lines: list[TextLine] = []
    for word in sorted(words, key=lambda w: w.bbox[1] + w.bbox[3]):
        if lines and level(lines[-1], word):
            lines[-1].words.append(word)
        else:
            lines.append(TextLine([word]))
    return lines


def level(line: TextLine, word: Word) -> bool:
    """Does a word stand on this line?"""
    overlap = min(line.y1, word.bbox[3]) - max(line.y0, word.bbox[1])
    return overlap >= 0.5 * min(line.y1 - line.y0, word.bbox[3] - word.bbox[1])


def dealt(labels: Sequence[TextLine], answers: Sequence[TextLine], *, first: bool) -> list[list[TextLine]]:
    """Answers in runs, one per label, preceded by those that have none; the labels stand nearest to the middles."""
    count = len(answers)
    costs = [(_STRAY if first else 3 * _STRAY) if n else 0.0 for n in range(count + 1)]
    cuts: list[list[int]] = []
    for label in labels:
        nexts, chosen = [], []
        for end in range(count + 1):
            options = [(costs[start] + _cost(label, answers[start:end]), start) for start in range(end + 1)]
            cost, start = min(options)
            nexts.append(cost)
            chosen.append(start)
        costs = nexts
        cuts.append(chosen)
    ends = [count]
    for chosen in reversed(cuts):
        ends.append(chosen[ends[-1]])
    ends.reverse()
    return [list(answers[: ends[0]]), *(list(answers[a:b]) for a, b in pairwise(ends))]


def _cost(label: TextLine, group: Sequence[TextLine]) -> float:
    if not group:
        return _EMPTY
    return abs(label.middle - (group[0].y0 + group[-1].y1) / 2)
