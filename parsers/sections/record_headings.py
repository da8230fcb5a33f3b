"""Which lines of the annex of record items are headings: by an ornament, by the name of a file, or by counting.

A heading may be numbered like the items under it (`2．口座情報` between items 80 and 81). Its number goes on with the
headings before it and not with the items, and the items below go on with the items above, or begin with 1 again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hyokasho.normalizers.text import clean, fold, narrow
from hyokasho.parsers.forms.heads import names_file
from hyokasho.parsers.sections.lists import ListItem, counted, counted_pieces
from hyokasho.parsers.sections.record_entries import GLUED, NUMBERED, Entry, blanks_lost, glued_numbers
from hyokasho.parsers.sections.record_notation import SEPARATORS, notation, split_separators

_LONGEST_HEADING = 30
_COUNTED = re.compile(r"^(?P<open>[(（]?)(?P<no>\d{1,2})(?P<sign>[)）.．]|(?=\s))\s*(?P<name>\D.*)$")
_USUALLY = 0.8
"""Share of the lines with a bullet's sign that must stand above lines of another kind for the sign to open headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its ornament or number; `style` is the sign that marks it, equal for headings of one level.

    `number`: by which it is counted, None where it is not.
    """

    text: str
    style: str
    number: int | None = None


def find_headings(rows: Sequence[Sequence[Entry]], file_names: Collection[str]) -> dict[int, Heading]:
    """The headings among the rows of an annex, by place; `file_names` are the folded names of the statement's files."""
    found: dict[int, Heading] = {}
    signs = {*notation()["ornaments"], *_opening_signs(rows)}
    glued = frozenset(glued_numbers([entry for row in rows for entry in row]))
    count = _Count(file_names, signs, _number_headings_alone(rows, glued), glued)
    for k, row in enumerate(rows):
        listed = k > 0 and any(has_bullet(entry.text) for entry in rows[k - 1])
        heading = _heading(row, rows[k + 1 : k + 3], signs, file_names, count, listed=listed)
        if heading is not None:
            found[k] = heading
        count.walk(row, heading)
    return found


def has_bullet(text: str) -> bool:
    """Does a text begin with the bullet of an item?"""
    return text.strip()[:1] in notation()["bullets"]


def _heading(
    row: Sequence[Entry],
    below: Sequence[Sequence[Entry]],
    signs: Collection[str],
    file_names: Collection[str],
    count: _Count,
    *,
    listed: bool,
) -> Heading | None:
    """The heading that a row is; `below`: the two rows that follow; `listed`: items with bullets stand above it."""
    after = below[0] if below else None
    if len(row) != 1 or row[0].number is not None:
        return None
    text = clean(row[0].text).strip()
    if text[:1] in signs and len(text) > 1:
        return Heading(_inside(text[1:].strip()), text[0])
    enclosed = _enclosed(text)
    if enclosed is not None:
        return enclosed
    counted = count.heading(text, below)
    if counted is not None:
        return counted
    named = has_bullet(text) and not listed and names_file(text)  # (an ornament that OCR took for a bullet)
    bare, style = (text[1:].strip(), text[0]) if named else (text, "plain")
    if fold(text) in file_names or (after and _first_number(after, count.glued) == 1 and _may_head(bare)):
        return Heading(bare, style)
    return None


# ornaments


def _opening_signs(rows: Sequence[Sequence[Entry]]) -> Iterator[str]:
    """Signs that are bullets elsewhere and open headings here: no line of the same sign follows."""
    for sign in notation()["ornaments_or_bullets"]:
        lines = [k for k, row in enumerate(rows) if any(entry.text.strip()[:1] == sign for entry in row)]
        short = [k for k in lines if len(rows[k]) == 1 and _may_head(clean(rows[k][0].text).strip()[1:].strip())]
        opening = [k for k in short if k + 1 < len(rows) and k + 1 not in lines]
        if opening and len(short) == len(lines) and len(opening) >= _USUALLY * len(lines):
            yield sign


def _enclosed(text: str) -> Heading | None:
    for pair in notation()["pairs"]:
        shown = clean(pair)
        if len(text) > 2 and text[0] == shown[0] and text[-1] == shown[-1] and shown[-1] not in text[1:-1]:
            return Heading(text[1:-1].strip(), shown)
    return None


def _inside(text: str) -> str:
    inner = _enclosed(text)
    return inner.text if inner else text


def _may_head(text: str) -> bool:
    """A few words without number, bullet or separator."""
    if has_bullet(text) or re.match(r"[(（]?\d", narrow(text)) or len(text) > _LONGEST_HEADING:
        return False
    return names_file(text) or not any(sign in text for sign in SEPARATORS)


# numbers


@dataclass
class _Count:
    """Counts the headings of each style, and the items below them, as an annex is read."""

    file_names: Collection[str]
    signs: Collection[str] = ()
    alone: bool = False
    """Are all numbered lines headings?"""
    glued: Collection[int] = ()
    """Numbers of items that stand before their names without a blank."""
    _headings: Counter[str] = field(default_factory=Counter)
    _last: dict[str, Heading] = field(default_factory=dict)
    _items: int = 0
    _begun: bool = False
    """Was the row before a heading?"""

    def heading(self, text: str, below: Sequence[Sequence[Entry]]) -> Heading | None:
        """The heading that a numbered line is; None where it is an item."""
        match = _COUNTED.match(narrow(text))
        if match is None or not below:
            return None
        after = below[0]
        name, number = text[match.start("name") :].strip(), int(match["no"])
        style = f"{'(' if match['open'] else ''}1{match['sign'] or ' '}"
        heading = Heading(_inside(name), style, number)
        if self._last.get(style) == heading:  # (the running head of a page)
            return heading
        if not _may_head(name):
            return None
        if self.alone:
            return heading
        if fold(name) in self.file_names or self._says_so(name, style, after):
            return heading
        if not self._may_follow(number, style, after):
            return None
        above = names_file(name) and self._is_heading(after) and self._counts_no_item(number, below[1:])
        return heading if above or self._counts_on(number, after) else None

    def _may_follow(self, number: int, style: str, after: Sequence[Entry]) -> bool:
        """Does a heading's number count on? One heading may have been missed where the items below begin anew."""
        last = self._headings[style]
        return number in (1, last + 1) or (bool(last) and number == last + 2 and _first_number(after, self.glued) == 1)

    def walk(self, row: Sequence[Entry], heading: Heading | None) -> None:
        """Take note of a row: of the heading that it is, or of the numbers of its items."""
        self._begun = heading is not None
        if heading is None:
            numbers = [*_numbers(row, self.glued)]
            if numbers and numbers[0] == 1:
                self._items = 0
            self._items = max([self._items, *numbers])
            return
        if heading.number is not None:
            self._last[heading.style], self._headings[heading.style] = heading, heading.number

    def _is_heading(self, row: Sequence[Entry]) -> bool:
        """Is a row a heading by its ornament? Above it stands the name of a file, not an item."""
        text = clean(row[0].text).strip()
        return len(row) == 1 and row[0].number is None and (text[:1] in self.signs or _enclosed(text) is not None)

    def _counts_no_item(self, number: int, beyond: Sequence[Sequence[Entry]]) -> bool:
        """Is a number not that of the next item, or said of another one below the heading that follows?"""
        first = _first_number(beyond[0], self.glued) if beyond else None
        return not self._items or number != self._items + 1 or (first is not None and first <= number)

    def _counts_on(self, number: int, after: Sequence[Entry]) -> bool:
        """Do the items below count on without this number?"""
        first = _first_number(after, self.glued)
        if first is None:
            return number != self._items + 1 and _several(after)
        listed = self._begun and (number, first) == (1, 2)  # (both count the items of the heading above)
        return first == 1 or (number <= first == self._items + 1 and not listed)

    def _says_so(self, name: str, style: str, after: Sequence[Entry]) -> bool:
        """`(1) x` is a heading where its name says so or what follows counts in another way."""
        if style[-1] not in ")）":
            return False
        text = narrow(after[0].text).strip()
        counts = after[0].number == 1 or re.match(r"^[(（]?\d{1,2}[)）]", text) is None
        return counts or names_file(name) or fold(name).endswith(tuple(notation()["heading_endings"]))


def _number_headings_alone(rows: Sequence[Sequence[Entry]], glued: Collection[int]) -> bool:
    """Do the numbers of an annex count headings and no items? Few short lines then have them, one after the other or
    from 1 again, and each stands above others that have none."""
    numbered = [k for k, row in enumerate(rows) if next(_numbers(row, glued), None) is not None]
    matches = [_COUNTED.match(narrow(clean(rows[k][0].text).strip())) for k in numbered if len(rows[k]) == 1]
    counted = [int(match["no"]) for match in matches if match is not None and _may_head(match["name"].strip())]
    if not numbered or len(counted) < len(numbered) or numbered[-1] + 1 == len(rows):
        return False
    rises = all(number in (1, before + 1) for before, number in pairwise([0, *counted]))
    apart = all(k + 1 < below for k, below in pairwise(numbered))
    items = sum(len(split_separators(entry.text)) for k, row in enumerate(rows) if k not in numbered for entry in row)
    return rises and apart and items >= _ABOVE * len(numbered)


_ABOVE = 4
"""So many items stand below a heading, over the whole annex; fewer lines may be the rest of an item's name."""


def _first_number(row: Sequence[Entry], glued: Collection[int]) -> int | None:
    """The lowest number with which an entry of a row begins."""
    numbers = ([first] if (first := _number(entry, glued)) else [i.number for i in glued_items(entry)] for entry in row)
    return min((number for found in numbers for number in found[:1] if number is not None), default=None)


def glued_items(entry: Entry) -> list[ListItem]:
    """The items of a line without blanks behind their numbers, which count on; the ends of what a line's end has cut
    apart."""
    pieces = split_separators(entry.text)
    if len(pieces) > 1 and not pieces[0][1].strip()[:1].isdecimal():
        del pieces[0]
    if pieces and narrow(pieces[-1][1]).strip().isdecimal():
        del pieces[-1]
    items = counted_pieces(pieces, blanks_lost=blanks_lost([entry]))
    return [item for item in items if item.number is not None]


def _number(entry: Entry, glued: Collection[int]) -> int | None:
    if entry.number is not None:
        return entry.number
    text = narrow(entry.text).strip()
    match = NUMBERED.match(text)
    if match is None and (match := GLUED.match(text)) is not None and int(match["no"]) not in glued:
        return None
    return int(match["no"]) if match else None


def _numbers(row: Sequence[Entry], glued: Collection[int]) -> Iterator[int]:
    """The numbers of the items in a row, those of a numbered paragraph's line among them."""
    for entry in row:
        first = _number(entry, glued)
        if first is not None:
            yield first
        if entry.number is None:
            items = counted(entry.text) or glued_items(entry)
            yield from (item.number for item in items if item.number is not None)


def _several(row: Sequence[Entry]) -> bool:
    """Does a row hold several items, or one behind a bullet?"""
    return len(row) > 1 or has_bullet(row[0].text) or len(split_separators(row[0].text)) > 2
