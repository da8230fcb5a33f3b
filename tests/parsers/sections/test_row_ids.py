"""Every row has a name of its own, and every item the id of the form data."""

from __future__ import annotations

from typing import Any

import pytest

from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.parsers.sections.fields import checkboxes, choices, fields
from hyokasho.parsers.sections.row_ids import with_row_ids
from tests.factories import answers, sheet


def named(table: str, *rows: dict[str, Any]) -> list[str]:
    return [row["row_id"] for row in with_row_ids(table, rows)]


@pytest.mark.parametrize(
    ("table", "row", "name"),
    [
        ("documents", {}, "文書"),
        ("files", {"file_no": 1}, "ファイル1"),
        ("systems", {"system_no": 2}, "システム2"),
        ("outsourcing", {"file_no": 1, "no": 2}, "1/委託事項2"),
        ("recipients", {"file_no": 1, "kind": "提供先", "no": 3}, "1/提供先3"),
        ("record_items", {"seq": 7}, "#7"),
        ("changes", {"seq": 12}, "#12"),
        ("risks", {"file_no": 1, "section": "III-3", "entity": "リスク2", "risk": "甲"}, "1/III-3/リスク2"),
        ("risks", {"file_no": None, "section": "IV-2", "entity": None, "risk": "甲"}, "IV-2"),
        (
            "checkboxes",
            {"file_no": 1, "section": "II-5", "entity": "提供先1", "under": None, "item": "提供方法", "option": "紙"},
            "1/II-5/提供先1/提供方法/紙",
        ),
        (
            "fields",
            {"file_no": None, "section": "III-3", "entity": "リスク2", "under": "認証", "item": "方法", "value": "甲"},
            "III-3/リスク2/認証/方法",
        ),
        (
            "checkboxes",
            {"file_no": None, "section": "V", "entity": None, "under": None, "item": "A/B", "option": "C"},
            "V/A／B/C",
        ),
    ],
)
def test_the_name_of_a_row(table: str, row: dict[str, Any], name: str) -> None:
    assert named(table, row) == [name]


def test_equal_names_are_counted_in_their_order() -> None:
    a, b = {"section": "IV-3", "item": "x"}, {"section": "IV-3", "item": "y"}
    assert named("choices", a, b, a, a) == ["IV-3/x", "IV-3/y", "IV-3/x~2", "IV-3/x~3"]
    forged = {"section": "IV-3", "item": "x~2"}
    assert len(set(named("choices", forged, a, a))) == 3


def test_tables_without_names_stay_as_they_are() -> None:
    assert with_row_ids("issues", [{"code": "x"}]) == [{"code": "x"}]


def test_ids_of_items_are_those_of_the_form_data() -> None:
    rows = [
        ["Ⅱ 特定個人情報ファイルの概要"],
        ["４．特定個人情報ファイルの取扱いの委託"],
        ["委託の有無", "[ 委託する ] ( 2 ) 件 <選択肢> 1） 委託する 2） 委託しない"],
        ["委託事項1", "保守"],
        ["④委託先への特定個人情報ファイルの提供方法", "[○]専用線 [ ]紙"],
        ["⑦再委託の有無", "[ 再委託しない ] <選択肢> 1) 再委託する 2) 再委託しない"],
        ["Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策"],
        ["４．特定個人情報ファイルの取扱いの委託 [ ] 委託しない"],
        ["Ⅴ 開示請求、問合せ"],
        ["１．特定個人情報の開示・訂正・利用停止請求"],
        ["③手数料等", "[ 有料 ] (手数料額、納付方法: 10円 ) <選択肢> 1) 有料 2) 無料"],
    ]
    made = answers("zen", sheet(*rows))[0]
    ids = [(row["item"], row["item_id"]) for row in fields(made, "zen")]
    assert ids == [
        ("委託の有無", "zen.II-4.1"),
        ("委託件数", "zen.II-4.1.count"),
        ("委託事項1", "zen.II-4.o"),
        ("再委託の有無", "zen.II-4.o10"),
        ("手数料等", "zen.V-1.4"),
        ("手数料額、納付方法", "zen.V-1.4.note"),
    ]
    assert [row["item_id"] for row in choices(made, "zen")] == ["zen.II-4.1", "zen.II-4.o10", "zen.V-1.4"]
    assert [row["item_id"] for row in checkboxes(made, "zen")] == ["zen.II-4.o7", "zen.II-4.o7", "zen.III-4.heading"]


@pytest.mark.parametrize("name", FORM_FILES)
def test_ids_are_unique_over_the_form(name: str) -> None:
    form = load_form(name)
    ids = [item.id for item in form.items()]
    ids += [f"{s.id}.heading" for s in form.sections if s.heading_boxes]
    ids += [block.title_id for s in form.sections for block in s.blocks if block.title_fills]
    ids += [f"{i.id}.count" for i in form.items() if i.count_item]
    ids += [f"{i.id}.note" for i in form.items() if i.parenthesis_item]
    assert len(set(ids)) == len(ids)
    assert not any(one.startswith("None") for one in ids)
