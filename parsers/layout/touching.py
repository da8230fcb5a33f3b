"""Letters that a file draws one by one, in any order, put together to the words that they are on the page.

MuPDF parts words by the order of drawing; who looks for columns by gaps needs to see what stands together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import Rule, Word

_MOST = 0.5
"""Share of a page's words that are single letters, where letters are drawn one by one."""
_LEVEL, _GAP = 0.2, 0.12
"""Type heights by which the feet of letters on one line may differ, and their sides where they touch."""
_BRACKETS = frozenset(signs().open + signs().close)


def join_touching(words: Sequence[Word], rules: Sequence[Rule] = ()) -> list[Word]:
    """The words, single letters of one line joined that touch, on a page where most are single letters; none across an
    upright rule. Brackets stay by themselves."""
    letters = [word for word in words if _is_letter(word)]
    if not letters or len(letters) < _MOST * len(words):
        return list(words)
    uprights = [rule for rule in rules if not rule.horizontal]
    joined: dict[int, Word | None] = {}
    for run in _runs(letters, uprights):
        if len(run) > 1:
            joined.update((id(letter), None) for letter in run)
            joined[id(run[0])] = _one(run)
    shown = (joined.get(id(word), word) for word in words)
    return [word for word in shown if word is not None]


def _is_letter(word: Word) -> bool:
    return word.origin == "glyph" and len(word.text) == 1 and word.text not in _BRACKETS


def _runs(letters: Sequence[Word], uprights: Sequence[Rule]) -> list[list[Word]]:
    """The letters of each word, left to right."""
    lines: list[list[Word]] = []
    for word in sorted(letters, key=lambda w: w.bbox[3]):
        if lines and abs(word.bbox[3] - lines[-1][-1].bbox[3]) <= _LEVEL * _height(word):
            lines[-1].append(word)
        else:
            lines.append([word])
    runs: list[list[Word]] = []
    for line in lines:
        ordered = sorted(line, key=lambda w: w.bbox[0])
        runs.append(ordered[:1])
        for last, word in pairwise(ordered):
            if _touch(last, word) and not _is_parted(last, word, uprights):
                runs[-1].append(word)
            else:
                runs.append([word])
    return runs


def _touch(left: Word, right: Word) -> bool:
    height = _height(left)
    near = abs(right.bbox[0] - left.bbox[2]) <= _GAP * height
    return near and abs(_height(right) - height) <= _GAP * height


def _is_parted(left: Word, right: Word, uprights: Sequence[Rule]) -> bool:
    middle, x0, x1 = (left.bbox[1] + left.bbox[3]) / 2, left.bbox[0], right.bbox[2]
    return any(x0 < rule.x0 < x1 and rule.y0 <= middle <= rule.y1 for rule in uprights)


def _height(word: Word) -> float:
    return word.bbox[3] - word.bbox[1]


def _one(run: Sequence[Word]) -> Word:
    text = "".join(word.text for word in run)
    return Word(text, union(word.bbox for word in run), run[0].size, run[0].origin, min(w.confidence for w in run))
