"""Small pages drawn for tests, and the same as scans."""

from __future__ import annotations

from typing import Any

import pymupdf


def blank(width: float = 300, height: float = 200) -> pymupdf.Page:
    document = pymupdf.open()
    return document.new_page(width=width, height=height)


def write(page: pymupdf.Page, x: float, y: float, text: str, size: float = 11) -> None:
    page.insert_text((x, y), text, fontname="japan", fontsize=size)


def table(page: pymupdf.Page, xs: list[float], ys: list[float], **style: Any) -> None:
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y), **style)
    for x in xs:
        page.draw_line((x, ys[0]), (x, ys[-1]), **style)


def scanned(page: pymupdf.Page, dpi: int = 200, turn: int = 0) -> pymupdf.Page:
    """A page that holds nothing but the picture of another, laid on it turned by `turn` degrees clockwise."""
    picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    sideways = turn in (90, 270)
    width, height = (page.rect.height, page.rect.width) if sideways else (page.rect.width, page.rect.height)
    copy = pymupdf.open().new_page(width=width, height=height)
    copy.insert_image(copy.rect, pixmap=picture, rotate=-turn % 360)
    return copy
