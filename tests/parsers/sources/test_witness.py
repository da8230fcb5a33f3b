from __future__ import annotations

import re
import unicodedata

import pymupdf
import pytest

from hyokasho.parsers.model import Page, Word
from hyokasho.parsers.sources.glyphs.pictures import read_glyphs
from hyokasho.parsers.sources.pdf_text import read_text_page
from hyokasho.parsers.sources.witness import (
    _COMPATIBLE,
    _SCRIPTS,
    HIDDEN_TEXT,
    NO_TEXT,
    OUTLINES,
    WRONG_CHARACTERS,
    Witnesses,
    known_pairs,
    lying_fonts,
)
from hyokasho.pipeline.samples.garble import garble
from hyokasho.pipeline.samples.metrics import font, glyph

TEXT = (
    "特定個人情報ファイルを取り扱う事務の内容 申請の受付、審査及び決定を行い、"
    "住民基本台帳ネットワークシステムにより本人確認情報を照会する。",
    "リスクへの対策は十分か 特に力を入れている 十分である 課題が残されている 特定個人情報の提供・移転に関するルール",
    "情報提供ネットワークシステムとの接続に伴うその他のリスク及びそのリスクに対する措置 "
    "開示請求、問合せ 請求先 請求方法",
)


NAMES = (
    "固定資産税 軽自動車税 都市計画税 個人住民税 法人市民税 国民健康保険税",
    "佐藤太郎 鈴木花子 高橋一郎 田中美咲 伊藤健 渡辺由美 山本大輔 中村恵 小林翔 加藤直樹 吉田舞",
    "宛名番号 氏名漢字 生年月日 性別 続柄 前住所 転出先 異動日 届出日 口座名義 振替依頼 督促状 催告書 延滞金",
)
"""Lists of nouns: hardly a pair of their characters is in a label of the forms."""


def _text_page(texts: tuple[str, ...] = TEXT, false: dict[str, str] | None = None) -> pymupdf.Page:
    """A page that shows the texts; `false`: what its text layer says in place of characters."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="J", fontbuffer=font().buffer)
    lines = [half for text in texts for half in (text[: len(text) // 2], text[len(text) // 2 :])]
    shown = [
        f"1 0 0 1 40 {760 - 30 * i} Tm <{''.join(f'{glyph(c):04X}' for c in line)}> Tj" for i, line in enumerate(lines)
    ]
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, f"BT /J 11 Tf {' '.join(shown)} ET".encode())
    page.set_contents(xref)
    document.subset_fonts()
    if false is not None:
        garble(document, {c: false.get(c, c) for c in sorted(set("".join(texts)))})
    return pymupdf.open(stream=document.tobytes())[0]


def _said(texts: tuple[str, ...]) -> Page:
    words = tuple(Word(text, (40, 40 + 20 * i, 500, 52 + 20 * i), 12) for i, text in enumerate(texts))
    return Page(1, 595, 842, words, ())


def _shuffle(texts: tuple[str, ...], of: str = r"\S") -> dict[str, str]:
    """For every character that matches `of` another one of them."""
    letters = sorted(set(re.findall(of, "".join(texts))))
    others = letters[1:] + letters[:1]
    return dict(zip(letters, others, strict=True))


def test_sound_text_is_believed() -> None:
    mupage = _text_page()
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


def test_list_of_names_is_believed() -> None:
    mupage = _text_page(NAMES)
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


@pytest.mark.parametrize("texts", [TEXT, NAMES], ids=["prose", "names"])
@pytest.mark.parametrize(
    "false",
    [
        _shuffle((*TEXT, *NAMES)),
        _shuffle((*TEXT, *NAMES), "[一-鿿]"),
        dict.fromkeys("".join((*TEXT, *NAMES)), "\ufffd"),
        {c: chr(0xE000 + ord(c) % 400) for c in "".join((*TEXT, *NAMES))},
        {c: chr(0xC0 + ord(c) % 300) for c in "".join((*TEXT, *NAMES))},
        {c: chr(0x4E00 + (ord(c) - 0x4E00 + 1) % 0x5000) for c in "".join((*TEXT, *NAMES))},
        {c: chr(0x21 + ord(c) % 90) for c in "".join((*TEXT, *NAMES))},
    ],
    ids=["shuffled", "kanji shuffled", "replacement", "private use", "other encoding", "next character", "ascii"],
)
def test_wrong_characters_are_noticed(texts: tuple[str, ...], false: dict[str, str]) -> None:
    mupage = _text_page(texts, false)
    decision = Witnesses().choose(mupage, read_text_page(mupage, 1))
    assert (decision.witness, decision.reason) == ("ocr", WRONG_CHARACTERS)
    assert [issue.code for issue in decision.issues] == ["text-layer-not-believed"]


def test_kana_of_another_encoding_among_right_kanji_are_noticed() -> None:
    kana = sorted(set(re.findall("[ぁ-ん]", "".join(TEXT))))
    mupage = _text_page(TEXT, {c: chr(0xE0 + 7 * i) for i, c in enumerate(kana)})
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).reason == WRONG_CHARACTERS


def test_bullets_without_meaning_do_not_spoil_a_page() -> None:
    texts = tuple("○".join(text[i : i + 12] for i in range(0, len(text), 12)) for text in TEXT)
    mupage = _text_page(texts, {"○": "\uf06c"})
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


@pytest.mark.parametrize("text", ["- 3 -", "12", "別紙参照", "Microsoft Windows Server"])
def test_little_text_is_believed(text: str) -> None:
    assert Witnesses().choose(_text_page(), _said((text,))).witness == "text"


def test_page_is_judged_by_itself_and_short_ones_by_the_fonts_of_others() -> None:
    witnesses = Witnesses()
    false = _text_page((TEXT[0],), _shuffle(TEXT))
    sound = _text_page(NAMES)
    assert witnesses.choose(sound, read_text_page(sound, 1)).witness == "text"
    assert witnesses.choose(false, read_text_page(false, 2)).witness == "ocr"
    assert witnesses.choose(sound, read_text_page(sound, 3)).witness == "text"
    few = _text_page(("別紙",), {"別": "委", "紙": "託"})
    assert lying_fonts(few) == set()
    fonts = {glyph.font for glyph in read_glyphs(few)}
    assert lying_fonts(few, suspects=fonts) == fonts


def _scan(page: pymupdf.Page) -> pymupdf.Page:
    copy = pymupdf.open().new_page()
    copy.insert_image(copy.rect, pixmap=page.get_pixmap(dpi=100))
    return copy


def test_picture_without_text_is_read_by_ocr() -> None:
    mupage = _scan(_text_page())
    decision = Witnesses().choose(mupage, read_text_page(mupage, 2))
    assert (decision.witness, decision.reason) == ("ocr", NO_TEXT)
    assert [(issue.code, issue.page) for issue in decision.issues] == [("page-from-ocr", 2)]


def test_invisible_text_on_a_picture_is_not_believed() -> None:
    mupage = _scan(_text_page())
    for row, text in enumerate(TEXT):
        mupage.insert_text((40, 80 + 40 * row), text[:30], fontname="japan", fontsize=11, render_mode=3)
    decision = Witnesses().choose(mupage, read_text_page(mupage, 1))
    assert (decision.witness, decision.reason) == ("ocr", HIDDEN_TEXT)


def test_page_number_stamped_on_a_scan_is_no_text_layer() -> None:
    mupage = _scan(_text_page())
    mupage.insert_text((290, 820), "- 3 -", fontsize=9)
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).reason == HIDDEN_TEXT


def test_text_over_a_pale_picture_is_believed() -> None:
    mupage = pymupdf.open().new_page()
    pale = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80), False)
    pale.clear_with(225)
    mupage.insert_image(mupage.rect, pixmap=pale)
    for row, text in enumerate(TEXT):
        mupage.insert_text((40, 80 + 40 * row), text[:40], fontname="japan", fontsize=11)
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


def test_text_drawn_as_curves_is_read_by_ocr() -> None:
    mupage = pymupdf.open().new_page()
    for i in range(80):
        x, y = 40 + 12 * (i % 40), 80 + 20 * (i // 40)
        mupage.draw_bezier((x, y), (x + 3, y - 6), (x + 6, y + 6), (x + 9, y), fill=(0, 0, 0))
    decision = Witnesses().choose(mupage, read_text_page(mupage, 1))
    assert (decision.witness, decision.reason) == ("ocr", OUTLINES)


def test_blank_page_needs_no_ocr() -> None:
    mupage = pymupdf.open().new_page()
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


def test_forms_give_pairs_of_characters() -> None:
    assert {"特定", "情報", "リス"} <= known_pairs()
    assert all(len(pair) == 2 for pair in known_pairs())


def test_rules_on_a_page_with_a_pale_picture_are_no_scan() -> None:
    mupage = _text_page(("別紙",))
    pale = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80), False)
    pale.clear_with(235)
    mupage.insert_image(mupage.rect, pixmap=pale, overlay=False)
    for y in range(100, 700, 20):
        mupage.draw_line((40, y), (540, y), width=1.5)
    assert Witnesses().choose(mupage, read_text_page(mupage, 1)).witness == "text"


def test_only_some_characters_are_kanji_or_kana_when_normalised() -> None:
    """What `_COMPATIBLE` leaves out can be looked at as it is."""
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x30000)):
        text = f"あ{chr(code)}亜"
        normal = unicodedata.normalize("NFKC", text)
        if normal != text and not _COMPATIBLE.search(text):
            assert [s.findall(normal) for s in _SCRIPTS.values()] == [s.findall(text) for s in _SCRIPTS.values()]
