"""Boxes whose brackets have lost their shape, told by the other boxes of their page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.boxes_alike import (
    BoxLook,
    box_before,
    holds_text,
    look_of_boxes,
    with_boxes_alike,
)
from hyokasho.parsers.sources.scan.brackets import Look, Pair, find_brackets, find_pairs
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
    parts = components(ink)
    pairs = find_pairs(parts, SCALE)
    looks = [Look("empty", pair.inside, 0.97) if pair.narrow else None for pair in pairs]
    alike = look_of_boxes(pairs, looks, find_brackets(parts, SCALE), ink)
    return pairs, with_boxes_alike(pairs, alike) if alike is not None else pairs


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


def _filled(ink: Mask, y: int) -> None:
    _draw(ink, 40, y)
    _speck(ink, y)
    for x in range(50, 74, 4):
        ink[y : y + 18, x : x + 2] = 255


@pytest.mark.parametrize("other", [_other_width, _other_column, _letters, _strokes, _filled])
def test_what_stands_or_looks_otherwise_is_no_box(other: Callable[[Mask, int], None]) -> None:
    ink = _page()
    other(ink, PITCH * (ODD + 1))
    shaped, alike = _found(ink)
    assert alike == shaped and len(shaped) == ODD


def _look(ink: Mask) -> BoxLook:
    parts = components(ink)
    pairs = find_pairs(parts, SCALE)
    look = look_of_boxes(pairs, [Look("empty", pair.inside, 0.97) for pair in pairs], find_brackets(parts, SCALE), ink)
    assert look is not None
    return look


@pytest.mark.parametrize("begins", [WIDE + 3, WIDE // 2, 0])
def test_a_box_before_an_option_stands_in_any_place(begins: int) -> None:
    ink, y = _page(), PITCH * (ODD + 1)
    _draw(ink, 93, y)
    ink[y + 8 : y + 10, 90:94] = 255
    box = box_before(_look(ink), 93 + begins, y + 10, 18)
    assert box == Pair((93, y, 98, y + 18), (93 + WIDE - 5, y, 93 + WIDE, y + 18))


@pytest.mark.parametrize(("x", "row", "em"), [(160, ODD, 18), (90, 1, 9), (90, ODD + 2, 18)])
def test_nothing_like_a_box_before_an_option_is_none(x: int, row: int, em: int) -> None:
    assert box_before(_look(_page()), x, PITCH * row + 9, em) is None


@pytest.mark.parametrize(("wide", "usual"), [(WIDE, True), (WIDE + 1, True), (WIDE + 12, False)])
def test_pairs_as_wide_as_boxes_are_usual(wide: int, usual: bool) -> None:
    assert _look(_page()).is_usual(Pair((40, 0, 45, 18), (35 + wide, 0, 40 + wide, 18))) == usual


def test_brackets_about_letters_hold_text() -> None:
    ink = _page()
    _filled(ink, PITCH * 8)
    assert [holds_text(Pair((40, y, 45, y + 18), (79, y, 84, y + 18)), ink) for y in (PITCH, PITCH * 8)] == [
        False,
        True,
    ]


def test_few_brackets_tell_nothing() -> None:
    ink = _page(1)
    _draw(ink, 40, PITCH * 3)
    _speck(ink, PITCH * 3)
    shaped, alike = _found(ink)
    assert alike == shaped and len(shaped) == 1
