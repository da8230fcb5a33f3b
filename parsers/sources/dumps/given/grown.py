"""Words of the form in bold type that a tool gave as pieces, each of which says again the end of the one before.

`評価書番 / 評価書番 / 価書番号` is 評価書番号. Pieces stand on lines of their own, or in one line with blanks between.
They are put together where the whole is a word of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from hyokasho.normalizers.numbers import circled_number
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import ANNEX, CHANGE_COLUMNS, ENTITIES, RECORD_COLUMNS, names_file
from hyokasho.parsers.forms.lexicon import TermKind, words_of
from hyokasho.parsers.forms.lexicon.labels import is_label, item_numbers, label_key

from ..notation.prefixes import starts
from ..tables.record_heads import HEADING

_MOST = 24
"""Pieces of a word at most."""
_OPENERS, _CLOSERS = "<【[(", ">】])"
_OVERLAP = 2
"""Letters that two pieces of bold type share at least where they make no word of the form."""
_ORNAMENT_AND_LETTER = 2
_FEWEST = 3
"""Pieces that say a word twice over at least."""
_OTHERS: tuple[TermKind, ...] = ("title", "cover", "toc")
"""Kinds of words that are no labels."""
_COUNTED = re.compile(r"[○●][^\d\s]|[(（]?\d{1,2}[)）.．][ \u3000]*[^\d\s]")
"""How a heading of record items begins that has no ornament of its own."""
_COLUMNS = frozenset(map(fold, (*CHANGE_COLUMNS, *RECORD_COLUMNS)))
_BLANKS = 2
"""Blanks within a piece of a line at most."""
_PARTS = 3
"""Pieces of a torn line at most."""
_MOST_TIMES = 4
"""So often bold type says a word at most."""
_PLAIN = re.compile(r"(\d{1,2})[ \u3000](.+)")
"""A label whose circled number the tool gave as digits."""
_NUMBER_FIRST = re.compile(rf"\d{{1,2}}[.]?|[IV]{{1,3}}[.]?|\(|\({ANNEX[0]}|\({ANNEX}\d?\)?|{ANNEX}\d?")
_ANNEX_FIRST = re.compile(rf"([(（]{ANNEX}.?[)）])[ \u3000]*(.+)")
_BAND_FIRST = re.compile(rf"(?:{ENTITIES})\d{{0,2}}(?:~\d{{0,2}})?")
"""How the number of a heading, and a band of entities, begins, folded."""


def without_grown_pieces(text: str) -> str:
    """The text with the words of the form that stand in it in growing pieces put together."""
    lines = list(_said_torn(text.split("\n")))
    apart = [" ".join(_in_line(line.split(" "))) if line.count(" ") >= _FEWEST else line for line in lines]
    return "\n".join(_bold_together(_joined(apart, 0)))


def _said_torn(lines: Sequence[str]) -> Iterator[str]:
    """The lines; once what bold type says again and again, where a tool tore some of it (`公表日 / 公 / 表日`)."""
    at = 0
    while at < len(lines):
        first, times, end = next(filter(lambda said: said[1] > 1, _said_from(lines, at)), (1, 1, at + 1))
        text = "".join(line.strip() for line in lines[at : at + first])
        torn = end - at > times and any(map(str.isalpha, text)) and (_is_word(text) or _is_heading(text))
        yield text if torn else lines[at]
        at = end if torn else at + 1


def _said_from(lines: Sequence[str], at: int) -> Iterator[tuple[int, int, int]]:
    """For so many lines from here on, how often is said what they hold, and where that ends."""
    for first in range(1, min(_PARTS, len(lines) - at) + 1):
        yield first, *_times(lines, at, first)


def _times(lines: Sequence[str], at: int, first: int) -> tuple[int, int]:
    """How often what the first lines from here on hold is said, in so many lines or others, and where that ends."""
    said, again = _bare(lines[at : at + first]), ""
    times, end = int(bool(said)), at + first
    for stop in range(at + first, min(len(lines), at + first + _PARTS * _MOST_TIMES) if said else 0):
        again += _bare(lines[stop : stop + 1])
        if again == said:
            times, end, again = times + 1, stop + 1, ""
        elif not said.startswith(again):
            break
    return times, end


def _bare(lines: Sequence[str]) -> str:
    return "".join(letter for line in lines for letter in line if not letter.isspace())


def _in_line(pieces: Sequence[str]) -> Iterator[str]:
    return _bold_together(_joined(pieces, _BLANKS))


def _joined(pieces: Sequence[str], blanks: int) -> list[str]:
    """The pieces with the words put together. `blanks`: so many of them at most stand within a piece."""
    kept: list[str] = []
    at = 0
    while at < len(pieces):
        word, at = _word(pieces, at, blanks)
        kept.append(word)
    return kept


def _bold_together(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those put together that are each said twice and go on in the next: `＜給付情`, `付情報＞`.

    Nothing but bold type is said twice, and a word of the form is whole, so this is a heading of record items."""
    at = 0
    while at < len(lines):
        text, end = _bold_from(lines, at)
        whole = end - at > 2
        yield text if whole else lines[at]
        at = end if whole else at + 1


def _bold_from(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The text of the lines from here on that are each said twice and go on from each other, and where it ends. Pieces
    that say but one letter again count where they make a heading whole at last."""
    told = text, end = "", at
    while end + 1 < len(lines) and lines[end] == lines[end + 1]:
        piece = lines[end].strip()
        again = piece == text and _is_heading(piece)
        step = len(piece) if again else _overlap(text, piece)
        if not piece or (text and (not step or _is_word(text))):
            break
        text, end = text + piece[step:], end + 2
        shared = again or step >= min(_OVERLAP, len(piece))
        if (shared and end - 2 == told[1]) or not told[0] or _completes(told[0], text):
            told = text, end
    return told


def _is_heading(piece: str) -> bool:
    return bool(HEADING.match(piece) or _COUNTED.match(piece)) or names_file(piece)


def _completes(text: str, whole: str) -> bool:
    """Does a heading that has a bracket open, is the beginning of the name of a file, or has but one letter behind its
    ornament, become whole?"""
    if _opened(text) > 0:
        return _opened(whole) == 0
    if HEADING.match(text) and len(fold(text)) == _ORNAMENT_AND_LETTER and not HEADING.match(whole[1:]):
        return True
    return bool(HEADING.match(text) or _COUNTED.match(text)) and not names_file(text) and names_file(whole)


def _opened(text: str) -> int:
    key = fold(text)
    return sum(map(key.count, _OPENERS)) - sum(map(key.count, _CLOSERS))


def _word(pieces: Sequence[str], start: int, blanks: int) -> tuple[str, int]:
    """The longest word of the form in the pieces from here on, and where it ends; the piece itself where there is
    none. Lines may also go on with a word where none of its letters stands twice (it is torn besides)."""
    best = pieces[start], start + 1
    stop = min(len(pieces), start + _MOST)
    begun = [("", start, False)]
    seen = set(begun)
    while begun:
        text, at, grown = begun.pop()
        if grown and at - start >= _FEWEST and at > best[1] and _is_word(text):
            best = text, at
        for end in range(at + 1, min(stop, at + 1 + blanks) + 1):
            piece = " ".join(pieces[at:end]).strip()
            again = text.endswith(piece) and (len(piece) > 1 or piece in (text, pieces[at - 1].strip()))
            step = 0 if again else _overlap(text, piece)
            following = text + ("" if again else piece[step:]), end, grown or step > 0 or piece == text
            goes_on = bool(again or step or not text or not blanks)
            if step == len(text) and _is_word(text):  # (another word, which begins with this one)
                continue
            if again and piece != text == pieces[at - 1].strip() and _is_word(text) and _is_word(piece):
                continue  # (a label below the heading that ends with its words)
            if piece and goes_on and following not in seen and _begins_word(following[0]):
                seen.add(following)
                begun.append(following)
    return best


def _overlap(text: str, piece: str) -> int:
    """How many letters at the beginning of the piece the text ends with; 0 where it says nothing again."""
    return next((n for n in range(min(len(text), len(piece) - 1), 0, -1) if text.endswith(piece[:n])), 0)


@lru_cache(maxsize=1 << 15)
def _begins_word(text: str) -> bool:
    """May a word of the form begin like this?"""
    plain = _PLAIN.match(text) or _ANNEX_FIRST.match(text)
    key = fold(text)
    if _NUMBER_FIRST.fullmatch(key) or _BAND_FIRST.fullmatch(key) or key in _beginnings():
        return True
    return starts(plain[2] if plain else text) is not None


@cache
def _beginnings() -> frozenset[str]:
    others = (*(word for kind in _OTHERS for word in words_of(kind)), *ENTITIES.split("|"), *_COLUMNS)
    return frozenset(word[:n] for word in others for n in range(1, len(word) + 1))


def _is_word(text: str) -> bool:
    key = fold(text)
    plain = _PLAIN.match(text)
    if plain is not None and int(plain[1]) in map(circled_number, item_numbers().get(label_key(plain[2]), ())):
        return True
    return is_label(text) or key in _COLUMNS or any(key in words_of(kind) for kind in _OTHERS)
