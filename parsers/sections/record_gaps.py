"""Numbers that a list of record items leaves out, and items in whose names the next number is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hyokasho.normalizers.text import narrow
from hyokasho.parsers.align.visual import box_of_text
from hyokasho.parsers.sections.record_entries import Entry
from hyokasho.parsers.sections.record_notation import without_separators

_FEWEST_NUMBERS = 4


def left_out(items: Sequence[Entry]) -> list[int]:
    """Numbers that a numbered list leaves out; none where so many are missing that they do not count the items."""
    numbers = {item.number for item in items if item.number is not None}
    if len(numbers) * 10 < len(items) * 9 or len(numbers) < _FEWEST_NUMBERS:
        return []
    missing = sorted(set(range(min(numbers), max(numbers) + 1)) - numbers)
    return missing if len(missing) * 2 < len(numbers) else []


def parted_at_gaps(items: Sequence[Entry]) -> list[Entry]:
    """The items, those parted that hold the number left out behind them, with its name: `3 履歴4 負担` before 5, or
    `22 番号、234情報` before 24."""
    missing = set(left_out(items))
    return [part for item in items for part in _parted(item, missing)] if missing else list(items)


def _parted(item: Entry, missing: set[int]) -> Iterator[Entry]:
    following = item.number + 1 if item.number is not None else 0
    cut = _cut(item.text, following) if following in missing else None
    if cut is None:
        yield item
        return
    raw = _cut(item.raw, following) or (item.raw, item.raw)
    yield _with_name(item, cut[0], raw[0])
    yield from _parted(replace(_with_name(item, cut[1], raw[1]), number=following), missing)


def _with_name(item: Entry, name: str, raw: str) -> Entry:
    name = without_separators(name)
    return replace(item, text=name, raw=raw.strip(), bbox=box_of_text(item.lines, name) or item.bbox)


def _cut(text: str, number: int) -> tuple[str, str] | None:
    """What stands before the number and behind it; None where it is not printed just once behind a sign that parts
    items, or before a blank or point, with a text on either side."""
    printed = rf"(?:(?<=[、,\s]){number}[.)\s]*|(?<!\d){number}[.)\s]+)(?=\S)"
    found = list(re.finditer(printed, narrow(text)))
    if len(found) != 1 or not text[: found[0].start()].strip():
        return None
    return text[: found[0].start()], text[found[0].end() :]
