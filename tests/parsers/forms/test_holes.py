"""What the forms print around a character."""

from __future__ import annotations

import pytest

from hyokasho.parsers.forms.lexicon.holes import told_around, told_closely


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("③対象となる事務の内容", {}),
        ("事猪の名称", {}),  # (one character before it is not known by two)
        ("法令上の恨拠", {}),
        ("評価実施機閂における担当部署", {"閂": "関"}),
        ("特定個入情報ファイルの名称", {"入": "人"}),
        ("毎朝の体操を欠かさない", {}),
    ],
)
def test_a_character_is_told_by_two_at_each_side(text: str, told: dict[str, str]) -> None:
    found = {text[at]: chars for at, _, chars in told_closely(text)[1]}
    assert found == told


@pytest.mark.parametrize(
    ("text", "at", "char"), [("事猪の名称", 1, "務"), ("法令上の恨拠", 4, "根"), ("庭の手入", 1, None)]
)
def test_a_character_at_an_end_is_told_by_one_side(text: str, at: int, char: str | None) -> None:
    assert {chars for _, _, chars in told_around(text, at)} == ({char} if char else set())
