"""A row per risk, with its answer and measures."""

from __future__ import annotations

from typing import Any

from hyokasho.parsers.align.answers import read_answers
from hyokasho.parsers.sections.risks import risks
from tests.factories import found, sheet

SUFFICIENT = "<選択肢> 1) 特に力を入れている 2) 十分である 3) 課題が残されている"


def read(form: str, *rows: list[str]) -> list[dict[str, Any]]:
    made = sheet(*rows)
    labels = found(form, made)
    columns = ("section", "entity", "risk", "answer", "option_no", "measures")
    return [{c: row[c] for c in columns} for row in risks(read_answers(labels, made)[0], labels)]


def test_risks_of_the_full_form() -> None:
    rows = read(
        "zen",
        ["Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策"],
        ["３．特定個人情報の使用"],
        ["リスク２：　権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスク"],
        ["ユーザ認証の管理", "[ 行っている ] <選択肢> 1) 行っている 2) 行っていない"],
        ["具体的な管理方法", "札で認証する。"],
        ["その他の措置の内容", "－"],
        ["リスクへの対策は十分か", f"[ 十分である ] {SUFFICIENT}"],
        ["リスク３：　従業者が事務外で使用するリスク"],
        ["リスクに対する措置の内容", ""],
        ["リスクへの対策は十分か", f"[  ] {SUFFICIENT}"],
        ["特定個人情報の使用におけるその他のリスク及びそのリスクに対する措置"],
        ["甲"],
        ["４．特定個人情報ファイルの取扱いの委託 [ ] 委託しない"],
        ["情報保護管理体制の確認", "契約で定める。"],
        ["再委託先による特定個人情報ファイルの適切な取扱いの確保", "[ ] <選択肢> 1) 十分に行っている"],
        ["具体的な方法", ""],
        ["その他の措置の内容", ""],
        ["リスクへの対策は十分か", f"[ 特に力を入れている ] {SUFFICIENT}"],
    )
    assert [(r["section"], r["entity"], r["answer"], r["option_no"], r["measures"]) for r in rows] == [
        ("III-3", "リスク2", "十分である", 2, "具体的な管理方法: 札で認証する。\nその他の措置の内容: －"),
        ("III-3", "リスク3", None, None, None),
        ("III-4", None, "特に力を入れている", 1, "情報保護管理体制の確認: 契約で定める。"),
    ]
    assert rows[0]["risk"] == "権限のない者(元職員、アクセス権限のない職員等)によって不正に使用されるリスク"
    assert rows[1]["risk"] == "従業者が事務外で使用するリスク"
    assert rows[2]["risk"].split("\n")[-1] == "再委託に関するリスク"


def test_the_words_of_the_form_stand_for_a_heading_that_is_lost() -> None:
    rows = read(
        "juten",
        ["Ⅲ リスク対策"],
        ["２．特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）"],
        ["リスクに対する措置の内容", "甲"],
        ["リスクへの対策は十分か", f"[ 十分である ] {SUFFICIENT}"],
    )
    assert [(r["risk"], r["measures"]) for r in rows] == [
        ("目的外の入手が行われるリスク", "リスクに対する措置の内容: 甲")
    ]


def test_each_answer_of_the_short_form_is_a_risk_but_not_the_repeated_one() -> None:
    rows = read(
        "kiso",
        ["Ⅳ リスク対策"],
        ["３．特定個人情報の使用"],
        ["目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスクへの対策は十分か",
         f"[十分である]{SUFFICIENT}"],
        ["権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスクへの対策は十分か",
         f"[ ]{SUFFICIENT}"],
        ["11．最も優先度が高いと考えられる対策"],
        ["当該対策は十分か【再掲】", f"[十分である]{SUFFICIENT}"],
    )  # fmt: skip
    assert rows == [
        {
            "section": "IV-3", "entity": None, "option_no": 2, "answer": "十分である", "measures": None,
            "risk": "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク",
        },
        {
            "section": "IV-3", "entity": None, "option_no": None, "answer": None, "measures": None,
            "risk": "権限のない者(元職員、アクセス権限のない職員等)によって不正に使用されるリスク",
        },
    ]  # fmt: skip
