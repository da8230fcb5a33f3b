"""Where lines of a column run on, by how many letters fill it."""

from __future__ import annotations

import pytest

from hyokasho.normalizers.lines import columns
from hyokasho.parsers.layout.unruled.text_rows import text_line
from hyokasho.parsers.layout.unruled.wraps import wrap_costs
from hyokasho.parsers.model import Word


def _costs(*texts: str) -> list[tuple[float, float]]:
    return wrap_costs([text_line([Word(text, (0, 12 * n, 100, 12 * n + 10), 10.0)]) for n, text in enumerate(texts)])


def test_letters_take_twice_the_width_of_digits() -> None:
    assert columns("第10条") == 6


@pytest.mark.parametrize(
    ("above", "below", "parts"),
    [
        ("一二三四五六七八九", "十一二", False),  # the line is full
        ("一二三四五", "六七", True),  # the next letters would have found room
        ("一二三四五六七八", "2015年", False),  # a number is not broken, so it found no room
        ("一二三四五", "、六七", False),  # no line begins so
    ],
)
def test_a_full_line_goes_on(above: str, below: str, parts: bool) -> None:
    cut, whole = _costs("甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己庚辛壬", above, below)[-1]
    assert (cut < whole) is parts


def test_a_new_paragraph_says_nothing() -> None:
    assert _costs("甲乙丙丁戊己庚辛壬", "甲乙丙丁戊己庚辛壬", "甲乙丙丁", "・丙丁")[-1] == (0.0, 0.0)


def test_no_lines_cost_nothing() -> None:
    assert wrap_costs([]) == []
