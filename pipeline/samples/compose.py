"""From a statement and a style to the sequence of titles, tables and page breaks that is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hyokasho.parsers.forms.load import Item
from hyokasho.pipeline.samples.annexes import change_table, record_elements
from hyokasho.pipeline.samples.labels import Labels
from hyokasho.pipeline.samples.material import material
from hyokasho.pipeline.samples.model import Answer, BlockAnswers, Box, PartAnswers, SectionAnswers, Statement
from hyokasho.pipeline.samples.sheet import (
    Boxes,
    Cell,
    Choice,
    Content,
    Drawing,
    Element,
    Gap,
    Heading,
    NewPage,
    Options,
    Table,
    Text,
    Title,
)
from hyokasho.pipeline.samples.style import Style

INDENT = 0.045
_LONG_LABEL = 28
_SHORT_OPTION = 18
_BANDS = ((2, 5), (6, 10), (11, 15), (16, 20))

Row = tuple[Cell, ...]


def compose(statement: Statement, style: Style) -> list[Element]:
    """Everything that is printed, in order."""
    return list(_Composer(statement, style).elements())


class _Composer:
    def __init__(self, statement: Statement, style: Style) -> None:
        self.statement, self.style = statement, style
        self.labels = Labels(style)
        self.label_end = style.label_share
        self.group_end = style.label_share * 0.45

    def elements(self) -> Iterator[Element]:
        yield from self._cover()
        if self.style.contents_page:
            yield NewPage()
            yield self._contents()
        for index, part in enumerate(self.statement.parts):
            yield from self._part(part, first=index == 0)

    # cover and contents

    def _cover(self) -> Iterator[Element]:
        name = self.labels.text(f"特定個人情報保護評価書({self.statement.form})")
        answers = {a.item.fills: a for a in self.statement.cover}
        yield Gap(3)
        yield Title(name, 1.8, align="center")
        yield Gap(2)
        yield self._cover_table(answers)
        yield Gap(1.5)
        yield self._declaration_table(answers)
        for fills in ("documents.agency", "documents.approved_on", "documents.published_on"):
            if fills in answers:
                yield Gap(1.5)
                yield self._one_answer(answers[fills])
        if self.statement.edition_tag:
            yield Gap(1)
            yield Title(self.labels.tag(self.statement.edition_tag, self.statement.form_number), 1.0, align="right")

    def _cover_table(self, answers: dict[str | None, Answer]) -> Table:
        number, title = answers["documents.evaluation_number"], answers["documents.title"]
        head = (self._head(number.item.label, 0, 0.22), self._head(title.item.label, 0.22, 1))
        values = (
            Cell(Text(number.value or "", "center"), "value", 0, 0.22),
            Cell(Text(title.value or ""), "value", 0.22, 1),
        )
        return Table((head, values), air=0.8)

    def _declaration_table(self, answers: dict[str | None, Answer]) -> Table:
        declaration, notes = answers["documents.declaration"], answers["documents.special_notes"]
        return Table(
            (
                (self._head(declaration.item.label, 0, 1),),
                (Cell(Text(declaration.value or ""), "value", 0, 1),),
                (
                    self._head(notes.item.label, 0, 0.2),
                    Cell(Text(notes.value or ""), "value", 0.2, 1),
                ),
            ),
            air=0.8,
        )

    def _one_answer(self, answer: Answer) -> Table:
        label = answer.item.label
        if answer.item.heading_suffix:
            label = f"{label}　{answer.item.heading_suffix}"
        row = (Cell(Text(answer.value or "", "center"), "value", 0, 1),)
        return Table(((self._head(label, 0, 1),), row), air=0.8)

    def _head(self, label: str, x0: float, x1: float) -> Cell:
        return Cell(Text(self.labels.spaced(label), "center"), "head", x0, x1)

    def _contents(self) -> Table:
        lines: list[str] = []
        for part in self.statement.parts:
            line = self.labels.part(part.head.code, part.head.title)
            if line not in lines:
                lines.append(line)
        head = (self._head(self.statement.toc_heading, 0, 1),)
        return Table((head, (Cell(Text("\n\n".join(lines)), "value", 0, 1),)), width=0.8)

    # parts

    def _part(self, part: PartAnswers, first: bool) -> Iterator[Element]:
        kinds = {a.item.kind for s in part.sections for b in s.blocks for a in b.answers}
        annex = bool(kinds & {"record_items", "changes", "drawing"})
        landscape = "changes" in kinds and self.style.landscape_changes
        wide = self.style.wide
        cut = None if wide is None else wide.changes if "changes" in kinds else wide.parts
        if first or annex or self.style.new_page_per_part or cut is not None:
            yield NewPage(landscape, cut)
        else:
            yield Gap(1)
        suffix = self.labels.text(part.head.heading_suffix) if part.head.heading_suffix else None
        title = self.labels.part(part.head.code, part.head.title)
        if "changes" in kinds and not self.style.annex_code:
            title = self.labels.text(part.head.title)
        yield Title(title, 1.4, suffix)
        if "record_items" in kinds:
            yield from record_elements(self.statement, self.style)
        elif "changes" in kinds:
            columns = next(a.item.columns for s in part.sections for b in s.blocks for a in b.answers)
            yield change_table(self.statement, columns)
        elif "drawing" in kinds:
            yield from self._drawing(part)
        else:
            yield Table(tuple(row for s in part.sections for row in self._section(s)))

    def _drawing(self, part: PartAnswers) -> Iterator[Element]:
        answers = [a for s in part.sections for b in s.blocks for a in b.answers]
        yield Drawing(self.statement.drawing)
        for answer in answers:
            if answer.item.kind == "drawing" and answer.value:
                yield Table(((Cell(Text(answer.value), "value", 0, 1),),), ruled=self.style.annex_boxed)
            if answer.item.kind == "text":
                label = self.labels.text(f"({answer.item.label})")
                text = f"{label}\n{answer.value or ''}"
                yield Table(((Cell(Text(text), "value", 0, 1),),), ruled=self.style.annex_boxed)

    def _section(self, section: SectionAnswers) -> Iterator[Row]:
        yield from self._heading(section)
        for index, block in enumerate(section.blocks):
            if index == 0 or section.blocks[index - 1].kind != block.kind:
                yield from self._risk_list(section, block)
            yield from self._bands(section, block)
            yield from self._block(section, block)
            yield from self._later_bands(section, index)
        for text in section.section.printed_notes:
            yield (Cell(Text(self.labels.text(text)), "label", 0, 1),)

    def _heading(self, section: SectionAnswers) -> Iterator[Row]:
        info = section.section
        title = self.labels.section(info.code, info.title, info.heading_suffix, info.required_mark)
        if section.heading_boxes and self.style.heading_boxes_apart:
            yield (
                Cell(Text(title), "heading", 0, 0.6),
                Cell(Boxes(((None, section.heading_boxes),)), "heading", 0.6, 1),
            )
        else:
            yield (Cell(Heading(title, section.heading_boxes), "heading", 0, 1),)

    def _risk_list(self, section: SectionAnswers, block: BlockAnswers) -> Iterator[Row]:
        risks = section.section.risk_list
        if risks and block is section.blocks[0]:
            text = "\n".join(self.labels.text(r) for r in risks)
            yield (Cell(Text(text), "label", 0, 1),)

    def _bands(self, section: SectionAnswers, block: BlockAnswers) -> Iterator[Row]:
        if not (self.style.bands and block.kind and block.number):
            return
        for first, last in _BANDS:
            if block.number == first:
                yield self._band(block.kind, first, last)

    def _later_bands(self, section: SectionAnswers, index: int) -> Iterator[Row]:
        block = section.blocks[index]
        last_of_kind = index + 1 == len(section.blocks) or section.blocks[index + 1].kind != block.kind
        if self.style.bands and self.style.later_bands and block.kind and last_of_kind:
            for first, last in _BANDS[:3]:
                if first > (block.number or 0):
                    yield self._band(block.kind, first, last)

    def _band(self, kind: str, first: int, last: int) -> Row:
        return (Cell(Text(self.labels.digits(f"{kind}{first}～{last}")), "band", 0, 1),)

    # blocks and items

    def _block(self, section: SectionAnswers, block: BlockAnswers) -> Iterator[Row]:
        if block.kind:
            yield self._entity(section, block)
        elif block.entity:
            name = self.labels.risk(block.entity, block.name)
            yield (Cell(Text(name), "band", 0, 1),)
        answers = list(block.answers)
        while answers:
            run = self._run(answers)
            del answers[: len(run)]
            yield from self._rows(section, run)

    def _entity(self, section: SectionAnswers, block: BlockAnswers) -> Row:
        name = self.labels.digits(block.entity or "")
        titled = any(b.repeats and b.entity == block.kind and b.title_fills for b in section.section.blocks)
        if not titled:
            return (Cell(Text(name), "band", 0, 1),)
        return (
            Cell(Text(name), "band", 0, self.label_end),
            Cell(Text(block.title or ""), "value", self.label_end, 1),
        )

    def _run(self, answers: Sequence[Answer]) -> list[Answer]:
        """The answers from the first on that share a group, a side label or a parent."""
        first = answers[0].item
        run = [answers[0]]
        for answer in answers[1:]:
            item = answer.item
            same = (
                (first.kind == "group" and item.under == first.label)
                or (first.side_label and item.side_label == first.side_label)
                or (first.under and item.under == first.under)
            )
            if not same:
                break
            run.append(answer)
        return run

    def _rows(self, section: SectionAnswers, run: list[Answer]) -> Iterator[Row]:
        item = run[0].item
        if item.kind == "group":
            label = Cell(Text(self.labels.item(item)), "label", 0, self.group_end, len(run) - 1)
            yield from self._beside(label, self.group_end, run[1:])
        elif item.side_label:
            side = Cell(Text("\n".join(item.side_label), "center"), "side", 0, INDENT, len(run))
            yield from self._beside(side, INDENT, run)
        elif item.under:
            yield from self._beside(Cell(Text(""), "indent", 0, INDENT, len(run)), INDENT, run)
        elif self._unlabelled(section, item):
            yield (Cell(self._content(run[0]), "value", 0, 1),)
        elif item.kind == "text" and len(item.label) > _LONG_LABEL:
            yield (Cell(Text(self.labels.item(item)), "label", 0, 1),)
            yield (Cell(self._content(run[0]), "value", 0, 1),)
        else:
            yield self._row(run[0], 0)

    def _unlabelled(self, section: SectionAnswers, item: Item) -> bool:
        """Whether the section's heading stands for the label."""
        if item.label_is_heading:
            return True
        alone = sum(len(b.answers) for b in section.blocks) == 1
        if not alone or item.label != section.section.title:
            return False
        noted = bool(section.section.printed_notes) and not self.style.lone_labels
        return noted or section.section.part == section.section.code

    def _beside(self, side: Cell, start: float, run: Sequence[Answer]) -> Iterator[Row]:
        for index, answer in enumerate(run):
            row = self._row(answer, start)
            yield (side, *row) if index == 0 else row

    def _row(self, answer: Answer, start: float) -> Row:
        label = Cell(Text(self.labels.item(answer.item)), "label", start, self.label_end)
        extra = answer.item.count_item or answer.item.parenthesis_item
        short = all(len(option) <= _SHORT_OPTION for option in answer.options)
        if self.style.bracket_cells and answer.options and short and not extra:
            return (label, *self._bracket_cells(answer))
        return (label, Cell(self._content(answer), "value", self.label_end, 1))

    def _bracket_cells(self, answer: Answer) -> Row:
        """The brackets and the answer of a choice in three cells, the options in a fourth."""
        left, right = self.style.brackets
        edges = (self.label_end, self.label_end + 0.03, 0.57, 0.6, 1.0)
        contents: tuple[Content, ...] = (Text(left), Text(answer.value or "", "center"), Text(right), Options(answer))
        return tuple(Cell(c, "value", edges[i], edges[i + 1]) for i, c in enumerate(contents))

    def _content(self, answer: Answer) -> Content:
        if answer.boxes:
            return Boxes(tuple(self._box_groups(answer.item, answer)))
        if answer.options:
            return Choice(answer)
        return Text(self._kept(answer))

    def _kept(self, answer: Answer) -> str:
        if answer.value is not None:
            return answer.value
        return f"　　　　　{answer.item.keeps}" if answer.item.keeps else ""

    def _box_groups(self, item: Item, answer: Answer) -> Iterator[tuple[str | None, tuple[Box, ...]]]:
        if not item.subheads or item.options is None:
            yield None, answer.boxes
            return
        starts = material("options")["subhead_starts"][item.options.name]
        for subhead, start, end in zip(item.subheads, starts, [*starts[1:], None], strict=True):
            yield f"・{subhead}", answer.boxes[start:end]
