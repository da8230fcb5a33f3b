"""Boxes whose brackets have lost their shape, told by their options."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.model import DRAWN_MARK, Word  # noqa: E402
from hyokasho.parsers.sources.scan.brackets import Pair, look_between  # noqa: E402
from hyokasho.parsers.sources.scan.ocr import Char  # noqa: E402
from hyokasho.parsers.sources.scan.raster import Raster  # noqa: E402
from hyokasho.parsers.sources.scan.reading import _worn  # noqa: E402
from hyokasho.parsers.sources.scan.worn_boxes import WornBox, option_begins, worn_boxes  # noqa: E402


@pytest.mark.parametrize(
    ("read", "start"),
    [
        ("1●専用線", 2),
        ("[]専用線", 2),
        ("|専用線", 1),
        ("・1紙", 2),
        ("専用線", None),
        ("第1専用線", None),
        ("1●十分である", None),
        ("(1)専用線を用いる", None),
    ],
)
def test_an_option_of_boxes_begins_behind_signs_only(read: str, start: int | None) -> None:
    assert option_begins([Char(c, 0.0, 0.9) for c in read]) == start


def _page(strokes: list[int], mark: bool) -> tuple[Raster, Word]:
    """Upright strokes in two pieces before the place (60, 20) of a word; a disc between the first two."""
    ink = np.zeros((60, 200), np.uint8)
    for x in strokes:
        ink[20:27, x : x + 3] = ink[30:38, x : x + 3] = 255
    if mark:
        cv2.circle(ink, ((strokes[0] + strokes[1]) // 2 + 1, 29), 7, (255,), cv2.FILLED)
    ink[20:38, 60:110] = 255
    return Raster(255 - ink, 2.0), Word("専用線", (30, 10, 55, 19), 9.0, "ocr", 0.9)


@pytest.mark.parametrize("mark", [True, False])
def test_two_strokes_before_an_option_are_its_box(mark: bool) -> None:
    raster, word = _page([24, 50], mark)
    (box,) = worn_boxes([[word]], [], 255 - raster.gray, raster)
    assert (box.pair.left[0], box.pair.right[2], box.option) == (24, 53, word)
    assert look_between(box.pair, 255 - raster.gray).mark == ("disc" if mark else "empty")


@pytest.mark.parametrize("begins", [6.0, 15.0, 30.0])
@pytest.mark.parametrize("text", ["専用線", "紙"])
def test_a_mark_between_blanks_has_its_box_wherever_the_option_as_read_begins(text: str, begins: float) -> None:
    ink = np.zeros((60, 200), np.uint8)
    for x in (0, 54):  # (three letters of 18 pixels between their middles)
        ink[20:27, x + 10 : x + 13] = ink[30:38, x + 10 : x + 13] = 255
    cv2.circle(ink, (38, 29), 7, (255,), cv2.FILLED)
    ink[20:38, 72:110] = 255
    word = Word(text, (begins, 10, 55, 19), 9.0, "ocr", 0.9)
    (box,) = worn_boxes([[word]], [], ink, Raster(255 - ink, 2.0))
    assert (box.pair.left[0], box.pair.right[2]) == (10, 67)
    assert look_between(box.pair, ink).mark == "disc"


def test_brackets_that_a_wide_mark_fills_are_seen() -> None:
    raster, word = _page([24, 50], False)
    ink = 255 - raster.gray
    for x, left, right in ((24, 24, 29), (51, 49, 54)):  # (hooks that reach over the sides of the circle)
        ink[20:38, x : x + 3] = 255
        ink[18:20, left:right] = ink[38:40, left:right] = 255
    cv2.circle(ink, (38, 29), 10, (255,), 1)
    (box,) = worn_boxes([[word]], [], ink, raster)
    assert look_between(box.pair, ink).mark == "circle"


@pytest.mark.parametrize("strokes", [[50], [], [0, 30]])
def test_less_than_two_near_strokes_are_none(strokes: list[int]) -> None:
    raster, word = _page(strokes, False)
    assert worn_boxes([[word]], [], 255 - raster.gray, raster) == []


@pytest.mark.parametrize("gap", [2, 14, 18])
def test_a_box_that_its_shape_told_is_not_found_again_before_an_option_behind_a_blank(gap: int) -> None:
    raster, word = _page([57 - gap - 26, 57 - gap], False)
    (box,) = worn_boxes([[word]], [], 255 - raster.gray, raster)
    assert worn_boxes([[word]], [box.pair], 255 - raster.gray, raster) == []


@pytest.mark.parametrize("text", ["十分である", "専用線を用いる機能", "紙媒体", "個人番号カード又は通知カード"])
def test_text_that_is_no_option_has_no_box(text: str) -> None:
    raster, _ = _page([24, 50], True)
    word = Word(text, (30, 10, 55, 19), 9.0, "ocr", 0.9)
    assert worn_boxes([[word]], [], 255 - raster.gray, raster) == []


def test_a_mark_that_only_the_engine_knows_is_seen_between_wide_brackets() -> None:
    ink = np.zeros((60, 200), np.uint8)
    for x in (10, 90):
        ink[20:38, x : x + 3] = 255
    cv2.line(ink, (44, 24), (58, 34), (255,), 2)
    pair = Pair((10, 20, 13, 38), (90, 20, 93, 38))
    option, mark = Word("専用線", (50, 10, 75, 19), 9.0, "ocr", 0.9), Word("○", (22, 11, 29, 18), 9.0, "ocr", 0.9)
    scene: Any = SimpleNamespace(raster=Raster(255 - ink, 2.0), pairs=(), glyphs=ink, dots=ink)
    texts = [[mark], [option]]
    assert [word.text for word in _worn(scene, [WornBox(pair, option, (mark,))], texts)] == ["[", "]", DRAWN_MARK]
    assert texts == [[], [option]]
