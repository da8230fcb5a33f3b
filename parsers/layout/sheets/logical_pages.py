"""Pages of a statement printed on one sheet, two beside each other or four, six and more in rows: told apart and read
one after the other, each as a page of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hyokasho.parsers.layout.lines.loose import without_loose_lines
from hyokasho.parsers.layout.lines.strays import page_frame
from hyokasho.parsers.layout.sheets.furniture import printed_page
from hyokasho.parsers.layout.sheets.moves import moved_boxes, moved_fills, moved_outlines, moved_rules, moved_words
from hyokasho.parsers.layout.sheets.page_order import CONTENTS, numbers_printed, ordered, titles_printed
from hyokasho.parsers.layout.sheets.turn import USUAL, settled_on_sheet, turn_of, turned_words, weighted_median
from hyokasho.parsers.layout.unruled.text_rows import lines_of
from hyokasho.parsers.layout.words import around, has_middle, union
from hyokasho.parsers.model import BBox, Fill, Page, SheetPlace, Word, logical_page

LANDSCAPE = 1.2
"""Sheets at least this much wider than high may carry two pages side by side."""
MIDDLE = 0.2
"""The gutter between two pages lies at most so far from the middle between them, as a share of a page's width."""
GUTTER = 10.0
"""Least width of the gutter in points."""
WHITE = 0.995
"""Share of red, green and blue from which a colour is the paper's."""
LEAST_WORDS = 3
LEAST_TOGETHER = 30
"""A sheet with fewer words is taken as one page (a title, a drawing) unless both of its pages print their
numbers, or the second lists what the statement holds."""

_SAME_SIZE = 2.0
"""Points within which two sheets are as large."""
_SAME = 1.5
"""Points within which the frames round pages stand at one place."""
Places = tuple[int, int]
"""How many pages a sheet has beside each other, and how many rows of them."""
_TWO: Places = (2, 1)
_MANY: tuple[Places, ...] = ((4, 4), (3, 3), (4, 2), (2, 4), (3, 2), (2, 3), (2, 2))
_PAPER = (595.0, 842.0)
"""Of the page as it was before it was made small: A4."""
_SHAPES = (0.6, 1.7)
"""A page's width in its height, for the room that it has on the sheet."""
_LETTERS = (6.0, 14.0)
"""Size of the letters on such a page at its full size."""
_BETWEEN_ROWS = 18.0
"""Least height of the gutter between two rows of pages, at the usual size of their letters: two margins."""
_LEAST_PAGES = 3
"""So many places of a sheet are filled at least: a page with a few lines left of its middle is no sheet of four."""
_AS_SMALL = 0.7
"""Letters at most so much larger than on the sheet before are of pages as small."""
_EDGE, _SIDE, _TOUCHING = 0.06, 0.85, 0.006
"""A line so near the end of a page's place, and so long, may be a frame round the page; so near, it is. Shares of the
place's shorter side."""

_SIDES = 4
"""Of a frame."""

Span = tuple[float, float]


def split_logical_pages(page: Page) -> list[Page]:
    """Two logical pages of a sheet, the left one first, each in coordinates of its own; the page where it is one.

    All without loose lines. A table of a wide sheet runs across its middle, two pages leave a gutter there.
    """
    plain = tidied(page)
    if page.width < LANDSCAPE * page.height or len(page.words) < LEAST_WORDS or _is_one_cut_row(plain):
        return [plain]
    cuts = _cuts(plain, _TWO)
    parts = _parts(page, _TWO, *cuts, least=1) if cuts is not None else []
    if parts and _frames(page, _TWO) == len(parts):
        return parts  # (the last sheet may have one page)
    return parts if _may_be_pages(parts) and (len(page.words) >= LEAST_TOGETHER or _name_themselves(parts)) else [plain]


def _may_be_pages(parts: Sequence[Page]) -> bool:
    """May two parts of a sheet be pages: is neither too short, unless they are numbered, or nothing but a number?"""
    short = any(len(part.words) < LEAST_WORDS for part in parts)
    if len(parts) < 2 or (short and not _follow(numbers_printed(parts))):
        return False
    return not any(map(_holds_number_only, parts))


def _name_themselves(parts: Sequence[Page]) -> bool:
    """Do two parts with few words say that they are pages: print both their numbers, or lists the second what the
    statement holds?"""
    return len(numbers_printed(parts)) > 1 or len(titles_printed(parts[1])) >= CONTENTS


def _follow(numbers: Sequence[int]) -> bool:
    """Are these the numbers of two pages, one behind the other?"""
    return len(numbers) == 2 and abs(numbers[1] - numbers[0]) == 1


def _holds_number_only(part: Page) -> bool:
    """Is all that a half of a sheet holds the number of the page? It stands in the middle below the left half."""
    return all(printed_page(line.text) is not None for line in lines_of(part.words))


@dataclass
class Sheets:
    """How many pages the sheets of one document carry: what one shows holds for the next."""

    before: Sequence[Page] = ()
    """The pages of the last sheet that carried several."""
    of_one_page: tuple[float, float] = (0.0, 0.0)
    """Width and height of the sheets that carry one page each, though they might carry two."""

    def pages(
        self, sheet: Page, is_one_table: Callable[[Sequence[Page]], bool], *, in_rows: bool = True
    ) -> list[Page]:
        """The pages of the next sheet; the sheet alone where it carries one. `is_one_table`: is what lies between two
        parts the space between columns of a table? `in_rows`: they may stand in rows, too."""
        parts = rows_of_pages(sheet, self.before) if in_rows else []
        if not parts:
            parts = split_logical_pages(sheet)
            if len(parts) > 1 and (is_one_table(parts) or self._is_as_others(sheet, parts)):
                parts = [tidied(sheet)]
        if len(parts) > 1 or parts[0].place is not None:
            self.before = parts
        elif _has_no_gutter(sheet):
            self.of_one_page = (sheet.width, sheet.height)
        return parts

    def _is_as_others(self, sheet: Page, parts: Sequence[Page]) -> bool:
        """Is a sheet one page because others of its size are? The columns of a wide table may leave its middle free."""
        width, height = self.of_one_page
        alike = abs(sheet.width - width) <= _SAME_SIZE and abs(sheet.height - height) <= _SAME_SIZE
        return alike and not _are_numbered(parts)


def _has_no_gutter(page: Page) -> bool:
    """Is a sheet that may carry two pages surely one: do its texts leave no gutter around its middle?"""
    if page.width < LANDSCAPE * page.height or len(page.words) < LEAST_TOGETHER:
        return False
    middle = page.width / 2
    spans = [(word.bbox[0], word.bbox[2]) for word in page.words]
    across = sum(start < middle - GUTTER and end > middle + GUTTER for start, end in spans)
    return across >= LEAST_WORDS and not _ends(spans, page.width, 2, GUTTER)


def _are_numbered(parts: Sequence[Page]) -> bool:
    """Do parts of a sheet say that they are pages: print two of them their numbers, or titles of parts of the form?"""
    return len(numbers_printed(parts)) > 1 or sum(bool(titles_printed(part)) for part in parts) > 1


def rows_of_pages(page: Page, before: Sequence[Page] = ()) -> list[Page]:
    """The pages of a sheet that has rows of them, as `split_logical_pages` gives them; none where it has not.

    `before`: those of the sheet before; one as large and small-printed needs not be full.
    """
    known = _known_places(page, before)
    if len(page.words) < LEAST_TOGETHER and known is None:
        return []
    fitting = [known] if known is not None else _framed(page) or _fitting(page)
    plain = tidied(page) if fitting else page
    ways = [(places, cuts) for places in fitting if (cuts := _cuts(plain, places)) is not None]
    for places, cuts in sorted(ways, key=lambda way: -way[0][0]):  # (no column of pages is free of text in its middle)
        found = _parts(page, places, *cuts, before if known is not None else ())
        if len(found) >= (_LEAST_PAGES if known is None else 1):
            return found
    return []


def _known_places(page: Page, before: Sequence[Page]) -> Places | None:
    """How pages stand on the sheet, where those of the sheet before say so; either may have been turned."""
    old = before[0] if before else None
    if old is None or old.sheet is None or old.place is None or page.scale < _AS_SMALL * old.scale:
        return None
    across, down = round(old.sheet[0] / old.place.width), round(old.sheet[1] / old.place.height)
    width, height = (side / old.scale for side in old.sheet)
    if (page.turn - old.turn) % 180:
        across, down, width, height = down, across, height, width
    elif (across, down) == _TWO:
        return None  # (the columns of a table that needs the whole sheet may leave a gutter too)
    alike = abs(width - page.width / page.scale) <= 1 and abs(height - page.height / page.scale) <= 1
    return (across, down) if alike else None


def tidied(page: Page) -> Page:
    """The page without lines that end in the open (those seen on a scan are sorted out by other means)."""
    return without_loose_lines(page) if page.witness == "text" else page


def _framed(page: Page) -> list[Places]:
    """How pages stand on a sheet that has a frame round each, the most first."""
    least = _SIDE * page.height / max(down for _, down in _MANY)
    high = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in page.rules if rule.y1 - rule.y0 >= least]
    if not high:  # (asked of every page: most have no side so high, or none where a place ends)
        return []
    ending = [places for places in _MANY if any(_may_be_frame(side, page, places, _EDGE) for side in high)]
    counted = [(_frames(page, places), places) for places in ending]
    return [places for count, places in sorted(counted, reverse=True) if count >= _LEAST_PAGES]


def _frames(page: Page, places: Places) -> int:
    """In how many places of a sheet lines stand along all four sides."""
    width, height = page.width / places[0], page.height / places[1]
    sides: dict[Places, set[tuple[bool, bool]]] = {}
    for rule in page.rules:
        if _may_be_frame((rule.x0, rule.y0, rule.x1, rule.y1), page, places, _EDGE):
            across, down = (rule.x0 + rule.x1) / 2 / width, (rule.y0 + rule.y1) / 2 / height
            second = (down if rule.horizontal else across) % 1 > 0.5
            sides.setdefault((int(across), int(down)), set()).add((rule.horizontal, second))
    return sum(len(found) == _SIDES for found in sides.values())


def _fitting(page: Page) -> list[Places]:
    """How pages may stand on a sheet, the likeliest first: made so small that they fit in their places, they would have
    letters of the size of these."""
    if page.scale == 1.0 and max(page.width, page.height) <= _PAPER[1] * LANDSCAPE:
        return []
    size = USUAL if page.scale != 1.0 else weighted_median([(w.size, len(w.text)) for w in page.words], USUAL)
    found = []
    for across, down in _MANY:
        width, height = page.width / page.scale / across, page.height / page.scale / down
        small = min(min(width, height) / _PAPER[0], max(width, height) / _PAPER[1])
        own = size / page.scale / small
        if _SHAPES[0] <= width / height <= _SHAPES[1] and _LETTERS[0] <= own <= _LETTERS[1]:
            found.append((abs(math.log(own / USUAL)), (across, down)))
    return [places for _, places in sorted(found)]


def _cuts(page: Page, places: Places) -> tuple[list[float], list[float]] | None:
    """Where a sheet is to be cut for pages in these places, from left to right and from top to bottom."""
    boxes = [
        box for box in _boxes(page)
        if not _may_be_frame(box, page, places, _EDGE) and not _spans_place(box, page, places)
    ]  # fmt: skip
    across, down = [(x0, x1) for x0, _, x1, _ in boxes], [(y0, y1) for _, y0, _, y1 in boxes]
    columns = _ends(across, page.width, places[0], GUTTER)
    rows = _ends(down, page.height, places[1], _BETWEEN_ROWS)
    return (columns, rows) if columns and rows else None


def _ends(spans: Sequence[Span], length: float, count: int, least: float) -> list[float]:
    """Where `count` pages along a length begin and end; none where something reaches from one into the next."""
    middles = [_gutter(spans, length, k, count, least) for k in range(1, count)]
    return [] if None in middles else [0.0, *(at for at in middles if at is not None), length]


def _may_be_frame(box: BBox, page: Page, places: Places, near: float) -> bool:
    """Is something a line as long as a page's place, `near` an end of one?"""
    width, height = page.width / places[0], page.height / places[1]
    x0, y0, x1, y1 = box
    if x1 - x0 < 1 and y1 - y0 >= _SIDE * height:
        return abs(x0 - round(x0 / width) * width) <= near * min(width, height)
    level = y1 - y0 < 1 and x1 - x0 >= _SIDE * width
    return level and abs(y0 - round(y0 / height) * height) <= near * min(width, height)


def _may_be_round_page(box: BBox, page: Page, places: Places) -> bool:
    """Is a shape as large as a page's place, near its ends? It would hold half the texts of two pages put beside each
    other."""
    width, height = page.width / places[0], page.height / places[1]
    x0, y0, x1, y1 = box
    sides = ((x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0), (x0, y1, x1, y1))
    alike = x1 - x0 <= width * (1 + _EDGE) and y1 - y0 <= height * (1 + _EDGE)
    return alike and all(_may_be_frame(side, page, places, _EDGE) for side in sides)


def _spans_place(box: BBox, page: Page, places: Places) -> bool:
    """Is something a level line from one side of a page's place to the other, as where pages of a worksheet end?"""
    width, near = page.width / places[0], _TOUCHING * min(page.width / places[0], page.height / places[1])
    x0, y0, x1, y1 = box
    left = round(x0 / width) * width
    return y1 - y0 < 1 and abs(x0 - left) <= near and abs(x1 - left - width) <= near


def _is_one_cut_row(page: Page) -> bool:
    """A row so long that the page shows neither its top nor its bottom: only the walls between its cells."""
    level = any(rule.horizontal and rule.x1 - rule.x0 > GUTTER for rule in page.rules)
    return bool(page.rules) and not level


def _boxes(page: Page) -> Iterable[BBox]:
    yield from (word.bbox for word in page.words)
    yield from ((rule.x0, rule.y0, rule.x1, rule.y1) for rule in page.rules)
    yield from (fill.bbox for fill in page.painted if _is_seen(fill, page))


def _gutter(spans: Sequence[Span], length: float, k: int, count: int, least: float) -> float | None:
    """Where the k-th of `count` parts ends, if nothing stands around there; else the middle of the widest stretch near
    it that nothing reaches into."""
    border = k * length / count
    low, high = ((k + by) * length / count for by in (-MIDDLE, MIDDLE))
    free: list[Span] = []
    at = low
    for start, end in sorted(span for span in spans if span[1] > low and span[0] < high):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if at < high:
        free.append((at, high))
    wide = [gap for gap in free if gap[1] - gap[0] >= least]
    widest = max(wide, key=lambda gap: (gap[0] <= border <= gap[1], gap[1] - gap[0]), default=None)
    if widest is None:
        return None
    return border if widest[0] <= border <= widest[1] else sum(widest) / 2


def _is_seen(fill: Fill, page: Page) -> bool:
    """Is an area no ground of a page: neither white nor as high?"""
    return bool(fill.colour) and min(fill.colour or ()) < WHITE and fill.bbox[3] - fill.bbox[1] < page.height / 2


def _parts(
    page: Page,
    places: Places,
    columns: Sequence[float],
    rows: Sequence[float],
    before: Sequence[Page] = (),
    *,
    least: int = LEAST_WORDS,
) -> list[Page]:
    """The pages of a sheet cut at these places that hold `least` words, in reading order.

    `before`: those of a sheet like this one."""
    kept = [r for r in page.rules if not _may_be_frame((r.x0, r.y0, r.x1, r.y1), page, places, _TOUCHING)]
    shapes = [o for o in page.outlines if not _may_be_round_page(around(o), page, places)]
    page = replace(page, rules=tuple(kept), outlines=tuple(shapes))
    parts = [
        _part(page, places, (k, n), (x0, y0, x1, y1))
        for n, (y0, y1) in enumerate(pairwise(rows))
        for k, (x0, x1) in enumerate(pairwise(columns))
    ]
    by_rows = _without_frames([part for part in parts if len(part.words) >= least])
    by_rows = [tidied(settled_on_sheet(part)) for part in by_rows]
    best = ordered(by_rows, before)
    numbered = [replace(part, number=logical_page(page.number, k)) for k, part in enumerate(best)]
    return [replace(part, issues=page.issues) for part in numbered[:1]] + numbered[1:]


def _without_frames(parts: Sequence[Page]) -> list[Page]:
    """The pages without the frame that is drawn at the same place round each."""
    frames = [page_frame(part.rules, part.words) for part in parts]
    boxes = [union((r.x0, r.y0, r.x1, r.y1) for r in frame) for frame in frames if frame]
    if len(boxes) < len(parts) or any(not _is_near(box, boxes[0]) for box in boxes):
        return list(parts)
    return [
        replace(
            part,
            rules=tuple(rule for rule in part.rules if rule not in frame),
            outlines=tuple(outline for outline in part.outlines if not _is_near(around(outline), box)),
        )
        for part, frame, box in zip(parts, frames, boxes, strict=True)
    ]


def _is_near(box: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(box, other, strict=True))


def _part(page: Page, places: Places, at: Places, window: BBox) -> Page:
    """What of the sheet lies in a window, as a page with coordinates of its own."""
    width, height = page.width / places[0], page.height / places[1]
    x, y = at[0] * width, at[1] * height

    def held(box: BBox) -> bool:
        middle, level = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return window[0] <= middle < window[2] and window[1] <= level < window[3]

    return replace(
        page,
        width=width,
        height=height,
        words=tuple(moved_words((word for word in page.words if held(word.bbox)), -x, -y)),
        rules=moved_rules((r for r in page.rules if held((r.x0, r.y0, r.x1, r.y1))), -x, -y),
        fills=moved_fills((fill for fill in page.fills if held(fill.bbox)), -x, -y),
        painted=moved_fills((fill for fill in page.painted if held(fill.bbox)), -x, -y),
        outlines=moved_outlines((o for o in page.outlines if held((*o.points[0], *o.points[0]))), -x, -y),
        faint=moved_boxes((box for box in page.faint if held(box)), -x, -y),
        pictures=moved_boxes((box for box in page.pictures if held(box)), -x, -y),
        issues=(),
        place=SheetPlace(x, y, width, height),
        sheet=(page.width, page.height),
    )


def of_part(words: Sequence[Word], part: Page) -> list[Word]:
    """Words of the sheet in the coordinates of one of its pages, those outside of it left out."""
    place = part.place
    if place is None:
        return list(words)
    moved = moved_words(words, -place.x, -place.y)
    held = [word for word in moved if has_middle((0.0, 0.0, place.width, place.height), word)]
    return turned_words(held, turn_of(place))
