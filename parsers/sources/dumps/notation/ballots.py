"""Ballots that a tool put apart from their options: those of a line behind, or before, all options of the line.

The sign stands in another font than the letters, a hair higher or lower, so a tool takes it for a line of its own:

    庁内連携システム 専用線 ☑ ☐ 電子メール ☐ 紙 ☑
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.text import fold_with_map
from hyokasho.parsers.forms.signs import one_of, signs
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import UNKNOWN_MARK

from .marks import option_behind

_OPENS = re.escape(signs().open)
_BALLOT = re.compile(rf"(?<![{_OPENS}])(?<![{_OPENS}][ \u3000\n])[{one_of(signs().box_marked | signs().box_empty)}]")
"""A sign of its own: one between brackets is their mark."""
_BLANKS = re.compile(r"[ \u3000\n]+")
_COUNT = pattern("answers", "count")
_PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")
_WORD = re.compile(r"[^ \u3000\n]+")
_LONGEST = 60


@dataclass(slots=True)
class _Token:
    """A ballot, an option with its parentheses, or another word."""

    text: str
    kind: str


def ballots_in_front(cell: str) -> str:
    """The cell with each ballot before its option, an option per line: the first ballot is that of the first option.
    As it is where that is so already; with unknown marks where not every option has a ballot."""
    if len(_BALLOT.findall(cell)) < 2:
        return cell
    tokens = list(_tokens(cell))
    drawn = [token for token in tokens if token.kind != "word"]
    ballots = deque(token.text for token in drawn if token.kind == "ballot")
    options = len(drawn) - len(ballots)
    if len(ballots) < 2 or options < 2 or _in_front(tokens):
        return cell
    if len(ballots) != options:
        ballots = deque([f"[ {UNKNOWN_MARK} ]"] * options)
    lines: list[str] = []
    for token in tokens:
        if token.kind == "option":
            lines.append(f"{ballots.popleft()} {token.text}")
        elif token.kind == "word":
            lines.append(token.text)
    return "\n".join(lines)


def _in_front(tokens: Sequence[_Token]) -> bool:
    """Does each ballot stand before a text of its own, the first one too?"""
    kinds = [token.kind for token in tokens]
    first = next(kind for kind in kinds if kind != "word")
    return first == "ballot" and kinds[-1] != "ballot" and ("ballot", "ballot") not in pairwise(kinds)


def _tokens(cell: str) -> Iterator[_Token]:
    at = 0
    while at < len(cell):
        if (blank := _BLANKS.match(cell, at)) is not None:
            at = blank.end()
        elif (ballot := _BALLOT.match(cell, at)) is not None:
            yield _Token(ballot[0], "ballot")
            at = ballot.end()
        elif (end := _option_end(cell, at)) is not None:
            yield _Token(cell[at:end], "option")
            at = end
        else:
            word = _WORD.match(cell, at)
            assert word is not None
            yield _Token(word[0], "word")
            at = word.end()


def _option_end(cell: str, at: int) -> int | None:
    """Where the option that begins here ends, with its parentheses; None where none does."""
    option = option_behind(cell, at)
    if option is None:
        return None
    _, origin = fold_with_map(cell[at : at + _LONGEST])
    end = at + origin[len(option) - 1] + 1
    blank = _BLANKS.match(cell, end)
    start = blank.end() if blank is not None else end
    behind = _COUNT.match(cell, start) or _PARENTHESES.match(cell, start)
    end = behind.end() if behind is not None else end
    return end if end == len(cell) or cell[end] in " \u3000\n" or _BALLOT.match(cell, end) else None
