"""Words that are struck out are no text of the answers; underlines, rules and dashes strike nothing out."""

from __future__ import annotations

from collections.abc import Callable

import pymupdf
import pytest

from hyokasho.parsers.sources.pdf import read_pages
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import make_manner
from hyokasho.pipeline.samples.write import Printing, print_statement

_LEFT, _MIDDLE, _BASE = 60.0, 96.5, 100.0
SEEDS = [seed for seed in range(3000, 3200) if make_manner(seed, "lines").notes in ("strike_throughs", "strike_notes")]


def _line(x0: float, x1: float, y: float) -> Callable[[pymupdf.Page], None]:
    def draw(page: pymupdf.Page) -> None:
        page.draw_line((x0, y), (x1, y), color=(1, 0, 0), width=0.5)

    return draw


def _double(page: pymupdf.Page) -> None:
    _line(60, 100, 95.5)(page)
    _line(60, 100, 97)(page)


def _note(page: pymupdf.Page) -> None:
    page.add_strikeout_annot(pymupdf.Rect(60, 91, 100, 102)).update()


def _table(page: pymupdf.Page) -> None:
    """A rule from wall to wall through the words."""
    for x in (_LEFT, 160.0):
        page.draw_line((x, 60), (x, 140))
    for y in (60.0, _MIDDLE, 140.0):
        page.draw_line((_LEFT, y), (160, y))


@pytest.mark.parametrize(
    ("draw", "left"),
    [
        (_line(60, 100, 96.5), "新市役所"),
        (_line(60, 80, 97.5), "役所 新市役所"),
        (_line(90, 100, 96), "旧市役 新市役所"),
        (_double, "新市役所"),
        (_note, "新市役所"),
        (_line(60, 150, 96.5), ""),
        (_line(60, 100, 101.5), "旧市役所 新市役所"),
        (_line(60, 100, 99.8), "旧市役所 新市役所"),
        (_line(60, 100, 90.5), "旧市役所 新市役所"),
        (_line(20, 500, 96.5), "旧市役所 新市役所"),
        (_line(101, 109, 96.5), "旧市役所 新市役所"),
        (_table, "旧市役所 新市役所"),
    ],
    ids=["whole", "first", "last", "double", "note", "all", "under", "base", "over", "beyond", "dash", "rule"],
)
def test_what_a_line_goes_through_is_old(draw: Callable[[pymupdf.Page], None], left: str) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((_LEFT, _BASE), "旧市役所　新市役所", fontname="japan", fontsize=10)
    page.insert_text((_LEFT, 130), "次の行", fontname="japan", fontsize=10)
    draw(page)
    (read,) = read_pages(pymupdf.open(stream=document.tobytes()))
    page = read.layouts[0].page
    level = [word.text.replace("　", " ").strip() for word in page.words if word.bbox[1] < _BASE]
    assert " ".join(filter(None, level)) == left
    whole = left == "旧市役所 新市役所"
    assert [issue.code for issue in page.issues] == ([] if whole else ["struck-out"])
    assert whole or not page.rules


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_answers_are_those_beside_what_is_struck_out(seed: int) -> None:
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="lines")
    tables = stages.process_bytes(print_statement(statement, printing)[0], "statement.pdf")
    found = compare(printing.golden_of(statement, "statement.pdf"), tables)
    assert "struck-out" in {issue["code"] for issue in tables["issues"]}
    assert not found.differences
