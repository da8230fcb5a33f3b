"""The content of an answer as the eye sees it: lines across all its cells, with the words (if any) behind the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold, fold_with_map
from hyokasho.parsers.align.content import AnswerCell
from hyokasho.parsers.layout.words import build_lines, union
from hyokasho.parsers.model import BBox, Line, Word


def visual_lines(pieces: Sequence[AnswerCell]) -> list[Line]:
    """Lines of all cells of an answer. Words of one height in several cells (`[`, `○`, `]`) come to one line.

    A dump has no heights: there the cells of one row are one line after another, a line per line of text.
    """
    by_page: dict[int | None, list[Line]] = {}
    for piece in pieces:
        for line in piece.cell.lines:
            by_page.setdefault(line.page, []).append(line)
    result: list[Line] = []
    for page, lines in by_page.items():
        words = [word for line in lines for word in line.words]
        if page is None or not words:
            result += _dump_lines(pieces, page)
        elif len(pieces) == 1:
            result += lines
        else:
            result += build_lines(words, page)
    return result


def _dump_lines(pieces: Sequence[AnswerCell], page: int | None) -> list[Line]:
    """Cells of one row of a dump that are one line each are read as one line."""
    rows: dict[int, list[Line]] = {}
    result: list[Line] = []
    for piece in pieces:
        lines = [line for line in piece.cell.lines if line.page == page]
        rows.setdefault(piece.row, []).extend(lines)
    for lines in rows.values():
        if all(len(p.cell.lines) <= 1 for p in pieces) and len(lines) > 1:
            result.append(Line(" ".join(line.text for line in lines), page=page))
        else:
            result += lines
    return result


def place_of(lines: Sequence[Line]) -> tuple[int | None, BBox | None]:
    """Page on which the lines start, and the box of those on that page. Points; None for dumps."""
    if not lines or lines[0].page is None:
        return None, None
    page = lines[0].page
    boxes = [line.bbox for line in lines if line.page == page and line.bbox is not None]
    return page, union(boxes) if boxes else None


def word_spans(line: Line) -> list[tuple[int, int, Word]]:
    """Where in the line's text each word stands."""
    spans = []
    at = 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start < 0:
            continue
        at = start + len(word.text)
        spans.append((start, at, word))
    return spans


def words_between(spans: Sequence[tuple[int, int, Word]], start: int, end: int) -> list[Word]:
    """The words of a stretch of text; a word that reaches over its end is cut in proportion."""
    found = []
    for first, last, word in spans:
        if last <= start or first >= end:
            continue
        if first >= start and last <= end:
            found.append(word)
            continue
        a, b = max(first, start), min(last, end)
        found.append(replace(word, text=word.text[a - first : b - first], bbox=_cut(word, a - first, b - first)))
    return [w for w in found if w.text.strip()]


def _cut(word: Word, start: int, end: int) -> BBox:
    """The box of some characters of a word, by their widths (half-width ones count half)."""
    x0, y0, x1, y1 = word.bbox
    unit = (x1 - x0) / max(1, columns(word.text))
    return (x0 + unit * columns(word.text[:start]), y0, x0 + unit * columns(word.text[:end]), y1)


def box_of(words: Sequence[Word]) -> BBox | None:
    """The box around words of one page, None if there are none."""
    return union(w.bbox for w in words) if words else None


def box_of_text(lines: Sequence[Line], value: str) -> BBox | None:
    """The box of `value` within the lines of one page (those of the first line's page); None where it is not found."""
    found = find_text(lines, value)
    return found.bbox if found else None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the lines' text as it stands there, and its words; `bbox` None for dumps. The next one is looked for
    from `end` on."""

    raw: str
    bbox: BBox | None
    end: int
    words: tuple[Word, ...] = ()


def find_text(lines: Sequence[Line], value: str, start: int = 0) -> Slice | None:
    """The first place of `value` at or behind `start` in the lines of the first line's page, compared folded."""
    own = [line for line in lines if line.page == lines[0].page]
    text = "".join(line.text for line in own)
    key, origin = fold_with_map(text)
    wanted = fold(value)
    at = key.find(wanted, bisect_left(origin, start))
    if at < 0 or not wanted:
        return None
    first, last = origin[at], origin[at + len(wanted) - 1] + 1
    words: list[Word] = []
    offset = 0
    for line in own:
        words += words_between(word_spans(line), first - offset, last - offset)
        offset += len(line.text)
    return Slice(text[first:last], box_of(words), last, tuple(words))


def raw_of(lines: Sequence[Line]) -> str:
    """The text of the lines as it stood in the source."""
    return "\n".join(line.text for line in lines)
