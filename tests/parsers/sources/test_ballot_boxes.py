"""Squares of lines, little pictures and glyphs of symbol fonts are boxes to tick, and their pictures say which are."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.parsers.sources.pdf import read_pages

OPTION = "本人又は本人の代理人"


def _page(x: float = 80) -> pymupdf.Page:
    page = pymupdf.open().new_page()
    for y in (100, 120, 140):
        page.insert_text((x + 14, y), OPTION, fontname="japan", fontsize=10)
    return page


def _square(page: pymupdf.Page, y: float, ticked: bool, x: float = 80) -> None:
    page.draw_rect((x, y - 8, x + 8, y), width=0.6)
    if ticked:
        page.draw_polyline([(x + 1.5, y - 4), (x + 3.5, y - 1.5), (x + 7, y - 7)])


def _read(page: pymupdf.Page) -> list[str]:
    (result,) = read_pages(open_pdf(page.parent.tobytes()))
    words = sorted(result.layouts[0].page.words, key=lambda word: (round(word.bbox[3] / 10), word.bbox[0]))
    return [word.text for word in words if word.text != OPTION]


def test_a_square_of_lines_before_a_text_is_a_box_ticked_by_what_is_drawn_in_it() -> None:
    page = _page()
    for y, ticked in ((100, True), (120, False), (140, True)):
        _square(page, y, ticked)
    assert _read(page) == ["☑", "☐", "☑"]


def _ring(page: pymupdf.Page, y: float, ticked: bool) -> None:
    """A frame that is a rectangle within another, as printers of HTML draw it, upon a line of its own."""
    shape = page.new_shape()
    shape.draw_rect((80, y - 22, 90, y - 12))
    shape.draw_rect((80.8, y - 21.2, 89.2, y - 12.8))
    shape.finish(color=None, fill=(0, 0, 0), even_odd=True)
    shape.commit()
    if ticked:
        page.draw_rect((82.5, y - 19.5, 87.5, y - 14.5), color=None, fill=(0, 0, 0))


def test_frames_alone_above_the_beginnings_of_their_texts_are_boxes() -> None:
    page = pymupdf.open().new_page()
    for y, ticked in ((100, True), (126, False), (152, True)):
        page.insert_text((80, y), OPTION, fontname="japan", fontsize=10)
        _ring(page, y, ticked)
    assert _read(page) == ["☑", "☐", "☑"]


def test_a_square_far_from_all_text_is_none() -> None:
    page = _page()
    _square(page, 300, ticked=True)
    assert _read(page) == []


def test_between_brackets_an_empty_square_is_no_mark() -> None:
    pytest.importorskip("cv2")
    page = _page(100)
    for y, ticked in ((100, True), (120, False), (140, False)):
        page.insert_text((84, y), "[\u3000\u3000]", fontname="japan", fontsize=10)
        _square(page, y, ticked, x=91)
    assert "".join(_read(page)).count("○") == 1


def test_between_brackets_an_empty_square_is_no_mark_in_small_print_either() -> None:
    pytest.importorskip("cv2")
    page, sheet = _page(100), pymupdf.open()
    for y in (100, 120, 140):
        page.insert_text((84, y), "[\u3000\u3000]", fontname="japan", fontsize=10)
        _square(page, y, False, x=91)
    small = sheet.new_page()
    small.show_pdf_page(page.rect * pymupdf.Matrix(0.3, 0.3), page.parent)
    assert "".join(_read(small)).count("○") == 0


def test_form_fields_are_boxes() -> None:
    page = _page()
    for k, y in enumerate((100, 120, 140)):
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_CHECKBOX, f"box{k}"
        field.rect, field.field_value = pymupdf.Rect(80, y - 8, 88, y), k == 1
        field.border_color, field.border_width = (0, 0, 0), 0.5
        page.add_widget(field)
    assert _read(page) == ["☐", "☑", "☐"]


@pytest.mark.parametrize("filled", [False, True], ids=["white", "coloured, the tick white"])
def test_a_square_with_round_corners_is_a_box_as_browsers_draw_it(filled: bool) -> None:
    page, colour = _page(), (0.0, 0.46, 1.0)
    for y, ticked in ((100, True), (120, False), (140, True)):
        ground = colour if filled and ticked else (1, 1, 1)
        page.draw_rect((80, y - 8, 88, y), width=0.75, color=(0.46, 0.46, 0.46), fill=ground, radius=0.17)
        if ticked:
            tick = [(82, y - 4), (83.5, y - 2.5), (86.5, y - 6)]
            page.draw_polyline(tick, color=(1, 1, 1) if filled else (0, 0, 0), width=1.2)
    assert _read(page) == ["☑", "☐", "☑"]


def test_a_square_behind_the_bracketed_detail_of_another_box_stands_before_its_own_text() -> None:
    page = _page()
    page.insert_text((30, 100), "行政機関 (", fontname="japan", fontsize=10)
    page.insert_text((75, 100), ")", fontname="japan", fontsize=10)
    _square(page, 100, ticked=True)
    assert "☑" in _read(page)
