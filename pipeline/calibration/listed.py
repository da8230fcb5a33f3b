"""What the record items of a statement show as lists: have they headings, do their numbers begin again below one,
which files of the statement have none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hyokasho.normalizers.text import fold

Row = Mapping[str, Any]
Numbers = dict[str, float]
Heading = tuple[str | None, str | None]
"""Name of the file and of the group that a row stands under."""


def of_lists(rows: Sequence[Row], files: Collection[str], *, torn: bool) -> Iterator[Numbers]:
    """The named numbers of each row; `files` are the names of the statement's files, folded.

    Where cells are kept headings are not lost: what the files and the numbers tell is said of `torn` texts alone.
    """
    whole, without = _headings(rows), _without(rows, files)
    anew = _counted_anew(rows)
    for row in rows:
        yield {**whole, **without, **_of_row(row, files, anew[_heading(row)])} if torn else whole


def _of_row(row: Row, files: Collection[str], anew: int) -> Numbers:
    """Does its heading go with the files of the statement, do the numbers below it begin again?"""
    name = row.get("file_name")
    found = {
        "anew under a heading": math.log1p(anew),
        "heading is no file": float(bool(files and name and fold(name) not in files)),
        "no heading of several": float(len(files) > 1 and not name),
    }
    return {sign: figure for sign, figure in found.items() if figure}


def _heading(row: Row) -> Heading:
    return row.get("file_name"), row.get("group")


def _headings(rows: Sequence[Row]) -> Numbers:
    """Whether the rows have headings, and how many, and how they are numbered: the same for all of them."""
    found: Numbers = {}
    for column in ("file_name", "group"):
        share = sum(1 for row in rows if row.get(column)) / len(rows)
        found[f"share {column}"] = share
        found[f"kinds {column}"] = math.log1p(len({row.get(column) for row in rows}))
    found["rows"] = math.log1p(len(rows))
    numbers = [row.get("item_no") for row in rows]
    first = numbers[:1] == [1]
    odd = sum(one not in (None, 1) and not on for one, on in zip(numbers, (first, *goes_on(rows)[1:]), strict=True))
    found["share out of order"] = odd / len(rows)
    found["share unnumbered"] = sum(1 for one in numbers if one is None) / len(rows)
    return found


def _without(rows: Sequence[Row], files: Collection[str]) -> Numbers:
    """The share of the files that no heading names, where some are: a heading that is lost leaves its items to the one
    before."""
    named = {fold(name) for row in rows if (name := row.get("file_name"))}
    lost = sum(name not in named for name in files)
    return {"files without items": lost / len(files)} if named and lost else {}


def _counted_anew(rows: Sequence[Row]) -> Counter[Heading]:
    """How often the numbers below one heading begin again, as behind a heading that is lost."""
    found: Counter[Heading] = Counter()
    before: tuple[Heading, int] | None = None
    for row, on in zip(rows, goes_on(rows), strict=True):
        if (number := row.get("item_no")) is not None:
            heading = _heading(row)
            if before is not None and before[0] == heading and number <= before[1] and not on:
                found[heading] += 1
            before = heading, number
    return found


def goes_on(rows: Sequence[Row]) -> list[bool]:
    """Whether the number of each row goes on with one of the counts begun below its heading: lists are printed several
    abreast, and read line by line (1, 125, 249, 2, 126)."""
    found: list[bool] = []
    ends: set[int] = set()
    for row, before in zip(rows, (None, *rows), strict=False):
        if before is not None and _heading(row) != _heading(before):
            ends = set()
        number = row.get("item_no")
        found.append(number is not None and number - 1 in ends)
        if number is not None:
            ends.discard(number - 1)
            ends.add(number)
    return found
