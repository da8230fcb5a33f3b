from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf
import pytest

from hyokasho.parsers.model import UNKNOWN_MARK, Page
from hyokasho.parsers.sources.pdf_text import text_of
from hyokasho.parsers.sources.pictured import picture_texts
from hyokasho.parsers.sources.pictured.picture_texts import PictureTexts
from hyokasho.parsers.sources.scan.ocr import Char, Reading
from hyokasho.parsers.sources.seen.visibility import Seeing


def _said(text: str, confidence: float = 0.9) -> Reading:
    return Reading(tuple(Char(char, (k + 0.5) / len(text), confidence) for k, char in enumerate(text)))


class _Eye:
    """An engine that says how many lines it was given."""

    calls = 0

    def recognise(self, images: Sequence[Any]) -> list[Reading]:
        _Eye.calls += 1
        return [_said(f"行{i}") for i in range(len(images))]


def _answer(lines: int = 1, blank: bool = False) -> pymupdf.Pixmap:
    page = pymupdf.open().new_page(width=80, height=14 * lines)
    for i in range(0 if blank else lines):
        page.insert_text((4, 11 + 14 * i), "十分である", fontname="japan", fontsize=10)
    return page.get_pixmap(dpi=144)


def _page(*boxes: tuple[float, float, float, float], picture: pymupdf.Pixmap) -> tuple[pymupdf.Page, Page]:
    mupage = pymupdf.open().new_page()
    mupage.insert_text((50, 115), "十分か", fontname="japan", fontsize=10)
    for y in (100, 130, 160, 260):
        mupage.draw_line((40, y), (540, y))
    for box in boxes:
        mupage.insert_image(box, pixmap=picture, keep_proportion=False)
    return mupage, Seeing().read(mupage, 1, text_of(mupage)).page


ONE = (200.0, 105.0, 280.0, 119.0)


@pytest.fixture(autouse=True)
def eye(monkeypatch: pytest.MonkeyPatch) -> None:
    _Eye.calls = 0
    monkeypatch.setattr(picture_texts, "_engine", lambda: _Eye())


def _read(mupage: pymupdf.Page, page: Page) -> list[tuple[str, str]]:
    return [(w.text, w.origin) for w in PictureTexts().add(mupage, page).words if w.origin != "glyph"]


def test_an_answer_that_is_a_picture_is_read_line_by_line() -> None:
    assert _read(*_page(ONE, picture=_answer())) == [("行0", "ocr")]
    assert _read(*_page((200.0, 165.0, 280.0, 193.0), picture=_answer(2))) == [("行0行1", "ocr")]


def test_equal_pictures_are_read_once() -> None:
    mupage, page = _page(ONE, (200.0, 135.0, 280.0, 149.0), picture=_answer())
    assert len(_read(mupage, page)) == 2
    assert _Eye.calls == 1


def test_without_an_engine_the_answer_is_there_and_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_texts, "_engine", lambda: None)
    (word,) = [w for w in PictureTexts().add(*_page(ONE, picture=_answer())).words if w.origin == "ocr"]
    assert word.text == UNKNOWN_MARK
    assert word.confidence < 0.5


@pytest.mark.parametrize(
    ("box", "blank"),
    [
        (ONE, True),
        ((200.0, 105.0, 214.0, 119.0), False),
        ((200.0, 20.0, 280.0, 34.0), False),
        ((100.0, 300.0, 500.0, 700.0), False),
    ],
    ids=["blank", "size of a mark", "outside the tables", "figure"],
)
def test_other_pictures_are_left_alone(box: tuple[float, float, float, float], blank: bool) -> None:
    assert _read(*_page(box, picture=_answer(blank=blank))) == []


def _reading(before: str, behind: str, said: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A line with a picture as large as a letter in it, which the engine reads as `said`."""
    monkeypatch.setattr(_Eye, "recognise", lambda self, images: [_said(said, 0.95)])
    mupage = pymupdf.open().new_page()
    mupage.insert_text((50, 115), before, fontname="japan", fontsize=10)
    x = 50.0 + 10 * len(before)
    mupage.insert_text((x + 10, 115), behind, fontname="japan", fontsize=10)
    picture = pymupdf.open().new_page(width=20, height=20)
    picture.draw_circle((10, 10), 8)
    mupage.insert_image((x, 106, x + 10, 116), pixmap=picture.get_pixmap(dpi=144))
    page = PictureTexts().add(mupage, Seeing().read(mupage, 1, text_of(mupage)).page)
    return "".join(word.text for word in sorted(page.words, key=lambda word: word.bbox[0]))


@pytest.mark.parametrize(
    ("before", "behind", "said", "read"),
    [
        ("委託事項１", "委託内容", "③", "委託事項１③委託内容"),
        ("委託事項１", "委託内容", "図", f"委託事項１{UNKNOWN_MARK}委託内容"),
        ("", "委託内容", "③", "③委託内容"),
        ("", "委託内容", "図", "委託内容"),
    ],
)
def test_a_picture_as_large_as_a_letter_may_be_a_circled_number(
    before: str, behind: str, said: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _reading(before, behind, said, monkeypatch) == read


def test_pictures_that_are_too_many_to_be_read_are_known_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_texts, "_MOST", 1)
    boxes = (ONE, (300.0, 105.0, 380.0, 119.0))
    assert _read(*_page(*boxes, picture=_answer())) == [("行0", "ocr"), (UNKNOWN_MARK, "ocr")]


def test_a_picture_under_a_longer_text_is_no_answer() -> None:
    white = _answer(blank=True)
    mupage, _ = _page((200.0, 105.0, 225.0, 119.0), picture=white)
    mupage.insert_text((201, 115), "その他の電子ファイル", fontname="japan", fontsize=10)
    assert _read(mupage, Seeing().read(mupage, 1, text_of(mupage)).page) == []
