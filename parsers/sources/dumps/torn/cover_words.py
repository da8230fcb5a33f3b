"""The words that the form itself prints on its cover, wherever they stand in a text (labels, title, edition), and those
between them.

What the form prints may stand within a line, be torn over lines, be letter-spaced, or be printed several times over in
growing pieces, as tools leave bold type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.late import late
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import statement_titles
from hyokasho.parsers.forms.lexicon.labels import cover_labels
from hyokasho.parsers.forms.wording import pattern, source, words

from ..notation.stream import BLOCK, LINE, Stream

_TAG = pattern("edition_tag", "tag")
_MOST_PIECES = 24
_SHORT = 6
_KIND = 2
"""So many letters before a piece tell that it goes on with the kind of the statement."""
FIELDS = ("evaluation_number", "title", "declaration", "special_notes", "agency", "approved_on", "published_on")

_DATE = pattern("dates", "day_of_cover")
_DAY_ENDS = words("contents", "day_labels")
_DECLARED = pattern("cover", "declared")
_ORNAMENT = pattern("cover", "ornament")
_LEADING_NUMBER = pattern("cover", "number_before_title")
_UNFINISHED = pattern("cover", "unfinished")
_MAY_END = pattern("cover", "may_end")
_ANNOUNCES = pattern("cover", "announces")
_GOES_ON = pattern("cover", "goes_on")
_FULL = 24
"""Letters of a line that is full: what it says goes on in the next one."""
_WHOLE = late(
    "|".join(
        (
            _DATE.pattern,
            source("page_marks", "on_cover"),
            source("cover", "declared_word"),
            source("cover", "ended"),
            r"\([^()]{2,30}\)",
        )
    )
)
"""What is one word, whatever white space stands in it."""


@dataclass(frozen=True, slots=True)
class FormWord:
    """Words of the form at letters `start` to `end` of the stream. `field`: the column of `documents` that a label's
    answer fills; None for what is no label. `tag` and `title` tell these two."""

    start: int
    end: int
    field: str | None
    label: str = ""
    tag: bool = False
    title: bool = False


def printed_words(stream: Stream) -> list[FormWord]:
    """What the form prints in the stream, in order, without overlaps."""
    found = [FormWord(m.start(), m.end(), None, tag=True) for m in _TAG.finditer(stream.folded)]
    for start in range(len(stream.folded)):
        whole = _at(stream, start)
        if whole is not None:
            found.append(whole)
    return _without_overlaps(found)


def _at(stream: Stream, start: int) -> FormWord | None:
    """The longest of the cover's words that begins here."""
    best: FormWord | None = None
    for word in _words():
        if stream.folded[start] != word.key[0]:
            continue
        ends = [_plain_end(stream, start, word.key)]
        if stream.breaks(start) and not _ends_a_title(stream, start):
            ends.append(_grown_end(stream, start, word.key))
        end = max((e for e in ends if e is not None), default=None)
        if end is not None and (best is None or end > best.end):
            best = FormWord(start, end, word.field, word.label, title=word.title)
    return best


def _plain_end(stream: Stream, start: int, key: str) -> int | None:
    end = start + len(key)
    if not stream.folded.startswith(key, start):
        return None
    free = stream.spaced or len(key) > _SHORT
    whole = _begins(stream, start) and (stream.breaks(end) or stream.folded[end] in "([:" or _is_next(stream, end))
    return end if free or whole or _heads_day(stream, key, end) else None


def _begins(stream: Stream, start: int) -> bool:
    """May a word of the form begin here: behind white space, or right behind another one?"""
    return stream.breaks(start) or stream.folded.endswith(_keys(), 0, start)


def _is_next(stream: Stream, end: int) -> bool:
    """Does another word of the form stand here, with no white space before it?"""
    return stream.folded.startswith(_keys(), end)


def _heads_day(stream: Stream, key: str, end: int) -> bool:
    """Is a word the label of a day, and does one follow right behind it, as where a tool lost the blanks of a line?"""
    return key.endswith(_DAY_ENDS) and not stream.breaks(end) and _DATE.match(stream.folded, end) is not None


def _grown_end(stream: Stream, start: int, key: str) -> int | None:
    """Where the word ends that is printed in pieces, each of which goes on with or says again what stood before it."""
    reached, at, last = 0, start, None
    for _ in range(_MOST_PIECES):
        if at >= len(stream.folded):
            break
        end = next((k for k in range(at + 1, len(stream.folded) + 1) if stream.breaks(k)), at)
        piece = stream.folded[at:end]
        step = _reach(piece, key, reached)
        if reached == len(key) and not key.endswith(piece):
            break
        if step is None:
            break
        reached, at = step, end
        last = at if reached == len(key) else last
    return last


def _ends_a_title(stream: Stream, start: int) -> bool:
    """Is the piece that begins here the end of the kind of statement, the rest of which stands before it?"""
    end = next((k for k in range(start + 1, len(stream.folded)) if stream.breaks(k)), start)
    ending = stream.folded[max(0, start - _KIND) : end]
    return any(word.title and word.key.rstrip(")").endswith(ending) for word in _words())


def _reach(piece: str, key: str, reached: int) -> int | None:
    """How far the word is printed after this piece of it; None where the piece does not go on with it."""
    for begin in range(min(reached, len(key) - 1), -1, -1):
        if key.startswith(piece, begin):
            return max(reached, begin + len(piece))
    return None


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    field: str | None
    label: str
    title: bool = False


@cache
def _words() -> tuple[_Word, ...]:
    words: dict[str, _Word] = {}
    for title in statement_titles():
        words[fold(title)] = _Word(fold(title), None, title, title=True)
    for one in cover_labels():
        longer = fold(one.printed + (one.suffix or ""))
        for key in (fold(one.printed), longer, longer.strip("【】").replace("【", "") if one.suffix else longer):
            words[key] = _Word(key, one.column, one.label)
    return tuple(sorted(words.values(), key=lambda w: -len(w.key)))


@cache
def _keys() -> tuple[str, ...]:
    return tuple(word.key for word in _words())


@cache
def long_labels() -> frozenset[str]:
    """Labels, their additions and titles, folded, that are too long to stand in an answer by chance."""
    labels = {word.key for word in _words()} | {fold(one.suffix).strip("【】") for one in cover_labels() if one.suffix}
    return frozenset(label for label in labels if len(label) > _SHORT)


def _without_overlaps(found: Sequence[FormWord]) -> list[FormWord]:
    """The longest first; of the rest those that touch none of them."""
    kept: list[FormWord] = []
    for one in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda p: p.start)


@dataclass(slots=True)
class CoverWord:
    """Letters `start` to `end` of the stream. `gap`: the white space before it; `labels`: the fields whose labels stand
    right before it, the nearest last; `apart`: so many words of the form stand right before it; `before`: the word
    before it; `edge`: it stands before or behind all that the form prints; `declared`: the word before ends a
    declaration; `goes_on`: more of a declaration, which the one before announced or which says that it goes on."""

    start: int
    end: int
    text: str
    gap: int
    labels: tuple[int, ...] = ()
    apart: int = 0
    furniture: bool = False
    before: str = ""
    edge: bool = False
    declared: bool = False
    goes_on: bool = False

    @property
    def unfinished(self) -> bool:
        """The word before ends within a sentence."""
        if _UNFINISHED.search(self.before):
            return True
        return self.gap == LINE and len(self.before) >= _FULL and not _MAY_END.search(self.before)


def words_of(stream: Stream, printed: Sequence[FormWord], furniture: Sequence[tuple[int, int]] = ()) -> list[CoverWord]:
    """The words between those that the form prints. `furniture`: letters known to belong to the pages, not the text."""
    words: list[CoverWord] = []
    labels: tuple[int, ...] = ()
    at, apart, run = 0, 1, ""
    level = _level(stream)
    for one in [*printed, None]:
        end = one.start if one is not None else len(stream.folded)
        for start, stop in _parts(stream, at, end):
            aside = any(a <= start and stop <= b for a, b in furniture)
            text, gap = stream.folded[start:stop], level(stream.gaps[start])
            last = words[-1] if words else CoverWord(0, 0, "", 0)
            word = CoverWord(start, stop, text, gap, labels, apart, aside, last.text)
            word.declared = _DECLARED.search(last.text) is not None
            run = "" if apart else run
            more = last.goes_on and not last.text.endswith(".")
            if word.declared or last.goes_on:
                listed = _ORNAMENT.match(text) is not None and _ANNOUNCES.search(run) is not None
                more = more or listed or _GOES_ON.match(text) is not None
            word.goes_on = more and not apart
            word.edge = not printed or start < printed[0].start or (start >= printed[-1].end and not printed[-1].field)
            run += text
            words.append(word)
            labels, apart = (() if not aside else labels), 0
        if one is None:
            break
        if one.field:
            number = FIELDS.index(one.field)
            labels = (*(x for x in labels if x != number), number)
        at, apart = one.end, apart + 1
    return words


def _level(stream: Stream) -> Callable[[int], int]:
    """How much a gap parts: where an empty line follows every line, it is worth no more than a line end."""
    lines = sum(gap == LINE for gap in stream.gaps)
    blocks = sum(gap == BLOCK for gap in stream.gaps)
    return (lambda gap: min(gap, LINE)) if blocks > 3 * lines else (lambda gap: gap)


def _whole_words(stream: Stream, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What is one word whatever white space stands in it; a date ends at the end of its line where digits follow in
    the next one that it does not need (`2024/6/1`, then `1 / 6`)."""
    text, at = stream.folded, start
    while (match := _WHOLE.search(text, at, end)) is not None:
        first, at = match.span()
        gaps = (k for k in range(first + 1, at) if stream.gaps[k] >= LINE and text[k - 1 : k + 1].isdigit())
        at = next((k for k in gaps if _DATE.fullmatch(text, first, k)), at)
        yield first, at


def _parts(stream: Stream, start: int, end: int) -> list[tuple[int, int]]:
    """The words of a stretch: parted by white space, a date in one piece."""
    whole = list(_whole_words(stream, start, end))
    cuts = {start, end}
    cuts |= {k for k in range(start + 1, end) if stream.gaps[k] and not any(a < k < b for a, b in whole)}
    for a, b in whole:
        alone = (a == start or stream.gaps[a]) and (b == end or stream.gaps[b])
        if _DATE.fullmatch(stream.folded[a:b]) and (alone or stream.spaced):
            cuts |= {a, b}
        elif stream.spaced and _DECLARED.search(stream.folded, a, b):
            cuts.add(b)
    number = _LEADING_NUMBER.match(stream.folded, start, end) if stream.spaced else None
    if number is not None:
        cuts.add(number.end())
    ordered = sorted(cuts)
    return list(pairwise(ordered))
