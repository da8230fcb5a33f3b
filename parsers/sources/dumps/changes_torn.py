"""The table of changes in a torn text: cells put together again by what they contain and where they stand.

A date, an item that names a place of the form, 事前/事後 are known by their words, an explanation by the narrow lines
of its column; the rest are texts, parted where a paragraph ends. `change_cells` tells the cell of each. A row whose
texts may be another's, or that its page leaves in doubt, is left out and counted in an issue.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, CHANGES_TITLE, ENTITIES, RISK, TIMINGS
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, is_label
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.layout.change_costs import ITEM as CHANGE_ITEM
from hyokasho.parsers.model import Issue

from .change_cells import AFTER, BEFORE, DATE, ITEM, NOBODYS, TEXTS, TIMING, WHY, CellPlace, ChangePiece, cells_of
from .changes import is_head
from .raw import RawRow
from .ways import WayStep

CHANGE_DATE = pattern("dates", "day_alone")
"""A date of change as printed, folded."""
_RECURS = 3
_DITTO = 2
_WIDEST = 16
"""Letters of a line of the last column at most."""
_SENTENCE = 30
"""Letters of a text that may break off."""
_SURE = 0.95
"""The next best cell of a piece costs so much more where its cell is known."""
_FEW = 3
"""Lines that show how wide their column is."""
_FILLED = 0.85
"""Share of a full line that a line which goes on below fills at least."""
_HEAD = 4
"""Letters of a piece of the head within a block at least."""
_UNLIKELY = 0.3
"""Cost of a text that only its width makes an explanation."""
_WITHIN = 0.25
"""Share of cells within a block that another begins at most, where blank lines part cells."""
_IN_BLOCK = 2.0
"""Cost of a new cell within a block where blank lines part cells."""
_NEW = pattern("numbering", "list_item")
_FIRST = pattern("numbering", "first_item")
_COUNTED = re.compile(r"^[(]?(\d{1,2})[).]?(?=\D)")
_PLACE = re.compile(rf"^(?:\d{{1,2}}[.．、)]?|[①-⑳]|{ENTITIES}|{RISK}|\(?{ANNEX}|\(|-)")
_NAMED = pattern("changes", "place")
_EXPLAINS = pattern("changes", "explains")
_DATE_INSIDE = pattern("dates", "day_in_text")
_TIMING_INSIDE = pattern("changes", "timing_in_text")
_AT_END = pattern("changes", "timing_at_end")

Kind = Literal["date", "item", "timing", "explanation", "text"]


@dataclass(slots=True)
class _Part:
    """A piece of a block; `inside`: not the first of it."""

    kind: Kind
    text: str
    inside: bool = False


@dataclass(slots=True)
class _Change:
    """A row as far as it is known: the texts of each column; `spoilt`: a text of it may be another's, or lost."""

    cells: dict[int, list[str]] = field(default_factory=dict)
    doubted: set[int] = field(default_factory=set)
    plain: bool = False

    def cell(self, column: int) -> str:
        """What a column holds; nothing where that is in doubt."""
        return "" if column in self.doubted else "\n".join(self.cells.get(column, ()))

    @property
    def known(self) -> bool:
        """Both texts are told from those of other rows, and no cell holds what another column does."""
        texts = [self.cell(column) for column in TEXTS]
        item = self.cell(ITEM)
        if not self.plain or self.doubted & {ITEM, *TEXTS} or not all(texts) or not item:
            return False
        if len(item) > 80 or "。" in item or _DATE_INSIDE.search(item):
            return False
        if any(_EXPLAINS.search(fold(text)) for text in (item, *texts)) or any(is_label(text) for text in texts):
            return False
        return not any(_DATE_INSIDE.search(t) or _TIMING_INSIDE.search(t) for t in (*texts, self.cell(WHY)))

    def row(self) -> RawRow:
        """The cells in the order of the columns."""
        return RawRow([self.cell(column) for column in range(len(CHANGE_COLUMNS))], 1, 1)


def torn_changes(pages: Sequence[Sequence[str]]) -> tuple[list[RawRow], list[Issue]]:
    """The rows of the table that can be put together, its heading and head first, and what is left out."""
    pages = [[part for line in lines for part in _day_first(line)] for lines in pages]
    recurring = _recurring(pages)
    item = _item_width(pages)
    pages = [[part for line in lines for part in _item_first(line, item)] for lines in pages]
    parts = [list(_parts(lines, recurring, item)) for lines in pages]
    narrow = _explanation_width(parts)
    whole = _blocks_are_cells(parts)
    tables = [_table(parts, _Widths(item, *widths, narrow, whole)) for widths in _text_widths(parts)]
    changes = min(tables, key=lambda table: table[1])[0]
    known = [change for change in changes if change.known] if whole else []
    message = f"{CHANGES_TITLE}: {len(changes) - len(known)} rows whose cells cannot be told apart"
    issues = [make_issue("table-not-read", message)]
    head = [RawRow([_heading(pages)], None, 1, True), RawRow([*CHANGE_COLUMNS], 1, 1)]
    return [*head, *(c.row() for c in known)], issues if len(known) < len(changes) else []


class _Widths(NamedTuple):
    """Letters of a full line of columns (0 where that is not known), and whether blank lines part all cells."""

    item: int
    before: float
    after: float
    why: int
    parted: bool


def _table(pages: Sequence[Sequence[_Part]], widths: _Widths) -> tuple[list[_Change], float]:
    """The rows of all pages, and the cost of the way through them."""
    changes: list[_Change] = []
    total = 0.0
    for page in pages:
        segments = list(_segments(page, widths))
        decisions, cost = cells_of(segments, carried=bool(changes))
        _page(segments, decisions, changes)
        total += cost if decisions else 0.0
    return changes, total


def _page(segments: Sequence[ChangePiece], decisions: Sequence[WayStep[CellPlace]], changes: list[_Change]) -> None:
    """Add the rows of a page."""
    rows = {0: changes[-1]} if changes else {}
    if len(decisions) < len(segments):
        if changes and segments:
            changes[-1].doubted.update(TEXTS)
        return
    for segment, decision in zip(segments, decisions, strict=True):
        _give(segment, decision, rows)
    _mark_plain([decision.chosen for decision in decisions], rows)
    before = rows.pop(0, None)
    if before is not None:
        _end_of_page(before, [d.chosen for d in decisions])
    changes += (rows[number] for number in sorted(rows))


def _mark_plain(cells: Sequence[CellPlace], rows: dict[int, _Change]) -> None:
    """Note the rows whose item and two texts follow each other, with no text or item of another row between."""
    order = [cell for cell, _ in groupby(cell for cell in cells if cell[1] in (ITEM, *TEXTS))]
    for at, (row, _) in enumerate(order):
        if order[at : at + 3] == [(row, ITEM), (row, BEFORE), (row, AFTER)]:
            rows[row].plain = True


def _give(segment: ChangePiece, decision: WayStep[CellPlace], rows: dict[int, _Change]) -> None:
    row, column = decision.chosen
    near = [cell for cell, more in decision.rivals if more < _SURE]
    for other, place in [decision.chosen, *near] if near else ():
        if (other, place) != NOBODYS:
            rows.setdefault(other, _Change()).doubted.add(place)
    if column == WHY and dict(segment.columns)[WHY] >= _UNLIKELY:
        rows.setdefault(row, _Change()).doubted.add(WHY)
    if decision.chosen != NOBODYS:
        rows.setdefault(row, _Change()).cells.setdefault(column, []).append(segment.text)


def _end_of_page(change: _Change, cells: Sequence[CellPlace]) -> None:
    """A text that breaks off at the end of a page goes on at the head of the next one, or is not whole."""
    for column in TEXTS:
        whole = change.cells.get(column, [])
        goes_on = (0, column) in cells
        if not goes_on and whole and _breaks_off("\n".join(whole)):
            change.doubted.add(column)


def _breaks_off(text: str) -> bool:
    return not is_closed(text) and len(text) >= _SENTENCE


# segments


def _segments(parts: Sequence[_Part], widths: _Widths) -> Iterator[ChangePiece]:
    above: _Part | None = None
    for part in parts:
        lines = part.text.split("\n")
        ditto = len(fold(part.text)) == _DITTO and not _NAMED.match(part.text)
        if part.kind == "date":
            yield ChangePiece(part.text, ((DATE, 0.0), (BEFORE, 2.0), (AFTER, 2.0)), part.inside)
        elif part.kind == "timing":
            yield ChangePiece(part.text, ((TIMING, 0.0),), part.inside)
        elif part.kind == "item" and ditto:
            yield ChangePiece(part.text, ((ITEM, 0.5), (WHY, 0.0), (BEFORE, 0.3), (AFTER, 0.3)), part.inside)
        elif part.kind == "item":
            yield ChangePiece(part.text, ((ITEM, 0.0),), part.inside)
        else:
            counts = above is not None and above.kind == "text" and _counts_on(above.text, part.text)
            goes_on = above is not None and above.kind == "item" and len(above.text.split("\n")[-1]) >= widths.item - 1
            place = bool(_PLACE.match(fold(lines[0]))) and max(map(len, lines)) <= widths.item + 1
            on_item = 0.3 if place and goes_on else 2.0 if goes_on else math.inf
            first, *others = _texts(part, widths, on_item)
            yield from (replace(first, goes_on=counts), *others)
        above = part


def _counts_on(above: str, below: str) -> bool:
    """Does a list go on in the next block: is its number the one behind the last of those above?"""
    numbers = [match[1] for match in (_COUNTED.match(fold(line)) for line in above.split("\n")) if match]
    first = _COUNTED.match(fold(below.split("\n")[0]))
    return bool(numbers) and first is not None and int(first[1]) == int(numbers[-1]) + 1


def _texts(part: _Part, widths: _Widths, item: float) -> Iterator[ChangePiece]:
    """A text as the paragraphs that may be cells of their own."""
    lines = part.text.split("\n")
    full = max(map(_width, lines))
    paragraph: list[str] = []
    inside, parted = part.inside, 0.0
    for line, below in pairwise([*lines, ""]):
        paragraph.append(line)
        if below and not _may_end(line, below, full):
            continue
        text = "\n".join(paragraph)
        yield ChangePiece(text, _columns(paragraph, widths, part.kind), inside, parted, False, item)
        paragraph, inside, item = [], True, math.inf
        parted = 0.3 if _FIRST.match(fold(below)) else 1.5 if _NEW.match(below) else 0.9
        parted += _IN_BLOCK if widths.parted else 0.0


def _may_end(line: str, below: str, full: float) -> bool:
    """May a cell end with this line, and another begin below?"""
    return line.rstrip().endswith("。") or _width(line) < full * _FILLED or bool(_NEW.match(below))


def _columns(lines: Sequence[str], widths: _Widths, kind: Kind) -> tuple[tuple[int, float], ...]:
    """The columns where the lines may stand, by how wide they are and by what they say."""
    text = "".join(lines)
    widest = max(map(_width, lines))
    fits = widest <= widths.why + 1 if widths.why else len(text) < _SENTENCE
    explains = (fits and kind == "explanation") or bool(_EXPLAINS.search(fold(text)))
    wraps = fits and widths.why > 0 and len(lines) > 1 and _width(lines[0]) >= widths.why - 1
    why = 0.0 if explains or wraps else _UNLIKELY if fits else math.inf
    texts = 3.0 if explains else 1.5 if wraps else 0.0
    before, after = (texts + _unlike(lines, width) for width in (widths.before, widths.after))
    return (BEFORE, before), (AFTER, after), *(((WHY, why),) if why < math.inf else ())


def _unlike(lines: Sequence[str], width: float) -> float:
    """What it costs that lines stand in a column that holds `width` letters (0: not known)."""
    if not width:
        return 0.0
    if max(map(_width, lines)) > width + 0.6:
        return 2.0
    wrapped = [_width(line) for line in lines[:-1]]
    return min(1.0, 0.5 * len(wrapped)) if wrapped and max(wrapped) < width - 0.9 else 0.0


def _width(line: str) -> float:
    """The width of a line in full letters; letters of half a width are those below the symbols of Unicode."""
    return sum(0.5 if letter < "\u2000" else 1.0 for letter in line)


def _text_widths(pages: Sequence[Sequence[_Part]]) -> Sequence[tuple[float, float]]:
    """The widths that the two columns of texts may have: those of the widest lines of texts, where they are of two."""
    texts = [part.text.split("\n") for page in pages for part in page if part.kind == "text"]
    widest = Counter(max(map(_width, lines[:-1])) for lines in texts if len(lines) > _FEW)
    common = sorted((n for n in widest if n > _WIDEST / 2), key=lambda n: (-widest[n], -n))
    for other in common[1:]:
        if abs(other - common[0]) > 0.9 and widest[other] * 4 >= sum(widest.values()):
            return (common[0], other), (other, common[0])
    return ((0.0, 0.0),)


def _blocks_are_cells(pages: Sequence[Sequence[_Part]]) -> bool:
    """Do blank lines part all cells? Then days, timings and texts seldom stand within a block that another begins."""
    inside = [part.inside for page in pages for part in page if part.kind in ("date", "timing", "text")]
    return sum(inside) <= len(inside) * _WITHIN


def _explanation_width(pages: Sequence[Sequence[_Part]]) -> int:
    """How many letters fill a line of the last column: the commonest first line behind a timing that goes on in the
    next line; 0 where no such line is seen."""
    behind = (part.text.split("\n") for page in pages for one, part in pairwise(page) if one.kind == "timing")
    lengths = Counter(len(lines[0]) for lines in behind if len(lines) > 1 and len(lines[0]) < _WIDEST)
    return max(lengths, key=lambda n: (lengths[n], n), default=0)


# parts of a page


def _heading(pages: Sequence[Sequence[str]]) -> str:
    """The heading of the annex as it is printed."""
    printed = (line for lines in pages for line in lines if heading_key(line) == CHANGES_TITLE and is_heading(line))
    return next(printed, CHANGES_TITLE)


def _day_first(line: str) -> list[str]:
    """A line with the cell of the day before that of the item as two."""
    day, _, rest = line.strip().partition(" ")
    item = rest.partition(" ")[0]
    begins = rest and CHANGE_DATE.match(fold(day)) and (CHANGE_ITEM.match(fold(rest)) or CHANGE_ITEM.match(fold(item)))
    return [day, rest] if begins else [line]


def _item_first(line: str, width: int) -> list[str]:
    """A line that is wider than the column of items, with the item before the blank where that ends, as two."""
    first, _, rest = line.partition(" ")
    if rest and len(fold(first)) == _DITTO and CHANGE_ITEM.match(fold(first)) and not _NAMED.match(first):
        return [first, rest]
    if not width or len(line) <= width + 1 or not CHANGE_ITEM.match(fold(line)):
        return [line]
    end = line.rfind(" ", _DITTO, width + 2)
    return [line[:end], line[end + 1 :]] if end > 0 else [line]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _recurring(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Folded texts behind a timing, or whole blocks, that occur again and again: explanations."""
    found: Counter[str] = Counter()
    for lines in pages:
        for block in _blocks(lines):
            rest = list(block)
            for at, line in enumerate(block):
                if fold(line)[:2] in TIMINGS and line.strip()[:2] in TIMINGS:
                    rest = [line.strip()[2:], *block[at + 1 :]]
            text = fold("".join(rest))
            if 4 < len(text) < 80 and not CHANGE_DATE.match(text) and not CHANGE_ITEM.match(text):
                found[text] += 1
    return frozenset(text for text, count in found.items() if count >= _RECURS)


def _parts(lines: Sequence[str], recurring: frozenset[str], width: int) -> Iterator[_Part]:
    for block in _blocks(lines):
        for number, part in enumerate(_block_parts(block, recurring, width)):
            part.inside = number > 0
            yield part


def _item_width(pages: Sequence[Sequence[str]]) -> int:
    """How many letters fill a line of the column of items: the longest that several lines which begin one have."""
    lengths = Counter(len(line.strip()) for lines in pages for line in lines if CHANGE_ITEM.match(fold(line)))
    often = [n for n, times in lengths.items() if times > 1 and times * 10 >= sum(lengths.values())]
    return max(often or lengths, default=0)


def _end_of_item(lines: Sequence[str], stop: int, width: int) -> int:
    """Behind the last line of an item: full lines go on, and lines that name a place of the form follow."""
    for at in range(1, stop):
        goes_on = width and len(lines[at - 1]) >= width - 1
        if len(lines[at]) > width + 1 or not (goes_on or _PLACE.match(fold(lines[at]))):
            return at
    return stop


def _block_parts(block: list[str], recurring: frozenset[str], width: int) -> Iterator[_Part]:
    """The parts of a block: its head lines by their words, the rest as one text."""
    rest = list(block)
    while rest:
        key = fold(rest[0])
        pair = fold("".join(rest[:2]))
        if _is_head_text(key):
            rest.pop(0)
        elif CHANGE_DATE.match(key):
            yield _Part("date", rest.pop(0))
        elif len(rest) > 1 and CHANGE_DATE.match(pair):
            yield _Part("date", "".join(rest[:2]))
            rest = rest[2:]
        elif key[:2] in TIMINGS and (len(key) == 2 or rest[0].strip()[2:3] in " \u3000"):
            yield _Part("timing", key[:2])
            stop = _next_cell(rest, 1, width)
            behind = "\n".join([rest[0].strip()[2:].strip(), *rest[1:stop]]).strip()
            if behind:
                yield _Part("explanation", behind)
            rest = rest[stop:]
        elif fold("".join(rest)) in recurring:
            yield _Part("explanation", "\n".join(rest))
            return
        elif CHANGE_ITEM.match(key):
            stop = _end_of_item(rest, _next_cell(rest, 1), width)
            yield _Part("item", "\n".join(rest[:stop]))
            rest = rest[stop:]
        else:
            stop = _next_cell(rest, 1, width)
            yield from _text_parts(rest[:stop])
            rest = rest[stop:]


def _is_head_text(key: str) -> bool:
    if not key:
        return False
    printed = key in "".join(CHANGE_COLUMNS) or CHANGE_COLUMNS[2] in key or key.endswith(CHANGES_TITLE)
    return printed or is_head([key])


def _next_cell(lines: Sequence[str], start: int, width: int = 0) -> int:
    """The first line from `start` on that is a date or a timing and so begins another cell."""
    for at in range(start, len(lines)):
        key = fold(lines[at])
        if CHANGE_DATE.match(key) or (key[:2] in TIMINGS and (len(key) == 2 or lines[at].strip()[2:3] in " \u3000")):
            return at
        if width and CHANGE_ITEM.match(key) and len(lines[at]) <= width + 1:
            return at
        if len(key) >= _HEAD and _is_head_text(key):
            return at
    return len(lines)


def _text_parts(lines: list[str]) -> Iterator[_Part]:
    """A text, with what stands on its last line behind it: `before after 事後`."""
    match = _AT_END.match(lines[-1])
    if match is None:
        for at, line in enumerate(lines[:-1]):
            if line[-2:] in TIMINGS and len(line) > 2 and line[-3] in " \u3000":
                yield from _text_parts(lines[: at + 1])
                yield _Part("explanation", "\n".join(lines[at + 1 :]))
                return
        yield _Part("text", "\n".join(lines))
        return
    last = match["text"].strip()
    parts = last.split(" ") if len(lines) == 1 else []
    if len(parts) == 2:
        yield _Part("text", parts[0])
        yield _Part("text", parts[1])
    elif lines[:-1] or last:
        yield _Part("text", "\n".join([*lines[:-1], *([last] if last else [])]))
    yield _Part("timing", match["timing"])
    if match["why"]:
        yield _Part("explanation", match["why"])
