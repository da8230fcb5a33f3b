"""Boxes whose brackets have lost their shape, told by the other boxes of their page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.boxes_alike import with_boxes_alike
from hyokasho.parsers.sources.scan.brackets import Look, Pair, find_pairs
from hyokasho.parsers.sources.scan.components import components
from hyokasho.parsers.sources.scan.raster import Mask

SCALE = 150 / 72
WIDE, PITCH = 44, 30
ODD = 6
"""The row whose box is damaged."""


def _draw(ink: Mask, x: int, y: int, wide: int = WIDE) -> None:
    """A box of brackets 18 pixels high at (x, y), and the first letter of its option."""
    for spine, arms in ((x, slice(x, x + 5)), (x + wide - 2, slice(x + wide - 5, x + wide))):
        ink[y : y + 18, spine : spine + 2] = 255
        ink[y : y + 2, arms] = ink[y + 16 : y + 18, arms] = 255
    ink[y + 2 : y + 16, x + wide + 3 : x + wide + 16] = 255


def _page(rows: int = ODD) -> Mask:
    ink = np.zeros((PITCH * 9, 200), np.uint8)
    for row in range(rows):
        _draw(ink, 40, PITCH * (row + 1))
    return ink


def _found(ink: Mask) -> tuple[list[Pair], list[Pair]]:
    """The pairs of a page by their shapes, and with those that look like the others."""
    pairs = find_pairs(components(ink), SCALE)
    looks = [Look("empty", pair.inside, 0.97) if pair.narrow else None for pair in pairs]
    return pairs, with_boxes_alike(pairs, looks, ink)


def _speck(ink: Mask, y: int) -> None:
    ink[y + 8 : y + 10, 37:41] = 255


def _touch(ink: Mask, y: int) -> None:
    ink[y + 5 : y + 7, 40 + WIDE : 40 + WIDE + 4] = 255


def _fade(ink: Mask, y: int) -> None:
    ink[y + 7 : y + 9, 40:45] = ink[y + 16 : y + 18, 42:45] = 0


@pytest.mark.parametrize("damage", [_speck, _touch, _fade])
def test_a_worn_box_in_a_column_looks_like_the_others(damage: Callable[[Mask, int], None]) -> None:
    ink, y = _page(), PITCH * (ODD + 1)
    _draw(ink, 40, y)
    damage(ink, y)
    shaped, alike = _found(ink)
    assert len(shaped) == ODD and alike[:ODD] == shaped
    assert alike[ODD] == Pair((40, y, 45, y + 18), (40 + WIDE - 5, y, 40 + WIDE, y + 18))


def test_a_half_that_was_paired_with_another_box_gets_its_own() -> None:
    ink, y = _page(), PITCH * (ODD + 1)
    for row in range(ODD + 1):
        _draw(ink, 120, PITCH * (row + 1))
    _draw(ink, 40, y)
    _touch(ink, y)
    ink[y + 8 : y + 10, 117:121] = 255
    shaped, alike = _found(ink)
    assert Pair((40, y, 45, y + 18), (159, y, 164, y + 18)) in shaped
    assert [pair.left[0] for pair in alike if pair.left[1] == y] == [40, 120]
    assert len(alike) == 2 * (ODD + 1)


def _other_width(ink: Mask, y: int) -> None:
    _draw(ink, 40, y, WIDE + 12)
    _speck(ink, y)


def _other_column(ink: Mask, y: int) -> None:
    _draw(ink, 60, y)
    ink[y + 8 : y + 10, 57:61] = 255


def _letters(ink: Mask, y: int) -> None:
    for x in range(40, 100, 14):
        ink[y : y + 18, x : x + 12 : 3] = 255


def _strokes(ink: Mask, y: int) -> None:
    for x in (40, 40 + WIDE - 2):
        ink[y : y + 9, x : x + 2] = 255


@pytest.mark.parametrize("other", [_other_width, _other_column, _letters, _strokes])
def test_what_stands_or_looks_otherwise_is_no_box(other: Callable[[Mask, int], None]) -> None:
    ink = _page()
    other(ink, PITCH * (ODD + 1))
    shaped, alike = _found(ink)
    assert alike == shaped and len(shaped) == ODD


def test_few_boxes_tell_nothing() -> None:
    ink = _page(3)
    _draw(ink, 40, PITCH * 5)
    _speck(ink, PITCH * 5)
    shaped, alike = _found(ink)
    assert alike == shaped and len(shaped) == 3
