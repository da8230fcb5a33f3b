"""Comments printed beside the page are no part of it."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.sheets.panel import Panels
from hyokasho.parsers.model import Page, Rule, Word
from tests.factories import page, rule, word

TABLE = [rule(30, y, 430) for y in (100, 200, 300)] + [rule(x, 100, y1=300) for x in (30, 130, 430)]
ANSWERS = [word("評価書名", 40, 140), word("課題がある", 140, 140), word("市長", 140, 240)]
COMMENT = [word("要確認です", 455, 150), word("修正する", 455, 220)]


def texts(found: Page) -> list[str]:
    return [w.text for w in found.words]


def test_a_comment_beside_the_tables_is_told_and_not_read() -> None:
    frame = [rule(450, y, 580) for y in (140, 170)] + [rule(x, 140, y1=170) for x in (450, 580)]
    found = Panels().take_off(page([*ANSWERS, *COMMENT], [*TABLE, *frame]))
    assert texts(found) == [w.text for w in ANSWERS]
    assert found.rules == tuple(TABLE)
    assert [(issue.code, issue.message) for issue in found.issues] == [("unclaimed-text", "要確認です 修正する")]


def test_lines_drawn_in_pieces_reach_as_far() -> None:
    pieces = [rule(x, y, x + 100) for y in (100, 200, 300) for x in (30, 130, 231, 331)]
    assert texts(Panels().take_off(page([*ANSWERS, *COMMENT], pieces))) == [w.text for w in ANSWERS]


def test_the_next_page_without_tables_has_its_panel_at_the_same_place() -> None:
    panels = Panels()
    panels.take_off(page([*ANSWERS, *COMMENT], TABLE))
    assert texts(panels.take_off(page([word("氏名", 40, 100), *COMMENT[:1]]))) == ["氏名"]
    assert texts(panels.take_off(page([word("長い文" * 20, 40, 100), *COMMENT[:1]]))) == ["長い文" * 20, "要確認です"]


WIDER = [rule(30, y, 560) for y in (320, 400)] + [rule(x, 320, y1=400) for x in (30, 560)]
"""A box below that is wider than the tables above."""

WIDE: list[Rule] = [rule(30, y, 570) for y in (100, 200, 300)]


@pytest.mark.parametrize(
    ("beside", "rules"),
    [
        pytest.param([word("変更日", 455, 110), *COMMENT], TABLE, id="a column of the form without borders"),
        pytest.param([word("要確認です", 310, 150)], [rule(20, y, 290) for y in (100, 200)], id="next page of a sheet"),
        pytest.param([word("要確認です", 530, 320)], WIDE, id="no room beside the tables"),
        pytest.param([word("*", 455, 150)], TABLE, id="a sign"),
        pytest.param([word("宛名番号", 455, 360)], [*TABLE, *WIDER], id="a wider box, its text in single letters"),
    ],
)
def test_what_is_no_panel_stays(beside: list[Word], rules: list[Rule]) -> None:
    made = page([*ANSWERS[:2], *beside], rules)
    assert Panels().take_off(made) == made


def test_a_column_stays_one_where_its_head_is_not_printed_again() -> None:
    panels = Panels()
    panels.take_off(page([*ANSWERS, word("変更日", 455, 110), *COMMENT], TABLE))
    assert texts(panels.take_off(page([*ANSWERS, *COMMENT], TABLE))) == texts(page([*ANSWERS, *COMMENT]))
