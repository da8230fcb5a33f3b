"""Pages without text: nothing is invented on them, and each is read with a bounded number of steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pymupdf
import pytest

cv2 = pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan import reading  # noqa: E402
from hyokasho.parsers.sources.scan.ocr import Char, GrayImage, Reading  # noqa: E402

_WIDTH, _HEIGHT = 1240, 1754


class _Sure:
    """An engine that reads a word on everything it is shown, as engines do on noise; it counts what it is shown."""

    name = "sure"

    def __init__(self) -> None:
        self.seen = 0

    def recognise(self, images: Sequence[GrayImage]) -> list[Reading]:
        self.seen += len(images)
        return [Reading(tuple(Char(c, 0.5, 0.3) for c in "十分である")) for _ in images]


def _page(gray: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> pymupdf.Page:
    height, width = gray.shape
    page = pymupdf.open().new_page(width=595.2, height=595.2 * height / width)
    page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, width, height, gray.tobytes(), False))
    return page


def _photo() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    rough = np.random.default_rng(1).integers(0, 255, (40, 28), dtype=np.uint8)
    return np.asarray(cv2.resize(rough, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _noise(share: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.where(np.random.default_rng(2).random((_HEIGHT, _WIDTH)) < share, 0, 255).astype(np.uint8)


def _plan() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    gray, rng = np.full((3000, 10_000), 255, np.uint8), np.random.default_rng(4)
    for _ in range(3000):
        x, y = int(rng.integers(0, 9900)), int(rng.integers(0, 2900))
        cv2.line(gray, (x, y), (x + int(rng.integers(-90, 90)), y + int(rng.integers(-90, 90))), (0,), 2)
    return gray


@pytest.mark.parametrize("name", ["black", "photo", "noise", "storm", "plan"])
def test_nothing_is_invented_on_pages_without_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = _Sure()
    monkeypatch.setattr(reading, "load_engine", lambda: engine)
    gray = {
        "black": lambda: np.zeros((_HEIGHT, _WIDTH), np.uint8), "photo": _photo, "noise": lambda: _noise(0.01),
        "storm": lambda: _noise(0.4), "plan": _plan,
    }[name]()  # fmt: skip
    page = reading.read_scanned_page(_page(gray), 1)
    assert [word.text for word in page.words if any(map(str.isalpha, word.text))] == []  # (a stroke may be a dash)
    assert engine.seen < 4 * 4000
