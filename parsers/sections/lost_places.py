"""Places of a part that is printed several times without a number (Ⅲ of 様式3), of which one was not read.

Only their order tells the rows of such a part apart (TABLES.md: they stand in order). A place that was lost in the
first part would let that of the second stand for it: it is a row without a value, as the box of a place that was
found and not read is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.boxes import Box
from hyokasho.parsers.align.content import Found
from hyokasho.parsers.forms.load import Form
from hyokasho.parsers.model import Cell
from hyokasho.parsers.sections.coverage import is_read

_Place = tuple[str, str | None, str]
_LOST = (("lost", 0.5),)


def with_lost_places(answers: Sequence[Answer], found: Sequence[Found], form: Form) -> list[Answer]:
    """The answers, and a `lost` one for each place that such a part lacks or has unread and a later one gives.

    Parts are those whose heading was found: what stands there twice for another reason has no place to lose.
    """
    parts: dict[str, set[int]] = defaultdict(set)
    for head in found:
        if head.node.kind == "part" and head.section is not None and _unnumbered(form, head.section.part):
            parts[head.section.part].add(head.run)
    there = {(_place(a), a.found.run) for a in answers if a.found}
    given = {(a.found.node.block_key, a.found.run) for a in answers if a.found and a.value is not None}
    lost: dict[int, list[Answer]] = defaultdict(list)
    last: dict[_Place, int] = {}
    for answer in answers:
        if (one := answer.found) is None or one.section is None or one.section.part not in parts:
            continue
        place = _place(answer)
        for run in sorted(r for r in parts[one.section.part] if last.get(place, 0) < r < one.run):
            if (place, run) not in there:
                lost[_behind(answers, one, run)].append(_unknown(answer, one))
        last[place] = max(one.run, last.get(place, 0))
    marked = (replace(a, lost=True) if _is_unread(a, last, given) else a for a in answers)
    return [one for at, answer in enumerate(marked) for one in (*lost[at], answer)]


def _unnumbered(form: Form, part: str) -> bool:
    head = form.part_of(part)
    return head is not None and head.repeats_per_file and not head.file_no


def _place(answer: Answer) -> _Place:
    return answer.section, answer.entity, f"{answer.under}/{answer.item}"


def _behind(answers: Sequence[Answer], one: Found, run: int) -> int:
    """Where the place stands among the answers: before the first behind it in its part, or in a later one."""
    assert one.section is not None
    part = one.section.part
    later = (
        at
        for at, answer in enumerate(answers)
        if answer.found is not None and answer.found.section is not None and answer.found.section.part == part
        if (answer.found.run, answer.found.node.index) > (run, one.node.index)
    )
    return next(later)


def _is_unread(answer: Answer, last: Mapping[_Place, int], given: Container[tuple[object, int]]) -> bool:
    """Was its label found, and not what stands there, so that it keeps its place before those of later parts? A loose
    line of a dump shows no empty cell, so it may stand elsewhere; but a block without any answer is blank, and so may
    be an answer that hangs on another."""
    one = answer.found
    if one is None or answer.kind == "boxes" or one.run >= last.get(_place(answer), 0):
        return False
    seen = one.page is not None or not one.loose or bool(one.pieces)
    blank = seen or answer.under is not None or (one.node.block_key, one.run) not in given
    return answer.value is None and not (is_read(answer) and blank)


def _unknown(answer: Answer, one: Found) -> Answer:
    nowhere = replace(one, pieces=(), own=Cell(()), read="", page=None)
    choice = replace(answer.choice, value=None, option_no=None, options=None) if answer.choice else None
    boxes = tuple(Box(box.option, None, None, None, None, "", False, 0.5) for box in answer.boxes)
    return replace(
        answer, value=None, page=None, bbox=None, raw="", confidence=confidence.of(_LOST), doubts=_LOST,
        choice=choice, boxes=boxes, found=nowhere, lost=True,
    )  # fmt: skip
