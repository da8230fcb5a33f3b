"""Words that reach over a rule: cut where two cells' texts ran together, kept where one text runs over its cell."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from hyokasho.normalizers.wareki import find_dates
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.grid import Grid
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.words import are_apart, spaced_text, union
from hyokasho.parsers.model import Word

_SLACK = 0.1
"""Share of the type height by which a word must reach over a wall on both sides: a dash or a bracket behind it is no
wider."""

_GAP = 1.0
"""Points on either side of a cut through a word whose letters are not known."""

Characters = Callable[[], Sequence[Word]]
"""Gives every character of a page as a word."""


def cut_at_rules(words: Sequence[Word], grids: Sequence[Grid], characters: Characters) -> list[Word]:
    """The words, those that reach over a wall of their table replaced by their pieces."""
    xs = sorted({x for grid in grids for x in grid.xs})
    crossing = {
        i: walls for i, word in enumerate(words) if _may_cross(word, xs) and (walls := _walls_crossed(word, grids))
    }
    return _in_pieces(words, crossing, characters)


def cut_at_walls(words: Sequence[Word], walls: Sequence[float], characters: Characters | None) -> list[Word]:
    """The words, those cut that reach over a wall (x, in points) from a text that ends before it into one behind it."""
    if characters is None or not walls:
        return list(words)
    crossing = {i: over for i, word in enumerate(words) if (over := [x for x in walls if _reaches_over(word, x)])}
    return _in_pieces(words, crossing, characters, whole=True)


def cut_behind_dates(words: Sequence[Word], end: float, characters: Characters | None) -> list[Word]:
    """The words, those that begin left of `end` (x, in points) with a date cut behind it: a date that fills its column
    leaves no gap to the text of the next. Where no characters are known, each has its share of the word's box."""
    found = {i: at for i, word in enumerate(words) if word.bbox[0] < end and (at := _letters_of_date(word.text))}
    if not found:
        return list(words)
    letters = _Letters(characters()) if characters is not None else None
    result: list[Word] = []
    for i, word in enumerate(words):
        at = found.get(i, 0)
        run = (letters.of(word) if letters is not None else _shares(word)) if at else []
        if not run:
            result.append(word)
            continue
        date, rest = _joined(run[:at], word), _joined(run[at:], word)
        result += [date, rest] if letters is not None else _parted_at(date, rest, end)
    return result


def _letters_of_date(text: str) -> int:
    """How many letters, blanks apart, the date has that a text begins with; 0 where nothing else follows."""
    date = next(iter(find_dates(text)), None)
    begins = date is not None and not date.start and text[date.end :].strip()
    return len("".join(text[: date.end].split())) if date is not None and begins else 0


def _parted_at(date: Word, rest: Word, wall: float) -> tuple[Word, Word]:
    """A date and what follows it with a gap between, as there is one; behind the wall, if that may stand there."""
    end, start = date.bbox[2] - _GAP, rest.bbox[0] + _GAP
    start = max(start, wall) if wall < rest.bbox[2] else start
    return replace(date, bbox=(*date.bbox[:2], end, date.bbox[3])), replace(rest, bbox=(start, *rest.bbox[1:]))


def _shares(word: Word) -> list[Word]:
    """The characters of a word, each with its share of the box: wide ones are twice as wide as narrow ones."""
    x0, y0, x1, y1 = word.bbox
    text = "".join(word.text.split())
    ends = [*accumulate((2 if east_asian_width(sign) in "WFA" else 1 for sign in text), initial=0)]
    steps = [x0 + (x1 - x0) * end / ends[-1] for end in ends]
    return [
        Word(sign, (a, y0, b, y1), word.size, word.origin, word.confidence)
        for sign, (a, b) in zip(text, pairwise(steps), strict=True)
    ]


def cut_at_gaps(words: Sequence[Word], characters: Characters) -> list[Word]:
    """The words, cut behind letters that are followed by a gap and no blank: the next text begins right where the gap
    behind the last letter of one that is spread ends, and is read as one with it."""
    letters = _Letters(characters())
    result: list[Word] = []
    for word in words:
        groups: list[list[Word]] = [[]]
        for char, blank in _with_blanks(word, letters) if len(word.text) > 1 and not word.text.isascii() else ():
            last = groups[-1][-1] if groups[-1] else None
            if last is not None and not blank and last.text.isalnum() and are_apart(last, char, last.size):
                groups.append([])
            groups[-1].append(char)
        result += [_joined(group, word) for group in groups] if len(groups) > 1 else [word]
    return result


def _with_blanks(word: Word, letters: _Letters) -> Iterator[tuple[Word, bool]]:
    """The characters of a word, each with whether a blank stands before it."""
    run = iter(letters.of(word))
    for before, char in pairwise(f" {word.text}"):
        if not char.isspace() and (letter := next(run, None)) is not None:
            yield letter, before.isspace()


def _in_pieces(
    words: Sequence[Word], crossing: Mapping[int, Sequence[float]], characters: Characters, *, whole: bool = False
) -> list[Word]:
    """The words, each cut at the walls that it crosses (by its place among them); `whole`: but spread ones."""
    if not crossing:
        return list(words)
    letters = _Letters(characters())
    result: list[Word] = []
    for i, word in enumerate(words):
        result += _pieces(word, crossing[i], letters, whole) if i in crossing else [word]
    return result


def _reaches_over(word: Word, wall: float) -> bool:
    slack = _SLACK * word.size
    return word.bbox[0] + slack < wall < word.bbox[2] - slack


def _may_cross(word: Word, xs: Sequence[float]) -> bool:
    """Quick look, for every word of a page: does any wall of the page lie between its ends?"""
    x0, _, x1, _ = word.bbox
    slack = _SLACK * word.size
    return bisect_right(xs, x0 + slack) < bisect_right(xs, x1 - slack)


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
        slack = _SLACK * word.size
        first, last = bisect_right(grid.xs, x0 + slack), bisect_right(grid.xs, x1 - slack) - 1
        return [grid.xs[j] for j in range(max(first, 1), last + 1) if j < len(owner) and owner[j - 1] != owner[j]]
    return []


class _Letters:
    """The characters of a page in the order of the source, found again by the words they spell."""

    def __init__(self, letters: Sequence[Word]) -> None:
        self.letters = letters
        self.starts: dict[tuple[str, int], list[int]] = {}
        for i, letter in enumerate(letters):
            self.starts.setdefault((letter.text, round(letter.bbox[0])), []).append(i)

    def of(self, word: Word) -> list[Word]:
        """The run of characters that spells a word and begins where it begins; empty if there is none."""
        x0, y0, _, y1 = word.bbox
        spelled = "".join(word.text.split())
        size = len(spelled)
        indent = (len(word.text) - len(word.text.lstrip())) * (y1 - y0)  # (wide spaces are no letters)
        for near in (0, -1, 1, *range(2, 1 + math.ceil(indent))):
            for i in self.starts.get((spelled[:1], round(x0) + near), ()):
                letter = self.letters[i]
                if -0.6 < letter.bbox[0] - x0 < 0.6 + indent and y0 - 1 <= letter.bbox[1] <= y1:
                    run = self.letters[i : i + size]
                    if "".join(c.text for c in run) == spelled:
                        return list(run)
        return []


def _pieces(word: Word, walls: Sequence[float], letters: _Letters, whole: bool) -> list[Word]:
    groups: list[list[Word]] = [[]]
    run = letters.of(word)
    for char in () if whole and _are_spread(run) else run:
        if groups[-1] and _parted(groups[-1][-1], char, walls):
            groups.append([])
        groups[-1].append(char)
    if whole and len(groups) < 2:
        groups = _at_date(word.text, run, walls)
    if len(groups) < 2:
        return [word]
    return [_joined(group, word) for group in groups]


def _at_date(text: str, run: Sequence[Word], walls: Sequence[float]) -> list[list[Word]]:
    """The letters of a text up to the end of the date that it begins with, and those behind it, where a wall stands
    between: such a date fills its column, so that no gap is left."""
    at = _letters_of_date(text)
    if not 0 < at < len(run) or not any(run[at - 1].bbox[2] - 0.5 <= wall <= run[at].bbox[0] + 0.5 for wall in walls):
        return []
    return [list(run[:at]), list(run[at:])]


def _are_spread(run: Sequence[Word]) -> bool:
    """Do letters stand so far apart that every gap may be a wall's? They were put together by their even gaps."""
    return len(run) > 1 and all(are_apart(left, right, left.size) for left, right in pairwise(run))


def _joined(group: Sequence[Word], word: Word) -> Word:
    return Word(spaced_text(group), union(c.bbox for c in group), word.size, word.origin, word.confidence)


_LIST_SIGN = re.compile(r"(?<=[\d０-９][.．)）、，,])(?=[^\d０-９\s])|(?<=[、，；;])(?=.)|\s+")
_LIST_WORDS = 8
"""So many words with number signs or separators inside make a page one of lists."""


_NUMBERED = re.compile(r"[\d０-９][.．)）、，,](?=[^\d０-９\s])")
_SEPARATORS = "、，；;"
_LEAST_SEPARATORS = 3


def _is_list(text: str) -> bool:
    """A numbered item, or several items between separators (running text has fewer to the line)."""
    return _NUMBERED.search(text) is not None or sum(map(text.count, _SEPARATORS)) >= _LEAST_SEPARATORS


def _most_lists(text: str) -> int:
    """How many words of a page, a line each, may be lists at most: soon counted, and none on most pages."""
    return len(_NUMBERED.findall(text)) + sum(map(text.count, _SEPARATORS)) // _LEAST_SEPARATORS


def cut_lists(words: Sequence[Word], characters: Characters) -> list[Word]:
    """On pages of long lists (`1．x`, `x、y、z`): words cut behind numbers and separators, each with its exact box."""
    if _most_lists("\n".join([word.text for word in words])) < _LIST_WORDS:
        return list(words)
    marked = {i for i, word in enumerate(words) if len(word.text) > 2 and _is_list(word.text)}
    if len(marked) < _LIST_WORDS or len(marked) * 3 < len(words):
        return list(words)
    letters = _Letters(characters())
    result: list[Word] = []
    for i, word in enumerate(words):
        run = letters.of(word) if i in marked else []
        if not run:
            result.append(word)
            continue
        at = 0
        for part in filter(None, _LIST_SIGN.split(word.text)):
            result.append(_joined(run[at : at + len(part)], word))
            at += len(part)
    return result


_BRACKETS = signs().open
"""Signs that begin an answer: behind a wall they belong to the next cell however close they stand."""


def _parted(left: Word, right: Word, walls: Sequence[float]) -> bool:
    gap = right.bbox[0] - left.bbox[2]
    if gap < (0.0 if right.text in _BRACKETS else SETTINGS.cell_gap * left.size):
        return False
    return any(left.bbox[2] - 0.5 <= wall <= right.bbox[0] + 0.5 for wall in walls)
