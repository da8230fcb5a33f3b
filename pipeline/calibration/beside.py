"""What a row shows beside the others: its texts by themselves, its neighbours in the table, its page."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.fuzz import ratio

from hyokasho.normalizers.text import fold
from hyokasho.parsers.align.evidence import every_key
from hyokasho.parsers.align.labels import read_printed
from hyokasho.parsers.forms.wording import pattern
from hyokasho.pipeline.calibration.listed import goes_on

Row = Mapping[str, Any]
Numbers = dict[str, float]

_ODD_EDGE = pattern("sentences", "odd_edge")
_GOES_ON = pattern("sentences", "goes_on")
_PLACE = pattern("changes", "item")
_PLACE_IN_TEXT = re.compile(r"(?<![A-Za-z])[IVⅠ-Ⅵ]{1,3}[-.]\d")
_TIMING = pattern("changes", "timing_in_text")
_NUMBERED_LINE = re.compile(r"^\s*[①-⑳]", re.MULTILINE)
_FIRST_OF_LIST = re.compile(r"^\s*(?:\(1\)|①|1[.)])", re.MULTILINE)
_PAGE_MARK = re.compile(rf"\s(?:{pattern('page_marks', 'counted').pattern})$")
_PAIRS = ("()", "[]", "「」", "<>")
_EDGE = 8
"""Characters at either end of a text that an odd edge is told by, and more."""
_LEAST_SAID = 4
_FEW = 0.5
"""A column that this share of the rows of a table fill is one that a row should have."""


_NUMBERS = {
    "record_items": "item_no", "recipients": "no", "outsourcing": "no", "systems": "system_no", "files": "file_no",
}  # fmt: skip
"""The column that counts the rows of a table."""
_BODIES = {"changes": ("before", "after", "explanation"), "fields": ("value",)}
"""Where a date, a timing or the name of a place is no body: the columns that are."""
_OF_TEXTS = ("documents", "systems", "changes", "outsourcing", "recipients", "risks")
"""The tables whose rows hold several texts."""
_SINGLE = ("fields", "checkboxes")
"""Those whose rows hold one, beside rows of other questions."""


NAMES = frozenset({
    "text cut", "text goes on", "open bracket", "numbered line", "list anew", "timing inside", "page mark",
    "label at an edge", "blank beside others", "row twice", "said again", "run together", "more lines", "next goes on",
    "at the edge of a page", "unlike", "of other length", "no change", "item names no place", "several places",
    "item length", "date anew", "date falls", "page read", "page labels", "shows another", "shows not its own",
})  # fmt: skip
"""What is told here, but for how rows count: looked at in a table whose model weighs any of it."""
OF_PAGES = frozenset({"page read", "page labels"})
"""Those of them that are told of a page."""


def beside(table: str, rows: Sequence[Row], columns: Sequence[str], asked: bool) -> Iterator[Numbers]:
    """The named numbers of each row that its texts and the other rows tell; `columns` are those with its values.

    `asked`: `NAMES` too, not only how rows count.
    """
    number = _NUMBERS.get(table)
    on = goes_on(rows) if table == "record_items" else [False] * len(rows)
    if not asked or (number is None and table not in (*_OF_TEXTS, *_SINGLE)):
        for row, before, abreast in zip(rows, [None, *rows], on, strict=False):
            yield _counting(number, before, row, abreast) if number and before else {}
        return
    neighbours = Neighbours(rows if table not in _SINGLE else (), columns)
    for at, row in enumerate(rows):
        found = neighbours.of(at) if len(neighbours.rows) > 1 else {}
        if number is not None and at:
            found |= _counting(number, rows[at - 1], row, on[at])
        if table in _OF_TEXTS or table in _SINGLE:
            found |= of_texts(row, _BODIES.get(table, columns))
        if table == "changes":
            found |= of_change(row, rows[at - 1] if at else None) | neighbours.page_ends(at)
        yield found


def of_texts(row: Row, columns: Sequence[str]) -> Numbers:
    """How many texts of a row look cut, begin in mid-sentence, or hold what stands for itself."""
    texts = [text for column in columns if isinstance(text := row.get(column), str) and text]
    found: Counter[str] = Counter()
    for text in texts:
        found.update(_signs(text))
    return {name: math.log1p(count) for name, count in found.items()}


@lru_cache(maxsize=1 << 12)
def _signs(text: str) -> tuple[str, ...]:
    folded = fold(text)
    told = (
        ("text cut", has_odd_edge(text)),
        ("text goes on", _GOES_ON.match(text)),
        ("open bracket", any(folded.count(pair[0]) != folded.count(pair[1]) for pair in _PAIRS)),
        ("numbered line", _NUMBERED_LINE.search(text)),
        ("list anew", len(_FIRST_OF_LIST.findall(text)) > 1),
        ("timing inside", _TIMING.search(text)),
        ("page mark", _PAGE_MARK.search(text[-_EDGE - 2 :])),
        ("label at an edge", any(map(is_label, _edge_words(text)))),
    )
    return tuple(name for name, seen in told if seen)


def is_label(text: str) -> bool:
    """Is a text a label of the forms?"""
    return bool(text) and read_printed(text).key in every_key()


def has_odd_edge(text: str) -> bool:
    """Does a text begin or end as no whole one does?"""
    edges = text if len(text) <= 2 * _EDGE else text[:_EDGE] + text[-_EDGE:]
    return _ODD_EDGE.search(edges) is not None


def _edge_words(text: str) -> list[str]:
    """The first and the last word, or line, of a text that has several."""
    words = text.split(None, 1) + text.rsplit(None, 1)
    return [words[0], words[-1]] if len(words) == 4 else []


class Neighbours:
    """The rows of one table: which columns they fill, and what they say again."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[str]) -> None:
        self.rows, self.columns = rows, columns
        filled = Counter(column for row in rows for column in columns if row.get(column) not in (None, [], ""))
        self._usual = [column for column in columns if filled[column] > _FEW * len(rows)]
        self._texts = [self._folded(row) for row in rows]
        broken = Counter(column for row in rows for column in self._texts_of(row) if "\n" in row[column])
        self._of_a_line = {column for column in columns if broken[column] < _FEW * filled[column]}
        self._said = Counter((column, text) for texts in self._texts for column, text in texts.items())
        whole = frozenset(text for _, text in self._said if len(text) >= _LEAST_SAID)
        self._beginning, self._ending = _by_edge(whole, slice(_LEAST_SAID)), _by_edge(whole, slice(-_LEAST_SAID, None))
        self._rows = Counter(tuple(texts.items()) for texts in self._texts)

    def _texts_of(self, row: Row) -> Iterator[str]:
        return (c for c in self.columns if isinstance(text := row.get(c), str) and text)

    def _folded(self, row: Row) -> dict[str, str]:
        return {column: fold(row[column]) for column in self._texts_of(row)}

    def of(self, at: int) -> Numbers:
        """The named numbers of one row."""
        row, texts = self.rows[at], self._texts[at]
        found = {
            "blank beside others": float(sum(row.get(column) in (None, [], "") for column in self._usual)),
            "row twice": float(self._rows[tuple(texts.items())] > 1),
            "said again": math.log1p(sum(self._said[one] > 1 for one in texts.items())),
            "run together": math.log1p(sum(map(self._holds_another, texts.values()))),
            "more lines": math.log1p(sum(c in self._of_a_line and "\n" in row[c] for c in texts)),
            "next goes on": float(at + 1 < len(self.rows) and self._goes_on(at + 1)),
        }
        return {name: figure for name, figure in found.items() if figure}

    def _goes_on(self, at: int) -> bool:
        return any(_GOES_ON.match(text) for text in self._texts[at].values())

    def _holds_another(self, text: str) -> bool:
        """Whether a text begins or ends with the whole text of another cell of the table."""
        begin, end = self._beginning.get(text[:_LEAST_SAID], ()), self._ending.get(text[-_LEAST_SAID:], ())
        return any(text.startswith(whole) and whole != text for whole in begin) or any(
            text.endswith(whole) and whole != text for whole in end
        )

    def page_ends(self, at: int) -> Numbers:
        """Whether a row is the first or the last one of its page, over whose edge its texts may run."""
        pages = [row.get("page") for row in self.rows[max(0, at - 1) : at + 2]]
        here = self.rows[at].get("page")
        return {"at the edge of a page": 1.0} if here is not None and any(page != here for page in pages) else {}


def _by_edge(texts: Iterable[str], edge: slice) -> dict[str, list[str]]:
    """Texts by their first or last characters."""
    found: dict[str, list[str]] = {}
    for text in texts:
        found.setdefault(text[edge], []).append(text)
    return found


def _counting(column: str, above: Row, row: Row, on: bool) -> Numbers:
    """Whether a numbered row counts on from the one before, or goes `on` with a count beside."""
    before, here = above.get(column), row.get(column)
    if not before or not here:
        return {}
    return {"counts on" if on or here == before + 1 else "counts anew" if here == 1 else "counts wrongly": 1.0}


def of_change(row: Row, before: Row | None) -> Numbers:
    """What a row of 変更箇所 shows: does it name a place, one alone, are the texts before and after alike, is the date
    one that follows."""
    old, new, item = (str(row.get(name) or "") for name in ("before", "after", "item"))
    found: Numbers = {}
    if old and new:
        found["unlike"] = 1.0 - ratio(old, new) / 100
        found["of other length"] = abs(math.log1p(len(old)) - math.log1p(len(new)))
        if fold(old) == fold(new):
            found["no change"] = 1.0
    if item and not _PLACE.match(fold(item)):
        found["item names no place"] = 1.0
    places = len(_PLACE_IN_TEXT.findall(fold(item)))
    if places > 1:
        found["several places"] = math.log(places)
    found["item length"] = math.log1p(len(item))
    days = row.get("changed_on"), before.get("changed_on") if before is not None else None
    if isinstance(days[0], dt.date) and isinstance(days[1], dt.date) and days[0] != days[1]:
        found["date anew" if days[0] > days[1] else "date falls"] = 1.0
    return found


@dataclass(frozen=True)
class Pages:
    """How surely each page was read: of its answers the mean confidence as read, and the share with exact labels."""

    of: Mapping[Any, Numbers]

    @classmethod
    def seen(cls, tables: Iterable[Sequence[Row]]) -> Pages:
        """Of the rows of all tables with answers to labels."""
        reads: dict[Any, list[float]] = defaultdict(list)
        exact: dict[Any, list[bool]] = defaultdict(list)
        for row in (row for rows in tables for row in rows):
            for page in {None, row.get("page")}:
                reads[page].append(float(row["confidence"] or 0.0))
                labels = [part for part in row.get("evidence") or () if part.startswith("label=")]
                exact[page] += [part == "label=exact" for part in labels]
        return cls({page: _page(reads[page], exact[page]) for page in reads})

    def around(self, page: int | None) -> Numbers:
        """The numbers of a page; those of the whole statement (`None`) where it is not known."""
        return self.of.get(page, {})


def _page(reads: Sequence[float], exact: Sequence[bool]) -> Numbers:
    found = {"page read": -math.log(max(0.05, sum(reads) / len(reads)))}
    if exact:
        found["page labels"] = -math.log(max(0.05, sum(exact) / len(exact)))
    return found
