"""What is put upon the text of a page tells nothing of its table."""

from __future__ import annotations

from dataclasses import replace

from hyokasho.parsers.layout.sheets.marking import without_marking
from hyokasho.parsers.model import Fill
from tests.factories import page, rule, word

WORDS = [word(text, x, y) for y, text in ((100, "見出し一"), (140, "見出し二"), (180, "見出し三")) for x in (60, 260)]


def test_an_underline_is_no_border_and_a_long_line_is_one() -> None:
    seen = without_marking(page(WORDS, [rule(260, 151, 300), rule(40, 170, 560)]))
    assert seen.rules == (rule(40, 170, 560),)


def test_a_highlight_is_no_row_and_the_area_of_a_row_is_one() -> None:
    seen = without_marking(page(WORDS, fills=[(259, 99, 301, 111), (40, 130, 560, 155)]))
    assert seen.fills == (Fill((40, 130, 560, 155)),)


def test_the_area_of_a_text_that_fills_it_is_no_highlight_where_its_row_goes_on() -> None:
    row = [Fill((259, 99, 301, 111), (0.5, 0.5, 0.5)), Fill((301, 99, 560, 111), (0.5, 0.5, 0.5))]
    assert without_marking(replace(page(WORDS), fills=tuple(row))).fills == tuple(row)


def test_tiny_words_and_watermarks_are_left_out() -> None:
    many = [word("本文の文字である", 60, 100 + 20 * k) for k in range(20)]
    seen = without_marking(page([*many, word("旧値", 60, 300, size=0.5), word("見本", 200, 300, size=90)]))
    assert [w.text for w in seen.words] == ["本文の文字である"] * 20
