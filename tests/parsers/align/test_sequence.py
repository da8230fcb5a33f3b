"""Place and order tell labels apart that are printed many times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hyokasho.parsers.align.labels import label_index
from hyokasho.parsers.align.sequence import align
from hyokasho.parsers.model import Cell, Doubt, Line, Row
from tests.factories import cell, found, matches, row, sheet

HEAD = [["評価書番号", "評価書名"], ["12", "事務"]]


def sections(form: str, *rows: list[str]) -> list[tuple[str, str]]:
    return matches(form, sheet(*rows))


def test_repeated_labels_are_told_apart_by_their_place() -> None:
    made = sections(
        "zen",
        ["Ⅱ 特定個人情報ファイルの概要"],
        ["２．基本情報"],
        ["③対象となる本人の範囲", "市民"],
        ["その必要性", "甲"],
        ["④記録される項目", "乙"],
        ["その妥当性", "丙"],
        ["６．特定個人情報の保管・消去"],
        ["②保管期間", "期間", "丁"],
        ["その妥当性", "戊"],
    )
    assert [place for place, label in made if label == "その妥当性"] == ["II-2", "II-6"]


def test_a_label_of_a_dump_may_fill_five_lines() -> None:
    first = ["権限のない者（元職員、", "アクセス権限のない職員", "等）によって不正に使用さ"]
    label = [*first, "れるリスクへの対策は", "十分か"]
    lines = Cell(tuple(map(Line, label)))
    rows = [row for texts in (["Ⅳ リスク対策"], ["３．特定個人情報の使用"]) for row in sheet(texts).rows]
    made = replace(sheet(), rows=(*rows, Row((lines, Cell((Line("[ 十分である ]"),))), None, 1)))
    assert "".join(label).replace("（", "(").replace("）", ")") in [text for _, text in matches("kiso", made)]


def test_items_of_the_table_of_changes_in_a_dump_are_no_labels() -> None:
    heads = ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"]
    items = ["Ⅱ 特定個人情報ファイルの概要", "①委託内容", "Ⅱ 特定個人情報ファイルの概要", "③使用目的"]
    rows = [["(別添3) 変更箇所"], heads, *(["令和6年1月1日", item, "甲", "乙", "事後", "－"] for item in items)]
    made = sheet(["Ⅰ 基本情報"], ["７．評価実施機関における担当部署"], ["①部署", "住民課"], *rows)
    none = [replace(r, cells=tuple(replace(c, page=None, bbox=None) for c in r.cells)) for r in made.rows]
    labels = [label for _, label in matches("zen", replace(made, rows=tuple(none)))]
    assert not {*items} & {*labels}
    assert labels[-1] == "変更箇所"


RISK = "リスクへの対策は十分か"


def test_the_same_question_of_each_risk_is_that_risks_own() -> None:
    made = found(
        "zen",
        sheet(
            ["Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策"],
            ["３．特定個人情報の使用"],
            ["リスク３： 従業者が事務外で使用するリスク"],
            ["リスクに対する措置の内容", "研修"],
            [RISK, "[ 課題が残されている ]"],
            ["リスク４： 特定個人情報ファイルが不正に複製されるリスク"],
            ["リスクに対する措置の内容", "規程"],
            [RISK, "[ 特に力を入れている ]"],
            ["４．特定個人情報ファイルの取扱いの委託"],
            ["その他の措置の内容", "契約"],
            [RISK, "[ 十分である ]"],
        ),
    )
    assert [(f.section_code, f.entity, f.pieces[0].cell.text) for f in made if f.label == RISK] == [
        ("III-3", "リスク3", "[ 課題が残されている ]"),
        ("III-3", "リスク4", "[ 特に力を入れている ]"),
        ("III-4", None, "[ 十分である ]"),
    ]


def test_a_missing_label_does_not_shift_the_others() -> None:
    made = sections(
        "kiso",
        ["Ⅰ 関連情報"],
        ["①事務の名称", "甲"],
        ["③システムの名称", "乙"],
        ["５．評価実施機関における担当部署"],
        ["①部署", "課"],
        ["②所属長の役職名", "長"],
    )
    assert made[1:] == [
        ("I-1", "事務の名称"),
        ("I-1", "システムの名称"),
        ("I-5", "５．評価実施機関における担当部署"),
        ("I-5", "部署"),
        ("I-5", "所属長の役職名"),
    ]


def test_a_misread_label_is_found_with_doubt() -> None:
    rows = [["Ⅰ 関連情報"], ["１．特定個人情報ファイルを取り扱う事務"], ["①事務の名称", "甲"], ["②事務の概耍", "乙"]]
    made = found("kiso", sheet(*rows))
    assert made[-1].label == "事務の概要"
    assert made[-1].likeness < 1.0
    assert all(f.likeness == 1.0 for f in made[:-1])


@pytest.mark.parametrize(
    ("title", "by_ocr", "is_title"),
    [
        ("3.属人番号の利用", True, True),
        ("3.属人番号の利用", False, False),  # what a text layer says is printed so
        ("8.属人番号の利用", True, False),  # no form has this number before it
    ],
)
def test_a_misread_title_on_a_line_of_its_own_is_told_by_its_number(title: str, by_ocr: bool, is_title: bool) -> None:
    read = cell(title, width=500)
    words = tuple(replace(w, origin="ocr", doubts=(Doubt(2, "属", 0.6, "個"),)) for w in read.lines[0].words)
    worn = replace(read, lines=(replace(read.lines[0], words=words),))
    title_row = row(worn if by_ocr else read)
    rows = [["2.特定個人情報ファイル名"], ["台帳ファイル"], title_row, ["法令上の根拠", "番号法第9条"]]
    matched, _ = align(sheet(["Ⅰ 関連情報"], *rows), label_index("kiso"))
    assert (title in [match.text for match in matched]) == is_title


def test_sections_left_out_cost_no_later_one() -> None:
    made = sections(
        "kiso",
        ["Ⅰ 関連情報"],
        ["①事務の名称", "甲"],
        ["②事務の概要", "乙"],
        ["６．他の評価実施機関"],
        ["適用した理由", "丙"],
        ["９．監査"],
        ["最も優先度が高いと考えられる対策", "丁"],
    )
    assert [place for place, _ in made] == ["I", "I-1", "I-1", "I-6", "I-9", "IV-9", "IV-11"]


def entities(*rows: list[str]) -> list[tuple[str | None, str]]:
    return [(f.entity, f.label) for f in found("zen", sheet(["Ⅱ 特定個人情報ファイルの概要"], *rows))]


def test_blocks_are_repeated_as_often_as_printed() -> None:
    made = entities(
        ["４．特定個人情報ファイルの取扱いの委託"],
        ["委託事項1", "保守"], ["①委託内容", "甲"], ["⑥委託先名", "社"],
        ["委託事項2", "印刷"], ["①委託内容", "乙"], ["⑥委託先名", "店"],
        ["委託事項3", "入力"], ["①委託内容", "丙"],
    )  # fmt: skip
    assert [entity for entity, label in made if label == "委託内容"] == ["委託事項1", "委託事項2", "委託事項3"]
    assert [entity for entity, label in made if label == "委託先名"] == ["委託事項1", "委託事項2"]


def test_a_fold_band_between_blocks_is_no_block() -> None:
    made = entities(
        ["４．特定個人情報ファイルの取扱いの委託"],
        ["委託事項1", "保守"],
        ["委託事項2～5"],
        ["委託事項2", "印刷"],
        ["①委託内容", "乙"],
    )
    assert made[-1] == ("委託事項2", "委託内容")


def test_the_second_file_counts_as_two() -> None:
    file = [
        ["Ⅱ 特定個人情報ファイルの概要"],
        ["１．特定個人情報ファイル名"],
        ["甲"],
        ["２．基本情報"],
        ["③対象となる本人の範囲", "市民"],
        ["⑤保有開始日", "平成28年1月1日"],
    ]
    made = found("zen", sheet(*file, *file))
    assert [f.file_no for f in made if f.label == "対象となる本人の範囲"] == [1, 2]


@pytest.mark.parametrize("first", [["Ⅱ 特定個人情報ファイルの概要"], []])
def test_the_heading_of_a_part_printed_again_begins_no_other_file(first: list[str]) -> None:
    made = found(
        "zen",
        sheet(
            *([first] if first else []),
            ["１．特定個人情報ファイル名"],
            ["甲"],
            ["２．基本情報"],
            ["③対象となる本人の範囲", "市民"],
            ["その必要性", "公平のため"],
            ["Ⅱ 特定個人情報ファイルの概要"],
            ["⑤保有開始日", "平成28年1月1日"],
            ["⑥事務担当部署", "総務課"],
            ["Ⅱ 特定個人情報ファイルの概要"],
            ["１．特定個人情報ファイル名"],
            ["乙"],
            ["２．基本情報"],
            ["③対象となる本人の範囲", "町民"],
        ),
    )
    kept = ("対象となる本人の範囲", "保有開始日", "事務担当部署")
    assert [(f.label, f.file_no) for f in made if f.label in kept] == [
        ("対象となる本人の範囲", 1), ("保有開始日", 1), ("事務担当部署", 1), ("対象となる本人の範囲", 2),
    ]  # fmt: skip
    assert [f.pieces[0].cell.text for f in made if f.label == "その必要性"] == ["公平のため"]


def test_an_answer_that_reads_like_a_label_is_an_answer() -> None:
    label = {"shaded": True, "width": 100.0}
    rows = [("①事務の名称", "事務の概要"), ("②事務の概要", "本文"), ("③システムの名称", "部署")]
    heading = row(cell("１．特定個人情報ファイルを取り扱う事務", width=400, y=80, shaded=True), y=80)
    made = found("kiso", sheet(heading, *(
        row(cell(a, y=100 + 20 * k, **label), cell(b, x=100, y=100 + 20 * k, shaded=False), y=100 + 20 * k)  # type: ignore[arg-type]
        for k, (a, b) in enumerate(rows)
    )))  # fmt: skip
    assert [(f.label, f.pieces[0].cell.text) for f in made[1:]] == [
        ("事務の名称", "事務の概要"), ("事務の概要", "本文"), ("システムの名称", "部署"),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [[], [["住民"], ["基本", "台帳"]]])
def test_a_sheet_without_labels_has_no_matches(rows: list[list[str | Cell]]) -> None:
    assert matches("kiso", sheet(*rows)) == []  # type: ignore[arg-type]


def test_head_cells_have_their_answers_below() -> None:
    made = found("kiso", sheet(*HEAD))
    assert [(f.label, f.pieces[0].cell.text) for f in made] == [("評価書番号", "12"), ("評価書名", "事務")]


def test_text_that_belongs_to_nothing_is_told() -> None:
    from hyokasho.parsers.align.content import collect
    from hyokasho.parsers.align.labels import label_index
    from hyokasho.parsers.align.sequence import align

    headings = (("Ⅱ　しきい値判断項目", 90), ("３．重大事故", 110), ("［　乙", 130))
    below = [row(text, table=None, y=y) for text, y in headings]
    made = sheet(row("市役所案内", table=None, y=20), row("①事務の名称", "甲", y=60), *below)
    index = label_index("kiso")
    strays = collect(made, index, align(made, index)[0])[1]
    assert [line.text for line in strays] == ["市役所案内", "［　乙"]  # (below a heading, and no label told for it)


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        pytest.param([row("①事務の名称", "甲", y=60)], True, id="in a table"),
        pytest.param([row("①事務の名称", table=None, y=60), row("甲", table=None, y=80)], False, id="outside tables"),
    ],
)
def test_outside_tables_nothing_shows_where_an_answer_ends(rows: list[Row], known: bool) -> None:
    (made,) = (f for f in found("kiso", sheet(row("Ⅰ 関連情報", y=40), *rows)) if f.label == "事務の名称")
    assert made.answer_bounds_known is known
