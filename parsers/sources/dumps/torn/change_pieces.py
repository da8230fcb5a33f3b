"""The pieces of which a torn table of changes is put together: chunks of lines that stand in one cell each.

What a piece says (a day, a place of the form, 事前/事後, the words of an explanation) and how wide its lines are tells
the columns where it may stand; how the line above it ends, whether it may go on there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Prefix
from rapidfuzz.fuzz import ratio

from hyokasho.normalizers.lines import open_parentheses
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import ANNEX, ENTITIES, RISK
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.forms.wording.line_signs import is_closed, list_number

from .change_chunks import AFTER, BEFORE, DATE, ITEM, TEXTS, TIMING, WHY, Chunk, Gap, Kind, Widths, width_of

_RECURS = 3
"""Rows that say an explanation which is known by that."""
_BEHIND = 8
"""Lines of an explanation at most."""
_LEAST, _LONGEST = 4, 80
"""Letters of an explanation that is known by its recurring."""
_BESIDE_WORD = 2.0
"""Cost of a text that goes on with a word, or behind one, which as a rule is all that its cell says."""
_SAME = 8
"""Letters with which both texts of a row begin, or the whole first line of one of them."""
_SENTENCE = 30
"""Letters of a text that is no explanation unless it says so."""
_PARTED = 0.75
"""Share of the dates and timings that a blank line parts from what stands above, where blank lines part all cells."""
_IN_ROWS = 0.95
"""Share of the dates with a place right behind them, where a text prints one row behind the other."""
_ALIKE, _LONG, _REACH = 60, 8, 20
"""Likeness of a text and its edit, of so many letters at least, so many pieces apart at most."""
PLACE_ENDS = ("item", "cover")
"""Kinds of words of the form that end the name of a place."""
_COUNTED = re.compile(r"^[(]?(\d{1,2})[).]?(?=\D)")
_NEW = pattern("numbering", "list_item")
_FIRST = pattern("numbering", "first_item")
_TORN = pattern("sentences", "torn_beginning")
_EXPLAINS = pattern("changes", "explains")
_PLACE = re.compile(rf"^(?:\d{{1,2}}[.．、)]?|[①-⑳]|{ENTITIES}|{RISK}|\(?{ANNEX}|\(|-)")


@dataclass(slots=True)
class ChangePiece:
    """Chunks of one cell. `columns`: where it may stand, each with its cost; `stays`, `ends`: what it costs by column
    that the cell above goes on with it, or ends before it; `like`: pieces before it of which it may be an edit;
    `told`: the only column where it may stand."""

    chunks: list[Chunk]
    columns: dict[int, float] = field(default_factory=dict)
    stays: dict[int, float] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    torn: bool = False
    like: frozenset[int] = frozenset()
    has_like: bool = False
    told: int | None = None

    @property
    def kind(self) -> Kind:
        """What its first chunk is."""
        return self.chunks[0].kind

    @property
    def gap(self) -> Gap:
        """What parts it from the piece before."""
        return self.chunks[0].gap

    @property
    def text(self) -> str:
        """Its lines."""
        first, *others = self.chunks
        return first.text + "".join((" " if c.gap == "space" else "\n") + c.text for c in others)


class PieceMaker:
    """Makes pieces of the chunks of all pages, with the costs of their cells. `widths`: of the columns; `parted`: blank
    lines part all cells; `in_rows`: they do not, and a place stands right behind each date."""

    def __init__(self, pages: Sequence[Sequence[Chunk]], widths: Widths) -> None:
        self.widths = widths
        self._recurring = _recurring(pages)
        gaps = [c.gap for page in pages for c in page if c.kind in ("date", "timing")]
        self.parted = gaps.count("blank") >= len(gaps) * _PARTED
        below = [place.kind for page in pages for day, place in pairwise(page) if day.kind == "date"]
        placed = sum(kind in ("item", "ditto") for kind in below)
        self.in_rows = not self.parted and placed >= max(1, len(below) * _IN_ROWS)

    def pieces(self, page: Sequence[Chunk]) -> list[ChangePiece]:
        """The pieces of a page."""
        found: list[ChangePiece] = []
        at = 0
        told = self._texts_told(page) if self.in_rows else {}
        while at < len(page):
            said = 0 if at in told else self._said_again(page, at)
            if at in told:
                end, column = told[at]
                found.append(ChangePiece(list(page[at:end]), told=column))
                said = end - at
            elif said:
                found.append(ChangePiece([c._replace(kind="why") for c in page[at : at + said]]))
            elif found and self._surely_goes_on(found[-1], page[at]):
                found[-1].chunks.append(page[at])
            else:
                found.append(ChangePiece([page[at]]))
            at += max(said, 1)
        for at, piece in enumerate(found):
            above = found[at - 1] if at else None
            piece.columns = self._columns(piece) if piece.told is None else {piece.told: 0.0}
            piece.stays, piece.ends = self._seam(above, piece) if piece.told is None else ({}, {})
            piece.torn = _TORN.match(fold(piece.text)) is not None
        _mark_alike(found)
        return found

    def _texts_told(self, page: Sequence[Chunk]) -> dict[int, tuple[int, int]]:
        """Where the two texts of rows begin, with their ends and columns, between the place of a row and its timing."""
        told: dict[int, tuple[int, int]] = {}
        for at, chunk in enumerate(page):
            dated = at > 0 and page[at - 1].kind == "date"
            if chunk.kind == "item" or (chunk.kind == "ditto" and dated):
                end = next((n for n in range(at + 1, len(page)) if self._ends_texts(page, n)), len(page))
                closed = end < len(page) and page[end].kind not in ("date", "item")
                seam = _seam_of_texts(page[at + 1 : end]) if closed and self._is_whole_place(page, at) else 0
                told |= {at + 1: (at + 1 + seam, BEFORE), at + 1 + seam: (end, AFTER)} if seam else {}
        return told

    def _is_whole_place(self, page: Sequence[Chunk], at: int) -> bool:
        """Does the place of a row not go on in the chunk below?"""
        return self._between(ChangePiece([page[at]]), ChangePiece([page[at + 1]]), ITEM)[0] == math.inf

    def _ends_texts(self, page: Sequence[Chunk], at: int) -> bool:
        return page[at].kind not in ("text", "word") or self._said_again(page, at) > 0

    def _said_again(self, page: Sequence[Chunk], at: int) -> int:
        """How many chunks from one on are an explanation that other rows have too."""
        text, best = "", 0
        for count, chunk in enumerate(page[at : at + _BEHIND], 1):
            if chunk.kind != "text" or (count > 1 and chunk.gap != "line"):
                break
            text += fold(chunk.text)
            best = count if text in self._recurring else best
        return best

    def _surely_goes_on(self, above: ChangePiece, chunk: Chunk) -> bool:
        """Does a chunk stand in the cell of the piece above, whatever its column?"""
        last = above.chunks[-1]
        within = chunk.kind in ("text", "word") and above.kind in ("text", "word", "item", "why")
        if self.parted and chunk.gap == "line" and within:
            return True
        if chunk.kind != "text" or above.kind != "text" or chunk.gap != "line" or is_closed(last.text):
            return False
        told = self.widths.before, self.widths.after
        if _NEW.match(chunk.text) or width_of(last.text) <= max(self.widths.why, self.widths.item) + 1:
            return False
        return _TORN.match(fold(chunk.text)) is not None or any(0 <= w - width_of(last.text) <= 1.1 for w in told)

    def _columns(self, piece: ChangePiece) -> dict[int, float]:
        match piece.kind:
            case "date":
                return {DATE: 0.0, BEFORE: 2.5, AFTER: 2.5}
            case "timing":
                return {TIMING: 0.0}
            case "item":
                return {ITEM: 0.0}
            case "why":
                return {WHY: 0.0, BEFORE: 3.0, AFTER: 3.0}
            case "ditto":
                return {ITEM: 0.5, WHY: 0.0, BEFORE: 0.3, AFTER: 0.3}
            case "word" if not fold(piece.text).strip("-"):
                return {WHY: 0.0, BEFORE: 0.4, AFTER: 0.4}
        return self._text_columns(piece)

    def _text_columns(self, piece: ChangePiece) -> dict[int, float]:
        """By how wide the lines are and by what they say."""
        text = fold(piece.text)
        lines = [width_of(c.text) for c in piece.chunks]
        why = self.widths.why
        fits = max(lines) <= why + 1 if why else len(text) < _SENTENCE
        explains = bool(_EXPLAINS.search(text))
        wraps = fits and why > 0 and len(lines) > 1 and lines[0] >= why - 1
        texts = 3.0 if explains else 1.5 if wraps else 0.0
        found = {column: texts + _unlike(piece, self.widths.of(column)) for column in TEXTS}
        if fits or explains:
            found[WHY] = 0.0 if explains or wraps else 0.3
        return found

    def _seam(self, above: ChangePiece | None, piece: ChangePiece) -> tuple[dict[int, float], dict[int, float]]:
        """What it costs by column that the cell above goes on with the piece, or ends before it."""
        if above is None or piece.kind not in ("text", "word", "ditto"):
            return {}, {}
        if "word" in (above.kind, piece.kind):
            return dict.fromkeys(TEXTS, _BESIDE_WORD), {}
        stays, ends = {}, {}
        for column in (ITEM, *TEXTS, WHY):
            if column in above.columns or (column == ITEM and above.stays.get(ITEM, math.inf) < math.inf):
                stays[column], ends[column] = self._between(above, piece, column)
        return stays, ends

    def _between(self, above: ChangePiece, piece: ChangePiece, column: int) -> tuple[float, float]:
        last, first = above.chunks[-1].text, piece.chunks[0].text
        width = self.widths.of(column)
        one, other = width_of(last), width_of(first)
        if column == ITEM and (
            piece.kind == "ditto" or len(piece.chunks) > 1 or other > width + 0.6 or _ends_place(above.text, first)
        ):
            return math.inf, 0.0
        if piece.gap == "space":
            stay = 2.0 if column == ITEM and not _PLACE.match(fold(first)) else 0.5
            return (math.inf if width and one + 0.5 + other > width + 0.6 else stay), 0.3
        full = one >= width - 1.1 if width else False
        if column == ITEM:
            place = _PLACE.match(fold(first)) is not None
            if piece.gap == "blank":
                return (2.0 if place and full else math.inf), 0.0
            if full or place:
                return (0.0 if full else 0.3), (1.5 if full else 0.7)
            return (0.5 if width and one >= width - 2.1 else math.inf), 0.3
        if not is_balanced(last):
            return 0.0, 3.0
        goes_on = _counts_on([c.text for c in above.chunks], first)
        if piece.gap == "blank":
            return (0.0, 3.0) if goes_on else (2.0, 0.0)
        opens = bool(_NEW.match(first))
        stay = 0.0 if full and not opens else 0.3 if is_closed(last) or opens or not width else 1.2
        end = 2.2 if full and not is_closed(last) else 0.2
        end += 3.0 if goes_on else 0.0 if not opens or _FIRST.match(fold(first)) else 1.2
        return stay, end + 0.5 + 2.0 * self.parted


def _seam_of_texts(run: Sequence[Chunk]) -> int:
    """Where the text after a change begins among the lines of both texts; 0 where that is not told."""
    words = [n for n, chunk in enumerate(run) if chunk.kind == "word"]
    if len(words) == 1 and len(run) > 1 and words[0] in (0, len(run) - 1):
        return words[0] or 1
    again = [n for n in range(1, len(run)) if _begins_alike(run[0].text, run[n].text)]
    return again[0] if len(again) == 1 and not words else 0


def _begins_alike(one: str, other: str) -> bool:
    """Do two lines begin with the same letters, or is one the beginning of the other?"""
    one, other = fold(one), fold(other)
    same = Prefix.similarity(one, other)
    return same >= min(len(one), len(other), _SAME) and same >= _LEAST


def _ends_place(place: str, below: str) -> bool:
    """Does a place end with the name of an item, which does not go on in the line below?"""
    key = fold(place)
    hits = [hit for hit in lexicon.find(key + fold(below)) if any(term.kind in PLACE_ENDS for term in hit.terms)]
    whole = any(hit.end == len(key) for hit in hits)
    place_below = len(fold(below)) > 1 and _PLACE.match(fold(below))
    return whole and not place_below and not any(hit.start < len(key) < hit.end for hit in hits)


def is_balanced(text: str) -> bool:
    """Does each parenthesis and bracket of a text that opens close?"""
    return not open_parentheses(text) and text.count("[") == text.count("]")


def _counts_on(above: Sequence[str], below: str) -> bool:
    """Does a list go on: is the number of the line below the one behind the last of those above?"""
    numbers = [number for number in map(_count, above) if number is not None]
    return bool(numbers) and _count(below) == numbers[-1] + 1


def _count(line: str) -> int | None:
    found = list_number(line)
    match = _COUNTED.match(fold(line))
    return found.number if found else int(match[1]) if match else None


def _unlike(piece: ChangePiece, width: float) -> float:
    """What it costs that the lines of a piece stand in a column that holds `width` letters (0: not known)."""
    if not width:
        return 0.0
    lines = [width_of(c.text) for c in piece.chunks]
    if max(lines) > width + 0.6:
        return 4.0
    return min(4.0, sum(1.0 for line in lines[:-1] if line < width - 0.9))


def _recurring(pages: Sequence[Sequence[Chunk]]) -> frozenset[str]:
    """Folded texts that stand behind a timing again and again: explanations."""
    found: Counter[str] = Counter()
    for page in pages:
        for at, chunk in enumerate(page):
            if chunk.kind == "timing":
                found.update(_behind(page[at + 1 : at + 1 + _BEHIND]))
    return frozenset(text for text, count in found.items() if count >= _RECURS)


def _behind(chunks: Sequence[Chunk]) -> Iterator[str]:
    """The first lines together, more and more of them."""
    text = ""
    for chunk in chunks:
        if chunk.kind != "text" or len(text) > _LONGEST:
            return
        text += fold(chunk.text)
        if len(text) > _LEAST:
            yield text


def _mark_alike(pieces: Sequence[ChangePiece]) -> None:
    """Note which pieces may be edits of one of those before them."""
    keys = [fold(piece.text) if BEFORE in piece.columns else "" for piece in pieces]
    for at, key in enumerate(keys):
        if len(key) < _LONG:
            continue
        near = range(max(0, at - _REACH), at)
        like = frozenset(n for n in near if len(keys[n]) >= _LONG and ratio(key, keys[n], score_cutoff=_ALIKE))
        pieces[at].like = like
        for n in like:
            pieces[n].has_like = True
