"""The option behind a box that was found by its shape: one of few, whatever the engine read.

Behind a box stands an option of the closed list. A run that was read as none of them is held against all of about its
length; specks between the box and the run may have been read as one sign more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from hyokasho.parsers.forms.lexicon.options import box_options
from hyokasho.parsers.sources.scan.brackets import Pair
from hyokasho.parsers.sources.scan.lattice import Lattice
from hyokasho.parsers.sources.scan.lexicon import spread
from hyokasho.parsers.sources.scan.lookalikes import alike
from hyokasho.parsers.sources.scan.ocr import Char, compared
from hyokasho.parsers.sources.scan.segments import Segment
from hyokasho.parsers.sources.scan.worn_boxes import begins_with_option, known_options

_NEAR = (-0.3, 1.1)
"""A run begins so far behind a box at least and at most, in type heights."""
_READ = 0.5
"""An option that was read with less confidence is held against the list, too."""
_LOSS, _MARGIN = 2.5, 1.5
"""Most that an option may lose against what was read, and least that the next one loses more (natural logarithm, per
character). On made-up faxes the right ones lost up to 1.7, the next ones 4.3 and more, other runs 6 and more."""
_LENGTHS = (0.6, 1.6)
"""Length of an option against the text read."""
_FIRST = 1.25
"""Type heights from the beginning of a run to the middle of its second sign, where the first is a speck."""
_DOUBT = 0.95
_OPENING = "([{<"


def stands_behind(segment: Segment, pairs: Sequence[Pair]) -> bool:
    """Does a run of text begin right behind a box?"""
    x0, y0, _, y1 = segment.box
    low, high = (share * segment.em for share in _NEAR)
    return any(
        pair.narrow and low <= x0 - pair.right[2] <= high and y0 < (pair.right[1] + pair.right[3]) / 2 < y1
        for pair in pairs
    )


def option_behind(chars: Sequence[Char], lattice: Lattice | None, stop: int, em: float) -> tuple[Char, ...] | None:
    """The characters at the beginning of a run, with the option that they must be; None where they are one already or
    may be none. They end before column `stop` of the lattice; `em`: a type height as a share of the run's length."""
    text = "".join(compared(char.text) for char in chars)
    if lattice is None or len(text) != len(chars):
        return None
    end = next((k for k, char in enumerate(text) if k and char in _OPENING), len(text))
    if begins_with_option(text) and min(char.confidence for char in chars[:end]) >= _READ:
        return None
    fits = sorted(
        (lattice.fit([alike(char) for char in option], *_between(chars, first, last, stop)).loss, first, last, option)
        for first, last in _parts(chars, text, end, em)
        for option in known_options()
        if _LENGTHS[0] <= len(option) / (last - first) <= _LENGTHS[1]
    )
    if not fits or fits[0][0] > _LOSS:
        return None
    loss, first, last, option = fits[0]
    if any(other[0] - loss < _MARGIN for other in fits[1:] if other[3] != option):
        return None
    known = spread(box_options()[option].text, chars[first:last], _DOUBT * exp(-loss / 4))
    return (*known, *chars[end:])


def _parts(chars: Sequence[Char], text: str, end: int, em: float) -> Iterator[tuple[int, int]]:
    """(first, stop) of what may be the option: all that was read, or less a speck before it or behind it."""
    ends = [end, *([end - 1] if end > 1 and not text[end - 1].isalnum() else [])]
    for first in range(2 if end > 1 and chars[1].x <= _FIRST * em else 1):
        yield from ((first, last) for last in ends if last > first)


def _between(chars: Sequence[Char], first: int, last: int, stop: int) -> tuple[int, int]:
    """The columns of some characters: up to half the way to the next ones."""
    left = (chars[first - 1].column + chars[first].column + 1) // 2 if first else 0
    return left, (chars[last - 1].column + chars[last].column + 1) // 2 if last < len(chars) else stop
