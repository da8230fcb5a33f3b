"""Texts of several lines that stand level with one line of their cell."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.words import build_lines
from hyokasho.parsers.model import Word
from tests.factories import word


def texts(*words: Word) -> list[str]:
    return [line.text.replace("\u3000", "").replace(" ", "") for line in build_lines(words, 1)]


HEAD, TAIL = word("その他（", 10, 100), word("）", 300, 100)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param([word("税務", 60, 100)], ["その他（税務）"], id="one line"),
        pytest.param(
            [word("税務、総合", 60, 95), word("福祉", 60, 105)], ["その他（税務、総合", "福祉）"], id="two lines"
        ),
        pytest.param(
            [word("税務", 60, 88), word("総合", 60, 100), word("福祉（申請）", 60, 112)],
            ["その他（税務", "総合", "福祉（申請））"],
            id="three lines",
        ),
        pytest.param([word("上の答え", 20, 88)], ["上の答え", "その他（）"], id="a line that begins before it"),
        pytest.param([word("[ ]庁内", 60, 88)], ["[]庁内", "その他（）"], id="a box above it"),
        pytest.param([word("遠い", 60, 60)], ["遠い", "その他（）"], id="a line far above it"),
    ],
)
def test_lines_within_parentheses_are_read_in_them(inside: list[Word], expected: list[str]) -> None:
    assert texts(HEAD, *inside, TAIL) == expected


def test_what_parentheses_say_before_their_answer_stays_before_it() -> None:
    words = [
        word("(納付方法：", 10, 100),
        word("１枚１０円を", 90, 94),
        word("現金で納付", 90, 106),
        word(")", 300, 100),
    ]
    assert texts(*words) == ["(納付方法：１枚１０円を", "現金で納付)"]


def test_an_option_that_is_wrapped_beside_its_mark_keeps_its_box() -> None:
    words = [
        word("[", 10, 100), word("○", 20, 100), word("]", 40, 95), word("電子記録媒体（除", 52, 95),
        word("く。）", 52, 105), word("[", 200, 100), word("]", 220, 100), word("紙", 235, 100),
    ]  # fmt: skip
    assert texts(*words) == ["[○]電子記録媒体（除[]紙", "く。）"]


def test_a_line_between_two_parentheses_belongs_to_the_nearer() -> None:
    above, below = [word("県", 10, 100), word("（年金", 80, 100), word("）", 300, 100)], [word("村", 10, 126)]
    below += [word("（", 80, 126), word("）", 300, 126)]
    assert texts(*above, word("機構", 92, 111), *below) == ["県（年金", "機構）", "村（）"]
    assert texts(*above, word("広域", 92, 121), word("連合", 92, 131), *below) == ["県（年金）", "村（広域", "連合）"]
