"""Answers of scans that are read badly: choices whose brackets OCR lost or misread, and texts with specks at their end.

The form prints the brackets to the left of <選択肢> and of the numbered options. A text there that says one of the
options is the answer, whatever the strokes around it were read as.
"""

from __future__ import annotations

from collections.abc import Sequence

from hyokasho.normalizers.choices import match_option, nearest_option
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon.likeness import likeness
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.layout.words import build_lines
from hyokasho.parsers.model import Line, Word

_OPTION = pattern("answers", "option_worn")
_LISTED = 40.0
"""Likeness (0-100) of an option that OCR read badly to what the form prints."""
_SIGNS = "".join(words("answers", "bracket_worn"))
_SPECKS = pattern("answers", "specks_behind")
_BEFORE = pattern("answers", "specks_before")
_FIRST = pattern("answers", "specks_first")
_SPECK_LINE = pattern("answers", "speck_line")
_BETWEEN = pattern("answers", "number_between_brackets")
_DASH_LINE = pattern("answers", "dash_line")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNCIRCLED = pattern("answers", "uncircled")


def worn_text(value: str) -> str:
    """A free text of a scan, what OCR made of specks, circled numbers and the brackets around others put right."""
    lines = [_BETWEEN.sub(r"(\1)", line) for line in without_specks(value).split("\n")]
    return "\n".join(with_circled(lines))


def without_specks(value: str) -> str:
    """A text that OCR read on a page full of specks, without the signs that it made of those before and behind it, and
    without lines that are nothing else."""
    lines = [line for line in value.split("\n") if not _SPECK_LINE.match(line)]
    if len(lines) > 1 and _DASH_LINE.match(lines[0]):
        lines = lines[1:]
    if not lines:
        return value
    return _SPECKS.sub("", _FIRST.sub("", "\n".join(_BEFORE.sub("", line) for line in lines)))


def with_circled(lines: Sequence[str]) -> list[str]:
    """The lines of a list counted by ①, ②, ...: where OCR took the sign of one for another, what the other lines say
    that it is. Half of the signs at least stand as they count, the first one among them."""
    found = list(lines)
    begun = [k for k, line in enumerate(found) if _circled(line) is not None or _UNCIRCLED.match(line)]
    right = sum(_circled(found[k]) == number for number, k in enumerate(begun, 1))
    if not begun or _circled(found[begun[0]]) != 1 or right * 2 < len(begun) or len(begun) > len(_CIRCLED):
        return found
    for sign, k in zip(_CIRCLED, begun, strict=False):
        match = _UNCIRCLED.match(found[k])
        found[k] = sign + found[k][match.end() if match else 1 :]
    return found


def _circled(line: str) -> int | None:
    """The number that a line begins with in a circle."""
    return _CIRCLED.index(line[0]) + 1 if line and line[0] in _CIRCLED else None


def worn_answer(lines: Sequence[Line], options: Sequence[str]) -> list[Line]:
    """The words of the answer, as lines without the remains of brackets; none where no text before the options is one,
    or more than one is. Only what OCR read is looked at."""
    seen = [word for line in lines for word in line.words if word.origin == "ocr"]
    listed = [word.bbox[0] for word in seen if _begins_list(word, options)]
    if not listed:
        return []
    before = [[word for word in line.words if word.bbox[2] <= min(listed) + 1] for line in lines]
    hits = [found for part in before if (found := _answer(part, options))]
    if not hits:
        whole = _answer([word for part in before for word in part], options)
        hits = [whole] if whole else []
    return list(build_lines(hits[0], lines[0].page)) if len(hits) == 1 else []


def _begins_list(word: Word, options: Sequence[str]) -> bool:
    """Is this the head of the list, or an option with its number, no note on some (2)又は3)を選択した)?"""
    text = fold(word.text)
    match = _OPTION.match(text)
    if match is None or not text[0].isdecimal():
        return match is not None
    rest = text[match.end() :]
    return not rest or any(likeness(rest, fold(option)[: len(rest)]) >= _LISTED for option in options)


def _answer(row: Sequence[Word], options: Sequence[str]) -> list[Word]:
    """The words of a line that say an option, without signs before and behind them."""
    kept = list(row)
    while kept and not fold(kept[0].text).strip(_SIGNS):
        kept.pop(0)
    while kept and not fold(kept[-1].text).strip(_SIGNS):
        kept.pop()
    if not kept or any(word.origin != "ocr" for word in kept):
        return []
    text = "".join(word.text for word in kept)
    said = [text, text.rstrip(_SIGNS), text.lstrip(_SIGNS), text.strip(_SIGNS)]
    exact = next((one for one in said if match_option(one, options)[0] is not None), None)
    near = exact or next((one for one in reversed(said) if nearest_option(one, options)[0] is not None), None)
    if near is None:
        return []
    first, sure = kept[0], min(word.confidence for word in kept)
    return [Word(near, (*first.bbox[:2], kept[-1].bbox[2], first.bbox[3]), first.size, "ocr", sure, text)]
