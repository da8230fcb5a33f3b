"""Readings of one text vote."""

from __future__ import annotations

import pytest

from hyokasho.parsers.align.votes import voted
from hyokasho.parsers.align.worn_answer import with_circled, without_specks

_OFTEN = "重要な変更に当たらない"


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([("組織の改正", 0.9), ("組識の改正", 0.9), ("組織の改正", 0.8)], ["組織の改正"] * 3, id="two"),
        pytest.param([("組織の改正", 0.8), ("組識の改正", 0.9), ("組織の改正", 0.8)], None, id="surer than both"),
        pytest.param([("組織の改正", 0.8)] * 3 + [("組識の改正", 0.9)], ["組織の改正"] * 4, id="three agree"),
        pytest.param([("第2条による", 0.9), ("第3条による", 0.7), ("第2条による", 0.9)], None, id="numbers"),
        pytest.param([("第二条による", 0.9), ("第三条による", 0.7), ("第二条による", 0.9)], None, id="numerals"),
        pytest.param([("事前", 0.9), ("事後", 0.7), ("事前", 0.9)], None, id="short"),
        pytest.param([("組織の改正", 0.9), ("法令の改正", 0.7), ("組織の改正", 0.9)], None, id="two signs of five"),
        pytest.param([("組織の改正", 0.9), ("組織改正", 0.7), ("組織の改正", 0.9)], None, id="another length"),
        pytest.param([("様式の改正による", 0.9)] * 3 + [("組織の改正による", 0.9)], None, id="another word"),
        pytest.param([(_OFTEN, 0.9)] * 3 + [("重要な変更に当たらな6.1", 0.9)], [_OFTEN] * 4, id="strokes of a kana"),
        pytest.param([(_OFTEN, 0.9)] * 3 + [("要な変更に当たらない", 0.9)], [_OFTEN] * 4, id="a kanji is lost"),
        pytest.param([(_OFTEN, 0.9)] * 3 + [("重要な変更.に当たらない", 0.9)], [_OFTEN] * 4, id="a speck"),
        pytest.param([("様式の変更による", 0.9)] * 3 + [("様式1の変更による", 0.9)], None, id="a number more"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_votes(readings: list[tuple[str, float]], expected: list[str] | None) -> None:
    assert voted(readings) == ([text for text, _ in readings] if expected is None else expected)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("法令の改正に伴う文言の整理、", "法令の改正に伴う文言の整理"),
        ("重要な変更に当たらない!", "重要な変更に当たらない"),
        (":\n(空白)", "(空白)"),
        ("(空白).", "(空白)"),
        ("－", "－"),
        ("整理。", "整理。"),
        ("1.", "1."),
        (":", ":"),
        ("、なし", "なし"),
        ("住所\n、氏名", "住所\n、氏名"),
        ("・なし", "・なし"),
        ("住民税\n－\n", "住民税\n－\n"),
        ("-\n生活保護に関する事務", "生活保護に関する事務"),
        ("住民税システム\n.庁内連携基盤", "住民税システム\n庁内連携基盤"),
    ],
)
def test_specks_end_no_text(read: str, value: str) -> None:
    assert without_specks(read) == value


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["①住民", "5税務", "③国保"], ["①住民", "②税務", "③国保"]),
        (["①住民", "②税務", "①国保", "5年金"], ["①住民", "②税務", "③国保", "④年金"]),
        (["①住民", "の続き", "()税務"], ["①住民", "の続き", "②税務"]),
        (["①住民（平成", "25年法律第27号）", "②税務"], ["①住民（平成", "25年法律第27号）", "②税務"]),
        (["住民", "5税務"], ["住民", "5税務"]),
        (["①住民", "5税務", "7国保", "8年金"], ["①住民", "5税務", "7国保", "8年金"]),
        ([], []),
    ],
)
def test_circled_numbers_stand_as_they_count(lines: list[str], expected: list[str]) -> None:
    assert with_circled(lines) == expected
