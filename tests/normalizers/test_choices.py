"""Answers against options: what equals, what may be taken for an option, what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.normalizers import tables
from hyokasho.normalizers.choices import apart, as_listed, confusion_key, match_option, nearest_option

HANDLERS = [
    "10人未満",
    "10人以上50人未満",
    "50人以上100人未満",
    "100人以上500人未満",
    "500人以上1,000人未満",
    "1,000人以上",
]
DEGREE = ["特に力を入れて行っている", "十分に行っている", "十分に行っていない"]
YEARS = ["1年未満", "1年", "2年", "3年", "6年以上10年未満", "20年以上", "定められていない"]


@pytest.mark.parametrize(
    ("answer", "options", "number"),
    [
        ("１０人以上５０人未満", HANDLERS, 2),
        (" 1,000人 以上 ", HANDLERS, 6),
        ("１，０００人以上", HANDLERS, 6),
        ("十分に行っている。", DEGREE, 2),
        ("1年", YEARS, 2),
        ("", DEGREE, None),
        ("1000人以上", HANDLERS, None),
        ("行っている", DEGREE, None),
        ("実施する", ["実施する", "実施しない", "実施する"], None),
    ],
)
def test_equal_answers(answer: str, options: list[str], number: int | None) -> None:
    found, text, score = match_option(answer, options)
    assert found == number
    assert text == (options[number - 1] if number else None)
    assert (score == 1.0) is (number is not None) or answer == "実施する"


@pytest.mark.parametrize(
    ("answer", "options", "number"),
    [
        ("1O人以上5O人末満", HANDLERS, 2),
        ("1.000人以上", HANDLERS, 6),
        ("特にカを入れて行つている", DEGREE, 1),
        ("持に力を入れて行っている", DEGREE, 1),
        ("特に入れて行っている", DEGREE, 1),
        ("十分に行ってない", DEGREE, 3),
    ],
)
def test_misread_answers_that_mean_one_option(answer: str, options: list[str], number: int) -> None:
    found, text, score = nearest_option(answer, options)
    assert (found, text) == (number, options[number - 1])
    assert 0.8 <= score < 1


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        ("10人以上60人未満", HANDLERS),
        ("10人", HANDLERS),
        ("100人以上", HANDLERS),
        ("1年以上", YEARS),
        ("9年", YEARS),
        ("年", YEARS),
        ("十分に行って", DEGREE),
        ("行っている", DEGREE),
        ("", DEGREE),
        ("特に力を入れて行っている", []),
        ("全く別の答え", DEGREE),
    ],
)
def test_answers_that_are_not_sure_are_nothing(answer: str, options: list[str]) -> None:
    assert nearest_option(answer, options)[:2] == (None, None)


@given(st.sampled_from([HANDLERS, DEGREE, YEARS]), st.data())
def test_one_lost_character_never_gives_another_option(options: list[str], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(options) - 1))
    lost = data.draw(st.integers(0, len(options[right]) - 1))
    damaged = options[right][:lost] + options[right][lost + 1 :]
    found, text, _ = nearest_option(damaged, options)
    assert found in (None, right + 1) or damaged == text


@given(st.text(), st.lists(st.text(), max_size=6))
def test_any_text_is_taken(answer: str, options: list[str]) -> None:
    for number, text, score in (match_option(answer, options), nearest_option(answer, options)):
        assert (number is None) is (text is None)
        assert 0 <= score <= 1


def test_no_character_stands_in_two_classes_of_confusion() -> None:
    members = [char for row in tables.rows("confusions.csv") for char in row["class"] if not char.isspace()]
    assert len(members) == len(set(members))


def test_confusion_key_tells_apart_what_no_reader_confuses() -> None:
    assert confusion_key("未満") == confusion_key("末満")
    assert confusion_key("未満") != confusion_key("以上")
    assert confusion_key("2年") != confusion_key("3年")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (("500人以上", "500入未酒"), ("500人以上", "500人未満")),
        (("500人以上", "人"), None),
        (("500人以上", "500人未満", "未定"), None),
        (("500人以上", "500人"), None),
    ],
)
def test_the_options_of_a_scan_stand_in_the_places_of_the_form(
    printed: tuple[str, ...], read: tuple[str, ...] | None
) -> None:
    assert as_listed(printed, ("500人以上", "500人未満")) == (printed if read is None else read)


@pytest.mark.parametrize(
    "printed",
    [
        ("特に力を入れて行っている", "十分に行っている", "十分に行っていない", "特に力を入れて行っている"),
        (
            "特に力を入れて行っている",
            "十分に行っている",
            "を選択した評価実施機関については、重点項目評価書に記載されている。",
        ),
    ],
)
def test_what_a_scan_shows_twice_or_behind_a_list_is_no_option_of_it(printed: tuple[str, ...]) -> None:
    assert as_listed(printed, DEGREE) == tuple(DEGREE)


@pytest.mark.parametrize(
    ("options", "number", "characters"),
    [
        (("定めている", "定めていない"), 1, 2),
        (("1年未満", "1年", "2年"), 2, 1),
        (("特に力を入れている", "十分である"), 2, 2),
        (("実施する",), 1, 2),
    ],
)
def test_how_many_characters_part_options(options: tuple[str, ...], number: int, characters: int) -> None:
    assert apart(number, options) == characters
