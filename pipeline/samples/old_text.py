"""Old text that stays in a file under the new: nobody sees it, so the golden of the statement stays as it is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pymupdf

from hyokasho.pipeline.samples.drawn_text import FONT, Placed
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.material import material
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import Edge, PrintedPage
from hyokasho.pipeline.samples.tracked import KINDS, strike_out, tracked_changes
from hyokasho.pipeline.samples.typeset import DRAWN, Run

_SHARE = 0.2
_PALE = "0.82 0.9 1"
_MARK = re.compile(r"^([\[［]\s*)(\S?)(\s*[\]］])")
WHITE, GLASS, CLEAR, LAYER, SHADE, MASKED, SCREEN = "Wh", "Gl", "Cl", "Ly", "Sw", "Mk", "Sc"
"""Names of the resources: a white picture, a faint one, a state that paints nothing, a layer that is off, a white
shading, a state with a mask that is all black, one that brightens."""
_ENDLESS = "/BBox [-9999 -9999 9999 9999]"


@dataclass(slots=True)
class OldText:
    """The page as it is drawn, what is drawn before it and after it, and places that an annotation covers or strikes
    out."""

    page: PrintedPage
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    covered: list[Edge] = field(default_factory=list)
    struck: list[Edge] = field(default_factory=list)


def old_text(page: PrintedPage, manner: Manner, rng: random.Random) -> OldText:
    """The old text of a page in this manner; none where the manner has none."""
    drawn = OldText(page)
    if manner.notes in KINDS:
        drawn.page, drawn.after, drawn.struck = tracked_changes(page, manner, rng)
    elif manner.old == "glass":
        drawn.after.append(f"q {page.width:g} 0 0 {page.height:g} 0 0 cm /{GLASS} Do Q")
    elif manner.old == "second_layer":
        misread = [_shown(page, x + 0.8, y + 0.5, _misread(run, rng)) for x, y, run in page.texts]
        drawn.after += ["q 3 Tr", *misread, "Q"]
    elif manner.old in _COVERS:
        _corrected(drawn, manner, rng)
    elif manner.old == "annotation":
        _struck(drawn, rng)
    elif manner.old:
        for placed, old in _chosen(page, rng):
            drawn.before += _hidden(page, placed, old, manner)
    return drawn


def add_old_resources(document: pymupdf.Document, manner: Manner, add: Callable[..., int]) -> None:
    """The picture, the state or the layer that hides the manner's old text."""
    image = "<</Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
    if manner.old in ("picture", "picture_after", "cut_picture_after"):
        add("XObject", WHITE, f"{image}>>", b"\xff" * 4)
    if manner.old == "glass":
        mask = add("", "", f"{image}>>", bytes((18, 30, 24, 12)))
        add("XObject", GLASS, f"{image} /SMask {mask} 0 R>>", bytes((120, 90, 140, 110)))
    if manner.old == "transparent":
        add("ExtGState", CLEAR, "<</ca 0 /CA 0>>")
    if manner.old == "screen":
        add("ExtGState", SCREEN, "<</BM /Screen>>")
    if manner.old in ("shade", "shade_after"):
        white = "<</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1>>"
        place = "/Coords [0 0 1000 0] /Extend [true true]"
        add("Shading", SHADE, f"<</ShadingType 2 /ColorSpace /DeviceGray {place} /Function {white}>>")
    if manner.old == "masked":
        black = f"<</Type /XObject /Subtype /Form {_ENDLESS} /Group <</S /Transparency /CS /DeviceGray>>>>"
        mask = add("", "", black, b"0 g -9999 -9999 19998 19998 re f")
        add("ExtGState", MASKED, f"<</SMask <</S /Luminosity /G {mask} 0 R>>>>")
    if manner.old in ("layer", "membership", "expression"):
        layers = document.get_ocgs() or {document.add_ocg("new", on=True): {}, document.add_ocg("old", on=False): {}}
        on, off = sorted(layers)
        rule = {
            "layer": f"/OCGs [{off} 0 R]",
            "membership": f"/OCGs [{on} 0 R {off} 0 R] /P /AllOn",
            "expression": f"/VE [/And {on} 0 R [/Not [/Or {on} 0 R {off} 0 R]]]",
        }[manner.old]
        add("Properties", LAYER, f"<</Type /OCMD {rule}>>")


def cover_old_text(mupage: pymupdf.Page, drawn: OldText, manner: Manner) -> None:
    """White annotations over what they cover, and lines through what they strike out."""
    strike_out(mupage, drawn.struck, manner)
    for box in drawn.covered:
        note = mupage.add_rect_annot(pymupdf.Rect(box))
        note.set_colors(stroke=(1, 1, 1), fill=(1, 1, 1))
        note.update()


def _chosen(page: PrintedPage, rng: random.Random) -> Iterator[tuple[Placed, Run]]:
    """Some texts with what stood there before: another text of the page, or the same box with another mark."""
    others = [run.text.strip() for _, _, run in page.texts if len(run.text.strip()) >= 2 and DRAWN not in run.text]
    for placed in page.texts:
        run = placed[2]
        if rng.random() > _SHARE or DRAWN in run.text or not others:
            continue
        box = _MARK.match(run.text)
        text = f"{box[1]}{'' if box[2] else '○'}{box[3]}" if box else rng.choice(others)[: len(run.text.strip()) + 2]
        if text.strip() != run.text.strip():
            yield placed, replace(run, text=text)


def _hidden(page: PrintedPage, placed: Placed, old: Run, manner: Manner) -> list[str]:
    x, y, _ = placed
    shown = _shown(page, x, y, old, {"white": "1 g", "ground": f"{_PALE} rg"}.get(str(manner.old), "0 g"))
    around: Mapping[str, tuple[str, str]] = {
        "area": ("", _area(page, placed, old)),
        "picture": ("", _picture(page, placed, old)),
        "strips": ("", _strips(page, placed, old)),
        "pen": ("", _pen(page, placed, old)),
        "shade": ("", _shade(page, placed, old)),
        "screen": ("", f"q /{SCREEN} gs {_area(page, placed, old)} Q"),
        "stencil": ("", _stencil(page, placed, old)),
        "ground": (_area(page, placed, old).replace("1 g", f"{_PALE} rg", 1), ""),
        "masked": (f"q /{MASKED} gs", "Q"),
        "unpainted": ("q 3 Tr", "Q"),
        "white": ("q", "Q"),
        "transparent": (f"q /{CLEAR} gs", "Q"),
        "clipped": ("q 0 0 0 0 re W n", "Q"),
        "clipped_text": ("q BT 7 Tr ET", "Q"),
        "off_page": (f"q 1 0 0 1 {page.width + 400:g} 0 cm", "Q"),
        "layer": (f"/OC /{LAYER} BDC", "EMC"),
        "membership": (f"/OC /{LAYER} BDC", "EMC"),
        "expression": (f"/OC /{LAYER} BDC", "EMC"),
    }
    first, last = around[str(manner.old)]
    return [first, shown, last]


def _corrected(drawn: OldText, manner: Manner, rng: random.Random) -> None:
    """The page as it was, and behind it for each correction what covers the old text and the new text."""
    page = drawn.page
    chosen = _chosen(page, rng)
    changed = {id(placed): old for placed, old in chosen if _free(page, placed, _from_above(page, placed, old))}
    texts = [(p[0], p[1], changed.get(id(p), p[2])) for p in page.texts]
    for placed in page.texts:
        if id(placed) in changed:
            cover = _COVERS[str(manner.old)]
            drawn.after += [cover(page, placed, changed[id(placed)]), _shown(page, *placed)]
    drawn.page = replace(page, texts=texts)


def _struck(drawn: OldText, rng: random.Random) -> None:
    """Words behind some texts that a white annotation covers."""
    page = drawn.page
    for placed, old in _chosen(page, rng):
        x, y, run = placed
        start = x + text_width(run.text, run.size) + 2
        end = start + text_width(old.text, old.size)
        box = (start - 1, y - old.size * 0.9, end + 1, y + old.size * 0.2)
        if _free(page, placed, box):
            drawn.after.append(_shown(page, start, y, old))
            drawn.covered.append(box)


def _from_above(page: PrintedPage, placed: Placed, old: Run) -> Edge:
    x, y, width, height = _cover(page, placed, old)
    return (x, page.height - y - height, x + width, page.height - y)


def _free(page: PrintedPage, placed: Placed, box: Edge) -> bool:
    """Is the box on the page, and no other text in it?"""
    x0, y0, x1, y1 = box
    if x1 > page.width - 40:
        return False
    for other in page.texts:
        x, y, run = other
        apart = x > x1 or x + text_width(run.text, run.size) < x0 or y - run.size > y1 or y + run.size * 0.2 < y0
        if other is not placed and not apart:
            return False
    return True


def _area(page: PrintedPage, placed: Placed, old: Run) -> str:
    x, y, width, height = _cover(page, placed, old)
    return f"1 g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"


def _strips(page: PrintedPage, placed: Placed, old: Run) -> str:
    """White areas of 2 points, one above the other."""
    x, y, width, height = _cover(page, placed, old)
    tops = (y + 2 * k for k in range(int(height / 2) + 1))
    return "1 g " + " ".join(f"{x:.2f} {top:.2f} {width:.2f} 2.2 re f" for top in tops)


def _pen(page: PrintedPage, placed: Placed, old: Run) -> str:
    """A white line up and down over the text."""
    x, y, width, height = _cover(page, placed, old)
    turns = (f"{x + 2 * k:.2f} {y + height * (k % 2):.2f} l" for k in range(1, int(width / 2) + 2))
    return f"q 1 G 3 w 1 J 1 j {x:.2f} {y:.2f} m {' '.join(turns)} S Q"


def _shade(page: PrintedPage, placed: Placed, old: Run) -> str:
    x, y, width, height = _cover(page, placed, old)
    return f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n /{SHADE} sh Q"


def _stencil(page: PrintedPage, placed: Placed, old: Run) -> str:
    """A stencil of one pixel, filled white."""
    x, y, width, height = _cover(page, placed, old)
    pixel = "BI /W 1 /H 1 /IM true /D [1 0] /BPC 1 /F /AHx ID 80> EI"
    return f"q 1 g {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm {pixel} Q"


def _polygon(page: PrintedPage, placed: Placed, old: Run) -> str:
    """White with round corners."""
    x, y, width, height = _cover(page, placed, old)
    top, right = y + height, x + width
    return (
        f"1 g {x:.2f} {y:.2f} m {right:.2f} {y:.2f} l {right:.2f} {y:.2f} {right + 1:.2f} {y:.2f} {right + 1:.2f} "
        f"{y + 1:.2f} c {right + 1:.2f} {top:.2f} l {x:.2f} {top:.2f} l h f"
    )


def _clip(page: PrintedPage, placed: Placed, old: Run) -> str:
    """A white page seen through the place that is corrected."""
    x, y, width, height = _cover(page, placed, old)
    return f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n 1 g 0 0 {page.width:g} {page.height:g} re f Q"


def _stroke(page: PrintedPage, placed: Placed, old: Run) -> str:
    """A white stroke as broad as the line of text."""
    x, y, width, height = _cover(page, placed, old)
    middle = y + height / 2
    return f"q 1 G {height:.2f} w {x:.2f} {middle:.2f} m {x + width:.2f} {middle:.2f} l S Q"


def _picture(page: PrintedPage, placed: Placed, old: Run) -> str:
    x, y, width, height = _cover(page, placed, old)
    return f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{WHITE} Do Q"


def _cut_picture(page: PrintedPage, placed: Placed, old: Run) -> str:
    """A white picture as large as the page, cut to the place of the text."""
    x, y, width, height = _cover(page, placed, old)
    whole = f"q {page.width:g} 0 0 {page.height:g} 0 0 cm /{WHITE} Do Q"
    return f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n {whole} Q"


_COVERS: Mapping[str, Callable[[PrintedPage, Placed, Run], str]] = {
    "area_after": _area,
    "picture_after": _picture,
    "polygon_after": _polygon,
    "clip_after": _clip,
    "stroke_after": _stroke,
    "shade_after": _shade,
    "cut_picture_after": _cut_picture,
}


def _cover(page: PrintedPage, placed: Placed, old: Run) -> tuple[float, float, float, float]:
    """Where both texts stand: x, y from below, width and height."""
    x, y, run = placed
    width = max(text_width(run.text, run.size), text_width(old.text, old.size))
    return x - 0.5, page.height - y - run.size * 0.22, width + 1, run.size * 1.14


def _shown(page: PrintedPage, x: float, y: float, run: Run, colour: str = "0 g") -> str:
    codes = "".join(f"{glyph(c):04X}" for c in run.text.replace(DRAWN, "　") if glyph(c))
    return f"{colour} BT /{FONT} {run.size:g} Tf 1 0 0 1 {x:.2f} {page.height - y:.2f} Tm <{codes}> Tj ET"


def _misread(run: Run, rng: random.Random) -> Run:
    """What an engine makes of the words: some characters wrong, marks as noughts or lost."""
    table: Mapping[str, Any] = material("misreadings")
    text = ""
    for char in run.text:
        if char in table["lost"] or char == DRAWN:
            text += rng.choice(("", "0", "O"))
        elif char in table["pairs"] and rng.random() < 0.3:
            text += str(table["pairs"][char])
        else:
            text += char
    return replace(run, text=text)
