"""OCR text against the closed lists of the forms.

A run of text that is a label or an option but for characters the engine was not sure of becomes that label or option;
what was read stays beside it. Free text is never touched: every changed character must be one the engine itself held
possible in that place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.form_texts import form_texts
from hyokasho.parsers.forms.load import FORM_FILES, load_form
from hyokasho.parsers.sources.scan.ocr import Char

_PREFIX = re.compile(r"^(?:[①-⑳]|\d{1,2}[.)]|[(]?別添\d[)]?)")
_LEAST = 3
_DOUBT = 0.9
"""A text mended is trusted this much of what its characters say."""


_ERA = re.compile(r"[^\d]和(?=(?:\d{1,2}|元)年)")
"""The era of today's dates; the other eras look like nothing else."""


def mend(chars: Sequence[Char]) -> tuple[Char, ...] | None:
    """The characters of the label or option that this run must be, None where it is one already or is none.

    Characters are mended one for one, so that places along the line stay.
    """
    keys = [fold(char.text) for char in chars]
    if any(len(key) != 1 for key in keys):
        return None
    whole = "".join(keys)
    if _ERA.match(whole) and whole[0] not in "令昭" and "令" in chars[0].others:
        return (replace(chars[0], text="令", confidence=chars[0].confidence * _DOUBT), *chars[1:])
    start = match.end() if (match := _PREFIX.match(whole)) else 0
    text = whole[start:]
    if len(text) < _LEAST or text in _by_text():
        return None
    found = [known for known in _by_length().get(len(text), ()) if _possible(text, known, chars[start:])]
    if len(found) != 1:
        return None
    mended = [
        replace(char, text=new, confidence=char.confidence * _DOUBT) if old != new else char
        for char, old, new in zip(chars[start:], text, found[0], strict=True)
    ]
    return (*chars[:start], *mended)


def _possible(text: str, known: str, chars: Sequence[Char]) -> bool:
    """Few differences, each one that the engine named itself."""
    wrong = [i for i, (a, b) in enumerate(zip(text, known, strict=True)) if a != b]
    if len(wrong) > max(1, len(text) // 5):
        return False
    return all(known[i] in (fold(other) for other in chars[i].others) for i in wrong)


@cache
def _by_text() -> frozenset[str]:
    return frozenset(fold(text) for text in form_texts())


@cache
def _by_length() -> Mapping[int, tuple[str, ...]]:
    groups: dict[int, list[str]] = {}
    for text in sorted(_by_text()):
        groups.setdefault(len(text), []).append(text)
    return {length: tuple(texts) for length, texts in groups.items()}


_STROKES = str.maketrans({"l": "I", "1": "I", "|": "I", "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "M": "V", "Ⅳ": "IV"})


def part_number(read: str, title: str) -> str | None:
    """The Roman number before the title of a part, where what was read can be it; None where it can not."""
    known = _parts().get(fold(title))
    strokes = read.translate(_STROKES)
    if not known or strokes.strip("IVX"):
        return None
    if strokes in known:
        return strokes
    return next(iter(known)) if len(known) == 1 and len(strokes) <= 4 else None


@cache
def _parts() -> Mapping[str, frozenset[str]]:
    """The numbers that the forms and editions print before the titles of their parts."""
    found: dict[str, set[str]] = {}
    for name in FORM_FILES:
        for section in load_form(name).sections:
            if section.code and not section.code.strip("IVX"):
                found.setdefault(fold(section.title), set()).add(section.code)
    return {title: frozenset(codes) for title, codes in found.items()}
