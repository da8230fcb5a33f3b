"""The form as one line of places in printed order, and which of them the labels of a torn page are.

A page holds a stretch of the form; only the order of its pieces is torn. So each label is one of the places behind
the last place of the page before, labels that follow each other in the text are mostly neighbours on the form, and
no place is taken twice. The cheapest way through (dynamic programming) says which place each label is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import RISK
from hyokasho.parsers.forms.lexicon.labels import ENTITY, heading_key
from hyokasho.parsers.forms.lexicon.order import FormPlace, form_places
from hyokasho.parsers.forms.wording import pattern

from .pieces import Piece
from .ways import cheapest

Rank = tuple[int, int, int, int]
"""Round (file), block, number of the entity, place in the block: sorts places as printed."""

_NUMBER = pattern("numbering", "number")
_AHEAD = 3.0
_BACK = 3.0
_STEP = 0.3
_EARLY = 0.02
_NEAR_BACK = 1.0
_FOREIGN = 2.5
_TAKEN = 50.0
_NEW_ROUND = 4.0
_WAYS = 4
"""Ways to a place that are followed: those that came by other places."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with the place it was given (None: none fits) and the number of its entity."""

    piece: Piece
    place: FormPlace | None
    rank: Rank | None


def printed_number(text: str) -> str | None:
    """The number in front of a heading or item: ASCII Roman numeral, digits, circled number or annex; None if none."""
    folded = fold(text)
    match = _NUMBER.match(folded)
    return next((g for g in match.groups() if g), None) if match else None


class Placer:
    """Goes through the pages and remembers how far the form has been printed."""

    def __init__(self, number: str) -> None:
        self.places = form_places(number)
        self.reached: Rank = (0, -1, 0, 0)
        self.by_key: dict[str, list[FormPlace]] = {}
        for place in self.places:
            for key in place.keys:
                self.by_key.setdefault(key, []).append(place)

    def place(self, labels: Sequence[Piece]) -> list[Placed]:
        """The places of a page's labels, in the order of the labels."""
        numbers = self._entities(labels)
        candidates = self._all_candidates(labels, numbers)
        universe = self._universe(candidates, numbers)
        index = {rank: n for n, rank in enumerate(universe)}
        wanted = _headed_entities(labels)
        options = [
            [(index[r], r, _FOREIGN if _foreign(p, r, w) else 0.0) for p, r in c]
            for c, w in zip(candidates, wanted, strict=True)
        ]
        chosen = _cheapest(options, self.reached[0])
        found = []
        taken: set[Rank] = set()
        for piece, choices, rank in zip(labels, candidates, chosen, strict=True):
            place = next((p for p, r in choices if r == rank), None)
            if rank is None or rank in taken:
                place, rank = None, None
            else:
                taken.add(rank)
            found.append(Placed(piece, place, rank))
        self._advance(found)
        return found

    def _advance(self, found: Sequence[Placed]) -> None:
        """The furthest place that a neighbour on the page supports is where the next page begins."""
        ranks = sorted(p.rank for p in found if p.rank is not None)
        if ranks:
            self.reached = max(self.reached, ranks[-1])

    def _entities(self, labels: Sequence[Piece]) -> dict[str, set[int]]:
        numbers: dict[str, set[int]] = {}
        for piece in labels:
            match = ENTITY.match(piece.key)
            if match and match[1] != RISK:
                numbers.setdefault(match[1], set()).add(int(match[2]))
        reached = next((p for p in self.places if p.block == self.reached[1] and p.repeats), None)
        if reached is not None and reached.entity:
            numbers.setdefault(reached.entity, set()).add(self.reached[2])
        first = {entity for piece in labels if (entity := self._own_entity(piece.key))}
        return numbers | {entity: {1} for entity in first if entity not in numbers}

    def _own_entity(self, key: str) -> str | None:
        """The entity (システム) that alone has an item with this label: where no heading of one is printed so far, the
        label is the first one's."""
        places = self.by_key.get(key, [])
        owners = {place.entity if place.repeats and not place.is_block else None for place in places}
        return next(iter(owners)) if len(owners) == 1 else None

    def _all_candidates(
        self, labels: Sequence[Piece], numbers: dict[str, set[int]]
    ) -> list[list[tuple[FormPlace, Rank]]]:
        """The candidates of each label. Where most labels of the page stand nowhere behind what was reached, a label
        before them went astray: all begin anew."""
        found = [self._candidates(piece, numbers) for piece in labels]
        if all(found):
            return found
        anew = [self._candidates(piece, numbers, anew=True) for piece in labels]
        lost = sum(not here and bool(again) for here, again in zip(found, anew, strict=True))
        return anew if lost * 2 > sum(map(bool, anew)) else found

    def _candidates(
        self, piece: Piece, numbers: dict[str, set[int]], *, anew: bool = False
    ) -> list[tuple[FormPlace, Rank]]:
        match = ENTITY.fullmatch(piece.key)
        if match and match[1] != RISK:
            places = [p for p in self.by_key.get(match[1], []) if p.is_block]
            return [(p, r) for p in places for r in self._ranks(p, {int(match[2])}, anew)]
        keys = [piece.key, heading_key(piece.text)]
        places = [p for key in dict.fromkeys(keys) for p in self.by_key.get(key, [])]
        printed = printed_number(piece.text)
        heading = piece.label is not None and piece.label.kind == "heading"
        fitting = [p for p in places if not heading or p.item is None or p.item.heads] or places
        fitting = [p for p in fitting if printed is None or p.number is None or p.number == printed] or fitting
        return [(p, r) for p in fitting for r in self._ranks(p, numbers.get(p.entity or "", set()), anew)]

    def _ranks(self, place: FormPlace, numbers: set[int], anew: bool) -> list[Rank]:
        """The ranks of a place behind what has been reached, in this round or the next: of parts that stand once per
        file, of all where the form begins `anew`."""
        entities = sorted(numbers) if place.repeats else [0]
        ranks = [(self.reached[0], place.block, n, place.inner) for n in entities]
        ahead = [r for r in ranks if r >= (self.reached[0], self.reached[1], self.reached[2], 0)]
        if ahead or place.section is None or not (anew or place.section.per_file):
            return ahead
        return [(r[0] + 1, *r[1:]) for r in ranks]

    def _universe(
        self, candidates: Sequence[Sequence[tuple[FormPlace, Rank]]], numbers: dict[str, set[int]]
    ) -> list[Rank]:
        """All ranks that the page may print between its first and last candidate, sorted."""
        known = {r for c in candidates for _, r in c}
        if not known:
            return []
        rounds = {r[0] for r in known}
        for place in self.places:
            entities = sorted(numbers.get(place.entity or "", set())) if place.repeats else [0]
            known.update((k, place.block, n, place.inner) for k in rounds for n in entities)
        return sorted(known)


def _foreign(place: FormPlace, rank: Rank, wanted: tuple[str, int] | None) -> bool:
    """An item of another entity than the one whose heading stands before it."""
    return place.repeats and not place.is_block and wanted is not None and wanted != (place.entity, rank[2])


def _headed_entities(labels: Sequence[Piece]) -> list[tuple[str, int] | None]:
    """For each label the entity (移転先, 7) whose heading stands last before it on the page, up to the next section."""
    last: tuple[str, int] | None = None
    found: list[tuple[str, int] | None] = []
    for piece in labels:
        match = ENTITY.fullmatch(piece.key)
        if match and match[1] != RISK:
            last = (match[1], int(match[2]))
        elif piece.label is not None and piece.label.kind == "heading":
            last = None
        found.append(last)
    return found


_State = tuple[int, int]
"""The place of the last label (-1: none yet), and the places that are taken, a bit each."""


def _cheapest(options: Sequence[Sequence[tuple[int, Rank, float]]], this_round: int) -> list[Rank | None]:
    """For each label the rank on the cheapest way; a label without candidates keeps the way as it is."""
    later = {index for choices in options for index, rank, _ in choices if rank[0] > this_round}

    def moves(row: int, state: _State) -> Iterator[tuple[Rank | None, _State, float]]:
        last, taken = state
        if not options[row]:
            yield None, state, 0.0
        for index, rank, extra in options[row]:
            cost = _move(last, index) + _TAKEN * (taken >> index & 1) + _EARLY * index + extra
            cost += _NEW_ROUND * (rank[0] > this_round and not any(taken >> n & 1 for n in later))
            yield rank, (index, taken | 1 << index), cost

    way, _ = cheapest((-1, 0), len(options), moves, lambda _: 0.0, lambda state: state[0], _WAYS)
    return [step.chosen for step in way]


def _move(last: int, index: int) -> float:
    """The cost of the step from one place of the page to the next one in the text."""
    if last < 0:
        return min(_STEP * index, _AHEAD) * 0.1
    if index > last:
        return min(_STEP * (index - last - 1), _AHEAD)
    return min(_BACK, _NEAR_BACK + _STEP * (last - index))
