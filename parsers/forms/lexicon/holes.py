"""What the forms print around a character: a character that stands where they print another one is misread."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from hyokasho.parsers.forms.lexicon.texts import form_texts

_HOLE = "?"
_SPAN = 5
"""A place with two characters before and two behind it."""
_SIDES = ((2, 2), (1, 3), (3, 1), (0, 4), (4, 0))
"""Characters before and behind a place by which it is known."""

Told = tuple[int, str, str]
"""Index of a character, what stands around it, and the characters that the forms print there."""


def told_closely(text: str) -> tuple[set[str], list[Told]]:
    """Where two characters before and two behind one are of a text of the forms: the characters that the forms print
    there too, and all else that stands there. `text`: without white space. Asked of every page, so all of it at once.
    """
    if len(text) < _SPAN:
        return set(), []
    codes = _codes(text)
    known, printed, told = _close()
    keys = _as_numbers(codes)
    near = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = np.flatnonzero(known[near] == keys)
    middles, near = codes[found + 2], near[found]
    right = (printed[near] == middles[:, None]).any(axis=1)
    others = zip(found[~right].tolist(), near[~right].tolist(), strict=True)
    characters = set(map(chr, np.unique(middles[right]).tolist()))
    return characters, [(at + 2, text[at : at + 2] + text[at + 3 : at + _SPAN], told[k]) for at, k in others]


def told_around(text: str, at: int) -> Iterator[Told]:
    """What the forms print at one index, as four known characters on any of its sides tell it."""
    printed = _around()
    for before, behind in _SIDES:
        if at >= before and at + behind < len(text):
            key = text[at - before : at] + _HOLE + text[at + 1 : at + 1 + behind]
            if (chars := printed.get(key)) is not None:
                yield at, key, chars


@cache
def printed_characters() -> frozenset[str]:
    """All characters that the forms print."""
    return frozenset("".join(form_texts()))


def _codes(text: str) -> NDArray[np.uint64]:
    """The code points of a text; 0 for those beyond the plane that all characters of the forms are of."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    return np.where(codes < 1 << 16, codes, np.uint64(0))


def _as_numbers(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The two characters before and the two behind each place, as one number."""
    found: NDArray[np.uint64] = codes[:-4] << np.uint64(48) | codes[1:-3] << np.uint64(32)
    found |= codes[3:-1] << np.uint64(16) | codes[4:]
    return found


@cache
def _close() -> tuple[NDArray[np.uint64], NDArray[np.uint64], list[str]]:
    """What stands closely around places of the forms, as numbers in order; the code points that are printed there,
    and the same as text."""
    found = {key: chars for key, chars in _around().items() if key[2] == _HOLE}
    numbers = {key: int(_as_numbers(_codes(key))[0]) for key in found}
    keys = sorted(found, key=numbers.__getitem__)
    told = [found[key] for key in keys]
    most = max(map(len, told))
    printed = np.array([[*map(ord, chars.ljust(most, chars[0]))] for chars in told], np.uint64)
    return np.array([numbers[key] for key in keys], np.uint64), printed, told


@cache
def _around() -> Mapping[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for printed in form_texts():
        text = "".join(unicodedata.normalize("NFKC", printed).split())
        for at, char in enumerate(text):
            for before, behind in _SIDES:
                if at >= before and at + behind < len(text):
                    found[text[at - before : at] + _HOLE + text[at + 1 : at + 1 + behind]].add(char)
    return {key: "".join(sorted(chars)) for key, chars in found.items()}
