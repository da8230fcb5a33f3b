"""What the forms print around a character: a character that stands where they print another one is misread."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from operator import add

from hyokasho.parsers.forms.lexicon.texts import form_texts

_HOLE = "?"
_SIDES = ((2, 2), (1, 3), (3, 1), (0, 4), (4, 0))
"""Characters before and behind a place by which it is known."""

Told = tuple[int, str, str]
"""Index of a character, what stands around it, and the characters that the forms print there."""


def told_closely(text: str) -> Iterator[Told]:
    """Where two characters before and two behind one are of a text of the forms. `text`: without white space. Asked of
    every page, so written for speed."""
    pairs = [*map(add, text, text[1:])]
    keys = [*map(add, pairs, islice(pairs, 3, None))]
    printed = _close()
    for at, key in enumerate(keys):
        if key in printed:
            yield at + 2, key, printed[key]


def told_around(text: str, at: int) -> Iterator[Told]:
    """As `told_closely`, of the character at one index, and with four known characters on any of its sides."""
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


@cache
def _close() -> Mapping[str, str]:
    return {key.replace(_HOLE, ""): chars for key, chars in _around().items() if key[2] == _HOLE}


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
