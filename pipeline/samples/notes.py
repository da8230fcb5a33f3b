"""Lines on a page that are no ruling lines: underlines, frames round answers, diagonals, call-outs with words of their
own. None of them is part of the statement: its golden stays as it is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pymupdf

from hyokasho.pipeline.samples.drawn_text import FONT, Placed
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.metrics import glyph, text_width
from hyokasho.pipeline.samples.pages import Edge, PrintedPage

_LONG = 6
"""Characters of a text that is underlined or framed."""
_COLOURS = ("1 0 0", "0 0 0", "0.27 0.45 0.77")
_WORDS = ("前回から変更した箇所", "要確認", "記載例を参照のこと", "この欄は別紙のとおり記載する。", "見直し済")
_KANA = "あいうえおかきくけこさしすせそたちつてとなにのはひふほまみむめもやゆよらりるれろわん"
_TRIES = 60


_LEAST_CELL, _FREE_ROW = 60.0, 26.0


def note_operators(page: PrintedPage, manner: Manner, rng: random.Random) -> Iterator[str]:
    """The operators that draw the manner's notes over a page; none for notes that are annotations."""
    if manner.notes in _DRAWN:
        yield "q"
        yield from _DRAWN[manner.notes](page, rng)
        yield "Q"


def add_annotations(mupage: pymupdf.Page, page: PrintedPage, manner: Manner, rng: random.Random) -> None:
    """The manner's notes that are annotations."""
    if manner.notes == "underline_notes":
        for placed in _chosen(page, rng, 0.12):
            note = mupage.add_underline_annot(pymupdf.Rect(_enlarged(_box(placed), manner)))
            note.set_colors(stroke=(1, 0, 0))
            note.update()
    if manner.notes == "highlight_notes":
        for placed in _chosen(page, rng, 0.15):
            mupage.add_highlight_annot(pymupdf.Rect(_enlarged(_box(placed), manner))).update()
    if manner.notes == "frame_notes":
        for box in _framed(page, rng):
            note = mupage.add_rect_annot(pymupdf.Rect(_enlarged(box, manner)))
            note.set_colors(stroke=(1, 0, 0))
            note.update()


def _enlarged(box: Edge, manner: Manner) -> Edge:
    x0, y0, x1, y1 = (value * manner.enlarge for value in box)
    return (x0, y0, x1, y1)


def _box(placed: Placed) -> Edge:
    """Around the characters of a run, origin top left."""
    x, y, run = placed
    return (x, y - run.size * 0.88, x + text_width(run.text.rstrip(), run.size), y + run.size * 0.12)


def _chosen(page: PrintedPage, rng: random.Random, share: float) -> list[Placed]:
    left = page.width * 0.3
    return [p for p in page.texts if len(p[2].text) >= _LONG and p[0] > left and rng.random() < share]


def _underline(page: PrintedPage, placed: Placed, first: int, count: int) -> str:
    x, y, run = placed
    start = x + text_width(run.text[:first], run.size)
    wide = text_width(run.text[first : first + count].rstrip(), run.size)
    return f"{start:.2f} {page.height - y - run.size * 0.14 - 0.25:.2f} {wide:.2f} 0.5 re f"


def _underlines(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    yield f"{rng.choice(_COLOURS)} rg"
    for placed in _chosen(page, rng, rng.choice((0.3, 1.0))):
        yield _underline(page, placed, 0, len(placed[2].text))


def _some_underlines(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    yield f"{rng.choice(_COLOURS)} rg"
    for placed in _chosen(page, rng, 0.2):
        count = rng.randint(3, 8)
        yield _underline(page, placed, rng.randint(0, max(0, len(placed[2].text) - count)), count)


def _waves(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Underlines of short slanting strokes."""
    yield f"{rng.choice(_COLOURS)} RG 0.4 w"
    for x, y, run in _chosen(page, rng, 0.3):
        low, steps = page.height - y - run.size * 0.2, int(text_width(run.text.rstrip(), run.size) / 2)
        points = " ".join(f"{x + 2 * k:.2f} {low + (k % 2) * 1.2:.2f} l" for k in range(1, steps))
        yield f"{x:.2f} {low:.2f} m {points} S"


def _double_underlines(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    yield "0 g"
    for placed in _chosen(page, rng, 0.3):
        for low in (0.0, 1.3):
            x, y, run = placed
            yield _underline(page, (x, y + low, run), 0, len(run.text))


def _change_bars(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Upright bars beside changed lines: in the margin, or before the text in its cell."""
    yield "1 0 0 rg"
    inside = rng.random() < 0.5
    for box in _framed(page, rng):
        x = box[0] - 0.6 if inside else 18.0
        yield f"{x:.2f} {page.height - box[3]:.2f} 0.8 {box[3] - box[1]:.2f} re f"


def _writing_lines(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """A pale dotted line below every line of text in a cell, from near its one wall to near the other."""
    walls = sorted((x0, y0, y1) for x0, y0, x1, y1 in page.edges if x0 == x1)
    yield "0.5 G 0.4 w [1 1.5] 0 d"
    for placed in page.texts:
        x0, _, x1, y = _box(placed)
        level = [x for x, top, bottom in walls if top < y < bottom]
        left, right = (max((x for x in level if x <= x0 + 1), default=None),
                       min((x for x in level if x >= x1 - 1), default=None))  # fmt: skip
        if left is not None and right is not None and right - left > _LEAST_CELL:
            yield f"{left + 4:.2f} {page.height - y:.2f} m {right - 4:.2f} {page.height - y:.2f} l S"


def _fold(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """A line down the middle of the sheet, or across it, from edge to edge."""
    yield "0.6 G 0.3 w"
    if rng.random() < 0.5:
        yield f"{page.width / 2:.2f} 0 m {page.width / 2:.2f} {page.height:.2f} l S"
        return
    rows = sorted({y for _, y, _ in page.texts})
    gaps = [(a, b) for a, b in pairwise(rows) if b - a > _FREE_ROW]
    y = page.height - (max(gaps, key=lambda gap: gap[1] - gap[0])[0] + 4 if gaps else page.height / 2)
    yield f"[6 3] 0 d 0 {y:.2f} m {page.width:.2f} {y:.2f} l S"


def _crop_marks(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Short lines at the corners and in the middle of the sides."""
    yield "0 G 0.25 w"
    wide, high = page.width, page.height
    for x in (14.0, wide / 2, wide - 14):
        yield f"{x:.2f} 0 m {x:.2f} 10 l S {x:.2f} {high - 10:.2f} m {x:.2f} {high:.2f} l S"
    for y in (14.0, high / 2, high - 14):
        yield f"0 {y:.2f} m 10 {y:.2f} l S {wide - 10:.2f} {y:.2f} m {wide:.2f} {y:.2f} l S"


def _ellipses(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Round frames by hand about words."""
    yield "1 0 0 RG 1 w"
    for x0, y0, x1, y1 in _framed(page, rng):
        x, y, a, b = (x0 + x1) / 2, page.height - (y0 + y1) / 2, (x1 - x0) * 0.56, (y1 - y0) * 0.7
        bend = 0.5523
        curves = ((1, bend, bend, 1, 0, 1), (-bend, 1, -1, bend, -1, 0), (-1, -bend, -bend, -1, 0, -1),
                  (bend, -1, 1, -bend, 1, 0))  # fmt: skip
        drawn = " ".join(
            " ".join(f"{(x if k % 2 == 0 else y) + c * (a if k % 2 == 0 else b):.2f}" for k, c in enumerate(curve))
            + " c"
            for curve in curves
        )
        yield f"{x + a:.2f} {y:.2f} m {drawn} S"


def _framed(page: PrintedPage, rng: random.Random) -> list[Edge]:
    """Boxes 1.5 to 2 points clear of the texts of a few cells."""
    bounds = sorted({*page.starts, 0, len(page.texts)})
    cells: list[Sequence[Placed]] = [page.texts[a:b] for a, b in pairwise(bounds) if b > a]
    boxes = []
    for cell in cells:
        if cell[0][0] > page.width * 0.3 and len(cell[0][2].text) >= _LONG and rng.random() < 0.15:
            parts = [_box(p) for p in cell]
            clear = rng.uniform(1.2, 2.2)
            boxes.append((
                min(b[0] for b in parts) - clear, min(b[1] for b in parts) - clear,
                max(b[2] for b in parts) + clear, max(b[3] for b in parts) + clear,
            ))  # fmt: skip
    return boxes


def _frames(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    whole = rng.random() < 0.6
    yield f"1 0 0 RG 1 0 0 rg {rng.choice((0.75, 1.0, 1.5))} w"
    for x0, y0, x1, y1 in _framed(page, rng):
        low, high = page.height - y1, page.height - y0
        if whole:
            yield f"{x0:.2f} {low:.2f} {x1 - x0:.2f} {high - low:.2f} re S"
            continue
        for ax, ay, bx, by in ((x0, low, x1, low), (x0, high, x1, high), (x0, low, x0, high), (x1, low, x1, high)):
            yield f"{ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l S"


def _diagonals(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    for x0, y0, x1, y1 in _free_places(page, rng, 4, 90, 10):
        yield f"0 G 0.5 w {x0:.2f} {page.height - y1:.2f} m {x1:.2f} {page.height - y0:.2f} l S"


def _call_outs(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    dashed = rng.choice(("[] 0 d", "[3 1.5] 0 d"))
    for box in _noted(page, rng):
        x0, y0, x1, y1 = box
        yield f"{_pen(rng)} {dashed} {x0:.2f} {page.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re B [] 0 d"
        yield _words(page, box, rng)


def _balloons(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Call-outs with a tail, or with round corners."""
    for box in _noted(page, rng):
        x0, y0, x1, y1 = box[0], page.height - box[3], box[2], page.height - box[1]
        if rng.random() < 0.5:
            tail = f"{x0 + 20:.2f} {y0:.2f} l {x0 + 6:.2f} {y0 - 9:.2f} l {x0 + 10:.2f} {y0:.2f} l {x0:.2f} {y0:.2f} l"
            path = f"{x0:.2f} {y0:.2f} m {x0:.2f} {y1:.2f} l {x1:.2f} {y1:.2f} l {x1:.2f} {y0:.2f} l {tail} h B"
        else:
            path = _round_corners(x0, y0, x1, y1, 3.0)
        yield f"{_pen(rng)} {path}"
        yield _words(page, box, rng)


def _round_corners(x0: float, y0: float, x1: float, y1: float, radius: float) -> str:
    """A rectangle whose corners are curves."""
    corners = ((x1, y0, -1, 0, 0, 1), (x1, y1, 0, -1, -1, 0), (x0, y1, 1, 0, 0, -1), (x0, y0, 0, 1, 1, 0))
    parts: list[str] = []
    for x, y, back_x, back_y, on_x, on_y in corners:
        start, end = (x + back_x * radius, y + back_y * radius), (x + on_x * radius, y + on_y * radius)
        verb = "l" if parts else "m"
        corner = f"{x:.2f} {y:.2f}"
        parts.append(f"{start[0]:.2f} {start[1]:.2f} {verb} {corner} {corner} {end[0]:.2f} {end[1]:.2f} c")
    return " ".join([*parts, "h B"])


def _pen(rng: random.Random) -> str:
    return f"{rng.choice(_COLOURS)} RG 1 w {rng.choice(('1 1 1', '1 1 0.8'))} rg"


def _noted(page: PrintedPage, rng: random.Random) -> list[Edge]:
    return _free_places(page, rng, 2, rng.uniform(90, 150), 15)


def _words(page: PrintedPage, box: Edge, rng: random.Random) -> str:
    """Words inside a call-out."""
    fitting = [w for w in _WORDS if text_width(w, 7) < box[2] - box[0] - 6]
    codes = "".join(f"{glyph(c):04X}" for c in rng.choice(fitting))
    return f"BT 0 g /{FONT} 7 Tf 1 0 0 1 {box[0] + 3:.2f} {page.height - box[3] + 4.5:.2f} Tm <{codes}> Tj ET"


def _free_places(page: PrintedPage, rng: random.Random, count: int, wide: float, high: float) -> list[Edge]:
    """Up to `count` boxes on the page with no text in or beside them."""
    taken = [_box(p) for p in page.texts]
    found: list[Edge] = []
    for _ in range(_TRIES):
        x, y = rng.uniform(30, page.width - 40 - wide), rng.uniform(40, page.height - 60)
        box = (x, y, x + wide, y + high)
        near = (x - 6, y - 10, x + wide + 6, y + high + 12)
        if all(t[2] < near[0] or t[0] > near[2] or t[3] < near[1] or t[1] > near[3] for t in [*taken, *found]):
            found.append(box)
        if len(found) == count:
            break
    return found


def _furigana(page: PrintedPage, rng: random.Random) -> Iterator[str]:
    """Small kana above words of kanji, two to each."""
    part = rng.choice((0.4, 0.5))
    for x, y, run in _chosen(page, rng, rng.choice((0.3, 0.8))):
        for word in re.finditer("[一-鿿]{2,6}", run.text):
            if rng.random() < 0.5:
                kana = "".join(rng.choice(_KANA) for _ in range(2 * len(word[0])))
                codes = "".join(f"{glyph(c):04X}" for c in kana)
                start, low = x + text_width(run.text[: word.start()], run.size), page.height - y + run.size * 0.86
                yield f"BT 0 g /{FONT} {run.size * part:.2f} Tf 1 0 0 1 {start:.2f} {low:.2f} Tm <{codes}> Tj ET"


_DRAWN: dict[str | None, Callable[[PrintedPage, random.Random], Iterator[str]]] = {
    "underlines": _underlines,
    "some_underlines": _some_underlines,
    "frames": _frames,
    "waves": _waves,
    "double_underlines": _double_underlines,
    "change_bars": _change_bars,
    "writing_lines": _writing_lines,
    "fold": _fold,
    "crop_marks": _crop_marks,
    "ellipses": _ellipses,
    "diagonals": _diagonals,
    "call_outs": _call_outs,
    "balloons": _balloons,
    "furigana": _furigana,
}
