"""Write printed pages as a PDF file: one embedded font, rules in the style's manner, the same bytes every time."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import pymupdf

from hyokasho.pipeline.samples.added import add_added, added_operators
from hyokasho.pipeline.samples.drawn_text import FONT, LATIN, fill_operators, side_number, spread_text_operators
from hyokasho.pipeline.samples.drawn_text import SYMBOLS as _SYMBOLS
from hyokasho.pipeline.samples.garble import garble
from hyokasho.pipeline.samples.guides import guide_operators
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.mark_kinds import (
    MARK,
    SIDE,
    SIGNS,
    SQUARES,
    font_of_signs,
    mark_operators,
    mark_picture,
    square_picture,
)
from hyokasho.pipeline.samples.metrics import font, glyph, symbol_font, symbol_glyph, text_width
from hyokasho.pipeline.samples.notes import add_annotations, note_operators
from hyokasho.pipeline.samples.odd_text import odd_text_operators
from hyokasho.pipeline.samples.old_text import OldText, add_old_resources, cover_old_text, old_text
from hyokasho.pipeline.samples.pages import Edge, PrintedPage
from hyokasho.pipeline.samples.rule_kinds import DOTS, GLYPHS, PATTERN, PIXEL, SHADE, rule_operators
from hyokasho.pipeline.samples.stamps import stamp_operators
from hyokasho.pipeline.samples.stored import store
from hyokasho.pipeline.samples.style import Style
from hyokasho.pipeline.samples.typeset import DRAWN, SQUARE

_INSIDE = 1.2
"""Points by which a crop box that cuts off borders lies inside them."""


def write_pdf(
    pages: Sequence[PrintedPage],
    style: Style,
    false_characters: Mapping[str, str] | None = None,
    manner: Manner | None = None,
) -> bytes:
    """The bytes of the PDF; equal pages and style give equal bytes.

    `false_characters`: what the text layer says for each character; None: the truth. `manner`: how the pages are drawn;
    None: as plainly as can be.
    """
    document = pymupdf.open()
    for number, printed in enumerate(pages, 1):
        rotate = style.rotate if style.rotate_all or printed.width > printed.height else 0
        turned = rotate in (90, 270)
        width, height = (printed.height, printed.width) if turned else (printed.width, printed.height)
        large = manner.enlarge if manner else 1.0
        page = document.new_page(width=(width + 2 * style.crop) * large, height=(height + 2 * style.crop) * large)
        page.insert_font(fontname=FONT, fontbuffer=font().buffer)
        if style.ballot and DRAWN not in style.ballot[0] and not glyph(style.ballot[0]):
            page.insert_font(fontname=_SYMBOLS, fontbuffer=symbol_font().buffer)
        xref = document.get_new_xref()
        document.update_object(xref, "<<>>")
        old = OldText(printed)
        flat = not rotate and not style.crop
        noted = manner is not None and (manner.old == "annotation" or manner.notes == "strike_notes")
        if manner and (flat or not noted):
            old = old_text(printed, manner, random.Random(f"old-{number}"))
        content = _drawn(old, style, rotate, manner, number) if manner else _content(printed, style, rotate)
        document.update_stream(xref, content.encode("latin-1"), compress=True)
        page.set_contents(xref)
        if manner:
            _add_resources(document, page, manner)
        if style.crop:
            box = (style.crop, style.crop, style.crop + width, style.crop + height)
            page.set_cropbox(pymupdf.Rect(*(value * large for value in box)))
        if manner and manner.cut and flat and large == 1.0:
            page.set_cropbox(_within_borders(printed))
        if rotate:
            page.set_rotation(rotate)
        if manner and flat:
            add_annotations(page, printed, manner, random.Random(f"notes-{number}"))
            cover_old_text(page, old, manner)
            add_added(page, printed, manner, random.Random(f"added-{number}"))
    document.subset_fonts()
    if false_characters:
        garble(document, false_characters)
    if manner and manner.stored:
        store(document, manner, f"stored-{len(pages)}")
    return saved(document)


def _within_borders(page: PrintedPage) -> pymupdf.Rect:
    """The page between the outer borders of its tables, which stand outside; texts stay on it."""
    left = min([page.width / 4, *(edge[0] + _INSIDE for edge in page.edges), *(x for x, _, _ in page.texts)])
    ends = [x + text_width(run.text, run.size) for x, _, run in page.texts]
    right = max([page.width * 3 / 4, *(edge[2] - _INSIDE for edge in page.edges), *ends])
    return pymupdf.Rect(max(left, 0.0), 0.0, min(right, page.width), page.height)


def saved(document: pymupdf.Document) -> bytes:
    """The file's bytes without time stamps; its identity comes from its content."""

    def bytes_with(identity: str) -> bytes:
        document.xref_set_key(-1, "ID", f"[<{identity}><{identity}>]")
        return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))

    document.set_metadata({})
    first = bytes_with("0" * 32)
    return bytes_with(hashlib.sha256(first).hexdigest()[:32].upper())


def _add_resources(document: pymupdf.Document, page: pymupdf.Page, manner: Manner) -> None:
    """The second font, and the tiles, the shading and the picture that rules are made of."""
    page.insert_font(fontname=LATIN)
    held, place = document.xref_get_key(page.xref, "Resources")
    owner, inside = (int(place.split()[0]), "") if held == "xref" else (page.xref, "Resources/")

    def add(kind: str, name: str, definition: str, stream: bytes | None = None) -> int:
        xref = int(document.get_new_xref())
        document.update_object(xref, definition)
        if stream is not None:
            document.update_stream(xref, stream, compress=True)
        if kind:
            document.xref_set_key(owner, f"{inside}{kind}/{name}", f"{xref} 0 R")
        return xref

    tile = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1"
    if manner.rules == "pattern":
        add("Pattern", PATTERN, f"<<{tile} /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources <<>>>>", b"0 g 0 0 4 4 re f")
    if manner.dotted:
        bits = bytes(0 if (x + y) // 4 % 2 == 0 else 255 for y in range(8) for x in range(8) for _ in range(3))
        image = "<</Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8>>"
        picture = add("", "", image, bits)
        resources = f"/Resources <</XObject <</I {picture} 0 R>>>>"
        add("Pattern", DOTS, f"<<{tile} /BBox [0 0 8 8] /XStep 8 /YStep 8 /Matrix [.12 0 0 .12 0 0] {resources}>>",
            b"q 8 0 0 8 0 0 cm /I Do Q")  # fmt: skip
    if manner.rules == "shading":
        black = "<</FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0.1] /N 1>>"
        extent = "/Coords [0 0 1000 0] /Extend [true true]"
        add("Shading", SHADE, f"<</ShadingType 2 /ColorSpace /DeviceGray {extent} /Function {black}>>")
    if manner.rules == "glyphs":
        square = add("", "", "<<>>", b"1 0 0 0 1 1 d1 0 0 1 1 re f")
        coded = "/FirstChar 97 /LastChar 97 /Widths [1] /Encoding <</Differences [97 /a]>>"
        drawn = f"/FontMatrix [1 0 0 1 0 0] /FontBBox [0 0 1 1] /CharProcs <</a {square} 0 R>> /Resources <<>>"
        add("Font", GLYPHS, f"<</Type /Font /Subtype /Type3 {drawn} {coded}>>")
    if manner.rules == "images":
        pixel = "<</Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8>>"
        add("XObject", PIXEL, pixel, b"\0")
    _add_mark_resources(manner, add)
    add_old_resources(document, manner, add)


def _add_mark_resources(manner: Manner, add: Callable[[str, str, str, bytes | None], int]) -> None:
    """The pictures, or the font, that marks are made of."""
    if manner.marks in ("pictures", "mixed"):
        form = f"/Width {SIDE} /Height {SIDE} /ColorSpace /DeviceGray /BitsPerComponent 8"
        add("XObject", MARK, f"<</Type /XObject /Subtype /Image {form}>>", mark_picture())
    if manner.marks in ("dingbats", "wingdings", "wingding_boxes"):
        add("Font", SIGNS, font_of_signs(manner.marks), None)
    if manner.marks == "square_pictures":
        form = f"/Width {SIDE} /Height {SIDE} /ColorSpace /DeviceGray /BitsPerComponent 8"
        for empty, name in enumerate(SQUARES):
            add("XObject", name, f"<</Type /XObject /Subtype /Image {form}>>", square_picture(empty=bool(empty)))


def _drawn(old: OldText, style: Style, rotate: int, manner: Manner, number: int) -> str:
    """The content of a page drawn in a manner of its own."""
    page = old.page
    rng = random.Random(f"drawn-{number}-{len(page.texts)}-{len(page.edges)}")
    angle = math.radians(manner.skew)
    cos, sin, large = math.cos(angle), math.sin(angle), manner.enlarge
    x, y = page.width / 2, page.height / 2
    skew = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x - x * cos + y * sin:.3f} {y - x * sin - y * cos:.3f} cm"
    parts = [
        "q",
        f"{large:g} 0 0 {large:g} 0 0 cm" if large != 1 else "",
        *_placing(page, style, rotate),
        skew if manner.skew else "",
        _clip(page),
        *old.before,
        *guide_operators(page, manner, random.Random(f"guides-{page.width}")),
        *fill_operators(page, manner),
        *(odd_text_operators if manner.texts else spread_text_operators)(page, manner, rng),
        side_number(page, number) if manner.side_number else "",
        *rule_operators(page, manner, style.rule_width, rng),
        *_arrows(page),
        *(mark_operators(page, manner, rng) if manner.marks else _marks(page)),
        *note_operators(page, manner, rng),
        *stamp_operators(page, manner, rng),
        *added_operators(page, manner, number, random.Random(f"added-{number}")),
        *_foot(page),
        *old.after,
        "Q",
    ]
    return "\n".join(p for p in parts if p)


def _placing(page: PrintedPage, style: Style, rotate: int) -> tuple[str, str]:
    """The operators that move the page into its crop box and turn it."""
    turns = {0: "", 90: f"0 1 -1 0 {page.height:g} 0 cm", 180: f"-1 0 0 -1 {page.width:g} {page.height:g} cm"}
    turn = turns.get(rotate, f"0 -1 1 0 0 {page.width:g} cm")
    shift = f"1 0 0 1 {style.crop:g} {style.crop:g} cm" if style.crop else ""
    return shift, turn


def _clip(page: PrintedPage) -> str:
    """What lies left and right of the part of a wide sheet that this page shows is drawn and not seen."""
    if page.clip is None:
        return ""
    return f"q {page.clip[0]:.2f} 0 {page.clip[1] - page.clip[0]:.2f} {page.height:.2f} re W n"


def _foot(page: PrintedPage) -> Iterator[str]:
    """The foot of a page that is clipped."""
    if page.clip is not None:
        yield "Q"
        yield from text_operators(PrintedPage(page.width, page.height, page.foot))


def _content(page: PrintedPage, style: Style, rotate: int) -> str:
    drawings = (*_fills(page), *_rules(page, style), *_arrows(page), *_marks(page))
    parts = ["q", *_placing(page, style, rotate), _clip(page), *drawings, *text_operators(page), *_foot(page), "Q"]
    return "\n".join(p for p in parts if p)


def _fills(page: PrintedPage) -> Iterator[str]:
    for (x0, y0, x1, y1), colour in page.fills:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        yield f"{red:.3f} {green:.3f} {blue:.3f} rg {x0:.2f} {page.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f"


def _rules(page: PrintedPage, style: Style) -> Iterator[str]:
    edges: Iterable[Edge] = page.edges if style.rules == "double" else dict.fromkeys(page.edges)
    width = style.rule_width
    if style.rules == "rect":
        yield "0 g"
        for x0, y0, x1, y1 in edges:
            yield _thin_rectangle(x0, page.height - y1, x1, page.height - y0, width)
        return
    yield f"0 G {width:g} w {'[1.5 1] 0 d' if style.rules == 'dashed' else ''}"
    for edge in edges:
        for x0, y0, x1, y1 in _pieces(edge) if style.rules == "broken" else (edge,):
            yield f"{x0:.2f} {page.height - y0:.2f} m {x1:.2f} {page.height - y1:.2f} l S"
    yield "[] 0 d"


def _pieces(edge: Edge) -> tuple[Edge, Edge]:
    """A rule in two pieces with a hair of white between them."""
    x0, y0, x1, y1 = edge
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    gap = 0.4 if x1 > x0 else 0.0
    fall = 0.4 if y1 > y0 else 0.0
    return (x0, y0, x - gap, y - fall), (x + gap, y + fall, x1, y1)


def _thin_rectangle(x0: float, y0: float, x1: float, y1: float, width: float) -> str:
    half = width / 2
    return f"{x0 - half:.2f} {y0 - half:.2f} {x1 - x0 + width:.2f} {y1 - y0 + width:.2f} re f"


def _arrows(page: PrintedPage) -> Iterator[str]:
    for x0, y0, x1, _ in page.arrows:
        y, back = page.height - y0, 5 if x1 < x0 else -5
        yield f"0 G 0.6 w {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S"
        yield f"{x1 + back:.2f} {y + 3:.2f} m {x1:.2f} {y:.2f} l {x1 + back:.2f} {y - 3:.2f} l S"


def _marks(page: PrintedPage) -> Iterator[str]:
    """A circle wherever a text leaves room for a drawn mark."""
    for x, y, run in page.texts:
        for index, char in enumerate(run.text):
            if char == DRAWN:
                left = x + text_width(run.text[:index], run.size)
                yield _circle(left + run.size * 0.5, page.height - y + run.size * 0.36, run.size * 0.38)


def _circle(x: float, y: float, radius: float) -> str:
    """A circle of four curves."""
    bend = radius * 0.5523
    curves = (
        (x + radius, y + bend, x + bend, y + radius, x, y + radius),
        (x - bend, y + radius, x - radius, y + bend, x - radius, y),
        (x - radius, y - bend, x - bend, y - radius, x, y - radius),
        (x + bend, y - radius, x + radius, y - bend, x + radius, y),
    )
    drawn = " ".join(f"{' '.join(f'{c:.2f}' for c in curve)} c" for curve in curves)
    return f"0 G 0.9 w {x + radius:.2f} {y:.2f} m {drawn} S"


def text_operators(page: PrintedPage, invisible: bool = False) -> Iterator[str]:
    """The operators that show the words of a page."""
    yield "BT 0 g 0 G 3 Tr" if invisible else "BT 0 g 0 G"
    size, bold = 0.0, False
    for x, y, run in page.texts:
        if run.size != size:
            size = run.size
            yield f"/{FONT} {size:g} Tf"
        if run.bold != bold:
            bold = run.bold
            yield f"2 Tr {size * 0.03:.2f} w" if bold else "0 Tr"
        yield f"1 0 0 1 {x:.2f} {page.height - y:.2f} Tm {_shown(run.text, size)}"
    yield "ET"


def _shown(text: str, size: float) -> str:
    """The operators that show a text; characters the CJK font lacks come from the symbol font."""
    parts = []
    text = text.replace(DRAWN, "　").replace(SQUARE, "　")
    for plain, group in groupby(text, lambda c: bool(glyph(c))):
        if plain:
            parts.append(f"<{''.join(f'{glyph(c):04X}' for c in group)}> Tj")
        else:
            codes = "".join(f"{symbol_glyph(c):04X}" for c in group)
            parts.append(f"/{_SYMBOLS} {size:g} Tf <{codes}> Tj /{FONT} {size:g} Tf")
    return " ".join(parts)
