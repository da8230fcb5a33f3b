"""Names that OCR read in several ways: a statement prints each many times, and one reading alone proves nothing.

Places between the same neighbours, whose readings OCR took for each other, are one printed character. Each reading
votes with how sure it is; where none outweighs all others together, every one of them is as doubtful as its share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.votes import counts
from hyokasho.parsers.model import Doubt, Word

_OUTWEIGHS = 1.25
"""A reading that has so many times the votes of all others together is the one printed."""
_BEGIN, _END = "\x02", "\x03"

Place = tuple[int, int]
"""A word, by its number, and a character in it."""


def with_disputes(words: Sequence[Word]) -> list[Word]:
    """The words, each in its place, characters of names that were read in several ways doubted in all of them."""
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
        for (n, at), share in _disputed(places, words, doubts):
            found[n][at] = share
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


def _disputed(
    places: Sequence[Place], words: Sequence[Word], doubts: Mapping[Place, Doubt]
) -> Iterator[tuple[Place, float]]:
    """The places that are one character read in several ways, none of which outweighs the others, each with the share
    (0-1) that its reading has."""
    for readings in _confused({(n, at): fold(words[n].text[at]) for n, at in places}, doubts):
        votes: dict[str, float] = defaultdict(float)
        for place, read in readings.items():
            votes[read] += doubts[place].sure if place in doubts else 1.0
        most = max(votes.values())
        if len(votes) > 1 and most <= _OUTWEIGHS * (sum(votes.values()) - most):
            yield from ((place, votes[read] / len(readings)) for place, read in readings.items())


def _confused(readings: dict[Place, str], doubts: Mapping[Place, Doubt]) -> Iterator[dict[Place, str]]:
    """The places whose readings OCR took for each other, apart from those of other texts."""
    pairs = {(doubts[place].read, other) for place in readings if place in doubts for other in doubts[place].others}
    while readings:
        group = {next(iter(readings.values()))}
        while more := {b for a, b in (*pairs, *((b, a) for a, b in pairs)) if a in group} - group:
            group |= more
        yield {place: read for place, read in readings.items() if read in group}
        readings = {place: read for place, read in readings.items() if read not in group}


def _doubted(word: Word, shares: Mapping[int, float]) -> Word:
    """The word with the doubts of these of its characters."""
    doubts = {doubt.at: doubt for doubt in word.doubts}
    sure = word.sure
    for at, share in shares.items():
        before = doubts.get(at, Doubt(at, word.text[at], 1.0, ""))
        sure -= max(0.0, before.sure - share) / len(word.text)
        doubts[at] = replace(before, sure=min(before.sure, share))
    return replace(word, sure=max(0.0, sure), doubts=tuple(doubts[at] for at in sorted(doubts)))
