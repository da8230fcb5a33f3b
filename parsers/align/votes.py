"""Texts that a statement prints several times: where OCR read one of them in another way, the readings vote.

Only signs are voted on that are no numbers: sections of a law and years differ from text to text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from hyokasho.normalizers.text import fold

_SHARE = 4
"""One sign in so many may be another one."""
_FEWEST, _MANY = 2, 3
"""So many readings agree at least; so many are believed however sure the other one is."""


def voted(readings: Sequence[tuple[str, float]]) -> list[str]:
    """The texts, each that is read once put as the one that others agree on; (text, how sure it is, 0-1) each.

    A text that was read more surely than two others stays; three others are believed.
    """
    counts = Counter(fold(text) for text, _ in readings)
    shown: dict[str, tuple[str, float]] = {}
    for text, sure in readings:
        key = fold(text)
        if key not in shown or sure > shown[key][1]:
            shown[key] = (text, sure)
    often = [key for key, count in counts.most_common() if count >= _FEWEST]
    found = []
    for text, sure in readings:
        key = fold(text)
        believed = (other for other in often if counts[other] >= _MANY or shown[other][1] >= sure)
        meant = next((other for other in believed if counts[key] == 1 and _may_be(key, other)), None)
        found.append(text if meant is None else shown[meant][0])
    return found


def _may_be(key: str, other: str) -> bool:
    """May two texts be one, a few signs of it misread?"""
    if len(key) != len(other):
        return False
    odd = [(a, b) for a, b in zip(key, other, strict=True) if a != b]
    return len(odd) * _SHARE <= len(key) and not any(map(_counts, (sign for pair in odd for sign in pair)))


def _counts(sign: str) -> bool:
    """Is a sign a number, a letter of the alphabet or a numeral of kanji?"""
    return sign.isascii() or unicodedata.numeric(sign, None) is not None
