"""Which official form is this sheet, if any? Told from content: title, form number, and labels only one form has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.evidence import LONGEST_LABEL, is_form, is_guidance
from hyokasho.parsers.align.labels import all_keys, label_index, read_printed
from hyokasho.parsers.forms.load import FORM_FILES
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import Sheet

TITLE_WEIGHT = 8
NUMBER_WEIGHT = 8
LEAST_LABELS = 6
"""Fewer different labels of a form on a sheet: it is no statement."""
HEAD = 8000
"""Title and form number stand within so many characters."""

_FORM_NUMBER = pattern("edition_tag", "number_behind_month")


@dataclass(frozen=True, slots=True)
class Identity:
    """`form` is the name of the form data file, None if no form fits. `instructions`: a 記載要領, no statement."""

    form: str | None
    labels: int
    instructions: bool


def identify(sheet: Sheet) -> Identity:
    """The form whose labels, title and number the sheet prints, in the form's order; None where it only quotes them."""
    keys, text = _keys(sheet)
    head = fold(text[:HEAD])
    scores = {name: _score(name, keys, head) for name in FORM_FILES}
    best = max(scores, key=lambda name: scores[name][0])
    labels = scores[best][1]
    instructions = is_guidance(text)
    tagged = _prints_number(best, head)
    if labels < LEAST_LABELS or not (instructions or is_form(sheet, best, labels, tagged=tagged)):
        return Identity(None, labels, instructions)
    return Identity(best, labels, instructions)


def _keys(sheet: Sheet) -> tuple[set[str], str]:
    """The keys of all texts short enough for labels (in ruled tables whole cells), and the whole text as printed."""
    keys: set[str] = set()
    parts: list[str] = []
    for row in sheet.rows:
        for cell in row.cells:
            whole = cell.run
            if len(whole) <= LONGEST_LABEL:
                keys.add(read_printed(whole).key)
            if len(cell.lines) > 1 and (row.table is None or cell.page is None):
                keys.update(read_printed(line.text).key for line in cell.lines)
            parts.append(whole)
    return keys, "".join(parts)


def _score(name: str, keys: set[str], head: str) -> tuple[float, int]:
    index = label_index(name)
    form = index.tree.form
    hits = keys & set(index.keys)
    own = hits & _own_keys(name)
    score = len(hits) + 2.0 * len(own)
    if f"({form.name})" in head:
        score += TITLE_WEIGHT
    if _prints_number(name, head):
        score += NUMBER_WEIGHT
    return score, len(hits)


def _prints_number(name: str, head: str) -> bool:
    """Whether edition and number of the form stand at the head of the text."""
    number = label_index(name).tree.form.number
    return any(match["form"] == number for match in _FORM_NUMBER.finditer(head))


@cache
def _own_keys(name: str) -> frozenset[str]:
    """Labels that no other form has."""
    others = all_keys([label_index(other) for other in FORM_FILES if other != name])
    return frozenset(set(label_index(name).keys) - others)
