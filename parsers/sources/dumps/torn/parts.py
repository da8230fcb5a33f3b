"""Where the cover of a text ends, and the contents behind it: told by what the form prints, with or without pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import cover_label, titles, words_of

from ..notation.stream import Stream, make_stream

FIRST = "I"
"""The first part of all forms."""
_CONTENTS_LENGTH = 500
"""The headings of the contents stand within so many letters."""
_HEADING_LENGTH = 60
"""The heading of the first section stands within so many letters behind that of its part."""


def cut_cover(text: str, *, spaced: bool = False) -> tuple[str, str, str]:
    """The cover (with what stands before it), the contents ("" if there are none) and the rest of a text."""
    stream = make_stream(text, spaced=spaced)
    folded = stream.folded
    first_parts = [m for m in _first_part().finditer(folded) if stream.breaks(m.start())]
    cover = folded.find(_title_label())
    listed = [m.start() for m in _contents().finditer(folded) if _stands_alone(stream, m)]
    contents = next((at for at in listed if at > cover), next(iter(listed), None))
    part = next((m.start() for m in first_parts if m.start() > cover), None)
    if contents is None or (part is not None and part < contents):
        if part is None:
            return text, "", ""
        at = stream.origin[part]
        return text[:at], "", text[at:]
    begin = stream.origin[contents]
    end = _end_of_contents(stream, contents, [m.start() for m in first_parts if m.start() > contents])
    stop = stream.origin[end] if end is not None else len(text)
    return text[:begin], text[begin:stop], text[stop:]


def _end_of_contents(stream: Stream, contents: int, parts: list[int]) -> int | None:
    """Where the first part itself begins: its heading stands once in the contents and once more behind them."""
    near = [p for p in parts if p - contents < _CONTENTS_LENGTH]
    if not near:
        return parts[0] if parts else None
    listed = _other_parts().search(stream.folded, near[0])
    if len(parts) > 1 and listed is not None and listed.start() < parts[1]:
        return parts[1]
    for part, following in pairwise([*parts, len(stream.folded)]):
        behind = stream.folded[part : min(part + _HEADING_LENGTH, following)]
        if part in near and any(title in behind for title in titles(f"{FIRST}-1")):
            return part
    return None


def _stands_alone(stream: Stream, match: re.Match[str]) -> bool:
    return stream.breaks(match.start()) and (stream.breaks(match.end()) or stream.spaced)


@cache
def _title_label() -> str:
    """The label of the statement's title, folded: what stands before it is no body of a statement."""
    return fold(cover_label("title"))


@cache
def _contents() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words_of("toc"))))


@cache
def _first_part() -> re.Pattern[str]:
    """The numbered heading of the first part of some form."""
    return re.compile(f"{FIRST}[.]?(?:{'|'.join(sorted(titles(FIRST)))})")


@cache
def _other_parts() -> re.Pattern[str]:
    others = set(words_of("part")) - titles(FIRST)
    return re.compile("|".join(sorted(map(re.escape, others), key=len, reverse=True)))


def end_of_cover(rows: Sequence[Sequence[str]]) -> int | None:
    """The first of the rows (of cells) that belongs to no cover: the contents or the first part; None without one."""
    for number, cells in enumerate(rows):
        for cell in cells:
            key = fold(cell.split("\n")[0])
            if _contents().fullmatch(key) or _first_part().fullmatch(key):
                return number
    return None
