"""Two pages put beside each other: one page with the columns of both, and from its places back to the page of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.sheets.moves import moved_fills, moved_outlines, moved_words
from hyokasho.parsers.layout.sheets.page_sides import Sides
from hyokasho.parsers.layout.sheets.torn_lines import box_of, moved_by, reach, torn_texts
from hyokasho.parsers.layout.unruled.form_words import is_torn_heading, is_torn_label
from hyokasho.parsers.layout.unruled.page import Unruled
from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox, Fill, Joint, Line, Page, Rule, Word

_NEAR = 1.5
"""Points within which an area of colour ends at the cut."""
_AIR = 1.0
"""Points before a text that goes on where the page is cut, at most."""
_ROWS = 2
"""So many rows at least with texts beside each other: a page of labels alone has none."""
_LETTER = 8.0
"""Points: a column is wider."""
_SEAM = 20.0
"""Points by which what two pages hold may end before one cut of both."""
_TWICE = 0.3
"""Share of the type size by which a letter reaches over the cut from which both pages may show it."""


@dataclass
class Seams:
    """Where the paper's end cuts the tables of one document that has no lines (points): x of the cut on the left pages,
    and of what goes on on the right ones. `in_texts`: lines go on there without air. `through`: where areas end on the
    left pages and begin on the right ones between which the cut goes through cells. `finder` knows the columns of the
    pages joined before."""

    finder: Unruled = field(default_factory=Unruled)
    cut: float = 0.0
    start: float = 0.0
    in_texts: bool = False
    through: list[tuple[float, float]] = field(default_factory=list)

    def of_group(self, pairs: Sequence[tuple[Sides, Sides]]) -> None:
        """Note where the pages of a group are cut: as far as any of them reaches, for they are of one paper. Areas of
        colour and lines show just where, but letters that the cut parts go on without a gap."""
        self.through = [(a.right, b.left) for a, b in pairs if a.of_areas and _cuts_cells(a, b)]
        self.in_texts = False  # (the pages of another group may have been without lines)
        if not any(right.lines for _, right in pairs):
            return
        drawn = [(left.right, right.left) for left, right in pairs if left.of_areas and right.of_areas]
        ends = drawn or [(left.right, right.left) for left, right in pairs if right.lines]
        cut, start = max(end for end, _ in ends), min(begin for _, begin in ends)
        texts = [(reach(left.placed)[1], reach(right.lines)[0]) for left, right in pairs if right.lines]
        end, begin = max(end for end, _ in texts), min(begin for _, begin in texts)
        self.in_texts = not drawn and cut - end < _LETTER and begin - start < _AIR  # (a cell has air before its text)
        if self.in_texts:
            cut, start = end, begin
        if self.cut and abs(self.cut - cut) <= _SEAM and abs(self.start - start) <= _SEAM:
            cut, start = max(cut, self.cut), min(start, self.start)
        self.cut, self.start = cut, start

    def cuts_cells(self, left: Sides, right: Sides) -> bool:
        """Does the cut go through cells of two pages? Their own texts may all end before it by chance."""
        near = max(left.near, right.near)
        return any(abs(left.right - a) <= near and abs(right.left - b) <= near for a, b in self.through)


def _cuts_cells(left: Sides, right: Sides) -> bool:
    """Do texts reach the cut on both pages, is what it leaves of a column on one of them no wider than a letter, or do
    areas run from side to side of both, behind texts of several columns?"""
    if left.open_right and right.open_left:
        return True
    if all(min(x - side.left, side.right - x) <= _NEAR for side in (left, right) for x in side.walls):
        return _beside_each_other(left.placed) >= _ROWS
    slivers = (a[1] - a[0] for a in (left.walls[-2:], right.walls[:2]) if len(a) > 1)
    return any(_NEAR < width < _LETTER for width in slivers)


def _beside_each_other(lines: Sequence[Line]) -> int:
    """How many lines of a page stand right of another one, with a gap between."""
    boxes = sorted(map(box_of, lines))
    return sum(
        any(a[2] + (a[3] - a[1]) < b[0] and abs(a[1] - b[1]) <= _NEAR for a in boxes[:k]) for k, b in enumerate(boxes)
    )


def put_beside(left: Sides, right: Sides, repeated: int, seams: Seams) -> PageLayout:
    """The left page with the columns of the right one beside them, laid out anew.

    `repeated`: so many columns at the left of the right page are those of the left one again; they are left out.
    `seams`: where the pages of their group are cut.
    """
    shift = _shift(left, right, repeated, seams)
    drawn = left.of_areas or (bool(left.levels) and not seams.in_texts)
    torn = _torn(left, right, drawn=drawn) if right.unruled else []
    joined = _joined(left, right, shift, torn)
    if left.of_areas:
        heights = None if seams.cuts_cells(left, right) else [box_of(a)[1] for a, _ in torn]
        joined = _with_whole_areas(joined, left.right, heights)
    if left.unruled and right.unruled:
        joined = seams.finder.look(joined)
    layout = lay_out(joined)
    found = (*left.layout.watermarks, *right.layout.watermarks)
    return replace(layout, watermarks=found, notes=(*left.layout.notes, *right.layout.notes, *layout.notes))


@dataclass(frozen=True, slots=True)
class _Shift:
    """Where the right page comes to stand, in points: behind the `cut`, by `move` right of its place and `fall` below.
    Only what begins right of `start`, and has its middle right of `inside`, is new."""

    cut: float
    move: float
    fall: float
    start: float
    inside: float

    def rules(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        """The parts of rules right of the start, at their new places."""
        for rule in rules:
            if rule.x1 >= self.start - 1:
                x0 = max(rule.x0, self.start) if rule.horizontal else rule.x0
                moved = (x0 + self.move, rule.y0 + self.fall, max(x0, rule.x1) + self.move, rule.y1 + self.fall)
                yield Rule(*moved)

    def fills(self, fills: Iterable[Fill]) -> tuple[Fill, ...]:
        """The areas at their new places."""
        return moved_fills((fill for fill in fills if self._is_new(fill.bbox)), self.move, self.fall)

    def words(self, words: Iterable[Word]) -> list[Word]:
        """The words at their new places."""
        return moved_words((word for word in words if self._is_new(word.bbox)), self.move, self.fall)

    def joints(self, page: Page) -> Iterator[Joint]:
        """Where this page is joined, and those that it was joined of before."""
        yield Joint(page.number, self.cut, self.move, self.fall)
        for one in page.joints:
            yield Joint(one.page, one.at + self.move, one.move + self.move, one.fall + self.fall)

    def _is_new(self, box: BBox) -> bool:
        return (box[0] + box[2]) / 2 >= self.inside


def _shift(left: Sides, right: Sides, repeated: int, seams: Seams) -> _Shift:
    """Where the right page comes to stand: at the right side of the tables of the left one, row beside row; where its
    lines tell no side, as the lines that are torn or the cut of the group say."""
    start = right.walls[repeated] if repeated else right.left
    inside = start - right.near if repeated else float("-inf")
    if right.lines:
        seen = moved_by(left.placed, right.lines)
        return _Shift(seams.cut, seams.cut - seams.start if seen is None else seen, 0.0, start, inside)
    fall = left.top - right.top
    if abs(fall) > max(left.near, right.near):
        fall = 0.0  # (it is their lines that stand level: the right page has areas only behind headings)
    return _Shift(left.right, left.right - start, fall, start, inside)


def _joined(left: Sides, right: Sides, shift: _Shift, torn: Sequence[tuple[Line, Line]]) -> Page:
    """The left page with all that the right one shows where it comes to stand, `torn` texts whole."""
    page, other = left.drawn, right.drawn
    own, rest = _texts_whole(torn, left, right)
    return replace(
        page,
        width=max(page.width, other.width + shift.move),
        words=tuple(_seamed(own, shift.words(rest), shift.cut)),
        rules=(*page.rules, *shift.rules(other.rules)),
        fills=(*page.fills, *shift.fills(other.fills)),
        painted=(*page.painted, *shift.fills(other.painted)),
        outlines=(*page.outlines, *moved_outlines(other.outlines, shift.move, shift.fall)),
        marks_visible=page.marks_visible and other.marks_visible,
        issues=(*left.layout.page.issues, *right.layout.page.issues),
        joints=(*page.joints, *shift.joints(other)),
    )


def _with_whole_areas(page: Page, seam: float, torn: Sequence[float] | None) -> Page:
    """The page with the areas put together that the seam cuts, as `_whole_areas` says."""
    fills, painted = (_whole_areas(areas, seam, torn) for areas in (page.fills, page.painted))
    return replace(page, fills=fills, painted=painted)


def on_its_page(page: int, box: BBox, joints: Sequence[Joint]) -> tuple[int, BBox]:
    """The page that a box of a joined page begins on, and its box there (as much of it as that page shows)."""
    x0, y0, x1, y1 = box
    number, move, fall, ends = page, 0.0, 0.0, [joint.at for joint in joints]
    for joint in joints:
        if x0 < joint.at - 1:
            break
        number, move, fall, ends = joint.page, joint.move, joint.fall, ends[1:]
    end = min([x1, *ends[:1]])
    return number, (x0 - move, y0 - fall, end - move, y1 - fall)


def _whole_areas(fills: Sequence[Fill], seam: float, torn: Sequence[float] | None) -> tuple[Fill, ...]:
    """The areas, two of one colour on both sides of the seam at one level as one. `torn`: the tops of the texts that
    the seam cuts, if only these tell that it cuts an area."""
    begin = {(round(f.bbox[1]), round(f.bbox[3]), f.colour): f for f in fills if abs(f.bbox[0] - seam) <= _NEAR}
    found: list[Fill] = []
    gone: set[int] = set()
    for fill in fills:
        x0, y0, x1, y1 = fill.bbox
        cut = abs(x1 - seam) <= _NEAR and (torn is None or any(y0 <= top <= y1 for top in torn))
        rest = begin.get((round(y0), round(y1), fill.colour)) if cut else None
        if rest is not None:
            gone.add(id(rest))
            fill = replace(fill, bbox=(x0, y0, rest.bbox[2], y1))
        found.append(fill)
    return tuple(fill for fill in found if id(fill) not in gone)


def _seamed(left: Sequence[Word], right: Sequence[Word], cut: float) -> list[Word]:
    """The words of both; two of which both pages show the letter that the cut goes through are one."""
    begin = min([cut, *(word.bbox[0] for word in right)])
    found = list(left)
    ends = [k for k, word in enumerate(left) if word.bbox[2] > begin]
    for word in right:
        torn = next((k for k in ends if word.bbox[0] < cut and _is_torn(left[k], word)), None)
        if torn is None:
            found.append(word)
        elif len(word.text) > 1:
            whole = union((left[torn].bbox, word.bbox))
            found[torn] = replace(left[torn], text=left[torn].text + word.text[1:], bbox=whole)
    return found


def _is_torn(end: Word, begin: Word) -> bool:
    """Does a word end with the letter, at the place, that another begins with?"""
    level = abs(end.bbox[1] - begin.bbox[1]) <= _TWICE * end.size
    return level and end.text[-1:] == begin.text[:1] and end.bbox[2] - begin.bbox[0] >= _TWICE * end.size


def _torn(left: Sides, right: Sides, *, drawn: bool) -> list[tuple[Line, Line]]:
    """The texts of the left page that go on on the right one, with what ends them."""
    return [(a, b) for a, b in torn_texts(left.placed, right.placed, left.right, drawn=drawn) if a.words]


def _texts_whole(torn: Sequence[tuple[Line, Line]], left: Sides, right: Sides) -> tuple[list[Word], list[Word]]:
    """The words of two pages, those of the right one that go on a text of the left one with its last word."""
    ends = {id(a.words[-1]): b.text[1:] if _shows_twice(left, a, right, b) else b.text for a, b in torn}
    gone = {id(word) for _, b in torn for word in b.words}
    whole = [replace(w, text=w.text + ends[id(w)]) if id(w) in ends else w for w in left.words]
    return whole, [word for word in right.words if id(word) not in gone]


def _shows_twice(left: Sides, a: Line, right: Sides, b: Line) -> bool:
    """Does the cut go through a letter, with which one text ends and the other begins? It stands out of the areas, or
    the level rules, of both pages; without either, unless only with two such letters the text is a title or label."""
    if a.text[-1:] != b.text[:1]:
        return False
    if left.of_areas and right.of_areas:
        return box_of(a)[2] > left.right and box_of(b)[0] < right.left
    if left.levels and right.levels and left.ruled and right.ruled:
        return box_of(a)[2] > left.ruled[1] and box_of(b)[0] < right.ruled[0]
    begun = fold(a.text)
    once, twice = (is_torn_heading(begun, end) or is_torn_label(begun, end) for end in (fold(b.text[1:]), fold(b.text)))
    return once or not twice
