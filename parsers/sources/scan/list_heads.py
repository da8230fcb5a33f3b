"""The head of a list of options (選択肢), whatever was made of its small type: it stands above the first option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.options import choice_sets, wordings
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import Word

_HEAD = pattern("answers", "list_head_worn")
_FIRST = pattern("answers", "first_option_worn")
_BEGINNING = 3
"""Characters by which an option is known; one misread behind them does not matter."""
_BELOW = 0.9
"""Heights of the head that lie between it and the first option at most."""
_LEVEL, _BEHIND_NUMBER = 3.0, 16.0
"""Points by which the option may begin left of its head, and right of it where its number was read apart."""


def with_list_heads(words: Sequence[Word]) -> list[Word]:
    """The words; what can be the head of a list by its brackets, and stands above the first option, or level with such
    a head, in the column of lists, is it."""
    likely = [word for word in words if word.origin == "ocr" and _HEAD.fullmatch(fold(word.text))]
    heads = [word for word in likely if OPTIONS_WORD in word.text or _stands_above_option(word, words)]
    heads += [word for word in likely if any(abs(word.bbox[0] - head.bbox[0]) <= _LEVEL for head in heads)]
    return [_head(word) if word in heads and OPTIONS_WORD not in word.text else word for word in words]


def _head(word: Word) -> Word:
    return replace(word, text=f"<{OPTIONS_WORD}>", read_as=word.read_as or word.text, places=(), doubts=())


def _stands_above_option(word: Word, words: Sequence[Word]) -> bool:
    x0, _, _, y1 = word.bbox
    reach = _BELOW * (y1 - word.bbox[1])
    return any(
        -_LEVEL <= other.bbox[0] - x0 <= _BEHIND_NUMBER and -_LEVEL <= other.bbox[1] - y1 <= reach and _is_first(other)
        for other in words
        if other is not word
    )


def _is_first(word: Word) -> bool:
    text = fold(word.text)
    number = _FIRST.match(text)
    return text.startswith(_first_options()) or (
        number is not None and text[number.end() :].startswith(_first_options())
    )


@cache
def _first_options() -> tuple[str, ...]:
    """How the first options of all lists begin, folded."""
    return tuple({wording[:_BEGINNING] for listed in choice_sets() for wording in wordings(listed.options[0])})
