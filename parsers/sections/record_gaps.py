"""Numbers that a list of record items leaves out, and items in whose names the next number is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import narrow
from hyokasho.parsers.align.visual import box_of_text
from hyokasho.parsers.sections.record_entries import Entry
from hyokasho.parsers.sections.record_notation import without_separators

_FEWEST_NUMBERS = 4
_DIGITS = late(r"(?<!\d)\d{1,4}(?!\d)")
_WIDEST_STEP = 6
"""Numbers by which the items of a column go on at most, where the other columns are lost."""
_MOST, _MANY = 0.8, 0.3
"""Shares of its steps that are no wider, and wider than one."""
_ROUND = 100
"""Numbers of items that begin with one of these, or right behind it, are codes and count nothing before them."""


def left_out(items: Sequence[Entry]) -> list[int]:
    """Numbers that a numbered list leaves out; none where so many are missing that they do not count the items, and
    are not those of whole columns."""
    numbers = _numbers(items)
    if not numbers:
        return []
    missing = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers))
    return missing if len(missing) * 2 < len(numbers) or _are_of_columns(numbers) else []


def left_out_before(items: Sequence[Entry], others: Sequence[Entry]) -> int:
    """How many items are missing before the first of a numbered list that does not begin with 1; `others` are the items
    of the whole annex, which may count through. Items whose numbers were not printed may be those."""
    numbers = _numbers(items)
    if not numbers or numbers[0] % _ROUND in (0, 1):
        return 0
    last = max((item.number for item in others if item.number is not None and item.number < numbers[0]), default=0)
    silent = sum(item.number is None for item in others)
    missing = max(0, numbers[0] - 1 - last - silent)
    return missing if missing <= 3 * len(others) else 0


def _numbers(items: Sequence[Entry]) -> list[int]:
    """The numbers of a list that is numbered, in their order; none where it is not."""
    numbers = {item.number for item in items if item.number is not None}
    return sorted(numbers) if len(numbers) * 10 >= len(items) * 9 and len(numbers) >= _FEWEST_NUMBERS else []


def _are_of_columns(numbers: Sequence[int]) -> bool:
    """Are these the numbers of some columns of a list that is counted across (1, 4, 7: one of three)?"""
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step <= _WIDEST_STEP for step in steps) >= _MOST * len(steps) and sum(
        step > 1 for step in steps
    ) >= _MANY * len(steps)


def parted_at_gaps(items: Sequence[Entry]) -> list[Entry]:
    """The items, those parted that hold a number left out behind them, with its name: `3 履歴4 負担` before 5,
    `22 番号、234情報` before 24, or `11 履歴 29 備考` where the next column begins so. In the order of their numbers
    where another column was parted off."""
    missing = set(left_out(items))
    if not missing:
        return list(items)
    found = [part for item in items for part in _parted(item, missing)]
    numbers = [item.number for item in found if item.number is not None]
    if len(set(numbers)) == len(found):
        found.sort(key=lambda item: item.number or 0)
    return found


def _parted(item: Entry, missing: set[int]) -> Iterator[Entry]:
    own = item.number or 0
    printed = {int(digits) for digits in _DIGITS.findall(narrow(item.text))} if own else set[int]()
    if own + 1 in missing:
        printed.add(own + 1)
    cuts = ((number, _cut(item.text, number, own)) for number in printed & missing if number > own)
    found = [(len(cut[0]), number, cut) for number, cut in cuts if cut is not None]
    if not found:
        yield item
        return
    _, number, cut = min(found)
    raw = _cut(item.raw, number, own) or (item.raw, item.raw)
    yield _with_name(item, cut[0], raw[0])
    yield from _parted(replace(_with_name(item, cut[1], raw[1]), number=number), missing)


def _with_name(item: Entry, name: str, raw: str) -> Entry:
    name = without_separators(name)
    return replace(item, text=name, raw=raw.strip(), bbox=box_of_text(item.lines, name) or item.bbox)


def _cut(text: str, number: int, own: int) -> tuple[str, str] | None:
    """What stands before the number and behind it; None where it is not printed just once before a blank or point, or
    behind a sign that parts items if it follows the item's `own`, with a text on either side."""
    behind = rf"(?<=[、,\s]){number}[.)\s]*|" if number == own + 1 else ""
    printed = rf"(?:{behind}(?<!\d){number}[.)\s]+)(?=\S)"
    found = list(re.finditer(printed, narrow(text)))
    if len(found) != 1 or not text[: found[0].start()].strip():
        return None
    return text[: found[0].start()], text[found[0].end() :]
