"""Glyphs that the file gives no character for: told by the texts of the forms, by their picture, or not known."""

from __future__ import annotations

import re

import pytest

from hyokasho.normalizers.text import fold
from hyokasho.parsers.model import UNKNOWN_MARK
from hyokasho.parsers.sources.glyphs.unnamed import _agreed, _around, _filled
from hyokasho.parsers.sources.pictured import picture_texts
from hyokasho.pipeline import stages
from hyokasho.pipeline.samples.compare import compare
from hyokasho.pipeline.samples.generate import make_statement
from hyokasho.pipeline.samples.manner import make_manner
from hyokasho.pipeline.samples.write import Printing, print_statement

SEEDS = [seed for seed in range(100, 140) if make_manner(seed, "characters").characters == "unnamed"][:4]
SOURCE = ("raw", "message", "evidence")
"""Columns that quote what the file has, not known characters too."""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_not_named_is_told_or_null_and_never_wrong(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_texts, "_engine", lambda: None)
    statement, printing = make_statement(seed, "kiso"), Printing(drawn="characters")
    tables = stages.process_bytes(print_statement(statement, printing)[0], "statement.pdf")
    found = compare(printing.golden_of(statement, "statement.pdf"), tables)
    # (rows of 変更箇所 in which most cells are null are not told for the same)
    assert not [name for name, count in found.counts.items() if count.wrong and name != "changes"]
    assert found.mean_f1 > 0.75
    values = [str(v) for rows in tables.values() for row in rows for k, v in row.items() if k not in SOURCE]
    assert not [value for value in values if UNKNOWN_MARK in value]
    codes = {issue["code"] for issue in tables["issues"]}
    assert found.mean_f1 == 1.0 or "unnamed-character" in codes


@pytest.mark.parametrize(
    ("shown", "char"),
    [
        (["地方?関係情報", "国?関係情報"], "税"),
        (["住民?関係情報"], None),  # (票, but one place of few characters is not enough)
        (["この文は様式に?ない文"], None),
    ],
)
def test_the_forms_tell_a_character(shown: list[str], char: str | None) -> None:
    places = []
    for text in shown:
        signs = ["." if sign == "?" else re.escape(fold(sign)) for sign in text]
        places += _around(signs, text.index("?"))
    assert _agreed(dict.fromkeys(places)) == char


@pytest.mark.parametrize(
    ("text", "read", "filled"),
    [
        ("１．\ufffd務課", "1.税務課", "１．税務課"),
        ("市民\ufffd", "市民税", "市民税"),
        ("市民\ufffd", "市民税課", "市民\ufffd"),
        ("\ufffd\ufffd課", "税務課", "税務課"),
        ("市長", "市民", "市長"),
    ],
)
def test_a_picture_fills_only_what_is_not_known(text: str, read: str, filled: str) -> None:
    assert _filled(text, read) == filled
