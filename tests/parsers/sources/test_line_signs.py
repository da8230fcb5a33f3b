"""Ruling lines typed as characters."""

from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.drawn.line_signs import line_signs
from hyokasho.parsers.sources.pdf_text import read_words, text_of
from hyokasho.parsers.sources.seen.visibility import Seeing

TABLE = (
    "┌────┬────────┐",
    "│評価書名│住民基本台帳事務│",
    "├────┼────────┤",
    "│公表日　│───　　　　　│",
    "└────┴────────┘",
)


def _page(lines: tuple[str, ...], pitch: float) -> pymupdf.Page:
    page = pymupdf.open().new_page()
    for k, line in enumerate(lines):
        page.insert_text((60, 100 + k * pitch), line, fontname="japan", fontsize=10)
    return page


@pytest.mark.parametrize("pitch", (10.0, 14.0, 18.0))
def test_signs_that_lead_into_each_other_are_rules(pitch: float) -> None:
    page = Seeing().read(mupage := _page(TABLE, pitch), 1, text_of(mupage)).page
    assert sorted(round(rule.x0) for rule in page.rules if not rule.horizontal) == [65, 115, 205]
    assert [round(rule.y1 - rule.y0) for rule in page.rules if not rule.horizontal] == [4 * pitch] * 3
    level = [rule for rule in page.rules if rule.horizontal and rule.x1 - rule.x0 > 100]
    assert {(round(rule.x0), round(rule.x1)) for rule in level} == {(65, 205)}
    assert len(level) == 3
    assert [word.text.strip() for word in page.words] == ["評価書名", "住民基本台帳事務", "公表日", "───"]


def test_a_row_of_dashes_is_an_answer_where_no_table_is_typed() -> None:
    mupage = _page(("特記事項　──────────", "備考　─"), 14.0)
    text = text_of(mupage)
    assert line_signs(mupage, text, read_words(mupage, text)) == ((), frozenset())
