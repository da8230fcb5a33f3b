"""Brackets and marks: the signs of `marks.yaml`, and what a sign between brackets says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.model import UNKNOWN_MARK

_SELECTORS = re.compile("[\ufe00-\ufe0f]")
"""What says how a sign is printed (in colour, in black), not which it is."""


@dataclass(frozen=True)
class Signs:
    """`marked` between brackets: checked; `drawn` are those of them that are no letters where a bracket was torn off.
    `box_marked`/`box_empty`: box and mark in one sign, `drawn_marked`/`drawn_empty` those of them that stand for a box
    of lines; `read_as`: what OCR engines make of a mark."""

    marked: frozenset[str]
    drawn: frozenset[str]
    box_marked: frozenset[str]
    box_empty: frozenset[str]
    drawn_marked: str
    drawn_empty: str
    open: str
    close: str
    other_open: str
    other_close: str
    read_as: Mapping[str, str]

    @property
    def box(self) -> re.Pattern[str]:
        """A box: brackets with at most three characters between them, or a sign that is a box."""
        signs = "".join(sorted(self.box_marked | self.box_empty))
        opening, closing = re.escape(self.open), re.escape(self.close)
        between = rf"[{opening}](?P<mark>[^{opening}{closing}]{{0,6}})[{closing}]"
        return re.compile(rf"{between}|(?P<sign>[{signs}])")


@cache
def signs() -> Signs:
    """The signs of the data file."""
    data = read_yaml(__package__, "marks.yaml")
    return Signs(
        frozenset(data["marked"]),
        frozenset(data["marked"]) - frozenset(data["letters"]),
        frozenset(data["box_marked"]),
        frozenset(data["box_empty"]),
        data["drawn_box"]["marked"],
        data["drawn_box"]["empty"],
        data["open"],
        data["close"],
        data["other_open"],
        data["other_close"],
        data["read_as"],
    )


def one_of(signs_of: frozenset[str]) -> str:
    """Signs as they stand inside the brackets of a regular expression."""
    return re.escape("".join(sorted(signs_of)))


@cache
def box_pattern() -> re.Pattern[str]:
    """The compiled pattern of a box."""
    return signs().box


def is_checked(match: re.Match[str], *, marks_visible: bool) -> bool | None:
    """What a box says. An empty one is unchecked only where marks are visible; a sign nobody knows is not known."""
    if match["sign"]:
        return match["sign"] in signs().box_marked or (False if marks_visible else None)
    mark = _SELECTORS.sub("", "".join(match["mark"].split()))
    if not mark:
        return False if marks_visible else None
    if UNKNOWN_MARK in mark:
        return None
    return True if mark in signs().marked else None
