"""Tables whose label cells a tool cut into strips, because a printing program shades a cell line by line.

The answer beside such a label is one cell: it stands in the row of the first strip, the label in that of a strip in
the middle, and the rows of the other strips are empty:

    (empty)      answer
    (empty)      (empty)
    label        (empty)

An answer without label goes to the first label below it that stands alone and asks such an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import cover_keys, is_label, label_key
from hyokasho.parsers.forms.lexicon.options import choice_keys
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.issues import make_issue

from ..notation.marks import find_boxes
from ..notation.prefixes import starts
from ..notation.raw import RawRow, RowsRead
from ..tables.changes import start_of_changes

_CHOSEN = late(r"^\[([^\[\]]*)\]$")
"""An answer in its brackets, without its list of options."""
_LABEL_COLUMNS = 3
_LABEL_STRIPS = 8
_EVIDENCE = 2
"""So many answers above their labels, with empty strips beside them, before a text is believed to be cut so."""


@dataclass(slots=True)
class _Strip:
    """A row of a table: its label cells, the texts of its other cells."""

    row: RawRow
    labels: list[str]
    texts: list[str]

    @property
    def empty(self) -> bool:
        return not self.labels and not self.texts

    @property
    def answer_alone(self) -> bool:
        """Nothing but texts, and none of them where labels stand."""
        return not self.labels and bool(self.texts) and not self.row.cells[0].strip()

    @property
    def label_alone(self) -> bool:
        return bool(self.labels) and not self.texts


@dataclass(slots=True)
class _Walk:
    """The rows done so far; answers that wait for their labels; what stood last in the table before them."""

    read: RowsRead
    waiting: list[_Strip] = field(default_factory=list)
    above: _Strip | None = None


def whole_strips(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with the strips of labels put together again; as they are where nothing shows such strips."""
    if form is None:
        return read
    end = start_of_changes(read.rows)
    strips = [_strip(row) for row in _whole_labels(read.rows[:end])]
    if _evidence(strips, form) < _EVIDENCE:
        return read
    walk = _Walk(RowsRead([], read.issues, read.aside))
    for strip in strips:
        _take(walk, strip, form)
    _give_up(walk)
    walk.read.rows += read.rows[end:]
    return walk.read


def _strip(row: RawRow) -> _Strip:
    cells = row.filled
    count = next((n for n, cell in enumerate(cells) if not is_label(cell)), len(cells))
    return _Strip(row, cells[:count], cells[count:])


def _evidence(strips: Sequence[_Strip], form: str) -> int:
    """How many lone answers stand above a lone label that asks for them, empty strips between or below."""
    count = 0
    for at, strip in enumerate(strips):
        if not strip.answer_alone:
            continue
        below = next((n for n in range(at + 1, len(strips)) if not strips[n].empty), None)
        if below is None or not strips[below].label_alone or strips[below].row.table != strip.row.table:
            continue
        beside = below > at + 1 or (below + 1 < len(strips) and strips[below + 1].empty)
        count += beside and _asks(strips[below], strip, form)
    return count


def _take(walk: _Walk, strip: _Strip, form: str) -> None:
    if strip.row.table is None or (strip.texts and not strip.answer_alone):
        _give_up(walk)
        walk.read.rows.append(strip.row)
        walk.above = strip
    elif strip.answer_alone:
        walk.waiting.append(strip)
    elif strip.label_alone:
        _label(walk, strip, form)


def _label(walk: _Walk, strip: _Strip, form: str) -> None:
    """A label that stands alone: with the answer that waits for it, if one does."""
    last = walk.waiting[-1] if walk.waiting else None
    if last is not None and _asks(strip, last, form):
        walk.waiting.pop()
        _give_up(walk)
        cells = [*strip.labels, "\n".join(last.texts)]
        walk.read.rows.append(RawRow(cells, strip.row.table, strip.row.page, source=strip.row))
        walk.above = strip
    elif last is not None and _kinds(form).get(label_key(strip.labels[-1])) == {"group"}:
        walk.read.rows.append(strip.row)
    else:
        _give_up(walk)
        walk.read.rows.append(strip.row)
        walk.above = strip


def _give_up(walk: _Walk) -> None:
    """The answers that no label took: one at the head of a table goes on with the table before, of the others nobody
    knows whose they are."""
    for strip in walk.waiting:
        if _kind(strip) == "text" and _is_asked_above(walk.above, strip):
            text = " ".join(strip.texts)
            walk.read.aside.append(text)
            walk.read.issues.append(make_issue("answer-not-known", f"whose answer this is is not known: {text[:80]}"))
        else:
            walk.read.rows.append(strip.row)
    walk.waiting = []


def _is_asked_above(above: _Strip | None, strip: _Strip) -> bool:
    """Does a question stand above in the same table? (Those of the cover are told by their words.)"""
    if above is None or not above.labels or above.row.table != strip.row.table:
        return False
    return label_key(above.labels[-1]) not in cover_keys()


def _asks(label: _Strip, answer: _Strip, form: str) -> bool:
    """Does the label ask for an answer of this kind?"""
    return _kind(answer) in _kinds(form).get(label_key(label.labels[-1]), set())


def _kind(answer: _Strip) -> str:
    text = "\n".join(answer.texts)
    alone = _CHOSEN.match(fold(text))
    if OPTIONS_WORD in fold(text) or (alone is not None and (not alone[1] or alone[1] in choice_keys())):
        return "choice"
    return "checkbox" if find_boxes(text) else "text"


@cache
def _kinds(form: str) -> dict[str, set[str]]:
    """Folded label -> the kinds of answer that stand beside it on the form."""
    found: dict[str, set[str]] = {}
    for place in form_places(form):
        if place.item is not None and not place.item.heads:
            for key in place.keys:
                kind = place.item.kind
                found.setdefault(key, set()).add(kind if kind in ("choice", "checkbox", "group") else "text")
    return found


def _whole_labels(rows: Sequence[RawRow]) -> Iterator[RawRow]:
    """The rows with labels whose lines stand in several rows of a column whole in the first of them."""
    cells = [list(row.cells) for row in rows]
    for at, row in enumerate(rows):
        for column in range(min(_LABEL_COLUMNS, len(row.cells)) if row.table is not None else 0):
            _join_down(rows, cells, at, column)
    for row, own in zip(rows, cells, strict=True):
        yield row if own == row.cells else RawRow(own, row.table, row.page, row.heading, row)


def _join_down(rows: Sequence[RawRow], cells: list[list[str]], at: int, column: int) -> None:
    text = cells[at][column]
    if not text.strip() or (starts(text) is None and not is_label(text)):
        return
    joined: str = text
    used: list[int] = []
    for below in range(at + 1, min(at + _LABEL_STRIPS, len(rows))):
        if rows[below].table != rows[at].table:
            return
        piece = cells[below][column] if column < len(cells[below]) else ""
        if not piece.strip():
            continue
        if is_label(piece):
            return
        joined += piece
        used.append(below)
        if is_label(joined):
            cells[at][column] = joined
            for one in used:
                cells[one][column] = ""
            return
