"""Letters that stand twice because bold type was printed twice, a hair apart: "特特定定個個人人" for "特定個人".

Tools that take a text apart by place give both prints of each letter. One long run of such pairs shows that a text was
made so; then shorter runs, and cells of nothing but pairs, are believed too.
"""

from __future__ import annotations

import re

from hyokasho.normalizers.late import late

from .character_classes import JAPANESE

_PAIRS = late(r"(?:([^\s|<>*_#\\-])\1[ \u3000]*)+")
_PAIR = late(r"([^\s])\1")
_JAPANESE = late(f"[{JAPANESE}]")
_EVIDENCE = 6
"""So many pairs on end are no words of anybody."""
_IN_LINE = 3
_IN_CELL = 2
_DIFFERENT = 2
"""So many different Japanese letters at least: a row of dots, of digits or a cry is no word printed twice."""


def second_letters(text: str) -> list[int]:
    """The places of the letters that only repeat the letter before them; none where no text shows that bold type
    was printed twice."""
    runs = [run for run in _PAIRS.finditer(text) if _is_word(run[0])]
    if not any(_count(run[0]) >= _EVIDENCE for run in runs):
        return []
    return [
        run.start() + pair.start() + 1
        for run in runs
        if _count(run[0]) >= _IN_LINE or (_count(run[0]) >= _IN_CELL and _is_cell(text, run))
        for pair in _PAIR.finditer(run[0])
    ]


def without_second_letters(text: str) -> str:
    """The text with each letter of bold type once."""
    kept: list[str] = []
    at = 0
    for second in second_letters(text):
        kept.append(text[at:second])
        at = second + 1
    return "".join([*kept, text[at:]])


def _count(run: str) -> int:
    return sum(1 for _ in _PAIR.finditer(run))


def _is_word(run: str) -> bool:
    return len(set(_JAPANESE.findall(run))) >= _DIFFERENT


def _is_cell(text: str, run: re.Match[str]) -> bool:
    """Whether nothing else stands between the run and the borders of its cell or line."""
    before, behind = text[: run.start()].rstrip(" \u3000")[-1:], text[run.end() :].lstrip(" \u3000")[:1]
    return before in ("", "\n", "\t", "|") and behind in ("", "\n", "\r", "\t", "|")
