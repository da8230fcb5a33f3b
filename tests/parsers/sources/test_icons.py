"""Icons of notes lie on a page and are none of it."""

from __future__ import annotations

import pymupdf

from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.parsers.sources.pdf import read_pages


def test_the_icon_of_a_note_hides_no_text_and_draws_no_frame() -> None:
    document = pymupdf.open()
    page = document.new_page()
    for y in (80, 110, 140):
        page.draw_line((60, y), (500, y))
    for x in (60, 500):
        page.draw_line((x, 80), (x, 140))
    page.insert_text((70, 100), "固定資産税に関する事務", fontname="japan", fontsize=10)
    plain = list(read_pages(open_pdf(document.tobytes())))
    page.add_text_annot((68, 90), "要確認").update()
    page.add_file_annot((120, 90), b"-", "a.txt").update()
    (noted,) = read_pages(open_pdf(document.tobytes()))
    assert noted.layouts[0].page.rules == plain[0].layouts[0].page.rules
    assert [w.text for w in noted.layouts[0].page.words] == ["固定資産税に関する事務"]
    assert noted.issues == () and noted.layouts[0].page.issues == ()


def test_a_square_that_covers_text_stays_on_the_page() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((70, 100), "固定資産税に関する事務", fontname="japan", fontsize=10)
    note = page.add_rect_annot((65, 88, 300, 106))
    note.set_colors(stroke=(1, 1, 1), fill=(1, 1, 1))
    note.update()
    (seen,) = read_pages(open_pdf(document.tobytes()))
    assert not any(layout.page.words for layout in seen.layouts)


def test_the_frame_of_a_redaction_that_was_not_carried_out_is_none_of_the_page() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((70, 100), "固定資産税に関する事務", fontname="japan", fontsize=10)
    page.add_redact_annot((68, 90, 190, 104), fill=(0, 0, 0))
    (seen,) = read_pages(open_pdf(document.tobytes()))
    assert [word.text for word in seen.layouts[0].page.words] == ["固定資産税に関する事務"]
    assert seen.layouts[0].page.rules == ()
