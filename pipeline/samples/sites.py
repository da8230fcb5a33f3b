"""Print a statement as a site keeps its text: pages without geometry, in whatever order and with whatever joins.

What such a text has lost is drawn from the statement's seed: the order of labels and answers, the ends of lines and
pages, blanks, brackets, punctuation, whole words; what it has gained (running footers, the site's own lines, bold type
printed several times) too. The right answers are those of the statement.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hyokasho.pipeline.samples.dumps import Damage, _Dump
from hyokasho.pipeline.samples.metrics import wrap
from hyokasho.pipeline.samples.sheet import Cell, Drawing, Element, NewPage, Table, Text, Title
from hyokasho.pipeline.samples.style import Style

Order = Literal["rows", "grouped", "centred", "inside", "moved"]
Cover = Literal["rows", "number_last", "grouped", "scrambled"]
Joint = Literal["lines", "blocks", "page_lines", "one_line"]
Marks = Literal["of", "dash", "paren", "word", "bare", "none"]
Bold = Literal["once", "repeated", "growing"]

_PAGE_LINES = (24, 46)
_WIDTH = 40
_SITE = (
    ("...", "by user", "on", "Category: Documents", "10", "views", "Report", "Comments", "Transcript"),
    ("ホーム", "ダウンロード", "PDF", "2 years ago"),
    ("Page 1 of 30", "Download", "Embed", "Share"),
)
_CIRCLED = str.maketrans("①②③④⑤⑥⑦⑧⑨", "123456789")
_JAPANESE = "\u3041-\u30ff\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Tears:
    """What happened to one text."""

    order: Order
    cover: Cover
    joint: Joint
    marks: Marks
    bold: Bold
    footer: bool = False
    site: bool = False
    name_first: bool = False
    spaced: bool = False
    plain_numbers: bool = False
    no_commas: bool = False
    torn_words: bool = False


def draw_tears(seed: int) -> Tears:
    """The tears of the text of the statement with this seed."""
    rng = random.Random(f"tears-{seed}")
    joint: Joint = rng.choice(("lines", "lines", "blocks", "page_lines", "one_line"))
    joined = joint in ("page_lines", "one_line")
    spaced = joint == "page_lines" and rng.random() < 0.4
    return Tears(
        order=rng.choice(("rows", "rows", "grouped", "centred", "inside", "moved")),
        cover=rng.choice(("rows", "rows", "number_last", "grouped", "scrambled")),
        joint=joint,
        marks=rng.choice(("of", "dash", "paren", "word", "bare", "none")),
        bold="once" if spaced else rng.choice(("once", "once", "once", "repeated", "growing")),
        footer=rng.random() < 0.3,
        site=rng.random() < 0.15,
        name_first=rng.random() < 0.15,
        spaced=spaced,
        plain_numbers=joined and rng.random() < 0.4,
        no_commas=joined and rng.random() < 0.4,
        torn_words=joint == "blocks" and rng.random() < 0.4,
    )


@dataclass(slots=True)
class _Part:
    """A cell as lines: is it a label of the form?"""

    label: bool
    lines: list[str]


def site_text(elements: Sequence[Element], style: Style, seed: int, tears: Tears | None = None) -> str:
    """The text of a composed statement with these tears (None: those of its seed)."""
    return _Site(style, seed, tears or draw_tears(seed)).text(elements)


class _Site:
    def __init__(self, style: Style, seed: int, tears: Tears) -> None:
        self.tears = tears
        self.rng = random.Random(f"site-{seed}")
        self.cells = _Dump(style, seed, Damage())

    def text(self, elements: Sequence[Element]) -> str:
        pages = [[self._torn(line) for line in page] for page in self._pages(elements)]
        joint = {"lines": "\n", "blocks": "\n\n", "page_lines": " ", "one_line": " "}[self.tears.joint]
        between = {"lines": "\n", "blocks": "\n\n", "page_lines": "\n\n", "one_line": " "}[self.tears.joint]
        numbered = self.tears.joint == "page_lines"
        shown = (joint.join([str(n), *page] if numbered else page) for n, page in enumerate(pages, 1))
        text = between.join([*self._before(pages), *map(self._spaced, shown)])
        return text + "\n"

    def _before(self, pages: Sequence[Sequence[str]]) -> Iterator[str]:
        title = next((line for line in pages[0] if "評価書" in line), "評価書")
        if self.tears.site:
            yield "\n".join(self.rng.choice(_SITE))
        if self.tears.name_first:
            yield f"{title};pdf"

    # pages

    def _pages(self, elements: Sequence[Element]) -> list[list[str]]:
        pages: list[list[list[_Part]]] = [[]]
        limit = self.rng.randint(*_PAGE_LINES)
        for element in elements:
            if isinstance(element, NewPage):
                pages.append([])
            for row in self._rows(element):
                if len(pages) > 1 and sum(len(p.lines) for r in pages[-1] for p in r) > limit:
                    pages.append([])
                pages[-1].append(row)
        pages = [page for page in pages if page]
        work = self.rng.choice(("台帳に関する事務", "届出に関する事務", "証明に関する事務"))
        office = self.rng.choice(("市民部市民課", "健康部健診課", "総務課"))
        return [
            [*self._arranged(rows, first=n == 1), *self._foot(n, len(pages), work, office)]
            for n, rows in enumerate(pages, 1)
        ]

    def _rows(self, element: Element) -> Iterator[list[_Part]]:
        if isinstance(element, Title):
            yield [_Part(True, [element.text]), *([_Part(True, [element.suffix])] if element.suffix else [])]
        elif isinstance(element, Drawing):
            yield from ([_Part(False, [node])] for node in element.nodes)
        elif isinstance(element, Table):
            for row in element.rows:
                parts = [self._part(cell) for cell in row]
                yield [part for part in parts if part.lines]

    def _part(self, cell: Cell) -> _Part:
        lines = [line for text in self.cells.cell(cell) for line in wrap(text, _WIDTH, 1.0) if line.strip()]
        return _Part(cell.role in ("label", "head", "heading", "band") or not isinstance(cell.content, Text), lines)

    def _foot(self, number: int, count: int, work: str, office: str) -> Iterator[str]:
        mark = {
            "of": f"{number} / {count}", "dash": f"- {number} -", "paren": f"({number})", "word": f"{number} ページ",
            "bare": str(number), "none": "",
        }[self.tears.marks]  # fmt: skip
        if self.tears.footer and mark:
            yield from (work, mark, office)
        elif mark:
            yield mark

    # order

    def _arranged(self, rows: list[list[_Part]], *, first: bool) -> list[str]:
        parts = list(self._cover(rows) if first else self._body(rows))
        lines = [line for part in parts for line in self._bold(part)]
        return [piece for line in lines for piece in (self._cut(line) if self.tears.torn_words else [line])]

    def _cover(self, rows: list[list[_Part]]) -> Iterator[_Part]:
        parts = [part for row in rows for part in row]
        match self.tears.cover:
            case "number_last":
                number = next((p for p in parts if not p.label and len(p.lines[0]) < 6), None)
                at = parts.index(number) if number else 0
                if number and at + 1 < len(parts):
                    parts[at], parts[at + 1] = parts[at + 1], parts[at]
            case "rows" if len(parts) > 4 and parts[1].label and parts[2].label:
                parts[2], parts[3] = parts[3], parts[2]
            case "scrambled":
                labels = [p for p in parts if p.label]
                self.rng.shuffle(labels)
                values = [p for p in parts if not p.label]
                at = 0
                while labels or values:
                    pool = labels if labels and (not values or self.rng.random() < 0.55) else values
                    yield pool.pop(0)
                    at += 1
                return
        yield from parts

    def _body(self, rows: list[list[_Part]]) -> Iterator[_Part]:
        at = 0
        while at < len(rows):
            run = self._run(rows, at)
            at += len(run)
            match self.tears.order:
                case "grouped" if len(run) > 1:
                    yield from (row[0] for row in run)
                    yield from (part for row in run for part in row[1:])
                case "centred" if len(run[0]) == 2:
                    yield from _inside(run[0][0], run[0][1], len(run[0][1].lines) // 2)
                    yield from (part for row in run[1:] for part in row)
                case "inside" if len(run) > 1:
                    first, second = run[0][1], run[1][0]
                    yield run[0][0]
                    yield from _inside(second, first, self.rng.randint(1, len(first.lines)))
                    yield from (part for row in [run[1][1:], *run[2:]] for part in row)
                case _:
                    yield from (part for row in run for part in row)

    def _run(self, rows: list[list[_Part]], at: int) -> list[list[_Part]]:
        """Rows of label and text that follow each other, now and then several of them."""
        count = self.rng.randint(1, 3)
        run = rows[at : at + 1]
        while len(run) < count and _is_pair(run[-1]) and at + len(run) < len(rows) and _is_pair(rows[at + len(run)]):
            run.append(rows[at + len(run)])
        if self.tears.order == "moved" and len(run) > 1:
            self.rng.shuffle(run)
        return run

    # letters

    def _bold(self, part: _Part) -> Iterator[str]:
        if not part.label or self.tears.bold == "once" or "[" in part.lines[0] or len(part.lines) > 1:
            yield from part.lines
        elif self.tears.bold == "repeated":
            yield from part.lines * 4
        else:
            yield from self._grown(part.lines[0])

    def _grown(self, text: str) -> Iterator[str]:
        """A word in pieces, each of which says the end of the one before again."""
        ends = sorted({self.rng.randint(2, max(2, len(text))) for _ in range(2)} | {len(text)})
        start = 0
        for end in ends:
            yield text[start:end]
            yield text[start:end]
            start = max(start, end - self.rng.randint(1, 3)) if end < len(text) else end

    def _cut(self, line: str) -> Iterator[str]:
        """A line in two pieces, now and then."""
        if len(line) < 6 or self.rng.random() < 0.6:
            yield line
            return
        at = self.rng.randint(2, len(line) - 2)
        yield line[:at]
        yield line[at:]

    def _torn(self, line: str) -> str:
        if self.tears.plain_numbers:
            line = re.sub(r"^[①-⑨]", lambda m: m[0].translate(_CIRCLED) + " ", line)
        return re.sub("[、。]", " ", line).strip() if self.tears.no_commas else line

    def _spaced(self, text: str) -> str:
        if not self.tears.spaced:
            return text
        return re.sub(rf"(?<=[{_JAPANESE}])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[{_JAPANESE}])", " ", text)


def _is_pair(row: Sequence[_Part]) -> bool:
    return len(row) == 2 and row[0].label and not row[1].label


def _inside(label: _Part, text: _Part, at: int) -> Iterator[_Part]:
    """The label within the lines of a text."""
    if at:
        yield _Part(False, text.lines[:at])
    yield label
    if text.lines[at:]:
        yield _Part(False, text.lines[at:])
