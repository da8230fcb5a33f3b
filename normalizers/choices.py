"""Answers of 選択肢 against the options that are printed or belong to the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from hyokasho.normalizers import tables
from hyokasho.normalizers.text import fold

Match = tuple[int | None, str | None, float]
"""The option's number from 1 and its text (both None if there is none), and the likeness 0-1 of the best option."""

_NEVER_CERTAIN = 0.99
_NUMBER = re.compile(r"[0-9]+")


def option_key(text: str) -> str:
    """What is compared of an answer or an option: folded, without a closing 。"""
    return fold(text).rstrip(".")


def match_option(answer: str, options: Sequence[str]) -> Match:
    """The option that `answer` equals, folded and a closing 。 apart: (number from 1, its text, 1.0).

    Where it equals none or, because options repeat, more than one, number and text are None and the score is the
    likeness (0-1) of the nearest option.
    """
    return _match(answer, tuple(options))


@lru_cache(maxsize=1 << 12)
def _match(answer: str, options: tuple[str, ...]) -> Match:
    key = option_key(answer)
    if not key:
        return None, None, 0.0
    keys = [option_key(option) for option in options]
    if keys.count(key) == 1:
        index = keys.index(key)
        return index + 1, options[index], 1.0
    return None, None, max((Levenshtein.normalized_similarity(key, other) for other in keys), default=0.0)


_FAR = 2


def apart(number: int, options: Sequence[str]) -> int:
    """In how many characters, two at most, an option (number from 1) differs from the one that is most like it: so many
    must be misread for another option to be read as this one."""
    keys = [option_key(option) for option in options]
    own = keys.pop(number - 1)
    return max(1, min([_FAR, *(Levenshtein.distance(own, other) for other in keys)]))


def nearest_option(answer: str, options: Sequence[str], *, floor: float = 0.8, margin: float = 0.1) -> Match:
    """The option that a misread `answer` can only mean, or (None, None, likeness of the best) where that is not sure.

    Compared in `confusion_key`s. The best option must have a likeness of `floor`, be `margin` above the second, and
    agree with the answer in every number and every deciding word (未満, 以上, ない, ...): options that differ by
    a digit or a word are never chosen by likeness. The score is below 1: only `match_option` is certain.
    """
    exact = match_option(answer, options)
    if exact[0] is not None:
        return exact
    key = confusion_key(option_key(answer))
    if not key:
        return None, None, 0.0
    keys = [confusion_key(option_key(option)) for option in options]
    likeness = [Levenshtein.normalized_similarity(key, other) for other in keys]
    ranked = sorted(range(len(options)), key=lambda index: -likeness[index])
    if not ranked:
        return None, None, 0.0
    best = ranked[0]
    second = likeness[ranked[1]] if len(ranked) > 1 else 0.0
    score = min(likeness[best], _NEVER_CERTAIN)
    if score < floor or likeness[best] - second < margin or not _agree(key, keys[best]):
        return None, None, score
    return best + 1, options[best], score


def as_listed(printed: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The options of a scan, each that OCR misread put as the one that the form prints in its place; as they are where
    there are not as many, or most are like another one of the form as much.

    No list has an option twice, and where most of a list is the form's, the rest is what stands behind it or beside.
    """
    once: dict[str, str] = {}
    for option in printed:
        once.setdefault(option_key(option), option)
    printed = tuple(once.values())
    if len(printed) != len(known):
        return printed
    likeness = [[Levenshtein.normalized_similarity(option_key(a), option_key(b)) for b in known] for a in printed]
    told = 0
    for k, row in enumerate(likeness):
        others = max((like for n, like in enumerate(row) if n != k), default=0.0)
        told += row[k] >= _LISTED and row[k] - others >= _CLEARLY
    return tuple(known) if 2 * told > len(known) else printed


_LISTED, _CLEARLY = 0.4, 0.05


def _agree(key: str, other: str) -> bool:
    if _NUMBER.findall(key) != _NUMBER.findall(other):
        return False
    return all(key.count(word) == other.count(word) for word in _deciding_words())


@cache
def _deciding_words() -> tuple[str, ...]:
    return tuple(confusion_key(fold(row["word"])) for row in tables.rows("deciding_words.csv"))


@cache
def _confusions() -> dict[int, str]:
    table: dict[int, str] = {}
    for row in tables.rows("confusions.csv"):
        members = [fold(char) for char in row["class"] if not char.isspace()]
        first = table.get(ord(members[0]), members[0])
        table.update((ord(member), first) for member in members if len(member) == 1)
    for digit in "01":
        table.update((code, digit) for code, to in table.items() if to == table.get(ord(digit)))
    return table


@lru_cache(maxsize=1 << 11)
def confusion_key(text: str) -> str:
    """`fold(text)` with characters that OCR takes for one another made equal. For matching against known texts only."""
    return fold(text).translate(_confusions())
