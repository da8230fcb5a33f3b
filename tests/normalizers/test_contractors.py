from __future__ import annotations

import pytest

from hyokasho.normalizers.contractors import contractors, is_corporate_number


@pytest.mark.parametrize(
    "text", ["㈱ミナト情報", "（株）ミナト情報", "ミナト情報株式会社", "ミナト情報 ㈱", "株式会社　ミナト情報"]
)
def test_one_key_for_all_spellings(text: str) -> None:
    assert [(c.key, c.legal_form) for c in contractors(text)] == [("ミナト情報", "株式会社")]


@pytest.mark.parametrize(
    ("number", "valid"), [("2010001000005", True), ("1010001000005", False), ("7000012050002", True), ("12", False)]
)
def test_corporate_number(number: str, valid: bool) -> None:
    assert is_corporate_number(number) is valid


@pytest.mark.parametrize(
    "text", ["株式会社", "株式会社ミナト第一支店", "緑野株式会社 株式会社", "山田太郎", "5社", "株式会社〓〓システム"]
)
def test_what_cannot_be_parted_has_no_key(text: str) -> None:
    assert all(c.key is None or c.legal_form for c in contractors(text))
    assert contractors(text)[0].key in (None, "緑野")


def test_an_answer_that_ran_in_is_no_party() -> None:
    found = contractors("株式会社ミナト情報\n<選択肢>\n[ 再委託する ] 1) 再委託する")
    assert [c.key for c in found if c.key] == ["ミナト情報"]


def test_numbered_in_one_line() -> None:
    found = contractors("(1)株式会社東和データ(2)北斗コンピュータ株式会社")
    assert [c.key for c in found] == ["東和データ", "北斗コンピュータ"]


def test_the_words_that_name_nobody() -> None:
    assert [(c.status, c.key) for c in contractors("入札により決定するため未定")] == [("by-tender", None)]
