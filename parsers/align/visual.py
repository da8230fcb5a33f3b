"""The content of an answer as the eye sees it: lines across all its cells, with the words (if any) behind the text."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.align.content import Piece
from parsers.layout.words import build_lines, union
from parsers.model import BBox, Line, Word


def visual_lines(pieces: Sequence[Piece]) -> list[Line]:
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


def _dump_lines(pieces: Sequence[Piece], page: int | None) -> list[Line]:
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


def box_of(words: Sequence[Word]) -> BBox | None:
    """The box around words of one page, None if there are none."""
    return union(w.bbox for w in words) if words else None


def raw_of(lines: Sequence[Line]) -> str:
    """The text of the lines as it stood in the source."""
    return "\n".join(line.text for line in lines)
