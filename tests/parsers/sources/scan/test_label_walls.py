"""Strokes of type in a heading are no wall, however they lie on the line of one."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.scan.label_walls import without_walls_in_labels

_WALL = Rule(60, 0, 60, 60)
_LEVEL = [Rule(0, y, 200, y) for y in (0, 20, 40, 60)]


def _word(text: str, x0: float, y: float = 30.0) -> Word:
    return Word(text, (x0, y - 5, x0 + 10 * len(text), y + 5), 10.0, "ocr")


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        pytest.param([("システ", 30), ("ムの名称", 60)], ["システムの名称"], id="one label"),
        pytest.param([("システ", 20), ("ムの名称", 70)], ["システ", "ムの名称"], id="far from the wall"),
        pytest.param(
            [("7.特定體人情報の開示・訂正", -80), ("利用停止讓求", 64)],
            ["7.特定體人情報の開示・訂正利用停止讓求"],
            id="a misread heading behind its number",
        ),
        pytest.param(
            [("5.特定體人情報の開示・訂正", -80), ("利用停止讓求", 64)],
            ["5.特定體人情報の開示・訂正", "利用停止讓求"],
            id="behind a number of others",
        ),
        pytest.param([("税務", 40), ("課長", 60)], ["税務", "課長"], id="no label"),
    ],
)
def test_a_label_that_a_wall_cuts_in_two_is_one(pieces: list[tuple[str, float]], found: list[str]) -> None:
    words, rules = without_walls_in_labels([_word(*piece) for piece in pieces], [*_LEVEL, _WALL])
    assert [word.text for word in words] == found
    uprights = [(rule.y0, rule.y1) for rule in rules if not rule.horizontal]
    assert uprights == ([(0, 20), (40, 60)] if len(found) == 1 else [(0, 60)])


@pytest.mark.parametrize(("text", "left"), [("しきい値判断結果", [(0, 20), (40, 60)]), ("税務課の担当職員", [(0, 60)])])
def test_no_wall_runs_through_a_whole_label(text: str, left: list[tuple[float, float]]) -> None:
    words, rules = without_walls_in_labels([_word(text, 10)], [*_LEVEL, _WALL])
    assert [word.text for word in words] == [text]
    assert [(rule.y0, rule.y1) for rule in rules if not rule.horizontal] == left
