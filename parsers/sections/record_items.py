"""Table `record_items`: the items of the annex 特定個人情報ファイル記録項目, whatever notation a body uses.

The annex is cut into segments at its headings; a segment is a list in cells or columns, or a running paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hyokasho.normalizers.text import clean, fold, narrow
from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.content import Found, Piece
from hyokasho.parsers.align.visual import box_of_text
from hyokasho.parsers.forms.heads import FILE_ENDINGS
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import BBox, Issue, Line
from hyokasho.parsers.sections.record_notation import is_paragraph, notation, split_numbers, split_separators
from hyokasho.parsers.sections.rows import TableRow, doubted, near, witnesses

_NUMBERED = re.compile(r"^[(（]?\s*(?P<no>\d{1,4})\s*(?P<sign>[)）]|[.．、,:：]|(?=\s|　))\s*(?P<name>\S.*)$", re.S)
_NUMBER_ONLY = re.compile(r"^[(（]?\s*(\d{1,4})\s*[)）.．]?$")
_CIRCLED = re.compile(r"^[①-⑳]\s*(?P<name>\S.*)$")


@cache
def _head_words() -> frozenset[str]:
    return frozenset(fold(word) for word in notation()["head_words"])


@cache
def _ignored() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in notation()["ignore"]))


@dataclass
class _Entry:
    """A cell of the list: its text, number if one is printed, and place."""

    text: str
    number: int | None
    page: int | None
    bbox: BBox | None
    raw: str
    x0: float
    row: int
    lines: tuple[Line, ...] = ()
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass
class _Segment:
    """What stands under one heading. `style` is the sign that marks the heading."""

    heading: str | None = None
    style: str = ""
    entries: list[_Entry] = field(default_factory=list)


def record_items(found: Sequence[Found], file_names: Sequence[str]) -> list[TableRow]:
    """All record items in reading order; `file_names` are the 特定個人情報ファイル of the statement."""
    rows: list[TableRow] = []
    for one in found:
        if one.item is not None and one.item.kind == "record_items":
            rows += _read(one.pieces, {fold(name) for name in file_names})
    for number, row in enumerate(rows, 1):
        row["seq"] = number
    return rows


def lost_record_items(found: Sequence[Found], file_names: Sequence[str]) -> Iterator[Issue]:
    """Headings of the annex below which no item stands, and numbers that the items leave out."""
    for one in found:
        if one.item is None or one.item.kind != "record_items":
            continue
        segments = _segments(one.pieces, {fold(name) for name in file_names})
        for k, segment in enumerate(segments):
            after = segments[k + 1] if k + 1 < len(segments) else None
            where = f"{one.section_code} {segment.heading or one.label}"
            once = sum(other.heading == segment.heading for other in segments) == 1  # (else the running head of pages)
            if segment.heading and once and not segment.entries and (after is None or after.style == segment.style):
                yield make_issue("rows-missing", where, one.page)
            printed = sum(len(_WORD.findall(entry.text)) for entry in segment.entries)
            items = _items([replace(entry) for entry in segment.entries])
            if sum(len(_WORD.findall(item.text)) for item in items) < _LEAST_KEPT * printed:
                yield make_issue("table-not-read", f"{where}: {len(items)} items of a longer list", one.page)
            missing = _left_out(items)
            if missing:
                yield make_issue("item-missing", f"{where}: {', '.join(map(str, missing))}", one.page)


def _left_out(items: Sequence[_Entry]) -> list[int]:
    """Numbers that a numbered list leaves out; none where so many are missing that they do not count the items."""
    numbers = {item.number for item in items if item.number is not None}
    if len(numbers) * 10 < len(items) * 9 or len(numbers) < _FEWEST_NUMBERS:
        return []
    missing = sorted(set(range(min(numbers), max(numbers) + 1)) - numbers)
    return missing if len(missing) * 2 < len(numbers) else []


_FEWEST_NUMBERS = 4
_LEAST_KEPT = 0.8
"""Share of a list's letters that its items hold; where it is less, the list was not taken apart."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def _read(pieces: Sequence[Piece], file_names: set[str]) -> Iterator[TableRow]:
    segments = _segments(pieces, file_names)
    file_name: str | None = None
    group: str | None = None
    inner_style: str | None = None
    for k, segment in enumerate(segments):
        if segment.heading:
            if _is_outer(segment, segments[k + 1] if k + 1 < len(segments) else None, inner_style, file_names):
                file_name, group, inner_style = segment.heading, None, None
            else:
                group, inner_style = segment.heading, segment.style
        for entry in _items(segment.entries):
            yield {
                "file_name": file_name, "group": group, "item_no": entry.number, "name": entry.text, "page": entry.page,
                "bbox": list(entry.bbox) if entry.bbox else None, "raw": entry.raw,
                "confidence": confidence.combined(entry.confidence), "evidence": list(entry.evidence),
                **near(entry.lines),
            }  # fmt: skip


def _is_outer(segment: _Segment, after: _Segment | None, inner_style: str | None, file_names: set[str]) -> bool:
    """An outer heading names a file, or stands right above a heading of another style."""
    if not segment.entries and after is not None and after.heading and after.style != segment.style:
        return True
    if inner_style is not None and segment.style == inner_style:
        return False
    return fold(str(segment.heading)) in file_names or _names_file(str(segment.heading))


def _segments(pieces: Sequence[Piece], file_names: set[str]) -> list[_Segment]:
    segments = [_Segment()]
    rows = list(_entry_rows(pieces))
    for k, entries in enumerate(rows):
        after = rows[k + 1] if k + 1 < len(rows) else None
        counted = sum(segment.style == _COUNTED for segment in segments)
        heading = _heading(entries, after, file_names) or _counted_heading(entries, after, counted + 1)
        if heading is not None:
            segments.append(_Segment(*heading))
        else:
            segments[-1].entries += entries
    return segments


def _entry_rows(pieces: Sequence[Piece]) -> Iterator[list[_Entry]]:
    """Rows of the list: the cells of one sheet row line by line, head words left out, number and name paired."""
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.cell.lines:
            rows.setdefault(piece.row, []).append(piece)
    for number, row in rows.items():
        if all(fold(word) in _head_words() for p in row for word in p.cell.text.split() or [""]):
            continue
        if len(row) == 1:
            for line in row[0].cell.lines:
                yield from _wanted([_entry([line], number)])
        else:
            yield from _wanted(_paired([_entry(p.cell.lines, number) for p in row]))


def _wanted(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    kept = [e for e in entries if e.text and not _ignored().fullmatch(fold(e.text))]
    if kept:
        yield kept


def _entry(lines: Sequence[Line], row: int) -> _Entry:
    text = "".join(line.text for line in lines)
    box = lines[0].bbox
    words = [w for line in lines for w in line.words]
    sure = min((w.confidence for w in words), default=1.0)
    raw = "\n".join(line.text for line in lines)
    seen = (*witnesses(lines), *doubted((("words", sure),)))
    return _Entry(text, None, lines[0].page, box, raw, box[0] if box else 0.0, row, tuple(lines), sure, seen)


def _paired(entries: list[_Entry]) -> list[_Entry]:
    """A cell that is only a number belongs to the name to its right."""
    result: list[_Entry] = []
    waiting: _Entry | None = None
    for entry in entries:
        match = _NUMBER_ONLY.match(narrow(entry.text).strip())
        if match and waiting is None:
            waiting = entry
            waiting.number = int(match[1])
            continue
        if waiting is not None:
            entry.number = waiting.number
            waiting = None
        result.append(entry)
    if waiting is not None and not result:
        waiting.number = None
        result.append(waiting)
    return result


def _heading(entries: Sequence[_Entry], after: Sequence[_Entry] | None, file_names: set[str]) -> tuple[str, str] | None:
    """Heading text without ornaments and the sign of its style, None for an item."""
    if len(entries) != 1 or entries[0].number is not None:
        return None
    text = clean(entries[0].text).strip()
    if text[:1] in notation()["ornaments"] and len(text) > 1:
        inner = _enclosed(text[1:].strip())
        return (inner[0] if inner else text[1:].strip(), text[0])
    enclosed = _enclosed(text)
    if enclosed is not None:
        return enclosed
    match = re.match(r"^(?P<sign>[(（]\d{1,2}[)）]|\d{1,2}[)）])\s*(?P<name>[^、，,]+)$", narrow(text))
    if match and _is_numbered_heading(match["name"], after):
        name = text[match.start("name") :].strip()
        inner = _enclosed(name)
        return (inner[0] if inner else name, "(1)" if match["sign"][0] in "(（" else "1)")
    if fold(text) in file_names or (after and _counts_from_one(after[0]) and _may_head(text)):
        return text, "plain"
    return None


_LONGEST_HEADING = 30
_COUNTED = "1."
"""Style of headings that count on (`1．x`, `2．y`) while the items under each count from one."""


def _counted_heading(entries: Sequence[_Entry], after: Sequence[_Entry] | None, number: int) -> tuple[str, str] | None:
    """The next of such headings: its number is the next one, and what follows begins with 1 again."""
    if len(entries) != 1 or entries[0].number is not None or not after or not _counts_from_one(after[0]):
        return None
    text = clean(entries[0].text).strip()
    match = re.match(r"^(?P<no>\d{1,2})[.．]\s*(?P<name>\D.*)$", narrow(text))
    if match is None or int(match["no"]) != number or not _may_head(match["name"]):
        return None
    return text[match.start("name") :].strip(), _COUNTED


def _may_head(text: str) -> bool:
    """A heading whose ornament is not printed or was lost: a few words without number, bullet or separator."""
    if _has_bullet(text) or re.match(r"[(（]?\d", narrow(text)) or len(text) > _LONGEST_HEADING:
        return False
    return _names_file(text) or not any(sign in text for sign in notation()["separators"])


def _names_file(text: str) -> bool:
    return fold(text).endswith(tuple(map(fold, FILE_ENDINGS)))


def _counts_from_one(entry: _Entry) -> bool:
    match = _NUMBERED.match(narrow(entry.text).strip())
    return entry.number == 1 or (match is not None and int(match["no"]) == 1)


def _enclosed(text: str) -> tuple[str, str] | None:
    for pair in notation()["pairs"]:
        shown = clean(pair)
        if len(text) > 2 and text[0] == shown[0] and text[-1] == shown[-1] and shown[-1] not in text[1:-1]:
            return text[1:-1].strip(), shown
    return None


def _is_numbered_heading(name: str, after: Sequence[_Entry] | None) -> bool:
    """`(1) x` is a heading where its name says so or what follows counts in another way."""
    if _names_file(name) or fold(name).endswith("情報"):
        return True
    if not after:
        return False
    text = narrow(after[0].text).strip()
    return after[0].number == 1 or (re.match(r"^[(（]?\d{1,2}[)）]", text) is None)


def _items(entries: list[_Entry]) -> list[_Entry]:
    """The items of one segment, in the order of their numbers where they have numbers."""
    if not entries:
        return []
    if all(e.number is None for e in entries) and is_paragraph([e.text for e in entries]):
        return _paragraph_items(entries)
    items = _list_items(entries)
    numbers = [e.number for e in items]
    if all(n is not None for n in numbers) and len(set(numbers)) == len(numbers) and len({e.page for e in items}) >= 1:
        items.sort(key=lambda e: e.number or 0)
    return items


def _list_items(entries: list[_Entry]) -> list[_Entry]:
    items: list[_Entry] = []
    numbered = sum(e.number is not None or _NUMBERED.match(narrow(e.text).strip()) is not None for e in entries)
    mostly_numbered = numbered * 2 > len(entries)
    for entry in entries:
        _read_number(entry, mostly_numbered)
        if _continues(entry, items, mostly_numbered):
            continue
        items.append(entry)
    for item in items:
        item.text = _name(item.text)
        item.bbox = box_of_text(item.lines, item.text) or item.bbox
    return [i for i in items if i.text]


def _read_number(entry: _Entry, numbered: bool) -> None:
    if entry.number is not None or not numbered:
        return
    text = entry.text.strip()
    match = _NUMBERED.match(narrow(text))
    if match:
        entry.number = int(match["no"])
        entry.text = text[match.start("name") :]


def _continues(entry: _Entry, items: list[_Entry], numbered: bool) -> bool:
    """A piece without number, or behind an open parenthesis, in the column of an item above it goes on with it."""
    if not items:
        return False
    above = next((i for i in reversed(items) if abs(i.x0 - entry.x0) < 14 or entry.bbox is None), None)
    if above is None or above.row == entry.row or above.page != entry.page:
        above = items[-1] if items[-1].page != entry.page else None
    if above is None:
        return False
    is_open = _depth(above.text) > 0 and not _begins_anew(entry, above)
    unnumbered = numbered and entry.number is None and above.number is not None
    if is_open or (unnumbered and not _has_bullet(entry.text)):
        above.text += entry.raw if is_open else entry.text  # (in parentheses a number is part of the name)
        above.lines += entry.lines
        above.raw += "\n" + entry.raw
        return True
    return False


def _begins_anew(entry: _Entry, above: _Entry) -> bool:
    """Is this the next item although a parenthesis above is open? Then it was never closed: bodies forget that."""
    if _depth(entry.raw) < 0:
        return False
    if entry.number is not None and above.number is not None:
        return entry.number > above.number
    return _has_bullet(entry.text) and _has_bullet(above.text)


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "(（") - sum(text.count(c) for c in ")）")


def _has_bullet(text: str) -> bool:
    return text.strip()[:1] in notation()["bullets"]


def _name(text: str) -> str:
    shown = clean(text).replace("\n", "").strip()
    while shown[:1] and shown[0] in clean(notation()["bullets"]) and len(shown) > 1:
        shown = shown[1:].strip()
    match = _CIRCLED.match(shown)
    return (match["name"] if match else shown).strip(clean(notation()["separators"]) + "。 ")


def _paragraph_items(entries: Sequence[_Entry]) -> list[_Entry]:
    text, starts = _joined(entries)
    pieces = split_numbers(text) or [(None, at, part) for at, part in split_separators(text)]
    items = []
    for number, at, part in pieces:
        name = _name(part)
        if name:
            source = _source(entries, starts, at)
            lines = [line for e in entries[entries.index(source) : entries.index(source) + 3] for line in e.lines]
            box = box_of_text(lines, name) or source.bbox
            items.append(replace(source, text=name, number=number, bbox=box, raw=part.strip(), lines=()))
    return items


def _joined(entries: Sequence[_Entry]) -> tuple[str, list[int]]:
    """Lines of a paragraph run on; a line much shorter than the longest ends an item."""
    right = max((e.bbox[2] for e in entries if e.bbox), default=0.0)
    text, starts = "", []
    for entry in entries:
        starts.append(len(text))
        text += entry.text
        if entry.bbox is not None and right - entry.bbox[2] > 60:
            text += "\n"
    return text, starts


def _source(entries: Sequence[_Entry], starts: Sequence[int], at: int) -> _Entry:
    k = max((i for i, start in enumerate(starts) if start <= at), default=0)
    return entries[k]
