"""Tables whose lines are in a picture, or in whatever else a person sees as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pymupdf
import pytest

from hyokasho.parsers.layout.unruled.drawn_table import has_table
from hyokasho.parsers.model import Page, Rule, Word
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.parsers.sources.pictured.picture_rules import PictureRules, without_line_signs
from hyokasho.pipeline.samples.manner import Manner, RuleKind
from hyokasho.pipeline.samples.pages import Edge, PrintedPage
from hyokasho.pipeline.samples.pdf import write_pdf
from hyokasho.pipeline.samples.style import make_style
from hyokasho.pipeline.samples.typeset import Run

pytest.importorskip("cv2")

from hyokasho.parsers.sources.scan.first_look import possible_walls
from hyokasho.parsers.sources.scan.ink import find_ink
from hyokasho.parsers.sources.scan.lines import find_lines
from hyokasho.parsers.sources.scan.raster import draw_page

XS, YS = (60.0, 180.0, 480.0), tuple(100.0 + 24 * k for k in range(9))


def _page(manner: Manner, edges: tuple[Edge, ...], text: str = "特定個人情報の入手") -> pymupdf.Page:
    """Eight rows of a label and an answer."""
    texts = [(x + 6, y + 16, Run(0.0, text, 9.0)) for x in XS[:2] for y in YS[:-1]]
    printed = PrintedPage(595, 842, texts=texts, edges=list(edges))
    return pymupdf.open(stream=write_pdf([printed], make_style(3), manner=manner))[0]


LATTICE = (*((x, YS[0], x, YS[-1]) for x in XS), *((XS[0], y, XS[-1], y) for y in YS))


def _looked(mupage: pymupdf.Page, looker: PictureRules) -> tuple[Page, Page]:
    page = read_text_page(mupage, 1)
    return page, looker.add(mupage, page)


def test_lines_of_a_picture_are_rules() -> None:
    before, after = _looked(_page(Manner(rules="one_picture"), LATTICE), PictureRules())
    assert not [rule for rule in before.rules if not rule.horizontal]
    walls = {round(rule.x0) for rule in after.rules if not rule.horizontal}
    assert all(any(abs(x - wall) <= 2 for wall in walls) for x in XS)
    assert [word.text for word in after.words] == [word.text for word in before.words]


def test_a_page_with_rules_is_not_looked_at() -> None:
    before, after = _looked(_page(Manner(), LATTICE), PictureRules())
    assert after is before


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[pymupdf.Page]:
    """The pages whose pictures were looked at, none of them with lines."""
    found: list[pymupdf.Page] = []
    eye = "hyokasho.parsers.sources.pictured.picture_rules._finder"
    monkeypatch.setattr(eye, lambda: lambda page, _: found.append(page) or ())
    return found


UNDERLINE = ((XS[0], YS[0], XS[1], YS[0]),)


def test_a_document_without_tables_is_soon_no_longer_looked_at(looks: list[pymupdf.Page]) -> None:
    looker = PictureRules()
    for _ in range(5):
        before, after = _looked(_page(Manner(), UNDERLINE), looker)
        assert after is before
    assert len(looks) == 2


@pytest.mark.parametrize(
    ("manner", "edges", "text", "looked"),
    [
        (Manner(), (), "特定個人情報の入手", False),
        (Manner(), (), "・（1）／－：*", False),
        (Manner(), UNDERLINE, "特定個人情報の入手", True),
        (Manner(rules="shading"), UNDERLINE, "特定個人情報の入手", True),
        (Manner(rules="images"), UNDERLINE, "特定個人情報の入手", True),
        (Manner(), (), "│入手", True),
        (Manner(), (), "|入手", True),
        (Manner(), (), "\ue0a3", True),
    ],
)
def test_what_is_letters_alone_has_no_lines_in_its_picture(
    looks: list[pymupdf.Page], manner: Manner, edges: tuple[Edge, ...], text: str, looked: bool
) -> None:
    _looked(_page(manner, edges, text), PictureRules())
    assert bool(looks) is looked


def _table_seen(mupage: pymupdf.Page, words: Sequence[Word]) -> bool:
    raster = draw_page(mupage)
    return has_table(words, find_lines(raster, find_ink(raster)).rules)


@pytest.mark.parametrize("skew", [0.0, 0.3])
@pytest.mark.parametrize("kind", [kind for kind in get_args(RuleKind) if kind != "signs"])  # (they are no letters)
@pytest.mark.parametrize("text", ["特定個人情報の入手", "国国国\u3000国国国国国国"])
def test_the_first_look_overlooks_no_table(kind: RuleKind, skew: float, text: str) -> None:
    mupage = _page(Manner(rules=kind, skew=skew), LATTICE, text)
    words = read_text_page(mupage, 1).words
    found = has_table(words, possible_walls(mupage, [word.bbox for word in words]))
    assert found or not _table_seen(mupage, words)


def test_the_first_look_takes_no_strokes_of_letters_for_walls() -> None:
    mupage = _page(Manner(), UNDERLINE, "国国国\u3000国国国国国国")
    words = read_text_page(mupage, 1).words
    assert not has_table(words, possible_walls(mupage, [word.bbox for word in words]))


def test_signs_of_which_rules_are_made_are_no_text() -> None:
    wall, floor = Rule(65, 90, 65, 200), Rule(60, 120, 300, 120)
    words = [
        Word("│事務の名称", (60, 100, 120, 110), 10.0),
        Word("────", (60, 115, 100, 125), 10.0),
        Word("││", (200, 150, 220, 160), 10.0),
        Word("年金ー", (130, 100, 160, 110), 10.0),
    ]
    found = without_line_signs(words, [wall, floor])
    assert [(word.text, word.bbox) for word in found] == [
        ("事務の名称", (70, 100, 120, 110)), ("││", (200, 150, 220, 160)), ("年金ー", (130, 100, 160, 110)),
    ]  # fmt: skip
