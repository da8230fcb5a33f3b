"""Where cells begin and end in a letter-spaced table of changes, whose blanks part letters as well as cells.

Its tools print row by row: a day, the place of the change, both texts, the timing, its explanation. Days before places,
places, timings and explanations are told by their words, and the text after a change by its beginning, which is that of
the text before. Where nothing tells, cells stay together, and what they hold is nobody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.change_kinds import cell_says
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import ANNEX, COVER, ENTITIES, RISK
from hyokasho.parsers.forms.wording import pattern, words
from hyokasho.parsers.layout.unruled.change_costs import ITEM as CHANGE_ITEM

from ..notation.stream import Stream, make_stream
from .change_pieces import PLACE_ENDS

_DAY = pattern("dates", "day")
_TIMING = pattern("changes", "timing_word")
_NUMBER = re.compile(rf"[\dIV.()①-⑳-]|{ANNEX}|{COVER}|(?:{ENTITIES}|{RISK})(?=\d)")
_OF_PLACE = ("part", "section", "block", "title")
"""Kinds of words of the form within the name of a place, before its end."""
_WORD_ALONE = pattern("changes", "item_alone")
_ALONE = 2
"""Letters of a place that is a word of its own (全体, 同上, 表紙)."""
_LONGEST, _LONGEST_WHY, _LONGEST_WORD = 60, 40, 8
"""Letters of a place, of an explanation, and of a word that is all a cell says, at most."""
_RECURS = 2
"""Rows with an explanation that is known by that."""
_SAME = 6
"""Letters with which both texts of a row begin, at least, or the whole text before."""
_USUAL = words("changes", "usual_explanations")


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a row begins, its place begins and ends, and the row ends, in letters of the line."""

    begin: int
    place: int
    texts: int
    end: int


def with_seams(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of the pages of a letter-spaced table, with a blank where a cell surely begins or ends."""
    streams = [[make_stream(line) for line in page] for page in pages]
    whys = _explanations(stream for page in streams for stream in page)
    return [[_parted(stream, whys) for stream in page] for page in streams]


def _parted(stream: Stream, whys: Collection[str]) -> str:
    cuts = sorted({at for row in _rows(stream, whys) for at in _cuts(stream, row, whys) if 0 < at < len(stream.folded)})
    origins = [0, *(stream.origin[at] for at in cuts), len(stream.text)]
    return " ".join(stream.text[begin:end].rstrip() for begin, end in pairwise(origins))


# rows


def _rows(stream: Stream, whys: Collection[str] = ()) -> Iterator[_Row]:
    """The rows that begin on a line, what stands above them first, as one whose place stands elsewhere."""
    begun = [(0, 0, 0), *_places(stream, whys)]
    ends = [*(begin for begin, _, _ in begun[1:]), len(stream.folded)]
    yield from (_Row(*one, end) for one, end in zip(begun, ends, strict=True) if one[0] < end)


def _places(stream: Stream, whys: Collection[str]) -> Iterator[tuple[int, int, int]]:
    """Where rows begin, where their places do, and where these end: places behind a day, the explanation of the row
    above, or a blank."""
    days = {match.end(): match.start() for match in _DAY.finditer(stream.folded)}
    ends = {end for *_, end in _explained(stream.folded, 0, len(stream.folded), whys)}
    last = 0
    for at in range(len(stream.folded)):
        dated = at in days or at in ends
        if at < last or not (dated or at == 0 or stream.gaps[at]) or not _begins_place(stream.folded, at, dated=dated):
            continue
        last = _end_of_place(stream, at)
        if last > at:
            yield days.get(at, at), at, last


def _explained(folded: str, begin: int, end: int, whys: Collection[str]) -> Iterator[tuple[int, int, int]]:
    """Where timings begin and end that an explanation or the place of the next row follows, and where that ends."""
    for match in _TIMING.finditer(folded, begin, end):
        room = min(_LONGEST_WHY, end - match.end()) if whys else 0
        behind = (folded[match.end() : match.end() + size] for size in range(room, 0, -1))
        why = next((text for text in behind if text in whys), "")
        if why or (whys and _begins_place(folded, match.end(), dated=True)):
            yield match.start(), match.end(), match.end() + len(why)


def _begins_place(folded: str, at: int, *, dated: bool) -> bool:
    alone = dated and CHANGE_ITEM.match(folded[at : at + _ALONE]) is not None
    return alone or CHANGE_ITEM.match(folded[at : at + _LONGEST]) is not None


def _end_of_place(stream: Stream, begin: int) -> int:
    """Where the name of a place ends: behind the name of an item, or its numbers where no word of the form follows."""
    folded, at = stream.folded, begin
    if _WORD_ALONE.match(folded[begin : begin + _ALONE]):
        return begin + _ALONE
    hits = {hit.start + begin: hit for hit in lexicon.find(folded[begin : begin + _LONGEST])}
    while at - begin < _LONGEST:
        hit = hits.get(at)
        kinds = {term.kind for term in hit.terms} if hit is not None else set()
        if hit is not None and kinds & {*_OF_PLACE, *PLACE_ENDS}:
            at = hit.end + begin
            if kinds & {*PLACE_ENDS}:
                return at
        elif match := _NUMBER.match(folded, at):
            at = match.end()
        else:
            return at
    return begin


# cells of a row


def _cuts(stream: Stream, row: _Row, whys: Collection[str]) -> Iterator[int]:
    yield from (row.begin, row.place, row.texts)
    yield from (at for cut in _explained(stream.folded, row.texts, row.end, whys) for at in cut)
    end = row.end
    timing = _timing(stream.folded, row, whys)
    if timing is not None:
        yield from timing
        end = timing[0]
    elif why := _why_at_end(stream.folded[row.texts : row.end], whys):
        end = row.end - len(why)
        yield end
    yield from (row.texts + at for at in _between_texts(stream.folded[row.texts : end]))


def _timing(folded: str, row: _Row, whys: Collection[str] | None) -> tuple[int, int] | None:
    """Where the timing of a row begins and ends: nothing follows it but an explanation (None: whatever it is)."""
    for match in _TIMING.finditer(folded, row.texts, row.end):
        if row.end - match.end() > _LONGEST_WHY:
            continue
        why = folded[match.end() : row.end]
        if not why or ("." not in why if whys is None else why in whys):
            return match.span()
    return None


def _explanations(streams: Iterator[Stream]) -> frozenset[str]:
    """What stands behind the timings of several rows, or usually explains, or says nothing."""
    found: Counter[str] = Counter()
    for stream in streams:
        for row in _rows(stream):
            timing = _timing(stream.folded, row, None)
            found[stream.folded[timing[1] : row.end] if timing else ""] += 1
    known = (why for why, times in found.items() if times >= _RECURS or cell_says(why) or why.startswith(_USUAL))
    return frozenset(why for why in known if why)


def _why_at_end(text: str, whys: Collection[str]) -> str:
    """The explanation with which a row without timing ends; nothing where none does."""
    room = min(_LONGEST_WHY, len(text) - 1) if whys else 0
    return next((why for size in range(room, 0, -1) if (why := text[-size:]) in whys), "")


def _between_texts(text: str) -> Iterator[int]:
    """Where the text after the change begins: with a word that is all it says, or as the text before it does."""
    for size in range(min(_LONGEST_WORD, len(text)), 1, -1):
        if cell_says(text[-size:]) not in (None, "above"):
            yield len(text) - size
            return
    same = [at for at in range(2, len(text)) if _is_said_again(text, at)]
    if len(same) == 1:
        yield same[0]


def _is_said_again(text: str, at: int) -> bool:
    least = min(_SAME, at)
    return text.startswith(text[at : at + least]) and len(text) - at >= least
