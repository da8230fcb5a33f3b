"""What comes back at the very edge of the paper is furniture where it stands alone."""

import pytest

from hyokasho.parsers.layout.unruled.margins import Margins
from hyokasho.parsers.model import Page, Word

HEADS = [("変更日", 40), ("項目", 160), ("変更前の記載", 290)]


def _line(texts: list[tuple[str, float]], y: float) -> list[Word]:
    return [Word(text, (x, y, x + 9 * len(text), y + 9), 9.0) for text, x in texts]


@pytest.mark.parametrize(
    ("head", "below", "kept"),
    [
        pytest.param([("2024/11/8 10:13", 20), ("特定個人情報保護評価書", 300)], 80, False, id="the head of a browser"),
        pytest.param(HEADS, 80, False, id="heads far above the text"),
        pytest.param(HEADS, 32, True, id="heads of columns right above their rows"),
    ],
)
def test_a_line_that_comes_back_at_the_edge(head: list[tuple[str, float]], below: float, kept: bool) -> None:
    margins = Margins()
    for n, text in enumerate(("一頁目の本文", "二頁目の本文"), 1):
        page = Page(n, 595, 842, (*_line(head, 12), *_line([(text, 60)], below), *_line([(text, 60)], below + 60)), ())
        shown = [word.text for word in margins.body(page, coarse=False)]
    assert (shown[0] == head[0][0]) == kept
