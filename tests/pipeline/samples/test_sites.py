"""Statements as sites keep their text: random tears, and what can still be told of the cover."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hyokasho.pipeline.samples.compare import Comparison
from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.roundtrip import round_trip
from hyokasho.pipeline.samples.sites import Tears, draw_tears, site_text
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.samples.write import Printing

PLAIN = Tears("rows", "rows", "lines", "of", "once")


def _text(tears: Tears, seed: int = 3) -> str:
    statement, style = make_statement(seed, "様式2"), make_style(seed)
    return site_text(compose(statement, style), style, seed, tears)


def test_the_same_seed_gives_the_same_text_and_seeds_differ_in_their_tears() -> None:
    assert _text(draw_tears(3)) == _text(draw_tears(3))
    assert len({draw_tears(seed) for seed in range(40)}) > 30


def test_order_and_joins_change_no_letter() -> None:
    letters = sorted("".join(_text(PLAIN).split()))
    for order in ("grouped", "centred", "inside", "moved"):
        assert sorted("".join(_text(replace(PLAIN, order=order)).split())) == letters
    assert sorted("".join(_text(replace(PLAIN, joint="one_line", cover="scrambled")).split())) == letters


def test_bold_type_is_printed_again_and_again() -> None:
    assert _text(replace(PLAIN, bold="repeated")).count("公表日\n公表日\n公表日\n公表日") == 1


@pytest.mark.parametrize("first", [8100, 8200])
def test_covers_are_read_and_hardly_any_value_is_wrong(tmp_path: Path, first: int) -> None:
    total = Comparison()
    for seed in range(first, first + 8):
        total.add(round_trip(make_statement(seed, "様式2"), Printing("site"), tmp_path))
    cover = total.counts["documents"]
    assert cover.right >= 0.85 * cover.golden
    assert cover.wrong <= 0.04 * cover.given
