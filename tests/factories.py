"""Small parts of pages and sheets for tests: name only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hyokasho.parsers.align.answers import Answer, read_answers
from hyokasho.parsers.align.content import AnswerCell, Found, collect
from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.sequence import Match, align
from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.model import BBox, Cell, Fill, Issue, Line, Origin, Page, Row, Rule, Sheet, Word

SIZE = 10.0
"""Type height and width of a character in points."""
WIDTH, HEIGHT = 600.0, 800.0


def word(text: str, x: float = 0.0, y: float = 100.0, *, size: float = SIZE, origin: Origin = "glyph") -> Word:
    """A word whose characters are `size` wide and high, its top left corner at x, y."""
    return Word(text, (x, y, x + size * len(text), y + size), size, origin)


def letters(*words: Word) -> list[Word]:
    """Every character of the words as a word."""
    return [word(c, w.bbox[0] + i * w.size, w.bbox[1], size=w.size) for w in words for i, c in enumerate(w.text)]


def rule(x0: float = 0.0, y0: float = 100.0, x1: float | None = None, y1: float | None = None) -> Rule:
    """A rule; horizontal where only x1 is given, vertical where only y1 is."""
    return Rule(x0, y0, x0 if x1 is None else x1, y0 if y1 is None else y1)


def lattice(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """All rules of a table whose grid lines stand at xs and ys, each box drawn for itself."""
    flat = [rule(a, y, b) for y in ys for a, b in pairwise(xs)]
    return flat + [rule(x, a, y1=b) for x in xs for a, b in pairwise(ys)]


def page(
    words: Sequence[Word] = (),
    rules: Sequence[Rule] = (),
    *,
    number: int = 1,
    width: float = WIDTH,
    height: float = HEIGHT,
    fills: Sequence[BBox] = (),
    turn: int = 0,
) -> Page:
    """A page of a text layer."""
    return Page(number, width, height, tuple(words), tuple(rules), tuple(Fill(box) for box in fills), turn=turn)


def layout(words: Sequence[Word] = (), rules: Sequence[Rule] = (), *, number: int = 1) -> PageLayout:
    """A page laid out, its characters known."""
    return lay_out(page(words, rules, number=number), lambda: letters(*words))


def line(text: str, x: float = 0.0, y: float = 100.0, *, page: int | None = 1, wrapped: bool | None = None) -> Line:
    """A printed line: the words of `text` are parted by spaces, which are as wide as a character."""
    words, at = [], x
    for part in text.split(" "):
        if part:
            words.append(word(part, at, y))
        at += SIZE * (len(part) + 1)
    box = (words[0].bbox[0], y, words[-1].bbox[2], y + SIZE) if words else (x, y, x, y + SIZE)
    return Line(text.strip(), tuple(words), page, box, wrapped)


def cell(
    *texts: str | Line,
    x: float = 0.0,
    y: float = 100.0,
    width: float = 100.0,
    height: float | None = None,
    page: int = 1,
    shaded: bool | None = None,
    open_top: bool = False,
    open_bottom: bool = False,
) -> Cell:
    """A cell with one line per text that is not empty, 12 points apart."""
    lines = tuple(line(t, x, y + 12 * k, page=page) if isinstance(t, str) else t for k, t in enumerate(texts) if t)
    box = (x, y, x + width, y + (12 * max(1, len(texts)) if height is None else height))
    return Cell(lines, page, box, shaded, open_top, open_bottom)


def row(*cells: str | Cell, y: float = 100.0, table: int | None = 0, page: int = 1) -> Row:
    """Cells side by side, each 100 points wide where only its text is given."""
    made = (cell(c, x=100.0 * k, y=y, page=page) if isinstance(c, str) else c for k, c in enumerate(cells))
    return Row(tuple(made), page, table)


def sheet(*rows: Row | Sequence[str], marks_visible: bool = True) -> Sheet:
    """A sheet of table rows, 20 points apart where only their texts are given."""
    made = [r if isinstance(r, Row) else row(*r, y=20.0 * k) for k, r in enumerate(rows)]
    return Sheet(tuple(made), {1: marks_visible})


def matches(form: str, made: Sheet) -> list[tuple[str, str]]:
    """(section, label) of everything the alignment finds."""
    index = label_index(form)
    return [(f.section_code, f.label) for f in collect(made, index, align(made, index)[0])[0]]


def found(form: str, made: Sheet) -> list[Found]:
    """Everything the alignment finds, with its cells."""
    index = label_index(form)
    aligned: list[Match] = align(made, index)[0]
    return collect(made, index, aligned)[0]


def pieces(*rows: Row) -> tuple[AnswerCell, ...]:
    """The cells of rows as the content behind a label."""
    return tuple(AnswerCell(k, c) for k, r in enumerate(rows) for c in r.cells)


def answer(value: str | None = None, *, item: str = "x", fills: str | None = None, page: int | None = 1) -> Answer:
    """An answer of the cover."""
    return Answer(
        "表紙", None, None, None, item, None, "text", value, page, (0.0, 0.0, 1.0, 1.0), 1.0, value or "", fills
    )


def content(kind: str, *rows: Row, form: str = "zen") -> Found:
    """The rows as the content of the form's item of this kind (record_items, changes)."""
    node = next(n for n in label_index(form).tree.nodes if n.section for i in n.section.items() if i.kind == kind)
    assert node.section is not None
    item = next(i for i in node.section.items() if i.kind == kind)
    own = cell(item.label)
    return Found(node, node.section, node.section.code, None, None, None, item, item.label, 1.0, pieces(*rows), own, 1)


def answers(form: str, made: Sheet) -> tuple[list[Answer], list[Issue]]:
    """All answers of a sheet, and the doubts about them."""
    return read_answers(found(form, made), made)
