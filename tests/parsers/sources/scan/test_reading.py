from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

import pymupdf

from hyokasho.parsers.sources.scan import ocr
from hyokasho.parsers.sources.scan.ocr import OcrUnavailable
from hyokasho.parsers.sources.scan.reading import read_scanned_page

from .pictures import blank, scanned, table, write


@pytest.fixture
def closed_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every try to open a connection fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ocr.load_engine.cache_clear()
    yield
    ocr.load_engine.cache_clear()


def _form_page() -> pymupdf.Page:
    page = blank(420, 220)
    table(page, [40, 150, 400], [40, 70, 100, 150], width=0.6)
    write(page, 46, 60, "①事務の名称")
    write(page, 156, 60, "国民年金に関する事務")
    write(page, 46, 90, "②委託の有無")
    write(page, 156, 90, "[")
    write(page, 196, 90, "委託する")
    write(page, 290, 90, "]")
    write(page, 46, 130, "③提供方法")
    for x, mark, option in ((156, "○", "専用線"), (260, "", "電子メール")):
        write(page, x, 130, "[")
        write(page, x + 8, 130, mark)
        write(page, x + 24, 130, "]")
        write(page, x + 34, 130, option)
    return page


@pytest.mark.usefixtures("closed_network")
@pytest.mark.parametrize("turn", [0, 180])
def test_scanned_page_is_read_without_a_network(turn: int) -> None:
    page = read_scanned_page(scanned(_form_page(), turn=turn), 3)
    texts = [word.text for word in page.words]
    for text in ("国民年金に関する事務", "委託する", "専用線", "電子メール"):
        assert text in texts
    assert (page.number, page.witness, page.marks_visible, page.turn) == (3, "ocr", True, turn)
    assert texts.count("[") == 3 and texts.count("]") == 3
    (mark,) = [word for word in page.words if word.text == "○"]
    assert mark.origin == "pixel" and mark.confidence > 0.9
    levels = sorted({round(rule.y0) for rule in page.rules if rule.horizontal})
    assert levels == pytest.approx([40, 70, 100, 150], abs=1.5)
    (name,) = [word for word in page.words if word.text == "国民年金に関する事務"]
    assert name.bbox == pytest.approx((156, 50, 266, 61), abs=4)
    assert 0.5 < name.confidence <= 1.0


def test_page_on_its_side_is_turned() -> None:
    page = read_scanned_page(scanned(_form_page(), turn=90), 1)
    assert page.turn == 270
    assert "国民年金に関する事務" in [word.text for word in page.words]


def test_empty_page_has_no_words() -> None:
    assert read_scanned_page(scanned(blank()), 1).words == ()


def test_no_engine_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "ENGINES", {"none": lambda: None})
    ocr.load_engine.cache_clear()
    with pytest.raises(OcrUnavailable, match=r"\[ocr\]"):
        read_scanned_page(scanned(blank()), 1)
    ocr.load_engine.cache_clear()


def test_engine_is_loaded_once() -> None:
    assert ocr.load_engine() is ocr.load_engine()


def test_pages_with_text_load_no_model() -> None:
    heavy = ("onnxruntime", "cv2", "rapidocr")
    code = f"import sys, hyokasho.pipeline.stages; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_table_of_tesseract_is_read() -> None:
    head = "\t".join(
        ("level", "page", "block", "par", "line", "word", "left", "top", "width", "height", "conf", "text")
    )
    rows = ["\t".join(("5", "1", "1", "1", "1", str(n), str(x), "0", "40", "20", c, t)) for n, x, c, t in
            ((1, 0, "96.5", "事務"), (2, 60, "-1", " "), (3, 60, "80", "名"))]  # fmt: skip
    chars = ocr._tsv_chars("\n".join((head, *rows)), 100)
    assert [(c.text, round(c.x, 2), round(c.confidence, 3)) for c in chars] == [
        ("事", 0.1, 0.965), ("務", 0.3, 0.965), ("名", 0.8, 0.8),
    ]  # fmt: skip
