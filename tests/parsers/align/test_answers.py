"""Found labels become answers with value, place, confidence and doubts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.align import confidence
from hyokasho.parsers.align.answers import Answer, joined_text
from hyokasho.parsers.model import Cell, Issue, Sheet, Word
from tests.factories import answers, cell, line, pieces, row, sheet

HEAD = [row("Ⅱ 特定個人情報ファイルの概要", y=0), row("４．特定個人情報ファイルの取扱いの委託", y=20)]


def outsourced(*lines: str) -> Sheet:
    printed = [line(t, 100, 40 + 12 * k) for k, t in enumerate(lines)]
    return sheet(*HEAD, row(cell("委託の有無", y=40), cell(*printed, x=100, y=40, width=400), y=40),
                 row("委託事項1", "保守", y=100), row("①委託内容", "甲", y=120))  # fmt: skip


def of(made: list[Answer], item: str) -> Answer:
    (found,) = (a for a in made if a.item == item)
    return found


LIST = ("1） 委託する", "2） 委託しない")


@pytest.mark.parametrize(
    ("count", "value"), [("（ 3 ） 件", "3"), ("( １２ )件", "12"), ("（ ） 件", None), ("", None)]
)
def test_the_count_in_parentheses_is_an_answer_of_its_own(count: str, value: str | None) -> None:
    made, _ = answers("zen", outsourced("[ 委託する ]", *LIST, *([count] if count else [])))
    assert of(made, "委託の有無").value == "委託する"
    counts = [(a.value, a.under) for a in made if a.item == "委託件数"]
    assert counts == ([(value, "委託の有無")] if value else [])


@pytest.mark.parametrize(("text", "value"), [("[ ]", None), ("［　　］", None), ("[1]甲社", "[1]甲社"), ("－", "－")])
def test_empty_brackets_are_no_text(text: str, value: str | None) -> None:
    """They are of a choice or box of another place."""
    made, _ = answers("zen", sheet(*HEAD, row("委託事項1", "保守", y=100), row("①委託内容", text, y=120)))
    assert of(made, "委託内容").value == value


def _read_by_ocr(made: Sheet, sure: float) -> Sheet:
    """The sheet as OCR read it, with this confidence."""

    def word(one: Word) -> Word:
        return replace(one, origin="ocr", confidence=sure, sure=sure)

    def cell(one: Cell) -> Cell:
        return replace(one, lines=tuple(replace(ln, words=tuple(map(word, ln.words))) for ln in one.lines))

    return replace(made, rows=tuple(replace(r, cells=tuple(map(cell, r.cells))) for r in made.rows))


@pytest.mark.parametrize(
    ("text", "sure", "known"),
    [
        ("申請書の入力業務", 0.98, True),
        ("申請書の入力業務", 0.95, False),  # (0.4 of its 8 characters misread)
        ("入力", 0.87, True),
        ("申請書及び届出書の入力業務とその結果の確認の業務", 0.95, True),
        ("申請書及び届出書の入力業務とその結果の確認の業務", 0.92, False),
    ],
)
def test_a_free_text_of_a_scan_is_known_where_few_of_its_characters_are_in_doubt(
    text: str, sure: float, known: bool
) -> None:
    printed = sheet(*HEAD, row("委託事項1", "保守", y=100), row("①委託内容", text, y=120))
    made, issues = answers("zen", _read_by_ocr(printed, sure))
    assert of(made, "委託内容").value == (text if known else None)
    assert ("text-not-readable" in {issue.code for issue in issues}) is not known


@pytest.mark.parametrize(
    ("text", "known"),
    [("特定個人情報保護評価の実施が義務付けられない", True), ("特定個人情報保護評価の実施は要らない", False)],
)
def test_an_answer_that_is_one_of_few_known_ones_is_given_however_it_was_read(text: str, known: bool) -> None:
    made = _read_by_ocr(sheet(row("Ⅲ しきい値判断結果", y=0), row("しきい値判断結果", y=20), row(text, y=40)), 0.9)
    found, _ = answers("kiso", made)
    assert (of(found, "しきい値判断結果").value is not None) is known


def test_what_stands_behind_a_lost_line_of_a_scan_is_no_part_of_the_answer() -> None:
    answer = cell("保守の業務", "[ 500人未満 ] 1)500人以上", x=100, width=400, y=120)
    printed = sheet(*HEAD, row("委託事項1", "保守", y=100), row(cell("①委託内容", y=120), answer, y=120))
    made, _ = answers("zen", _read_by_ocr(printed, 0.999))
    assert of(made, "委託内容").value == "保守の業務"


def test_what_stands_beside_a_label_that_ocr_misread_is_no_part_of_the_answer_above() -> None:
    rows = [
        *HEAD,
        row("委託事項1", "保守", y=100),
        row("①委託内容", "保守の業務", y=120),
        row("2職圏", "5人未満", y=140),
    ]
    made, _ = answers("zen", _read_by_ocr(sheet(*rows), 0.999))
    assert of(made, "委託内容").value == "保守の業務"
    more = [*rows[:-1], row("", "と修理", y=140)]
    made, _ = answers("zen", _read_by_ocr(sheet(*more), 0.999))
    assert of(made, "委託内容").value == "保守の業務\nと修理"


@pytest.mark.parametrize(("read", "detail"), [("3", "3"), ("日", None)])
def test_a_count_that_ocr_read_is_a_number(read: str, detail: str | None) -> None:
    printed = line(f"[ ○ ] 提供を行っている ( {read} ) 件", 100, 40)
    rows = [
        row("Ⅱ 特定個人情報ファイルの概要", y=0),
        row("５．特定個人情報の提供・移転（委託に伴うものを除く。）", y=20),
        row(cell("提供・移転の有無", y=40), cell(printed, x=100, y=40, width=400), y=40),
        row("提供先1", "県", y=60),
    ]
    made, _ = answers("zen", _read_by_ocr(sheet(*rows), 0.95))
    assert of(made, "提供・移転の有無").boxes[0].detail == detail
    made, _ = answers("zen", sheet(*rows))
    assert of(made, "提供・移転の有無").boxes[0].detail == read


@pytest.mark.parametrize(("read", "detail"), [("郵便", "郵便"), ("1", None), ("有", "有"), ("●]民間事業者", None)])
def test_a_detail_that_ocr_read_is_no_stroke_and_no_other_box(read: str, detail: str | None) -> None:
    rows = [
        row("Ⅱ 特定個人情報ファイルの概要", y=0),
        row("５．特定個人情報の提供・移転（委託に伴うものを除く。）", y=20),
        row("提供先1", "県", y=40),
        row(cell("⑥提供方法", y=60), cell(line(f"[ ○ ] その他 ( {read} )", 100, 60), x=100, y=60, width=400), y=60),
    ]
    made, _ = answers("zen", _read_by_ocr(sheet(*rows), 0.95))
    assert of(made, "提供方法").boxes[0].detail == detail


def test_a_side_label_is_no_answer() -> None:
    rows = [*HEAD, row("委託事項1", "保守", y=40), row("再委託", "⑦再委託の有無", "[ 再委託しない ]", y=60)]
    made, _ = answers("zen", sheet(*rows, row("⑨再委託事項", "丙", y=80)))
    assert of(made, "再委託の有無").value == "再委託しない"
    assert "再委託" not in {a.value for a in made}


def test_the_title_beside_an_entity_is_its_answer() -> None:
    made, _ = answers("zen", outsourced("[ 委託する ]", *LIST))
    title = of(made, "委託事項1")
    assert (title.value, title.entity, title.entity_no, title.kind) == ("保守", "委託事項1", 1, "title")


def test_the_boxes_of_a_heading_are_an_answer() -> None:
    rows = [
        row("Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策", y=0),
        row(cell(line("４．特定個人情報ファイルの取扱いの委託 [ ○ ]委託しない", y=20), y=20, width=500), y=20),
        row("情報保護管理体制の確認", "なし", y=40),
    ]
    made, _ = answers("zen", sheet(*rows))
    (found,) = (a for a in made if a.boxes)
    assert (found.section, found.item) == ("III-4", "特定個人情報ファイルの取扱いの委託")
    assert [(b.option, b.checked) for b in found.boxes] == [("委託しない", True)]


def test_a_blank_answer_is_null_and_a_little_less_sure() -> None:
    made, _ = answers("kiso", sheet(["Ⅰ 関連情報"], ["①事務の名称", ""], ["②事務の概要", "甲"]))
    blank, given_ = of(made, "事務の名称"), of(made, "事務の概要")
    assert blank.value is None and given_.value == "甲"
    assert blank.confidence < given_.confidence


def codes(issues: list[Issue]) -> set[str]:
    return {i.code for i in issues}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["[ 委託する ]", *LIST], set()),
        (["[ 委託中 ]", *LIST], {"answer-not-an-option"}),
        ([*LIST], {"brackets-lost"}),
        (["[ 委託する ]"], {"options-lost"}),
    ],
)
def test_doubts_about_choices(lines: list[str], expected: set[str]) -> None:
    assert codes(answers("zen", outsourced(*lines))[1]) == expected


def test_doubts_about_boxes() -> None:
    rows = [
        ["Ⅰ 基本情報"],
        ["２．システム"],
        ["システム1"],
        ["①システムの名称", "甲"],
        ["③他のシステムとの接続", "[ 7 ]税務システム"],
    ]
    made, issues = answers("zen", sheet(*rows))
    assert [(b.option, b.checked) for b in of(made, "他のシステムとの接続").boxes] == [("税務システム", None)]
    assert codes(issues) == {"mark-not-known"}


def test_a_misread_label_is_a_doubt() -> None:
    rows = [["Ⅰ 関連情報"], ["１．特定個人情報ファイルを取り扱う事務"], ["①事務の名称", "甲"], ["②事務の概耍", "乙"]]
    assert codes(answers("kiso", sheet(*rows))[1]) == {"low-confidence-label"}


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        pytest.param(
            [cell(line("一文。", wrapped=False), line("二文。", wrapped=False))], "一文。\n二文。", id="lines stay"
        ),
        pytest.param(
            [cell(line("甲に", wrapped=True), line("ついて", wrapped=False))], "甲について", id="wrapped line"
        ),
        pytest.param(
            [cell(line("文の途", wrapped=True)), cell(line("中で。", page=2), page=2)], "文の途中で。", id="page end"
        ),
        pytest.param([cell("甲"), cell("乙")], "甲\n乙", id="two cells"),
        pytest.param([cell("")], None, id="nothing"),
        pytest.param([], None, id="no cell"),
        pytest.param([cell(line("　"))], None, id="white space"),
    ],
)
def test_the_text_of_cells(cells: list[Cell], text: str | None) -> None:
    assert joined_text(pieces(*(row(c) for c in cells))) == text


@given(st.lists(st.floats(0, 1), max_size=5))
def test_doubts_never_raise_confidence(doubts: list[float]) -> None:
    made = confidence.combined(*doubts)
    assert 0.0 <= made <= confidence.BASE
    assert all(made <= d + 1e-4 for d in doubts)


@pytest.mark.parametrize(("likeness", "sure"), [(1.0, 1.0), (0.8, 0.9), (0.0, 0.5)])
def test_confidence_of_a_label(likeness: float, sure: float) -> None:
    assert confidence.of_label(likeness) == pytest.approx(sure)


@pytest.mark.parametrize(
    ("body", "day", "read"),
    [
        ("霞浦市長", "令和5年6月3日", ("霞浦市長", "令和5年6月3日")),
        ("霞浦市長公表白2016/1/5", "令和5年6月3日", (None, "令和5年6月3日")),
        ("霞浦市長", "2019/6/3項目一覧", ("霞浦市長", "2019/6/3")),
        ("霞浦市長", "5月様式2", ("霞浦市長", None)),
    ],
)
def test_cells_of_a_scanned_cover_that_ran_together(body: str, day: str, read: tuple[str | None, str | None]) -> None:
    cover = sheet(row("評価実施機関名", y=180), row(body, y=200), row("公表日", y=220), row(day, y=240))
    made, _ = answers("kiso", _read_by_ocr(cover, 0.98))
    said = {one.fills: one.value for one in made}
    assert (said.get("documents.agency"), said.get("documents.published_on")) == read


@pytest.mark.parametrize(("number", "kept"), [("16", True), ("総-3", True), ("評 名児童手当の支給", False)])
def test_a_text_is_no_number_of_a_scanned_statement(number: str, kept: bool) -> None:
    cover = sheet(row("評価書番号", "評価書名", y=180), row(number, "児童手当の支給", y=200))
    made, _ = answers("kiso", _read_by_ocr(cover, 0.98))
    said = {one.fills: one.value for one in made}
    assert said.get("documents.evaluation_number") == (number if kept else None)


@pytest.mark.parametrize(
    ("number", "title", "read"),
    [
        ("16", "児童手当の支給に関する事務", ("16", "児童手当の支給に関する事務")),
        ("税-3", "基礎項目評価書", ("税-3", "基礎項目評価書")),
        ("1 6 児童手当の支給に関する事務", "基礎項目評価書", (None, None)),
    ],
)
def test_a_number_that_holds_a_piece_of_the_name_leaves_both_open(
    number: str, title: str, read: tuple[str | None, str | None]
) -> None:
    made, issues = answers("kiso", sheet(row("評価書番号", "評価書名", y=180), row(number, title, y=200)))
    said = {one.fills: one.value for one in made}
    assert (said.get("documents.evaluation_number"), said.get("documents.title")) == read
    assert ("answer-not-known" in {issue.code for issue in issues}) == (read == (None, None))


def test_the_edition_below_the_last_answer_of_a_cover_is_no_part_of_it() -> None:
    made, _ = answers("kiso", sheet(row("公表日", y=180), row("2017/12/2", y=200), row("[平成28年1月 様式2]", y=220)))
    assert of(made, "公表日").value == "2017/12/2"
