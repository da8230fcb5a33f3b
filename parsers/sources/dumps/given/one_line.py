"""Tables of a Markdown dump that a tool ran into one line, because it saw no table there.

Such a line has lost its cells and keeps its words, about in the order in which they stand on the page. It is read as a
page whose order is lost is (`reorder.py`), behind the labels that stand last above it. Its last text may go on in the
lines below, up to the next label; then none of it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.late import late
from hyokasho.normalizers.lines import opens_item
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD, RECORDS_TITLE, names_file
from hyokasho.parsers.forms.lexicon.labels import ENTITY, heading_key, is_heading, is_label, label_key
from hyokasho.parsers.forms.lexicon.order import form_places
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import list_number
from hyokasho.parsers.issues import make_issue

from ..notation.contents import asks_few_words
from ..notation.prefixes import starts
from ..notation.raw import RawRow, RowsRead
from ..notation.rows import clean_cell
from ..torn.apart import lines_apart
from ..torn.joined import labels_on, part_lines
from ..torn.pieces import is_structure
from ..torn.reorder import Reorderer, slot_row
from ..torn.text import plain_line

_NOT_LOOSE = ("|", "#", "<", "- ")
_SECTION = late(r"\d{1,2}[.)]")
_LOST = "\ufdd2"
"""Stands for a table that was lost, with its number."""
_LONG = 150
_REST = 2
"""Letters beside the labels of a line at least."""
_ITEM = late("[①-⑳]")
_FEW = 40
"""Letters of a name or of a few words at most."""
_PIECE = 6
"""So many letters that begin a label are a piece of one."""
_DASH = pattern("answers", "dash")
_GOES_ON = pattern("sentences", "goes_on")
_LABELS = 3
"""So many numbered labels in one long line are a table that lost its cells."""


@dataclass(slots=True)
class LostTable:
    """A line that was a table, and the labels above it: of its section, its system or recipient, its last item."""

    text: str
    above: list[str]


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
    """The text of a Markdown page with a sign for each line into which a tool ran a table, and those lines."""
    lines: list[str] = []
    lost: list[LostTable] = []
    above = _Above()
    names = False
    for line in text.split("\n"):
        heads = _headed_names(line, form)
        labels = [] if heads else _table_labels(line)
        if names and line.strip():
            line, names = "\n".join(_names(line)), False
        if labels:
            lines.append(f"{_LOST}{len(lost)}")
            lost.append(LostTable(clean_cell(line), above.labels()))
            names = line.rstrip().endswith(labels[-1]) and _heads_answer(labels[-1], form)
        else:
            lines += heads or [line]
        for label in labels or heads or _labels_of_row(line):
            above.see(label)
    return "\n".join(lines), lost


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


def _tell(told: RowsRead, table: LostTable, sign: RawRow, form: str | None, behind: RawRow | None) -> RawRow:
    """Add the rows of a table that was one line; the row whose answer may go on behind it is given back. `behind`: that
    of such a table right above."""
    parts = [plain_line(line) for line in part_lines(table.text, joined=True).split("\n")]
    lines = [part for line in parts for part in lines_apart(line)]
    text = "\n".join(lines)
    if told.rows and not _is_form(lines[0]) and not _begins(lines[0]):
        _forget(told.rows[-1], told)
    rows: list[RawRow] = []
    if form is not None:
        reader = Reorderer(form, inside=True)
        reader.page([*table.above, *text.split("\n")], 1)
        own = [slot for _, slot in reader.done if slot.placed.piece.line >= len(table.above)]
        rows = [slot_row(slot, sign.page) for slot in own]
        told.issues += reader.issues()
        _forget_unsure([row for row, slot in zip(rows, own, strict=True) if slot.kind == "text"], text, told)
    if rows and behind is not None and _is_cut_above(told, behind) and is_label(lines[0]):
        _forget(rows[0], told)
    if not rows:
        rows = [RawRow([label], None, sign.page) for label in text.split("\n") if is_label(label)]
        told.issues.append(make_issue("answer-not-known", f"a table is one line, no answer is told: {table.text[:80]}"))
    for row in rows:
        row.table, row.source = None, None
    told.rows += rows
    told.aside.append(table.text)
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


def _forget_unsure(rows: Sequence[RawRow], text: str, told: RowsRead) -> None:
    """Take the texts off that do not look whole, and that above one which does not look like a beginning."""
    unsure = {at for at, row in enumerate(rows) if len(row.cells) > 1 and not _is_whole(row, text)}
    late = {at - 1 for at in unsure if at and not _begins(rows[at].cells[1])}
    for at in sorted(unsure | late):
        told.issues.append(make_issue("answer-not-known", f"{rows[at].cells[0]}: the text may belong to a neighbour"))
        del rows[at].cells[1:]


def _begins(text: str) -> bool:
    number = list_number(text)
    return _GOES_ON.match(text) is None and (number is None or number.number == 1)


def _is_whole(row: RawRow, text: str) -> bool:
    """Is a text all of an answer and nothing else? A label in the middle of its answer stands behind its beginning."""
    label, answer = row.cells[0], row.cells[1]
    words = answer.split()
    pieces = any(len(word) >= _PIECE and starts(word) is not None for word in words)
    dashes = len(words) > 1 and any(_DASH.fullmatch(word) for word in words)
    if pieces or dashes or "[" in answer or not _begins(answer):
        return False
    if asks_few_words(label_key(label)) and len(answer) > _FEW:
        return False
    return text.find(words[0]) > text.find(label.split()[0]) or _counts_on(answer)


def _counts_on(answer: str) -> bool:
    """Is an answer one list, of which each item is counted?"""
    items = [(number, opens_item(line)) for line in answer.split("\n") for number in [list_number(line)]]
    numbers = [number for number, _ in items if number is not None]
    follow = all(below.follows(above) for above, below in pairwise(numbers))
    return len(numbers) > 1 and numbers[0].number == 1 and follow and all(n or not opens for n, opens in items)
