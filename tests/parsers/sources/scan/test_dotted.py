"""Grounds of labels that a scan of two colours made dots of: the only borders of cells that it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.dotted import NO_GROUNDS, find_grounds, stands_on, with_grounds
from hyokasho.parsers.sources.scan.raster import Gray, Raster
from hyokasho.parsers.sources.scan.shades import without_dither

_SCALE = 150 / 72
_LABEL, _PAGE = 240, (700, 1000)
_SEAMS = (180, 300, 420)


def _page(share: float, heading: float = 0.0) -> Gray:
    """A column of labels (pixels 100-340) on dots, a hair of paper between each two; perhaps a dark heading above."""
    rng = np.random.default_rng(3)
    gray = np.full(_PAGE, 255, np.uint8)
    strewn = rng.random(_PAGE) < 0.001
    shaded = rng.random(_PAGE) < share
    for top, bottom in zip((90, *_SEAMS), (*_SEAMS, 560), strict=True):
        strewn[top + 1 : bottom - 1, 100 : 100 + _LABEL] = shaded[top + 1 : bottom - 1, 100 : 100 + _LABEL]
    if heading:
        strewn[50:80, 100:900] = rng.random((30, 800)) < heading
    gray[strewn] = 0
    for y in range(110, 540, 40):  # lines of type on the labels and beside them
        gray[y : y + 12 : 3, 110:330], gray[y : y + 12 : 3, 360:880] = 0, 0
        gray[y : y + 12, 110:330:7], gray[y : y + 12, 360:880:7] = 0, 0
    return gray


def test_hairs_between_labels_on_dots_are_borders() -> None:
    found = find_grounds(with_grounds(Raster(_page(0.06), _SCALE, hard=True)))
    assert all(any(abs(y - seam) <= 2 for y in found.borders) for seam in _SEAMS)
    assert all(any(abs(y - seam) <= 12 for seam in (90, *_SEAMS, 560)) for y in found.borders)


def test_the_end_of_the_labels_parts_them_from_their_answers() -> None:
    found = find_grounds(with_grounds(Raster(_page(0.06, 0.7), _SCALE, hard=True)))
    assert found.walls and all(330 <= x <= 360 for x, _, _ in found.walls)


def test_a_dark_heading_has_a_border_above_and_below() -> None:
    found = find_grounds(with_grounds(Raster(_page(0.06, 0.7), _SCALE, hard=True)))
    assert any(abs(y - 50) <= 2 for y in found.borders) and any(abs(y - 80) <= 2 for y in found.borders)
    assert abs(found.left - 100) <= 8 and abs(found.right - 900) <= 8


@pytest.mark.parametrize("share", [0.0, 0.002])
def test_dirt_of_a_fax_is_no_ground(share: float) -> None:
    assert find_grounds(with_grounds(Raster(_page(share), _SCALE, hard=True))) == NO_GROUNDS


def test_a_scan_in_greys_and_a_page_turned() -> None:
    gray = _page(0.06)
    assert find_grounds(with_grounds(Raster(gray, _SCALE))) == NO_GROUNDS
    seen = with_grounds(Raster(gray, _SCALE, hard=True))
    turned = seen.turn(180).turn(180)
    assert find_grounds(replace(turned, turned=0)) == find_grounds(seen)


def test_labels_and_headings_stand_on_grounds() -> None:
    found = find_grounds(with_grounds(Raster(_page(0.06, 0.7), _SCALE, hard=True)))
    assert stands_on((110, 55, 300, 75), found.bands) and not stands_on((110, 110, 300, 122), found.bands)
    assert stands_on((110, 110, 300, 122), found.labels) and not stands_on((400, 110, 600, 122), found.labels)


@pytest.mark.parametrize("share", [0.65, 0.75])
def test_type_on_a_nearly_black_ground_is_seen(share: float) -> None:
    """Strokes of bold type on a ground that left few white dots; beside them next to nothing is left of it."""
    gray = _page(0.0, share)
    for x in range(120, 400, 18):  # strokes of 3 pixels
        gray[55:75, x : x + 3] = 0
    seen = without_dither(Raster(gray, _SCALE, hard=True)).gray
    strokes = np.zeros(seen.shape, np.bool_)
    for x in range(120, 400, 18):
        strokes[58:72, x + 1] = True
    assert (seen[strokes] < 160).mean() > 0.7
    assert (seen[50:80, 450:880] < 160).mean() < 0.12
