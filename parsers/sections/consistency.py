"""Look for broken rules in the tables of one statement, and make the rows concerned less sure. No value changes.

The rules are data (`parsers/forms/rules.yaml`); here is, per kind of rule, how it is looked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from hyokasho.normalizers.numbers import parse_count
from hyokasho.normalizers.text import fold
from hyokasho.parsers.align import confidence
from hyokasho.parsers.forms.rules import ConsistencyRule, rules
from hyokasho.parsers.forms.wording import pattern
from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.parsers.sections.order import out_of_order
from hyokasho.parsers.sections.rows import TableRow

Tables = Mapping[str, Sequence[TableRow]]

_RANGE = pattern("answers", "range_of_items")
_AT_END = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Concern:
    """A row of a table, or one cell of a wide one, that a broken rule doubts. `role`: a key of the rule's `doubts`."""

    role: str
    table: str
    row: TableRow
    column: str | None = None


@dataclass
class Broken:
    """A rule that this statement breaks: the words of its message, and what it doubts."""

    rule: ConsistencyRule
    words: dict[str, object]
    concerns: list[Concern] = field(default_factory=list)

    def issue(self) -> Issue:
        """The issue that reports it, on the page of the first row concerned."""
        page = next((c.row["page"] for c in self.concerns if c.row.get("page") is not None), None)
        first = self.concerns[0].row if self.concerns else {}
        where = " ".join(str(first[k]) for k in ("section", "entity") if first.get(k) is not None)
        message = self.rule.message(**self.words)
        return make_issue(self.rule.code, f"{where}: {message}" if where else message, page)


def broken_rules(tables: Tables) -> list[Broken]:
    """Every rule that the tables of one statement break, as often as they do, in the order of the rules."""
    return [broken for rule in rules() for broken in CHECKS[rule.check](rule, tables)]


def doubt(broken: Sequence[Broken], tables: Tables) -> None:
    """Lower the confidence of the rows concerned and of their `places`, and name the rule in their `evidence`."""
    weights: dict[tuple[str, str], dict[str | None, dict[str, float]]] = {}
    answers = _Answers(tables) if broken else None
    for one in broken:
        for concern in one.concerns:
            weight = one.rule.doubts.get(concern.role, 1.0)
            for table, row_id, column in answers.same(concern) if answers is not None and weight < 1.0 else ():
                told = weights.setdefault((table, row_id), {}).setdefault(column, {})
                told[one.rule.code] = min(weight, told.get(one.rule.code, 1.0))
    for table, rows in tables.items():
        for row in rows:
            if table == "places":
                by_column = weights.get((row["table"], row["row_id"]), {})
                _lower(row, by_column.get(None, {}) | by_column.get(row["column"], {}))
            elif (table, row.get("row_id")) in weights:
                by_column = weights[table, row["row_id"]]
                _lower(row, {code: weight for told in by_column.values() for code, weight in told.items()})


def _lower(row: TableRow, told: Mapping[str, float]) -> None:
    for code, weight in told.items():
        row["confidence"] = confidence.by_rule(row["confidence"], weight)
        if "evidence" in row:
            row["evidence"] = [*row["evidence"], f"rule={code} {weight:.2f}"]


_Target = tuple[str, str, str | None]
"""Table, row_id, and the column of a wide table's cell (None: the whole row)."""


class _Answers:
    """The answers of a statement by where they stand: a choice is a field too, and fills a column."""

    def __init__(self, tables: Tables) -> None:
        self._cells: dict[_Target, list[Anchor]] = {}
        self._at: dict[Anchor, list[tuple[int, _Target]]] = {}
        targets = [((table, row["row_id"], None), row) for table in ("fields", "choices") for row in tables[table]]
        cells = [((p["table"], p["row_id"], p["column"]), p) for p in tables.get("places", ())]
        for number, (target, row) in enumerate((*targets, *cells)):
            anchor = stands(row)
            if anchor is not None:
                self._at.setdefault(anchor, []).append((number, target))
                if number >= len(targets):
                    self._cells.setdefault(target, []).append(anchor)

    def same(self, concern: Concern) -> Iterator[_Target]:
        """The row concerned, and the rows and cells that hold the same answer."""
        target = (concern.table, concern.row["row_id"], concern.column)
        yield target
        anchors = {*self._cells.get(target, ()), *([stands(concern.row)] if "item_id" in concern.row else ())}
        found = [one for anchor in anchors if anchor is not None for one in self._at.get(anchor, ())]
        yield from (same for _, same in sorted(found, key=lambda one: one[0]))


Anchor = tuple[object, ...]


def stands(row: TableRow) -> Anchor | None:
    """Where an answer stands and what, which tells it from all others; None where the place is not known."""
    if row.get("bbox") is None and row.get("start") is None:
        return None
    return row["page"], tuple(row["bbox"] or ()), row.get("start"), row["raw"]


# --- how each kind of rule is looked for


def _items(tables: Tables, table: str, ids: Sequence[str]) -> list[TableRow]:
    return [row for row in tables[table] if row["item_id"] in ids]


def _count_of_rows(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """A count that the statement prints, against the rows there are. `when`: `differs`, or `fewer` are counted."""
    boxes = rule.given.get("boxes")
    if boxes is None:
        told = [("fields", row, row["value"]) for row in _items(tables, "fields", rule.given["items"])]
    else:
        told = [
            ("checkboxes", row, row["detail"])
            for row in _items(tables, "checkboxes", boxes["items"])
            if fold(row["option"]) == fold(boxes["option"]) and row["checked"]
        ]
    for table, row, text in told:
        count = parse_count(text or "")
        if count is None:
            continue
        kind = rule.given.get("kind")
        there = [
            r for r in tables[rule.given["table"]] if r["file_no"] == row["file_no"] and kind in (None, r.get("kind"))
        ]
        if count < len(there) or (rule.given["when"] == "differs" and count != len(there)):
            rows = [Concern("rows", rule.given["table"], r) for r in there]
            yield Broken(rule, {"told": count, "there": len(there)}, [Concern("given", table, row), *rows])


def _one_of(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """A group in which the one option excludes all others, and one of them must be marked."""
    rows = _items(tables, "checkboxes", rule.given["items"])
    for _, run in groupby(rows, key=lambda r: (r["file_no"], r["section"], r["entity"], r["item"])):
        group = list(run)
        none = [r["checked"] for r in group if fold(r["option"]) == fold(rule.given["option"])]
        others = [r["checked"] for r in group if fold(r["option"]) != fold(rule.given["option"])]
        both = any(none) and any(others)
        neither = none and not any(none) and not any(others) and None not in (*none, *others)
        if both or neither:
            yield Broken(rule, {}, [Concern("given", "checkboxes", row) for row in group])


def _box_against_answer(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """A marked box that contradicts an answer given for every file."""
    boxes = rule.given["boxes"]
    answers = _items(tables, "choices", rule.given["items"])
    for box in _items(tables, "checkboxes", boxes["items"]):
        own = [r for r in answers if box["file_no"] in (None, r["file_no"])]
        says = [fold(r["value"] or "") == fold(rule.given["value"]) for r in own]
        if fold(box["option"]) == fold(boxes["option"]) and box["checked"] and says and all(says):
            yield Broken(rule, {}, [Concern("given", "checkboxes", box), *(Concern("rows", "choices", r) for r in own)])


def _answers_agree(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """Two answers of which the first allows only some of the second. Answers that the rule does not know agree."""
    allowed = {_bare(first): {_bare(s) for s in seconds} for first, seconds in rule.given["allowed"].items()}
    known = set().union(*allowed.values())
    first = [r for r in _items(tables, "fields", rule.given["first"]) if _bare(r["value"]) in allowed]
    second = [r for r in _items(tables, "fields", rule.given["second"]) if _bare(r["value"]) in known]
    if len(first) == len(second) == 1 and _bare(second[0]["value"]) not in allowed[_bare(first[0]["value"])]:
        concerns = [Concern("given", "fields", row) for row in (*first, *second)]
        yield Broken(rule, {"first": first[0]["value"], "second": second[0]["value"]}, concerns)


def _bare(text: str) -> str:
    """An option as it is compared: folded, without the parenthesis or full stop at its end."""
    return _AT_END.sub("", fold(text).rstrip("."))


def _range_of_rows(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """A range of numbers of items, against the rows; of several files those under the file's name, where they are."""
    chosen = [r for r in _items(tables, "choices", rule.given["items"]) if r["value"] and r["option_no"]]
    for row in chosen:
        rows = list(tables[rule.given["table"]])
        if len(tables["files"]) > 1:
            names = {fold(f["name"] or "") for f in tables["files"] if f["file_no"] == row["file_no"]}
            rows = [r for r in rows if r["file_name"] and fold(r["file_name"]) in names]
        low, high = _bounds(row["value"])
        if rows and not low <= len(rows) < high:
            concerns = [Concern("given", "choices", row), *(Concern("rows", rule.given["table"], r) for r in rows)]
            yield Broken(rule, {"range": row["value"], "there": len(rows)}, concerns)


def _bounds(text: str) -> tuple[float, float]:
    low, high = 0.0, float("inf")
    for match in _RANGE.finditer(fold(text)):
        value = float(match["number"].replace(",", ""))
        low, high = (value, high) if match["least"] else (low, value)
    return low, high


def _dates_in_order(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """Pairs of columns of `documents` of which the first date is not after the second."""
    for row in tables["documents"]:
        for earlier, later in rule.given["pairs"]:
            if row.get(earlier) and row.get(later) and row[earlier] > row[later]:
                words = {"earlier": earlier, "later": later, "earlier_day": row[earlier], "later_day": row[later]}
                yield Broken(rule, words, [Concern("given", "documents", row, name) for name in (earlier, later)])


def _not_before(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """Dates that lie before the day on which all began."""
    first = dt.date.fromisoformat(rule.given["day"])
    for table in ("documents", "changes"):
        for row in tables[table]:
            for column in [name for name in row if name.endswith("_on")]:
                if row[column] and row[column] < first:
                    words = {"column": column, "day": row[column]}
                    yield Broken(rule, words, [Concern("given", table, row, column)])


def _rows_in_order(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """Rows whose date does not fit into a table that otherwise follows the order of its dates."""
    table, column = rule.given["table"], rule.given["column"]
    dated = [row for row in tables[table] if row[column] is not None]
    for k in out_of_order([row[column] for row in dated]):
        words = {"row": dated[k]["row_id"], "day": dated[k][column]}
        yield Broken(rule, words, [Concern("given", table, dated[k], column)])


def _nothing_expected(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """An answer after which another is left blank, or says so."""
    nothing = {fold(text) for text in rule.given["nothing"]}
    for row in _items(tables, "choices", rule.given["items"]):
        if fold(row["value"] or "") != fold(rule.given["value"]):
            continue
        for other in _items(tables, "fields", rule.given["blank"]):
            same = all(other[k] == row[k] for k in ("file_no", "section", "entity"))
            if same and fold(other["value"]).strip("-.()") and fold(other["value"]).rstrip(".") not in nothing:
                yield Broken(rule, {}, [Concern("given", "choices", row), Concern("given", "fields", other)])


def _annex_there(rule: ConsistencyRule, tables: Tables) -> Iterator[Broken]:
    """An answer that points to an annex, of which there is no row."""
    pointing = [r for r in _items(tables, "fields", rule.given["items"]) if rule.given["names"] in fold(r["value"])]
    if pointing and not tables[rule.given["table"]]:
        yield Broken(rule, {}, [Concern("given", "fields", row) for row in pointing])


CHECKS: Mapping[str, Callable[[ConsistencyRule, Tables], Iterator[Broken]]] = {
    "count_of_rows": _count_of_rows,
    "one_of": _one_of,
    "box_against_answer": _box_against_answer,
    "answers_agree": _answers_agree,
    "range_of_rows": _range_of_rows,
    "dates_in_order": _dates_in_order,
    "not_before": _not_before,
    "rows_in_order": _rows_in_order,
    "nothing_expected": _nothing_expected,
    "annex_there": _annex_there,
}
"""How each kind of rule is looked for, by the name that `rules.yaml` gives it."""
