"""The names in one cell (様式2: システムの名称, 特定個人情報ファイル名)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyokasho.normalizers.lines import glue, joints
from hyokasho.normalizers.text import clean, fold
from hyokasho.parsers.align.answers import Answer
from hyokasho.parsers.align.content import lines_in
from hyokasho.parsers.align.worn_answer import worn_text
from hyokasho.parsers.forms.load import name_endings
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.model import read_by_ocr
from hyokasho.parsers.sections.lists import counted_from_one, parts

_LIST_NUMBER = pattern("numbering", "list_number")
_BREAK = re.compile(r"\n|　+|[^\S\n]{2,}|[^\S\n](?=[①-⑳])")
_COMMA = re.compile(r"[、，,;；]")
_BLANK = re.compile(r"[^\S\n]")
_NUMBER_MISREAD = pattern("names", "number_misread")
_DASH_BEHIND = pattern("names", "dash_behind")
_SPECK_BEFORE = pattern("names", "speck_before")
_END = pattern("names", "end_of_name")
_ENDS = "".join(words("names", "end_torn"))


def strip_number(name: str) -> str:
    """A name without a leading ①, (1), 1. or bullet."""
    return _LIST_NUMBER.sub("", name)


def split_names(answer: Answer, column: str) -> list[str]:
    """The names in an answer that fills `column` (`systems.name`), without their numbers and bullets.

    Numbers that count them part them wherever they stand. Else they are parted by line breaks (not those of the cell's
    border) and wide spaces outside parentheses, and by commas and semicolons there where each piece by itself reads as
    such a name.
    """
    if answer.value is None and not answer.doubtful:
        return []
    text = printed_text(answer, column)
    text = worn_text(text) if _is_from_ocr(answer) else text
    pieces = [item.text for item in counted_from_one(text)] or [text]
    lines = [line for piece in pieces for _, line in parts(piece, _BREAK)]
    listed = [name for line in lines for name in _listed(line, column, _COMMA)]
    if answer.page is None:  # tools that write a cell in one line put a blank where a line ended
        listed = [name for part in listed for name in _listed(part, column, _BLANK)]
    names = [strip_number(clean(name)) for name in listed]
    names = _put_right(names, column) if _is_from_ocr(answer) else names
    return _without_counts([name for name in names if name])


def _without_counts(names: Sequence[str]) -> list[str]:
    """The names of a list without bare numbers that count all of them from one."""
    bare = [name.removeprefix(f"{number} ") for number, name in enumerate(names, start=1)]
    counted = len(names) > 1 and all(own and own != name for own, name in zip(bare, names, strict=True))
    return bare if counted else list(names)


def _put_right(names: Sequence[str], column: str) -> list[str]:
    """The names that OCR read without what it made of specks and lines about them and among them, and in a list of
    their numbers."""
    found = [_without_dash(_SPECK_BEFORE.sub("", name), column) for name in names]
    if len(found) > 1:
        found = [_NUMBER_MISREAD.sub("", name) for name in found if _DASH_BEHIND.sub("", name)] or found
    return found


def _without_dash(name: str, column: str) -> str:
    """A name that OCR read without the dash that it made of specks or a line behind a whole one."""
    whole = _DASH_BEHIND.sub("", name)
    return whole if reads_as_name(whole, column) else name


def _is_from_ocr(answer: Answer) -> bool:
    return answer.found is not None and read_by_ocr(lines_in(answer.found.pieces))


def _listed(text: str, column: str, separator: re.Pattern[str]) -> list[str]:
    pieces = [piece for _, piece in parts(text, separator) if piece.strip()]
    return pieces if all(reads_as_name(piece, column) for piece in pieces) else [text]


def reads_as_name(text: str, column: str) -> bool:
    """Whether the last word is one that the names in `column` end in, a parenthesis and 等 at the end apart."""
    key = fold(strip_number(text))
    endings = name_endings(column)
    while key and not key.endswith(endings):
        shorter = _END.sub("", key)
        if shorter in (key, ""):
            return key.rstrip(_ENDS).endswith(endings)  # all of it in parentheses, or one of them lost
        key = shorter
    return bool(key)


def printed_text(answer: Answer, column: str) -> str:
    """An answer line by line, those that the cell's border wrapped joined.

    Where that is not known grammar joins them, but not a name to a name; a line that holds no more than the rest of the
    word that names in `column` end in (`データ` / `ベース`) belongs to the one before.
    """
    pieces = answer.found.pieces if answer.found is not None else ()
    printed = lines_in(pieces)
    if not printed:
        return answer.value or ""
    if any(line.wrapped is None for line in printed):
        return _joined([line.text.strip() for line in printed if line.text.strip()], column)
    return "".join(line.text if line.wrapped else f"{line.text}\n" for line in printed)


def _joined(lines: Sequence[str], column: str) -> str:
    text = "".join(lines[:1])
    for before, after, runs_on in zip(lines, lines[1:], joints(lines, [None] * len(lines)), strict=False):
        runs_on = runs_on and not (reads_as_name(before, column) and reads_as_name(after, column))
        text += (glue(before, after) if runs_on or _ends_its_word(before, after, column) else "\n") + after
    return text


def _ends_its_word(before: str, after: str, column: str) -> bool:
    """Whether `after` is no more than the rest of a last word that `before` begins."""
    head, rest = fold(before), fold(after)
    return any(
        word != rest and word.endswith(rest) and head.endswith(word[: -len(rest)]) for word in name_endings(column)
    )
