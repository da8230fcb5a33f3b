"""Rows of the table of changes that a tool cut into strips."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.tables.change_strips import whole_rows
from hyokasho.parsers.sources.dumps.tables.changes import is_head, mend_changes

_HEAD = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]
_NONE = [""] * 6
_DATE = ["R5.4.1", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        pytest.param(
            [["", "I-1", "税務課", "市民税課", "事後", ""], _DATE, _NONE, ["", "I-2", "旧", "新", "事前", ""], _DATE],
            [["R5.4.1", "I-1", "税務課", "市民税課", "事後", ""], ["R5.4.1", "I-2", "旧", "新", "事前", ""]],
            id="the date below the texts",
        ),
        pytest.param(
            [_NONE, ["", "I-1", "税務課", "市民税課", "事後", ""], ["", "", "", "", "", "組織の改正に"],
             ["R5.4.1", "", "", "", "", "よるもの"], _NONE],
            [["R5.4.1", "I-1", "税務課", "市民税課", "事後", "組織の改正に\nよるもの"]],
            id="a text with a line in each strip",
        ),
        pytest.param(
            [["R5.4.1", "I-1", "税務課", "市民税課", "事後", ""], _NONE, ["", "I-2", "旧", "新", "事前", ""], _DATE],
            [["R5.4.1", "I-1", "税務課", "市民税課", "事後", ""], ["R5.4.1", "I-2", "旧", "新", "事前", ""]],
            id="a row of one strip above",
        ),
        pytest.param(
            [["", "", "", "を行う。", "", ""], ["R5.4.1", "", "", "また行う。", "", ""],
             ["", "I-2", "旧", "新", "事前", ""], ["R5.6.1", "", "", "しい記載", "", ""]],
            [["R5.4.1", "", "", "を行う。\nまた行う。", "", ""], ["R5.6.1", "I-2", "旧", "新\nしい記載", "事前", ""]],
            id="the end of a row before the page end is no part of the next row",
        ),
        pytest.param(
            [["R5.4.1", "I-1", "旧", "新", "事後", ""], ["", "I-2", "旧", "新", "事後", ""]],
            [["R5.4.1", "I-1", "旧", "新", "事後", ""], ["", "I-2", "旧", "新", "事後", ""]],
            id="a date for several rows is no strip",
        ),
    ],
)  # fmt: skip
def test_rows_are_put_together(rows: list[list[str]], whole: list[list[str]]) -> None:
    made = [RawRow(cells, 1) for cells in [_HEAD, *rows]]
    assert [row.cells for row in whole_rows(made, is_head)] == [_HEAD, *whole]


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        pytest.param("番号と顔とで 人ごとに確かめ", "共用の番号は作らない。", True, id="mid-sentence, a full line"),
        pytest.param("番号と顔とで 人ごとに見る。", "用の番号は作らない。", False, id="the sentence has ended"),
        pytest.param("①利用者ごとに認証する。 ②研修する。", "③点検する。", True, id="the next item"),
        pytest.param("①利用者ごとに認証する。", "④点検する。", False, id="an item too far"),
        pytest.param("10人未満", "4.通信を分ける。", False, id="an item without a list"),
        pytest.param("・利用者ごとに認証する。", "・点検する。", True, id="the same bullet"),
        pytest.param("[ ○ ]自己点検 [ ]内部監査 [ ]外部監査", "を表示しない。", False, id="boxes are no full lines"),
    ],
)
def test_text_at_the_head_of_a_page_goes_on_only_where_it_can(above: str, below: str, goes_on: bool) -> None:
    rows = [RawRow(_HEAD, 1), RawRow(["R5.4.1", "I-1", "旧", above, "事後", ""], 1),
            RawRow(_HEAD, 2), RawRow(["", "", "", below, "", ""], 2)]  # fmt: skip
    kept, issues = mend_changes(rows)
    assert (kept[-1].cells[3] == f"{above}\n{below}") is goes_on
    assert bool(issues) is not goes_on
