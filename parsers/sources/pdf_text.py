"""The text layer of a PDF page as a `Page`: one pass of MuPDF over words and drawings.

Coordinates come out in PDF points as displayed: /Rotate and the crop box are applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pymupdf

from hyokasho.parsers.layout.settings import SETTINGS
from hyokasho.parsers.layout.shading import joined_fills
from hyokasho.parsers.model import DRAWN_MARK, BBox, Fill, Page, Rule, Word

TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_PRESERVE_LIGATURES
_CURVES_OF_A_CIRCLE = 4
_BRACKETS_OPEN = "[［〔"
_BRACKETS_CLOSE = "]］〕"


def text_of(mupage: pymupdf.Page) -> pymupdf.TextPage:
    """MuPDF's own reading of the page's text, to be made once and given to the functions of this module."""
    return mupage.get_textpage(flags=TEXT_FLAGS)


def read_text_page(mupage: pymupdf.Page, number: int, text: pymupdf.TextPage | None = None) -> Page:
    """Words, rules, fills and drawn marks of one page; `number` is its 1-based place in the file.

    Raises what MuPDF raises on a damaged page; the caller turns that into an issue of this page.
    """
    matrix = mupage.rotation_matrix if mupage.rotation else None
    words = _words(mupage, matrix, text)
    rules, painted, shapes = _drawings(mupage, matrix)
    if shapes:
        words = [*words, *_drawn_marks(read_characters(mupage, text), shapes)]
    width, height, fills = mupage.rect.width, mupage.rect.height, tuple(joined_fills(painted))
    return Page(number, width, height, tuple(words), tuple(rules), fills, tuple(painted))


def read_characters(mupage: pymupdf.Page, text: pymupdf.TextPage | None = None) -> list[Word]:
    """Every character of the page as a word of its own, for pages whose words run across rules."""
    matrix = mupage.rotation_matrix if mupage.rotation else None
    blocks = mupage.get_text("rawdict", flags=TEXT_FLAGS, textpage=text)["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    found = (char for span in spans for char in span["chars"] if not char["c"].isspace())
    return [_word(char["c"], char["bbox"], matrix) for char in found]


def writing_direction(mupage: pymupdf.Page) -> tuple[float, float]:
    """Unit vector in which most characters of the page run, as displayed (y downwards); (1, 0) is upright."""
    weights: dict[tuple[int, int], int] = {}
    for block in mupage.get_text("dict", flags=TEXT_FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            count = sum(len(span["text"]) for span in line["spans"])
            weights[(round(dx), round(dy))] = weights.get((round(dx), round(dy)), 0) + count
    dx, dy = max(weights, key=lambda d: weights[d], default=(1, 0))
    m = mupage.rotation_matrix
    return (dx * m.a + dy * m.c, dx * m.b + dy * m.d)


def _words(mupage: pymupdf.Page, matrix: pymupdf.Matrix | None, text: pymupdf.TextPage | None) -> list[Word]:
    found = mupage.get_text("words", flags=TEXT_FLAGS, textpage=text)
    return [_word(w[4], w[:4], matrix) for w in found if not w[4].isspace()]


def _word(text: str, box: BBox, matrix: pymupdf.Matrix | None) -> Word:
    """Made for every word of a page, so written for speed."""
    x0, y0, x1, y1 = box
    if matrix is not None or x0 > x1 or y0 > y1:
        box = x0, y0, x1, y1 = displayed_box(box, matrix)
    size = y1 - y0
    if len(text) == 1 and x1 - x0 < size:
        size = x1 - x0
    return Word(text, box, size)


def displayed_box(box: Sequence[float], matrix: pymupdf.Matrix | None) -> BBox:
    """A rectangle (perhaps drawn from right to left) on the page as displayed, corners in order."""
    x0, y0, x1, y1 = box
    if matrix is None and x0 <= x1 and y0 <= y1:
        return (x0, y0, x1, y1)
    if matrix is not None:
        x0, y0, x1, y1 = (
            x0 * matrix.a + y0 * matrix.c + matrix.e, x0 * matrix.b + y0 * matrix.d + matrix.f,
            x1 * matrix.a + y1 * matrix.c + matrix.e, x1 * matrix.b + y1 * matrix.d + matrix.f,
        )  # fmt: skip
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _drawings(mupage: pymupdf.Page, matrix: pymupdf.Matrix | None) -> tuple[list[Rule], list[Fill], list[BBox]]:
    """Rules, shaded areas and small shapes (candidates for drawn marks)."""
    rules: list[Rule] = []
    fills: list[Fill] = []
    shapes: list[BBox] = []
    page_area = mupage.rect.width * mupage.rect.height
    low, high = SETTINGS.mark_size
    for path in mupage.get_cdrawings():
        kind = path["type"]
        if "s" in kind and _visible(path.get("color")):
            _stroke_rules(path["items"], matrix, rules)
        elif "f" in kind:
            _fill_rules(path, matrix, page_area, rules, fills)
        if _dark(path.get("fill") or path.get("color")):
            for box in _shapes(path):
                if low <= box[2] - box[0] <= high and low <= box[3] - box[1] <= high:
                    shapes.append(displayed_box(box, matrix))
    return rules, fills, shapes


def _shapes(path: Any) -> Iterator[BBox]:
    """The box of a path, or of each of its connected pieces where it has curves: all marks may be one path."""
    items = path["items"]
    if len(items) <= _CURVES_OF_A_CIRCLE or all(item[0] != "c" for item in items):
        yield path["rect"]
        return
    piece: list[Any] = []
    for item in items:
        points = item[1:] if item[0] in "lc" else None
        if piece and (points is None or points[0] != piece[-1]):
            yield _around(piece)
            piece = []
        piece += points or ()
    if piece:
        yield _around(piece)


def _around(points: Sequence[Any]) -> BBox:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _stroke_rules(items: Iterable[Any], matrix: pymupdf.Matrix | None, rules: list[Rule]) -> None:
    for item in items:
        if item[0] == "l":
            (ax, ay), (bx, by) = item[1], item[2]
            _add_rule(displayed_box((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), matrix), rules)
        elif item[0] == "re":
            x0, y0, x1, y1 = displayed_box(item[1], matrix)
            for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                _add_rule(edge, rules)
        elif item[0] == "qu":
            _add_quad(item[1], matrix, rules)


def _add_quad(quad: Any, matrix: pymupdf.Matrix | None, rules: list[Rule]) -> None:
    ul, ur, ll, lr = quad
    for (ax, ay), (bx, by) in ((ul, ur), (ll, lr), (ul, ll), (ur, lr)):
        _add_rule(displayed_box((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), matrix), rules)


def _fill_rules(
    path: Any, matrix: pymupdf.Matrix | None, page_area: float, rules: list[Rule], fills: list[Fill]
) -> None:
    for box in _filled_boxes(path["items"], matrix):
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) <= SETTINGS.thin_rect:
            if _visible(path.get("fill")):
                _add_rule(box, rules)
        elif _ground(path.get("fill")) and width * height < page_area * 0.9:
            fills.append(Fill(box, path["fill"]))


def _filled_boxes(items: Iterable[Any], matrix: pymupdf.Matrix | None) -> Iterator[BBox]:
    """The rectangles of a filled path: drawn as such, as quads, or as outlines of level and upright lines."""
    outline: list[Any] = []
    for item in items:
        if item[0] == "re":
            yield displayed_box(item[1], matrix)
        elif item[0] == "qu":
            yield displayed_box(pymupdf.Quad(item[1]).rect, matrix)
        elif item[0] == "l":
            if outline and outline[-1][2] != item[1]:
                yield from _outlined(outline, matrix)
                outline = []
            outline.append(item)
        else:
            return  # a curve: a glyph or a drawing
    yield from _outlined(outline, matrix)


def _outlined(lines: list[Any], matrix: pymupdf.Matrix | None) -> Iterator[BBox]:
    if len(lines) not in (3, 4) or any(abs(a[0] - b[0]) > 0.5 and abs(a[1] - b[1]) > 0.5 for _, a, b in lines):
        return
    xs = [p[0] for _, a, b in lines for p in (a, b)]
    ys = [p[1] for _, a, b in lines for p in (a, b)]
    yield displayed_box((min(xs), min(ys), max(xs), max(ys)), matrix)


def _add_rule(box: BBox, rules: list[Rule]) -> None:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= SETTINGS.thin_rect and width >= max(height, SETTINGS.min_rule):
        y = (y0 + y1) / 2
        rules.append(Rule(x0, y, x1, y))
    elif width <= SETTINGS.thin_rect and height >= SETTINGS.min_rule:
        x = (x0 + x1) / 2
        rules.append(Rule(x, y0, x, y1))


def _visible(color: Sequence[float] | None) -> bool:
    """White lines are drawn to hide, not to divide."""
    return color is None or min(color) < 0.97


def _ground(color: Sequence[float] | None) -> bool:
    """Shading, or the white that covers it; what is nearly black is a drawing."""
    return color is not None and max(color) > 0.25


def _dark(color: Sequence[float] | None) -> bool:
    return color is not None and sum(color) / len(color) < 0.6


def _drawn_marks(words: Sequence[Word], shapes: Sequence[BBox]) -> list[Word]:
    """Shapes that stand alone between an opening and a closing bracket of one line are marks of a box."""
    openers = [w for w in words if w.text.rstrip()[-1:] in _BRACKETS_OPEN]
    closers = [w for w in words if w.text.lstrip()[:1] in _BRACKETS_CLOSE]
    if not openers or not closers:
        return []
    marks = []
    for box in shapes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        level = [w for w in openers if w.bbox[1] <= y <= w.bbox[3]]
        left = [w for w in level if w.bbox[2] - 1 <= x and x - w.bbox[2] < _reach(w)]
        level = [w for w in closers if w.bbox[1] <= y <= w.bbox[3]]
        right = [w for w in level if w.bbox[0] + 1 >= x and w.bbox[0] - x < _reach(w)]
        if left and right:
            marks.append(Word(DRAWN_MARK, box, left[0].size, "vector"))
    return _merged(marks)


def _reach(bracket: Word) -> float:
    """How far a mark may stand from its bracket; a bracket is a narrow character, so its height tells the type size."""
    return 3 * max(bracket.size, bracket.bbox[3] - bracket.bbox[1])


def _merged(marks: list[Word]) -> list[Word]:
    """One word for a mark drawn with several strokes."""
    kept: list[Word] = []
    for mark in marks:
        x = (mark.bbox[0] + mark.bbox[2]) / 2
        if not any(k.bbox[0] - 2 <= x <= k.bbox[2] + 2 and abs(k.bbox[1] - mark.bbox[1]) < mark.size for k in kept):
            kept.append(mark)
    return kept
