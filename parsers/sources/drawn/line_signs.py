"""Ruling lines typed as characters: `┌─┬┐` and the other box drawings of Unicode, as word processors have them.

The name of such a character says which ways it leads from its middle (`BOX DRAWINGS LIGHT DOWN AND RIGHT`). Arms that
go on in the next character's are one line. A dash that leads nowhere is an answer and stays one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import pymupdf

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.model import BBox, Word
from hyokasho.parsers.sources.drawn.drawings import displayed_box, turning_of
from hyokasho.parsers.sources.pdf_text import Hidden, lines_of_characters

_SIGN = re.compile("[\u2500-\u257f]")
_LEAST = 8
"""Signs of a page from which they may be a table's: its four corners and a sign for every side."""
_GAP = 0.9
"""Gap (heights of the type) between arms of one line: lines of text stand less than two heights apart."""
_NEAR = 0.7
"""Heights of the type by which a line may end before or behind the line that it meets: half a sign, and some more."""
_ASIDE = 0.25
"""Heights of the type by which signs of one line may lie beside each other."""
_WAYS = {
    "HORIZONTAL": ("left", "right"), "VERTICAL": ("up", "down"),
    "LEFT": ("left",), "RIGHT": ("right",), "UP": ("up",), "DOWN": ("down",),
}  # fmt: skip


class LineSigns(NamedTuple):
    """The lines that signs make, on the page as displayed, and those signs by their number in the page's text."""

    lines: tuple[BBox, ...]
    characters: Hidden


NO_SIGNS = LineSigns((), frozenset())


class _Arm(NamedTuple):
    """A piece of a line from `start` to `end`, at `at` across it, of the sign `number`, `high` as its type."""

    start: float
    end: float
    at: float
    high: float
    number: int


@cache
def _ways(sign: str) -> frozenset[str]:
    """The ways in which a sign leads from its middle; none of a diagonal."""
    words = unicodedata.name(sign, "").split()
    if "DIAGONAL" in words:
        return frozenset()
    return frozenset(chain.from_iterable(_WAYS.get(word, ()) for word in words))


def line_signs(mupage: pymupdf.Page, text: pymupdf.TextPage, words: Sequence[Word]) -> LineSigns:
    """The lines of a page that are made of signs; none, at little cost, where few or no signs are among its `words`."""
    if len(_SIGN.findall("".join([word.text for word in words]))) < _LEAST:
        return NO_SIGNS
    matrix = turning_of(mupage)
    level: list[_Arm] = []
    upright: list[_Arm] = []
    for number, char in chain.from_iterable(lines_of_characters(mupage, text)):
        if _SIGN.match(char["c"]):
            _add_arms(displayed_box(char["bbox"], matrix), number, _ways(char["c"]), level, upright)
    levels, walls = _joined(level), _joined(upright)
    if not walls:
        return NO_SIGNS
    levels = [run for run in levels if _is_rule(run, walls)]
    lines = (*_meeting(levels, walls), *((y0, x0, y1, x1) for x0, y0, x1, y1 in _meeting(walls, levels)))
    return LineSigns(lines, frozenset(arm.number for run in (*levels, *walls) for arm in run))


def _add_arms(box: BBox, number: int, ways: frozenset[str], level: list[_Arm], upright: list[_Arm]) -> None:
    x0, y0, x1, y1 = box
    x, y, high = (x0 + x1) / 2, (y0 + y1) / 2, y1 - y0
    if ways & {"left", "right"}:
        level.append(_Arm(x0 if "left" in ways else x, x1 if "right" in ways else x, y, high, number))
    if ways & {"up", "down"}:
        upright.append(_Arm(y0 if "up" in ways else y, y1 if "down" in ways else y, x, high, number))


def _joined(arms: Sequence[_Arm]) -> list[list[_Arm]]:
    """Arms that go on in each other, along runs that are long enough for a side of a cell."""
    lanes: list[list[_Arm]] = []
    for arm in sorted(arms, key=lambda arm: arm.at):
        if not lanes or arm.at - lanes[-1][-1].at > _ASIDE * arm.high:
            lanes.append([])
        lanes[-1].append(arm)
    runs: list[list[_Arm]] = []
    for lane in lanes:
        run: list[_Arm] = []
        reach = 0.0
        for arm in sorted(lane):
            if run and arm.start - reach > _GAP * arm.high:
                runs.append(run)
                run = []
            reach = max(reach, arm.end) if run else arm.end
            run.append(arm)
        runs.append(run)
    return [run for run in runs if len(run) > 1 and _end(run) - run[0].start >= SETTINGS.min_table_rule]


def _end(run: Sequence[_Arm]) -> float:
    return max(arm.end for arm in run)


def _meeting(runs: Sequence[list[_Arm]], others: Sequence[list[_Arm]]) -> Iterator[BBox]:
    """Lines (start, place, end, place) whose ends lie on the lines across that they come near."""
    crossing = [(_place(other), other[0].start, _end(other)) for other in others]
    for run in runs:
        at, near = _place(run), _NEAR * run[0].high
        places = [place for place, start, end in crossing if start - near <= at <= end + near]
        ends = [min((p for p in places if abs(p - end) <= near), key=lambda p: abs(p - end), default=end)
                for end in (run[0].start, _end(run))]  # fmt: skip
        yield (ends[0], at, ends[1], at)


def _is_rule(run: Sequence[_Arm], walls: Sequence[list[_Arm]]) -> bool:
    """Does a level line meet two walls? The dashes of an answer at most begin at one."""
    at, near = _place(run), _NEAR * run[0].high
    start, end = run[0].start - near, _end(run) + near
    return sum(start <= _place(wall) <= end and wall[0].start - near <= at <= _end(wall) + near for wall in walls) > 1


def _place(run: Sequence[_Arm]) -> float:
    return sum(arm.at for arm in run) / len(run)
