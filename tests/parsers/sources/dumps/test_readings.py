"""Furigana in dumps: readings of words are left out, what grammar leaves of a broken line stays."""

import pytest

from hyokasho.parsers.sources.dumps.notation.readings import without_readings

READINGS = (
    "しょうめい", "こじん", "ばんごう", "まどぐち", "しんせい", "かぜい", "つうち", "けっさい", "こうふ", "とうろく",
)  # fmt: skip
READ = "\n".join(f"          {reading}\n内容      証明{n}" for n, reading in enumerate(READINGS))
"""A text of many words with their readings above."""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  こじん   ばんごう\n①個人番号", "①個人番号"),
        ("る。       こじん\n個人の情報", "る。\n個人の情報"),
        ("ウ  こじん\n     個人の情報", "ウ    個人の情報"),
        ("住民の申請によるもの こじん\n個人", "住民の申請によるもの\n個人"),
        ("申請が当\nたらない\n個人", "申請が当\nたらない\n個人"),
        ("申請書に\nよるもの\n\n個人", "申請書に\nよるもの\n\n個人"),
        ("申請\n\f   こじん\n個人", "申請\n\f\n個人"),
    ],
)
def test_readings_are_left_out_of_a_text_that_has_many(given: str, expected: str) -> None:
    text, (issue,) = without_readings(f"{READ}\n{given}")
    shown = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    assert shown.endswith("内容      証明9\n" + expected)
    assert issue.code == "furigana"


def test_a_text_with_a_few_lines_of_hiragana_stays_as_it_is() -> None:
    text = "申請\nしんせい\n個人\nこじん\n\nによるもの\n通知"
    assert without_readings(text) == (text, [])
