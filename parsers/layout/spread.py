"""Letters that are spread over the width of their cell (均等割り付け), put together to the word that they spell.

Each of them is a word of its own for who looks at gaps, so that walls are found between them where no lines are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import category

from hyokasho.normalizers.character_classes import JAPANESE
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import parse_date
from hyokasho.parsers.forms.heads import (
    CHANGE_COLUMNS,
    ENTITIES,
    JOB,
    RECIPIENT,
    RECORD_COLUMNS,
    SYSTEM,
    TIMINGS,
    TRANSFEREE,
)
from hyokasho.parsers.forms.lexicon import exact
from hyokasho.parsers.forms.signs import signs
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.words import are_apart, union
from hyokasho.parsers.model import Rule, Word

_EVEN = 0.15
"""Type heights by which the gaps between spread letters may differ."""
_LEVEL, _TYPE = 0.2, 0.1
"""Type heights by which the feet of letters on one line may differ, and their own heights."""
_LEAST = 3
"""So many letters show by even gaps that they are spread, fewer only where they spell a word of the form."""
_FEW_DIGITS = 4
_ENTITY = re.compile(rf"(?:{ENTITIES})\d{{1,2}}(?![~\d])")
"""The name of a block with its number, which a title may follow in the next cell."""
_JAPANESE = late(f"[{JAPANESE}]")
_DASHES = "-－"
"""A dash at the end of a word may be an answer beside it."""
BRACKETS = frozenset(signs().open + signs().close)
_TILDE = "~～"


def join_spread(words: Sequence[Word], rules: Sequence[Rule] = ()) -> list[Word]:
    """The words, those joined that are single letters of one line with even gaps; none across an upright rule."""
    letters = [word for word in words if _may_be_spread(word.text)]
    if len(letters) < 2:
        return list(words)
    runs = (run for line in levels(letters) for run in _spread_runs(line) if not _is_parted(run, words, rules))
    return put_together(words, ((run, one_word(run)) for run in runs))


def put_together(words: Sequence[Word], found: Iterable[tuple[Sequence[Word], Word]]) -> list[Word]:
    """The words, each run of letters among them the word that was made of it, in the place of its first letter."""
    joined: dict[int, Word | None] = {}
    for run, made in found:
        joined.update((id(letter), None) for letter in run)
        joined[id(run[0])] = made
    shown = (joined.get(id(word), word) for word in words) if joined else words
    return [word for word in shown if word is not None]


def _may_be_spread(text: str) -> bool:
    if len(text) == 1:
        return text.isalnum() or text in _TILDE or (category(text)[0] == "P" and text not in BRACKETS)
    return len(text) <= _FEW_DIGITS and text.isdecimal()


def _is_japanese(word: Word) -> bool:
    return len(word.text) == 1 and _JAPANESE.match(word.text) is not None


def height_of(word: Word) -> float:
    """Height of a word's box, in points."""
    return word.bbox[3] - word.bbox[1]


def levels(letters: Sequence[Word]) -> list[list[Word]]:
    """Letters of one height that stand level, left to right."""
    lines: list[list[Word]] = []
    for word in sorted(letters, key=lambda w: w.bbox[3]):
        last = lines[-1][-1] if lines else None
        if last is not None and abs(word.bbox[3] - last.bbox[3]) <= _LEVEL * height_of(last):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.bbox[0]) for line in lines if len(line) > 1]


def _spread_runs(line: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The letters of a line that spell a word, the longest words first. One between two runs is of that which it makes
    a word of the form, else of the longer one; words of the form beside each other may stand no further apart than
    their letters."""
    runs = _even_runs(line)
    shared = {k for k in range(len(line)) if sum(k in run for run in runs) > 1}
    taken: set[int] = set()
    for run in sorted(runs, key=lambda run: (-len(run), run.start)):
        free = [k for k in run if k not in taken]
        if not free or free != list(range(free[0], free[-1] + 1)):
            continue
        for part in _words_of(line[free[0] : free[-1] + 1], free[0] in shared, free[-1] in shared):
            taken.update(k for k in free if line[k] in part)
            yield part


def _even_runs(line: Sequence[Word]) -> list[range]:
    """The places of letters of a line that stand evenly, as many together as can be."""
    runs: list[range] = []
    for start in range(len(line) - 1):
        end = start + 2
        while end <= len(line) and _are_even(line[start:end]):
            end += 1
        if end - 1 > start + 1 and (not runs or runs[-1].stop < end - 1):
            runs.append(range(start, end - 1))
    return runs


def _words_of(run: Sequence[Word], first_shared: bool, last_shared: bool) -> list[Sequence[Word]]:
    """The words that letters with even gaps spell; none where nothing tells that they are spread. The first or the last
    one may be the next word's."""
    last_apart = last_shared or run[-1].text in _DASHES
    for part in (run, run[:-1] if last_apart else run, run[1:] if first_shared else run):
        if len(part) > 1 and _is_known(_text(part)):
            return [part]
    entity = _ENTITY.match(key) if len(key := fold(_text(run))) == len(run) else None
    if entity is not None and entity.end() < len(run):
        rest = run[entity.end() :]
        return [run[: entity.end()], *(_words_of(rest, False, last_shared) if len(rest) > 1 else ())]
    return _several_of_form(run) or ([run] if _are_letters(run) else [])


def _several_of_form(run: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of the form that letters spell one behind the other; none where they spell something else."""
    found: list[Sequence[Word]] = []
    while run:
        ends = range(len(run), _LEAST - 1, -1)
        end = next((k for k in ends if _is_known(_text(run[:k]))), None)
        if end is None:
            return []
        found.append(run[:end])
        run = run[end:]
    return found


def _text(run: Sequence[Word]) -> str:
    return "".join(word.text for word in run)


@lru_cache(maxsize=1 << 12)
def _is_known(text: str) -> bool:
    """Is a text a word that the forms print, its number apart, or a line of the head of a column?"""
    key = fold(text)
    return bool(exact(key)) or form_words.is_known_label(key) or key in _head_lines()


@cache
def _head_lines() -> frozenset[str]:
    """The heads of columns, and all that may be the last of two lines of one; names that a number follows."""
    heads = map(fold, (*CHANGE_COLUMNS, *RECORD_COLUMNS))
    lasts = (head[start:] for head in heads for start in range(len(head) - 1))
    return frozenset((*lasts, *map(fold, (*TIMINGS, SYSTEM, JOB, RECIPIENT, TRANSFEREE))))


def _are_even(run: Sequence[Word]) -> bool:
    """Are letters of one type so far apart that they are words of their own, and all as far as the next?"""
    height = height_of(run[0])
    if any(abs(height_of(word) - height) > _TYPE * height for word in run):
        return False
    gaps = [right.bbox[0] - left.bbox[2] for left, right in pairwise(run)]
    even = max(gaps) - min(gaps) <= _EVEN * height
    return even and all(are_apart(left, right, height) for left, right in pairwise(run))


def _are_letters(run: Sequence[Word]) -> bool:
    """Do so many letters stand evenly that they are spread?"""
    if len(run) < _LEAST:
        return False
    return sum(map(_is_japanese, run)) > 1 or parse_date(_text(run)) is not None


def _is_parted(run: Sequence[Word], words: Sequence[Word], rules: Sequence[Rule]) -> bool:
    x0, y0, x1, y1 = union(word.bbox for word in run)
    middle = (y0 + y1) / 2
    if any(not r.horizontal and x0 < r.x0 < x1 and r.y0 <= middle <= r.y1 for r in rules):
        return True
    own = set(map(id, run))
    level = (w for w in words if w.bbox[1] < middle < w.bbox[3] and id(w) not in own)
    return any(word.bbox[0] < x1 and word.bbox[2] > x0 for word in level)


def one_word(run: Sequence[Word], size: float | None = None) -> Word:
    """The word that letters make; its type is as high as their box where its `size` (points) is None."""
    box = union(word.bbox for word in run)
    return Word(_text(run), box, size or box[3] - box[1], run[0].origin, min(w.confidence for w in run))
