"""PDF files as a sequence of laid-out pages."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.issues import RefusedFile
from hyokasho.parsers.sources.opened import close_pdf, open_pdf
from hyokasho.parsers.sources.pdf import read_pages
from hyokasho.parsers.sources.seen.visibility import Seeing

TEXT = "特定個人情報保護評価書"


def made(pages: int = 1, **saved: object) -> bytes:
    document = pymupdf.open()
    for _ in range(pages):
        document.new_page(width=595, height=842).insert_text((60, 60), TEXT, fontname="japan", fontsize=10)
    data: bytes = document.tobytes(**saved)
    return data


def encrypted(user: str) -> bytes:
    return made(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=user, owner_pw="owner")


@pytest.mark.parametrize(
    ("data", "code"),
    [(encrypted("secret"), "encrypted"), (b"%PDF-1.7\nrubbish", "damaged-file"), (b"%PDF-1.7\n%%EOF", "damaged-file")],
    ids=["password", "rubbish", "no pages"],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as refusal:
        open_pdf(data)
    assert refusal.value.issue.code == code


def test_a_file_that_only_its_owner_has_locked_is_read() -> None:
    document = open_pdf(encrypted(""))
    assert document.page_count == 1
    close_pdf(document)


def test_pages_come_in_order_with_their_words() -> None:
    document = open_pdf(made(3))
    results = list(read_pages(document))
    close_pdf(document)
    assert [r.number for r in results] == [1, 2, 3]
    assert [r.layouts[0].rows[0].cells[0].text for r in results] == [TEXT] * 3
    assert not any(r.failed or r.issues for r in results)


def test_a_page_that_cannot_be_read_costs_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Seeing.read

    def broken(self: Seeing, page: pymupdf.Page, number: int, text: pymupdf.TextPage) -> object:
        if number == 2:
            raise RuntimeError("broken")
        return read(self, page, number, text)

    monkeypatch.setattr(Seeing, "read", broken)
    document = open_pdf(made(3))
    results = list(read_pages(document))
    close_pdf(document)
    assert [r.failed for r in results] == [False, True, False]
    assert [(i.code, i.page) for i in results[1].issues] == [("page-failed", 2)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_printed_turned_is_laid_out_upright(turn: int) -> None:
    upright = pymupdf.open()
    page = upright.new_page(width=595, height=842)
    for k in range(4):
        page.insert_text((60, 60 + 20 * k), TEXT + str(k), fontname="japan", fontsize=10)
    document = pymupdf.open()
    shown = document.new_page(width=842, height=595) if turn != 180 else document.new_page(width=595, height=842)
    shown.show_pdf_page(shown.rect, upright, 0, rotate=turn)
    (result,) = read_pages(open_pdf(document.tobytes()))
    layout = result.layouts[0]
    assert [row.cells[0].text for row in layout.rows] == [TEXT + str(k) for k in range(4)]
    assert (layout.page.width, layout.page.height) == (595, 842)


@pytest.mark.parametrize("turn", [0, 90])
def test_bold_type_printed_twice_is_read_once_and_equal_lines_as_often_as_they_stand(turn: int) -> None:
    upright = pymupdf.open()
    page = upright.new_page(width=595, height=842)
    for k, x in ((0, 60.0), (0, 60.4), (1, 60.0), (2, 60.0)):
        page.insert_text((x, 60 + 12 * k), TEXT, fontname="japan", fontsize=10)
    document = pymupdf.open()
    shown = document.new_page(width=842, height=595) if turn else document.new_page(width=595, height=842)
    shown.show_pdf_page(shown.rect, upright, 0, rotate=turn)
    (result,) = read_pages(open_pdf(document.tobytes()))
    assert "".join(cell.text for row in result.layouts[0].rows for cell in row.cells).count(TEXT) == 3


def test_a_heading_printed_twice_ends_on_its_second_line_on_a_page_without_lines() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    heading = ("5.特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じ", "た提供を除く。）")
    for k, line in enumerate(heading):
        for x in (60.0, 60.4):
            page.insert_text((x, 60 + 12 * k), line, fontname="japan", fontsize=9)
    page.insert_text((400, 66), "[○]提供・移転しない", fontname="japan", fontsize=9)
    for k, (label, answer) in enumerate(
        (("①部署", "市民課"), ("②所属長の役職名", "市民課長"), ("③連絡先", "市民課窓口係"))
    ):
        for x, text in ((60, label), (200, answer), (200, "電話でも受け付ける")):
            page.insert_text((x, 100 + 40 * k + 12 * text.startswith("電話")), text, fontname="japan", fontsize=9)
    (result,) = read_pages(open_pdf(document.tobytes()))
    first = result.layouts[0].rows[0]
    assert "".join(cell.text for cell in first.cells).count("ネットワークシステム") == 1
    assert "た提供を除く" in first.cells[0].text and "[○]提供・移転しない" in "".join(c.text for c in first.cells)
