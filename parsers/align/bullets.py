"""The points before the lines of a list, which OCR reads as any small sign: they are all the same one.

A point says nothing about the text behind it, but its doubt made short names unknown (`,福祉総合システム`).
"""

from __future__ import annotations

from dataclasses import replace

from hyokasho.parsers.forms.wording import words
from hyokasho.parsers.model import Cell, Line, Row, Sheet, Word

_POINTS = "".join(words("answers", "speck_signs"))
(_BULLET,) = words("numbering", "list_point")
_FEWEST = 2
"""So many lines of a cell begin with a point where it holds a list."""
_SAME = 4.0
"""Points within which the lines of a list begin."""
_SURE = 0.97


def with_bullets(sheet: Sheet) -> Sheet:
    """The sheet of a scan, points before lines of lists put right; the same one where there are none."""
    rows = tuple(_row(row) for row in sheet.rows)
    return replace(sheet, rows=rows) if any(a is not b for a, b in zip(rows, sheet.rows, strict=True)) else sheet


def _row(row: Row) -> Row:
    cells = tuple(_cell(cell) for cell in row.cells)
    return replace(row, cells=cells) if any(a is not b for a, b in zip(cells, row.cells, strict=True)) else row


def _cell(cell: Cell) -> Cell:
    listed = [line for line in cell.lines if _begins_with_point(line)]
    if len(listed) < _FEWEST or not any(line.words[0].text.startswith(_BULLET) for line in listed):
        return cell
    left = min(line.words[0].bbox[0] for line in listed)
    if any(line.words[0].bbox[0] - left > _SAME for line in listed):
        return cell
    return replace(cell, lines=tuple(_line(line) if line in listed else line for line in cell.lines))


def _begins_with_point(line: Line) -> bool:
    """Does a line that OCR read begin with a small sign, right before a text?"""
    text = line.words[0].text if line.words and line.words[0].origin == "ocr" else ""
    return len(text) > 1 and text[0] in _POINTS and not text[1].isdecimal() and text[1] not in _POINTS


def _line(line: Line) -> Line:
    word = _word(line.words[0])
    text = line.text if line.text[:1] != line.words[0].text[0] else _BULLET + line.text[1:]
    return replace(line, text=text, words=(word, *line.words[1:]))


def _word(word: Word) -> Word:
    doubt = next((one for one in word.doubts if one.at == 0), None)
    sure = word.sure if doubt is None else min(1.0, word.sure + max(0.0, _SURE - doubt.sure) / len(word.text))
    read_as = word.read_as if word.text[0] == _BULLET else word.text
    doubts = tuple(one for one in word.doubts if one is not doubt)
    return replace(word, text=_BULLET + word.text[1:], sure=sure, doubts=doubts, read_as=read_as)
