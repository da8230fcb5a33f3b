"""Lines over a whole page that texts stand on are no rules; the rules of tables are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hyokasho.parsers.model import Rule, Word
from hyokasho.parsers.sources.drawn.guides import without_guides


def level(y: float, x0: float = 0, x1: float = 600) -> Rule:
    return Rule(x0, y, x1, y)


def upright(x: float, y0: float = 0, y1: float = 800) -> Rule:
    return Rule(x, y0, x, y1)


def word(text: str, x: float, y: float) -> Word:
    return Word(text, (x, y, x + 10 * len(text), y + 10), 10)


TEXTS = [word(f"朝凪町の税{k}課の事務", 60 + 7 * (k % 3), 104 + 21 * k) for k in range(20)]
STAMPS = [word("写し", 60 + 90 * (k % 5), 95 + 20 * k) for k in range(20)]
TABLE = [*(level(100 + 42 * k, 50, 550) for k in range(11)), *(upright(x, 100, 520) for x in (50, 300, 550))]
SEEN = [level(y) for y in range(20, 790, 17)]
COLUMNS = [upright(x) for x in range(15, 600, 13)]
ENDS = [level(317)]


@pytest.mark.parametrize(
    ("guides", "words", "gone"),
    [
        pytest.param(SEEN, TEXTS, True, id="guides through texts"),
        pytest.param([*SEEN, *COLUMNS], TEXTS, True, id="a grid"),
        pytest.param(COLUMNS, TEXTS, True, id="uprights"),
        pytest.param(ENDS, TEXTS, True, id="one line out of the table on both sides"),
        pytest.param([level(317, 50, 550)], TEXTS, False, id="a line that ends with the table"),
        pytest.param([level(60), level(80)], TEXTS, False, id="the lines of a title broader than the table"),
        pytest.param([], STAMPS, False, id="words laid upon the table in rows"),
        pytest.param([level(317, 200, 400), level(200, 200, 400)], TEXTS, False, id="a frame on the table"),
    ],
)
def test_guides_are_told_from_rules(guides: Sequence[Rule], words: Sequence[Word], gone: bool) -> None:
    rules, pens = [*guides, *TABLE], [*("pale" for _ in guides), *("black" for _ in TABLE)]
    letters = [word(c, w.bbox[0] + 10 * k, w.bbox[1]) for w in words for k, c in enumerate(w.text)]
    assert without_guides(rules, pens, words, lambda: letters) == (TABLE if gone else rules)


def test_a_wall_between_the_two_cells_of_a_word_is_none() -> None:
    """Words of MuPDF go on over walls where texts stand close to them."""
    walls, places = [upright(x) for x in range(50, 600, 50)], [(28 + 100 * (k % 5), 100 + 20 * k) for k in range(20)]
    words = [Word(f"甲乙丙丁戊{k}", (x, y, x + 60, y + 10), 10) for k, (x, y) in enumerate(places)]
    steps = ((0, "甲"), (11, "乙"), (23, "丙"))  # (the wall stands between the second and the third)
    letters = [Word(text, (x + step, y, x + step + 10, y + 10), 10) for x, y in places for step, text in steps]
    assert without_guides(walls, ["thin"] * len(walls), words, lambda: letters) == walls
    assert without_guides(walls, ["thin"] * len(walls), words, lambda: words) == []


def test_boxes_taller_than_their_letters_say_nothing() -> None:
    tall = [Word(w.text, (*w.bbox[:3], w.bbox[3] + 14), 24) for w in TEXTS]
    assert without_guides(TABLE, ["black"] * len(TABLE), tall, lambda: tall) == TABLE


def small(rules: Sequence[Rule], by: float, x: float = 0, y: float = 0) -> list[Rule]:
    """The rules of a page made small at its place on a sheet."""
    return [Rule(x + by * r.x0, y + by * r.y0, x + by * r.x1, y + by * r.y1) for r in rules]


@pytest.mark.parametrize(
    ("guides", "frame"),
    [
        pytest.param(SEEN, [], id="guides through texts"),
        pytest.param(ENDS, [], id="one line out of the table on both sides"),
        pytest.param(ENDS, [level(2, 3, 597), upright(3), upright(597), level(798, 3, 597)], id="in a frame"),
    ],
)
def test_pages_on_one_sheet_have_each_their_guides(guides: Sequence[Rule], frame: Sequence[Rule]) -> None:
    by, places = 0.33, [(0, 0), (200, 0), (400, 0), (0, 270), (200, 270), (400, 270)]
    lines, table, frames = ([r for at in places for r in small(one, by, *at)] for one in (guides, TABLE, frame))
    words = [
        Word(w.text, (x + by * w.bbox[0], y + by * w.bbox[1], x + by * w.bbox[2], y + by * w.bbox[3]), by * w.size)
        for x, y in places
        for w in TEXTS
    ]
    pens = [*("pale" for _ in lines), *("black" for _ in table), *("grey" for _ in frames)]
    assert without_guides([*lines, *table, *frames], pens, words, lambda: words) == [*table, *frames]


def test_rows_drawn_with_two_pens_are_rows() -> None:
    """Excel draws each line as a stroke and as an area; some rows end before the table does."""
    rows = [*(level(100 + 12 * k, 90, 507) for k in range(22)), level(457, 90, 507), level(477, 90, 507)]
    inner = [*(level(360 + 20 * k, 110, 440) for k in range(4)), *(upright(x, 100, 477) for x in (90, 110, 507))]
    rules = [*rows, *inner, *rows, *inner]
    pens = [pen for pen in ("thin", "area") for _ in (*rows, *inner)]
    assert without_guides(rules, pens, TEXTS[:5], tuple) == rules
