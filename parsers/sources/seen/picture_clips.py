"""Through which clip each picture, stencil and shading of a page is seen: MuPDF's log of boxes knows of none, and a
shading has no box but its clip.

MuPDF's trace of the page tells of both. It is a text with every character of the page, so it is asked only where a
cover seems to lie over much of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pymupdf

from hyokasho.parsers.layout.words import union
from hyokasho.parsers.model import BBox
from hyokasho.parsers.sources.drawn.drawings import displayed_box

_SHOWN = ("<fill_shade ", "<fill_image ", "<fill_image_mask ")
_CLIPS = ("<clip_", "<begin_mask")
"""What opens a clip; all are closed by `<pop_clip/>`, a mask too once it is made (`</end_mask>` closes none)."""
_TRANSFORM = re.compile(r'transform="([^"]+)"')
_PLACE = re.compile(r'x\d?="([^"]+)" y\d?="([^"]+)"')


def clips_of_pictures(mupage: pymupdf.Page) -> list[BBox | None]:
    """For each picture, stencil and shading, in the order of drawing: the box of the clip around it, in the file's own
    coordinates; None where there is none."""
    return list(_clips(_trace(mupage).splitlines()))


def _trace(mupage: pymupdf.Page) -> str:
    mupdf = pymupdf.mupdf
    buffer = mupdf.fz_new_buffer(1 << 16)
    out = mupdf.FzOutput(buffer)
    device = mupdf.fz_new_trace_device(out)
    m = mupage.derotation_matrix
    upright = mupdf.FzMatrix(m.a, m.b, m.c, m.d, m.e, m.f)
    mupdf.fz_run_page(mupage.this, device, upright, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    out.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(buffer)).decode("utf-8", "replace")


def _clips(lines: Sequence[str]) -> Iterator[BBox | None]:
    around: list[BBox | None] = []
    matrix: pymupdf.Matrix | None = None  # of the clip whose path is being told
    points: list[pymupdf.Point] = []
    for line in lines:
        told = line.lstrip()
        if told.startswith(_SHOWN):
            yield around[-1] if around else None
        elif told.startswith("</clip_path"):
            around[-1] = _within(around[-1], points) if points else around[-1]
            matrix, points = None, []
        elif told.startswith(_CLIPS):
            around.append(around[-1] if around else None)
            found = _TRANSFORM.search(told) if told.startswith("<clip_path") else None
            matrix = pymupdf.Matrix(*map(float, found[1].split())) if found else None
        elif told.startswith("<pop_clip"):
            del around[-1:]
        elif matrix is not None:
            points += [pymupdf.Point(float(x), float(y)) * matrix for x, y in _PLACE.findall(told)]


def _within(outer: BBox | None, points: Sequence[pymupdf.Point]) -> BBox:
    """The box of a clip's path, within the clip around it."""
    x0, y0, x1, y1 = union([displayed_box((p.x, p.y, p.x, p.y), None) for p in points])
    a, b, c, d = outer or (x0, y0, x1, y1)
    return max(x0, a), max(y0, b), min(x1, c), min(y1, d)
