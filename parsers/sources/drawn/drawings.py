"""What is drawn on a PDF page besides text: ruling lines, shaded areas, outlines, and small shapes that may be marks.

A ruling line is what a person sees as one. Programs make it of strokes, filled rectangles and polygons, dots, pictures
of one pixel, and of clips through which a pattern or a shading shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import pymupdf

from hyokasho.parsers.layout.lines.shading import joined_fills
from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox, Fill, Outline, Rule, Word
from hyokasho.parsers.sources.drawn.clips import Clips
from hyokasho.parsers.sources.drawn.covered import Cover, Opacity, covered, is_unseen
from hyokasho.parsers.sources.drawn.dashes import dashes_of, is_broadly_dashed
from hyokasho.parsers.sources.drawn.gaps import lines_on_areas, with_frames
from hyokasho.parsers.sources.drawn.gradients import Strip, told_apart
from hyokasho.parsers.sources.drawn.guides import Pen, without_guides
from hyokasho.parsers.sources.drawn.paper import on_paper
from hyokasho.parsers.sources.drawn.pieces import (
    LEVEL,
    Point,
    Rectangle,
    Strokes,
    around,
    filled_boxes,
    frame_of,
    is_by_hand,
    is_rounded_square,
    levelled,
    pieces_of,
    shapes_of,
    straightened,
)
from hyokasho.parsers.sources.drawn.specks import chained
from hyokasho.parsers.sources.drawn.tilt import Tilt, tilt_of

_SLOPE = 0.012
"""Share of its length by which a stroke may rise and still be level (a page may lie askew a little)."""
_ENDS = 2
"""Points of a line that is one stroke."""
_EDGE = 0.75
"""Points beyond the edge of a clip at which a line is still seen by half its width."""
_SQUARE = 1.5
"""A frame of which one side is so much longer is none where it is thin; the boxes of small print are thin squares."""
_DARK = 0.6
_WHITE = 0.97


@dataclass(slots=True)
class Drawings:
    """What was found, in points of the page as displayed. `painted` are the fills in painting order,
    `fills` what is seen of them, `shapes` boxes of the size of a mark, `faint` such boxes in a light colour, which are
    marks only where the picture shows one. `skew`: degrees by which the lines of the page fall to the right, None
    where none are long enough to tell."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    painted: list[Fill] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    shapes: list[BBox] = field(default_factory=list)
    faint: list[BBox] = field(default_factory=list)
    skew: float | None = None


def paths_of(mupage: pymupdf.Page) -> Sequence[Any]:
    """What MuPDF says of all that is drawn, clips and groups too, to be asked once and given to those who need it."""
    paths: Sequence[Any] = mupage.get_cdrawings(extended=True)
    return paths


def read_drawings(
    mupage: pymupdf.Page,
    matrix: pymupdf.Matrix | None,
    paths: Sequence[Any] | None = None,
    *,
    pictured: bool = True,
    lines: Sequence[BBox] = (),
    words: Sequence[Word] = (),
    letters: Callable[[], Sequence[Word]] = tuple,
) -> Drawings:
    """Everything that is drawn on a page; `matrix` brings it to the page as displayed, None: it is so already.

    `paths`: what `paths_of` gave, if it was asked. `pictured`: the page may hold pictures.
    `lines`: boxes of others, on the page as displayed, that are rules. `words` of the page, and what
    gives the characters of them: rules do not run through these.
    """
    sheet = mupage.rect
    reader = _Reader(matrix, sheet.width * sheet.height)
    for path in paths_of(mupage) if paths is None else paths:
        reader.add(path)
    reader.clips.clear()
    reader.pen = None
    for box in lines:
        reader.rule(box)
    found = reader.found
    hidden = reader.covered_rules()
    reader.tell_strips_apart()
    if pictured and (mupage.get_images() or not (_walls(found.rules) or reader.specks)):  # (inline ones are not listed)
        for start, end, thin in _thin_pictures(mupage):
            reader.stretched(start, end, thin)
    rules = without_guides(found.rules, reader.pens, words, letters, hidden)
    found.rules = on_paper([*rules, *chained(reader.specks)], sheet.width, sheet.height)
    found.outlines = [_with_ground(outline, found.painted) for outline in found.outlines]
    found.fills = joined_fills(found.painted)
    found.skew = reader.tilt.skew()
    return found


def _walls(rules: Iterable[Rule]) -> bool:
    """Are there upright rules as long as a cell is high? Seams between areas alone are none."""
    return any(not rule.horizontal and rule.y1 - rule.y0 >= SETTINGS.min_table_rule for rule in rules)


def _thin_pictures(mupage: pymupdf.Page) -> Iterator[tuple[Point, Point, float]]:
    """Pictures as thin as rules, pixels stretched to lines: both ends of the line in their middle, and its width."""
    for picture in mupage.get_image_info():
        a, b, c, d, e, f = picture["transform"]  # of the unit square: the picture may lie askew with its page
        (dx, dy), (wx, wy) = ((a, b), (c, d)) if math.hypot(a, b) >= math.hypot(c, d) else ((c, d), (a, b))
        thin, long = math.hypot(wx, wy), math.hypot(dx, dy)
        if thin <= SETTINGS.thin_rect and long >= 4 * thin:
            start = (e + wx / 2, f + wy / 2)
            yield start, (start[0] + dx, start[1] + dy), thin


def _with_ground(outline: Outline, painted: Sequence[Fill]) -> Outline:
    """The outline, `filled` also where its ground was painted before it."""
    if outline.filled or not outline.plain:
        return outline
    (x0, y0), _, (x1, y1), _ = outline.points
    box = (x0, y0, x1, y1)
    if any(all(abs(a - b) <= SETTINGS.hair for a, b in zip(fill.bbox, box, strict=True)) for fill in painted):
        return Outline(outline.points, True, True)
    return outline


class _Reader:
    def __init__(self, matrix: pymupdf.Matrix | None, area: float) -> None:
        self.matrix, self.area = matrix, area
        self.found = Drawings()
        self.pen: Pen = None
        self.pens: list[Pen] = []
        """With what each of the rules is drawn."""
        self.covers: list[Cover] = []
        self.opacity = Opacity()
        self.opaque = True
        """Does nothing show through what is painted?"""
        self.specks: list[BBox] = []
        self.strips: list[Strip] = []
        self.white: list[Strip] = []
        self.tilt = Tilt()
        self.clips = Clips(self._widened)
        self.levels = 0
        """How many clips and groups that MuPDF tells of a path may lie in; it does not tell of letters that clip."""

    def add(self, path: Any) -> None:
        """One path of the page, as far as the clips around it let it be seen."""
        kind = path["type"]
        self.pen = (path.get("color"), path.get("fill"), path.get("width"), path.get("dashes"))
        self.opaque = self.opacity.enter(path)
        self._enter(path, kind)
        if path["level"] > self.levels or is_unseen(path):  # (letters painted by what is seen through them)
            return
        if (kind == "s" and self._plain_line(path)) or (kind == "f" and self._plain_area(path)):
            return
        self.tilt.look_at(path["items"] if kind not in ("group", "clip") else ())
        if kind == "clip":
            self._seen_through(path["items"])
            if any(item[0] == "c" for item in path["items"]):
                self._add_shapes(path, self.found.faint)
            return
        if kind == "group":
            return
        if "s" in kind and visible(path.get("color")):
            self._stroked(path)
        elif "f" in kind:
            self._filled(path)
        colour = path.get("fill") or path.get("color")
        if dark(colour):
            self._add_shapes(path, self.found.shapes)
        elif visible(colour) and any(item[0] != "re" for item in path["items"]):
            self._add_shapes(path, self.found.faint)

    def _enter(self, path: Any, kind: str) -> None:
        """Note through which clip a path is seen."""
        level = path["level"]
        self.clips.enter(path)
        self.levels = min(self.levels, level)
        if kind in ("clip", "group") and self.levels == level:
            self.levels += 1

    def _widened(self, scissor: Sequence[float]) -> BBox:
        """A clip on the page as displayed, with what is seen of a line along its edge."""
        x0, y0, x1, y1 = displayed_box(scissor, self.matrix)
        return (x0 - _EDGE, y0 - _EDGE, x1 + _EDGE, y1 + _EDGE)

    def _seen(self, box: BBox) -> BBox | None:
        """What of a box is seen through the clip; None where nothing is."""
        clip = self.clips.inner
        if clip is None:
            return box
        x0, y0, x1, y1 = max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])
        return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None

    def _add_shapes(self, path: Any, shapes: list[BBox]) -> None:
        low, high = SETTINGS.mark_size
        for box in shapes_of(path):
            if low <= box[2] - box[0] <= high and low <= box[3] - box[1] <= high:
                shown = displayed_box(box, self.matrix)
                shapes += [shown] if self._seen(shown) is not None else []

    # clips

    def _seen_through(self, items: Iterable[Any]) -> None:
        """A clip as thin as a rule: what shows through it (a pattern, a shading) is the rule's colour."""
        for box in filled_boxes(pieces_of(items)):
            x0, y0, x1, y1 = displayed_box(box, self.matrix)
            thick = min(x1 - x0, y1 - y0)
            if 0 < thick <= SETTINGS.thin_rect and max(x1 - x0, y1 - y0) >= SETTINGS.min_piece:
                self.rule((x0, y0, x1, y1))

    # strokes

    def _plain_line(self, path: Any) -> bool:
        """Take a stroke that is one level or upright line and nothing else, as nearly all of most pages are; False
        where it is more."""
        items, color = path["items"], path.get("color")
        if len(items) != 1 or items[0][0] != "l":
            return False
        _, (ax, ay), (bx, by) = items[0]
        if (ax != bx and ay != by) or ((path.get("width") or 0.0) > SETTINGS.thick_rule and not dark(color)):
            return False
        if is_broadly_dashed(path):
            return False
        self.tilt.add_straight(abs(bx - ax) + abs(by - ay))
        box = displayed_box((ax, ay, bx, by), self.matrix)
        if visible(color):
            self.rule(box)
        elif (seen := self._seen(box)) is not None:
            self.white.append(Strip(seen, tuple(color or ()), len(self.found.painted)))
        return True

    def _plain_area(self, path: Any) -> bool:
        """Take a filled rectangle that is all of its path, as most others are; False where it is more, or may be a
        mark."""
        items = path["items"]
        if len(items) != 1 or items[0][0] != "re":
            return False
        x0, y0, x1, y1 = box = displayed_box(items[0][1], self.matrix)
        colour = path.get("fill")
        if max(x1 - x0, y1 - y0) <= SETTINGS.mark_size[1] and dark(colour):
            return False
        self.tilt.look_at(items)
        self._area(box, colour)
        return True

    def _stroked(self, path: Any) -> None:
        filled = path.get("fill") is not None
        width = path.get("width") or 0.0
        items = path["items"]
        if len(items) == 1 and items[0][0] == "l":
            if is_broadly_dashed(path):
                for dash in dashes_of(path):
                    self._area(displayed_box(dash, self.matrix), path.get("color"))
            else:
                self._line(items[0][1], items[0][2], width, path.get("color"))
            items = ()
        for piece in self._without_rounded(map(levelled, pieces_of(items)), filled=filled):
            if isinstance(piece, Rectangle):
                box = displayed_box(piece.box, self.matrix)
                self._frame(box, filled)
            elif piece.plain and len(piece.lines) == 4 and piece.points[0] == piece.points[-1]:
                self._frame(displayed_box(around(piece.points), self.matrix), filled)
            elif len(piece.points) > _ENDS and is_by_hand(piece.points):
                self.rule(straightened(displayed_box(around(piece.points), self.matrix), 0.0))
            elif piece.plain:
                for start, end in piece.lines:
                    self._line(start, end, width, path.get("color"))
            elif piece.lines:  # (a curve alone is a mark, or drawn round a word to choose it)
                self.found.outlines.append(Outline(self._points(piece.points), filled, plain=False))
        if filled:
            self._filled(path)

    def _frame(self, box: BBox, filled: bool) -> None:
        """A stroked rectangle: four rules."""
        x0, y0, x1, y1 = box
        thin, long = sorted((x1 - x0, y1 - y0))
        if thin <= SETTINGS.thin_rect and (long >= _SQUARE * thin or long <= SETTINGS.speck):
            self.rule(box)
            return
        for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(edge)
        if self._seen(box) is not None:
            self.found.outlines.append(Outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), filled, plain=True))

    def _without_rounded(self, pieces: Iterable[Rectangle | Strokes], *, filled: bool) -> Iterator[Rectangle | Strokes]:
        """The pieces but small squares with round corners: these are outlines, the boxes of forms as browsers draw
        them."""
        for piece in pieces:
            if not isinstance(piece, Strokes) or not is_rounded_square(piece):
                yield piece
                continue
            x0, y0, x1, y1 = box = displayed_box(around(piece.points), self.matrix)
            if self._seen(box) is not None:
                self.found.outlines.append(Outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), filled, plain=False))

    def _line(self, start: Point, end: Point, width: float, color: Sequence[float] | None) -> None:
        (ax, ay), (bx, by) = start, end
        box = displayed_box((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), self.matrix)
        if width > SETTINGS.thick_rule and not dark(color):
            half = width / 2  # a stroke as broad as a line of text is shading
            level = box[2] - box[0] >= box[3] - box[1]
            x, y = (0.0, half) if level else (half, 0.0)
            self._area((box[0] - x, box[1] - y, box[2] + x, box[3] + y), color)
        elif min(box[2] - box[0], box[3] - box[1]) <= max(LEVEL, _SLOPE * max(box[2] - box[0], box[3] - box[1])):
            self.rule(straightened(box, 0.0) if min(box[2] - box[0], box[3] - box[1]) > LEVEL else box)

    def stretched(self, start: Point, end: Point, thin: float) -> None:
        """A picture stretched to a line from `start` to `end`, `thin` points across."""
        self.tilt.look_at([("l", start, end)])
        if tilt_of(start, end) is not None:
            self.rule(straightened(displayed_box((*start, *end), self.matrix), thin / 2))

    # fills

    def _filled(self, path: Any) -> None:
        color = path.get("fill")
        if len(path["items"]) == 1 and path["items"][0][0] == "re":
            self._area(displayed_box(path["items"][0][1], self.matrix), color)
            return
        pieces = pieces_of(path["items"])
        if dark(color):
            pieces = self._without_rounded(pieces, filled=True)
        boxes = [displayed_box(box, self.matrix) for box in filled_boxes(pieces)]
        ring = frame_of(boxes) if path.get("even_odd") else None
        if ring is not None:
            if visible(color):
                for edge in ring:
                    self.rule(edge)
                self._ring((*ring[0][:2], *ring[1][2:]))
            return
        for box in boxes:
            self._area(box, color)

    def _ring(self, box: BBox) -> None:
        """A frame that is one rectangle in another is an outline where it is as small as a box to tick."""
        x0, y0, x1, y1 = box
        if max(x1 - x0, y1 - y0) <= SETTINGS.mark_size[1] and self._seen(box) is not None:
            self.found.outlines.append(Outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), filled=False, plain=True))

    def _area(self, box: BBox, color: Sequence[float] | None) -> None:
        """A filled rectangle: a rule, a speck of a dotted rule, shading, or nothing."""
        seen = self._seen(box)
        if seen is None:
            return
        box = seen
        width, height = box[2] - box[0], box[3] - box[1]
        thin, long = min(width, height), max(width, height)
        if thin <= SETTINGS.thin_rect and color is not None and not dark(color) and long > SETTINGS.speck:
            self.strips.append(Strip(box, tuple(color), len(self.found.painted)))
        elif thin <= SETTINGS.thin_rect or (thin <= SETTINGS.thick_rule and dark(color) and long >= 4 * thin):
            if visible(color):
                if long <= SETTINGS.speck and long < 2 * thin:
                    self.specks.append(box)
                else:
                    self.rule(box)
        elif _ground(color) and width * height < self.area * 0.9:
            self.found.painted.append(Fill(box, tuple(color or ())))
            if self.opaque:
                self.covers.append((len(self.found.rules), box))

    def covered_rules(self) -> set[Rule]:
        """The rules so far that are hidden under areas painted later, and not drawn there again."""
        rules = self.found.rules
        hidden = covered(rules, self.covers)
        if not hidden:
            return set()
        return {rules[i] for i in hidden}.difference(rule for i, rule in enumerate(rules) if i not in hidden)

    def tell_strips_apart(self) -> None:
        """Take thin boxes in a light colour for rules, or side by side for the areas that they make."""
        areas, alone = told_apart(self.strips) if self.strips else ((), ())
        for strip in alone:
            if visible(strip.colour):
                self.pen = strip.colour
                self.rule(strip.box)
            else:
                self.white.append(strip)
        if self.white:
            self.found.painted = with_frames(self.found.painted, lines_on_areas(self.white, self.found.painted))
        for place, fill in sorted(areas, key=lambda found: -found[0]):
            self.found.painted.insert(place, fill)

    def rule(self, box: BBox) -> None:
        """Take a thin box for a ruling line, if it is level or upright and not clipped away."""
        seen = self._seen(box)
        if seen is None:
            return
        x0, y0, x1, y1 = seen
        width, height = x1 - x0, y1 - y0
        level = width >= height
        thin, long = (height, width) if level else (width, height)
        if long < SETTINGS.min_rule or thin > SETTINGS.thick_rule or (thin > SETTINGS.thin_rect and thin > long / 4):
            return
        if level:
            y = (y0 + y1) / 2
            self.found.rules.append(Rule(x0, y, x1, y))
        else:
            x = (x0 + x1) / 2
            self.found.rules.append(Rule(x, y0, x, y1))
        self.pens.append((self.pen, round(thin, 1)))

    def _points(self, points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(displayed_box((x, y, x, y), self.matrix)[:2] for x, y in points)


def turning_of(mupage: pymupdf.Page) -> pymupdf.Matrix | None:
    """What brings a box to the page as displayed; None: it is so already. MuPDF, which takes long to tell, is
    asked once for each page."""
    if mupage not in _TURNINGS:
        _TURNINGS[mupage] = mupage.rotation_matrix if mupage.rotation else None
    return _TURNINGS[mupage]


_TURNINGS: WeakKeyDictionary[pymupdf.Page, pymupdf.Matrix | None] = WeakKeyDictionary()


def displayed_box(box: Sequence[float], matrix: pymupdf.Matrix | None) -> BBox:
    """A rectangle (perhaps drawn from right to left) on the page as displayed, corners in order."""
    x0, y0, x1, y1 = box
    if matrix is None and x0 <= x1 and y0 <= y1:
        return (x0, y0, x1, y1)
    if matrix is not None:
        x0, y0, x1, y1 = (
            x0 * matrix.a + y0 * matrix.c + matrix.e, x0 * matrix.b + y0 * matrix.d + matrix.f,
            x1 * matrix.a + y1 * matrix.c + matrix.e, x1 * matrix.b + y1 * matrix.d + matrix.f,
        )  # fmt: skip
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def visible(color: Sequence[float] | None) -> bool:
    """White lines are drawn to hide, not to divide."""
    return color is None or min(color) < _WHITE


def dark(color: Sequence[float] | None) -> bool:
    """Nearer to black than to white."""
    return color is not None and sum(color) / len(color) < _DARK


def _ground(color: Sequence[float] | None) -> bool:
    """Shading, or the white that covers it; what is nearly black is a drawing."""
    return color is not None and max(color) > 0.25
