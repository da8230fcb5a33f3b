"""The rules of the form: what breaks each, what keeps it, and what a broken one does to the rows concerned."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.parsers.forms.rules import rules
from hyokasho.parsers.issues import issue_codes
from hyokasho.parsers.sections.consistency import CHECKS, broken_rules, doubt
from hyokasho.parsers.sections.order import out_of_order

Row = dict[str, Any]
TABLES = (
    "documents", "files", "checkboxes", "choices", "record_items", "changes", "outsourcing", "recipients", "fields",
)  # fmt: skip


def made(**tables: list[Row]) -> dict[str, list[Row]]:
    """Tables of which each row has all that a row has; name only what matters."""
    full: dict[str, list[Row]] = {}
    for table in TABLES:
        empty = {"file_no": None, "section": None, "entity": None, "item": None, "page": 1, "bbox": None, "raw": None}
        full[table] = [
            {**empty, "confidence": 1.0, "row_id": f"{table}{k}", **row} for k, row in enumerate(tables.get(table, []))
        ]
    return full


def answer(item_id: str, value: str | None, **more: Any) -> Row:
    return {"item_id": item_id, "value": value, "option_no": 1, "evidence": [], **more}


def box(item_id: str, option: str, checked: bool | None, detail: str | None = None, **more: Any) -> Row:
    return {"item_id": item_id, "option": option, "checked": checked, "detail": detail, "evidence": [], **more}


def provided(*checked: bool | None, counts: tuple[str | None, str | None] = (None, None)) -> list[Row]:
    options = ("提供を行っている", "移転を行っている", "行っていない")
    details = (*counts, None)
    return [box("zen.II-5.1", o, c, d, file_no=1) for o, c, d in zip(options, checked, details, strict=True)]


def numbered(count: int, file_no: int = 1, **more: Any) -> list[Row]:
    return [{"file_no": file_no, "no": k, **more} for k in range(1, count + 1)]


def agreeing(first: tuple[str, str], second: tuple[str, str]) -> dict[str, list[Row]]:
    return {"fields": [answer(*first), answer(*second)]}


def ranged(value: str, items: int, files: int = 1) -> dict[str, list[Row]]:
    return {
        "files": [{"file_no": k, "name": f"甲{k}ファイル"} for k in range(1, files + 1)],
        "choices": [answer("zen.II-2.5", value, file_no=1)],
        "record_items": [{"file_name": "甲1ファイル" if files > 1 else None, "name": "x"}] * items,
    }


def dates(**days: str | None) -> dict[str, list[Row]]:
    names = ("published_on", "approved_on", "evaluated_on")
    return {"documents": [{name: dt.date.fromisoformat(d) if (d := days.get(name)) else None for name in names}]}


def changed(*days: str) -> dict[str, list[Row]]:
    return {"changes": [{"changed_on": dt.date.fromisoformat(day)} for day in days]}


def subcontract(value: str, matter: str | None) -> dict[str, list[Row]]:
    at = {"file_no": 1, "section": "II-4", "entity": "委託事項1"}
    fields = [answer("zen.II-4.o12", matter, **at)] if matter is not None else []
    return {"choices": [answer("zen.II-4.o10", value, **at)], "fields": fields}


COUNTED = [answer("zen.II-4.1.count", "2", file_no=1)]
MANY = ["2020-04-01"] * 5 + ["2021-04-01"] * 5 + ["2022-04-01"] * 5


@pytest.mark.parametrize(
    ("code", "tables"),
    [
        ("outsourcing-count", {"fields": COUNTED, "outsourcing": numbered(1)}),
        ("outsourcing-count", {"fields": COUNTED, "outsourcing": numbered(3)}),
        ("outsourcing-count", {"fields": COUNTED, "outsourcing": numbered(2, file_no=2)}),
        ("providing-count", {"checkboxes": provided(True, False, False, counts=("１", None)),
                             "recipients": numbered(2, kind="提供先")}),
        ("transfer-count", {"checkboxes": provided(False, True, False, counts=(None, "1 件")),
                            "recipients": numbered(2, kind="移転先")}),
        ("none-and-others", {"checkboxes": provided(True, False, True)}),
        ("none-and-others", {"checkboxes": provided(True, None, True)}),
        ("none-and-others", {"checkboxes": provided(False, False, False)}),
        ("not-outsourced-but-outsourced", {"checkboxes": [box("zen.III-4.heading", "委託しない", True, file_no=1)],
                                           "choices": [answer("zen.II-4.1", "委託する", file_no=1)]}),
        ("threshold-against-people", agreeing(("zen.I-1.3", "1,000人未満"),
                                              ("zen.VI-1.2", "基礎項目評価及び全項目評価の実施が義務付けられる"))),
        ("threshold-against-people", agreeing(("kiso.II-1.1", "30万人以上"),
                                              ("kiso.III.1", "基礎項目評価の実施が義務付けられる"))),
        ("statement-kind-against-threshold", agreeing(
            ("kiso.III.1", "基礎項目評価及び重点項目評価の実施が義務付けられる"), ("kiso.IV-1.1", "基礎項目評価書"))),
        ("record-item-range", ranged("10項目以上50項目未満", 50)),
        ("record-item-range", ranged("10項目未満", 10)),
        ("record-item-range", ranged("100項目以上", 99)),
        ("record-item-range", ranged("100項目以上", 12, files=2)),
        ("dates-out-of-order", dates(published_on="2020-04-01", approved_on="2020-04-02")),
        ("dates-out-of-order", dates(published_on="2020-04-01", evaluated_on="2020-04-02")),
        ("date-before-the-law", dates(published_on="2004-04-01")),
        ("date-before-the-law", changed("2013-05-30")),
        ("changes-out-of-order", changed(*MANY[:12], "2012-04-01".replace("2012", "2019"), *MANY[12:])),
        ("subcontract-matter-without-subcontract", subcontract("再委託しない", "データの入力")),
        ("annex-of-record-items-missing", {"fields": [answer("zen.II-2.8", "別添２を参照。", file_no=1)]}),
    ],
)  # fmt: skip
def test_what_breaks_a_rule(code: str, tables: dict[str, list[Row]]) -> None:
    broken = broken_rules(made(**tables))
    assert [one.rule.code for one in broken] == [code]
    assert broken[0].concerns
    issue = broken[0].issue()
    assert issue.code == code and " / " in issue.message and "{" not in issue.message


@pytest.mark.parametrize(
    "tables",
    [
        {"fields": COUNTED, "outsourcing": numbered(2)},
        {"fields": [answer("zen.II-4.1.count", "数", file_no=1)], "outsourcing": numbered(3)},
        {"fields": [answer("zen.II-4.1.count", "0", file_no=1)]},
        {"checkboxes": provided(True, True, False, counts=("3", "1")),
         "recipients": [*numbered(3, kind="提供先"), *numbered(1, kind="移転先")]},
        {"checkboxes": provided(True, False, False, counts=("57", None)), "recipients": numbered(3, kind="提供先")},
        {"checkboxes": provided(False, False, True)},
        {"checkboxes": provided(None, False, False)},
        {"checkboxes": provided(None, None, None)},
        {"checkboxes": [box("zen.III-4.heading", "委託しない", True, file_no=1)],
         "choices": [answer("zen.II-4.1", "委託しない", file_no=1)]},
        {"checkboxes": [box("juten.III-4.heading", "委託しない", True)],
         "choices": [answer("juten.II-4.1", "委託する", file_no=1), answer("juten.II-4.1", "委託しない", file_no=2)]},
        agreeing(("zen.I-1.3", "30万人以上"), ("zen.VI-1.2", "基礎項目評価及び全項目評価の実施が義務付けられる")),
        agreeing(("zen.I-1.3", "1,000人未満"),
                 ("zen.VI-1.2", "特定個人情報保護評価の実施が義務付けられない(任意に全項目評価を実施)")),
        agreeing(("kiso.II-1.1", "1,000人未満(任意実施)"),
                 ("kiso.III.1", "特定個人情報保護評価の実施が義務付けられない")),
        agreeing(("kiso.II-1.1", "およそ5万人"), ("kiso.III.1", "基礎項目評価及び全項目評価の実施が義務付けられる")),
        agreeing(("kiso.III.1", "基礎項目評価の実施が義務付けられる"),
                 ("kiso.IV-1.1", "基礎項目評価書及び全項目評価書")),
        ranged("10項目以上50項目未満", 49), ranged("100項目以上", 100), ranged("10項目未満", 0), ranged("多数", 5),
        dates(published_on="2020-04-02", approved_on="2020-04-02", evaluated_on="2020-04-01"),
        dates(evaluated_on="2020-04-02"), dates(),
        changed(*MANY), changed(*reversed(MANY)), changed("2020-04-01", "2019-04-01", "2020-04-01", "2018-01-01"),
        subcontract("再委託しない", "－"), subcontract("再委託しない", "なし。"), subcontract("再委託しない", None),
        subcontract("再委託する", "データの入力"),
        {"fields": [answer("zen.II-2.8", "別添2を参照。", file_no=1)], "record_items": [{"file_name": None}]},
        {"fields": [answer("zen.II-2.8", "氏名、住所", file_no=1)]},
        {},
    ],
)  # fmt: skip
def test_what_keeps_the_rules(tables: dict[str, list[Row]]) -> None:
    assert [one.rule.code for one in broken_rules(made(**tables))] == []


def test_a_broken_rule_doubts_the_answer_wherever_it_stands_and_changes_no_value() -> None:
    at = {"file_no": 1, "section": "II-4", "entity": "委託事項1"}
    there = {"bbox": [1.0, 2.0, 3.0, 4.0], "raw": "データの入力"}
    tables = made(
        choices=[answer("zen.II-4.o10", "再委託しない", **at, bbox=[1.0, 1.0, 2.0, 2.0], raw="再委託しない")],
        fields=[
            answer("zen.II-4.o12", "データの入力", **at, **there),
            answer("zen.II-4.o10", "再委託しない", **at, bbox=[1.0, 1.0, 2.0, 2.0], raw="再委託しない"),
            answer("zen.II-4.o1", "印刷", **at, bbox=[1.0, 0.0, 2.0, 1.0], raw="印刷"),
        ],
    )
    cell = {"table": "outsourcing", "row_id": "1/委託事項1", "page": 1, "confidence": 1.0, "evidence": ["label=exact"]}
    tables["places"] = [
        {**cell, "column": "subcontract_matter", **there},
        {**cell, "column": "content", "bbox": [1.0, 0.0, 2.0, 1.0], "raw": "印刷"},
    ]
    before = [row["value"] for row in tables["fields"]]
    broken = broken_rules(tables)
    doubt(broken, tables)
    weight = broken[0].rule.doubts["given"]
    assert [row["confidence"] for row in tables["fields"]] == [weight, weight, 1.0]
    assert tables["choices"][0]["confidence"] == weight
    assert [p["confidence"] for p in tables["places"]] == [weight, 1.0]
    said = f"rule=subcontract-matter-without-subcontract {weight:.2f}"
    assert tables["places"][0]["evidence"] == ["label=exact", said]
    assert tables["fields"][0]["evidence"] == [said]
    assert [row["value"] for row in tables["fields"]] == before


def test_rows_of_a_table_are_doubted_by_a_weight_of_their_own() -> None:
    tables = made(fields=COUNTED, outsourcing=numbered(3))
    tables["places"] = [
        {"table": "outsourcing", "row_id": "outsourcing1", "column": "title", "page": 1, "bbox": None, "raw": "x",
         "confidence": 0.5, "evidence": []}
    ]  # fmt: skip
    broken = broken_rules(tables)
    doubt(broken, tables)
    weights = broken[0].rule.doubts
    assert tables["fields"][0]["confidence"] == weights["given"]
    assert {row["confidence"] for row in tables["outsourcing"]} == {weights["rows"]}
    assert tables["places"][0]["confidence"] == round(0.5 * weights["rows"], 4)


def test_a_column_alone_is_doubted_where_the_rule_names_one() -> None:
    tables = made(**dates(published_on="2004-04-01"))
    cell = {"table": "documents", "row_id": "documents0", "page": 1, "bbox": None, "raw": "x", "confidence": 1.0}
    tables["places"] = [{**cell, "column": name, "evidence": []} for name in ("published_on", "title")]
    doubt(broken_rules(tables), tables)
    assert tables["documents"][0]["confidence"] < 1.0
    assert tables["places"][0]["confidence"] < 1.0 == tables["places"][1]["confidence"]


@pytest.mark.parametrize(
    ("days", "against"),
    [
        ("1 2 3 4 5 6 7 8 9 10", []),
        ("1 2 3 4 5 6 7 8 9 3 10", [9]),
        ("10 9 8 7 6 5 4 3 2 9 1", [9]),
        ("5 1 4 2 3", []),
        ("1", []),
        ("", []),
    ],
)
def test_what_stands_against_an_order(days: str, against: list[int]) -> None:
    assert out_of_order([dt.date(2020, 1, int(day)) for day in days.split()]) == against


def test_the_rules_name_what_there_is() -> None:
    ids: set[str] = set()
    for name in FORM_FILES:
        form = load_form(name)
        ids |= {f"{name}.{item.id}" for item in form.items()}
        ids |= {f"{name}.{item.id}.count" for item in form.items() if item.count_item}
        ids |= {f"{name}.{section.id}.heading" for section in form.sections if section.heading_boxes}
    for rule in rules():
        named = [one for key in ("items", "first", "second", "blank") for one in rule.given.get(key, [])]
        named += rule.given.get("boxes", {}).get("items", [])
        assert set(named) <= ids, rule.code
        assert rule.check in CHECKS and rule.source and rule.do.endswith(".")
        assert set(rule.doubts) <= {"given", "rows"} and all(0.0 < w < 1.0 for w in rule.doubts.values())
        assert issue_codes()[rule.code].severity == rule.severity
    assert {rule.check for rule in rules()} == set(CHECKS)
    assert len({rule.code for rule in rules()}) == len(rules())
