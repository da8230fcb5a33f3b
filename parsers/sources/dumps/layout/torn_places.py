"""Places of changes (項目) of a layout text that lost the beginning of a label to the column beside them.

    Ⅱ ５．提供先１     ①法令上 も日本国内に設置された複数のデータセンターのうち
    の根拠               本番環境とは別のデータセンター内に保存される。

The tool shifts single lines, so that what a place says at the end of a line may stand right of the border.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.lexicon import TermKind, words_of
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.model import Cell, Line, Row

_ITEM, _BEFORE = 1, 2
_NAMES: tuple[TermKind, ...] = ("item", "section", "part", "block", "cover")
"""What a place may be named by."""
_LEAST = 2
"""Letters of the end of a label that are no chance."""
_INSIDE_WORD = pattern("sentences", "inside_word")
_NUMBER = pattern("numbering", "number").pattern


def with_whole_place(row: Row) -> Row:
    """The row with the beginning of a torn label of its place put back from what stood before the change; as it is
    where the place is whole, or its beginning does not stand there once."""
    torn = _torn(row.cells[_ITEM].lines) if len(row.cells) > _BEFORE else None
    if torn is None:
        return row
    at, beginnings = torn
    lines = row.cells[_BEFORE].lines
    if not lines:
        return _without_text(row, at)
    found = [(n, match) for n, line in enumerate(lines) for match in _matches(line.text, beginnings)]
    if len(found) != 1:
        return row
    n, match = found[0]
    place, rest = row.cells[_ITEM].lines, lines[n].text[match.end() :].strip()
    whole = replace(row.cells[_ITEM], lines=(*place[:at], Line(match[0].strip()), *place[at:]))
    text = replace(row.cells[_BEFORE], lines=(*lines[:n], *([Line(rest)] if rest else []), *lines[n + 1 :]))
    return replace(row, cells=(row.cells[0], whole, text, *row.cells[_BEFORE + 1 :]))


def _without_text(row: Row, at: int) -> Row:
    """The row, what stood before the change taken out of its place: it stands there behind the beginning of the label,
    in the line above the one `at` which the rest begins."""
    lines = row.cells[_ITEM].lines
    *place, text = lines[at - 1].text.rsplit(maxsplit=1)
    whole = (*lines[: at - 1], *map(Line, place), *lines[at:])
    if not place or _torn(whole) is not None:
        return row
    cells = (replace(row.cells[_ITEM], lines=whole), replace(row.cells[_BEFORE], lines=(Line(text),)))
    return replace(row, cells=(row.cells[0], *cells, *row.cells[_BEFORE + 1 :]))


def is_torn_place(cell: Cell) -> bool:
    """Does the place lack the beginning of a label?"""
    return _torn(cell.lines) is not None


def _matches(text: str, beginnings: Sequence[str]) -> Iterator[re.Match[str]]:
    """The beginning of a label at the beginning of a text, alone or before a blank."""
    for beginning in beginnings:
        match = re.match(rf"(?:{_NUMBER})?\s*{re.escape(beginning)}(?=\s|$)", text)
        if match is not None:
            yield match


def _torn(lines: Sequence[Line]) -> tuple[int, list[str]] | None:
    """Of a place that ends in the rest of a label, the line which the longest such rest begins and what it may lack."""
    texts, longest = [line.text for line in lines], max(map(len, _names()))
    found = None
    for at in range(len(texts) - 1, 0, -1):
        rest = fold("".join(texts[at:]))
        if len(rest) > longest:
            break
        above = fold("".join(texts[max(0, at - longest) : at]))[-longest:]
        if beginnings := _beginnings(above, rest):
            found = at, beginnings
    return found


@lru_cache(maxsize=1 << 10)
def _beginnings(above: str, rest: str) -> list[str]:
    """What a text lacks that is the rest of a label, cut inside a word, and that the text above it does not end in;
    nothing where both together, or the rest alone, may end in a label of the forms."""
    whole = above + rest
    if len(rest) < _LEAST or any(whole.endswith(name) and len(name) >= len(rest) for name in _names()):
        return []
    labels = words_of("item")
    return sorted({label[: -len(rest)] for label in labels if label.endswith(rest) and _is_inside(label, len(rest))})


@cache
def _names() -> tuple[str, ...]:
    return tuple(word for kind in _NAMES for word in words_of(kind))


def _is_inside(label: str, count: int) -> bool:
    """Do the last `count` letters of a label begin inside a word?"""
    return _INSIDE_WORD.fullmatch(label[-count - 1 : len(label) - count + 1]) is not None
