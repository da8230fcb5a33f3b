"""How like two words are, and from which likeness on a text is a word of the form with letters misread.

One measure for all readers (`rapidfuzz.fuzz.ratio`, 0-100). The floors differ by what else speaks for the word: the
less there is, the higher. A word is only taken where no other is nearly as like.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

WORD = 84.0
"""Nothing but its letters speaks for the word."""
BOX = 82.0
"""It stands behind a box of a group that has the option."""
PART = 80.0
"""A Roman number may stand before it, a title of a part."""
LABEL = 76.0
"""Place and order speak for the label too."""
OPTION = 75.0
"""It stands under the option's number in its list."""
TITLE = 60.0
"""A number stands before it on a line of its own: the title of a section."""
MARGIN = 4.0
"""Words that are less behind the likest one could be meant as well."""
SHORTEST, LONGEST = 4, 80
"""Letters that a text must have, and may have at most, to be looked up with nothing but its letters."""


def likeness(one: str, other: str) -> float:
    """How like two folded texts are, 0-100."""
    return fuzz.ratio(one, other)


def nearest(key: str, among: Sequence[str], floor: float) -> tuple[str, float] | None:
    """The likest of these folded words and its likeness (0-100); None where none reaches the floor."""
    found = process.extractOne(key, among, scorer=fuzz.ratio, score_cutoff=floor)
    return (found[0], found[1]) if found is not None else None


def alike(key: str, among: Sequence[str], floor: float, limit: int = 4) -> list[tuple[str, float]]:
    """The folded words that may be meant, the likest first, with their likeness (0-100): all within the margin."""
    found = process.extract(key, among, scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    return [(word, score) for word, score, _ in found if found[0][1] - score <= MARGIN]


def likest(key: str, among: Collection[str]) -> tuple[str, float] | None:
    """The only one of these folded words that the folded text is with some letters wrong, and the likeness (0-1);
    None where none is like enough, or two are."""
    if not SHORTEST <= len(key) <= LONGEST:
        return None
    found = alike(key, list(among), WORD, 2)
    return (found[0][0], found[0][1] / 100) if len(found) == 1 else None
