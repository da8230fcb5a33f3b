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
from itertools import zip_longest

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms import lexicon
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_label
from hyokasho.parsers.forms.lexicon.options import headed_boxes
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import UNKNOWN_MARK, Issue

from ..notation.rows import BREAK, HEADING_MARK, PART, clean_cell, is_page_line
from ..tables.change_halves import begins_with_heads, heads_of
from .apart_pages import put_beside
from .edge_lines import (
    NARROWEST,
    OPTION,
    STARTS,
    WHOLE,
    WHOLE_BOX,
    EdgeLine,
    HalvesRead,
    Kind,
    is_half_box,
    read_halves,
)

_PICTURE = re.compile(r"<!--.*?-->")
_BOX = re.compile(r"[\[［][^\[\]［］]{0,3}[\]］]\s*(?P<option>[^\[\]［］]*)$")
_OPENS = re.compile(r"[\[［][^\]］]*$|^[\[［][^\[\]［］]{4,}[\]］]$")
"""The bracket of a choice, closed or not."""
_BRACKET = re.compile(r"^[\[［]$")
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
        for a, b, pictured in [*page_pairs(pages)]
        if not put_beside(pages[a], pages[b])
    ]
    if not any(_is_cut(lines, halves) for _, lines, _, halves, pictured in pairs if pictured):
        pairs = []  # (pictures of something else)
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
    count = next((n for n, page in enumerate(pages) if _has_change_heads(page)), len(pages))
    while at < count:
        end = at
        while end < count and (_is_right(pages[end]) or not _filled(pages[end])):
            end += 1
        run = [n for n in range(at, end) if _halves(pages[n])]
        start = _first_left(pages, at, run[-1] + 1, end) if run and run[0] == at else -1
        if start >= 0:
            pictured = any(_PICTURE.search(line) for n in run for line in pages[n])
            yield from ((n - (at - start), n, pictured) for n in run)
        at = end + 1


def _first_left(pages: Sequence[Sequence[str]], at: int, last: int, end: int) -> int:
    """The first of as many pages before `at` as those from there up to `last`, or up to `end` (empty ones behind these)
    where a part begins there."""
    starts = range(2 * at - last, 2 * at - end - 1, -1)
    return next((n for n in starts if n >= 0 and _begins_part(pages[n])), 2 * at - last)


def _begins_part(page: Sequence[str]) -> bool:
    lines = _filled(page)
    return bool(lines) and PART.match(fold(HEADING_MARK.sub("", lines[0]))) is not None


def _has_change_heads(page: Sequence[str]) -> bool:
    """Does it hold the table of changes, whose halves are read by their heads (`change_halves`)?"""
    cells = ([*map(clean_cell, _cells(line))] for line in page)
    return any(begins_with_heads(row) for row in cells if row) or any(map(heads_of, page))


def _filled(page: Sequence[str]) -> list[str]:
    return [line for line in page if line.strip() and not is_page_line(line)]


def _is_right(page: Sequence[str]) -> bool:
    halves = _halves(page)
    counted = sum(cells[0].strip().isdigit() for cells in map(_cells, page) if cells)  # (record items)
    return bool(halves) and not _begins_part(page) and counted < _LIST and not any(map(is_label, halves))


def _halves(page: Sequence[str]) -> list[str]:
    """The lines of a page, those of a table or a picture too."""
    found: list[str] = []
    for line in _filled(page):
        cells = _cells(line)
        if line.startswith("|"):
            parts = [[clean_cell(part) for part in BREAK.split(cell)] for cell in cells if cell.strip()]
            level = len({len(lines) for lines in parts}) == 1 and not any(WHOLE.match(n) for p in parts for n in p)
            if level:
                found += map("".join, zip(*parts, strict=True))
            elif len(parts) > 1 and all(OPTION.match(fold(line)) for lines in parts[1:] for line in lines):
                found += [line for beside in zip_longest(*parts, fillvalue="") for line in beside]
            else:
                found += [line for lines in parts for line in lines]
        elif "<br>" in line:
            found += BREAK.split(_PICTURE.sub("", line))
        else:
            found += HEADING_MARK.sub("", _PICTURE.sub("", line)).split(" ")
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
        width = max(columns(clean_cell(part)) for part in BREAK.split(cells[at]))
        widest[len(cells), at] = max(width, widest.get((len(cells), at), NARROWEST))
    for count, at in widest:  # (a text across a table is wider than one in its last column)
        widest[count, at] = max(widest[count, at], (at + 1 < count) * (widest.get((count, count - 1), 0) + NARROWEST))
    for n, cells, at in last:
        printed = [clean_cell(part) for part in BREAK.split(cells[at])]
        boxes = any(_BOX.search(line) for cell in cells for line in map(clean_cell, BREAK.split(cell)))
        choice = not boxes and any(_OPENS.search(line) for line in printed)
        choice &= not any(OPTIONS_WORD in line for line in printed)
        for k, line in enumerate(printed):
            short = max(0, widest[len(cells), at] - _SLACK - columns(line))
            last_line = k + 1 == len(printed)
            below = next((text for text in printed[k + 1 :] if text), "")
            kind, words, key = _kind(line, below, boxes)
            if kind == "text" and choice:
                kind = "choice" if last_line else "label"
            elif kind == "text" and (WHOLE.match(line) or is_label(line) or is_label(BREAK.sub("", "".join(cells)))):
                kind = "label"
            ends = lexicon.endings(key, words) if key else ()
            whole = any(term.kind == words for term in lexicon.exact(key))
            if kind == "option" and not ends and not whole:
                kind = "label"
            stops = last_line or STARTS.match(printed[k + 1]) is not None
            headed = headed_boxes().get(heading_key("".join(cells)), frozenset()) if last_line else frozenset()
            yield EdgeLine(n, at, k, line, kind, ends, whole, short, stops, headed)


def _kind(line: str, below: str, boxes: bool) -> tuple[Kind, lexicon.TermKind, str]:
    """What a line is by its signs (a text where it has none), and the words (folded) behind these, of which kind.
    `below`: the next line of the cell that is not empty; `boxes`: its row has boxes."""
    box = _BOX.search(line)
    if box is not None:
        return "box", "box", fold(box["option"])
    if boxes and _BRACKET.match(line) and (not below or _BRACKET.match(below[:1])):
        return "bracket", "box", ""
    numbers = [*OPTION.finditer(fold(line))]
    if numbers and numbers[0].start() == 0:
        return "option", "option", fold(line)[numbers[-1].end() :]
    return "text", "option", ""


def _together(halves: Sequence[str]) -> list[str]:
    """The lines of a right page with those of the list of each choice as one, from its head, bracket or first option
    on."""
    result: list[str] = []
    seen: set[str] = set()
    grouped = False
    for half in halves:
        of_list = WHOLE.match(half) is not None and WHOLE_BOX.match(half) is None and not is_half_box(half)
        number = OPTION.match(fold(half))
        begins = {"]": _CLOSES.match(half), OPTIONS_WORD: OPTIONS_WORD in half, "1": number and number[1] == "1"}
        signs = {sign for sign, there in begins.items() if there}
        if of_list and grouped and seen and not signs & seen:
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
        parts = zip(own, BREAK.split(cells[cell]), strict=True)
        whole = [t for n, part in parts for t in (_joined(part, goes.get(n, ""), lines[n].kind), *stands.get(n, []))]
        doubt = [UNKNOWN_MARK] if any(n in unsure and lines[n].kind == "text" for n in own) else []
        cells[cell] = "<br>".join([*whole, *doubt])
        page[row] = "|" + "|".join(cells) + "|"


def _joined(part: str, half: str, kind: Kind) -> str:
    apart = WHOLE.match(half) and kind != "bracket"
    return "<br>".join([part, *half.split("\n")]) if apart else part.rstrip() + half
