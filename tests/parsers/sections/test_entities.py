"""Rows per file, system, 委託事項 and 提供先 / 移転先."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.model import Cell
from hyokasho.parsers.sections import entities
from hyokasho.parsers.sections.fields import checkboxes, choices, fields
from hyokasho.parsers.sections.name_lists import strip_number
from tests.factories import answers, cell, line, row, sheet


def read(form: str, *rows: list[str]) -> list[Answer]:
    return answers(form, sheet(*rows))[0]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("①住民票", "住民票"),
        ("(1) 住民票", "住民票"),
        ("1．住民票", "住民票"),
        ("・住民票", "住民票"),
        ("■住民票", "住民票"),
        ("住民票1", "住民票1"),
        ("住民票", "住民票"),
    ],
)
def test_a_name_is_given_without_its_number(printed: str, name: str) -> None:
    assert strip_number(printed) == name


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (cell("甲システム", "乙システム", x=100, width=400), ["甲システム", "乙システム"]),
        (cell("①甲システム", "②乙システム", x=100, width=400), ["甲システム", "乙システム"]),
        (cell(line("甲システム\u3000乙システム", 100), x=100, width=400), ["甲システム", "乙システム"]),
        (cell(line("甲システム（旧\u3000新）", 100), x=100, width=400), ["甲システム(旧 新)"]),
        (cell(line("甲シス", 100, wrapped=True), line("テム", 100, 112, wrapped=False), x=100), ["甲システム"]),
        (cell("", x=100), []),
    ],
)
def test_systems_listed_in_one_cell_are_a_row_each(content: Cell, names: list[str]) -> None:
    made = answers("kiso", sheet(["Ⅰ 関連情報"], row(cell("③システムの名称", y=100), content, y=100)))[0]
    assert [(r["system_no"], r["name"]) for r in entities.systems(made)] == list(enumerate(names, 1))


def test_systems_with_blocks_of_their_own() -> None:
    made = read("zen", ["Ⅰ 基本情報"], ["システム1"], ["①システムの名称", "甲"], ["②システムの機能", "乙"],
                ["③他のシステムとの接続", "[○]税務システム [ ]その他 （ ）"], ["システム2"], ["①システムの名称", "丙"],
                ["システム3"], ["①システムの名称", ""])  # fmt: skip
    rows = list(entities.systems(made))
    assert [(r["system_no"], r["name"], r["functions"], r["connections"]) for r in rows] == [
        (1, "甲", "乙", ["税務システム"]),
        (2, "丙", None, None),
    ]


def test_the_file_names_of_the_short_form_are_counted() -> None:
    made = read("kiso", ["Ⅰ 関連情報"], ["２．特定個人情報ファイル名"], ["①住民票ファイル"], ["３．個人番号の利用"])
    assert [(r["file_no"], r["name"]) for r in entities.files(made)] == [(1, "住民票ファイル")]


SECTIONS = [["Ⅱ 特定個人情報ファイルの概要"], ["４．特定個人情報ファイルの取扱いの委託"]]


def test_outsourced_matters() -> None:
    made = read("zen", *SECTIONS, ["委託事項1", "保守"], ["①委託内容", "甲"], ["⑥委託先名", "社"],
                ["委託事項2", "印刷"], ["⑥委託先名", "店"], ["委託事項3", ""], ["①委託内容", ""])  # fmt: skip
    assert [(r["file_no"], r["no"], r["title"], r["content"], r["contractor"]) for r in entities.outsourcing(made)] == [
        (1, 1, "保守", "甲", "社"),
        (1, 2, "印刷", None, "店"),
    ]


def test_recipients_of_both_kinds() -> None:
    made = read(
        "zen",
        SECTIONS[0],
        ["５．特定個人情報の提供・移転（委託に伴うものを除く。）"],
        ["提供先1", "年金機構"],
        ["①法令上の根拠", "甲"],
        ["②提供先における用途", "乙"],
        ["移転先1", "税務課"],
        ["①法令上の根拠", "丙"],
        ["②移転先における用途", "丁"],
    )
    rows = list(entities.recipients(made))
    assert [(r["no"], r["name"], r["legal_basis"], r["purpose"]) for r in rows] == [
        (1, "年金機構", "甲", "乙"), (1, "税務課", "丙", "丁"),
    ]  # fmt: skip
    assert [r["kind"] for r in rows] == ["提供先", "移転先"]


def test_long_tables_have_a_row_per_answer_choice_and_box() -> None:
    made = read("zen", *SECTIONS, ["委託の有無", "[ 委託する ] 1） 委託する 2） 委託しない"], ["委託事項1", "保守"],
                ["④委託先への特定個人情報ファイルの提供方法", "[○]専用線 [ ]紙"])  # fmt: skip
    assert [(r["item"], r["value"]) for r in fields(made, "zen")] == [("委託の有無", "委託する"), ("委託事項1", "保守")]
    assert [(r["value"], r["option_no"], r["options"]) for r in choices(made, "zen")] == [
        ("委託する", 1, ["委託する", "委託しない"])
    ]
    assert [(r["entity"], r["option"], r["checked"]) for r in checkboxes(made, "zen")] == [
        ("委託事項1", "専用線", True), ("委託事項1", "紙", False),
    ]  # fmt: skip


def _names_by_ocr(*texts: tuple[str, float]) -> Cell:
    """A cell of names, each a line that OCR read with this mean certainty of its characters."""
    printed = cell(*(text for text, _ in texts), x=100, width=400)
    lines = tuple(
        replace(one, words=tuple(replace(w, origin="ocr", confidence=0.95, sure=sure) for w in one.words))
        for one, (_, sure) in zip(printed.lines, texts, strict=True)
    )
    return replace(printed, lines=lines)


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ([("収納管理システム", 0.97), ("滞納管理システム", 0.97)], [1, 1]),
        ([("収納管理システム", 0.97), ("滞納管埋システム", 0.8), ("文書管理システム", 0.97)], [1, 0, 1]),
        ([("収納管埋システム", 0.8), ("滞納管埋システム", 0.8)], []),
    ],
)
def test_of_a_list_only_the_names_that_ocr_misread_are_not_known(
    texts: list[tuple[str, float]], names: list[int]
) -> None:
    seen = _names_by_ocr(*texts)
    made, issues = answers("kiso", sheet(["Ⅰ 関連情報"], row(cell("③システムの名称", y=100), seen, y=100)))
    found = [one.value for one in made if one.fills == "systems.name"]
    assert found == [None] and "text-not-readable" in [issue.code for issue in issues]  # (the text as a whole)
    wanted = [(k, text if known else None) for k, ((text, _), known) in enumerate(zip(texts, names, strict=False), 1)]
    assert [(r["system_no"], r["name"]) for r in entities.systems(made)] == wanted


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(["収納管理システム-", "帳票出力サーバー"], id="a dash behind a name"),
        pytest.param(["収納管理システム", "－", "帳票出力サーバー"], id="a dash among names"),
        pytest.param(["収納管理システム", "の帳票出力サーバー"], id="a circled number"),
        pytest.param(["(1).収納管理システム", "(2)帳票出力サーバー"], id="a speck behind a number"),
        pytest.param(["収納管理システム", "帳票出力サーバー", "."], id="a speck alone"),
    ],
)
def test_what_ocr_made_of_specks_and_numbers_is_none_of_a_name(read: list[str]) -> None:
    seen = _names_by_ocr(*((text, 0.999) for text in read))
    made, _ = answers("kiso", sheet(["Ⅰ 関連情報"], row(cell("③システムの名称", y=100), seen, y=100)))
    assert [r["name"] for r in entities.systems(made)] == ["収納管理システム", "帳票出力サーバー"]
