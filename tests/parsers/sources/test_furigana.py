"""Readings in small kana above words are no text of the answers."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import BBox, Word
from hyokasho.parsers.sources.seen.furigana import furigana
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import make_manner
from hyokasho.pipeline.samples.write import Printing, print_statement

SEEDS = [seed for seed in range(2000, 2120) if make_manner(seed, "lines").notes == "furigana"][:3]


def _word(text: str, bbox: BBox) -> Word:
    return Word(text, bbox, bbox[3] - bbox[1])


_LINE = [_word("住民基本台帳", (100, 100, 160, 110)), _word("(1)", (100, 130, 115, 140))]


@pytest.mark.parametrize(
    ("text", "bbox", "is_reading"),
    [
        ("じゅうみん", (100, 94, 125, 99), True),
        ("ジュウミン", (100, 95, 125, 100), True),
        ("じゅうみん", (100, 80, 125, 85), False),  # (a line of its own)
        ("じゅうみん", (100, 112, 125, 117), False),  # (below its word)
        ("じゅうみん", (170, 94, 195, 99), False),  # (beside it)
        ("じゅうみん", (100, 90, 150, 100), False),  # (as large)
        ("レ", (104, 95, 109, 100), False),  # (a mark)
        ("旧住所", (100, 94, 125, 99), False),
        ("いち", (100, 125, 110, 130), True),  # (half as large, above anything)
        ("いち", (100, 124, 112, 130), False),
        ("・・", (112, 95, 122, 100), True),  # (dots above letters)
        ("・", (104, 123, 109, 128), True),
        ("●", (118, 132, 123, 137), False),  # (a mark beside a larger word)
        ("・", (100, 90, 110, 100), False),  # (a bullet as large)
    ],
)
def test_small_kana_right_above_a_word_are_its_reading(text: str, bbox: BBox, is_reading: bool) -> None:
    small = _word(text, bbox)
    assert furigana([*_LINE, small]) == ([small] if is_reading else [])


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_read_without_the_readings_above_them(seed: int) -> None:
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="lines")
    tables = stages.process_bytes(print_statement(statement, printing)[0], "statement.pdf")
    found = compare(printing.golden_of(statement, "statement.pdf"), tables)
    assert "furigana" in {issue["code"] for issue in tables["issues"]}
    assert found.mean_f1 > 0.999 and not found.wrong_share
