"""Loose lines between the tables of a dump that are no answers: feet of pages, and whole tables run into one line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import FILE_ENDINGS
from hyokasho.parsers.forms.lexicon.labels import heading_key
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.issues import make_issue

from .joined import numbered_labels
from .prefixes import starts
from .raw import RawRow, RowsRead
from .rows import clean_cell

_NOT_LOOSE = ("|", "#", "<", "- ")
_PAGE = 300
"""Letters of a page in one cell at least."""
_BELOW = 40
_WORD = 3
_COMPARED = 12
_FEWEST_CELLS = 4
"""So many cells of some letters below a line are looked for in it; half of them stand there in another order or with
other signs."""
_SECTION = re.compile(r"\d{1,2}[.)]")
_FILES = tuple(map(fold, FILE_ENDINGS))
_LOST = "\ue003"
"""Stands for a table that was lost."""
_FOOT = re.compile(r"^(?P<text>\D{2,40}?)(?P<number>\d{1,3})?$")
_FEWEST_FEET = 4
_LONG = 150
_ROW = 60
"""A line of so many letters with a label in its middle is a row of a table, the answer around its label."""
_LABELS = 3
"""So many numbered labels in one long line are a table that lost its cells."""


def without_feet(read: RowsRead) -> RowsRead:
    """The rows without the feet of pages: a line printed again and again, whose number counts on each time."""
    feet: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
    for at, row in enumerate(read.rows):
        match = _FOOT.match(fold(row.text)) if _is_loose(row) else None
        if match is None or starts(row.text) is not None:
            continue
        own, below = match["number"], _number(read.rows, at + 1)
        if own is not None or below is not None:
            feet[match["text"]].append((at, int(own) if own is not None else below or 0, own is None))
    gone: set[int] = set()
    for found in feet.values():
        numbers = [number for _, number, _ in found]
        if len(found) >= _FEWEST_FEET and all(a < b for a, b in pairwise(numbers)):
            gone.update(n for at, _, apart in found for n in range(at, at + 1 + apart))
    aside = [row.text for at, row in enumerate(read.rows) if at in gone]
    return RowsRead([row for at, row in enumerate(read.rows) if at not in gone], read.issues, [*read.aside, *aside])


def _is_loose(row: RawRow) -> bool:
    return row.table is None and len(row.cells) == 1


def _number(rows: Sequence[RawRow], at: int) -> int | None:
    """The number that the loose line at `at` is, None where it is anything else."""
    text = fold(rows[at].text) if at < len(rows) and _is_loose(rows[at]) else ""
    return int(text) if re.fullmatch(r"\d{1,3}", text) else None


def lost_tables(text: str, form: str | None) -> tuple[str, list[str]]:
    """The text of a Markdown page with the labels and a mark alone for each line into which a tool ran a table, and
    those lines: which text answers which label there cannot be told."""
    lines: list[str] = []
    lost: list[str] = []
    names = False
    for line in text.split("\n"):
        heads = _headed_names(line, form)
        labels = [] if heads else _table_labels(line)
        if names and line.strip():
            line, names = "\n".join(_names(line)), False
        lines += heads or ([*labels, _LOST] if labels else [line])
        lost += [clean_cell(line)] if labels else []
        if labels and line.rstrip().endswith(labels[-1]) and _heads_answer(labels[-1], form):
            names = True
            lines.pop()
    return "\n".join(lines), lost


def _headed_names(line: str, form: str | None) -> list[str]:
    """A line with a heading, its answer and the next heading, a line each: between two headings of sections nothing
    else stands. Empty where it is not so."""
    labels = numbered_labels(line) if not line.lstrip().startswith(_NOT_LOOSE) else []
    if len(labels) != 2 or line[: labels[0][0]].strip() or not _heads_answer(labels[0][1], form):
        return []
    (_, first), (at, second) = labels
    between, behind = line[labels[0][0] + len(first) : at].strip(), line[at + len(second) :].strip()
    if not between or behind or not _SECTION.match(fold(second)):
        return []
    return [first, *_names(between), second]


def _names(text: str) -> list[str]:
    """The names of files that stand on one line; the line itself where its words are anything else."""
    words = text.split()
    return words if all(fold(word).endswith(_FILES) for word in words) else [text]


def _heads_answer(label: str, form: str | None) -> bool:
    """Is the label the heading of a section whose answer, a text, stands below it?"""
    places = form_places(form) if form is not None else ()
    asked = (place.item for place in places if heading_key(label) in place.keys and not place.boxes)
    return any(item is not None and item.heads for item in asked)


def without_frames(text: str) -> str:
    """The text of a tab dump without the lines that hold a whole page in one cell, a frame around its tables: the
    tables themselves stand below, and what is in both is read once."""
    lines = text.split("\n")
    return "\n".join(line for at, line in enumerate(lines) if not _is_frame(line, lines[at + 1 : at + _BELOW]))


def _is_frame(line: str, below: Sequence[str]) -> bool:
    if "\t" in line.strip() or len(line) < _PAGE:
        return False
    key = fold(line)
    words = (fold(cell) for row in below for cell in row.split("\t"))
    cells = [word for word in words if len(word) >= _WORD][:_COMPARED]
    return len(cells) >= _FEWEST_CELLS and sum(cell in key for cell in cells) * 2 >= len(cells)


def without_ends_of_lost(read: RowsRead) -> RowsRead:
    """The rows without the marks of lost tables, and without the rows up to the next label or heading behind each:
    their text goes on with what was lost, or begins what comes, and nobody knows which."""
    rows: list[RawRow] = []
    aside: list[str] = []
    lost = False
    for row in read.rows:
        if row.text == _LOST:
            lost = True
            continue
        lost = lost and not row.heading and all(starts(cell) is None for cell in row.cells if cell.strip())
        if lost and row.text.strip():
            aside.append(row.text)
        elif not lost:
            rows.append(row)
    issues = [make_issue("answer-not-known", f"whose text this is was lost: {text[:80]}") for text in aside]
    return RowsRead(rows, [*read.issues, *issues], [*read.aside, *aside])


def _table_labels(line: str) -> list[str]:
    """The labels on a line that is a table; none where it is anything else."""
    if len(line) < _ROW or line.lstrip().startswith(_NOT_LOOSE):
        return []
    labels = numbered_labels(line)
    table = len(labels) >= _LABELS if len(line) >= _LONG else any(line[:at].strip() for at, _ in labels)
    return [label for _, label in labels] if table else []
