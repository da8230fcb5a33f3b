"""The words that the form itself prints on its cover, wherever they stand in a text: labels, title, edition, notes.

They may stand within a line, be torn over lines, be letter-spaced, or be printed several times over in growing pieces,
as tools leave bold type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import statement_titles
from hyokasho.parsers.forms.lexicon.labels import cover_labels
from hyokasho.parsers.forms.wording import pattern

from .stream import Stream

_TAG = pattern("edition_tag", "tag")
_MOST_PIECES = 24
_SHORT = 6


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
        if stream.breaks(start):
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
    whole = stream.breaks(start) and (stream.breaks(end) or stream.folded[end] in "([:")
    return end if free or whole else None


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


def _without_overlaps(found: Sequence[FormWord]) -> list[FormWord]:
    """The longest first; of the rest those that touch none of them."""
    kept: list[FormWord] = []
    for one in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda p: p.start)
