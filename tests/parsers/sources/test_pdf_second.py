"""Pages that MuPDF cannot read get a second reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyokasho.parsers.sources.opened import close_pdf, open_pdf
from hyokasho.parsers.sources.pdf import read_pages
from hyokasho.parsers.sources.pdf_second import read_page_again
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.parsers.sources.seen.visibility import Seeing
from hyokasho.pipeline.stages import process_bytes

SAMPLE = sorted((Path(__file__).parents[3] / "data" / "raw").glob("kiso_*.pdf"))[0].read_bytes()


def _fail_on_page(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    real = Seeing.read

    def read(self: Seeing, page: object, at: int, text: object) -> object:
        if at == number:
            raise RuntimeError("no such object")
        return real(self, page, at, text)  # type: ignore[arg-type]

    monkeypatch.setattr(Seeing, "read", read)


def test_the_second_reader_sees_the_same_text_and_rules() -> None:
    document = open_pdf(SAMPLE)
    first = read_text_page(document[1], 2)
    close_pdf(document)
    second = read_page_again(SAMPLE, 2)
    seen = "".join("".join(w.text.split()) for w in first.words)
    assert sorted("".join(w.text for w in second.words)) == sorted(seen)
    assert (round(second.width), round(second.height)) == (round(first.width), round(first.height))
    assert len(second.rules) > 10


def test_a_page_that_mupdf_cannot_read_is_read_by_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = process_bytes(SAMPLE, "sample.pdf")
    _fail_on_page(monkeypatch, 2)
    tables = process_bytes(SAMPLE, "sample.pdf")
    assert [i["code"] for i in tables["issues"] if i["page"] == 2] == ["second-reader"]
    assert tables["documents"][0]["status"] == "ok"
    assert [r["value"] for r in tables["choices"]] == [r["value"] for r in whole["choices"]]


def test_without_the_bytes_such_a_page_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    _fail_on_page(monkeypatch, 2)
    document = open_pdf(SAMPLE)
    results = list(read_pages(document))
    close_pdf(document)
    assert [r.number for r in results if r.failed] == [2]
    assert results[1].issues[0].code == "page-failed"
