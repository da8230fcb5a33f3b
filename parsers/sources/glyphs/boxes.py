"""Boxes of characters that their font puts in a wrong place: it says that they are as wide as several, or that they are
written downwards.

MuPDF makes a character's box of the way that its font says the pen goes (ISO 32000-1, 9.7.4.3). Where a program sets
the place of each character by itself, the way may say anything; a person sees the glyph where the pen was put down.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_ASCENT = 0.88
"""Height of a glyph's top above its origin, in its size, in Japanese fonts."""
_WIDE, _NARROW = 1.0, 0.5
"""Widths of characters in their size."""
_MOST = 1.8
"""Width, in the size, above which a font says something odd of a character; that of text thrice expanded is less."""
_STRETCHED = 4.0
"""Width, in its height, from which a character is stretched to a line."""
_LEVEL = 0.99
"""Least part of the direction of a line along an axis."""


def with_true_boxes(line: Mapping[str, Any]) -> Sequence[Any]:
    """The characters of a line of MuPDF's; those with odd boxes get true ones, where the line is level on the page as
    it is stored, or written downwards."""
    x, y = line["dir"]
    downwards = line["wmode"] and y > _LEVEL
    found: list[Any] = []
    for span in line["spans"]:
        size, chars = span["size"], span["chars"]
        if downwards:
            chars = [_raised(char, size) for char in chars]
        elif x > _LEVEL:
            chars = [_of_its_width(char, size) if _is_odd(char, size) else char for char in chars]
        found += chars
    return found


def _is_odd(char: Mapping[str, Any], size: float) -> bool:
    x0, y0, x1, y1 = char["bbox"]
    return bool(_MOST * size < x1 - x0 < _STRETCHED * (y1 - y0))


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _of_its_width(char: Mapping[str, Any], size: float) -> Mapping[str, Any]:
    x0, y0, _, y1 = char["bbox"]
    width = (_WIDE if _is_wide(char["c"]) else _NARROW) * size
    return {**char, "bbox": (x0, y0, x0 + width, y1)}


def _raised(char: Mapping[str, Any], size: float) -> Mapping[str, Any]:
    """A character whose box hangs below its base line, as if the pen went down from there."""
    x0, y, x1, _ = char["bbox"]
    return {**char, "bbox": (x0, y - _ASCENT * size, x1, y + (1 - _ASCENT) * size)}
