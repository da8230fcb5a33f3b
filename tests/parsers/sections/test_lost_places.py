"""Places that were lost in a part that is printed several times without a number."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.parsers.align.answers import read_answers
from hyokasho.parsers.forms.load import load_form
from hyokasho.parsers.model import UNKNOWN_MARK, Cell, Line, Row, Sheet
from hyokasho.parsers.sections.fields import choices, fields
from hyokasho.parsers.sections.lost_places import with_lost_places
from tests.factories import found, sheet

SUFFICIENT = "<選択肢> 1) 特に力を入れている 2) 十分である 3) 課題が残されている"
ITEMS = {"リスクに対する措置の内容": "甲", "リスクへの対策は十分か": f"[ 十分である ] {SUFFICIENT}"}


def part(number: int, items: dict[str, str]) -> list[list[str]]:
    return [
        ["Ⅲ リスク対策"],
        ["１．特定個人情報ファイル名"],
        [f"台帳{number}ファイル"],
        ["２．特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）"],
        ["リスク：　目的外の入手が行われるリスク"],
        *([label, answer.replace("甲", f"措置{number}")] for label, answer in items.items()),
        [
            "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）におけるその他のリスク及びそのリスクに対する措置"
        ],
        [f"点検{number}"],
    ]


def dumped(*rows: list[str], table: int | None) -> Sheet:
    """The rows as a dump has them: without pages and without empty cells."""
    return Sheet(tuple(Row(tuple(Cell((Line(text),)) for text in row if text), None, table) for row in rows))


def values(first: dict[str, str], source: str = "page") -> dict[str, list[Any]]:
    rows = [*part(1, first), *part(2, ITEMS)]
    made = sheet(*rows) if source == "page" else dumped(*rows, table=1 if source == "table" else None)
    labels = found("juten", made)
    answers = with_lost_places(read_answers(labels, made)[0], labels, load_form("juten"))
    rows = [*fields(answers, "juten"), *({**row, "item": f"choice {row['item']}"} for row in choices(answers, "juten"))]
    return {item: [row["value"] for row in rows if row["item"].endswith(item)] for item in ITEMS}


def test_a_lost_label_leaves_its_place_to_no_later_part() -> None:
    read = values({"リスクへの対策は十分か": ITEMS["リスクへの対策は十分か"]})
    assert read["リスクに対する措置の内容"] == [None, "措置2"]


def test_a_lost_choice_is_a_row_in_both_tables() -> None:
    read = values({"リスクに対する措置の内容": "甲"})
    assert read["リスクへの対策は十分か"] == [None, "十分である", None, "十分である"]


@pytest.mark.parametrize(
    ("source", "given"), [("page", ["措置2"]), ("table", ["措置2"]), ("loose lines", [None, "措置2"])]
)
def test_only_an_empty_cell_that_is_seen_is_blank(source: str, given: list[str | None]) -> None:
    read = values({**ITEMS, "リスクに対する措置の内容": ""}, source)
    assert read["リスクに対する措置の内容"] == given


def test_what_a_dump_says_is_not_known_keeps_its_place() -> None:
    read = values({**ITEMS, "リスクに対する措置の内容": UNKNOWN_MARK}, "table")
    assert read["リスクに対する措置の内容"] == [None, "措置2"]
