"""Table `record_items`: the items of the annex 特定個人情報ファイル記録項目, whatever notation a body uses.

The annex is cut into segments at its headings; a segment is a list in cells or columns, or a running paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import open_parentheses
from hyokasho.normalizers.text import clean, fold, narrow
from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.content import AnswerCell, Found
from hyokasho.parsers.align.visual import box_of_text
from hyokasho.parsers.forms.heads import names_file
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.lists import counted, counted_pieces
from hyokasho.parsers.sections.record_entries import (
    GLUED,
    Entry,
    blanks_lost,
    entry_rows,
    glued_numbers,
    leading,
    parted_rows,
)
from hyokasho.parsers.sections.record_gaps import left_out, left_out_before, parted_at_gaps
from hyokasho.parsers.sections.record_headings import find_headings, has_bullet
from hyokasho.parsers.sections.record_levels import with_names_around
from hyokasho.parsers.sections.record_notation import (
    is_paragraph,
    notation,
    split_separators,
    without_separators,
)
from hyokasho.parsers.sections.rows import TableRow, near

_CIRCLED = late(r"^[①-⑳]\s*(?P<name>\S.*)$")


_SHORTER = 60.0
"""Points by which a line of a paragraph is shorter than the longest where it ends an item."""
_AS_FULL = 0.9
"""Share of the letters of the longest line that a full line has."""


@dataclass
class _Segment:
    """What stands under one heading. `style` is the sign that marks the heading."""

    heading: str | None = None
    style: str = ""
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read under one heading: `filled` where anything stands there, `printed` the letters of it, `unparted`
    items in which others stand with their numbers."""

    heading: str | None
    style: str
    filled: bool
    printed: int
    items: tuple[Entry, ...]
    unparted: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordList:
    """One annex of record items as read: the place of the form that holds it, its parts, the names of files, folded."""

    found: Found
    parts: tuple[_Part, ...]
    file_names: frozenset[str]


def read_record_lists(found: Sequence[Found], file_names: Sequence[str]) -> list[RecordList]:
    """The annexes of a statement in reading order; `file_names` are its 特定個人情報ファイル."""
    names = frozenset(fold(name) for name in file_names)
    lists = (one for one in found if one.item is not None and one.item.kind == "record_items")
    return [RecordList(one, tuple(map(_part, _segments(one.pieces, names))), names) for one in lists]


def _part(segment: _Segment) -> _Part:
    printed = sum(len(_WORD.findall(entry.text)) for entry in segment.entries)  # (reading takes the entries apart)
    items = parted_at_gaps(_items(segment.entries))
    parted = tuple(item for item in items if not _holds_others(item))
    unparted = tuple(item for item in items if _holds_others(item))
    return _Part(segment.heading, segment.style, bool(segment.entries), printed, parted, unparted)


_OTHERS = late(r"(?<![\d.])\d{1,3}[.．)）](?=[^\d.])|(?<=[、，,])\d{1,3}\s(?=[^\d\s])")
_FEWEST_OTHERS = 3
"""So many numbers with their signs, or each behind a comma, in a name are those of other items."""


def _holds_others(item: Entry) -> bool:
    return _others_in(item) >= _FEWEST_OTHERS


def _others_in(item: Entry) -> int:
    """How many numbers of other items stand in a name."""
    return len(_OTHERS.findall(narrow(item.text)))


def record_items(lists: Sequence[RecordList]) -> list[TableRow]:
    """All record items in reading order."""
    rows = [row for one in lists for row in _rows(one)]
    for number, row in enumerate(rows, 1):
        row["seq"] = number
    return rows


def lost_record_items(lists: Sequence[RecordList]) -> Iterator[Issue]:
    """Headings of the annex below which no item stands, and numbers that the items leave out; `lost` of each issue says
    how many items."""
    for one in lists:
        page = one.found.page
        items = [item for part in one.parts for item in part.items]
        for k, part in enumerate(one.parts):
            after = one.parts[k + 1] if k + 1 < len(one.parts) else None
            where = f"{one.found.section_code} {part.heading or one.found.label}"
            once = sum(other.heading == part.heading for other in one.parts) == 1  # (else the running head of pages)
            if part.heading and once and not part.filled and (after is None or after.style == part.style):
                yield make_issue("rows-missing", where, page)
            kept = sum(len(_WORD.findall(item.text)) for item in part.items)
            if kept < _LEAST_KEPT * part.printed:
                yield make_issue("table-not-read", f"{where}: {len(part.items)} items of a longer list", page)
            for item in part.unparted:
                yield make_issue("table-not-read", f"{where}: {item.text[:200]}", item.page, lost=_others_in(item) + 1)
            missing = left_out(part.items)
            if missing:
                shown = ", ".join(map(str, missing))
                yield make_issue("item-missing", f"{where}: {shown}", page, lost=len(missing))
            count = left_out_before(part.items, items)
            if _are_many(count, part.items):
                yield make_issue("table-not-read", f"{where}: {count} numbers before the first", page, lost=count)
            elif _are_many(len(missing), part.items):
                yield make_issue("table-not-read", f"{where}: {len(missing)} numbers left out", page)


def _are_many(missing: int, items: Sequence[Entry]) -> bool:
    return missing >= _FEWEST_MISSING and missing > _MISSING * len(items)


_LEAST_KEPT = 0.8
"""Share of a list's letters that its items hold; where it is less, the list was not taken apart."""
_MISSING, _FEWEST_MISSING = 0.05, 3
"""Numbers left out, as a share of a list's items and at least, above which the list was read in part; fewer the body
may have left out itself."""
_WORD = late(r"[\u3040-\u30ff\u3400-\u9fff]")


def _rows(one: RecordList) -> Iterator[TableRow]:
    file_name: str | None = None
    group: str | None = None
    inner_style: str | None = None
    for k, part in enumerate(one.parts):
        if part.heading:
            if _is_outer(part, one.parts[k + 1] if k + 1 < len(one.parts) else None, inner_style, one.file_names):
                file_name, group, inner_style = part.heading, None, None
            else:
                group, inner_style = part.heading, part.style
        for entry in part.items:
            yield {
                "file_name": file_name, "group": group, "item_no": entry.number, "name": entry.text, "page": entry.page,
                "bbox": list(entry.bbox) if entry.bbox else None, "raw": entry.raw,
                "confidence": confidence.combined(entry.confidence), "evidence": list(entry.evidence),
                **near(entry.lines),
            }  # fmt: skip


def _is_outer(part: _Part, after: _Part | None, inner_style: str | None, file_names: Collection[str]) -> bool:
    """An outer heading names a file, or stands right above a heading of another style."""
    if not part.filled and after is not None and after.heading and after.style != part.style:
        return True
    if inner_style is not None and part.style == inner_style:
        return False
    return fold(str(part.heading)) in file_names or names_file(str(part.heading))


def _segments(pieces: Sequence[AnswerCell], file_names: Collection[str]) -> list[_Segment]:
    segments = [_Segment()]
    rows = with_names_around(list(entry_rows(pieces)))
    headings = find_headings(rows, file_names)
    for k, entries in enumerate(parted_rows(rows, headings)):
        if k in headings:
            segments.append(_Segment(headings[k].text, headings[k].style))
        else:
            segments[-1].entries += entries
    return segments


def _items(entries: list[Entry]) -> list[Entry]:
    """The items of one segment, in the order of their numbers where they have numbers."""
    if not entries:
        return []
    below = _paragraph_below(entries)
    if below is not None:
        return [*_items(entries[:below]), *_items(entries[below:])]
    if all(e.number is None for e in entries) and is_paragraph([e.text for e in entries]):
        return _paragraph_items(entries)
    items = _list_items(entries)
    numbers = [e.number for e in items]
    if all(n is not None for n in numbers) and len(set(numbers)) == len(numbers) and len({e.page for e in items}) >= 1:
        items.sort(key=lambda e: e.number or 0)
    return items


def _paragraph_below(entries: Sequence[Entry]) -> int | None:
    """Where a paragraph begins that counts on from the items above it, each with its number; None where none does."""
    start = next((at for at, entry in enumerate(entries) if entry.number is None), 0)
    last, first = entries[start - 1].number, leading(entries[start])
    below = entries[start:]
    counts = start > 0 and last is not None and first is not None and int(first["no"]) == last + 1
    alike = counts and all(entry.number is None for entry in below)
    return start if alike and is_paragraph([entry.text for entry in below]) else None


def _list_items(entries: list[Entry]) -> list[Entry]:
    items: list[Entry] = []
    numbered = sum(e.number is not None or leading(e) is not None for e in entries)
    glued = glued_numbers(entries) if numbered < len(entries) else set[int]()
    mostly_numbered = (numbered + len(glued)) * 2 > len(entries)
    for entry in entries:
        _read_number(entry, mostly_numbered, glued)
        if glued and entry.number is None and items:
            _read_number_before_digit(entry, items[-1])
        if _continues(entry, items, mostly_numbered):
            continue
        items.append(entry)
    for item in items:
        item.text = _name(item.text)
        item.bbox = box_of_text(item.lines, item.text) or item.bbox
    return [i for i in items if i.text]


def _read_number(entry: Entry, numbered: bool, glued: Collection[int]) -> None:
    if entry.number is not None or not numbered:
        return
    text = entry.text.strip()
    parted = leading(entry)
    match = parted or GLUED.match(narrow(text))
    if match and (parted or int(match["no"]) in glued):
        entry.number = int(match["no"])
        entry.text = text[match.start("name") :]


def _read_number_before_digit(entry: Entry, above: Entry) -> None:
    """Take the number behind that of the item above from a name that itself begins with a digit (`1324情報`)."""
    if above.number is None:
        return
    wanted, text = str(above.number + 1), narrow(entry.text).strip()
    if text.startswith(wanted) and text[len(wanted) :][:1].isdecimal():
        entry.number = above.number + 1
        entry.text = entry.text.strip()[len(wanted) :]


def _continues(entry: Entry, items: list[Entry], numbered: bool) -> bool:
    """A piece without number, or behind an open parenthesis, in the column of an item above it goes on with it."""
    if not items:
        return False
    above = next((i for i in reversed(items) if abs(i.x0 - entry.x0) < _SAME_LEFT or entry.bbox is None), None)
    if above is None and entry.number is None:
        above = next((item for item in items[:-_LAST:-1] if _is_below_name(entry, item)), None)
    if above is None or above.row == entry.row or above.page != entry.page:
        above = items[-1] if items[-1].page != entry.page else None
    if above is None:
        return False
    is_open = open_parentheses(above.text) > 0 and not _begins_anew(entry, above)
    unnumbered = numbered and entry.number is None and above.number is not None
    if unnumbered and not is_open and _is_number_of_next(entry, above):
        return True
    if is_open or (unnumbered and not has_bullet(entry.text)):
        above.text += entry.raw if is_open else entry.text  # (in parentheses a number is part of the name)
        above.lines += entry.lines
        above.raw += "\n" + entry.raw
        return True
    return False


def _is_number_of_next(entry: Entry, above: Entry) -> bool:
    """Is a line nothing but the number of one of the next items, whose name a tool put somewhere else?"""
    text = narrow(entry.text).strip()
    return text.isdecimal() and above.number is not None and 0 < int(text) - above.number <= _NEXT


_NEXT = 4
"""So many numbers without their names stand below an item at most."""
_SAME_LEFT = 14
"""Points within which the lines of a column begin."""
_LAST = 8
"""Items before a line among which the one above it is looked for by its name."""


def _is_below_name(entry: Entry, above: Entry) -> bool:
    """Does a line stand below the name of a numbered item (and not below its number)?"""
    if above.number is None or above.page != entry.page:
        return False
    box = box_of_text(above.lines, above.text)
    return box is not None and abs(box[0] - entry.x0) < _SAME_LEFT


def _begins_anew(entry: Entry, above: Entry) -> bool:
    """Is this the next item although a parenthesis above is open? Then it was never closed: bodies forget that."""
    if open_parentheses(entry.raw) < 0:
        return False
    if entry.number is not None and above.number is not None:
        return entry.number > above.number
    return has_bullet(entry.text) and has_bullet(above.text)


def _name(text: str) -> str:
    shown = clean(text).replace("\n", "").strip()
    while shown[:1] and shown[0] in clean(notation()["bullets"]) and len(shown) > 1:
        shown = shown[1:].strip()
    match = _CIRCLED.match(shown)
    return without_separators(match["name"] if match else shown)


def _paragraph_items(entries: Sequence[Entry]) -> list[Entry]:
    text, starts = _joined(entries)
    pieces = counted(text) or counted_pieces(split_separators(text), blanks_lost=blanks_lost(entries))
    items = []
    for number, at, part in pieces:
        name = _name(part)
        if name:
            source = _source(entries, starts, at)
            lines = [line for e in entries[entries.index(source) : entries.index(source) + 3] for line in e.lines]
            box = box_of_text(lines, name) or source.bbox
            items.append(replace(source, text=name, number=number, bbox=box, raw=part.strip(), lines=()))
    return items


def _joined(entries: Sequence[Entry]) -> tuple[str, list[int]]:
    """Lines of a paragraph run on; a line much shorter than the longest ends an item, unless it holds as much, in
    condensed letters."""
    right = max((e.bbox[2] for e in entries if e.bbox), default=0.0)
    most = max((len(e.text) for e in entries), default=0)
    text, starts = "", []
    for entry in entries:
        starts.append(len(text))
        text += entry.text
        if entry.bbox is not None and right - entry.bbox[2] > _SHORTER and len(entry.text) < _AS_FULL * most:
            text += "\n"
    return text, starts


def _source(entries: Sequence[Entry], starts: Sequence[int], at: int) -> Entry:
    k = max((i for i, start in enumerate(starts) if start <= at), default=0)
    return entries[k]
