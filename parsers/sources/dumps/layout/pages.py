"""The pages of a layout text (`pdftotext -layout`), with or without marks of their ends.

The tool sets the columns of each page anew. Where neither a form feed nor a page number is left, a page ends where the
heading of a part or of the table of changes stands, and where the column in which answers begin moves.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_LINE, RECORDS_TITLE
from hyokasho.parsers.forms.lexicon import exact, words_of
from hyokasho.parsers.layout.unruled import form_words
from hyokasho.parsers.layout.unruled.change_table import ALL_COLUMNS
from hyokasho.parsers.layout.unruled.coarse_lines import is_label_piece, shows_label

from ..notation.rows import is_page_line
from .columns import TextWord, split_words

_BARE = re.compile(r"^ {8,}(\d{1,3})$")
_ALONE = re.compile(r"^(\d{1,3})$")
_GAP = re.compile(r"\s{2}")
_LEAST_COUNTED = 3
"""Pages that show their number before it is believed to be one."""
_LONGEST = 3
"""Letters of the number of a page."""
_APART = 12
"""Lines that lie between the numbers of two pages at least."""
_SHORT = 2
"""Lines of the last page at least, which may hold the head of an empty table only."""
_PAGE = 100
"""Lines that a page has at most."""
_MOVE = 5.0
"""Cost of a move of the column of answers, in lines that do not fit."""
_BEGINS, _CROSSES, _STRANGE, _TORN = -1.0, 1.0, 1.5, 2.0
"""Costs of a line: its answer begins in the column, a text crosses it, no label stands left of it, a bracket does."""
_NEAR = 3
"""Columns by which the tool shifts single lines."""
_LISTED = re.compile(OPTIONS_LINE)
_OPENS = "[［"
_OFTEN = 2
"""Lines that begin in a column of answers at least."""
_LEAST, _MOST = 8, 70
"""Columns between which answers begin."""
_HEADS = frozenset(ALL_COLUMNS[:4])
_TOP = 6
"""Lines of a cover within which its title stands."""


Words = list[TextWord]


Zone = Literal["form", "records", "changes"]


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines of a page as words, without its number, and the part of the statement they belong to.

    `column`: in which the answers begin, None if the page shows none.
    """

    lines: list[Words]
    zone: Zone
    column: int | None = None


def text_pages(text: str) -> list[TextPage]:
    """The pages of a layout text in order; blank ones are left out."""
    pages: list[TextPage] = []
    zone: Zone = "form"
    for lines in _marked_pages(text):
        words = [split_words(line) for line in lines]
        for part in map(_trimmed, _at_headings(words)):
            if not part:
                continue
            zone = _zone(part, zone)
            pages += [TextPage(part, zone)] if zone != "form" else _at_moves(part)
    return pages


def _zone(lines: Sequence[Words], zone: Zone) -> Zone:
    """The part of the statement that a page shows, if the page before showed `zone`."""
    if any(map(_is_change_head, lines)):
        return "changes"
    key = fold("".join(word.text for word in lines[0]))
    if any(fold("".join(word.text for word in words)) in words_of("title") for words in lines[:_TOP]):
        return "form"  # the cover of another statement
    if not _is_part(key) or (zone == "changes" and not exact(form_words.bare_key(key))):
        return zone  # the table of changes ends a statement, and its items begin like parts
    return "records" if RECORDS_TITLE in key else "form"


def _marked_pages(text: str) -> list[list[str]]:
    """The lines of each page, as form feeds and page numbers tell them."""
    feeds = text.count("\f") > 1
    lines = text.replace("\f", "\n\f").split("\n")
    bare = counted_numbers(lines, indented=True) | (_counted_pages(lines) if feeds else frozenset())
    pages: list[list[str]] = [[]]
    for at, line in enumerate(lines):
        if line.startswith("\f"):
            pages.append([])
            line = line[1:]
        if at in bare or is_page_line(line):
            if not feeds:
                pages.append([])
        else:
            pages[-1].append(line.rstrip())
    return _without_running_lines(pages)


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the line, of one column, that stands first, or last, on most of them."""
    filled = [(page, [at for at, line in enumerate(page) if line.strip()]) for page in pages]
    for end in (0, -1):
        ends = [(page, at[end]) for page, at in filled if at]
        counted = Counter(fold(page[at]) for page, at in ends if not _GAP.search(page[at].strip()))
        running = {key for key, often in counted.items() if often >= _LEAST_COUNTED and often * 2 > len(ends)}
        for page, at in ends:
            page[at] = "" if fold(page[at]) in running else page[at]
    return pages


def counted_numbers(lines: Sequence[str], *, indented: bool = False) -> frozenset[int]:
    """The lines that hold the number of their page and nothing else (`indented`: far to the right): numbers that count
    on, a page apart."""
    look = _BARE if indented else _ALONE
    found = [(at, int(match[1])) for at, line in enumerate(lines) if (match := look.match(fold_digits(line)))]
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    best: list[tuple[int, int]] = []
    for k, (at, number) in enumerate(found):
        ways = [
            (best[j][0] + 1, j)
            for j in range(k)
            if 0 < number - found[j][1] <= 2
            and at - found[j][0] > (_APART if at != last else _SHORT) * (number - found[j][1])
        ]
        best.append(max(ways, default=(1, -1)))
    if not best or max(best)[0] < 3:
        return frozenset()
    k = max(range(len(best)), key=lambda n: best[n][0])
    chain = []
    while k >= 0:
        chain.append(found[k][0])
        k = best[k][1]
    return frozenset(chain)


def _counted_pages(lines: Sequence[str]) -> frozenset[int]:
    """The lines that hold nothing but the number of their page as the form feeds count it, on most pages, wherever on
    the page: a number set sideways in the margin stands in the middle of the text."""
    shown: list[tuple[int, int, int]] = []
    page = 0
    for at, line in enumerate(lines):
        page += line.startswith("\f")
        match = _ALONE.match(fold(line)) if len(line.strip()) <= _LONGEST else None
        shown += [(int(match[1]) - page, page, at)] if match else []
    offsets = Counter(offset for offset, _ in {(offset, page) for offset, page, _ in shown})
    first, often = offsets.most_common(1)[0] if offsets else (0, 0)
    if often < _LEAST_COUNTED or often * 2 <= page:
        return frozenset()
    found: dict[int, int] = {}
    for offset, number, at in shown:
        if offset == first:
            found[number] = min(at, found.get(number, at), key=lambda n: len(lines[n]) - len(lines[n].lstrip()))
    return frozenset(found.values())


def fold_digits(line: str) -> str:
    """A line with its blanks, digits folded."""
    stripped = line.strip()
    return " " * (len(line) - len(line.lstrip())) + fold(stripped) if len(stripped) <= 3 else line


def _at_headings(lines: Sequence[Words]) -> list[list[Words]]:
    """A page cut before the headings of parts, of the contents, and before the heads of the table of changes."""
    filled = [at for at, words in enumerate(lines) if words]
    keys = {at: fold("".join(word.text for word in lines[at])) for at in filled}
    cuts = [0]
    for k, at in enumerate(filled):
        below = keys[filled[k + 1]] if k + 1 < len(filled) else ""
        above = keys[filled[k - 1]] if k else ""
        if keys[at] in words_of("toc") or _begins_part(keys[at], above, below):
            cuts.append(at)
        elif _is_change_head(lines[at]):
            top = k
            while top and all(_is_head_piece(word) for word in lines[filled[top - 1]]):
                top -= 1
            if top and not _is_part(keys[filled[top - 1]]):
                cuts.append(filled[top])
    return [list(lines[a:b]) for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True) if b > a]


def _is_change_head(words: Words) -> bool:
    """A line with the heads of the first four columns of the table of changes."""
    return len(words) >= len(_HEADS) and {fold(word.text) for word in words} >= _HEADS


def _is_head_piece(word: TextWord) -> bool:
    """A piece of the head of a column, which is printed in several lines."""
    key = fold(word.text)
    return len(key) > 1 and any(key in head for head in ALL_COLUMNS)


def _begins_part(key: str, above: str, below: str) -> bool:
    """The heading of a part that is none of the contents: those stand one below another."""
    if not _is_part(key) or _is_part(below):
        return False
    return not _is_part(above) or form_words.is_heading(below, answered=False)


def _is_part(key: str) -> bool:
    return len(key) < 60 and form_words.is_part(key.split("※")[0])


def _at_moves(lines: Sequence[Words]) -> list[TextPage]:
    """A page cut where the column of its answers moves: the cheapest reading of its lines, each with its column."""
    counted = Counter(
        w.column for words in lines for w in words if w.gap >= 2 and _LEAST <= w.column <= _MOST and fold(w.text) != "※"
    )
    columns = [c for c, n in counted.items() if n >= _OFTEN]
    if not columns:
        return [TextPage(list(lines), "form")]
    move = _MOVE if len(lines) > _PAGE else math.inf
    costs = [0.0] * len(columns)
    before: list[list[int]] = []
    for words in lines:
        least = min(range(len(columns)), key=costs.__getitem__)
        chosen = [k if costs[k] <= costs[least] + move else least for k in range(len(columns))]
        steps = [costs[j] + (0.0 if j == k else move) for k, j in enumerate(chosen)]
        costs = [cost + misfit for cost, misfit in zip(steps, _misfits(words, columns), strict=True)]
        before.append(chosen)
    k = min(range(len(columns)), key=costs.__getitem__)
    pages: list[TextPage] = []
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if at == 0 or before[at][k] != k:
            pages.append(TextPage(_trimmed(lines[at:end]), "form", columns[k]))
            end, k = at, before[at][k]
    return pages[::-1]


def _misfits(words: Words, columns: Sequence[int]) -> list[float]:
    """For each column what a line costs on a page whose answers begin there (below 0: it speaks for the column)."""
    words = [w for w in words if fold(w.text) != "※"]
    key = fold("".join([w.text for w in words]))
    if not words or form_words.is_heading(key, answered=False):
        return [0.0] * len(columns)
    lefts: dict[int, float] = {}
    found = []
    for column in columns:
        at = next((k for k, w in enumerate(words) if w.column >= column - _NEAR), len(words))
        if not at:
            found.append(_begun(words[0], key, column))
        elif words[at - 1].end > column + 1:
            found.append(_CROSSES)
        else:
            cost = lefts.get(at)
            if cost is None:
                cost = lefts[at] = _left_cost(words[:at])
            begins = not cost and at < len(words) and words[at].column - column <= _NEAR and not _is_listed(words[at])
            found.append(_BEGINS if begins else cost)
    return found


def _begun(word: TextWord, key: str, column: int) -> float:
    """The cost of a line (`key`: folded) whose first word stands at a column of answers or right of it."""
    off = word.column - column
    if off > _NEAR or _is_listed(word):
        return 0.0
    return _STRANGE if shows_label(key) else _BEGINS if abs(off) <= 1 else _BEGINS / 2


def _left_cost(left: Words) -> float:
    """The cost of what stands left of an answer: a bracket, or what is no label."""
    if any(w.text[0] in _OPENS for w in left):
        return _TORN
    return 0.0 if is_label_piece(fold("".join([w.text for w in left]))) else _STRANGE


def _is_listed(word: TextWord) -> bool:
    """Does a word begin a list of options? Lists stand in columns of their own."""
    return _LISTED.match(fold(word.text)) is not None


def _trimmed(lines: Sequence[Words]) -> list[Words]:
    filled = [at for at, words in enumerate(lines) if words]
    return list(lines)[filled[0] : filled[-1] + 1] if filled else []
