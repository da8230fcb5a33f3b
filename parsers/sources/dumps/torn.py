"""Brackets of checkbox groups that a tool tore from each other: all openers first, then all closers with options.

Openers and closers keep their own order, so the k-th opener belongs to the k-th closer, as long as there are as
many of the one as of the other. Where there are not, the marks of the torn boxes are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.model import UNKNOWN_MARK

from .marks import option_behind
from .raw import BOX_EMPTY, BOX_MARKED

_MARKS = signs().drawn
_SIGNS = one_of(_MARKS)
_WHOLE = re.compile(rf"\[[ \u3000]*[{_SIGNS}{UNKNOWN_MARK}{BOX_EMPTY}{BOX_MARKED}☐]?[ \u3000]*\](?=\s*[^\s\]\[])")
_LONE_OPENER = re.compile(rf"\[[ \u3000]*[{_SIGNS}]?[ \u3000]*(?:\n|$|[（(]|\[)")


def is_torn(text: str) -> bool:
    """Whether lone opening and closing brackets stand in the text of a checkbox group."""
    rest = _WHOLE.sub("", text)
    closers = len(_lone_closers(rest))
    return closers > 2 or (closers > 0 and bool(_LONE_OPENER.search(rest)))


def _lone_closers(text: str) -> list[str]:
    found = (option_behind(text, match.end()) for match in re.finditer(r"\][ \u3000]*", text))
    return [option for option in found if option is not None]


def join_torn(text: str) -> str:
    """The boxes of a torn group put together, one per line. Text of parentheses goes behind the last option if that
    is the only one which takes an answer; else nobody knows whose it was and it is left out."""
    kept = _WHOLE.findall(text)
    rest = _WHOLE.sub("\ufdd3", text) if kept else text
    openers: list[str] = []
    closers: list[str] = []
    lines: list[str] = []
    wholes = iter(kept)
    for line in rest.split("\n"):
        _take(line, openers, closers, lines, wholes)
    takers = [c for c in closers if (found := box_options().get(option_behind(c, 0) or "")) and found.detail]
    if takers and (len(takers) > 1 or takers[0] != closers[-1]):
        lines = [line for line in lines if line.startswith("[")]
    return "\n".join([*_pair(openers, closers), *lines])


def _take(line: str, openers: list[str], closers: list[str], lines: list[str], wholes: Iterator[str]) -> None:
    """Sort the parts of one line into openers (their mark), closers (the text behind) and what else there is."""
    for part in re.split(r"(?=\[)|(?=\])|(?=\ufdd3)", line):
        text = part.strip()
        if not text:
            continue
        if text.startswith("\ufdd3"):
            lines.append(f"{next(wholes)}{text[1:]}")
        elif text.startswith("[") and text[1:].strip() in {"", *_MARKS}:
            openers.append(text[1:].strip())
        elif text.startswith("]"):
            closers.append(text[1:].strip())
        elif text in _MARKS and openers and not openers[-1]:
            openers[-1] = text
        elif closers and not closers[-1] and option_behind(text, 0):
            closers[-1] = text
        else:
            lines.append(text)


def _pair(openers: list[str], closers: list[str]) -> list[str]:
    if len(openers) == len(closers):
        return [f"[ {'○ ' if mark else ''}] {text}" for mark, text in zip(openers, closers, strict=True)]
    return [f"[ {UNKNOWN_MARK} ] {option}" for option in closers]
