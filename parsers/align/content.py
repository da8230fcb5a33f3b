"""Matched labels -> the cells that hold their answers, and where in the form each answer stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from hyokasho.normalizers.text import clean_label, fold
from hyokasho.parsers.align.block_numbers import lost_numbers
from hyokasho.parsers.align.labels import LabelIndex, read_printed
from hyokasho.parsers.align.put_back import is_put_back
from hyokasho.parsers.align.sequence import Match, Place
from hyokasho.parsers.align.tree import HEADED_KINDS, Node
from hyokasho.parsers.forms.editions import is_edition_tag
from hyokasho.parsers.forms.heads import COVER
from hyokasho.parsers.forms.load import Item, Section
from hyokasho.parsers.model import Cell, Line, Row, Sheet


@dataclass(slots=True, unsafe_hash=True)
class AnswerCell:
    """A cell (or what is left of it behind a label) that belongs to an answer; `row` is its row on the sheet."""

    row: int
    cell: Cell


def lines_in(pieces: Iterable[AnswerCell]) -> list[Line]:
    """The lines of some cells, in their order."""
    return [line for piece in pieces for line in piece.cell.lines]


@dataclass(slots=True, unsafe_hash=True)
class Found:
    """A label of the form with its answer's cells. `label`: as printed; `likeness`: 0-1, how well it was read.

    `own` is the label's own cell: boxes may stand in a heading. `read` is what stood where the label was found.
    `unruled`: it stands on a page, but in no ruled table. `section_code` and `entity` follow TABLES.md.
    `run`: the how-manieth time its part is printed (Ⅱ stands once per 特定個人情報ファイル). `loose`: it stands in no
    table at all. `put_back`: its label does not stand in the dump.
    """

    node: Node
    section: Section | None
    section_code: str
    entity: str | None
    entity_no: int | None
    file_no: int | None
    item: Item | None
    label: str
    likeness: float
    pieces: tuple[AnswerCell, ...]
    own: Cell
    page: int | None
    unruled: bool = False
    read: str = ""
    run: int = 1
    loose: bool = False
    put_back: bool = False

    @property
    def label_evidence(self) -> str:
        """How the label was read: exact, as a variant of the form's, or misread; of both what stood there. Or lost."""
        if not self.read or self.put_back:
            return "lost"
        stood = " ".join(self.read.split())
        if self.likeness < 1.0:
            return f"misread {self.likeness:.2f} {stood}"
        names = (self.item.label,) if self.item is not None else self.node.labels[:1]
        return "exact" if not names or read_printed(self.read).key == fold(names[0]) else f"variant {stood}"

    @property
    def answer_bounds_known(self) -> bool:
        """Outside ruled tables nothing on a page shows where the answer of a label ends; annexes are running text."""
        annex = self.section is not None and self.section.part == self.section.code
        return annex or not self.unruled


@dataclass
class _Where:
    """Running place in the form while the matches are walked through."""

    part: str = COVER
    section: str = COVER
    entity: str | None = None
    entity_no: int | None = None
    block: tuple[str, int] | None = None
    files: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    previous: Node | None = None


def collect(sheet: Sheet, index: LabelIndex, matches: Sequence[Match]) -> tuple[list[Found], list[Line]]:
    """Every matched label with its content, and the lines that belong to no answer."""
    gatherer = _Gatherer(sheet, index, matches)
    numbers = lost_numbers(sheet, index.tree, matches)
    where = _Where()
    found: list[Found] = []
    for k, match in enumerate(matches):
        node = index.tree.nodes[match.candidate.node]
        if match.again:
            found[-1] = replace(found[-1], pieces=(*found[-1].pieces, *gatherer.pieces(k)))
            continue
        _move(where, node, match)
        if k in numbers:
            _number(where, node, numbers[k])
        own = sheet.rows[match.place.row].cells[match.place.cell]
        found.append(
            Found(
                node,
                node.section,
                where.section,
                where.entity,
                where.entity_no,
                _file_no(where, index, node),
                _item(node),
                _printed_label(node, match),
                match.candidate.likeness,
                tuple(gatherer.pieces(k)),
                own,
                own.page,
                own.page is not None and sheet.rows[match.place.row].table is None,
                match.text,
                where.files.get(node.section.part, 1) if node.section is not None else 1,
                sheet.rows[match.place.row].table is None,
                is_put_back(sheet, match.place.row, own),
            )
        )
    found = _given_back(found)
    return found, gatherer.stray_lines(found)


def _is_of(found: Found, line: Line) -> bool:
    """Is a line part of the answer of a label, or one that the form prints beside a heading?"""
    section = found.node.section
    if found.node.kind != "section" or found.item is not None or section is None:
        return True
    return bool(section.heading_boxes) or fold(line.text) == fold(section.heading_suffix or "")


def _given_back(found: Sequence[Found]) -> list[Found]:
    """A group's label has no answer of its own: printed again on a new page, what stands beside it goes on with the
    last item of the group."""
    result: list[Found] = []
    for one in found:
        before = result[-1] if result else None
        is_group = one.item is not None and one.item.kind == "group" and one.pieces
        if is_group and one.item and before and before.item and before.item.under == one.item.label:
            result[-1] = replace(before, pieces=before.pieces + one.pieces)
        result.append(one)
    return result


def _item(node: Node) -> Item | None:
    """The item the content behind this label answers: its own, or the one a heading stands for."""
    if node.item is not None or node.section is None or node.kind not in ("section", "part"):
        return node.item
    return next(
        (i for i in node.section.items() if (i.label_is_heading or i.kind in HEADED_KINDS) and not i.columns), None
    )


def _printed_label(node: Node, match: Match) -> str:
    """As printed where it was read well, else the wording of the form that is most like what was read."""
    if node.item is not None and match.candidate.likeness >= 1.0:
        printed = clean_label(match.text).removesuffix(clean_label(node.item.heading_suffix or ""))
        if fold(printed) in {fold(label) for label in node.item.labels}:
            return printed
    item = _item(node)
    if item is None:
        return match.text
    if node.item is None or match.candidate.likeness >= 1.0:
        return clean_label(item.label)
    read = read_printed(match.text).key
    return clean_label(max(item.labels, key=lambda label: fuzz.ratio(read, fold(label))))


def _move(where: _Where, node: Node, match: Match) -> None:
    section = node.section
    if node.kind in ("title", "cover", "toc") or section is None:
        return
    part = section.part
    printed_twice = node.kind == "part" and where.previous is node
    where.previous = node
    if node.kind in ("part", "section"):
        if part not in where.files or (node.index <= where.last.get(part, -1) and not printed_twice):
            where.files[part] = where.files.get(part, 0) + 1
        where.last[part] = node.index
    elif part not in where.files:
        where.files[part] = 1
    if node.kind == "section":
        where.section = _section_code(section, match)
    elif node.kind == "part" or not where.section.startswith(f"{part}-") or _other_section(where, section, node):
        where.section = section.code
    where.part = part
    _move_block(where, node, match)


def _other_section(where: _Where, section: Section, node: Node) -> bool:
    """The heading of this node's section was not found: the number printed there is not known."""
    return node.kind != "section" and where.block is not None and where.block[0] != section.code


def _section_code(section: Section, match: Match) -> str:
    printed = match.candidate.number
    return f"{section.part}-{printed}" if printed is not None and printed.isdecimal() else section.code


def _move_block(where: _Where, node: Node, match: Match) -> None:
    if node.kind in ("part", "section"):
        where.entity = where.entity_no = None
        where.block = (node.section.code, -1) if node.section else None
        return
    if node.block is None:
        return
    if node.kind == "block" and node.block.repeats:
        where.entity_no = match.candidate.entity_no
        where.entity = f"{node.block.entity}{where.entity_no}"
    elif node.kind == "block" or where.block != node.block_key:
        where.entity_no = None
        where.entity = None if node.block.repeats else node.block.entity
    where.block = node.block_key


def _number(where: _Where, node: Node, number: int | None) -> None:
    """Into a block whose head was not read; its number may be known by those of the others."""
    where.entity_no = number
    where.entity = f"{node.block.entity}{number}" if node.block is not None and number is not None else None


def _file_no(where: _Where, index: LabelIndex, node: Node) -> int | None:
    part = index.tree.form.part_of(node.section.code) if node.section is not None else None
    if part is None or not part.file_no or node.kind == "toc":
        return None
    return where.files.get(part.code)


_SIDE_LABEL_LINES = 6
"""Cells of more lines are no side label; they are not looked at."""


class _Gatherer:
    """Finds the cells between one label and the next."""

    def __init__(self, sheet: Sheet, index: LabelIndex, matches: Sequence[Match]) -> None:
        self.sheet = sheet
        self.index = index
        self.matches = matches
        self.label_cells = {(m.place.row, m.place.cell): m for m in matches}
        self.side_labels = {fold(i.side_label) for i in index.tree.form.items() if i.side_label}
        self.label_rows = {(m.place.row + k, m.place.cell) for m in matches for k in range(m.place.rows)}
        self.table_rows = {m.place.row for m in matches if index.tree.nodes[m.candidate.node].heads_table}
        self.heads = self._head_rows()
        self.claimed: set[int] = set()

    def _is_side_label(self, cell: Cell) -> bool:
        """再委託 written from top to bottom beside its items."""
        return len(cell.lines) <= _SIDE_LABEL_LINES and fold(cell.text) in self.side_labels

    def _head_rows(self) -> set[int]:
        """Rows of labels only, their answers in the row below (評価書番号 | 評価書名)."""
        rows: dict[int, int] = {}
        for match in self.matches:
            rows[match.place.row] = rows.get(match.place.row, 0) + 1
        return {r for r, n in rows.items() if n > 1 and n == sum(1 for c in self.sheet.rows[r].cells if c.lines)}

    def pieces(self, k: int) -> Iterator[AnswerCell]:
        match = self.matches[k]
        node = self.index.tree.nodes[match.candidate.node]
        place = match.place
        if place.row in self.heads:
            yield from self._below_head(match)
            return
        after = self.matches[k + 1].place if k + 1 < len(self.matches) else None
        if node.heads_table:
            yield from self._table(place.row, after)
            return
        label = self.sheet.rows[place.row].cells[place.cell]
        rest = label.lines[place.last :]
        if node.item is not None and node.item.kind == "checkbox" and read_printed(match.text).boxes:
            yield AnswerCell(place.row, label)
        if rest and (after is None or (after.row, after.cell) != (place.row, place.cell)):
            yield AnswerCell(place.row, _part(label, rest))
        elif after is not None and (after.row, after.cell) == (place.row, place.cell):
            between = label.lines[place.last : after.first]
            if between:
                yield AnswerCell(place.row, _part(label, between))
            return
        until = (after.row, after.cell, after.first) if after is not None else None
        yield from self._following(place.row, place.cell, label, node, until)

    def _table(self, row: int, after: Place | None) -> Iterator[AnswerCell]:
        """The head row and all rows up to the next label, empty cells included."""
        for r in range(row, after.row if after else len(self.sheet.rows)):
            for cell in self.sheet.rows[r].cells:
                yield AnswerCell(r, cell)

    def _following(
        self, row: int, cell: int, label: Cell, node: Node, end: tuple[int, int, int] | None
    ) -> Iterator[AnswerCell]:
        in_table = self.sheet.rows[row].table is not None and not _spreads(node)
        beside = in_table and not node.is_heading and len(self.sheet.rows[row].cells) > cell + 1
        last_row = end[0] if end else len(self.sheet.rows) - 1
        given = False
        for r in range(row, last_row + 1):
            current = self.sheet.rows[r]
            if in_table and current.table is None and current.page is not None:
                return
            if given and beside and self._is_other_row(r, label):
                return
            if node.kind == "cover" and len(current.cells) == 1 and is_edition_tag(current.cells[0].text):
                return
            for c, content in enumerate(current.cells):
                if (r == row and c <= cell) or (r, c) in self.label_rows:
                    continue
                if end and (r, c) >= end[:2]:
                    if (r, c) == end[:2] and end[2]:
                        yield AnswerCell(r, _part(content, content.lines[: end[2]]))
                    break
                if not in_table or self._is_content(content, current, label, node, same_row=r == row):
                    given = given or bool(content.lines)
                    yield AnswerCell(r, content)

    def _is_other_row(self, r: int, label: Cell) -> bool:
        """Does a row begin with a text, in the column of this label, that was not known for one?"""
        cells = enumerate(self.sheet.rows[r].cells)
        return any((r, c) not in self.label_rows and _is_unread_label(cell, label) for c, cell in cells)

    def _is_content(self, cell: Cell, row: Row, label: Cell, node: Node, *, same_row: bool) -> bool:
        if not cell.lines or self._is_side_label(cell):
            return False
        if same_row or node.is_heading or cell.bbox is None or label.bbox is None:
            return True
        if cell.bbox[0] >= label.bbox[2] - 3:
            return not (cell.shaded and label.shaded)
        return len(row.cells) == 1 and _full_width_label(label, cell)

    def _below_head(self, match: Match) -> Iterator[AnswerCell]:
        place = match.place
        label = self.sheet.rows[place.row].cells[place.cell]
        if place.row + 1 >= len(self.sheet.rows):
            return
        below = self.sheet.rows[place.row + 1]
        for c, cell in enumerate(below.cells):
            if (place.row + 1, c) in self.label_cells:
                continue
            if label.bbox is None or cell.bbox is None:
                same = c == place.cell
            else:
                middle = (cell.bbox[0] + cell.bbox[2]) / 2
                same = label.bbox[0] - 1 <= middle <= label.bbox[2] + 1
            if same and cell.lines:
                yield AnswerCell(place.row + 1, cell)

    def stray_lines(self, found: Sequence[Found]) -> list[Line]:
        """Lines that are neither label nor content of one; a heading that no boxes stand beside has none."""
        used = {id(line) for f in found for p in f.pieces for line in p.cell.lines if _is_of(f, line)}
        strays = []
        for r, row in enumerate(self.sheet.rows):
            for c, cell in enumerate(row.cells):
                if (r, c) in self.label_rows or r in self.table_rows or self._is_side_label(cell):
                    continue
                strays += [line for line in cell.lines if id(line) not in used]
        return strays


def _spreads(node: Node) -> bool:
    """Headings of annexes: everything up to the next label is theirs, tables and text alike."""
    return node.kind == "part" and _item(node) is not None


def _full_width_label(label: Cell, cell: Cell) -> bool:
    """Below a label that fills the whole row stands its answer; a full row below a side label is something else."""
    if label.bbox is None or cell.bbox is None:
        return True
    return label.bbox[2] - label.bbox[0] > 0.6 * (cell.bbox[2] - cell.bbox[0])


def _is_unread_label(cell: Cell, label: Cell) -> bool:
    """Has OCR read a text in the column of this label? What stands beside it is the answer to it, whatever it is."""
    if cell.bbox is None or label.bbox is None or not label.bbox[0] - 3 <= cell.bbox[0] < label.bbox[2] - 3:
        return False
    return sum(len(word.text) for line in cell.lines for word in line.words if word.origin == "ocr") > 1


def _part(cell: Cell, lines: Sequence[Line]) -> Cell:
    return Cell(tuple(lines), cell.page, cell.bbox, cell.shaded, cell.open_top, cell.open_bottom)
