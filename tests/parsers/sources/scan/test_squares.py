"""Boxes that are one printed square, told by their ink and by the option behind them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.model import UNKNOWN_MARK, Word  # noqa: E402
from hyokasho.parsers.sources.scan.raster import Mask, Raster  # noqa: E402
from hyokasho.parsers.sources.scan.squares import square_boxes  # noqa: E402

_SCALE = 2.0


def _page(inside: Callable[[Mask], None] | None, *, frame: bool = True) -> Mask:
    """Ink of a page with a square of 9 points at (40, 20)."""
    ink = np.zeros((100, 400), np.uint8)
    if frame:
        cv2.rectangle(ink, (80, 40), (98, 58), (255,), 2)
    if inside is not None:
        inside(ink)
    return ink


def _option(text: str, x0: float, sure: float = 0.9) -> Word:
    return Word(text, (x0, 19.0, x0 + 10.0 * len(text), 31.0), 10.0, "ocr", sure)


def _tick(ink: Mask) -> None:
    cv2.line(ink, (84, 49), (89, 55), (255,), 2)
    cv2.line(ink, (89, 55), (96, 42), (255,), 2)


def _filled(ink: Mask) -> None:
    ink[40:59, 80:99] = 255


def _speck(ink: Mask) -> None:
    ink[48:50, 87:90] = 255


def _bracket(ink: Mask) -> None:
    for rows, columns in (
        (slice(40, 60), slice(80, 83)),
        (slice(40, 43), slice(80, 90)),
        (slice(57, 60), slice(80, 90)),
    ):
        ink[rows, columns] = 255


def _circle(ink: Mask) -> None:
    cv2.circle(ink, (89, 49), 10, (255,), 2)


@pytest.mark.parametrize(
    ("inside", "frame", "signs"),
    [
        pytest.param(None, True, ["☐"], id="empty"),
        pytest.param(_tick, True, ["☑"], id="ticked"),
        pytest.param(_filled, True, ["■"], id="filled"),
        pytest.param(_speck, True, ["[", UNKNOWN_MARK, "]"], id="a speck in it"),
        pytest.param(_bracket, False, [], id="a bracket"),
        pytest.param(_circle, False, [], id="a circle between brackets"),
        pytest.param(None, False, [], id="nothing"),
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        pytest.param([_option("内部監査", 52)], id="not read"),
        pytest.param([_option("口内部監査", 40)], id="read in one word with the option"),
        pytest.param([_option("①", 40, 0.4), _option("内部監査", 52)], id="read as another sign"),
    ],
)
def test_a_square_before_an_option_is_its_box(
    inside: Callable[[Mask], None] | None, frame: bool, signs: list[str], words: list[Word]
) -> None:
    raster = Raster(np.full((100, 400), 255, np.uint8), _SCALE)
    boxes = square_boxes([words], _page(inside, frame=frame), raster)
    assert [word.text for box in boxes for word in box.box] == signs
    for box in boxes:
        assert box.option.text == "内部監査" and box.option.bbox[0] >= 49
        assert [word.text for word in words if box.holds(word)] == ["①"][: len(words) - 1]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([_option("内部監査の記録", 52)], id="a sentence"),
        pytest.param([_option("田", 40), _option("内部監査", 52)], id="a kanji that was read surely"),
    ],
)
def test_other_squares_are_no_boxes(words: list[Word]) -> None:
    raster = Raster(np.full((100, 400), 255, np.uint8), _SCALE)
    assert not square_boxes([words], _page(_tick), raster)
