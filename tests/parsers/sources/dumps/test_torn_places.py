"""Places of changes of which the tool has set a piece right of their border."""

from __future__ import annotations

import pytest

from hyokasho.parsers.model import Cell, Line, Row
from hyokasho.parsers.sources.dumps.layout.torn_places import is_torn_place, with_whole_place


def cell(text: str) -> Cell:
    return Cell(tuple(map(Line, text.split("\n"))) if text else ())


def row(item: str, before: str) -> Row:
    return Row((cell("令和6年4月1日"), cell(item), cell(before), cell("新"), cell("事後"), cell("")), None, 1)


@pytest.mark.parametrize(
    ("item", "before", "whole", "rest"),
    [
        pytest.param(
            "Ⅱ ５．提供先１\nの根拠",
            "①法令上 データを\n保存する。",
            "Ⅱ ５．提供先１\n①法令上\nの根拠",
            "データを\n保存する。",
            id="in front of a text",
        ),
        pytest.param(
            "Ⅰ ３．個人番号\n令上の根拠",
            "法\n番号法",
            "Ⅰ ３．個人番号\n法\n令上の根拠",
            "番号法",
            id="on a line of its own",
        ),
        pytest.param(
            "Ⅰ １．②法　福祉課\n令上の根拠", "", "Ⅰ １．②法\n令上の根拠", "福祉課", id="the text in the place"
        ),
    ],
)
def test_the_beginning_of_a_label_goes_back_to_its_place(item: str, before: str, whole: str, rest: str) -> None:
    found = with_whole_place(row(item, before))
    assert [cell.text for cell in found.cells[1:3]] == [whole, rest]
    assert not is_torn_place(found.cells[1])


@pytest.mark.parametrize(
    "item",
    [
        pytest.param("Ⅱ ５．提供先１\n①法令上の根拠", id="a label on its line"),
        pytest.param("Ⅱ ５．提供先１ ①法令上\nの根拠", id="a label over two lines"),
        pytest.param("Ⅲ リスク対策 １\n０．その他のリスク\n対策", id="the title of a section"),
        pytest.param("Ⅱ ２．対象の\n範囲", id="words of somebody's own"),
        pytest.param("Ⅴ １\n方法", id="a label that others end in"),
    ],
)
def test_a_whole_place_stays(item: str) -> None:
    made = row(item, "①法令上 データ")
    assert with_whole_place(made) is made and not is_torn_place(made.cells[1])


def test_a_beginning_that_is_not_found_stays_lost() -> None:
    made = row("Ⅱ ５．提供先１\nの根拠", "データを保存する。")
    assert with_whole_place(made) is made and is_torn_place(made.cells[1])
