"""Characters that look alike, settled by what stands beside them and by the size of their ink.

This is part of reading a line: a katakana ka and the kanji for strength are one picture, so the recogniser's choice
between them means nothing. Words are not guessed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hyokasho.normalizers.character_classes import KANJI, STROKES, character_classes
from hyokasho.parsers.data_files import read_yaml
from hyokasho.parsers.sources.scan.lattice import BLANK, FLOOR, Lattice
from hyokasho.parsers.sources.scan.ocr import Char, Reading, compared

_HALF = 0.3
"""Half the width (line heights) of the middle of a kana, where no neighbour's ink lies."""
_CLOSE = 0.02
_ROOM = 0.85
"""A character so far (line heights) behind the edge of its line has something before it; its own middle is at 0.5."""
_OWN = 0.55
"""Half the width of a character at most, in line heights."""
_POSSIBLE = 0.02
"""Chance from which a sign was held possible: on made-up pages of 200 dpi lost ornaments have 0.05 to 0.4."""
_GAP, _INKED = 1.55, 0.1
"""Line heights between the middles of two characters that have one between them, and the share of the paper there that
is ink: on made-up faxes a lost character had 0.19 and more, paper with specks and points up to 0.07."""
_LONE, _FILLED = (0.7, 1.4), 0.8
"""Width to height of a kanji that stands alone, and share of its columns and rows that have ink."""
_ECHO = 2
"""Columns of the engine between a character and its echo; the next character is four columns away."""


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """The data file: each pair keyed by both its members."""

    merged: Mapping[str, str]
    katakana: Mapping[str, str]
    kanji_words: frozenset[str]
    hiragana: Mapping[str, str]
    latin: Mapping[str, str]
    squares: frozenset[str]
    small: Mapping[str, tuple[str, float]]
    line_pieces: frozenset[str]
    flat: frozenset[str]
    opening: str
    after_small: str
    no_words: Mapping[str, str]


@cache
def look_alikes() -> LookAlikes:
    """The pairs of `lookalikes.yaml`."""
    data = read_yaml(__package__, "lookalikes.yaml")
    return LookAlikes(
        {old: group[0] for group in data["merged"] for old in group[1:]},
        {char: pair for pair in data["katakana"] for char in pair},
        frozenset(data["kanji_words"]),
        {char: pair for pair in data["hiragana"] for char in pair},
        data["latin"],
        frozenset(data["squares"]),
        {char: (pair, float(share)) for pair, share in data["small_kana"].items() for char in pair},
        frozenset(data["line_pieces"]),
        frozenset(data["flat"]),
        data["opening"],
        data["after_small"],
        data["no_words"],
    )


@cache
def alike(char: str) -> tuple[str, ...]:
    """The character and those that only its neighbours or its size tell from it, in the form they are compared in."""
    pairs = look_alikes()
    small = pairs.small.get(char, ("", 0.0))[0]
    latin = {one for pair in pairs.latin.items() if char in pair for one in pair}
    chars = {char, *pairs.katakana.get(char, ""), *pairs.hiragana.get(char, ""), *small, *latin}
    return tuple(sorted({compared(one) for one in chars}))


def settle(reading: Reading, picture: NDArray[np.bool_]) -> Reading:
    """The reading with look-alikes settled; `picture` is the ink of its line, tight around it."""
    chars = _with_lost(_without_echoes(reading.chars), reading.lattice, picture)
    if len(chars) == 1 and reading.lattice is not None and _is_lone_kanji(chars[0], picture):
        sure = _among_signs(reading.lattice, chars[0].column, compared(chars[0].text))
        chars = [replace(chars[0], confidence=max(chars[0].confidence, sure))]
    if any(is_kanji(char.text) for char in chars):
        chars = [_sized(char, picture) if char.text in look_alikes().small else char for char in chars]
    for i in range(len(chars)):
        chars[i] = _by_neighbours(chars, i)
    for i in range(len(chars)):
        chars[i] = _grown(chars, i)
    chars = _worded(chars)
    return replace(reading, chars=(*_opening_sign(chars, reading, picture), *chars))


def _is_lone_kanji(char: Char, picture: NDArray[np.bool_]) -> bool:
    """Is this one kanji with ink all over its place? There it is asked which character stands there, not whether one
    does: engines hold a character alone, as long lines leave it to the next, for paper."""
    height, width = picture.shape
    square = _LONE[0] <= width / height <= _LONE[1]
    return is_kanji(char.text) and square and min(picture.any(axis=0).mean(), picture.any(axis=1).mean()) >= _FILLED


def _worded(chars: list[Char]) -> list[Char]:
    """The characters, those that make no word put as the word that they look like."""
    text = "".join(char.text for char in chars)
    if len(text) != len(chars):
        return chars
    for read, word in look_alikes().no_words.items():
        for at in (match.start() for match in re.finditer(read, text)):
            for k, (before, after) in enumerate(zip(read, word, strict=True)):
                if before != after:
                    chars[at + k] = replace(chars[at + k], text=after)
    return chars


def _opening_sign(chars: Sequence[Char], reading: Reading, picture: NDArray[np.bool_]) -> tuple[Char, ...]:
    """The sign that stands before the first character and was not read; none where there is no ink, or no such sign."""
    height, width = picture.shape
    first = chars[0] if chars else None
    if first is None or reading.lattice is None or first.column <= 0 or first.x * width < _ROOM * height:
        return ()
    seen = [(reading.lattice.track((compared(sign),))[: first.column], sign) for sign in look_alikes().opening]
    track, sign = max(seen, key=lambda one: float(one[0].max()))
    ink = picture[:, : max(1, round(first.x * width - _OWN * height))]
    if track.max() < _POSSIBLE or not ink.any():
        return ()
    column = int(track.argmax())
    sure = _among_signs(reading.lattice, column, sign)
    return (Char(sign, (column + 0.5) / reading.lattice.length, sure, column),)


def _among_signs(lattice: Lattice, column: int, sign: str) -> float:
    """How sure a sign is where ink says that some character stands: its share of the chances of all."""
    blank, _ = lattice.against(column, (BLANK,), 1.0)
    own, _ = lattice.against(column, (compared(sign),), 1.0)
    return min(1.0, own / max(1.0 - blank, FLOOR))


def _with_lost(chars: Sequence[Char], lattice: Lattice | None, picture: NDArray[np.bool_]) -> list[Char]:
    """The characters, with the one that was lost wherever there is ink in a gap as wide as one between two."""
    found = list(chars[:1])
    for before, after in pairwise(chars):
        found += [] if lattice is None else _lost_between(before, after, lattice, picture)
        found.append(after)
    return found


def _lost_between(before: Char, after: Char, lattice: Lattice, picture: NDArray[np.bool_]) -> list[Char]:
    """The likeliest character or figure between two; none where they stand no further apart than others do, where there
    is no ink, or where none was held possible."""
    height, width = picture.shape
    if not _GAP <= (after.x - before.x) * width / height <= _GAP + 1.0:
        return []
    ink = picture[:, round(before.x * width + _OWN * height) : round(after.x * width - _OWN * height)]
    signs = lattice.between(before.column + 1, after.column, _POSSIBLE)
    sign, column = next(((sign, column) for sign, column in signs if sign.isalnum()), ("", 0))
    if not sign or not ink.size or ink.mean() < _INKED:
        return []
    share = (column - before.column) / (after.column - before.column)
    return [Char(sign, before.x + share * (after.x - before.x), _among_signs(lattice, column, sign), column)]


def _without_echoes(chars: Sequence[Char]) -> list[Char]:
    """The characters without those seen twice: the same picture taken for hiragana or kanji, and for katakana."""
    kept: list[Char] = []
    for char in chars:
        pair = look_alikes().katakana.get(char.text)
        near = kept and 0 < char.column - kept[-1].column <= _ECHO and char.text != kept[-1].text
        if not (near and pair is not None and kept[-1].text in pair):
            kept.append(char)
    return kept


def _sized(char: Char, picture: NDArray[np.bool_]) -> Char:
    """Large or small kana by where its ink begins, in a line as high as its kanji; as read where that is close."""
    pair, share = look_alikes().small[char.text]
    height, width = picture.shape
    left, right = char.x * width - _HALF * height, char.x * width + _HALF * height
    rows = np.flatnonzero(picture[:, max(0, round(left)) : round(right) + 1].any(axis=1))
    begins = rows[0] / height if len(rows) else share
    if abs(begins - share) < _CLOSE:
        return char
    return replace(char, text=pair[1] if begins > share else pair[0])


def _grown(chars: Sequence[Char], i: int) -> Char:
    """A small katakana inside a line where none can be, large: a large katakana stands before it (チェック apart)."""
    pairs = look_alikes()
    pair, _ = pairs.small.get(chars[i].text, ("", 0.0))
    if not i or not pair or chars[i].text != pair[1] or not _katakana(pair[0]):
        return chars[i]
    before = chars[i - 1].text
    small = before in pairs.small and pairs.small[before][0][1] == before
    if _katakana(before) and (not small or pair[1] in pairs.after_small):
        return chars[i]
    return replace(chars[i], text=pair[0])


def _by_neighbours(chars: Sequence[Char], i: int) -> Char:
    text = chars[i].text
    if text in "ⅠⅡ" and (_latin(chars, i - 1) or _latin(chars, i + 1)):
        return replace(chars[i], text="I" * (1 + (text == "Ⅱ")))
    before = chars[i - 1].text if i else ""
    after = chars[i + 1].text if i + 1 < len(chars) else ""
    if text in look_alikes().latin and _in_latin(chars, i):
        return replace(chars[i], text=look_alikes().latin[text])
    if text in look_alikes().hiragana:
        pair = look_alikes().hiragana[text]
        return replace(chars[i], text=pair[1] if _katakana(after) else pair[0])
    if text not in look_alikes().katakana:
        return chars[i]
    pair = look_alikes().katakana[text]
    beside = _katakana(before) + _katakana(after)
    if _STROKE.match(pair[0]):
        if _katakana(before) and (_katakana(after) or not is_kanji(after)):
            return replace(chars[i], text=pair[0])
        return replace(chars[i], text=pair[1]) if is_kanji(before) and is_kanji(after) else chars[i]
    if before + pair[1] in look_alikes().kanji_words:
        return replace(chars[i], text=pair[1])
    if beside == 2 or (beside == 1 and not is_kanji(after)):
        return replace(chars[i], text=pair[0])
    if not beside and _HIRAGANA.match(pair[1]) and not (is_kanji(before) or _HIRAGANA.match(before)):
        return replace(chars[i], text=pair[0])  # り ends a word of kanji or hiragana and begins none
    return replace(chars[i], text=pair[1]) if not beside else chars[i]


def _in_latin(chars: Sequence[Char], i: int) -> bool:
    """Does a sign stand among capitals: between two, behind two and before a stroke, or before two?"""
    if _capital(chars, i - 1):
        stroke = i + 1 < len(chars) and _stroke(chars[i + 1].text)
        return _capital(chars, i + 1) or (_capital(chars, i - 2) and stroke and _capital(chars, i + 2))
    before = chars[i - 1].text if i else ""
    figure = compared(chars[i].text) == "0"  # (which may belong to a number before)
    if figure or _stroke(chars[i].text) or (before and (is_kanji(before) or _katakana(before))):
        return False
    return _capital(chars, i + 1) and _capital(chars, i + 2)


def _stroke(char: str) -> bool:
    return look_alikes().latin.get(char, compared(char)) == "/"


def _capital(chars: Sequence[Char], i: int) -> bool:
    return 0 <= i < len(chars) and "A" <= compared(chars[i].text) <= "Z"


def _latin(chars: Sequence[Char], i: int) -> bool:
    return 0 <= i < len(chars) and chars[i].text.isascii() and chars[i].text.isalpha()


_KATAKANA = re.compile(f"[{character_classes()['katakana']}]")
_HIRAGANA = re.compile(f"[{character_classes()['hiragana']}]")
_STROKE = re.compile(f"[{STROKES}]")
_KANJI = re.compile(f"(?![{STROKES}])[{KANJI}]")


def _katakana(char: str) -> bool:
    return _KATAKANA.match(char) is not None


def is_kanji(char: str) -> bool:
    """Is this a kanji, the stroke for one apart, which may be a dash?"""
    return _KANJI.fullmatch(char) is not None
