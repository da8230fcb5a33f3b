"""Furigana in the plain lines of a dump: a text keeps the small kana above a word, but no longer their size or place.

They are told by what they are: pieces of nothing but hiragana, on lines of their own above words of kanji, many of them
in the text. What grammar leaves of a broken line (`らない`, `によるもの`) is no reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from hyokasho.normalizers.character_classes import KANJI, character_classes
from hyokasho.normalizers.late import late
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

_PIECE = late(r"[^ \u3000\t\f]+")
_READING = re.compile(rf"[{character_classes()['hiragana']}]{{3,}}")
_GRAMMAR = pattern("sentences", "hiragana_grammar")
_KANJI = re.compile(f"[{KANJI}]")
_NUMBERED = late(rf"([^{KANJI}]{{1,3}}?)[ \u3000]*([{character_classes()['hiragana']}]{{3,}})")
"""The number of a list's entry with a reading behind it; the word that is read stands on the next line."""
_LEAST = 8
"""Different readings on lines of their own from which a text is believed to have them."""
_BELOW = 2
"""Lines below a reading within which its word stands."""


def without_readings(text: str) -> tuple[str, list[Issue]]:
    """The text without its readings, all else in its columns, and the issue that tells of them; the same text and none
    where it has no furigana. Lines of nothing else are left out: a blank line would part the text around it."""
    lines = text.split("\n")
    alone = [at for at, line in enumerate(lines) if _is_reading_line(line) and _stands_above(at, lines)]
    if len({piece for at in alone for piece in lines[at].split()}) < _LEAST:
        return text, []
    kept = [_PIECE.sub(_blank, line) for line in lines]
    for at, line in enumerate(lines[:-1]):
        kept[at : at + 2] = _with_its_number(line, kept[at], kept[at + 1])
    told = make_issue("furigana", f"readings in small kana on {len(alone)} lines of the text")
    shown = (new for old, new in zip(lines, kept, strict=True) if new.strip(" \u3000") or not old.strip())
    return "\n".join(shown), [told]


def _is_reading(piece: str) -> bool:
    return _READING.fullmatch(piece) is not None and _GRAMMAR.search(piece) is None


def _is_reading_line(line: str) -> bool:
    pieces = line.split()
    return bool(pieces) and all(map(_is_reading, pieces))


def _stands_above(at: int, lines: Sequence[str]) -> bool:
    """Does a word of kanji stand right below?"""
    return any(_KANJI.search(line) for line in islice(lines, at + 1, at + 1 + _BELOW))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0]) if _is_reading(match[0]) else match[0]


def _with_its_number(line: str, kept: str, below: str) -> tuple[str, str]:
    """A line and the one below, the number of an entry put before its text where it stood alone with a reading."""
    match = _NUMBERED.fullmatch(line.strip())
    start = len(line) - len(line.lstrip())
    if match is None or not _is_reading(match[2]) or len(below) - len(below.lstrip()) <= start + len(match[1]):
        return kept, below
    return "", below[:start] + match[1] + below[start + len(match[1]) :]
