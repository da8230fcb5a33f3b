"""Odd heights of fonts are put right; pages stored turned in a unit of their own are measured in points."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.parsers.sources.pdf import read_pages

TEXT = "特定個人情報保護評価"


def _document(ascent: int = 880, descent: int = -120) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="J", fontbuffer=pymupdf.Font("cjk").buffer)
    for y in (100, 112):
        page.insert_text((80, y), TEXT, fontname="J", fontsize=10)
    document.subset_fonts()
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "Type")[1] == "/FontDescriptor":
            document.xref_set_key(xref, "Ascent", str(ascent))
            document.xref_set_key(xref, "Descent", str(descent))
    return document


def _boxes(document: pymupdf.Document) -> list[tuple[float, ...]]:
    (result,) = read_pages(open_pdf(document.tobytes()))
    return [tuple(round(value) for value in word.bbox) for word in result.layouts[0].page.words]


@pytest.mark.parametrize(("ascent", "descent"), [(1800, -900), (1300, -600), (2500, 0)])
def test_words_are_as_high_as_their_type_whatever_the_font_says(ascent: int, descent: int) -> None:
    assert _boxes(_document(ascent, descent)) == _boxes(_document())


def test_a_font_with_much_air_is_left_as_it_is() -> None:
    (result,) = read_pages(open_pdf(_document(1060, -430).tobytes()))
    assert {round(w.bbox[3] - w.bbox[1], 1) for w in result.layouts[0].page.words} == {14.9}


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("unit", [2.5, 0.05, 50])
def test_a_turned_page_with_a_unit_of_its_own_is_read_in_points(unit: float, cut: bool) -> None:
    """The page is as large as ever; the file measures it, and what it draws, in its own unit."""
    document = _document()
    page = document[0]
    if cut:
        page.set_cropbox(pymupdf.Rect(40, 20, 560, 800))
    page.set_rotation(90)
    plain = _boxes(document)
    scale = f"q {1 / unit:g} 0 0 {1 / unit:g} 0 0 cm ".encode()
    document.update_stream(page.get_contents()[0], scale + page.read_contents() + b" Q")
    for other in page.get_contents()[1:]:
        document.update_stream(other, b" ")
    for key in ("MediaBox", "CropBox"):
        box = document.xref_get_key(page.xref, key)[1].strip("[]").split()
        if box != ["null"]:
            document.xref_set_key(page.xref, key, f"[{' '.join(f'{float(value) / unit:g}' for value in box)}]")
    document.xref_set_key(page.xref, "UserUnit", f"{unit:g}")
    assert _boxes(document) == plain
