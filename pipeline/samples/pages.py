"""Flow titles, tables and drawings over pages: row heights, cut rows, repeated heads, footers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hyokasho.pipeline.samples.metrics import text_width
from hyokasho.pipeline.samples.paper import cut_pages
from hyokasho.pipeline.samples.sheet import Cell, Drawing, Element, Gap, NewPage, Table, Title
from hyokasho.pipeline.samples.style import Style
from hyokasho.pipeline.samples.typeset import Line, Run, Typesetter
from hyokasho.pipeline.samples.wide import Cut, sheet_width

A4 = (595.0, 842.0)
PAD = 2.5
_HAIR = 0.45
"""Half of the paper (points) between the grounds of two cells of the look `grey`."""
_FOOTER_SPACE = 24.0
_MIN_FRAGMENT_LINES = 3

Edge = tuple[float, float, float, float]


@dataclass(slots=True)
class PrintedPage:
    """A page as drawn: texts (x, baseline y, run), filled rectangles and rules, origin top left.

    `starts`: where in `texts` the words of a cell or a title begin. `clip`: left and right of it only `foot` is seen.
    A page of a sheet that is wider than the paper (see `wide.py`) knows its number, the width of the paper, where the
    paper ends (`cut`) and up to where its columns stand on the right page too (`repeated`, from `margin` on).
    """

    width: float
    height: float
    texts: list[tuple[float, float, Run]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    fills: list[tuple[Edge, str]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    arrows: list[Edge] = field(default_factory=list)
    clip: tuple[float, float] | None = None
    foot: list[tuple[float, float, Run]] = field(default_factory=list)
    sheet: int = 0
    paper: float = 0.0
    cut: float | None = None
    repeated: float = 0.0
    margin: float = 0.0

    def blank(self) -> PrintedPage:
        """A sheet of the paper that this page goes on."""
        return PrintedPage(self.paper, self.height)


@dataclass(slots=True)
class _SetCell:
    """A cell with its lines set: `height` of the lines, `x0` and `x1` on the page."""

    cell: Cell
    lines: list[Line]
    height: float
    x0: float
    x1: float


@dataclass(slots=True)
class _Spanning:
    """A cell over several rows that is not closed yet."""

    cell: _SetCell
    rows_left: int
    top: float
    total: float
    open_top: bool = False
    printed: int = 0


def lay_out(elements: Sequence[Element], style: Style) -> list[PrintedPage]:
    """The pages of a composed statement."""
    flow = _Flow(style)
    for element in elements:
        flow.add(element)
    flow.pages = cut_pages(flow.pages, style.wide)
    flow.footers()
    return flow.pages


def _room(cell: _SetCell, run: Run) -> tuple[float, float]:
    """The points before and behind a run in its cell."""
    return run.x, cell.x1 - cell.x0 - 2 * PAD - run.x - text_width(run.text, run.size)


class _Flow:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.setter = Typesetter(style)
        self.pages: list[PrintedPage] = [PrintedPage(*A4)]
        self.y = style.margin
        self.landscape = False
        self.cut: Cut | None = None
        self.sheet = 0

    @property
    def page(self) -> PrintedPage:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.page.height - self.style.margin - _FOOTER_SPACE

    @property
    def width(self) -> float:
        return self.page.width - 2 * self.style.margin

    def new_page(self) -> None:
        width, height = (A4[1], A4[0]) if self.landscape else A4
        margin = self.style.margin
        page = PrintedPage(width, height, sheet=self.sheet)
        if self.cut is not None:
            table = sheet_width(width - 2 * margin, self.cut)
            page.paper, page.width, page.margin = width, table + 2 * margin, margin
            page.cut, page.repeated = margin + self.cut.at * table, margin + self.cut.repeated * table
        self.pages.append(page)
        self.y = margin

    def add(self, element: Element) -> None:
        match element:
            case NewPage():
                self.landscape, self.cut = element.landscape, element.cut
                self.sheet += 1
                self.new_page()
            case Gap():
                self.y += element.lines * self.style.size * self.style.leading
            case Title():
                self._title(element)
            case Drawing():
                self._drawing(element)
            case Table():
                _TableFlow(self, element).run()

    def _title(self, title: Title) -> None:
        size = self.style.size * title.scale
        height = size * 1.6
        if self.y + height + 4 * self.style.size > self.bottom:
            self.new_page()
        free = self.width - text_width(title.text, size)
        x = self.style.margin + {"left": 0.0, "center": free / 2, "right": free}[title.align]
        baseline = self.y + size * 1.1
        self.page.starts.append(len(self.page.texts))
        self.page.texts.append((x, baseline, Run(0, title.text, size, self.style.bold_headings)))
        if title.suffix:
            after = x + text_width(title.text, size) + size
            if after + text_width(title.suffix, self.style.size) > self.style.margin + self.width:
                after, baseline = x + size, baseline + height
                self.y += height
            self.page.texts.append((after, baseline, Run(0, title.suffix, self.style.size)))
        self.y += height

    def _drawing(self, drawing: Drawing) -> None:
        """Boxes in a zigzag with arrows between them."""
        size, left = self.style.size, self.style.margin
        wide, tall, step = self.width * 0.3, size * 3.2, size * 6
        for index, node in enumerate(drawing.nodes):
            column, row = index % 2, index // 2
            x, y = left + column * self.width * 0.6, self.y + row * step
            self._frame((x, y, x + wide, y + tall))
            for k, text in enumerate((node[:12], node[12:24])):
                if text:
                    self.page.starts.append(len(self.page.texts))
                    at = x + max(0.0, (wide - text_width(text, size)) / 2)
                    self.page.texts.append((at, y + size * (1.4 + k * 1.2), Run(0, text, size)))
            if index:
                start = (x, y + tall / 2) if column else (x + wide, y + tall / 2)
                self.page.arrows.append((start[0], start[1], start[0] + (-60 if column else 60), start[1]))
                self.page.starts.append(len(self.page.texts))
                words = f"{'①②③④⑤⑥⑦⑧'[(index - 1) % 8]}{'照会' if index % 2 else '通知'}"
                self.page.texts.append((start[0] + (-50 if column else 10), start[1] - 3, Run(0, words, size * 0.8)))
        self.y += step * (-(-len(drawing.nodes) // 2)) + size

    def _frame(self, box: Edge) -> None:
        x0, y0, x1, y1 = box
        self.page.edges += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]

    def footers(self) -> None:
        """Print the page numbers, now that their count is known."""
        total = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            y = page.height - self.style.margin * 0.6
            for k, text in enumerate(reversed(footer_lines(self.style, number, total))):
                x = (page.width - text_width(text, 9)) / 2
                if page.clip is not None:
                    page.foot.append((x, y - k * 11, Run(0, text, 9)))
                    continue
                page.starts.append(len(page.texts))
                page.texts.append((x, y - k * 11, Run(0, text, 9)))


def footer_lines(style: Style, number: int, total: int) -> list[str]:
    """What stands at the foot of a page."""
    shapes = {
        "none": [],
        "of": [f"{number}/{total}"],
        "dash": [f"-{number}-"],
        "dash_wide": [f"- {number} -"],
        "word": [f"{number} ページ"],
        "of_word": [f"{number} / {total} ページ"],
        "lines": ["特定個人情報保護評価書", f"{number}"],
    }
    return shapes[style.footer]


class _TableFlow:
    """Prints one table."""

    def __init__(self, flow: _Flow, table: Table) -> None:
        self.flow, self.table, self.style = flow, table, flow.style
        self.spanning: list[_Spanning] = []
        self.printed_rows = 0

    def run(self) -> None:
        rows = self._set_rows()
        heads = rows[: self.table.head_rows]
        for index, (cells, height) in enumerate(rows):
            repeat = heads if index >= self.table.head_rows and self.style.repeat_head else []
            self._row(cells, height, repeat)

    def _set_rows(self) -> list[tuple[list[_SetCell], float]]:
        rows = [[self._set(c) for c in row] for row in self.table.rows]
        air = 2 * (PAD + self.style.row_air) + self.table.air * self.style.size * self.style.leading
        heights = [max((s.height for s in row if s.cell.rowspan == 1), default=0.0) + air for row in rows]
        for index, row in enumerate(rows):
            for cell in row:
                span = cell.cell.rowspan
                lack = cell.height + 2 * PAD - sum(heights[index : index + span])
                if span > 1 and lack > 0:
                    heights[index + span - 1] += lack
        return list(zip(rows, heights, strict=True))

    def _set(self, cell: Cell) -> _SetCell:
        left, width = self.style.margin, self.flow.width * self.table.width
        x0, x1 = left + cell.x0 * width, left + cell.x1 * width
        lines = self.flow.setter.lines(cell.content, cell.role, x1 - x0 - 2 * PAD)
        return _SetCell(cell, lines, max((n.y + n.height for n in lines), default=0.0), x0, x1)

    def _row(self, cells: list[_SetCell], height: float, repeat: list[tuple[list[_SetCell], float]]) -> None:
        flow = self.flow
        room = flow.bottom - flow.y
        line = self.style.size * self.style.leading
        page_room = flow.page.height - 2 * self.style.margin - _FOOTER_SPACE
        if height > room:
            cut = self.style.cut_rows and room > line * _MIN_FRAGMENT_LINES and height > line * 4
            if not cut and (height <= page_room * 0.9 or room < page_room * 0.5):
                self._next_page(repeat)
        for cell in cells:
            if cell.cell.rowspan > 1:
                self.spanning.append(_Spanning(cell, cell.cell.rowspan, flow.y, self._span_height(cell, height)))
        self._fragments([c for c in cells if c.cell.rowspan == 1], height, repeat)
        self._close_spans()

    def _span_height(self, cell: _SetCell, height: float) -> float:
        return max(height, cell.height + 2 * PAD)

    def _fragments(self, cells: list[_SetCell], height: float, repeat: list[tuple[list[_SetCell], float]]) -> None:
        """Print a row, cut at page ends; text lines are never cut."""
        flow = self.flow
        whole = height <= flow.bottom - flow.y
        pending = [(c, self._placed(c, height, whole)) for c in cells]
        left, first = height, True
        while True:
            room = flow.bottom - flow.y
            last = left <= room
            shown = left if last else room
            rest: list[tuple[_SetCell, list[Line]]] = []
            self._stripe(cells, flow.y, flow.y + shown)
            for cell, lines in pending:
                here = lines if last else [n for n in lines if n.y + n.height <= shown - 1]
                self._cell(cell, here, flow.y, flow.y + shown, first, last)
                later = lines[len(here) :]
                rest.append((cell, self._shifted(later, shown)))
            flow.y += shown
            if last:
                self.printed_rows += 1
                return
            left = max((n.y + n.height + PAD for _, lines in rest for n in lines), default=PAD * 2)
            left = max(left, height - shown) if self.style.cut_open and first else left
            pending, first = rest, False
            self._next_page(repeat)

    def _placed(self, cell: _SetCell, height: float, whole: bool) -> list[Line]:
        """Lines from the top of the row; centred, unless the row is cut by closed borders."""
        top = PAD
        if self.style.top_aligned:
            top += self.style.row_air
        elif whole or self.style.cut_open:
            top = max(PAD, (height - cell.height) / 2)
        lines = [Line(n.y + top, n.height, n.runs) for n in cell.lines]
        return sorted(lines, key=lambda n: n.y + n.height)

    def _shifted(self, lines: list[Line], by: float) -> list[Line]:
        if not lines:
            return []
        top = min(n.y for n in lines)
        move = min(by, top - PAD)
        return [Line(n.y - move, n.height, n.runs) for n in lines]

    def _cell(self, cell: _SetCell, lines: list[Line], y0: float, y1: float, first: bool, last: bool) -> None:
        open_ = self.style.cut_open
        self._frame(cell, y0, y1, first or not open_, last or not open_)
        self._print(cell, lines, y0)

    def _frame(self, cell: _SetCell, y0: float, y1: float, top: bool, bottom: bool) -> None:
        page = self.flow.page
        if not self.table.ruled:
            return
        fill = self._fill(cell.cell)
        if fill and self.style.look != "zebra":
            hair = _HAIR if self.style.look == "grey" else 0.0
            page.fills.append(((cell.x0 + hair, y0 + hair, cell.x1 - hair, y1 - hair), fill))
        if self.style.look not in ("ruled", "levels"):
            return
        if self.style.look == "ruled":
            page.edges += [(cell.x0, y0, cell.x0, y1), (cell.x1, y0, cell.x1, y1)]
        if top:
            page.edges.append((cell.x0, y0, cell.x1, y0))
        if bottom:
            page.edges.append((cell.x0, y1, cell.x1, y1))

    def _fill(self, cell: Cell) -> str | None:
        if cell.role in ("heading", "head", "band"):
            return self.style.heading_fill
        if cell.role == "value":
            return self.style.value_fill if self.style.look == "bands" else None
        return self.style.label_fill

    def _stripe(self, cells: Sequence[_SetCell], y0: float, y1: float) -> None:
        """The area of colour behind a row, across the table: that of a heading, or of every other row."""
        if self.style.look != "zebra" or not self.table.ruled or not cells:
            return
        heads = all(cell.cell.role in ("heading", "head", "band") for cell in cells)
        fill = self.style.heading_fill if heads else self.style.value_fill if self.printed_rows % 2 else None
        if fill:
            left, width = self.style.margin, self.flow.width * self.table.width
            self.flow.page.fills.append(((left, y0, left + width, y1), fill))

    def _print(self, cell: _SetCell, lines: Sequence[Line], y0: float) -> None:
        self.flow.page.starts.append(len(self.flow.page.texts))
        for line in lines:
            for run in line.runs:
                if run.text.strip():
                    baseline = y0 + line.y + line.height / 2 + run.size * 0.36
                    alone = len(cell.lines) == len(line.runs) == 1
                    shown = replace(run, room=_room(cell, run)) if alone else run
                    self.flow.page.texts.append((cell.x0 + PAD + run.x, baseline, shown))

    # cells over several rows

    def _next_page(self, repeat: list[tuple[list[_SetCell], float]]) -> None:
        for span in self.spanning:
            self._print_span(span, self.flow.y, closed=not self.style.cut_open)
        self.flow.new_page()
        for cells, height in repeat:
            for cell in cells:
                self._cell(cell, self._placed(cell, height, True), self.flow.y, self.flow.y + height, True, True)
            self.flow.y += height
        for span in self.spanning:
            span.top, span.open_top = self.flow.y, self.style.cut_open
            span.printed = span.printed if self.style.cut_open else 0

    def _close_spans(self) -> None:
        still: list[_Spanning] = []
        for span in self.spanning:
            span.rows_left -= 1
            if span.rows_left:
                still.append(span)
            else:
                self._print_span(span, self.flow.y, closed=True)
        self.spanning = still

    def _print_span(self, span: _Spanning, y1: float, closed: bool) -> None:
        """The part of a cell over several rows that lies on this page, with the lines that have room in it."""
        height = y1 - span.top
        if height <= 0:
            return
        self._frame(span.cell, span.top, y1, not span.open_top, closed)
        lines = span.cell.lines[span.printed :]
        fitting = [n for n in lines if n.y + n.height - (lines[0].y if lines else 0) <= height - PAD + 0.01]
        used = fitting[-1].y + fitting[-1].height - fitting[0].y if fitting else 0.0
        shift = (fitting[0].y if fitting else 0.0) - max(PAD, (height - used) / 2)
        self._print(span.cell, [Line(n.y - shift, n.height, n.runs) for n in fitting], span.top)
        span.printed += len(fitting)
