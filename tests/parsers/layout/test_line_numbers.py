"""Numbers of lines in the margin are no text; those of a list are."""

import pytest

from hyokasho.parsers.layout.sheets.line_numbers import without_line_numbers
from hyokasho.parsers.model import Page, Word

_LINES = ("Ⅱ ファイルの概要", "1.ファイル名", "税の台帳", "2.基本情報", "①種類", "②人数", "③範囲", "- 4 -")


def _page(numbers: list[tuple[str, float]], size: float, x: float = 8) -> Page:
    """Lines 20 points apart at x = 60, and numbers of `size` points at `x` beside them."""
    text = [Word(line, (60, 40 + 20 * k, 60 + 9 * len(line), 49 + 20 * k), 9.0) for k, line in enumerate(_LINES)]
    aside = [Word(n, (x, y, x + len(n) * size / 2, y + size), size) for n, y in numbers]
    return Page(1, 600, 800, (*aside, *text), ())


def _beside(first: int, last: int, step: int = 1) -> list[tuple[str, float]]:
    return [(str(k * step), 42.0 + 20 * (k - 1)) for k in range(first, last + 1)]


@pytest.mark.parametrize(
    ("numbers", "size", "x", "gone"),
    [
        pytest.param(_beside(1, 8), 6.0, 8, True, id="every line has one"),
        pytest.param(_beside(1, 8), 6.0, 585, True, id="right of the text"),
        pytest.param(_beside(1, 8), 9.0, 8, False, id="as large as the text: a list"),
        pytest.param([*_beside(1, 4), *_beside(6, 7), ("1", 182.0)], 6.0, 8, True, id="one lost, one half hidden"),
        pytest.param(_beside(4, 8), 6.0, 8, False, id="beside half of the lines"),
        pytest.param(_beside(1, 8, 7), 6.0, 8, False, id="no counting"),
        pytest.param(_beside(1, 8), 6.0, 50, False, id="where text begins"),
        pytest.param([("4", 300.0)], 6.0, 8, False, id="one, of the page"),
    ],
)
def test_small_numbers_that_count_every_line_are_no_text(
    numbers: list[tuple[str, float]], size: float, x: float, gone: bool
) -> None:
    page = _page(numbers, size, x)
    left = [word.text for word in without_line_numbers(page).words]
    assert left == (list(_LINES) if gone else [*(n for n, _ in numbers), *_LINES])
