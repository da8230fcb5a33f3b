"""What rows of labels and answers cost, asked for whole or up to a limit."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.layout.unruled.label_costs import LabelCosts, Mode
from hyokasho.parsers.layout.unruled.tears import misfits
from hyokasho.parsers.layout.unruled.text_rows import TextLine, text_line
from hyokasho.parsers.model import Word

MODES: tuple[Mode, ...] = ("middle", "top")
TEXTS = (
    "①事務の名称",
    "②事務の内容",
    "３．特定個人情報ファイル名",
    "[ ]本人",
    "＜選択肢＞",
    "1) 実施する 2) 実施しない",
    "窓口の事務である。",
)


def _lines(texts: list[tuple[int, str]], x: float) -> list[TextLine]:
    """Lines of 10 points, each so many points below the one above."""
    lines, y = [], 0.0
    for gap, text in texts:
        lines.append(text_line([Word(text, (x, y, x + 9 * len(text), y + 10), 10)]))
        y += 10 + gap
    return lines


texts = st.lists(st.tuples(st.sampled_from((2, 6, 20)), st.sampled_from(TEXTS)), min_size=1, max_size=5)


@given(texts, texts, st.booleans(), st.booleans(), st.sampled_from((0.0, 0.5, 2.0, 6.0, 20.0)))
def test_a_limit_changes_no_cost_below_it(
    labels: list[tuple[int, str]], answers: list[tuple[int, str]], first: bool, coarse: bool, limit: float
) -> None:
    costs = LabelCosts(_lines(labels, 50), _lines(answers, 200), first=first, last=False, coarse=coarse)
    for a, b in combinations(range(len(labels) + 1), 2):
        for c, d in combinations(range(len(answers) + 1), 2):
            for mode in MODES:
                whole = costs.row(mode, (a, c), (b, d), a == 0, False)
                told = costs.row(mode, (a, c), (b, d), a == 0, False, limit)
                assert told == whole if whole < limit else limit <= told <= whole


@pytest.mark.parametrize(
    ("labels", "answers", "cost"),
    [
        (["①事務の名称"], ["窓口の事務である。"], 0.0),
        ([], ["窓口の事務である。"], 5.0),
        (["①事務の名称"], [], 1.2),
        (["①事務の名称", "②事務の内容"], ["窓口の事務である。"], 8.0),
        (["①事務の名称"], ["[ ]本人"], 3.0),
    ],
)
def test_what_a_row_costs(labels: list[str], answers: list[str], cost: float) -> None:
    beside = (_lines([(2, text) for text in texts], x) for texts, x in ((labels, 50), (answers, 200)))
    costs = LabelCosts(*beside, first=False, last=False, coarse=False)
    assert costs.row("top", (0, 0), (len(labels), len(answers)), False, False) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("☐ その他（　　　）", False),
        ("☑ フラッシュメモリ", False),
        ("[ ] 紙", False),
        ("５）１，０００万人以上", False),
        ("＜選択肢＞", False),
        ("□ 事前に通知する", True),
        ("5) 窓口で確かめる。", True),
    ],
)
def test_boxes_and_options_are_no_text(line: str, fits: bool) -> None:
    assert (misfits("text", _lines([(2, line)], 200)) == [0.0]) is fits


def test_an_answer_at_the_end_of_a_page_may_have_its_label_on_the_next() -> None:
    labels, answers = (
        _lines([(2, "①事務の名称")], 50),
        _lines([(60, "[ ]本人"), (2, "窓口の事務である。"), (2, "次の行")], 200),
    )
    costs = {last: LabelCosts(labels, answers, first=False, last=last, coarse=False) for last in (False, True)}
    assert [costs[last].row("middle", (1, 1), (1, 3), False, True) for last in (False, True)] == [5.0, 1.0]
    above, below = (costs[True].row("middle", (0, c), (1, d), False, True) for c, d in ((0, 1), (1, 3)))
    assert (
        below > above
    )  # (a label above the middle of what the page's end cuts off stands not in the middle of the whole)
