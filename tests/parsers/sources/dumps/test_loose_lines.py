"""Loose lines of a Markdown dump that are no answers, and pieces of choices and headings that its tables cut."""

from __future__ import annotations

import pytest

from hyokasho.parsers.sources.dumps.given.cut_cells import whole_headings
from hyokasho.parsers.sources.dumps.given.loose_lines import with_page_ends, without_frames
from hyokasho.parsers.sources.dumps.given.mend import mend_form_rows
from hyokasho.parsers.sources.dumps.notation.raw import RawRow
from hyokasho.parsers.sources.dumps.notation.rows import read_rows

_ONE_LINE = (
    "①法令上の根拠 番号法第19条第8号に基づく主務省令第2条の表の項 ②提供先における用途 保険料の減額の判定 "
    "③提供する情報 世帯の構成に関する情報であって主務省令で定めるもの ④提供する情報の対象となる本人の数 "
    "1万人未満 ⑤提供する情報の対象となる本人の範囲 同上 ⑦時期・頻度 年に一度、毎年六月に提供し、その後は更正の都度"
)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        pytest.param(
            ["花丘市の評価書", "1", "答え", "花丘市の評価書 2", "花丘市の評価書", "3", "花丘市の評価書", "5"],
            ["答え"],
            id="a title with numbers that count on",
        ),
        pytest.param(["同上", "同上", "同上", "同上"], ["同上"] * 4, id="answers without numbers"),
        pytest.param(["窓口 2", "窓口 1", "窓口 3", "窓口 4"], ["窓口 2", "窓口 1", "窓口 3", "窓口 4"], id="no order"),
    ],
)
def test_feet_of_pages_are_no_answers(lines: list[str], kept: list[str]) -> None:
    text, feet = with_page_ends("\n".join(lines))
    assert [line for line in text.split("\n") if line.strip()] == kept
    assert len(feet) == len(lines) - len(kept)


def test_a_page_begins_behind_each_foot() -> None:
    lines = ["甲", *(line for n, name in enumerate("乙丙丁戊", 1) for line in ("花丘市の評価書", "", str(n), name))]
    assert [row.page for row in read_rows(with_page_ends("\n".join(lines))[0])] == [1, 2, 3, 4, 5]


def test_bare_numbers_that_count_on_end_pages() -> None:
    lines = [line for n in range(1, 8) for line in (*["|同上|"] * 15, "", str(n))]
    assert {row.page for row in read_rows(with_page_ends("\n".join(lines))[0])} == {*range(1, 8)}


def test_a_list_that_begins_above_its_label_is_whole_again() -> None:
    rows = mend_form_rows(
        [
            RawRow(["③移転する情報", "世帯の構成"], 1),
            RawRow(["", "＜選択肢＞\n1) 1万人未満"], 1),
            RawRow(
                [
                    "④移転する情報の対象となる本人の数",
                    "2) 1万人以上10万人未満\n[ 1万人未満 ]\n3) 10万人以上100万人未満\n"
                    "4) 100万人以上1,000万人未満\n5) 1,000万人以上",
                ],
                1,
            ),
        ]
    )
    assert [row.cells[0] for row in rows] == ["③移転する情報", "④移転する情報の対象となる本人の数"]
    assert rows[0].cells[1] == "世帯の構成"
    assert rows[1].cells[1].startswith("[ 1万人未満 ]\n＜選択肢＞\n1) 1万人未満\n2) 1万人以上10万人未満\n3)")


@pytest.mark.parametrize(
    ("cells", "headings"),
    [
        (["<連絡", "先>", ""], ["<連絡先>"]),
        (["◆住宅\n<滞納", "管理台帳データベース\n情報>"], ["◆住宅管理台帳データベース", "<滞納情報>"]),
        (["<連絡先>", "<住所>"], None),
        (["94", "控除金額"], None),
    ],
)
def test_headings_that_a_border_cut_are_whole_again(cells: list[str], headings: list[str] | None) -> None:
    rows = whole_headings([RawRow(cells, 3)])
    assert [row.cells for row in rows] == ([[h] for h in headings] if headings else [cells])


def test_a_page_in_one_cell_above_its_own_tables_is_a_frame() -> None:
    words = (_ONE_LINE * 2).split(" ")
    tables = "\n".join(f"{a}\t{b}" for a, b in zip(words[::2], words[1::2], strict=False))
    assert without_frames(f"{_ONE_LINE * 2}\n\n{tables}") == f"\n{tables}"
    other = f"{_ONE_LINE * 2}\n\n①担当部署\t税務課長\n②役職の名\t課長補佐\n③連絡先等\t電話番号"
    assert without_frames(other) == other


@pytest.mark.parametrize(
    ("label", "below"),
    [
        (["④再委託の有無", "", ""], ["※", "[\n再委託する", "＜選択肢＞\n]\n1) 再委託する\n2) 再委託しない"]),
        (["④再委託の有無", "", "＜選択肢＞"], ["再", "[\n再委託する", "]\n1) 再委託する\n2) 再委託しない"]),
    ],
)
def test_a_choice_below_its_label_is_that_of_the_label(label: list[str], below: list[str]) -> None:
    rows = mend_form_rows([RawRow(label, 1), RawRow(below, 1), RawRow(["⑥再委託事項", "印刷"], 1)])
    answer = "[ 再委託する ]\n＜選択肢＞\n1) 再委託する\n2) 再委託しない"
    assert [row.cells for row in rows] == [["④再委託の有無", answer], ["⑥再委託事項", "印刷"]]


def test_half_a_label_beside_several_is_no_answer() -> None:
    rows = mend_form_rows([RawRow(["使用部署", "税務課"], 1), RawRow(["④使用の", "＜選択肢＞"], 1)])
    assert [row.cells for row in rows] == [["使用部署", "税務課"]]


def test_the_mark_behind_a_label_is_no_part_of_the_answer_beside_it() -> None:
    rows = mend_form_rows([RawRow(["③対象となる本人の範囲", "※\n同上", ""], 1)])
    assert [cell for cell in rows[0].cells if cell] == ["③対象となる本人の範囲", "同上"]
