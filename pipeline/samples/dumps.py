"""Print a statement as a text dump, the way other tools leave one: tab rows, Markdown or an HTML page.

With damage, a dump loses what such tools lose: marks, label numbers, labels, and cells cut in two rows. A whole dump is
in one notation, drawn from the statement's seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.pipeline.samples.labels import Labels
from hyokasho.pipeline.samples.model import Answer, Box
from hyokasho.pipeline.samples.sheet import (
    Boxes,
    Cell,
    Choice,
    Content,
    Drawing,
    Element,
    Heading,
    Options,
    Table,
    Text,
    Title,
)
from hyokasho.pipeline.samples.style import Style

Marks = Literal["brackets", "inputs", "radio", "ballot"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"


@dataclass(frozen=True, slots=True)
class Damage:
    """What a dump loses. Shares are of the cells or rows they name."""

    marks_lost: bool = False
    numbers_lost: bool = False
    labels_lost: float = 0.0
    cells_cut: float = 0.0
    brackets_lost: float = 0.0
    bold_twice: bool = False
    """Whether each letter of the headings in tables stands twice (bold type printed twice; tab rows only)."""
    left_columns: int = 0
    """Columns of the table of changes that pages of narrow paper hold before others hold the rest; 0: all of them
    (Markdown only)."""


def draw_damage(seed: int) -> Damage:
    """The damage of the dump of the statement with this seed."""
    rng = random.Random(f"damage-{seed}")
    return Damage(
        marks_lost=rng.random() < 0.35,
        numbers_lost=rng.random() < 0.4,
        labels_lost=rng.choice((0.0, 0.01, 0.02)),
        cells_cut=rng.choice((0.0, 0.03, 0.06)),
        brackets_lost=rng.choice((0.0, 0.0, 0.1)),
        bold_twice=rng.random() < 0.25,
        left_columns=rng.choice((0, 0, 2, 3, 4)),
    )


class _Dump:
    """What the notations share: the words of a cell, line by line."""

    def __init__(self, style: Style, seed: int, damage: Damage) -> None:
        self.style, self.damage = style, damage
        self.labels = Labels(style)
        self.rng = random.Random(f"dump-{seed}")
        self.marks: Marks = "brackets"
        self.answer_first = self.rng.random() < 0.6

    def cell(self, cell: Cell) -> list[str]:
        """The lines of a cell."""
        lines = self.content(cell.content)
        if cell.role == "label":
            lines = [self._label(line) for line in lines]
            if self.rng.random() < self.damage.labels_lost:
                return [""]
        return lines

    def text(self, elements: Sequence[Element]) -> str:
        """The whole dump."""
        parts = [self.element(e) for e in elements]
        return "\n\n".join(p for p in parts if p) + "\n"

    def element(self, element: Element) -> str:
        """One title, table or drawing; empty for what only a page shows."""
        match element:
            case Title():
                return self.title(element)
            case Drawing():
                return self.words(element.nodes)
            case Table():
                return self.table(element)
        return ""

    def title(self, title: Title) -> str:
        """A heading outside the tables."""
        return "  ".join(t for t in (title.text, title.suffix) if t)

    def words(self, nodes: Sequence[str]) -> str:
        """The loose words of a drawing."""
        return "\n".join(nodes)

    def table(self, table: Table) -> str:
        """A table."""
        raise TypeError(f"{type(self).__name__} prints no tables")

    def _label(self, text: str) -> str:
        if self.damage.numbers_lost and text[:1] in _CIRCLED:
            return text[1:]
        return text

    def content(self, content: Content) -> list[str]:
        """The lines of a content."""
        match content:
            case Text():
                return [line.strip() for line in content.text.split("\n")]
            case Heading():
                boxes = " ".join(self.box(b) for b in content.boxes)
                return [f"{content.text} {boxes}".strip()]
            case Boxes():
                return list(self._boxes(content))
            case Options():
                return self._options(content.answer)
            case Choice():
                return self._choice(content.answer)

    def _boxes(self, content: Boxes) -> Iterator[str]:
        for subhead, boxes in content.groups:
            if subhead:
                yield subhead
            for start in range(0, len(boxes), self.style.box_columns):
                yield " ".join(self.box(b) for b in boxes[start : start + self.style.box_columns])

    def box(self, box: Box) -> str:
        """A box with its mark, its option and its parentheses."""
        text = f"{self._mark(box.checked)} {self.escaped(self.labels.text(box.option))}"
        if box.takes == "count":
            return f"{text} ( {self.escaped(box.detail or ' ')} ) 件"
        return f"{text} ( {self.escaped(box.detail or '')} )" if box.takes else text

    def _mark(self, checked: bool) -> str:
        if self.damage.marks_lost:
            return "[ ]"
        match self.marks:
            case "inputs":
                return '<input type="checkbox" checked>' if checked else '<input type="checkbox">'
            case "radio":
                return '<input type="radio"/>' if checked else '<input type="checkbox"/>'
            case "ballot":
                return "☑" if checked else "☐"
        return f"[ {self.style.mark} ]" if checked else "[ ]"

    def _options(self, answer: Answer) -> list[str]:
        columns = self.style.option_columns
        texts = [f"{i}) {self.escaped(self.labels.text(o))}" for i, o in enumerate(answer.options, 1)]
        rows = [" ".join(texts[i : i + columns]) for i in range(0, len(texts), columns)]
        return [self.escaped("<選択肢>"), *rows]

    def _choice(self, answer: Answer) -> list[str]:
        value = self.escaped(answer.value or "")
        opener = "[" if self.rng.random() >= self.damage.brackets_lost else ""
        shown = f"{opener} {value} ]" if opener else f"{value} ]".strip()
        head, *options = self._options(answer)
        extra = self._extra(answer)
        lines = [shown, head, *options] if self.answer_first else [head, shown, *options]
        return [*lines, extra] if extra else lines

    def _extra(self, answer: Answer) -> str:
        if answer.item.count_item:
            return f"( {self.escaped(answer.count or ' ')} ) 件"
        if answer.item.parenthesis_item:
            return f"({self.labels.text(answer.item.parenthesis_item)}: {self.escaped(answer.parenthesis or '')} )"
        return ""

    def escaped(self, text: str) -> str:
        """The text as the notation writes it."""
        return text


def _columns(table: Table) -> list[float]:
    return sorted({round(c.x0, 3) for row in table.rows for c in row})


def _grid_rows(table: Table, shown: Callable[[Cell], str]) -> Iterator[list[str]]:
    """The rows of a table on its whole grid; what a cell spans is left empty."""
    columns = _columns(table)
    for row in table.rows:
        cells = [""] * len(columns)
        for cell in row:
            cells[columns.index(round(cell.x0, 3))] = shown(cell)
        yield cells


class _Tabs(_Dump):
    def content(self, content: Content) -> list[str]:
        if isinstance(content, Heading) and self.damage.bold_twice:
            content = replace(content, text="".join(c if c.isspace() else c * 2 for c in content.text))
        return super().content(content)

    def table(self, table: Table) -> str:
        return "\n".join(self._rows(table))

    def _rows(self, table: Table) -> Iterator[str]:
        if not table.ruled:
            for row in table.rows:
                yield from self._loose(row)
            return
        for cells in _grid_rows(table, lambda c: " ".join(self.cell(c)).strip()):
            yield from self._cut(cells)

    def _loose(self, row: Sequence[Cell]) -> Iterator[str]:
        texts = [self.cell(c) for c in row]
        if len(texts) == 1:
            yield from texts[0]
        else:
            yield "\t".join(" ".join(t) for t in texts)

    def _cut(self, cells: list[str]) -> Iterator[str]:
        """A row, now and then with the end of its last cell in a row of its own."""
        last = cells[-1]
        if self.rng.random() < self.damage.cells_cut and len(last) > 40 and "[" not in last:
            at = self.rng.randint(15, len(last) - 10)
            yield "\t".join([*cells[:-1], last[:at]])
            yield "\t".join([*([""] * (len(cells) - 1)), last[at:]])
        else:
            yield "\t".join(cells)


class _Markdown(_Dump):
    def __init__(self, style: Style, seed: int, damage: Damage) -> None:
        super().__init__(style, seed, damage)
        self.marks = self.rng.choice(("brackets", "brackets", "inputs", "radio", "ballot"))
        self.breaks = self.rng.choice(("<br>", "<br/>", " "))
        self.torn = self.marks == "brackets" and self.breaks != " " and self.rng.random() < 0.8
        """Whether groups of boxes come out as PyMuPDF4LLM gives them: openers with their marks, then the options."""

    def title(self, title: Title) -> str:
        mark = "# " if title.scale > 1.5 else "## " if title.scale > 1 else ""
        return mark + super().title(title)

    def words(self, nodes: Sequence[str]) -> str:
        return "\n\n".join(nodes)

    def _boxes(self, content: Boxes) -> Iterator[str]:
        if not self.torn:
            yield from super()._boxes(content)
            return
        for subhead, boxes in content.groups:
            if subhead:
                yield subhead
            parts = [self.box(box).partition("]") for box in boxes]
            yield from (opener.rstrip() for opener, _, _ in parts)
            yield from (f"]{option}" for _, _, option in parts)

    def table(self, table: Table) -> str:
        if not table.ruled:
            return "\n\n".join(line for row in table.rows for c in row for line in self.cell(c) if line)
        rows = list(_grid_rows(table, lambda c: self.breaks.join(self.cell(c)).replace("|", "\\|")))
        at = self.damage.left_columns if tuple(rows[0]) == CHANGE_COLUMNS else 0
        return self._halved(rows, at) if at else self._grid(rows)

    def _grid(self, rows: Sequence[Sequence[str]]) -> str:
        lines = [f"|{'|'.join(cells)}|" for cells in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

    def _halved(self, rows: Sequence[Sequence[str]], at: int) -> str:
        """A table on pages with its first columns, then as many with the others."""
        count = self.rng.randint(4, 9)
        starts = range(1, max(2, len(rows)), count)
        halves = [[row[:at] for row in rows], [row[at:] for row in rows]]
        pages = [self._grid([half[0], *half[start : start + count]]) for half in halves for start in starts]
        return "\n\n".join(f"{page}\n\n- {number} -" for number, page in enumerate(pages, start=90))


class _Html(_Dump):
    def __init__(self, style: Style, seed: int, damage: Damage) -> None:
        super().__init__(style, seed, damage)
        self.marks = self.rng.choice(("brackets", "brackets", "inputs", "ballot"))
        self.paragraphs = self.rng.random() < 0.4

    def escaped(self, text: str) -> str:
        return escape(text)

    def content(self, content: Content) -> list[str]:
        lines = super().content(content)
        return [escape(line) for line in lines] if isinstance(content, Text) else lines

    def text(self, elements: Sequence[Element]) -> str:
        body = "\n".join(p for p in map(self.element, elements) if p)
        head = '<!DOCTYPE html>\n<html lang="ja">\n<head><meta charset="utf-8"><title>評価書</title></head>'
        return f"{head}\n<body>\n{body}\n</body>\n</html>\n"

    def title(self, title: Title) -> str:
        tag = "h1" if title.scale > 1.5 else "h2" if title.scale > 1 else "p"
        return f"<{tag}>{escape(super().title(title))}</{tag}>"

    def words(self, nodes: Sequence[str]) -> str:
        return "".join(f"<p>{escape(n)}</p>" for n in nodes)

    def table(self, table: Table) -> str:
        if not table.ruled:
            return "\n".join(f"<p>{line}</p>" for row in table.rows for c in row for line in self.cell(c))
        columns = [*_columns(table), 1.0]
        rows = "\n".join(f"<tr>{''.join(self._td(c, columns) for c in row)}</tr>" for row in table.rows)
        return f'<table border="1">\n{rows}\n</table>'

    def _td(self, cell: Cell, columns: Sequence[float]) -> str:
        span = sum(cell.x0 - 0.0005 <= x < cell.x1 - 0.0005 for x in columns[:-1])
        tag = "th" if cell.role in ("label", "head") else "td"
        size = (f' colspan="{span}"' if span > 1 else "") + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "")
        lines = self.cell(cell)
        text = "".join(f"<p>{t}</p>" for t in lines) if self.paragraphs else "<br>".join(lines)
        return f"<{tag}{size}>{text}</{tag}>"


_NOTATIONS: dict[str, type[_Dump]] = {"tabs": _Tabs, "markdown": _Markdown, "html": _Html}
ENDINGS = {"tabs": "txt", "markdown": "md", "html": "html", "layout": "txt", "scrambled": "txt", "site": "txt"}


def write_dump(elements: Sequence[Element], style: Style, notation: str, seed: int, damage: Damage) -> str:
    """The dump of a composed statement in the notation tabs, markdown or html."""
    return _NOTATIONS[notation](style, seed, damage).text(elements)
