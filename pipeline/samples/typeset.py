"""From the content of a cell to lines of text at their places, for a given width."""

from __future__ import annotations

from dataclasses import dataclass

from hyokasho.pipeline.samples.labels import Labels
from hyokasho.pipeline.samples.metrics import text_width, wrap
from hyokasho.pipeline.samples.model import Answer, Box
from hyokasho.pipeline.samples.sheet import Boxes, Choice, Content, Heading, Options, Role, Text
from hyokasho.pipeline.samples.style import Style


@dataclass(frozen=True, slots=True)
class Run:
    """Text on a baseline; `x` from the left edge of the cell's inside, in points.

    `room`: where it fills its cell alone, the points before and behind it in there.
    """

    x: float
    text: str
    size: float
    bold: bool = False
    room: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Runs side by side; `y` from the top of the cell's inside, in points."""

    y: float
    height: float
    runs: tuple[Run, ...]


Runs = tuple[Run, ...]

DRAWN, SQUARE = "\ue000", "\ue001"
"""They stand in a text for a mark that is drawn, and for a box without one that is."""


class Typesetter:
    """Sets cells in one style."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.labels = Labels(style)

    def lines(self, content: Content, role: Role, width: float) -> list[Line]:
        """The lines of a cell `width` points wide inside."""
        size, bold = self.style.size, self.style.bold_headings and role == "heading"
        match content:
            case Text():
                return self._text(content, width, size, bold)
            case Heading():
                return self._heading(content, width, bold)
            case Boxes():
                return self._boxes(content, width)
            case Options():
                return self._options(content.answer, 0, width, 0)
            case Choice():
                return self._choice(content.answer, width)

    def _stack(self, rows: list[Runs], size: float, y: float = 0.0) -> list[Line]:
        height = size * self.style.leading
        return [Line(y + i * height, height, runs) for i, runs in enumerate(rows)]

    def _text(self, content: Text, width: float, size: float, bold: bool) -> list[Line]:
        rows: list[Runs] = []
        for text in wrap(content.text, width, size):
            free = width - text_width(text, size)
            x = {"left": 0.0, "center": max(0.0, free / 2), "right": max(0.0, free)}[content.align]
            rows.append((Run(x, text, size, bold),))
        return self._stack(rows, size)

    def _heading(self, content: Heading, width: float, bold: bool) -> list[Line]:
        size = self.style.size
        boxes = [r for b in content.boxes for r in (self._box_text(b), "　　")][:-1]
        boxes_width = sum(text_width(t, size) for t in boxes)
        title = wrap(content.text, width, size)
        rows: list[Runs] = [(Run(0, t, size, bold),) for t in title]
        if boxes:
            right = Run(max(0.0, width - boxes_width - size), "".join(boxes), size)
            last = text_width(title[-1], size)
            if last + size * 2 < right.x:
                rows[-1] = (*rows[-1], right)
            else:
                rows.append((right,))
        return self._stack(rows, size)

    # boxes

    def _mark_text(self, box: Box) -> str:
        style = self.style
        if style.ballot:
            return style.ballot[0 if box.checked else 1]
        left, right = style.brackets
        mark = DRAWN if style.drawn_marks else style.mark
        inside = mark if box.checked else ("　" if style.mark_gap != "　" else "　　")
        gap = style.mark_gap if box.checked else ""
        return f"{left}{gap}{inside}{gap}{right}"

    def _box_text(self, box: Box) -> str:
        space = " " if self.style.ballot or self.style.mark_gap == " " else ""
        return f"{self._mark_text(box)}{space}{self.labels.text(box.option)}"

    def _detail_text(self, box: Box) -> str:
        inside = box.detail or ("　" * (3 if box.takes == "count" else 8))
        unit = "　件" if box.takes == "count" else ""
        return f"（　{inside}　）{unit}"

    def _boxes(self, content: Boxes, width: float) -> list[Line]:
        size, rows = self.style.size, list[Runs]()
        for subhead, boxes in content.groups:
            if subhead:
                rows.append((Run(0, subhead, size),))
            rows += self._box_rows(boxes, width, size)
        return self._stack(rows, size * self.style.box_leading)

    def _box_rows(self, boxes: tuple[Box, ...], width: float, size: float) -> list[Runs]:
        rows: list[Runs] = []
        columns = self.style.box_columns
        pitch, column, row = width / columns, 0, list[Run]()
        for box in boxes:
            text = self._box_text(box)
            span = -(-text_width(text + "　", size) // pitch) if not box.takes else columns
            if column and column + span > columns:
                rows.append(tuple(row))
                column, row = 0, []
            if box.takes or text_width(text, size) > width:
                rows += self._wide_box(box, text, width, size)
                continue
            row.append(Run(column * pitch, text, size))
            column += int(span)
            if column >= columns:
                rows.append(tuple(row))
                column, row = 0, []
        return [*rows, tuple(row)] if row else rows

    def _wide_box(self, box: Box, text: str, width: float, size: float) -> list[Runs]:
        """A box that has the line to itself, its parentheses behind it."""
        if not box.takes:
            return [(Run(0, t, size),) for t in wrap(text, width, size)]
        whole = f"{text}　{self._detail_text(box)}"
        if self.style.detail_wide and box.takes == "text":
            opener = f"{text}　（　"
            used = text_width(opener + (box.detail or ""), size)
            if used + size * 2 < width:
                return [(Run(0, opener + (box.detail or ""), size), Run(width - size * 1.2, "）", size))]
        return [(Run(0, t, size),) for t in wrap(whole, width, size)]

    # choices

    def _count_text(self, answer: Answer) -> str:
        if answer.item.count_item:
            return f"（　{answer.count or '　　'}　）件"
        if answer.item.parenthesis_item:
            return f"（{self.labels.text(answer.item.parenthesis_item)}：　{answer.parenthesis or '　　　　　'}　）"
        return ""

    def _choice(self, answer: Answer, width: float) -> list[Line]:
        size = self.style.size
        left, right = self.style.brackets
        small = size * self.style.option_scale
        widest = max(text_width(f"10) {o}", small) for o in answer.options)
        value = answer.value or ""
        room = width * 0.45
        if widest > width * 0.5 or text_width(value, size) > room - size * 3:
            return self._long_choice(answer, width, small)
        options = self._options(answer, room + size * 0.5, width, 0)
        height = size * self.style.leading
        extra = self._count_text(answer)
        tall = max(line.y + line.height for line in options)
        y = max(0.0, (tall - height * (2 if extra else 1)) / 2)
        inner = room - size * 1.5
        x = size * 0.3
        if self.style.choice_spread:
            at = x + max(size, (inner - text_width(value, size)) / 2)
            runs: Runs = (Run(x, left, size), Run(at, value or "　", size), Run(inner, right, size))
        else:
            runs = (Run(x, f"{left} {value or '　　　　　'} {right}", size),)
        lines = [Line(y, height, runs), *options]
        if extra:
            lines.append(Line(y + height, height, (Run(size * 2, extra, size),)))
        return sorted(lines, key=lambda line: line.y)

    def _options(self, answer: Answer, x: float, width: float, y: float) -> list[Line]:
        style = self.style
        small = style.size * style.option_scale
        numbered = [self._option_text(i, o) for i, o in enumerate(answer.options, 1)]
        widest = max(text_width(t, small) for t in numbered) + small
        columns = max(1, min(style.option_columns, int((width - x) // widest)))
        pitch = (width - x) / columns
        rows: list[Runs] = [(Run(x, style.select_head, small),)]
        for start in range(0, len(numbered), columns):
            shown = numbered[start : start + columns]
            rows.append(tuple(Run(x + k * pitch, t, small) for k, t in enumerate(shown)))
        return self._stack(rows, small, y)

    def _option_text(self, number: int, option: str) -> str:
        return f"{self.labels.digits(str(number))}{self.style.option_mark}{self.labels.text(option)}"

    def _long_choice(self, answer: Answer, width: float, small: float) -> list[Line]:
        size = self.style.size
        left, right = self.style.brackets
        first = wrap(f"{left} {answer.value or '　　　　　'} {right}", width, size)
        rows: list[Runs] = [(Run(0, t, size),) for t in first]
        extra = self._count_text(answer)
        if extra:
            rows.append((Run(size, extra, size),))
        lines = self._stack(rows, size)
        y = lines[-1].y + lines[-1].height
        texts = [self.style.select_head, *(self._option_text(i, o) for i, o in enumerate(answer.options, 1))]
        wrapped: list[Runs] = [(Run(size, w, small),) for t in texts for w in wrap(t, width - size * 2, small)]
        return [*lines, *self._stack(wrapped, small, y)]
