"""Letters that a file draws one by one, in any order, put together to the words that they are on the page.

MuPDF parts words by the order of drawing; who looks for columns by gaps needs to see what stands together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hyokasho.parsers.layout.spread import BRACKETS, height_of, levels, one_word, put_together
from hyokasho.parsers.model import Rule, Word

_MOST = 0.5
"""Share of a page's words that are single letters, where letters are drawn one by one."""
_GAP = 0.12
"""Type heights between the sides of letters that touch, and by which their own heights may differ."""


def join_touching(words: Sequence[Word], rules: Sequence[Rule] = ()) -> list[Word]:
    """The words, single letters of one line joined that touch, on a page where most are single letters; none across an
    upright rule. Brackets stay by themselves."""
    letters = [word for word in words if _is_letter(word)]
    if not letters or len(letters) < _MOST * len(words):
        return list(words)
    uprights = [rule for rule in rules if not rule.horizontal]
    runs = (run for run in _runs(letters, uprights) if len(run) > 1)
    return put_together(words, ((run, one_word(run, run[0].size)) for run in runs))


def _is_letter(word: Word) -> bool:
    return word.origin == "glyph" and len(word.text) == 1 and word.text not in BRACKETS


def _runs(letters: Sequence[Word], uprights: Sequence[Rule]) -> list[list[Word]]:
    """The letters of each word, left to right."""
    runs: list[list[Word]] = []
    for line in levels(letters):
        runs.append(line[:1])
        for last, word in pairwise(line):
            if _touch(last, word) and not _is_parted(last, word, uprights):
                runs[-1].append(word)
            else:
                runs.append([word])
    return runs


def _touch(left: Word, right: Word) -> bool:
    height = height_of(left)
    near = abs(right.bbox[0] - left.bbox[2]) <= _GAP * height
    return near and abs(height_of(right) - height) <= _GAP * height


def _is_parted(left: Word, right: Word, uprights: Sequence[Rule]) -> bool:
    middle, x0, x1 = (left.bbox[1] + left.bbox[3]) / 2, left.bbox[0], right.bbox[2]
    return any(x0 < rule.x0 < x1 and rule.y0 <= middle <= rule.y1 for rule in uprights)
