from __future__ import annotations

import pytest

from hyokasho.parsers.layout.worn.cover import with_cover_boxes
from hyokasho.parsers.model import Page, Rule, Word


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 10 * len(text), y + 10), 10.0, "ocr", 0.9)


def _page(number: str, title: str, *rules: Rule) -> Page:
    words = (
        _word("特定個人情報保護評価書(基礎項目評価書)", 100, 60), _word(number, 60, 140), _word(title, 300, 140),
        _word("12", 70, 170), _word("住民税に関する事務", 160, 170), _word("評価実施機関名", 240, 300),
        _word("花丘市長", 250, 330), _word("公表日", 260, 400), _word("令和7年4月1日", 250, 430),
        _word("[令和6年10月", 420, 460), _word("模式2]", 520, 460),
    )  # fmt: skip
    return Page(1, 595.0, 842.0, words, tuple(rules), witness="ocr")


@pytest.mark.parametrize(
    ("number", "title"), [("評価書番号", "評価書名"), ("評価書番号", "評佰舊名"), ("評侯徽番号", "呼酒筆名")]
)
def test_boxes_of_a_worn_cover_are_drawn_by_its_labels(number: str, title: str) -> None:
    page = with_cover_boxes(_page(number, title))
    texts = [word.text for word in page.words]
    assert {"評価書番号", "評価書名", "様式2]"} <= set(texts)
    walls = [rule.x0 for rule in page.rules if not rule.horizontal and 110 < rule.x0 < 300]
    assert walls and all(110 < x < 160 for x in walls)  # behind the number, before the title
    for above, below in (("評価書番号", "12"), ("評価実施機関名", "花丘市長"), ("公表日", "令和7年4月1日")):
        y0, y1 = (next(w for w in page.words if w.text == text).bbox for text in (above, below))
        assert any(rule.horizontal and y0[3] <= rule.y0 <= y1[1] for rule in page.rules)


def test_other_pages_stay_as_they_are() -> None:
    page = _page("事務の名称", "住民税")
    assert with_cover_boxes(page) is page


def test_lines_that_part_all_boxes_are_kept() -> None:
    levels = (135, 160, 185, 295, 320, 345, 395, 420, 445)
    rules = [Rule(50, y, 545, y) for y in levels] + [Rule(x, 135, x, 445) for x in (50, 150, 545)]
    assert with_cover_boxes(_page("評価書番号", "評価書名", *rules)).rules == tuple(rules)
