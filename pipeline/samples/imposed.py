"""Pages of a statement printed several to a sheet, as viewers and printer drivers do it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType

import pymupdf

from hyokasho.pipeline.samples.pdf import saved

_A4 = (595.0, 842.0)
SHEETS: Mapping[int, tuple[int, int]] = MappingProxyType(
    {2: (2, 1), 4: (2, 2), 6: (3, 2), 8: (4, 2), 9: (3, 3), 16: (4, 4)}
)
"""For pages upright: how many stand beside each other, and how many rows of them."""


def imposed(data: bytes, count: int, seed: int) -> bytes:
    """The file with `count` of its pages to a sheet. The seed decides their order (by rows, some by columns), whether a
    frame is drawn round each, how much room there is between them, and whether pages that lie are turned upright."""
    rng = random.Random(f"sheet-{seed}")
    across, down = SHEETS[count]
    width, height = _A4 if across == down else _A4[::-1]
    by_columns = down > 1 and rng.random() < 0.25
    framed, margin = rng.random() < 0.4, rng.choice((0.0, 2.0, 4.0, 8.0))
    turned = 90 if rng.random() < 0.5 else 0
    source, sheets = pymupdf.open(stream=data, filetype="pdf"), pymupdf.open()
    for number in range(source.page_count):
        if number % count == 0:
            sheet = sheets.new_page(width=width, height=height)
        at = number % count
        column, row = divmod(at, down) if by_columns else (at % across, at // across)
        x, y = column * width / across, row * height / down
        right, low = x + width / across - margin, y + height / down - margin
        place = pymupdf.Rect(x + margin, y + margin, right, low)
        source[number].remove_rotation()  # (MuPDF clips a page that is shown turned to what it is without)
        lies = (source[number].rect.width > source[number].rect.height) != (place.width > place.height)
        sheet.show_pdf_page(place, source, number, rotate=turned if lies else 0)
        if framed:
            sheet.draw_rect(pymupdf.Rect(place.x0 + 1, place.y0 + 1, place.x1 - 1, place.y1 - 1), width=0.5)
    return saved(sheets)
