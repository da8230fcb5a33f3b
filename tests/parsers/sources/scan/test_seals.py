"""Seals in a colour of their own on scans in colours; light that lies unevenly on paper."""

from __future__ import annotations

import math

import numpy as np
import pymupdf
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.model import UNKNOWN_MARK, Word  # noqa: E402
from hyokasho.parsers.sources.scan.ink import find_ink  # noqa: E402
from hyokasho.parsers.sources.scan.raster import Raster, deskew, draw_page, without_shadows  # noqa: E402
from hyokasho.parsers.sources.scan.stamps import with_hidden, without_stamps  # noqa: E402

from .pictures import blank, scanned, table, write  # noqa: E402

_RED, _BLUE, _SEAL = (0.82, 0.16, 0.16), (0.2, 0.25, 0.7), pymupdf.Rect(100, 60, 150, 110)


def _coloured(page: pymupdf.Page) -> pymupdf.Page:
    """A page that holds nothing but the picture of another, in colours."""
    copy = pymupdf.open().new_page(width=page.rect.width, height=page.rect.height)
    copy.insert_image(copy.rect, pixmap=page.get_pixmap(dpi=200))
    return copy


def _page(ink: tuple[float, float, float] | None, *, round_: bool = False) -> pymupdf.Page:
    page = blank()
    if ink is not None:
        draw = page.draw_oval if round_ else page.draw_rect
        draw(_SEAL, color=ink, width=2)
        page.insert_text((104, 82), "市長", fontname="japan", fontsize=20, color=ink)
    write(page, 40, 90, "外部の事業者に委託している。")
    return page


@pytest.mark.parametrize("ink", [_RED, _BLUE])
@pytest.mark.parametrize("round_", [False, True])
def test_the_print_below_a_coloured_seal_is_left(ink: tuple[float, float, float], round_: bool) -> None:
    sealed, plain = draw_page(_coloured(_page(ink, round_=round_))), draw_page(_coloured(_page(None)))
    ink_left, ink_plain = (find_ink(raster).text > 0 for raster in (sealed, plain))
    assert (ink_left & ~ink_plain).sum() <= 0.02 * ink_plain.sum()
    assert (ink_plain & ~ink_left).sum() <= 0.05 * ink_plain.sum()


def test_coloured_type_and_marks_stay() -> None:
    page = blank()
    page.insert_text((40, 60), "赤い字の変更", fontname="japan", fontsize=11, color=_RED)
    page.draw_oval(pymupdf.Rect(40, 80, 50, 90), color=_BLUE, width=1)
    before = find_ink(draw_page(page)).text
    assert (find_ink(draw_page(_coloured(page))).text > 0).sum() >= 0.9 * (before > 0).sum()


def test_corners_of_a_turned_page_in_shadow_have_no_edge() -> None:
    page = blank(300, 400)
    table(page, [60, 140, 280], [60, 120, 180, 300], width=0.8)
    write(page, 66, 100, "事務の名称")
    raster = draw_page(page)
    height, width = raster.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -2.0, 1.0)
    gray = cv2.warpAffine(raster.gray, matrix, (width, height), borderValue=(255,))
    shadow = 1 - 0.55 * np.exp(-np.arange(width) / (0.08 * width))
    shaded = Raster((gray * shadow).astype(np.uint8), raster.scale)
    level = deskew(shaded, find_ink(shaded).text)
    assert math.isclose(level.scale, raster.scale)
    assert not find_ink(level).text[:, : round(50 * raster.scale)].any()


def test_a_punch_hole_in_grey_paper_leaves_no_ring() -> None:
    page = blank(400, 400)
    page.draw_rect(page.rect, fill=(0.55, 0.55, 0.55), color=None)
    page.draw_circle((20, 200), 8, fill=(0.1, 0.1, 0.1), color=None)
    write(page, 60, 100, "国民年金の支給に関する事務")
    raster = without_shadows(draw_page(page))
    assert not find_ink(raster).text[:, : round(50 * raster.scale)].any()


def _seal(page: pymupdf.Page) -> None:
    page.draw_rect(_SEAL, width=2)
    page.insert_text((106, 84), "市長", fontname="japan", fontsize=18)
    page.insert_text((106, 104), "之印", fontname="japan", fontsize=18)


def test_what_stands_below_a_stamp_as_dark_as_print_is_not_known() -> None:
    page = blank()
    _seal(page)
    raster = draw_page(scanned(page))
    raster, stamps = without_stamps(raster, find_ink(raster).text)
    assert len(stamps) == 1 and not find_ink(raster).text.any()
    words = [
        Word("外部の事業", (46, 80, 99, 90), 10.0, "ocr"),
        Word("者に", (151, 80, 171, 90), 10.0, "ocr"),
        Word("別の行", (40, 20, 70, 30), 10.0, "ocr"),
        Word("はなれた", (40, 95, 80, 105), 10.0, "ocr"),
    ]
    hidden = with_hidden(words, stamps)[len(words) :]
    assert [(round(word.bbox[1]), set(word.text)) for word in hidden] == [(80, {UNKNOWN_MARK})]


def test_a_small_box_of_a_drawing_is_no_seal() -> None:
    page = blank()
    page.draw_rect(_SEAL, width=1)
    write(page, 108, 88, "住民", 9)
    raster = draw_page(scanned(page))
    assert without_stamps(raster, find_ink(raster).text) == (raster, ())
