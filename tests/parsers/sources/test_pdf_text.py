"""Rules of a page come out in displayed coordinates, however they were drawn."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.model import Rule
from hyokasho.parsers.sources.pdf_text import (
    is_alike,
    read_characters,
    read_text_page,
    read_words,
    text_as_told,
    text_of,
)


def page_with(content: bytes, rotation: int = 0) -> pymupdf.Page:
    """A page of 300 x 200 points with this content stream (origin bottom left) and /Rotate."""
    page = pymupdf.open().new_page(width=300, height=200)
    page.draw_line((0, 0), (1, 1))
    page.parent.update_stream(page.get_contents()[0], content)
    page.set_rotation(rotation)
    return page


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, Rule(50, 99.5, 250, 99.5)),
        (180, Rule(50, 100.5, 250, 100.5)),
        (90, Rule(100.5, 50, 100.5, 250)),
        (270, Rule(99.5, 50, 99.5, 250)),
    ],
)
@pytest.mark.parametrize("drawn", [b"50 100 200 1 re f", b"250 100 -200 1 re f", b"250 101 -200 -1 re f"])
def test_a_thin_rectangle_is_a_rule_from_whatever_corner_it_was_drawn(
    drawn: bytes, rotation: int, expected: Rule
) -> None:
    mupage = page_with(drawn, rotation)
    (rule,) = read_text_page(mupage, 1).rules
    found = (rule.x0, rule.y0, rule.x1, rule.y1)
    assert found == pytest.approx((expected.x0, expected.y0, expected.x1, expected.y1), abs=0.01)


@pytest.mark.parametrize("one_path", [True, False])
@pytest.mark.parametrize("gap", [14, 30])
def test_drawn_marks_are_found_in_one_path_or_many(one_path: bool, gap: int) -> None:
    page = pymupdf.open().new_page()
    shape = page.new_shape()
    for y in (100, 130, 160):
        page.insert_text((50, y), "[")
        page.insert_text((50 + gap, y), "] A")
        if y != 130:
            shape.draw_circle((52 + gap / 2, y - 4), 4)
            if not one_path:
                shape.finish()
    if one_path:
        shape.finish()
    shape.commit()
    marks = [w for w in read_text_page(page, 1).words if w.origin == "vector"]
    assert [round((m.bbox[1] + m.bbox[3]) / 2) for m in marks] == [96, 156]


def test_a_mark_drawn_over_a_wide_space_is_found() -> None:
    page = pymupdf.open().new_page()
    page.insert_text((50, 100), "[　]紙", fontname="japan", fontsize=10)
    page.draw_circle((65, 96), 3)
    page.insert_text((50, 130), "[　]専用線", fontname="japan", fontsize=10)
    marks = [w for w in read_text_page(page, 1).words if w.origin == "vector"]
    assert [round(m.bbox[1]) for m in marks] == [93]


def named(page: pymupdf.Page, code: int, name: str) -> pymupdf.Page:
    """The page, a code of its only font called so by the table of characters."""
    document, font = page.parent, page.get_fonts()[0][0]
    table = document.get_new_xref()
    document.update_object(table, "<<>>")
    said = name.encode("utf-16-be").hex()
    ends = "1 begincodespacerange <00> <FF> endcodespacerange"
    document.update_stream(table, f"begincmap {ends} 1 beginbfchar <{code:02X}> <{said}> endbfchar endcmap".encode())
    document.xref_set_key(font, "ToUnicode", f"{table} 0 R")
    return document.reload_page(page)


@pytest.mark.parametrize("blank", ["\u3164", "\u115f", "\uffa0", "\u2800", "\u2003", "\u3000"])
def test_a_blank_by_any_name_parts_words(blank: str) -> None:
    page = pymupdf.open().new_page()
    page.insert_text((50, 100), "AB CD")
    mupage = named(page, 0x20, blank)
    assert [word.text for word in read_characters(mupage)] == ["A", "B", "C", "D"]
    if blank != "\u3000":  # (parted by the layout)
        assert [word.text for word in read_words(mupage)] == ["AB", "CD"]


def test_a_blank_that_a_glyph_has_with_its_letter_is_none() -> None:
    page = pymupdf.open().new_page()
    page.insert_text((50, 100), "ABCD")
    assert [word.text for word in read_words(named(page, 0x42, "B\u3164"))] == ["ABCD"]


SPAN = "/Span <</ActualText ({})>> BDC BT /helv 12 Tf 50 100 Td (AB) Tj ET EMC"


def printed(page: pymupdf.Page) -> list[str]:
    _, words = text_as_told(page, text_of(page), page.read_contents())
    return [word.text for word in words]


@pytest.mark.parametrize("told", ["", "CD", "AB", "ABC"])
def test_what_is_printed_is_read_and_not_what_is_told_of_it(told: str) -> None:
    page = page_with(SPAN.format(told).encode())
    page.insert_font(fontname="helv")
    assert printed(page) == ["AB"]


def told_by(way: str) -> pymupdf.Page:
    """A page that prints AB, and tells CD of it elsewhere than in its content."""
    shown = "BT /helv 12 Tf 50 100 Td (AB) Tj ET"
    inside = (
        SPAN.format("CD")
        if way == "form"
        else f"{'/Span /MC0' if way == 'properties' else '/P <</MCID 0>>'} BDC {shown} EMC"
    )
    page = page_with(b"/F Do" if way == "form" else inside.encode())
    page.insert_font(fontname="helv")
    document, made = page.parent, [page.parent.get_new_xref() for _ in range(3)]
    owner = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
    fonts = document.xref_get_key(owner, "Font")[1]
    if way == "form":
        document.update_object(made[0], f"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font {fonts}>>>>")
        document.update_stream(made[0], inside.encode())
        document.xref_set_key(owner, "XObject", f"<</F {made[0]} 0 R>>")
    elif way == "properties":
        document.xref_set_key(owner, "Properties", "<</MC0 <</ActualText(CD)>>>>")
    else:
        root, element, numbers = made
        told = f"/K 0/Pg {page.xref} 0 R/ActualText(CD)"
        document.update_object(element, f"<</Type/StructElem/S/P/P {root} 0 R{told}>>")
        document.update_object(numbers, f"<</Nums[0 [{element} 0 R]]>>")
        document.update_object(root, f"<</Type/StructTreeRoot/K {element} 0 R/ParentTree {numbers} 0 R>>")
        document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", f"{root} 0 R")
        document.xref_set_key(page.xref, "StructParents", "0")
    return document.reload_page(page)


@pytest.mark.parametrize("way", ["form", "properties", "structure"])
def test_what_is_told_of_a_page_elsewhere_than_in_its_content_is_not_read(way: str) -> None:
    assert printed(told_by(way)) == ["AB"]


def test_the_text_of_a_cell_that_is_told_on_its_first_line_stays_on_its_lines() -> None:
    lines = ("/Span <</ActualText (ABCD)>>", "100 Td (AB)"), ("/Span <</ActualText ()>>", "80 Td (CD)")
    page = page_with(" ".join(f"{told} BDC BT /helv 12 Tf 50 {drawn} Tj ET EMC" for told, drawn in lines).encode())
    page.insert_font(fontname="helv")
    assert printed(page) == ["AB", "CD"]


@pytest.mark.parametrize("name", ["\ufffd", "\u0336", "\ue012"])
def test_what_is_told_is_taken_for_characters_without_a_name(name: str) -> None:
    page = page_with(SPAN.format("CB").encode())
    page.insert_font(fontname="helv")
    assert printed(named(page, 0x41, name)) == ["CB"]


def test_what_is_told_in_better_characters_is_taken() -> None:
    page = page_with(SPAN.replace("({})", "<FEFF65E50042>").encode())
    page.insert_font(fontname="helv")
    assert printed(named(page, 0x41, "\u2f47")) == ["\u65e5B"]


@pytest.mark.parametrize(
    ("printed", "told", "alike"),
    [
        ("⽇本", "日本", True),
        ("1.\ufffd\ufffd\ufffd名", "1.汐風 区の名", True),
        ("1.\ufffd名", "1.汐風区の名", False),
        ("\ufffd\ufffd\ufffd区", "全く別の文", True),
        ("番号\ufffd", "番号1", True),
        ("番号\ufffd名前", "名前", False),
        ("番号", "番号1", False),
        ("番号", "", False),
        ("番号\n名前", "番号名前", False),
        ("番号\n \n名前", "番号\n名前", True),
        ("\ufffd\n\ufffd", "番号名前", False),
    ],
)
def test_readings_are_alike_but_for_characters_that_say_nothing(printed: str, told: str, alike: bool) -> None:
    assert is_alike(printed, told) is alike


def test_a_page_drawn_letter_by_letter_in_any_order_has_its_letters_for_words() -> None:
    page = pymupdf.open().new_page()
    text = "平成30年5月1日に公表する1,000人以上の評価書"
    places = [(80 + pymupdf.get_text_length(text[:k], "japan", 9), char) for k, char in enumerate(text)]
    for x, char in reversed(places):
        page.insert_text((x, 100), char, fontname="japan", fontsize=9)
    words = read_words(pymupdf.open(stream=page.parent.tobytes())[0])
    assert "".join(word.text for word in sorted(words, key=lambda word: word.bbox[0])) == text
