"""Which pieces of text can begin, go on with, or be a label of the official forms."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import CHANGE_COLUMNS
from hyokasho.parsers.forms.lexicon.labels import (
    BAND,
    ENTITY,
    NUMBER,
    RISK_NUMBER,
    all_label_keys,
    heading_keys,
    item_keys,
    label_key,
    side_keys,
)

LabelKind = Literal["item", "heading", "entity", "band", "side"]

_TRAIL = re.compile(r"※.*$|\(\d.*$")
_CIRCLED = re.compile("^[①-⑳]")


@cache
def _keys() -> dict[str, LabelKind]:
    found: dict[str, LabelKind] = dict.fromkeys(all_label_keys() | heading_keys(), "item")
    found.update(dict.fromkeys(heading_keys() - item_keys(), "heading"))
    found.update(dict.fromkeys(side_keys(), "side"))
    return found


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[:n] for key in _keys() for n in range(1, len(key) + 1))


@cache
def _item_beginnings() -> frozenset[str]:
    return frozenset(key[:n] for key in item_keys() for n in range(1, len(key) + 1))


@lru_cache(maxsize=1 << 15)
def starts(piece: str) -> tuple[str, bool] | None:
    """The folded letters with which `piece` could begin a label, and whether a number stands before them; None if
    it cannot."""
    folded = fold(piece)
    bare = label_key(piece)
    if BAND.match(bare) or ENTITY.fullmatch(bare):
        return bare, True
    circled = bool(_CIRCLED.match(folded))
    for number in (RISK_NUMBER, NUMBER):
        match = number.match(bare)
        if match and bare[match.end() :] in _beginnings() and len(bare) > match.end():
            return bare[match.end() :], True
    if bare and bare in _beginnings():
        return None if circled and bare not in _item_beginnings() else (bare, False)
    return None


def goes_on(sofar: str, piece: str) -> str | None:
    """`sofar` with the letters of `piece` behind it, if that still begins a label; a lone ※ adds nothing."""
    more = fold(piece).rstrip("※*")
    joined = sofar + more
    return joined if joined in _beginnings() else None


def kind_of_label(key: str, numbered: bool = False) -> LabelKind | None:
    """What the folded letters are as a whole: a label of the form of some kind, or None. `numbered`: the number of a
    section (1., Ⅱ) or of a risk stands before it, which makes a heading of what may also be an item."""
    if BAND.match(key):
        return "band"
    if ENTITY.fullmatch(key):
        return "entity"
    bare = _TRAIL.sub("", key)
    return "heading" if numbered and bare in heading_keys() else _keys().get(bare)


def is_printed(key: str) -> bool:
    """Does the form print this folded text: a label, or the heads of the table of changes, which stand on each of its
    pages?"""
    return starts(key) is not None or key in "".join(map(fold, CHANGE_COLUMNS))
