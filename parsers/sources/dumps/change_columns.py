"""The table of changes in a layout text: six columns by the places of their heads and texts, rows by their middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hyokasho.normalizers.text import fold

from .changes_torn import CHANGE_DATE, CHANGE_ITEM
from .columns import Word
from .cutting import CARRY, RowCost, best_cuts
from .raw import RawRow

_HEADS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
_TIMING = ("事前", "事後")
_DATE = re.compile(r"^(?:(?:平成|令和|昭和|[HRS])(?:\d{1,2}|元)[年.]|\d{4}[年./-])")
_DATE_PIECE = re.compile(
    r"^\d{0,2}日$|^\d{0,2}月\d{0,2}日?$|^\d{1,2}$|^(?:平成|令和|昭和)(?:\d{1,2}|元)年|^\d{4}[年/.-]\d|^[HRS]\d{1,2}\.\d"
)
_STARTS = re.compile(r"[・①-⑳○●◎■◆<＜〈≪【(（]|\d{1,2}[.．)）]")
_NUMBER = re.compile(r"^\d{1,2}(?:[.)]|$)")
_SECTION = re.compile(r"^(?:I{1,3}|IV|VI{0,2})\D*$")
_TORN = re.compile(r"^(?:[。、)ぁぃぅぇぉっゃゅょー]|[をんにはでがとの]|る|た[^だめ]|し[、て]|存|行うもの)")
_APART = "   "
_SHIFT = 7
_UNMARKED = re.compile(r"\[.?\]")


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """Middle column of each of the six heads."""

    middles: tuple[float, ...]
    lost: list[RawRow] = field(default_factory=list)

    def rows(self, lines: Sequence[Sequence[Word]], page: int) -> list[RawRow]:
        """The rows of the page: words to columns by place, lines to rows by the middle of dates and timings."""
        heading, body = _without_head(lines, page)
        borders = self._borders(body)
        grid = [_cells(words, borders, _widths(body, borders)) for words in body]
        anchors = _anchors(grid)
        if not anchors:
            return heading
        cuts = best_cuts(len(grid), anchors, _row_cost(grid, anchors), _tears(grid), carry=CARRY)
        found = [_row(grid[: cuts[0]], page)] if any(any(r) for r in grid[: cuts[0]]) else []
        tears = _tears(grid)
        for first, stop in zip(cuts, [*cuts[1:], len(grid)], strict=True):
            row = _row(grid[first:stop], page)
            if _is_whole(row.cells) and tears[first] <= 0 and (stop == len(grid) or tears[stop] <= 0):
                found.append(row)
            else:
                self.lost.append(row)
        head = RawRow([*_HEADS], page, page)
        return [*heading, head, *found]

    def _borders(self, body: Sequence[Sequence[Word]]) -> list[float]:
        """Column at which each of the six begins: the commonest start of a run between the heads around it."""
        starts: dict[int, int] = {}
        for words in body:
            for word in words:
                if (word.gap > 1 or word is words[0]) and not _DATE_PIECE.match(fold(word.text)):
                    starts[word.column] = starts.get(word.column, 0) + 1
        borders = [0.0]
        for left, right in zip(self.middles, self.middles[1:], strict=False):
            inside = {c: n for c, n in starts.items() if left < c <= right}
            borders.append(float(max(inside, key=lambda c: (inside[c], -c), default=int((left + right) / 2))))
        return borders


def _without_head(lines: Sequence[Sequence[Word]], page: int) -> tuple[list[RawRow], list[Sequence[Word]]]:
    """The heading of the annex above the table as rows, and the lines without the head of the table (a head may be
    wrapped: pieces of its words on the lines around)."""
    head = next((at for at, words in enumerate(lines) if _is_head(words)), None)
    if head is None:
        return [], list(lines)
    above = [
        RawRow([text], None, page)
        for words in lines[:head]
        if (text := " ".join(w.text for w in words)) and not all(_is_piece(w) for w in words)
    ]
    body = [w for at, w in enumerate(lines) if at > head and not (at <= head + 2 and w and all(map(_is_piece, w)))]
    return above, body


def _is_piece(word: Word) -> bool:
    return fold(word.text) in "".join(_HEADS)


def _is_head(words: Sequence[Word]) -> bool:
    return sum(fold(w.text) in _HEADS for w in words) >= 3


def change_head(lines: Sequence[Sequence[Word]]) -> ChangeColumns | None:
    """The columns, where a head row stands among these lines."""
    for words in lines:
        middles = {}
        for word in words:
            key = fold(word.text)
            if key in _HEADS:
                middles[key] = (word.column + word.end) / 2
        if {"変更日", "項目", "変更前の記載", "変更後の記載"} <= middles.keys():
            timing = middles.get("提出時期", middles["変更後の記載"] + 15)
            return ChangeColumns((*(middles[h] for h in _HEADS[:4]), timing, middles.get(_HEADS[5], timing + 9)))
    return None


def _cells(words: Sequence[Word], borders: Sequence[float], widths: Sequence[int]) -> list[str]:
    """The words of a line by column. A run goes to the last column that begins left of it, give or take what the tool
    shifts a line; behind a full cell one blank is enough."""
    cells = [""] * len(borders)
    at = 0
    for index, word in enumerate(words):
        key = fold(word.text)
        if index == 0 and _DATE_PIECE.match(key) and word.column < borders[1] + (0 if key.isdigit() else _SHIFT):
            at = 0
        elif key in _TIMING and word.column >= borders[3] + _SHIFT:
            at = 4
        elif (
            at == 1
            and _NUMBER.match(key)
            and (word.gap <= 1 or (_SECTION.match(fold(cells[1])) and word.column < borders[2] - 1))
        ):
            pass
        elif at == 1 and word.column >= borders[2] - 1:
            at = max(k for k, border in enumerate(borders) if word.column >= border - _SHIFT or k == 2)
        elif word.gap > 1 or index == 0 or at == 0:
            at = max(k for k, border in enumerate(borders) if (word.column >= border - _SHIFT and k >= at) or k == at)
        elif at < 5 and widths[at] and len(cells[at]) >= widths[at] - 2 and word.column >= borders[at + 1] - _SHIFT:
            at += 1
        at = 5 if at == 4 and key not in _TIMING else at
        cells[at] += ("" if not cells[at] else _APART if word.gap > 2 and at > 1 else " ") + word.text
    return cells


def _is_whole(cells: Sequence[str]) -> bool:
    """Whether a row looks like one: a date or none, an item of the form, timing, brackets in pairs."""
    if any(_APART in cell for cell in cells[1:]):
        return False
    date, item, before, after, timing, _ = (fold(c) for c in cells)
    if (date and not CHANGE_DATE.match(date)) or (timing and timing not in _TIMING) or not CHANGE_ITEM.match(item):
        return False
    same_boxes = "[" not in before + after or _UNMARKED.sub("", before) == _UNMARKED.sub("", after)
    if any(mark in item for mark in "。[") or "時点" in item or _TORN.match(before) or _TORN.match(after):
        return False
    if "[" in cells[5] or not same_boxes:
        return False
    return all(text.count(a) == text.count(b) for text in (before, after) for a, b in ("()", "[]", "<>"))


def _widths(body: Sequence[Sequence[Word]], borders: Sequence[float]) -> list[int]:
    """How many letters fill a cell of each column (0: not known): the commonest length of long runs in it."""
    lengths: list[dict[int, int]] = [{} for _ in borders]
    for words in body:
        runs: list[list[Word]] = []
        for word in words:
            if runs and word.gap <= 1:
                runs[-1].append(word)
            else:
                runs.append([word])
        for run in runs:
            length = run[-1].end - run[0].column
            column = max(k for k, border in enumerate(borders) if run[0].column >= border - 2 or k == 0)
            if length >= 8:
                lengths[column][length] = lengths[column].get(length, 0) + 1
    return [max(found, key=lambda n: (found[n], n)) if sum(found.values()) > 3 else 0 for found in lengths]


def _tears(grid: Sequence[Sequence[str]]) -> list[float]:
    """Cost of a cut before each line: sentences torn in the three columns of text, less where a line is blank."""
    widths = [max((len(row[k]) for row in grid), default=0) for k in range(6)]
    costs = [0.0] * (len(grid) + 1)
    for at in range(1, len(grid)):
        if not any(grid[at]) or not any(grid[at - 1]):
            costs[at] = -1.0
            continue
        for k in (2, 3):
            upper, lower = grid[at - 1][k], grid[at][k]
            if upper and lower and len(upper) >= widths[k] - 2 and not upper.endswith("。"):
                costs[at] += 0.0 if _STARTS.match(lower) else 1.5
    return costs


def _row_cost(grid: Sequence[Sequence[str]], anchors: Sequence[tuple[int, int]]) -> RowCost:
    """The text of each column stands in the middle of the row, as the anchor does."""

    def cost(number: int, start: int, end: int) -> float:
        first, last = anchors[number]
        middle = (first + last) / 2
        total = 0.0
        for k in (1, 2, 3, 5):
            filled = [i for i in range(start, end) if grid[i][k]]
            if filled:
                off = abs((filled[0] + filled[-1]) / 2 - middle)
                total += off + min(off * off, 9.0) * 0.3
        return total

    return cost


def _anchors(grid: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Lines in the middle of rows: a timing, or a date (its two lines), or both on neighbouring lines; and an item
    that stands away from all of these."""
    marks = [at for at, row in enumerate(grid) if fold(row[4]) in _TIMING or _DATE.match(fold(row[0]))]
    found: list[tuple[int, int]] = []
    for at in marks:
        last = at
        if _DATE.match(fold(grid[at][0])) and at + 1 < len(grid) and grid[at + 1][0]:
            last = at + 1
        if found and at <= found[-1][1] + 1 and not _both(grid, found[-1], at):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
            continue
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], at - 1)
        found.append((at, last))
    alone = [b for b in _item_blocks(grid) if not any(b[0] - 1 <= y and x <= b[1] + 1 for x, y in found)]
    return sorted(found + alone)


def _item_blocks(grid: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Runs of lines with text in the column of items."""
    blocks: list[tuple[int, int]] = []
    for at, row in enumerate(grid):
        if not row[1]:
            continue
        if blocks and (blocks[-1][1] == at - 1 or (blocks[-1][1] == at - 2 and any(grid[at - 1]))):
            blocks[-1] = (blocks[-1][0], at)
        else:
            blocks.append((at, at))
    return blocks


def _both(grid: Sequence[Sequence[str]], span: tuple[int, int], at: int) -> bool:
    """Two anchors of one kind on neighbouring lines are two rows."""
    rows = range(span[0], span[1] + 1)
    timing = any(fold(grid[i][4]) in _TIMING for i in rows) and fold(grid[at][4]) in _TIMING
    date = any(_DATE.match(fold(grid[i][0])) for i in rows) and bool(_DATE.match(fold(grid[at][0])))
    return timing or date


def _row(lines: Sequence[Sequence[str]], page: int) -> RawRow:
    cells = ["\n".join(row[k] for row in lines if row[k]) for k in range(6)]
    return RawRow(cells, page, page)
