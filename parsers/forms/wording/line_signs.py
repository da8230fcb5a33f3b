"""What the first and the last signs of a line say of its text: how it is counted, whether it is at an end."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.wording import pattern, words

_COUNT = pattern("numbering", "count")
_KANA = words("numbering", "kana")
_CLOSES = words("sentences", "closes")


class ListNumber(NamedTuple):
    """The number before an item of a list, and the manner of counting: circled, bracketed, dotted, kana."""

    manner: str
    number: int

    def follows(self, other: ListNumber | None) -> bool:
        """Is this the next item of the same list?"""
        return other is not None and self.manner == other.manner and self.number == other.number + 1


def list_number(line: str) -> ListNumber | None:
    """The number that a line begins with, as an item of a list that counts on (①, (1), 1., ア); None without one."""
    match = _COUNT.match(fold(line))
    if match is None:
        return None
    manner = str(match.lastgroup)
    sign = match[manner]
    if sign in _KANA:
        return ListNumber(manner, _KANA.index(sign) + 1)
    return ListNumber(manner, int(sign) if sign.isdecimal() else int(unicodedata.numeric(sign)))


def is_closed(text: str) -> bool:
    """Does a text end with the end of a sentence, a heading or a parenthesis? (A blank one is at no end.)"""
    return text.rstrip().endswith(_CLOSES)
