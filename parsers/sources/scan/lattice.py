"""What an engine held possible along a line, and how well a given text fits it.

A recogniser says for each of many columns of a line how likely each character stands there. The text it gives is the
likeliest of each column; where the text can only be one of few (a label, an option), each of them is held against the
columns, and the one that costs least is what stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FLOOR = 1e-3
"""Chance below which a character counts as not seen at all in a column."""
BLANK = ""
"""The sign of a column between two characters."""


@dataclass(frozen=True)
class Lattice:
    """Chances (FLOOR and above) of characters in the columns of a line.

    `columns`, `signs` and `chances` are parallel; a sign is an index of `alphabet`, which maps each character to the
    form in which characters are compared.
    """

    length: int
    columns: NDArray[np.int32]
    signs: NDArray[np.int32]
    chances: NDArray[np.float32]
    alphabet: Sequence[str]

    @cached_property
    def _tracks(self) -> Mapping[str, NDArray[np.float64]]:
        tracks: dict[str, NDArray[np.float64]] = {}
        for sign in np.unique(self.signs):
            chosen = self.signs == sign
            track = tracks.setdefault(self.alphabet[sign], np.zeros(self.length))
            track[self.columns[chosen]] += self.chances[chosen]
        return tracks

    @cached_property
    def _best(self) -> NDArray[np.float64]:
        best = np.full(self.length, FLOOR)
        np.maximum.at(best, self.columns, self.chances)
        return best

    def track(self, forms: Iterable[str]) -> NDArray[np.float64]:
        """The chance of any of the characters `forms` in each column."""
        found = [self._tracks[form] for form in forms if form in self._tracks]
        return np.sum(found, axis=0) if found else np.zeros(self.length)

    def against(self, column: int, forms: Collection[str], least: float) -> tuple[float, list[str]]:
        """The share (0-1) that the characters `forms` have of all chances in a column, and the others there that have a
        chance of `least` and more, the likeliest first."""
        at = np.flatnonzero(self.columns == column)
        at = at[np.argsort(-self.chances[at], kind="stable")]
        signs = [(self.alphabet[self.signs[k]], float(self.chances[k])) for k in at]
        own = sum(chance for sign, chance in signs if sign in forms)
        others = [sign for sign, chance in signs if sign not in forms and len(sign) == 1 and chance >= least]
        return own / max(sum(chance for _, chance in signs), FLOOR), others

    def between(self, start: int, stop: int, least: float) -> list[tuple[str, int]]:
        """The signs with a chance of `least` and more in the columns from `start` up to `stop`, each with its column;
        the likeliest first."""
        at = np.flatnonzero((self.columns >= start) & (self.columns < stop) & (self.chances >= least))
        at = at[np.argsort(-self.chances[at], kind="stable")]
        return [(self.alphabet[self.signs[k]], int(self.columns[k])) for k in at]

    def fit(self, text: Sequence[Sequence[str]], start: int, stop: int) -> Fit:
        """How well `text` fits the columns from `start` up to `stop`; each character is given by its equal forms."""
        span = slice(max(0, start), min(self.length, stop))
        tracks = np.array([self.track(forms)[span] for forms in text])
        blank = np.maximum(self.track((BLANK,))[span], FLOOR)
        if tracks.shape[1] < len(text):
            return Fit(float("inf"), (), ())
        places, cost = _walk(np.log(np.maximum(tracks, FLOOR)), np.log(blank), [tuple(forms) for forms in text])
        best = self._best[span]
        if not places:
            return Fit(float("inf"), (), ())
        chances = tuple(min(1.0, float(tracks[k, at])) for k, at in enumerate(places))
        against = tuple(float(best[at]) for at in places)
        cost += float(np.log(best).sum())
        return Fit(max(0.0, cost) / len(text), chances, against)


@dataclass(frozen=True, slots=True)
class Fit:
    """`loss`: how much less likely (natural logarithm, per character) the text is than the likeliest of each column.

    `chances`: of each character at its place; `against`: of the likeliest there.
    """

    loss: float
    chances: tuple[float, ...]
    against: tuple[float, ...]

    @property
    def contradicted(self) -> int:
        """The characters in whose place the engine was sure of another."""
        pairs = zip(self.chances, self.against, strict=True)
        return sum(chance < _UNSEEN and other > _SURE for chance, other in pairs)


_UNSEEN = 5e-3
_SURE = 0.8


def _walk(
    tracks: NDArray[np.float64], blank: NDArray[np.float64], text: Sequence[tuple[str, ...]]
) -> tuple[list[int], float]:
    """The likeliest way of the characters through the columns: the place of each, and its cost (minus log chance).

    States are blank, first character, blank, second ...; a blank may be left out between different characters.
    """
    count, columns = tracks.shape
    states = 2 * count + 1
    emit = np.empty((columns, states))
    emit[:, 0::2] = blank[:, None]
    emit[:, 1::2] = tracks.T
    jump = np.full(states, -np.inf)
    for k in range(1, count):
        if text[k] != text[k - 1]:
            jump[2 * k + 1] = 0.0
    score = np.full(states, -np.inf)
    score[:2] = emit[0, :2]
    back = np.zeros((columns, states), np.int8)
    for column in range(1, columns):
        step = np.full((3, states), -np.inf)
        step[0] = score
        step[1, 1:] = score[:-1]
        step[2, 2:] = score[:-2] + jump[2:]
        back[column] = step.argmax(axis=0)
        score = step.max(axis=0) + emit[column]
    state = states - 1 if score[-1] >= score[-2] else states - 2
    cost = -float(score[state])
    places = [-1] * count
    peak = [-np.inf] * count
    for column in range(columns - 1, -1, -1):
        k = state // 2
        if state % 2 and tracks[k, column] >= peak[k]:
            places[k], peak[k] = column, tracks[k, column]
        state -= int(back[column, state])
    return (places if min(places) >= 0 else []), cost
