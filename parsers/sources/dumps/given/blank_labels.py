"""Labels that a table lost: put back where the form leaves no doubt, because the rows above and below have theirs.

    ②提供先における用途           | 課税の資料とするため
                                  | 納付の状況
    ④提供する情報の対象となる本人の数 | [ 1万人未満 ]

Between the two the form prints one item, so the row is its answer. A row that a page end has cut is none: the item that
the form prints next stands right behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.parsers.forms.lexicon.labels import ENTITY, is_heading, is_label, label_key
from hyokasho.parsers.forms.lexicon.order import FormPlace, form_places, form_sections
from hyokasho.parsers.forms.wording import pattern

from ..notation.choices import read_choice
from ..notation.marks import find_boxes
from ..notation.raw import RawRow

_TORN = pattern("sentences", "torn_beginning")
"""The rest of a word or sentence, with which no answer begins."""


def with_blank_labels(rows: Sequence[RawRow], form: str | None) -> list[RawRow]:
    """`rows` with the lost labels of tables put back as the text prints them elsewhere; as they are where the form is
    not known."""
    if not form_sections(form or ""):
        return list(rows)
    labels = [_label(row) for row in rows]
    printed = {label_key(label): label for label in reversed(labels) if label}
    result = list(rows)
    at = 1
    while at < len(rows):
        stop = at
        while stop < len(rows) and labels[at - 1] and _lacks_label(rows[stop], rows[at - 1]):
            stop += 1
        below = labels[stop] if stop < len(rows) else ""
        places = _between(form or "", labels[at - 1], below) if stop > at and below else ()
        own = [next((printed[key] for key in place.keys if key in printed), "") for place in places]
        fitting = len(places) == stop - at and all(map(_may_answer, rows[at:stop], places))
        if fitting and all(own):
            for n, label in enumerate(own, at):
                result[n] = RawRow([label, *rows[n].cells[1:]], rows[n].table, rows[n].page, source=rows[n])
        at = stop + 1
    return result


def _label(row: RawRow) -> str:
    """The label of a row of a table, or its heading; "" where its first text is none."""
    return row.first if row.table is not None and is_label(row.first) else ""


def _lacks_label(row: RawRow, above: RawRow) -> bool:
    """Has a row of the table of the one above nothing but an answer, where answers stand?"""
    if row.table is None or row.table != above.table or len(row.cells) != len(above.cells):
        return False
    filled = [k for k, cell in enumerate(row.cells) if cell.strip()]
    answers = [k for k, cell in enumerate(above.cells) if cell.strip()][1:]
    return len(filled) == 1 and filled[0] > 0 and filled[-1:] == (answers[-1:] or filled) and not is_label(row.first)


def _between(form: str, above: str, below: str) -> tuple[FormPlace, ...]:
    """The items that the form prints between two labels; none where it does so in several ways."""
    found = {tuple(places) for places in _ways(form, above, below)}
    keys = {tuple(place.keys for place in places) for places in found}
    return found.pop() if len(keys) == 1 else ()


def _ways(form: str, above: str, below: str) -> Iterator[list[FormPlace]]:
    places = form_places(form)
    entity = ENTITY.match(label_key(above))
    key = entity[1] if entity is not None else label_key(above)
    ends = is_heading(below) or ENTITY.match(label_key(below)) is not None
    for at, place in enumerate(places):
        if key not in place.keys or place.is_block != (entity is not None):
            continue
        behind = [other for other in places[at + 1 :] if other.block == place.block]
        stop = next((n for n, other in enumerate(behind) if label_key(below) in other.keys), None)
        if stop is not None or ends:
            yield behind[:stop]


def _may_answer(row: RawRow, place: FormPlace) -> bool:
    """Does an answer look like one to this item?"""
    text, kind = row.first, place.item.kind if place.item is not None else ""
    if kind == "choice":
        return read_choice(text) is not None
    if place.boxes:
        return bool(find_boxes(text))
    return kind == "text" and not _TORN.match(text) and read_choice(text) is None and not find_boxes(text)
