"""Kinds of characters, as data (`data/character_classes.csv`): what stands between the brackets of a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hyokasho.normalizers import tables


@cache
def character_classes() -> Mapping[str, str]:
    """Name of a class (kanji, bullets ...) -> its characters and ranges, to be put between brackets."""
    return {row["class"]: row["characters"] for row in tables.rows("character_classes.csv")}


KANA = character_classes()["kana"]
KANJI = character_classes()["kanji"]
JAPANESE = KANA + KANJI
BULLETS = character_classes()["bullets"]
LIST_SIGNS = character_classes()["list_signs"]
COMMON = character_classes()["common"]
LABEL_MARKS = character_classes()["label_marks"]
NOT_FIRST = character_classes()["not_first"]
STROKES = character_classes()["strokes"]
