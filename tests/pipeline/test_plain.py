"""Nothing from a document can steer the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyokasho.pipeline.plain import printable, printable_json, printable_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("所沢市\n①㈱", "所沢市\n①㈱"),
        ("\x1b[31m赤\x1b[0m", "\\x1b[31m赤\\x1b[0m"),
        ("a\rb\x00\x9b2J", "a\\x0db\\x00\\x9b2J"),
        ("abc\u202efdp.exe", "abc\\u202efdp.exe"),
        ("列\t列", "列    列"),
        ("\ud800", "\\ud800"),
    ],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_line_stays_a_line() -> None:
    assert printable_line("a\nb") == "a\\nb"


@given(st.text())
def test_json_stays_json_and_is_printable(text: str) -> None:
    safe = printable_json(json.dumps({"value": text}, ensure_ascii=False))
    assert json.loads(safe) == {"value": text}
    assert printable(safe) == safe
