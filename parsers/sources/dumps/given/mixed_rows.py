"""Rows of a table that a tool ran into one: their first cell holds several labels, headings cut by a column border go
on in the second one, and nothing keeps its order.

The labels are spelt from the lines of both cells, whichever lines make the longest word of the form, and stand as the
form prints them. The other lines are the answer of the only one that takes one. Where two of them could take it,
nobody knows whose it is: it is told, and given to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, permutations

from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD
from hyokasho.parsers.forms.lexicon.labels import heading_key, is_heading, is_label, label_key, side_keys
from hyokasho.parsers.forms.lexicon.order import FormPlace, form_places
from hyokasho.parsers.forms.wording.line_signs import list_number
from hyokasho.parsers.issues import make_issue

from ..notation.prefixes import goes_on, starts
from ..notation.raw import RawRow, RowsRead
from ..tables.changes import rows_of_others
from ..torn.places import printed_number
from .cut_lines import NARROWEST, joined_lines

_MOST_LINES = 12
"""A first cell with more lines holds an answer."""
_MOST_TAKERS = 4
_FULL = 26
"""A line of so many letters may go on in the next one."""


@dataclass(slots=True)
class _Label:
    """A label spelt from lines of the first cell (`own`) and of the others (`lent`), by their index."""

    text: str
    own: set[int]
    lent: set[int]
    place: FormPlace | None = None
    order: int = 0
    answer: list[str] = field(default_factory=list)

    @property
    def takes(self) -> bool:
        """Does it take an answer in its row?"""
        if self.place is None:
            return not is_heading(self.text)
        item = self.place.item
        return item is not None and not item.heads and item.kind != "group"

    @property
    def heads_answer(self) -> bool:
        """A heading with its answer below (特定個人情報ファイル名, 備考)."""
        return self.place is not None and self.place.item is not None and self.place.item.heads


def unmixed(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with those that hold several labels taken apart."""
    rows: list[RawRow] = []
    for row, of_another in rows_of_others(read.rows):
        rows += (_apart(row, form, read) if of_another else []) or [row]
    return RowsRead(rows, read.issues, read.aside)


def _apart(row: RawRow, form: str | None, read: RowsRead) -> list[RawRow]:
    """The rows that a row is made of; nothing where it is one."""
    if len(row.cells) > 2 and row.cells[0].strip() and all(fold(line) in _sides() for line in _filled(row.cells[:1])):
        return _apart(RawRow(row.cells[1:], row.table, row.page, row.heading, row.source or row), form, read)
    if row.table is None or not row.cells or is_label(row.cells[0]):
        return []
    own = [line for line in row.cells[0].split("\n") if line.strip()]
    if not 1 < len(own) <= _MOST_LINES or OPTIONS_WORD in row.cells[0]:
        return []
    others = _filled(row.cells[1:])
    labels = _labels(own, others)
    if not labels:
        return []
    _place(labels, form)
    labels.sort(key=lambda label: label.order)
    left = [n for n in range(len(own)) if not any(n in label.own for label in labels)]
    rest = [own[n] for n in left if fold(own[n]) not in _sides()]
    lent = set().union(*(label.lent for label in labels))
    cells = [line for n, line in enumerate(others) if n not in lent]
    before = _answer_above(labels, rest, cells)
    told = [] if before else _give(labels, rest, cells)
    if told:
        read.aside += told
        named = "、".join(label_key(label.text) for label in labels)
        read.issues.append(make_issue("answer-not-known", f"{named}: the text may belong to a neighbour"))
    whole = row.cells[1:] if not lent and cells else None
    above = [RawRow([before], row.table, row.page, source=row.source)] if before else []
    return [*above, *_rows(row, labels, whole)]


def _filled(cells: Sequence[str]) -> list[str]:
    return [line for cell in cells for line in cell.split("\n") if line.strip()]


def _answer_above(labels: Sequence[_Label], rest: list[str], cells: list[str]) -> str:
    """The end of the answer above, where headings that take none stand below it in one row; "" if it is not so."""
    if not rest or any(label.takes or label.heads_answer for label in labels):
        return ""
    return (joined_lines("\n".join(rest), "\n".join(cells), least=1) or "") if cells else "\n".join(rest)


def _rows(row: RawRow, labels: Sequence[_Label], whole: list[str] | None) -> Iterator[RawRow]:
    """A row for each label; the cells of the answer as they were where nothing was taken out of them."""
    takers = [label for label in labels if label.answer]
    for label in labels:
        if not label.answer:
            cells = [label.text]
        elif whole is not None and len(takers) == 1 and label.takes and label.answer == _filled(whole):
            cells = [label.text, *whole]
        else:
            cells = [label.text, "\n".join(label.answer)]
        yield RawRow(cells, row.table, row.page, source=row.source)


def _give(labels: Sequence[_Label], rest: list[str], cells: list[str]) -> list[str]:
    """Give the lines that are no label (of the first cell, of the others) to a label; the lines of none are told."""
    takers = [label for label in labels if label.takes]
    heads = [label for label in labels if label.heads_answer]
    if rest and cells and heads and not takers:
        whole = joined_lines("\n".join(rest), "\n".join(cells), least=1)
        rest, cells = whole.split("\n") if whole else [*rest, *cells], []
    if cells and len(takers) == 1 and not heads and max(map(columns, rest), default=0) >= NARROWEST:
        whole = joined_lines("\n".join(rest), "\n".join(cells), least=1)
        takers[0].answer = whole.split("\n") if whole else []
        return [] if whole else [*rest, *cells]
    if rest and len(heads) == 1 and (cells or not takers):
        heads[0].answer, rest = rest, []
    if len(takers) > 1:
        return [*rest, *_share(takers, cells)]
    owner = takers[0] if takers else heads[0] if heads else labels[-1]
    if not cells and (takers or heads):
        owner.answer, rest = [*owner.answer, *rest], []
    owner.answer = [*owner.answer, *cells]
    return rest


def _share(takers: Sequence[_Label], lines: list[str]) -> list[str]:
    """The answers of several labels: a line each, or a list of options each, which tells whose it is; all of them are
    told where that fails."""
    if not lines:
        return []
    parts = [[line] for line in lines]
    if any(OPTIONS_WORD in fold(line) for line in lines):
        parts = _by_lists(lines)
    elif len(takers) == 2 and (names := _names_at_the_end(lines)):
        parts = [list(lines[:-names]), list(lines[-names:])]
    elif any(len(line) >= _FULL and not line.rstrip().endswith("。") for line in lines[:-1]):
        return lines
    if len(parts) != len(takers) or len(takers) > _MOST_TAKERS:
        return lines
    ways = [way for way in permutations(parts) if _fit(takers, way)]
    turned = any(min(a.own) > min(b.own) for a, b in pairwise(takers))
    if not ways or (len(ways) > 1 and turned):  # (a tool that turned the labels may have turned the answers, or not)
        return lines
    for taker, part in zip(takers, ways[0], strict=True):
        taker.answer = list(part)
    return []


def _fit(takers: Sequence[_Label], parts: Sequence[Sequence[str]]) -> bool:
    """Does each label get a list with an option that it prints, or, if it asks for none, no list?"""
    for taker, part in zip(takers, parts, strict=True):
        item = taker.place.item if taker.place is not None else None
        text = fold("".join(part))
        options = item.options.options if item is not None and item.options is not None else ()
        listed = OPTIONS_WORD in text
        if item is not None and listed != (item.kind == "choice"):
            return False
        if listed and options and not all(fold(option.text) in text for option in options[:2]):
            return False
    return True


def _names_at_the_end(lines: Sequence[str]) -> int:
    """How many lines at the end are a list of names of its own: counted from one, in another way than the lines
    above, which end a sentence or an item; 0 where it is not so."""
    if any("[" in fold(line) for line in lines):  # (options around an answer)
        return 0
    for at in range(1, len(lines) - 1):
        above, *numbers = [list_number(line) for line in lines[at - 1 :]]
        short = all(len(line) <= _FULL and not line.rstrip().endswith("。") for line in lines[at:])
        counts = [one.number for one in numbers if one is not None] == list(range(1, len(numbers) + 1))
        if short and counts and numbers[0] is not None and (above is None or above.manner != numbers[0].manner):
            return len(lines) - at
    return 0


def _by_lists(lines: Sequence[str]) -> list[list[str]]:
    """Lines of several choices, parted before each heading of a list where every list begins with it."""
    starts_at = [n for n, line in enumerate(lines) if OPTIONS_WORD in fold(line)]
    if starts_at[0] != 0:
        return []
    return [list(lines[a:b]) for a, b in zip(starts_at, [*starts_at[1:], len(lines)], strict=True)]


def _labels(own: Sequence[str], others: Sequence[str]) -> list[_Label]:
    """The labels that the lines spell, the longest first come; each line is used once."""
    found = [label for at in range(len(own)) if (label := _spelt(own, at, others)) is not None]
    kept: list[_Label] = []
    for label in sorted(found, key=lambda one: -len(fold(one.text))):
        if not any(label.own & other.own or label.lent & other.lent for other in kept):
            kept.append(label)
    return sorted(kept, key=lambda one: min(one.own))


def _spelt(own: Sequence[str], at: int, others: Sequence[str]) -> _Label | None:
    """The longest label that begins with a line of the first cell and goes on in any of the lines behind it."""
    begun = starts(own[at])
    if begun is None:
        return None
    best: _Label | None = None
    ways: list[tuple[str, str, tuple[int, ...], tuple[int, ...]]] = [(begun[0], own[at], (at,), ())]
    while ways:
        key, text, mine, lent = ways.pop()
        if is_label(text) and (best is None or len(text) > len(best.text)):
            best = _Label(text, set(mine), set(lent))
        following = range(mine[-1] + 1, len(own))
        behind = range(lent[-1] + 1 if lent else 0, len(others))
        if (one := next((n for n in following if goes_on(key, own[n]) not in (None, key)), None)) is not None:
            ways.append((goes_on(key, own[one]) or "", text + own[one], (*mine, one), lent))
        if (one := next((n for n in behind if goes_on(key, others[n]) not in (None, key)), None)) is not None:
            ways.append((goes_on(key, others[one]) or "", text + others[one], mine, (*lent, one)))
    return best


def _place(labels: Sequence[_Label], form: str | None) -> None:
    """Put the labels on those places of the form that lie nearest to each other."""
    choices = [_places(label, form) for label in labels]
    if all(choices):
        ways = [[min(places, key=lambda p: abs(p[0] - n)) for places in choices] for n, _ in min(choices, key=len)]
        best = min(ways, key=lambda way: max(n for n, _ in way) - min(n for n, _ in way))
        for label, (order, place) in zip(labels, best, strict=True):
            label.order, label.place = order, place
        return
    for order, (label, places) in enumerate(zip(labels, choices, strict=True)):
        label.order, label.place = order, places[0][1] if places else None


def _places(label: _Label, form: str | None) -> list[tuple[int, FormPlace]]:
    if form is None:
        return []
    keys = {label_key(label.text), heading_key(label.text)}
    found = [(n, place) for n, place in enumerate(form_places(form)) if keys & place.keys]
    number = printed_number(label.text)
    return [(n, p) for n, p in found if number is None or p.number is None or p.number == number] or found


@cache
def _sides() -> frozenset[str]:
    """The letters of labels that are printed downwards beside others (再, 委, 託), and a lone ※."""
    return frozenset([letter for key in side_keys() for letter in key] + list(side_keys()) + ["※"])
