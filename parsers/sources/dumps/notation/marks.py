"""Boxes of a dump in one notation, and the decision which empty boxes may be believed.

Every tool writes a box its own way: `[ ○ ]`, `[]`, `☐`, an <input> with or without brackets. The rule of evidence:
an empty box is empty only where the same notation shows a mark that would make a lost mark visible, within its own
group or in most other groups that use it; else the box is not known (`UNKNOWN_MARK`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.options import box_options, seldom_marked
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.model import UNKNOWN_MARK

from .raw import BOX_EMPTY, BOX_MARKED

_MARKS = one_of(signs().marked)
_BOX_EMPTY = one_of(signs().box_empty) + BOX_EMPTY
_BOX_MARKED = one_of(frozenset(signs().box_marked)) + BOX_MARKED
_BRACKETED = re.compile(
    rf"[\[［〔](?P<inner>\s*(?:[{_MARKS}{_BOX_EMPTY}{_BOX_MARKED}]\s*)?)[\]］〕]|(?P<bare>[{_BOX_EMPTY}{_BOX_MARKED}])"
)
_MARKED = "[ ○ ]"
_EMPTY = "[ ]"
_UNKNOWN = f"[ {UNKNOWN_MARK} ]"


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box found in a text: its place, the option behind it, its notation, and what it shows (None: nothing)."""

    start: int
    end: int
    option: str
    notation: str
    marked: bool


def find_boxes(text: str) -> list[DrawnBox]:
    """All boxes in `text` that stand before an option of the form, in order."""
    boxes = []
    for match in _BRACKETED.finditer(text):
        option = option_behind(text, match.end())
        if option is None:
            continue
        inner = match["bare"] if match["bare"] is not None else match["inner"].strip()
        marked = bool(inner) and inner not in _BOX_EMPTY
        control = bool(inner) and inner in _BOX_EMPTY + _BOX_MARKED
        notation = "bare" if match["bare"] is not None else ("control" if control else "bracket")
        boxes.append(DrawnBox(match.start(), match.end(), option, notation, marked))
    return boxes


def option_behind(text: str, place: int) -> str | None:
    """The folded option that stands at `place` (white space before it skipped), the longest that fits; or None."""
    return _option_at(text[place : place + 60])


@lru_cache(maxsize=1 << 14)
def _option_at(text: str) -> str | None:
    folded = fold(text)
    return next((folded[:n] for n in _lengths() if len(folded) >= n and folded[:n] in box_options()), None)


@cache
def _lengths() -> tuple[int, ...]:
    """The lengths of all options of boxes, longest first."""
    return tuple(sorted({len(key) for key in box_options()}, reverse=True))


class Evidence:
    """Which notations of an empty box can be believed in this document. Fed with all groups first."""

    def __init__(self, groups: Sequence[Sequence[DrawnBox]]) -> None:
        self._contrast: dict[str, list[bool]] = {}
        for group in filter(_tells, groups):
            seen = any(box.marked for box in group)
            for notation in {box.notation for box in group if not box.marked or box.notation == "bracket"}:
                self._contrast.setdefault(notation, []).append(seen)

    def believes(self, group: Sequence[DrawnBox], notation: str) -> bool:
        """Whether an empty box of this notation in this group is empty."""
        if any(box.marked for box in group):
            return True
        others = self._contrast.get(notation, [])
        seen, count = sum(others), max(0, len(others) - _tells(group))
        return seen * (3 if notation == "bracket" else 2) > count


def _tells(group: Sequence[DrawnBox]) -> bool:
    """Would a group show that marks are lost? One that is empty as a rule does not, unless it is marked."""
    return any(box.marked or box.option not in seldom_marked() for box in group)


def rewrite(text: str, boxes: Sequence[DrawnBox], group: Sequence[DrawnBox], evidence: Evidence, *, split: bool) -> str:
    """`text` with its boxes in the one notation; `split`: each box starts a new line."""
    parts: list[str] = []
    last = 0
    for box in boxes:
        before = text[last : box.start]
        parts.append(before.rstrip() if split else before)
        shown = _MARKED if box.marked else (_EMPTY if evidence.believes(group, box.notation) else _UNKNOWN)
        parts.append(("\n" if split and "".join(parts).strip() else "") + shown + " ")
        last = box.end
        while last < len(text) and text[last] in " \u3000\n":
            last += 1
    return "".join(parts) + text[last:]


def plain_boxes(text: str) -> str:
    """Private tokens that are no box of a group (in a text about boxes) as ordinary letters."""
    return text.replace(BOX_EMPTY, "□").replace(BOX_MARKED, "☑")
