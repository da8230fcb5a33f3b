"""Put lines that the page wrapped together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from hyokasho.normalizers import tables
from hyokasho.normalizers.dictionary import tagger
from hyokasho.normalizers.late import late

_JAPANESE_END = late(r"[぀-ヿ一-鿿豈-﫿々〆ヶ、，・,ー(（「『【\[]$")
_JAPANESE_START = late(r"[぀-ヿ一-鿿豈-﫿々〆ヶ]")
_RUNS_ON_AFTER = late(
    r"(?:[、，・,(（「『\[＜<【〔※をがはにでへや]|(?<!も)の|(?<!こ)と|(?<!つい)て|及び|並びに|又は|若しくは)$"
)
_RUNS_ON_BEFORE = late(
    r"[、。，．,.)）」』\]】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]|[ぁ-ヿ一-鿿][、。，．]"
)
_SENTENCE_END = late(r"[。．：:;；]$|[。．][)）」』]$")
_ADDRESS_END = late(r"(?:https?://|www\.|\w@)[!-~]*$")
_ADDRESS_START = late(r"[!-~]")
_LATIN_END = late(r"[0-9A-Za-z.,;:!?)%&]$")
_LATIN_START = late(r"[0-9A-Za-z(&]")
_DIGIT_END, _DIGIT_START = late(r"[0-9０-９]$"), late(r"[0-9０-９]")
_COUNTED = late(r"[年月日時分人件条項号歳回度万億千円%％]")
_NUMBERS_END, _NUMBERS_START = late(r"[0-9][、，,・][0-9]{1,3}$"), late(r"[0-9]{1,3}[、，,・の]")
_ERA_END = late(r"(?:明治|大正|昭和|平成|令和)$")
_NUMBER_MARK = late(r"(\(?)([0-9]{1,2})(\)|[.．](?![0-9])| (?![0-9]))")
_NUMBER_STARTS = frozenset("(（0123456789０１２３４５６７８９")
_LOOK_BACK = 12
_SLACK = 3
"""Half-width columns by which a wrapped line may fall short of the widest one (a kinsoku character and a half)."""
_WIDE = 30
"""A line of so many half-width columns is wider than names and headings are: it fills its cell."""


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of list marks that always, and that possibly, open a new line."""
    found = tables.rows("list_marks.csv")
    certain = "|".join(row["pattern"] for row in found if row["certain"] == "yes")
    possible = "|".join(row["pattern"] for row in found if row["certain"] == "no")
    return re.compile(certain), re.compile(possible)


_TO_NARROW = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("〈"): "<", ord("〉"): ">", 0x3000: " "}
)


def opens_item(line: str) -> bool | None:
    """True if `line` begins with a mark of a list item or a heading, None if it may, False if it does not."""
    start = line.lstrip()[:48].translate(_TO_NARROW)
    certain, possible = _marks()
    if certain.match(start):
        return True
    return None if possible.match(start) else False


def columns(text: str) -> int:
    """The width of `text` in half-width columns."""
    if text.isascii():
        return len(text)
    return _columns_of_line(text) if len(text) <= _LINE else sum(map(_column_count, text))


_LINE = 100
"""Characters of a line; the widths of the last ones are remembered, for each is compared with its neighbours."""


@lru_cache(maxsize=1 << 10)
def _columns_of_line(text: str) -> int:
    return sum(map(_column_count, text))


class _Widths(dict[str, int]):
    """The width of each character in half-width columns, told when it is first met."""

    def __missing__(self, char: str) -> int:
        width = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_column_count = _Widths().__getitem__


def join_lines(lines: Sequence[str], wrapped: Sequence[bool | None] | None = None) -> str:
    """The text of `lines` with those that the page wrapped joined; paragraphs and list items start a new line.

    `wrapped[i]`: line i ends because its cell ends (True), ends by itself (False), or is not known (None, the default).
    Nothing stands between joined Japanese characters, one blank between Latin words. Blank lines are dropped.
    """
    known = wrapped or [None] * len(lines)
    kept = [(line.strip(), flag) for line, flag in zip(lines, known, strict=False) if line.strip()]
    if not kept:
        return ""
    texts = [text for text, _ in kept]
    parts = [texts[0]]
    for before, after, joined in zip(texts, texts[1:], joints(texts, [flag for _, flag in kept]), strict=False):
        parts += (glue(before, after) if joined else "\n", after)
    return "".join(parts)


def joints(lines: Sequence[str], wrapped: Sequence[bool | None]) -> list[bool]:
    """For each of `lines` (none blank) but the last: does the next one continue it?"""
    if len(lines) < 2:
        return []
    widest = _full_width([columns(line) for line in lines])
    found = []
    counted = dict([_number_of(lines[0])])
    for (before, after), flag in zip(pairwise(lines), wrapped, strict=False):
        style, number = _number_of(after)
        is_next = number > 1 and counted.get(style) == number - 1
        found.append(not is_next and runs_on(before, after, flag, widest))
        counted[style] = number
    return found


def _number_of(line: str) -> tuple[str, int]:
    """The style and the number of the mark that `line` begins with (`(2)`: `()`, 2); the number is 0 without one."""
    if line[0] not in _NUMBER_STARTS:
        return "", 0
    found = _NUMBER_MARK.match(line[:12].translate(_TO_NARROW))
    return (found[1] + found[3], int(found[2])) if found else ("", 0)


def _full_width(widths: Sequence[int]) -> int | None:
    """The width at which lines of this cell wrap, None where the lines do not show it (short ones of many widths)."""
    widest = max(widths)
    as_wide = sum(width + _SLACK >= widest for width in widths[:-1])
    return widest if widest >= _WIDE or (as_wide > 2 and widest > 2 * _SLACK) else None


def runs_on(before: str, after: str, wrapped: bool | None = None, widest: int | None = None) -> bool:
    """Whether line `after` continues line `before`. `widest`: columns at which lines of the cell wrap, if known.

    A line that ends before its cell does (`wrapped` False) may still have been wrapped: what may not stand at the start
    of a line, or a long word, went to the next one. Then grammar and dictionary decide.
    """
    mark = opens_item(after)
    if mark:
        return False
    ends = _ends(_SENTENCE_END, before)
    if wrapped:
        return mark is False or not ends
    full = wrapped is None and widest is not None and columns(before) + _SLACK >= widest
    if ends:
        return full and mark is False and widest is not None and widest > columns(after) + _SLACK
    if mark is None:
        return wrapped is None and _ends(_RUNS_ON_AFTER, before) and not before.endswith("・")
    return full or _must_run_on(before, after) or is_one_word(before, after)


def _ends(pattern: re.Pattern[str], text: str) -> bool:
    """Does a text end as a pattern for few characters says? It is not looked for from each character of a line."""
    return pattern.search(text[-_LOOK_BACK:]) is not None


def _must_run_on(before: str, after: str) -> bool:
    if _RUNS_ON_BEFORE.match(after) or _ends(_RUNS_ON_AFTER, before):
        return True
    return _ends_in_address(before, after) or _is_one_number(before, after)


def _is_one_number(before: str, after: str) -> bool:
    if _ends(_DIGIT_END, before):
        return bool(_COUNTED.match(after)) or bool(_ends(_NUMBERS_END, before) and _NUMBERS_START.match(after))
    return _ends(_ERA_END, before) and bool(_DIGIT_START.match(after) or after.startswith("元"))


def _ends_in_address(before: str, after: str) -> bool:
    return bool(_ADDRESS_END.search(before)) and bool(_ADDRESS_START.match(after))


def glue(before: str, after: str) -> str:
    """What stands between a line and the one that continues it: a blank between Latin words, else nothing."""
    if _ends_in_address(before, after) or before.endswith(("-", "/", "_")):
        return ""
    if _ends(_DIGIT_END, before) and _DIGIT_START.match(after):
        return ""
    return " " if _ends(_LATIN_END, before) and _LATIN_START.match(after) else ""


_CONTINUES = {"助詞", "助動詞", "接尾辞"}
_BOUND_VERB = "非自立可能"
_INCOMPLETE = {"接頭辞", "連体詞"}


def _is_bound(feature: Any) -> bool:
    """Whether a word cannot begin a text: particles, suffixes, and verbs that lean on a noun (記録 し, 保存 さ)."""
    return feature.pos1 in _CONTINUES or (feature.pos1 == "動詞" and feature.pos2 == _BOUND_VERB)


@lru_cache(maxsize=1 << 13)
def _word_across(tail: str, head: str) -> bool:
    dictionary = tagger()
    if dictionary is None:
        return False
    at, before = 0, None
    for token in dictionary(tail + head):
        if at >= len(tail):
            return _is_bound(token.feature) or (before is not None and before.feature.pos1 in _INCOMPLETE)
        at += len(token.surface)
        before = token
        if at > len(tail):
            return len(token.surface) > 1 and not getattr(token, "is_unk", False)
    return False


def is_one_word(before: str, after: str) -> bool:
    """Whether the dictionary reads a word over the end of `before` and the start of `after`, or a suffix in `after`."""
    if not _ends(_JAPANESE_END, before) or not _JAPANESE_START.match(after):
        return False
    return _word_across(_last_run(before), _first_run(after))


_RUN_END = late(r"[぀-ヿ一-鿿々ー]+$")
_RUN_START = late(r"[぀-ヿ一-鿿々ー]+")


def _last_run(text: str) -> str:
    found = _RUN_END.search(text[-_LOOK_BACK:])
    return found[0] if found else ""


def _first_run(text: str) -> str:
    found = _RUN_START.match(text[:_LOOK_BACK])
    return found[0] if found else ""


def open_parentheses(text: str) -> int:
    """How many parentheses of either width a text opens and does not close; below 0 where it closes more."""
    return sum(text.count(sign) for sign in "(（") - sum(text.count(sign) for sign in ")）")
