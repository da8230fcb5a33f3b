"""Where the lines of a dump's sheet stand in its text."""

from __future__ import annotations

from dataclasses import replace

from hyokasho.normalizers.text import fold
from hyokasho.parsers.model import Cell, Line, Row, Sheet
from hyokasho.parsers.source_text import SourceText

_LEADING = 4
"""Shorter lines stand in many places: they are looked for behind the line before, and lead no further."""


def with_spans(sheet: Sheet, text: SourceText) -> Sheet:
    """The sheet with the place of each line, as far as the text holds it, and with the text."""
    place = _Place(text)
    rows = tuple(Row(tuple(place.cell(cell) for cell in row.cells), row.page, row.table) for row in sheet.rows)
    return replace(sheet, rows=rows, text=text)


class _Place:
    """Goes through the sheet from line to line, and through the text as far as the lines stand in its order."""

    def __init__(self, text: SourceText) -> None:
        self.text = text
        self.cursor = 0

    def cell(self, cell: Cell) -> Cell:
        return replace(cell, lines=tuple(self._line(line) for line in cell.lines))

    def _line(self, line: Line) -> Line:
        span = self.text.find(line.text, None, self.cursor)
        if span is None:
            parts = self.text.slices(line.text, (max(0, self.cursor - 50), self.cursor + 1500))
            span = (parts[0][0], parts[-1][1]) if parts and parts[0][0] < parts[-1][1] else None
        elif len(fold(line.text)) >= _LEADING:
            self.cursor = span[1]
        return Line(line.text, line.words, line.page, line.bbox, line.wrapped, span)
