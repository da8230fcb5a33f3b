from __future__ import annotations

import pymupdf
import pytest

from hyokasho.parsers.sources.glyphs.pictures import BELIEVED, Glyph, agreement, read_glyphs

TEXT = "宛名番号氏名漢字生年月日性別続柄前住所転出先ひらがなカタカナ"


def _page(turn: int = 0, rotation: int = 0, colour: tuple[float, ...] = (0, 0, 0)) -> pymupdf.Page:
    page = pymupdf.open().new_page()
    for i in range(0, len(TEXT), 8):
        at = (200 + 3 * i, 300) if turn % 180 else (200, 300 + 3 * i)
        page.insert_text(at, TEXT[i : i + 8], fontname="japan", fontsize=10, rotate=turn, color=colour)
    page.set_rotation(rotation)
    return page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_right_characters_look_like_themselves(turn: int, rotation: int) -> None:
    page = _page(turn, rotation)
    assert (agreement(page, read_glyphs(page)) or 0) > 0.8


def test_text_on_a_dark_ground_is_seen() -> None:
    page = _page(colour=(1, 1, 1))
    page.draw_rect(page.rect, fill=(0.1, 0.1, 0.4), overlay=False)
    assert (agreement(page, read_glyphs(page)) or 0) > 0.8


@pytest.mark.parametrize("below", [False, True])
def test_a_rule_that_touches_the_boxes_of_the_characters_is_no_part_of_them(below: bool) -> None:
    page = _page()
    for line in {g.bbox[1::2] for g in read_glyphs(page)}:
        page.draw_line((100, line[below]), (500, line[below]), width=0.9)
    assert (agreement(page, read_glyphs(page)) or 0) > 0.8


def test_other_characters_do_not() -> None:
    page = _page()
    glyphs = read_glyphs(page)
    wrong = [Glyph(glyphs[i - 1].text, g.bbox, g.font, g.turn) for i, g in enumerate(glyphs)]
    assert (agreement(page, wrong) or 0) < BELIEVED / 2


@pytest.mark.parametrize("glyphs", [[], [Glyph("宛", (200, 292, 210, 302), "F", 0)] * 9], ids=["none", "one character"])
def test_too_little_says_nothing(glyphs: list[Glyph]) -> None:
    assert agreement(_page(), glyphs) is None


def test_characters_that_are_not_seen_say_nothing() -> None:
    page = _page(colour=(1, 1, 1))
    assert agreement(page, read_glyphs(page)) is None
