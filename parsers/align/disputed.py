"""Names that OCR read in several ways: a statement prints each many times, and one reading alone proves nothing.

Places between the same neighbours, whose readings OCR took for each other, are one printed character. Each reading
votes with how sure it is; where none outweighs all others together, every one of them is as doubtful as its share.
Where all are the same, each is a witness of its own, and together they are surer than each.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.votes import counts
from hyokasho.parsers.model import Doubt, Word

_OUTWEIGHS = 1.25
"""A reading that has so many times the votes of all others together is the one printed."""
_AGREED = 0.97
"""How sure readings are at most that agree. Of some 90 on faxes, however doubtful each, none was wrong; where one stood
alone, one in six was."""
_BEGIN, _END = "\x02", "\x03"

Place = tuple[int, int]
"""A word, by its number, and a character in it."""


def with_disputes(words: Sequence[Word]) -> list[Word]:
    """The words, each in its place, characters of names that were read in several ways doubted in all of them, those
    that were read in one way doubted less."""
    doubts = {
        (n, doubt.at): doubt
        for n, word in enumerate(words)
        for doubt in word.doubts
        if doubt.at < len(word.text) and not counts(doubt.read)  # (a word that was shortened keeps its doubts)
    }
    asked = {key for n, at in doubts for key in _keys(words[n].text, at)}
    standing: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for n, word in enumerate(words):
        if word.origin == "ocr":
            for at in range(len(word.text)):
                for key in _keys(word.text, at):
                    if key in asked:
                        standing[key].append((n, at))
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for places in standing.values():
        for (n, at), sure in _weighed(places, words, doubts):
            found[n][at] = sure
    return [_doubted(word, found[n]) if n in found else word for n, word in enumerate(words)]


def _keys(text: str, at: int) -> Iterator[tuple[str, str]]:
    """What stands before and behind a character: one on each side, two where the other side is the end of the word."""
    whole, at = f"{_BEGIN}{text}{_END}", at + 1
    before, behind = whole[at - 1], whole[at + 1]
    if before == _BEGIN:
        behind = whole[at + 1 : at + 3]
    elif behind == _END:
        before = whole[at - 2 : at]
    if len(before + behind) > 2 or not {_BEGIN, _END} & {before, behind}:
        yield before, behind


def _weighed(
    places: Sequence[Place], words: Sequence[Word], doubts: Mapping[Place, Doubt]
) -> Iterator[tuple[Place, float]]:
    """How sure (0-1) the places are that are one character read in several ways, none of which outweighs the others,
    and the doubtful ones of a character that was read in one way each time."""
    for readings in _confused({(n, at): fold(words[n].text[at]) for n, at in places}, doubts):
        sure = {place: doubts[place].sure if place in doubts else 1.0 for place in readings}
        votes: dict[str, float] = defaultdict(float)
        for place, read in readings.items():
            votes[read] += sure[place]
        most = max(votes.values())
        if len(votes) == 1:
            agreed = min(_AGREED, 1.0 - math.prod(1.0 - one for one in sure.values()))
            yield from ((place, max(agreed, sure[place])) for place in readings if place in doubts)
        elif most <= _OUTWEIGHS * (sum(votes.values()) - most):
            yield from ((place, min(sure[place], votes[read] / len(readings))) for place, read in readings.items())


def _confused(readings: dict[Place, str], doubts: Mapping[Place, Doubt]) -> Iterator[dict[Place, str]]:
    """The places whose readings OCR took for each other, apart from those of other texts."""
    pairs = {(doubts[place].read, other) for place in readings if place in doubts for other in doubts[place].others}
    while readings:
        group = {next(iter(readings.values()))}
        while more := {b for a, b in (*pairs, *((b, a) for a, b in pairs)) if a in group} - group:
            group |= more
        yield {place: read for place, read in readings.items() if read in group}
        readings = {place: read for place, read in readings.items() if read not in group}


def _doubted(word: Word, found: Mapping[int, float]) -> Word:
    """The word, these of its characters so sure."""
    doubts = {doubt.at: doubt for doubt in word.doubts}
    gained = 0.0
    for at, sure in found.items():
        before = doubts.get(at, Doubt(at, word.text[at], 1.0, ""))
        gained += (sure - before.sure) / len(word.text)
        doubts[at] = replace(before, sure=sure)
    sure = min(1.0, max(0.0, word.sure + gained))
    return replace(word, sure=sure, doubts=tuple(doubts[at] for at in sorted(doubts)))
