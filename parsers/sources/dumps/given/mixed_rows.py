"""Rows of a table that a tool ran into one: their first cell holds several labels, headings cut by a column border go
on in the second one, and nothing keeps its order.

The labels are spelt from the lines of both cells, whichever lines make the longest word of the form, and stand as the
form prints them. The other lines are the answer of the only one that takes one, or are shared out (`shares.py`). A line
that two of them could take is told, and given to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hyokasho.normalizers.character_classes import BULLETS
from hyokasho.normalizers.lines import columns
from hyokasho.normalizers.text import fold
from hyokasho.parsers.forms.heads import OPTIONS_WORD, SYSTEM
from hyokasho.parsers.forms.lexicon.labels import ENTITY, heading_key, is_label, label_key, side_words
from hyokasho.parsers.forms.lexicon.order import FormPlace, form_places
from hyokasho.parsers.issues import make_issue

from ..notation.contents import asks_few_words
from ..notation.prefixes import goes_on, starts
from ..notation.raw import RawRow, RowsRead
from ..tables.changes import rows_of_others
from ..torn.places import printed_number
from .cut_lines import NARROWEST, joined_lines
from .shares import Taker, shares

_MOST_LINES = 12
"""A first cell with more lines holds an answer."""
_TURNED = 3
"""Places that labels in the order of the form may lie farther from each other than others."""


@dataclass(slots=True)
class _Label:
    """A label spelt from lines of the first cell (`own`) and of the others (`lent`), by their index. `begin`, `end`:
    of the lines that are no label, those that may be its answer; `unsure`: nobody knows which of them are."""

    text: str
    own: set[int]
    lent: set[int]
    place: FormPlace | None = None
    order: int = 0
    begin: int = 0
    end: int = 0
    unsure: bool = False
    answer: list[str] = field(default_factory=list)

    @property
    def takes(self) -> bool:
        """Does it take an answer in its row?"""
        if self.place is None:
            return ENTITY.fullmatch(label_key(self.text)) is not None and SYSTEM not in self.text
        item = self.place.item
        return item is not None and not item.heads and item.kind != "group"

    @property
    def heads_answer(self) -> bool:
        """A heading with its answer below (特定個人情報ファイル名, 備考)."""
        return self.place is not None and self.place.item is not None and self.place.item.heads


def unmixed(read: RowsRead, form: str | None) -> RowsRead:
    """The rows with those that hold several labels taken apart."""
    rows: list[RawRow] = []
    widths: dict[int | None, int] = {}
    for row in read.rows:
        widths[row.table] = max(widths.get(row.table, 0), *map(columns, _filled(row.cells[1:])), 0)
    widest = max((width for table, width in widths.items() if table is not None), default=0)
    for row, of_another in rows_of_others(read.rows):
        rows += (_apart(row, form, read, (widths[row.table], widest)) if of_another else []) or [row]
    return RowsRead(rows, read.issues, read.aside)


def _apart(row: RawRow, form: str | None, read: RowsRead, widths: tuple[int, int]) -> list[RawRow]:
    """The rows that a row is made of; nothing where it is one. `widths`: columns of the widest line of the
    table, and of all."""
    if len(row.cells) > 2 and row.cells[0].strip() and all(map(_is_side, _filled(row.cells[:1]))):
        return _apart(RawRow(row.cells[1:], row.table, row.page, row.heading, row.source or row), form, read, widths)
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
    rest = [own[n] for n in left if not _is_side(own[n])]
    lent = set().union(*(label.lent for label in labels))
    cells = [line for n, line in enumerate(others) if n not in lent]
    _limit(labels, len(others), lent)
    before = _answer_above(labels, rest, cells)
    several = sum(bool(cell.strip()) for cell in _without(row.cells[1:], lent)) > 1
    told = [] if before else _give(labels, rest, cells, None if several else widths)
    if told:
        read.aside += told
        named = "、".join(label_key(label.text) for label in [one for one in labels if one.unsure] or labels)
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


def _without(cells: Sequence[str], lent: Collection[int]) -> Iterator[str]:
    """The cells without the lines that labels took."""
    count = 0
    for cell in cells:
        own = _filled([cell])
        yield "\n".join(line for n, line in enumerate(own, start=count) if n not in lent)
        count += len(own)


def _give(labels: Sequence[_Label], rest: list[str], cells: list[str], widths: tuple[int, int] | None) -> list[str]:
    """Give the lines that are no label (of the first cell, of the others) to a label; the lines of none are told.
    `widths`: as above, None where lines of several cells stand one behind the other."""
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
        return [*rest, *(_share(takers, cells, widths) if widths is not None else cells)]
    owner = takers[0] if takers else heads[0] if heads else labels[-1]
    if not cells and (takers or heads):
        owner.answer, rest = [*owner.answer, *rest], []
    owner.answer = [*owner.answer, *cells]
    return rest


def _limit(labels: Sequence[_Label], count: int, lent: Collection[int]) -> None:
    """A label that goes on in another cell stands between the answers of the labels above it and below."""
    free = [n for n in range(count) if n not in lent]
    turned = any(min(a.own) > min(b.own) for a, b in pairwise(labels))
    for at, label in enumerate(labels):
        above = [n for one in labels[:at] for n in one.lent if not turned]
        below = [n for one in labels[at + 1 :] for n in one.lent if not turned]
        label.begin = sum(n < max(above, default=0) for n in free)
        label.end = sum(n < min(below, default=count) for n in free)


def _share(takers: Sequence[_Label], lines: list[str], widths: tuple[int, int]) -> list[str]:
    """Give the answers of several labels, of which each takes a stretch of lines; the lines of none are told."""
    turned = any(min(a.own) > min(b.own) for a, b in pairwise(takers))
    found = shares([_taker(label) for label in takers], lines, widths, turned=turned)
    for label, own in zip(takers, found, strict=True):
        label.answer = own or []
        label.unsure = own is None
    return list((Counter(lines) - Counter(line for own in found for line in own or ())).elements())


def _taker(label: _Label) -> Taker:
    item = label.place.item if label.place is not None else None
    key = label_key(label.text)
    kind = item.kind if item is not None and item.kind in ("choice", "checkbox") else "text"
    few = kind == "text" and (ENTITY.fullmatch(key) is not None or asks_few_words(key))
    boxes = label.place.boxes if label.place is not None else frozenset()
    options = item.options if item is not None else None
    return Taker(key, "few" if few else kind, options, boxes, label.begin, label.end)


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
    begun = starts(own[at]) if not own[at].startswith(tuple(BULLETS)) else None
    if begun is None:  # (○連絡先 heads record items)
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
    """Put the labels on those places of the form that lie nearest to each other, in the order in which they are printed
    if that is hardly farther. Those of systems, recipients ... have none: they stand before the label below them."""
    placed = [(label, places) for label in labels if (places := _places(label, form))]
    if placed:
        way = min(_ways([places for _, places in placed]), key=_spread)
        for (label, _), (order, place) in zip(placed, way, strict=True):
            label.order, label.place = 2 * order, place
    order = 2 * len(form_places(form)) if form is not None else 0
    for label in reversed(labels):
        if label.place is None:
            label.order = order - 1
        order = label.order


_Way = list[tuple[int, FormPlace]]


def _ways(choices: Sequence[_Way]) -> Iterator[_Way]:
    """The labels on places near one of that with the fewest, and behind each place of the first label in order."""
    for n, _ in min(choices, key=len):
        yield [min(places, key=lambda p: abs(p[0] - n)) for places in choices]
    for first in choices[0]:
        way = [first]
        for places in choices[1:]:
            way += [place for place in places if place[0] > way[-1][0]][:1]
        if len(way) == len(choices):
            yield way


def _spread(way: _Way) -> int:
    places = [n for n, _ in way]
    return max(places) - min(places) + _TURNED * (places != sorted(places))


def _places(label: _Label, form: str | None) -> list[tuple[int, FormPlace]]:
    if form is None:
        return []
    keys = {label_key(label.text), heading_key(label.text)}
    found = [(n, place) for n, place in enumerate(form_places(form)) if keys & place.keys]
    number = printed_number(label.text)
    return [(n, p) for n, p in found if number is None or p.number is None or p.number == number] or found


def _is_side(line: str) -> bool:
    """Is a line a letter of a label that is printed downwards beside others, or a lone ※?"""
    return fold(line) in side_words() or fold(line) == "※"
