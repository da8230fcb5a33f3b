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


LETTERS = [word(c, w.bbox[0] + 10 * k, w.bbox[1]) for w in TEXTS for k, c in enumerate(w.text)]


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


def test_guides_run_through_texts_that_stand_on_their_side() -> None:
    """As on pages printed across: the words stand one above the other, their characters too."""

    def turned(one: Word) -> Word:
        x0, y0, x1, y1 = one.bbox
        return Word(one.text, (y0, x0, y1, x1), x1 - x0)

    words, letters = list(map(turned, TEXTS)), [turned(letter) for letter in LETTERS]
    columns = [upright(rule.y0) for rule in SEEN]
    levels = [level(rule.x0) for rule in COLUMNS]
    assert without_guides(columns, ["pale"] * len(columns), words, lambda: letters) == []
    assert without_guides(levels, ["pale"] * len(levels), words, lambda: letters) == []


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


LEVELS = [level(100 + 42 * k, 50, 550) for k in range(11)]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param([level(317)], True, id="between the lines of a table without walls"),
        pytest.param([level(60)], False, id="above it"),
        pytest.param([level(317, 0, 550)], False, id="out of it on one side"),
        pytest.param([level(90), level(317), upright(0), upright(600)], False, id="of frames"),
    ],
)
def test_a_line_runs_out_of_a_table_of_level_lines_alone(lines: Sequence[Rule], gone: bool) -> None:
    frame = [level(10, 1, 599), level(790, 1, 599), upright(1, 10, 790), upright(599, 10, 790)]
    rules, pens = [*lines, *LEVELS], [*("blue" for _ in lines), *("black" for _ in LEVELS)]
    assert without_guides([*rules, *frame], [*pens, *"----"], TEXTS, lambda: TEXTS)[-4:] == frame
    assert without_guides(rules, pens, TEXTS, lambda: TEXTS) == (LEVELS if gone else rules)


@pytest.mark.parametrize(("under", "gone"), [(SEEN[8:34], SEEN), (SEEN[8:12], SEEN[8:12])], ids=["most", "few"])
def test_a_grid_of_which_areas_hide_most_is_the_ground(under: Sequence[Rule], gone: Sequence[Rule]) -> None:
    words = TEXTS[:1]
    assert without_guides(SEEN, ["pale"] * len(SEEN), words, lambda: words, set(under)) == [
        rule for rule in SEEN if rule not in gone
    ]


@pytest.mark.parametrize(
    ("words", "lines", "gone"),
    [
        pytest.param([word("変更箇所", 60, 22)], [*SEEN, *COLUMNS], True, id="an empty grid"),
        pytest.param([word("変更箇所", 60, 22)], SEEN, False, id="no grid"),
        pytest.param([word("変更箇所", 60, 22)], [*SEEN, *COLUMNS[:5]], False, id="a table of few columns"),
        pytest.param(
            [word("1", 16 + 13 * (k % 44), 23 + 17 * (k // 44)) for k in range(44 * 5)], [*SEEN, *COLUMNS], False,
            id="a table of figures",
        ),
    ],
)  # fmt: skip
def test_an_empty_grid_is_the_ground(words: Sequence[Word], lines: Sequence[Rule], gone: bool) -> None:
    assert without_guides(lines, ["pale"] * len(lines), words, lambda: words) == ([] if gone else list(lines))
