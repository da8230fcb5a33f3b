"""The patterns of the wording data: what is wrong with them is told, and they are asked for by their names."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from hyokasho.normalizers.character_classes import BULLETS, JAPANESE, character_classes
from hyokasho.normalizers.tables import rows
from hyokasho.parsers.forms import check
from hyokasho.parsers.forms.wording import entries, filled_in, pattern, source, subjects, words

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("subject", subjects())
def test_every_pattern_finds_its_examples_and_no_other_text(subject: str) -> None:
    assert list(check.wording_problems(subject, entries(subject))) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"examples": ["六月"]}, "day does not find 六月"),
        ({"others": ["令和6年4月1日"]}, "day finds 令和6年4月1日"),
        ({"pattern": "("}, "day: missing )"),
        ({"pattern": "{{dates.night}}"}, "day: 'night'"),
    ],
)
def test_a_wrong_pattern_is_told(change: dict[str, Any], told: str) -> None:
    broken = copy.deepcopy({"day": entries("dates")["day"]})
    broken["day"].update(change)
    assert told in "\n".join(check.wording_problems("dates", broken))


def test_a_pattern_without_an_example_has_the_wrong_shape() -> None:
    shape = check.shape_problems("wording/dates.yaml", {"day": {"pattern": "x", "says": "a whole day"}}, "wording")
    assert "'examples' is a required property" in "\n".join(shape)


def test_a_pattern_names_others_and_classes_of_characters() -> None:
    assert source("edition_tag", "month") in source("edition_tag", "tag")
    assert filled_in("[{{bullets}}]") == f"[{BULLETS}]"
    with pytest.raises(KeyError):
        filled_in("{{letters}}")


def test_no_pattern_and_no_list_is_left_over() -> None:
    code = "\n".join(path.read_text("utf-8") for d in ("parsers", "pipeline") for path in (ROOT / d).rglob("*.py"))
    data = "\n".join(str(entries(subject)) for subject in subjects())
    called = re.finditer(r"""(?:pattern|source|words)\(['"]([a-z_]+)['"], ['"]([a-z_]+)['"]\)""", code)
    named = re.finditer(r"\{\{([a-z_]+)\.([a-z_]+)\}\}", data)
    asked = {(match[1], match[2]) for match in (*called, *named)}
    there = {(subject, name) for subject in subjects() for name in entries(subject)}
    assert asked == there


def test_a_subject_or_name_that_there_is_not_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        pattern("weather", "rain").search("rain")
    with pytest.raises(KeyError):
        words("cover", "rain")


def test_every_class_of_characters_holds_its_example() -> None:
    for row in rows("character_classes.csv"):
        assert re.fullmatch(f"[{row['characters']}]+", row["example"]), row["class"]
        assert row["source"]
    assert set(character_classes()) >= {"kana", "kanji", "bullets"}
    assert re.fullmatch(f"[{JAPANESE}]+", "佐々木カード")
