"""Read the character maps and word lists (CSV files in `normalizers/data`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

_CODE = re.compile(r"U\+([0-9A-F]{4,6})(?:-U\+([0-9A-F]{4,6}))?$")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of data file `name`; lines that begin with # are comments. Raises FileNotFoundError."""
    text = files("hyokasho.normalizers.data").joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ") and line != "#"]
    return tuple(csv.DictReader(lines))


Row = dict[str, str]


@cache
def by_spelling(name: str, column: str, key: Callable[[str], str] = str) -> dict[str, Row]:
    """Each spelling in `column` (several are parted by |), as `key` makes it (fold), and the row it stands in.

    Where rows share a spelling the last one counts.
    """
    return {key(spelling): row for row in rows(name) for spelling in row[column].split("|")}


@cache
def patterns(name: str, column: str, shape: str = "{}") -> tuple[tuple[re.Pattern[str], Row], ...]:
    """The regular expression in `column` of each row, put into `shape`, and the row; in the order of the file."""
    return tuple((re.compile(shape.format(row[column])), row) for row in rows(name))


@cache
def any_of(name: str, column: str, end: str = "$") -> re.Pattern[str]:
    """A pattern that finds any of the regular expressions in `column` before `end`."""
    return re.compile(f"(?:{'|'.join(row[column] for row in rows(name))}){end}")


def code_points(notation: str) -> list[int]:
    """The code points of `U+XXXX` and `U+XXXX-U+XXXX` separated by blanks. Raises ValueError on anything else."""
    found: list[int] = []
    for token in notation.split():
        match = _CODE.match(token)
        if not match:
            raise ValueError(f"not a code point or range: {token}")
        first = int(match[1], 16)
        found.extend(range(first, int(match[2] or match[1], 16) + 1))
    return found


@cache
def radicals() -> dict[str, str]:
    """Radical -> kanji of the same shape, where NFKC has none or a form that Japanese does not write."""
    return {row["radical"]: row["kanji"] for row in rows("radicals.csv")}


@cache
def families(use: str) -> dict[str, str]:
    """Character -> the one form of its family, for `use` (match, show)."""
    found: dict[str, str] = {}
    for row in rows("characters.csv"):
        if row["use"] in (use, "both"):
            found.update((chr(code), row["to"]) for code in code_points(row["from"]))
    return found


@cache
def circled() -> dict[str, int]:
    """Circled number -> its number."""
    found: dict[str, int] = {}
    for row in rows("circled_numbers.csv"):
        first, last = ord(row["first"]), ord(row["last"])
        found.update((chr(code), int(row["number"]) + code - first) for code in range(first, last + 1))
    return found
