"""Doubts of words that OCR read, weighed against the other readings of a statement."""

from __future__ import annotations

import pytest

from hyokasho.parsers.align.disputed import with_disputes
from hyokasho.parsers.model import Doubt, Word


def test_a_doubt_behind_the_end_of_a_word_that_was_shortened_is_none() -> None:
    word = Word("青葉市", (0, 0, 30, 10), 9.0, "ocr", 0.9, doubts=(Doubt(5, "凪", 0.5, "風"),))
    assert with_disputes([word]) == [word]


@pytest.mark.parametrize(
    ("readings", "sure"),
    [
        pytest.param([("凪", 0.6), ("凪", 0.5)], [0.8, 0.8], id="agreed"),
        pytest.param([("凪", 0.6), ("凪", 0.9), ("凪", 0.5)], [0.97, 0.97, 0.97], id="agreed three times"),
        pytest.param([("凪", 0.6), ("風", 0.6)], [0.3, 0.3], id="disputed"),
        pytest.param([("凪", 0.6)], [0.6], id="read once"),
    ],
)
def test_readings_of_a_name_that_agree_are_surer_than_each(
    readings: list[tuple[str, float]], sure: list[float]
) -> None:
    words = [
        Word(f"朝{read}県", (0, y, 30, y + 10), 9.0, "ocr", sure=(one + 2) / 3, doubts=(Doubt(1, read, one, "風凪"),))
        for y, (read, one) in enumerate(readings)
    ]
    found = with_disputes(words)
    assert [round(word.doubts[0].sure, 2) for word in found] == sure
    assert [round(word.sure * 3 - 2, 2) for word in found] == sure
