"""Texts that stand in rows of their own between two labels, because a tool cut a tall answer into strips.

    再発防止策の内容      | 研修を行う。
                          | 1. 操作の記録を点検する。
    その他の措置の内容    | 2. 画面を施錠する。

A label stands in the middle of its answer, so such a row may be the end of the answer above or the beginning of the one
below. Every way to part the rows between the two labels is weighed; where two of them cost about the same, the answers
of both labels are not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import ENTITY, cover_keys, is_heading, is_label, label_key
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import ListNumber, is_closed, list_number
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK

from ..notation.contents import asks_few_words
from ..notation.marks import find_boxes
from ..notation.prefixes import starts
from ..notation.raw import RawRow, RowsRead
from .shares import BEGINS_LATE, EMPTY, FEW_WORDS, FULL, HEADED, LIST_ANEW, MARGIN, TORN

_HEADING = pattern("numbering", "text_heading")
_GOES_ON = pattern("sentences", "goes_on")
_NO_LINE = pattern("sentences", "no_line_start")
_OPTION = pattern("answers", "option_line")
_PIECE = pattern("answers", "torn_choice")
_NO_TEXT = 8.0
"""A text in an answer that is no text."""
_ACROSS = 2.0
"""The last row of a page for the label above it, the first one for the label below: a cell that a page end parts has
its label on one side of it."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A label, all of it that is printed in its row, with the answer beside it. `kind`: what it asks for (title, text,
    or anything else that is no text)."""

    row: RawRow
    label: list[str]
    key: str
    kind: str
    text: str


def shared_out(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with the texts between two labels of one table, or of two that follow each other (a page end parts
    them), given to one of them; to none where it is not sure."""
    if form is None:
        return read
    result: list[RawRow] = []
    at = 0
    while at < len(read.rows):
        above = _labelled(read.rows[at], form)
        end = at + 1
        tables = {read.rows[at].table}
        while end < len(read.rows) and len(tables | {read.rows[end].table}) < 3 and _is_lone_text(read.rows[end]):
            tables.add(read.rows[end].table)
            end += 1
        below = _labelled(read.rows[end], form) if end < len(read.rows) else None
        result.append(read.rows[at])
        between = read.rows[at + 1 : end]
        if above is not None and below is not None and between and len(tables | {below.row.table}) < 3:
            between = _parted(above, between, below, read)
        result += between
        at = end
    return RowsRead(result, read.issues, read.aside)


def _labelled(row: RawRow, form: str) -> _Labelled | None:
    cells = row.filled
    if row.table is None or not cells:
        return None
    count = next((n for n in (1, 2) if is_label("".join(cells[:n]).replace("\n", ""))), 0)
    if not count or any(is_label(cell) for cell in cells[count:]):
        return None
    label = "".join(cells[:count]).replace("\n", "")
    if label_key(label) in cover_keys():  # (the cover is told by its words)
        return None
    return _Labelled(row, cells[:count], label_key(label), _kind(label, form), "\n".join(cells[count:]))


@cache
def _kind(label: str, form: str) -> str:
    key = label_key(label)
    if ENTITY.fullmatch(key):
        return "title"
    kinds = {place.item.kind for place in form_places(form) if place.item is not None and key in place.keys}
    if is_heading(label) or not kinds or kinds & {"choice", "checkbox", "group"}:
        return "none"
    return "few" if asks_few_words(key) else "text"


def _is_lone_text(row: RawRow) -> bool:
    cells = row.filled
    if row.table is None or len(cells) != 1 or row.cells[0].strip():
        return False
    return not any(_is_no_text(line) for line in cells[0].split("\n")) and not find_boxes(cells[0])


def _is_no_text(line: str) -> bool:
    """A piece of a label, of a choice, of a count."""
    key = fold(line)
    return bool(starts(line) or OPTIONS_WORD in key or _OPTION.match(line) or _PIECE.match(key))


def _parted(above: _Labelled, between: Sequence[RawRow], below: _Labelled, read: RowsRead) -> list[RawRow]:
    """The rows between two labels that go on with the first; those of the second are put before its answer."""
    texts = [row.text for row in between]
    sides = [_ACROSS * _page_ends(above.row, between, below.row, at) for at in range(len(texts) + 1)]
    costs = [_cost(above, texts[:at], texts[at:], below) + side for at, side in enumerate(sides)]
    best = min(range(len(costs)), key=costs.__getitem__)
    rivals = [cost for at, cost in enumerate(costs) if at != best]
    if costs[best] >= _NO_TEXT:
        return list(between)
    if min(rivals) - costs[best] >= MARGIN:
        _put_before(below.row, texts[best:])
        return list(between[:best])
    read.aside += texts
    read.issues.append(make_issue("answer-not-known", f"{above.key}、{below.key}: the text may belong to either"))
    for labelled in (above, below):
        _mark_unknown(labelled)
    return []


def _page_ends(above: RawRow, between: Sequence[RawRow], below: RawRow, at: int) -> int:
    """How many of the rows beside the end of the first table are given to the label of the other one's side, where the
    first `at` rows go on with the label above."""
    ends = [n for n, row in enumerate(between) if row.table == above.table != below.table][-1:]
    begins = [n for n, row in enumerate(between) if row.table == below.table != above.table][:1]
    return sum(n < at for n in ends) + sum(n >= at for n in begins)


def _put_before(row: RawRow, texts: Sequence[str]) -> None:
    if not texts:
        return
    filled = [at for at, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) > 1 and not is_label(row.cells[filled[-1]]):
        at = filled[1]
        row.cells[at] = "\n".join([*texts, row.cells[at]])
    else:
        row.cells = [*row.cells[: filled[-1] + 1], "\n".join(texts)]


def _mark_unknown(labelled: _Labelled) -> None:
    """Say of an answer that is a text of any length that it is not all there, so that it is not given."""
    if labelled.kind == "text":
        labelled.row.cells = [*labelled.label, f"{labelled.text}\n{UNKNOWN_MARK}".strip()]


def _cost(above: _Labelled, first: Sequence[str], second: Sequence[str], below: _Labelled) -> float:
    """What it costs that the first texts go on with the answer above, and the second ones begin that below."""
    upper = [text for text in (above.text, *first) if text.strip()]
    lower = [text for text in (*second, below.text) if text.strip()]
    cost = _own(above, first) + _own(below, second)
    cost += sum(_join(a, b) for part in (upper, lower) for a, b in pairwise(part))
    cost += HEADED * sum(_is_headed(text) > _is_headed(part[0]) for part in (upper, lower) for text in part)
    if upper and lower and above.kind != "none" and below.kind != "none":
        cost += TORN * _is_torn(upper[-1], lower[0])
    if lower and below.kind in ("text", "few"):
        number = list_number(lower[0])
        cost += BEGINS_LATE * (number is not None and number.number > 1)
    return cost


def _own(labelled: _Labelled, texts: Sequence[str]) -> float:
    """What it costs to give a label these texts more."""
    if not texts:
        return EMPTY if labelled.kind in ("text", "few") and not labelled.text.strip() else 0.0
    if labelled.kind == "none":
        return _NO_TEXT
    if labelled.kind == "text":
        return 0.0
    return FEW_WORDS if labelled.text.strip() or len(texts) > 1 else 0.0


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_torn(upper: str, lower: str) -> bool:
    """Would an answer that ends so and one that begins so be one text?"""
    last, first = _lines(upper)[-1], _lines(lower)[0]
    if _HEADING.match(last):
        return True
    number = list_number(first)
    if number is not None:
        return number.follows(_last_number(upper))
    mid = not is_closed(last) and (columns(last) >= FULL or _GOES_ON.match(first) is not None)
    return _NO_LINE.match(first) is not None or (mid and not _HEADING.match(first))


def _join(upper: str, lower: str) -> float:
    """What it costs that two texts are one answer."""
    last, first = _lines(upper)[-1], _lines(lower)[0]
    number, before = list_number(first), _last_number(upper)
    anew = number is not None and before is not None and not number.follows(before)
    return LIST_ANEW if anew and not _HEADING.match(last) else 0.0


def _is_headed(text: str) -> bool:
    return _HEADING.match(_lines(text)[0]) is not None


def _last_number(text: str) -> ListNumber | None:
    return next((one for line in reversed(_lines(text)) if (one := list_number(line)) is not None), None)
