"""Rows of a scanned table whose level lines have left no ink."""

from __future__ import annotations

import pytest

from hyokasho.parsers.layout.cells import PageLayout, lay_out
from hyokasho.parsers.layout.worn.lost_rows import with_lost_rows
from hyokasho.parsers.model import Page, Rule, Word

_FRAME = (Rule(40, 100, 540, 100), Rule(40, 200, 540, 200), *(Rule(x, 100, x, 200) for x in (40, 180, 540)))
_ANSWERS = (
    (186, 104, "利用者ごとに番号を発行している。"),
    (186, 114, "毎月見直す。"),
    (186, 135, "操作の記録を残す。"),
)


def _page(*texts: tuple[float, float, str], rules: tuple[Rule, ...] = _FRAME) -> Page:
    words = tuple(Word(text, (x, y, x + 9 * len(text), y + 9), 9.0, "ocr", 0.95) for x, y, text in texts)
    return Page(1, 595, 842, words, rules, witness="ocr")


def _texts(layout: PageLayout) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in layout.rows]


def test_labels_below_each_other_in_one_cell_are_rows() -> None:
    page = _page((44, 109, "具体的な管理方法"), (44, 135, "その他の措置の内容"), (44, 170, "消去手順"), *_ANSWERS)
    assert _texts(with_lost_rows(lay_out(page))) == [
        ["具体的な管理方法", "利用者ごとに番号を発行している。\n毎月見直す。"],
        ["その他の措置の内容", "操作の記録を残す。"],
        ["消去手順", ""],
    ]


@pytest.mark.parametrize("step", [11, 26])
def test_a_label_beside_the_rows_has_a_column_of_its_own(step: int) -> None:
    labels = ((70, 104, "⑦再委託の有無"), (70, 135, "⑧再委託の許諾方法"), (70, 170, "⑨再委託事項"))
    side = tuple((44.0, 136.0 + step * (k - 1), sign) for k, sign in enumerate("再委託"))
    answers = ((186, 104, "[再委託する]"), (186, 135, "書面による。"), (186, 170, "印刷"))
    rows = _texts(with_lost_rows(lay_out(_page(*labels, *side, *answers))))
    assert [row[-2:] for row in rows] == [
        ["⑦再委託の有無", "[再委託する]"], ["⑧再委託の許諾方法", "書面による。"], ["⑨再委託事項", "印刷"]
    ]  # fmt: skip
    assert rows[0][0].replace("\n", "") == "再委託"


@pytest.mark.parametrize(
    "labels",
    [
        ("特定個人情報の正確性確保", "の措置の内容"),  # one label of two lines
        ("不正な提供・移転が行われる", "リスクへの対策は十分か"),  # its second line is a label of other forms
        ("不正な提供・移転が行わ九る", "リスクへの対策は十分か"),
        ("具体的な管理方法", "町の担当課"),  # one of them is none
        ("町の担当課", "町の電話番号"),
    ],
)
def test_a_cell_of_one_label_or_of_other_texts_is_one_row(labels: tuple[str, str]) -> None:
    page = _page((44, 109, labels[0]), (44, 119, labels[1]), *_ANSWERS)
    assert with_lost_rows(lay_out(page)).page == page


def test_a_line_that_ends_at_the_wall_before_the_labels_goes_on_between_them() -> None:
    rules = (*_FRAME, Rule(180, 130, 540, 130))
    page = _page((44, 109, "⑦時期・頻度"), (44, 145, "提供先3"), (186, 109, "毎月"), (186, 145, "甲市長"), rules=rules)
    assert _texts(with_lost_rows(lay_out(page))) == [["⑦時期・頻度", "毎月"], ["提供先3", "甲市長"]]


def test_one_label_beside_two_answers_stays_one() -> None:
    rules = (*_FRAME, Rule(180, 130, 540, 130))
    answers = (186, 109, "甲"), (186, 145, "乙")
    page = _page((44, 119, "特定個人情報の正確性確保"), (44, 131, "の措置の内容"), *answers, rules=rules)
    assert with_lost_rows(lay_out(page)).page == page
