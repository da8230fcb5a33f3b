"""Thin lines of which a scan of two colours has left pieces."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.ink import find_ink  # noqa: E402
from hyokasho.parsers.sources.scan.lines import find_lines  # noqa: E402
from hyokasho.parsers.sources.scan.raster import Mask, Raster, draw_page  # noqa: E402
from hyokasho.parsers.sources.scan.worn_lines import without_brackets, worn_strokes  # noqa: E402

from .pictures import blank, table, write  # noqa: E402

_SCALE = 200 / 72


def _worn(mask: Mask, share: float) -> Mask:
    """The lines of the mask in pieces of up to 7 points, a share of their length lost, here and there a pixel lower."""
    rng, worn, at = np.random.default_rng(7), mask.copy(), 0
    while at < mask.shape[1]:
        piece, gap = (int(rng.integers(6, 20)) for _ in range(2))
        worn[:, at + piece : at + piece + round(gap * share * 2)] = 0
        worn[:, at : at + piece] = np.roll(worn[:, at : at + piece], int(rng.integers(0, 2)), axis=0)
        at += piece + round(gap * share * 2)
    return worn


def _page_with_worn_table() -> tuple[Raster, list[int], list[int]]:
    xs, ys = [40, 120, 260], [30, 70, 110, 150]
    lines, texts = blank(), blank()
    table(lines, xs, ys, width=1.0)
    for row, text in enumerate(("事務の名称", "事務の内容", "対象人数")):
        write(texts, 46, 54 + 40 * row, text, 9)
        write(texts, 126, 54 + 40 * row, "国民年金に関する事務", 9)
    drawn = (draw_page(lines).gray < 128) * np.uint8(255)
    level = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((1, 40), np.uint8))
    upright = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((40, 1), np.uint8))
    worn = cv2.bitwise_or(_worn(level, 0.2), np.ascontiguousarray(_worn(np.ascontiguousarray(upright.T), 0.15).T))
    text = (draw_page(texts).gray < 128) * np.uint8(255)
    return Raster(255 - cv2.bitwise_or(worn, text.astype(np.uint8)), _SCALE, hard=True), xs, ys


def test_a_table_of_worn_lines_has_its_lines() -> None:
    raster, xs, ys = _page_with_worn_table()
    rules = find_lines(raster, find_ink(raster)).rules
    assert sorted({round(r.y0 / 3) for r in rules if r.horizontal}) == sorted({round(y / 3) for y in ys})
    assert sorted({round(r.x0 / 3) for r in rules if not r.horizontal}) == sorted({round(x / 3) for x in xs})


def test_text_and_columns_of_brackets_are_no_worn_lines() -> None:
    page = blank()
    for row in range(10):
        write(page, 40, 30 + 13 * row, "[　　] 国民年金のサービス及びセンターの工事", 10)
    ink = (draw_page(page).gray < 128) * np.uint8(255)
    ink = ink.astype(np.uint8)
    assert not worn_strokes(ink, _SCALE).any()
    turned = np.ascontiguousarray(without_brackets(ink, _SCALE).T)
    assert not worn_strokes(turned, _SCALE, upright=True).any()
