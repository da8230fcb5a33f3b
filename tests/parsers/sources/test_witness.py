from __future__ import annotations

import random

import pymupdf
import pytest

from hyokasho.parsers.model import Page, Word
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.parsers.sources.witness import (
    HIDDEN_TEXT,
    NO_TEXT,
    OUTLINES,
    WRONG_CHARACTERS,
    Witnesses,
    choose_witness,
    known_pairs,
)

TEXT = (
    "特定個人情報ファイルを取り扱う事務の内容 申請の受付、審査及び決定を行い、"
    "住民基本台帳ネットワークシステムにより本人確認情報を照会する。",
    "リスクへの対策は十分か 特に力を入れている 十分である 課題が残されている 特定個人情報の提供・移転に関するルール",
    "情報提供ネットワークシステムとの接続に伴うその他のリスク及びそのリスクに対する措置 "
    "開示請求、問合せ 請求先 請求方法",
)


def _text_page() -> pymupdf.Page:
    page = pymupdf.open().new_page()
    for row, text in enumerate(TEXT):
        for half in (0, 1):
            part = text[: len(text) // 2] if not half else text[len(text) // 2 :]
            page.insert_text((40, 80 + 40 * row + 18 * half), part, fontname="japan", fontsize=11)
    return page


def _said(texts: tuple[str, ...]) -> Page:
    words = tuple(Word(text, (40, 40 + 20 * i, 500, 52 + 20 * i), 12) for i, text in enumerate(texts))
    return Page(1, 595, 842, words, ())


def _shuffled(texts: tuple[str, ...]) -> tuple[str, ...]:
    letters = sorted(set("".join(texts)))
    others = letters[:]
    random.Random(5).shuffle(others)
    table = str.maketrans(dict(zip(letters, others, strict=True)))
    return tuple(text.translate(table) for text in texts)


def test_sound_text_is_believed() -> None:
    mupage = _text_page()
    assert choose_witness(mupage, read_text_page(mupage, 1)).witness == "text"


@pytest.mark.parametrize(
    "texts",
    [
        _shuffled(TEXT),
        tuple("\ufffd" * len(text) for text in TEXT),
        tuple("".join(chr(0xE000 + ord(c) % 400) for c in text) for text in TEXT),
        tuple("".join(chr(0xC0 + ord(c) % 300) for c in text) for text in TEXT),
        tuple("".join(f"(cid:{ord(c)})" for c in text) for text in TEXT),
    ],
    ids=["shuffled", "replacement", "private use", "other encoding", "cid"],
)
def test_wrong_characters_are_noticed(texts: tuple[str, ...]) -> None:
    decision = choose_witness(_text_page(), _said(texts))
    assert (decision.witness, decision.reason) == ("ocr", WRONG_CHARACTERS)
    assert [issue.code for issue in decision.issues] == ["text-layer-not-believed"]


@pytest.mark.parametrize("text", ["- 3 -", "12", "別紙参照", "Microsoft Windows Server"])
def test_little_text_is_believed(text: str) -> None:
    assert choose_witness(_text_page(), _said((text,))).witness == "text"


def test_short_page_follows_the_fonts_of_the_others() -> None:
    witnesses = Witnesses()
    mupage = _text_page()
    assert witnesses.choose(mupage, _said(("別紙参照",))).witness == "text"
    assert witnesses.choose(mupage, _said(_shuffled(TEXT))).witness == "ocr"
    assert witnesses.choose(mupage, _said(("別紙参照",))).witness == "ocr"


def _scan(page: pymupdf.Page) -> pymupdf.Page:
    copy = pymupdf.open().new_page()
    copy.insert_image(copy.rect, pixmap=page.get_pixmap(dpi=100))
    return copy


def test_picture_without_text_is_read_by_ocr() -> None:
    mupage = _scan(_text_page())
    decision = choose_witness(mupage, read_text_page(mupage, 2))
    assert (decision.witness, decision.reason) == ("ocr", NO_TEXT)
    assert [(issue.code, issue.page) for issue in decision.issues] == [("page-from-ocr", 2)]


def test_invisible_text_on_a_picture_is_not_believed() -> None:
    mupage = _scan(_text_page())
    for row, text in enumerate(TEXT):
        mupage.insert_text((40, 80 + 40 * row), text[:30], fontname="japan", fontsize=11, render_mode=3)
    decision = choose_witness(mupage, read_text_page(mupage, 1))
    assert (decision.witness, decision.reason) == ("ocr", HIDDEN_TEXT)


def test_page_number_stamped_on_a_scan_is_no_text_layer() -> None:
    mupage = _scan(_text_page())
    mupage.insert_text((290, 820), "- 3 -", fontsize=9)
    assert choose_witness(mupage, read_text_page(mupage, 1)).reason == HIDDEN_TEXT


def test_text_over_a_pale_picture_is_believed() -> None:
    mupage = pymupdf.open().new_page()
    pale = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80), False)
    pale.clear_with(225)
    mupage.insert_image(mupage.rect, pixmap=pale)
    for row, text in enumerate(TEXT):
        mupage.insert_text((40, 80 + 40 * row), text[:40], fontname="japan", fontsize=11)
    assert choose_witness(mupage, read_text_page(mupage, 1)).witness == "text"


def test_text_drawn_as_curves_is_read_by_ocr() -> None:
    mupage = pymupdf.open().new_page()
    for i in range(80):
        x, y = 40 + 12 * (i % 40), 80 + 20 * (i // 40)
        mupage.draw_bezier((x, y), (x + 3, y - 6), (x + 6, y + 6), (x + 9, y), fill=(0, 0, 0))
    decision = choose_witness(mupage, read_text_page(mupage, 1))
    assert (decision.witness, decision.reason) == ("ocr", OUTLINES)


def test_blank_page_needs_no_ocr() -> None:
    mupage = pymupdf.open().new_page()
    assert choose_witness(mupage, read_text_page(mupage, 1)).witness == "text"


def test_forms_give_pairs_of_characters() -> None:
    assert {"特定", "情報", "リス"} <= known_pairs()
    assert all(len(pair) == 2 for pair in known_pairs())
