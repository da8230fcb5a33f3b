from __future__ import annotations

from datetime import date

import pytest

from hyokasho.normalizers.agencies import bodies, body, municipalities


def check_digit(digits: str) -> str:
    """The sixth digit of a code of five digits (JIS X 0401/0402: weights 6 to 2, eleven less the rest)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def test_every_code_has_its_check_digit() -> None:
    assert [m for m in municipalities() if m.code[5] != check_digit(m.code[:5])] == []


@pytest.mark.parametrize(
    ("digits", "check"), [("01100", "2"), ("13101", "6"), ("11208", "9"), ("22138", "4"), ("47201", "8")]
)
def test_check_digit(digits: str, check: str) -> None:
    assert check_digit(digits) == check


def test_codes_in_force_are_unique_and_there_are_all_of_them() -> None:
    now = [m for m in municipalities() if m.last is None]
    assert len({m.code for m in now}) == len(now)
    kinds = [m.kind for m in now]
    assert kinds.count("都道府県") == 47
    assert kinds.count("特別区") == 23
    assert kinds.count("市") + kinds.count("町") + kinds.count("村") == 1718
    assert kinds.count("行政区") == 171


def test_successors_are_codes() -> None:
    codes = {m.code for m in municipalities()}
    assert [m for m in municipalities() if m.successor and m.successor not in codes] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("札幌市長", "011002"), ("函館市長", "012025"), ("所沢市長", "112089"), ("東京都千代田区長", "131016"),
        ("横浜市", "141003"), ("大阪市長", "271004"), ("福岡市長", "401307"),
        ("那覇市長", "472018"), ("東京都知事", "130001"),
    ],
)  # fmt: skip
def test_codes_known_from_elsewhere(text: str, code: str) -> None:
    found = body(text)
    assert found is not None and found.code == code


@pytest.mark.parametrize("text", ["府中市長", "伊達市長", "池田町長", "森町長"])
def test_what_the_name_does_not_decide_is_null(text: str) -> None:
    found = body(text)
    assert found is not None
    assert (found.code, found.prefecture, found.doubt) == (None, None, "ambiguous")


def test_the_statement_decides() -> None:
    found = body("府中市長", "広島県")
    assert found is not None and found.code == "342084"


def test_a_prefecture_that_there_is_not_gives_no_code() -> None:
    found = body("緑野県所沢市長")
    assert found is not None and (found.name, found.code, found.prefecture) == ("所沢市", None, None)


def test_a_body_that_ended_has_its_days() -> None:
    found = body("宮城県富谷町長")
    assert found is not None and (found.code, found.code_to) == ("044237", date(2016, 10, 9))
    ward = body("浜松市天竜区")
    assert ward is not None and (ward.code, ward.code_from) == ("221406", date(2024, 1, 1))


def test_several_bodies_in_one_cell() -> None:
    assert [b.kind for b in bodies("所沢市長、所沢市教育委員会")] == ["市", "教育委員会"]
    assert [b.name for b in bodies("埼玉県\n熊谷市長")] == ["熊谷市"]
    assert bodies("所沢市長、その他") == ()
