"""Lines over a whole page that are no rules: the grid of a worksheet, guides, lines where its pages end.

A rule divides cells: it never runs through a text, and ends with its table. Lines of one pen that lie evenly apart and
run through texts, or out of the tables of all other pens on both sides, are the ground that the page is drawn on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from hyokasho.parsers.layout.words import has_middle, is_sideways, middle, thickness
from hyokasho.parsers.model import BBox, Rule, Word

Pen = Hashable
"""Colour, width and dashes of what is drawn alike."""
_Key = tuple[bool, Pen, int, int]
"""Direction, pen, and where the lines of a family begin and end."""

_LONG, _USUAL = 200.0, 8.0
"""A guide is as long at least, in points: it runs over most of a page. Where the letters are smaller than usual,
several pages may stand on the sheet, and it is shorter by as much."""
_ALIKE = 4.0
"""Ends of lines that are one family are rounded to so many points."""
_LEAST = 5
"""So many lines lie evenly apart."""
_EVEN = 0.8
"""Share of the steps from line to line that are one pitch, or two or three."""
_STRAY = 0.6
"""Points by which such a step may be off."""
_GRID, _SPARSE = 12, 0.1
"""So many lines of a pen each way lie evenly apart in a grid, with words in fewer than this share of its cells."""
_TWICE = 2
"""So many lines of a family run through texts at least."""
_PROBES = 40
"""Of more words than these only some are asked first; of guides one runs through some of them."""
_FEW, _MANY = 0.2, 0.5
"""Shares of the lines of a family that run through texts: of lines evenly apart, of others."""
_LARGE = 2.0
"""Words so many times as large as is usual lie upon the page, rules run through them."""
_REPEATED = 2
"""So do words that stand more often on it."""
_TALL = 1.6
"""Heights, in widths of a character, from which a box is taller than what is seen of its word."""
_CORE = 0.3
"""A line runs through a text where it meets what is left of its box when so much of its size is taken off on both
sides."""
_BEYOND = 5.0
"""Points by which lines run out of all tables."""
_BROAD = 0.5
"""Share of the length of a line that others are long which make a table; frames that lie upon one are shorter."""
_ROWS = 3
"""So many of these lines a table has."""
_HIGH = 0.5
"""Share of the length of the sides of a frame by which they stand apart at least: it has the shape of a page."""
_MEETS = 2.0
"""Points within which the lines of a table meet."""


@dataclass(slots=True)
class _Family:
    """Lines of one pen and direction that begin and end alike, none of which is short; points."""

    level: bool
    pen: Pen
    start: float
    end: float
    places: list[float] = field(default_factory=list)
    hidden: int = 0
    """So many of the lines are hidden under areas."""

    @property
    def even(self) -> bool:
        """Do the lines lie evenly apart?"""
        steps = [b - a for a, b in pairwise(self.places) if b - a > _STRAY]
        if len(steps) + 1 < _LEAST:
            return False
        pitch = sorted(steps)[len(steps) // 2]
        return sum(abs(step - max(1, round(step / pitch)) * pitch) <= _STRAY for step in steps) >= _EVEN * len(steps)

    def through(self, words: Iterable[Word]) -> int:
        """How many of the lines run through one of the words."""
        return len({k for word in words for k in self._at(word, -_CORE, 0.0)})

    def beside(self, words: Iterable[Word], near: float) -> int:
        """How many of the lines run through one of the words or stand beside it, at most `near` from its box."""
        return len({k for word in words for k in self._at(word, 0.0, near)})

    def _at(self, word: Word, share: float, near: float) -> Sequence[int]:
        """The lines that meet the box of a word, made larger on both sides by a share of its size and by `near`."""
        x0, y0, x1, y1 = word.bbox
        low, high, start, end = (y0, y1, x0, x1) if self.level else (x0, x1, y0, y1)
        more = share * (high - low) + near
        first = bisect_left(self.places, low - more)
        if first == len(self.places) or self.places[first] > high + more or start >= self.end or end <= self.start:
            return ()  # (so it is for nearly all)
        return range(first, bisect_right(self.places, high + more))


def without_guides(
    rules: Sequence[Rule],
    pens: Sequence[Pen],
    words: Sequence[Word],
    letters: Callable[[], Sequence[Word]],
    hidden: Set[Rule] = frozenset(),
) -> list[Rule]:
    """The rules of a page that are no guides and not `hidden` under areas. `pens`: with what each is drawn; `letters`
    gives the characters of its `words`, asked only where lines may be guides: a word may be one of two cells."""
    found = _guides(rules, pens, words, letters, hidden) if rules and words else ()
    if not found and not hidden:
        return list(rules)
    kept = [rule for rule, pen in zip(rules, pens, strict=True) if _key(rule, pen) not in found] if found else rules
    return [rule for rule in kept if rule not in hidden]


def _guides(
    rules: Sequence[Rule],
    pens: Sequence[Pen],
    words: Sequence[Word],
    letters: Callable[[], Sequence[Word]],
    hidden: Set[Rule],
) -> set[_Key]:
    """The families of lines that are guides."""
    size = sorted(map(thickness, words))[len(words) // 2]
    families = _families(rules, pens, _LONG * min(1.0, size / _USUAL), hidden)
    if not families:
        return set()
    found = _through_texts(families, words, size, letters)
    found |= _running_out(rules, pens, families)
    found |= {key for key, one in families.items() if one.hidden and one.hidden >= _MANY * len(one.places)}
    found |= _of_empty_grids(families, words)
    guides = {families[key].pen for key in found}
    return found | {key for key, one in families.items() if one.pen in guides and one.even}


def _key(rule: Rule, pen: Pen) -> _Key:
    """The family of a rule."""
    start, end = (rule.x0, rule.x1) if rule.horizontal else (rule.y0, rule.y1)
    return rule.horizontal, pen, round(start / _ALIKE), round(end / _ALIKE)


def _families(rules: Sequence[Rule], pens: Sequence[Pen], least: float, hidden: Set[Rule]) -> dict[_Key, _Family]:
    found: dict[_Key, _Family] = {}
    for rule, pen in zip(rules, pens, strict=True):
        level = rule.y0 == rule.y1
        start, end = (rule.x0, rule.x1) if level else (rule.y0, rule.y1)
        if end - start >= least:
            key = _key(rule, pen)
            if key not in found:
                found[key] = _Family(level, pen, start, end)
            found[key].places.append(_place(rule))
            found[key].hidden += rule in hidden
    for one in found.values():
        one.places.sort()
    return found


def _through_texts(
    families: Mapping[_Key, _Family], words: Sequence[Word], size: float, letters: Callable[[], Sequence[Word]]
) -> set[_Key]:
    """Families of which so many lines run through texts that none of them parts cells. `size`: that of most words."""
    some = words[:: max(1, len(words) // _PROBES)]  # (asked of every page, nearly all of which have no guides)
    many = {key: one for key, one in families.items() if len(one.places) >= _LEAST and one.through(some)}
    if not many:
        return set()
    times = Counter(word.text for word in words)
    usual = [word for word in words if thickness(word) <= _LARGE * size and times[word.text] <= _REPEATED]
    level = [word for word in usual if _is_level(word)]
    upright = [word for word in usual if is_sideways(word)]
    found = set[_Key]()
    for key, one in many.items():
        along, across = (level, upright) if one.level else (upright, level)
        if _runs_through(one, along, size) or (
            _runs_through(one, across, size) and _runs_through(one, _of(across, letters()), size)
        ):
            found.add(key)
    return found


def _of_empty_grids(families: Mapping[_Key, _Family], words: Sequence[Word]) -> set[_Key]:
    """Families of many lines evenly apart that cross others of their pen, hardly any of whose cells has a text."""
    many = {key: one for key, one in families.items() if len(one.places) >= _GRID and one.even}
    found = set[_Key]()
    for key, one in many.items():
        for other, across in many.items():
            if one.level and not across.level and one.pen == across.pen and _meet(one, across):
                box = (one.start, across.start, one.end, across.end)
                cells = (len(one.places) - 1) * (len(across.places) - 1)
                if sum(has_middle(box, word) for word in words) < _SPARSE * cells:
                    found |= {key, other}
    return found


def _meet(level: _Family, upright: _Family) -> bool:
    """Do the middle lines of two families cross each other?"""
    x, y = upright.places[len(upright.places) // 2], level.places[len(level.places) // 2]
    return level.start <= x <= level.end and upright.start <= y <= upright.end


def _is_level(word: Word) -> bool:
    """Is the box of a word as high as its characters are wide? Others tell nothing of where the ink is."""
    x0, y0, x1, y1 = word.bbox
    return (y1 - y0) * len(word.text) <= _TALL * (x1 - x0)


def _runs_through(one: _Family, words: Sequence[Word], size: float) -> bool:
    """Do enough lines of those that stand beside words run through them, or under areas?"""
    through = one.through(words)
    if through < _TWICE:
        return False
    least = (_TWICE, _FEW) if one.even else (_LEAST - 1, _MANY)
    return through + one.hidden >= max(least[0], least[1] * one.beside(words, size))


def _of(words: Sequence[Word], letters: Iterable[Word]) -> list[Word]:
    """The letters of some words."""
    held = sorted((word.bbox for word in words), key=itemgetter(1))
    tall = max((box[3] - box[1] for box in held), default=0.0)
    return [letter for letter in letters if _is_held(letter, held, tall)]


def _is_held(letter: Word, boxes: Sequence[BBox], tall: float) -> bool:
    """Stands a letter in one of the boxes, sorted from the top and none higher than `tall`?"""
    x, y = middle(letter)
    near = boxes[bisect_left(boxes, y - tall, key=itemgetter(1)) : bisect_right(boxes, y, key=itemgetter(1))]
    return any(box[0] <= x <= box[2] and y <= box[3] for box in near)


def _running_out(rules: Sequence[Rule], pens: Sequence[Pen], families: Mapping[_Key, _Family]) -> set[_Key]:
    """Families whose lines run out of the tables of all other pens on both sides, over their walls. Pages that stand
    beside each other on a sheet have each its own lines and tables."""
    if len(set(pens)) == 1:
        return set()
    found = set[_Key]()
    for key, one in families.items():
        if all(_reaches_as_far(one, other) for other in families.values()):
            others = [rule for rule, pen in zip(rules, pens, strict=True) if pen != one.pen and _stands_at(rule, one)]
            across = any(rule.horizontal != one.level for rule, pen in zip(rules, pens, strict=True) if pen == one.pen)
            if _runs_out(one, others, across=across):
                found.add(key)
    return found


def _reaches_as_far(one: _Family, other: _Family) -> bool:
    """Does no line of another family of the direction, unless it lies all beside it, begin before it or end later?"""
    if other.level != one.level or other.end <= one.start or other.start >= one.end:
        return True
    return one.start <= other.start + _ALIKE and one.end >= other.end - _ALIKE


def _stands_at(rule: Rule, one: _Family) -> bool:
    """Stands a rule somewhere between where the lines of a family begin and end?"""
    start, end = (rule.x0, rule.x1) if one.level else (rule.y0, rule.y1)
    return start < one.end and end > one.start


def _runs_out(one: _Family, others: Sequence[Rule], *, across: bool) -> bool:
    """Do lines run out of the tables that other rules make, over their walls, or between their lines where they have
    none? A frame round the page is no table. `across`: there are lines of the same pen in the other direction."""
    inside = (one.start + _BEYOND, one.end - _BEYOND)
    drawn = _lengths_inside([rule for rule in others if rule.horizontal == one.level], inside, one.end - one.start)
    if sum(length >= _BROAD * (one.end - one.start) for length in drawn.values()) < _ROWS:
        return False
    walls = [rule for rule in others if rule.horizontal != one.level and inside[0] < _place(rule) < inside[1]]
    if not walls:  # (tables of lines in one direction alone; the pen may draw frames round pages)
        return not across and any(min(drawn) < place < max(drawn) for place in one.places)
    return any(_crosses(wall, one) and _ends_at_rule(wall, others) for wall in walls)


def _lengths_inside(rules: Iterable[Rule], inside: tuple[float, float], whole: float) -> Counter[int]:
    """How long rules of one direction are at each place that lie inside: one may be a piece for every cell. None at all
    where others reach out on a side, or on both and are not of frames as long as the `whole`."""
    found = Counter[int]()
    sides = set[int]()
    for rule in rules:
        start, end = (rule.x0, rule.x1) if rule.horizontal else (rule.y0, rule.y1)
        if start >= inside[0] and end <= inside[1]:
            found[round(_place(rule))] += round(end - start)
        elif start < inside[0] and end > inside[1]:
            sides.add(round(_place(rule)))
        else:
            return Counter()
    return found if _are_of_frames(sides, whole) else Counter()


def _are_of_frames(places: Iterable[int], length: float) -> bool:
    """Are lines so long two sides of each of some frames, which stand as far apart as the ends of a page?"""
    found = sorted(places)
    return len(found) <= 2 * sum(b - a >= _HIGH * length for a, b in pairwise(found))


def _place(rule: Rule) -> float:
    """Where a rule lies across its direction."""
    return rule.y0 if rule.horizontal else rule.x0


def _crosses(wall: Rule, one: _Family) -> bool:
    """Does a line of the family run over a wall that goes on on both sides of it?"""
    low, high = (wall.y0, wall.y1) if one.level else (wall.x0, wall.x1)
    return any(low + _MEETS < place < high - _MEETS for place in one.places)


def _ends_at_rule(wall: Rule, others: Iterable[Rule]) -> bool:
    """Ends a wall at a rule on either side? The page may cut the other."""
    place, low, high = (wall.y0, wall.x0, wall.x1) if wall.horizontal else (wall.x0, wall.y0, wall.y1)
    for rule in others:
        if rule.horizontal != wall.horizontal:
            at, start, end = (rule.x0, rule.y0, rule.y1) if wall.horizontal else (rule.y0, rule.x0, rule.x1)
            if start - _MEETS <= place <= end + _MEETS and min(abs(at - low), abs(at - high)) <= _MEETS:
                return True
    return False
