"""Refusals say what is so, and a long scan that is no statement costs a few pages."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from hyokasho.parsers.issues import RefusedFile
from hyokasho.parsers.layout.cells import lay_out
from hyokasho.parsers.model import Page, Word
from hyokasho.parsers.sources import opened, pdf
from hyokasho.parsers.sources.opened import close_pdf, open_pdf
from hyokasho.parsers.sources.pdf import PageResult, read_pages
from hyokasho.parsers.sources.refusal import protection
from hyokasho.pipeline.stages import process_bytes

SAMPLE = sorted((Path(__file__).parents[3] / "data" / "raw").glob("kiso_*.pdf"))[0].read_bytes()


def _plain(data: bytes) -> bytes:
    """The file with a classic table of objects, so that an object can be added behind it."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        saved: bytes = document.tobytes(use_objstms=0, garbage=1)
    return saved


def _encrypted(data: bytes, dictionary: str) -> bytes:
    """The file with this encryption dictionary in an update behind its end."""
    data = _plain(data)
    trailer = data[data.rindex(b"trailer") :]
    before = int(re.search(rb"startxref\s+(\d+)", trailer)[1])  # type: ignore[index]
    size = int(re.search(rb"/Size (\d+)", trailer)[1])  # type: ignore[index]
    root = re.search(rb"/Root (\d+ \d+ R)", trailer)[1].decode()  # type: ignore[index]
    added = f"\n{size} 0 obj\n{dictionary}\nendobj\n".encode()
    table = (
        f"xref\n{size} 1\n{len(data) + 1:010d} 00000 n \ntrailer\n<</Size {size + 1}/Root {root}/Prev {before}"
        f"/Encrypt {size} 0 R/ID[<{'00' * 16}><{'00' * 16}>]>>\nstartxref\n{len(data) + len(added)}\n%%EOF\n"
    )
    return data + added + table.encode()


@pytest.mark.parametrize(
    ("dictionary", "told"),
    [
        ("<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/Length 128>>", "certificate"),
        ("<</Filter /EBX_HANDLER/V 3/EBX_BOOKID(x)>>", "EBX_HANDLER"),
        ("<</Filter/FOPN_fLock/V 1/INFO(x)>>", "FileOpen"),
        (f"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>", "password"),
    ],
)
def test_protection_is_named(dictionary: str, told: str) -> None:
    tables = process_bytes(_encrypted(SAMPLE, dictionary), "x.pdf")
    (issue,) = tables["issues"]
    assert issue["code"] == "encrypted" and told in issue["message"]


def test_a_file_whose_attachments_alone_are_encrypted_opens() -> None:
    filters = "/CF<</StdCF<</AuthEvent/EFOpen/CFM/AESV2/Length 16>>>>/StmF/Identity/StrF/Identity/EFF/StdCF"
    data = _encrypted(SAMPLE, f"<</Filter/Standard/V 4/R 4/Length 128{filters}/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>")
    assert process_bytes(data, "x.pdf")["documents"][0]["status"] == "ok"


def test_words_about_protection_in_a_readable_file_do_not_matter() -> None:
    data = SAMPLE + b"\n% /Encrypt /Filter/EBX_HANDLER\n"
    assert protection(data) is not None
    assert process_bytes(data, "x.pdf")["documents"][0]["status"] == "ok"


def _letter() -> pymupdf.Document:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "see attachment")
    return document


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("Collection", "<</Type/Collection/View/D>>", "portfolio; attached: statement.pdf"),
        (None, "", "may be what is attached: statement.pdf"),
        ("NeedsRendering", "true", "dynamic XFA"),
    ],
)
def test_what_a_file_holds_instead_is_said(key: str | None, value: str, told: str) -> None:
    with _letter() as document:
        document.embfile_add("statement.pdf", SAMPLE)
        if key is not None:
            document.xref_set_key(document.pdf_catalog(), key, value)
        tables = process_bytes(document.tobytes(), "x.pdf")
    (issue,) = tables["issues"]
    assert issue["code"] == "not-a-statement" and told in issue["message"]


def test_a_page_tree_that_mupdf_refuses_is_tried_by_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = opened._opened, []

    def first_refused(data: bytes) -> object:
        calls.append(len(data))
        return real(b"%PDF-1.7\nnothing\n%%EOF") if len(calls) == 1 else real(data)

    monkeypatch.setattr(opened, "_opened", first_refused)
    document = open_pdf(SAMPLE)
    assert len(calls) == 2 and document.page_count > 1
    close_pdf(document)


def test_what_no_reader_opens_is_damaged() -> None:
    with pytest.raises(RefusedFile) as refused:
        open_pdf(b"%PDF-1.7\nnothing\n%%EOF")
    assert refused.value.issue.code == "damaged-file"


def _scan(monkeypatch: pytest.MonkeyPatch, texts: dict[int, str], witness: str = "ocr") -> list[int]:
    """Pages of a made-up scan say these texts (others: a line of a book); the list names the pages that were read."""
    read: list[int] = []

    def page(_: object, number: int, __: object) -> PageResult:
        read.append(number)
        word = Word(texts.get(number, "むかしむかし"), (72.0, 72.0, 200.0, 84.0), 12.0)
        return PageResult(number, (lay_out(Page(number, 595.0, 842.0, (word,), (), witness=witness)),))  # type: ignore[arg-type]

    monkeypatch.setattr(pdf, "_read_page", page)
    return read


@pytest.mark.parametrize(("pages", "most"), [(300, 15), (60, 8), (11, 8)])
def test_a_scanned_book_costs_a_few_pages(monkeypatch: pytest.MonkeyPatch, pages: int, most: int) -> None:
    read = _scan(monkeypatch, {})
    document = pymupdf.open()
    for _ in range(pages):
        document.new_page()
    with pytest.raises(RefusedFile, match=f"of {pages}, shows"):
        list(read_pages(document, promising=lambda _: False))
    assert 3 < len(read) <= most and read[-1] == pages


@pytest.mark.parametrize(("pages", "where"), [(300, 1), (300, 3), (300, 171), (10, 9)])
def test_a_statement_in_a_long_scan_is_read_whole(monkeypatch: pytest.MonkeyPatch, pages: int, where: int) -> None:
    from hyokasho.pipeline.stages import _promising

    read = _scan(monkeypatch, dict.fromkeys(range(where, where + 30), "特定個人情報保護評価書"))
    document = pymupdf.open()
    for _ in range(pages):
        document.new_page()
    assert [result.number for result in read_pages(document, promising=_promising)] == list(range(1, pages + 1))
    assert sorted(read) == list(range(1, pages + 1))


def test_a_long_text_layer_is_read_whatever_its_first_pages_say(monkeypatch: pytest.MonkeyPatch) -> None:
    read = _scan(monkeypatch, {}, witness="text")
    document = pymupdf.open()
    for _ in range(40):
        document.new_page()
    assert len(list(read_pages(document, promising=lambda _: False))) == len(read) == 40
