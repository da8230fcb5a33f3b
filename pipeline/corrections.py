"""Values that a person put right: `corrections.csv` in the output folder, applied whenever tables are written.

A line names one cell (document_id or sha256, table, row_id, column), its right value, who says so, why and when, and
what was read there at that time (`was`). The row gets `corrected` = true; `raw` and `places` keep what was read.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyokasho.parsers.issues import make_issue
from hyokasho.parsers.model import Issue
from hyokasho.pipeline.cell_texts import EMPTY_LIST, LIST_SEPARATOR, WORDS, text_of
from hyokasho.pipeline.engine.errors import RunError
from hyokasho.pipeline.language import say
from hyokasho.pipeline.schema.load import Column, tables

FILE = "corrections.csv"

HEAD = ("document_id", "table", "row_id", "column", "value", "who", "why", "date", "was")
_NEEDED = HEAD[:-1]

_NOT_VALUES = frozenset({
    "document_id", "row_id", "item_id", "page", "bbox", "confidence", "raw", "start", "end", "evidence", "corrected",
    "source_path", "other_paths", "source_kind", "sha256", "bytes", "pages", "status", "coverage", "quality",
    "pipeline_version", "option_no", "options",
})  # fmt: skip
"""Columns that say where and how something was read, or follow from others: nothing to put right."""

_NO_TABLES = ("places", "issues")


class CorrectionsError(RunError):
    """The file of corrections is not usable; the message names file and line. Nothing of it is applied."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line (`line`, from 1) of the file; `document` is a document_id or the SHA-256 of a file's bytes."""

    line: int
    document: str
    table: str
    row_id: str
    column: str
    value: Any
    was: str | None

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """What names the cell."""
        return self.document, self.table, self.row_id, self.column


@dataclass
class Corrections:
    """The corrections of a file, by document, and what is to be said of those that did not fit."""

    name: str = FILE
    lines: Sequence[Correction] = ()
    used: set[int] = field(default_factory=set)

    def for_document(self, document_id: str, sha256: str | None) -> list[Correction]:
        """The corrections of one document."""
        return [one for one in self.lines if one.document in {document_id, sha256}]

    def apply(self, rows: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, Issue]]:
        """Put the rows of one file right, in place; returns what is to be reported, by document.

        Raises CorrectionsError for an answer that is none of its options.
        """
        issues: list[tuple[str, Issue]] = []
        for document in rows["documents"]:
            key = document["document_id"]
            wanted = self.for_document(key, document["sha256"])
            for table, ours in _by_table(wanted).items():
                index = {row["row_id"]: row for row in rows[table] if row["document_id"] == key}
                issues += [(key, issue) for one in ours for issue in self._apply(one, index.get(one.row_id))]
        return issues

    def _apply(self, one: Correction, row: dict[str, Any] | None) -> Iterator[Issue]:
        self.used.add(one.line)
        place = f"{one.table} {one.row_id} {one.column}"
        if row is None:
            yield make_issue("correction-row-gone", f"{self.name}, line {one.line}: there is no {place} any more")
            return
        read = text_of(row[one.column], WORDS)
        if one.was is not None and one.was != read and one.value != row[one.column]:
            said = f"{self.name}, line {one.line}: {place} is read as {read!r} now, {one.was!r} when it was corrected"
            yield make_issue("correction-read-changed", said)
        if fault := option_fault(one.table, one.column, one.value, row):
            raise _bad(self.name, one.line, fault)
        row[one.column] = one.value
        row["corrected"] = True
        if one.table == "choices" and one.column == "value":
            options = row["options"] or []
            row["option_no"] = options.index(one.value) + 1 if one.value in options else None

    def unused(self) -> list[Issue]:
        """What is to be said of corrections whose document is in no table."""
        return [
            make_issue("correction-row-gone", f"{self.name}, line {one.line}: there is no document {one.document}")
            for one in self.lines
            if one.line not in self.used
        ]


def option_fault(table: str, column: str, value: Any, row: Mapping[str, Any]) -> str | None:
    """What is wrong with a value of `choices` that is none of its row's options; None where nothing is."""
    options = row.get("options") if (table, column) == ("choices", "value") else None
    if not options or value is None or value in options:
        return None
    return say("{value!r} is none of the options: {options}", value=value, options=", ".join(options))


def _by_table(corrections: Sequence[Correction]) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        found[one.table].append(one)
    return found


def parse_corrections(data: bytes | None, name: str = FILE) -> Corrections:
    """The corrections of a file's bytes; none where there is no file (None).

    Raises CorrectionsError, with file and line, for unknown tables and columns, wrong types, values outside a closed
    list, cells that are corrected twice, and a file that is no such CSV.
    """
    if data is None:
        return Corrections(name)
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        lines = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorrectionsError(say("{file}: not a CSV file in UTF-8 ({reason})", file=name, reason=error)) from error
    head = reader.fieldnames or ()
    missing = [column for column in _NEEDED if column not in head]
    if missing and (missing != ["document_id"] or "sha256" not in head):
        raise CorrectionsError(say("{file}: its first line lacks {names}", file=name, names=", ".join(missing)))
    found: dict[tuple[str, str, str, str], Correction] = {}
    for line, row in lines:
        one = _correction(name, line, row)
        if one.cell in found:
            before = found[one.cell].line
            raise _bad(name, line, say("this cell is corrected in line {line} already", line=before))
        found[one.cell] = one
    return Corrections(name, tuple(found.values()))


def _correction(name: str, line: int, row: Mapping[str, str | None]) -> Correction:
    document = (row.get("document_id") or row.get("sha256") or "").strip()
    if not document:
        raise _bad(name, line, say("no document_id and no sha256"))
    if None in row or any(row.get(column) is None for column in _NEEDED[1:]):
        raise _bad(name, line, say("more or fewer fields than the first line"))
    table, column = str(row["table"]), str(row["column"])
    try:
        value = parse_value(correctable(table, column), str(row["value"]))
    except ValueError as error:
        raise _bad(name, line, str(error)) from error
    return Correction(line, document, table, str(row["row_id"]), column, value, row.get("was"))


def correctable(table: str, column: str) -> Column:
    """The column of the schema. Raises ValueError where there is none, or none that can be corrected."""
    if table not in tables() or table in _NO_TABLES:
        raise ValueError(say("there is no table {table!r} to correct", table=table))
    found = tables()[table]
    if column not in found.column_names:
        raise ValueError(say("{table} has no column {column!r}", table=table, column=column))
    if column in _NOT_VALUES or column in found.key:
        raise ValueError(say("{table}.{column} says which row it is, or how it was read; it cannot be corrected",
                             table=table, column=column))  # fmt: skip
    return next(one for one in found.columns if one.name == column)


def parse_value(column: Column, text: str) -> Any:
    """The value that `text_of` writes so (with WORDS); nothing means null. Raises ValueError if there is none."""
    if not text:
        if column.null is None:
            raise ValueError(say("{column} is never null", column=column.name))
        return None
    if column.values and text not in column.values:
        raise ValueError(say("{value!r} is none of {values}", value=text, values=", ".join(column.values)))
    if column.type == "string":
        return text
    if column.type == "list<string>":
        return [] if text == EMPTY_LIST else text.split(LIST_SEPARATOR)
    return _typed(column, text)


def _typed(column: Column, text: str) -> Any:
    try:
        if column.type == "date":
            return dt.date.fromisoformat(text)
        if column.type == "bool":
            return {"true": True, "false": False}[text.lower()]
        return int(text)
    except (ValueError, KeyError) as error:
        wanted = say("a whole number")
        if column.type in ("date", "bool"):
            wanted = say("a day such as 2024-10-01") if column.type == "date" else say("true or false")
        raise ValueError(say("{value!r} is no value of {column}: expected {wanted}", value=text, column=column.name,
                             wanted=wanted)) from error  # fmt: skip


def line_of(fields: Mapping[str, str]) -> str:
    """One line of the file, with its line end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow([fields[column] for column in HEAD])
    return stream.getvalue()


def head_line() -> str:
    """The first line of a new file, behind a byte order mark for Excel."""
    return "\ufeff" + ",".join(HEAD) + "\r\n"


def _bad(name: str, line: int, reason: str) -> CorrectionsError:
    return CorrectionsError(
        say("{file}, line {line}: {reason}; nothing was changed", file=name, line=line, reason=reason)
    )
