"""The printed pages: every word is on them, inside the page, in one small file that is the same each time."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyokasho.pipeline.samples.compose import compose
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.golden import golden
from hyokasho.pipeline.samples.metrics import glyph, symbol_glyph, text_width, wrap
from hyokasho.pipeline.samples.pages import lay_out
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.samples.typeset import DRAWN
from hyokasho.pipeline.samples.write import print_statement, write_samples

few = settings(max_examples=8, deadline=None, derandomize=True)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("seed", [2, 4, 20])
def test_the_same_statement_gives_the_same_bytes(seed: int) -> None:
    assert print_statement(make_statement(seed, "kiso")) == print_statement(make_statement(seed, "kiso"))


@given(seed=st.integers(0, 10_000))
@few
def test_every_answer_is_on_the_pages(seed: int) -> None:
    """Short answers stand whole on one page; wrapped ones are looked for by their first characters."""
    statement = make_statement(seed, "kiso")
    document = pymupdf.open(stream=print_statement(statement)[0])
    text = _folded("".join(page.get_text() for page in document))
    for row in golden(statement, "x.pdf")["fields"]:
        assert _folded(row["value"])[:8] in text, row


@given(seed=st.integers(0, 10_000))
@few
def test_words_stay_on_the_paper_and_have_glyphs(seed: int) -> None:
    style = make_style(seed)
    for page in lay_out(compose(make_statement(seed), style), style):
        for x, y, run in page.texts:
            assert x >= 0 and x + text_width(run.text, run.size) <= page.width + 1, run
            assert 0 < y < page.height, run
            assert all(glyph(c) or symbol_glyph(c) or c == DRAWN for c in run.text), run


def test_rotated_pages_are_shown_upright() -> None:
    seed = next(s for s in range(200) if make_style(s).rotate == 90 and make_style(s).landscape_changes)
    document = pymupdf.open(stream=print_statement(make_statement(seed, "kiso"))[0])
    turned = [page for page in document if page.rotation == 90]
    assert turned
    words = turned[0].get_text("words")
    head = next(w for w in words if w[4] == "変更日")
    x0, y0, x1, y1 = pymupdf.Rect(head[:4]) * turned[0].rotation_matrix
    assert min(y0, y1) < turned[0].rect.height / 3 and x0 != x1


def test_files_are_small() -> None:
    data, ending = print_statement(make_statement(4, "kiso"))
    assert ending == "pdf" and len(data) < 120_000


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("あいうえお", 30, ["あいう", "えお"]),
        ("あいう。えお", 30, ["あい", "う。え", "お"]),
        ("あ\nい", 30, ["あ", "い"]),
        ("", 30, [""]),
        ("あabcdefい", 35, ["あ", "abcdef", "い"]),
    ],
)
def test_lines_break_where_they_may(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, 10) == lines


def test_statements_and_goldens_are_written_side_by_side(tmp_path: Path) -> None:
    paths = write_samples(tmp_path, 2, 30, "kiso", "平成28年1月")
    assert [p.name for p in paths] == ["kiso_000030.pdf", "kiso_000031.pdf"]
    for path in paths:
        found = json.loads((tmp_path / "golden" / f"{path.stem}.json").read_text(encoding="utf-8"))
        assert found["source"] == path.name
