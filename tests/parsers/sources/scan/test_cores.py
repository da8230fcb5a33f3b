"""Line images are read side by side where there are cores, in their order."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from hyokasho.parsers.sources.progress import ReadingStopped, progress
from hyokasho.parsers.sources.scan import ocr
from hyokasho.parsers.sources.scan.ocr import Char, GrayImage, Reading

IMAGES = [np.full((1, 1), number, np.uint8) for number in range(12)]


@pytest.mark.parametrize("cores", [1, 3, 100])
def test_readings_keep_the_order_of_the_images(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(progress, "cores", lambda: cores)
    used = set()

    def read(image: GrayImage) -> Reading:
        used.add(threading.get_ident())
        return Reading((Char(str(image[0, 0]), 0.5, 1.0),))

    assert [reading.text for reading in ocr._each(read, IMAGES)] == [str(number) for number in range(12)]
    assert len(used) <= min(cores, ocr._MOST_THREADS)
    assert (threading.get_ident() in used) == (cores == 1)


def test_no_line_is_begun_once_reading_has_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "cores", lambda: 2)
    begun = []

    def read(image: GrayImage) -> Reading:
        begun.append(image)
        if len(begun) == 1:
            raise ReadingStopped("no time left")
        threading.Event().wait(0.05)
        return Reading()

    with pytest.raises(ReadingStopped):
        ocr._each(read, IMAGES * 10)
    assert len(begun) < 60
