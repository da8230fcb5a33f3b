"""Pages whose text runs sideways or upside down, or is printed small or large: turned upright and brought to the usual
size for the layout, boxes turned back for the output."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hyokasho.parsers.layout.sheets.moves import moved_box
from hyokasho.parsers.layout.words import thickness
from hyokasho.parsers.model import BBox, Outline, Page, Rule, SheetPlace, Word


@dataclass(frozen=True, slots=True)
class Turn:
    """`degrees` clockwise (0, 90, 180, 270) that make a page upright; `width`, `height` as displayed, in points.

    `skew`: degrees by which the lines of the displayed page fall to the right; it is levelled before it is turned.
    `scale`: how many times larger the upright page is, so that its letters have the size of a usual print.
    """

    degrees: int
    width: float
    height: float
    skew: float = 0.0
    scale: float = 1.0

    @property
    def needed(self) -> bool:
        """Is the upright page another one than the displayed?"""
        return self.degrees != 0 or self.skew != 0.0 or self.scale != 1.0

    def upright(self, box: BBox) -> BBox:
        """A box of the displayed page on the upright one; one that stands askew fits closely when it is level."""
        x0, y0, x1, y1 = _levelled(box, -self.skew, self.width / 2, self.height / 2) if self.skew else box
        box = (x0, y0, x1, y1)
        if self.degrees == 90:
            box = (self.height - y1, x0, self.height - y0, x1)
        elif self.degrees == 180:
            box = (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        elif self.degrees == 270:
            box = (y0, self.width - x1, y1, self.width - x0)
        return _scaled(box, self.scale) if self.scale != 1.0 else box

    def displayed(self, box: BBox) -> BBox:
        """A box of the upright page on the displayed one; the inverse of `upright`."""
        x0, y0, x1, y1 = _scaled(box, 1 / self.scale)
        box = (x0, y0, x1, y1)
        if self.degrees == 90:
            box = (y0, self.height - x1, y1, self.height - x0)
        elif self.degrees == 180:
            box = (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        elif self.degrees == 270:
            box = (self.width - y1, x0, self.width - y0, x1)
        return _askew(box, self.skew, self.width / 2, self.height / 2) if self.skew else box


def _scaled(box: BBox, by: float) -> BBox:
    x0, y0, x1, y1 = box
    return (x0 * by, y0 * by, x1 * by, y1 * by)


def _turned_about(x: float, y: float, degrees: float, about_x: float, about_y: float) -> tuple[float, float]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = x - about_x, y - about_y
    return (about_x + x * cos - y * sin, about_y + x * sin + y * cos)


def _levelled(box: BBox, degrees: float, about_x: float, about_y: float) -> BBox:
    """The box, around something that stands askew, turned about a point and shrunk to what is inside."""
    x, y = _turned_about((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, degrees, about_x, about_y)
    cos, sin = math.cos(math.radians(degrees)), abs(math.sin(math.radians(degrees)))
    wide, high = box[2] - box[0], box[3] - box[1]
    width = max(0.0, (wide * cos - high * sin) / (cos * cos - sin * sin)) if high else wide
    height = max(0.0, (high * cos - wide * sin) / (cos * cos - sin * sin)) if wide else high
    width, height = (width, height) if width and height else (wide, high)
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _askew(box: BBox, degrees: float, about_x: float, about_y: float) -> BBox:
    """The box around a level box turned about a point."""
    x, y = _turned_about((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, degrees, about_x, about_y)
    cos, sin = math.cos(math.radians(degrees)), abs(math.sin(math.radians(degrees)))
    width, height = box[2] - box[0], box[3] - box[1]
    wide, high = (width * cos + height * sin) / 2, (height * cos + width * sin) / 2
    return (x - wide, y - high, x + wide, y + high)


def turn_from_direction(direction: tuple[float, float], page: Page) -> Turn:
    """The turn that makes text of this writing direction (unit vector on the displayed page, y downwards) upright."""
    dx, dy = direction
    degrees = 0 if dx > 0.7 else 180 if dx < -0.7 else 90 if dy < 0 else 270
    return Turn(degrees, page.width, page.height)


USUAL = 9.5
"""Size in points of the letters of a statement as it is printed on a sheet of its own."""
SMALL, LARGE = 7.5, 19.0
"""A page most of whose letters are smaller or larger was printed at another size: two to a sheet, as a poster."""
_ALIKE = 0.15
"""Share by which the letters of a sheet may be larger or smaller than those of the one before, if both are as small."""
_BODY = 0.75
"""Share of the letters that are no larger than those of labels and answers: lists of options are set smaller, and may
be most of a page."""


def weighted_median(values: Sequence[tuple[float, float]], default: float, *, share: float = 0.5) -> float:
    """The median of values, each with its weight; with another `share` the value that so much does not exceed."""
    passed, total = 0.0, sum(weight for _, weight in values)
    for value, weight in sorted(values):
        passed += weight
        if passed >= share * total:
            return value
    return default


def usual_scale(page: Page) -> float:
    """How many times larger the page would be in its usual print; 1.0 where it is about that size."""
    letters: dict[float, int] = {}  # (a page has few sizes)
    for word in page.words:
        size = thickness(word)
        letters[size] = letters.get(size, 0) + len(word.text)
    found = weighted_median([*letters.items()], USUAL, share=_BODY)
    return USUAL / found if found > 0 and not SMALL <= found <= LARGE else 1.0


@dataclass
class Scales:
    """How many times larger the pages of one document would be in their usual print, the last one of each size, and
    what each page was given by its number."""

    found: dict[tuple[int, int], float] = field(default_factory=dict)
    given: dict[int, float] = field(default_factory=dict)

    def of(self, page: Page) -> float:
        """The same of the next page: as much as the last one of its size, if it is about that. Sheets of one size are
        printed alike, so that their places can be compared. A page that is read again keeps what it was given."""
        if page.number not in self.given:
            self.given[page.number] = self._of_next(page)
        return self.given[page.number]

    def _of_next(self, page: Page) -> float:
        scale, size = usual_scale(page), (round(page.width), round(page.height))
        before = self.found.get(size, 1.0)
        if scale == 1.0 or before == 1.0 or abs(scale - before) > _ALIKE * before:
            before = self.found[size] = scale
        return before


def looks_sideways(page: Page) -> bool:
    """Are most characters in words that are higher than wide?"""
    tall = flat = 0
    for word in page.words:
        if len(word.text) > 1:
            x0, y0, x1, y1 = word.bbox
            if y1 - y0 > 1.3 * (x1 - x0):
                tall += len(word.text)
            else:
                flat += len(word.text)
    return tall > 2 * flat


def looks_upside_down(page: Page) -> bool:
    """Do the words mostly come from the bottom up? A hint only: sources keep some order of their own."""
    forward = backward = 0
    for before, after in pairwise(page.words):
        level = abs(after.bbox[1] - before.bbox[1]) < 0.5 * before.size
        ahead = after.bbox[0] > before.bbox[0] if level else after.bbox[1] > before.bbox[1]
        forward += ahead
        backward += not ahead
    return backward > forward


def turned_upright(page: Page, turn: Turn) -> Page:
    """The page with all its parts in upright coordinates."""
    if not turn.needed:
        return page
    sideways = turn.degrees in (90, 270)
    return replace(
        page,
        width=(page.height if sideways else page.width) * turn.scale,
        height=(page.width if sideways else page.height) * turn.scale,
        words=tuple(turned_words(page.words, turn)),
        rules=tuple(_turned_rule(rule, turn) for rule in page.rules),
        fills=tuple(replace(f, bbox=turn.upright(f.bbox)) for f in page.fills),
        painted=tuple(replace(f, bbox=turn.upright(f.bbox)) for f in page.painted),
        outlines=tuple(_turned_outline(outline, turn) for outline in page.outlines),
        faint=tuple(turn.upright(box) for box in page.faint),
        pictures=tuple(turn.upright(box) for box in page.pictures),
        turn=turn.degrees,
        skew=turn.skew,
        scale=turn.scale,
    )


def _turned_rule(rule: Rule, turn: Turn) -> Rule:
    """A rule in upright coordinates, exactly level or upright."""
    x0, y0, x1, y1 = turn.upright((rule.x0, rule.y0, rule.x1, rule.y1))
    if rule.horizontal != (turn.degrees in (90, 270)):
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _turned_outline(outline: Outline, turn: Turn) -> Outline:
    return replace(outline, points=tuple(turn.upright((x, y, x, y))[:2] for x, y in outline.points))


def settled_on_sheet(part: Page) -> Page:
    """A logical page upright and in its usual size, where it lies or is smaller than others of its sheet: printers turn
    pages that lie, or fit them in the place of one that stands."""
    place = part.place
    if place is None:
        return part
    upright, place = part, replace(place, degrees=0)
    for degrees in (90, 270) if looks_sideways(part) else ():
        place = replace(place, degrees=degrees)
        upright = turned_upright(part, turn_of(place))
        if not looks_upside_down(upright):
            break
    place = replace(place, scale=usual_scale(upright))
    found = turned_upright(part, turn_of(place))
    return replace(found, place=place, turn=part.turn, skew=part.skew, scale=part.scale)


def turn_of_sheet(page: Page) -> Turn:
    """How the displayed sheet of an upright page was turned, levelled and enlarged."""
    across, down = page.sheet or (page.width, page.height)
    width, height = (down, across) if page.turn in (90, 270) else (across, down)
    return Turn(page.turn, width / page.scale, height / page.scale, page.skew, page.scale)


def turn_of(place: SheetPlace) -> Turn:
    """How a logical page was turned and enlarged where it stands."""
    return Turn(place.degrees, place.width, place.height, scale=place.scale)


def on_sheet(box: BBox, place: SheetPlace) -> BBox:
    """A box of a logical page where it stands on the upright sheet."""
    return moved_box(turn_of(place).displayed(box), place.x, place.y)


def turned_words(words: tuple[Word, ...] | list[Word], turn: Turn) -> list[Word]:
    """The words in upright coordinates, their size told from the upright height."""
    if not turn.needed:
        return list(words)
    result = []
    level = turn.degrees == 0 and not turn.skew
    for word in words:
        box = turn.upright(word.bbox)
        result.append(replace(word, bbox=box, size=word.size * turn.scale if level else box[3] - box[1]))
    return result
