"""The text of a dump as it was decoded, in which values are found again: `raw` is always slices of it.

Values are looked for without white space and without the tool's own markup (tags, the bars of Markdown tables), which
may stand inside a slice. Places are characters of the text, line ends as they stand, without a byte order mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from hyokasho.normalizers.doubled import second_letters
from hyokasho.normalizers.text import fold, fold_with_map

Span = tuple[int, int]
"""Start and end of a slice, in characters of the text."""

_MARKUP = re.compile(
    r"<!--.*?-->|</?[A-Za-z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});|\\(?=[!-/:-@\[-`{-~])|\*\*|__", re.DOTALL
)
_FAR = 4000
"""A short text further ahead than this is another one of the same words."""
_NEXT = 4
"""So many letters (brackets, blanks) may stand between pieces of one slice."""
_CLOSE = 40
"""Characters, the tool's markup among them, within which a single letter is the one that is looked for."""
_TELLING = 12
"""Texts of so many letters are believed wherever they stand."""


@dataclass(frozen=True)
class SourceText:
    """A text with its folded letters and where each of them stands."""

    text: str

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """What `places` found."""
        return {}

    @cached_property
    def _folded(self) -> tuple[str, list[int], list[int]]:
        """The letters without white space, markup and second prints; start and end of each in the text."""
        keys: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end in [*self._unread(), (len(self.text), len(self.text))]:
            key, origin = fold_with_map(self.text[at:start])
            keys.append(key)
            starts += [at + k for k in origin]
            ends += [at + k + 1 for k in origin]
            at = end
            if self.text.startswith("&", start):
                letter = fold(unescape(self.text[start:end]))
                keys.append(letter)
                starts += [start] * len(letter)
                ends += [end] * len(letter)
        return "".join(keys), starts, ends

    def _unread(self) -> list[Span]:
        """What is no letter of its own: the tool's markup, the second prints of bold type."""
        second = ((at, at + 1) for at in second_letters(self.text))
        return sorted([*(match.span() for match in _MARKUP.finditer(self.text)), *second])

    def places(self, key: str) -> list[int]:
        """At which letters of the folded text a folded value stands, in their order."""
        found = self._places.get(key)
        if found is None:
            folded, at = self._folded[0], -1
            found = []
            while key and (at := folded.find(key, at + 1)) >= 0:
                found.append(at)
            self._places[key] = found
        return found

    def span_of(self, at: int, length: int) -> Span:
        """The span of so many letters of the folded text from this one on."""
        _, starts, ends = self._folded
        return starts[at], ends[at + length - 1]

    def find(self, value: str, near: Span | None, cursor: int = 0) -> Span | None:
        """Where the value stands: within `near` if it can, else the next place behind `cursor`, else the nearest one
        before; None where it does not stand at all."""
        key = fold(value)
        if not key:
            return None
        folded, starts, ends = self._folded
        if near is not None:
            low, high = bisect_left(starts, near[0]), bisect_right(ends, near[1])
            first = folded.find(key, max(low, bisect_left(starts, cursor)), high)
            if first < 0:
                first = folded.find(key, low, high)
            if first >= 0:
                return starts[first], ends[first + len(key) - 1]
        at = bisect_left(starts, cursor)
        ahead = folded.find(key, at)
        if ahead < 0 or ahead - at > _FAR:
            behind = folded.rfind(key, 0, at)
            if ahead < 0 or (behind >= 0 and at - behind < ahead - at):
                ahead = behind
        return (starts[ahead], ends[ahead + len(key) - 1]) if ahead >= 0 else None

    def has_letters(self, value: str, near: Span) -> bool:
        """Do the letters of the value stand in this part of the text, in any order?"""
        folded, starts, ends = self._folded
        low, high = bisect_left(starts, near[0]), bisect_right(ends, near[1])
        return not Counter(fold(value)) - Counter(folded[low:high])

    def slice(self, span: Span) -> str:
        """The text of a span without the tool's markup, on one line."""
        kept = _MARKUP.sub(lambda m: unescape(m[0]) if m[0].startswith("&") else "", self.text[span[0] : span[1]])
        return " ".join(kept.split())

    def slices(self, raw: str, near: Span | None, cursor: int | None = None, *, only: bool = False) -> list[Span]:
        """Where the lines of a raw text stand, as far as the text holds them; a line that it does not hold as a whole
        (a sign was put in its notation) by its parts.

        They are looked for within `near`, there behind `cursor` first; elsewhere too, but for `only`."""
        found: list[Span] = []
        cursor = cursor if cursor is not None else near[0] if near is not None else 0
        for line in raw.split("\n"):
            whole = self.find(line, near, cursor)
            if whole is not None and only and not is_inside(whole, near):
                whole = None
            parts = [whole] if whole is not None else _merged(list(self._parts(line, near, cursor)))
            for span in parts:
                if only and not is_inside(span, near):
                    continue
                cursor = span[1]
                if span not in found:
                    found.append(span)
        return found

    def _parts(self, line: str, near: Span | None, cursor: int) -> Iterator[Span]:
        for part in re.split(r"[\[\]［］〔〕\ufffd]|(?<=[\])）])|\s+", line):
            if len(fold(part)) == 1:
                letter = self.find(part, near, cursor) if near is not None else None
                pieces = iter([letter] if letter is not None and 0 <= letter[0] - cursor <= _CLOSE else [])
            else:
                pieces = self._pieces(part, near, cursor)
            for span in pieces:
                yield span
                cursor = span[1]

    def _pieces(self, part: str, near: Span | None, cursor: int) -> Iterator[Span]:
        """The text as a whole, or the longest pieces of it that stand somewhere (it was put together from several)."""
        at = 0
        while at < len(part):
            for end in range(len(part), at + 1, -1):
                span = self.find(part[at:end], near, cursor)
                if span is not None and self._believed(span, part[at:end], near):
                    yield span
                    cursor = span[1]
                    break
            else:
                end = at + 1
            at = end

    @staticmethod
    def _believed(span: Span, piece: str, near: Span | None) -> bool:
        return is_inside(span, near) or len(piece) >= _TELLING


def is_inside(span: Span, near: Span | None) -> bool:
    """Does a span begin within `near`? Anywhere, where that is None."""
    return near is None or near[0] <= span[0] <= near[1]


def _merged(spans: list[Span]) -> list[Span]:
    """Pieces that hardly anything parts are one slice."""
    merged: list[Span] = []
    for span in spans:
        if merged and 0 <= span[0] - merged[-1][1] <= _NEXT:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def joint_span(spans: list[Span]) -> Span | None:
    """From the first start to the last end; None of nothing."""
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
