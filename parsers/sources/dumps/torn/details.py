"""What stands in the parentheses behind the boxes of a torn page, where a tool tore it from its option.

The parentheses between two labels keep the order of the options that print them. They are believed where they agree
with the marks: a text stands behind marked boxes only, and behind each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.forms.wording import pattern

from .pieces import Piece

_COUNT = pattern("answers", "count_group")
_WHOLE = pattern("answers", "whole_parenthesis")
_EDGES = "()（） \u3000"


@dataclass(frozen=True, slots=True)
class _Parenthesis:
    """Parentheses that begin with the piece `at`, what they hold, and how many pieces hold it."""

    at: int
    text: str
    pieces: int = 1
    counts: bool = False


def give_details(pieces: Sequence[Piece], marks: Mapping[int, bool | None]) -> None:
    """Put what parentheses hold into the boxes, and take its pieces from those that are anybody's text."""
    for is_label, group in groupby(range(len(pieces)), key=lambda at: pieces[at].kind == "label"):
        places = list(group)
        if is_label or not any(_asks(pieces[at]) for at in places):
            continue
        takers = [at for at in places if _asks(pieces[at]) and not pieces[at].extra]
        found = [_parenthesis(pieces, at, places[-1]) for at in places if _begins(pieces[at])]
        for taker, parenthesis in _pairs(takers, found, marks, pieces):
            counted = pieces[parenthesis.at].text if parenthesis.counts else f"({parenthesis.text})"
            pieces[taker].extra = [counted] if parenthesis.text else []
            for at in range(parenthesis.at, parenthesis.at + parenthesis.pieces):
                pieces[at].kind = "paren"


def _pairs(
    takers: Sequence[int], found: Sequence[_Parenthesis], marks: Mapping[int, bool | None], pieces: Sequence[Piece]
) -> list[tuple[int, _Parenthesis]]:
    """Options with their parentheses: all in order, or the only one that is filled with the only marked option, or
    those that stand right behind their option."""

    def fits(taker: int, parenthesis: _Parenthesis) -> bool:
        counts = _detail(pieces[taker]) == "count"
        return bool(parenthesis.text) == (marks.get(taker) is True) and parenthesis.counts in (counts, False)

    if len(takers) == len(found):
        pairs = list(zip(takers, found, strict=True))
        if all(fits(*pair) for pair in pairs):
            return pairs
    filled = [one for one in found if one.text]
    marked = [at for at in takers if marks.get(at) is not False]
    if len(filled) == len(marked) == 1:
        return [(marked[0], filled[0])] if fits(marked[0], filled[0]) else []
    beside = {one.at - 1: one for one in found}
    return [(at, beside[at]) for at in takers if at in beside and fits(at, beside[at])]


def _asks(piece: Piece) -> bool:
    return piece.kind in ("box", "close") and bool(piece.key) and _detail(piece) is not None


def _detail(piece: Piece) -> str | None:
    return box_options()[piece.key].detail


def _begins(piece: Piece) -> bool:
    """Do parentheses begin with this piece?"""
    opens = piece.kind == "paren" and piece.text.lstrip().startswith(("(", "（"))
    return opens or piece.kind == "count" or (piece.kind == "text" and _WHOLE.search(piece.text) is not None)


def _parenthesis(pieces: Sequence[Piece], at: int, last: int) -> _Parenthesis:
    """The parentheses that begin here; a lone opening one holds the text right behind it."""
    piece = pieces[at]
    if piece.kind == "count":
        match = _COUNT.search(piece.text)
        return _Parenthesis(at, match["count"].strip() if match else "", counts=True)
    text = piece.text.strip(_EDGES)
    behind = pieces[at + 1] if at < last else piece
    if not text and behind.kind == "text" and not behind.same_line:
        return _Parenthesis(at, behind.text.strip(), 2)
    return _Parenthesis(at, text)

