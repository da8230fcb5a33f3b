"""Plain lines in whatever order -> rows: the cover, the form proper, the record items, the changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, CHANGES_TITLE, OPTIONS_WORD, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon import words_of
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, is_label
from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.forms.signs import one_of, signs

from ..notation.raw import RowsRead
from ..notation.stream import without_blanks, without_spacing
from ..tables.changes import printed_heads
from ..tables.record_heads import HEADING, NUMBERED
from .apart import lines_apart, lines_whole, tears_words
from .change_seams import with_seams
from .changes import torn_changes
from .cover import torn_cover
from .joined import part_lines
from .pages import split_torn_pages
from .parts import cut_cover
from .record_pieces import are_heads, with_names_apart
from .record_pieces import lines_whole as items_whole
from .records import torn_record_pages
from .reorder import Reorderer
from .running import without_running_lines
from .texts import labels_stand_inside

_LISTED = 3
"""Counted items above the title of their annex at least."""
_ABOVE = 3
"""Lines above a heading within a page at least."""
_BRACKETS = str.maketrans("［］〔〕", "[][]")
_WHOLE: dict[str, Callable[[Sequence[str]], Iterable[str]]] = {
    "form": lines_whole, "records": items_whole, "changes": list,
}  # fmt: skip
"""How lines are put together by zone, where words are torn."""
_PART = late(rf"[IV]|[(]?{ANNEX}")
_SPACED = late(r"(?<![^\s①-⑳])(?:[\u3041-\u30ff\u4e00-\u9fff][ \u3000]){2,}[\u3041-\u30ff\u4e00-\u9fff](?!\S)")
_SQUARE = late(rf"[{one_of(signs().box_marked | signs().box_empty)}][ \u3000]*(?=\S)")


def torn_rows(text: str, form: str, *, pointless: bool = False) -> RowsRead:
    """The rows of a text without columns, and what could not be put together. `pointless`: it has lost its commas."""
    text, spaced = without_spacing(text)
    text, aside = without_running_lines(text)
    cover, contents, body = cut_cover(text, spaced=spaced)
    read = torn_cover(without_blanks(cover) if spaced else cover, spaced=spaced)
    rows, issues = read.rows, read.issues
    aside += [*read.aside, *contents.split("\n")]
    parted = part_lines(body, spaced=spaced, pointless=pointless)
    told = _with_lists_above(list(_parts(split_torn_pages(parted), joined=parted != body)))
    if tears_words([line for part in told if part.zone == "form" for line in part.lines]):
        told = [part._replace(lines=list(_WHOLE[part.zone](part.lines))) for part in told]
    inside = labels_stand_inside(line for part in told if part.zone == "form" for line in part.lines)
    reader = Reorderer(form, inside=inside, joined=parted != body, pointless=pointless)
    changed: list[list[str]] = []
    for zone, parts in groupby(told, key=lambda part: part.zone):
        if zone == "form":
            for part in parts:
                reader.page(part.lines, part.page)
        elif zone == "changes":
            changed += (part.lines for part in parts)
        else:
            listed, lost = torn_record_pages([(part.page, _record_lines(part.lines, spaced)) for part in parts])
            rows, issues = [*rows, *reader.rows(), *listed], [*issues, *reader.issues(), *lost]
            reader.done.clear()
    changed = with_seams(changed) if spaced else changed
    table, lost = torn_changes(changed) if changed else ([], [])
    return RowsRead([*rows, *reader.rows(), *table], [*issues, *reader.issues(), *lost], aside)


def _record_lines(lines: Sequence[str], spaced: bool) -> Sequence[str]:
    return with_names_apart(lines) if spaced else lines


class _PagePart(NamedTuple):
    """Lines of a page that stand in one zone: the form, its record items, its table of changes."""

    zone: str
    page: int
    lines: list[str]


def _parts(pages: Sequence[Sequence[str]], *, joined: bool) -> Iterator[_PagePart]:
    zone = "form"
    for number, page in enumerate(pages, start=2):
        for lines in _zones(_with_whole_titles(_said_once([plain_line(line) for line in page]), zone), zone):
            zone = _zone(lines, zone)
            lines = [part for line in lines for part in lines_apart(line)] if joined and zone == "form" else lines
            yield _PagePart(zone, number, lines)


def _with_lists_above(parts: list[_PagePart]) -> list[_PagePart]:
    """The parts, lines of a list of record items right above the annex's title among its own: heads of its columns are
    among them, or the list goes on behind the title."""
    told: list[_PagePart] = []
    for part in reversed(parts):
        below = [line for other in told[:-3:-1] if other.zone == "records" for line in other.lines]
        begin = len(part.lines)
        if told and told[-1].zone == "records" and part.zone == "form":
            begin = _begin_of_list(part.lines, below)
        told += [part._replace(zone="records", lines=part.lines[begin:])] if part.lines[begin:] else []
        told += [part._replace(lines=part.lines[:begin])] if any(map(str.strip, part.lines[:begin])) else []
    return told[::-1]


def _begin_of_list(lines: Sequence[str], below: Sequence[str]) -> int:
    """Where the list of record items begins that ends with the last of the lines; their number where none does."""
    begin = next((at for at in range(len(lines), 0, -1) if not _is_of_list(lines[at - 1].strip())), 0)
    listed = [line.strip() for line in lines[begin:] if line.strip()]
    numbers = [int(match[1]) for line in listed if (match := NUMBERED.match(line)) is not None]
    counts_on = len(numbers) >= _LISTED and any(re.match(rf"{numbers[-1] + 1}(?!\d)", line) for line in below)
    return begin if counts_on or any(map(are_heads, listed)) else len(lines)


def _is_of_list(line: str) -> bool:
    """Is a line nothing, the heads of columns, or the heading or a counted item of a list of record items?"""
    if is_label(line) or is_heading(line) or "。" in line:
        return False
    return are_heads(line) or HEADING.match(line) is not None or NUMBERED.match(line) is not None


def _zones(lines: list[str], zone: str) -> Iterator[list[str]]:
    """A page that begins in a zone, parted where an annex of tables begins below other lines, and where a part of the
    form follows record items. Cells of the table of changes may stand above its title: lines without a label."""
    begin, filled = 0, 0
    heads = _prints_change_heads(lines)
    for at, line in enumerate(lines):
        key = _annex_or_part(line, heads=heads) if zone != "changes" else ""
        if key in (RECORDS_TITLE, CHANGES_TITLE) or (zone == "records" and key in words_of("part")):
            if filled >= _ABOVE and not (key == CHANGES_TITLE and heads and _is_of_no_label(lines[begin:at])):
                yield lines[begin:at]
                begin = at
            zone = "records" if key == RECORDS_TITLE else "changes" if key == CHANGES_TITLE else "form"
        filled += bool(line.strip())
    yield lines[begin:]


def _with_whole_titles(lines: list[str], zone: str) -> list[str]:
    """The lines, the titles put together that a tool tore or wrapped and that begin another zone than this one."""
    titles = {"form": (RECORDS_TITLE, CHANGES_TITLE), "records": (CHANGES_TITLE, *words_of("part"))}.get(zone, ())
    kept: list[str] = []
    for line in lines:
        at = next((n for n in range(len(kept) - 1, -1, -1) if kept[n].strip()), None) if line.strip() else None
        if at is not None and _title(kept[at]) not in titles and _title(kept[at] + line) in titles:
            kept[at] += line
        else:
            kept.append(line)
    return kept


def _title(line: str) -> str:
    return _annex_or_part(line, heads=False)


def _is_of_no_label(lines: Sequence[str]) -> bool:
    return not any(is_label(line) or is_heading(line) for line in lines)


def _annex_or_part(line: str, *, heads: bool) -> str:
    """The folded title that a line prints as a heading of the form: numbered, or, where the page prints the heads of
    the table of changes, also that table's alone; else nothing."""
    key = heading_key(line)
    numbered = is_heading(line) and _PART.match(fold(line))
    return key if numbered or (heads and key == CHANGES_TITLE) else ""


def _prints_change_heads(lines: Sequence[str]) -> bool:
    """Do lines print the heads of both columns of texts of the table of changes, and nothing but its heads?"""
    return {*CHANGE_COLUMNS[2:4]} <= printed_heads(lines)


def _said_once(lines: list[str]) -> list[str]:
    """The lines without labels and headings that bold type says again right away, blank lines between them or not, or
    on the same line."""
    kept: list[str] = []
    last = ""
    for line in map(_without_second, lines):
        key = fold(line)
        if key and key == last and (is_label(line) or is_heading(line)):
            continue
        kept.append(line)
        last = key or last
    return kept


def _without_second(line: str) -> str:
    """A line that says a label or heading twice, once (`7. 備考7. 備考`)."""
    text = line.strip()
    half = text[: len(text) // 2]
    return half if half and half * 2 == text and (is_label(half) or is_heading(half)) else line


def plain_line(line: str) -> str:
    """A line with square brackets of one width, boxes too, without the blanks in a letter-spaced word (対 象 人 数)."""
    plain = _SPACED.sub(lambda m: re.sub(r"[ \u3000]", "", m[0]), line.translate(_BRACKETS))
    return _SQUARE.sub(_box, plain)


def _box(match: re.Match[str]) -> str:
    """A square before an option as brackets."""
    behind = fold(match.string[match.end() :])
    if not any(behind.startswith(option) for option in box_options()):
        return match[0]
    return "[ ○ ] " if match[0][0] in signs().box_marked else "[ ] "


def _may_be_group(line: str) -> bool:
    """Is a heading that of a part without its number (`2．基本情報`)? Groups of record items have such names."""
    return heading_key(line) in words_of("part") and not _PART.match(fold(line))


def _zone(lines: list[str], zone: str) -> str:
    texts = [fold(line) for line in lines if line.strip()]
    heads = {CHANGE_COLUMNS[0], CHANGE_COLUMNS[2]}
    if _prints_change_heads(lines) or heads <= set(texts) or any(all(h in text for h in heads) for text in texts):
        return "changes"
    numbered = [heading_key(line) for line in lines if line.strip() and is_heading(line) and not _may_be_group(line)]
    if zone in ("form", "records") and RECORDS_TITLE in numbered:
        return "records"
    if zone == "records" and (any(OPTIONS_WORD in t for t in texts) or any(k != RECORDS_TITLE for k in numbered)):
        return "form"
    return zone
