"""Pages of a Markdown dump that hold the right halves of the lines of other pages: paper narrower than its tables.

    |②システムの機能|照会：氏名から対象者を探し、画面に<br>更の履歴を残す。|      表示する。台帳管理：登録し、変
    |③接続|［ ］ 庁内連携シ<br>［ ］ その他 （|                                 ステム<br>）
    |③対象人数|[<br>1,000人未満|                                              ＜選択肢＞<br>] 1)1,000人未満

The tool gives most such pages as the text of a picture. They follow their left pages, each its own, or all of a run the
run. Which half goes on with which line is told by `edge_lines`; where it is not sure, the text is marked as not known.
That pages were cut so is believed where a half ends an option of a box, closes the bracket of a choice or is its list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import is_label
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue

from ..notation.rows import clean_cell, is_page_line
from .edge_lines import NARROWEST, STARTS, WHOLE, WHOLE_BOX, EdgeLine, HalvesRead, Kind, read_halves

_PICTURE = re.compile(r"<!--.*?-->")
_BREAK = re.compile(r"<br\s*/?>")
_HEADING = re.compile(r"^#{1,6}\s+")
_BOX = re.compile(r"[\[［][^\[\]［］]{0,3}[\]］]\s*(?P<option>[^\[\]［］]*)$")
_OPENS = re.compile(r"[\[［][^\]］]*$|^[\[［][^\[\]［］]{4,}[\]］]$")
"""The bracket of a choice, closed or not."""
_CLOSES = re.compile(r"^[\]］]")
_SLACK = 3
"""Columns that such a line may be short of the widest one."""

_LIST = 3
"""Numbered rows of a list of record items."""
_BELIEVED = 0.4
"""Cost for each line of the right page at most."""
_HOPELESS = 1.5
"""Pages that cost so much for each line are no halves of each other."""
_MARGIN = 1.0
"""So much dearer must the next way be."""


def with_right_halves(text: str) -> tuple[str, list[Issue]]:
    """The text with the lines whole that go on on a page of halves, and what is not known of others."""
    pages: list[list[str]] = [[]]
    for row in text.split("\n"):
        pages[-1].append(row)
        if is_page_line(row):
            pages.append([])
    pairs = [
        (pages[a], list(_edge_lines(pages[a])), pages[b], _together(_halves(pages[b])), pictured)
        for a, b, pictured in page_pairs(pages)
    ]
    if not any(_is_cut(lines, halves) for _, lines, _, halves, pictured in pairs if pictured):
        return text, []  # (pictures of something else)
    issues: list[Issue] = []
    for page, lines, right, halves, pictured in pairs:
        read = read_halves(lines, halves)
        believed = read.cost <= _BELIEVED * len(halves)
        if not believed and (not pictured or read.cost > _HOPELESS * len(halves)):  # (a page of its own)
            continue
        unsure = [n for n, line in enumerate(lines) if (read.margins[n] < _MARGIN if believed else line.may_be_cut())]
        _write(page, lines, read if believed else None, unsure)
        if unsure:
            lost = " ".join(halves)[:80]
            issues.append(make_issue("answer-not-known", f"the edge of the paper cuts lines, which go on so: {lost}"))
        right[:] = [row for row in right if is_page_line(row)]
    return "\n".join(row for page in pages for row in page), issues


def page_pairs(pages: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, bool]]:
    """Which pages (left, right) are halves of one: a run of pages without any label, empty ones between them, and as
    many pages before it; and whether the tool gave one of the run as a picture."""
    at = 0
    while at < len(pages):
        end = at
        while end < len(pages) and (_is_right(pages[end]) or not _filled(pages[end])):
            end += 1
        run = [n for n in range(at, end) if _halves(pages[n])]
        start = at - (run[-1] + 1 - at) if run and run[0] == at else -1
        if start >= 0:
            pictured = any(_PICTURE.search(line) for n in run for line in pages[n])
            yield from ((n - (at - start), n, pictured) for n in run)
        at = end + 1


def _filled(page: Sequence[str]) -> list[str]:
    return [line for line in page if line.strip() and not is_page_line(line)]


def _is_right(page: Sequence[str]) -> bool:
    halves = _halves(page)
    counted = sum(cells[0].strip().isdigit() for cells in map(_cells, page) if cells)  # (record items)
    return bool(halves) and counted < _LIST and not any(map(is_label, halves))


def _halves(page: Sequence[str]) -> list[str]:
    """The lines of a page, those of a table or a picture too."""
    found: list[str] = []
    for line in _filled(page):
        cells = _cells(line)
        if line.startswith("|"):
            parts = [[clean_cell(part) for part in _BREAK.split(cell)] for cell in cells if cell.strip()]
            level = len({len(lines) for lines in parts}) == 1 and not any(WHOLE.match(n) for p in parts for n in p)
            found += map("".join, zip(*parts, strict=True)) if level else (part for lines in parts for part in lines)
        elif "<br>" in line:
            found += _BREAK.split(_PICTURE.sub("", line))
        else:
            found += _HEADING.sub("", _PICTURE.sub("", line)).split(" ")
    return [part.strip() for part in found if part.strip()]


def _is_cut(lines: Sequence[EdgeLine], halves: Sequence[str]) -> bool:
    ends = any(line.endings and line.goes_on(half) < math.inf for line in lines for half in halves)
    lists = any(_CLOSES.match(half) or OPTIONS_WORD in half for half in halves)
    return ends or (lists and any(line.kind == "choice" for line in lines))


def _edge_lines(page: Sequence[str]) -> Iterator[EdgeLine]:
    """The lines of the last cells of a page."""
    rows = ((n, _cells(line)) for n, line in enumerate(page))
    last = [(n, cells, places[-1]) for n, cells in rows if (places := [k for k, c in enumerate(cells) if c.strip()])]
    widest: dict[tuple[int, int], int] = {}
    for _, cells, at in last:
        width = max(columns(clean_cell(part)) for part in _BREAK.split(cells[at]))
        widest[len(cells), at] = max(width, widest.get((len(cells), at), NARROWEST))
    for count, at in widest:  # (a text across a table is wider than one in its last column)
        widest[count, at] = max(widest[count, at], (at + 1 < count) * (widest.get((count, count - 1), 0) + NARROWEST))
    for n, cells, at in last:
        printed = [clean_cell(part) for part in _BREAK.split(cells[at])]
        choice = any(_OPENS.search(line) and not _BOX.search(line) for line in printed)
        choice &= not any(OPTIONS_WORD in line for line in printed)
        for k, line in enumerate(printed):
            box = _BOX.search(line)
            key = fold(box["option"]) if box is not None else ""
            ends = lexicon.endings(key, "box") if key and not lexicon.exact(key) else ()
            short = max(0, widest[len(cells), at] - _SLACK - columns(line))
            kind: Kind
            last_line = k + 1 == len(printed)
            if box is not None:
                kind = "box"
            elif choice:
                kind = "choice" if last_line else "label"
            else:
                whole = WHOLE.match(line) or is_label(line) or is_label(_BREAK.sub("", "".join(cells)))
                kind = "label" if whole else "text"
            yield EdgeLine(n, at, k, line, kind, ends, short, last_line or STARTS.match(printed[k + 1]) is not None)


def _together(halves: Sequence[str]) -> list[str]:
    """The lines of a right page with those of the list of each choice as one."""
    result: list[str] = []
    seen: set[str] = set()
    grouped = False
    for half in halves:
        of_list = WHOLE.match(half) is not None and WHOLE_BOX.match(half) is None
        signs = {sign for sign, there in (("]", _CLOSES.match(half)), (OPTIONS_WORD, OPTIONS_WORD in half)) if there}
        if of_list and grouped and not signs & seen:
            result[-1] += f"\n{half}"
        else:
            result.append(half)
            seen = set()
        seen |= signs
        grouped = of_list
    return result


def _cells(line: str) -> list[str]:
    return line.strip()[1:-1].split("|") if line.strip().startswith("|") and not line.strip().startswith("|---") else []


def _write(page: list[str], lines: Sequence[EdgeLine], read: HalvesRead | None, unsure: Collection[int]) -> None:
    """Put the halves behind their lines and whole lines below those that hold them, and say of the cells with a line in
    doubt that their text is not known."""
    goes, stands = (read.halves, read.whole) if read is not None else ({}, {})
    for row, cell in dict.fromkeys((line.row, line.cell) for line in lines):
        own = [n for n, line in enumerate(lines) if (line.row, line.cell) == (row, cell)]
        cells = _cells(page[row])
        parts = zip(own, _BREAK.split(cells[cell]), strict=True)
        whole = [t for n, part in parts for t in (_joined(part, goes.get(n, "")), *stands.get(n, []))]
        doubt = [UNKNOWN_MARK] if any(n in unsure and lines[n].kind == "text" for n in own) else []
        cells[cell] = "<br>".join([*whole, *doubt])
        page[row] = "|" + "|".join(cells) + "|"


def _joined(part: str, half: str) -> str:
    return "<br>".join([part, *half.split("\n")]) if WHOLE.match(half) else part.rstrip() + half
