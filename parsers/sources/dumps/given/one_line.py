"""Tables of a Markdown dump that lost their cells: a tool ran them into lines, or saw no table there.

Such lines keep their words, about in the order in which they stand on the page. A run of them is read by its labels
(`loose_pages.py`), behind those that stand last above it. Its last text may go on in the rows below, up to the next
label; then none of it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, OPTIONS_WORD, RECORDS_TITLE, names_file
from hyokasho.parsers.forms.lexicon.labels import ENTITY, heading_key, is_heading, is_label, label_key
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import list_number
from hyokasho.parsers.issues import make_issue

from ..notation.prefixes import starts
from ..notation.raw import RawRow, RowsRead
from ..notation.rows import BREAK, LINE_MARK, PART, clean_cell, is_page_line
from ..torn.apart import lines_apart
from ..torn.joined import labels_on
from ..torn.pieces import is_structure
from ..torn.text import plain_line
from .apart_pages import ANSWERS, read_apart
from .loose_pages import LooseRead, printed_width, read_loose

_NOT_LOOSE = ("|", "#", "<", "- ")
_SECTION = late(r"\d{1,2}[.)]")
_LOST = "\ufdd2"
"""Stands for a table that was lost, with its number."""
_LONG = 150
_REST = 2
"""Letters beside the labels of a line at least."""
_ITEM = late("[①-⑳]")
_TITLE = 4
_GOES_ON = pattern("sentences", "goes_on")
_LABELS = 3
"""So many numbered labels in one long line are a table that lost its cells."""


@dataclass(slots=True)
class LostTable:
    """Lines that were a table, and the labels above it: of its section, its system or recipient, its last item.
    `width`: columns of a printed line of any of them."""

    lines: list[str]
    above: list[str]
    width: int = 0


@dataclass(slots=True)
class _Above:
    """The last labels seen so far."""

    heading: str = ""
    entity: str = ""
    label: str = ""

    def see(self, label: str) -> None:
        if is_heading(label) and not ENTITY.fullmatch(label_key(label)):
            self.heading, self.entity, self.label = label, "", ""
        elif ENTITY.fullmatch(label_key(label)):
            self.entity, self.label = label, ""
        else:
            self.label = label

    def labels(self) -> list[str]:
        return [label for label in (self.heading, self.entity, self.label) if label]


def lost_tables(text: str, form: str | None) -> tuple[str, list[LostTable]]:
    """The text of a Markdown page with a sign for each run of lines in which a table lost its cells, and those runs."""
    lines: list[str] = []
    lost: list[LostTable] = []
    above = _Above()
    for loose, group in groupby(_zones(text.split("\n")), key=lambda one: one[1]):
        run = [line for line, _ in group]
        parts = [part for line in run for part in BREAK.split(LINE_MARK.sub("", line))]
        if loose and (ANSWERS in parts or any(map(_table_labels, parts))):
            lines.append(f"{_LOST}{len(lost)}")
            cleaned = [" ".join(clean_cell(part).split("\n")) for part in parts if part.strip()]
            lost.append(LostTable([name for line in cleaned for name in _names(line)], above.labels()))
        else:
            lines += [part for line in run for part in (_headed_names(line, form) if loose else []) or [line]]
        for line in parts if loose else run:
            for label in [label for _, label in labels_on(line)] or _labels_of_row(line):
                above.see(label)
    width = printed_width([line for table in lost for line in table.lines])
    return "\n".join(lines), [replace(table, width=width) for table in lost]


def _zones(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a loose one of the form proper: no row of a table, no end of a page, no heading of a
    part, nothing below the heading of an annex."""
    form = True
    for line in lines:
        text = line.strip().strip("#* ")
        if PART.match(fold(text)) and is_heading(text) and not line.startswith("|"):
            form = ANNEX not in fold(text)[:_TITLE]
            yield line, False
        else:
            yield line, form and not line.startswith("|") and not is_page_line(line)


def _labels_of_row(line: str) -> list[str]:
    cells = [clean_cell(cell) for cell in line.strip().strip("|#* ").split("|")]
    return [label for cell in cells[:2] for label in (cell, *cell.split("\n")) if is_label(label)][:1]


def _headed_names(line: str, form: str | None) -> list[str]:
    """A line with a heading, its answer and the next heading, a line each: between two headings of sections nothing
    else stands. Empty where it is not so."""
    labels = labels_on(line) if not line.lstrip().startswith(_NOT_LOOSE) else []
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
    return words if all(map(names_file, words)) else [text]


def _heads_answer(label: str, form: str | None) -> bool:
    """Is the label the heading of a section whose answer, a text, stands below it?"""
    places = form_places(form) if form is not None else ()
    asked = (place.item for place in places if heading_key(label) in place.keys and not place.boxes)
    return any(item is not None and item.heads for item in asked)


def _table_labels(line: str) -> list[str]:
    """The labels on a line that is a table, or a row of one; none where it is anything else (the record items)."""
    options = OPTIONS_WORD in fold(line)
    labels = labels_on(line, numbered=not options) if not line.lstrip().startswith(_NOT_LOOSE) else []
    if not labels or any(heading_key(label) == RECORDS_TITLE for _, label in labels):
        return []
    if len("".join(label for _, label in labels).strip()) + _REST > len(line.strip()):
        return []
    begins = not line[: labels[0][0]].strip()
    table = options or len(labels) >= _LABELS or (begins and _ITEM.match(labels[0][1]) is not None)
    return [label for _, label in labels] if table or len(line) < _LONG else []


def told_tables(read: RowsRead, lost: Sequence[LostTable], form: str | None) -> RowsRead:
    """The rows with those of the lost tables in the place of their signs, as far as they can be told. The rows behind
    them, up to the next label, go on with what was lost, or begin what comes: nobody knows which; they are left out."""
    told = RowsRead([], read.issues, read.aside)
    behind: RawRow | None = None
    for row in read.rows:
        if row.text.startswith(_LOST):
            behind = _tell(told, lost[int(row.text[1:])], row, form, behind)
            continue
        ends = row.heading or any(starts(cell) is not None for cell in row.cells if cell.strip())
        behind = None if ends else behind
        if behind is None or not row.text.strip():
            told.rows.append(row)
            continue
        told.aside.append(row.text)
        told.issues.append(make_issue("answer-not-known", f"whose text this is was lost: {row.text[:80]}"))
        if "[" not in "".join(behind.cells[1:]):
            del behind.cells[1:]
    return told


def _read(table: LostTable, form: str | None) -> LooseRead:
    if form is not None and ANSWERS in table.lines:
        at = table.lines.index(ANSWERS)
        return read_apart(table.lines[:at], table.lines[at + 1 :], form)
    if form is not None:
        return read_loose(table.above, table.lines, form, table.width)
    labels = [label for line in table.lines for _, label in labels_on(line)]
    return LooseRead([RawRow([label]) for label in labels], [], table.lines, labels)


def _tell(told: RowsRead, table: LostTable, sign: RawRow, form: str | None, behind: RawRow | None) -> RawRow:
    """Add the rows of a table that was one line; the row whose answer may go on behind it is given back. `behind`: that
    of such a table right above."""
    first = table.lines[0]
    read = _read(table, form)
    rows = read.rows
    last = told.rows[-1] if told.rows else sign
    if read.lead and len(last.filled) == 1 and _heads_answer(last.first, form):
        rows = [*(RawRow([line]) for line in read.lead), *rows]
    elif read.lead or not (
        _is_form(first) or _begins(first) or any(at == 0 for at, _ in labels_on(first, numbered=False))
    ):
        read.lost += read.lead
        _forget(last, told)
    for row in rows:
        row.page = sign.page
    told.issues += [
        make_issue("answer-not-known", f"{label}: the text may belong to a neighbour") for label in read.unsure
    ]
    if rows and behind is not None and _is_cut_above(told, behind) and is_label(first):
        _forget(rows[0], told)
    for row in rows:
        row.table, row.source = None, None
    told.rows += rows
    told.aside += read.lost
    return rows[-1] if rows else sign


def _is_form(line: str) -> bool:
    return not line.strip() or is_label(line) or is_heading(line) or is_structure(line)


def _is_cut_above(told: RowsRead, behind: RawRow) -> bool:
    """Does a table in one line (told last) end with a text behind a choice: with the beginning of an answer whose label
    stands on the next page?"""
    last = list(lines_apart(plain_line(told.aside[-1])))[-1] if told.aside else ""
    return "[" in "".join(behind.cells[1:]) and not _is_form(last)


def _forget(row: RawRow, told: RowsRead) -> None:
    """Take the text of a row back, which may be half of it."""
    if len(row.cells) > 1 and "[" not in "".join(row.cells[1:]) and starts(row.cells[0]) is not None:
        told.issues.append(make_issue("answer-not-known", f"{row.cells[0]}: the text goes on on another page"))
        del row.cells[1:]


def _begins(text: str) -> bool:
    number = list_number(text)
    return _GOES_ON.match(text) is None and (number is None or number.number == 1)
