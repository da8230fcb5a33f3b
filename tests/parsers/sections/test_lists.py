"""Lists in running text, by separators and by numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.parsers.sections.lists import counted, counted_from_one, counted_pieces, parentheses, parts

COMMA = re.compile("[、,]")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("住基、税", ["住基", "税"]),
        ("住基(氏名、住所)、税", ["住基(氏名、住所)", "税"]),
        ("住基(氏名、税", ["住基(氏名", "税"]),
        ("住基)、税", ["住基)", "税"]),
        ("((氏名、住所)、税", ["((氏名、住所)", "税"]),
        ("", [""]),
    ],
)
def test_separators_part_outside_closed_parentheses(text: str, pieces: list[str]) -> None:
    assert [piece for _, piece in parts(text, COMMA)] == pieces


@given(st.text("氏名、,()（）12"))
def test_pieces_stand_where_they_say(text: str) -> None:
    assert all(text[at : at + len(piece)] == piece for at, piece in parts(text, COMMA))
    assert all(text[first] in "(（" and text[last] in ")）" for first, last in parentheses(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(1) 住基 (2) 税", ["住基 ", "税"]),
        ("1. 住基\n2. 税", ["住基\n", "税"]),
        ("①住基 ②税", ["住基 ", "税"]),
        ("(2) 住基 (3) 税", []),
        ("事務 (1) 住基 (2) 税", []),
        ("(1) 住基", []),
    ],
)
def test_names_that_are_counted_from_one(text: str, names: list[str]) -> None:
    assert [item.text for item in counted_from_one(text)] == names


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("5.氏名、6.住所", [(5, "氏名、"), (6, "住所")]),
        ("1.第2子 2.氏名", [(1, "第2子 "), (2, "氏名")]),
        ("1.氏名 3.住所", [(1, "氏名 "), (3, "住所")]),
        ("氏名、住所", []),
    ],
)
def test_numbers_are_looked_for_in_their_order(text: str, items: list[tuple[int, str]]) -> None:
    assert [(item.number, item.text) for item in counted(text)] == items


@pytest.mark.parametrize(
    ("pieces", "items"),
    [
        (["1氏名", "2住所", "3性別"], [(1, "氏名"), (2, "住所"), (3, "性別")]),
        (["1氏名2住所", "3性別"], [(1, "氏名"), (2, "住所"), (3, "性別")]),
        (["97届出", "984情報", "99督促"], [(97, "届出"), (98, "4情報"), (99, "督促")]),
        (["1月分", "2月分", "3月分"], [(None, "1月分"), (None, "2月分"), (None, "3月分")]),
        (["1氏名", "3住所", "9性別"], [(None, "1氏名"), (None, "3住所"), (None, "9性別")]),
        ([], []),
    ],
)
def test_numbers_right_before_names(pieces: list[str], items: list[tuple[int | None, str]]) -> None:
    assert [(item.number, item.text) for item in counted_pieces(list(enumerate(pieces)))] == items
