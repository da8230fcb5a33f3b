"""Record items in every notation that bodies use."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
import yaml

from hyokasho.parsers.forms.heads import FILE_ENDINGS
from hyokasho.parsers.model import Row
from hyokasho.parsers.sections.record_items import lost_record_items, read_record_lists, record_items
from tests.factories import cell, content, line, row

DATA: dict[str, Any] = yaml.safe_load(
    files("hyokasho.parsers.sections").joinpath("record_items.yaml").read_text(encoding="utf-8")
)


def read(*rows: Row, names: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return record_items(read_record_lists([content("record_items", *rows)], names))


def free(*texts: str) -> list[Row]:
    """A line of its own per text, outside tables."""
    return [row(cell(line(t, 0, 20 * k), width=400, y=20 * k), table=None, y=20 * k) for k, t in enumerate(texts)]


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [r["name"] for r in rows]


def numbered(rows: list[dict[str, Any]]) -> list[tuple[int | None, str]]:
    return [(r["item_no"], r["name"]) for r in rows]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["1．氏名", "2．住所"], [(1, "氏名"), (2, "住所")], id="1．x"),
        pytest.param(["１ 氏名", "２ 住所"], [(1, "氏名"), (2, "住所")], id="1 x, full width"),
        pytest.param(["1、氏名", "2、住所"], [(1, "氏名"), (2, "住所")], id="1、x"),
        pytest.param(["001 氏名", "002 住所"], [(1, "氏名"), (2, "住所")], id="001 x"),
        pytest.param(["・氏名", "・住所"], [(None, "氏名"), (None, "住所")], id="bullets"),
        pytest.param(["①氏名", "②住所"], [(None, "氏名"), (None, "住所")], id="circled"),
        pytest.param(["氏名", "住所"], [(None, "氏名"), (None, "住所")], id="bare"),
        pytest.param(["氏名、住所、生年月日"], [(None, "氏名"), (None, "住所"), (None, "生年月日")], id="paragraph"),
        pytest.param(
            ["氏名，住所；生年月日"], [(None, "氏名"), (None, "住所"), (None, "生年月日")], id="other separators"
        ),
        pytest.param(["1．氏名、2．住所、3．性別"], [(1, "氏名"), (2, "住所"), (3, "性別")], id="numbered paragraph"),
        pytest.param(["1.氏名 2.住所 3.性別"], [(1, "氏名"), (2, "住所"), (3, "性別")], id="numbers and spaces"),
        pytest.param(
            ["1.氏名\u30002.4情報\u30003.性別", "\u30004.住所\u30005.続柄"],
            [(1, "氏名"), (2, "4情報"), (3, "性別"), (4, "住所"), (5, "続柄")],
            id="numbered paragraph over two lines",
        ),
        pytest.param(
            ["1氏名,2賦課年度,3性別,4住所", "5続柄,6世帯"],
            [(1, "氏名"), (2, "賦課年度"), (3, "性別"), (4, "住所"), (5, "続柄"), (6, "世帯")],
            id="numbers right before names",
        ),
        pytest.param(
            [",".join(f"{n}項目{chr(0x3041 + n)}" for n in range(1, 11)) + ",11扶養者", "年月日,12住所"],
            [*((n, f"項目{chr(0x3041 + n)}") for n in range(1, 11)), (11, "扶養者年月日"), (12, "住所")],
            id="a name cut by the end of a line",
        ),
        pytest.param(
            ["1.届出 2.支給等級 3.督促 4.性", "別 5.接種 6.口座 7.氏名"],
            list(enumerate(("届出", "支給等級", "督促", "性別", "接種", "口座", "氏名"), 1)),
            id="a numbered paragraph whose lines end inside names",
        ),
        pytest.param(["1月分,2月分,3月分"], [(None, "1月分"), (None, "2月分"), (None, "3月分")], id="months"),
        pytest.param(["1氏名,2住所,9性別"], [(None, "1氏名"), (None, "2住所"), (None, "9性別")], id="no count"),
        pytest.param(["(1)氏名 (2)住所 (3)性別"], [(1, "氏名"), (2, "住所"), (3, "性別")], id="numbers in parentheses"),
        pytest.param(
            ["氏名（漢字、カナ）、住所"], [(None, "氏名(漢字、カナ)"), (None, "住所")], id="separator in parentheses"
        ),
        pytest.param(["本人該当／非該当"], [(None, "本人該当/非該当")], id="a slash parts no items"),
        pytest.param(
            ["氏名、住所、", "性別、続柄"],
            [(None, "氏名"), (None, "住所"), (None, "性別"), (None, "続柄")],
            id="a paragraph of short lines",
        ),
        pytest.param(["9\u3000氏名", "1 0\u3000住所", "1 1\u3000性別"], [(9, "氏名"), (10, "住所"), (11, "性別")]),
        pytest.param(["1 4情報", "2 氏名"], [(1, "4情報"), (2, "氏名")], id="a name that begins with a digit"),
        pytest.param(["氏名\u3000住所\u3000性別"], [(None, "氏名"), (None, "住所"), (None, "性別")], id="wide spaces"),
    ],
)
def test_notations(texts: list[str], expected: list[tuple[int | None, str]]) -> None:
    assert numbered(read(*free(*texts))) == expected


@pytest.mark.parametrize("sign", DATA["bullets"])
def test_every_bullet_is_taken_off(sign: str) -> None:
    assert names(read(*free(f"{sign}氏名", f"{sign}住所"))) == ["氏名", "住所"]


@pytest.mark.parametrize("sign", DATA["ornaments"])
def test_every_ornament_opens_a_heading(sign: str) -> None:
    made = read(*free(f"{sign}宛名情報", "1．氏名", f"{sign}税情報", "1．税額"))
    assert [(r["group"], r["name"]) for r in made] == [("宛名情報", "氏名"), ("税情報", "税額")]


@pytest.mark.parametrize("pair", DATA["pairs"])
def test_every_pair_encloses_a_heading(pair: str) -> None:
    made = read(*free(f"{pair[0]}宛名情報{pair[1]}", "1．氏名", "2．住所"))
    assert [(r["group"], r["name"]) for r in made] == [("宛名情報", "氏名"), ("宛名情報", "住所")]


@pytest.mark.parametrize("ending", FILE_ENDINGS)
def test_a_heading_that_names_a_file_is_the_file(ending: str) -> None:
    (made,) = read(*free(f"【賦課{ending}】", "1．氏名"))
    assert (made["file_name"], made["group"]) == (f"賦課{ending}", None)


def test_headings_of_two_levels() -> None:
    made = read(
        *free("◆住民税", "＜宛名情報＞", "1．氏名", "＜税情報＞", "2．税額", "◆国保", "＜資格情報＞", "1．番号")
    )
    assert [(r["file_name"], r["group"], r["name"]) for r in made] == [
        ("住民税", "宛名情報", "氏名"),
        ("住民税", "税情報", "税額"),
        ("国保", "資格情報", "番号"),
    ]


def test_a_file_of_the_statement_is_known_without_ornament() -> None:
    made = read(*free("収納台帳", "1．氏名"), names=("収納台帳",))
    assert [(r["file_name"], r["name"]) for r in made] == [("収納台帳", "氏名")]


def test_a_file_behind_a_lone_bullet_above_a_list_that_begins_is_a_heading() -> None:
    """OCR reads ornaments as bullets."""
    rows = read(*free("◆甲台帳ファイル", "1 氏名", "2 住所", "・乙台帳データベース", "1 性別", "2 続柄"))
    assert [(r["file_name"], r["item_no"], r["name"]) for r in rows][1:3] == [
        ("甲台帳ファイル", 2, "住所"), ("乙台帳データベース", 1, "性別"),
    ]  # fmt: skip
    assert names(read(*free("・氏名", "・住所ファイル", "1 性別", "2 続柄")))[:2] == ["氏名", "住所ファイル"]
    assert names(read(*free("・滞納経過", "1 性別", "2 続柄")))[0] == "滞納経過"


@pytest.mark.parametrize("heading", ["(1) 宛名情報", "1) 宛名情報", "（１）宛名情報"])
def test_a_numbered_heading_says_so_by_its_name(heading: str) -> None:
    made = read(*free(heading, "・氏名", "・住所"))
    assert [(r["group"], r["name"]) for r in made] == [("宛名情報", "氏名"), ("宛名情報", "住所")]


@pytest.mark.parametrize(
    "ignored", ["（別添2）を参照", "記録項目一覧", "特定個人情報ファイル記録項目", "以上", "(1/3)", "以下余白"]
)
def test_lines_that_are_no_items(ignored: str) -> None:
    assert names(read(*free("1．氏名", "2．住所", ignored))) == ["氏名", "住所"]


@pytest.mark.parametrize("head", [["No.", "項目名"], ["番号", "名称"], ["項番", "データ項目"]])
def test_the_head_of_a_list_is_no_item(head: list[str]) -> None:
    made = read(row(*head, y=0), row("1", "氏名", y=20), row("2", "住所", y=40))
    assert numbered(made) == [(1, "氏名"), (2, "住所")]


def test_numbers_in_cells_run_down_the_columns() -> None:
    made = read(row("1", "氏名", "3", "性別", y=0), row("2", "住所", "4", "続柄", y=20))
    assert numbered(made) == [(1, "氏名"), (2, "住所"), (3, "性別"), (4, "続柄")]


def test_numbers_in_text_run_down_the_columns() -> None:
    made = read(row("1．氏名", "3．性別", y=0), row("2．住所", "4．続柄", y=20))
    assert numbered(made) == [(1, "氏名"), (2, "住所"), (3, "性別"), (4, "続柄")]


def test_columns_without_numbers_stay_in_reading_order() -> None:
    assert names(read(row("氏名", "性別", y=0), row("住所", "続柄", y=20))) == ["氏名", "性別", "住所", "続柄"]


def test_digits_in_names_are_no_numbers() -> None:
    made = read(*free("1．連絡先1、2．連絡先2、3．第3号被保険者、4．区分"))
    assert numbered(made) == [(1, "連絡先1"), (2, "連絡先2"), (3, "第3号被保険者"), (4, "区分")]


def test_skipped_numbers_cost_only_themselves() -> None:
    made = read(*free("1．氏名、2．住所、4．性別、5．続柄"))
    assert numbered(made) == [(1, "氏名"), (2, "住所"), (4, "性別"), (5, "続柄")]


def test_an_item_wrapped_in_its_parentheses_is_one() -> None:
    made = read(*free("1．氏名（漢字、", "カナ）", "2．住所"))
    assert numbered(made) == [(1, "氏名(漢字、カナ)"), (2, "住所")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1．氏名（漢字", "2．住所", "3．性別"], ["氏名(漢字", "住所", "性別"]),
        (["・氏名（漢字", "・住所", "・性別"], ["氏名(漢字", "住所", "性別"]),
        (["氏名（漢字、住所、性別（男、女）"], ["氏名(漢字", "住所", "性別(男、女)"]),
    ],
)
def test_a_parenthesis_that_is_never_closed_costs_one_item(texts: list[str], expected: list[str]) -> None:
    assert names(read(*free(*texts))) == expected


def test_a_number_in_open_parentheses_is_part_of_the_name() -> None:
    made = read(*free("1．区分（1 普通", "2 特別）", "2．住所"))
    assert numbered(made) == [(1, "区分(1 普通2 特別)"), (2, "住所")]


def test_rows_are_counted_and_placed() -> None:
    made = read(*free("1．氏名", "2．住所"))
    assert [r["seq"] for r in made] == [1, 2]
    assert [(r["page"], r["bbox"][1]) for r in made] == [(1, 0), (1, 20)]
    assert [r["raw"] for r in made] == ["1．氏名", "2．住所"]


def test_a_line_of_condensed_letters_ends_no_item() -> None:
    lines = [line("氏名、住所、生年月日、性別、減免年", 0, 20), line("月日、口座名義、納付額、督促日、申", 0, 40)]
    condensed = replace(lines[0], bbox=(0.0, 20.0, 120.0, 30.0))
    rows = [row(cell(one, width=400, y=y), table=None, y=y) for one, y in ((condensed, 20), (lines[1], 40))]
    assert names(read(*rows))[4] == "減免年月日"
    short = [
        row(cell(line(text, 0, y), width=400, y=y), table=None, y=y)
        for text, y in (("氏名、住所、減免年", 20), ("月日、" * 9, 40))
    ]
    assert names(read(*short))[2] == "減免年"


def test_an_empty_annex_has_no_items() -> None:
    assert read() == []
    assert read(*free("別添2を参照")) == []


def test_headings_may_be_numbered_like_their_items() -> None:
    rows = read(*free("1．申請の情報", "1．氏名、2．住所、3．性別", "2．給付の情報", "1．金額、2．口座"))
    assert [(r["group"], r["item_no"], r["name"]) for r in rows] == [
        ("申請の情報", 1, "氏名"),
        ("申請の情報", 2, "住所"),
        ("申請の情報", 3, "性別"),
        ("給付の情報", 1, "金額"),
        ("給付の情報", 2, "口座"),
    ]


def headed(rows: list[dict[str, Any]]) -> list[tuple[str | None, str | None, int | None, str]]:
    return [(r["file_name"], r["group"], r["item_no"], r["name"]) for r in rows]


def test_headings_are_counted_while_the_items_count_on() -> None:
    made = read(
        *free("市税ファイル", "1．口座情報"), row("1", "氏名", "3", "住所", y=40), row("2", "性別", "4", "続柄", y=60),
        *free("2．保険情報"), row("5", "番号", "6", "期間", y=100), *free("3．履歴"), row("7", "日付", y=140),
        names=("市税ファイル",),
    )  # fmt: skip
    assert [(r["group"], r["item_no"]) for r in made] == [
        *(("口座情報", n) for n in (1, 2, 3, 4)), ("保険情報", 5), ("保険情報", 6), ("履歴", 7),
    ]  # fmt: skip


def test_counted_headings_stand_above_lists_in_any_notation() -> None:
    made = read(
        *free("1．減免情報", "1.氏名、2.住所、3.性別", "2．発行履歴", "4．番号，5．時刻，6．区分", "3．連絡先"),
        row("7", "期間", "8", "等級", y=100),
    )
    assert [(r["group"], r["item_no"]) for r in made] == [
        *(("減免情報", n) for n in (1, 2, 3)), *(("発行履歴", n) for n in (4, 5, 6)), ("連絡先", 7), ("連絡先", 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "first"),
    [
        pytest.param("1．宛名ファイル", ("宛名ファイル", "賦課情報", 1, "氏名"), id="a file above its first group"),
        pytest.param("1．氏名", (None, None, 1, "氏名"), id="an item"),
    ],
)
def test_a_counted_line_above_a_heading_is_one_where_it_names_a_file(
    above: str, first: tuple[str | None, str | None, int, str]
) -> None:
    assert headed(read(*free(above, "■賦課情報", "1．氏名", "2．住所", "■口座情報", "1．口座番号")))[0] == first


def test_the_name_of_a_file_is_no_item_where_another_one_has_its_number() -> None:
    made = read(*free("1．課税ファイル", "■収納情報", "1 氏名", "２．宛名ファイル", "■口座情報", "2 番号", "3 名義"))
    assert headed(made) == [
        ("課税ファイル", "収納情報", 1, "氏名"),
        ("宛名ファイル", "口座情報", 2, "番号"),
        ("宛名ファイル", "口座情報", 3, "名義"),
    ]


def test_counted_names_of_files_stand_above_other_headings() -> None:
    made = read(
        *free("1．課税ファイル", "■収納情報", "1.氏名，2.住所", "２．宛名ファイル", "1.理由，2.事由"),
        names=("課税ファイル", "宛名ファイル"),
    )
    assert [(r["file_name"], r["group"], r["item_no"]) for r in made] == [
        ("課税ファイル", "収納情報", 1), ("課税ファイル", "収納情報", 2),
        ("宛名ファイル", None, 1), ("宛名ファイル", None, 2),
    ]  # fmt: skip


def test_counted_headings_may_count_on_below_the_next_file() -> None:
    made = read(
        *free("◆賦課ファイル", "1．宛名情報", "1 氏名", "◆収納ファイル", "2．口座情報", "2 番号", "3 名義"),
    )
    assert headed(made) == [
        ("賦課ファイル", "宛名情報", 1, "氏名"),
        ("収納ファイル", "口座情報", 2, "番号"),
        ("収納ファイル", "口座情報", 3, "名義"),
    ]


def test_numbered_headings_between_items_that_count_on() -> None:
    lines = [["1.異動の情報"], ["No.", "項目名"], ["1", "氏名"], ["2", "住所"], ["2.世帯の情報"], ["No.", "項目名"]]
    lines += [["3", "続柄"], ["4", "世帯主"], ["3.税の情報"], ["5", "税額"]]
    rows = read(*(row(*texts, y=20 * k) for k, texts in enumerate(lines)))
    assert [(r["group"], r["item_no"], r["name"]) for r in rows] == [
        ("異動の情報", 1, "氏名"),
        ("異動の情報", 2, "住所"),
        ("世帯の情報", 3, "続柄"),
        ("世帯の情報", 4, "世帯主"),
        ("税の情報", 5, "税額"),
    ]


def test_the_first_item_below_a_heading_is_none_where_one_item_stands_above_it() -> None:
    rows = read(*free("◆異動履歴", "1.被保険者履歴", "◆資格情報", "1.年金登録者", "2.資格登録者", "3.世帯登録者"))
    assert headed(rows) == [
        (None, "異動履歴", 1, "被保険者履歴"),
        (None, "資格情報", 1, "年金登録者"),
        (None, "資格情報", 2, "資格登録者"),
        (None, "資格情報", 3, "世帯登録者"),
    ]


def test_a_counted_heading_below_the_name_of_a_file_may_stand_above_items_that_count_on() -> None:
    rows = read(*free("◆給付ファイル", "1．賦課情報", "1．氏名", "2．住所", "◆収納ファイル", "2．賦課情報", "3．金額"))
    assert headed(rows)[2] == ("収納ファイル", "賦課情報", 3, "金額")


def test_items_that_count_on_are_no_headings() -> None:
    texts = ["1．氏名", "2．住所", "3．性別情報", "4．続柄"]
    assert numbered(read(*free(*texts))) == [(1, "氏名"), (2, "住所"), (3, "性別情報"), (4, "続柄")]


def test_a_circle_opens_headings_where_no_line_of_its_sign_follows() -> None:
    made = read(*free("【認定ファイル】", "○異動履歴", "備考、方書、氏名、処理日", "○基本情報", "5 理由", "6 発送日"))
    assert [(r["group"], r["item_no"]) for r in made] == [
        *(("異動履歴", None),) * 4, ("基本情報", 5), ("基本情報", 6),
    ]  # fmt: skip
    assert names(read(*free("【基本情報】", "○氏名", "○住所", "【税情報】", "○税額"))) == ["氏名", "住所", "税額"]


def test_numbers_glued_to_their_names_are_numbers_where_they_count_on() -> None:
    made = read(*free("1 氏名", "2 住所", "3性別", "4続柄", "5 4情報"))
    assert numbered(made) == [(1, "氏名"), (2, "住所"), (3, "性別"), (4, "続柄"), (5, "4情報")]


def test_an_item_run_into_the_column_before_it_is_parted() -> None:
    made = read(
        row("1．氏名", "4．性別", y=0), row("2．証明書の発行の番　5．続柄", y=20), row("3．住所", "6．期間", y=40)
    )
    assert (2, "証明書の発行の番") in numbered(made)
    assert (5, "続柄") in numbered(made)
    assert numbered(read(*free("1．氏名", "2．住所", "3．性別"))) == [(1, "氏名"), (2, "住所"), (3, "性別")]


def test_a_numbered_name_of_a_file_is_a_heading_whatever_the_headings_before_it_are_like() -> None:
    made = read(
        *free("■課税ファイル", "1 氏名", "2 住所", "2) 宛名ファイル", "（1）申請情報", "1 理由", "2 事由"),
        names=("課税ファイル", "宛名ファイル"),
    )
    assert [(r["file_name"], r["group"]) for r in made] == [
        ("課税ファイル", None), ("課税ファイル", None), ("宛名ファイル", "申請情報"), ("宛名ファイル", "申請情報"),
    ]  # fmt: skip


def test_numbers_whose_names_stand_elsewhere_are_no_part_of_a_name() -> None:
    assert names(read(*free("1 氏名", "2 住所", "3", "4", "5 続柄")))[:2] == ["氏名", "住所"]


ITEMS = ["氏名", "住所", "性別", "続柄"]


@pytest.mark.parametrize("items", [ITEMS, [f"・{name}" for name in ITEMS], ["氏名、住所、", "性別、続柄"]])
@pytest.mark.parametrize("headings", [["1.資格情報"], ["１．宛名情報", "２．資格情報"]])
def test_numbers_of_headings_alone(headings: list[str], items: list[str]) -> None:
    made = read(*free(*(text for heading in headings for text in (heading, *items))))
    assert numbered(made) == [(None, name) for _ in headings for name in ITEMS]
    assert [r["group"] for r in made[::4]] == [heading[2:] for heading in headings]


def test_wrapped_names_are_not_below_headings() -> None:
    made = read(*free("1.資格の取得", "年月日", "2.資格の喪失", "年月日及び事由", "3.続柄"))
    assert numbered(made) == [(1, "資格の取得年月日"), (2, "資格の喪失年月日及び事由"), (3, "続柄")]


def test_a_sign_beside_a_line_is_no_item() -> None:
    def line_of(k: int, *texts: str) -> Row:
        cells = (cell(line(t, 300 * n, 20 * k), x=300 * n, width=250, y=20 * k) for n, t in enumerate(texts))
        return row(*cells, table=None, y=20 * k)

    made = read(line_of(0, "【宛名情報】", "★"), line_of(1, "1．氏名"), line_of(2, "2．住所", "★"))
    assert [(r["group"], r["item_no"], r["name"]) for r in made] == [("宛名情報", 1, "氏名"), ("宛名情報", 2, "住所")]


def test_numbered_headings_are_told_from_items_without_blanks_behind_their_numbers() -> None:
    items = (f"{n} 異動種別" if n < 10 else f"{n}異動種別" for n in range(1, 11))
    rows = read(*free("1．滞納情報", *items, "2．基本情報", "11住所", "12性別", "13年金割合"))
    assert [(r["group"], r["item_no"]) for r in rows][9:] == [
        ("滞納情報", 10),
        *(("基本情報", n) for n in (11, 12, 13)),
    ]


def test_a_paragraph_counts_on_from_the_items_above_it() -> None:
    """Cells of numbers and names, and below them lines that hold several items, cut where the paper ends."""
    cells = [row(cell(line(str(n), 0, 20 * n)), cell(line(name, 40, 20 * n), x=40)) for n, name in enumerate("子丑", 1)]
    rows = read(*cells, *free("3 寅、4 卯、5 辰、6 巳、7 午", "未、8 申、9 酉、10 戌、11 亥"))
    assert numbered(rows)[:3] == [(1, "子"), (2, "丑"), (3, "寅")]
    assert numbered(rows)[-2:] == [(10, "戌"), (11, "亥")]
    assert (7, "午未") in numbered(rows)


@pytest.mark.parametrize(
    ("texts", "name", "following"),
    [
        (["1．子", "2．丑4情報 3 寅", "4．卯", "5．辰", "6．巳"], (2, "丑4情報"), (3, "寅")),
        (["1．子", "2．丑（内部）、34情報（氏名）", "4．卯", "5．辰", "6．巳"], (2, "丑(内部)"), (3, "4情報(氏名)")),
        (["1．子", "2．丑3 寅4 卯", "5．辰", "6．巳", "7．午", "8．未"], (2, "丑"), (3, "寅")),
    ],
)
def test_a_number_that_is_left_out_and_stands_in_the_name_before_it_is_an_item(
    texts: list[str], name: tuple[int, str], following: tuple[int, str]
) -> None:
    found = numbered(read(*free(*texts)))
    assert found[1:3] == [name, following] and [number for number, _ in found] == list(range(1, found[-1][0] + 1))


@pytest.mark.parametrize("text", ["2．丑3号", "2．丑、3と、3寅", "2．丑3"])
def test_a_name_with_the_number_that_is_left_out_may_be_a_name(text: str) -> None:
    found = numbered(read(*free("1．子", text, "4．卯", "5．辰", "6．巳")))
    assert [number for number, _ in found] == [1, 2, 4, 5, 6]


@pytest.mark.parametrize(
    ("left_out", "codes"), [((5, 9), ["item-missing"]), ((5, 9, 14), ["item-missing", "table-not-read"])]
)
def test_a_list_that_leaves_many_numbers_out_was_read_in_part(left_out: tuple[int, ...], codes: list[str]) -> None:
    rows = free(*(f"{n}．異動種別" for n in range(1, 31) if n not in left_out))
    lists = read_record_lists([content("record_items", *rows)], ())
    assert [issue.code for issue in lost_record_items(lists)] == codes


def _issues(*numbers: int) -> list[tuple[str, int]]:
    lists = read_record_lists([content("record_items", *free(*(f"{n}．異動種別" for n in numbers)))], ())
    return [(issue.code, issue.lost) for issue in lost_record_items(lists)]


@pytest.mark.parametrize(
    ("numbers", "issues"),
    [
        pytest.param(range(1, 31), [], id="all of them"),
        pytest.param(range(2, 31), [], id="the first alone"),
        pytest.param(range(31, 61), [("table-not-read", 30)], id="what stands before is lost"),
        pytest.param(range(101, 131), [], id="codes"),
        pytest.param(range(1, 91, 3), [("item-missing", 58), ("table-not-read", 0)], id="one column of three"),
        pytest.param(
            [n for n in range(1, 46) if n % 3], [("item-missing", 14), ("table-not-read", 0)], id="two columns of three"
        ),
        pytest.param([*range(101, 111), *range(201, 211), *range(301, 311)], [], id="codes in groups"),
    ],
)
def test_lost_items_are_counted_by_their_numbers(numbers: list[int], issues: list[tuple[str, int]]) -> None:
    assert _issues(*numbers) == issues


def test_a_name_into_which_the_next_column_was_run_is_parted_at_the_number_left_out() -> None:
    texts = [f"{n}．異動種別" for n in range(1, 21) if n != 15]
    texts[4] = "5．予備 15 納付期間"
    found = numbered(read(*free(*texts)))
    assert [number for number, _ in found] == [*range(1, 21)]
    assert (found[4], found[14]) == ((5, "予備"), (15, "納付期間"))


def test_a_line_of_a_paragraph_that_was_not_taken_apart_is_no_item_and_told() -> None:
    lines = ["1．宛名", "2．氏名", "3．住所", "11 通知日、12 登録者、15 割合、19 枝番", "20．期間", "21．送付先"]
    lists = read_record_lists([content("record_items", *free(*lines))], ())
    assert [row["name"] for row in record_items(lists)] == ["宛名", "氏名", "住所", "期間", "送付先"]
    assert ("table-not-read", 4) in [(issue.code, issue.lost) for issue in lost_record_items(lists)]


def test_numbers_of_a_paragraph_without_blanks_are_numbers_where_they_count_on() -> None:
    lines = (
        "1．基本情報",
        "1性別,2宛名番号,3氏名,4",
        "住所,5登録者,6履歴,7 世帯",
        "番号,8続柄,9備考,10金額",
        "2．資格情報",
        "11資格区分",
        "12資格番号",
        "134情報",
    )
    more = ("14資格理由", "15資格期間")
    made = read(*free(*lines, *more))
    first, second = (
        ["性別", "宛名番号", "氏名", "住所", "登録者", "履歴", "世帯番号", "続柄", "備考", "金額"],
        ["資格区分", "資格番号", "4情報", "資格理由", "資格期間"],
    )
    assert numbered(made) == list(enumerate([*first, *second], 1))
    assert [r["group"] for r in made] == ["基本情報"] * 10 + ["資格情報"] * 5
