"""Compare the tables read from a statement with its golden document, cell by cell.

A cell is right when it equals the golden one after folding width, white space, dashes, dots and brackets; texts of
20 characters or more are right at 95 % likeness. A null is missing, not wrong. Rows that the golden does not have count
as wrong.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

Row = Mapping[str, Any]
Pair = tuple[Row | None, Row | None]

KEYS: Mapping[str, tuple[str, ...] | None] = {
    "documents": (),
    "files": ("file_no",),
    "systems": ("system_no",),
    "checkboxes": ("file_no", "section", "entity", "item", "option"),
    "choices": ("file_no", "section", "entity", "item"),
    "outsourcing": ("file_no", "no"),
    "recipients": ("file_no", "kind", "no"),
    "record_items": None,
    "changes": None,
    "fields": ("file_no", "section", "entity", "item"),
    "risks": ("file_no", "section", "entity"),
}
"""What identifies a row; None: rows are paired by their order and their likeness."""

CELLS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "form",
        "form_edition",
        "evaluation_number",
        "title",
        "agency",
        "declaration",
        "special_notes",
        "published_on",
        "approved_on",
    ),
    "files": ("name",),
    "systems": ("name", "functions", "connections", "connection_other"),
    "checkboxes": ("checked", "detail"),
    "choices": ("value", "option_no", "options"),
    "outsourcing": (
        "title",
        "content",
        "handlers",
        "contractor",
        "subcontracted",
        "subcontract_permission",
        "subcontract_matter",
    ),
    "recipients": (
        "name",
        "legal_basis",
        "purpose",
        "information",
        "subjects",
        "subject_range",
        "methods",
        "timing",
    ),
    "record_items": ("file_name", "group", "item_no", "name"),
    "changes": ("changed_on", "item", "before", "after", "timing", "explanation"),
    "fields": ("value",),
    "risks": ("risk", "answer", "option_no", "measures"),
}
"""The cells that are compared."""

_FOLDS = {
    **dict.fromkeys("‐‑‒–—―−ー─━－-", "-"),
    **dict.fromkeys("·•‧∙⋅･・", "・"),
    **dict.fromkeys("〜∼～~", "~"),
    **dict.fromkeys("〈《⟨", "<"),
    **dict.fromkeys("〉》⟩", ">"),
    **dict.fromkeys("「」『』“”", '"'),
    **{"、": ",", "，": ",", "。": ".", "．": "."},
}
_FOLD_TABLE = str.maketrans(_FOLDS)
_LONG, _LIKE, _PAIRED = 20, 95, 50


def fold(value: Any) -> Any:
    """The comparable form of a cell: None, a bool, a number, a folded text or a sorted tuple of those."""
    match value:
        case None:
            return None
        case bool():
            return value
        case float():
            return None if value != value else (int(value) if value.is_integer() else value)
        case int():
            return value
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            return tuple(sorted(str(fold(v)) for v in value if fold(v) is not None)) or None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))
    text = text.replace("ルールの内容", "ルール内容").translate(_FOLD_TABLE)
    return int(text) if text.isdigit() else text or None


def same(golden: Any, ours: Any) -> bool:
    """Whether two folded cells agree."""
    if golden == ours:
        return True
    if isinstance(golden, str) and isinstance(ours, str) and min(len(golden), len(ours)) >= _LONG:
        return ratio(golden, ours) >= _LIKE
    plain = (int, str)
    return isinstance(golden, plain) and isinstance(ours, plain) and str(golden) == str(ours)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell (or, with `column` None, a whole row) that is not as the golden has it."""

    table: str
    kind: Literal["missing", "wrong", "unexpected"]
    key: Mapping[str, Any]
    column: str | None
    golden: Any
    ours: Any

    def __str__(self) -> str:
        place = " ".join(str(v) for v in self.key.values() if v is not None)
        return f"{self.kind:10} {self.table} [{place}] {self.column or 'row'}: {self.golden!r} -> {self.ours!r}"


@dataclass(slots=True)
class Count:
    """Cells counted in one table; `rows` tells whether either side has rows at all."""

    right: int = 0
    given: int = 0
    golden: int = 0
    wrong: int = 0
    rows: int = 0

    def add(self, other: Count) -> None:
        """Add the counts of another document."""
        self.right += other.right
        self.given += other.given
        self.golden += other.golden
        self.wrong += other.wrong
        self.rows += other.rows

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over non-null cells."""
        precision = self.right / self.given if self.given else float(self.golden == 0)
        recall = self.right / self.golden if self.golden else 1.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Comparison:
    """Counts per table and all differences."""

    counts: dict[str, Count] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Add another document."""
        for table, count in other.counts.items():
            self.counts.setdefault(table, Count()).add(count)
        self.differences += other.differences

    @property
    def mean_f1(self) -> float:
        """The mean F1 of the tables that have rows."""
        used = [c.f1 for c in self.counts.values() if c.rows]
        return sum(used) / max(1, len(used))

    @property
    def wrong_share(self) -> float:
        """The share of given cells that contradict the golden."""
        return sum(c.wrong for c in self.counts.values()) / max(1, sum(c.given for c in self.counts.values()))


def compare(golden: Mapping[str, Any], tables: Mapping[str, Sequence[Row]]) -> Comparison:
    """Compare the tables of one document with its golden."""
    result = Comparison()
    partial = golden.get("partial", ())
    for table in KEYS:
        if table in golden:
            want = [golden[table]] if table == "documents" else golden[table]
            result.counts[table] = _compare_table(
                table, want, tables.get(table, ()), table in partial, result.differences
            )
    return result


def judge_rows(golden: Mapping[str, Any], tables: Mapping[str, Sequence[Row]]) -> dict[str, list[bool | None]]:
    """Is each row right, that is, no given cell of it wrong? By table, in the order of the rows.

    None for a row without given cells.
    """
    judged: dict[str, list[bool | None]] = {}
    for table, keys in KEYS.items():
        ours = tables.get(table, ())
        verdicts: dict[int, bool | None] = {}
        want = [golden[table]] if table == "documents" else golden.get(table, [])
        cells = [c for c in CELLS[table] if any(c in row for row in want)] or list(CELLS[table])
        pairs = _pairs_in_order(want, ours, cells) if keys is None else _pairs_by_key(want, ours, keys)
        for gold, got in pairs:
            if got is None or not any(fold(got.get(c)) is not None for c in cells):
                continue
            count = Count(rows=0)
            if gold is not None:
                _count_row(table, gold, got, cells, count, [])
            verdicts[id(got)] = gold is not None and not count.wrong
        judged[table] = [verdicts.get(id(row)) for row in ours]
    return judged


def _compare_table(
    table: str, golden: Sequence[Row], ours: Sequence[Row], partial: bool, differences: list[Difference]
) -> Count:
    keys = KEYS[table]
    cells = [c for c in CELLS[table] if any(c in row for row in golden)] or list(CELLS[table])
    pairs = _pairs_in_order(golden, ours, cells) if keys is None else _pairs_by_key(golden, ours, keys)
    count = Count(rows=len(golden) + len(ours))
    for want, got in pairs:
        if want is not None:
            _count_row(table, want, got, cells, count, differences)
        elif got is not None and not partial:
            extra = sum(fold(got.get(c)) is not None for c in cells)
            count.given += extra
            count.wrong += extra
            shown = {c: got.get(c) for c in cells}
            differences.append(Difference(table, "unexpected", _key(table, got), None, None, shown))
    return count


def _key(table: str, row: Row) -> dict[str, Any]:
    return {k: row.get(k) for k in KEYS[table] or ("seq",)}


def _count_row(
    table: str, want: Row, got: Row | None, cells: Iterable[str], count: Count, differences: list[Difference]
) -> None:
    for column in cells:
        if column not in want:
            continue
        golden, ours = fold(want[column]), fold(got.get(column)) if got is not None else None
        count.golden += golden is not None
        count.given += ours is not None
        if golden is None and ours is None:
            continue
        if golden is not None and ours is not None and same(golden, ours):
            count.right += 1
            continue
        count.wrong += ours is not None
        kind: Literal["missing", "wrong"] = "missing" if ours is None else "wrong"
        shown = got.get(column) if got is not None else None
        differences.append(Difference(table, kind, _key(table, want), column, want[column], shown))


def _pairs_by_key(golden: Sequence[Row], ours: Sequence[Row], keys: Sequence[str]) -> list[Pair]:
    waiting: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in ours:
        waiting[tuple(fold(row.get(k)) for k in keys)].append(row)
    pairs: list[Pair] = []
    for row in golden:
        found = waiting[tuple(fold(row.get(k)) for k in keys)]
        pairs.append((row, found.pop(0) if found else None))
    return pairs + [(None, row) for rows in waiting.values() for row in rows]


def _pairs_in_order(golden: Sequence[Row], ours: Sequence[Row], cells: Sequence[str]) -> list[Pair]:
    """Equal rows by their longest common subsequence, then the rest by likeness."""
    want, got = [_signature(r, cells) for r in golden], [_signature(r, cells) for r in ours]
    pairs: list[Pair] = []
    left, right = set(range(len(want))), set(range(len(got)))
    for op in LCSseq.opcodes(want, got):
        if op.tag == "equal":
            for i, j in zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True):
                pairs.append((golden[i], ours[j]))
                left.discard(i)
                right.discard(j)
    for i in sorted(left):
        best = max(sorted(right), key=lambda j: ratio(want[i], got[j]), default=None)
        if best is not None and ratio(want[i], got[best]) >= _PAIRED:
            right.discard(best)
            pairs.append((golden[i], ours[best]))
        else:
            pairs.append((golden[i], None))
    return pairs + [(None, ours[j]) for j in sorted(right)]


def _signature(row: Row, cells: Sequence[str]) -> str:
    return "|".join(str(fold(row.get(c)) or "") for c in cells)
