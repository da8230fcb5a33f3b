"""Pages of a Markdown dump that hold the right halves of the lines of the page before: paper narrower than its tables.

    |②システムの機能|照会：氏名から対象者を探し、画面に<br>更の履歴を残す。|      表示する。台帳管理：登録し、変
    |③接続|［ ］ 庁内連携シ<br>［ ］ その他 （|                                 ステム<br>）

The tool gives such a page as the text of a picture. Its halves stand in the order of the lines that the edge cut: texts
as wide as the widest, boxes with the beginning of an option or an open parenthesis. Where there is not one for each,
nobody knows whose they are: the texts that the edge cut are not given. That pages were cut so is believed where a half
ends an option of a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hyokasho.normalizers.lines import columns, open_parentheses
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.wording.line_signs import is_closed
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue

from ..notation.rows import clean_cell, is_page_line

_PICTURE = re.compile(r"<!--.*?-->")
_BREAK = re.compile(r"<br\s*/?>")
_BOX = re.compile(r"[\[［][^\[\]［］]{0,3}[\]］]\s*(?P<option>[^\[\]［］]*)$")
_NUMBER = re.compile(r"^\d{1,2}[)）]")
_NARROWEST = 16
"""Columns of a line that the edge of the paper cut at least."""
_SLACK = 3
"""Columns that such a line may be short of the widest one."""


@dataclass(frozen=True, slots=True)
class _CutLine:
    """A line that the edge may have cut: line and cell of the page, and which line of the cell. `endings`: what the
    option of a box lacks; empty for a text, and for a box with an open parenthesis."""

    row: int
    cell: int
    at: int
    is_box: bool
    endings: tuple[str, ...] = ()
    closed: bool = False

    def goes_on(self, half: str) -> bool:
        """May this be its right half?"""
        if not self.is_box:
            return True
        key = fold(half)
        return any(key.startswith(end) for end in self.endings) if self.endings else ")" in key


def with_right_halves(text: str) -> tuple[str, list[Issue]]:
    """The text with the lines whole that go on on a page of halves, and what is not known of others."""
    pages: list[list[str]] = [[]]
    for row in text.split("\n"):
        pages[-1].append(row)
        if is_page_line(row):
            pages.append([])
    halved = [
        (page, right, list(_edge_lines(page)), halves)
        for page, right in pairwise(pages)
        if (halves := _halves(right))
    ]
    boxes = ((line, half) for _, _, lines, halves in halved for line in lines for half in halves if line.endings)
    if not any(line.goes_on(half) for line, half in boxes):  # (pictures of something else)
        return text, []
    issues: list[Issue] = []
    for page, right, lines, halves in halved:
        cut = [line for line in lines if not line.closed]
        whole = next((way for way in (cut, lines) if _fit(way, halves)), None)
        for line, half in zip(whole, halves, strict=True) if whole is not None else ():
            _write(page, line, half)
        if whole is None:
            for line in cut:
                _write(page, line, None)
            lost = " ".join(halves)[:80]
            issues.append(make_issue("answer-not-known", f"the edge of the paper cuts lines, which go on so: {lost}"))
        right[:] = [row for row in right if is_page_line(row)]
    return "\n".join(row for page in pages for row in page), issues


def _fit(lines: Sequence[_CutLine], halves: Sequence[str]) -> bool:
    """Is there a half for each line, which may be its own?"""
    return len(lines) == len(halves) and all(line.goes_on(half) for line, half in zip(lines, halves, strict=True))


def _halves(page: Sequence[str]) -> list[str]:
    """The lines of a page that is nothing but the text of a picture; none of any other."""
    filled = [line for line in page if line.strip() and not is_page_line(line)]
    if not filled or not _PICTURE.match(filled[0]) or any(line.startswith("|") for line in filled):
        return []
    parts = (part.strip() for line in filled for part in _BREAK.split(_PICTURE.sub("", line)))
    return [part for part in parts if part]


def _edge_lines(page: Sequence[str]) -> Iterator[_CutLine]:
    """The lines of the last cells of a page that the edge may have cut."""
    rows = ((n, _cells(line)) for n, line in enumerate(page))
    filled = ((n, cells, [k for k, cell in enumerate(cells) if cell.strip()]) for n, cells in rows)
    last = [(n, cells, places[-1]) for n, cells, places in filled if places and places[-1]]
    widest: dict[int, int] = {}
    for _, cells, at in last:
        width = max(columns(clean_cell(part)) for part in _BREAK.split(cells[at])) if at + 1 == len(cells) else 0
        widest[len(cells)] = max(width, widest.get(len(cells), _NARROWEST))
    for n, cells, at in last:
        printed = [clean_cell(part) for part in _BREAK.split(cells[at])]
        lines = [_NUMBER.sub("", line) for line in printed]  # (of an option)
        for k, line in enumerate(lines):
            box = _BOX.search(line)
            key = fold(box["option"]) if box is not None else ""
            ends = lexicon.endings(key, "box") if key and not lexicon.exact(key) else ()
            is_text = box is None and at + 1 == len(cells) and line == printed[k]
            if ends or (open_parentheses(line) > 0 and open_parentheses("\n".join(lines[k:])) > 0):
                yield _CutLine(n, at, k, True, ends)
            elif is_text and columns(line) >= widest[len(cells)] - _SLACK:
                yield _CutLine(n, at, k, False, closed=is_closed(line))


def _cells(line: str) -> list[str]:
    return line.strip()[1:-1].split("|") if line.strip().startswith("|") and not line.strip().startswith("|---") else []


def _write(page: list[str], cut: _CutLine, half: str | None) -> None:
    """Put the right half behind its line. None: take a text off, for it is not whole."""
    cells = _cells(page[cut.row])
    parts = _BREAK.split(cells[cut.cell])
    if half is not None:
        parts[cut.at] = parts[cut.at].rstrip() + half
    elif not cut.is_box:
        parts = [""]
    cells[cut.cell] = "<br>".join(parts)
    page[cut.row] = "|" + "|".join(cells) + "|"
