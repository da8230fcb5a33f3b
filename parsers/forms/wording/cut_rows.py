"""Does a row of 変更箇所 go on in the row below it, behind a page end? One rule, whoever found the cells.

Date, 項目 and timing are said once, and each row has a 項目. So two rows with one of each at most are parts of one;
where both name a 項目 the texts must show it: they end at full lines, and the 項目 does not begin anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hyokasho.normalizers.text import fold
from hyokasho.normalizers.wareki import is_torn_date
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number

_DATE, _ITEM, _BEFORE, _AFTER, _TIMING, _WHY = range(6)
_PLACE = pattern("changes", "item_in_row")
_STARTS = pattern("numbering", "list_item")
_IN_SENTENCE = pattern("sentences", "goes_on")


def goes_on(
    above: Sequence[str | None],
    below: Sequence[str | None],
    full: Collection[int] | None,
    near: Collection[int] = (),
    *,
    lossy: bool = False,
) -> bool:
    """Are these rows of six texts ("" a blank cell, None: no cell, another one is merged over it) parts of one?

    `full`: columns whose text above ends in mid-sentence at a full line, None where that is not known; `near`: or close
    to the border of its cell.
    `lossy`: other rows may have stood between the two, so that the texts must show it anyhow.
    """
    one, other = ([text or "" for text in row] for row in (above, below))
    held, filled = ({k for k, text in enumerate(row) if text.strip()} for row in (one, other))
    both = held & filled
    if not held or not filled or _TIMING in both or not is_one_date(one[_DATE], other[_DATE]):
        return False
    if _ITEM not in held and (above[_ITEM] is None or _TIMING in held):
        return False
    own = full is not None and _WHY in both and _WHY not in full
    full = full or ()
    if _ITEM not in both:
        if own and _ITEM in filled:
            return False  # (each has an explanation of its own)
        if lossy and _ITEM in filled:
            return not any(is_closed(one[k]) for k in held)
        return not lossy or _texts_go_on(one, other, full)
    if below[_DATE] is None or _PLACE.match(fold(other[_ITEM])):
        return False
    if filled <= {_ITEM, _BEFORE, _AFTER}:  # it says nothing else that a row says once
        return bool(both & {*full, *near})
    return both & {_ITEM, _WHY} <= {*full} and bool(both & {*full})


def is_one_date(above: str, below: str) -> bool:
    """Is the date of two rows one: one of them has none, its cell is merged over both and so repeated, or torn?"""
    one, other = fold(above), fold(below)
    return not one or not other or one == other or is_torn_date(one, other)


def _texts_go_on(above: Sequence[str], below: Sequence[str], full: Collection[int]) -> bool:
    """Does a text of the row below go on above it, and none follow the end of another row?"""
    signs = [_goes_on(above[k], text, k in full) for k, text in enumerate(below) if k and text.strip()]
    return False not in signs and (True in signs or not signs)


def _goes_on(above: str, below: str, full: bool) -> bool | None:
    """Is `below` the rest of `above`: an item that follows one there, or behind a full line in mid-sentence? A new
    paragraph behind the end of one may be (None)."""
    closed = not above.strip() or is_closed(above)
    start = below.strip()
    if _STARTS.match(start):
        number = list_number(start)
        pieces = above.split()
        if number is None:
            return any(piece[0] == start[0] for piece in pieces)
        counts_on = any(number.follows(list_number(piece)) for piece in pieces)
        return counts_on or (None if number.number == 1 and closed else False)
    return full or (None if closed and not _IN_SENTENCE.match(start) else False)
