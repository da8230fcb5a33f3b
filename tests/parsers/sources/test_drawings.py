"""What a person sees as a ruling line is one, whatever a program made it of."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest

from hyokasho.parsers.layout.grid import find_grids
from hyokasho.parsers.model import Rule
from hyokasho.parsers.sources.drawn.drawings import read_drawings
from hyokasho.parsers.sources.drawn.specks import chained
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.pipeline.samples.manner import Manner
from hyokasho.pipeline.samples.pages import PrintedPage
from hyokasho.pipeline.samples.pdf import write_pdf
from hyokasho.pipeline.samples.style import make_style
from tests.parsers.sources.test_pdf_text import page_with


def drawn(content: bytes) -> list[tuple[float, ...]]:
    rules = read_drawings(page_with(content), None).rules
    return [(round(r.x0, 1), round(r.y0, 1), round(r.x1, 1), round(r.y1, 1)) for r in rules]


PIXEL = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"
LINE = (50, 99.5, 250, 99.5)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"50 100 200 1 re f", [LINE], id="filled rectangle"),
        pytest.param(b"50 100.5 m 250 100.5 l S", [LINE], id="stroke"),
        pytest.param(b"50 100 m 250 100 l 249 101 l 51 101 l h f", [LINE], id="polygon with mitred ends"),
        pytest.param(
            b"50 100 m 249 100 l 250 100 250 101 249 101 c 51 101 l 50 101 50 100 51 100 c h f", [LINE], id="round ends"
        ),
        pytest.param(b"0 g 50 99 200 3 re f", [LINE], id="heavy"),
        pytest.param(b"0.9 g 50 99 200 3 re f", [], id="a pale bar is shading"),
        pytest.param(
            b"20 w [1 149 1 49] 0 d 50 100 m 250 100 l S",
            [(50.5, 90, 50.5, 110), (200.5, 90, 200.5, 110)],
            id="dashes of a stroke as broad as a row",
        ),
        pytest.param(
            b"20 w [1 99] 50 d 50 100 m 250 100 l S",
            [(100.5, 90, 100.5, 110), (200.5, 90, 200.5, 110)],
            id="broad dashes that begin within a gap",
        ),
        pytest.param(b"q 50 100 200 1 re W n Q", [LINE], id="a clip as thin as a rule"),
        pytest.param(
            b"q 50 100 190 1 re W n Q q 240 100 10 1 re W n Q",
            [(50, 99.5, 240, 99.5), (240, 99.5, 250, 99.5)],
            id="a clip of a narrow cell",
        ),
        pytest.param(b"q 50 100 200 0 re W n Q", [], id="an empty clip"),
        pytest.param(b"q 50 90 200 20 re W n Q", [], id="the clip of a cell"),
        pytest.param(b"q 0 0 240 200 re W n 50 100.5 m 280 100.5 l S Q", [(50, 99.5, 240.8, 99.5)], id="cut by a clip"),
        pytest.param(b"q 0 0 200 200 re W n 240 50 20 60 re S Q", [], id="a frame outside the clip"),
        pytest.param(b"q 0 0 200 200 re W n Q 50 100.5 m 250 100.5 l S", [LINE], id="behind a clip"),
        pytest.param(b"50 100.5 m 100 100.5 200 100.5 250 100.5 c S", [LINE], id="a curve without a bend"),
        pytest.param(b"50 100.5 m 100 120 200 120 250 100.5 c S", [], id="a curve"),
        pytest.param(b"50 90 m 60 93 65 94.5 70 96 c 75 110 l 55 104 l 50 90 l h f", [], id="a stroke of a letter"),
        pytest.param(
            b"0.1 w q 1 0.005 -0.005 1 0 0 cm 50 100 200 0.5 re S Q",
            [(49.5, 99.0, 249.5, 99.0)],
            id="the outline of a line on a page askew",
        ),
        pytest.param(
            b"0 g q 1 0.02 -0.02 1 0 0 cm 50 98.7 200 3.6 re f Q",
            [(48.0, 96.5, 248.0, 96.5)],
            id="heavy, on a page askew",
        ),
        pytest.param(b"q 200 0 0 1 50 100 cm %s Q", [LINE], id="a stretched pixel"),
        pytest.param(
            b"q 1 0.02 -0.02 1 0 0 cm 200 0 0 1 50 100 cm %s Q",
            [(48.0, 96.5, 248.0, 96.5)],
            id="a stretched pixel on a page askew",
        ),
        pytest.param(
            b"q 1 0.02 -0.02 1 0 0 cm 290 0 0 1 5 100 cm %s Q",
            [(3.0, 96.5, 293.0, 96.5)],
            id="a pixel stretched over a whole page askew",
        ),
        pytest.param(
            b"0.9 g 50 150 200 1 re f q 1 0 0 100 50 50 cm %s Q",
            [(50, 49.5, 250, 49.5), (50.5, 50, 50.5, 150)],
            id="a stretched pixel beside a seam",
        ),
        pytest.param(b"q 30 0 0 20 50 100 cm %s Q", [], id="a picture"),
        pytest.param(b"0.9 g 50 80 200 20 re f", [], id="shading"),
        pytest.param(b"50 -30 200 1 re f", [], id="a border past the end of the page"),
        pytest.param(b"50 -30 1 80 re f", [(50.5, 150, 50.5, 200)], id="a wall that runs on past the end of the page"),
        pytest.param(b"50 80 m 250 120 l S", [], id="a diagonal"),
        pytest.param(b"1 G 50 100.5 m 250 100.5 l S", [], id="white"),
        pytest.param(b"50 50 m 250 50 l 250 100 l 90 100 l 80 110 l 70 100 l 50 100 l h S", [], id="a balloon"),
    ],
)
def test_rules_are_seen_whatever_they_are_made_of(content: bytes, expected: list[tuple[float, ...]]) -> None:
    assert drawn(content.replace(b"%s", PIXEL)) == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"20 100 160 1 re W n", id="a clip as thin as a rule"),
        pytest.param(b"0 g 1 0.02 -0.02 1 0 0 cm 20 98.7 160 3.6 re f", id="heavy, askew"),
        pytest.param(b"1 0.02 -0.02 1 0 0 cm 160 0 0 1 20 100 cm %s", id="a stretched pixel, askew"),
    ],
)
@pytest.mark.parametrize(("rotation", "turned"), [(90, b"0 1 -1 0 300 0 cm"), (270, b"0 -1 1 0 0 200 cm")])
def test_rules_are_seen_on_pages_that_are_shown_turned(content: bytes, rotation: int, turned: bytes) -> None:
    mupage = page_with(b"q " + turned + b" " + content.replace(b"%s", PIXEL) + b" Q", rotation)
    (rule,) = read_drawings(mupage, mupage.rotation_matrix).rules
    assert rule.horizontal and rule.x1 - rule.x0 == pytest.approx(160, abs=1) and 190 < rule.y0 < 205


def test_what_is_seen_through_letters_is_no_area() -> None:
    letters = b"q BT 7 Tr /helv 12 Tf 50 100 Td (AB) Tj ET 0 0 0.5 rg 48 96 40 16 re f Q 0.9 g 100 96 40 16 re f"
    mupage = page_with(letters)
    mupage.insert_font(fontname="helv")
    assert [round(fill.bbox[0]) for fill in read_drawings(mupage, None).fills] == [100]


def test_a_page_that_is_shown_turned_may_stand_askew_too() -> None:
    mupage = page_with(b"0 -1 1 0 0 200 cm 1 0.02 -0.02 1 0 0 cm 20 100 160 1 re f", 270)
    assert read_drawings(mupage, mupage.rotation_matrix).skew == pytest.approx(-1.15, abs=0.01)


def test_a_frame_of_one_rectangle_in_another_is_four_rules() -> None:
    assert len(drawn(b"50 50 100 40 re 51 51 98 38 re f*")) == 4


def test_a_broad_pale_stroke_is_shading() -> None:
    found = read_drawings(page_with(b"0.9 0.9 1 RG 18 w 50 100 m 250 100 l S"), None)
    assert not found.rules
    assert [tuple(map(round, fill.bbox)) for fill in found.fills] == [(50, 91, 250, 109)]


def dots(x0: float, y0: float, count: int, *, level: bool, pitch: float = 1.2) -> list[tuple[float, ...]]:
    places = ((x0 + k * pitch, y0) if level else (x0, y0 + k * pitch) for k in range(count))
    return [(x, y, x + 0.5, y + 0.5) for x, y in places]


def test_dots_in_a_row_are_a_rule() -> None:
    specks = [*dots(50, 100, 100, level=True), *dots(50, 100, 20, level=False)]
    level, upright = chained([(a, b, c, d) for a, b, c, d in specks])
    assert level == Rule(50, 100.25, 50 + 99 * 1.2 + 0.5, 100.25)
    assert upright == Rule(50.25, 100, 50.25, 100 + 19 * 1.2 + 0.5)


@pytest.mark.parametrize(
    "specks",
    [
        pytest.param(dots(50, 100, 4, level=True), id="a few"),
        pytest.param(dots(50, 100, 30, level=True, pitch=9), id="far apart: the leader of a table of contents"),
        pytest.param([dot for k in range(20) for dot in dots(50, 100 + k * 1.2, 20, level=True)], id="a hatched area"),
    ],
)
def test_other_specks_are_no_rules(specks: list[tuple[float, float, float, float]]) -> None:
    assert chained(specks) == []


KINDS = (
    "joined", "joined_stroke", "broken", "dots", "dashes", "polygons", "rounded", "images", "inline_images",
    "pattern", "shading", "thick",
    "double", "hair", "one_path", "rings",
)  # fmt: skip


@pytest.mark.parametrize("enlarge", [1.0, 1.5])
@pytest.mark.parametrize("rules", KINDS)
def test_a_table_has_its_cells_in_every_kind_of_rule(rules: str, enlarge: float) -> None:
    page = PrintedPage(300, 400)
    for x0, x1 in ((40.0, 120.0), (120.0, 260.0)):
        for y0, y1 in ((50.0, 80.0), (80.0, 120.0)):
            page.edges += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    manner = Manner(rules=rules, enlarge=enlarge)  # type: ignore[arg-type]  # (parametrized by name)
    document = pymupdf.open(stream=write_pdf([page], replace(make_style(1), crop=0.0), manner=manner))
    mupage = document[0]
    (grid,) = find_grids(read_drawings(mupage, None).rules)
    cells = [[round(v / enlarge) for v in cell.bbox] for cell in grid.cells]
    wanted = [[40, 50, 120, 80], [120, 50, 260, 80], [40, 80, 120, 120], [120, 80, 260, 120]]
    assert all(abs(a - b) <= 1 for cell, box in zip(cells, wanted, strict=True) for a, b in zip(cell, box, strict=True))


def test_a_line_drawn_by_hand_is_a_rule_and_a_wave_is_none() -> None:
    wavering = b"50 100 m 62 100.4 l 74 99.7 l 86 100.2 l 98 99.8 l 110 100 l S"
    wave = b"50 100 m 53 102 l 56 100 l 59 102 l 62 100 l 65 102 l 68 100 l 71 102 l S"
    assert drawn(wavering) == [(50, 100, 110, 100)]
    assert drawn(wave) == []


def test_strips_of_a_colour_that_pales_are_one_area() -> None:
    strips = b"".join(b"%.2f 0.9 1 rg 50 %d 200 2.05 re f " % (0.7 + 0.03 * k, 100 + 2 * k) for k in range(10))
    found = read_drawings(page_with(strips), None)
    assert [tuple(map(round, fill.bbox)) for fill in found.fills] == [(50, 80, 250, 100)]
    assert found.rules == []
    apart = b"0.8 g 50 100 200 1 re f 50 104 200 1 re f"
    assert len(drawn(apart)) == 2


def test_areas_with_a_white_line_between_them_are_no_strips_of_one() -> None:
    areas = b"0.9 g 50 100 200 20 re f 50 120 200 20 re f "
    plain = read_drawings(page_with(areas), None)
    lined = read_drawings(page_with(areas + b"1 g 50 119.6 200 0.8 re f"), None)
    under = read_drawings(page_with(b"1 g 50 119.6 200 0.8 re f " + areas), None)
    stroked = read_drawings(page_with(areas + b"1 G 50 120 m 250 120 l S"), None)
    assert [fill.framed for fill in (*plain.painted, *under.painted)] == [False] * 4
    assert [fill.framed for fill in (*lined.painted, *stroked.painted)] == [True] * 4
    assert lined.rules == stroked.rules == []


def test_a_character_stretched_to_a_line_is_a_rule_and_no_word() -> None:
    page = pymupdf.open().new_page()
    page.insert_text((80, 100), "特定個人情報", fontname="japan", fontsize=10)
    for x, matrix in ((60, pymupdf.Matrix(40, 0.05)), (400, pymupdf.Matrix(0.2, 8))):
        page.insert_text((x, 400), "-", fontsize=10, morph=(pymupdf.Point(x, 400), matrix))
    read = read_text_page(page, 1)
    assert [word.text for word in read.words] == ["特定個人情報"]
    assert sorted(rule.horizontal for rule in read.rules) == [False, True]


@pytest.mark.parametrize("narrow", [0.7, 0.5])
def test_narrow_characters_of_a_shrunk_text_are_no_rules(narrow: float) -> None:
    page = pymupdf.open().new_page()
    for x, text in ((80, "["), (90, "i"), (100, "]")):
        page.insert_text((x, 100), text, fontsize=12, morph=(pymupdf.Point(x, 100), pymupdf.Matrix(narrow, 1)))
    read = read_text_page(page, 1)
    assert [word.text for word in read.words] == ["[", "i", "]"]
    assert read.rules == ()
