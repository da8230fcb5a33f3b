"""Precision and recall of the normalisers of names on the hand-written tables: `python -m tests.normalizers.measure`.

Each table is split by the CRC-32 of its first columns: even rows were there to tune on, odd rows are the ones to quote.
A cell that is given and equals the expected one is right; precision = right / given, recall = right / expected.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from hyokasho.normalizers import agencies
from hyokasho.normalizers.change_kinds import change_kind
from hyokasho.normalizers.citations import citations
from hyokasho.normalizers.contractors import contractors
from hyokasho.normalizers.thesaurus import classify

TABLES = Path(__file__).parent / "tables"
Row = dict[str, str]
Cells = set[tuple[str, str]]


@dataclass(frozen=True)
class Figures:
    """Counts over the rows of one half of one table."""

    rows: int
    right: int
    given: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def rows(table: str) -> list[Row]:
    """The rows of a hand-written table; `\\n` in a cell is a line break."""
    lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("# ")]
    head = lines[0].split("\t")
    cells = ((line + "\t" * len(head)).split("\t")[: len(head)] for line in lines[1:])
    return [dict(zip(head, (cell.replace("\\n", "\n") for cell in row), strict=True)) for row in cells]


def is_quoted(row: Row) -> bool:
    """Whether a row belongs to the half that is quoted, not tuned on."""
    return crc32("\t".join(list(row.values())[:3]).encode()) % 2 == 1


def agency_cells(row: Row) -> tuple[Cells, Cells]:
    """Given and expected cells of a row of agencies.tsv."""
    found = agencies.body(row["text"], row["hint"] or None)
    given = {} if found is None else {
        "kind": found.kind, "body": found.name, "prefecture": found.prefecture, "code": found.code,
    }  # fmt: skip
    expected = {"kind": row["kind"], "body": row["body"], "prefecture": row["prefecture"]}
    if row["code"]:
        expected["code"] = _code(row["prefecture"], row["body"])
    return {(k, v) for k, v in given.items() if v}, {(k, v) for k, v in expected.items() if v}


def _code(prefecture: str, name: str) -> str:
    return next(m.code for m in agencies.municipalities() if (m.prefecture, m.name) == (prefecture, name))


def contractor_cells(row: Row) -> tuple[Cells, Cells]:
    """Given and expected cells of a row of contractors.tsv: status, each key with its branch, venture, number."""
    found = contractors(row["text"])
    given: Cells = set()
    for one in found:
        if one.status not in ("none", "several"):
            given |= {("status", one.status)} if one.key or one.status != "named" else set()
        given |= {("key", one.key)} if one.key else set()
        given |= {("branch", f"{one.key}@{one.branch}")} if one.branch else set()
        given |= {(name, value) for name, value in (("venture", one.venture), ("number", one.number)) if value}
    parts = [part.partition("@") for part in row["parts"].split(" + ") if part]
    expected = {("key", key) for key, _, _ in parts} | {("branch", f"{k}@{b}") for k, _, b in parts if b}
    return given, expected | {(name, row[name]) for name in ("status", "venture", "number") if row[name]}


def citation_cells(row: Row) -> tuple[Cells, Cells]:
    """Given and expected provisions of a row of citations.tsv."""
    given = {("cited", str(one)) for one in citations(row["text"])}
    return given, {("cited", part) for part in row["cited"].split("; ") if part}


def change_cells(row: Row) -> tuple[Cells, Cells]:
    """Given and expected kind of a row of changes.tsv."""
    found = change_kind(row["item"], row["before"] or None, row["after"] or None)
    return {("kind", found.kind)} if found.kind else set(), {("kind", row["kind"])} if row["kind"] else set()


def kind_cells(thesaurus: str) -> Callable[[Row], tuple[Cells, Cells]]:
    """The measure of a table of names and their kinds."""

    def cells(row: Row) -> tuple[Cells, Cells]:
        found = classify(row["text"], thesaurus)
        given = {("kind", found.kind)} if found is not None and found.kind else set()
        return given, {("kind", row["kind"])} if row["kind"] else set()

    return cells


MEASURES: dict[str, Callable[[Row], tuple[Cells, Cells]]] = {
    "agencies": agency_cells,
    "changes": change_cells,
    "citations": citation_cells,
    "contractors": contractor_cells,
    "systems": kind_cells("system_kinds.csv"),
    "works": kind_cells("work_kinds.csv"),
}


def wrong(table: str, quoted: bool | None) -> Iterator[tuple[Row, Cells, Cells]]:
    """Rows whose given cells differ from the expected ones, with both differences."""
    for row in rows(table):
        given, expected = MEASURES[table](row)
        if given != expected and quoted in (None, is_quoted(row)):
            yield row, given - expected, expected - given


def figures(table: str, quoted: bool) -> Figures:
    """The figures of one half of a table."""
    half = [MEASURES[table](row) for row in rows(table) if is_quoted(row) is quoted]
    right = sum(len(given & expected) for given, expected in half)
    return Figures(len(half), right, sum(len(g) for g, _ in half), sum(len(e) for _, e in half))


def main() -> None:
    """Print the figures of every table; with `-v` also the rows of the tuned half that differ."""
    print(f"{'':14}{'tuned on':^30}{'quoted':^30}")
    for table in MEASURES:
        parts = [f"{f.rows:5} rows  P {f.precision:.3f}  R {f.recall:.3f}" for f in _halves(table)]
        print(f"{table:14}" + "   ".join(parts))
        if "-v" in sys.argv:
            for row, extra, missing in wrong(table, quoted=False):
                print("   ", list(row.values())[0:3], "| extra", sorted(extra), "| missing", sorted(missing))


def _halves(table: str) -> tuple[Figures, Figures]:
    return figures(table, False), figures(table, True)


if __name__ == "__main__":
    main()
