"""The manners of drawing: the words stay, the bytes are the same each time."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pymupdf
import pytest

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import Drawn, make_manner
from hyokasho.pipeline.samples.rule_kinds import joined_edges
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.samples.write import Printing, print_statement


def _characters(data: bytes) -> set[str]:
    document = pymupdf.open(stream=data)
    text = "".join(document[number].get_text() for number in range(document.page_count))
    return {c for c in unicodedata.normalize("NFC", text) if not c.isspace()}


@pytest.mark.parametrize("drawn", get_args(Drawn))
@pytest.mark.parametrize("seed", [3, 5])
def test_every_manner_shows_the_words_and_gives_the_same_bytes(drawn: Drawn, seed: int) -> None:
    statement = make_statement(seed, "kiso")
    data, _ = print_statement(statement, Printing(drawn=drawn))
    assert print_statement(statement, Printing(drawn=drawn))[0] == data
    unmade = set("0123456789/-ページ特定個人情報保護評価書")  # (a page number may stand elsewhere)
    unmade |= set(make_style(seed).mark) if drawn == "marks" else set()
    if make_manner(seed, drawn).characters in ("unnamed", "misnamed", "swapped", "private", "blank"):
        unmade |= _characters(print_statement(statement)[0])  # (some have no name, or another)
    assert _characters(print_statement(statement)[0]) <= _characters(data) | unmade


def test_manners_differ_from_statement_to_statement() -> None:
    for drawn in get_args(Drawn):
        assert len({repr(make_manner(seed, drawn)) for seed in range(40)}) > 5


def test_edges_that_meet_are_one_rule() -> None:
    edges = [(0.0, 10.0, 50.0, 10.0), (50.0, 10.0, 90.0, 10.0), (0.0, 10.0, 0.0, 40.0), (120.0, 10.0, 130.0, 10.0)]
    assert sorted(joined_edges(edges)) == [(0, 10, 0, 40), (0, 10, 90, 10), (120, 10, 130, 10)]
