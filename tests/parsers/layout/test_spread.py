"""Letters that are spread over their cells are put together; letters of columns, lists and boxes are not."""

from __future__ import annotations

from itertools import accumulate

import pytest

from hyokasho.parsers.layout.cuts import cut_at_gaps, cut_at_walls
from hyokasho.parsers.layout.spread import join_spread
from hyokasho.parsers.model import Word
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import make_manner
from hyokasho.pipeline.samples.write import Printing, print_statement
from tests.factories import rule, word


def spaced(text: str, *gaps: float) -> list[Word]:
    """The letters of a text (10 points wide), as far apart as `gaps` say; the last one holds for the rest."""
    all_gaps = [*gaps, *gaps[-1:] * len(text)][: len(text) - 1]
    starts = accumulate((gap + 10 for gap in all_gaps), initial=50.0)
    return [word(letter, x) for letter, x in zip(text, starts, strict=True)]


@pytest.mark.parametrize(
    ("text", "gaps", "words"),
    [
        pytest.param("星見台市長", (26,), "星見台市長", id="even gaps"),
        pytest.param("２．基本情報", (20,), "２．基本情報", id="a heading and its number"),
        pytest.param("2024/5/1", (21,), "2024/5/1", id="a date"),
        pytest.param("項目", (70,), "項目", id="two letters of the form"),
        pytest.param("同上", (70,), "同 上", id="two letters of no known word"),
        pytest.param("評価書番号評価書名", (20, 20, 20, 20, 20, 99), "評価書番号 評価書名", id="near cells"),
        pytest.param("変更前の記載変更後の記載", (37,), "変更前の記載 変更後の記載", id="words of the form, all even"),
        pytest.param("1扶養者履歴", (22, 39), "1 扶養者履歴", id="the letter between belongs to the longer word"),
        pytest.param("連絡先番号", (30,), "連絡先番号", id="a name that begins like the form"),
        pytest.param("委託事項１窓口受付業務", (18,), "委託事項１ 窓口受付業務", id="a block's name and its title"),
        pytest.param("特記事項－", (18,), "特記事項 －", id="a label and its answer"),
        pytest.param("123456", (20,), "1 2 3 4 5 6", id="numbers of columns"),
        pytest.param("[○]", (4,), "[ ○ ]", id="a box"),
        pytest.param("星見台", (1,), "星 見 台", id="no gaps that part words"),
        pytest.param("星見台市", (10, 30, 55), "星 見 台 市", id="uneven"),
    ],
)
def test_letters_with_even_gaps_are_one_word(text: str, gaps: tuple[float, ...], words: str) -> None:
    assert " ".join(w.text for w in join_spread(spaced(text, *gaps))) == words


def test_a_wall_and_a_word_between_part_them() -> None:
    letters = spaced("星見台市長", 26)
    assert join_spread(letters, [rule(108, 80, y1=140)]) == letters
    between = word("、、", 100)
    assert join_spread([*letters, between]) == [*letters, between]


def test_a_text_that_begins_where_a_gap_ends_is_cut_off() -> None:
    letters = spaced("号評", 20)
    glued = Word("号評", (50, 100, 90, 110), 10)
    assert [w.text for w in cut_at_gaps([glued], lambda: letters)] == ["号", "評"]
    close = spaced("番号", 1)
    assert cut_at_gaps([Word("番号", (50, 100, 71, 110), 10)], lambda: close)[0].text == "番号"


def test_walls_that_were_found_cut_no_word_that_was_put_together() -> None:
    letters = spaced("星見台市長", 26)
    whole = join_spread(letters)
    assert cut_at_walls(whole, [75.0], lambda: letters) == whole


SEEDS = [seed for seed in range(3000, 3200) if make_manner(seed, "texts").texts == "spread_cells"]


@pytest.mark.parametrize(("seed", "look"), list(zip(SEEDS[:3], ("labels", "levels", "white"), strict=True)))
def test_statements_without_walls_whose_labels_are_spread_are_read(seed: int, look: str) -> None:
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="texts", look=look)
    tables = stages.process_bytes(print_statement(statement, printing)[0], "made.pdf")
    assert not compare(printing.golden_of(statement, "made.pdf"), tables).differences
