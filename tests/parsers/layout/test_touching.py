"""Letters drawn one by one are the words that they make on the page."""

import pytest

from hyokasho.parsers.layout.touching import join_touching
from hyokasho.parsers.model import Rule, Word


def _letters(text: str, x: float, y: float, gap: float = 0.0) -> list[Word]:
    """Each letter a word of 9 points, `gap` points from the next; a blank is as wide as a letter."""
    places = ((c, x + k * (9 + gap)) for k, c in enumerate(text))
    return [Word(c, (left, y, left + 9, y + 9), 9.0) for c, left in places if c != " "]


@pytest.mark.parametrize(
    ("words", "rules", "joined"),
    [
        pytest.param(_letters("部署 税務課", 40, 40), [], ["部署", "税務課"], id="a gap parts words"),
        pytest.param(_letters("部署", 40, 40) + _letters("課長", 40, 52), [], ["部署", "課長"], id="lines"),
        pytest.param(_letters("課署部", 40, 40)[::-1], [], ["課署部"], id="drawn from the last to the first"),
        pytest.param(_letters("部署課", 40, 40), [Rule(58, 30, 58, 60)], ["部署", "課"], id="a rule between"),
        pytest.param(_letters("[○]する", 40, 40), [], ["[", "○", "]", "する"], id="brackets"),
        pytest.param(_letters("部署", 40, 40, gap=4), [], ["部", "署"], id="spread letters"),
        pytest.param(
            [*_letters("部署", 40, 40), *(Word("税務課の仕事", (40, y, 94, y + 9), 9.0) for y in (52, 64, 76))],
            [],
            ["部", "署", *["税務課の仕事"] * 3],
            id="a page of words",
        ),
    ],
)
def test_letters_that_touch_are_one_word_where_most_are_drawn_one_by_one(
    words: list[Word], rules: list[Rule], joined: list[str]
) -> None:
    found = join_touching(words, rules)
    assert [word.text for word in sorted(found, key=lambda word: (word.bbox[1], word.bbox[0]))] == joined
