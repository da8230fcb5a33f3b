"""Doubts of words that OCR read, weighed against the other readings of a statement."""

from __future__ import annotations

from hyokasho.parsers.align.disputed import with_disputes
from hyokasho.parsers.model import Doubt, Word


def test_a_doubt_behind_the_end_of_a_word_that_was_shortened_is_none() -> None:
    word = Word("青葉市", (0, 0, 30, 10), 9.0, "ocr", 0.9, doubts=(Doubt(5, "凪", 0.5, "風"),))
    assert with_disputes([word]) == [word]
