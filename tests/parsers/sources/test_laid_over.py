"""Words laid upon the text in another colour are left out; words in another colour that stand free are not."""

from __future__ import annotations

from collections.abc import Callable

import pymupdf
import pytest

from hyokasho.parsers.sources.opened import open_pdf
from hyokasho.parsers.sources.pdf import read_pages

RED, PALE = (0.9, 0.0, 0.0), (0.85, 0.85, 0.85)
ANSWERS = ("固定資産税の賦課に関する事務", "課税台帳を管理する仕組み", "納税者の申告を受け付ける")
Draw = Callable[[pymupdf.Page], object]


def _page(document: pymupdf.Document, draw: Draw) -> None:
    page = document.new_page()
    for k, text in enumerate(ANSWERS):
        page.insert_text((80, 100 + 40 * k), text, fontname="japan", fontsize=10)
    draw(page)


def _seal(page: pymupdf.Page) -> None:
    page.draw_rect((118, 84, 146, 112), color=RED)
    for k, char in enumerate("市長之印"):
        page.insert_text((133 - 12 * (k // 2), 97 + 11 * (k % 2)), char, fontname="japan", fontsize=10, color=RED)


def _words(*drawn: Draw) -> list[list[str]]:
    document = pymupdf.open()
    for draw in drawn:
        _page(document, draw)
    pages = read_pages(open_pdf(document.tobytes()))
    return [[word.text for word in result.layouts[0].page.words] for result in pages]


def _pale(y: float) -> Draw:
    return lambda page: page.insert_text((110, y), "見本", fontname="japan", fontsize=16, color=PALE)


def test_a_seal_upon_an_answer_is_left_out_with_its_frame_and_it_is_told() -> None:
    document = pymupdf.open()
    _page(document, _seal)
    (result,) = read_pages(open_pdf(document.tobytes()))
    page = result.layouts[0].page
    assert [word.text for word in page.words] == list(ANSWERS)
    assert page.rules == () and page.outlines == ()
    assert [issue.code for issue in page.issues] == ["laid-over"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_pale_word_that_meets_text_on_one_page_is_left_out_on_all(order: int) -> None:
    assert _words(*(_pale(100), _pale(250))[::order]) == [list(ANSWERS)] * 2


def test_red_words_that_stand_free_are_read() -> None:
    changed = _words(lambda page: page.insert_text((240, 100), "変更", fontname="japan", fontsize=10, color=RED), _seal)
    assert sorted(changed[0]) == sorted([*ANSWERS, "変更"])
    assert changed[1] == list(ANSWERS)


def _typed(x: float, y: float, word: str, wide: float = 60) -> Draw:
    def draw(page: pymupdf.Page) -> None:
        place = pymupdf.Rect(x, y, x + wide, y + 14)
        page.add_freetext_annot(place, word, fontsize=10, fontname="japan", text_color=(0, 0, 1), border_width=0)

    return draw


def _table(page: pymupdf.Page) -> None:
    """A row below the answers with a label, a blank cell, one with words and a box."""
    for x in (80, 160, 260, 360, 460):
        page.draw_line((x, 220), (x, 250))
    for y in (220, 250):
        page.draw_line((80, y), (460, y))
    for x, text in ((84, "部署"), (264, "総務課"), (364, "[　　] 委託する")):
        page.insert_text((x, 238), text, fontname="japan", fontsize=10)


@pytest.mark.parametrize(
    ("note", "is_answer"),
    [
        pytest.param(_typed(170, 227, "税務課"), True, id="alone in a cell"),
        pytest.param(_typed(300, 227, "税務課", 50), False, id="beside words"),
        pytest.param(_typed(130, 227, "税務課"), False, id="over a wall"),
        pytest.param(_typed(170, 300, "税務課"), False, id="in no cell"),
        pytest.param(_typed(370, 227, "○", 14), True, id="between the brackets of a box"),
    ],
)
def test_a_text_typed_in_another_ink_is_an_answer_where_it_fills_in_a_place(note: Draw, is_answer: bool) -> None:
    (words,) = _words(lambda page: (_table(page), note(page)))
    assert any("税務課" in word or "○" in word for word in words) == is_answer
