"""Counts and circled numbers."""

from __future__ import annotations

from hyokasho.normalizers import tables
from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold

KANJI_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_KANJI_STEPS = {"十": 10, "百": 100, "千": 1000}
_KANJI_GROUPS = {"万": 10**4, "億": 10**8}
_BRACKETS = late(r"^[(\[<「【〔]*(.*?)[)\]>」】〕]*$")
_UNIT = late(r"(?:件|人|名|項目|個|社|箇所|か所|ヶ所|カ所|ファイル|枚|頁|ページ)?$")
_PLAIN = late(r"[0-9]{1,15}$")
_GROUPED = late(r"[0-9]{1,3}(?:,[0-9]{3})+$")
_MIXED = late(r"(?:([0-9,]+)億)?(?:([0-9,]+)万)?([0-9,]+)?$")


def parse_count(text: str) -> int | None:
    """The whole number that `text` says: `3`, `（ ３ ）件`, `十二件`, `1,234`, `10万人`. None for anything else.

    A range (2~5), an estimate (約3件) and a circled number are no counts.
    """
    key = _BRACKETS.sub(r"\1", fold(text))
    return _number(_BRACKETS.sub(r"\1", _UNIT.sub("", key)))


def _digits(key: str) -> int | None:
    if _PLAIN.match(key):
        return int(key)
    return int(key.replace(",", "")) if _GROUPED.match(key) else None


def _number(key: str) -> int | None:
    if not key:
        return None
    mixed = _MIXED.match(key)
    if not mixed:
        return kanji_number(key)
    parts = [_digits(part) if part else 0 for part in mixed.groups()]
    hundred_millions, ten_thousands, ones = parts
    if hundred_millions is None or ten_thousands is None or ones is None:
        return None
    return hundred_millions * 10**8 + ten_thousands * 10**4 + ones


def kanji_number(text: str) -> int | None:
    """The number written in kanji numerals, by position (二〇二四) or with 十百千万億. None if it is none."""
    if not text or len(text) > 20:
        return None
    if all(char in KANJI_DIGITS for char in text):
        return int("".join(str(KANJI_DIGITS[char]) for char in text))
    total = group = digit = 0
    for char in text:
        if char in KANJI_DIGITS:
            if digit:
                return None
            digit = KANJI_DIGITS[char]
        elif char in _KANJI_STEPS:
            group += (digit or 1) * _KANJI_STEPS[char]
            digit = 0
        elif char in _KANJI_GROUPS and group + digit:
            total += (group + digit) * _KANJI_GROUPS[char]
            group = digit = 0
        else:
            return None
    return total + group + digit


def circled_number(char: str) -> int | None:
    """The number in a circled number of any style (`①` 1, `⑳` 20, `㊿` 50, `❸` 3), None for any other text."""
    return tables.circled().get(char)
