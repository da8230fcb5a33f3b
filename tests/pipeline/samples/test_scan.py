"""Scans: pictures of the right size without words, and text layers that cannot be believed."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.model import Statement
from hyokasho.pipeline.samples.write import Printing, print_statement


def _statement() -> Statement:
    return make_statement(35, "kiso", "平成28年1月")


def _scanned(kind: str, text_layer: str = "none", dpi: int | None = None) -> pymupdf.Document:
    return pymupdf.open(stream=print_statement(_statement(), Printing(scan=kind, text_layer=text_layer, dpi=dpi))[0])


@pytest.mark.parametrize(("kind", "dpi", "bits"), [("clean", 300, 8), ("office", 200, 1), ("fax", 150, 1)])
def test_a_scan_is_a_picture_of_the_page(kind: str, dpi: int, bits: int) -> None:
    document = _scanned(kind)
    page = document[0]
    (image,) = page.get_images()
    assert image[4] == bits and abs(image[2] - page.rect.width * dpi / 72) <= 1
    assert "".join(p.get_text() for p in document).strip() == ""


def test_a_scan_in_layers_shows_the_page_finer_than_its_paper() -> None:
    draw_page = pytest.importorskip("hyokasho.parsers.sources.scan.raster").draw_page
    document = _scanned("mrc")
    for page in document:
        sizes = sorted(image[2] * image[3] for image in page.get_images())
        assert len(sizes) >= 2 and all(image[7] or image[9] for image in page.get_images(full=True))
        assert draw_page(page).scale * 72 == pytest.approx(300, abs=1)


def test_half_of_a_mixed_document_keeps_its_text() -> None:
    texts = [bool(page.get_text().strip()) for page in _scanned("mixed")]
    assert 0 < sum(texts) < len(texts)


def test_pages_of_a_rotated_scan_lie_as_they_were_fed() -> None:
    statement = _statement()
    turned = pymupdf.open(stream=print_statement(statement, Printing(scan="rotated"))[0])
    printed = pymupdf.open(stream=print_statement(statement, Printing(scan="office"))[0])
    assert len(turned) == len(printed)
    dark = [[(p.get_pixmap(dpi=20, colorspace="gray").samples) for p in d] for d in (turned, printed)]
    assert sum(a != b for a, b in zip(*dark, strict=True)) > len(turned) / 2


def test_the_resolution_can_be_chosen() -> None:
    page = _scanned("office", dpi=100)[0]
    assert abs(page.get_images()[0][2] - page.rect.width * 100 / 72) <= 1


def test_the_text_layer_of_a_poor_ocr_is_nearly_right() -> None:
    text = "".join(p.get_text() for p in _scanned("fax", "ocr"))
    assert "事務の名称" in text and "①" not in text


def test_a_garbled_text_layer_says_something_else() -> None:
    text = "".join(p.get_text() for p in _scanned("fax", "garbled"))
    assert len(text) > 200 and "特定個人情報" not in text


def test_a_lying_text_layer_looks_right_and_reads_wrong() -> None:
    lying, truth = (
        pymupdf.open(stream=print_statement(_statement(), Printing(text_layer=layer))[0])
        for layer in ("garbled", "none")
    )
    assert lying[0].get_pixmap(dpi=50).samples == truth[0].get_pixmap(dpi=50).samples
    assert "特定個人情報" in truth[0].get_text() and "特定個人情報" not in lying[0].get_text()


def test_a_scan_is_the_same_each_time() -> None:
    printing = Printing(scan="fax", text_layer="ocr")
    assert print_statement(_statement(), printing) == print_statement(_statement(), printing)
