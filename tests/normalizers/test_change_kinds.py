from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers.change_kinds import KINDS, cell_says, change_kind, difference


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("年1回研修を実施する。", "年2回研修を実施する。", ("-1", "+2")),
        ("税の賦課を行う。", "税の賦課及び徴収を行う。", ("+及び徴収",)),
        ("市民課", None, ("-市民課",)),
        (None, "市民課", ("+市民課",)),
        ("同じ", "同じ", ()),
        (None, None, ()),
    ],
)
def test_difference(before: str | None, after: str | None, runs: tuple[str, ...]) -> None:
    assert difference(before, after) == runs


@pytest.mark.parametrize(
    ("cell", "says"),
    [("（空白）", "nothing"), ("【新規】", "nothing"), ("－", "nothing"), ("", "nothing"), (None, "nothing"),
     ("同上", "above"), ("（同上）", "above"), ("同左", "left"), ("市民課", None), ("削除する", None)],
)  # fmt: skip
def test_cells_that_are_no_text(cell: str | None, says: str | None) -> None:
    assert cell_says(cell) == says


def test_years_of_keeping_are_no_date() -> None:
    assert change_kind("Ⅱ-6-②", "3年", "5年").kind == "reworded"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_a_kind_or_none(before: str, after: str) -> None:
    assert change_kind("Ⅰ-1", before, after).kind in (*KINDS, None)
    kept = [run for run in difference(before, after) if run[0] == "+"]
    assert sum(len(run) - 1 for run in kept) <= len(after)


def test_a_word_may_be_spelt_in_fewer_letters_than_it_is_said() -> None:
    assert change_kind("事務の内容", "届出を承り処理する", "届出をうけたまわり処理する").kind == "typographical"
