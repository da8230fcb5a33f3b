"""Tables that join, made of the finished rows of the others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hyokasho.parsers.sections import law, names
from hyokasho.parsers.sections.change_columns import add_change_columns
from hyokasho.parsers.sections.rows import CELLS

Row = dict[str, Any]


def rows(**tables: list[Row]) -> dict[str, list[Row]]:
    document = {"row_id": "文書", "agency": None, "title": None, "published_on": None, "form_edition": None}
    tables_made = ("systems", "record_items", "fields", "recipients", "changes", "citations")
    found: dict[str, list[Row]] = {name: [] for name in tables_made}
    given = {**found, **tables}
    given["documents"] = [{**document, **(tables.get("documents") or [{}])[0]}]
    return given


def field(item: str, value: str, entity: str | None = None) -> Row:
    return {"row_id": item, "item": item, "value": value, "entity": entity}


def system(number: int, name: str | None, **more: Any) -> Row:
    blank = {"connections": None, "connection_other": None}
    return {"row_id": f"システム{number}", "system_no": number, "name": name, **blank, **more}


def test_the_statement_decides_between_bodies_of_one_name() -> None:
    agency = [{"agency": "府中市長"}]
    (one,), issues = names.agencies(rows(documents=agency))
    assert (one["body"], one["code"], one["prefecture"], issues[0].code) == ("府中市", None, None, "name-ambiguous")
    address = field("請求先", "東京都府中市宮西町 総務課")
    (one,), issues = names.agencies(rows(documents=agency, fields=[address]))
    assert (one["code"], one["prefecture"], issues) == ("132063", "東京都", [])
    code = field("特記事項", "全国地方公共団体コード:342084")
    assert names.agencies(rows(documents=agency, fields=[code]))[0][0]["code"] == "342084"


@pytest.mark.parametrize("agency", ["あ" * 300, "〓〓", "City of Yokohama", "所沢市長、その他"])
def test_a_bad_name_is_null_with_an_issue(agency: str) -> None:
    (one,), issues = names.agencies(rows(documents=[{"agency": agency}]))
    assert (one["name"], one["body"], one["code"], one["score"]) == (agency, None, None, 0.0)
    assert [issue.code for issue in issues] == ["name-not-known"]


def test_kinds_and_what_is_not_known_of_them() -> None:
    given = rows(
        documents=[{"title": "国民健康保険に関する事務 全項目評価書"}],
        systems=[system(1, "既存住民基本台帳システム"), system(2, "帳票出力サーバー"), system(3, None)],
        record_items=[{"name": "氏名(カナ)"}, {"name": "謎の項目"}],
    )
    issues = names.add_kinds(given)
    assert [row["system_kind"] for row in given["systems"]] == ["住民基本台帳", None, None]
    assert given["documents"][0]["work_kind"] == "国民健康保険"
    assert [row["canonical"] for row in given["record_items"]] == ["氏名カナ", None]
    assert [(issue.code, issue.message) for issue in issues] == [("kind-not-known", "systems.name: 帳票出力サーバー")]


def test_the_work_is_told_by_its_name_where_the_title_does_not() -> None:
    given = rows(documents=[{"title": "全項目評価書"}], fields=[field("事務の名称", "介護保険に関する事務")])
    names.add_kinds(given)
    assert given["documents"][0]["work_kind"] == "介護保険"


@pytest.mark.parametrize(
    ("basis", "kind"),
    [("番号法第9条第1項 別表の44の項", "国民健康保険"), ("番号法第9条第1項 別表第一の30の項", "国民健康保険"),
     ("番号法第9条第1項、生活保護法第19条", "生活保護"), ("番号法第9条第1項 別表の44、85の項", None),
     ("番号法第9条", None)],
)  # fmt: skip
def test_the_work_is_told_by_its_law_where_no_name_does(basis: str, kind: str | None) -> None:
    given = rows(documents=[{"title": "全項目評価書"}], fields=[field("法令上の根拠", basis)])
    given["citations"] = law.citation_rows(given)[0]
    names.add_kinds(given)
    assert given["documents"][0]["work_kind"] == kind


def test_connections_are_edges() -> None:
    given = rows(systems=[
        system(1, "税務システム", connections=["庁内連携システム", "その他"],
               connection_other="中間サーバー、申請管理システム（標準、共通機能）等"),
        system(2, "中間サーバー", connections=["その他"]),
    ])  # fmt: skip
    names.add_kinds(given)
    made = names.connections(given["systems"])
    assert [(row["system_no"], row["to"], row["to_kind"], row["to_system_no"]) for row in made] == [
        (1, "庁内連携システム", "庁内連携", None),
        (1, "中間サーバー", "中間サーバー", 2),
        (1, "申請管理システム（標準、共通機能）", "申請管理", None),
        (2, "その他", None, None),
    ]


def test_citations_of_the_present_and_of_the_past() -> None:
    change = {"row_id": "#1", "item": "法令上の根拠", "changed_on": dt.date(2021, 9, 1),
              "before": "番号法第19条第7号 別表第二の27の項", "after": "番号法第19条第8号"}  # fmt: skip
    given = rows(
        documents=[{"form_edition": "令和6年10月"}],
        recipients=[{"row_id": "1/提供先1", "legal_basis": "番号法第19条第8号に基づく主務省令第2条の表48の項"}],
        fields=[field("法令上の根拠", "番号法第19条第8号", "提供先1"), field("事務の内容", "番号法に基づき賦課する。")],
        changes=[change],
    )
    made, issues = law.citation_rows(given)
    assert issues == []
    assert [(r["table"], r["column"], r["law"], r["provision"], r["current_provision"]) for r in made] == [
        ("recipients", "legal_basis", "番号法", "19条 8号", "19条 8号"),
        ("recipients", "legal_basis", "番号法19条8号命令", "2条 表 48の項", "2条 表 48の項"),
        ("changes", "before", "番号法", "19条 7号 別表第二 27の項", "2条 表 48の項"),
        ("changes", "after", "番号法", "19条 8号", "19条 8号"),
    ]


def test_ditto_is_resolved_beside_the_printed_words() -> None:
    blank = {"explanation": None, "item_path": None}
    made = [
        {**blank, "item": "Ⅰ-7-①部署", "before": "税務課", "after": "市民税課", "item_path": "I-7//部署"},
        {**blank, "item": "同上", "before": "同上", "after": "資産税課"},
        {**blank, "item": "Ⅰ-1", "before": "窓口で受け付ける。", "after": "同左"},
    ]
    add_change_columns(made)
    assert (made[1]["item"], made[1]["resolved_item"], made[1]["item_path"]) == ("同上", "Ⅰ-7-①部署", "I-7//部署")
    assert (made[1]["resolved_before"], made[1]["change_kind"]) == ("税務課", "person-or-office")
    assert (made[2]["resolved_after"], made[2]["change_kind"]) == ("窓口で受け付ける。", "unchanged")
    assert made[0]["difference"] == ["-税務", "+市民税"]


def test_a_first_row_of_ditto_stands_for_nothing() -> None:
    made = [{"item": "同上", "before": "同上", "after": "新", "explanation": None, "item_path": None}]
    add_change_columns(made)
    assert (made[0]["resolved_before"], made[0]["change_kind"], made[0]["difference"]) == (None, None, None)


def test_a_change_from_a_text_that_could_not_be_read_is_of_no_kind() -> None:
    cells = {"before": [{"raw": "施疑した区画"}], "after": [{"raw": "区画"}]}
    blank = {"item": "Ⅰ-1", "explanation": None, "item_path": None}
    made = [
        {**blank, "before": None, "after": "区画", CELLS: cells},
        {**blank, "before": None, "after": "区画", CELLS: {"before": [{"raw": None}]}},
    ]
    add_change_columns(made)
    assert [(row["change_kind"], row["difference"]) for row in made] == [(None, None), ("added", ["+区画"])]
