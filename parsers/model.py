"""The one model that every source fills and every later stage reads.

Geometry is in PDF points, origin at the top left of the page *as displayed* (rotation and crop applied).
A text or HTML dump has no geometry: its `page` and `bbox` are None, and it enters at `Sheet`.

Nothing of the model is changed once it is made. The classes of which a page has hundreds (Word, Rule, Line, Cell) are
not `frozen` all the same: that makes making them four times as slow, which was a seventh of the time of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from hyokasho.parsers.source_text import SourceText, Span

BBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF points, origin top left."""

UNKNOWN_MARK = "\ufffd"
"""Text of a word that stands for a mark which is there but cannot be read (neither marked nor empty)."""

DRAWN_MARK = "○"
"""Text of the word that stands for a mark found as a drawing or as ink, whatever its exact shape."""

Origin = Literal["glyph", "ocr", "vector", "pixel", "dump"]
SourceKind = Literal["pdf-text", "pdf-scan", "pdf-mixed", "text", "html"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A character that OCR `read` (`at` its place in the word, from 0) and was `sure` of (0-1); `others`: what else it
    held possible there, the likeliest first."""

    at: int
    read: str
    sure: float
    others: str


@dataclass(slots=True, unsafe_hash=True)
class Word:
    """A run of characters without a gap.

    `size` is the height of the type in points. `origin` tells the witness: a glyph of the text layer,
    an OCR result, a drawing or the pixels of a mark. `confidence` (0-1) is what that witness says of itself.
    `read_as` is what OCR read where `text` was mended by a closed list; None where nothing was mended.
    `sure` (0-1) is how sure OCR was of its characters on average, whatever the rest of its page is like.
    `doubts` are those of its characters that OCR was not sure of; () where the text is no longer what it read.
    `places` are the x of the middles of its characters, as OCR saw them; () where they are not known.
    """

    text: str
    bbox: BBox
    size: float
    origin: Origin = "glyph"
    confidence: float = 1.0
    read_as: str | None = None
    places: tuple[float, ...] = ()
    sure: float = 1.0
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True, unsafe_hash=True)
class Rule:
    """A straight ruling line, horizontal (y0 == y1) or vertical (x0 == x1), ends in ascending order."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(slots=True, unsafe_hash=True)
class Fill:
    """A shaded rectangle. `colour` is red, green, blue (0-1); None where the source tells shading from paper only.

    `framed`: a white line parts it from the one above or below, so that it is no strip of a larger one.
    """

    bbox: BBox
    colour: tuple[float, ...] | None = None
    framed: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Outline:
    """A closed line round something, corner by corner: the frame of a note that may lie on a table.

    `filled`: it has a ground of its own. `plain`: an upright rectangle, which may just as well be a cell.
    """

    points: tuple[tuple[float, float], ...]
    filled: bool
    plain: bool


@dataclass(frozen=True, slots=True)
class Joint:
    """Where, on a page joined of several, another one begins: `page`, from x `at` on; what it shows was moved right by
    `move` and down by `fall` (points)."""

    page: int
    at: float
    move: float
    fall: float


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """The place of a logical page on its upright sheet, in points: corner, width and height.

    `degrees`: by which it was turned clockwise there to stand upright; `scale`: by how much it was enlarged then
    (the sheet has a turn and a scale of its own).
    """

    x: float
    y: float
    width: float
    height: float
    degrees: int = 0
    scale: float = 1.0

    @property
    def box(self) -> BBox:
        """The place on the upright sheet."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Page:
    """One page (or one logical page of a sheet that carries several) as its best witness shows it.

    `number` is the 1-based page of the file; the second logical page of a sheet and those behind it have numbers of
    their own (`logical_page`; `page_in_file` tells the page).
    `fills` are the shaded rectangles (label cells of the form), those that touch and have one colour joined where they
    make one rectangle; `painted` are the same as they were painted, one by one (empty where the source does not tell):
    where no line is drawn, their seams part the cells.
    `faint`: drawings of the size of a mark in a light colour, `pictures`: the pictures on a page of text; either may be
    a mark, and a picture an answer. `marks_visible` is False where an empty bracket proves nothing, because this
    witness may have lost the marks.
    `turn`: degrees clockwise by which the page was turned to make its text upright; width, height and all boxes are
    then those of the upright page (`layout/sheets/turn.py` turns boxes back). `skew`: degrees by which
    its lines fall to the right, or (`turn.py`) by which it was levelled; `scale`: by how much it was enlarged.
    `drawn`: the page before rules were found that it does not draw; None where it draws its own.
    `joints`: the pages beside it, left to right, whose columns it was joined with (`parsers/layout/sheets/beside.py`).
    `place`: where a logical page stands on the upright sheet; `sheet`: width and height of that sheet, None where the
    page is one by itself.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...] = ()
    painted: tuple[Fill, ...] = ()
    witness: Literal["text", "ocr"] = "text"
    marks_visible: bool = True
    issues: tuple[Issue, ...] = ()
    turn: int = 0
    skew: float = 0.0
    scale: float = 1.0
    outlines: tuple[Outline, ...] = ()
    faint: tuple[BBox, ...] = ()
    pictures: tuple[BBox, ...] = ()
    drawn: Page | None = None
    joints: tuple[Joint, ...] = ()
    place: SheetPlace | None = None
    sheet: tuple[float, float] | None = None


_MOST_PAGES = 1_000_000
"""A file has fewer pages."""


def logical_page(number: int, place: int) -> int:
    """The number of the logical page that is read after `place` others of its sheet, which is page `number`."""
    return number + place * _MOST_PAGES


def page_in_file(number: int) -> int:
    """The page of the file that a page or logical page is of."""
    return number % _MOST_PAGES


@dataclass(slots=True, unsafe_hash=True)
class Line:
    """One printed line of a cell: `text` with single spaces where the page shows gaps.

    `words` are in reading order and, without spaces, spell `text`; empty for a dump.
    `wrapped` is True where the line ends because the cell ends (the next line continues it), None if not known.
    `span`: where the line stands in the text of a dump (start, end in characters); None for pages.
    """

    text: str
    words: tuple[Word, ...] = ()
    page: int | None = None
    bbox: BBox | None = None
    wrapped: bool | None = None
    span: Span | None = None


def read_by_ocr(lines: Iterable[Line]) -> bool:
    """Did OCR read a word of some lines?"""
    return any(word.origin == "ocr" for line in lines for word in line.words)


@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """A cell of a ruled table (or a free text block outside tables, `table` of its row None).

    `open_top` / `open_bottom`: the border is missing there because the page ends; the text runs on.
    `shaded`: the cell has the fill of a label; None where the source has no fills.
    """

    lines: tuple[Line, ...]
    page: int | None = None
    bbox: BBox | None = None
    shaded: bool | None = None
    open_top: bool = False
    open_bottom: bool = False
    _text: str | None = field(default=None, init=False, repr=False, compare=False)
    _run: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The lines, each on its own; put together when it is first asked for, which every step does."""
        if self._text is None:
            self._text = "\n".join([line.text for line in self.lines])
        return self._text

    @property
    def run(self) -> str:
        """The lines run together."""
        if self._run is None:
            self._run = "".join([line.text for line in self.lines])
        return self._run


@dataclass(slots=True, unsafe_hash=True)
class Row:
    """Cells whose tops are level, left to right. A cell merged over several rows stands in its first row only.

    `table` numbers the ruled table within the document; None for text outside tables.
    """

    cells: tuple[Cell, ...]
    page: int | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement as rows of cells in reading order, page furniture taken out, page breaks healed.

    `marks_visible`: per page (key None for a dump): may an empty bracket be believed to be empty?
    `turned`: per page that was turned upright, levelled or enlarged, (degrees clockwise, width and height as displayed
    in points, degrees of skew, scale).
    `furniture`: lines known as page numbers, headers and the like. `ordered` is False where the source kept the
    right words in the wrong order within a page (the reader then may not trust neighbourhood). `text`: of a dump, what
    `Line.span` counts in. `shape`: of a dump, what held its cells apart (`DumpKind`; None: it was no dump).
    `joints`: of each page that others were joined to, by its number. `places`: of each logical page of a sheet that
    carries several, where it has its corner there.
    """

    rows: tuple[Row, ...]
    marks_visible: Mapping[int | None, bool] = field(default_factory=dict)
    furniture: tuple[Line, ...] = ()
    issues: tuple[Issue, ...] = ()
    ordered: bool = True
    turned: Mapping[int, tuple[int, float, float, float, float]] = field(default_factory=dict)
    text: SourceText | None = None
    shape: str | None = None
    joints: Mapping[int, tuple[Joint, ...]] = field(default_factory=dict)
    places: Mapping[int, SheetPlace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be done or is not sure. `code` is one of `parsers/issues.py`; `page` is 1-based or None; `lost` is
    the number of places of the statement (rows of a table) that were printed and not read, for its `coverage`."""

    stage: str
    severity: Severity
    code: str
    message: str
    page: int | None = None
    lost: int = 0
