"""Texts that a statement prints several times: where OCR read one of them in another way, the readings vote.

Only signs are voted on that are no numbers: sections of a law and years differ from text to text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from hyokasho.normalizers.character_classes import character_classes
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import words

_SHARE = 4
"""One sign in so many may be another one."""
_FEWEST, _MANY = 2, 3
"""So many readings agree at least; so many are believed however sure the other one is."""


_POINTS = "".join(words("answers", "speck_signs"))
_KANA = re.compile(f"[{character_classes()['hiragana']}]")


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
    """May two texts be one, a few signs of it misread? A kana may have been taken for several strokes, a speck for a
    point, and one kanji may be lost; no number takes the place of another one."""
    blocks = Levenshtein.opcodes(key, other).as_matching_blocks()  # (the last one is empty, at both ends)
    ends = [(0, 0, 0), *((block.a, block.b, block.size) for block in blocks)]
    gaps = ((key[a + n : c], other[b + n : d]) for (a, b, n), (c, d, _) in pairwise(ends))
    misread = [gap for gap in gaps if any(gap)]
    if sum(max(len(meant), 1) for _, meant in misread) * _SHARE > len(other):
        return False
    return all(_may_be_read(read, meant) for read, meant in misread)


def _may_be_read(read: str, meant: str) -> bool:
    """May OCR have read one piece of a text (may be empty) where the other one stands?"""
    if any(map(counts, meant)):
        return False
    if not read:  # (whether a particle stands there or not is the author's choice)
        return len(meant) == 1 and _KANA.match(meant) is None
    if len(read) == len(meant):
        return len(meant) == 1 and not counts(read)  # (two signs side by side are another word)
    return (not meant and read in _POINTS) or (len(meant) == 1 and _KANA.match(meant) is not None and read.isascii())


def counts(sign: str) -> bool:
    """Is a sign a number, a letter of the alphabet or a numeral of kanji?"""
    return sign.isascii() or unicodedata.numeric(sign, None) is not None
